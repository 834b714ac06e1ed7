//! The place at which the thing under the cursor is declared.

use serde::Serialize;

use super::cursor;
use super::cursor::Cursor;
use super::offers;
use super::things;
use super::things::Thing;
use super::units;
use crate::analysis::Analysis;
use crate::read::model::{Entity, splits};
use crate::read::syntax;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Declared {
    /// The file.
    pub(crate) file: String,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
}

/// The place at which the thing whose id is at unit `at` is declared, if there is one.
pub(crate) fn declared(analysis: &Analysis, text: &str, at: usize) -> Option<Declared> {
    let at = units::byte(text, at);
    let (start, end) = word(text, at)?;
    let id = syntax::matching_key(&text[start..end]);
    if id.is_empty() {
        return None;
    }
    let cursor = cursor::cursor(text, end);
    let thing = fields(analysis, &cursor, &text[start..end])
        .or_else(|| {
            offers::kinds_at(&cursor)
                .into_iter()
                .find_map(|entity| named(analysis, entity, &id))
        })
        .or_else(|| {
            Entity::DECLARED
                .into_iter()
                .find_map(|entity| named(analysis, entity, &id))
        })?;
    let position = analysis.sources.position(thing.span);
    Some(Declared {
        file: analysis.sources.file(thing.span.file).name.clone(),
        line: position.line,
        column: position.column,
    })
}

fn named<'a>(analysis: &'a Analysis, entity: Entity, id: &str) -> Option<Thing<'a>> {
    let things = things::things(analysis, entity);
    things
        .into_iter()
        .find(|thing| thing.is_declared && syntax::matching_key(thing.id) == id)
}

/// A field of the systems that the flow joins, or a field written as `system.field`.
fn fields<'a>(analysis: &'a Analysis, cursor: &Cursor<'_>, word: &str) -> Option<Thing<'a>> {
    let of = |system: &str, field: &str| {
        let system = things::system(analysis, system)?;
        let wanted = syntax::matching_key(field);
        let mut fields = things::fields(analysis, system).into_iter();
        fields.find(|field| syntax::matching_key(field.id) == wanted)
    };
    if let Some(found) = splits(word).find_map(|(system, field)| of(system, field)) {
        return Some(found);
    }
    if cursor.path.first() != Some(&"flows") || cursor.path.get(1) != Some(&"fields") {
        return None;
    }
    let ends = if cursor.key.is_some_and(|key| key != "from") {
        ["to", "from"]
    } else {
        ["from", "to"]
    };
    ends.into_iter()
        .find_map(|end| of(offers::written(cursor, end)?, word))
}

/// The span of the id at byte `at`. Ids may hold spaces, but not the marks that separate things in a file.
fn word(text: &str, at: usize) -> Option<(usize, usize)> {
    let separates = |c: char| {
        matches!(
            c,
            '\n' | '\r' | ',' | ':' | '{' | '}' | '[' | ']' | '"' | '\'' | '#' | '>'
        )
    };
    let start = text[..at].rfind(separates).map_or(0, |before| before + 1);
    let end = text[at..]
        .find(separates)
        .map_or(text.len(), |length| at + length);
    let piece = &text[start..end];
    let inner = piece
        .trim_start_matches([' ', '-'])
        .trim_end_matches([' ', '-']);
    let start = start + piece.find(inner)?;
    (!inner.is_empty() && at <= start + inner.len()).then_some((start, start + inner.len()))
}
