//! Tries changes on a map and returns what they would close, open, win, lose and cost. Nothing is written.
//!
//! Each change is made in the text of the files, in memory, as an editor would make it. The changed files are then read and judged like any map,
//! and compared with the map as it is.

mod agree;
mod each;
mod merge;
mod overlay;
mod plan;
mod retire;
mod serve;
mod tell;

use std::collections::BTreeMap;

pub use self::each::{Each, each};
use self::overlay::Overlay;
pub use self::plan::wishes;
pub use self::tell::answer;
pub(crate) use self::tell::{figures, notes, shown};
use crate::analysis::{Analysis, Options};
use crate::ask::burden;
use crate::ask::burden::Asked;
use crate::compare;
use crate::compare::Changes;
use crate::judge::rules::Stop;
use crate::read::finding::{Finding, Group, Level};
use crate::read::model::{Trial, When};

/// The reasons why changes cannot be tried, one line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

impl std::fmt::Display for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Faults {}

/// A change to try: its text, and its meaning.
pub type Wish = (String, Trial);

/// The burden of one organisation before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub organisation: String,
    /// Requests before and after.
    pub requests: [usize; 2],
    /// Items a year before and after, as far as stated.
    pub items: [u64; 2],
}

/// The effect of changes.
#[derive(Debug)]
pub struct Outcome {
    /// The changes as written.
    pub tried: Vec<String>,
    /// The changed map.
    pub changed: Analysis,
    /// The differences from the present map.
    pub changes: Changes,
    /// The organisations with a changed burden, the largest relief first.
    pub shifts: Vec<Shift>,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// Tries these changes on the map.
///
/// # Errors
/// If a change names nothing, if two contradict each other, or if one cannot be made: all the reasons.
pub fn try_out(analysis: &Analysis, wishes: &[Wish]) -> Result<Outcome, Faults> {
    try_out_unless(analysis, wishes, &Stop::default())
}

/// Like [`try_out`]; after a request to `stop` it ends early and without a result.
///
/// # Errors
/// As [`try_out`], and if the request to stop was made.
pub(crate) fn try_out_unless(
    analysis: &Analysis,
    wishes: &[Wish],
    stop: &Stop,
) -> Result<Outcome, Faults> {
    let (changed, notes) = changed(analysis, wishes, stop)?;
    if stop.is_wished() {
        return Err(Faults(vec![
            "this took too long, and was stopped".to_owned(),
        ]));
    }
    let changes = compare::changes(analysis, &changed);
    Ok(Outcome {
        tried: wishes.iter().map(|(text, _)| text.clone()).collect(),
        shifts: shifts(analysis, &changed),
        changes,
        changed,
        notes,
    })
}

/// The map with the changes made in it, and notes for the user.
fn changed(
    analysis: &Analysis,
    wishes: &[Wish],
    stop: &Stop,
) -> Result<(Analysis, Vec<String>), Faults> {
    plan::check(analysis, wishes)?;
    let mut when = analysis.graph.when().clone();
    let mut overlay = Overlay::of(&analysis.sources, analysis.model());
    let mut faults = Vec::new();
    for (text, trial) in wishes {
        if let Err(fault) = make(&mut overlay, &mut when, trial) {
            faults.push(format!("`{text}` cannot be tried: {fault}"));
        }
    }
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let notes = std::mem::take(&mut overlay.notes);
    let options = Options {
        when,
        stop: stop.clone(),
        ..Options::default()
    };
    let changed = Analysis::of(overlay.into_sources(), options);
    let new = new_faults(analysis, &changed);
    if new.is_empty() {
        Ok((changed, notes))
    } else {
        Err(Faults(new))
    }
}

fn make(overlay: &mut Overlay<'_>, when: &mut When, trial: &Trial) -> Result<(), String> {
    match trial {
        Trial::Retire(id) => retire::retire(overlay, id),
        Trial::Merge(one, other) => merge::merge(overlay, one, other),
        Trial::Agree(term, said) => agree::agree(overlay, term, said),
        Trial::Add(item) => agree::add(overlay, item),
        Trial::Serve(collection, source) => serve::serve(overlay, collection, source),
        Trial::AsOf(day) => {
            when.as_of = Some(*day);
            Ok(())
        }
        Trial::With(statuses) => {
            when.with.extend(statuses);
            Ok(())
        }
    }
}

/// The errors of the changed files that the present files do not have.
fn new_faults(analysis: &Analysis, changed: &Analysis) -> Vec<String> {
    let is_fault =
        |finding: &&Finding| finding.kind.group == Group::Map && finding.level == Level::Error;
    let known: Vec<String> = analysis
        .findings
        .iter()
        .filter(is_fault)
        .map(|finding| finding.words().message.clone())
        .collect();
    let new = changed.findings.iter().filter(is_fault);
    let new = new.map(|finding| finding.words().into_owned());
    new.filter(|words| !known.contains(&words.message))
        .map(|words| {
            format!(
                "the changed map cannot be read: {}; {}",
                words.message, words.help
            )
        })
        .collect()
}

/// The organisations with a changed burden.
fn shifts(analysis: &Analysis, changed: &Analysis) -> Vec<Shift> {
    let before = burden::of_bodies(&analysis.graph);
    let after = burden::of_bodies(&changed.graph);
    let of = |all: &BTreeMap<String, Asked>, body: &str| all.get(body).copied().unwrap_or_default();
    let mut bodies: Vec<&String> = before.keys().chain(after.keys()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let shift = |body: &String| {
        let (before, after) = (of(&before, body), of(&after, body));
        Shift {
            organisation: body.clone(),
            requests: [before.requests, after.requests],
            items: [before.items, after.items],
        }
    };
    let shifts = bodies.into_iter().map(shift);
    let mut shifts: Vec<Shift> = shifts
        .filter(|shift| shift.requests[0] != shift.requests[1] || shift.items[0] != shift.items[1])
        .collect();
    shifts.sort_by_key(|shift| {
        let items = shift.items[1] as i64 - shift.items[0] as i64;
        let requests = shift.requests[1] as i64 - shift.requests[0] as i64;
        (items, requests, shift.organisation.clone())
    });
    shifts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::SourceSet;

    #[test]
    fn a_trial_that_is_stopped_says_so_and_has_no_result() {
        let sources = SourceSet::from_strings([("a.yaml", "systems: {a: {}, b: {}}")]);
        let map = Analysis::of(sources, Options::default());
        let wishes = wishes(&map, &["retire a".to_owned()]).expect("a change");
        let stop = Stop::default();
        assert!(try_out_unless(&map, &wishes, &stop).is_ok());
        stop.now();
        let faults = try_out_unless(&map, &wishes, &stop).expect_err("it is stopped");
        assert!(faults.to_string().contains("took too long"), "{faults}");
    }
}
