//! The recipes of small maps: for each family of rules one with something to find.

/// The recipe of a small map; chances are in percent.
#[derive(Clone, Copy)]
pub(super) struct Small {
    /// Two seeds give two unrelated maps.
    pub(super) seed: u64,
    /// Number of systems.
    pub(super) systems: u64,
    /// Number of flows.
    pub(super) flows: u64,
    /// Number of terms, besides the identifier and the context.
    pub(super) terms: u64,
    /// Chance that a system, a field or a flow states its people.
    pub(super) scoped: u64,
    /// Chance that a flow passes only some people.
    pub(super) only: u64,
    /// Chance that a dimension is left out where others are stated.
    pub(super) unstated: u64,
    /// Chance that a statement on people restricts only the score.
    pub(super) plain: u64,
    /// Chance that a value is passed unchanged and not by hand, rather than in any way.
    pub(super) direct: u64,
    /// Chance that a flow leaves the first system, which is then a record, and the others collections.
    pub(super) hub: u64,
    /// Chance that flows go only from earlier systems to later ones.
    pub(super) forward: u64,
    /// Chance that a field states its type, unit or codes.
    pub(super) typed: u64,
    /// Chance that a flow has something uncommon: a status, a justification, no list of fields.
    pub(super) odd: u64,
    /// Number of needs.
    pub(super) needs: u64,
}

impl Small {
    /// A map with some of everything.
    pub(super) fn mixed(seed: u64) -> Self {
        Self {
            seed,
            systems: 4 + seed % 4,
            flows: 5 + seed % 8,
            terms: 3,
            scoped: 50,
            only: 16,
            unstated: 20,
            plain: 0,
            direct: 0,
            hub: 0,
            forward: 60,
            typed: 40,
            odd: 15,
            needs: 3,
        }
    }

    /// A map with many loops.
    pub(super) fn round(seed: u64) -> Self {
        Self {
            systems: 4,
            flows: 14,
            terms: 2,
            forward: 0,
            odd: 12,
            ..Self::mixed(seed)
        }
    }

    /// A map that states the people of most things.
    pub(super) fn peopled(seed: u64) -> Self {
        Self {
            scoped: 90,
            only: 30,
            unstated: 5,
            plain: 50,
            odd: 5,
            ..Self::mixed(seed)
        }
    }

    /// A map in which values about most people go by several ways.
    pub(super) fn routed(seed: u64) -> Self {
        Self {
            flows: 16,
            terms: 2,
            scoped: 100,
            only: 10,
            unstated: 0,
            plain: 100,
            odd: 4,
            direct: 80,
            ..Self::mixed(seed)
        }
    }

    /// A map without statements on people and codes, in which the whole way to the asker is known.
    pub(super) fn leading(seed: u64) -> Self {
        Self {
            systems: 6,
            flows: 8 + seed % 5,
            terms: 2,
            scoped: 0,
            only: 0,
            typed: 0,
            forward: 100,
            odd: 10,
            direct: 60,
            needs: 4,
            ..Self::mixed(seed)
        }
    }

    /// A map in which many collections ask one record system.
    pub(super) fn asked(seed: u64) -> Self {
        Self {
            hub: 70,
            flows: 8,
            ..Self::routed(seed)
        }
    }
}
