//! The differences of one entry between two maps, key by key.

use super::matching::Followed;
use crate::read::model::{Id as _, Model, Record, Statement, TermId};
use crate::read::syntax::Written;

/// One key on which an entry differs. `None` if the key is left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Differing {
    /// The key; `agreed.type` for a key inside another.
    pub(super) key: String,
    pub(super) before: Option<Written>,
    pub(super) after: Option<Written>,
}

/// The keys on which an entry differs, in the order of the format.
pub(super) fn keys(
    (old, before): (&Followed<'_>, Statement),
    (new, after): (&Model, Statement),
    is_renamed: bool,
) -> Vec<Differing> {
    let said = old.keys_of(before, old);
    let says = new.keys_of(after, new);
    if said == says {
        return Vec::new();
    }
    let mut differing = Vec::new();
    compare(&mut differing, "", &said, &says);
    // A rename adds the former id: that is no change of its own.
    differing.retain(|one| !(is_renamed && one.key == "was"));
    let place = |record: &Record, key: &str| record.all().position(|known| known.name == key);
    let order = |key: &str| {
        let (outer, inner) = key.split_once('.').unwrap_or((key, ""));
        let agreed = Statement::Agreed(TermId::new(0)).record();
        let outer = place(after.record(), outer);
        (outer.is_none(), outer, place(agreed, inner))
    };
    differing.sort_by_key(|one| order(&one.key));
    differing
}

type Said = [(String, Written)];

/// The key whose values are compared key by key in turn.
const INNER: &str = "agreed";

fn compare(differing: &mut Vec<Differing>, outer: &str, said: &Said, says: &Said) {
    let value = |said: &Said, key: &str| -> Option<Written> {
        let found = said.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value.clone())
    };
    let new = says
        .iter()
        .filter(|(key, _)| said.iter().all(|(known, _)| known != key));
    for (key, _) in said.iter().chain(new) {
        let (before, after) = (value(said, key), value(says, key));
        if before == after {
            continue;
        }
        if let (Some(Written::Mapping(before)), Some(Written::Mapping(after))) = (&before, &after)
            && key == INNER
        {
            compare(differing, INNER, before, after);
            continue;
        }
        if before.as_ref().map(sorted) != after.as_ref().map(sorted) {
            let key = match outer {
                "" => key.clone(),
                outer => format!("{outer}.{key}"),
            };
            differing.push(Differing { key, before, after });
        }
    }
}

/// A value with its lists and mappings in order: no list of the format means anything by its order.
pub(super) fn sorted(value: &Written) -> Written {
    match value {
        Written::Inline(inner) => sorted(inner),
        Written::List(items) => {
            let mut items: Vec<Written> = items.iter().map(sorted).collect();
            items.sort();
            Written::List(items)
        }
        Written::Mapping(entries) => {
            let entries = entries.iter();
            let mut entries: Vec<(String, Written)> = entries
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect();
            entries.sort();
            Written::Mapping(entries)
        }
        other => other.clone(),
    }
}

/// A value on one line, nearly as in a flow file.
pub(super) fn line(value: &Written) -> String {
    match value {
        Written::Nothing => String::new(),
        Written::Truth(truth) => truth.to_string(),
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text.clone(),
        Written::Inline(inner) => line(inner),
        Written::List(items) => {
            let items: Vec<String> = items.iter().map(line).collect();
            format!("[{}]", items.join(", "))
        }
        Written::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| match line(value) {
                value if value.is_empty() => key.clone(),
                value => format!("{key}: {value}"),
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
