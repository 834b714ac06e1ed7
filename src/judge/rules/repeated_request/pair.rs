//! Decides whether one of two requests is a repeat of the other.

use std::ops::Range;

use super::reach::Reach;
use super::timing::Late;
use crate::judge::graph::{FlowGraph, Request, is_own, let_through};
use crate::read::model::{FlowId, Model, OrganisationId, ScopeBox, Stated, SystemId, SystemKind};

/// Two requests of one respondent for one term, to different collections.
pub(super) struct Pair {
    /// Their indices in the list of requests that belongs to the pair: very many pairs are kept.
    places: [u32; 2],
    pub(super) open: Open,
    /// True if one of them leaves out a dimension that the other states.
    pub(super) is_presumed: bool,
    /// The route from one to the other that surely takes too long.
    pub(super) late: Option<Box<Late>>,
}

/// The fact missing to decide whether a pair is a repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// None: the pair surely is a repeat.
    Nothing,
    /// Whether the people overlap.
    People,
    /// Whether one collection serves the other.
    Service,
}

/// The relation of two collections that one respondent fills.
pub(super) enum Standing {
    /// They ask about different people, or one act of supplying fills both.
    Apart,
    /// One surely passes the value on to the other.
    Reused([SystemId; 2]),
    /// One is a repeat of the other, or may be.
    Pair(Pair),
}

impl Standing {
    /// The relation of two collections, each given as a range of requests in `all`. If one pair of requests is served by the other, that
    /// decides for both collections; otherwise a certain repeat goes before a possible one.
    pub(super) fn of(
        graph: &FlowGraph,
        reach: &mut Reach<'_>,
        all: &[Request],
        [first, second]: [&Range<usize>; 2],
    ) -> Self {
        let model = graph.model();
        let is_one_act = |a: &Request, b: &Request| {
            let submission = model.flows[a.flow].shares_submission(&model.flows[b.flow]);
            a.flow == b.flow || submission == Some(true)
        };
        let others = &all[second.clone()];
        if all[first.clone()]
            .iter()
            .any(|a| others.iter().any(|b| is_one_act(a, b)))
        {
            return Self::Apart;
        }
        let mut best: Option<Pair> = None;
        for a in first.clone() {
            for b in second.clone() {
                match Self::compare(graph, reach, all, [a, b]) {
                    Self::Apart => {}
                    Self::Reused(two) => return Self::Reused(two),
                    Self::Pair(pair) => {
                        let rank = |pair: &Pair| (!pair.is_sure(), pair.is_presumed);
                        if best.as_ref().is_none_or(|best| rank(&pair) < rank(best)) {
                            best = Some(pair);
                        }
                    }
                }
            }
        }
        best.map_or(Self::Apart, Self::Pair)
    }

    /// The relation of two requests, given by their indices.
    fn compare(
        graph: &FlowGraph,
        reach: &mut Reach<'_>,
        all: &[Request],
        places: [usize; 2],
    ) -> Self {
        let model = graph.model();
        let [first, second] = places.map(|place| &all[place]);
        let (shares, mut is_presumed) = reach.overlap(first, second);
        if shares == Some(false) {
            return Self::Apart;
        }
        let submission = model.flows[first.flow].shares_submission(&model.flows[second.flow]);
        is_presumed |= submission.is_none();
        let (mut is_open, mut late) = (false, None);
        for (from, to) in [(first, second), (second, first)] {
            if !reach.reaches(from.field, to.field) {
                continue;
            }
            let shared = shared(&passed(model, first), &passed(model, second));
            let admit = |system| serves_on(graph, system, from.respondent);
            let serves = |bears: &dyn Fn(FlowId) -> bool| {
                graph.serves(from.field, to.field, &shared, bears, admit)
            };
            let served = serves(&|flow| is_regular(model, flow));
            if served == Some(false) {
                // If flows of unknown time, basis or frequency counted, one collection might serve the other.
                is_presumed |= serves(&|_| true) != Some(false);
                continue;
            }
            match reach.hurry.lateness(from, to) {
                Some(found) => late = Some(Box::new(found)),
                None if served == Some(true) => {
                    return Self::Reused([first, second].map(|request| request.collection));
                }
                None => is_open = true,
            }
        }
        is_open |= reach.may_reach(first, second) || reach.may_reach(second, first);
        let open = match (shares, is_open) {
            (None, _) => Open::People,
            (_, true) => Open::Service,
            (_, false) => Open::Nothing,
        };
        Self::Pair(Pair {
            places: places.map(|place| place as u32),
            open,
            is_presumed,
            late,
        })
    }
}

impl Pair {
    /// True if it surely is a repeat.
    pub(super) fn is_sure(&self) -> bool {
        self.open == Open::Nothing
    }

    /// Its two requests, from the list that belongs to it.
    pub(super) fn requests<'r>(&self, all: &'r [Request]) -> [&'r Request; 2] {
        self.places.map(|place| &all[place as usize])
    }

    /// The same pair for a shorter list: `places` are the indices of the kept requests in the old list, in order.
    pub(super) fn among(self, places: &[u32]) -> Self {
        let place = |old: u32| {
            let new = places.binary_search(&old);
            new.expect("the shorter list has the requests of every pair") as u32
        };
        Self {
            places: self.places.map(place),
            ..self
        }
    }
}

/// True if a flow is reliable: its basis is not stated as absent, and its time and frequency are not `unknown`.
fn is_regular(model: &Model, flow: FlowId) -> bool {
    let flow = &model.flows[flow];
    let is_unknown =
        matches!(flow.every, Stated::Unknown(_)) || matches!(flow.lag, Stated::Unknown(_));
    !is_unknown && !matches!(flow.basis, Stated::Absent(_))
}

/// True if a way through a system still serves: not through one of the respondent's own, which would mean asking it again, nor through
/// another organisation's record, where a person works with the data.
pub(super) fn serves_on(graph: &FlowGraph, system: SystemId, respondent: OrganisationId) -> bool {
    let model = graph.model();
    let is_record = model.systems[system].kind.known() == Some(&SystemKind::Record);
    !is_record && !is_own(model, system, respondent)
}

/// The people whose data fills a request's field; everyone on a dimension that is left out.
pub(super) fn passed(model: &Model, request: &Request) -> Vec<ScopeBox> {
    let scope = model.scope(request.field).iter();
    let people: Vec<ScopeBox> = scope.map(ScopeBox::presumed).collect();
    let_through(model, request.flow, &people)
}

/// The people that may be in both, or the first union if there are none.
pub(super) fn shared(boxes: &[ScopeBox], others: &[ScopeBox]) -> Vec<ScopeBox> {
    let both = boxes.iter().flat_map(|a| {
        others
            .iter()
            .filter(|b| a.overlaps(b) != Some(false))
            .map(move |b| a.and(b))
    });
    let mut shared: Vec<ScopeBox> = Vec::new();
    for scope in both {
        if !shared.contains(&scope) {
            shared.push(scope);
        }
    }
    if shared.is_empty() {
        boxes.to_vec()
    } else {
        shared
    }
}
