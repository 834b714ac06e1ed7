//! Planted collections that ask nearly the same, and collections that only look so.
use crate::planted::plot::Plot;

/// The number of terms that a pair of collections shares.
const SHARED: usize = 8;

/// Two collections that ask the same `shared` terms and further terms of their own; each is filled by its own trust.
fn two_wide(plot: &mut Plot, shared: usize, own: [usize; 2], covers: [&str; 2]) {
    let named = |side: &str, count: usize| -> Vec<String> {
        (1..=count)
            .map(|number| format!("@_{side}_{number}"))
            .collect()
    };
    let common = named("common", shared);
    for term in &common {
        plot.term(term, "");
    }
    for ((side, covers), own) in ["a", "b"].into_iter().zip(covers).zip(own) {
        let (body, collection) = (format!("@_body_{side}"), format!("@_collection_{side}"));
        let (trust, record) = (format!("@_trust_{side}"), format!("@_record_{side}"));
        let mut terms = named(&format!("only_{side}"), own);
        for term in &terms {
            plot.term(term, "");
        }
        terms.extend(common.iter().cloned());
        let fields: Vec<&str> = terms.iter().map(String::as_str).collect();
        plot.body(&trust, ", kind: provider");
        plot.organisation(&body);
        plot.record(&record, &trust, covers, &fields);
        plot.collection(&collection, &body, covers, &fields);
        plot.use_of(&collection, &body, &fields.join(", "), covers);
    }
}

/// The terms that a side of `two_wide` asks, as in a list.
fn asked(side: &str, shared: usize, own: usize) -> String {
    let own = (1..=own).map(|number| format!("@_only_{side}_{number}"));
    let common = (1..=shared).map(|number| format!("@_common_{number}"));
    own.chain(common).collect::<Vec<_>>().join(", ")
}

fn fill(plot: &mut Plot, shared: usize, own: [usize; 2], further: &str) {
    for (side, own) in ["a", "b"].into_iter().zip(own) {
        let sent = plot.sent(further);
        let (record, collection) = (format!("@_record_{side}"), format!("@_collection_{side}"));
        plot.flow(&record, &collection, &asked(side, shared, own), &sent);
    }
}

/// Two collections ask nearly the same.
pub(super) fn much(plot: &mut Plot) {
    let everyone = plot.whom("");
    let own = plot.chance.among(&[[1, 1], [0, 20], [3, 2], [12, 1]]);
    two_wide(plot, SHARED, own, [&everyone, &everyone]);
    fill(plot, SHARED, own, "");
    plot.found("overlapping-collections", "@_collection_a/@_collection_b");
    let shared: Vec<String> = (1..=SHARED)
        .map(|number| format!("@_common_{number}"))
        .collect();
    plot.shows("/detail/shared", shared);
}

/// As `much`, but one of the two does not state its people.
pub(super) fn unsaid(plot: &mut Plot) {
    let (first, second) = (plot.whom("setting: inpatient"), plot.whom("setting: -"));
    two_wide(plot, SHARED, [1, 1], [&first, &second]);
    fill(plot, SHARED, [1, 1], "");
    plot.open("overlapping-collections", "@_collection_a/@_collection_b");
    plot.open("scope-not-stated", "@_record_b");
    plot.open("scope-not-stated", "@_collection_b");
}

/// Two collections of different people ask the same.
pub(super) fn apart(plot: &mut Plot) {
    let (first, second) = (plot.whom("age: 0..17"), plot.whom("age: 18+"));
    two_wide(plot, SHARED, [1, 1], [&first, &second]);
    fill(plot, SHARED, [1, 1], "");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
    for number in 1..=SHARED {
        plot.silent("different-window", &format!("@_common_{number}/age"));
    }
}

/// Two collections share a fifth of their terms.
pub(super) fn little(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, 3, [12, 12], [&everyone, &everyone]);
    fill(plot, 3, [12, 12], "");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// Two collections ask the same on purpose.
pub(super) fn on_purpose(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, [1, 1], [&everyone, &everyone]);
    fill(plot, SHARED, [1, 1], ", justified: Two duties by law");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// One act of supplying fills both.
pub(super) fn in_one_act(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, [1, 1], [&everyone, &everyone]);
    fill(plot, SHARED, [1, 1], ", same_submission: @_form");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// The first collection passes on the shared terms.
pub(super) fn passed_on(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, [1, 1], [&everyone, &everyone]);
    let sent = plot.sent("");
    plot.flow(
        "@_record_a",
        "@_collection_a",
        &asked("a", SHARED, 1),
        &sent,
    );
    plot.flow(
        "@_collection_a",
        "@_collection_b",
        &asked("", SHARED, 0),
        &sent,
    );
    plot.flow("@_record_b", "@_collection_b", "@_only_b_1", &sent);
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
    plot.found("single-point", "@_record_a");
}

/// The flow from the first to the second is unlisted: only likely.
pub(super) fn passed_on_perhaps(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, [1, 1], [&everyone, &everyone]);
    fill(plot, SHARED, [1, 1], "");
    plot.pass_unlisted("@_collection_a", "@_collection_b", "");
    plot.likely("overlapping-collections", "@_collection_a/@_collection_b");
}
