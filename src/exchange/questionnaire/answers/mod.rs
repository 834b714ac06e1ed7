//! Turns a questionnaire that came back into a proposal: confirmed statements, corrections, disputes and answers in words.

mod settled;

use std::collections::BTreeMap;

use super::contents::{Places, Target};
use super::names::Names;
use super::write::{
    DATE_ROW, FIELDS, FORM, GUIDE, MARK, NO, NOT_KNOWN, PERSON_ROW, QUESTIONS, STATEMENTS, YES,
    column,
};
use crate::analysis::Analysis;
use crate::ask::answered;
use crate::exchange::proposed::entries::{Entry, SECTIONS, record};
use crate::exchange::proposed::{Fault, Origin, Proposal, WrittenMap};
use crate::exchange::sheets::book::{Book, Row, Sheet};
use crate::exchange::sheets::cell;
use crate::read::model::{Date, Shape};
use crate::read::syntax::{INVALID_VALUE, Written, matching_key};
use crate::words::{capital, readable};

/// The body that a questionnaire was made for; `None` if the workbook is none.
pub(crate) fn body(book: &Book) -> Option<String> {
    let sheet = book.sheets.iter().find(|sheet| sheet.name == MARK)?;
    let text = |row: usize| {
        let found = sheet.rows.iter().find(|known| known.number == row);
        found.map_or("", |row| row.text(0)).trim().to_owned()
    };
    (text(0) == FORM).then(|| text(1))
}

/// The answers of one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    pub(super) right: String,
    pub(super) instead: String,
    pub(super) remark: String,
}

impl Given {
    pub(super) fn of(row: &Row) -> Self {
        let text = |column: usize| row.text(column).trim().to_owned();
        Self {
            right: text(column::RIGHT).to_lowercase(),
            instead: text(column::INSTEAD),
            remark: text(column::REMARK),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.right.is_empty() && self.instead.is_empty() && self.remark.is_empty()
    }
}

/// The sheet with this name.
pub(super) fn sheet<'b>(book: &'b Book, name: &str) -> Option<&'b Sheet> {
    book.sheets.iter().find(|sheet| sheet.name == name)
}

/// The rows of a sheet below its header.
pub(super) fn rows<'b>(book: &'b Book, name: &str) -> &'b [Row] {
    let rows = sheet(book, name).map_or(&[][..], |sheet| &sheet.rows[..]);
    rows.get(1..).unwrap_or_default()
}

/// A cell of the first sheet.
pub(super) fn head(book: &Book, row: usize) -> String {
    let found =
        sheet(book, GUIDE).and_then(|sheet| sheet.rows.iter().find(|known| known.number == row));
    found.map_or("", |row| row.text(1)).trim().to_owned()
}

/// The proposal that the answers make for a map.
pub(crate) fn proposal(before: &Analysis, book: &Book, id: &str) -> Proposal {
    let map = WrittenMap::of(&before.sources);
    let places = Places::of(&map);
    let model = before.model();
    let names = Names { model };
    let name = names.of(crate::read::model::Entity::Organisation, id);
    let mut answers = Answers {
        map: &map,
        book,
        id,
        names,
        source: String::new(),
        proposal: Proposal {
            notes: book.notes.clone(),
            ..Proposal::default()
        },
        entries: BTreeMap::new(),
    };
    let day = head(book, DATE_ROW);
    let is_answered = [STATEMENTS, FIELDS]
        .into_iter()
        .flat_map(|name| rows(book, name))
        .any(|row| !Given::of(row).is_empty())
        || rows(book, QUESTIONS)
            .iter()
            .any(|row| !row.text(column::ANSWER).trim().is_empty());
    if !is_answered {
        let note = format!(
            "{name} has answered nothing yet: every answer in `{}` is empty",
            book.name
        );
        answers.proposal.notes.push(note);
        return answers.proposal;
    }
    match Date::parse(&day) {
        Some(_) => answers.source = answered::source(&name, &day),
        None => answers.no_day(&day),
    }
    for name in [STATEMENTS, FIELDS] {
        for row in rows(book, name) {
            answers.statement(&places, name, row);
        }
    }
    for row in rows(book, QUESTIONS) {
        answers.question(&places, row);
    }
    answers.done(&head(book, PERSON_ROW))
}

/// The answers on one entry.
#[derive(Default)]
struct OfEntry {
    /// The keys that get another value, with the place of the answer.
    keys: Vec<(&'static str, Written, Origin)>,
    disputes: Vec<String>,
    remarks: Vec<String>,
    is_confirmed: bool,
    /// The number of rows without a yes or a correction.
    left: usize,
    origin: Option<Origin>,
}

struct Answers<'a> {
    map: &'a WrittenMap,
    book: &'a Book,
    id: &'a str,
    names: Names<'a>,
    source: String,
    proposal: Proposal,
    entries: BTreeMap<usize, OfEntry>,
}

impl Answers<'_> {
    fn origin(&mut self, sheet: &str, row: usize, column: usize, text: &str) -> Origin {
        let found = self.book.sheets.iter().find(|known| known.name == sheet);
        let place = found.map_or_else(
            || self.book.name.clone(),
            |sheet| self.book.place(sheet, row, column),
        );
        let index = self.proposal.add_text(place, text);
        Origin {
            text: index,
            start: 0,
            end: text.len() as u32,
        }
    }

    fn fault(&mut self, origin: Origin, message: String, help: &str) {
        self.proposal.faults.push(Fault {
            kind: &INVALID_VALUE,
            origin,
            label: "this cell".to_owned(),
            message,
            help: help.to_owned(),
        });
    }

    fn no_day(&mut self, day: &str) {
        let origin = self.origin(GUIDE, DATE_ROW, 1, day);
        let message = match day {
            "" => "the answers have no date".to_owned(),
            day => format!("`{day}` is no date"),
        };
        self.fault(
            origin,
            message,
            "write the day of the answers as year-month-day, such as 2026-03-31",
        );
    }

    /// The section as the format names it, and the entry.
    fn target(row: &Row) -> Option<Target> {
        let section = SECTIONS
            .iter()
            .find(|section| **section == row.text(column::SECTION))?;
        Some(Target {
            section,
            owner: row.text(column::OWNER).to_owned(),
            name: row.text(column::NAME).to_owned(),
        })
    }

    fn unplaced(&mut self, sheet: &str, row: &Row, why: &str, said: &str) {
        let place = self.book.sheets.iter().find(|known| known.name == sheet);
        let place = place.map(|sheet| self.book.place(sheet, row.number, 0));
        self.proposal.notes.push(format!(
            "not placed, {why}: {} says “{said}” of “{}” ({})",
            self.id,
            row.text(column::TEXT),
            place.unwrap_or_default()
        ));
    }

    /// One statement or field.
    fn statement(&mut self, places: &Places, sheet: &str, row: &Row) {
        let given = Given::of(row);
        let target = Self::target(row);
        let known = target.as_ref().and_then(|target| places.row(target));
        let (Some(target), Some(known)) = (target, known) else {
            if !given.is_empty() {
                let said = [given.right, given.instead, given.remark].join(" ");
                self.unplaced(
                    sheet,
                    row,
                    "because the map no longer has this entry",
                    said.trim(),
                );
            }
            return;
        };
        let key = record(target.section)
            .all()
            .find(|key| key.name == row.text(column::KEY));
        let Some(key) = key else { return };
        let place = known.entry;
        if given.is_empty() {
            self.entries.entry(place).or_default().left += 1;
            return;
        }
        let entry = &self.map.entries[place];
        let now = entry
            .get(key.name)
            .map_or_else(String::new, |said| cell::shown(key.shape, &said.value));
        if self.has_changed(sheet, row, &given, &now) || !self.is_clear(sheet, row, &given) {
            return;
        }
        let name = capital(&readable(key.name));
        let wanted = self.wanted(key.name, key.shape, &given.instead);
        let is_of_another = self.is_of_another(entry);
        let origin = self.origin(sheet, row.number, column::INSTEAD, &given.instead);
        let of_entry = self.entries.entry(place).or_default();
        of_entry.origin = of_entry.origin.or(Some(origin));
        if !given.remark.is_empty() {
            of_entry.remarks.push(format!("{name}: {}", given.remark));
        }
        let wanted = wanted.filter(|_| !is_of_another);
        match (given.right.as_str(), wanted) {
            (YES, _) => of_entry.is_confirmed = true,
            (NOT_KNOWN, _) => {
                of_entry.left += 1;
                of_entry.remarks.push(format!("{name}: they do not know"));
            }
            (_, Some(value)) => {
                of_entry.is_confirmed = true;
                of_entry.keys.push((key.name, value, origin));
            }
            (NO, None) if given.instead.is_empty() => {
                of_entry.left += 1;
                let said = if now.is_empty() { row.text(2) } else { &now };
                let said = said.lines().next().unwrap_or_default();
                of_entry.disputes.push(format!("{name}: not {said}"));
            }
            (_, None) if !given.instead.is_empty() => {
                of_entry.left += 1;
                of_entry.disputes.push(format!("{name}: {}", given.instead));
            }
            _ => of_entry.left += 1,
        }
    }

    /// True if the map says something else than was asked, which is then told.
    fn has_changed(&mut self, sheet: &str, row: &Row, given: &Given, now: &str) -> bool {
        let asked = row.text(column::RAW);
        let is_implied = now.is_empty() && row.text(column::KEY) == "term";
        if is_implied || super::same(now, asked) {
            return false;
        }
        let said = format!("{} {} {}", given.right, given.instead, given.remark);
        let why = format!("because the map has since said “{now}” where “{asked}” was asked");
        self.unplaced(sheet, row, &why, said.trim());
        true
    }

    /// True if a row has one of the answers, and does not say both that the statement is right and what is right instead.
    fn is_clear(&mut self, sheet: &str, row: &Row, given: &Given) -> bool {
        if !matches!(given.right.as_str(), "" | YES | NO | NOT_KNOWN) {
            let origin = self.origin(sheet, row.number, column::RIGHT, row.text(column::RIGHT));
            let message = format!("`{}` is none of the answers", row.text(column::RIGHT));
            self.fault(
                origin,
                message,
                "choose yes, no or do not know, or leave it empty",
            );
            return false;
        }
        if given.right == YES && !given.instead.is_empty() {
            let origin = self.origin(sheet, row.number, column::INSTEAD, &given.instead);
            let message =
                "the statement is said to be right, and something else is written beside it"
                    .to_owned();
            self.fault(
                origin,
                message,
                "choose no, or empty this cell; remarks go into the last column",
            );
            return false;
        }
        true
    }

    /// The value that a correction states; `None` if it is words that no key of this form can hold.
    fn wanted(&self, key: &str, shape: Shape, text: &str) -> Option<Written> {
        if text.is_empty() {
            return None;
        }
        let wanted = matching_key(text);
        match shape {
            Shape::Choice(_, words) => {
                let word = words.iter().find(|word| matching_key(word) == wanted)?;
                Some(Written::text(word))
            }
            Shape::Every(words) => {
                let word = words.iter().find(|word| matching_key(word) == wanted);
                let is_duration = text.starts_with(|c: char| c.is_ascii_digit());
                word.map(Written::text)
                    .or_else(|| is_duration.then(|| Written::text(text)))
            }
            Shape::Id(entity) => {
                let all = self.names.choices(entity);
                let by_name = all
                    .iter()
                    .find(|(name, id)| matching_key(name) == wanted || matching_key(id) == wanted);
                by_name.map(|(_, id)| Written::text(id))
            }
            Shape::Duration | Shape::Percent | Shape::Number
                if text.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                cell::read(shape, text).ok()
            }
            Shape::Date => Date::parse(text).map(|_| Written::text(text)),
            Shape::Truth(_) => match cell::read(shape, text) {
                Ok(truth @ Written::Truth(_)) => Some(truth),
                _ => None,
            },
            Shape::Text(_) if key != "term" => Some(Written::text(text)),
            _ => None,
        }
    }

    /// True if another body has confirmed the entry: then a correction contradicts it.
    fn is_of_another(&self, entry: &Entry) -> bool {
        let own = answered::answer_of(&self.source).map(|(own, _)| own);
        let sources = match entry.get("source").map(|said| &said.value) {
            Some(Written::List(items)) => items.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        let is_others = |source: &Written| matches!(source, Written::Text(text) if answered::answer_of(text).is_some_and(|(by, _)| Some(by) != own));
        entry.text("confidence") == "confirmed" && sources.iter().any(is_others)
    }

    /// An answer in words: it becomes a remark on the entry that the question is about.
    fn question(&mut self, places: &Places, row: &Row) {
        let answer = row.text(column::ANSWER).trim().to_owned();
        let remark = row.text(column::ANSWER + 1).trim().to_owned();
        if answer.is_empty() && remark.is_empty() {
            return;
        }
        let said = [answer, remark]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" — ");
        let question = row.text(column::TEXT).trim().to_owned();
        let known = Self::target(row).and_then(|target| places.row(&target).map(|row| row.entry));
        let Some(place) = known else {
            self.unplaced(
                QUESTIONS,
                row,
                "because it is about no entry of the map",
                &said,
            );
            return;
        };
        let origin = self.origin(QUESTIONS, row.number, column::ANSWER, &said);
        let of_entry = self.entries.entry(place).or_default();
        of_entry.origin = of_entry.origin.or(Some(origin));
        of_entry.remarks.push(format!("{question} {said}"));
    }
}
