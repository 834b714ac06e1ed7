//! References by name: the entities with these names, and placeholders for entities that no file declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::case::Case;
use super::codes::CodeList;
use super::draft::Draft;
use super::id::{CaseId, CodeListId, Id, OrganisationId, Ref, TermId};
use super::organisation::Organisation;
use super::reference::UNKNOWN_REFERENCE;
use super::similar::{Alike, Loose};
use super::term::Term;
use crate::read::finding::Finding;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Near, Spelling, Spellings, matching_key};

/// Names to ids, compared without case, spaces, hyphens and underscores.
#[derive(Debug)]
pub(super) struct Names<I> {
    /// The first entity for each matching key, and its id as declared.
    first: FxHashMap<Spelling, (I, Spelling)>,
    /// All entities that share a matching key, by that key.
    twins: FxHashMap<Spelling, Vec<(I, Spelling)>>,
}

impl<I> Default for Names<I> {
    fn default() -> Self {
        Self {
            first: FxHashMap::default(),
            twins: FxHashMap::default(),
        }
    }
}

impl<I: Id> Names<I> {
    pub(super) fn of<'s>(spellings: &mut Spellings, slugs: impl Iterator<Item = &'s str>) -> Self {
        let mut names = Self::default();
        for (index, slug) in slugs.enumerate() {
            let name = spellings.number(slug);
            names.add(spellings, name, I::new(index));
        }
        names
    }

    /// Adds an entity with its id.
    pub(super) fn add(&mut self, spellings: &Spellings, name: Spelling, id: I) {
        let key = spellings.key(name);
        if let Some(first) = self.first.get(&key) {
            let twins = self.twins.entry(key).or_insert_with(|| vec![*first]);
            twins.push((id, name));
        } else {
            self.first.insert(key, (id, name));
        }
    }

    /// The entity with this name, and its id as declared. If several ids differ only in separators, the one that fits best, if there is
    /// one.
    fn meant(&self, spellings: &Spellings, name: Spelling) -> Option<(I, Spelling)> {
        let key = spellings.key(name);
        let Some(twins) = self.twins.get(&key) else {
            return self.first.get(&key).copied();
        };
        let exact = twins.iter().find(|(_, declared)| *declared == name);
        exact.copied().or_else(|| {
            let is_close = |(_, declared): &&(I, Spelling)| {
                spellings.close(*declared) == spellings.close(name)
            };
            let mut close = twins.iter().filter(is_close);
            close.next().copied().filter(|_| close.next().is_none())
        })
    }

    pub(super) fn find(&self, spellings: &Spellings, name: Spelling) -> Option<I> {
        self.meant(spellings, name).map(|(id, _)| id)
    }

    /// The entity with this name, unless its id has other separators.
    pub(super) fn find_close(&self, spellings: &Spellings, name: Spelling) -> Option<I> {
        let (id, declared) = self.meant(spellings, name)?;
        (spellings.close(declared) == spellings.close(name)).then_some(id)
    }

    /// Resolves a reference if its name is known. A reference that matches an id only without its separators is noted in `loose`.
    pub(super) fn resolve(&self, spellings: &Spellings, reference: &mut Ref<I>, loose: &mut Loose) {
        let Some(name) = reference.name() else { return };
        if let Some((id, declared)) = self.meant(spellings, name) {
            loose.note(spellings, name, declared, reference.span);
            reference.resolve(id);
        }
    }

    /// The entity with this name. A name that matches an id only without its separators is noted in `loose`.
    pub(super) fn find_noting(
        &self,
        spellings: &Spellings,
        (name, span): (Spelling, Span),
        loose: &mut Loose,
    ) -> Option<I> {
        let (id, declared) = self.meant(spellings, name)?;
        loose.note(spellings, name, declared, span);
        Some(id)
    }
}

/// Sorts entities by slug and removes those whose id was declared before, with a finding for each. Ids that differ only in separators are
/// all kept, and noted.
pub(super) fn unite<T>(
    entities: &mut Vec<T>,
    decoder: &mut Decoder<'_>,
    of: impl Fn(&T) -> (&str, Span),
) {
    let mut alike = Alike::default();
    entities.retain(|entity| {
        let (slug, span) = of(entity);
        alike.is_new(decoder, slug, span)
    });
    entities.sort_by(|a, b| of(a).0.cmp(of(b).0));
}

/// References without an entity, by close key: the name as first written, and all places.
pub(super) type Misses = BTreeMap<String, (Arc<str>, Vec<Span>)>;

/// Notes a reference that matches none of these names.
pub(super) fn miss<I: Id, J: Id>(
    misses: &mut Misses,
    spellings: &Spellings,
    names: &Names<J>,
    reference: &Ref<I>,
) {
    let unknown = |name: &Spelling| names.find(spellings, *name).is_none();
    let Some(name) = reference.name().filter(unknown) else {
        return;
    };
    let key = spellings.text(spellings.close(name));
    let entry = misses
        .entry(key.to_string())
        .or_insert_with(|| (spellings.text(name).clone(), Vec::new()));
    entry.1.push(reference.span);
}

/// Reports references without an entity. Returns a slug and a place for each placeholder.
pub(super) fn report<'s>(
    decoder: &mut Decoder<'_>,
    misses: Misses,
    (what, article): (&str, &str),
    known: &(impl Iterator<Item = &'s str> + Clone),
) -> Vec<(Arc<str>, Span)> {
    let mut placeholders = Vec::new();
    if misses.is_empty() {
        return placeholders;
    }
    let known = Near::of(known.clone());
    for (written, mut spans) in misses.into_values() {
        spans.sort();
        let near = known.to(&written);
        let is_known = |system: &str| known.has(&matching_key(system));
        let mut splits = written
            .rmatch_indices('.')
            .map(|(at, _)| written.split_at(at));
        let field = splits.find(|(system, _)| what == "system" && is_known(system));
        let help = match near.split_first() {
            _ if field.is_some() => {
                let (system, field) = field.expect("seen just above");
                let field = &field[1..];
                format!(
                    "name the system `{system}` alone, and put `{field}` under the flow's `fields`"
                )
            }
            Some((first, [])) => format!("did you mean `{first}`? If not, declare `{written}`"),
            Some((first, rest)) => format!(
                "did you mean `{first}`, or `{}`? If not, declare `{written}`",
                rest.join("`, `")
            ),
            None => format!("declare {article} {what} `{written}`, or correct the spelling"),
        };
        let mut finding = Finding::at(
            &UNKNOWN_REFERENCE,
            &[what, &written],
            spans[0],
            "names nothing",
        )
        .message(format!(
            "there is no {what} `{written}`; it is kept as a placeholder"
        ))
        .subject("name", &*written)
        .help(help);
        for span in spans.iter().skip(1).take(4) {
            finding = finding.also(*span, "named here too");
        }
        decoder.findings.push(finding);
        placeholders.push((written, spans[0]));
    }
    placeholders
}

/// Entities that others refer to by id.
pub(super) trait Referred: Sized {
    type Id: Id;
    /// The word for an entity, and its article.
    const WHAT: (&'static str, &'static str);
    fn all(draft: &mut Draft) -> &mut Vec<Self>;
    fn slug(&self) -> &str;
    fn placeholder(slug: &str, span: Span) -> Self;
    /// Calls `visit` with every reference to such an entity.
    fn references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<Self::Id>));
}

impl Referred for Organisation {
    type Id = OrganisationId;
    const WHAT: (&'static str, &'static str) = ("organisation", "an");

    fn all(draft: &mut Draft) -> &mut Vec<Self> {
        &mut draft.organisations
    }

    fn slug(&self) -> &str {
        &self.slug
    }

    fn placeholder(slug: &str, span: Span) -> Self {
        Self::placeholder(slug, span)
    }

    fn references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<OrganisationId>)) {
        organisation_references(draft, visit);
    }
}

impl Referred for Term {
    type Id = TermId;
    const WHAT: (&'static str, &'static str) = ("term", "a");

    fn all(draft: &mut Draft) -> &mut Vec<Self> {
        &mut draft.terms
    }

    fn slug(&self) -> &str {
        &self.slug
    }

    fn placeholder(slug: &str, span: Span) -> Self {
        Self::placeholder(slug, span)
    }

    fn references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<TermId>)) {
        term_references(draft, visit);
    }
}

impl Referred for CodeList {
    type Id = CodeListId;
    const WHAT: (&'static str, &'static str) = ("code list", "a");

    fn all(draft: &mut Draft) -> &mut Vec<Self> {
        &mut draft.code_lists
    }

    fn slug(&self) -> &str {
        &self.slug
    }

    fn placeholder(slug: &str, span: Span) -> Self {
        Self::placeholder(slug, span)
    }

    fn references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<CodeListId>)) {
        code_list_references(draft, visit);
    }
}

impl Referred for Case {
    type Id = CaseId;
    const WHAT: (&'static str, &'static str) = ("case", "a");

    fn all(draft: &mut Draft) -> &mut Vec<Self> {
        &mut draft.cases
    }

    fn slug(&self) -> &str {
        &self.slug
    }

    fn placeholder(slug: &str, span: Span) -> Self {
        Self::placeholder(slug, span)
    }

    fn references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<CaseId>)) {
        let cases = draft.cases.iter_mut();
        cases
            .flat_map(|case| &mut case.compare_with)
            .for_each(visit);
    }
}

/// Resolves every reference to entities of a kind. References without an entity get placeholders.
pub(super) fn complete<E: Referred>(draft: &mut Draft, decoder: &mut Decoder<'_>) -> Names<E::Id> {
    let names = Names::<E::Id>::of(&mut decoder.spellings, E::all(draft).iter().map(E::slug));
    let mut misses = Misses::new();
    E::references(draft, &mut |reference| {
        miss(&mut misses, &decoder.spellings, &names, reference);
    });
    let known = E::all(draft).iter().map(E::slug);
    let placeholders = report(decoder, misses, E::WHAT, &known);
    let placeholders = placeholders
        .into_iter()
        .map(|(slug, span)| E::placeholder(&slug, span));
    let all = E::all(draft);
    all.extend(placeholders);
    all.sort_by(|a, b| a.slug().cmp(b.slug()));
    let names = Names::of(&mut decoder.spellings, all.iter().map(E::slug));
    let mut loose = Loose::default();
    E::references(draft, &mut |reference| {
        names.resolve(&decoder.spellings, reference, &mut loose);
    });
    loose.report(decoder, E::WHAT.0);
    names
}

fn organisation_references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<OrganisationId>)) {
    draft.each_evidence(&mut |evidence| {
        let disputes = evidence.disputes_mut();
        disputes
            .filter_map(|dispute| dispute.by.as_mut())
            .for_each(&mut *visit);
    });
    let parts = draft
        .organisations
        .iter_mut()
        .filter_map(|organisation| organisation.part_of.known_mut());
    let owners = draft
        .systems
        .iter_mut()
        .filter_map(|(system, _)| system.owner.known_mut());
    let suppliers = draft
        .flows
        .iter_mut()
        .filter_map(|flow| flow.by.known_mut());
    let askers = draft.needs.iter_mut().flat_map(|need| need.who.iter_mut());
    let deciders = draft
        .decisions
        .iter_mut()
        .flat_map(|decision| [decision.by.known_mut(), decision.owner.known_mut()])
        .flatten();
    parts
        .chain(owners)
        .chain(suppliers)
        .chain(askers)
        .chain(deciders)
        .for_each(visit);
}

fn term_references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<TermId>)) {
    let broader = draft
        .terms
        .iter_mut()
        .filter_map(|term| term.broader.known_mut());
    let fields = draft
        .systems
        .iter_mut()
        .flat_map(|(_, fields)| fields)
        .filter_map(|field| field.term.known_mut());
    let needs = draft
        .needs
        .iter_mut()
        .filter_map(|need| need.terms.known_mut())
        .flatten();
    let identifiers = draft
        .flows
        .iter_mut()
        .filter_map(|flow| flow.identifiers.known_mut())
        .flatten();
    broader
        .chain(fields)
        .chain(needs)
        .chain(identifiers)
        .for_each(visit);
}

fn code_list_references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<CodeListId>)) {
    let fields = draft
        .systems
        .iter_mut()
        .flat_map(|(_, fields)| fields)
        .filter_map(|field| field.codes.known_mut());
    let agreed = draft
        .terms
        .iter_mut()
        .filter_map(|term| term.agreed.as_mut())
        .filter_map(|agreed| agreed.codes.known_mut());
    let mappings = draft
        .mappings
        .iter_mut()
        .flat_map(|mapping| [&mut mapping.from, &mut mapping.to]);
    fields.chain(agreed).chain(mappings).for_each(visit);
}
