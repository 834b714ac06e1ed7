//! Makes a field of each row of a list.

use std::collections::BTreeMap;

use super::columns::Meaning;
use crate::exchange::proposed::entries::FIELDS;
use crate::exchange::proposed::{About, Origin, Proposal, Proposed, ProposedKey, WrittenMap};
use crate::exchange::sheets::book::{Book, Row, Sheet};
use crate::exchange::sheets::slug;
use crate::read::syntax::{Written, close_key, matching_key};
use crate::words::{first_few, plural};

/// Limit on the rows or types that a remark names.
const MOST_NAMED: usize = 5;

/// The type of the format for the type of a list.
pub(super) fn kind(text: &str) -> Option<&'static str> {
    let key = matching_key(text.split(['(', '[', ',']).next().unwrap_or_default());
    let kind = match key.as_str() {
        "date" => "date",
        "datetime"
        | "timestamp"
        | "time"
        | "datetimetz"
        | "timestamptz"
        | "datetime2"
        | "timestampwithtimezone" => "datetime",
        "duration" | "interval" | "timedelta" => "duration",
        "code" | "coded" | "categorical" | "category" | "enum" | "factor" | "dropdown"
        | "radio" | "choice" | "list" | "codeableconcept" | "nominal" | "ordinal" | "select"
        | "checkbox" => "code",
        "integer" | "int" | "number" | "numeric" | "float" | "double" | "decimal" | "bigint"
        | "smallint" | "real" | "num" | "int64" | "int32" | "float64" | "long" | "continuous"
        | "integer64" | "doubleprecision" | "n" | "calc" => "number",
        "boolean" | "bool" | "yesno" | "logical" | "truefalse" | "binary" | "flag" => "boolean",
        "identifier" | "id" | "uuid" | "guid" | "key" => "identifier",
        "text" | "string" | "varchar" | "char" | "character" | "charactervarying" | "nvarchar"
        | "str" | "freetext" | "longtext" | "memo" | "notes" | "varchar2" | "an" | "a"
        | "object" | "alphanumeric" | "clob" => "text",
        _ => return None,
    };
    Some(kind)
}

/// Whether a value must be filled in, by the word of a list.
fn required(text: &str) -> Option<bool> {
    match matching_key(text).as_str() {
        "yes" | "y" | "true" | "required" | "mandatory" | "m" | "1" | "*" | "x" | "req"
        | "notnull" => Some(true),
        "no" | "n" | "false" | "optional" | "o" | "0" | "perm" | "nullable" => Some(false),
        _ => None,
    }
}

/// A list of fields with its columns chosen.
pub(super) struct List<'l> {
    pub(super) book: &'l Book,
    pub(super) sheet: &'l Sheet,
    /// The rows below the header.
    pub(super) rows: &'l [Row],
    /// The column of each meaning.
    pub(super) columns: BTreeMap<Meaning, usize>,
    /// The only table to take, if one is named.
    pub(super) table: Option<&'l str>,
}

impl List<'_> {
    fn text<'r>(&self, row: &'r Row, meaning: Meaning) -> &'r str {
        let column = self.columns.get(&meaning);
        column.map_or("", |column| row.text(*column).trim())
    }

    /// The rows with a field, of the table that is asked for.
    fn chosen(&self) -> Vec<&Row> {
        let rows = self.rows.iter().filter(|row| {
            let table = matching_key(self.text(row, Meaning::Table));
            self.table
                .is_none_or(|wanted| matching_key(wanted) == table)
        });
        rows.filter(|row| !self.text(row, Meaning::Name).is_empty())
            .collect()
    }

    /// The fields of the list as a proposal for a system.
    pub(super) fn proposal(&self, map: &WrittenMap, system: &str) -> Proposal {
        let mut proposal = Proposal {
            notes: self.book.notes.clone(),
            ..Proposal::default()
        };
        let rows = self.chosen();
        let mut tables: Vec<&str> = rows
            .iter()
            .map(|row| self.text(row, Meaning::Table))
            .collect();
        tables.sort_unstable();
        tables.dedup();
        let is_joined = tables.len() > 1;
        if is_joined {
            proposal.notes.push(format!(
                "the list has fields of {}, so each id begins with that of its table; `--table NAME` takes one of them ({})",
                plural(tables.len(), "table", "tables"),
                first_few(tables.iter().map(|table| format!("`{table}`")), MOST_NAMED)
            ));
        }
        if map.find("systems", "", system).is_none() {
            self.new_system(system, &mut proposal);
        }
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        let mut twice = Vec::new();
        let mut odd: Vec<String> = Vec::new();
        for row in rows {
            let name = self.text(row, Meaning::Name);
            let id = if is_joined {
                slug(&format!("{} {name}", self.text(row, Meaning::Table)))
            } else {
                slug(name)
            };
            if id.is_empty() {
                continue;
            }
            let column = self.columns[&Meaning::Name];
            let place = self.book.place(self.sheet, row.number, column);
            if seen.insert(close_key(&id), name.to_owned()).is_some() {
                twice.push(format!("`{name}` at {place}"));
                continue;
            }
            let text = proposal.add_text(place, name);
            let origin = Origin {
                text,
                start: 0,
                end: name.len() as u32,
            };
            let keys = self.keys(row, &id, origin, &mut odd);
            let field = Proposed {
                section: FIELDS,
                owner: system.to_owned(),
                id,
                about: About::New(None),
                keys,
                is_gone: false,
                origin,
            };
            proposal.entries.extend(beside(map, field));
        }
        told(&mut proposal, twice, odd);
        proposal
    }

    /// Proposes the system of the list.
    fn new_system(&self, system: &str, proposal: &mut Proposal) {
        let note = format!("the map has no system `{system}`: it would be new");
        proposal.notes.push(note);
        let text = proposal.add_text(&self.book.name, system);
        let origin = Origin {
            text,
            start: 0,
            end: system.len() as u32,
        };
        proposal.entries.push(Proposed {
            section: "systems",
            owner: String::new(),
            id: system.to_owned(),
            about: About::New(None),
            keys: vec![self.source(origin)],
            is_gone: false,
            origin,
        });
    }

    fn source(&self, origin: Origin) -> ProposedKey {
        ProposedKey {
            key: "source",
            value: Some(Written::text(&self.book.name)),
            origin,
        }
    }

    /// The keys of the field of a row, in the order of the format.
    fn keys(&self, row: &Row, id: &str, origin: Origin, odd: &mut Vec<String>) -> Vec<ProposedKey> {
        let mut keys = Vec::new();
        let mut put = |key: &'static str, value: Written| {
            keys.push(ProposedKey {
                key,
                value: Some(value),
                origin,
            });
        };
        let name = match self.text(row, Meaning::Label) {
            "" => self.text(row, Meaning::Name),
            label => label,
        };
        if close_key(name) != close_key(id) {
            put("name", Written::text(name));
        }
        let definition = self.text(row, Meaning::Definition);
        if !definition.is_empty() {
            put("definition", Written::text(definition));
        }
        let written = self.text(row, Meaning::Type);
        match kind(written) {
            Some(kind) => put("type", Written::text(kind)),
            None if written.is_empty() => {}
            None => odd.push(written.to_owned()),
        }
        let unit = self.text(row, Meaning::Unit);
        if !unit.is_empty() {
            put("unit", Written::text(unit));
        }
        if let Some(required) = required(self.text(row, Meaning::Required)) {
            put("required", Written::Truth(required));
        }
        keys.push(self.source(origin));
        let notes = self.text(row, Meaning::Notes);
        if !notes.is_empty() {
            keys.push(ProposedKey {
                key: "notes",
                value: Some(Written::text(notes)),
                origin,
            });
        }
        keys
    }
}

/// The field beside what the map says of it, which stays: the list only adds to it. `None` if it adds nothing.
fn beside(map: &WrittenMap, mut field: Proposed) -> Option<Proposed> {
    let Some(place) = map.find(FIELDS, &field.owner, &field.id) else {
        return Some(field);
    };
    let known = &map.entries[place];
    field.keys.retain(|said| known.get(said.key).is_none());
    field.id.clone_from(&known.id);
    field.about = About::Known(place);
    let is_new = field.keys.iter().any(|said| said.key != "source");
    is_new.then_some(field)
}

/// Tells the rows and the types that were left out.
fn told(proposal: &mut Proposal, twice: Vec<String>, mut odd: Vec<String>) {
    if !twice.is_empty() {
        proposal.notes.push(format!(
            "{} left out, because a row before has the same id: {}",
            plural(twice.len(), "row was", "rows were"),
            first_few(twice, MOST_NAMED)
        ));
    }
    odd.sort();
    odd.dedup();
    if !odd.is_empty() {
        proposal.notes.push(format!(
            "no type of the format is meant by {}: these fields get none",
            first_few(odd.iter().map(|kind| format!("`{kind}`")), MOST_NAMED)
        ));
    }
}
