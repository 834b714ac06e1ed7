//! Shapes beyond the bar: every map must be drawn, soon and without a fault.

use std::time::Instant;

use flowmap::picture::layout;
use flowmap::picture::views::diagram::Diagram;

use crate::figures::Figures;
use crate::parts;
use crate::parts::Lot;

/// The number of systems in the large shapes.
const SYSTEMS: usize = 2_000;
/// The number of flows in the large shapes.
const FLOWS: usize = 5_000;

/// Draws each shape once.
pub(crate) fn run() {
    println!("extremes: drawn once each, no bar");
    println!(
        "  {:<42} {:>9} {:>13} {:>10} {:>8} {:>7} {:>15}",
        "", "ms", "drawn", "crossings", "through", "faults", "px"
    );
    show("2000 systems, 5000 flows, no organisation", &by_lot(None));
    show(
        "2000 systems, 5000 flows, one organisation",
        &by_lot(Some(0)),
    );
    show("2000 systems without a flow", &alone());
    show("2000 flows at one hub", &hub());
    show("a ring of 2000", &ring());
    show("60 organisations one inside the other", &nested());
    show("3000 flows between 3 systems", &parallel());
}

fn show(name: &str, diagram: &Diagram) {
    let start = Instant::now();
    let places = layout::place(diagram);
    let time = start.elapsed();
    let figures = Figures::of(diagram, &places);
    println!(
        "  {name:<42} {:>9.1} {:>13} {:>10} {:>8} {:>7} {:>15}",
        time.as_secs_f64() * 1e3,
        format!("{} of {}", figures.drawn, diagram.edges.len()),
        figures.crossings,
        figures.through_systems + figures.through_organisations,
        figures.faults,
        format!("{:.0} x {:.0}", figures.width, figures.height)
    );
}

fn by_lot(group: Option<usize>) -> Diagram {
    let mut lot = Lot::new(99);
    let mut diagram = alone();
    if group.is_some() {
        diagram.groups.push(parts::group(0, "All of them", None));
    }
    for node in &mut diagram.nodes {
        node.group = group;
    }
    for number in 0..FLOWS {
        let (from, to) = (lot.below(SYSTEMS), lot.below(SYSTEMS));
        diagram
            .edges
            .push(parts::plain_edge(number, from, to, "daily"));
    }
    diagram
}

fn alone() -> Diagram {
    Diagram {
        nodes: (0..SYSTEMS)
            .map(|number| parts::node(number, number % 5, None))
            .collect(),
        ..Diagram::default()
    }
}

fn hub() -> Diagram {
    let label = |number: usize| {
        if number.is_multiple_of(2) {
            "daily"
        } else {
            ""
        }
    };
    Diagram {
        nodes: (0..=SYSTEMS)
            .map(|number| parts::node(number, 0, None))
            .collect(),
        edges: (1..=SYSTEMS)
            .map(|number| parts::plain_edge(number, 0, number, label(number)))
            .collect(),
        ..Diagram::default()
    }
}

fn ring() -> Diagram {
    let edge = |number: usize| {
        let next = (number + 1) % SYSTEMS;
        parts::edge(number, parts::row(number, 0), parts::row(next, 0), "daily")
    };
    Diagram {
        nodes: (0..SYSTEMS)
            .map(|number| parts::node(number, 1, None))
            .collect(),
        edges: (0..SYSTEMS).map(edge).collect(),
        ..Diagram::default()
    }
}

fn nested() -> Diagram {
    const LEVELS: usize = 60;
    let mut lot = Lot::new(99);
    let mut diagram = Diagram::default();
    for level in 0..LEVELS {
        let title = format!("level {level}");
        diagram
            .groups
            .push(parts::group(level, &title, level.checked_sub(1)));
        diagram.nodes.push(parts::node(level, 2, Some(level)));
    }
    for number in 0..200 {
        let (from, to) = (lot.below(LEVELS), lot.below(LEVELS));
        let edge = parts::edge(number, parts::row(from, 0), parts::row(to, 1), "daily");
        diagram.edges.push(edge);
    }
    diagram
}

fn parallel() -> Diagram {
    let edge = |number: usize| {
        let (from, to) = (parts::row(number % 3, 0), parts::row((number / 3) % 3, 0));
        parts::edge(number, from, to, "daily")
    };
    Diagram {
        nodes: (0..3).map(|number| parts::node(number, 1, None)).collect(),
        edges: (0..3_000).map(edge).collect(),
        ..Diagram::default()
    }
}
