//! Made-up maps with planted cases: the findings that must and must not be made are known.
mod agreement;
mod drift;
mod duplication;
mod found;
mod gap;
mod overlap;
mod parallel;
mod people;
mod plot;
mod quiet;
mod register;
mod reuse;
mod route;
mod structure;
mod values;

use crate::planted::plot::Plot;
use flowmap::read::finding::Certainty;
use flowmap::sample::Chance;
use serde_json::Value;

/// One kind of case: the name of its file and the function that plants one case.
type Kind = (&'static str, fn(&mut Plot));

/// The first stream of chance for planted cases.
const STREAM: u64 = 1000;

/// The name of each kind of case, for its file and all its ids.
macro_rules! kinds {
    ($($room:ident: $($kind:ident),+;)+) => {
        &[$($((concat!(stringify!($room), "_", stringify!($kind)), $room::$kind)),+),+]
    };
}

/// Every kind of case that leaves the map free of errors.
const KINDS: &[Kind] = kinds! {
    duplication: rekeyed, resubmitted, partial, five, part_of, too_late, unsaid, one_assumed, steered, served_in_part, served_perhaps, beside_a_copy, beside_a_purpose;
    reuse: forwarded, served, one_form, on_purpose, not_today, identifier;
    parallel: parallel, disjoint, parallel_unsaid, peers, told, told_perhaps, within;
    overlap: much, unsaid, apart, little, on_purpose, in_one_act, passed_on, passed_on_perhaps;
    route: second, checked, two_streams, narrower, retyped, retyped_beside_a_wire, keyed_twice, worked_out;
    people: narrower, broader, crossing, apart, unsaid, other_words, window, window_unsaid, window_blurred, anchors, basis, basis_any, basis_unsaid, nobody_restricts;
    values: coarser, no_image, codes_along_a_flow, coarsened_on_the_way, recoded, codes_unsaid, types, types_one_way, types_unsaid, relabelled, relabelled_unsaid, converted, bands, bands_within, codes_composed, codes_split_later;
    agreement: kind, unit, codes, basis, window, kept, unsaid, name, name_of_context, name_of_one, other_thing, other_thing_implied, chain, narrowed, widened, derived, thing_unsaid, other_term, other_term_apart, other_term_unsaid, other_term_derived, wording, wording_alike, wording_unsaid;
    drift: let_in, let_in_by_a_field, narrowed, narrowed_and_said, against_agreed, level, codes, codes_coarsened, codes_unsaid, claimed, claimed_by_a_field, claimed_unsaid, claimed_perhaps, claimed_and_brought, claimed_far, claimed_of_its_own, undrawn, undrawn_perhaps;
    gap: no_source, no_flow, ended, left_out, too_late, sometimes_late, just_in_time, time_unsaid, too_coarse, need_is_silent, need_of_whomever, level_unsaid, level_unknown, unlinked, linked, not_allowed, people_unsaid, people_unknown, flow_unsaid, halves, counted_twice, two_askers;
    structure: no_origin, captured, origin_unsaid, unused, needed, read, use_unsaid, number_lost, number_kept, number_justified, number_unsaid, goes_round, corrections, round_no_more, one_person, by_hand, two_ways, point_perhaps, number_disguised, answer_without_number, answer_with_number;
    register: told_differently, told_alike, disputed, disputed_by_nobody, unowned, no_basis, basis_not_needed, unconnected, part_of_connected, unconfirmed, stale, in_date, last_day, unexplained, bare_term, no_term, lists_nothing;
};

/// The kinds that are errors of the map.
const ERRORS: &[Kind] = kinds! {
    register: lacks;
};

/// A finding that must be there, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planted {
    /// The rule that must find it, or be silent.
    pub(crate) rule: &'static str,
    /// The finding's name: its rule and its subjects.
    pub(crate) name: String,
    /// The certainty that the finding must have; `None` = a trap: it must not be found at all.
    pub(crate) certainty: Option<Certainty>,
    /// Parts that the finding must have, such as its class or reason: JSON pointers into its printed form, with the value there.
    pub(crate) shows: Vec<(&'static str, Value)>,
}

/// A dimension of every map with planted cases, beside those of the generator: a second anchor for windows.
const FURTHER_DIMENSION: &str =
    "  after_last_contact: {name: Time since the last contact, range: days}\n";

/// The recipe of a map. The same recipe gives the same map on every machine.
#[derive(Clone, Copy)]
pub(crate) struct Recipe {
    /// The number of fields in the random part.
    pub(crate) fields: usize,
    /// The least number of fields in the quiet part, in which everything is stated and there is nothing to find.
    pub(crate) quiet: usize,
    /// Two seeds give two unrelated maps of the same size.
    pub(crate) seed: u64,
    /// The number of planted cases of each kind.
    pub(crate) cases: usize,
    /// Whether to plant also the cases that are errors of the map.
    pub(crate) with_errors: bool,
}

/// A map, and the findings expected in it.
pub(crate) struct Map {
    /// Relative path and text of each file.
    pub(crate) files: Vec<(String, String)>,
    /// Findings that must or must not be there.
    pub(crate) planted: Vec<Planted>,
}

/// Makes the map of a recipe.
pub(crate) fn generate(recipe: Recipe) -> Map {
    let random = flowmap::sample::Recipe {
        fields: recipe.fields,
        seed: recipe.seed,
    };
    let mut files = flowmap::sample::generate(&random).files;
    files[0].1.push_str(FURTHER_DIMENSION);
    quiet::grow(recipe.seed, recipe.quiet, &mut files);
    let planted = plant(recipe, &mut files);
    Map { files, planted }
}

/// Adds the cases of each kind, one file for each kind, all ids starting with `planted_`, and returns the expected findings. The
/// differences from case to case are drawn from the seed.
fn plant(recipe: Recipe, files: &mut Vec<(String, String)>) -> Vec<Planted> {
    let errors = if recipe.with_errors { ERRORS } else { &[] };
    let mut planted = Vec::new();
    for (stream, (name, kind)) in (STREAM..).zip(KINDS.iter().chain(errors)) {
        let mut plot = Plot::new(Chance::of(recipe.seed, stream));
        for number in 1..=recipe.cases {
            plot.begin(format!("planted_{name}_{number}"));
            kind(&mut plot);
        }
        if recipe.cases > 0 {
            files.push((format!("planted/{name}.yaml"), plot.text()));
        }
        planted.append(&mut plot.truth);
    }
    planted
}
