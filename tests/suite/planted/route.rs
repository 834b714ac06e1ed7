//! Planted second routes and fields typed again.
use crate::planted::duplication::one_record;
use crate::planted::plot::Plot;

/// A record, a store on the way and a body's collection of the same people.
fn by_a_store(plot: &mut Plot, covers: [&str; 3]) {
    plot.organisation("@_provider");
    plot.organisation("@_keeper");
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", covers[0], &["@_term"]);
    plot.store("@_keeper", covers[1]);
    plot.collection("@_collection", "@_body", covers[2], &["@_term"]);
    plot.used(covers[2]);
    plot.send("record", "store", "");
}

/// The store passes it on, and so does the record itself.
pub(super) fn second(plot: &mut Plot) {
    let everyone = plot.whom("");
    by_a_store(plot, [&everyone, &everyone, &everyone]);
    plot.send("store", "collection", "");
    plot.send("record", "collection", ", same_submission: @_own");
    plot.found("second-route", "@_collection.@_term");
    plot.shows("/detail/origin", "@_record.@_term");
    plot.shows("/detail/relation", vec!["equal"]);
    plot.silent("repeated-request", "@_provider/@_term");
    plot.found("single-point", "@_record");
}

/// The second route is there to check the first.
pub(super) fn checked(plot: &mut Plot) {
    let everyone = plot.whom("");
    by_a_store(plot, [&everyone, &everyone, &everyone]);
    plot.send("store", "collection", "");
    plot.send(
        "record",
        "collection",
        ", justified: Checks what comes by the store",
    );
    plot.silent("second-route", "@_collection.@_term");
    plot.found("single-point", "@_record");
}

/// The two routes bring different people.
pub(super) fn two_streams(plot: &mut Plot) {
    let (everyone, inpatients) = (plot.whom(""), plot.whom("setting: inpatient"));
    plot.organisation("@_provider");
    plot.organisation("@_keeper");
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.store("@_keeper", &inpatients);
    plot.collection("@_collection", "@_body", &everyone, &["@_term"]);
    plot.used(&everyone);
    plot.send("record", "store", ", only: {setting: inpatient}");
    plot.send("store", "collection", "");
    plot.send(
        "record",
        "collection",
        ", only: {setting: [community, crisis]}",
    );
    plot.silent("second-route", "@_collection.@_term");
    plot.silent("different-scope", "@_term");
    plot.found("single-point", "@_record");
}

/// A second route that brings only some of the people does not help if the record fails, but it is a second route.
pub(super) fn narrower(plot: &mut Plot) {
    let (everyone, inpatients) = (plot.whom(""), plot.whom("setting: inpatient"));
    one_record(plot);
    plot.organisation("@_keeper");
    plot.store("@_keeper", &inpatients);
    plot.need("@_more", "@_body_b", "@_term", &everyone, "");
    plot.silent("unmet-need", "@_more");
    plot.send("record", "collection_a", ", same_submission: @_form");
    plot.send("record", "collection_b", ", same_submission: @_form");
    plot.send(
        "record",
        "store",
        ", only: {setting: inpatient}, same_submission: @_form",
    );
    plot.send("store", "collection_b", "");
    plot.found("second-route", "@_collection_b.@_term");
    plot.found("single-point", "@_record");
    plot.silent("different-scope", "@_term");
    plot.silent("single-point", "@_store");
}

/// A record and a body's collection of one field, typed again on the way with these further keys.
fn by_hand(plot: &mut Plot, further: &str) {
    let everyone = plot.whom("");
    plot.new_pair(&everyone, &everyone);
    plot.used(&everyone);
    let typed = plot.typed(further);
    plot.flow("@_record", "@_collection", "@_term", &typed);
}

/// A record that holds the field, which is typed again into a form.
pub(super) fn retyped(plot: &mut Plot) {
    by_hand(plot, "");
    plot.found("retyped-field", "@_collection.@_term");
    plot.shows("/detail/source", "@_record.@_term");
}

/// As `retyped`, and an electronic way exists already.
pub(super) fn retyped_beside_a_wire(plot: &mut Plot) {
    let everyone = plot.whom("");
    by_a_store(plot, [&everyone, &everyone, &everyone]);
    plot.send("store", "collection", "");
    let typed = plot.typed(", same_submission: @_own");
    plot.flow("@_record", "@_collection", "@_term", &typed);
    plot.found("retyped-field", "@_collection.@_term");
    plot.shows(
        "/detail/electronic_route",
        vec!["@_record.@_term", "@_store.@_term", "@_collection.@_term"],
    );
    plot.silent("repeated-request", "@_provider/@_term");
    plot.found("single-point", "@_record");
}

/// Keyed twice on purpose.
pub(super) fn keyed_twice(plot: &mut Plot) {
    by_hand(plot, ", justified: Keyed twice to find errors");
    plot.silent("retyped-field", "@_collection.@_term");
}

/// A person works it out, which no electronic flow could do.
pub(super) fn worked_out(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.term("@_term", "");
    plot.term("@_judgement", "");
    plot.pair_of((&everyone, &["@_term"]), (&everyone, &["@_judgement"]));
    plot.use_of("@_collection", "@_body", "@_judgement", &everyone);
    let typed = plot.typed("");
    plot.flow(
        "@_record",
        "@_collection",
        "{from: @_term, to: @_judgement, how: derived}",
        &typed,
    );
    plot.silent("retyped-field", "@_collection.@_judgement");
}
