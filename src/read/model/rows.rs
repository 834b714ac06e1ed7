//! The rows of a crosswalk: the codes of one list, each with the codes of another to which it is related.

use rustc_hash::FxHashMap;

use super::codes::{CodeList, Mapping, Predicate};

/// For each source code, the related target codes; `SOME_CODE` among them if its match is `unknown`.
pub(super) type Rows = Vec<Vec<(usize, Predicate)>>;

/// Stands for a target code, and nobody knows which.
pub(super) const SOME_CODE: usize = usize::MAX;

/// Adds what a mapping says of the codes of the lists `from` and `to`, read backwards or not.
pub(super) fn add_rows(
    rows: &mut Rows,
    mapping: &Mapping,
    [from, to]: [&CodeList; 2],
    is_backwards: bool,
) {
    let (sources, targets) = (places(from), places(to));
    let mut is_one_open = false;
    for pair in &mapping.pairs {
        let (source, target, predicate) = if is_backwards {
            (&pair.to.0, &pair.from.0, backwards(pair.predicate))
        } else {
            (&pair.from.0, &pair.to.0, pair.predicate)
        };
        match (sources.get(&**source), targets.get(&**target)) {
            (Some(source), Some(target)) => relate(&mut rows[*source], *target, predicate),
            (Some(source), None) if pair.is_open() && !is_backwards => {
                relate(&mut rows[*source], SOME_CODE, Predicate::Related);
            }
            (None, Some(_)) if pair.is_open() && is_backwards => is_one_open = true,
            _ => {}
        }
    }
    // A code whose match is unknown may match every code of the other list.
    if is_one_open {
        for row in rows.iter_mut() {
            relate(row, SOME_CODE, Predicate::Related);
        }
    }
}

/// Adds a relation to a row. Of several to one target, the strongest is kept.
fn relate(row: &mut Vec<(usize, Predicate)>, target: usize, predicate: Predicate) {
    match row.iter_mut().find(|(known, _)| *known == target) {
        Some((_, known)) if strength(predicate) < strength(*known) => *known = predicate,
        Some(_) => {}
        None => row.push((target, predicate)),
    }
}

/// The index of each code of a list.
fn places(list: &CodeList) -> FxHashMap<&str, usize> {
    let mut places = FxHashMap::default();
    for (place, value) in list.values.iter().enumerate() {
        places.entry(&*value.code).or_insert(place);
    }
    places
}

fn backwards(predicate: Predicate) -> Predicate {
    match predicate {
        Predicate::Broad => Predicate::Narrow,
        Predicate::Narrow => Predicate::Broad,
        other => other,
    }
}

/// Carries one row through a crosswalk. Of several relations to one target, the strongest is kept.
pub(super) fn composed(row: &[(usize, Predicate)], next: &Rows) -> Vec<(usize, Predicate)> {
    let mut out: Vec<(usize, Predicate)> = Vec::new();
    for (middle, first) in row {
        if *middle == SOME_CODE {
            relate(&mut out, SOME_CODE, Predicate::Related);
            continue;
        }
        for (target, second) in &next[*middle] {
            relate(&mut out, *target, chained(*first, *second));
        }
    }
    out
}

/// The relation after two steps. SKOS fixes only this: exact passes on the other, broad after broad is broad, narrow after narrow is
/// narrow.
fn chained(first: Predicate, second: Predicate) -> Predicate {
    match (first, second) {
        (Predicate::Exact, other) | (other, Predicate::Exact) => other,
        (Predicate::Broad, Predicate::Broad) => Predicate::Broad,
        (Predicate::Narrow, Predicate::Narrow) => Predicate::Narrow,
        _ => Predicate::Related,
    }
}

fn strength(predicate: Predicate) -> u8 {
    match predicate {
        Predicate::Exact => 0,
        Predicate::Broad => 1,
        Predicate::Narrow => 2,
        Predicate::Close => 3,
        Predicate::Related => 4,
    }
}
