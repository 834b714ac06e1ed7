//! Folding and merging: a picture stays small enough to read, and says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::picture::views;
use flowmap::picture::views::diagram::{Badge, Diagram, LineStyle, NodeKind};
use flowmap::picture::views::{Spec, View};

use super::draw;
use super::of;
use super::whole;
use crate::expectation::read;

#[test]
fn parallel_flows_are_one_line_with_a_number_and_one_that_says_that_they_differ() {
    let systems = draw(&Spec::of(View::Systems));
    let between: Vec<_> = systems
        .edges
        .iter()
        .filter(|edge| systems.nodes[edge.to.node].id == "survey")
        .map(|edge| (edge.line, edge.count))
        .collect();
    assert_eq!(between, [(LineStyle::ByHand, 2)]);
    let text = read("tests/views/map.yaml").replace("method: email", "method: upload");
    let together = whole(&of(&text), View::Organisations);
    let lines: Vec<_> = together
        .edges
        .iter()
        .filter(|edge| together.nodes[edge.to.node].id == "ministry")
        .map(|edge| (edge.line, edge.count))
        .collect();
    assert_eq!(lines, [(LineStyle::Mixed, 2)]);
    // If lines have words, flows that are passed in different ways are not joined.
    let apart = whole(&of(&text), View::Systems);
    let lines: Vec<_> = apart
        .edges
        .iter()
        .filter(|edge| apart.nodes[edge.to.node].id == "survey")
        .map(|edge| (edge.line, edge.count))
        .collect();
    assert_eq!(lines, [(LineStyle::ByHand, 1), (LineStyle::Electronic, 1)]);
}

/// A map of `organisations` organisations with `systems` systems each, all fed by the first.
fn wide(organisations: usize, systems: usize) -> String {
    let mut text = String::from("organisations:\n");
    for body in 0..organisations {
        let _ = writeln!(text, "  o{body}: {{name: Body {body}}}");
    }
    text.push_str("systems:\n");
    for body in 0..organisations {
        for system in 0..systems {
            let _ = writeln!(
                text,
                "  s{body}x{system}: {{name: System {system} of {body}, kind: record, owner: o{body}, fields: [a]}}"
            );
        }
    }
    text.push_str("flows:\n");
    for body in 0..organisations {
        for system in 0..systems {
            if (body, system) != (0, 0) {
                let _ = writeln!(
                    text,
                    "  - {{from: s0x0, to: s{body}x{system}, fields: [a], every: month}}"
                );
            }
        }
    }
    text
}

#[test]
fn past_about_forty_boxes_a_view_folds_and_says_so() {
    let small = of(&wide(4, 10));
    let drawn = views::view(&small, &Spec::of(View::Systems)).unwrap();
    assert_eq!((drawn.diagram.nodes.len(), drawn.told.len()), (40, 0));

    let large = of(&wide(5, 10));
    let drawn = views::view(&large, &Spec::of(View::Systems)).unwrap();
    let diagram = &drawn.diagram;
    assert!(diagram.nodes.len() + diagram.groups.len() <= views::MOST_BOXES);
    let folded: Vec<_> = diagram
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Organisation)
        .collect();
    assert!(folded.iter().all(|node| node.subtitle == "10 systems"));
    let told = &drawn.told[0];
    assert!(
        told.contains("Body 0 (10 systems)") && told.contains("flows inside them"),
        "{told}"
    );
    assert!(diagram.notes.contains(told), "the picture says it too");
    // Ten flows from the first organisation to each folded one are one line.
    assert!(diagram.edges.iter().any(|edge| edge.count == 10));

    let unfolded = Spec {
        is_unfolded: true,
        ..Spec::of(View::Systems)
    };
    assert_eq!(
        views::view(&large, &unfolded).unwrap().diagram.nodes.len(),
        50
    );
    let narrow = Spec {
        focus: vec!["s3x3".to_owned()],
        ..Spec::of(View::Systems)
    };
    assert_eq!(views::view(&large, &narrow).unwrap().diagram.nodes.len(), 2);
    assert_eq!(
        whole(&large, View::Fields).nodes.len(),
        50,
        "the fields view is the whole map"
    );
}

#[test]
fn a_folded_organisation_keeps_the_marks_of_what_it_holds() {
    let mut text = wide(5, 10);
    text = text.replace(
        "organisations:\n",
        "terms: {a: {definition: One., of: thing}}\norganisations:\n  agency: {name: Agency}\n",
    );
    text = text.replace(
        "systems:\n",
        "systems:\n  extra: {kind: collection, owner: agency, fields: [a]}\n",
    );
    text.push_str("  - {from: s1x1, to: extra, fields: [a], method: form, basis: Act}\n  - {from: s1x1, to: s2x2, fields: [a], method: form, basis: Act}\n");
    let map = of(&text);
    let marked = |diagram: &Diagram| -> BTreeSet<usize> {
        let marks = diagram.nodes.iter().flat_map(|node| &node.badges);
        let marks = marks.filter(|mark| mark.badge == Badge::Duplication);
        marks.flat_map(|mark| mark.numbers.clone()).collect()
    };
    let whole = views::view(
        &map,
        &Spec {
            is_unfolded: true,
            ..Spec::of(View::Systems)
        },
    )
    .unwrap()
    .diagram;
    let folded = views::view(&map, &Spec::of(View::Systems)).unwrap().diagram;
    assert!(!marked(&whole).is_empty());
    assert!(
        marked(&folded).is_superset(&marked(&whole)),
        "{:?} {:?}",
        marked(&whole),
        marked(&folded)
    );
}

#[test]
fn what_is_said_to_be_folded_is_what_the_box_says() {
    // Each of four organisations also sends from an unnamed system, which counts in neither place.
    let mut text = wide(12, 4);
    for body in 0..4 {
        let _ = writeln!(text, "  - {{from: o{body}, to: s11x1, fields: [a]}}");
    }
    let folded = whole(&of(&text), View::Systems);
    let notes = folded.notes.join(" ");
    let mut told = 0;
    for node in &folded.nodes {
        let said = format!("{} ({})", node.title, node.subtitle);
        if notes.contains(&format!("{} (", node.title)) {
            assert!(notes.contains(&said), "{said}: {notes}");
            told += 1;
        }
    }
    assert!(told > 1, "{notes}");
}
