//! Reads and writes texts, numbers, times, words of closed sets, references and boxes.

use super::choice::Choice;
use super::covers;
use super::date::Date;
use super::duration::{Duration, Every};
use super::former::FormerIds;
use super::id::{CaseId, DimensionId, Entity, Id, OrganisationId, Ref, TermId};
use super::member::{Form, Keys, Member, Reader, Slugs};
use super::reference::{reference, references};
use super::scope::Boxes;
use super::shape::Shape;
use super::stated::word;
use crate::read::syntax::{Node, Written};

impl Form for Box<str> {
    const SHAPE: Shape = Shape::Text("a text");

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        reader.decoder.text(node, noun).map(Into::into)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::text(self)
    }
}

impl Form for u32 {
    const SHAPE: Shape = Shape::Number;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        let number = node.text().and_then(|text| text.parse().ok());
        let number = number.filter(|number| *number > 0);
        if number.is_none() {
            reader.decoder.invalid(
                node.span,
                "`count` is a whole number from 1",
                "write how many such bodies there are, such as 52, or `unknown`",
            );
        }
        number
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::Number(*self)
    }
}

impl Form for bool {
    const SHAPE: Shape = Shape::Truth("this");

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        reader.decoder.truth(node, noun)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::Truth(*self)
    }
}

impl Form for Duration {
    const SHAPE: Shape = Shape::Duration;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        Duration::decode(reader.decoder, node)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::text(self)
    }
}

impl Form for Every {
    const SHAPE: Shape = Shape::Every(Every::NAMES);

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        Every::decode(reader.decoder, node)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        match self {
            Every::Event => Written::text("event"),
            Every::Period(duration) => Written::text(duration),
        }
    }
}

impl Form for Date {
    const SHAPE: Shape = Shape::Date;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        Date::decode(reader.decoder, node)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::text(self)
    }
}

impl<T: Choice> Form for T {
    const SHAPE: Shape = Shape::Choice(T::NOUN, T::NAMES);

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        reader.decoder.one_of(node, noun, T::WORDS)
    }

    fn write(&self, _slugs: &dyn Slugs) -> Written {
        Written::text(self.word())
    }
}

impl Form for Boxes {
    const SHAPE: Shape = Shape::Boxes;

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) -> Option<Self> {
        covers::boxes(reader.decoder, reader.dimensions, node)
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        slugs.boxes(self)
    }
}

impl Form for DimensionId {
    const SHAPE: Shape = Shape::Id(Entity::Dimension);

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        reader.decoder.text(node, noun)?;
        covers::dimension_named(reader.decoder, reader.dimensions, node)
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        Written::text(&slugs.slug(Entity::Dimension, self.index()))
    }
}

impl<I: Id> Form for Ref<I> {
    const SHAPE: Shape = Shape::Id(I::ENTITY);

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        reference(reader.decoder, node, noun)
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        Written::text(&slugs.slug(I::ENTITY, self.id().index()))
    }
}

impl<I: Id> Form for Vec<Ref<I>> {
    const SHAPE: Shape = Shape::Ids(I::ENTITY, I::ENTITY.noun());

    fn read(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) -> Option<Self> {
        Some(references(reader.decoder, node, noun))
    }

    fn write(&self, slugs: &dyn Slugs) -> Written {
        let slugs = self
            .iter()
            .map(|one| slugs.slug(I::ENTITY, one.id().index()));
        Written::texts(slugs)
    }
}

/// Reads references. `unknown` and `none` are not names.
fn named<I: Id>(reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &str) -> Vec<Ref<I>> {
    if word(node).is_some() {
        return Vec::new();
    }
    let texts = reader.decoder.texts(node, noun).into_iter();
    let names = texts.filter(|(text, _)| !matches!(text.as_str(), "unknown" | "none"));
    names
        .map(|(text, span)| Ref::new(reader.decoder.spellings.number(&text), span))
        .collect()
}

/// Reads and writes lists of references. A single one is written without brackets.
macro_rules! one_or_more {
    ($($id:ident),+) => {
        $(impl Member for Vec<Ref<$id>> {
            const SHAPE: Shape = Shape::IdOrIds($id::ENTITY);

            fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
                *self = named(reader, node, noun);
            }

            fn write(&self, keys: &mut Keys<'_>, key: &str) {
                match &**self {
                    [] => keys.word(key),
                    [one] => keys.put(key, one.write(keys.slugs)),
                    _ => keys.put(key, Form::write(self, keys.slugs)),
                }
            }
        })+
    };
}
one_or_more! { OrganisationId, CaseId }

impl Member for Vec<Ref<TermId>> {
    const SHAPE: Shape = <Self as Form>::SHAPE;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, noun: &'static str) {
        *self = named(reader, node, noun);
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        if self.is_empty() {
            keys.word(key);
        } else {
            keys.put(key, Form::write(self, keys.slugs));
        }
    }
}

impl Member for FormerIds {
    const SHAPE: Shape = Shape::Texts;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) {
        *self = Self::take(reader.decoder, node);
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        match self.all() {
            [] => keys.word(key),
            [(id, _)] => keys.put(key, Written::text(id)),
            ids => keys.put(key, Written::texts(ids.iter().map(|(id, _)| id))),
        }
    }

    fn complete(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        }
    }
}
