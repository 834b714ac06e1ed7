//! Planted definitions with different people: scope, window, counting date.
use crate::planted::duplication::leans_on_record;
use crate::planted::plot::Plot;
use serde_json::json;

/// Two collections of one term whose fields state their people themselves; each is used for the people in `asked`.
fn two_definitions(plot: &mut Plot, covers: [&str; 2], asked: [&str; 2]) {
    plot.term("@_term", "");
    for (side, (covers, asked)) in ["a", "b"].into_iter().zip(covers.into_iter().zip(asked)) {
        let (body, collection) = (format!("@_body_{side}"), format!("@_collection_{side}"));
        plot.organisation(&body);
        let field = plot.named("@_term");
        let words = field.replace('_', " ");
        let field =
            format!("{field}: {{type: date, definition: The day of {words}., covers: {covers}}}");
        plot.collection(&collection, &body, covers, &[&field]);
        plot.use_of(&collection, &body, "@_term", asked);
    }
}

/// One record fills two collections by one act of supplying; `only` is the part that each takes.
fn one_act(plot: &mut Plot, record: &str, covers: [&str; 2], only: [&str; 2]) {
    one_act_asked(plot, record, covers, covers, only);
}

/// Like [`one_act`], with the collections used for the people in `asked`.
fn one_act_asked(
    plot: &mut Plot,
    record: &str,
    covers: [&str; 2],
    asked: [&str; 2],
    only: [&str; 2],
) {
    two_definitions(plot, covers, asked);
    plot.organisation("@_provider");
    plot.record("@_record", "@_provider", record, &["@_term"]);
    for (side, only) in ["a", "b"].into_iter().zip(only) {
        let only = if only.is_empty() {
            String::new()
        } else {
            format!(", only: {{{}}}", only.replace("; ", ", "))
        };
        let further = format!(", same_submission: @_form{only}");
        plot.send("record", &format!("collection_{side}"), &further);
    }
    plot.silent("repeated-request", "@_provider/@_term");
    leans_on_record(plot);
}

/// Two collections of different people; neither, one or both take everything that the record holds.
fn scopes(plot: &mut Plot, a: &str, b: &str, relation: &str) {
    let covers = [&*plot.whom(a), &*plot.whom(b)].map(str::to_owned);
    one_act(plot, &plot.whom(""), [&covers[0], &covers[1]], [a, b]);
    plot.found("different-scope", "@_term");
    let fields = ["@_collection_a.@_term", "@_collection_b.@_term"];
    plot.shows(
        "/detail/pairs/*",
        json!({"fields": fields, "relation": [relation]}),
    );
}

/// One is narrower than the other.
pub(super) fn narrower(plot: &mut Plot) {
    let (part, whole) = plot.chance.among(&[
        ("setting: inpatient", "setting: [inpatient, community]"),
        ("legal_status: detained", ""),
        (
            "setting: crisis; legal_status: informal",
            "setting: [crisis, community]",
        ),
    ]);
    scopes(plot, part, whole, "narrower");
}

/// One is broader than the other.
pub(super) fn broader(plot: &mut Plot) {
    scopes(
        plot,
        "setting: [inpatient, crisis]",
        "setting: crisis; legal_status: detained",
        "broader",
    );
}

/// Some people in both, some in one only.
pub(super) fn crossing(plot: &mut Plot) {
    scopes(
        plot,
        "setting: [inpatient, community]",
        "setting: [community, crisis]",
        "overlapping",
    );
}

/// Nobody in both.
pub(super) fn apart(plot: &mut Plot) {
    scopes(
        plot,
        "legal_status: detained",
        "legal_status: informal",
        "disjoint",
    );
}

/// One of the two leaves out what the other restricts, and is about the same people, whom its flow brings.
pub(super) fn unsaid(plot: &mut Plot) {
    let inpatients = plot.whom("setting: inpatient");
    let unsaid = plot.whom("setting: -");
    let asked = [&*inpatients; 2];
    one_act_asked(plot, &inpatients, [&inpatients, &unsaid], asked, ["", ""]);
    plot.silent("different-scope", "@_term");
    plot.open("scope-not-stated", "@_collection_b");
    plot.shows("/detail/waiting/0/dimension", "setting");
}

/// The same people, written differently.
pub(super) fn other_words(plot: &mut Plot) {
    let first = plot.whom("area: great_britain; after_discharge: 0..30 days; setting: all");
    let second = plot.whom(
        "area: [england, wales, scotland]; after_discharge: 0..30; setting: [inpatient, community, crisis]",
    );
    one_act(plot, &first, [&first, &second], ["", ""]);
    plot.silent("different-scope", "@_term");
    plot.silent("different-window", "@_term/after_discharge");
}

/// Two windows from one anchor.
pub(super) fn window(plot: &mut Plot) {
    let (short, long) = plot.chance.among(&[
        ("0..30 days", "0..12 months"),
        ("0..3 days", "0..31 days"),
        ("0..30 days", "0..32 days"),
        ("..72 hours", "..30 days"),
    ]);
    let (a, b) = (
        plot.whom(&format!("after_discharge: {short}")),
        plot.whom(&format!("after_discharge: {long}")),
    );
    let only = format!("after_discharge: {short}");
    one_act(plot, &b, [&a, &b], [&only, ""]);
    plot.found("different-window", "@_term/after_discharge");
    plot.shows("/detail/witness/counts_in", "@_collection_b.@_term");
    plot.shows("/detail/witness/not_in", "@_collection_a.@_term");
    plot.silent("different-scope", "@_term");
}

/// One of the two leaves its window open, and is about the same cases, which its flow brings.
pub(super) fn window_unsaid(plot: &mut Plot) {
    let (a, b) = (
        plot.whom("after_discharge: 0..30 days"),
        plot.whom("after_discharge: -"),
    );
    one_act_asked(plot, &a, [&a, &b], [&a, &a], ["", ""]);
    plot.silent("different-window", "@_term/after_discharge");
    plot.open("scope-not-stated", "@_collection_b");
}

/// Ends that the words leave open may be equal: a month and thirty days, or calendar days and days of 24 hours.
pub(super) fn window_blurred(plot: &mut Plot) {
    let (short, long) = plot.chance.among(&[
        ("..30 days", "..1 month"),
        ("..72 hours", "..3 days"),
        ("..48 hours", "..2 days"),
        ("..12 months", "..1 year"),
    ]);
    let (a, b) = (
        plot.whom(&format!("after_discharge: {short}")),
        plot.whom(&format!("after_discharge: {long}")),
    );
    one_act(plot, &b, [&a, &b], ["", ""]);
    plot.silent("different-window", "@_term/after_discharge");
    plot.silent("different-scope", "@_term");
}

/// The same number of days from two anchors, which no number compares: each counts any number of days from the anchor that it leaves out.
pub(super) fn anchors(plot: &mut Plot) {
    let (a, b) = (
        plot.whom("after_discharge: 0..30; after_last_contact: -"),
        plot.whom("after_discharge: -; after_last_contact: 0..30"),
    );
    let neither = plot.whom("after_discharge: -; after_last_contact: -");
    one_act(plot, &neither, [&a, &b], ["", ""]);
    plot.likely("different-window", "@_term/after_discharge");
    plot.likely("different-window", "@_term/after_last_contact");
    plot.silent("different-scope", "@_term");
    for system in ["@_collection_a", "@_collection_b", "@_record"] {
        plot.open("scope-not-stated", system);
    }
}

/// Two dates that decide the period; they say nothing about the people.
pub(super) fn basis(plot: &mut Plot) {
    let other = plot
        .chance
        .among(&["registration", "notification", "conclusion"]);
    let (a, b) = (
        plot.whom("counted_by: occurrence"),
        plot.whom(&format!("counted_by: {other}")),
    );
    let record = plot.whom("counted_by: all");
    one_act(plot, &record, [&a, &b], ["", ""]);
    plot.found("different-count-basis", "@_term");
    plot.shows(
        "/subjects/fields",
        vec!["@_collection_a.@_term", "@_collection_b.@_term"],
    );
    plot.silent("different-scope", "@_term");
}

/// In one of the two, any date may decide.
pub(super) fn basis_any(plot: &mut Plot) {
    let (a, b) = (
        plot.whom("counted_by: registration"),
        plot.whom("counted_by: all"),
    );
    one_act(plot, &b, [&a, &b], ["", ""]);
    plot.silent("different-count-basis", "@_term");
    plot.silent("different-scope", "@_term");
}

/// One of the two does not state its counting date: nothing certain.
pub(super) fn basis_unsaid(plot: &mut Plot) {
    let (a, b) = (
        plot.whom("counted_by: registration"),
        plot.whom("counted_by: -"),
    );
    one_act(plot, &a, [&a, &b], ["", ""]);
    plot.silent("different-count-basis", "@_term");
    plot.open("scope-not-stated", "@_collection_b");
}

/// A dimension that no system restricts need not be stated.
pub(super) fn nobody_restricts(plot: &mut Plot) {
    let (all, unsaid) = (plot.whom(""), plot.whom("setting: -; age: -"));
    one_act(plot, &all, [&all, &unsaid], ["", ""]);
    plot.silent("different-scope", "@_term");
    plot.silent("scope-not-stated", "@_collection_b");
}
