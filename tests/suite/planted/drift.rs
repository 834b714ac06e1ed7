//! Planted values whose meaning changes on their way, and fields that claim people that no flow brings.
use crate::planted::plot::Plot;
use serde_json::json;

/// A record and a collection of these people, joined by a flow with these further keys.
fn passed(plot: &mut Plot, record: &str, collection: &str, further: &str) {
    plot.new_pair(record, collection);
    plot.send("record", "collection", further);
}

/// A flow passes people that the collection states as left out.
pub(super) fn let_in(plot: &mut Plot) {
    let (both, inpatients) = (
        plot.whom("setting: [inpatient, community]"),
        plot.whom("setting: inpatient"),
    );
    passed(
        plot,
        &both,
        &inpatients,
        ", only: {setting: [inpatient, community]}",
    );
    plot.used(&inpatients);
    plot.found(
        "meaning-changes-on-the-way",
        "@_record->@_collection/others-arrive",
    );
    plot.shows("/detail/facet", "covers");
    plot.silent("different-scope", "@_term");
}

/// As `let_in`, but the field makes the statement itself.
pub(super) fn let_in_by_a_field(plot: &mut Plot) {
    let (both, inpatients) = (
        plot.whom("setting: [inpatient, community]"),
        plot.whom("setting: inpatient"),
    );
    plot.new_pair_of(
        (&both, &["@_term"]),
        (
            &both,
            &["@_term: {type: date, covers: {setting: inpatient}}"],
        ),
    );
    plot.send(
        "record",
        "collection",
        ", only: {setting: [inpatient, community]}",
    );
    plot.used(&inpatients);
    plot.found(
        "meaning-changes-on-the-way",
        "@_collection.@_term/@_record.@_term/others-arrive",
    );
    plot.shows("/subjects/origin", "@_record.@_term");
    plot.found("different-scope", "@_term");
}

/// Only some people pass, and the collection states nothing about it: it cannot be told.
pub(super) fn narrowed(plot: &mut Plot) {
    let (everyone, unsaid) = (plot.whom(""), plot.whom("setting: -"));
    passed(plot, &everyone, &unsaid, ", only: {setting: inpatient}");
    let inpatients = plot.whom("setting: inpatient");
    plot.used(&inpatients);
    plot.open("scope-not-stated", "@_collection");
    plot.open(
        "meaning-changes-on-the-way",
        "@_record->@_collection/narrowed",
    );
}

/// Only some people pass, and the collection states it.
pub(super) fn narrowed_and_said(plot: &mut Plot) {
    let (everyone, inpatients) = (plot.whom(""), plot.whom("setting: inpatient"));
    passed(plot, &everyone, &inpatients, ", only: {setting: inpatient}");
    plot.used(&inpatients);
    plot.silent(
        "meaning-changes-on-the-way",
        "@_record->@_collection/narrowed",
    );
    plot.silent("different-scope", "@_term");
}

/// Only some pass, though the agreed definition covers all, and the collection says nothing: it is about those who pass.
pub(super) fn against_agreed(plot: &mut Plot) {
    let (everyone, unsaid) = (plot.whom(""), plot.whom("setting: -"));
    plot.provider_and_body();
    plot.term(
        "@_term",
        &format!(", agreed: {{definition: Everyone, covers: {everyone}}}"),
    );
    plot.pair(&everyone, &unsaid);
    plot.send("record", "collection", ", only: {setting: inpatient}");
    let inpatients = plot.whom("setting: inpatient");
    plot.used(&inpatients);
    plot.open("scope-not-stated", "@_collection");
    plot.found(
        "meaning-changes-on-the-way",
        "@_record->@_collection/agreed-left-out",
    );
    plot.likely("departs-from-agreed", "@_collection.@_term/@_term");
    plot.likely("different-scope", "@_term");
}

/// A record, a store between and a collection; the field of the store has these keys.
fn by_a_store(plot: &mut Plot, level: &str, [record, store, collection]: [&str; 3], how: &str) {
    let everyone = plot.whom("");
    let field = |keys: &str| format!("@_term: {{{keys}}}");
    plot.organisation("@_provider");
    plot.organisation("@_keeper");
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &everyone, &[&field(record)]);
    plot.system(
        "@_store",
        &format!("kind: other, owner: @_keeper{level}"),
        &everyone,
        &[&field(store)],
    );
    plot.collection("@_collection", "@_body", &everyone, &[&field(collection)]);
    plot.used(&everyone);
    plot.pass(
        "@_record",
        "@_store",
        &format!("{{from: @_term, to: @_term{how}}}"),
        "",
    );
    plot.send("store", "collection", "");
}

/// Totals arrive in a system that states single cases.
pub(super) fn level(plot: &mut Plot) {
    let number = "type: number";
    by_a_store(
        plot,
        ", level: aggregate",
        [number, number, number],
        ", how: aggregated",
    );
    plot.found("meaning-changes-on-the-way", "@_store->@_collection/level");
    plot.shows("/detail/facet", "level");
}

/// Codes cross a stretch without codes and do not convert into those of the collection.
pub(super) fn codes(plot: &mut Plot) {
    plot.code_list("@_coarse", "I: Inner cause, O: Outer cause");
    plot.code_list("@_fine", "N: Natural, A: Accident, S: Suicide");
    plot.mapping(
        "@_fine",
        "@_coarse",
        "N: {I: broad}, A: {O: broad}, S: {O: broad}",
    );
    let (coarse, fine) = ("type: code, codes: @_coarse", "type: code, codes: @_fine");
    by_a_store(plot, ", level: record", [coarse, "type: code", fine], "");
    plot.found(
        "meaning-changes-on-the-way",
        "@_collection.@_term/@_record.@_term/codes",
    );
    plot.shows("/detail/facet", "codes");
    plot.shows(
        "/detail/changed_on",
        json!({"flow": "@_store->@_collection", "from": "@_store.@_term", "to": "@_collection.@_term"}),
    );
    plot.found("codes-do-not-convert", "@_term");
}

/// Codes cross a stretch without codes and convert into those of the collection.
pub(super) fn codes_coarsened(plot: &mut Plot) {
    plot.code_list("@_coarse", "1: Inner cause, 2: Outer cause");
    plot.code_list("@_fine", "I: Inner, O: Outer");
    plot.mapping("@_fine", "@_coarse", "I: {1: exact}, O: {2: exact}");
    let (coarse, fine) = ("type: code, codes: @_coarse", "type: code, codes: @_fine");
    by_a_store(plot, ", level: record", [fine, "type: code", coarse], "");
    plot.silent(
        "meaning-changes-on-the-way",
        "@_collection.@_term/@_record.@_term/codes",
    );
    plot.silent("codes-do-not-convert", "@_term");
}

/// Codes cross a stretch, and no mapping is stated: nothing certain.
pub(super) fn codes_unsaid(plot: &mut Plot) {
    plot.code_list("@_coarse", "1: Inner cause, 2: Outer cause");
    plot.code_list("@_fine", "I: Inner, O: Outer");
    let (coarse, fine) = ("type: code, codes: @_coarse", "type: code, codes: @_fine");
    by_a_store(plot, ", level: record", [fine, "type: code", coarse], "");
    plot.silent(
        "meaning-changes-on-the-way",
        "@_collection.@_term/@_record.@_term/codes",
    );
    plot.open("codes-do-not-convert", "@_term");
}

/// The collection claims people whom the record holds and the flow leaves out.
pub(super) fn claimed(plot: &mut Plot) {
    let (only, whole) = plot.chance.among(&[
        ("setting: inpatient", "setting: [inpatient, community]"),
        ("legal_status: detained", ""),
    ]);
    let whole = plot.whom(whole);
    passed(plot, &whole, &whole, &format!(", only: {{{only}}}"));
    plot.used(&whole);
    plot.found("claims-more-than-received", "@_collection");
    plot.shows("/subjects/fields", vec!["@_collection.@_term"]);
    plot.silent("flow-missing", "@_collection");
    plot.silent("different-scope", "@_term");
}

/// The collection claims people whom its one source on the map does not hold: another supplier is not drawn.
pub(super) fn undrawn(plot: &mut Plot) {
    let (part, whole) = plot.chance.among(&[
        ("setting: inpatient", "setting: [inpatient, community]"),
        ("legal_status: detained", ""),
    ]);
    let (part, whole) = (plot.whom(part), plot.whom(whole));
    passed(plot, &part, &whole, "");
    plot.used(&whole);
    plot.found("flow-missing", "@_collection");
    plot.shows("/subjects/fields", vec!["@_collection.@_term"]);
    plot.silent("claims-more-than-received", "@_collection");
    plot.silent("different-scope", "@_term");
}

/// A body makes a table of its own record alone and claims more people than that holds.
pub(super) fn claimed_of_its_own(plot: &mut Plot) {
    let (part, whole) = (
        plot.whom("setting: inpatient"),
        plot.whom("setting: [inpatient, community]"),
    );
    plot.organisation("@_body");
    plot.term("@_term", "");
    plot.record("@_record", "@_body", &part, &["@_term"]);
    plot.system(
        "@_table",
        "kind: analysis, owner: @_body, level: record",
        &whole,
        &["@_term"],
    );
    plot.use_of("@_table", "@_body", "@_term", &part);
    plot.send("record", "table", "");
    plot.found("claims-more-than-received", "@_table");
    plot.silent("flow-missing", "@_table");
}

/// As `claimed`, but an `only` holds the people back and the field makes the claim itself.
pub(super) fn claimed_by_a_field(plot: &mut Plot) {
    let whole = plot.whom("setting: [inpatient, community]");
    plot.provider_and_body();
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &whole, &["@_term"]);
    let field = "@_term: {type: date, covers: {setting: [inpatient, community]}}";
    plot.collection("@_collection", "@_body", &whole, &[field]);
    plot.send("record", "collection", ", only: {setting: inpatient}");
    plot.used(&whole);
    plot.found("claims-more-than-received", "@_collection.@_term");
    plot.shows("/detail/first_lost_on", "@_record->@_collection");
}

/// The record does not state its people by setting: nothing certain.
pub(super) fn claimed_unsaid(plot: &mut Plot) {
    let (unsaid, inpatients) = (plot.whom("setting: -"), plot.whom("setting: inpatient"));
    passed(plot, &unsaid, &inpatients, "");
    plot.used(&inpatients);
    plot.silent("claims-more-than-received", "@_collection");
    plot.silent("flow-missing", "@_collection");
    plot.open("scope-not-stated", "@_record");
}

/// An unlisted flow may bring the missing people: it cannot be told.
pub(super) fn claimed_perhaps(plot: &mut Plot) {
    perhaps(plot, true);
    plot.open("claims-more-than-received", "@_collection");
    plot.silent("flow-missing", "@_collection");
}

/// As `claimed_perhaps`, but the one source on the map does not hold the people.
pub(super) fn undrawn_perhaps(plot: &mut Plot) {
    perhaps(plot, false);
    plot.open("flow-missing", "@_collection");
    plot.silent("claims-more-than-received", "@_collection");
}

/// A collection that lacks people and has an unlisted flow from another system; the record holds these people or not.
fn perhaps(plot: &mut Plot, is_held: bool) {
    let (part, whole) = (
        plot.whom("setting: inpatient"),
        plot.whom("setting: [inpatient, community]"),
    );
    if is_held {
        passed(plot, &whole, &whole, ", only: {setting: inpatient}");
    } else {
        passed(plot, &part, &whole, "");
    }
    plot.used(&whole);
    plot.organisation("@_other");
    plot.term("@_side", "");
    plot.record("@_side_record", "@_other", &whole, &["@_side"]);
    plot.use_of("@_side_record", "@_other", "@_side", &whole);
    plot.pass_unlisted("@_side_record", "@_collection", "");
    plot.silent("different-scope", "@_term");
}

/// Two flows together bring all the people that the collection claims.
pub(super) fn claimed_and_brought(plot: &mut Plot) {
    let (first, second) = (
        plot.whom("setting: inpatient"),
        plot.whom("setting: community"),
    );
    let whole = plot.whom("setting: [inpatient, community]");
    passed(plot, &first, &whole, "");
    plot.used(&whole);
    plot.organisation("@_other");
    plot.record("@_other_record", "@_other", &second, &["@_term"]);
    plot.send("other_record", "collection", "");
    plot.silent("claims-more-than-received", "@_collection");
    plot.silent("flow-missing", "@_collection");
    plot.silent("different-scope", "@_term");
}

/// The people are lost two flows before the system that claims them.
pub(super) fn claimed_far(plot: &mut Plot) {
    let (both, unsaid) = (
        plot.whom("setting: [inpatient, community]"),
        plot.whom("setting: -"),
    );
    for body in ["@_provider", "@_keeper", "@_body"] {
        plot.organisation(body);
    }
    plot.term("@_term", "");
    plot.record("@_record", "@_provider", &both, &["@_term"]);
    plot.store("@_keeper", &unsaid);
    plot.collection("@_collection", "@_body", &both, &["@_term"]);
    plot.used(&both);
    plot.send("record", "store", ", only: {setting: inpatient}");
    plot.send("store", "collection", "");
    plot.found("claims-more-than-received", "@_collection");
    plot.shows("/detail/first_lost_on", "@_record->@_store");
    plot.open("meaning-changes-on-the-way", "@_record->@_store/narrowed");
    plot.open("scope-not-stated", "@_store");
}
