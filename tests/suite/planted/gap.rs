//! Planted needs that are not met, one for each reason, and needs that only look unmet.
use crate::planted::plot::Plot;
use serde_json::json;

/// The keys of a need in which only the time matters.
const SINGLE: &str = "within: 24 months, level: record, every: year";

/// A provider's record of one term and a body's collection of it, with nothing between them.
fn record_and_collection(plot: &mut Plot, covers: &str) {
    plot.new_pair(covers, covers);
}

/// The record fills the collection, which its body uses; another organisation asks too.
fn asker(plot: &mut Plot, covers: &str) {
    record_and_collection(plot, covers);
    plot.send("record", "collection", "");
    plot.used(covers);
    plot.organisation("@_asker");
}

/// Like [`asker`], with a record of another term that the asker owns.
fn asker_with_a_record(plot: &mut Plot, covers: &str) {
    asker(plot, covers);
    plot.term("@_side", "");
    plot.record("@_own", "@_asker", covers, &["@_side"]);
    plot.use_of("@_own", "@_asker", "@_side", covers);
}

fn upload(plot: &mut Plot, time: &str) {
    let keys = format!("method: upload, {time}, basis: Planted Act section 1, contains: personal");
    plot.flow("@_record", "@_collection", "@_term", &keys);
}

/// A flow with these words on its time, and a need of the body with this time limit.
fn timed(plot: &mut Plot, time: &str, within: &str) {
    let everyone = plot.whom("");
    record_and_collection(plot, &everyone);
    upload(plot, time);
    plot.asked(&everyone, &format!("within: {within}, level: record"));
}

fn unmet(plot: &mut Plot, reason: &str) {
    plot.found("unmet-need", "@_need");
    plot.shows("/detail/reasons/*", json!({"reason": reason}));
}

fn untold(plot: &mut Plot) {
    plot.open("unmet-need", "@_need");
    plot.shows("/detail/reasons/*", json!({"reason": "cannot-tell"}));
}

/// As `timed`; the body also uses the data that comes late.
fn late(plot: &mut Plot, time: &str, within: &str) {
    let everyone = plot.whom("");
    record_and_collection(plot, &everyone);
    upload(plot, time);
    plot.used(&everyone);
    plot.asked(&everyone, &format!("within: {within}, level: record"));
    plot.found("single-point", "@_record");
}

/// A need for a term that no field means.
pub(super) fn no_source(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.asked(&everyone, "");
    unmet(plot, "no-source");
}

/// The term is held, and no flow brings it to the asker.
pub(super) fn no_flow(plot: &mut Plot) {
    let everyone = plot.whom("");
    asker(plot, &everyone);
    plot.need("@_need", "@_asker", "@_term", &everyone, "");
    unmet(plot, "no-source");
}

/// The only flow that brings it has ended.
pub(super) fn ended(plot: &mut Plot) {
    let everyone = plot.whom("");
    asker_with_a_record(plot, &everyone);
    plot.pass(
        "@_own",
        "@_record",
        "{from: @_side, to: @_term, how: derived}",
        "",
    );
    let ended = plot.sent(", status: ended, until: 2024-12-31");
    plot.bare_flow("@_record", "@_own", &ended);
    plot.need("@_need", "@_asker", "@_term", &everyone, "");
    unmet(plot, "no-source");
}

/// The only source leaves some of the people out; a need about the rest is met.
pub(super) fn left_out(plot: &mut Plot) {
    let (part, whole, words) = plot.chance.among(&[
        (
            "setting: inpatient",
            "setting: [inpatient, community]",
            "community",
        ),
        ("legal_status: detained", "", "informal"),
        ("age: 0..64", "", "65"),
    ]);
    let (part, whole) = (plot.whom(part), plot.whom(whole));
    record_and_collection(plot, &part);
    plot.send("record", "collection", "");
    plot.used(&part);
    plot.asked(&whole, "");
    unmet(plot, "people-left-out");
    plot.shows("/message~", words);
}

/// It always comes too late.
pub(super) fn too_late(plot: &mut Plot) {
    late(plot, "every: year, lag: 6 months", "1 month");
    unmet(plot, "too-late");
    plot.shows("/message~", "always");
}

/// It sometimes comes too late.
pub(super) fn sometimes_late(plot: &mut Plot) {
    late(plot, "every: month, lag: 2 weeks", "3 weeks");
    unmet(plot, "too-late");
    plot.shows("/message~", "sometimes");
}

/// Even the worst case is in time, by an hour.
pub(super) fn just_in_time(plot: &mut Plot) {
    timed(plot, "every: week, lag: 47 hours", "10 days");
    plot.silent("unmet-need", "@_need");
}

/// The time is not stated: it cannot be told.
pub(super) fn time_unsaid(plot: &mut Plot) {
    let unsaid = plot.chance.among(&["every: month", "lag: 2 weeks"]);
    timed(plot, unsaid, "2 months");
    untold(plot);
}

/// Single cases are needed, and there are only totals.
pub(super) fn too_coarse(plot: &mut Plot) {
    let everyone = plot.whom("");
    let number = "@_term: {type: number, definition: How many}";
    plot.provider_and_body();
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &[number]);
    plot.system(
        "@_collection",
        "kind: collection, owner: @_body, level: aggregate",
        &everyone,
        &[number],
    );
    plot.pass(
        "@_record",
        "@_collection",
        "{from: @_term, to: @_term, how: aggregated}",
        "",
    );
    plot.need(
        "@_totals",
        "@_body",
        "@_term",
        &everyone,
        "within: 24 months, level: aggregate",
    );
    plot.silent("unmet-need", "@_totals");
    plot.asked(&everyone, SINGLE);
    unmet(plot, "too-coarse");
}

/// The only source restricts a dimension that the need leaves out: the need is read as everyone there, so the finding is likely.
pub(super) fn need_is_silent(plot: &mut Plot) {
    let (inpatients, unsaid) = (plot.whom("setting: inpatient"), plot.whom("setting: -"));
    record_and_collection(plot, &inpatients);
    plot.send("record", "collection", "");
    plot.used(&inpatients);
    plot.asked(&unsaid, "");
    plot.likely("unmet-need", "@_need");
    plot.shows("/detail/state", "partly met");
    plot.shows("/detail/reasons/*", json!({"reason": "people-left-out"}));
}

/// The source restricts a dimension, and the need is about all people of its sources.
pub(super) fn need_of_whomever(plot: &mut Plot) {
    let inpatients = plot.whom("setting: inpatient");
    record_and_collection(plot, &inpatients);
    plot.send("record", "collection", "");
    plot.asked("none", "");
    plot.silent("unmet-need", "@_need");
}

/// Neither the source nor anything that brings it states single cases: they are presumed.
pub(super) fn level_unsaid(plot: &mut Plot) {
    level(plot, "");
    plot.silent("unmet-need", "@_need");
}

/// The level of the source is `unknown`: it cannot be told.
pub(super) fn level_unknown(plot: &mut Plot) {
    level(plot, ", level: unknown");
    untold(plot);
}

/// A need for single cases, and a source with this level.
fn level(plot: &mut Plot, level: &str) {
    let everyone = plot.whom("");
    plot.organisation("@_body");
    plot.organisation("@_provider");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.system(
        "@_collection",
        &format!("kind: collection, owner: @_body{level}"),
        &everyone,
        &["@_term"],
    );
    let sent = plot.sent("").replace(", contains: personal", "");
    plot.flow("@_record", "@_collection", "@_term", &sent);
    plot.asked(&everyone, SINGLE);
}

/// Two terms in two systems of the asker; `numbers` are the identifiers that the systems hold.
fn two_sources(plot: &mut Plot, numbers: [&str; 2]) {
    let everyone = plot.whom("");
    plot.organisation("@_body");
    for (side, number) in ["a", "b"].into_iter().zip(numbers) {
        let (trust, term) = (format!("@_trust_{side}"), format!("@_term_{side}"));
        let (record, collection) = (format!("@_record_{side}"), format!("@_collection_{side}"));
        let mut fields = vec![term.as_str()];
        fields.extend((!number.is_empty()).then_some(number));
        plot.organisation(&trust);
        plot.term(&term, "");
        plot.record(&record, &trust, &everyone, &fields);
        plot.collection(&collection, "@_body", &everyone, &fields);
        plot.pass(&record, &collection, &fields.join(", "), "");
    }
    plot.need("@_need", "@_body", "@_term_a, @_term_b", &everyone, SINGLE);
}

/// Two sources without a common identifier.
pub(super) fn unlinked(plot: &mut Plot) {
    let numbers = plot
        .chance
        .among(&[["", ""], ["@_number", ""], ["@_number", "@_other_number"]]);
    plot.term("@_number", ", identifier: true");
    plot.term("@_other_number", ", identifier: true");
    two_sources(plot, numbers);
    unmet(plot, "cannot-be-linked");
}

/// Two sources with a common identifier.
pub(super) fn linked(plot: &mut Plot) {
    plot.term("@_number", ", identifier: true");
    two_sources(plot, ["@_number", "@_number"]);
    plot.silent("unmet-need", "@_need");
}

/// A holder may not pass it on.
pub(super) fn not_allowed(plot: &mut Plot) {
    let everyone = plot.whom("");
    asker_with_a_record(plot, &everyone);
    plot.bare_flow(
        "@_record",
        "@_own",
        "fields: not-shared, basis: Planted Act section 3",
    );
    plot.need("@_need", "@_asker", "@_term", &everyone, "");
    unmet(plot, "not-allowed");
}

/// The source does not state its people: it is presumed to cover everyone.
pub(super) fn people_unsaid(plot: &mut Plot) {
    of_inpatients(plot, "setting: -");
    plot.silent("unmet-need", "@_need");
}

/// The people of the source are `unknown`: it cannot be told.
pub(super) fn people_unknown(plot: &mut Plot) {
    of_inpatients(plot, "setting: unknown");
    untold(plot);
}

/// A source of these people, and a need about inpatients.
fn of_inpatients(plot: &mut Plot, source: &str) {
    let (source, inpatients) = (plot.whom(source), plot.whom("setting: inpatient"));
    record_and_collection(plot, &source);
    plot.send("record", "collection", "");
    plot.asked(&inpatients, "");
    plot.open("scope-not-stated", "@_record");
    plot.open("scope-not-stated", "@_collection");
}

/// The only flow to the asker is unlisted: it cannot be told.
pub(super) fn flow_unsaid(plot: &mut Plot) {
    let everyone = plot.whom("");
    asker_with_a_record(plot, &everyone);
    plot.pass_unlisted("@_record", "@_own", "");
    plot.need("@_need", "@_asker", "@_term", &everyone, "");
    untold(plot);
}

/// Two sources that each cover a part cover everyone together, case by case.
pub(super) fn halves(plot: &mut Plot) {
    let (first, second) = (
        plot.whom("setting: inpatient"),
        plot.whom("setting: [community, crisis]"),
    );
    let everyone = plot.whom("");
    plot.organisation("@_body");
    plot.term("@_term", "");
    for (side, covers) in [("a", &first), ("b", &second)] {
        let (record, collection) = (format!("@_record_{side}"), format!("@_collection_{side}"));
        let trust = format!("@_trust_{side}");
        plot.body(&trust, ", kind: provider");
        plot.record(&record, &trust, covers, &["@_term"]);
        plot.collection(&collection, "@_body", covers, &["@_term"]);
        plot.send(&format!("record_{side}"), &format!("collection_{side}"), "");
    }
    plot.asked(&everyone, "");
    plot.silent("unmet-need", "@_need");
    plot.found("different-scope", "@_term");
}

/// Totals of two sources that cover everyone only together, and share people: whether each person is counted once cannot be told.
pub(super) fn counted_twice(plot: &mut Plot) {
    let (first, second) = (
        plot.whom("setting: [inpatient, community]"),
        plot.whom("setting: [community, crisis]"),
    );
    let everyone = plot.whom("");
    let number = "@_term: {type: number, definition: How many}";
    plot.organisation("@_body");
    plot.term("@_term", "");
    for (side, covers) in [("a", &first), ("b", &second)] {
        let (record, collection) = (format!("@_record_{side}"), format!("@_collection_{side}"));
        let trust = format!("@_trust_{side}");
        plot.body(&trust, ", kind: provider");
        plot.record(&record, &trust, covers, &[number]);
        let keys = "kind: collection, owner: @_body, level: aggregate";
        plot.system(&collection, keys, covers, &[number]);
        plot.pass(
            &record,
            &collection,
            "{from: @_term, to: @_term, how: aggregated}",
            "",
        );
    }
    plot.asked(&everyone, "within: 24 months, level: aggregate");
    untold(plot);
    plot.found("different-scope", "@_term");
}

/// One of two askers has no source.
pub(super) fn two_askers(plot: &mut Plot) {
    let everyone = plot.whom("");
    record_and_collection(plot, &everyone);
    plot.send("record", "collection", "");
    plot.organisation("@_asker");
    plot.need("@_need", "[@_body, @_asker]", "@_term", &everyone, "");
    unmet(plot, "no-source");
}
