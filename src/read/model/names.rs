//! References by name: the entities they name, and placeholders for entities that no file declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use super::codes::CodeList;
use super::draft::Draft;
use super::id::{CodeListId, Id, OrganisationId, Ref, TermId};
use super::organisation::Organisation;
use super::reference::UNKNOWN_REFERENCE;
use super::term::Term;
use crate::read::finding::Finding;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Near, Spelling, Spellings, matching_key};

/// Names to ids, compared without case, spaces, hyphens and underscores.
#[derive(Debug)]
pub(super) struct Names<I>(FxHashMap<Spelling, I>);

impl<I> Default for Names<I> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<I: Id> Names<I> {
    pub(super) fn of<'s>(spellings: &mut Spellings, slugs: impl Iterator<Item = &'s str>) -> Self {
        let key = |slug| {
            let name = spellings.number(slug);
            spellings.key(name)
        };
        let ids = (0..).map(I::new);
        Self(slugs.map(key).zip(ids).collect())
    }

    /// Adds a name, unless it is there.
    pub(super) fn add(&mut self, spellings: &Spellings, name: Spelling, id: I) {
        self.0.entry(spellings.key(name)).or_insert(id);
    }

    pub(super) fn find(&self, spellings: &Spellings, name: Spelling) -> Option<I> {
        self.0.get(&spellings.key(name)).copied()
    }

    /// Resolves a reference that is not resolved yet; one to nothing is left as it is.
    pub(super) fn resolve(&self, spellings: &Spellings, reference: &mut Ref<I>) {
        if let Some(id) = reference.name().and_then(|name| self.find(spellings, name)) {
            reference.resolve(id);
        }
    }
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

/// References to nothing, by matching key: the name as first written, and every place.
pub(super) type Misses = BTreeMap<String, (Arc<str>, Vec<Span>)>;

/// Notes a reference that is none of these names.
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
    let key = spellings.text(spellings.key(name));
    let entry = misses
        .entry(key.to_string())
        .or_insert_with(|| (spellings.text(name).clone(), Vec::new()));
    entry.1.push(reference.span);
}

/// Reports references to nothing; returns a slug and a place for each placeholder.
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
        let field = written
            .split_once('.')
            .filter(|(system, _)| what == "system" && known.has(&matching_key(system)));
        let help = match near.split_first() {
            _ if field.is_some() => {
                let (system, field) = field.expect("seen just above");
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

/// Entities that others refer to by their id.
pub(super) trait Referred: Sized {
    type Id: Id;
    /// The word for one, with its article.
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

/// Resolves every reference to entities of a kind, those that name nothing to placeholders.
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
    E::references(draft, &mut |reference| {
        names.resolve(&decoder.spellings, reference);
    });
    names
}

fn organisation_references(draft: &mut Draft, visit: &mut dyn FnMut(&mut Ref<OrganisationId>)) {
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
        .filter_map(|decision| decision.by.known_mut());
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
        .flat_map(|need| need.terms.iter_mut());
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
