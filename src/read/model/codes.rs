//! Code lists, and crosswalks between them (SSSOM rows with SKOS predicates).

use rustc_hash::FxHashSet;

use super::choice::{Choice as _, choice};
use super::former::FormerIds;
use super::id::{CodeListId, DimensionId, Entity, Ref};
use super::member::{Keys, Member, Reader};
use super::record::record;
use super::reference::reference;
use super::shape::Shape;
use super::stated::{Stated, word};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value, Written};

record! {
    /// A closed list of codes.
    CodeList: "a code list", like "{values: {N: Natural, U: Unnatural}}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared, or first referred to.
        span: Span,
        /// True where the map only refers to it.
        is_placeholder: bool,
    }
    given {
        /// The id where none is given.
        "name" name: Box<str> = Shape::Text("a name"), "its name";
    }
    keys {
        /// With their meanings, in the order written.
        "values" values: Vec<Code>, "its codes";
        "dimension" dimension: Stated<DimensionId>, "the dimension that it is a list of: a code with the id of a value is for the people of that value";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

record! {
    /// A crosswalk from one code list to another.
    Mapping: "a mapping between code lists", needs ["from", "to"],
        like "{from: manner, to: conclusion, pairs: {N: {natural_causes: exact}}}";
    members {
        /// Where it is written.
        span: Span,
    }
    given {
        "from" from: Ref<CodeListId> = Shape::Id(Entity::CodeList), "the code list mapped";
        "to" to: Ref<CodeListId> = Shape::Id(Entity::CodeList), "the code list mapped to";
    }
    keys {
        "pairs" pairs: Vec<Pair>, "the pairs of codes that correspond, and how; `unknown` instead of a code if nobody knows which";
    }
    also evidence
}

/// One code.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code as written.
    pub code: Box<str>,
    /// Its meaning; empty if none is written.
    pub(crate) meaning: Box<str>,
}

choice! {
    /// How the meaning of one code relates to that of another (SKOS mapping properties).
    Predicate: "a way in which two codes relate";

    /// The same.
    Exact = "exact",
    /// Nearly the same; not transitive.
    Close = "close",
    /// The target is broader.
    Broad = "broad",
    /// The target is narrower.
    Narrow = "narrow",
    /// Related in some other way.
    Related = "related",
}

/// One row of a crosswalk.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The source code, and where it is written.
    pub from: (Box<str>, Span),
    /// The target code, and where it is written.
    pub to: (Box<str>, Span),
    /// The relation of the two codes.
    pub predicate: Predicate,
}

impl CodeList {
    /// A code in a sentence: its meaning between quotation marks if the code is an id that stands for words, else the code itself.
    pub(crate) fn said(&self, code: &str) -> String {
        let known = self.values.iter().find(|known| &*known.code == code);
        match known.map_or("", |known| &*known.meaning) {
            "" => format!("`{code}`"),
            meaning if code.contains('_') => format!("\u{201C}{meaning}\u{201D}"),
            _ => format!("`{code}`"),
        }
    }

    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let slug = reader.decoder.id(key, "a code list")?;
        let mut list = Self::placeholder(&slug, key.span);
        list.is_placeholder = false;
        if let Value::List(_) = node.value {
            list.values = codes(reader.decoder, node);
            return Some(list);
        }
        let Some(values) = reader.decoder.record(node, Self::RECORD) else {
            return Some(list);
        };
        let name = values.get("name");
        if let Some(name) = name.and_then(|node| reader.decoder.text(node, "a name")) {
            list.name = name.into();
        }
        list.fill(reader, &values);
        Some(list)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self::new(slug.into(), span, true, slug.into())
    }

    /// True if no code has a meaning.
    pub(super) fn is_plain(&self) -> bool {
        self.values.iter().all(|code| code.meaning.is_empty())
    }

    /// True if both lists hold the same codes, each with the same meaning in words.
    pub(super) fn is_twin(&self, other: &Self) -> bool {
        let has_meanings = |list: &Self| list.values.iter().all(|code| !code.meaning.is_empty());
        let held = |list: &'_ Self| -> FxHashSet<(Box<str>, Box<str>)> {
            let codes = list.values.iter();
            codes
                .map(|code| (code.code.clone(), code.meaning.clone()))
                .collect()
        };
        !self.values.is_empty()
            && self.values.len() == other.values.len()
            && has_meanings(self)
            && held(self).is_subset(&held(other))
    }

    /// Its codes.
    pub(super) fn codes(&self) -> FxHashSet<&str> {
        self.values.iter().map(|value| &*value.code).collect()
    }
}

/// Reads and writes the codes of a list. No codes if `unknown` or a similar word is written.
impl Member for Vec<Code> {
    const SHAPE: Shape = Shape::Codes;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) {
        if word(node).is_none() {
            *self = codes(reader.decoder, node);
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        if self.is_empty() {
            keys.word(key);
        } else if self.iter().all(|code| code.meaning.is_empty()) {
            keys.put(key, Written::texts(self.iter().map(|code| &code.code)));
        } else {
            let meaning = |code: &Code| match &*code.meaning {
                "" => Written::Nothing,
                meaning => Written::text(meaning),
            };
            let codes = self
                .iter()
                .map(|code| (code.code.to_string(), meaning(code)));
            keys.put(key, Written::Mapping(codes.collect()).inline_if_short());
        }
    }
}

fn codes(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Vec<Code> {
    match &node.value {
        Value::Mapping(entries) => {
            let pairs = entries.iter().filter_map(|(key, value)| {
                let code = decoder.text(key, "a code")?.into();
                let meaning = if value.value == Value::Null {
                    String::new()
                } else {
                    decoder.text(value, "the meaning of a code")?
                };
                Some(Code {
                    code,
                    meaning: meaning.into(),
                })
            });
            pairs.collect()
        }
        _ => {
            let texts = decoder.texts(node, "a code");
            texts
                .into_iter()
                .map(|(code, _)| Code {
                    code: code.into(),
                    meaning: "".into(),
                })
                .collect()
        }
    }
}

impl Mapping {
    pub(super) fn decode(reader: &mut Reader<'_, '_>, node: &Node<'_>) -> Option<Self> {
        let decoder = &mut *reader.decoder;
        let values = decoder.record(node, Self::RECORD)?;
        let (Some(from), Some(to)) = (values.get("from"), values.get("to")) else {
            let message = "a mapping between code lists needs both `from` and `to`";
            decoder.invalid(
                node.span,
                message,
                format!("write it like this: {}", Self::RECORD.example),
            );
            return None;
        };
        let from = reference(decoder, from, "a code list")?;
        let to = reference(decoder, to, "a code list")?;
        let mut mapping = Self::new(values.span, from, to);
        mapping.fill(reader, &values);
        Some(mapping)
    }
}

impl Pair {
    /// True if its match is written as `unknown`. Where the list has a code of that name, it is that code.
    pub(super) fn is_open(&self) -> bool {
        &*self.to.0 == "unknown"
    }
}

/// Reads and writes the rows of a crosswalk: source code, target code, predicate.
impl Member for Vec<Pair> {
    const SHAPE: Shape = Shape::Pairs(Predicate::NAMES);

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) {
        *self = pairs(reader.decoder, node);
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        let of_one_code = self.chunk_by(|a, b| a.from.0 == b.from.0);
        let pairs = of_one_code.map(|pairs| (pairs[0].from.0.to_string(), targets(pairs)));
        let pairs: Vec<(String, Written)> = pairs.collect();
        if pairs.is_empty() {
            keys.word(key);
        } else {
            keys.put(key, Written::Mapping(pairs));
        }
    }
}

/// The codes to which one code is mapped, with their predicates unless all are `exact`.
fn targets(pairs: &[Pair]) -> Written {
    if pairs.iter().any(|pair| pair.predicate != Predicate::Exact) {
        let each = pairs.iter().map(|pair| {
            let predicate = Written::text(pair.predicate.word());
            (pair.to.0.to_string(), predicate)
        });
        return Written::Mapping(each.collect()).inline();
    }
    match pairs {
        [pair] => Written::text(&pair.to.0),
        pairs => Written::texts(pairs.iter().map(|pair| &pair.to.0)),
    }
}

fn pairs(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let entries = decoder
        .mapping(
            node,
            "the pairs of a mapping",
            "{N: {natural_causes: exact}}",
        )
        .unwrap_or_default();
    for (key, value) in entries {
        let Some(from) = decoder.text(key, "a code") else {
            continue;
        };
        let from: (Box<str>, Span) = (from.into(), key.span);
        match &value.value {
            Value::Mapping(targets) => {
                for (target, predicate) in targets {
                    let Some(to) = decoder.text(target, "a code") else {
                        continue;
                    };
                    let Some(predicate) =
                        decoder.one_of(predicate, Predicate::NOUN, Predicate::WORDS)
                    else {
                        continue;
                    };
                    pairs.push(Pair {
                        from: from.clone(),
                        to: (to.into(), target.span),
                        predicate,
                    });
                }
            }
            _ => {
                for (to, span) in decoder.texts(value, "a code") {
                    pairs.push(Pair {
                        from: from.clone(),
                        to: (to.into(), span),
                        predicate: Predicate::Exact,
                    });
                }
            }
        }
    }
    pairs
}
