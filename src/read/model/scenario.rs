//! Changes to try on paper: they do not change the map.

use super::entry::Entry;
use super::former::FormerIds;
use super::member::Reader;
use super::record::record;
use super::shape::Shape;
use super::trial::Tried;
use crate::read::source::Span;
use crate::read::syntax::Node;

record! {
    /// A scenario.
    Scenario: "a scenario", like "{name: One notification form, changes: [merge form_16 into form_17]}";
    members {
        /// Its id.
        slug: Box<str>,
        /// Where it is declared.
        span: Span,
    }
    given {
        /// The id where none is given.
        "name" name: Box<str> = Shape::Text("a name"), "its name";
    }
    keys {
        "changes" changes: Vec<Tried>, "the changes to try: `retire a`, `merge a into b`, `serve a from b`, `agree term type=date`, `add a -> b: [field]`, `as-of 2026-10-01`, `with planned`";
        "was" was: FormerIds, "its former id, or a list of them";
    }
    also evidence
}

impl Scenario {
    pub(super) fn decode(
        reader: &mut Reader<'_, '_>,
        key: &Node<'_>,
        node: &Node<'_>,
    ) -> Option<Self> {
        let entry = Entry::read(reader.decoder, key, node, Self::RECORD)?;
        let mut scenario = Self::new(entry.slug.into(), key.span, entry.name);
        if let Some(values) = entry.values {
            scenario.fill(reader, &values);
        }
        Some(scenario)
    }
}
