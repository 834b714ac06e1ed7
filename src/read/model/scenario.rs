//! Changes to try on paper: nothing in them stands.

use super::entry::Entry;
use super::former::FormerIds;
use super::id::Entity;
use super::map::Model;
use super::member::Reader;
use super::record::record;
use super::reference::UNKNOWN_REFERENCE;
use super::shape::Shape;
use super::trial::{Trial, Tried};
use crate::read::finding::Finding;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, matching_key, nearest};

record! {
    /// A scenario.
    Scenario: "a scenario", like "{name: One notification form, changes: [merge form_16 into form_17]}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared.
        span: Span,
    }
    given {
        /// The id where none is given.
        "name" name: Box<str> = Shape::Text("a name"), "its name";
    }
    keys {
        "changes" changes: Vec<Tried>, "what is tried: `retire a`, `merge a into b`, `serve a from b`, `agree term type=date`, `add a -> b: [field]`, `as-of 2026-10-01`, `with planned`";
        "was" was: FormerIds, "the id it had before, or a list of them";
    }
    also evidence
}

impl Scenario {
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut scenario = Self::new(entry.slug.into(), key.span, entry.name);
        if let Some(values) = entry.values {
            scenario.fill(reader, &values);
        }
        Some(scenario)
    }
}

/// Reports changes that name nothing.
pub(super) fn check(model: &Model, decoder: &mut Decoder<'_>) {
    for tried in model.scenarios.iter().flat_map(|(_, one)| &one.changes) {
        for (entity, place) in Trial::names(&tried.text) {
            let name = &tried.text[place];
            let key = matching_key(name);
            let systems = model.systems.iter().map(|(_, one)| &*one.slug);
            let terms = model.terms.iter().map(|(_, one)| &*one.slug);
            let known: Vec<&str> = match entity {
                Entity::Term => terms.collect(),
                _ => systems.collect(),
            };
            if known.iter().any(|slug| matching_key(slug) == key) {
                continue;
            }
            let what = entity.word();
            let help = match nearest(name, known.iter().copied()).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("name a {what} of this map"),
            };
            let finding = Finding::at(
                &UNKNOWN_REFERENCE,
                &[what, name],
                tried.span,
                "names nothing",
            );
            let message = format!("there is no {what} `{name}`, so this cannot be tried");
            let finding = finding.message(message).subject("name", name).help(help);
            decoder.findings.push(finding);
        }
    }
}
