//! What small maps are made of: for each family of rules one in which they have something to find.

/// What a small map is made of: the chances are in a hundred.
#[derive(Clone, Copy)]
pub(super) struct Small {
    /// Two seeds give two unrelated maps.
    pub(super) seed: u64,
    /// How many systems.
    pub(super) systems: u64,
    /// How many flows.
    pub(super) flows: u64,
    /// How many terms, besides the identifier and the context.
    pub(super) terms: u64,
    /// That a system, a field or a flow says whom it is about.
    pub(super) scoped: u64,
    /// That a flow lets only some people through.
    pub(super) only: u64,
    /// That a dimension is left out where others are stated.
    pub(super) unstated: u64,
    /// That what is said of people restricts nothing but the score.
    pub(super) plain: u64,
    /// That a value is passed as it is and by no hand, rather than in any way.
    pub(super) direct: u64,
    /// That a flow leaves the first system, which is then a record, and the others collections.
    pub(super) hub: u64,
    /// That flows go only from earlier systems to later ones.
    pub(super) forward: u64,
    /// That a field says its type, unit or codes.
    pub(super) typed: u64,
    /// That a flow has something out of the common: a status, a justification, no list of fields.
    pub(super) odd: u64,
    /// How many needs.
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

    /// A map in which values go round often.
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

    /// A map that says of most things whom they are about.
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

    /// A map in which values that are about most people go by several ways.
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

    /// A map that says nothing of people and of codes, in which all the way to who asks is seen.
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

    /// A map in which one record system is asked by many.
    pub(super) fn asked(seed: u64) -> Self {
        Self {
            hub: 70,
            flows: 8,
            ..Self::routed(seed)
        }
    }
}
