//! Planted gaps of the register itself: owners, definitions, confirmations, flows and dates that are missing or outdated.
use crate::planted::plot::Plot;

/// A provider's record of one term, a body's collection of it and the need that uses it; no flow between them yet.
fn two_systems(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.new_pair(&everyone, &everyone);
    plot.used(&everyone);
}

/// A system without an owner on the way.
pub(super) fn unowned(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    let keys = plot
        .chance
        .among(&["", ", owner: unknown", ", owner: none"]);
    let keys = format!("kind: other, level: record{keys}");
    plot.system("@_store", &keys, &everyone, &["@_term"]);
    plot.send("record", "store", "");
    plot.send("store", "collection", ", by: @_body");
    plot.plain("unowned", "@_store");
    plot.silent("unowned", "@_collection");
}

/// A flow of personal data without a legal basis.
pub(super) fn no_basis(plot: &mut Plot) {
    two_systems(plot);
    let basis = plot.chance.among(&["", "basis: unknown, "]);
    let sent = plot
        .sent("")
        .replace("basis: Planted Act section 1, ", basis);
    plot.flow("@_record", "@_collection", "@_term", &sent);
    plot.plain("unstated-basis", "@_record->@_collection");
}

/// Sender and receiver write the same flow: either alike, or with two frequencies.
fn told_by_both(plot: &mut Plot, rhythms: [&str; 2]) {
    two_systems(plot);
    for rhythm in rhythms {
        let keys = format!(
            "method: extract, every: {rhythm}, lag: 1 day, basis: Planted Act section 1, contains: personal"
        );
        plot.flow("@_record", "@_collection", "@_term", &keys);
    }
}

/// Sender and receiver contradict each other.
pub(super) fn told_differently(plot: &mut Plot) {
    told_by_both(plot, ["month", "quarter"]);
    plot.found("accounts-differ", "@_record->@_collection");
}

/// Sender and receiver say the same.
pub(super) fn told_alike(plot: &mut Plot) {
    told_by_both(plot, ["month", "month"]);
    plot.silent("accounts-differ", "@_record->@_collection");
}

/// Flows that need no basis, or are stated to have none.
pub(super) fn basis_not_needed(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    let sent = plot
        .sent("")
        .replace("basis: Planted Act section 1", "basis: none");
    plot.flow("@_record", "@_collection", "@_term", &sent);
    plot.silent("unstated-basis", "@_record->@_collection");
    plot.system(
        "@_copy",
        "kind: other, owner: @_body, level: record",
        &everyone,
        &["@_term"],
    );
    plot.flow(
        "@_collection",
        "@_copy",
        "@_term",
        "method: extract, every: week, lag: 1 day",
    );
    plot.silent("unstated-basis", "@_collection->@_copy");
    plot.term("@_total", "");
    plot.organisation("@_reader");
    plot.system(
        "@_report",
        "kind: publication, owner: @_reader, level: aggregate",
        &everyone,
        &["@_total"],
    );
    let keys = "method: extract, every: week, lag: 1 day, contains: aggregate";
    plot.flow(
        "@_collection",
        "@_report",
        "{from: @_term, to: @_total, how: aggregated}",
        keys,
    );
    plot.silent("unstated-basis", "@_collection->@_report");
}

/// A system that no flow touches, or only one that does not stand.
pub(super) fn unconnected(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    plot.send("record", "collection", "");
    plot.term("@_side", "");
    plot.record("@_shelf", "@_provider", &everyone, &["@_side"]);
    plot.use_of("@_shelf", "@_provider", "@_side", &everyone);
    if plot.chance.percent(50) {
        plot.pass_unlisted("@_shelf", "@_collection", ", status: planned");
    }
    plot.plain("unconnected", "@_shelf");
}

/// A part of a system that flows touch.
pub(super) fn part_of_connected(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    plot.send("record", "collection", "");
    plot.term("@_side", "");
    let keys = "kind: record, owner: @_provider, part_of: @_record, captured: 1 day, level: record";
    plot.system("@_shelf", keys, &everyone, &["@_side"]);
    plot.use_of("@_shelf", "@_provider", "@_side", &everyone);
    plot.silent("unconnected", "@_shelf");
}

/// A system, a field or a flow that is only assumed.
pub(super) fn unconfirmed(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.term("@_term", "");
    let what = plot.chance.among(&["systems", "fields", "flows"]);
    let assumed = |part: &str| {
        if part == what {
            ", confidence: assumed"
        } else {
            ""
        }
    };
    let keys = format!(
        "kind: other, owner: @_body, level: record{}",
        assumed("systems")
    );
    let field = format!("@_term: {{type: date{}}}", assumed("fields"));
    plot.record("@_record", "@_provider", &everyone, &["@_term"]);
    plot.unsure_system("@_collection", &keys, &everyone, &[&field]);
    plot.used(&everyone);
    let sent = plot.sent("");
    let keys = format!("fields: [@_term], {sent}{}", assumed("flows"));
    plot.unsure_flow("@_record", "@_collection", &keys);
    plot.plain("unconfirmed", "@_body");
    let name = match what {
        "systems" => "@_collection",
        "fields" => "@_collection.@_term",
        _ => "@_record->@_collection",
    };
    let pointer = match what {
        "systems" => "/detail/systems",
        "fields" => "/detail/fields",
        _ => "/detail/flows",
    };
    plot.shows(pointer, vec![name]);
    plot.silent("unconfirmed", "@_provider");
}

/// A flow whose dates contradict its status, or fit it.
fn dated(plot: &mut Plot, status: &str) {
    two_systems(plot);
    let everyone = plot.whom("");
    plot.store("@_body", &everyone);
    plot.send("record", "collection", "");
    plot.send("collection", "store", "");
    plot.send("record", "store", &format!(", {status}"));
}

/// Its dates contradict its status.
pub(super) fn stale(plot: &mut Plot) {
    let status = plot.chance.among(&[
        "status: current, until: 2025-01-31",
        "status: current, since: 2026-02-01",
        "status: planned, since: 2025-02-01",
        "status: proposed, since: 2025-02-01",
        "status: ended, until: 2026-02-01",
    ]);
    dated(plot, status);
    plot.found("stale", "@_record->@_store");
}

/// Its dates fit its status.
pub(super) fn in_date(plot: &mut Plot) {
    let status = plot.chance.among(&[
        "status: planned, since: 2026-02-01",
        "status: proposed",
        "status: ended, until: 2025-02-01",
        "until: 2025-02-01",
        "since: 2026-02-01",
    ]);
    dated(plot, status);
    plot.silent("stale", "@_record->@_store");
}

/// A field without a definition.
pub(super) fn unexplained(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.new_pair_of(
        (&everyone, &["@_term", "@_note: {type: text}"]),
        (&everyone, &["@_term"]),
    );
    plot.used(&everyone);
    plot.send("record", "collection", "");
    plot.open("definition-missing", "@_record");
    plot.shows("/subjects/fields", vec!["@_record.@_note"]);
    plot.open("unused-field", "@_record.@_note");
}

/// A term in two systems that neither the glossary nor the fields explain.
pub(super) fn bare_term(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.bare_term("@_term");
    plot.pair_of(
        (&everyone, &["@_term: {type: date}"]),
        (&everyone, &["@_term: {type: date}"]),
    );
    plot.used(&everyone);
    plot.send("record", "collection", "");
    plot.open("definition-missing", "@_record");
    plot.open("definition-missing", "@_collection");
}

/// A field that has no term on purpose.
pub(super) fn no_term(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    plot.send("record", "collection", "");
    let field = "@_note: {term: none, type: text}";
    plot.system(
        "@_notes",
        "kind: analysis, owner: @_body, level: record",
        &everyone,
        &["@_term", field],
    );
    plot.send("collection", "notes", "");
    plot.silent("definition-missing", "@_notes");
    plot.plain("missing-origin", "@_notes");
}

/// An error of the map: a flow passes a field that its source, which lists its fields, does not hold.
pub(super) fn lacks(plot: &mut Plot) {
    two_systems(plot);
    let everyone = plot.whom("");
    plot.send("record", "collection", "");
    plot.term("@_absent", "");
    plot.collection("@_second", "@_body", &everyone, &["@_absent"]);
    plot.need("@_need", "@_body", "@_absent", &everyone, "");
    plot.pass("@_record", "@_second", "@_absent", "");
    plot.plain(
        "passes-what-it-lacks",
        "@_record->@_second/@_record.@_absent",
    );
    plot.found("single-point", "@_record");
}

/// A flow on its first and last day.
pub(super) fn last_day(plot: &mut Plot) {
    two_systems(plot);
    let dates = plot.chance.among(&[
        ", status: current, until: 2025-10-14",
        ", status: current, since: 2025-10-14",
        ", since: 2025-10-14, until: 2025-10-14",
    ]);
    plot.send("record", "collection", dates);
    plot.silent("stale", "@_record->@_collection");
}

/// A source that does not list its fields may hold any that a flow names.
pub(super) fn lists_nothing(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.new_pair_of((&everyone, &[]), (&everyone, &["@_term"]));
    plot.used(&everyone);
    plot.send("record", "collection", "");
    plot.silent(
        "passes-what-it-lacks",
        "@_record->@_collection/@_record.@_term",
    );
}

/// A flow with a dispute.
pub(super) fn disputed(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.new_pair(&everyone, &everyone);
    plot.used(&everyone);
    plot.send(
        "record",
        "collection",
        ", disputed: {by: @_provider, says: Not any more}",
    );
    plot.found("accounts-differ", "@_record->@_collection");
    plot.shows("/detail/disputed/0/by", "@_provider");
}

/// A flow stated to have no dispute.
pub(super) fn disputed_by_nobody(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.new_pair(&everyone, &everyone);
    plot.used(&everyone);
    plot.send("record", "collection", ", disputed: none");
    plot.silent("accounts-differ", "@_record->@_collection");
}
