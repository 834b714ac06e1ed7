//! One change to try on paper: `retire a`, `merge a into b`, `serve a from b` and the others, read from a short text.

use std::ops::Range;

use super::choice::Choice as _;
use super::date::Date;
use super::id::Entity;
use super::manner::Status;
use super::member::{Keys, Member, Reader};
use super::shape::Shape;
use super::stated::word;
use crate::read::source::Span;
use crate::read::syntax::{Node, Written, matching_key};

/// A change to try, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The text.
    pub text: Box<str>,
    /// Its place.
    pub(crate) span: Span,
    /// Its meaning; `None` if it cannot be read, which is a finding.
    pub trial: Option<Trial>,
}

/// A change to try. Names are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trial {
    /// A system or a flow is no longer there.
    Retire(String),
    /// The first system is taken into the second.
    Merge(String, String),
    /// A term gets an agreed definition, and every field of it keeps to it: keys with their values.
    Agree(String, Vec<(String, String)>),
    /// A flow is added, as an item of `flows`.
    Add(String),
    /// The first system gets the data that it asks for from the second.
    Serve(String, String),
    /// The map is looked at on this day.
    AsOf(Date),
    /// Flows of these statuses stand as well.
    With(Vec<Status>),
}

/// The keys of a definition that can be agreed on.
const AGREED: [&str; 5] = ["definition", "type", "codes", "unit", "covers"];

/// The words that a change begins with, each with its form.
const FORMS: [(&str, &str); 7] = [
    ("retire", "retire SYSTEM"),
    ("merge", "merge SYSTEM into SYSTEM"),
    ("agree", "agree TERM covers={age: 18+}"),
    ("add", "add \"a -> b: [field]\""),
    ("serve", "serve SYSTEM from SYSTEM"),
    ("as-of", "as-of 2026-10-01"),
    ("with", "with planned,proposed"),
];

impl Trial {
    /// True if a text begins like a change.
    pub fn is_begun_by(text: &str) -> bool {
        let first = text.split_whitespace().next().unwrap_or_default();
        FORMS.iter().any(|(verb, _)| *verb == first)
    }

    /// Parses a text as a change.
    ///
    /// # Errors
    /// If it is no change; the error says how to write one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let form = FORMS.iter().find(|(known, _)| *known == verb);
        let Some((_, form)) = form else {
            let forms: Vec<String> = FORMS.iter().map(|(_, form)| format!("`{form}`")).collect();
            return Err(format!("write one of {}", forms.join(", ")));
        };
        let two = |between: &str| {
            let (first, second) = rest.split_once(between)?;
            let (first, second) = (first.trim(), second.trim());
            let is_said = !first.is_empty() && !second.is_empty();
            is_said.then(|| (first.to_owned(), second.to_owned()))
        };
        let read = match verb {
            "retire" if !rest.is_empty() => Some(Self::Retire(rest.to_owned())),
            "merge" => two(" into ").map(|(first, second)| Self::Merge(first, second)),
            "serve" => two(" from ").map(|(first, second)| Self::Serve(first, second)),
            "agree" => agreed(rest),
            "add" if rest.contains('>') || rest.contains('→') => {
                Some(Self::Add(unquoted(rest).to_owned()))
            }
            "as-of" => Date::parse(rest).map(Self::AsOf),
            "with" => statuses(rest).map(Self::With),
            _ => None,
        };
        read.ok_or_else(|| format!("write it like this: `{form}`"))
    }

    /// The ids in a text of this meaning: what each may name, and its place. A flow is named by its two ends.
    pub(crate) fn names(text: &str) -> Vec<(Entity, Range<usize>)> {
        let Ok(trial) = Self::parse(text) else {
            return Vec::new();
        };
        let verb = text.trim_start().len().min(text.len());
        let start = text.len() - verb;
        let after = text[start..]
            .find(char::is_whitespace)
            .map_or(text.len(), |length| start + length);
        let place = |from: usize, id: &str| -> Range<usize> {
            let found = text[from..].find(id).map_or(from, |at| from + at);
            found..found + id.len()
        };
        let ends = |from: usize, arrow: &str| {
            let (first, second) = super::arrow::sides(arrow)?;
            let base = place(from, arrow).start;
            let at = |side: Range<usize>| base + side.start..base + side.end;
            Some(vec![
                (Entity::System, at(first)),
                (Entity::System, at(second)),
            ])
        };
        match &trial {
            Self::Retire(id) if super::arrow::is_arrow(id) => {
                let arrow = id.split('#').next().unwrap_or_default();
                ends(after, arrow).unwrap_or_default()
            }
            Self::Retire(id) => vec![(Entity::System, place(after, id))],
            Self::Merge(first, second) | Self::Serve(first, second) => {
                let one = place(after, first);
                let other = place(one.end + 1, second);
                vec![(Entity::System, one), (Entity::System, other)]
            }
            Self::Agree(term, _) => vec![(Entity::Term, place(after, term))],
            Self::Add(item) => {
                let arrow = item.split(": ").next().unwrap_or_default();
                let arrow = arrow.trim_end_matches(':');
                ends(after, arrow).unwrap_or_default()
            }
            Self::AsOf(_) | Self::With(_) => Vec::new(),
        }
    }
}

/// The text without the quotes round it.
fn unquoted(text: &str) -> &str {
    let inner = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// A term, and the keys that are agreed on.
fn agreed(text: &str) -> Option<Trial> {
    let mut places: Vec<(usize, &str)> = Vec::new();
    for key in AGREED {
        let mark = format!(" {key}=");
        places.extend(text.match_indices(&mark).map(|(at, _)| (at, key)));
    }
    places.sort_unstable();
    let term = text[..places.first()?.0].trim();
    let ends = places.iter().skip(1).map(|(at, _)| *at);
    let ends: Vec<usize> = ends.chain([text.len()]).collect();
    let said = places.iter().zip(ends).map(|((at, key), end)| {
        let value = text[at + key.len() + 2..end].trim();
        ((*key).to_owned(), unquoted(value).to_owned())
    });
    let said: Vec<(String, String)> = said.collect();
    let is_whole = !term.is_empty() && said.iter().all(|(_, value)| !value.is_empty());
    is_whole.then(|| Trial::Agree(term.to_owned(), said))
}

fn statuses(text: &str) -> Option<Vec<Status>> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    let status = |word: &str| {
        let key = matching_key(word);
        let mut known = Status::WORDS.iter();
        let found = known.find(|(name, _)| matching_key(name) == key);
        found.map(|(_, status)| *status)
    };
    let all: Option<Vec<Status>> = words.map(status).collect();
    all.filter(|all| !all.is_empty())
}

impl Member for Vec<Tried> {
    const SHAPE: Shape = Shape::Texts;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) {
        if word(node).is_some() {
            return;
        }
        for (text, span) in reader.decoder.texts(node, "a change") {
            let trial = Trial::parse(&text);
            if let Err(help) = &trial {
                let message = format!("`{text}` is no change that can be tried");
                reader.decoder.invalid(span, message, help.clone());
            }
            self.push(Tried {
                text: text.into(),
                span,
                trial: trial.ok(),
            });
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        if self.is_empty() {
            keys.word(key);
        } else {
            keys.put(key, Written::texts(self.iter().map(|one| &one.text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entity, Trial};

    #[test]
    fn every_form_is_read() {
        for text in [
            "retire mhsds",
            "retire a -> b",
            "merge a b into c",
            "agree date of death covers={age: 18+} type=date",
            "add \"a -> b: [x]\"",
            "serve a from b",
            "as-of 2026-10-01",
            "with planned, proposed",
        ] {
            assert!(Trial::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "retire",
            "merge a",
            "agree x",
            "with nothing",
            "as-of now",
            "close a",
        ] {
            assert!(Trial::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_ids_of_a_change_have_their_places() {
        let told = |text: &str| -> Vec<(Entity, String)> {
            let names = Trial::names(text).into_iter();
            names
                .map(|(entity, place)| (entity, text[place].to_owned()))
                .collect()
        };
        let system = |id: &str| (Entity::System, id.to_owned());
        assert_eq!(told("merge a into in"), [system("a"), system("in")]);
        assert_eq!(told("retire retire"), [system("retire")]);
        assert_eq!(told("add a -> b: [a]"), [system("a"), system("b")]);
        assert_eq!(told("agree t type=date"), [(Entity::Term, "t".to_owned())]);
    }
}
