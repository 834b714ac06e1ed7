//! Cases whose findings are known: what must be found, and what must not be.
mod agreement;
mod drift;
mod duplication;
mod gap;
mod overlap;
mod parallel;
mod people;
mod plot;
mod register;
mod reuse;
mod route;
mod structure;
mod values;

use crate::sample::Generated;
use crate::sample::chance::Chance;
use crate::sample::planted::plot::Plot;

/// One kind of case: the name of its file and what plants one case.
type Kind = (&'static str, fn(&mut Plot));

/// Chance draws for planted cases from streams from here on.
const STREAM: u64 = 1000;

/// What a case of each kind goes by: its file and all its ids.
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
    agreement: kind, unit, codes, basis, window, kept, unsaid, name, name_of_context, name_of_one, other_thing, other_thing_implied, chain, narrowed, widened, derived, thing_unsaid;
    drift: let_in, let_in_by_a_field, narrowed, narrowed_and_said, against_agreed, level, codes, codes_coarsened, codes_unsaid, claimed, claimed_by_a_field, claimed_unsaid, claimed_perhaps, claimed_and_brought, claimed_far;
    gap: no_source, no_flow, ended, left_out, too_late, sometimes_late, just_in_time, time_unsaid, too_coarse, level_unsaid, unlinked, linked, not_allowed, people_unsaid, flow_unsaid, halves, counted_twice, two_askers;
    structure: no_origin, captured, origin_unsaid, unused, needed, read, use_unsaid, number_lost, number_kept, number_justified, number_unsaid, goes_round, corrections, round_no_more, one_person, by_hand, two_ways, point_perhaps, number_disguised;
    register: unowned, no_basis, basis_not_needed, unconnected, part_of_connected, unconfirmed, stale, in_date, last_day, unexplained, bare_term, no_term, lists_nothing;
};

/// The kinds that are errors of the map.
const ERRORS: &[Kind] = kinds! {
    register: lacks;
};

/// Adds `cases` cases of each kind, one file for each kind, all ids starting with `planted_`. What differs from case to case is drawn
/// from the seed.
pub(crate) fn plant(seed: u64, cases: usize, with_errors: bool, generated: &mut Generated) {
    let errors = if with_errors { ERRORS } else { &[] };
    for (stream, (name, kind)) in (STREAM..).zip(KINDS.iter().chain(errors)) {
        let mut plot = Plot::new(Chance::of(seed, stream));
        for number in 1..=cases {
            plot.begin(format!("planted_{name}_{number}"));
            kind(&mut plot);
        }
        if cases > 0 {
            generated
                .files
                .push((format!("planted/{name}.yaml"), plot.text()));
        }
        generated.planted.append(&mut plot.truth);
    }
}
