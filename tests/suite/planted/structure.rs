//! Planted gaps of structure: fields without origin or use, lost identifiers, loops, and single points of failure.
use crate::planted::duplication::two_collections;
use crate::planted::plot::Plot;

/// A provider's record of one term and of further ones, a body's collection of the one, and the flow and the need for it.
fn supplied(plot: &mut Plot, further: &[&str]) {
    let everyone = plot.whom("");
    let mut fields = vec!["@_term"];
    fields.extend(further);
    plot.provider_and_body();
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &fields);
    plot.collection("@_collection", "@_body", &everyone, &["@_term"]);
    plot.send("record", "collection", "");
    plot.used(&everyone);
}

/// A system with figures that nothing fills, besides one that is filled.
fn published(plot: &mut Plot, kind: &str) {
    let everyone = plot.whom("");
    supplied(plot, &[]);
    plot.term("@_total", "");
    plot.term("@_figure", "");
    let keys = format!("kind: {kind}, owner: @_body, level: aggregate");
    plot.system("@_report", &keys, &everyone, &["@_total", "@_figure"]);
    plot.flow(
        "@_collection",
        "@_report",
        "{from: @_term, to: @_total, how: aggregated}",
        "method: extract, every: year, lag: 1 month, contains: aggregate",
    );
    plot.need(
        "@_reading",
        "@_body",
        "@_total, @_figure",
        &everyone,
        "within: 48 months, level: aggregate",
    );
    plot.found("single-point", "@_record");
}

/// A published figure that nothing fills.
pub(super) fn no_origin(plot: &mut Plot) {
    let kind = plot.chance.among(&["publication", "analysis", "linkage"]);
    published(plot, kind);
    plot.plain("missing-origin", "@_report");
    plot.shows("/subjects/fields", vec!["@_report.@_figure"]);
    plot.open("unmet-need", "@_reading");
}

/// In a system of a kind that captures, the field counts as captured.
pub(super) fn captured(plot: &mut Plot) {
    published(plot, "register");
    plot.silent("missing-origin", "@_report");
    plot.open("unmet-need", "@_reading");
}

/// A flow that lists no fields may fill it: it cannot be told.
pub(super) fn origin_unsaid(plot: &mut Plot) {
    published(plot, "publication");
    let everyone = plot.whom("");
    plot.term("@_side", "");
    plot.record("@_log", "@_body", &everyone, &["@_side"]);
    plot.use_of("@_log", "@_body", "@_side", &everyone);
    plot.bare_flow(
        "@_log",
        "@_report",
        "every: year, lag: 1 month, contains: aggregate",
    );
    plot.open("missing-origin", "@_report");
    plot.open("unmet-need", "@_reading");
}

/// A field of the record that goes nowhere and serves no need.
pub(super) fn unused(plot: &mut Plot) {
    plot.term("@_extra", "");
    supplied(plot, &["@_extra"]);
    plot.plain("unused-field", "@_record.@_extra");
    plot.silent("unused-field", "@_record.@_term");
    plot.silent("unused-field", "@_collection.@_term");
}

/// A field that goes nowhere, but that a need uses.
pub(super) fn needed(plot: &mut Plot) {
    plot.term("@_extra", "");
    supplied(plot, &["@_extra"]);
    let everyone = plot.whom("");
    plot.use_of("@_record", "@_provider", "@_extra", &everyone);
    plot.silent("unused-field", "@_record.@_extra");
}

/// Fields of an analysis count as used.
pub(super) fn read(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.term("@_extra", "");
    supplied(plot, &["@_extra"]);
    plot.system(
        "@_report",
        "kind: analysis, owner: @_provider, level: record",
        &everyone,
        &["@_extra"],
    );
    plot.flow(
        "@_record",
        "@_report",
        "@_extra",
        "every: month, lag: 1 day, method: extract",
    );
    plot.silent("unused-field", "@_record.@_extra");
    plot.silent("unused-field", "@_report.@_extra");
}

/// A flow that lists no fields may pass it on: it cannot be told.
pub(super) fn use_unsaid(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.term("@_extra", "");
    plot.term("@_side", "");
    supplied(plot, &["@_extra"]);
    plot.record("@_own", "@_body", &everyone, &["@_side"]);
    plot.use_of("@_own", "@_body", "@_side", &everyone);
    plot.pass_unlisted("@_record", "@_own", "");
    plot.open("unused-field", "@_record.@_extra");
}

/// A record with an identifier and a term, and a collection that gets these fields by a flow with these further keys.
fn numbered(plot: &mut Plot, fields: &[&str], further: &str) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.term("@_number", ", identifier: true");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &["@_number", "@_term"]);
    plot.collection("@_collection", "@_body", &everyone, fields);
    let sent = plot.sent(further);
    let fields = if fields.is_empty() {
        &["@_term"]
    } else {
        fields
    };
    plot.flow("@_record", "@_collection", &fields.join(", "), &sent);
    plot.used(&everyone);
}

/// The identifier is not passed, or is taken out.
pub(super) fn number_lost(plot: &mut Plot) {
    if plot.chance.percent(50) {
        numbered(plot, &["@_term"], "");
    } else {
        numbered(plot, &["@_number", "@_term"], ", identifiers: none");
    }
    plot.found("lost-identifier", "@_record->@_collection");
    plot.shows("/subjects/systems", vec!["@_collection", "@_record"]);
}

/// The identifier is passed.
pub(super) fn number_kept(plot: &mut Plot) {
    numbered(plot, &["@_number", "@_term"], "");
    plot.silent("lost-identifier", "@_record->@_collection");
}

/// The identifier is left out on purpose.
pub(super) fn number_justified(plot: &mut Plot) {
    numbered(plot, &["@_term"], ", justified: Nobody may know who it was");
    plot.silent("lost-identifier", "@_record->@_collection");
}

/// The further fields of the collection are not listed: it cannot be told.
pub(super) fn number_unsaid(plot: &mut Plot) {
    numbered(plot, &[], "");
    plot.open("lost-identifier", "@_record->@_collection");
}

/// Two systems that pass a value to each other; the way back has these further keys.
fn round(plot: &mut Plot, back: &str) {
    let everyone = plot.whom("");
    plot.organisation("@_body_a");
    plot.organisation("@_body_b");
    plot.term("@_term", "");
    for side in ["a", "b"] {
        let (body, system) = (format!("@_body_{side}"), format!("@_system_{side}"));
        let keys = format!("kind: record, owner: {body}, captured: 1 day, level: record");
        plot.system(&system, &keys, &everyone, &["@_term"]);
        plot.use_of(&system, &body, "@_term", &everyone);
    }
    plot.send("system_a", "system_b", "");
    plot.send("system_b", "system_a", back);
}

/// A value in a loop.
pub(super) fn goes_round(plot: &mut Plot) {
    round(plot, "");
    plot.found("loop", "@_system_a/@_system_b");
    plot.shows("/subjects/systems", vec!["@_system_a", "@_system_b"]);
}

/// The way back carries corrections.
pub(super) fn corrections(plot: &mut Plot) {
    round(plot, ", justified: Carries corrections");
    plot.silent("loop", "@_system_a/@_system_b");
}

/// The way back has ended.
pub(super) fn round_no_more(plot: &mut Plot) {
    round(plot, ", status: ended, until: 2024-12-31");
    plot.silent("loop", "@_system_a/@_system_b");
}

/// A named person does all the supplying.
pub(super) fn one_person(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.organisation("@_clerk");
    plot.term("@_term", "");
    plot.pair(&everyone, &everyone);
    plot.send("record", "collection", ", by: @_clerk");
    plot.used(&everyone);
    plot.found("single-point", "@_clerk");
    plot.shows("/subjects/needs", vec!["@_collection_use"]);
}

/// A step by hand and a store on which two needs depend.
pub(super) fn by_hand(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_collections(plot, &everyone, &everyone);
    plot.organisation("@_provider");
    plot.organisation("@_keeper");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.store("@_keeper", &everyone);
    let typed = plot.typed("");
    plot.flow("@_record", "@_store", "@_term", &typed);
    plot.send("store", "collection_a", ", same_submission: @_form");
    plot.send("store", "collection_b", ", same_submission: @_form");
    for point in ["@_record", "@_store", "@_record->@_store"] {
        plot.found("single-point", point);
        plot.shows(
            "/subjects/needs",
            vec!["@_collection_a_use", "@_collection_b_use"],
        );
    }
    plot.found("retyped-field", "@_store.@_term");
}

/// Two records of two trusts; either would be enough.
pub(super) fn two_ways(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.collection("@_collection", "@_body", &everyone, &["@_term"]);
    plot.used(&everyone);
    for side in ["a", "b"] {
        let trust = format!("@_trust_{side}");
        plot.body(&trust, ", kind: provider");
        plot.record(&format!("@_record_{side}"), &trust, &everyone, &["@_term"]);
        plot.send(&format!("record_{side}"), "collection", "");
        plot.silent("single-point", &format!("@_record_{side}"));
    }
}

/// Two needs depend on one record, unless an unlisted flow brings the data from another: only likely.
pub(super) fn point_perhaps(plot: &mut Plot) {
    let everyone = plot.whom("");
    two_collections(plot, &everyone, &everyone);
    plot.body("@_provider", ", kind: provider");
    plot.body("@_trust", ", kind: provider");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.record("@_other_record", "@_trust", &everyone, &["@_term"]);
    plot.send("record", "collection_a", ", same_submission: @_form");
    plot.send("record", "collection_b", ", same_submission: @_form");
    plot.pass_unlisted("@_other_record", "@_collection_a", "");
    plot.likely("single-point", "@_record");
}

/// The identifier passes under a code, and may be recoverable or not: nothing certain.
pub(super) fn number_disguised(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.term("@_number", ", identifier: true");
    plot.term("@_term", "");
    plot.pair_of(
        (&everyone, &["@_number", "@_term"]),
        (&everyone, &["@_number", "@_term"]),
    );
    let sent = plot
        .sent("")
        .replace("contains: personal", "contains: pseudonymised");
    plot.flow("@_record", "@_collection", "@_number, @_term", &sent);
    plot.used(&everyone);
    plot.silent("lost-identifier", "@_record->@_collection");
}

/// A collection whose number the record has received, and a flow of these fields back.
fn answered(plot: &mut Plot, fields: &str) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.term("@_number", ", identifier: true");
    plot.term("@_term", "");
    let held = ["@_number", "@_term"];
    plot.pair_of((&everyone, &held), (&everyone, &held));
    plot.pass("@_collection", "@_record", "@_number", "");
    plot.pass("@_record", "@_collection", fields, "");
    plot.used(&everyone);
}

/// The answer carries no number to find the case by, although the collection already holds the case.
pub(super) fn answer_without_number(plot: &mut Plot) {
    answered(plot, "@_term");
    plot.found("lost-identifier", "@_record->@_collection");
    plot.shows("/detail/dropped", vec!["@_number"]);
}

/// The answer carries the number.
pub(super) fn answer_with_number(plot: &mut Plot) {
    answered(plot, "@_number, @_term");
    plot.silent("lost-identifier", "@_record->@_collection");
}
