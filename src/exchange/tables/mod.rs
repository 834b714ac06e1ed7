//! The resolved map as plain tables, for engines that answer questions in SQL.

mod codes;
mod documents;
#[cfg(test)]
mod engines;
mod entries;
mod findings;
mod passing;
mod people;
mod wanted;

use std::io;
use std::io::Write;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::escape::record;
use crate::read::model::{Boxes, Evidence, Model, Record, Scope, Statement};

pub(crate) use documents::documents;

/// The destination of the rows.
type Out<'w> = &'w mut dyn Write;

/// A table: its name is that of its file without `.csv`.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    about: &'static str,
    /// True for statements of the map, which have the columns of [`EVIDENCE`] too.
    has_evidence: bool,
    /// Its own columns.
    columns: &'static [Column],
    rows: fn(&Resolved<'_>, Out<'_>) -> io::Result<()>,
}

/// A column of a table.
struct Column {
    name: &'static str,
    kind: Kind,
    about: &'static str,
}

/// The type of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Truth,
}

impl Kind {
    /// Its name in both dialects of SQL.
    fn word(self) -> &'static str {
        match self {
            Kind::Text => "STRING",
            Kind::Whole => "BIGINT",
            Kind::Truth => "BOOLEAN",
        }
    }
}

/// A column of texts.
const fn text(name: &'static str, about: &'static str) -> Column {
    let kind = Kind::Text;
    Column { name, kind, about }
}

/// A column of whole numbers.
const fn whole(name: &'static str, about: &'static str) -> Column {
    let kind = Kind::Whole;
    Column { name, kind, about }
}

/// A column of `true` and `false`.
const fn truth(name: &'static str, about: &'static str) -> Column {
    let kind = Kind::Truth;
    Column { name, kind, about }
}

/// All tables, in the order of the documentation.
pub(crate) static TABLES: [&Table; 24] = [
    &entries::ABOUT,
    &entries::ORGANISATIONS,
    &entries::SYSTEMS,
    &entries::FIELDS,
    &passing::FLOWS,
    &passing::FLOW_IDENTIFIERS,
    &passing::PASSAGES,
    &entries::TERMS,
    &codes::CODE_LISTS,
    &codes::CODES,
    &codes::CODE_PAIRS,
    &people::DIMENSIONS,
    &people::DIMENSION_VALUES,
    &people::SCOPES,
    &people::BOXES,
    &people::BOX_VALUES,
    &wanted::NEEDS,
    &wanted::NEED_ASKERS,
    &wanted::NEED_TERMS,
    &wanted::CASES,
    &wanted::DECISIONS,
    &wanted::DISPUTES,
    &findings::FINDINGS,
    &findings::SUBJECTS,
];

/// A map with its scopes numbered.
pub(crate) struct Resolved<'a> {
    analysis: &'a Analysis,
    scopes: Vec<Boxes>,
    numbers: FxHashMap<Boxes, usize>,
}

impl<'a> Resolved<'a> {
    /// Numbers each different scope once: those of the fields first.
    pub(crate) fn of(analysis: &'a Analysis) -> Self {
        let model = analysis.model();
        let systems = model.systems.iter().map(|(_, one)| &one.covers);
        let flows = model.flows.iter().map(|(_, one)| &one.only);
        let needs = model.needs.iter().map(|(_, one)| &one.covers);
        let stated = systems.chain(flows).chain(needs);
        let stated = stated.filter_map(|scope| scope.known().cloned());
        let cases = model.cases.iter();
        let cases = cases.filter_map(|(_, one)| Some(one.covers.known()?.0.clone()));
        let mut scopes = model.scopes().to_vec();
        let mut numbers: FxHashMap<Boxes, usize> = FxHashMap::default();
        for (number, boxes) in scopes.iter().enumerate() {
            numbers.insert(boxes.clone(), number);
        }
        for boxes in stated.chain(cases) {
            let next = scopes.len();
            let number = *numbers.entry(boxes.clone()).or_insert(next);
            if number == next {
                scopes.push(boxes);
            }
        }
        Self {
            analysis,
            scopes,
            numbers,
        }
    }

    fn model(&self) -> &'a Model {
        self.analysis.model()
    }

    /// The number of these boxes.
    fn number(&self, boxes: &Boxes) -> String {
        self.numbers[boxes].to_string()
    }

    /// The number of a scope; empty if none is stated.
    fn scope(&self, scope: &Scope) -> String {
        scope
            .known()
            .map_or_else(String::new, |boxes| self.number(boxes))
    }
}

impl Table {
    /// All its columns, in order.
    fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let evidence = if self.has_evidence {
            &EVIDENCE[..]
        } else {
            &[]
        };
        self.columns.iter().chain(evidence)
    }

    /// Writes the header and the rows.
    pub(crate) fn write(&self, map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
        row(out, self.columns().map(|column| column.name))?;
        (self.rows)(map, out)
    }
}

/// Writes one row.
fn row<T: AsRef<str>>(out: Out<'_>, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
    out.write_all(record(cells).as_bytes())
}

/// The word for a truth.
fn is(truth: bool) -> String {
    truth.to_string()
}

/// The columns that every statement has, after those of its own.
const EVIDENCE: [Column; 6] = [
    text("confidence", "`confirmed`, `reported` or `assumed`"),
    truth(
        "is_disputed",
        "whether somebody disputes it; see `disputes`",
    ),
    text("sources", "its sources, joined by ` | `"),
    text("notes", "remarks"),
    text("tags", "its tags, joined by ` | `"),
    text(
        "not_known",
        "the keys written as `unknown`, `none` or `not-shared`, such as `owner: unknown`, joined by ` | `",
    ),
];

/// Writes the row of a statement: its own cells, and those of its evidence.
fn stated(
    out: Out<'_>,
    cells: impl IntoIterator<Item = String>,
    statement: Statement,
    found: &Evidence,
) -> io::Result<()> {
    row(
        out,
        cells.into_iter().chain(evidence(statement.record(), found)),
    )
}

/// The cells of these columns.
fn evidence(record: &Record, evidence: &Evidence) -> [String; 6] {
    let not_known = record.keys.iter();
    let not_known =
        not_known.filter_map(|key| Some(format!("{}: {}", key.name, evidence.word(key.name)?)));
    let not_known: Vec<String> = not_known.collect();
    [
        evidence.confidence.word().to_owned(),
        is(!evidence.disputes().is_empty()),
        evidence.sources().join(" | "),
        evidence.notes().to_owned(),
        evidence.tags().join(" | "),
        not_known.join(" | "),
    ]
}
