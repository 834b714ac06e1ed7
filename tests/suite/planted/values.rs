//! Planted definitions with different values: codes, types, units and bands.
use crate::planted::plot::Plot;
use serde_json::json;

/// A field of the case's term, with these keys.
fn field(keys: &str) -> String {
    format!("@_term: {{{keys}}}")
}

/// Two trusts with a record each; each record fills its own collection. The fields of each pair have the same keys.
fn two_pairs(plot: &mut Plot, a: &str, b: &str) {
    let everyone = plot.whom("");
    plot.term("@_term", "");
    for (side, keys) in [("a", a), ("b", b)] {
        let (trust, body) = (format!("@_trust_{side}"), format!("@_body_{side}"));
        let collection = format!("@_collection_{side}");
        plot.body(&trust, ", kind: provider");
        plot.organisation(&body);
        plot.record(
            &format!("@_record_{side}"),
            &trust,
            &everyone,
            &[&field(keys)],
        );
        plot.collection(&collection, &body, &everyone, &[&field(keys)]);
        plot.use_of(&collection, &body, "@_term", &everyone);
        plot.send(&format!("record_{side}"), &format!("collection_{side}"), "");
    }
}

/// A record and a collection, with fields of these keys, joined by a passage with this `how`.
fn along(plot: &mut Plot, record: &str, collection: &str, how: &str) {
    let everyone = plot.whom("");
    plot.new_pair_of(
        (&everyone, &[&field(record)]),
        (&everyone, &[&field(collection)]),
    );
    plot.used(&everyone);
    let sent = plot.sent("");
    let passage = format!("{{from: @_term, to: @_term{how}}}");
    plot.flow("@_record", "@_collection", &passage, &sent);
}

/// A list of four codes and one of two; `pairs` is the crosswalk from the first to the second.
fn lists(plot: &mut Plot, pairs: &str) {
    plot.code_list("@_fine", "N: Natural, D: Disease, A: Accident, S: Suicide");
    plot.code_list("@_coarse", "I: Inner cause, O: Outer cause");
    if !pairs.is_empty() {
        plot.mapping("@_fine", "@_coarse", pairs);
    }
}

const COARSEN: &str = "N: {I: broad}, D: {I: broad}, A: {O: broad}, S: {O: broad}";
const FINE: &str = "type: code, codes: @_fine";
const COARSE: &str = "type: code, codes: @_coarse";

/// The finer list converts into the coarser, and not the reverse.
pub(super) fn coarser(plot: &mut Plot) {
    lists(plot, COARSEN);
    two_pairs(plot, FINE, COARSE);
    plot.found("codes-do-not-convert", "@_term");
    plot.shows("/detail/pairs/0/back/verdict", "coarsenable");
    plot.shows("/detail/pairs/0/there/verdict", "needs-more-data");
    plot.shows("/detail/pairs/0/there/code", "I");
    plot.shows("/detail/pairs/0/there/targets", vec!["N", "D"]);
}

/// One code has no image, and the other list is no finer.
pub(super) fn no_image(plot: &mut Plot) {
    lists(plot, "N: {I: broad}, D: {I: broad}, A: {O: broad}");
    two_pairs(plot, FINE, COARSE);
    plot.found("codes-do-not-convert", "@_term");
    plot.shows("/detail/pairs/0/back/verdict", "uncoverable");
    plot.shows("/detail/pairs/0/back/code", "S");
}

/// A flow from the coarser list to the finer one.
pub(super) fn codes_along_a_flow(plot: &mut Plot) {
    lists(plot, COARSEN);
    along(plot, COARSE, FINE, "");
    plot.found("codes-do-not-convert", "@_record->@_collection/@_term");
    plot.shows("/detail/pairs/0/there/verdict", "needs-more-data");
    plot.shows("/detail/pairs/0/back/verdict", "coarsenable");
    plot.silent("codes-do-not-convert", "@_term");
}

/// A flow from the finer list to the coarser one, which does not claim finer codes.
pub(super) fn coarsened_on_the_way(plot: &mut Plot) {
    lists(plot, COARSEN);
    along(plot, FINE, COARSE, "");
    plot.silent("codes-do-not-convert", "@_record->@_collection/@_term");
    plot.silent("codes-do-not-convert", "@_term");
}

/// Other codes for the same meanings.
pub(super) fn recoded(plot: &mut Plot) {
    plot.code_list("@_fine", "N: Natural, U: Unnatural");
    plot.code_list("@_coarse", "1: Natural, 2: Unnatural");
    plot.mapping("@_fine", "@_coarse", "N: {1: exact}, U: {2: exact}");
    two_pairs(plot, FINE, COARSE);
    plot.silent("codes-do-not-convert", "@_term");
}

/// No mapping between two lists is stated: nothing certain.
pub(super) fn codes_unsaid(plot: &mut Plot) {
    lists(plot, "");
    if plot.chance.percent(50) {
        two_pairs(plot, FINE, COARSE);
        plot.open("codes-do-not-convert", "@_term");
    } else {
        along(plot, COARSE, FINE, "");
        plot.open("codes-do-not-convert", "@_record->@_collection/@_term");
    }
}

/// Neither type converts into the other.
pub(super) fn types(plot: &mut Plot) {
    let (a, b) = plot.chance.among(&[
        ("type: date", "type: duration, unit: days"),
        ("type: number, unit: days", "type: number, unit: months"),
        ("type: duration, unit: years", "type: datetime"),
        ("type: number, unit: litres", "type: number, unit: grams"),
    ]);
    two_pairs(plot, a, b);
    plot.found("different-type", "@_term");
    plot.shows(
        "/detail/pairs/0/fields",
        json!(["@_collection_a.@_term", "@_collection_b.@_term"]),
    );
}

/// One type converts into the other, so there is no obstacle.
pub(super) fn types_one_way(plot: &mut Plot) {
    let (a, b) = plot.chance.among(&[
        ("type: datetime", "type: date"),
        ("type: number, unit: hours", "type: number, unit: minutes"),
        (
            "type: duration, unit: years",
            "type: duration, unit: months",
        ),
        ("type: number", "type: text"),
    ]);
    two_pairs(plot, a, b);
    plot.silent("different-type", "@_term");
}

/// One of the two does not state its type and unit, or holds free text: nothing certain.
pub(super) fn types_unsaid(plot: &mut Plot) {
    let (a, b, is_told) = plot.chance.among(&[
        ("type: date", "definition: The day", false),
        ("type: number, unit: days", "type: number", false),
        ("type: date", "type: text", false),
        ("type: number", "type: duration", true),
        ("type: code", "type: boolean", true),
        ("type: code", "type: text", true),
        ("type: boolean", "type: date", true),
    ]);
    two_pairs(plot, a, b);
    if is_told {
        plot.open("different-type", "@_term");
    } else {
        plot.silent("different-type", "@_term");
    }
}

/// The value stays and its unit changes.
pub(super) fn relabelled(plot: &mut Plot) {
    along(
        plot,
        "type: number, unit: days",
        "type: number, unit: weeks",
        ", how: identity",
    );
    plot.found("different-type", "@_term");
    plot.silent("codes-do-not-convert", "@_term");
}

/// The map does not state whether the unit is converted on the way: nothing certain.
pub(super) fn relabelled_unsaid(plot: &mut Plot) {
    along(
        plot,
        "type: number, unit: days",
        "type: number, unit: weeks",
        "",
    );
    plot.open("different-type", "@_term");
}

/// It is converted on the way.
pub(super) fn converted(plot: &mut Plot) {
    along(
        plot,
        "type: number, unit: days",
        "type: number, unit: weeks",
        ", how: derived",
    );
    plot.silent("different-type", "@_term");
}

/// Bands of age that cross.
pub(super) fn bands(plot: &mut Plot) {
    plot.code_list("@_fine", "A: 0-69, B: 70-79, C: 80+");
    plot.code_list("@_coarse", "A: 0-74, B: 75+");
    two_pairs(plot, FINE, COARSE);
    plot.found("different-type", "@_term");
    plot.silent("codes-do-not-convert", "@_term");
}

/// Bands of age; one list fits inside the other.
pub(super) fn bands_within(plot: &mut Plot) {
    plot.code_list("@_fine", "A: 0-64, B: 65-74, C: 75+");
    plot.code_list("@_coarse", "A: 0-64, B: 65+");
    two_pairs(plot, FINE, COARSE);
    plot.silent("different-type", "@_term");
    plot.silent("codes-do-not-convert", "@_term");
}

/// Two crosswalks in a row convert the finer codes into the coarser.
pub(super) fn codes_composed(plot: &mut Plot) {
    plot.code_list("@_fine", "N: Natural, A: Accident, S: Suicide");
    plot.code_list("@_middle", "1: Natural, 2: Unnatural");
    plot.code_list("@_coarse", "I: Inner cause, O: Outer cause");
    plot.mapping(
        "@_fine",
        "@_middle",
        "N: {1: exact}, A: {2: broad}, S: {2: broad}",
    );
    plot.mapping("@_middle", "@_coarse", "1: {I: exact}, 2: {O: exact}");
    along(plot, FINE, COARSE, "");
    plot.silent("codes-do-not-convert", "@_record->@_collection/@_term");
}

/// The second of two crosswalks in a row splits a code: surely lost if that code equals one of the first list, and not certain if it is
/// broader than several, each of which may lie on one side.
pub(super) fn codes_split_later(plot: &mut Plot) {
    plot.code_list("@_fine", "N: Natural, A: Accident, S: Suicide");
    plot.code_list("@_middle", "1: Natural, 2: Unnatural, 3: Suicide");
    plot.code_list("@_coarse", "I: Inner cause, O: Own hand, X: Other hand");
    let is_same = plot.chance.percent(50);
    let first = if is_same {
        "N: {1: exact}, A: {2: exact}, S: {3: exact}"
    } else {
        "N: {1: exact}, A: {2: broad}, S: {2: broad}"
    };
    plot.mapping("@_fine", "@_middle", first);
    plot.mapping(
        "@_middle",
        "@_coarse",
        "1: {I: exact}, 2: {O: narrow, X: narrow}, 3: {O: broad}",
    );
    along(plot, FINE, COARSE, "");
    let subjects = "@_record->@_collection/@_term";
    if is_same {
        plot.found("codes-do-not-convert", subjects);
        plot.shows("/detail/pairs/0/there/verdict", "needs-more-data");
        plot.shows("/detail/pairs/0/there/code", "A");
    } else {
        plot.open("codes-do-not-convert", subjects);
    }
}
