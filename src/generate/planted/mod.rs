//! Cases whose findings are known: what must be found, and what must not be.
mod definition;
mod duplication;
mod gap;
mod plot;
mod trap;

use crate::generate::Generated;
use crate::generate::planted::plot::Plot;

/// One kind of case: the name of its file and what plants one case under the given start of all its ids.
type Kind = (&'static str, fn(&mut Plot, &str));

/// Every kind of case that leaves the map free of errors.
const KINDS: [Kind; 19] = [
    ("rekeyed", duplication::rekeyed),
    ("resubmitted", duplication::resubmitted),
    ("retyped", duplication::retyped),
    ("narrower", definition::narrower),
    ("disjoint", definition::disjoint),
    ("window", definition::window),
    ("no_source", gap::no_source),
    ("left_out", gap::left_out),
    ("unused", gap::unused),
    ("no_basis", gap::no_basis),
    ("no_owner", gap::no_owner),
    ("forwarded", trap::forwarded),
    ("served", trap::served),
    ("one_form", trap::one_form),
    ("on_purpose", trap::on_purpose),
    ("ended", trap::ended),
    ("identifier", trap::identifier),
    ("two_providers", trap::two_providers),
    ("other_words", trap::other_words),
];

/// The kinds that are errors of the map.
const ERRORS: [Kind; 1] = [("lacks", gap::lacks)];

/// Adds `cases` cases of each kind, one file for each kind, all ids starting with `planted_`.
pub(crate) fn plant(cases: usize, with_errors: bool, generated: &mut Generated) {
    let errors = if with_errors { &ERRORS[..] } else { &[] };
    for (name, kind) in KINDS.iter().chain(errors) {
        let mut plot = Plot::default();
        for number in 1..=cases {
            kind(&mut plot, &format!("planted_{name}_{number}"));
        }
        if cases > 0 {
            generated
                .files
                .push((format!("planted/{name}.yaml"), plot.text()));
        }
        generated.planted.append(&mut plot.truth);
    }
}
