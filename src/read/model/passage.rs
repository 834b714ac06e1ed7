//! One value passed by a flow: from which fields, to which, and what happens to it.

use std::ops::Deref;
use std::ops::DerefMut;

use super::id::FieldId;
use super::id::Ref;
use super::resolve::reference;
use super::resolve::references;
use super::stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;
use crate::read::syntax::Value;

/// One value passed: from one or more fields of the source to one of the target.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where it is written.
    pub span: Span,
    /// Fields of the source.
    pub from: Sources,
    /// The field of the target.
    pub to: Ref<FieldId>,
    /// What happens to the value.
    pub how: How,
    /// The word that says so, which can be narrower than `how`; empty where none is written.
    pub word: &'static str,
}

/// The fields of the source that a value comes from. Most come from one, which takes no memory of its own.
#[derive(Debug, Clone)]
pub enum Sources {
    /// One field.
    One([Ref<FieldId>; 1]),
    /// Several, or none.
    Many(Box<[Ref<FieldId>]>),
}

impl Deref for Sources {
    type Target = [Ref<FieldId>];

    fn deref(&self) -> &Self::Target {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

impl DerefMut for Sources {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

impl From<Vec<Ref<FieldId>>> for Sources {
    fn from(fields: Vec<Ref<FieldId>>) -> Self {
        match fields[..] {
            [one] => Self::One([one]),
            _ => Self::Many(fields.into()),
        }
    }
}

impl<'s> IntoIterator for &'s Sources {
    type Item = &'s Ref<FieldId>;
    type IntoIter = std::slice::Iter<'s, Ref<FieldId>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What happens to a value on its way (names after the `OpenLineage` column lineage facet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It arrives as it was.
    Identity,
    /// Something is worked out from it.
    Derived,
    /// Many are put together into one.
    Aggregated,
    /// It arrives disguised.
    Masked,
    /// It only decides which rows arrive or in what order.
    Influence,
}

impl How {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            How::Identity => "as it is",
            How::Derived => "derived",
            How::Aggregated => "aggregated",
            How::Masked => "masked",
            How::Influence => "influence",
        }
    }

    /// True where the value itself passes, in whatever form.
    pub fn is_direct(self) -> bool {
        self != How::Influence
    }
}

pub(super) const HOWS: [(&str, How); 13] = [
    ("identity", How::Identity),
    ("copied", How::Identity),
    ("derived", How::Derived),
    ("transformation", How::Derived),
    ("aggregated", How::Aggregated),
    ("aggregation", How::Aggregated),
    ("masked", How::Masked),
    ("join", How::Influence),
    ("group-by", How::Influence),
    ("filter", How::Influence),
    ("sort", How::Influence),
    ("window", How::Influence),
    ("conditional", How::Influence),
];

/// The keys of one field passed, in its long form.
pub(super) static PASSAGE: Record = Record {
    what: "a field passed",
    keys: &[
        Key {
            name: "from",
            shape: "field of the source, or list of them",
            about: "what is passed",
        },
        Key {
            name: "to",
            shape: "field of the target",
            about: "what it becomes",
        },
        Key {
            name: "how",
            shape: "identity | derived | aggregated | masked | join | group-by | filter | sort | window | conditional",
            about: "what happens to the value",
        },
    ],
    also: &[],
    example: "{from: [birth_date, date_of_death], to: age_at_death, how: derived}",
};

impl Passage {
    /// What happens to a value of so many fields where nothing is said.
    pub(super) fn usual(sources: usize) -> How {
        if sources > 1 {
            How::Derived
        } else {
            How::Identity
        }
    }

    pub(super) fn decode_all(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Vec<Self> {
        if let Value::Mapping(entries) = &node.value {
            return entries
                .iter()
                .filter_map(|(key, value)| Self::pair(decoder, key, value))
                .collect();
        }
        let mut passages = Vec::new();
        for item in decoder
            .list(
                node,
                "the fields of a flow",
                true,
                "[date_of_death, cause: cause_of_death]",
            )
            .unwrap_or_default()
        {
            match &item.value {
                Value::Mapping(entries)
                    if entries.iter().any(|(key, _)| key.text() == Some("to")) =>
                {
                    passages.extend(Self::long(decoder, item));
                }
                Value::Mapping(entries) => passages.extend(
                    entries
                        .iter()
                        .filter_map(|(key, value)| Self::pair(decoder, key, value)),
                ),
                _ => passages.extend(Self::pair(decoder, item, item)),
            }
        }
        passages.shrink_to_fit();
        passages
    }

    fn pair(decoder: &mut Decoder<'_>, from: &Node<'_>, to: &Node<'_>) -> Option<Self> {
        let source = reference(decoder, from, "a field of the source")?;
        let target = if to.value == Value::Null {
            source
        } else {
            reference(decoder, to, "a field of the target")?
        };
        Some(Self {
            span: from.span,
            from: Sources::One([source]),
            to: target,
            how: How::Identity,
            word: "",
        })
    }

    fn long(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let values = decoder.record(node, &PASSAGE)?;
        let to = values
            .get("to")
            .and_then(|node| reference(decoder, node, "a field of the target"))?;
        let from: Vec<Ref<FieldId>> = match values.get("from") {
            Some(node) => references(decoder, node, "a field of the source"),
            None => vec![to],
        };
        let choices = HOWS.map(|(word, how)| (word, (how, word)));
        let node = values.get("how");
        let said = match node.and_then(stated::word) {
            Some(word) => Some((Self::usual(from.len()), word)),
            None => node.and_then(|node| {
                decoder.one_of(node, "something that happens to a value", &choices)
            }),
        };
        let (how, word) = said.unwrap_or((Self::usual(from.len()), ""));
        Some(Self {
            span: values.span,
            from: from.into(),
            to,
            how,
            word,
        })
    }
}
