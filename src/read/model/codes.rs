//! Code lists, and crosswalks between them (SSSOM rows with SKOS predicates).

use super::evidence;
use super::evidence::Evidence;
use super::id::CodeListId;
use super::id::Ref;
use super::resolve::reference;
use super::stated;
use crate::read::source::Span;
use crate::read::syntax::Decoder;
use crate::read::syntax::Key;
use crate::read::syntax::Node;
use crate::read::syntax::Record;
use crate::read::syntax::Value;

/// A closed list of codes.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// Its id.
    pub slug: Box<str>,
    /// Where it is declared, or first referred to.
    pub span: Span,
    /// Its name; the id where none is given.
    pub name: Box<str>,
    /// Codes with their meaning, in the order written.
    pub values: Vec<Code>,
    /// Evidence.
    pub evidence: Evidence,
    /// True where the map only refers to it.
    pub is_placeholder: bool,
}

/// One code.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code as written.
    pub code: Box<str>,
    /// What it means; empty where not said.
    pub meaning: Box<str>,
    /// Where it is written.
    pub span: Span,
}

/// How the meaning of one code relates to that of another (SKOS mapping properties).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Predicate {
    /// The same.
    Exact,
    /// Nearly the same; not transitive.
    Close,
    /// The target is broader.
    Broad,
    /// The target is narrower.
    Narrow,
    /// Related in some other way.
    Related,
}

/// A crosswalk from one code list to another.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Where it is written.
    pub span: Span,
    /// The code list mapped.
    pub from: Ref<CodeListId>,
    /// The code list mapped to.
    pub to: Ref<CodeListId>,
    /// Rows: source code, target code, predicate.
    pub pairs: Vec<Pair>,
    /// Evidence.
    pub evidence: Evidence,
}

/// One row of a crosswalk.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The source code, and where it is written.
    pub from: (Box<str>, Span),
    /// The target code, and where it is written.
    pub to: (Box<str>, Span),
    /// How the two relate.
    pub predicate: Predicate,
}

/// The keys of a code list.
pub(super) static RECORD: Record = Record {
    what: "a code list",
    keys: &[
        Key {
            name: "name",
            shape: "text",
            about: "its name",
        },
        Key {
            name: "values",
            shape: "mapping from code to meaning, or list of codes",
            about: "its codes",
        },
    ],
    also: &evidence::KEYS,
    example: "{values: {N: Natural, U: Unnatural}}",
};

/// The keys of a mapping.
pub(super) static MAPPING: Record = Record {
    what: "a mapping between code lists",
    keys: &[
        Key {
            name: "from",
            shape: "code list",
            about: "the code list mapped",
        },
        Key {
            name: "to",
            shape: "code list",
            about: "the code list mapped to",
        },
        Key {
            name: "pairs",
            shape: "mapping from code to code, or to a mapping from code to exact | close | broad | narrow | related",
            about: "which codes correspond, and how",
        },
    ],
    also: &evidence::KEYS,
    example: "{from: manner, to: conclusion, pairs: {N: {natural_causes: exact}}}",
};

pub(super) const PREDICATES: [(&str, Predicate); 5] = [
    ("exact", Predicate::Exact),
    ("close", Predicate::Close),
    ("broad", Predicate::Broad),
    ("narrow", Predicate::Narrow),
    ("related", Predicate::Related),
];

impl CodeList {
    pub(super) fn decode(
        decoder: &mut Decoder<'_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let slug = decoder.text(key, "the id of a code list")?;
        let mut list = Self::placeholder(&slug, key.span);
        list.is_placeholder = false;
        if let Value::List(_) = node.value {
            list.values = codes(decoder, node);
            return Some(list);
        }
        let Some(values) = decoder.record(node, &RECORD) else {
            return Some(list);
        };
        if let Some(name) = values
            .get("name")
            .and_then(|node| decoder.text(node, "a name"))
        {
            list.name = name.into();
        }
        list.values = stated::said(&values, "values")
            .map(|node| codes(decoder, node))
            .unwrap_or_default();
        list.evidence = Evidence::take(decoder, &values);
        Some(list)
    }

    pub(super) fn placeholder(slug: &str, span: Span) -> Self {
        Self {
            slug: slug.into(),
            span,
            name: slug.into(),
            values: Vec::new(),
            evidence: Evidence::default(),
            is_placeholder: true,
        }
    }

    /// True where the code is in the list.
    pub fn has(&self, code: &str) -> bool {
        self.values.iter().any(|value| &*value.code == code)
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
                    span: key.span,
                })
            });
            pairs.collect()
        }
        _ => {
            let texts = decoder.texts(node, "a code");
            texts
                .into_iter()
                .map(|(code, span)| Code {
                    code: code.into(),
                    meaning: "".into(),
                    span,
                })
                .collect()
        }
    }
}

impl Mapping {
    pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let values = decoder.record(node, &MAPPING)?;
        let (Some(from), Some(to)) = (values.get("from"), values.get("to")) else {
            let message = "a mapping between code lists needs both `from` and `to`";
            decoder.invalid(
                node.span,
                message,
                format!("write it like this: {}", MAPPING.example),
            );
            return None;
        };
        let from = reference(decoder, from, "a code list")?;
        let to = reference(decoder, to, "a code list")?;
        let pairs = values
            .get("pairs")
            .map(|node| pairs(decoder, node))
            .unwrap_or_default();
        Some(Self {
            span: values.span,
            from,
            to,
            pairs,
            evidence: Evidence::take(decoder, &values),
        })
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
                        decoder.one_of(predicate, "a way in which two codes relate", &PREDICATES)
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
