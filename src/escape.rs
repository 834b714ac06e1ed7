//! Text made safe inside other notations: XML and HTML, CSV, and JSON that a terminal may show.

use std::fmt::Write as _;

use crate::words::{clean, is_harmful, shown};

/// `text` escaped for use between tags and inside quoted attributes, on one line.
pub(crate) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// ` key="value"`, escaped.
pub(crate) fn attribute(key: &str, value: &str) -> String {
    format!(" {key}=\"{}\"", markup(value))
}

/// Escapes the characters of a JSON text that could harm a terminal.
pub(crate) fn json(text: String) -> String {
    // Nearly every text is plain, and checking that takes no decoding.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    if text.bytes().fold(true, |is, byte| is & is_plain(byte)) || !text.chars().any(is_harmful) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_harmful(letter) {
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

/// One row of RFC 4180 CSV with its line end; every cell harmless, and quoted if necessary.
///
/// A text that a spreadsheet would take for a formula starts with an apostrophe; line breaks within a text are spaces.
pub(crate) fn record<Text: AsRef<str>>(cells: impl IntoIterator<Item = Text>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(text: &str) -> String {
    let told = shown(text);
    let text = if is_formula(text) || is_formula(&told) {
        format!("'{told}")
    } else {
        told.into_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// True for text that a spreadsheet would evaluate or run: spaces before the sign do not prevent it. A number is none.
fn is_formula(text: &str) -> bool {
    let inner = text.trim_start();
    let is_number = inner.strip_prefix(['-', '+']).is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    text.starts_with(['\t', '\r', '\n'])
        || (inner.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_made_harmless_and_a_number_stays_one() {
        let formulas = [
            "=1+1", "+a", "-a", "@SUM(A1)", "\t=1", "  =1", "-1+1|cmd", "＝1",
        ];
        for formula in formulas {
            assert!(
                cell(formula).trim_start_matches('"').starts_with('\''),
                "{formula}"
            );
        }
        for harmless in ["a=1", "-5", "+1.5", "", "'x", "a-b"] {
            assert_eq!(cell(harmless), harmless);
        }
    }

    #[test]
    fn commas_quotes_and_breaks_are_quoted() {
        assert_eq!(
            record(["a,b", "say \"hi\"", "c"]),
            "\"a,b\",\"say \"\"hi\"\"\",c\r\n"
        );
    }
}
