//! A drawing changes little when its diagram does: tested on systems and flows that are added.

use super::checks::check;
use super::place;
use super::place_after;
use super::quality::measure;
use super::tests::{Lot, edge, group, node};
use crate::picture::scene::Places;
use crate::picture::views::diagram::Diagram;

/// Organisations with equally many systems each, and flows between the systems. One flow in `backwards` leads backwards; none if it is 0.
fn made(
    seed: u64,
    organisations: usize,
    systems: usize,
    flows: usize,
    backwards: usize,
) -> Diagram {
    let mut diagram = Diagram {
        groups: (0..organisations)
            .map(|number| group(number, "Trust", None))
            .collect(),
        ..Diagram::default()
    };
    let mut lot = Lot(seed);
    diagram.nodes = (0..systems)
        .map(|number| node(number, 3, Some(number * organisations / systems)))
        .collect();
    diagram.edges = (0..flows)
        .map(|number| {
            let (a, b) = (lot.below(systems), lot.below(systems));
            let is_backwards = backwards > 0 && lot.below(backwards) == 0;
            let (from, to) = if is_backwards {
                (a.max(b), a.min(b))
            } else {
                (a.min(b), a.max(b))
            };
            let ends = ((from, Some(lot.below(3))), (to, Some(lot.below(3))));
            edge(number, ends.0, ends.1, "daily")
        })
        .collect();
    diagram
}

/// Six organisations with four systems each and forty flows between them, none backwards.
fn six_organisations(seed: u64) -> Diagram {
    made(seed, 6, 24, 40, 0)
}

/// Six drawings, each with a system added in each of its six organisations: the earlier diagram and places, and the later diagram.
fn additions() -> Vec<(Diagram, Places, Diagram)> {
    let mut all = Vec::new();
    for seed in 11..17 {
        let before = six_organisations(seed);
        let old = place(&before);
        for home in 0..6 {
            let mut after = before.clone();
            after.nodes.push(node(24, 3, Some(home)));
            let ends = ((home * 4, Some(0)), (24, Some(0)));
            after.edges.push(edge(40, ends.0, ends.1, "added"));
            all.push((before.clone(), old.clone(), after));
        }
    }
    all
}

/// The average distance between the systems of `old` and those of `new`, as a fraction of the width.
fn shift(old: &Places, new: &Places) -> f64 {
    let moved = old.nodes.iter().zip(&new.nodes);
    let moved: f64 = moved.map(|(a, b)| (a.x - b.x).hypot(a.y - b.y)).sum();
    moved / old.nodes.len() as f64 / old.width
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn a_system_added_moves_the_others_little() {
    let shifts: Vec<f64> = additions()
        .iter()
        .map(|(_, old, after)| shift(old, &place(after)))
        .collect();
    assert!(mean(&shifts) < 0.10, "{shifts:?}");
}

#[test]
fn whoever_looks_on_finds_things_where_they_were() {
    let (mut shifts, mut crossings) = (Vec::new(), [0, 0]);
    for (before, old, after) in additions() {
        assert_eq!(place_after(&before, (&before, &old)).nodes, old.nodes);
        let new = place_after(&after, (&before, &old));
        assert_eq!(check(&after, &new), []);
        shifts.push(shift(&old, &new));
        for (sum, places) in crossings.iter_mut().zip([place(&after), new]) {
            *sum += measure(&after, &places).crossings;
        }
    }
    assert!(mean(&shifts) < 0.04, "{shifts:?}");
    assert!(crossings[1] * 10 < crossings[0] * 12, "{crossings:?}");
}

/// Of all pairs of the boxes of `old`, the share that stands in `new` as before: in one column or to the left or right of one another, and in
/// one column above or below.
fn kept_pairs(old: &Places, new: &Places) -> f64 {
    let stand = |places: &Places, a: usize, b: usize| {
        let (a, b) = (places.nodes[a], places.nodes[b]);
        if a.x + a.w <= b.x {
            (-1, 0)
        } else if b.x + b.w <= a.x {
            (1, 0)
        } else {
            (0, if a.y < b.y { -1 } else { 1 })
        }
    };
    let count = old.nodes.len();
    let pairs = (0..count).flat_map(|a| (0..a).map(move |b| (a, b)));
    let (mut all, mut same) = (0, 0);
    for (a, b) in pairs {
        all += 1;
        same += usize::from(stand(old, a, b) == stand(new, a, b));
    }
    f64::from(same as u32) / f64::from(all)
}

/// Twenty systems of ten organisations, as in a workshop: captured at the left, passed on, some sent back.
fn workshop(seed: u64) -> Diagram {
    made(seed, 10, 20, 30, 6)
}

#[test]
fn boxes_keep_their_neighbours_when_a_system_and_a_flow_are_added() {
    let (mut kept, mut anew) = (Vec::new(), Vec::new());
    let mut crossings = [0, 0];
    for seed in 1..9 {
        let before = workshop(seed);
        let old = place(&before);
        for (home, other, is_source) in [(0, 9, true), (4, 1, false), (9, 3, true), (2, 12, false)]
        {
            let mut after = before.clone();
            after.nodes.push(node(20, 3, Some(home)));
            let (from, to) = if is_source { (20, other) } else { (other, 20) };
            after
                .edges
                .push(edge(30, (from, Some(0)), (to, Some(0)), "added"));
            let new = place_after(&after, (&before, &old));
            assert_eq!(check(&after, &new), [], "seed {seed}");
            let fresh = place(&after);
            kept.push(kept_pairs(&old, &new));
            anew.push(kept_pairs(&old, &fresh));
            for (sum, places) in crossings.iter_mut().zip([fresh, new]) {
                *sum += measure(&after, &places).crossings;
            }
        }
    }
    let least = kept.iter().copied().fold(1.0, f64::min);
    assert!(
        mean(&kept) > 0.98 && least > 0.9,
        "kept {:.3}, least {least:.3}; drawn anew {:.3}; crossings {crossings:?}: {kept:.2?}",
        mean(&kept),
        mean(&anew),
    );
    assert!(crossings[1] * 10 < crossings[0] * 12, "{crossings:?}");
}
