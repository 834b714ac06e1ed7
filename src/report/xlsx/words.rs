//! Statements of the map as the words of a cell.

use crate::ask::Cell;
use crate::read::model::Stated;
use crate::words::clean;

/// `text` for a cell: on one line, without characters that no file may hold, and at most `most` UTF-16 units long.
pub(super) fn cell(text: &str, most: usize) -> String {
    let cleaned = clean(text);
    if cleaned.encode_utf16().count() <= most {
        return cleaned;
    }
    let mut room = most - 1;
    let mut cut: String = cleaned
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    cut.push('…');
    cut
}

/// A known value in the words of `words`; the words of the format for the others.
pub(super) fn stated<T>(value: &Stated<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match value {
        Stated::Known(value, _) => Cell::Text(words(value)),
        Stated::Unstated => Cell::Unknown,
        Stated::Unknown(_) => Cell::from("unknown"),
        Stated::Absent(_) => Cell::from("none"),
        Stated::NotShared(_) => Cell::from("not shared"),
    }
}

/// Like [`stated`], but empty if nothing is stated: for values that most maps leave out.
pub(super) fn stated_or_nothing<T>(value: &Stated<T>, words: impl FnOnce(&T) -> String) -> Cell {
    match value {
        Stated::Unstated => Cell::Nothing,
        value => stated(value, words),
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_between_characters() {
        assert_eq!(cell("short", 5), "short");
        assert_eq!(cell("longer", 5), "long…");
        assert_eq!(cell("ab🏥🏥", 5), "ab🏥…");
        assert_eq!(cell("abc🏥🏥", 5), "abc…");
        assert_eq!(cell("a\nb\u{0}", 9), "a b");
    }
}
