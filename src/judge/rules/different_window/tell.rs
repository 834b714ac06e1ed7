//! The words of fields that count over different windows.

use std::collections::BTreeSet;

use serde_json::json;

use super::DifferentWindow;
use crate::judge::graph::Supply;
use crate::judge::rules::different_scope::place;
use crate::judge::rules::facets::{MOST_SHOWN, is_sourced};
use crate::judge::rules::found::{Found, Names};
use crate::judge::rules::inherited::with_others;
use crate::judge::rules::scopes::by_scope;
use crate::read::finding::Words;
use crate::read::model::{
    Dimension, DimensionId, Extent, FieldId, Id, Interval, Model, ScopeBox, extent_words,
    tick_words,
};
use crate::words::{listed, lowered};

/// The window of a field that leaves the dimension out, in words.
const NOT_STATED: &str = "not stated";
/// The beginning of a window that begins at nothing.
const UP_TO: &str = "up to ";
/// The window of a field that holds all of the dimension, in words.
const ANY: &str = "any";

pub(super) fn tell(found: &Found<DifferentWindow>, names: &Names<'_>) -> Words {
    let (model, id) = (names.model(), found.dimension);
    let (term, dimension) = (names.of(found.term), &model.dimensions[id]);
    let scopes = by_scope(model, &found.fields, |scope| model.people(scope));
    let windows = scopes
        .iter()
        .map(|(people, fields)| (windows(dimension, id, people), *fields));
    let windows: Vec<(String, &[FieldId])> = windows.collect();
    let places = windows.iter().take(MOST_SHOWN).map(|(window, fields)| {
        let field = fields[0];
        (
            place(model, field),
            format!("{}: {window}", names.of(field)),
        )
    });
    let different: BTreeSet<&str> = windows.iter().map(|(window, _)| &**window).collect();
    let detail = windows.iter().flat_map(|(window, fields)| {
        let fields = fields.iter();
        fields.map(move |field| json!({"field": names.id(field), "window": window}))
    });
    let name = lowered(&dimension.name);
    let (at, example, to, question) = example(found, names, &name);
    let all = all(found, names);
    // An owner can say what its own field counts. The room decides which window all should use.
    let (to, question) = match which(&all, &term, &name) {
        Some(question) => (None, question),
        None => (to, question),
    };
    let asked = to.map_or_else(String::new, |field| names.owner_of(field));
    let held = held(&different, &name);
    // Others that differ by more than their window have windows too.
    let held = match all.len() {
        count if count > 2 && count > different.len() => {
            format!("{count} different windows ({name})")
        }
        _ => held,
    };
    let words = Words::shown(places)
        .message(format!("{term} is held within {held}"))
        .detail("windows", detail.collect::<Vec<_>>())
        .detail(
            "witness",
            json!({"at": at, "counts_in": names.id(found.more), "not_in": names.id(found.less)}),
        )
        .help(format!("agree one window. {example}"))
        .ask(asked, question);
    with_others(words, &found.also, names)
}

/// The windows that any field of the term states, in words, shorter ones first.
fn all(found: &DifferentWindow, names: &Names<'_>) -> Vec<String> {
    let (model, supply) = (names.model(), Supply::of(names.graph));
    let dimension = &model.dimensions[found.dimension];
    let fields = supply.held(found.term).iter();
    // The finding is no surer than what it counts.
    let is_meant = |field: &&FieldId| {
        found.fields.contains(field)
            || (!supply.may_be_empty(**field) && is_sourced(model, **field))
    };
    let fields = fields.filter(is_meant);
    let boxes = fields.flat_map(|field| model.scope(*field));
    let stretches = boxes.filter_map(|scope| match &scope.0[found.dimension.index()] {
        Extent::Interval(stretch) if *stretch != Interval::ALL => {
            let words = extent_words(dimension, &Extent::Interval(*stretch))?;
            Some((stretch.high.min, stretch.low.min, words))
        }
        _ => None,
    });
    let all: BTreeSet<(i64, i64, String)> = stretches.collect();
    all.into_iter().map(|(.., words)| words).collect()
}

/// The question which of three or more windows should hold, as far as they can be listed.
fn which(all: &[String], term: &str, name: &str) -> Option<String> {
    if !(3..=MOST_SHOWN).contains(&all.len()) {
        return None;
    }
    let mut all = all.to_vec();
    if all.iter().all(|window| window.starts_with(UP_TO)) {
        for window in &mut all[1..] {
            *window = window.split_off(UP_TO.len());
        }
    }
    let all = listed(&all);
    Some(format!(
        "Which window should hold for {term} ({name})? There are {all}."
    ))
}

/// The number of windows, and whether some fields have none: `2 different windows (days from discharge to death)`.
fn held(different: &BTreeSet<&str>, name: &str) -> String {
    let limited = different.iter();
    let limited = limited.filter(|window| **window != NOT_STATED && **window != ANY);
    let count = limited.count();
    let others = if different.contains(NOT_STATED) {
        ", and some state none"
    } else if count < different.len() {
        ", and in some places without one"
    } else {
        ""
    };
    match count {
        // Each field has the same stretches, and has them for other people.
        1 if different.len() == 1 => {
            format!("different windows for the same people ({name})")
        }
        1 if different.contains(NOT_STATED) => {
            format!("a window in one place, and another states none ({name})")
        }
        1 => format!("a window in one place, and without one in another ({name})"),
        count => format!("{count} different windows{others} ({name})"),
    }
}

/// A point that one field counts and another does not, that in a sentence, the field whose owner is asked or `None` for the room, and the question.
fn example(
    found: &DifferentWindow,
    names: &Names<'_>,
    name: &str,
) -> (String, String, Option<FieldId>, String) {
    let (model, term) = (names.model(), names.of(found.term));
    let at = tick_words(found.at.0, found.at.1);
    let [counts, does_not] = names.two(found.more, found.less);
    let whose = whose(model, found);
    let such = match &whose {
        Some(people) => format!(". This is about some people ({people})"),
        None => String::new(),
    };
    let whose = whose.map_or_else(String::new, |people| format!("; {people}"));
    let [wider, narrower] = [(found.more, true), (found.less, false)].map(|(field, counts)| {
        let mut people = model.people(model.scope(field));
        people.retain(|scope| may_hold(&scope.0[found.dimension.index()], found.at.1) == counts);
        let words = windows(&model.dimensions[found.dimension], found.dimension, &people);
        if words == ANY {
            "no limit".to_owned()
        } else {
            words
        }
    });
    let (help, to, question) = if found.is_written && wider != narrower {
        (
            format!("For example, {counts} has {wider}. {does_not} has {narrower}{such}"),
            None,
            format!(
                "{counts} has {wider}. {does_not} has {narrower} ({name}{whose}). Which should hold for {term}?"
            ),
        )
    } else if found.is_written {
        (
            format!("For example, at {at}, {counts} counts cases that {does_not} leaves out{such}"),
            Some(found.less),
            format!("For {term}, should {does_not} count a case at {at} ({name}{whose})?"),
        )
    } else {
        (
            format!(
                "For example, at {at}, {does_not} leaves cases out, and {counts} does not say that it does{such}"
            ),
            Some(found.more),
            format!("For {term}, does {counts} count a case at {at} ({name}{whose})?"),
        )
    };
    (at, help, to, question)
}

/// The people for whom the field does not count the point, if it counts it for others.
fn whose(model: &Model, found: &DifferentWindow) -> Option<String> {
    let id = found.dimension;
    let (some, others): (Vec<ScopeBox>, Vec<ScopeBox>) = model
        .people(model.scope(found.less))
        .into_iter()
        .partition(|scope| may_hold(&scope.0[id.index()], found.at.1));
    let group = others.first().filter(|_| !some.is_empty())?;
    Some(model.groups_words(std::slice::from_ref(group), &some))
}

/// False if the extent surely does not hold the point.
fn may_hold(extent: &Extent, at: i64) -> bool {
    !matches!(extent, Extent::Interval(window) if at < window.low.max || at >= window.high.min)
}

/// The stretches that these people state on one dimension, in words.
fn windows(dimension: &Dimension, id: DimensionId, people: &[ScopeBox]) -> String {
    let mut words: Vec<String> = Vec::new();
    for scope in people {
        let said = match &scope.0[id.index()] {
            Extent::Unstated => NOT_STATED.to_owned(),
            extent => extent_words(dimension, extent).unwrap_or_else(|| ANY.to_owned()),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    // Some of the people are counted whatever the time.
    match words.iter().position(|word| word == ANY) {
        Some(any) if words.len() > 1 => {
            words.remove(any);
            format!("{} for some", words.join(" or "))
        }
        _ => words.join(" or "),
    }
}
