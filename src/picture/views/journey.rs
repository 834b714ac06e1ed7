//! One term from capture to publication: each hop with its manner, its changes and the age so far.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::basis::Basis;
use super::cut::Cut;
use super::found;
use super::touched::Touched;
use super::words::label;
use crate::judge::graph::{Age, Ages, Bound, minutes_words};
use crate::read::model::{
    FieldId, FlowId, How, Id, Model, Passage, Ref, ScopeBox, SystemId, TermId,
};

/// The largest number of findings of the term in words under the picture.
pub(super) const MOST_TOLD: usize = 12;
/// The beginning of the note that gives the number of findings below the picture. A picture without those findings omits the note.
pub(super) const TOLD_BELOW: &str = "Told below";

/// The note on the words at lines and in boxes.
const ON_THE_LINES: &str = "On the lines: how often, and after ≠ what changes on the way. In the boxes: the age so far, where it is stated.";

/// The journey of a term.
pub(super) fn cut(basis: &Basis<'_>, term: TermId) -> Cut {
    let analysis = basis.analysis;
    let model = analysis.model();
    let own = basis.fields_of(term);
    let mut rows = own.clone();
    for field in own {
        // The fields from which the term is worked out, and those worked out from it.
        let near = analysis.graph.links_in(*field);
        rows.extend(
            near.iter()
                .filter(|link| link.how.is_direct())
                .map(|link| link.from),
        );
        let near = analysis.graph.links_out(*field);
        rows.extend(
            near.iter()
                .filter(|link| link.how.is_direct())
                .map(|link| link.to),
        );
    }
    let mut cut = Cut::of_fields(basis, rows);
    if own.len() > 1 {
        cut.charted = Some(term);
        leave_loose(model, &mut cut);
    }
    let mut people = People::default();
    for id in cut.flows.clone() {
        let passages = model.flows[id].passages().iter();
        for passage in passages.filter(|passage| cut.rows.contains(&passage.to.id())) {
            let sources = passage.from.iter().map(Ref::id);
            for from in sources.filter(|source| cut.rows.contains(source)) {
                let hop = (from, passage.to.id());
                let (words, is_changed) = hop_words(model, &mut people, id, (from, passage));
                cut.labels.insert(hop, words);
                if is_changed {
                    cut.strong.hops.insert(hop);
                }
            }
        }
    }
    cut.notes.push(if cut.rows.is_empty() {
        "No stated flow passes it on from field to field.".to_owned()
    } else {
        ON_THE_LINES.to_owned()
    });
    cut.subtitles = subtitles(model, &basis.known().ages, &cut);
    cut.title = format!("the journey of {}", quoted(&model.terms[term].name));
    let about = basis.on_term(term).filter(|touched| touched.is_firm);
    let about: Vec<&Touched> = about.collect();
    cut.marked = Some(about.iter().map(|touched| touched.index).collect());
    let (told, rest) = found::told(basis, &about, MOST_TOLD);
    cut.told = told;
    if rest > 0 {
        cut.notes.push(format!(
            "{TOLD_BELOW}: {MOST_TOLD} of {} findings.",
            MOST_TOLD + rest
        ));
    }
    cut
}

/// Takes out all boxes and lines, so that the chart stands alone.
pub(super) fn leave_flows(cut: &mut Cut) {
    cut.systems.clear();
    cut.rows.clear();
    cut.flows.clear();
    leave_words(cut);
}

/// Takes out the note on words that a picture of whole organisations does not have.
pub(super) fn leave_words(cut: &mut Cut) {
    cut.notes.retain(|note| note != ON_THE_LINES);
}

/// Takes out the fields that no line joins: they are in the chart.
fn leave_loose(model: &Model, cut: &mut Cut) {
    let passages = cut.flows.iter().flat_map(|id| model.flows[*id].passages());
    let mut joined: BTreeSet<FieldId> = BTreeSet::new();
    for passage in passages {
        let to = passage.to.id();
        for from in passage.from.iter().map(Ref::id) {
            if cut.rows.contains(&from) && cut.rows.contains(&to) {
                joined.extend([from, to]);
            }
        }
    }
    cut.systems = joined
        .iter()
        .map(|field| model.fields[*field].system)
        .collect();
    cut.rows = joined;
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
}

/// The people of fields in words. Many fields have the same people, who are put into words once.
#[derive(Default)]
struct People(FxHashMap<*const ScopeBox, String>);

impl People {
    fn differ(&mut self, model: &Model, one: &[ScopeBox], other: &[ScopeBox]) -> bool {
        if one == other {
            return false;
        }
        for people in [one, other] {
            let words = || model.boxes_words(people);
            self.0.entry(people.as_ptr()).or_insert_with(words);
        }
        self.0[&one.as_ptr()] != self.0[&other.as_ptr()]
    }
}

/// The manner in which a value is passed, and the changes on the way; true if there are changes.
fn hop_words(
    model: &Model,
    people: &mut People,
    id: FlowId,
    (from, passage): (FieldId, &Passage),
) -> (String, bool) {
    let flow = &model.flows[id];
    let (a, b) = (&model.fields[from], &model.fields[passage.to.id()]);
    let mut changes: Vec<&str> = Vec::new();
    if passage.how != How::Identity {
        changes.push(passage.how.word());
    }
    let codes = (a.codes.known().map(Ref::id), b.codes.known().map(Ref::id));
    if matches!(codes, (Some(a), Some(b)) if a != b) {
        changes.push("codes");
    }
    if matches!((a.kind.known(), b.kind.known()), (Some(a), Some(b)) if a != b) {
        changes.push("type");
    }
    let mut differs = || people.differ(model, model.scope(from), model.scope(passage.to.id()));
    if flow.only.known().is_some() {
        changes.push("some people");
    } else if differs() {
        changes.push("people");
    }
    let mut words = label(flow);
    if !changes.is_empty() {
        let gap = if words.is_empty() { "" } else { " " };
        let _ = write!(words, "{gap}≠ {}", changes.join(", "));
    }
    (words, !changes.is_empty())
}

/// The age of the soonest row of each system.
fn subtitles(model: &Model, ages: &Ages, cut: &Cut) -> BTreeMap<SystemId, String> {
    let mut soonest: BTreeMap<SystemId, Age> = BTreeMap::new();
    for field in &cut.rows {
        let Some(age) = ages.age(*field) else {
            continue;
        };
        let entry = soonest.entry(model.fields[*field].system).or_insert(age);
        let most = |age: &Age| (age.worst.most.unwrap_or(i64::MAX), age.worst.least);
        if most(&age) < most(entry) {
            *entry = age;
        }
    }
    soonest
        .into_iter()
        .filter(|(_, age)| age.worst != Bound::UNKNOWN)
        .map(|(system, age)| (system, age_words(age)))
        .collect()
}

/// `known after 3 days to 6 weeks`.
pub(super) fn age_words(age: Age) -> String {
    let (best, worst) = (age.best.least, age.worst);
    match worst.most {
        None if best == 0 && worst.least == 0 => "age not stated".to_owned(),
        None if best == worst.least => format!("known after {} or more", minutes_words(best)),
        None => format!(
            "known after {} to {} or more",
            minutes_words(best),
            minutes_words(worst.least)
        ),
        Some(0) => "known at once".to_owned(),
        Some(most) if most == best => format!("known after {}", minutes_words(most)),
        Some(most) => {
            let bound = Bound {
                least: best,
                most: Some(most),
            };
            format!("known after {}", bound.words())
        }
    }
}

/// The term with the most findings; `None` if the map has no term.
pub(super) fn most_contested(model: &Model, touched: &[Touched]) -> Option<TermId> {
    let mut counts = vec![0_usize; model.terms.len()];
    for touched in touched.iter().filter(|touched| touched.is_firm) {
        for term in &touched.terms {
            counts[term.index()] += 1;
        }
    }
    model
        .terms
        .iter()
        .map(|(id, _)| id)
        .max_by_key(|id| (counts[id.index()], std::cmp::Reverse(*id)))
}
