//! Elements of a page under construction, whose text is always escaped.
//!
//! A small typed builder instead of a template engine: blocks nest in each other, which is a recursion of functions and not of templates,
//! and there is no way to put text into a page that is not escaped. Attributes have fixed names, links lead to ids of the page
//! and nowhere else, and neither `style=` nor `on…=` can be written.

use std::fmt::Write as _;

use super::Section;
use crate::escape::markup as escape;

/// Finished markup. Only elements, and pictures from `render::svg`, can become markup.
#[derive(Debug, Clone, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// A text, escaped.
    pub(super) fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// A picture from `render::svg`, which escapes its text itself.
    pub(super) fn picture(svg: String) -> Self {
        Self(svg)
    }

    /// Appends more markup.
    pub(super) fn push(&mut self, more: &Markup) {
        self.0.push_str(&more.0);
    }

    /// Sections that are finished markup, one after another.
    pub(super) fn sections<'s>(sections: impl Iterator<Item = &'s Section>) -> Self {
        let parts: Vec<&str> = sections.map(|section| &*section.html).collect();
        Self(parts.concat())
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<I: IntoIterator<Item = Markup>>(parts: I) -> Self {
        let mut all = Markup::default();
        for part in parts {
            all.push(&part);
        }
        all
    }
}

/// An element under construction.
pub(super) struct Tag {
    name: &'static str,
    open: String,
    inside: String,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            open: format!("<{name}"),
            inside: String::new(),
        }
    }

    /// Adds an attribute with a text.
    #[must_use]
    pub(super) fn with(mut self, key: &'static str, value: &str) -> Self {
        debug_assert!(
            key != "style" && key != "href" && key != "src" && !key.starts_with("on"),
            "{key} is not written by hand"
        );
        let _ = write!(self.open, " {key}=\"{}\"", escape(value));
        self
    }

    /// Adds an attribute, if there is a value for it.
    #[must_use]
    pub(super) fn with_any(self, key: &'static str, value: &str) -> Self {
        if value.is_empty() {
            self
        } else {
            self.with(key, value)
        }
    }

    /// Adds an attribute with a number of pixels of a drawing, at most one decimal.
    #[must_use]
    pub(super) fn at(self, key: &'static str, value: f64) -> Self {
        let rounded = (value * 10.0).round() / 10.0;
        let value = if rounded == 0.0 { 0.0 } else { rounded };
        self.with(key, &value.to_string())
    }

    #[must_use]
    pub(super) fn class(self, class: &str) -> Self {
        self.with("class", class)
    }

    #[must_use]
    pub(super) fn id(self, id: &str) -> Self {
        self.with("id", id)
    }

    /// Adds an attribute without a value.
    #[must_use]
    pub(super) fn flag(mut self, key: &'static str, is_set: bool) -> Self {
        if is_set {
            let _ = write!(self.open, " {key}=\"\"");
        }
        self
    }

    /// Adds a link to an element of this page.
    #[must_use]
    pub(super) fn to(mut self, id: &str) -> Self {
        let _ = write!(self.open, " href=\"#{}\"", escape(id));
        self
    }

    /// Adds a link to a file of the program itself, next to the page.
    #[must_use]
    pub(super) fn file(mut self, key: &'static str, path: &'static str) -> Self {
        let _ = write!(self.open, " {key}=\"{path}\"");
        self
    }

    /// Adds a text inside.
    #[must_use]
    pub(super) fn text(mut self, text: &str) -> Self {
        self.inside.push_str(&escape(text));
        self
    }

    /// Adds an element inside.
    #[must_use]
    pub(super) fn child(mut self, child: impl Into<Markup>) -> Self {
        let child = child.into().0;
        if self.inside.is_empty() {
            self.inside = child;
        } else {
            self.inside.push_str(&child);
        }
        self
    }

    /// Adds elements inside.
    #[must_use]
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Markup>) -> Self {
        for child in children {
            self.inside.push_str(&child.0);
        }
        self
    }

    /// Adds the program's own script or style inside, which is not escaped because it holds nothing from a map.
    #[must_use]
    pub(super) fn own(mut self, text: &'static str) -> Self {
        self.inside.push_str(text);
        self
    }
}

/// Elements that have nothing inside and no closing tag.
const VOID: [&str; 5] = ["br", "hr", "input", "link", "meta"];

/// Shapes of drawings, which may be self-closing.
const SHAPES: [&str; 3] = ["line", "polygon", "rect"];

impl From<Tag> for Markup {
    fn from(tag: Tag) -> Self {
        let is_empty_shape = tag.inside.is_empty() && SHAPES.contains(&tag.name);
        if is_empty_shape || VOID.contains(&tag.name) {
            return Self(format!("{}/>", tag.open));
        }
        let line = if matches!(
            tag.name,
            "section" | "tr" | "li" | "article" | "div" | "table" | "p" | "h1" | "h2" | "h3"
        ) {
            "\n"
        } else {
            ""
        };
        // A page of a large map is hundreds of megabytes: each element is copied once into the one around it, and never grows step by step.
        let mut all = tag.open;
        all.reserve_exact(tag.inside.len() + tag.name.len() + 5);
        all.push('>');
        all.push_str(&tag.inside);
        let _ = write!(all, "</{}>{line}", tag.name);
        Self(all)
    }
}

/// The id of an element for a thing of the map: letters, digits, `.`, `_` and `-` stay, and any other character is written as its number
/// between `~`, so that two ids never become one.
pub(super) fn anchor(kind: &str, id: &str) -> String {
    let mut out = format!("{kind}-");
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            out.push(c);
        } else {
            let _ = write!(out, "~{:x}~", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_put_in_becomes_markup() {
        let element: Markup = Tag::new("p")
            .id("a\"b")
            .text("</p><script>&'\u{1}\u{202E}")
            .into();
        assert_eq!(
            element.into_string(),
            "<p id=\"a&quot;b\">&lt;/p&gt;&lt;script&gt;&amp;&#39;</p>\n"
        );
    }

    #[test]
    fn two_ids_never_become_one() {
        assert_eq!(anchor("term", "a.b-c_d"), "term-a.b-c_d");
        assert_ne!(anchor("term", "a b"), anchor("term", "a~20~b"));
    }
}
