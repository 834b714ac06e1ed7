//! Maps the keys of an entry to the members of an entity, and back.
//!
//! Each type defines once how its values are read, written and described: as a [`Form`] for the value itself, and as a [`Member`] for a
//! member of an entity, which has a value even if its key is left out.

use std::borrow::Cow;

use super::covers;
use super::dimension::Dimensions;
use super::evidence::Evidence;
use super::id::{DimensionId, Entity, Id as _, OrganisationId};
use super::scope::ScopeBox;
use super::shape::Shape;
use super::stated::{Stated, name, word};
use crate::read::syntax::{Decoder, Node, Values, Written};

/// Reads values. It knows the dimensions, which boxes need.
pub(super) struct Reader<'r, 'a> {
    /// Takes values from the tree, and keeps the findings.
    pub(super) decoder: &'r mut Decoder<'a>,
    /// The dimensions of the map.
    pub(super) dimensions: &'r Dimensions,
}

impl Reader<'_, '_> {
    /// Fills the evidence of a statement. The first evidence counts.
    pub(super) fn evidence(&mut self, values: &Values<'_, '_>, into: &mut Evidence) {
        let evidence = Evidence::take(self.decoder, values);
        if *into == Evidence::default() {
            *into = evidence;
        }
    }
}

/// The parts of a map that a writer needs.
pub(crate) trait Slugs {
    /// The dimensions of the map.
    fn dimensions(&self) -> &Dimensions;

    /// The slug of the entity at this place in its table.
    fn slug(&self, entity: Entity, index: usize) -> Cow<'_, str>;

    /// A box, or a list of boxes.
    fn boxes(&self, boxes: &[ScopeBox]) -> Written {
        let slug = |id: DimensionId| self.slug(Entity::Dimension, id.index()).into_owned();
        covers::written(self.dimensions(), boxes, &slug)
    }
}

/// A value of a key.
pub(super) trait Form: Sized {
    /// Its shape.
    const SHAPE: Shape;

    /// Reads the value; `None`, with a finding, if it has another form. `noun` names it in messages.
    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self>;

    /// Writes the value.
    fn write(&self, slugs: &dyn Slugs) -> Written;
}

/// A member of an entity, filled from one key.
pub(super) trait Member {
    /// The shape of the key's value.
    const SHAPE: Shape;

    /// Fills the member from the value of its key. `noun` names the value in messages.
    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str);

    /// Writes the key, unless the member is empty.
    fn write(&self, keys: &mut Keys<'_>, key: &str);

    /// Takes the value of another account of the same thing if this one has none.
    fn complete(&mut self, _other: &Self) {}
}

/// An entity that may be written more than once.
pub(super) trait Accounted {
    /// Fills the keys that this account leaves out from another account.
    fn complete(&mut self, other: &Self);
}

/// Reads a value, or one of the three words that replace it.
pub(super) fn stated<T: Form>(
    reader: &mut Reader<'_, '_>,
    node: &Node<'_>,
    noun: &'static str,
) -> Stated<T> {
    match word(node) {
        Some("unknown") => Stated::Unknown(node.span),
        Some("none") => Stated::Absent(node.span),
        Some("not-shared") => Stated::NotShared(node.span),
        _ => T::read(reader, node, noun)
            .map_or(Stated::Unstated, |value| Stated::Known(value, node.span)),
    }
}

/// Reads and writes a value or one of the three words.
impl<T: Form + Clone> Member for Stated<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        *self = stated(reader, node, noun);
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        match self {
            Stated::Unstated => {}
            Stated::Unknown(_) => keys.text(key, "unknown"),
            Stated::Absent(_) => keys.text(key, "none"),
            Stated::NotShared(_) => keys.text(key, "not-shared"),
            Stated::Known(value, _) => keys.put(key, value.write(keys.slugs)),
        }
    }

    fn complete(&mut self, other: &Self) {
        if self.is_open() && !other.is_open() {
            *self = other.clone();
        }
    }
}

/// Reads and writes an optional value. The first one counts.
impl<T: Form + Clone> Member for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        if word(node).is_none() {
            let value = T::read(reader, node, noun);
            *self = self.take().or(value);
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        match self {
            Some(value) => keys.put(key, value.write(keys.slugs)),
            None => keys.word(key),
        }
    }

    fn complete(&mut self, other: &Self) {
        if self.is_none() {
            self.clone_from(other);
        }
    }
}

/// Reads and writes a truth value, which is false if it is not written.
impl Member for bool {
    const SHAPE: Shape = <bool as Form>::SHAPE;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        let is_said = word(node).is_none();
        *self = is_said && <bool as Form>::read(reader, node, noun).unwrap_or(false);
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        if *self {
            keys.put(key, Written::Truth(true));
        } else {
            keys.word(key);
        }
    }
}

/// Reads and writes a text, which is empty if nobody can say it.
impl Member for Box<str> {
    const SHAPE: Shape = <Box<str> as Form>::SHAPE;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        let text = reader.decoder.text(node, noun);
        *self = text.map_or_else(Box::default, |text| name(&text, ""));
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        keys.text(key, self);
    }
}

/// Reads and writes a text as it is. The first that is not empty counts.
impl Member for String {
    const SHAPE: Shape = Shape::Text("a text");

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        let text = reader.decoder.text(node, noun);
        if let Some(text) = text.filter(|_| self.is_empty()) {
            *self = text;
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        keys.text(key, self);
    }
}

/// The keys of one entry for YAML, in the order added. Empty keys are left out.
pub(super) struct Keys<'m> {
    pub(super) slugs: &'m dyn Slugs,
    evidence: Option<&'m Evidence>,
    written: Vec<(String, Written)>,
}

impl<'m> Keys<'m> {
    /// No keys.
    pub(super) fn new(slugs: &'m dyn Slugs) -> Self {
        Self {
            slugs,
            evidence: None,
            written: Vec::new(),
        }
    }

    /// No keys, for an entry with this evidence.
    pub(super) fn with(slugs: &'m dyn Slugs, evidence: &'m Evidence) -> Self {
        Self {
            evidence: Some(evidence),
            ..Self::new(slugs)
        }
    }

    /// Adds a key with its value.
    pub(super) fn put(&mut self, key: &str, value: Written) {
        self.written.push((key.to_owned(), value));
    }

    /// Adds a text, unless it is empty.
    pub(super) fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.put(key, Written::text(text));
        }
    }

    /// Adds a name, unless it is the default for an entity without one.
    pub(super) fn name(&mut self, name: &str, default: &str) {
        if name != default {
            self.put("name", Written::text(name));
        }
    }

    /// Adds the word that replaces a value, for members that do not keep it.
    pub(super) fn word(&mut self, key: &str) {
        self.text(key, self.word_of(key).unwrap_or_default());
    }

    /// The word that replaces the value of a key.
    pub(super) fn word_of(&self, key: &str) -> Option<&'static str> {
        self.evidence?.word(key)
    }

    /// Removes a key.
    pub(super) fn remove(&mut self, key: &str) {
        self.written.retain(|(written, _)| written != key);
    }

    /// All of it, key by key, the evidence last.
    pub(super) fn written(self) -> Vec<(String, Written)> {
        match self.mapping() {
            Written::Mapping(written) => written,
            _ => Vec::new(),
        }
    }

    /// All keys as a mapping, with the evidence last.
    pub(super) fn mapping(mut self) -> Written {
        if let Some(evidence) = self.evidence {
            let slugs = self.slugs;
            let slug = |body: OrganisationId| {
                Written::text(&slugs.slug(Entity::Organisation, body.index()))
            };
            for (key, value) in evidence.written(&slug) {
                self.put(key, value);
            }
        }
        Written::Mapping(self.written)
    }

    /// The value of `key` if it is the only key, nothing if there is no key, else a mapping.
    pub(super) fn short(self, key: &str) -> Written {
        let Written::Mapping(mut written) = self.mapping() else {
            return Written::Nothing;
        };
        match written.as_slice() {
            [] => Written::Nothing,
            [(only, _)] if only == key => written.swap_remove(0).1,
            _ => Written::Mapping(written),
        }
    }
}
