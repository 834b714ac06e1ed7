//! From names to ids. An unknown name becomes a finding and a placeholder, so that an incomplete map is still a map.

use std::collections::BTreeMap;

use super::accounts;
use super::case::Case;
use super::codes::CodeList;
use super::draft::Draft;
use super::encode;
use super::field::Field;
use super::flow::Flow;
use super::id::{Id, OrganisationId, Ref, SystemId, Table, TermId};
use super::map::Model;
use super::names::{Misses, Names, complete, miss, report, unite};
use super::organisation::Organisation;
use super::passed;
use super::passed::implied;
use super::similar::Loose;
use super::stated::Stated;
use super::system::{FieldRange, Origin, System};
use super::term::Term;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Spellings};

/// Resolves all references.
pub(super) fn resolve(mut draft: Draft, decoder: &mut Decoder<'_>) -> Model {
    unite(&mut draft.organisations, decoder, |organisation| {
        (&organisation.slug, organisation.span)
    });
    unite(&mut draft.terms, decoder, |term| (&term.slug, term.span));
    unite(&mut draft.code_lists, decoder, |list| {
        (&list.slug, list.span)
    });
    unite(&mut draft.systems, decoder, |(system, _)| {
        (&system.slug, system.span)
    });
    unite(&mut draft.needs, decoder, |need| (&need.slug, need.span));
    unite(&mut draft.cases, decoder, |case| (&case.slug, case.span));
    unite(&mut draft.scenarios, decoder, |scenario| {
        (&scenario.slug, scenario.span)
    });
    add_systems(&mut draft, decoder);
    complete::<Organisation>(&mut draft, decoder);
    let terms = complete::<Term>(&mut draft, decoder);
    for field in draft.systems.iter_mut().flat_map(|(_, fields)| fields) {
        imply_term(field, &mut decoder.spellings, &terms);
    }
    complete::<CodeList>(&mut draft, decoder);
    complete::<Case>(&mut draft, decoder);
    // By now there is a system for every reference.
    let systems = system_names(&draft, decoder);
    let mut loose = Loose::default();
    for (system, _) in &mut draft.systems {
        if let Some(part_of) = system.part_of.known_mut() {
            systems.resolve(&decoder.spellings, part_of, &mut loose);
        }
    }
    for flow in &mut draft.flows {
        systems.resolve(&decoder.spellings, &mut flow.from, &mut loose);
        systems.resolve(&decoder.spellings, &mut flow.to, &mut loose);
    }
    loose.report(decoder, "system");
    let fields = passed::fields(&mut draft, &terms, decoder);
    let mut model = build(draft, fields);
    sort_flows(&mut model);
    model
}

fn build(draft: Draft, fields: Vec<Vec<Field>>) -> Model {
    let mut systems: Vec<System> = draft
        .systems
        .into_iter()
        .map(|(system, _)| system)
        .collect();
    let mut all = Vec::with_capacity(fields.iter().map(Vec::len).sum());
    for (index, own) in fields.into_iter().enumerate() {
        let start = all.len();
        all.extend(own.into_iter().map(|field| Field {
            system: SystemId::new(index),
            ..field
        }));
        systems[index].fields = FieldRange(start..all.len());
    }
    Model {
        about: draft.about,
        dimensions: draft.dimensions,
        organisations: Table::from_sorted(draft.organisations),
        terms: Table::from_sorted(draft.terms),
        code_lists: Table::from_sorted(draft.code_lists),
        mappings: draft.mappings,
        systems: Table::from_sorted(systems),
        fields: Table::from_sorted(all),
        flows: Table::from_sorted(draft.flows),
        needs: Table::from_sorted(draft.needs),
        cases: Table::from_sorted(draft.cases),
        decisions: draft.decisions,
        scenarios: Table::from_sorted(draft.scenarios),
        unknowns: draft.unknowns,
        ..Model::default()
    }
}

fn system_names(draft: &Draft, decoder: &mut Decoder<'_>) -> Names<SystemId> {
    let slugs = draft.systems.iter().map(|(system, _)| &*system.slug);
    Names::of(&mut decoder.spellings, slugs)
}

/// Adds a system for each end of a flow, or `part_of`, that names none: an unnamed system of an organisation, or a placeholder.
fn add_systems(draft: &mut Draft, decoder: &mut Decoder<'_>) {
    let systems = system_names(draft, decoder);
    let organisations = Names::<OrganisationId>::of(
        &mut decoder.spellings,
        draft
            .organisations
            .iter()
            .map(|organisation| &*organisation.slug),
    );
    let spellings = &decoder.spellings;
    let mut misses = Misses::new();
    let mut unnamed: BTreeMap<usize, Span> = BTreeMap::new();
    for end in draft.flows.iter().flat_map(|flow| [&flow.from, &flow.to]) {
        let Some(name) = end.name() else { continue };
        if systems.find(spellings, name).is_some() {
            continue;
        }
        match organisations.find(spellings, name) {
            Some(organisation) => {
                let span = unnamed.entry(organisation.index()).or_insert(end.span);
                *span = (*span).min(end.span);
            }
            None => miss(&mut misses, spellings, &systems, end),
        }
    }
    for part_of in draft
        .systems
        .iter()
        .filter_map(|(system, _)| system.part_of.known())
    {
        miss(&mut misses, spellings, &systems, part_of);
    }
    let known = draft.systems.iter().map(|(system, _)| &*system.slug).chain(
        draft
            .organisations
            .iter()
            .map(|organisation| &*organisation.slug),
    );
    let placeholders = report(decoder, misses, ("system", "a"), &known);
    for (slug, span) in placeholders {
        draft
            .systems
            .push((System::named(&slug, span, Origin::Placeholder), Vec::new()));
    }
    for (index, span) in unnamed {
        let organisation = &draft.organisations[index];
        let mut system = System::named(&organisation.slug, span, Origin::Unnamed);
        system.name = organisation.name.clone();
        let owner = decoder.spellings.number(&organisation.slug);
        system.owner = Stated::Known(Ref::new(owner, span), span);
        draft.systems.push((system, Vec::new()));
    }
    draft.systems.sort_by(|(a, _), (b, _)| a.slug.cmp(&b.slug));
}

/// Gives a field without a term the term with the same id, if there is one.
fn imply_term(field: &mut Field, spellings: &mut Spellings, terms: &Names<TermId>) {
    if field.term == Stated::Unstated {
        let name = spellings.number(&field.slug);
        field.term = implied(spellings, terms, name, field.span);
    }
}

/// Sorts flows by their ends and, between the same two systems, by their text; unites the accounts of one flow; then gives the flows their
/// slugs.
fn sort_flows(model: &mut Model) {
    let ends = |flow: &Flow| (flow.from.id(), flow.to.id());
    let mut all = std::mem::take(&mut model.flows).into_items();
    all.sort_by(|a, b| ends(a).cmp(&ends(b)).then_with(|| a.span.cmp(&b.span)));
    let mut flows: Vec<Flow> = Vec::with_capacity(all.len());
    let mut all = all.into_iter().peekable();
    while let Some(first) = all.next() {
        let ends = ends(&first);
        let mut twins = vec![first];
        while let Some(twin) = all.next_if(|flow| (flow.from.id(), flow.to.id()) == ends) {
            twins.push(twin);
        }
        if twins.len() > 1 {
            twins.sort_by_cached_key(|flow| encode::flow(model, flow));
            twins = accounts::united(model, twins);
        }
        let (from, to) = (&model.systems[ends.0].slug, &model.systems[ends.1].slug);
        if let [only] = &mut *twins {
            only.slug = match &only.id {
                Some(id) => format!("{from}->{to}#{id}").into(),
                None => format!("{from}->{to}").into(),
            };
        } else {
            for (ending, flow) in accounts::endings(model, &twins).iter().zip(&mut twins) {
                flow.slug = format!("{from}->{to}#{ending}").into();
            }
        }
        flows.append(&mut twins);
    }
    model.flows = Table::from_sorted(flows);
}
