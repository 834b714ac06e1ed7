//! Planted recordings of one thing by several bodies, and collections that ask much the same.
use crate::generate::planted::duplication::two_collections;
use crate::generate::planted::plot::Plot;

/// Two providers, each with a record that fills another collection; `kinds` are further keys of each.
fn two_records(plot: &mut Plot, kinds: [&str; 2], covers: [&str; 2]) {
    two_collections(plot, covers[0], covers[1]);
    plot.body("@_provider", kinds[0]);
    plot.body("@_other_provider", kinds[1]);
    plot.record("@_record", "@_provider", covers[0], &["@_term"]);
    plot.record("@_other_record", "@_other_provider", covers[1], &["@_term"]);
    plot.send("record", "collection_a", "");
    plot.send("other_record", "collection_b", "");
    plot.silent("repeated-request", "@_provider/@_term");
    plot.silent("repeated-request", "@_other_provider/@_term");
}

/// Class C: two bodies each record it about the same people.
pub(super) fn parallel(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(plot, ["", ""], [&everyone, &everyone]);
    plot.found("parallel-recording", "@_term");
    plot.shows(
        "/subjects/respondents",
        vec!["@_other_provider", "@_provider"],
    );
}

/// Nobody is in both.
pub(super) fn disjoint(plot: &mut Plot) {
    let (first, second) = (
        plot.whom("setting: inpatient"),
        plot.whom("setting: community"),
    );
    two_records(plot, ["", ""], [&first, &second]);
    plot.found("different-scope", "@_term");
    plot.shows("/detail/pairs/0/relation", vec!["disjoint"]);
    plot.silent("parallel-recording", "@_term");
}

/// One of the two does not say about whom it is: whether they are the same people cannot be told.
pub(super) fn parallel_unsaid(plot: &mut Plot) {
    let (first, second) = (plot.whom("setting: inpatient"), plot.whom("setting: -"));
    two_records(plot, ["", ""], [&first, &second]);
    plot.open("parallel-recording", "@_term");
    plot.open("scope-not-stated", "@_other_record");
    plot.open("scope-not-stated", "@_collection_b");
}

/// Two bodies of one kind each record their own people.
pub(super) fn peers(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(
        plot,
        [", kind: provider", ", kind: provider"],
        [&everyone, &everyone],
    );
    plot.silent("parallel-recording", "@_term");
}

/// The first tells the second, who types it in again on purpose.
pub(super) fn told(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(plot, ["", ""], [&everyone, &everyone]);
    let typed = plot.typed(", justified: Keyed twice to find errors");
    plot.flow("@_record", "@_other_record", "@_term", &typed);
    plot.silent("parallel-recording", "@_term");
    plot.silent("retyped-field", "@_other_record.@_term");
    plot.found("single-point", "@_record");
}

/// How many terms a pair of collections shares.
const SHARED: usize = 8;

/// Two collections that ask the same `shared` terms and one term each of their own besides; each is filled by a trust of its own.
fn two_wide(plot: &mut Plot, shared: usize, own: usize, covers: [&str; 2]) {
    let named = |side: &str, count: usize| -> Vec<String> {
        (1..=count)
            .map(|number| format!("@_{side}_{number}"))
            .collect()
    };
    let common = named("common", shared);
    for term in &common {
        plot.term(term, "");
    }
    for (side, covers) in ["a", "b"].into_iter().zip(covers) {
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

fn fill(plot: &mut Plot, shared: usize, own: usize, further: &str) {
    for side in ["a", "b"] {
        let sent = plot.sent(further);
        let (record, collection) = (format!("@_record_{side}"), format!("@_collection_{side}"));
        plot.flow(&record, &collection, &asked(side, shared, own), &sent);
    }
}

/// Two collections ask much the same.
pub(super) fn overlapping(plot: &mut Plot) {
    let everyone = plot.whom("");
    let own = 1 + plot.chance.below(3);
    two_wide(plot, SHARED, own, [&everyone, &everyone]);
    fill(plot, SHARED, own, "");
    plot.found("overlapping-collections", "@_collection_a/@_collection_b");
    let shared: Vec<String> = (1..=SHARED)
        .map(|number| format!("@_common_{number}"))
        .collect();
    plot.shows("/detail/shared", shared);
}

/// As `overlapping`, but one of the two does not say whom it covers.
pub(super) fn overlapping_unsaid(plot: &mut Plot) {
    let (first, second) = (plot.whom("setting: inpatient"), plot.whom("setting: -"));
    two_wide(plot, SHARED, 1, [&first, &second]);
    fill(plot, SHARED, 1, "");
    plot.open("overlapping-collections", "@_collection_a/@_collection_b");
    plot.open("scope-not-stated", "@_record_b");
    plot.open("scope-not-stated", "@_collection_b");
}

/// Two collections of different people ask the same.
pub(super) fn overlapping_apart(plot: &mut Plot) {
    let (first, second) = (plot.whom("age: 0..17"), plot.whom("age: 18+"));
    two_wide(plot, SHARED, 1, [&first, &second]);
    fill(plot, SHARED, 1, "");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
    for number in 1..=SHARED {
        plot.found("different-window", &format!("@_common_{number}/age"));
    }
}

/// Two collections share a fifth of what they ask.
pub(super) fn overlapping_little(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, 3, 12, [&everyone, &everyone]);
    fill(plot, 3, 12, "");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// Two collections ask the same on purpose.
pub(super) fn overlapping_on_purpose(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, 1, [&everyone, &everyone]);
    fill(plot, SHARED, 1, ", justified: Two duties by law");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// One act of supplying fills both.
pub(super) fn overlapping_in_one_act(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, 1, [&everyone, &everyone]);
    fill(plot, SHARED, 1, ", same_submission: @_form");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}

/// The first collection passes on what both ask.
pub(super) fn overlapping_passed_on(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_wide(plot, SHARED, 1, [&everyone, &everyone]);
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
