//! Planted requests that are no duplicates: copies, one act of supplying, duplicates on purpose, flows of other days.
use crate::planted::duplication::{leans_on_record, one_record};
use crate::planted::plot::Plot;

/// The second collection is filled from the first: reuse.
pub(super) fn forwarded(plot: &mut Plot) {
    one_record(plot);
    plot.send("record", "collection_a", "");
    plot.send("collection_a", "collection_b", "");
    plot.silent("repeated-request", "@_provider/@_term");
    plot.silent("repeated-request", "@_body_a/@_term");
    leans_on_record(plot);
}

/// Both are filled from the record, but the first also passes it on, so there is a service path, and a second route.
pub(super) fn served(plot: &mut Plot) {
    forwarded(plot);
    plot.send("record", "collection_b", "");
    plot.found("second-route", "@_collection_b.@_term");
    plot.shows("/detail/origin", "@_record.@_term");
}

/// One act of supplying fills both.
pub(super) fn one_form(plot: &mut Plot) {
    one_record(plot);
    plot.send("record", "collection_a", ", same_submission: @_form");
    plot.send("record", "collection_b", ", same_submission: @_form");
    plot.silent("repeated-request", "@_provider/@_term");
    leans_on_record(plot);
}

/// Class J: the second request is a duplicate on purpose.
pub(super) fn on_purpose(plot: &mut Plot) {
    one_record(plot);
    plot.send("record", "collection_a", "");
    plot.send(
        "record",
        "collection_b",
        ", justified: The regulator must be independent",
    );
    plot.silent("repeated-request", "@_provider/@_term");
    leans_on_record(plot);
}

/// One act fills both today; another request, from another record, has ended or is only planned.
pub(super) fn not_today(plot: &mut Plot) {
    one_form(plot);
    let everyone = plot.whom("");
    plot.record("@_log", "@_provider", &everyone, &["@_term"]);
    plot.send("log", "record", "");
    let status = plot.chance.among(&[
        ", status: ended, until: 2024-12-31",
        ", status: planned, since: 2026-04-01",
        ", status: proposed",
        ", until: 2025-01-31",
    ]);
    plot.send("log", "collection_b", status);
    plot.found("single-point", "@_log");
}

/// Two collections share an identifier and a field of context, and nothing else.
pub(super) fn identifier(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.organisation("@_provider");
    plot.term("@_number", ", identifier: true");
    plot.term("@_context", ", tags: [context]");
    plot.record(
        "@_record",
        "@_provider",
        &everyone,
        &["@_number", "@_context"],
    );
    for side in ["a", "b"] {
        let (body, collection) = (format!("@_body_{side}"), format!("@_collection_{side}"));
        plot.organisation(&body);
        plot.collection(&collection, &body, &everyone, &["@_number", "@_context"]);
        plot.use_of(&collection, &body, "@_number, @_context", &everyone);
        plot.pass("@_record", &collection, "@_number, @_context", "");
    }
    plot.silent("repeated-request", "@_provider/@_number");
    plot.silent("repeated-request", "@_provider/@_context");
    plot.silent("overlapping-collections", "@_collection_a/@_collection_b");
}
