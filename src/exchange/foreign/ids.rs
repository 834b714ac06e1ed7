//! Names of foreign files as ids and as texts of a flow file.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::read::syntax::matching_key;
use crate::words;

/// The longest id that is made of a name, in characters.
const LONGEST_ID: usize = 100;

/// The text on one line, without characters that no file should hold.
pub(super) fn one_line(text: &str) -> String {
    let text = words::clean(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id that can stand for a name: letters, digits and single underscores.
pub(super) fn id_of(name: &str) -> String {
    let mut id = String::new();
    let mut count = 0;
    let mut last = ' ';
    for letter in name.nfc() {
        let is_kept = letter.is_alphanumeric() || (is_combining_mark(letter) && count > 0);
        let begins_word = letter.is_uppercase() && last.is_lowercase();
        last = letter;
        if !is_kept || begins_word {
            if !id.is_empty() && !id.ends_with('_') {
                id.push('_');
            }
            if !is_kept {
                continue;
            }
        }
        id.extend(letter.to_lowercase());
        count += 1;
        if count >= LONGEST_ID {
            break;
        }
    }
    id.trim_end_matches('_').to_owned()
}

/// The id for a name that no other entry has: the second of two alike gets a number.
pub(super) fn free_id(name: &str, what: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let id = id_of(name);
    let id = match id.as_str() {
        "" => format!("{}_without_a_name", id_of(what)),
        "unknown" | "none" | "all" => format!("{}_{id}", id_of(what)),
        _ => id,
    };
    let mut free = id.clone();
    while let Some(last) = taken.get(&matching_key(&free)).copied() {
        let number = taken.entry(matching_key(&id)).or_insert(last);
        *number += 1;
        free = format!("{id}_{number}");
    }
    taken.insert(matching_key(&free), 1);
    free
}
