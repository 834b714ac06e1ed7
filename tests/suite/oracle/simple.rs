//! Seven rules that are one loop each, compared exactly on generated maps of three sizes.

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::model::{
    Contents, FieldId, Flow, How, Model, Origin, Ref, Stated, SystemId, SystemKind, TermId,
};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::planted::Recipe;
use crate::planted::generate;

use super::Names;
use super::tables::{is_context, standing};

/// One rule, worked out again.
type Oracle = (&'static str, fn(&Model) -> Names);

const ORACLES: [Oracle; 7] = [
    ("unowned", unowned),
    ("unstated-basis", unstated_basis),
    ("unconnected", unconnected),
    ("unused-field", unused_field),
    ("unconfirmed", unconfirmed),
    ("retyped-field", retyped_field),
    ("definition-missing", definition_missing),
];

fn unowned(model: &Model) -> Names {
    let systems = model.systems.iter().map(|(_, system)| system);
    systems
        .filter(|system| system.origin == Origin::Declared && system.owner.known().is_none())
        .map(|system| system.slug.to_string())
        .collect()
}

fn unstated_basis(model: &Model) -> Names {
    let mut names = Names::new();
    for flow in standing(model) {
        let owner = |system: SystemId| model.systems[system].owner.known().map(Ref::id);
        let (giver, taker) = (owner(flow.from.id()), owner(flow.to.id()));
        let is_between = giver.is_some() && taker.is_some() && giver != taker;
        let contents = flow.contains.known();
        let is_harmless =
            contents == Some(&Contents::Aggregate) || contents == Some(&Contents::Anonymous);
        if is_between && !is_harmless && flow.basis.is_open() {
            names.insert(flow.slug.to_string());
        }
    }
    names
}

fn unconnected(model: &Model) -> Names {
    let touched: BTreeSet<SystemId> = standing(model)
        .flat_map(|flow| [flow.from.id(), flow.to.id()])
        .collect();
    let wholes = |system: SystemId| -> Vec<SystemId> {
        let mut chain = vec![system];
        while let Some(whole) = model.systems[chain[chain.len() - 1]].part_of.known() {
            if chain.contains(&whole.id()) {
                break;
            }
            chain.push(whole.id());
        }
        chain
    };
    let with_wholes: BTreeSet<SystemId> = touched.iter().flat_map(|id| wholes(*id)).collect();
    let systems = model.systems.iter().filter(|(id, system)| {
        let is_part_of_touched = wholes(*id).iter().any(|whole| touched.contains(whole));
        system.origin == Origin::Declared
            && system.lists_fields
            && !with_wholes.contains(id)
            && !is_part_of_touched
    });
    systems.map(|(_, system)| system.slug.to_string()).collect()
}

fn unused_field(model: &Model) -> Names {
    let passed: BTreeSet<FieldId> = standing(model)
        .flat_map(Flow::passages)
        .flat_map(|passage| passage.from.iter().map(Ref::id))
        .collect();
    let needed: BTreeSet<TermId> = model
        .needs
        .iter()
        .flat_map(|(_, need)| need.terms().iter().map(Ref::id))
        .collect();
    // A need of a term asks for its kinds too.
    let is_needed = |mut term: TermId| {
        for _ in 0..model.terms.len() {
            if needed.contains(&term) {
                return true;
            }
            let Some(above) = model.terms[term].broader.known() else {
                return false;
            };
            term = above.id();
        }
        false
    };
    let fields = model.fields.iter().filter(|(id, field)| {
        let system = &model.systems[field.system];
        let kind = system.kind.known();
        let is_read = kind == Some(&SystemKind::Publication) || kind == Some(&SystemKind::Analysis);
        let term = field.term.known().map(Ref::id);
        !is_read
            && (field.is_declared || !system.lists_fields)
            && !passed.contains(id)
            && !term.is_some_and(is_needed)
            && !is_context(model, term)
    });
    fields.map(|(id, _)| model.field_name(id)).collect()
}

fn unconfirmed(model: &Model) -> Names {
    let mut owners = BTreeSet::new();
    let mut assume = |system: SystemId, evidence: &flowmap::read::model::Evidence| {
        let owner = model.systems[system].owner.known();
        // A disputed statement may be confirmed all the same.
        if evidence.is_written() && !evidence.is_sourced() && evidence.disputes().is_empty() {
            owners.extend(owner.map(|owner| model.organisations[owner.id()].slug.to_string()));
        }
    };
    for (id, system) in model.systems.iter() {
        assume(id, &system.evidence);
    }
    for (_, field) in model.fields.iter() {
        assume(field.system, &field.evidence);
    }
    for flow in standing(model) {
        // A flow that is certain in one account is not unconfirmed.
        let mut accounts = flow.accounts.iter();
        let is_assumed =
            |account: &Flow| account.evidence.is_written() && !account.evidence.is_sourced();
        if accounts.all(is_assumed) {
            assume(flow.to.id(), &flow.evidence);
        }
    }
    owners
}

fn retyped_field(model: &Model) -> Names {
    let by_hand = standing(model).filter(|flow| {
        let method = flow.method.known();
        method.is_some_and(|method| {
            ["form", "email", "letter", "phone", "meeting", "manual"].contains(&method.word())
        }) && flow.justified.is_none()
            && !matches!(flow.status, Stated::Unknown(_))
            && model.systems[flow.from.id()].origin == Origin::Declared
    });
    by_hand
        .flat_map(Flow::passages)
        .filter(|passage| {
            let term = model.fields[passage.to.id()].term.known().map(Ref::id);
            passage.how == How::Identity && !is_context(model, term)
        })
        .map(|passage| model.field_name(passage.to.id()))
        .collect()
}

fn definition_missing(model: &Model) -> Names {
    let mut holders: BTreeMap<TermId, BTreeSet<SystemId>> = BTreeMap::new();
    for (_, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        if let Some(term) = field.term.known() {
            holders.entry(term.id()).or_default().insert(field.system);
        }
    }
    let fields = model.fields.iter().map(|(_, field)| field);
    fields
        .filter(|field| {
            let is_unexplained = match field.term.known() {
                None => field.term.is_open(),
                Some(term) => {
                    let (id, term) = (term.id(), &model.terms[term.id()]);
                    let is_told = term.definition.known().is_some() || term.name != term.slug;
                    !is_told && field.definition.known().is_none() && holders[&id].len() > 1
                }
            };
            field.is_declared && is_unexplained
        })
        .map(|field| &model.systems[field.system])
        .filter(|system| system.origin == Origin::Declared)
        .map(|system| system.slug.to_string())
        .collect()
}

#[test]
fn the_simpler_rules_find_in_random_maps_what_plain_loops_find() {
    for (seed, fields) in [(1, 60), (4, 400), (5, 3000)] {
        let map = generate(Recipe {
            fields,
            quiet: 100,
            seed,
            cases: 2,
            with_errors: true,
        });
        let analysis = analysis(SourceSet::from_strings(map.files));
        for (rule, oracle) in ORACLES {
            let of_rule = analysis
                .findings
                .iter()
                .filter(|finding| finding.kind.name == rule);
            let found: Names = of_rule
                .filter_map(|finding| finding.name.split_once('/'))
                .map(|(_, subjects)| subjects.to_owned())
                .collect();
            let wanted = oracle(analysis.model());
            let only = |a: &Names, b: &Names| a.difference(b).cloned().collect::<Vec<_>>();
            assert!(
                !wanted.is_empty(),
                "seed {seed}: {rule} has nothing to find"
            );
            assert_eq!(
                (only(&wanted, &found), only(&found, &wanted)),
                (Vec::new(), Vec::new()),
                "seed {seed}, {rule}: missed, and false"
            );
        }
    }
}
