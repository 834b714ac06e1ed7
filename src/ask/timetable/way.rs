//! The rows of one way: its hops, the ways not taken, the further fields needed, and the calendar.

use std::collections::{BTreeMap, BTreeSet};

use super::Cell;
use super::Entry;
use super::MOST_NAMED;
use super::Table;
use super::words;
use crate::judge::graph::{Age, Ages, Bound, NoCalendar, Order, Step, Year, day_words};
use crate::read::model::FieldId;
use crate::words::counted;

/// Limit on the other ways, and on the further fields needed, that are shown for one way; the rest are counted.
const MOST_OTHERS: usize = 8;

impl Table<'_> {
    /// Adds the rows of the way to a field, and the notes on it. `rivals` are other fields that bring the same, with how they compare.
    pub(super) fn way(&mut self, field: FieldId, rivals: &BTreeMap<FieldId, Order>) {
        let steps = self.ages.way(field);
        let slowest = Ages::slowest(&steps).filter(|step| step.took.worst.least > 0);
        let slowest = slowest.map(|step| step.field);
        let mut path = Vec::new();
        for (hop, step) in steps.iter().enumerate() {
            path.push(self.graph.model().field_name(step.field));
            let mut remarks = Vec::new();
            if slowest == Some(step.field) {
                remarks.push("slowest hop".to_owned());
            }
            remarks.extend(self.only_words(step));
            remarks.extend(self.waited_for(&steps, hop));
            let is_end = hop + 1 == steps.len();
            self.hop(("way", hop), step, &path, &remarks, is_end);
        }
        let mut shown: BTreeSet<FieldId> = steps.iter().map(|step| step.field).collect();
        self.others(&steps, rivals, &mut shown);
        self.needed(&steps, &mut shown);
        self.calendar(&steps);
        self.notes_on(field, &steps);
    }

    /// Adds the row of one hop; the last hop has the slack.
    fn hop(
        &mut self,
        (part, hop): (&str, usize),
        step: &Step,
        path: &[String],
        remarks: &[String],
        is_end: bool,
    ) {
        // Each row has the way so far: very long ways are not put beside every row.
        let path = if self.named < MOST_NAMED {
            path.to_vec()
        } else {
            Vec::new()
        };
        let path = self.named(path);
        self.push(Entry {
            part,
            hop: Cell::from(hop),
            field: step.field,
            step: Some(step),
            age: step.age,
            path,
            remark: remarks.join("; "),
            slack: self.slack(is_end, &step.age),
        });
    }

    fn slack(&self, is_end: bool, age: &Age) -> Cell {
        match self.within.filter(|_| is_end) {
            Some(within) => Cell::from(words::slack(age, within)),
            None => Cell::Nothing,
        }
    }

    /// A remark on whether the next hop waits for this one; `None` if the next hop needs only this field.
    fn waited_for(&self, steps: &[Step], hop: usize) -> Option<String> {
        let next = steps.get(hop + 1)?;
        let needed = self.ages.needed_with(steps, hop + 1);
        let is_last = |order: &Order| matches!(order, Order::Sooner | Order::Same);
        let told = match needed.iter().find(|needed| !is_last(&needed.order)) {
            None if needed.is_empty() => return None,
            None => "waited for",
            Some(needed) => match needed.order {
                Order::SoonerAtBest => "waited for at best",
                Order::SoonerAtWorst => "waited for at worst",
                _ => "cannot tell which is waited for",
            },
        };
        let name = self.graph.model().field_name(next.field);
        Some(format!("needed for `{name}`: {told}"))
    }

    /// Adds the ways not taken: to each field of the way, then to the rivals.
    fn others(
        &mut self,
        steps: &[Step],
        rivals: &BTreeMap<FieldId, Order>,
        shown: &mut BTreeSet<FieldId>,
    ) {
        let end = steps.last().map(|step| step.field);
        // The ways that are only counted are not kept: a long way may have very many.
        let (mut others, mut count): (Vec<(Vec<Step>, String)>, usize) = (Vec::new(), 0);
        for (at, taken) in steps.iter().enumerate() {
            for other in self.ages.other_ways(steps, at) {
                let Some(last) = other.steps.last() else {
                    continue;
                };
                let told = if self.ages.brings_others(last, taken) {
                    "about other people, so no alternative"
                } else {
                    words::not_taken(other.order)
                };
                let remark = format!("by {}: {told}", self.hop_name(last));
                count += 1;
                if others.len() < MOST_OTHERS {
                    others.push((other.steps, remark));
                }
            }
        }
        for (rival, order) in rivals {
            let name = end.map(|end| self.graph.model().field_name(end));
            let remark = format!(
                "instead of `{}`: {}",
                name.unwrap_or_default(),
                words::not_taken(*order)
            );
            count += 1;
            if others.len() < MOST_OTHERS {
                others.push((self.ages.way(*rival), remark));
            }
        }
        self.count_rest("other way", count, end);
        for (way, remark) in others {
            let is_end = way
                .last()
                .is_some_and(|step| Some(step.field) == end || rivals.contains_key(&step.field));
            self.side("other way", &way, &remark, is_end, shown);
        }
    }

    /// Adds the further fields that the passages on the way need.
    fn needed(&mut self, steps: &[Step], shown: &mut BTreeSet<FieldId>) {
        let (mut all, mut count): (Vec<(Vec<Step>, String)>, usize) = (Vec::new(), 0);
        for (at, step) in steps.iter().enumerate() {
            let name = self.graph.model().field_name(step.field);
            for needed in self.ages.needed_with(steps, at) {
                let remark = format!("needed for `{name}`: {}", words::needed(needed.order));
                count += 1;
                if all.len() < MOST_OTHERS {
                    all.push((needed.steps, remark));
                }
            }
        }
        self.count_rest(
            "field that is needed too",
            count,
            steps.last().map(|step| step.field),
        );
        for (way, remark) in all {
            self.side("needed too", &way, &remark, false, shown);
        }
    }

    fn count_rest(&mut self, what: &str, count: usize, end: Option<FieldId>) {
        let (Some(end), Some(rest)) = (end, count.checked_sub(MOST_OTHERS + 1)) else {
            return;
        };
        let name = self.graph.model().field_name(end);
        let plural = if rest == 0 { "" } else { "s" };
        self.notes.push(format!(
            "on the way to `{name}`: {} more {what}{plural} not shown",
            rest + 1
        ));
    }

    /// The rows of a way beside the main one: the hops that are not shown yet, and its end.
    fn side(
        &mut self,
        part: &str,
        way: &[Step],
        remark: &str,
        is_end: bool,
        shown: &mut BTreeSet<FieldId>,
    ) {
        let mut path = Vec::new();
        for (hop, step) in way.iter().enumerate() {
            path.push(self.graph.model().field_name(step.field));
            let is_last = hop + 1 == way.len();
            if !shown.insert(step.field) && !is_last {
                continue;
            }
            let mut remarks: Vec<String> = self.only_words(step).into_iter().collect();
            if is_last {
                remarks.insert(0, remark.to_owned());
            }
            self.hop((part, hop), step, &path, &remarks, is_last && is_end);
        }
    }

    /// Adds the youngest, the middle and the oldest age over the events of a year.
    fn calendar(&mut self, steps: &[Step]) {
        let Some(end) = steps.last() else { return };
        let model = self.graph.model();
        match self.ages.by_calendar(end.field) {
            Ok(year) => {
                let age = Age {
                    best: year.least.0,
                    mean: year.median,
                    worst: year.most.0,
                };
                let path = steps.iter().map(|step| model.field_name(step.field));
                self.push(Entry {
                    part: "calendar",
                    hop: Cell::Nothing,
                    field: end.field,
                    step: Some(end),
                    age,
                    path: path.collect(),
                    remark: calendar_words(&year),
                    slack: self.slack(true, &age),
                });
            }
            Err(NoCalendar::Untold(untold)) if steps.iter().any(is_periodic) => {
                let untold: BTreeSet<String> =
                    untold.iter().map(|step| self.untold_words(step)).collect();
                let untold: Vec<String> = untold.into_iter().collect();
                self.notes.push(format!(
                    "what the calendar makes of `{}` cannot be told: {}",
                    model.field_name(end.field),
                    untold.join("; ")
                ));
            }
            Err(_) => {}
        }
    }

    /// Notes the slowest hop, and what the map does not state.
    fn notes_on(&mut self, field: FieldId, steps: &[Step]) {
        let name = self.graph.model().field_name(field);
        match Ages::slowest(steps).filter(|step| step.took.worst.least > 0) {
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
        let untold: BTreeSet<String> = Ages::untold(steps)
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

    /// Collects the other fields that bring what a need asks for and are neither better nor worse than the first.
    pub(super) fn rivals(
        &self,
        first: FieldId,
        usable: &[FieldId],
        others: &mut BTreeMap<FieldId, BTreeMap<FieldId, Order>>,
    ) {
        let Some(taken) = self.ages.age(first) else {
            return;
        };
        for other in usable.iter().filter(|other| **other != first) {
            let Some(age) = self.ages.age(*other) else {
                continue;
            };
            let order = age.against(&taken);
            if matches!(order, Order::SoonerAtBest | Order::SoonerAtWorst) {
                others.entry(first).or_default().insert(*other, order);
            }
        }
    }
}

/// True if waiting for a round makes the age of a step open or wide.
fn is_periodic(step: &Step) -> bool {
    step.by.is_some() && step.took.best != step.took.worst
}

/// `longest for an event on 1 July (134 days), shortest on 31 March (43 days)`.
fn calendar_words(year: &Year) -> String {
    let days = |age: Bound| {
        let days = |minutes: i64| (minutes as f64 / (24.0 * 60.0)).round();
        let (least, most) = (days(age.least), days(age.most.unwrap_or(age.least)));
        if least < most {
            format!("{least} to {most} days")
        } else {
            counted(least as usize, "day")
        }
    };
    let on = |(age, day): (Bound, usize)| format!("{} ({})", day_words(day), days(age));
    let mut told = if year.least.0 == year.most.0 {
        "the same on every day".to_owned()
    } else {
        format!(
            "longest for an event on {}, shortest on {}",
            on(year.most),
            on(year.least)
        )
    };
    if year.may_be_sooner {
        told += "; a way of which not all is stated may be sooner";
    }
    told
}
