//! Quotes and escapes every string of a DOT document.
//!
//! graphviz-rust prints strings unchanged. DOT has three kinds: a name (only quotes are special), a text (`\n`, `\N`, `\G` and
//! `&amp;` are special too) and an HTML-like label (tags are special as well).

use graphviz_rust::dot_structures::Id;

use crate::words::clean;

/// A name as Graphviz keeps and prints it: cleaned, with every backslash doubled so that none escapes a quote.
pub(crate) fn kept_name(name: &str) -> String {
    clean(name).replace('\\', "\\\\")
}

/// A name of a box, a line or a port, in quotes.
pub(super) fn name(name: &str) -> Id {
    quoted(&kept_name(name))
}

/// Lines of text to be shown, in quotes.
pub(super) fn text<Line: AsRef<str>>(lines: &[Line]) -> Id {
    let escaped: Vec<String> = lines
        .iter()
        .map(|line| kept_name(line.as_ref()).replace('&', "&amp;"))
        .collect();
    quoted(&escaped.join("\\n"))
}

/// A word of DOT's own, such as a colour or a number, in quotes.
pub(super) fn word(word: &str) -> Id {
    quoted(word)
}

/// Text for the inside of an HTML-like label.
pub(super) fn inside_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in kept_name(text).chars() {
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

/// A whole HTML-like label; `content` is markup whose texts went through [`inside_html`].
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
