//! SVG elements as text. All numbers of a picture are printed here.

use crate::escape::markup as escape;
use crate::picture::scene::{Anchor, Point, Text};
use crate::picture::style::Ink;
use crate::picture::typeface::Weight;

/// Whole numbers below it are the same as integers.
const LARGEST_WHOLE: f64 = 1e15;

/// A number with at most two decimals, the same in every locale. A value that is not finite becomes 0.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    // Most numbers are whole, and an integer is printed more quickly.
    if value.fract() == 0.0 && value.abs() < LARGEST_WHOLE {
        return (value as i64).to_string();
    }
    let printed = format!("{value:.2}");
    let trimmed = printed.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" {
        "0".to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// A point of a path: its two numbers with a space between.
pub(super) fn pair(point: Point) -> String {
    format!("{} {}", number(point.x), number(point.y))
}

/// An element's opening tag under construction.
pub(super) struct Element {
    name: &'static str,
    tag: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            tag: format!("<{name}"),
        }
    }

    /// Adds an attribute that is a number.
    pub(super) fn number(self, key: &str, value: f64) -> Self {
        let printed = number(value);
        self.raw(key, &printed)
    }

    /// Adds an attribute that is text, escaped here.
    pub(super) fn word(self, key: &str, value: &str) -> Self {
        let escaped = escape(value);
        self.raw(key, &escaped)
    }

    /// Adds an attribute, or nothing if the value is empty.
    pub(super) fn word_if_any(self, key: &str, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.word(key, value)
        }
    }

    fn raw(mut self, key: &str, value: &str) -> Self {
        self.tag.push(' ');
        self.tag.push_str(key);
        self.tag.push_str("=\"");
        self.tag.push_str(value);
        self.tag.push('"');
        self
    }

    /// The element with nothing inside.
    pub(super) fn empty(self) -> String {
        format!("{}/>\n", self.tag)
    }

    /// The element around other elements.
    pub(super) fn around(self, content: &str) -> String {
        format!("{}>\n{content}</{}>\n", self.tag, self.name)
    }

    /// The element around plain text, escaped here.
    pub(super) fn saying(self, text: &str) -> String {
        format!("{}>{}</{}>\n", self.tag, escape(text), self.name)
    }
}

/// A group with a title and a description for hovering and for screen readers. `description` may be empty.
pub(super) fn described(
    id: &str,
    class: &str,
    title: &str,
    description: &str,
) -> (Element, String) {
    let mut inside = Element::new("title").saying(title);
    if !description.is_empty() {
        inside.push_str(&Element::new("desc").saying(description));
    }
    (
        Element::new("g").word("id", id).word("class", class),
        inside,
    )
}

/// One printed line in a colour.
pub(super) fn text(text: &Text, ink: Ink) -> String {
    let mut element = Element::new("text")
        .number("x", text.at.x)
        .number("y", text.at.y)
        .number("font-size", text.size)
        .word("fill", ink.text);
    if text.weight == Weight::Bold {
        element = element.word("font-weight", "bold");
    }
    if text.anchor == Anchor::Middle {
        element = element.word("text-anchor", "middle");
    }
    element.saying(&text.line)
}

/// Printed lines in one colour.
pub(super) fn texts(lines: &[Text], ink: Ink) -> String {
    lines.iter().map(|line| text(line, ink)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_nonsense() {
        let printed = [
            1.0,
            0.126,
            -0.001,
            -2.5,
            f64::NAN,
            f64::INFINITY,
            1_234_567.0,
        ]
        .map(number);
        assert_eq!(printed, ["1", "0.13", "0", "-2.5", "0", "0", "1234567"]);
    }

    #[test]
    fn a_hostile_text_stays_text() {
        let element = Element::new("text")
            .word("id", "a\"b")
            .saying("</text><script>&'\u{1}\n");
        assert_eq!(
            element,
            "<text id=\"a&quot;b\">&lt;/text&gt;&lt;script&gt;&amp;&#39; </text>\n"
        );
    }
}
