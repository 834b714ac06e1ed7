//! Lines that end at one box share a port and a trunk, and each can still be followed from its start to its end.

use super::checks::{FaultKind, check};
use super::overlaps::overlaps;
use super::place;
use super::tests::{by_lot, edge, node};
use crate::picture::scene::{Places, Point, length};
use crate::picture::views::diagram::{Diagram, LineStyle, Sureness};

/// A box with so many that give to it, every other line dashed if `is_mixed`.
fn hub(sources: usize, is_mixed: bool) -> Diagram {
    let mut diagram = Diagram {
        nodes: (0..=sources).map(|number| node(number, 0, None)).collect(),
        ..Diagram::default()
    };
    diagram.edges = (1..=sources)
        .map(|number| {
            let mut line = edge(number, (number, None), (0, None), "");
            if is_mixed && number % 2 == 0 {
                line.line = LineStyle::ByHand;
            }
            line
        })
        .collect();
    diagram
}

/// The different values, in tenths of a pixel.
fn different(values: impl Iterator<Item = f64>) -> usize {
    let mut values: Vec<i64> = values.map(|value| (value * 10.0).round() as i64).collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}

fn ends(places: &Places) -> impl Iterator<Item = f64> {
    places
        .lines
        .iter()
        .filter_map(|line| line.last())
        .map(|end| end.y)
}

/// The distances from the left at which lines run up or down.
fn uprights(places: &Places) -> usize {
    let pairs = places.lines.iter().flat_map(|line| line.windows(2));
    different(
        pairs
            .filter(|pair| (pair[0].x - pair[1].x).abs() < 0.01)
            .map(|pair| pair[0].x),
    )
}

#[test]
fn a_hub_of_twelve_has_one_port_and_one_track_for_each_look() {
    let places = place(&hub(12, false));
    assert_eq!((different(ends(&places)), uprights(&places)), (1, 1));
    assert!(places.nodes[0].h <= place(&hub(1, false)).nodes[0].h);
    let mixed = place(&hub(12, true));
    assert_eq!((different(ends(&mixed)), uprights(&mixed)), (2, 2));
    assert!(mixed.nodes[0].h < 40.0);
}

#[test]
fn lines_that_pass_a_column_side_by_side_share_a_lane() {
    // A chain of three leads to the hub too, so that the lines of the others pass two columns, above its boxes or below them.
    let mut diagram = hub(4, false);
    diagram
        .nodes
        .extend((5..8).map(|number| node(number, 0, None)));
    for (from, to) in [(5, 6), (6, 7), (7, 0)] {
        let ends = ((from, None), (to, None));
        diagram.edges.push(edge(from, ends.0, ends.1, ""));
    }
    let places = place(&diagram);
    assert_eq!(check(&diagram, &places), []);
    let longest = places.joins.iter().map(|joins| joins.shared[1]);
    let longest = longest.fold(0.0, f64::max);
    let last_gap = places.nodes[0].x - places.nodes[7].x - places.nodes[7].w;
    assert!(
        longest > last_gap,
        "{longest}, and the last gap is {last_gap}"
    );
}

#[test]
fn two_flows_with_both_ends_in_common_are_two_lines() {
    let mut diagram = hub(2, false);
    diagram.edges.push(edge(3, (1, None), (0, None), ""));
    let places = place(&diagram);
    assert_ne!(places.lines[0], places.lines[2]);
    alone_somewhere(&places, 0);
}

/// Made-up diagrams with lines of several looks and without rows, in which much is shared.
fn busy(seed: u64) -> Diagram {
    let mut diagram = by_lot(seed);
    if !seed.is_multiple_of(3) {
        for node in &mut diagram.nodes {
            node.rows.clear();
        }
        for edge in &mut diagram.edges {
            edge.from.row = None;
            edge.to.row = None;
        }
    }
    for (number, edge) in diagram.edges.iter_mut().enumerate() {
        edge.line = [LineStyle::Electronic, LineStyle::ByHand][usize::from(number % 5 == 0)];
        edge.sureness = [Sureness::Reported, Sureness::Assumed][usize::from(number % 7 == 0)];
        edge.count = 1 + number % 3;
        if seed.is_multiple_of(2) {
            edge.label.clear();
        }
    }
    diagram
}

fn alone_somewhere(places: &Places, seed: u64) {
    for (line, joins) in places.lines.iter().zip(&places.joins) {
        let alone = length(line) - joins.shared[0] - joins.shared[1];
        assert!(alone > 0.5, "seed {seed}: {line:?} is alone for {alone}");
    }
}

/// True if the line passes the point.
fn passes(line: &[Point], at: Point) -> bool {
    line.windows(2).any(|ends| {
        let (a, b) = (ends[0], ends[1]);
        let within = |from: f64, to: f64, v: f64| from.min(to) - 0.1 < v && v < from.max(to) + 0.1;
        within(a.x, b.x, at.x) && within(a.y, b.y, at.y)
    })
}

/// Wherever a line turns, all lines that pass the point have one end in common, so that a reader who takes another way there still arrives
/// where the first line leads, or comes from where it begins.
fn can_be_followed(diagram: &Diagram, places: &Places, seed: u64) {
    for (edge, line) in places.lines.iter().enumerate() {
        for at in &line[1..line.len() - 1] {
            let at_point =
                (0..places.lines.len()).filter(|&other| passes(&places.lines[other], *at));
            let meet: Vec<_> = at_point.map(|other| &diagram.edges[other]).collect();
            let own = &diagram.edges[edge];
            assert!(
                meet.iter().all(|other| other.from == own.from)
                    || meet.iter().all(|other| other.to == own.to),
                "seed {seed}: at {at:?} meet {:?}",
                meet.iter().map(|edge| &edge.id).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn every_line_can_be_followed_alone() {
    for seed in 0..200 {
        let diagram = busy(seed);
        let places = place(&diagram);
        assert_eq!(check(&diagram, &places), [], "seed {seed}");
        for (a, b) in overlaps(&places) {
            let (a, b) = (&diagram.edges[a], &diagram.edges[b]);
            assert_eq!((a.line, a.sureness), (b.line, b.sureness), "seed {seed}");
        }
        alone_somewhere(&places, seed);
        can_be_followed(&diagram, &places, seed);
    }
}

#[test]
fn a_line_over_a_foreign_line_is_a_fault() {
    let mut diagram = hub(2, false);
    diagram.nodes.push(node(3, 0, None));
    diagram.edges.push(edge(3, (1, None), (3, None), ""));
    let mut places = place(&diagram);
    assert_eq!(check(&diagram, &places), []);
    let over = places.lines[1].clone();
    places.lines[2].splice(1..1, over);
    let kinds: Vec<_> = check(&diagram, &places)
        .iter()
        .map(|fault| fault.kind)
        .collect();
    assert_eq!(kinds, [FaultKind::LinesOverlap]);
}
