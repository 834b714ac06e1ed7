//! A need that no stated flow meets.

mod absent;
mod fitness;
mod lacking;
mod late;
mod link;
mod near;
mod none;
mod offer;
mod people;
mod reason;
mod source;
mod tell;
mod term;
mod time;
mod timing;
mod twice;
mod two_steps;
mod words;

use self::reason::{Reason, Why};
use self::source::Sources;
pub(crate) use self::tell::reasons;
use self::term::Supplied;
use self::timing::Ways;
use super::facets::{firm, has_source};
use super::found::{Found, about};
use super::rule;
use crate::judge::graph::{Ages, Demand, FlowGraph};
use crate::read::finding::{Certainty, side_by_side};
use crate::read::model::{Need, NeedId, OrganisationId, Stated};

rule! {
    /// ## Finds
    /// A need whose terms do not all reach those who must answer, for all the people it is about. They can use what their own systems hold and
    /// what is published. A need is met, partly met (for some of its people or askers, or at times), not met, or that cannot be told.
    ///
    /// The reasons stand in the order in which they would have to be solved, each with the nearest source: no source (nothing they can use holds the term),
    /// people left out, counted otherwise (by another date), too coarse (totals, where single cases are needed), too incomplete, sources that cannot
    /// be linked case by case, not allowed (a holder may not pass it, or the identifier is taken out on the way), too late (with the slowest hop;
    /// the JSON has the timetable). All of these are judged together, group of people by group of people: a source in time for some
    /// people does not help others. A source of totals is too coarse first: whom it leaves out matters only to those who could use it.
    ///
    /// `unmet` on a need is the reason why, by its source, it is not answered today. It is then not met, and that reason comes first.
    ///
    /// A source that does not state the ages of its people is presumed to hold all ages, and one that does not state its level to hold single
    /// cases. Figures of several sources may not go together: if a need takes totals, no one source holds all its terms, and the sources cannot be
    /// linked, then it cannot tell. `unknown` makes it impossible to tell, and so does a time that is not stated where the need says `within`.
    ///
    /// A need that leaves out a dimension on which its sources differ asks about everyone there; the finding is then only likely. A need without
    /// `covers` asks about whomever its sources hold. A flow that lists no fields leaves a doubt only if it may bring people whom the need asks about;
    /// of a flow that may have ended, that is asked first. It leaves none if it goes into a collection whose listed fields lack the term, or if the
    /// term identifies and the flow comes from a body without a named system. A reason that holds for some askers alone says for whom. A narrower,
    /// broader or related term that the asker can use does not meet the need; it is told as the nearest.
    /// ## Why it matters
    /// Somebody is bound to answer and cannot.
    /// ## How to fix
    /// Add the flow that is missing, or widen the source; where the flow exists and is not drawn, draw it.
    /// ## When it is fine
    /// Where the need is no longer felt: delete it, or record a decision.
    "unmet-need", Gap, Warning, "a need that no stated flow meets", find, tell::tell
}

/// The state of a need that is not fully met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Partly,
    NotMet,
    CannotTell,
}

impl State {
    /// The words for it, the same in every output about needs.
    fn words(self) -> &'static str {
        match self {
            State::Partly => "partly met",
            State::NotMet => "not met",
            State::CannotTell => "cannot be told",
        }
    }
}

/// A need that is not met, or may not be.
struct Unmet {
    need: NeedId,
    state: State,
    /// The reasons; at least one. Those of several askers may be equal.
    reasons: Box<[Reason]>,
}
about!(Unmet {
    name: [need],
    subjects: [need]
});

/// The facts that all needs share.
struct Known<'g> {
    graph: &'g FlowGraph,
    sources: Sources<'g>,
    /// Set if some need states `within`.
    ages: Option<&'g Ages<'g>>,
    ways: Ways,
}

fn find(graph: &FlowGraph) -> Vec<Found<Unmet>> {
    let model = graph.model();
    if model.needs.is_empty() {
        return Vec::new();
    }
    let needs: Vec<(NeedId, &Need)> = model.needs.iter().collect();
    let is_timed = needs.iter().any(|(_, need)| need.within.known().is_some());
    let ages = is_timed.then(|| Ages::of(graph));
    let shares: Vec<&[(NeedId, &Need)]> = needs.chunks(needs.len().div_ceil(SHARES)).collect();
    let unmet = side_by_side(&shares, |share| {
        let known = Known {
            graph,
            sources: Sources::of(graph),
            ages: ages.as_ref(),
            ways: Ways::default(),
        };
        let unmet = share
            .iter()
            .filter_map(|(id, need)| unmet(&known, *id, need));
        unmet.collect::<Vec<_>>()
    });
    unmet.into_iter().flatten().collect()
}

/// The number of shares of the needs that are judged side by side. Each works out anew what its needs have in common.
const SHARES: usize = 4;

/// The finding on a need, if it is not met or that cannot be told.
fn unmet(known: &Known<'_>, id: NeedId, need: &Need) -> Option<Found<Unmet>> {
    let mut judged = judge(known, need);
    reason::sort(&mut judged.reasons);
    let main = judged.reasons.iter().map(Reason::certainty).min()?;
    // That it is partly met rests on what serves some.
    let sure = main.max(firm(judged.is_some_sourced || !judged.is_met_for_some));
    let own = if need.evidence.is_sourced() {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let state = match (main, judged.is_met_for_some) {
        (Certainty::CannotTell, _) => State::CannotTell,
        (_, true) => State::Partly,
        (_, false) => State::NotMet,
    };
    let reasons = judged.reasons.into();
    Some(Found::sure(
        need.span,
        sure.max(own),
        Unmet {
            need: id,
            state,
            reasons,
        },
    ))
}

/// The result of comparing a need with the fields that its askers can use.
#[derive(Default)]
struct Judged {
    reasons: Vec<Reason>,
    /// True if some asker has the answer for some of the people, if not always in time.
    is_met_for_some: bool,
    /// True if for some such asker each term comes from a field with a source.
    is_some_sourced: bool,
}

fn judge(known: &Known<'_>, need: &Need) -> Judged {
    let mut all = Judged::default();
    if need.who.is_empty() || need.terms().is_empty() {
        all.reasons.push(Reason::nowhere(Why::Incomplete));
        return all;
    }
    let demand = Demand::of(known.graph, need);
    for who in &need.who {
        let judged = judge_for(known, need, &demand, who.id());
        all.is_met_for_some |= judged.is_met_for_some;
        all.is_some_sourced |= judged.is_some_sourced;
        let reasons = judged.reasons.into_iter();
        all.reasons.extend(reasons.map(|reason| Reason {
            who: Some(who.id()),
            ..reason
        }));
    }
    if !need.unmet.is_empty() {
        let mut said = Reason::at(need.span, Why::SaidNot);
        said.is_sourced = need.evidence.is_sourced();
        all.reasons.push(said);
        all.is_met_for_some = false;
    }
    if all.reasons.is_empty() && matches!(need.within, Stated::Unknown(_)) {
        all.reasons.push(Reason::nowhere(Why::WithinUnknown));
    }
    all
}

/// Decides whether one of the askers can answer.
fn judge_for(known: &Known<'_>, need: &Need, demand: &Demand<'_>, who: OrganisationId) -> Judged {
    let mut reasons = Vec::new();
    let mut terms = Vec::new();
    for term in need.terms() {
        let usable = known.sources.supply().usable(who, term.id());
        if usable.is_empty() {
            reasons.push(known.sources.none(demand, who, term.id()));
            continue;
        }
        let supplied = Supplied::of(known, demand, need, who, term.id(), &usable);
        reasons.extend(supplied.reasons());
        terms.push(supplied);
    }
    let has_all = terms.len() == need.terms().len();
    if has_all {
        reasons.extend(link::reason(known, need, demand, who, &terms));
    }
    let model = known.graph.model();
    let is_met_for_some = has_all && link::serves_some(known, need, demand, who, &terms);
    let mut each = terms.iter();
    let is_some_sourced = each.all(|term| {
        let mut offers = term.offers.iter();
        offers.any(|offer| has_source(model, offer.field))
    });
    Judged {
        reasons: late::joined(model, reasons),
        is_met_for_some,
        is_some_sourced: is_met_for_some && is_some_sourced,
    }
}
