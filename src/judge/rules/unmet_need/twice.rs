//! Totals of several sources that cover everyone only together, and may share people: they cannot be added up.

use super::offer::Offer;
use super::reason::{Few, Reason, Why};
use super::term::Supplied;
use crate::judge::rules::different_scope::place;
use crate::read::model::{DataLevel, FieldId, Mode, ScopeBox, leaves_some, overlap};

/// Limit on the partial sources that are compared with each other.
const MOST_PARTS: usize = 10;

/// Two sources that may count the same people twice, if no sources divide everyone between them.
pub(super) fn reason(supplied: &Supplied<'_>) -> Option<Reason> {
    let (model, supply) = (supplied.model(), supplied.known.sources.supply());
    supplied.demand.people()?;
    let sources: Vec<&Offer> = (supplied.offers.iter())
        .filter(|offer| !offer.sure.is_empty())
        .collect();
    let is_by_case = supplied.need.level.known() == Some(&DataLevel::Record);
    if is_by_case || sources.len() > MOST_PARTS {
        return None;
    }
    let may_leave =
        |boxes: &[ScopeBox]| leaves_some(&supplied.wanted, boxes, model.space(), Mode::Possible);
    if sources.len() < 2 || !sources.iter().all(|offer| may_leave(&offer.sure)) {
        return None;
    }
    let is_additive = |a: FieldId, b: FieldId| {
        let (first, second) = (model.system_of(a), model.system_of(b));
        let is_case_by_case = |field| supply.level(field) == Some(DataLevel::Record);
        let linked = is_case_by_case(a)
            && is_case_by_case(b)
            && supply.linkage().links(first, second) == Some(true);
        linked || overlap(model.scope(a), model.scope(b)) == Some(false)
    };
    let count = sources.len();
    let together = |a: usize, b: usize| a == b || is_additive(sources[a].field, sources[b].field);
    let beside: Vec<u32> = (0..count)
        .map(|a| {
            let fit = (0..count).filter(|b| together(a, *b));
            fit.fold(0, |bits, b| bits | 1 << b)
        })
        .collect();
    let are_additive = |set: u32| (0..count).all(|a| set & 1 << a == 0 || set & !beside[a] == 0);
    let is_largest = |set: u32| (0..count).all(|a| set & 1 << a != 0 || set & !beside[a] != 0);
    // If some of them divide everyone between them, the others only repeat the same people.
    let divides = |set: u32| {
        let chosen = (0..count).filter(|a| set & 1 << a != 0);
        let boxes: Vec<ScopeBox> = chosen
            .flat_map(|a| sources[a].sure.iter().cloned())
            .collect();
        !may_leave(&boxes)
    };
    let mut sets = (1_u32..1 << count).filter(|set| are_additive(*set) && is_largest(*set));
    if sets.any(divides) {
        return None;
    }
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| !together(*a, *b))?;
    let (a, b) = (sources[a].field, sources[b].field);
    let why = Why::PerhapsTwice {
        term: supplied.term,
        systems: Few::holding(model, &[a, b]),
        first: model.system_of(a),
    };
    Some(Reason::at(place(model, a), why))
}
