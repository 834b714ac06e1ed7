//! Planted recordings of one thing by several organisations.
use crate::planted::duplication::two_collections;
use crate::planted::plot::Plot;

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

/// Class C: two organisations each record it about the same people.
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
    plot.silent("different-scope", "@_term");
    plot.silent("parallel-recording", "@_term");
}

/// One of the two does not state its people: it is presumed to be about everyone, which makes the finding likely.
pub(super) fn parallel_unsaid(plot: &mut Plot) {
    let (first, second) = (plot.whom("setting: inpatient"), plot.whom("setting: -"));
    two_records(plot, ["", ""], [&first, &second]);
    plot.likely("parallel-recording", "@_term");
    plot.open("scope-not-stated", "@_other_record");
    plot.open("scope-not-stated", "@_collection_b");
}

/// Two organisations of one kind each record their own people.
pub(super) fn peers(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(
        plot,
        [", kind: provider", ", kind: provider"],
        [&everyone, &everyone],
    );
    plot.silent("parallel-recording", "@_term");
}

/// The first passes it to the second, which types it in again on purpose.
pub(super) fn told(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(plot, ["", ""], [&everyone, &everyone]);
    let typed = plot.typed(", justified: Keyed twice to find errors");
    plot.flow("@_record", "@_other_record", "@_term", &typed);
    plot.silent("parallel-recording", "@_term");
    plot.silent("retyped-field", "@_other_record.@_term");
    plot.found("single-point", "@_record");
}

/// The unlisted flow from the first to the second may pass it: only likely.
pub(super) fn told_perhaps(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_records(plot, ["", ""], [&everyone, &everyone]);
    plot.pass_unlisted("@_record", "@_other_record", "");
    plot.likely("parallel-recording", "@_term");
}

/// An organisation and a part of it count as one.
pub(super) fn within(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_collections(plot, &everyone, &everyone);
    plot.organisation("@_provider");
    plot.body("@_ward", ", part_of: @_provider");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.record("@_other_record", "@_ward", &everyone, &["@_term"]);
    plot.send("record", "collection_a", ", same_submission: @_form");
    plot.send("other_record", "collection_b", ", same_submission: @_form");
    plot.silent("parallel-recording", "@_term");
    plot.silent("repeated-request", "@_ward/@_term");
}
