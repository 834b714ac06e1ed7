//! Relations between populations along a path: the composition table of RCC-5.

use super::scope::Relation;

/// The five relations, in the order of [`Relation`].
const EVERY: [Relation; 5] = [
    Relation::Equal,
    Relation::Narrower,
    Relation::Broader,
    Relation::Overlapping,
    Relation::Disjoint,
];

/// Row: the relation of A to B. Column: the relation of B to C. Cell: the possible relations of A to C, one letter each.
const TABLE: [[&str; 5]; 5] = [
    ["=", "<", ">", "o", "x"],
    ["<", "<", "=<>ox", "<ox", "x"],
    [">", "=<>o", ">", ">o", ">ox"],
    ["o", "<o", ">ox", "=<>ox", ">ox"],
    ["x", "<ox", "x", "<ox", "=<>ox"],
];

fn letter(relation: Relation) -> char {
    match relation {
        Relation::Equal => '=',
        Relation::Narrower => '<',
        Relation::Broader => '>',
        Relation::Overlapping => 'o',
        Relation::Disjoint => 'x',
    }
}

/// The relations that A may have to C if A has `first` to B and B has `second` to C, in the order of [`Relation`]. Never empty.
pub fn composed(first: Relation, second: Relation) -> Vec<Relation> {
    let cell = TABLE[first as usize][second as usize];
    EVERY
        .into_iter()
        .filter(|relation| cell.contains(letter(*relation)))
        .collect()
}

/// The composition of two steps for which only the possible relations are known.
pub fn composed_sets(first: &[Relation], second: &[Relation]) -> Vec<Relation> {
    EVERY
        .into_iter()
        .filter(|relation| {
            first.iter().any(|a| {
                second
                    .iter()
                    .any(|b| TABLE[*a as usize][*b as usize].contains(letter(*relation)))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn relation(a: u8, b: u8) -> Relation {
        match (a == b, a & b == 0, a & !b == 0, b & !a == 0) {
            (true, ..) => Relation::Equal,
            (_, true, ..) => Relation::Disjoint,
            (_, _, true, _) => Relation::Narrower,
            (_, _, _, true) => Relation::Broader,
            _ => Relation::Overlapping,
        }
    }

    #[test]
    fn the_table_is_what_all_non_empty_sets_of_six_elements_show() {
        let mut seen = vec![vec![BTreeSet::new(); 5]; 5];
        for a in 1..64 {
            for b in 1..64 {
                for c in 1..64 {
                    let (first, second) = (relation(a, b), relation(b, c));
                    seen[first as usize][second as usize].insert(relation(a, c));
                }
            }
        }
        for first in EVERY {
            for second in EVERY {
                let shown: Vec<Relation> = seen[first as usize][second as usize]
                    .iter()
                    .copied()
                    .collect();
                assert_eq!(composed(first, second), shown, "{first:?} then {second:?}");
            }
        }
    }

    #[test]
    fn turning_both_sides_round_turns_the_path_round() {
        for first in EVERY {
            for second in EVERY {
                let there: BTreeSet<Relation> = composed(first, second)
                    .into_iter()
                    .map(Relation::swapped)
                    .collect();
                let back: BTreeSet<Relation> =
                    composed_sets(&[second.swapped()], &[first.swapped()])
                        .into_iter()
                        .collect();
                assert_eq!(there, back);
            }
        }
    }
}
