//! One reason why a need is not met, or why that cannot be told: ids and values, without words.

use crate::judge::graph::{Age, Step, Timeliness};
use crate::read::finding::Certainty;
use crate::read::model::{
    DimensionId, Evidence, FieldId, FlowId, Model, OrganisationId, ScopeBox, SystemId, TermId,
};
use crate::read::source::Span;

/// A reason and its witness.
pub(super) struct Reason {
    pub(super) why: Why,
    /// The place where the witness is written.
    pub(super) place: Option<Span>,
    /// True where the statement it rests on has a source.
    pub(super) is_sourced: bool,
}

/// Why a need is not met.
pub(super) enum Why {
    /// The need lacks its terms or its askers.
    Incomplete,
    NowhereHeld {
        term: TermId,
    },
    NoSource {
        term: TermId,
        who: OrganisationId,
        holders: Few,
        /// Flows that bring the term and do not stand on this day.
        idle: Box<[FlowId]>,
    },
    /// Nothing stated brings the term, but this flow lists no fields.
    Unlisted {
        term: TermId,
        who: OrganisationId,
        flow: FlowId,
    },
    NotAllowed {
        term: TermId,
        who: OrganisationId,
        flow: FlowId,
    },
    LevelUnstated {
        term: TermId,
        systems: Few,
        nearest: SystemId,
    },
    TooCoarse {
        term: TermId,
        who: OrganisationId,
        totals: Few,
        /// The systems that hold the term case by case.
        cases: Few,
    },
    PeopleLeftOut {
        term: TermId,
        missing: Box<[ScopeBox]>,
        systems: Few,
    },
    PeopleUnstated {
        term: TermId,
        dimensions: Box<[DimensionId]>,
        systems: Few,
        nearest: SystemId,
    },
    /// The sources and the need have too many boxes to compare.
    TooManyBoxes(TermId, Few, SystemId),
    /// These systems may share people, cannot be linked, and only together cover everyone.
    PerhapsTwice {
        term: TermId,
        systems: Few,
        first: SystemId,
    },
    Late(Box<Late>),
    /// Two terms, each held in the system at the same position, and the identifiers of those systems.
    Unlinked {
        terms: [TermId; 2],
        systems: [SystemId; 2],
        identifiers: [Box<[TermId]>; 2],
    },
    LinkUnstated {
        terms: [TermId; 2],
        systems: [SystemId; 2],
        /// The one of them that may hold further identifiers.
        open: SystemId,
    },
}

/// Terms that one step delays.
pub(super) struct Late {
    pub(super) terms: Vec<TermId>,
    /// The route of the first of them, from the capture on.
    pub(super) way: Vec<Step>,
    /// The age at which all of them are there.
    pub(super) age: Age,
    pub(super) verdict: Timeliness,
    /// The step of the route that is to blame.
    pub(super) blamed: Step,
}

impl Reason {
    /// A reason whose witness stands at `place`.
    pub(super) fn at(place: Span, why: Why) -> Self {
        Self {
            place: Some(place),
            ..Self::nowhere(why)
        }
    }

    /// A reason without a witness to show.
    pub(super) fn nowhere(why: Why) -> Self {
        Self {
            why,
            place: None,
            is_sourced: true,
        }
    }

    /// The same, as sure as the statement with this evidence.
    pub(super) fn rests_on(mut self, evidence: &Evidence) -> Self {
        self.is_sourced = evidence.is_sourced();
        self
    }

    /// The word in the JSON.
    pub(super) fn word(&self) -> &'static str {
        match &self.why {
            Why::NowhereHeld { .. } | Why::NoSource { .. } => "no-source",
            Why::NotAllowed { .. } => "not-allowed",
            Why::TooCoarse { .. } => "too-coarse",
            Why::PeopleLeftOut { .. } => "people-left-out",
            Why::Late(late) if late.verdict != Timeliness::CannotTell => "too-late",
            Why::Unlinked { .. } => "cannot-be-linked",
            _ => "cannot-tell",
        }
    }

    /// How sure it is. The surest reason is the main one.
    pub(super) fn certainty(&self) -> Certainty {
        match (self.word(), self.is_sourced) {
            ("cannot-tell", _) => Certainty::CannotTell,
            (_, true) => Certainty::Certain,
            (_, false) => Certainty::Likely,
        }
    }
}

/// The first of several systems, in order, and how many more there are.
#[derive(Clone)]
pub(super) struct Few {
    pub(super) first: Box<[SystemId]>,
    pub(super) more: usize,
}

impl Few {
    /// How many systems are named.
    const MOST: usize = 4;

    /// Of so many systems in order.
    pub(super) fn of(count: usize, systems: impl Iterator<Item = SystemId>) -> Self {
        Self {
            first: systems.take(Self::MOST).collect(),
            more: count.saturating_sub(Self::MOST),
        }
    }

    /// The systems of these fields.
    pub(super) fn holding(model: &Model, fields: &[FieldId]) -> Self {
        let systems = fields.iter().map(|field| model.system_of(*field));
        let mut systems: Vec<SystemId> = systems.collect();
        systems.dedup();
        systems.sort_unstable();
        systems.dedup();
        Self::of(systems.len(), systems.into_iter())
    }
}
