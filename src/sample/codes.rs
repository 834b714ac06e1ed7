//! Code lists and the mappings between two versions of one list.
use crate::sample::words;
use std::fmt::Write;

/// Every fifth list is a shorter version of the list before it, with a mapping from that list.
const VERSION_EVERY: usize = 5;

/// The id of a code list.
pub(crate) fn list_id(number: usize) -> String {
    let (property, _) = words::PROPERTIES[2 + number % 4];
    format!("{property}_codes_{}", number + 1)
}

/// The shorter version of this list, to which it has a mapping, if there is one.
pub(crate) fn version_of(number: usize, lists: usize) -> Option<usize> {
    (number % VERSION_EVERY == VERSION_EVERY - 2 && number + 1 < lists).then_some(number + 1)
}

/// The number of codes in a list.
fn length(number: usize) -> usize {
    if number % VERSION_EVERY == VERSION_EVERY - 1 {
        3 + number % 2
    } else {
        4 + number % 6
    }
}

/// The code at an index of a list: a letter, doubled in the shorter version.
fn code(number: usize, place: usize) -> String {
    let letter = char::from(b'A' + place as u8);
    if number % VERSION_EVERY == VERSION_EVERY - 1 {
        format!("{letter}{letter}")
    } else {
        letter.to_string()
    }
}

/// The sections `code_lists:` and `mappings:`.
pub(crate) fn text(lists: usize) -> String {
    let mut out = String::from("code_lists:\n");
    for number in 0..lists {
        write!(out, "  {}: {{values: {{", list_id(number)).expect("writing to a string");
        for place in 0..length(number) {
            let separator = if place == 0 { "" } else { ", " };
            let label = words::LABELS[(number * 3 + place) % words::LABELS.len()];
            write!(out, "{separator}{}: {label}", code(number, place))
                .expect("writing to a string");
        }
        out.push_str("}}\n");
    }
    let mut mappings = (0..lists)
        .filter_map(|from| version_of(from, lists).map(|to| (from, to)))
        .peekable();
    if mappings.peek().is_some() {
        out.push_str("mappings:\n");
    }
    for (from, to) in mappings {
        write!(
            out,
            "  - {{from: {}, to: {}, pairs: {{",
            list_id(from),
            list_id(to)
        )
        .expect("writing to a string");
        write_pairs(from, to, &mut out);
        out.push_str("}}\n");
    }
    out
}

/// Writes the pairs: each code goes to the code at its index, and those beyond the shorter list share its last code.
fn write_pairs(from: usize, to: usize, out: &mut String) {
    let last = length(to) - 1;
    let shared = length(from) > length(to);
    for place in 0..length(from) {
        let separator = if place == 0 { "" } else { ", " };
        let predicate = if shared && place >= last {
            "broad"
        } else {
            "exact"
        };
        let target = code(to, place.min(last));
        write!(
            out,
            "{separator}{}: {{{target}: {predicate}}}",
            code(from, place)
        )
        .expect("writing to a string");
    }
}
