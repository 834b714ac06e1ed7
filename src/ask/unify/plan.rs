//! The elements of a unified data set and their sources.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::definition;
use crate::ask::sources::held;
use crate::judge::graph::FlowGraph;
use crate::read::model::{
    CodeListId, DataLevel, FieldId, FieldType, Id, Mode, Model, NeedId, Origin, ScopeBox, Space,
    SystemKind, TermId, leaves_some, overlap, rest as subtracted,
};

/// Limit on the sources of one element that are joined.
const MOST_SOURCES: usize = 3;

/// One element.
pub(super) struct Element {
    pub(super) term: TermId,
    /// The needs that take it.
    pub(super) needs: Vec<NeedId>,
    /// Its definition; empty if none is written.
    pub(super) definition: String,
    /// The authoritative source first; each further one adds people.
    pub(super) sources: Vec<FieldId>,
    /// The reason for choosing the first.
    pub(super) why: String,
    /// The people of the needs that no source surely covers, in words.
    pub(super) left_out: String,
    /// The type agreed, or the type that all fields of the term have.
    pub(super) kind: Option<FieldType>,
    /// The code list agreed, or the one that all fields of the term have.
    pub(super) codes: Option<CodeListId>,
    /// The number of types if none is agreed.
    pub(super) types: usize,
    /// The number of code lists if none is agreed.
    pub(super) code_lists: usize,
}

/// The worth of a source; larger is better, and earlier members count first.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
struct Worth {
    people: People,
    /// Whether it holds single cases if they are wanted; whether it is collected already.
    before: [bool; 2],
    nearness: Reverse<usize>,
    /// Whether it is drawn by a program; has an identifier; has a source for its statements.
    after: [bool; 3],
    first: Reverse<FieldId>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum People {
    None,
    Some,
    CannotTell,
    All,
}

/// An element for each term that a need takes, in the order of the terms.
pub(super) fn plan(graph: &FlowGraph) -> Vec<Element> {
    let model = graph.model();
    let mut needs: BTreeMap<TermId, Vec<NeedId>> = BTreeMap::new();
    for (id, need) in model.needs.iter() {
        for term in need.terms() {
            let needs = needs.entry(term.id()).or_default();
            if needs.last() != Some(&id) {
                needs.push(id);
            }
        }
    }
    let held = held(model);
    let hops = hops(graph);
    needs
        .into_iter()
        .map(|(term, needs)| element(graph, term, needs, &held[term.index()], &hops))
        .collect()
}

/// The people that the needs ask about, each box once.
fn wanted(model: &Model, needs: &[NeedId]) -> Vec<ScopeBox> {
    let mut wanted: Vec<ScopeBox> = Vec::new();
    for scope in needs
        .iter()
        .filter_map(|need| model.needs[*need].covers.known())
        .flat_map(|boxes| boxes.iter())
    {
        if !wanted.contains(scope) {
            wanted.push(scope.clone());
        }
    }
    wanted
}

fn element(
    graph: &FlowGraph,
    term: TermId,
    needs: Vec<NeedId>,
    held: &[FieldId],
    hops: &[usize],
) -> Element {
    let model = graph.model();
    let wanted = wanted(model, &needs);
    let is_record = needs
        .iter()
        .any(|need| model.needs[*need].level.known() == Some(&DataLevel::Record));
    // The worth of each candidate without its people, which depend on the people left to cover.
    let mut candidates: Vec<Worth> = held
        .iter()
        .filter(|field| is_candidate(model, **field))
        .map(|field| worth(graph, *field, hops[field.index()], is_record))
        .collect();
    let mut sources: Vec<FieldId> = Vec::new();
    let mut why = "nothing in the map holds it".to_owned();
    let (mut rest, mut is_cut) = (wanted.clone(), false);
    while sources.len() < MOST_SOURCES {
        // Fields with one scope have the same people.
        let mut known: HashMap<u32, People> = HashMap::new();
        for worth in &mut candidates {
            let number = model.scope_number(worth.first.0);
            let scope = model.scope(worth.first.0);
            worth.people = *known
                .entry(number)
                .or_insert_with(|| people(&rest, scope, model.space()));
        }
        let Some(found) = candidates.iter().copied().max() else {
            break;
        };
        let best = found.first.0;
        if sources.is_empty() {
            why = reasons(found);
        } else if found.people < People::Some || found.people == People::CannotTell {
            break;
        }
        let left = subtracted(&rest, model.scope(best), model.space(), Mode::Certain);
        is_cut |= !left.is_whole;
        rest = left.boxes;
        sources.push(best);
        candidates.retain(|worth| worth.first.0 != best);
        if rest.is_empty() {
            break;
        }
    }
    let left_out = if is_cut {
        "cannot be told: too many boxes to compare".to_owned()
    } else if sources.is_empty() || rest.is_empty() {
        String::new()
    } else {
        model.parts_words(&rest, &wanted)
    };
    let (kinds, lists) = domains(model, term, held);
    Element {
        term,
        needs,
        definition: definition(model, term),
        sources,
        why,
        left_out,
        kind: kinds.first().copied().filter(|_| kinds.len() == 1),
        codes: lists.first().copied().filter(|_| lists.len() == 1),
        types: kinds.len(),
        code_lists: lists.len(),
    }
}

fn is_candidate(model: &Model, field: FieldId) -> bool {
    let system = &model.systems[model.system_of(field)];
    let is_result = matches!(
        system.kind.known(),
        Some(SystemKind::Publication | SystemKind::Analysis)
    );
    system.origin == Origin::Declared && !is_result
}

fn worth(graph: &FlowGraph, field: FieldId, hops: usize, is_record: bool) -> Worth {
    let model = graph.model();
    let system = &model.systems[model.system_of(field)];
    let identifies = |field: FieldId| {
        let term = model.term_of(field);
        term.is_some_and(|term| model.terms[term].is_identifier())
    };
    Worth {
        people: People::None,
        before: [
            !is_record || system.level.known() != Some(&DataLevel::Aggregate),
            system.kind.known() != Some(&SystemKind::Record),
        ],
        nearness: Reverse(hops),
        after: [
            !is_retyped(graph, field),
            system.fields.ids().any(identifies),
            system.evidence.is_sourced(),
        ],
        first: Reverse(field),
    }
}

fn people(wanted: &[ScopeBox], scope: &[ScopeBox], space: &Space) -> People {
    if !leaves_some(wanted, scope, space, Mode::Possible) {
        People::All
    } else if overlap(wanted, scope) == Some(false) {
        People::None
    } else if leaves_some(wanted, scope, space, Mode::Certain) {
        People::Some
    } else {
        People::CannotTell
    }
}

/// For each field the least number of hops since a value was captured; `usize::MAX` if its capture is not stated.
fn hops(graph: &FlowGraph) -> Vec<usize> {
    let model = graph.model();
    let mut hops = vec![usize::MAX; model.fields.len()];
    let captured = model.fields.ids();
    let mut at: Vec<FieldId> = captured
        .filter(|field| is_surely_captured(graph, *field))
        .collect();
    for field in &at {
        hops[field.index()] = 0;
    }
    let mut next = 0;
    while let Some(field) = at.get(next).copied() {
        next += 1;
        for link in graph.links_out(field) {
            if link.how.is_direct() && hops[link.to.index()] == usize::MAX {
                hops[link.to.index()] = hops[field.index()] + 1;
                at.push(link.to);
            }
        }
    }
    hops
}

/// True if its system records first-hand data and nothing else feeds it. A field of a data set without a flow into it has an origin that is
/// not stated; the origin of a retyped field is where it is retyped from.
fn is_surely_captured(graph: &FlowGraph, field: FieldId) -> bool {
    let model = graph.model();
    let system = &model.systems[model.system_of(field)];
    let is_first = model.captures_itself(field) || system.origin == Origin::Unnamed;
    is_first && graph.is_captured(field)
}

/// True if a person types it again.
fn is_retyped(graph: &FlowGraph, field: FieldId) -> bool {
    let links = graph.links_in(field);
    links
        .iter()
        .any(|link| link.how.is_direct() && graph.model().flows[link.flow].is_by_hand())
}

fn reasons(worth: Worth) -> String {
    let [is_fine, is_collected] = worth.before;
    let [is_drawn, has_identifier, is_sourced] = worth.after;
    let mut reasons = vec![
        match worth.people {
            People::All => "covers everyone needed",
            People::CannotTell => "whether it covers everyone cannot be told",
            People::Some => "covers some of the people needed",
            People::None => "covers none of the people needed for certain",
        }
        .to_owned(),
    ];
    if !is_fine {
        reasons.push("holds totals only".to_owned());
    }
    if !is_collected {
        reasons.push("would be a new request".to_owned());
    }
    reasons.push(match worth.nearness.0 {
        0 => "captured there".to_owned(),
        usize::MAX => "where it is first captured is not stated".to_owned(),
        1 => "1 hop from where it is captured".to_owned(),
        hops => format!("{hops} hops from where it is captured"),
    });
    if !is_drawn {
        reasons.push("typed again by hand".to_owned());
    }
    if !has_identifier {
        reasons.push("no identifier, so it cannot be linked".to_owned());
    }
    if !is_sourced {
        reasons.push("its description has no source".to_owned());
    }
    reasons.join(", ")
}

/// The types and code lists to choose from: the agreed one alone, else those of all fields of the term.
fn domains(model: &Model, term: TermId, held: &[FieldId]) -> (Vec<FieldType>, Vec<CodeListId>) {
    let agreed = model.terms[term].agreed.as_ref();
    let mut kinds: Vec<FieldType> = match agreed.and_then(|agreed| agreed.kind.known()) {
        Some(kind) => vec![*kind],
        None => {
            let fields = held.iter().map(|field| &model.fields[*field]);
            fields
                .filter_map(|field| field.kind.known().copied())
                .collect()
        }
    };
    let mut lists: Vec<CodeListId> = match agreed.and_then(|agreed| agreed.codes.known()) {
        Some(codes) => vec![codes.id()],
        None => {
            let fields = held.iter().map(|field| &model.fields[*field]);
            let lists = fields.filter_map(|field| field.codes.known());
            lists.map(crate::read::model::Ref::id).collect()
        }
    };
    kinds.sort_unstable();
    kinds.dedup();
    lists.sort_unstable();
    lists.dedup();
    (kinds, lists)
}
