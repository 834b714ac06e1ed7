//! The disputes of a statement.

use super::id::{Entity, OrganisationId, Ref};
use super::reference::reference;
use super::shape::{Key, Record, Shape};
use super::stated;
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value, Written};

/// A contradiction by somebody else: the statement still counts, and is not sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The place.
    pub(crate) span: Span,
    /// The one who disputes it, if known.
    pub(crate) by: Option<Ref<OrganisationId>>,
    /// Their words.
    pub(crate) says: Box<str>,
    /// Addresses or documents, as written.
    pub(crate) sources: Vec<String>,
}

impl Dispute {
    /// Its keys.
    pub(super) const RECORD: &'static Record = &Record {
        what: "a different account of a statement",
        keys: &[
            Key {
                name: "by",
                shape: Shape::Id(Entity::Organisation),
                about: "the organisation that gives this account",
            },
            Key {
                name: "says",
                shape: Shape::Text("what is said instead"),
                about: "the different account",
            },
            Key {
                name: "source",
                shape: Shape::Texts,
                about: "the address or document of this account",
            },
        ],
        also: &[],
        needs: &["says"],
        example: "{by: regulator, says: It takes two weeks}",
    };

    /// Reads one text or mapping, or a list of them.
    pub(super) fn read_all(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Vec<Self> {
        if stated::word(node).is_some() {
            return Vec::new();
        }
        let items = decoder.list(node, "what others say", true, Self::RECORD.example);
        let items = items.unwrap_or_default();
        items
            .iter()
            .filter_map(|item| Self::read(decoder, item))
            .collect()
    }

    fn read(decoder: &mut Decoder<'_>, node: &Node<'_>) -> Option<Self> {
        let Value::Mapping(_) = node.value else {
            return Some(Self {
                span: node.span,
                by: None,
                says: decoder.text(node, "what is said instead")?.into(),
                sources: Vec::new(),
            });
        };
        let values = decoder.record(node, Self::RECORD)?;
        let Some(says) = values.get("says") else {
            decoder.invalid(
                node.span,
                "nothing says what is disputed",
                format!("add `says:`, such as {}", Self::RECORD.example),
            );
            return None;
        };
        let says = decoder.text(says, "what is said instead")?.into();
        let by = stated::said(&values, "by");
        let sources = values.get("source");
        Some(Self {
            span: node.span,
            by: by.and_then(|by| reference(decoder, by, "an organisation")),
            says,
            sources: sources
                .map(|node| decoder.texts(node, "a source"))
                .unwrap_or_default()
                .into_iter()
                .map(|(text, _)| text)
                .collect(),
        })
    }

    /// The shortest form for all of them.
    pub(super) fn written(all: &[Self], slug: &dyn Fn(OrganisationId) -> Written) -> Written {
        let one = |dispute: &Self| {
            if dispute.by.is_none() && dispute.sources.is_empty() {
                return Written::text(&dispute.says);
            }
            let mut keys = Vec::new();
            keys.extend(dispute.by.map(|by| ("by".to_owned(), slug(by.id()))));
            keys.push(("says".to_owned(), Written::text(&dispute.says)));
            match &dispute.sources[..] {
                [] => {}
                [source] => keys.push(("source".to_owned(), Written::text(source))),
                sources => {
                    let sources = sources.iter().map(Written::text).collect();
                    keys.push(("source".to_owned(), Written::List(sources)));
                }
            }
            Written::Mapping(keys).inline()
        };
        match all {
            [dispute] => one(dispute),
            all => Written::List(all.iter().map(one).collect()),
        }
    }
}
