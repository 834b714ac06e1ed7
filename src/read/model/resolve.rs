//! From names to ids. A name that names nothing becomes a finding and a placeholder, so that a half-known map is still a map.

use std::collections::BTreeMap;

use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use super::Model;
use super::codes::CodeList;
use super::encode;
use super::field::Field;
use super::flow::Flow;
use super::id::Id;
use super::id::OrganisationId;
use super::id::Ref;
use super::id::SystemId;
use super::id::Table;
use super::id::TermId;
use super::organisation::Organisation;
use super::read::Draft;
use super::references::Misses;
use super::references::Names;
use super::references::complete;
use super::references::miss;
use super::references::report;
use super::stated::Stated;
use super::system::FieldRange;
use super::system::Origin;
use super::system::System;
use super::term::Term;
use crate::read::finding::kind;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Node;
use crate::read::syntax::Spelling;
use crate::read::syntax::Spellings;
use crate::read::syntax::matching_key;

kind! {
    /// ## Finds
    /// A reference to an organisation, system, term, code list, dimension or value that is declared nowhere in the map.
    /// ## Why it matters
    /// It is most often a misspelling, which splits one thing into two. The thing is kept as a placeholder and drawn dashed.
    /// ## How to fix
    /// Correct the spelling (the message offers the nearest ids), or declare the thing.
    /// ## When it is fine
    /// While the map is being written and nobody knows more yet. `--strict` makes it an error.
    pub(crate) UNKNOWN_REFERENCE = "unknown-reference", Map, Warning, "a reference that names nothing"
}

kind! {
    /// ## Finds
    /// A flow that fills a field which its target does not list.
    /// ## Why it matters
    /// The target's `fields` say what it holds, so one of the two statements is wrong.
    /// ## How to fix
    /// Correct the spelling, or add the field to the target's `fields`.
    /// ## When it is fine
    /// Never.
    pub(crate) UNDECLARED_FIELD = "undeclared-field", Map, Error, "a flow fills a field that its target does not list"
}

/// A reference as written, or `None` with a finding where something else than a text stands.
pub(super) fn reference<I: Id>(
    decoder: &mut Decoder<'_>,
    node: &Node<'_>,
    what: &str,
) -> Option<Ref<I>> {
    let text = decoder.text(node, what)?;
    Some(Ref::new(decoder.spellings.number(&text), node.span))
}

/// The references in a list; a single text stands for a list of one.
pub(super) fn references<I: Id>(
    decoder: &mut Decoder<'_>,
    node: &Node<'_>,
    what: &str,
) -> Vec<Ref<I>> {
    let texts = decoder.texts(node, what).into_iter();
    texts
        .map(|(text, span)| Ref::new(decoder.spellings.number(&text), span))
        .collect()
}

/// Sorts entities by slug and leaves out those whose id was written before, with a finding for each.
pub(super) fn unite<T>(
    entities: &mut Vec<T>,
    decoder: &mut Decoder<'_>,
    of: impl Fn(&T) -> (&str, Span),
) {
    let mut first: FxHashMap<String, Span> =
        FxHashMap::with_capacity_and_hasher(entities.len(), FxBuildHasher);
    entities.retain(|entity| {
        let (slug, span) = of(entity);
        match first.entry(matching_key(slug)) {
            std::collections::hash_map::Entry::Occupied(earlier) => {
                decoder.twice(span, *earlier.get());
                false
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(span);
                true
            }
        }
    });
    entities.sort_by(|a, b| of(a).0.cmp(of(b).0));
}

/// Resolves everything.
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
    add_systems(&mut draft, decoder);
    complete::<Organisation>(&mut draft, decoder);
    let terms = complete::<Term>(&mut draft, decoder);
    for field in draft.systems.iter_mut().flat_map(|(_, fields)| fields) {
        imply_term(field, &mut decoder.spellings, &terms);
    }
    draft.term_names = terms;
    complete::<CodeList>(&mut draft, decoder);
    // Every system referred to was added.
    let systems = system_names(&draft, decoder);
    for (system, _) in &mut draft.systems {
        if let Some(part_of) = system.part_of.known_mut() {
            systems.resolve(&decoder.spellings, part_of);
        }
    }
    for flow in &mut draft.flows {
        systems.resolve(&decoder.spellings, &mut flow.from);
        systems.resolve(&decoder.spellings, &mut flow.to);
    }
    let fields = super::checks::fields(&mut draft, decoder);
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
        decisions: draft.decisions,
        unknowns: draft.unknowns,
        ..Model::default()
    }
}

fn system_names(draft: &Draft, decoder: &mut Decoder<'_>) -> Names<SystemId> {
    let slugs = draft.systems.iter().map(|(system, _)| &*system.slug);
    Names::of(&mut decoder.spellings, slugs)
}

/// Adds a system for each end of a flow, or `part_of`, that names none: an organisation's unnamed one, or a placeholder.
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

/// A field without a term means the term whose id is its own, where there is one.
fn imply_term(field: &mut Field, spellings: &mut Spellings, terms: &Names<TermId>) {
    if field.term == Stated::Unstated {
        let name = spellings.number(&field.slug);
        field.term = implied(spellings, terms, name, field.span);
    }
}

/// Sorts flows by their ends and, where several join the same two, by what they say; then names them.
fn sort_flows(model: &mut Model) {
    let ends = |flow: &Flow| (flow.from.id(), flow.to.id());
    let mut flows = std::mem::take(&mut model.flows).into_items();
    flows.sort_by(|a, b| ends(a).cmp(&ends(b)).then_with(|| a.span.cmp(&b.span)));
    for twins in flows.chunk_by_mut(|a, b| ends(a) == ends(b)) {
        if twins.len() > 1 {
            twins.sort_by_cached_key(|flow| encode::flow(model, flow));
        }
        for (index, flow) in twins.iter_mut().enumerate() {
            let (from, to) = (flow.from.id(), flow.to.id());
            let (from, to) = (&model.systems[from].slug, &model.systems[to].slug);
            flow.slug = match index {
                0 => format!("{from}->{to}").into(),
                _ => format!("{from}->{to}#{}", index + 1).into(),
            };
        }
    }
    model.flows = Table::from_sorted(flows);
}

/// The term that a field of this id means when nothing else is said.
pub(super) fn implied(
    spellings: &Spellings,
    terms: &Names<TermId>,
    name: Spelling,
    span: Span,
) -> Stated<Ref<TermId>> {
    match terms.find(spellings, name) {
        Some(id) => Stated::Known(Ref::to(id, span), span),
        None => Stated::Unstated,
    }
}
