//! When something is known: the age at each hop of a way, and who knows when (methods 4.3).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use super::find_field;
use crate::graph::Age;
use crate::graph::Ages;
use crate::graph::Bound;
use crate::graph::FlowGraph;
use crate::graph::Step;
use crate::graph::Supply;
use crate::model::Every;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Need;
use crate::model::NeedId;
use crate::model::Ref;
use crate::model::SystemId;
use crate::model::TermId;

/// How many ways a need's answer shows; the rest are counted.
const MOST_WAYS: usize = 12;

/// The timetable of a field (`system.field`), of a need, or of a term. Rows of a way come first, hop by hop; then one row for each system that gets to
/// know, the first to know first.
///
/// # Errors
/// Where the map has no such field, need or term.
pub fn ask(graph: &FlowGraph, id: &str) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let ages = Ages::of(graph);
    let mut table = Table {
        graph,
        ages: &ages,
        rows: Vec::new(),
        notes: Vec::new(),
    };
    let subject;
    if id.contains('.') {
        let field = find_field(graph, id)?;
        subject = model.field_name(field);
        table.way(field);
        let known = table.downstream(field);
        table.lanes(known);
    } else {
        let needs = model.needs.iter().map(|(_, need)| &*need.slug);
        match find(id, "need or term", needs) {
            Ok(index) => {
                let need = &model.needs[NeedId::new(index)];
                subject = need.slug.to_string();
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
    let lanes = table
        .rows
        .iter()
        .filter(|row| row.cells[0] == Cell::from("known"));
    let title = format!("`{subject}` is known in {} systems", lanes.count());
    Ok(Answer {
        card: None,
        title,
        columns: super::named(&[
            "part",
            "hop",
            "organisation",
            "system",
            "field",
            "by",
            "best",
            "mean",
            "worst",
        ]),
        rows: table.rows,
        notes: table.notes,
    })
}

struct Table<'g> {
    graph: &'g FlowGraph,
    ages: &'g Ages<'g>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

impl Table<'_> {
    fn need(&mut self, need: &Need) {
        let model = self.graph.model();
        let supply = Supply::of(self.graph);
        let mut ends: BTreeSet<FieldId> = BTreeSet::new();
        let mut known: BTreeSet<FieldId> = BTreeSet::new();
        for term in need.terms.iter().map(Ref::id) {
            if !model.terms[term].is_identifier {
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
                    }
                    None => self.notes.push(format!(
                        "no stated flow brings `{}` to `{}`",
                        model.terms[term].slug, model.organisations[who].slug
                    )),
                }
            }
        }
        for end in ends.iter().take(MOST_WAYS) {
            self.way(*end);
        }
        if ends.len() > MOST_WAYS {
            self.notes.push(format!(
                "{} more ways are not shown",
                ends.len() - MOST_WAYS
            ));
        }
        self.lanes(known.into_iter().collect());
        if let Some(within) = need.within.known() {
            self.notes
                .push(format!("the need asks for it within {within} of the event"));
        }
    }

    /// The rows of the way to a field, and what there is to say about it.
    fn way(&mut self, field: FieldId) {
        let model = self.graph.model();
        let steps = self.ages.way(field);
        let mut path = Vec::new();
        for (hop, step) in steps.iter().enumerate() {
            path.push(model.field_name(step.field));
            let row = self.row(
                ("way", Cell::from(hop)),
                step.field,
                Some(step),
                step.age,
                path.clone(),
            );
            self.rows.push(row);
        }
        let name = model.field_name(field);
        match Ages::slowest(&steps).filter(|step| step.took.worst.least > 0) {
            Some(step) => self.notes.push(format!(
                "the slowest hop on the way to `{name}` is {}: {} at worst",
                self.hop_name(step),
                step.took.worst.words()
            )),
            None if steps.is_empty() => self.notes.push(format!(
                "nothing first captures `{name}`: its values only go round"
            )),
            None => {}
        }
        let untold: BTreeSet<String> = Ages::untold(&steps)
            .map(|step| self.hop_name(step))
            .collect();
        if !untold.is_empty() {
            let untold: Vec<String> = untold.into_iter().collect();
            self.notes.push(format!(
                "not stated on the way to `{name}`, so that its age is open upwards: {}",
                untold.join(", ")
            ));
        }
    }

    fn hop_name(&self, step: &Step) -> String {
        let model = self.graph.model();
        match step.by {
            Some(by) => format!("`{}`", model.flows[by.flow].slug),
            None => {
                let system = model.fields[step.field].system;
                format!("the capture in `{}`", model.systems[system].slug)
            }
        }
    }

    /// The field, and all that its values reach.
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

    /// One row for each system that holds any of these fields: the first of them to arrive.
    fn lanes(&mut self, fields: Vec<FieldId>) {
        let model = self.graph.model();
        let mut first: BTreeMap<SystemId, (Age, FieldId)> = BTreeMap::new();
        for field in fields {
            let Some(age) = self.ages.age(field) else {
                continue;
            };
            let entry = first.entry(model.fields[field].system);
            let known = entry.or_insert((age, field));
            if rank(Some(age)) < rank(Some(known.0)) {
                *known = (age, field);
            }
        }
        let mut lanes: Vec<(Age, FieldId)> = first.into_values().collect();
        lanes.sort_by_key(|(age, field)| (rank(Some(*age)), *field));
        for (age, field) in lanes {
            let steps = self.ages.way(field);
            let path = steps
                .iter()
                .map(|step| model.field_name(step.field))
                .collect();
            let row = self.row(("known", Cell::Nothing), field, steps.last(), age, path);
            self.rows.push(row);
        }
    }

    fn row(
        &self,
        (part, hop): (&str, Cell),
        field: FieldId,
        step: Option<&Step>,
        age: Age,
        path: Vec<String>,
    ) -> Row {
        let model = self.graph.model();
        let system = &model.systems[model.fields[field].system];
        let owner = system.owner();
        let owner = owner.map_or(Cell::Unknown, |owner| {
            Cell::from(&*model.organisations[owner].slug)
        });
        let flow = step
            .and_then(|step| step.by)
            .map(|by| &model.flows[by.flow]);
        let by = match flow {
            None if !system.is_filled_by_others() => "origin not stated".to_owned(),
            None => system.captured.known().map_or_else(
                || "captured".to_owned(),
                |captured| format!("captured within {captured}"),
            ),
            Some(flow) => {
                let every = flow.every.known().map(Every::words);
                let lag = flow.lag.known().map(|lag| format!("lag {lag}"));
                format!(
                    "{}, {}",
                    every.unwrap_or_else(|| "how often not stated".to_owned()),
                    lag.unwrap_or_else(|| "lag not stated".to_owned())
                )
            }
        };
        let place = flow.map_or(model.fields[field].span, |flow| flow.from.span);
        Row {
            cells: vec![
                Cell::from(part),
                hop,
                owner,
                Cell::from(&*system.slug),
                Cell::from(&*model.fields[field].slug),
                Cell::from(by),
                cell(age.best),
                cell(age.mean),
                cell(age.worst),
            ],
            path,
            place: Some(place),
        }
    }
}

fn cell(bound: Bound) -> Cell {
    if bound == Bound::UNKNOWN {
        Cell::Unknown
    } else {
        Cell::from(bound.words())
    }
}

/// Known ones first, by the mean, then by the worst.
fn rank(age: Option<Age>) -> (i64, i64, bool, i64) {
    age.map_or((i64::MAX, i64::MAX, true, i64::MAX), |age| {
        let most = |bound: Bound| bound.most.unwrap_or(i64::MAX);
        let is_untold = age.worst == Bound::UNKNOWN;
        (most(age.mean), most(age.worst), is_untold, age.mean.least)
    })
}
