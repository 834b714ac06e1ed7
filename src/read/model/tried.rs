//! Changes to try on paper that name nothing of the map.

use super::id::Entity;
use super::map::Model;
use super::reference::UNKNOWN_REFERENCE;
use super::trial::Trial;
use crate::read::finding::Finding;
use crate::read::syntax::{Decoder, matching_key, nearest};

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
