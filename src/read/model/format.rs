//! The format of a flow file as data: its sections, and the keys of the entries in each.

use super::about::About;
use super::case::Case;
use super::codes::{CodeList, Mapping};
use super::decision::Decision;
use super::dimension::Dimension;
use super::dispute::Dispute;
use super::field::Field;
use super::flow::Flow;
use super::id::Entity;
use super::need::Need;
use super::organisation::Organisation;
use super::passage::Passage;
use super::scenario::Scenario;
use super::shape::{Key, Record, Shape, Short};
use super::system::System;
use super::term::{Agreed, Term};

/// The sections of a flow file.
pub(crate) static FILE: &Record = &Record {
    what: "a flow file",
    keys: &[
        section("map", Shape::Map, "what the map says about itself"),
        section(
            "dimensions",
            Shape::Entries(Entity::Dimension, Short::Values),
            "the axes along which populations differ",
        ),
        section(
            "organisations",
            Shape::Entries(Entity::Organisation, Short::Name),
            "who owns, supplies and asks",
        ),
        section(
            "terms",
            Shape::Entries(Entity::Term, Short::Name),
            "the glossary",
        ),
        section(
            "code_lists",
            Shape::Entries(Entity::CodeList, Short::Codes),
            "closed lists of codes",
        ),
        section(
            "mappings",
            Shape::Items("mappings"),
            "crosswalks between code lists",
        ),
        section(
            "systems",
            Shape::Entries(Entity::System, Short::Name),
            "anything that holds data",
        ),
        section("flows", Shape::Items("flows"), "data moving"),
        section(
            "needs",
            Shape::Entries(Entity::Need, Short::Question),
            "questions somebody must be able to answer",
        ),
        section(
            "decisions",
            Shape::Items("decisions"),
            "what the room decided about findings and topics",
        ),
        section(
            "cases",
            Shape::Entries(Entity::Case, Short::Name),
            "single persons or events, to see who must be told of them",
        ),
        section(
            "scenarios",
            Shape::Entries(Entity::Scenario, Short::Name),
            "changes to try on paper; nothing in them stands",
        ),
    ],
    also: &[],
    needs: &[],
    example: "systems: {ward_record: Ward record} on one line, flows: below it",
};

const fn section(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, about }
}

/// Every record of the format, each with its place: a section, or a key of a section's entries.
pub(crate) static RECORDS: [(&str, &Record); 16] = [
    ("map", About::RECORD),
    ("dimensions", Dimension::RECORD),
    ("organisations", Organisation::RECORD),
    ("terms", Term::RECORD),
    ("terms.agreed", Agreed::RECORD),
    ("code_lists", CodeList::RECORD),
    ("mappings", Mapping::RECORD),
    ("systems", System::RECORD),
    ("systems.fields", Field::RECORD),
    ("flows", Flow::RECORD),
    ("flows.fields", Passage::RECORD),
    ("needs", Need::RECORD),
    ("decisions", Decision::RECORD),
    ("disputed", Dispute::RECORD),
    ("cases", Case::RECORD),
    ("scenarios", Scenario::RECORD),
];
