//! Quotes and escapes every string of a DOT document.
//!
//! graphviz-rust prints strings unchanged. DOT has three kinds: a name (only quotes are special), a text (`\n`, `\N`, `\G` and
//! `&amp;` are special too) and an HTML-like label (tags are special as well).

use graphviz_rust::dot_structures::Id;

use crate::words::clean;

/// The largest number of bytes of a name, and of one text. Graphviz reads at most 16,384 bytes at once, and escapes come on top.
const LONGEST_NAME: usize = 1000;
const LONGEST_TEXT: usize = 4000;

/// A name as Graphviz keeps and prints it: cleaned, with every backslash doubled so that none escapes a quote, and every `&` as an entity,
/// because Graphviz writes anything that looks like an entity into its pictures unchanged. A name that had to be cleaned or cut ends with
/// its number, so that it stays unique.
pub(crate) fn kept_name(name: &str) -> String {
    let cleaned = clean(name);
    let is_whole = cleaned == name && name.len() <= LONGEST_NAME;
    let kept = if is_whole {
        cleaned
    } else {
        format!("{}~{:016x}", cut(&cleaned, LONGEST_NAME), number(name))
    };
    escaped(&kept).replace('&', "&amp;")
}

/// The text in one line of at most `most` bytes.
fn shortened(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.len() <= most {
        text
    } else {
        format!("{}…", cut(&text, most))
    }
}

/// The first `most` bytes of a text, without a split character.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
}

/// A number that two names are unlikely to share: FNV-1a.
fn number(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The name of a box, a line or a port, in quotes.
pub(super) fn name(name: &str) -> Id {
    quoted(&kept_name(name))
}

/// Lines of printed text, in quotes.
pub(super) fn text<Line: AsRef<str>>(lines: &[Line]) -> Id {
    let most = LONGEST_TEXT / lines.len().max(1);
    let escaped: Vec<String> = lines
        .iter()
        .map(|line| escaped(&shortened(line.as_ref(), most)).replace('&', "&amp;"))
        .collect();
    quoted(&escaped.join("\\n"))
}

/// A keyword or value of DOT, such as a colour or a number, in quotes.
pub(super) fn word(word: &str) -> Id {
    quoted(word)
}

/// Text for the inside of an HTML-like label.
pub(super) fn inside_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escaped(&shortened(text, LONGEST_TEXT)).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// A whole HTML-like label. `content` is markup whose texts went through [`inside_html`].
pub(super) fn html(content: &str) -> Id {
    Id::Html(format!("<{content}>"))
}

fn quoted(escaped: &str) -> Id {
    Id::Escaped(format!("\"{}\"", escaped.replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(id: Id) -> String {
        match id {
            Id::Escaped(text) | Id::Html(text) | Id::Plain(text) | Id::Anonymous(text) => text,
        }
    }

    #[test]
    fn no_text_can_end_its_own_quotes() {
        assert_eq!(printed(name(r#"a"b"#)), r#""a\"b""#);
        assert_eq!(printed(name(r"ends with \")), r#""ends with \\""#);
        assert_eq!(printed(name(r#"\""#)), r#""\\\"""#);
    }

    #[test]
    fn a_string_is_never_longer_than_graphviz_reads_and_a_name_stays_its_own() {
        let long = "\\&\"é".repeat(5000);
        assert!(printed(name(&long)).len() < 16_384);
        assert!(printed(text(&[&long, "second"])).len() < 16_384);
        assert!(inside_html(&long).len() < 16_384 * 2);
        assert_ne!(printed(name(&long)), printed(name(&format!("{long}x"))));
        assert_ne!(printed(name("a\u{1}b")), printed(name("ab")));
        assert_eq!(printed(name("&bogus; &amp;")), "\"&amp;bogus; &amp;amp;\"");
    }

    #[test]
    fn no_text_is_taken_for_an_escape_or_an_entity() {
        assert_eq!(
            printed(text(&[r"in \N & &lt;", "second"])),
            r#""in \\N &amp; &amp;lt;\nsecond""#
        );
        assert_eq!(
            inside_html("<b> & \"q\" \n \\G"),
            "&lt;b&gt; &amp; &quot;q&quot;   \\\\G"
        );
    }
}
