//! Text in Markdown: the only place where words of a map are escaped for it.
//!
//! No text from here opens or closes anything: no link, picture, heading, list, table cell, code or HTML.

use crate::words::shown;

/// A text on one line, with every character escaped that Markdown would read as markup.
pub(crate) fn words(text: &str) -> String {
    let text = shown(text);
    let text = text.trim();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after_number = text.len() - number.len();
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, next)| *next);
        let is_markup = match letter {
            // Inside a word it is a letter like any other.
            '_' => !(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()),
            // Three of these begin a list or a line under a heading, but only at the start.
            '-' | '+' | '=' => at == 0,
            '.' | ')' => at > 0 && at == after_number,
            _ => "\\`*[]<>#&~$".contains(letter),
        };
        match letter {
            // Programs differ on the meaning of a backslash before a bar in a table.
            '|' => out.push_str("&#124;"),
            _ if is_markup => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
        before = letter;
    }
    out
}

/// A sentence: text between two backticks is code, the rest is words.
pub(crate) fn sentence(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return words(text);
    }
    let text = shown(text);
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.trim().split('`').enumerate() {
        match index % 2 {
            1 => out.push_str(&code(part)),
            _ => {
                let escaped = words(part);
                out.push_str(&part[..part.len() - part.trim_start().len()]);
                out.push_str(&escaped);
                if !escaped.is_empty() {
                    out.push_str(&part[part.trim_end().len()..]);
                }
            }
        }
    }
    out
}

/// A name as code, between more backticks than it holds. A bar ends a table's cell even in code, so a name with a bar is no code.
pub(crate) fn code(text: &str) -> String {
    let text = shown(text);
    if text.trim().is_empty() || text.contains('|') {
        return words(&text);
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    if text.starts_with('`') || text.ends_with('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Lines unchanged, between fences that they cannot close.
pub(crate) fn fenced(kind: &str, lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).max(2) + 1);
    format!("{fence}{kind}\n{}\n{fence}\n", lines.trim_end())
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_markup_is_escaped_and_a_bar_is_an_entity() {
        assert_eq!(words("![x](http://e) <b>"), "!\\[x\\](http://e) \\<b\\>");
        assert_eq!(words(" - a|b"), "\\- a&#124;b");
        assert_eq!(words("12. a-b = 1.5"), "12\\. a-b = 1.5");
        assert_eq!(words("a\n# b"), "a \\# b");
        assert_eq!(words("&amp;"), "\\&amp;");
        assert_eq!(words("_a_b_ c"), "\\_a_b\\_ c");
    }

    #[test]
    fn code_is_closed_by_its_own_fence_alone() {
        assert_eq!(code("a.b"), "`a.b`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code("a|b`"), "a&#124;b\\`");
        assert_eq!(code(" "), "");
        assert_eq!(fenced("text", "a\n````\n"), "`````text\na\n````\n`````\n");
    }

    #[test]
    fn a_sentence_keeps_its_code_and_its_spaces() {
        assert_eq!(sentence("`a_b` is *here*"), "`a_b` is \\*here\\*");
        assert_eq!(sentence("see `a` and `b|c`"), "see `a` and b&#124;c");
        assert_eq!(sentence("``x"), "x");
        assert_eq!(sentence("one ` alone"), "one \\` alone");
    }
}
