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
        section("map", Shape::Map, "the map itself"),
        section(
            "dimensions",
            Shape::Entries(Entity::Dimension, Short::Values),
            "the dimensions by which populations differ",
        ),
        section(
            "organisations",
            Shape::Entries(Entity::Organisation, Short::Name),
            "the organisations that own, supply and ask for data",
        ),
        section(
            "terms",
            Shape::Entries(Entity::Term, Short::Name),
            "the glossary of terms",
        ),
        section(
            "code_lists",
            Shape::Entries(Entity::CodeList, Short::Codes),
            "closed lists of codes",
        ),
        section(
            "mappings",
            Shape::Items("mappings"),
            "mappings between code lists",
        ),
        section(
            "systems",
            Shape::Entries(Entity::System, Short::Name),
            "the systems that hold data",
        ),
        section("flows", Shape::Items("flows"), "the flows of data"),
        section(
            "needs",
            Shape::Entries(Entity::Need, Short::Question),
            "questions that somebody must be able to answer",
        ),
        section(
            "decisions",
            Shape::Items("decisions"),
            "decisions on findings and topics",
        ),
        section(
            "cases",
            Shape::Entries(Entity::Case, Short::Name),
            "single persons or events, to see who must be told of each",
        ),
        section(
            "scenarios",
            Shape::Entries(Entity::Scenario, Short::Name),
            "changes to try; they are not part of the map",
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
