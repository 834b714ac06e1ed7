//! Finds the header of a list of fields, and proposes what each column is, by its heading and its values.

use std::collections::BTreeSet;

use crate::exchange::sheets::book::{Row, Sheet};
use crate::read::syntax::matching_key;

/// The meaning of a column in a list of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The name of the field, from which its id is made.
    Name,
    /// The table that the field is in.
    Table,
    /// A longer name.
    Label,
    /// The definition of the field.
    Definition,
    /// The type of its values.
    Type,
    /// Whether it must be filled in.
    Required,
    /// Its unit.
    Unit,
    /// Remarks.
    Notes,
}

impl Meaning {
    /// All meanings, those that lists have most often first.
    pub(super) const ALL: [Meaning; 8] = [
        Meaning::Name,
        Meaning::Table,
        Meaning::Definition,
        Meaning::Type,
        Meaning::Required,
        Meaning::Label,
        Meaning::Unit,
        Meaning::Notes,
    ];

    /// The word for it in `--columns`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Meaning::Name => "name",
            Meaning::Table => "table",
            Meaning::Label => "label",
            Meaning::Definition => "definition",
            Meaning::Type => "type",
            Meaning::Required => "required",
            Meaning::Unit => "unit",
            Meaning::Notes => "notes",
        }
    }

    /// The meaning with this word.
    pub(super) fn of(word: &str) -> Option<Self> {
        let key = matching_key(word);
        Self::ALL.into_iter().find(|meaning| meaning.word() == key)
    }

    /// The headings that lists use for it, as [`matching_key`] gives them, the surest first.
    fn headings(self) -> impl Iterator<Item = &'static str> {
        let line = HEADINGS.iter().find(|(meaning, _)| *meaning == self);
        line.map_or("", |(_, words)| *words).split_whitespace()
    }
}

/// The headings for each meaning.
const HEADINGS: [(Meaning, &str); 8] = [
    (
        Meaning::Name,
        "fieldname cdmfieldname variablename columnname dataitemname elementname attributename dataelementname \
         variable/fieldname variable field column dataitem dataelement element attribute sourcefield targetfield item name \
         varname itemname key code id",
    ),
    (
        Meaning::Table,
        "tablename cdmtablename table sourcetable targettable dataset entity form formname group section file \
         datasetname domain",
    ),
    (
        Meaning::Label,
        "label fieldlabel variablelabel title displayname longname caption fulltitle prompt",
    ),
    (
        Meaning::Definition,
        "definition description fielddescription variabledescription columndescription keydescription meaning \
         userguidance dataitemdescription details desc explanation",
    ),
    (
        Meaning::Type,
        "type datatype cdmdatatype fieldtype variabletype columntype dtype xmltype format",
    ),
    (
        Meaning::Required,
        "required isrequired required? mandatory mandatory? requiredfield? mandatoryfield mandatory/optional m/r/o \
         obligation notnull requiredfield core",
    ),
    (
        Meaning::Unit,
        "unit units unitofmeasure unitofmeasurement uom",
    ),
    (
        Meaning::Notes,
        "notes note comment comments remarks etlconventions fieldnote guidance",
    ),
];

/// A column of a list, and what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The column, from 0.
    pub(crate) column: usize,
    /// Its heading.
    pub heading: String,
    /// Its proposed meaning; `None` if it is left out.
    pub meaning: Option<Meaning>,
    /// Some of its values.
    pub values: Vec<String>,
}

/// The rows that may be the header.
const LOOKED_AT: usize = 40;
/// The number of values that are shown for each column.
const SHOWN: usize = 3;
/// The number of values by which a column without a known heading is judged.
const JUDGED: usize = 200;

/// A rank of a heading for a meaning: smaller is surer.
fn rank(heading: &str, meaning: Meaning) -> Option<usize> {
    let key = matching_key(heading);
    meaning.headings().position(|known| known == key)
}

/// The place of the header among the rows: the row with the most headings that are known; of several, the fullest, then the first.
pub(super) fn header(sheet: &Sheet) -> Option<usize> {
    let rows = sheet.rows.iter().take(LOOKED_AT).enumerate();
    let scored = rows.map(|(place, row)| {
        let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).collect();
        let is_known = |text: &&&str| {
            Meaning::ALL
                .into_iter()
                .any(|meaning| rank(text, meaning).is_some())
        };
        let known = texts.iter().filter(is_known).count();
        // A heading is short, and no two columns have the same.
        let short = texts.iter().filter(|text| text.len() < 60).count();
        let distinct: BTreeSet<&&str> = texts.iter().collect();
        let is_header = distinct.len() == texts.len() && texts.len() > 1;
        (
            usize::from(is_header) * known,
            short,
            std::cmp::Reverse(place),
        )
    });
    let best = scored.max()?;
    Some(best.2.0)
}

/// Proposes a meaning for each column.
pub(super) fn proposed(sheet: &Sheet, header: usize) -> Vec<Proposed> {
    let rows = &sheet.rows[header + 1..];
    let heads = sheet.rows[header].cells.iter();
    let mut columns: Vec<Proposed> = heads
        .filter(|cell| !cell.text.trim().is_empty())
        .map(|cell| Proposed {
            column: cell.column,
            heading: cell.text.trim().to_owned(),
            meaning: None,
            values: some(rows, cell.column, SHOWN),
        })
        .collect();
    let mut ranked: Vec<(usize, usize, Meaning)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        for meaning in Meaning::ALL {
            if let Some(rank) = rank(&column.heading, meaning) {
                ranked.push((rank, place, meaning));
            }
        }
    }
    ranked.sort();
    for (_, place, meaning) in ranked {
        let is_taken = columns.iter().any(|column| column.meaning == Some(meaning));
        if !is_taken && columns[place].meaning.is_none() {
            columns[place].meaning = Some(meaning);
        }
    }
    by_values(&mut columns, rows);
    columns
}

/// Distinct values of a column.
fn some(rows: &[Row], column: usize, most: usize) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for row in rows {
        let text = row.text(column).trim();
        if !text.is_empty() && !values.iter().any(|known| known == text) {
            values.push(text.to_owned());
        }
        if values.len() == most {
            break;
        }
    }
    values
}

/// How the values of a column look.
struct Look {
    /// The share of rows that have a value.
    filled: f64,
    /// The share of values that differ.
    differing: f64,
    /// The words of a value on average.
    words: f64,
    /// True if nearly all are single words.
    are_words: bool,
    /// True if few hold marks that lists of codes are made of.
    are_sentences: bool,
}

impl Look {
    fn of(rows: &[Row], column: usize) -> Self {
        let judged = rows.iter().take(JUDGED);
        let texts = judged.map(|row| row.text(column).trim());
        let all: Vec<&str> = texts.collect();
        let texts: Vec<&str> = all
            .iter()
            .copied()
            .filter(|text| !text.is_empty())
            .collect();
        let distinct: BTreeSet<&&str> = texts.iter().collect();
        let count = texts.len().max(1) as f64;
        let words = texts.iter().map(|text| text.split_whitespace().count());
        let words: usize = words.sum();
        let is_word = |text: &&&str| text.starts_with(char::is_alphabetic) && !text.contains(' ');
        let is_codes = |text: &&&str| text.contains(['|', ';', '=']);
        Self {
            filled: texts.len() as f64 / all.len().max(1) as f64,
            differing: distinct.len() as f64 / count,
            words: words as f64 / count,
            are_words: texts.iter().filter(is_word).count() * 10 > texts.len() * 9,
            are_sentences: texts.iter().filter(is_codes).count() * 5 < texts.len(),
        }
    }
}

/// Judges columns without a known heading by their values: names are short and differ, definitions are sentences.
fn by_values(columns: &mut [Proposed], rows: &[Row]) {
    let looks: Vec<Look> = columns
        .iter()
        .map(|column| Look::of(rows, column.column))
        .collect();
    let is_free = |columns: &[Proposed], place: usize| columns[place].meaning.is_none();
    let lacks = |columns: &[Proposed], meaning| {
        columns.iter().all(|column| column.meaning != Some(meaning))
    };
    let places = 0..columns.len();
    if lacks(columns, Meaning::Name) {
        let names = places.clone().filter(|place| {
            let look = &looks[*place];
            is_free(columns, *place)
                && look.filled > 0.3
                && look.differing > 0.9
                && look.words < 5.0
        });
        // Single words before several.
        let best = names.max_by_key(|place| (looks[*place].are_words, std::cmp::Reverse(*place)));
        if let Some(place) = best {
            columns[place].meaning = Some(Meaning::Name);
        }
    }
    if lacks(columns, Meaning::Definition) {
        let texts = places.clone().filter(|place| {
            let look = &looks[*place];
            let is_text = look.differing > 0.5 && look.words > 4.0 && look.are_sentences;
            is_free(columns, *place) && look.filled > 0.3 && is_text
        });
        let best = texts.max_by(|a, b| looks[*a].words.total_cmp(&looks[*b].words));
        if let Some(place) = best {
            columns[place].meaning = Some(Meaning::Definition);
        }
    }
    if lacks(columns, Meaning::Type) {
        let place = places.clone().find(|place| {
            let values = some(rows, columns[*place].column, 12);
            let are_types = values
                .iter()
                .all(|value| super::rows::kind(value).is_some());
            is_free(columns, *place) && values.len() > 1 && are_types
        });
        if let Some(place) = place {
            columns[place].meaning = Some(Meaning::Type);
        }
    }
}
