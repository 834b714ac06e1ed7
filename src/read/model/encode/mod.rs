//! From a model back to YAML: a whole map as one document that is read as the same model.
//!
//! Sections stand in the order of the format, entities in that of their tables, keys in that of their record, and short forms
//! wherever they say all there is. What the map only refers to is not written: references make it again.

mod glossary;
mod keys;
#[cfg(test)]
mod laws;
pub(super) mod proposal;
pub(super) mod stretch;
mod systems;

pub(super) use self::systems::flow;

use self::glossary::code_list;
use self::glossary::dimension;
use self::glossary::mapping;
use self::glossary::term;
use self::keys::Keys;
use self::keys::texts;
use self::systems::system;
use crate::read::model::Model;
use crate::read::model::id::Id;
use crate::read::model::id::Table;
use crate::read::model::need::Decision;
use crate::read::model::need::Need;
use crate::read::model::organisation::Organisation;
use crate::read::model::system::LEVELS;
use crate::read::syntax;
use crate::read::syntax::Written;

/// The canonical YAML of a whole map: loading it gives the same model, and encoding that gives the same text.
pub fn encode(model: &Model) -> String {
    let flows = model.flows.iter().map(|(_, one)| flow(model, one));
    let mappings = model.mappings.iter().map(|one| mapping(model, one));
    let decisions = model.decisions.iter().map(|one| decision(model, one));
    let sections = [
        ("map", about(model)),
        (
            "dimensions",
            entries(&model.dimensions, |one| Some(dimension(one))),
        ),
        (
            "organisations",
            entries(&model.organisations, |one| organisation(model, one)),
        ),
        ("terms", entries(&model.terms, |one| term(model, one))),
        ("code_lists", entries(&model.code_lists, code_list)),
        ("mappings", Written::List(mappings.collect())),
        ("systems", entries(&model.systems, |one| system(model, one))),
        ("flows", Written::List(flows.collect())),
        ("needs", entries(&model.needs, |one| Some(need(model, one)))),
        ("decisions", Written::List(decisions.collect())),
    ];
    let is_empty = |section: &Written| match section {
        Written::List(items) => items.is_empty(),
        Written::Mapping(entries) => entries.is_empty(),
        _ => false,
    };
    let mut text = String::new();
    for (name, section) in sections {
        if is_empty(&section) {
            continue;
        }
        // A text may end in blank lines of its own, to which none must be added.
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text += &syntax::write(&Written::Mapping(vec![(name.to_owned(), section)]));
    }
    text
}

/// A section that maps ids to entities; those for which `of` gives nothing are left out.
fn entries<I: Id, T>(table: &Table<I, T>, of: impl Fn(&T) -> Option<(String, Written)>) -> Written {
    Written::Mapping(table.iter().filter_map(|(_, one)| of(one)).collect())
}

fn about(model: &Model) -> Written {
    let about = &model.about;
    let mut keys = Keys::default();
    keys.text("title", &about.title);
    keys.text("about", &about.about);
    match about.as_of {
        Some(day) => keys.put("as_of", Written::text(&day)),
        None => keys.word("as_of", &about.evidence),
    }
    keys.put("format", Written::Number(1));
    keys.evidence(&about.evidence);
    keys.mapping()
}

fn organisation(model: &Model, organisation: &Organisation) -> Option<(String, Written)> {
    if organisation.is_placeholder {
        return None;
    }
    let mut keys = Keys::default();
    keys.name(&organisation.name, &organisation.slug);
    keys.stated_text("kind", &organisation.kind);
    keys.stated("count", &organisation.count, |count| {
        Written::Number(*count)
    });
    keys.reference("part_of", &organisation.part_of, |part_of| {
        model.organisations[part_of.id()].slug.to_string()
    });
    keys.evidence(&organisation.evidence);
    Some((organisation.slug.to_string(), keys.short("name")))
}

fn need(model: &Model, need: &Need) -> (String, Written) {
    let mut keys = Keys::default();
    let who = need
        .who
        .iter()
        .map(|who| &model.organisations[who.id()].slug);
    match need.who.len() {
        0 => keys.word("who", &need.evidence),
        1 => who.for_each(|who| keys.put("who", Written::text(who))),
        _ => keys.put("who", texts(who)),
    }
    keys.text("question", &need.question);
    if need.terms.is_empty() {
        keys.word("terms", &need.evidence);
    } else {
        let terms = need.terms.iter().map(|term| &model.terms[term.id()].slug);
        keys.put("terms", texts(terms));
    }
    keys.scope("covers", &need.covers, &model.dimensions);
    keys.stated_text("within", &need.within);
    keys.choice("level", &need.level, &LEVELS);
    keys.every(&need.every);
    keys.evidence(&need.evidence);
    (need.slug.to_string(), keys.short("question"))
}

fn decision(model: &Model, decision: &Decision) -> Written {
    let mut keys = Keys::default();
    keys.put("finding", Written::text(&decision.finding));
    let status = decision.evidence.word("status").unwrap_or(decision.status);
    keys.put("status", Written::text(status));
    keys.stated_text("why", &decision.why);
    keys.reference("by", &decision.by, |by| {
        model.organisations[by.id()].slug.to_string()
    });
    keys.stated_text("until", &decision.until);
    keys.evidence(&decision.evidence);
    keys.mapping()
}
