//! The map's section about itself: title, purpose and day.

use super::date::Date;
use super::member::{Keys, Member, Reader};
use super::record::record;
use super::shape::Shape;
use crate::read::syntax::{Node, Written};

record! {
    /// The section about the map itself. Where several files have one, the first that says something counts.
    About: "the map's own section", like "{title: …, as_of: 2025-10-14, format: 1}";
    keys {
        /// Empty where none is given.
        "title" title: String, "the title of the map";
        /// Empty where none is given.
        "about" about: String, "the purpose of the map";
        "as_of" as_of: Option<Date>, "the day it describes";
        "format" format: Version, "the version of the format";
    }
    also evidence
}

/// The version of the format: there is one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Version;

impl Member for Version {
    const SHAPE: Shape = Shape::Version;

    fn read(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>, _noun: &'static str) {
        if node.text() != Some("1") {
            reader.decoder.invalid(
                node.span,
                "this version of the format is not known",
                "write `format: 1`, or use a newer flowmap",
            );
        }
    }

    fn write(&self, keys: &mut Keys<'_>, key: &str) {
        keys.put(key, Written::Number(1));
    }
}

impl Default for About {
    fn default() -> Self {
        Self::new()
    }
}

impl About {
    /// Adds the section of one file.
    pub(super) fn add(&mut self, reader: &mut Reader<'_, '_>, node: &Node<'_>) {
        if let Some(values) = reader.decoder.record(node, Self::RECORD) {
            self.fill(reader, &values);
        }
    }
}
