//! The position of a cursor in a flow file, found from the text before it alone, because the text being typed is seldom complete.
//!
//! Block style is read by indentation, flow style (`{…}`, `[…]`) by its brackets. Anchors, tags and texts over several lines are read as if
//! they were plain: at worst a wrong offer is made.

use super::reader::{Reader, colon, unquoted};

/// The position of the cursor in the structure of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cursor<'t> {
    /// The keys from the section down to the mapping in which something is being written.
    pub(super) path: Vec<&'t str>,
    /// The key whose value is being written; `None` if a key is being written.
    pub(super) key: Option<&'t str>,
    /// True at the start of an item of a list, which may become a mapping: `path` then ends with the list's key.
    pub(super) is_item: bool,
    /// The part of the key or value that is written so far, and the byte at which it begins.
    pub(super) typed: &'t str,
    pub(super) start: usize,
    /// The other keys of the mapping.
    pub(super) taken: Vec<&'t str>,
    /// True inside brackets.
    pub(super) is_flow: bool,
    /// Every pair written above the cursor in the mappings around it, the innermost last.
    pub(super) around: Vec<(&'t str, &'t str)>,
}

/// The position of byte `at`.
pub(super) fn cursor(text: &str, at: usize) -> Cursor<'_> {
    let before = &text[..at];
    let mut reader = Reader::of(before);
    let last = before.rfind('\n').map_or(0, |end| end + 1);
    let mut start = 0;
    while start < last {
        let end = before[start..]
            .find('\n')
            .map_or(last, |length| start + length);
        reader.line(start, end, false);
        start = end + 1;
    }
    reader.line(last, at, true);
    let mut cursor = reader.cursor();
    if !cursor.is_flow && cursor.key.is_none() {
        let column = cursor.start - last;
        cursor.taken.extend(below(&text[at..], column));
    }
    cursor
}

/// The keys at this column below the cursor, up to the end of the mapping.
fn below(rest: &str, column: usize) -> impl Iterator<Item = &str> {
    let lines = rest.split('\n').skip(1);
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines =
        lines.take_while(move |line| line.len() - line.trim_start_matches(' ').len() >= column);
    lines.filter_map(move |line| {
        let content = line.get(column..)?;
        let key = &content[..colon(content)?];
        (!key.starts_with([' ', '-', '#'])).then(|| unquoted(key))
    })
}

#[cfg(test)]
mod tests {
    use super::Cursor;
    use super::cursor;

    /// The position of `^` in a text.
    fn at(text: &str) -> (Vec<String>, Option<String>, String, bool) {
        let place = text.find('^').expect("a cursor is marked");
        let whole = text.replacen('^', "", 1);
        let Cursor {
            path,
            key,
            typed,
            is_item,
            ..
        } = cursor(&whole, place);
        let path = path.into_iter().map(str::to_owned).collect();
        (path, key.map(str::to_owned), typed.to_owned(), is_item)
    }

    fn check(text: &str, path: &[&str], key: Option<&str>, typed: &str, is_item: bool) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        assert_eq!(
            at(text),
            (path, key.map(str::to_owned), typed.to_owned(), is_item),
            "{text}"
        );
    }

    #[test]
    fn block_style_is_read_by_indentation() {
        check("sys^", &[], None, "sys", false);
        check(
            "systems:\n  epr:\n    ow^",
            &["systems", "epr"],
            None,
            "ow",
            false,
        );
        check(
            "systems:\n  epr:\n    owner: tr^",
            &["systems", "epr"],
            Some("owner"),
            "tr",
            false,
        );
        check(
            "systems:\n  epr:\n    owner: a\n  ^",
            &["systems"],
            None,
            "",
            false,
        );
        check("systems:\n  epr:\n    owner: a\n^", &[], None, "", false);
        check(
            "terms:\n  a:\n    notes: |\n      x: y\n    bro^",
            &["terms", "a"],
            None,
            "bro",
            false,
        );
    }

    #[test]
    fn items_are_read_at_either_indentation() {
        check("flows:\n- ^", &["flows"], None, "", true);
        check("flows:\n  - from: a\n    t^", &["flows"], None, "t", false);
        check(
            "flows:\n  - from: a\n    to: b\n    fields:\n      - dat^",
            &["flows", "fields"],
            None,
            "dat",
            true,
        );
        check(
            "flows:\n- from: a\n- from: e^",
            &["flows"],
            Some("from"),
            "e",
            false,
        );
        check("flows:\n- a -> ^", &["flows"], None, "a -> ", true);
    }

    #[test]
    fn flow_style_is_read_by_brackets() {
        check(
            "systems:\n  epr: {ow^",
            &["systems", "epr"],
            None,
            "ow",
            false,
        );
        check(
            "systems:\n  epr: {owner: t^",
            &["systems", "epr"],
            Some("owner"),
            "t",
            false,
        );
        check(
            "needs:\n  n: {who: x, terms: [a, b^]}",
            &["needs", "n", "terms"],
            None,
            "b",
            true,
        );
        check(
            "systems:\n  epr: {covers: {age: 18+,\n    set^",
            &["systems", "epr", "covers"],
            None,
            "set",
            false,
        );
        check(
            "flows:\n  - {from: a, to: b, fields: [c: d^",
            &["flows", "fields"],
            Some("c"),
            "d",
            false,
        );
        check(
            "systems:\n  epr: {owner: t}\n  gp^",
            &["systems"],
            None,
            "gp",
            false,
        );
        check(
            "systems:\n  e: {name: \"a, {b\", ow^",
            &["systems", "e"],
            None,
            "ow",
            false,
        );
    }

    #[test]
    fn keys_above_and_below_are_taken() {
        let text = "systems:\n  epr:\n    owner: a\n    ^\n    kind: record\n  gp:\n";
        let place = text.find('^').expect("a cursor is marked");
        let whole = text.replacen('^', "", 1);
        assert_eq!(cursor(&whole, place).taken, ["owner", "kind"]);
    }

    #[test]
    fn any_cut_of_a_file_has_a_place() {
        let text = "systems:\r\n  é: {a: \"x', b: [c, {d: 'e\n- - x: - |\n ]}: >\n\t#y\n-";
        for (place, _) in text.char_indices() {
            cursor(text, place);
        }
    }
}
