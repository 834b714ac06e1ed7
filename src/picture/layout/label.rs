//! Places every label where it covers no box and no other label.
//!
//! Most labels have space reserved for them in a lane or a strip. For the others a free place is searched along their own line, then around
//! it, and finally under the drawing.

use super::area;
use super::measure;
use super::measure::Wrapped;
use crate::picture::scene;
use crate::picture::scene::{Label, Places, Point, Rect};

/// Side of a cell of the grid that finds nearby rectangles, in pixels.
const CELL: f64 = 80.0;
/// The thickness of the frame of an organisation, in pixels.
const FRAME: f64 = 2.0;

/// Puts the labels into the places. `reserved` holds the reserved position of each label.
pub(super) fn stand(places: &mut Places, texts: &[Option<Wrapped>], reserved: Vec<Option<Label>>) {
    let mut ground = Ground::of(places);
    for node in &places.nodes {
        ground.take(*node);
    }
    for group in &places.groups {
        ground.take(Rect {
            h: measure::BAND_HEIGHT.min(group.h),
            ..*group
        });
        for side in frame(*group) {
            ground.take(side);
        }
    }
    let mut labels: Vec<Option<Label>> = vec![None; texts.len()];
    for (place, label) in labels.iter_mut().zip(reserved) {
        if let Some(label) = label.filter(|label| ground.is_free(label.rect)) {
            ground.take(label.rect);
            *place = Some(label);
        }
    }
    for (edge, text) in texts.iter().enumerate() {
        let (Some(text), None) = (text, &labels[edge]) else {
            continue;
        };
        // A label stands where its line is alone.
        let (line, [at_source, at_target]) = (&places.lines[edge], places.joins(edge).shared);
        let line = scene::between(line, at_source, scene::length(line) - at_target);
        let rect = search(&ground, &line, text).unwrap_or_else(|| {
            let rect = Rect {
                x: measure::MARGIN,
                y: places.height,
                w: text.width,
                h: text.height,
            };
            places.width = places.width.max(rect.w + 2.0 * measure::MARGIN);
            places.height += text.height + measure::MARGIN;
            rect
        });
        ground.take(rect);
        labels[edge] = Some(Label {
            rect,
            lines: text.lines.clone(),
        });
    }
    places.labels = labels;
}

/// The sides of an organisation's box, as thin as they are drawn.
fn frame(group: Rect) -> [Rect; 4] {
    let half = FRAME / 2.0;
    let upright = Rect {
        x: group.x - half,
        w: FRAME,
        ..group
    };
    let lying = Rect {
        y: group.y - half,
        h: FRAME,
        ..group
    };
    [
        upright,
        Rect {
            x: upright.x + group.w,
            ..upright
        },
        lying,
        Rect {
            y: lying.y + group.h,
            ..lying
        },
    ]
}

/// The first free place on the line, from its middle outwards, then near it.
fn search(ground: &Ground, line: &[Point], text: &Wrapped) -> Option<Rect> {
    let around = |x: f64, y: f64| Rect {
        x: (x - text.width / 2.0).round(),
        y: y - text.height / 2.0,
        w: text.width,
        h: text.height,
    };
    let mut on_line: Vec<(f64, f64, Rect)> = Vec::new();
    for pair in line.windows(2) {
        let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        let length = dx.abs() + dy.abs();
        let steps = (length / 12.0).floor().clamp(1.0, 200.0);
        for step in 0..=steps as usize {
            let share = step as f64 / steps;
            let upright = if dx.abs() < dy.abs() { 1.0 } else { 0.0 };
            on_line.push((
                upright,
                (share - 0.5).abs(),
                around(pair[0].x + dx * share, pair[0].y + dy * share),
            ));
        }
    }
    on_line.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    if let Some(found) = on_line.iter().find(|place| ground.is_free(place.2)) {
        return Some(found.2);
    }
    let middle = line.get(line.len() / 2)?;
    for ring in 1..60 {
        for (dx, dy) in [
            (0.0, -1.0),
            (0.0, 1.0),
            (1.0, 0.0),
            (-1.0, 0.0),
            (1.0, 1.0),
            (-1.0, -1.0),
            (1.0, -1.0),
            (-1.0, 1.0),
        ] {
            let reach = f64::from(ring) * 9.0;
            let rect = around(middle.x + dx * reach, middle.y + dy * reach);
            if ground.is_free(rect) {
                return Some(rect);
            }
        }
    }
    None
}

/// The occupied rectangles of the page, in a grid.
struct Ground {
    width: f64,
    height: f64,
    cell: f64,
    across: usize,
    cells: Vec<Vec<Rect>>,
}

impl Ground {
    fn of(places: &Places) -> Self {
        let cell = CELL.max(places.width.max(places.height) / 400.0);
        let across = (places.width / cell) as usize + 1;
        let down = (places.height / cell) as usize + 1;
        Self {
            width: places.width,
            height: places.height,
            cell,
            across,
            cells: vec![Vec::new(); across * down],
        }
    }

    /// The cells that a rectangle touches; for a rectangle outside the page, the nearest cells.
    fn touched(&self, rect: Rect) -> impl Iterator<Item = usize> {
        let down = self.cells.len() / self.across;
        let index =
            |value: f64, count: usize| ((value / self.cell).max(0.0) as usize).min(count - 1);
        let (left, right) = (
            index(rect.x, self.across),
            index(rect.x + rect.w, self.across),
        );
        let (top, bottom) = (index(rect.y, down), index(rect.y + rect.h, down));
        let across = self.across;
        (top..=bottom).flat_map(move |y| (left..=right).map(move |x| y * across + x))
    }

    fn take(&mut self, rect: Rect) {
        let touched: Vec<usize> = self.touched(rect).collect();
        for cell in touched {
            self.cells[cell].push(rect);
        }
    }

    fn is_free(&self, rect: Rect) -> bool {
        let inside = rect.x >= 0.0
            && rect.y >= 0.0
            && rect.x + rect.w <= self.width
            && rect.y + rect.h <= self.height;
        inside
            && self.touched(rect).all(|cell| {
                self.cells[cell]
                    .iter()
                    .all(|other| !area::overlap(*other, rect, 0.0))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::layout::place;
    use crate::picture::samples;

    #[test]
    fn no_label_stands_on_the_frame_of_an_organisation() {
        let mut diagram = samples::hostile();
        for (place, edge) in diagram.edges.iter_mut().enumerate() {
            edge.label = ["at each event", "form, every month", "daily"][place % 3].to_owned();
        }
        let places = place(&diagram);
        let labels: Vec<&Label> = places.labels.iter().flatten().collect();
        assert!(labels.len() > 20);
        for label in labels {
            for group in &places.groups {
                let on = frame(*group)
                    .into_iter()
                    .any(|side| area::overlap(side, label.rect, 0.0));
                assert!(!on, "{label:?} on {group:?}");
            }
        }
    }
}
