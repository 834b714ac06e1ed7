//! Properties of every placed diagram, tested on random diagrams.

use super::checks::{FaultKind, check};
use super::place;
use super::place_within;
use super::quality::measure;
use crate::picture::scene::{Places, Point};
use crate::picture::views::diagram::{Diagram, Edge, End, Group, LineStyle, Node, Outline, Row};

/// Random numbers, the same in every run.
pub(super) struct Lot(pub(super) u64);

impl Lot {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn one_of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.below(choice.len())]
    }
}

pub(super) fn node(number: usize, rows: usize, group: Option<usize>) -> Node {
    let row = |row: usize| Row {
        id: format!("s{number}.{row}"),
        title: format!("field {row}"),
        identifier: row == 0,
        detail: String::new(),
        badges: Vec::new(),
        ..Row::default()
    };
    Node {
        id: format!("s{number}"),
        title: format!("System {number}"),
        subtitle: String::new(),
        group,
        rows: (0..rows).map(row).collect(),
        outline: Outline::Solid,
        detail: String::new(),
        badges: Vec::new(),
        ..Node::default()
    }
}

pub(super) fn edge(
    number: usize,
    from: (usize, Option<usize>),
    to: (usize, Option<usize>),
    label: &str,
) -> Edge {
    Edge {
        id: format!("f{number}"),
        from: End {
            node: from.0,
            row: from.1,
        },
        to: End {
            node: to.0,
            row: to.1,
        },
        label: label.to_owned(),
        line: LineStyle::Electronic,
        count: 1,
        detail: String::new(),
        ..Edge::default()
    }
}

pub(super) fn group(number: usize, title: &str, parent: Option<usize>) -> Group {
    Group {
        id: format!("o{number}"),
        title: title.to_owned(),
        parent,
        outline: Outline::Solid,
    }
}

/// A random diagram with everything that can occur: nesting, empty organisations, cycles, returns, parallel flows, long texts.
pub(super) fn by_lot(seed: u64) -> Diagram {
    let mut lot = Lot(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let mut diagram = Diagram::default();
    for number in 0..lot.below(6) {
        let parent = (number > 0 && lot.below(3) == 0).then(|| lot.below(number));
        let title = lot.one_of(&[
            "Trust",
            "",
            "An organisation whose name goes on and on and on and on",
        ]);
        diagram.groups.push(group(number, title, parent));
    }
    for number in 0..lot.below(16) {
        let home = (!diagram.groups.is_empty() && lot.below(4) > 0)
            .then(|| lot.below(diagram.groups.len()));
        let mut system = node(number, lot.one_of(&[0, 0, 1, 3, 5]), home);
        if lot.below(4) == 0 {
            system.title = "A title of several words that needs two lines to be read".to_owned();
            system.subtitle = "7 fields".to_owned();
        }
        diagram.nodes.push(system);
    }
    let systems = diagram.nodes.len();
    for number in 0..if systems > 0 { lot.below(28) } else { 0 } {
        let from = lot.below(systems);
        let to = if lot.below(12) == 0 {
            from
        } else {
            lot.below(systems)
        };
        let mut row = |system: usize| {
            let rows = diagram.nodes[system].rows.len();
            (rows > 0 && lot.below(5) > 0).then(|| lot.below(rows))
        };
        let (leaves, enters) = (row(from), row(to));
        let label = lot.one_of(&[
            "",
            "daily",
            "Vaccination event, daily",
            "a label far too long to be printed on one line or on two",
        ]);
        diagram
            .edges
            .push(edge(number, (from, leaves), (to, enters), label));
    }
    diagram
}

/// The level segments of a line, or the upright ones: position, start, end.
fn stretches(line: &[Point], upright: bool) -> Vec<(f64, f64, f64)> {
    let turned = |p: &Point| if upright { (p.x, p.y) } else { (p.y, p.x) };
    line.windows(2)
        .map(|pair| (turned(&pair[0]), turned(&pair[1])))
        .filter(|(a, b)| (a.0 - b.0).abs() < 0.01)
        .map(|(a, b)| (a.0, a.1.min(b.1), a.1.max(b.1)))
        .collect()
}

/// True if the two lines cover each other for more than a pixel.
fn run_together(a: &[Point], b: &[Point]) -> bool {
    [false, true].into_iter().any(|upright| {
        let others = stretches(b, upright);
        stretches(a, upright).iter().any(|one| {
            others.iter().any(|other| {
                (one.0 - other.0).abs() < 0.1 && one.1.max(other.1) + 1.0 < one.2.min(other.2)
            })
        })
    })
}

fn hold(diagram: &Diagram, places: &Places, seed: u64) {
    let faults = check(diagram, places);
    assert!(faults.is_empty(), "seed {seed}: {}", faults[0]);
    let quality = measure(diagram, places);
    assert_eq!(
        quality.drawn,
        diagram.edges.len(),
        "seed {seed}: a flow was lost"
    );
    assert_eq!(
        (quality.through_systems, quality.through_organisations),
        (0, 0),
        "seed {seed}: a line runs through a foreign box"
    );
    for (index, flow) in diagram.edges.iter().enumerate() {
        let line = &places.lines[index];
        let (source, target) = (places.nodes[flow.from.node], places.nodes[flow.to.node]);
        assert!(
            (line[0].x - source.x - source.w).abs() < 0.1,
            "seed {seed}: {} does not leave to the right",
            flow.id
        );
        assert!(
            (line[line.len() - 1].x - target.x).abs() < 0.1,
            "seed {seed}: {} does not enter from the left",
            flow.id
        );
        assert_eq!(
            places.labels[index].is_some(),
            !flow.label.is_empty(),
            "seed {seed}: the label of {} is lost",
            flow.id
        );
        for (other, line_of_other) in diagram.edges[..index].iter().zip(&places.lines) {
            let share = flow.from == other.from || flow.to == other.to;
            assert!(
                share || !run_together(line, line_of_other),
                "seed {seed}: {} and {} run over each other",
                flow.id,
                other.id
            );
        }
    }
    for label in places.labels.iter().flatten() {
        assert!(
            label.lines.len() <= 2 && label.lines.iter().all(|line| line.chars().count() <= 24),
            "seed {seed}: {:?}",
            label.lines
        );
    }
}

#[test]
fn any_diagram_is_placed_without_fault() {
    for seed in 0..200 {
        let diagram = by_lot(seed);
        hold(&diagram, &place(&diagram), seed);
    }
}

#[test]
fn a_diagram_is_left_unplaced_only_if_its_drawing_would_be_too_large() {
    let mut left = 0;
    for diagram in (0..200).map(by_lot) {
        let places = place(&diagram);
        let size = (places.width, places.height);
        assert_eq!(place_within(&diagram, None, size), Some(places));
        let half = (size.0 / 2.0, size.1 / 2.0);
        left += usize::from(place_within(&diagram, None, half).is_none());
    }
    assert!(left > 120, "only {left} of 200 were told to be too large");
}

#[test]
fn the_same_diagram_is_placed_the_same_way() {
    for seed in 0..10 {
        assert_eq!(place(&by_lot(seed)), place(&by_lot(seed)));
    }
}

#[test]
fn a_flow_that_names_no_system_is_left_out_and_the_rest_stands() {
    let mut diagram = Diagram {
        nodes: vec![node(0, 2, Some(7)), node(1, 1, None)],
        ..Diagram::default()
    };
    diagram.edges = vec![
        edge(0, (0, Some(1)), (1, Some(0)), ""),
        edge(1, (0, None), (9, None), "lost"),
        edge(2, (0, Some(8)), (1, None), ""),
    ];
    let places = place(&diagram);
    assert!(check(&diagram, &places).is_empty());
    assert_eq!(
        places
            .lines
            .iter()
            .map(|line| line.len() >= 2)
            .collect::<Vec<_>>(),
        [true, false, true]
    );
}

#[test]
fn a_chain_runs_in_one_straight_line_from_left_to_right() {
    let mut diagram = Diagram {
        nodes: (0..6).map(|number| node(number, 1, None)).collect(),
        ..Diagram::default()
    };
    diagram.edges = (0..5)
        .map(|number| edge(number, (number, Some(0)), (number + 1, Some(0)), "daily"))
        .collect();
    let places = place(&diagram);
    assert!(
        places.lines.iter().all(|line| line.len() == 2),
        "{:?}",
        places.lines
    );
    assert!(
        places
            .nodes
            .windows(2)
            .all(|pair| pair[0].x + pair[0].w < pair[1].x)
    );
}

#[test]
fn checks_name_what_is_wrong() {
    let mut diagram = Diagram {
        groups: vec![group(0, "Trust", None), group(1, "Board", None)],
        ..Diagram::default()
    };
    diagram.nodes = vec![node(0, 1, Some(0)), node(1, 1, Some(1))];
    diagram.edges = vec![edge(0, (0, Some(0)), (1, Some(0)), "daily")];
    let places = place(&diagram);
    let kinds = |spoil: &dyn Fn(&mut Places)| {
        let mut spoilt = places.clone();
        spoil(&mut spoilt);
        check(&diagram, &spoilt)
            .iter()
            .map(|fault| fault.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(&|_| {}), []);
    assert_eq!(kinds(&|s| s.lines[0].clear()), [FaultKind::FlowLost]);
    assert_eq!(
        kinds(&|s| s.lines[0][0].y -= 15.0),
        [FaultKind::FlowNotFromSource]
    );
    assert_eq!(
        kinds(&|s| s.groups[0].w -= 20.0),
        [FaultKind::SystemOutside]
    );
    assert_eq!(kinds(&|s| s.width -= 30.0), [FaultKind::OffPage]);
    assert_eq!(
        kinds(&|s| s.labels[0].as_mut().unwrap().rect.x = s.nodes[1].x),
        [FaultKind::LabelOnSystem]
    );
    assert!(kinds(&|s| s.nodes[0] = s.nodes[1]).contains(&FaultKind::SystemsOverlap));
    assert!(kinds(&|s| s.nodes[0] = s.nodes[1]).contains(&FaultKind::SystemInForeign));
    assert!(kinds(&|s| s.groups[0] = s.groups[1]).contains(&FaultKind::OrganisationsOverlap));
    assert_eq!(kinds(&|s| s.nodes.truncate(1)), [FaultKind::Malformed]);
    let mut lost = places.clone();
    lost.lines[0].clear();
    assert_eq!(
        check(&diagram, &lost)[0].to_string(),
        "the flow `f0` has no line"
    );
}
