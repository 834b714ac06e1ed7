//! One reason why a need is not met, or may not be: ids and values, without words.

use super::near::Near;
use crate::judge::graph::{Age, Step, Timeliness};
use crate::read::finding::Certainty;
use crate::read::model::{
    Basis, DimensionId, Extent, FieldId, FlowId, Mode, Model, Need, OrganisationId, ScopeBox,
    SystemId, TermId, leaves_some,
};
use crate::read::source::Span;

/// A reason and its witness.
pub(super) struct Reason {
    pub(super) why: Why,
    /// The place of the witness.
    pub(super) place: Option<Span>,
    /// True if the statement it rests on has a source.
    pub(super) is_sourced: bool,
    /// The asker for whom it holds; `None` if it is about the need itself.
    pub(super) who: Option<OrganisationId>,
}

/// The reason why a need is not met.
pub(super) enum Why {
    /// The need lacks its terms or its askers.
    Incomplete,
    /// The source of the need says that nobody can answer it.
    SaidNot,
    NowhereHeld {
        term: TermId,
        near: Option<Near>,
    },
    NoSource {
        term: TermId,
        who: OrganisationId,
        nearest: SystemId,
        /// True if it surely leaves out some of those asked about.
        leaves_some_out: bool,
        /// True if it may get no values any more.
        is_doubtful: bool,
        /// The number of further systems that hold it.
        others: usize,
        /// Flows that would bring the term but do not stand on this day.
        idle: Box<[FlowId]>,
        near: Option<Near>,
    },
    /// No stated flow brings the term, or not to all people, but this flow lists no fields.
    Unlisted {
        term: TermId,
        who: OrganisationId,
        flow: FlowId,
        /// True if the asker has it for some people.
        has_some: bool,
        /// True if the flow surely leaves out some of those asked about.
        leaves_some_out: bool,
    },
    /// No stated flow brings the term, but a key of this system is `unknown`.
    PerhapsHeld {
        term: TermId,
        who: OrganisationId,
        system: SystemId,
        key: &'static str,
    },
    NotAllowed {
        term: TermId,
        who: OrganisationId,
        flow: FlowId,
    },
    /// The level of a system is not stated; or, without a system, the level that the need takes.
    LevelUnknown {
        term: TermId,
        nearest: Option<SystemId>,
    },
    TooCoarse {
        term: TermId,
        /// Empty if it is about everyone.
        missing: Box<[ScopeBox]>,
        nearest: SystemId,
        near: Option<Near>,
    },
    CompleteUnknown {
        term: TermId,
        nearest: Option<FieldId>,
    },
    TooIncomplete {
        term: TermId,
        missing: Box<[ScopeBox]>,
        nearest: FieldId,
    },
    PeopleLeftOut {
        term: TermId,
        missing: Box<[ScopeBox]>,
        nearest: SystemId,
        /// True if there are further sources.
        others: bool,
        /// A dimension on which the source has none of the people asked about: the source's extent, and the need's.
        apart: Option<(DimensionId, Extent, Extent)>,
        near: Option<Near>,
    },
    CountedOtherwise {
        term: TermId,
        dimension: DimensionId,
        nearest: SystemId,
        counted: Basis,
        wanted: Basis,
    },
    PeopleUnknown {
        term: TermId,
        by_sources: Box<[DimensionId]>,
        by_need: Box<[DimensionId]>,
        systems: Few,
        nearest: SystemId,
    },
    /// The sources and the need have too many boxes to compare.
    TooManyBoxes(TermId, Few, SystemId),
    /// These systems may share people, cannot be linked, and cover everyone only together.
    PerhapsTwice {
        term: TermId,
        systems: Few,
        first: SystemId,
    },
    Late(Box<Late>),
    /// The time limit of the need is `unknown`.
    WithinUnknown,
    /// Two terms, each held in the system at the same position, and the identifiers of those systems.
    Unlinked {
        terms: [TermId; 2],
        systems: [SystemId; 2],
        identifiers: [Box<[TermId]>; 2],
        /// Empty if it is about everyone.
        missing: Box<[ScopeBox]>,
    },
    LinkUnstated {
        terms: [TermId; 2],
        systems: [SystemId; 2],
        /// The one of them that may hold further identifiers.
        open: SystemId,
    },
    /// No one source of totals holds all terms. Nobody says whether those of several can be put together.
    InParts {
        /// The source with the most terms, and another.
        systems: [SystemId; 2],
        /// The terms that the first holds.
        held: Box<[TermId]>,
        /// The further terms that the second holds.
        brought: Box<[TermId]>,
        /// The terms that neither holds.
        elsewhere: Box<[TermId]>,
    },
}

/// Terms that one step delays.
pub(super) struct Late {
    pub(super) terms: Vec<TermId>,
    /// The route of the first term, from the capture on.
    pub(super) way: Vec<Step>,
    /// The age at which all of the terms are there.
    pub(super) age: Age,
    pub(super) verdict: Timeliness,
    /// The step of the route that causes the delay.
    pub(super) blamed: Step,
    /// Another way to the same people, which is sometimes in time: its last flow, and its age.
    pub(super) besides: Option<(FlowId, Age)>,
}

/// The rank of sources whose totals are too coarse.
const TOTALS: usize = 4;

impl Reason {
    /// A reason with its witness at `place`.
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
            who: None,
        }
    }

    /// The word in the JSON.
    pub(super) fn word(&self) -> &'static str {
        match &self.why {
            Why::NowhereHeld { .. } | Why::NoSource { .. } => "no-source",
            Why::SaidNot => "said-not",
            Why::PeopleLeftOut { .. } => "people-left-out",
            Why::CountedOtherwise { .. } => "counted-otherwise",
            Why::TooCoarse { .. } => "too-coarse",
            Why::TooIncomplete { .. } => "too-incomplete",
            Why::Unlinked { .. } => "cannot-be-linked",
            Why::NotAllowed { .. } => "not-allowed",
            Why::Late(late) if late.verdict != Timeliness::CannotTell => "too-late",
            _ => "cannot-tell",
        }
    }

    /// The systems that it names.
    pub(super) fn systems(&self, model: &Model) -> Vec<SystemId> {
        let ends = |flow: &FlowId| {
            let flow = &model.flows[*flow];
            vec![flow.from.id(), flow.to.id()]
        };
        match &self.why {
            Why::NoSource { nearest, .. }
            | Why::TooCoarse { nearest, .. }
            | Why::PeopleLeftOut { nearest, .. }
            | Why::CountedOtherwise { nearest, .. }
            | Why::TooManyBoxes(_, _, nearest) => vec![*nearest],
            Why::Unlisted { flow, .. } | Why::NotAllowed { flow, .. } => ends(flow),
            Why::PerhapsHeld { system, .. } => vec![*system],
            Why::LevelUnknown { nearest, .. } => nearest.iter().copied().collect(),
            Why::TooIncomplete { nearest, .. } => vec![model.system_of(*nearest)],
            Why::CompleteUnknown { nearest, .. } => nearest
                .iter()
                .map(|field| model.system_of(*field))
                .collect(),
            Why::PeopleUnknown { systems, .. } | Why::PerhapsTwice { systems, .. } => {
                systems.first.to_vec()
            }
            Why::Late(late) => vec![model.system_of(late.blamed.field)],
            Why::Unlinked { systems, .. }
            | Why::LinkUnstated { systems, .. }
            | Why::InParts { systems, .. } => systems.to_vec(),
            Why::Incomplete | Why::SaidNot | Why::NowhereHeld { .. } | Why::WithinUnknown => {
                Vec::new()
            }
        }
    }

    /// Its place in the order in which reasons would have to be solved: data that nobody holds cannot be made to come sooner.
    fn rank(&self) -> usize {
        match &self.why {
            Why::Incomplete | Why::SaidNot => 0,
            Why::NowhereHeld { .. }
            | Why::NoSource { .. }
            | Why::Unlisted { .. }
            | Why::PerhapsHeld { .. } => 1,
            Why::PeopleLeftOut { .. }
            | Why::PeopleUnknown { .. }
            | Why::TooManyBoxes(..)
            | Why::PerhapsTwice { .. } => 2,
            Why::CountedOtherwise { .. } => 3,
            Why::TooCoarse { .. } | Why::LevelUnknown { .. } => TOTALS,
            Why::TooIncomplete { .. } | Why::CompleteUnknown { .. } => 5,
            Why::Unlinked { .. } | Why::LinkUnstated { .. } | Why::InParts { .. } => 6,
            Why::NotAllowed { .. } => 7,
            Why::Late(..) | Why::WithinUnknown => 8,
        }
    }

    /// Its certainty. The most certain reason is the main one.
    pub(super) fn certainty(&self) -> Certainty {
        match (self.word(), self.is_sourced) {
            ("cannot-tell", _) => Certainty::CannotTell,
            (_, true) => Certainty::Certain,
            (_, false) => Certainty::Likely,
        }
    }
}

/// Puts reasons in the order in which they would have to be solved. A source of totals must be replaced by one of single cases, so whom it leaves
/// out comes after that.
pub(super) fn sort(reasons: &mut [Reason]) {
    let coarse: Vec<(TermId, SystemId)> = reasons
        .iter()
        .filter_map(|reason| match &reason.why {
            Why::TooCoarse { term, nearest, .. } => Some((*term, *nearest)),
            _ => None,
        })
        .collect();
    reasons.sort_by_key(|reason| match &reason.why {
        Why::PeopleLeftOut { term, nearest, .. } if coarse.contains(&(*term, *nearest)) => {
            (TOTALS, 1)
        }
        _ => (reason.rank(), 0),
    });
}

/// True if a source has totals of a term for some of those asked about and nothing for all others: nobody has single cases then, so the two reasons
/// are told as one.
pub(super) fn has_only_totals(
    reasons: &[Reason],
    (of, from): (TermId, SystemId),
    need: &Need,
    model: &Model,
) -> bool {
    let mut coarse: Vec<&ScopeBox> = Vec::new();
    let mut left_out: Vec<&ScopeBox> = Vec::new();
    for reason in reasons {
        match &reason.why {
            Why::TooCoarse {
                term,
                missing,
                nearest,
                ..
            } if (*term, *nearest) == (of, from) => {
                coarse.extend(missing);
            }
            Why::PeopleLeftOut {
                term,
                missing,
                nearest,
                ..
            } if (*term, *nearest) == (of, from) => {
                left_out.extend(missing);
            }
            _ => {}
        }
    }
    let Some(wanted) = need.covers.known() else {
        return false;
    };
    let is_split = !coarse.is_empty() && !left_out.is_empty();
    let both = coarse.into_iter().chain(left_out);
    is_split && !leaves_some(wanted, both, model.space(), Mode::Certain)
}

/// The first of several systems, in order, and the number of the others.
#[derive(Clone)]
pub(super) struct Few {
    pub(super) first: Box<[SystemId]>,
    pub(super) more: usize,
}

impl Few {
    /// Limit on the systems that are named.
    const MOST: usize = 4;

    /// The first of `count` systems in order.
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
