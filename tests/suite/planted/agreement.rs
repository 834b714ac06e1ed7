//! Planted departures from agreed definitions, names with two meanings, and terms that contradict each other.
use crate::planted::plot::Plot;
use serde_json::json;

/// A term with an agreed definition; a record and a collection of it, with these people and these keys of their fields.
fn agreed(plot: &mut Plot, agreed: &str, record: [&str; 2], collection: [&str; 2]) {
    plot.provider_and_body();
    plot.term(
        "@_term",
        &format!(", agreed: {{definition: As agreed, {agreed}}}"),
    );
    let field = |keys: &str| format!("@_term: {{{keys}}}");
    plot.pair_of(
        (record[0], &[&field(record[1])]),
        (collection[0], &[&field(collection[1])]),
    );
    plot.used(collection[0]);
    plot.send("record", "collection", "");
}

fn departs(plot: &mut Plot, facet: &str) {
    plot.found("departs-from-agreed", "@_collection.@_term/@_term");
    plot.shows("/detail/departures/*", json!({"facet": facet}));
    plot.silent("departs-from-agreed", "@_record.@_term/@_term");
}

/// A date although a datetime was agreed.
pub(super) fn kind(plot: &mut Plot) {
    let everyone = plot.whom("");
    agreed(
        plot,
        "type: datetime",
        [&everyone, "type: datetime"],
        [&everyone, "type: date"],
    );
    departs(plot, "type");
}

/// Another unit, which does not convert into the agreed one.
pub(super) fn unit(plot: &mut Plot) {
    let everyone = plot.whom("");
    let (months, days) = ("type: number, unit: months", "type: number, unit: days");
    agreed(plot, days, [&everyone, days], [&everyone, months]);
    departs(plot, "unit");
    plot.found("different-type", "@_term");
}

/// Coarser codes than agreed.
pub(super) fn codes(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.code_list("@_fine", "N: Natural, A: Accident, S: Suicide");
    plot.code_list("@_coarse", "I: Inner cause, O: Outer cause");
    plot.mapping(
        "@_fine",
        "@_coarse",
        "N: {I: broad}, A: {O: broad}, S: {O: broad}",
    );
    let (fine, coarse) = ("type: code, codes: @_fine", "type: code, codes: @_coarse");
    agreed(plot, fine, [&everyone, fine], [&everyone, coarse]);
    departs(plot, "codes");
}

/// Counted by another date than agreed.
pub(super) fn basis(plot: &mut Plot) {
    let (any, day) = (
        plot.whom("counted_by: all"),
        plot.whom("counted_by: occurrence"),
    );
    let wanted = plot.whom("counted_by: registration");
    let covers = format!("covers: {wanted}");
    agreed(plot, &covers, [&any, "type: date"], [&day, "type: date"]);
    departs(plot, "counted_by");
    plot.silent("different-count-basis", "@_term");
}

/// Another window than agreed.
pub(super) fn window(plot: &mut Plot) {
    let (long, short) = (
        plot.whom("after_discharge: 0..90"),
        plot.whom("after_discharge: 0..30"),
    );
    let covers = format!("covers: {short}");
    agreed(plot, &covers, [&long, "type: date"], [&long, "type: date"]);
    for field in ["@_record.@_term", "@_collection.@_term"] {
        plot.found("departs-from-agreed", &format!("{field}/@_term"));
        plot.shows("/detail/departures/*", json!({"facet": "covers"}));
    }
}

/// As agreed in every point.
pub(super) fn kept(plot: &mut Plot) {
    let short = plot.whom("after_discharge: 0..30");
    let covers = format!("type: date, covers: {short}");
    agreed(
        plot,
        &covers,
        [&short, "type: datetime"],
        [&short, "type: date"],
    );
    plot.silent("departs-from-agreed", "@_collection.@_term/@_term");
    plot.silent("departs-from-agreed", "@_record.@_term/@_term");
}

/// The field does not state a point that was agreed: nothing certain.
pub(super) fn unsaid(plot: &mut Plot) {
    let short = plot.whom("after_discharge: 0..30");
    let open = plot.chance.among(&["type", "covers", "counted_by"]);
    let covers = format!("type: datetime, covers: {short}");
    let own = match open {
        "covers" => plot.whom("after_discharge: -"),
        "counted_by" => plot.whom("after_discharge: 0..30; counted_by: -"),
        _ => short.clone(),
    };
    let keys = if open == "type" {
        "definition: The day"
    } else {
        "type: datetime"
    };
    let record = if open == "covers" { &own } else { &short };
    agreed(plot, &covers, [record, "type: datetime"], [&own, keys]);
    // A field that does not state whom it covers is read as covering everyone; for the others, it cannot be told.
    if open == "covers" {
        plot.likely("departs-from-agreed", "@_collection.@_term/@_term");
        plot.shows("/detail/departures/0/facet", "covers");
    } else {
        plot.open("departs-from-agreed", "@_collection.@_term/@_term");
        plot.shows("/detail/not_stated", vec![open]);
    }
    match open {
        "covers" => plot.likely("departs-from-agreed", "@_record.@_term/@_term"),
        "counted_by" => plot.open("scope-not-stated", "@_collection"),
        _ => plot.silent("departs-from-agreed", "@_record.@_term/@_term"),
    }
}

/// Two records with a field of one id, of these terms.
fn one_name(plot: &mut Plot, first: &str, second: &str) {
    let everyone = plot.whom("");
    for (side, term) in [("a", first), ("b", second)] {
        let (trust, body) = (format!("@_trust_{side}"), format!("@_body_{side}"));
        let collection = format!("@_collection_{side}");
        let field = format!("@_day: {{term: {term}, type: date}}");
        plot.body(&trust, ", kind: provider");
        plot.organisation(&body);
        plot.record(&format!("@_record_{side}"), &trust, &everyone, &[&field]);
        plot.collection(&collection, &body, &everyone, &[&field]);
        plot.use_of(&collection, &body, term, &everyone);
        plot.pass(&format!("@_record_{side}"), &collection, "@_day", "");
    }
}

/// One id for two terms.
pub(super) fn name(plot: &mut Plot) {
    plot.term("@_first", "");
    plot.term("@_second", "");
    one_name(plot, "@_first", "@_second");
    plot.found("same-name-other-term", "@_day");
}

/// One id for a term and for plain context.
pub(super) fn name_of_context(plot: &mut Plot) {
    plot.term("@_first", "");
    plot.term("@_second", ", tags: [context]");
    one_name(plot, "@_first", "@_second");
    plot.silent("same-name-other-term", "@_day");
}

/// One id for one term.
pub(super) fn name_of_one(plot: &mut Plot) {
    plot.term("@_first", "");
    one_name(plot, "@_first", "@_first");
    plot.silent("same-name-other-term", "@_day");
}

/// A record of the first term and a collection of the second, and a passage between the two.
fn passage(plot: &mut Plot, how: &str) {
    let everyone = plot.whom("");
    plot.provider_and_body();
    plot.pair_of((&everyone, &["@_first"]), (&everyone, &["@_second"]));
    plot.use_of("@_collection", "@_body", "@_second", &everyone);
    let sent = plot.sent("");
    let passage = format!("{{from: @_first, to: @_second{how}}}");
    plot.flow("@_record", "@_collection", &passage, &sent);
}

/// The finding that a value is passed unchanged into a field of another term.
const INTO_ANOTHER: &str = "@_record->@_collection/@_record.@_first/@_collection.@_second";

/// A value passed unchanged between terms of different things.
pub(super) fn other_thing(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_order");
    passage(plot, ", how: identity");
    plot.found("terms-contradict", "@_first/@_second");
}

/// As `other_thing`, but the map does not state that the value stays unchanged.
pub(super) fn other_thing_implied(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_order");
    passage(plot, "");
    plot.likely("terms-contradict", "@_first/@_second");
}

/// Two values passed unchanged join terms of different things, through a term of an unknown thing.
pub(super) fn chain(plot: &mut Plot) {
    let everyone = plot.whom("");
    plot.term("@_first", ", of: @_person");
    plot.term("@_middle", ", of: unknown");
    plot.term("@_second", ", of: @_order");
    for body in ["@_provider", "@_keeper", "@_body"] {
        plot.organisation(body);
    }
    let store = "kind: other, owner: @_keeper, level: record";
    plot.record("@_record", "@_provider", &everyone, &["@_first"]);
    plot.system("@_store", store, &everyone, &["@_middle"]);
    plot.collection("@_collection", "@_body", &everyone, &["@_second"]);
    plot.use_of("@_collection", "@_body", "@_second", &everyone);
    let sent = plot.sent("");
    plot.flow(
        "@_record",
        "@_store",
        "{from: @_first, to: @_middle, how: identity}",
        &sent,
    );
    plot.flow(
        "@_store",
        "@_collection",
        "{from: @_middle, to: @_second, how: identity}",
        &sent,
    );
    plot.found("terms-contradict", "@_first/@_second");
    plot.shows("/detail/chain/1/flow", "@_store->@_collection");
}

/// A broader term passed into a narrower one.
pub(super) fn narrowed(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_person, broader: @_first");
    passage(plot, ", how: identity");
    plot.found("terms-contradict", "@_first/@_second");
}

/// A narrower term passed into its broader one.
pub(super) fn widened(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person, broader: @_second");
    plot.term("@_second", ", of: @_person");
    passage(plot, ", how: identity");
    plot.silent("terms-contradict", "@_first/@_second");
    plot.silent("passed-into-another-term", INTO_ANOTHER);
}

/// A value worked out on the way.
pub(super) fn derived(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_order");
    passage(plot, ", how: derived");
    plot.silent("terms-contradict", "@_first/@_second");
    plot.silent("passed-into-another-term", INTO_ANOTHER);
}

/// The thing of the second term is unknown: nothing certain.
pub(super) fn thing_unsaid(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: unknown");
    passage(plot, ", how: identity");
    plot.silent("terms-contradict", "@_first/@_second");
    plot.likely("passed-into-another-term", INTO_ANOTHER);
}

/// A value passed unchanged into another term of the same thing; the map does not state whether either is broader.
pub(super) fn other_term(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_person");
    let how = plot.chance.among(&["", ", how: identity"]);
    passage(plot, how);
    plot.likely("passed-into-another-term", INTO_ANOTHER);
    plot.silent("terms-contradict", "@_first/@_second");
}

/// As `other_term`, but the glossary states that no term is broader.
pub(super) fn other_term_apart(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person, broader: none");
    plot.term("@_second", ", of: @_person");
    passage(plot, ", how: identity");
    plot.found("passed-into-another-term", INTO_ANOTHER);
    plot.shows("/detail/terms", vec!["@_first", "@_second"]);
}

/// As `other_term`, but the broader term is `unknown` in the glossary.
pub(super) fn other_term_unsaid(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person, broader: unknown");
    plot.term("@_second", ", of: @_person");
    passage(plot, ", how: identity");
    plot.open("passed-into-another-term", INTO_ANOTHER);
}

/// A value changed on the way to another term of the same thing.
pub(super) fn other_term_derived(plot: &mut Plot) {
    plot.term("@_first", ", of: @_person");
    plot.term("@_second", ", of: @_person");
    passage(plot, ", how: derived");
    plot.silent("passed-into-another-term", INTO_ANOTHER);
}

/// A record and a collection of one term, with these definitions.
fn worded(plot: &mut Plot, record: &str, collection: &str) {
    let everyone = plot.whom("");
    let field = |words: &str| format!("@_term: {{type: date, definition: {words}}}");
    plot.new_pair_of(
        (&everyone, &[&field(record)]),
        (&everyone, &[&field(collection)]),
    );
    plot.used(&everyone);
    plot.send("record", "collection", "");
}

/// Two definitions of one term with different wording.
pub(super) fn wording(plot: &mut Plot) {
    worded(
        plot,
        "The day on which it was",
        "The day on which it was told",
    );
    plot.found("different-wording", "@_term");
    plot.shows(
        "/detail/wordings/*",
        json!({"definition": "The day on which it was told", "fields": ["@_collection.@_term"]}),
    );
}

/// Two definitions that differ in capitals, spaces and punctuation.
pub(super) fn wording_alike(plot: &mut Plot) {
    worded(
        plot,
        "The day on which it was",
        "\"THE day, on  which it was.\"",
    );
    plot.silent("different-wording", "@_term");
}

/// One definition is written as unknown.
pub(super) fn wording_unsaid(plot: &mut Plot) {
    worded(plot, "unknown", "The day on which it was told");
    plot.silent("different-wording", "@_term");
}
