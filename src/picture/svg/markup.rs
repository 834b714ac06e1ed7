//! SVG elements as text, and the one place where its numbers are printed.

use crate::picture::scene::Point;
use crate::picture::style::Ink;
use crate::picture::typeface::Weight;
use crate::print::markup::escape;

/// A number with at most two decimals, a full stop before them on every machine; anything not finite is 0.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let printed = format!("{value:.2}");
    let trimmed = printed.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" {
        "0".to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// A point as it stands in a path: its two numbers with a space between.
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

    /// Adds an attribute, or nothing where the value is empty.
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

    /// The element round other elements.
    pub(super) fn around(self, content: &str) -> String {
        format!("{}>\n{content}</{}>\n", self.tag, self.name)
    }

    /// The element round plain text, escaped here.
    pub(super) fn saying(self, text: &str) -> String {
        format!("{}>{}</{}>\n", self.tag, escape(text), self.name)
    }
}

/// A group that says what it is to those who hover or listen. `description` may be empty.
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

/// Where a text hangs on its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    /// Pixels to the em.
    pub(super) size: f64,
    /// Regular or bold.
    pub(super) weight: Weight,
    /// Its colour, and the ground it must stand on.
    pub(super) ink: Ink,
    /// Start or middle at the given x.
    pub(super) anchor: Anchor,
}

/// One printed line whose letters are centred on the height `middle`.
pub(super) fn text(line: &str, x: f64, middle: f64, lettering: Lettering) -> String {
    let mut element = Element::new("text")
        .number("x", x)
        .number("y", middle + lettering.size * 0.36)
        .number("font-size", lettering.size)
        .word("fill", lettering.ink.text);
    if lettering.weight == Weight::Bold {
        element = element.word("font-weight", "bold");
    }
    if lettering.anchor == Anchor::Middle {
        element = element.word("text-anchor", "middle");
    }
    element.saying(line)
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
