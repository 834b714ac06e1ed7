//! Tests of Graphviz's engine as a user sees it, with the installed `dot`, if any.

use std::io::Write;
use std::process::Command;

use super::Outcome;
use super::place;
use crate::picture::dot;
use crate::picture::layout;
use crate::picture::samples;
use crate::picture::scene::{Point, Rect};
use crate::picture::views::diagram::{Diagram, End};

fn placed(diagram: &Diagram) -> Option<Outcome> {
    if Command::new("dot").arg("-V").output().is_err() {
        let _ = writeln!(std::io::stderr(), "left out: no dot installed");
        return None;
    }
    let unplaced = layout::unplaced(diagram);
    let text = dot::render(diagram, &unplaced);
    Some(place(diagram, &unplaced, &text, "dot").unwrap())
}

/// The distance of a point from the border of a rectangle.
fn off_border(point: Point, rect: Rect) -> f64 {
    let (dx, dy) = (
        (point.x - rect.x - rect.w / 2.0).abs(),
        (point.y - rect.y - rect.h / 2.0).abs(),
    );
    let (dx, dy) = (dx - rect.w / 2.0, dy - rect.h / 2.0);
    if dx <= 0.0 && dy <= 0.0 {
        -dx.max(dy)
    } else {
        dx.max(0.0).hypot(dy.max(0.0))
    }
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    let apart = |a: f64, aw: f64, b: f64, bw: f64| a + aw <= b + 0.01 || b + bw <= a + 0.01;
    !apart(one.x, one.w, other.x, other.w) && !apart(one.y, one.h, other.y, other.h)
}

#[test]
fn every_box_and_line_comes_back_where_it_belongs() {
    let diagram = samples::hostile();
    let Some(Outcome { places, lost, .. }) = placed(&diagram) else {
        return;
    };
    assert!(lost.is_empty(), "{lost:?}");
    let rect = |end: End| {
        end.row
            .map_or(places.nodes[end.node], |row| places.rows[end.node][row])
    };
    for (edge, line) in diagram.edges.iter().zip(&places.lines) {
        let (first, last) = (line[0], line[line.len() - 1]);
        assert!(
            off_border(first, rect(edge.from)) < 2.0,
            "{} leaves at {first:?}",
            edge.id
        );
        assert!(
            off_border(last, rect(edge.to)) < 2.0,
            "{} arrives at {last:?}",
            edge.id
        );
    }
    for (place, node) in places.nodes.iter().enumerate() {
        assert!(
            places.nodes[place + 1..]
                .iter()
                .all(|other| !overlap(node, other))
        );
        assert!(
            node.x >= 0.0
                && node.y >= 0.0
                && node.x + node.w <= places.width
                && node.y + node.h <= places.height
        );
        let home = diagram.nodes[place].group.map(|group| places.groups[group]);
        assert!(home.is_none_or(|home| node.x > home.x
            && node.x + node.w < home.x + home.w
            && node.y > home.y + 20.0));
        for (above, below) in places.rows[place]
            .iter()
            .zip(places.rows[place].iter().skip(1))
        {
            assert!((above.y + above.h - below.y).abs() < 0.01);
        }
    }
}

#[test]
fn every_text_has_a_label_and_none_covers_another() {
    let diagram = samples::hostile();
    let Some(Outcome { places, .. }) = placed(&diagram) else {
        return;
    };
    for (edge, label) in diagram.edges.iter().zip(&places.labels) {
        assert_eq!(
            label.is_some(),
            edge.count > 1 || !edge.label.trim().is_empty()
        );
    }
    let rects: Vec<Rect> = places
        .labels
        .iter()
        .flatten()
        .map(|label| label.rect)
        .collect();
    for (place, one) in rects.iter().enumerate() {
        assert!(rects[place + 1..].iter().all(|other| !overlap(one, other)));
        assert!(places.nodes.iter().all(|node| !overlap(one, node)));
    }
}

#[test]
fn an_empty_diagram_has_an_empty_picture() {
    let Some(outcome) = placed(&Diagram::default()) else {
        return;
    };
    assert!(
        outcome.lost.is_empty() && outcome.places.nodes.is_empty() && outcome.places.width > 0.0
    );
}

#[test]
fn an_answer_that_is_no_picture_is_told_in_words() {
    let places =
        |diagram: &Diagram, json| super::read::places(diagram, &layout::unplaced(diagram), json);
    let fault = places(&samples::hostile(), b"{\"objects\": []}")
        .unwrap_err()
        .to_string();
    assert!(fault.starts_with("Graphviz did not place"), "{fault}");
    assert!(places(&Diagram::default(), b"not json").is_err());
}

#[test]
fn a_flow_that_did_not_come_back_is_counted_as_lost() {
    let mut diagram = samples::hostile();
    let Some(_) = placed(&diagram) else { return };
    let text = dot::render(&diagram, &layout::unplaced(&diagram));
    let mut extra = diagram.edges[0].clone();
    extra.id = "one more".into();
    diagram.edges.push(extra);
    let outcome = place(&diagram, &layout::unplaced(&diagram), &text, "dot").unwrap();
    assert_eq!(outcome.lost, [diagram.edges.len() - 1]);
    assert!(outcome.places.lines[diagram.edges.len() - 1].is_empty());
}
