//! Values for writing as YAML, in order, some of them on one line.

use serde::Serialize;
use serde::Serializer;
use serde::ser::SerializeMap as _;

use super::yaml;

/// The largest width of a list or mapping on one line.
const WIDTH: usize = 90;

/// A value for writing. Values can be compared, to find two statements with the same text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Written {
    /// An empty value.
    Nothing,
    /// `true` or `false`.
    Truth(bool),
    /// A number.
    Number(u32),
    /// A text. The writer puts it in quotes if necessary.
    Text(String),
    /// A list.
    List(Vec<Written>),
    /// A mapping, in this order.
    Mapping(Vec<(String, Written)>),
    /// A list or mapping on one line, in brackets.
    Inline(Box<Written>),
}

impl Written {
    /// A text.
    pub(crate) fn text(text: &(impl ToString + ?Sized)) -> Self {
        Self::Text(text.to_string())
    }

    /// A list of texts, on one line if it is short.
    pub(crate) fn texts<T: ToString>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(|text| Self::text(&text));
        Self::List(texts.collect()).inline_if_short()
    }

    /// A list or mapping on one line.
    #[must_use]
    pub(crate) fn inline(self) -> Self {
        Self::Inline(Box::new(self))
    }

    /// A list or mapping on one line if it is short; otherwise its parts are put on one line if they are short.
    #[must_use]
    pub(crate) fn inline_if_short(self) -> Self {
        self.inline_within(WIDTH)
    }

    /// A list or mapping on one line if it has at most `width` characters; otherwise its parts are put on one line by the same rule.
    #[must_use]
    pub(crate) fn inline_within(self, width: usize) -> Self {
        if self.width() <= width {
            return self.inline();
        }
        match self {
            Self::List(items) => Self::List(items),
            Self::Mapping(entries) => Self::Mapping(
                entries
                    .into_iter()
                    .map(|(key, value)| match value {
                        Self::List(_) | Self::Mapping(_) => (key, value.inline_within(width)),
                        other => (key, other),
                    })
                    .collect(),
            ),
            other => other,
        }
    }

    /// Its approximate width in characters on one line.
    fn width(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Truth(_) => 5,
            Self::Number(number) => number.to_string().len(),
            Self::Text(text) => text.chars().count(),
            Self::List(items) => 2 + items.iter().map(|item| item.width() + 2).sum::<usize>(),
            Self::Mapping(entries) => {
                let widths = entries
                    .iter()
                    .map(|(key, value)| key.chars().count() + value.width() + 4);
                2 + widths.sum::<usize>()
            }
            Self::Inline(value) => value.width(),
        }
    }

    /// True if a text or key in it has this character.
    pub(super) fn holds(&self, mark: char) -> bool {
        match self {
            Self::Nothing | Self::Truth(_) | Self::Number(_) => false,
            Self::Text(text) => text.contains(mark),
            Self::List(items) => items.iter().any(|item| item.holds(mark)),
            Self::Mapping(entries) => entries
                .iter()
                .any(|(key, value)| key.contains(mark) || value.holds(mark)),
            Self::Inline(value) => value.holds(mark),
        }
    }
}

/// A value, with the character that represents an empty value in it.
pub(super) struct Marked<'w>(pub(super) &'w Written, pub(super) char);

impl Serialize for Marked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(value, mark) = *self;
        match value {
            Written::Nothing => serializer.serialize_char(mark),
            Written::Truth(truth) => serializer.serialize_bool(*truth),
            Written::Number(number) => serializer.serialize_u32(*number),
            Written::Text(text) => serializer.serialize_str(text),
            Written::List(items) => {
                serializer.collect_seq(items.iter().map(|item| Marked(item, mark)))
            }
            Written::Mapping(entries) => {
                let mut mapping = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    mapping.serialize_entry(key, &Marked(value, mark))?;
                }
                mapping.end()
            }
            Written::Inline(value) => {
                let is_list = matches!(**value, Written::List(_));
                yaml::inline(&Marked(value, mark), is_list, serializer)
            }
        }
    }
}
