//! The time at which a value is known: its age at each hop of a way, the other ways, the fields that a passage waits for, and when each
//! system gets it.

mod way;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use super::find_field;
use crate::judge::graph::{Age, Ages, Bound, FlowGraph, Order, Step, Supply};
use crate::read::model::{Duration, FieldId, Id, Need, NeedId, Ref, SystemId, TermId};
use crate::words::{counted, plural};

/// Limit on the ways that a need's answer shows; the rest are counted.
const MOST_WAYS: usize = 12;
/// Limit on the fields that the ways beside the rows name, all together; the rows after that have no way beside them.
const MOST_NAMED: usize = 200_000;

/// The assumptions of the rows by the calendar.
const CALENDAR: &str = "by the calendar, what arrives in a week (from Monday), month, quarter or year (to 31 December) comes after its end; the days are those of 2025";

/// The timetable of a field (`system.field`), of a need, or of a term. Rows of a way come first, hop by hop (`way`). Each way is followed
/// by the other ways to its fields (`other way`), by further fields that its passages need (`needed too`) and by its ages over the calendar
/// (`calendar`). Then comes one row for each system that gets to know the value, the first to know first (`known`).
///
/// # Errors
/// If the map has no such field, need or term.
pub fn ask(graph: &FlowGraph, id: &str) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let ages = Ages::of(graph);
    let mut table = Table {
        graph,
        ages: &ages,
        within: None,
        rows: Vec::new(),
        notes: Vec::new(),
        named: 0,
        is_cut: false,
    };
    let subject;
    if id.contains('.') {
        let field = find_field(graph, id)?;
        subject = model.field_name(field);
        table.way(field, &BTreeMap::new());
        let known = table.downstream(field);
        table.lanes(known);
    } else {
        let needs = model.needs.iter().map(|(_, need)| &*need.slug);
        match find(id, "need or term", needs) {
            Ok(index) => {
                let need = &model.needs[NeedId::new(index)];
                subject = need.slug.to_string();
                table.within = need.within.known();
                table.need(need);
            }
            Err(_) => {
                let slugs = model.terms.iter().map(|(_, term)| &*term.slug);
                let term = TermId::new(find(id, "need or term", slugs)?);
                subject = model.terms[term].slug.to_string();
                let fields = model.fields.iter();
                let fields = fields.filter(|(_, field)| field.term() == Some(term));
                table.lanes(fields.map(|(id, _)| id).collect());
            }
        }
    }
    Ok(table.answer(&subject))
}

struct Table<'g> {
    graph: &'g FlowGraph,
    ages: &'g Ages<'g>,
    /// The time allowed, if the need states it.
    within: Option<&'g Duration>,
    rows: Vec<Row>,
    notes: Vec<String>,
    /// The number of fields that the ways beside the rows name so far.
    named: usize,
    /// True if a row has no way because of [`MOST_NAMED`].
    is_cut: bool,
}

/// The contents of a row.
struct Entry<'s> {
    part: &'s str,
    hop: Cell,
    field: FieldId,
    step: Option<&'s Step>,
    age: Age,
    path: Vec<String>,
    remark: String,
    slack: Cell,
}

impl Table<'_> {
    fn answer(mut self, subject: &str) -> Answer {
        let count = |part: &str| {
            let parts = self.rows.iter().map(|row| &row.cells[0]);
            parts.filter(|cell| **cell == Cell::from(part)).count()
        };
        let known = counted(count("known"), "system");
        let title = format!("`{subject}` is known in {known}");
        if count("calendar") > 0 {
            self.notes.push(CALENDAR.to_owned());
        }
        if self.is_cut {
            self.notes.push(format!(
                "the ways beside the rows are very long: those of the rows after the first {MOST_NAMED} fields are left out; ask for one field to see its way"
            ));
        }
        let mut columns = vec![
            "part",
            "hop",
            "organisation",
            "system",
            "field",
            "by",
            "best",
            "mean",
            "worst",
            "remark",
        ];
        if self.within.is_some() {
            columns.push("slack");
        }
        Answer {
            card: None,
            title,
            columns: super::named(&columns),
            rows: self.rows,
            notes: self.notes,
        }
    }

    fn need(&mut self, need: &Need) {
        let model = self.graph.model();
        let supply = Supply::of(self.graph);
        let mut ends: BTreeSet<FieldId> = BTreeSet::new();
        let mut others: BTreeMap<FieldId, BTreeMap<FieldId, Order>> = BTreeMap::new();
        let mut known: BTreeSet<FieldId> = BTreeSet::new();
        for term in need.terms().iter().map(Ref::id) {
            if !model.terms[term].is_identifier() {
                known.extend(supply.held(term));
            }
            for who in need.who.iter().map(Ref::id) {
                let usable = supply.usable(who, term);
                let first = usable
                    .iter()
                    .min_by_key(|field| rank(self.ages.age(**field)));
                match first {
                    Some(field) => {
                        ends.insert(*field);
                        self.rivals(*field, &usable, &mut others);
                    }
                    None => self.notes.push(format!(
                        "no stated flow brings `{}` to `{}`",
                        model.terms[term].slug, model.organisations[who].slug
                    )),
                }
            }
        }
        for end in ends.iter().take(MOST_WAYS) {
            let rivals = others.remove(end).unwrap_or_default();
            self.way(*end, &rivals);
        }
        if ends.len() > MOST_WAYS {
            self.notes.push(format!(
                "{} not shown",
                plural(ends.len() - MOST_WAYS, "more way is", "more ways are")
            ));
        }
        self.lanes(known.into_iter().collect());
        if let Some(within) = need.within.known() {
            self.notes
                .push(format!("the need asks for it within {within} of the event"));
        }
    }

    /// The field, and all fields that the values of its origin reach.
    fn downstream(&self, field: FieldId) -> Vec<FieldId> {
        let origin = self
            .ages
            .way(field)
            .first()
            .map_or(field, |step| step.field);
        let mut seen = BTreeSet::from([origin, field]);
        let mut stack = vec![origin, field];
        while let Some(at) = stack.pop() {
            for link in self.graph.links_out(at) {
                if link.how.is_direct() && seen.insert(link.to) {
                    stack.push(link.to);
                }
            }
        }
        seen.into_iter().collect()
    }

    /// Adds one row for each system that holds any of these fields: its first field to arrive.
    fn lanes(&mut self, fields: Vec<FieldId>) {
        let model = self.graph.model();
        let mut first: BTreeMap<SystemId, (Age, FieldId)> = BTreeMap::new();
        for field in fields {
            // Ways that bring only other people say nothing about when the system knows of its own.
            let (_, age) = self.ages.of_its_people(field);
            let Some(age) = age else {
                continue;
            };
            let entry = first.entry(model.system_of(field));
            let known = entry.or_insert((age, field));
            if rank(Some(age)) < rank(Some(known.0)) {
                *known = (age, field);
            }
        }
        let mut lanes: Vec<(Age, FieldId)> = first.into_values().collect();
        lanes.sort_by_key(|(age, field)| (rank(Some(*age)), *field));
        for (age, field) in lanes {
            let steps = if self.named < MOST_NAMED {
                self.ages.of_its_people(field).0
            } else {
                self.ages.last_step(field).into_iter().collect()
            };
            let names = steps.iter().map(|step| model.field_name(step.field));
            let path = self.named(names.collect());
            let entry = Entry {
                part: "known",
                hop: Cell::Nothing,
                field,
                step: steps.last(),
                age,
                path,
                remark: String::new(),
                slack: Cell::Nothing,
            };
            self.push(entry);
        }
    }

    /// The way to put beside a row; empty if the rows before already name too many fields.
    fn named(&mut self, path: Vec<String>) -> Vec<String> {
        if self.named >= MOST_NAMED {
            self.is_cut = true;
            return Vec::new();
        }
        self.named += path.len();
        path
    }

    /// Adds the row of an entry.
    fn push(&mut self, entry: Entry<'_>) {
        let model = self.graph.model();
        let field = &model.fields[entry.field];
        let system = &model.systems[field.system];
        let owner = system.owner();
        let owner = owner.map_or(Cell::Unknown, |owner| {
            Cell::from(&*model.organisations[owner].slug)
        });
        let flow = entry.step.and_then(|step| step.by).map(|by| by.flow);
        let by = match entry.part {
            "calendar" => "over the days of a year; mean: the median".to_owned(),
            _ => self.by_words(entry.field, flow),
        };
        let place = flow.map_or(field.span, |flow| model.flows[flow].from.span);
        let mut cells = vec![
            Cell::from(entry.part),
            entry.hop,
            owner,
            Cell::from(&*system.slug),
            Cell::from(&*field.slug),
            Cell::from(by),
            cell(entry.age.best),
            cell(entry.age.mean),
            cell(entry.age.worst),
            Some(entry.remark)
                .filter(|remark| !remark.is_empty())
                .map_or(Cell::Nothing, Cell::from),
        ];
        if self.within.is_some() {
            cells.push(entry.slack);
        }
        self.rows.push(Row {
            cells,
            path: entry.path,
            place: Some(place),
        });
    }
}

fn cell(bound: Bound) -> Cell {
    if bound == Bound::UNKNOWN {
        Cell::Unknown
    } else {
        Cell::from(bound.words())
    }
}

/// Sort key: known ages first, by the mean, then by the worst.
fn rank(age: Option<Age>) -> (i64, i64, bool, i64) {
    age.map_or((i64::MAX, i64::MAX, true, i64::MAX), |age| {
        let most = |bound: Bound| bound.most.unwrap_or(i64::MAX);
        let is_untold = age.worst == Bound::UNKNOWN;
        (most(age.mean), most(age.worst), is_untold, age.mean.least)
    })
}
