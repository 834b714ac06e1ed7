//! Planted duplication: one provider asked twice for the same thing, of each class.
use crate::planted::plot::Plot;
use serde_json::json;

/// Two bodies that each own a collection of one term, and a need that uses each collection.
///
/// The ids end in `_term`, `_body_a`, `_collection_a`, `_body_b` and `_collection_b`.
pub(super) fn two_collections(plot: &mut Plot, a: &str, b: &str) {
    two_collections_asked(plot, [a, b], [a, b]);
}

/// Like [`two_collections`], used for the people in `asked`.
fn two_collections_asked(plot: &mut Plot, covers: [&str; 2], asked: [&str; 2]) {
    plot.term("@_term", "");
    for (side, (covers, asked)) in ["a", "b"].into_iter().zip(covers.into_iter().zip(asked)) {
        let (body, collection) = (format!("@_body_{side}"), format!("@_collection_{side}"));
        plot.organisation(&body);
        plot.collection(&collection, &body, covers, &["@_term"]);
        plot.use_of(&collection, &body, "@_term", asked);
    }
}

/// Two collections of the same people, and one record of the provider to fill them from.
pub(super) fn one_record(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_collections(plot, &everyone, &everyone);
    plot.organisation("@_provider");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
}

/// Both needs come from the one record.
pub(super) fn leans_on_record(plot: &mut Plot) {
    plot.found("single-point", "@_record");
    plot.shows(
        "/subjects/needs",
        vec!["@_collection_a_use", "@_collection_b_use"],
    );
}

/// The provider is asked for the term by both collections.
pub(super) fn asked_twice(plot: &mut Plot, class: &str) {
    plot.found("repeated-request", "@_provider/@_term");
    plot.shows(
        "/subjects/collections",
        vec!["@_collection_a", "@_collection_b"],
    );
    plot.shows("/detail/pairs/0/class", class);
}

/// Class A: the provider records it in two systems, and each fills another collection.
pub(super) fn rekeyed(plot: &mut Plot) {
    one_record(plot);
    let everyone = plot.whom("");
    plot.record("@_log", "@_provider", &everyone, &["@_term"]);
    plot.send("record", "collection_a", "");
    plot.send("log", "collection_b", "");
    asked_twice(plot, "re-keyed");
}

/// Class B: one record, sent to two collections.
pub(super) fn resubmitted(plot: &mut Plot) {
    one_record(plot);
    plot.send("record", "collection_a", "");
    plot.send("record", "collection_b", "");
    asked_twice(plot, "re-submitted");
    leans_on_record(plot);
}

/// Class D: one record; each collection takes a part of it, and some people are in both parts.
pub(super) fn partial(plot: &mut Plot) {
    let a = plot.whom("setting: [inpatient, community]");
    let b = plot.whom("setting: [community, crisis]");
    let everyone = plot.whom("");
    two_collections(plot, &a, &b);
    plot.organisation("@_provider");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.send(
        "record",
        "collection_a",
        ", only: {setting: [inpatient, community]}",
    );
    plot.send(
        "record",
        "collection_b",
        ", only: {setting: [community, crisis]}",
    );
    asked_twice(plot, "partial");
    leans_on_record(plot);
    plot.silent("different-scope", "@_term");
}

/// Five collections ask one record: one group, not ten pairs.
pub(super) fn five(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.organisation("@_provider");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    let (mut collections, mut needs) = (Vec::new(), Vec::new());
    for side in ["a", "b", "c", "d", "e"] {
        let (body, collection) = (format!("@_body_{side}"), format!("@_collection_{side}"));
        plot.organisation(&body);
        plot.collection(&collection, &body, &everyone, &["@_term"]);
        plot.use_of(&collection, &body, "@_term", &everyone);
        plot.send("record", &format!("collection_{side}"), "");
        needs.push(format!("{collection}_use"));
        collections.push(collection);
    }
    plot.found("repeated-request", "@_provider/@_term");
    plot.shows("/subjects/collections", collections);
    plot.found("single-point", "@_record");
    plot.shows("/subjects/needs", needs);
}

/// A ward supplies one collection, the trust it is part of the other: requests to the trust count as made of the ward.
pub(super) fn part_of(plot: &mut Plot) {
    one_record(plot);
    let everyone = plot.whom("");
    plot.body("@_ward", ", part_of: @_provider");
    plot.record("@_log", "@_ward", &everyone, &["@_term"]);
    plot.send("record", "collection_a", "");
    plot.send("log", "collection_b", "");
    plot.found("repeated-request", "@_ward/@_term");
    plot.shows("/detail/pairs/0/class", "re-keyed");
    plot.silent("repeated-request", "@_provider/@_term");
}

/// The first collection passes it on, but later than the second needs it: still asked twice, and a second route.
pub(super) fn too_late(plot: &mut Plot) {
    one_record(plot);
    plot.need(
        "@_hurry",
        "@_body_b",
        "@_term",
        &plot.whom(""),
        "within: 3 months, level: record",
    );
    plot.silent("unmet-need", "@_hurry");
    plot.send("record", "collection_a", "");
    plot.send("record", "collection_b", "");
    let late = "method: upload, every: year, lag: 6 months, basis: Planted Act section 2, contains: personal";
    plot.flow("@_collection_a", "@_collection_b", "@_term", late);
    asked_twice(plot, "re-submitted");
    plot.found("second-route", "@_collection_b.@_term");
    plot.found("single-point", "@_record");
}

/// One of the two does not state its people by setting: it is presumed to cover everyone, which makes the finding likely.
pub(super) fn unsaid(plot: &mut Plot) {
    let inpatients = plot.whom("setting: inpatient");
    let unsaid = plot.whom("setting: -");
    two_collections_asked(plot, [&inpatients, &unsaid], [&inpatients; 2]);
    plot.organisation("@_provider");
    plot.record("@_record", "@_provider", &inpatients, &["@_term"]);
    plot.send("record", "collection_a", "");
    plot.send("record", "collection_b", "");
    plot.likely("repeated-request", "@_provider/@_term");
    plot.open("scope-not-stated", "@_collection_b");
    leans_on_record(plot);
}

/// As `rekeyed`, but one of the two flows is only assumed.
pub(super) fn one_assumed(plot: &mut Plot) {
    one_record(plot);
    let everyone = plot.whom("");
    plot.record("@_log", "@_provider", &everyone, &["@_term"]);
    plot.send("record", "collection_a", "");
    let sent = plot.sent("");
    plot.unsure_flow(
        "@_log",
        "@_collection_b",
        &format!("fields: [@_term], {sent}"),
    );
    plot.likely("repeated-request", "@_provider/@_term");
    plot.shows("/detail/pairs/0/class", "re-keyed");
}

/// The first collection only decides which rows reach the second and brings no values.
pub(super) fn steered(plot: &mut Plot) {
    resubmitted(plot);
    let sent = plot.sent("");
    let how = plot
        .chance
        .among(&["filter", "join", "sort", "conditional"]);
    let passage = format!("{{from: @_term, to: @_term, how: {how}}}");
    plot.flow("@_collection_a", "@_collection_b", &passage, &sent);
}

/// The first collection passes on only a part of the people: the others are still asked twice, and the part has two routes.
pub(super) fn served_in_part(plot: &mut Plot) {
    resubmitted(plot);
    plot.send(
        "collection_a",
        "collection_b",
        ", only: {setting: inpatient}",
    );
    plot.found("second-route", "@_collection_b.@_term");
}

/// The flow from the first collection to the second is unlisted: it cannot be told.
pub(super) fn served_perhaps(plot: &mut Plot) {
    one_record(plot);
    plot.send("record", "collection_a", "");
    plot.send("record", "collection_b", "");
    plot.pass_unlisted("@_collection_a", "@_collection_b", "");
    plot.open("repeated-request", "@_provider/@_term");
    leans_on_record(plot);
}

/// A third collection besides two, filled by a flow with these further keys or, without any, from the first one; the first and the second
/// ask the provider.
fn beside(plot: &mut Plot, further: &str) {
    one_record(plot);
    let everyone = plot.whom("");
    plot.organisation("@_body_c");
    plot.collection("@_collection_c", "@_body_c", &everyone, &["@_term"]);
    plot.use_of("@_collection_c", "@_body_c", "@_term", &everyone);
    plot.send("record", "collection_a", "");
    plot.send("record", "collection_b", "");
    let source = if further.is_empty() {
        "collection_a"
    } else {
        "record"
    };
    plot.send(source, "collection_c", further);
    asked_twice(plot, "re-submitted");
    plot.found("single-point", "@_record");
}

/// A third collection takes a copy, which is no request.
pub(super) fn beside_a_copy(plot: &mut Plot) {
    beside(plot, "");
    plot.silent("repeated-request", "@_body_a/@_term");
}

/// A third collection asks on purpose, which the finding lists separately.
pub(super) fn beside_a_purpose(plot: &mut Plot) {
    beside(plot, ", justified: The regulator must be independent");
    plot.again("repeated-request/@_provider/@_term");
    plot.shows(
        "/detail/justified/*",
        json!({"collection": "@_collection_c"}),
    );
}
