//! Changes in plain words, with ids in backticks.

use std::borrow::Cow;

use super::differing::{Differing, sorted};
use crate::read::model::{
    ACCOUNTS, Dimensions, Entity, FieldId, Id as _, Model, ScopeBox, Shape, Slugs, Statement,
};
use crate::read::syntax::Written;
use crate::words::{capital, counted, listed};

/// The mark around an id until the sentence is finished: a text of the map may hold backticks of its own.
const MARK: char = '\u{1}';

/// A map with ids written for readers: between marks, fields with their systems, people in words.
pub(super) struct Spoken<'m> {
    pub(super) model: &'m Model,
    pub(super) slugs: &'m dyn Slugs,
}

impl Slugs for Spoken<'_> {
    fn dimensions(&self) -> &Dimensions {
        self.slugs.dimensions()
    }

    fn slug(&self, entity: Entity, index: usize) -> Cow<'_, str> {
        let slug = self.slugs.slug(entity, index);
        Cow::Owned(match entity {
            Entity::Field => {
                let system = self.model.system_of(FieldId::new(index));
                let system = self.slugs.slug(Entity::System, system.index());
                format!("{MARK}{system}.{slug}{MARK}")
            }
            _ => format!("{MARK}{slug}{MARK}"),
        })
    }

    fn boxes(&self, boxes: &[ScopeBox]) -> Written {
        Written::Text(self.model.boxes_words(boxes))
    }
}

impl Spoken<'_> {
    /// An entry in a sentence: its kind and its id.
    pub(super) fn subject(&self, statement: Statement) -> String {
        let of = |word: &str, entity, index| format!("the {word} {}", self.slug(entity, index));
        match statement {
            Statement::Map => "the map itself".to_owned(),
            Statement::Dimension(id) => of("dimension", Entity::Dimension, id.index()),
            Statement::Organisation(id) => of("organisation", Entity::Organisation, id.index()),
            Statement::Term(id) | Statement::Agreed(id) => of("term", Entity::Term, id.index()),
            Statement::CodeList(id) => of("code list", Entity::CodeList, id.index()),
            Statement::Mapping(place) => {
                let mapping = &self.model.mappings[place];
                let [from, to] = [&mapping.from, &mapping.to]
                    .map(|list| self.slug(Entity::CodeList, list.id().index()));
                format!("the mapping from {from} to {to}")
            }
            Statement::System(id) => of("system", Entity::System, id.index()),
            Statement::Field(id) => of("field", Entity::Field, id.index()),
            Statement::Flow(id) => of("flow", Entity::Flow, id.index()),
            Statement::Need(id) => of("need", Entity::Need, id.index()),
            Statement::Decision(place) => {
                let finding = &self.model.decisions[place].finding;
                format!("the decision on {MARK}{finding}{MARK}")
            }
            Statement::Case(id) => of("case", Entity::Case, id.index()),
            Statement::Scenario(id) => of("scenario", Entity::Scenario, id.index()),
        }
    }

    /// All keys of an entry, with ids for readers.
    fn said(&self, statement: Statement) -> Vec<(String, Written)> {
        self.model.keys_of(statement, self)
    }
}

/// The sentence for an entry that came.
pub(super) fn came(spoken: &Spoken<'_>, statement: Statement) -> String {
    let mut text = format!("{} is new", spoken.subject(statement));
    text.push_str(&with_fields(spoken, statement));
    sentence(&text)
}

pub(super) fn gone(spoken: &Spoken<'_>, statement: Statement) -> String {
    let mut text = format!("{} is gone", spoken.subject(statement));
    text.push_str(&with_fields(spoken, statement));
    sentence(&text)
}

/// The number of fields of a system, to append to its change; empty for other entries.
fn with_fields(spoken: &Spoken<'_>, statement: Statement) -> String {
    let Statement::System(id) = statement else {
        return String::new();
    };
    let fields = spoken.model.systems[id].fields.ids();
    let declared = fields.filter(|id| spoken.model.fields[*id].is_declared);
    match declared.count() {
        0 => String::new(),
        count => format!(", with {}", counted(count, "field")),
    }
}

/// The sentence for an entry with another id.
pub(super) fn renamed(spoken: &Spoken<'_>, statement: Statement) -> String {
    sentence(&format!("{} has a new id", spoken.subject(statement)))
}

/// The sentence for a changed entry, with one clause for each key.
pub(super) fn changed(
    (old, before): (&Spoken<'_>, Statement),
    (new, after): (&Spoken<'_>, Statement),
    keys: &[Differing],
    is_renamed: bool,
) -> String {
    let (said, says) = (old.said(before), new.said(after));
    let mut clauses: Vec<String> = Vec::new();
    if is_renamed {
        clauses.push("its id is new".to_owned());
    }
    for one in keys {
        let of = |said: &[(String, Written)]| inner(said, &one.key);
        clauses.push(clause(&one.key, after, of(&said), of(&says)));
    }
    let subject = new.subject(after);
    sentence(&format!("{subject}: {}", clauses.join("; ")))
}

/// The value of a key, or of a key inside another.
fn inner(said: &[(String, Written)], key: &str) -> Option<Written> {
    let (outer, rest) = match key.split_once('.') {
        Some((outer, rest)) => (outer, Some(rest)),
        None => (key, None),
    };
    let value = said.iter().find(|(known, _)| known == outer);
    let value = value.map(|(_, value)| value.clone())?;
    match (rest, value) {
        (None, value) => Some(value),
        (Some(rest), Written::Mapping(inside)) => inner(&inside, rest),
        (Some(_), _) => None,
    }
}

fn clause(
    key: &str,
    statement: Statement,
    before: Option<Written>,
    after: Option<Written>,
) -> String {
    let noun = noun(key, statement);
    let is_prose = is_prose(key, statement);
    let value = |value: &Written| match (key, told(value, is_prose)) {
        ("every", often) if often == "event" => "at each event".to_owned(),
        ("every", often) if often.starts_with(|c: char| c.is_numeric()) => {
            format!("every {often}")
        }
        ("every", often) if often != "unknown" && often != "none" => format!("each {often}"),
        (_, value) => value,
    };
    match (before, after) {
        (None, Some(after)) => match told(&after, is_prose) {
            unknown if unknown == "unknown" => format!("its {noun} is now written as unknown"),
            _ => format!("its {noun} is now stated: {}", value(&after)),
        },
        (Some(before), None) => {
            format!("its {noun} is no longer stated (it was {})", value(&before))
        }
        (Some(before), Some(after)) => match (items(&before), items(&after)) {
            (Some(before), Some(after)) => in_list(&noun, &before, &after),
            _ => {
                let [is, was] = if ARE_MANY.contains(&&*noun) {
                    ["are", "they were"]
                } else {
                    ["is", "it was"]
                };
                format!(
                    "its {noun} {is} now {} ({was} {})",
                    value(&after),
                    value(&before)
                )
            }
        },
        (None, None) => format!("its {noun} differs"),
    }
}

/// The items that a list gained and lost.
fn in_list(noun: &str, before: &[String], after: &[String]) -> String {
    let missing = |all: &[String], from: &[String]| -> Vec<String> {
        let missing = all.iter().filter(|item| !from.contains(item));
        missing.cloned().collect()
    };
    let (gained, lost) = (missing(after, before), missing(before, after));
    match (gained.as_slice(), lost.as_slice()) {
        ([], []) => format!("its {noun} stand differently"),
        (gained, []) => format!("its {noun} gained {}", listed(gained)),
        ([], lost) => format!("its {noun} lost {}", listed(lost)),
        (gained, lost) => format!(
            "its {noun} gained {} and lost {}",
            listed(gained),
            listed(lost)
        ),
    }
}

/// The items of a list or mapping in words; `None` for any other value.
fn items(value: &Written) -> Option<Vec<String>> {
    match sorted(value) {
        Written::List(items) => Some(items.iter().map(|item| told(item, false)).collect()),
        Written::Mapping(entries) => Some(entries.iter().map(entry).collect()),
        _ => None,
    }
}

fn entry((key, value): &(String, Written)) -> String {
    match told(value, false) {
        value if value.is_empty() => key.clone(),
        value => format!("{key} ({value})"),
    }
}

/// A value in words. Prose is in quotation marks, except the words that replace a value.
fn told(value: &Written, is_prose: bool) -> String {
    match value {
        Written::Nothing => String::new(),
        Written::Truth(true) => "yes".to_owned(),
        Written::Truth(false) => "no".to_owned(),
        Written::Number(number) => number.to_string(),
        Written::Text(text) => match text.as_str() {
            "unknown" | "none" => text.clone(),
            "not-shared" => "not shared".to_owned(),
            _ if is_prose => format!("“{}”", text.trim()),
            _ => text.clone(),
        },
        Written::Inline(inner) => told(inner, is_prose),
        Written::List(items) => {
            let items: Vec<String> = items.iter().map(|item| told(item, is_prose)).collect();
            listed(&items)
        }
        Written::Mapping(entries) => {
            let entries: Vec<String> = entries.iter().map(entry).collect();
            entries.join(", ")
        }
    }
}

/// True if the value is free text.
fn is_prose(key: &str, statement: Statement) -> bool {
    let key = key.rsplit('.').next().unwrap_or(key);
    if key == "definition" {
        return true;
    }
    let known = statement.record().all().find(|known| known.name == key);
    known.is_some_and(|known| matches!(known.shape, Shape::Text(_) | Shape::Texts))
}

/// Nouns for keys that are no plain word, with the kind of entry if the key means different things. Every other key is its own noun.
const NOUNS: [(&str, &str); 28] = [
    ("a flow by", "supplier"),
    ("a decision by", "author"),
    ("a flow fields", "fields passed"),
    ("a system fields", "list of fields"),
    ("a map of", "subject"),
    ("a term of", "subject"),
    ("only", "people passed"),
    ("covers", "people"),
    ("captured", "time to capture"),
    ("a field captured", "first capture here"),
    ("lag", "delay"),
    ("every", "frequency"),
    ("basis", "legal basis"),
    ("contains", "content"),
    ("identifiers", "identifiers that survive"),
    ("same_submission", "act of supplying"),
    ("justified", "reason for a duplicate"),
    ("since", "first day"),
    ("until", "last day"),
    ("required", "duty to fill it in"),
    ("complete", "completeness"),
    ("codes", "code list"),
    ("pairs", "pairs of codes"),
    ("broader", "broader term"),
    ("identifier", "use as an identifier"),
    ("within", "time limit"),
    ("compare_with", "cases beside it"),
    ("as_of", "day"),
];

/// The nouns that stand for many.
const ARE_MANY: [&str; 8] = [
    "askers",
    "accounts by different bodies",
    "terms",
    "fields passed",
    "people",
    "people passed",
    "pairs of codes",
    "cases beside it",
];

/// The noun for a key: `frequency` for `every`.
fn noun(key: &str, statement: Statement) -> String {
    if let Some(inner) = key.strip_prefix("agreed.") {
        return format!("agreed {}", noun(inner, statement));
    }
    let known = |wanted: &str| {
        let found = NOUNS.iter().find(|(key, _)| *key == wanted);
        found.map(|(_, noun)| (*noun).to_owned())
    };
    let own = known(&format!("{} {key}", statement.record().what));
    own.or_else(|| known(key)).unwrap_or_else(|| match key {
        ACCOUNTS => "accounts by different bodies".to_owned(),
        "agreed" => "agreed definition".to_owned(),
        "was" => "former id".to_owned(),
        "who" => "askers".to_owned(),
        "part_of" => "whole that it is part of".to_owned(),
        "about" => "purpose".to_owned(),
        key => key.replace('_', " "),
    })
}

/// A finished sentence: with a capital and a full stop, ids in backticks.
fn sentence(text: &str) -> String {
    let text = text.replace('`', "'").replace(MARK, "`");
    let text = capital(&text);
    match text.chars().last() {
        Some('.' | '!' | '?') => text,
        _ => format!("{text}."),
    }
}
