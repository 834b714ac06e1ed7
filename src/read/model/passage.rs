//! One value passed by a flow: from which fields, to which, and what happens to it.

use std::ops::Deref;
use std::ops::DerefMut;

use super::id::Entity;
use super::id::FieldId;
use super::id::Id;
use super::id::Ref;
use super::member::Form;
use super::member::Keys;
use super::member::Reader;
use super::member::Slugs;
use super::reference::reference;
use super::reference::references;
use super::shape::Shape;
use super::stated;
use super::table::table;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Node;
use crate::read::syntax::Value;
use crate::read::syntax::Written;

table! {
    /// One value passed: from one or more fields of the source to one of the target.
    Passage: "a field passed", needs ["to"], like "{from: [birth_date, date_of_death], to: age_at_death, how: derived}";
    members {
        /// Where it is written.
        span: Span,
        /// The word written under `how`, which can be narrower than its member; empty where none is.
        word: &'static str,
    }
    given {
        "from" from: Sources = Shape::SourceFields, "what is passed";
        "to" to: Ref<FieldId> = Shape::TargetField, "what it becomes";
        "how" how: How = Shape::Choice("something that happens to a value", HOW_NAMES), "what happens to the value";
    }
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

/// Each word for [`How`] with its meaning, and with the word it is another word for.
const HOWS: [(&str, (How, &str)); 13] = [
    ("identity", (How::Identity, "identity")),
    ("copied", (How::Identity, "identity")),
    ("derived", (How::Derived, "derived")),
    ("transformation", (How::Derived, "derived")),
    ("aggregated", (How::Aggregated, "aggregated")),
    ("aggregation", (How::Aggregated, "aggregated")),
    ("masked", (How::Masked, "masked")),
    ("join", (How::Influence, "join")),
    ("group-by", (How::Influence, "group-by")),
    ("filter", (How::Influence, "filter")),
    ("sort", (How::Influence, "sort")),
    ("window", (How::Influence, "window")),
    ("conditional", (How::Influence, "conditional")),
];

/// The words without the other words for them.
const HOW_NAMES: &[&str] = &[
    "identity",
    "derived",
    "aggregated",
    "masked",
    "join",
    "group-by",
    "filter",
    "sort",
    "window",
    "conditional",
];

impl Passage {
    /// What happens to a value of so many fields where nothing is said.
    fn usual(sources: usize) -> How {
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
        let source = Sources::One([source]);
        Some(Self::new(from.span, "", source, target, How::Identity))
    }

    fn long(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let values = decoder.record(node, Self::RECORD)?;
        let to = values
            .get("to")
            .and_then(|node| reference(decoder, node, "a field of the target"))?;
        let from: Vec<Ref<FieldId>> = match values.get("from") {
            Some(node) => references(decoder, node, "a field of the source"),
            None => vec![to],
        };
        let node = values.get("how");
        let usual = Self::usual(from.len());
        let said = match node.and_then(stated::word) {
            Some(word) => Some((usual, word)),
            None => node
                .and_then(|node| decoder.one_of(node, "something that happens to a value", &HOWS)),
        };
        let (how, word) = said.unwrap_or((usual, ""));
        Some(Self::new(values.span, word, from.into(), to, how))
    }
}

impl Form for Vec<Passage> {
    const SHAPE: Shape = Shape::Passages;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        Some(Passage::decode_all(reader.decoder, node))
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        let passages: Vec<Written> = self.iter().map(|passage| passage.written(slugs)).collect();
        let is_text = |passage: &Written| matches!(passage, Written::Text(_));
        if passages.iter().all(is_text) {
            Written::List(passages).inline_if_short()
        } else {
            Written::List(passages)
        }
    }
}

impl Passage {
    /// The shortest form that says it.
    fn written(&self, slugs: &dyn Slugs) -> Written {
        let slug = |field: &Ref<FieldId>| {
            let slug = slugs.slug(Entity::Field, field.id().index());
            Written::text(slug)
        };
        let from: Vec<Written> = self.from.iter().map(slug).collect();
        let to = slug(&self.to);
        // A usual word says no more than none.
        let is_usual = match self.word {
            "identity" => from.len() <= 1,
            "derived" => from.len() > 1,
            word => word.is_empty(),
        };
        match from.as_slice() {
            [one] if is_usual && *one == to => return to,
            [Written::Text(one)] if is_usual && one != "to" => {
                return Written::Mapping(vec![(one.clone(), to)]);
            }
            _ => {}
        }
        let mut keys = Keys::new(slugs);
        match from.as_slice() {
            [one] => keys.put("from", one.clone()),
            _ => keys.put("from", Written::List(from)),
        }
        keys.put("to", to);
        if !is_usual {
            keys.text("how", self.word);
        }
        keys.mapping().inline()
    }
}
