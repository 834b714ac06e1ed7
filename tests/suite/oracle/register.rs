//! Contradictions and gaps of the register itself: dates against status, fields that a source does not hold, dropped identifiers, fields
//! that nothing fills, loops.

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::model::{
    Contents, DataLevel, FieldId, Flow, How, Model, Ref, Stated, Status, System, SystemId,
    SystemKind, TermId,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::recipes::Small;
use super::tables::{is_context, numbered, reached, standing, values};

const ORACLES: [Oracle; 5] = [
    ("stale", stale),
    ("passes-what-it-lacks", passes_what_it_lacks),
    ("lost-identifier", lost_identifier),
    ("missing-origin", missing_origin),
    ("loop", values_go_round),
];

/// Exact: a stated status against the flow's dates on the day of the map.
fn stale(model: &Model) -> Wanted {
    let day = model.about.as_of.expect("a small map has a day");
    let mut names = Names::new();
    for (_, flow) in model.flows.iter() {
        let Some(status) = flow.status.known() else {
            continue;
        };
        let is_to_come = flow.since.known().is_some_and(|since| *since > day);
        let has_begun = flow.since.known().is_some_and(|since| *since <= day);
        let is_over = flow.until.known().is_some_and(|until| *until < day);
        let goes_on = flow.until.known().is_some_and(|until| *until > day);
        let contradicts = match status {
            Status::Current => is_over || is_to_come,
            Status::Planned | Status::Proposed => has_begun,
            Status::Ended => goes_on,
        };
        if contradicts {
            names.insert(flow.slug.to_string());
        }
    }
    Wanted::exactly(names)
}

/// Exact.
fn passes_what_it_lacks(model: &Model) -> Wanted {
    let mut names = Vec::new();
    for flow in standing(model) {
        for from in flow.passages().iter().flat_map(|passage| &passage.from) {
            let field = &model.fields[from.id()];
            if !field.is_declared && model.systems[field.system].lists_fields {
                names.push(format!("{}/{}", flow.slug, model.field_name(from.id())));
            }
        }
    }
    Wanted::exactly(numbered(names))
}

/// Certainty, in rising order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    Not,
    Perhaps,
    Surely,
}

fn identifier(model: &Model, field: FieldId) -> Option<TermId> {
    let term = model.fields[field].term.known().map(Ref::id);
    term.filter(|term| model.terms[*term].is_identifier())
}

/// Whether an identifier survives a flow, which passes it unchanged or not.
fn lets_through(flow: &Flow, term: TermId, is_passed: bool) -> Sure {
    match &flow.identifiers {
        Stated::Known(terms, _) if terms.iter().any(|kept| kept.id() == term) => Sure::Surely,
        Stated::Known(..) | Stated::Absent(_) | Stated::NotShared(_) => Sure::Not,
        Stated::Unknown(_) => Sure::Perhaps,
        Stated::Unstated => match flow.contains.known() {
            Some(Contents::Aggregate | Contents::Anonymous) => Sure::Not,
            Some(Contents::Pseudonymised) if is_passed => Sure::Perhaps,
            _ if is_passed => Sure::Surely,
            _ => Sure::Not,
        },
    }
}

/// The identifiers of each system: those first captured there, and those that arrive unchanged.
fn holdings(model: &Model) -> BTreeMap<(SystemId, TermId), Sure> {
    let values = values(model);
    let mut held: BTreeMap<FieldId, Sure> = BTreeMap::new();
    let of_terms = model
        .fields
        .ids()
        .filter(|field| identifier(model, *field).is_some());
    for field in of_terms {
        if values.iter().any(|(_, to, _)| *to == field) {
            continue;
        }
        // A linkage assigns its own numbers; those of others must be brought, and an unlisted flow may bring them.
        let system = model.fields[field].system;
        let is_linkage =
            |system: SystemId| model.systems[system].kind.known() == Some(&SystemKind::Linkage);
        let is_given_elsewhere = model.fields.ids().any(|other| {
            let is_captured = model.fields[other].is_captured == Some(true);
            let is_fed = values.iter().any(|(_, to, _)| *to == other);
            identifier(model, other) == identifier(model, field)
                && !is_linkage(model.fields[other].system)
                && (is_captured || !is_fed)
        });
        let mut unlisted = standing(model).filter(|flow| flow.fields.is_open());
        if !(is_linkage(system) && is_given_elsewhere) {
            held.insert(field, Sure::Surely);
        } else if unlisted.any(|flow| flow.to.id() == system) {
            held.insert(field, Sure::Perhaps);
        }
    }
    for _ in 0..model.fields.len() {
        for (from, to, flow) in &values {
            let (Some(term), Some(here)) = (identifier(model, *to), held.get(from).copied()) else {
                continue;
            };
            let mut passages = flow.passages().iter();
            let is_passed = passages.any(|passage| {
                let mut sources = passage.from.iter();
                passage.how == How::Identity
                    && passage.to.id() == *to
                    && sources.any(|source| source.id() == *from)
            });
            let arrives = here.min(lets_through(flow, term, true));
            if is_passed && arrives > held.get(to).copied().unwrap_or(Sure::Not) {
                held.insert(*to, arrives);
            }
        }
    }
    let mut of_systems: BTreeMap<(SystemId, TermId), Sure> = BTreeMap::new();
    let mut add = |system, term, sure: Sure| {
        let entry = of_systems.entry((system, term)).or_insert(sure);
        *entry = sure.max(*entry);
    };
    for (field, sure) in held {
        add(
            model.fields[field].system,
            identifier(model, field).expect("it is one"),
            sure,
        );
    }
    for flow in standing(model) {
        for term in flow.identifiers.known().into_iter().flatten() {
            add(flow.to.id(), term.id(), Sure::Surely);
        }
    }
    of_systems
}

/// True if single cases pass: neither end holds totals or is published, and some value that is not a total passes.
fn is_of_cases(model: &Model, flow: &Flow) -> bool {
    let holds_totals = |system: &System| {
        system.level.known() == Some(&DataLevel::Aggregate)
            || system.kind.known() == Some(&SystemKind::Publication)
    };
    let contents = flow.contains.known();
    let is_harmless = matches!(contents, Some(Contents::Aggregate | Contents::Anonymous));
    let mut hows = flow.passages().iter().map(|passage| passage.how);
    !is_harmless
        && !holds_totals(&model.systems[flow.to.id()])
        && model.systems[flow.from.id()].level.known() != Some(&DataLevel::Aggregate)
        && hows.any(|how| !matches!(how, How::Influence | How::Aggregated))
}

/// True if the flow, or another one of the same submission into the same system, may bring some identifier.
fn perhaps_brings_one(model: &Model, flow: &Flow) -> bool {
    let is_together = |other: &&Flow| {
        let words = (other.same_submission.known(), flow.same_submission.known());
        let is_one = matches!(words, (Some(a), Some(b)) if a == b);
        other.slug == flow.slug || (is_one && other.to.id() == flow.to.id())
    };
    standing(model).filter(is_together).any(|flow| {
        let is_said = match &flow.identifiers {
            Stated::Known(terms, _) => !terms.is_empty(),
            other => matches!(other, Stated::Unknown(_)),
        };
        let mut passages = flow.passages().iter();
        is_said
            || flow.fields.is_open()
            || passages.any(|passage| {
                let term = identifier(model, passage.to.id());
                passage.how != How::Influence
                    && term.is_some_and(|term| lets_through(flow, term, true) != Sure::Not)
            })
    })
}

/// Exact for certain findings: a flow of single cases that drops an identifier of its source, if both ends list their fields and no
/// identifier of one end may be held by the other; and a flow between holders of the same identifier that brings no identifier at all.
fn lost_identifier(model: &Model) -> Wanted {
    let held = holdings(model);
    let of = |system: SystemId| held.iter().filter(move |((at, _), _)| *at == system);
    let mut names = Names::new();
    for flow in standing(model) {
        let (from, to) = (flow.from.id(), flow.to.id());
        let is_listed = model.systems[from].lists_fields && model.systems[to].lists_fields;
        let drops_one = of(from).any(|((_, term), sure)| {
            let is_passed = flow.passages().iter().any(|passage| {
                passage.how == How::Identity && identifier(model, passage.to.id()) == Some(*term)
            });
            *sure == Sure::Surely && lets_through(flow, *term, is_passed) == Sure::Not
        });
        let is_shared = of(from).any(|((_, term), _)| held.contains_key(&(to, *term)));
        let is_surely_shared = of(from).any(|((_, term), sure)| {
            *sure == Sure::Surely && held.get(&(to, *term)) == Some(&Sure::Surely)
        });
        let says_something = flow.passages().iter().any(|passage| {
            let term = model.fields[passage.to.id()].term.known().map(Ref::id);
            passage.how != How::Influence && !is_context(model, term)
        });
        let has_no_key =
            from != to && is_surely_shared && says_something && !perhaps_brings_one(model, flow);
        // A linkage links cases under its own identifier.
        let is_linkage = model.systems[to].kind.known() == Some(&SystemKind::Linkage);
        let is_asked = !is_linkage && is_of_cases(model, flow) && flow.justified.is_none();
        if is_asked && (has_no_key || (is_listed && drops_one && !is_shared)) {
            names.insert(flow.slug.to_string());
        }
    }
    Wanted::exactly(names)
}

fn reaches(flow: &Flow, system: SystemId) -> bool {
    flow.to.id() == system
}

/// Bounds: a figure worked out in its system needs no origin, and the rule decides whether it is one. Certain: fields that nothing at all
/// could fill.
fn missing_origin(model: &Model) -> Wanted {
    let filled: BTreeSet<FieldId> = values(model).into_iter().map(|(_, to, _)| to).collect();
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (id, system) in model.systems.iter() {
        let captures = !matches!(
            system.kind.known(),
            Some(SystemKind::Publication | SystemKind::Analysis | SystemKind::Linkage)
        );
        let has_unfilled = system.fields.ids().any(|id| {
            let field = &model.fields[id];
            let is_context = is_context(model, field.term.known().map(Ref::id));
            field.is_declared && !is_context && !filled.contains(&id)
        });
        if captures || !has_unfilled {
            continue;
        }
        let into: Vec<&Flow> = standing(model).filter(|flow| reaches(flow, id)).collect();
        if into.is_empty() {
            surely.insert(system.slug.to_string());
        }
        if into.iter().all(|flow| flow.fields.known().is_some()) {
            perhaps.insert(system.slug.to_string());
        }
    }
    Wanted { surely, perhaps }
}

/// Exact: the systems of fields that all reach one another without a justified flow. Values passed into an identifier or into plain context
/// travel with everything and do not count.
fn values_go_round(model: &Model) -> Wanted {
    let is_context =
        |field: FieldId| is_context(model, model.fields[field].term.known().map(Ref::id));
    let pairs: Vec<(FieldId, FieldId)> = values(model)
        .into_iter()
        .filter(|(_, to, flow)| flow.justified.is_none() && !is_context(*to))
        .map(|(from, to, _)| (from, to))
        .collect();
    let mut names = Names::new();
    for field in model.fields.ids() {
        let there = reached(field, &pairs);
        let systems: BTreeSet<SystemId> = there
            .iter()
            .filter(|other| reached(**other, &pairs).contains(&field))
            .map(|other| model.fields[*other].system)
            .collect();
        if systems.len() > 1 {
            let slugs = systems.iter().map(|system| &*model.systems[*system].slug);
            names.insert(slugs.collect::<Vec<_>>().join("/"));
        }
    }
    Wanted::exactly(names)
}

#[test]
fn what_the_register_lacks_is_what_plain_loops_find() {
    let mixed = (1..=150).map(|seed| (seed, Small::mixed(seed).text()));
    let round = (1000..=1100).map(|seed| (seed, Small::round(seed).text()));
    hold(&ORACLES, mixed.chain(round));
}
