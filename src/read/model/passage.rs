//! One field that a flow passes: its sources, its target, and the change on the way.

use std::ops::{Deref, DerefMut};

use super::choice;
use super::id::{Entity, FieldId, Id, Ref};
use super::member::{Form, Keys, Reader, Slugs};
use super::reference::{reference, references};
use super::shape::Shape;
use super::stated;
use super::table::table;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value, Written};

table! {
    /// One value passed: from one or more fields of the source to one of the target.
    Passage: "a field passed", needs ["to"], like "{from: [birth_date, date_of_death], to: age_at_death, how: derived}";
    members {
        /// Where it is written.
        span: Span,
        /// The format's word for `how`, which can be narrower than `how`; empty where none is written.
        word: &'static str,
    }
    given {
        "from" from: Sources = Shape::SourceFields, "the field passed";
        "to" to: Ref<FieldId> = Shape::TargetField, "the field at the target";
        "how" how: How = HOW, "the treatment of the value on the way";
    }
}

/// The source fields of a value. Most values have one source field, which needs no allocation.
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

/// The change of a value on its way (names after the `OpenLineage` column lineage facet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The value arrives unchanged.
    Identity,
    /// Another value is worked out from it.
    Derived,
    /// Many values are combined into one.
    Aggregated,
    /// The value arrives disguised.
    Masked,
    /// The value only decides which rows arrive, or their order.
    Influence,
}

impl How {
    /// The word in the output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            How::Identity => "as it is",
            How::Derived => "derived",
            How::Aggregated => "aggregated",
            How::Masked => "masked",
            How::Influence => "influence",
        }
    }

    /// True if the value itself is passed, changed or not.
    pub(crate) fn is_direct(self) -> bool {
        self != How::Influence
    }
}

/// The words for [`How`], each with an alternative word.
const HOWS: [(&str, (How, Option<&str>)); 10] = [
    ("identity", (How::Identity, Some("copied"))),
    ("derived", (How::Derived, Some("transformation"))),
    ("aggregated", (How::Aggregated, Some("aggregation"))),
    ("masked", (How::Masked, None)),
    ("join", (How::Influence, None)),
    ("group-by", (How::Influence, None)),
    ("filter", (How::Influence, None)),
    ("sort", (How::Influence, None)),
    ("window", (How::Influence, None)),
    ("conditional", (How::Influence, None)),
];

/// The shape of a value of `how`.
const HOW: Shape = Shape::Choice("something that happens to a value", &choice::names(&HOWS));

/// All words for `how`, each with its meaning and the word of the format.
fn how_words() -> Vec<(&'static str, (How, &'static str))> {
    let words = HOWS.into_iter().flat_map(|(word, (how, other))| {
        let both = [Some(word), other].into_iter().flatten();
        both.map(move |written| (written, (how, word)))
    });
    words.collect()
}

impl Passage {
    /// True if `how` is written as `unknown`.
    pub(crate) fn is_how_unknown(&self) -> bool {
        self.word == "unknown"
    }

    /// The change if none is stated: a value of several fields is derived.
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
            None => node.and_then(|node| decoder.one_of(node, HOW.noun(), &how_words())),
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
    /// The shortest form of the passage.
    fn written(&self, slugs: &dyn Slugs) -> Written {
        let slug = |field: &Ref<FieldId>| {
            let slug = slugs.slug(Entity::Field, field.id().index());
            Written::text(&slug)
        };
        let from: Vec<Written> = self.from.iter().map(slug).collect();
        let to = slug(&self.to);
        // A value of several fields is derived in any case. An explicit `identity` says more than a missing `how`.
        let is_usual = match self.word {
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
