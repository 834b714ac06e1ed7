//! Moves boxes that no flow joins into free places of the drawing, so that they do not make it larger.

use super::measure;
use crate::picture::scene::{Places, Point, Rect};
use crate::picture::views::diagram::Diagram;

/// The largest number of boxes of a drawing in which free places are looked for.
const MOST_BOXES: usize = 200;
/// The distance to everything around.
const GAP: f64 = 16.0;
/// From one tried place to the next.
const STEP: f64 = 8.0;

/// A box, or an organisation with its boxes, that no flow joins to another.
struct Piece {
    nodes: Vec<usize>,
    groups: Vec<usize>,
    rect: Rect,
}

/// Moves each such piece from the edge of the drawing into it, if there is room, and cuts the drawing to its content.
pub(super) fn fill(diagram: &Diagram, places: &mut Places) {
    if diagram.nodes.len() > MOST_BOXES || diagram.edges.is_empty() {
        return;
    }
    let pieces = pieces(diagram, places);
    let is_loose = |node: usize| pieces.iter().any(|piece| piece.nodes.contains(&node));
    let joined = (0..places.nodes.len()).filter(|node| !is_loose(*node));
    let mut taken: Vec<Rect> = joined.map(|node| places.nodes[node]).collect();
    let is_group_loose = |group: usize| pieces.iter().any(|piece| piece.groups.contains(&group));
    let groups = (0..places.groups.len()).filter(|group| !is_group_loose(*group));
    taken.extend(groups.map(|group| places.groups[group]));
    taken.extend(places.labels.iter().flatten().map(|label| label.rect));
    for line in &places.lines {
        taken.extend(line.windows(2).map(|ends| spanned(ends[0], ends[1])));
    }
    if pieces.is_empty() || taken.is_empty() {
        return;
    }
    let right = taken.iter().map(|rect| rect.x + rect.w).fold(0.0, f64::max);
    let bottom = taken.iter().map(|rect| rect.y + rect.h).fold(0.0, f64::max);
    for (place, piece) in pieces.iter().enumerate() {
        // The pieces that are not moved yet may stay where they are.
        let later = pieces[place + 1..].iter().map(|later| later.rect);
        let around: Vec<Rect> = taken.iter().copied().chain(later).collect();
        let at = free(piece.rect, &around, (right, bottom));
        let at = at.unwrap_or(Point {
            x: piece.rect.x,
            y: piece.rect.y,
        });
        shift(places, piece, at);
        taken.push(Rect {
            x: at.x,
            y: at.y,
            ..piece.rect
        });
    }
    let end = |of: fn(&Rect) -> f64| taken.iter().map(of).fold(0.0, f64::max) + measure::MARGIN;
    places.width = places.width.min(end(|rect| rect.x + rect.w));
    places.height = places.height.min(end(|rect| rect.y + rect.h));
}

/// The rectangle around a straight stretch of a line.
fn spanned(a: Point, b: Point) -> Rect {
    Rect {
        x: a.x.min(b.x),
        y: a.y.min(b.y),
        w: (a.x - b.x).abs(),
        h: (a.y - b.y).abs(),
    }
}

/// The first free place for a piece: the leftmost, and of those the highest. `None` if there is none.
fn free(piece: Rect, taken: &[Rect], (right, bottom): (f64, f64)) -> Option<Point> {
    let tried = |room: f64| {
        (0..)
            .map(|step| measure::MARGIN + STEP * f64::from(step))
            .take_while(move |at| *at <= room)
    };
    for x in tried(right - piece.w) {
        for y in tried(bottom - piece.h) {
            let is_free = taken.iter().all(|other| {
                other.x + other.w + GAP <= x
                    || x + piece.w + GAP <= other.x
                    || other.y + other.h + GAP <= y
                    || y + piece.h + GAP <= other.y
            });
            if is_free {
                return Some(Point { x, y });
            }
        }
    }
    None
}

fn shift(places: &mut Places, piece: &Piece, at: Point) {
    let (dx, dy) = (at.x - piece.rect.x, at.y - piece.rect.y);
    let moved = |rect: &mut Rect| {
        rect.x += dx;
        rect.y += dy;
    };
    for node in &piece.nodes {
        moved(&mut places.nodes[*node]);
        places.rows[*node].iter_mut().for_each(moved);
    }
    for group in &piece.groups {
        moved(&mut places.groups[*group]);
    }
}

/// The pieces that no flow joins, the highest first.
fn pieces(diagram: &Diagram, places: &Places) -> Vec<Piece> {
    let outermost = |mut group: usize| {
        while let Some(parent) = diagram.groups[group].parent {
            group = parent;
        }
        group
    };
    let mut is_joined = vec![false; diagram.nodes.len()];
    for edge in &diagram.edges {
        for end in [edge.from, edge.to] {
            if let Some(joined) = is_joined.get_mut(end.node) {
                *joined = true;
            }
        }
    }
    let alone = (0..diagram.nodes.len())
        .filter(|node| diagram.nodes[*node].group.is_none() && !is_joined[*node])
        .map(|node| Piece {
            nodes: vec![node],
            groups: Vec::new(),
            rect: places.nodes[node],
        });
    let whole = (0..diagram.groups.len()).filter(|group| diagram.groups[*group].parent.is_none());
    let whole = whole.filter_map(|group| {
        let nodes = (0..diagram.nodes.len())
            .filter(|node| diagram.nodes[*node].group.map(outermost) == Some(group));
        let nodes: Vec<usize> = nodes.collect();
        nodes.iter().all(|node| !is_joined[*node]).then(|| Piece {
            nodes,
            groups: (0..diagram.groups.len())
                .filter(|other| outermost(*other) == group)
                .collect(),
            rect: places.groups[group],
        })
    });
    let mut pieces: Vec<Piece> = alone.chain(whole).collect();
    pieces.sort_by(|a, b| b.rect.h.total_cmp(&a.rect.h));
    pieces
}

#[cfg(test)]
mod tests {
    use crate::picture::layout;
    use crate::picture::layout::checks;
    use crate::picture::samples;
    use crate::picture::views::diagram::Node;

    #[test]
    fn a_box_that_no_flow_joins_stands_in_a_free_place_and_does_not_enlarge_the_drawing() {
        let mut diagram = samples::chain(6);
        // The first gives to a tall box, beside which there is room.
        diagram.nodes[5].rows = (0..20)
            .map(|row| crate::picture::views::diagram::Row {
                id: format!("r{row}"),
                title: format!("row {row}"),
                ..Default::default()
            })
            .collect();
        let without = layout::place(&diagram);
        diagram.nodes.push(Node {
            id: "alone".to_owned(),
            title: "Alone".to_owned(),
            ..Node::default()
        });
        let places = layout::place(&diagram);
        assert_eq!(checks::check(&diagram, &places), []);
        assert!(
            places.width <= without.width && places.height <= without.height,
            "{} x {}, without {} x {}",
            places.width,
            places.height,
            without.width,
            without.height
        );
    }
}
