//! Fits the columns of a drawing to the shape of the page: a long row of columns is shortened if boxes can move at little cost, so that the
//! whole can be shown larger. A drawing without cycles is not changed: all its flows run from left to right.
//!
//! Boxes are moved one at a time, and neighbouring columns joined, as long as that reduces the sum of the lengths of the lines and the size
//! of the page (compare Rueegg, Ehlers, Spoenemann and von Hanxleden, 2016).

/// Width to height of the target page: a projected screen without its title, or a sheet.
const RATIO: f64 = 1.6;
/// The weight of the page size against the lengths of the lines.
const PAGE: f64 = 1.0;
/// Cost of a backward flow, in columns.
const TURN: f64 = 10.0;
/// Width of a channel with a few lines in it.
const CHANNEL: f64 = 70.0;
/// Height of a line that passes a column.
const LANE: f64 = 14.0;
/// The height of a drawing divided by that of its highest stack. It is above 1 because lines are kept straight.
const UNEVEN: f64 = 1.2;
/// The least ratio of width to height for fitting. Boxes of other drawings keep their columns between edits.
const WIDE: f64 = 3.0;
/// The least number of boxes for fitting. Boxes of smaller drawings keep their columns between edits.
const LEAST_BOXES: usize = 20;
/// The largest number of boxes for fitting. Nobody reads more on one page.
const MOST_BOXES: usize = 120;
/// The largest number of pairs of joined boxes for fitting.
const MOST_ARCS: usize = 200;

/// Improves the columns of the boxes. `arcs` join boxes with a weight, `sizes` are the widths and heights of the boxes, and `column` is a
/// first answer. The leftmost column stays 0 and none is empty.
pub(super) fn fit(arcs: &[(usize, usize, i64)], sizes: &[(f64, f64)], column: &mut Vec<usize>) {
    let is_readable = sizes.len() <= MOST_BOXES && arcs.len() <= MOST_ARCS;
    let has_rings = arcs.iter().any(|arc| column[arc.0] >= column[arc.1]);
    if sizes.len() < LEAST_BOXES || !is_readable || !has_rings {
        return;
    }
    let area: f64 = sizes.iter().map(|size| (size.0 + CHANNEL) * size.1).sum();
    let weight: i64 = arcs.iter().map(|arc| arc.2).sum();
    let search = Search {
        arcs,
        sizes,
        page: PAGE * weight as f64 / (area / RATIO).sqrt().max(1.0),
    };
    let (_, width, height) = search.extent(column);
    if width < WIDE * height {
        return;
    }
    let mut best = search.cost(column);
    for _ in 0..12 {
        let before = best;
        for v in 0..column.len() {
            search.move_to_best(column, v, &mut best);
        }
        search.join_columns(column, &mut best);
        if best >= before - 1e-9 {
            break;
        }
    }
    close_up(column);
}

struct Search<'a> {
    arcs: &'a [(usize, usize, i64)],
    sizes: &'a [(f64, f64)],
    page: f64,
}

impl Search<'_> {
    /// The sum of the lengths of the lines, and the approximate width and height of the drawing.
    fn extent(&self, column: &[usize]) -> (f64, f64, f64) {
        let count = column.iter().max().map_or(0, |&last| last + 1);
        let (mut widths, mut heights) = (vec![0.0_f64; count], vec![0.0_f64; count]);
        for (&c, size) in column.iter().zip(self.sizes) {
            widths[c] = widths[c].max(size.0 + CHANNEL);
            heights[c] += size.1;
        }
        let mut lines = 0.0;
        for &(from, to, weight) in self.arcs {
            let (a, b, weight) = (column[from], column[to], weight as f64);
            if a < b {
                lines += weight * (b - a) as f64;
                for height in &mut heights[a + 1..b] {
                    *height += LANE * weight;
                }
            } else {
                lines += weight * (TURN + (a - b) as f64);
                for height in &mut heights[b..=a] {
                    *height += LANE * weight;
                }
            }
        }
        let width: f64 = widths.iter().sum();
        let height = UNEVEN * heights.iter().copied().fold(0.0, f64::max);
        (lines, width, height)
    }

    fn cost(&self, column: &[usize]) -> f64 {
        let (lines, width, height) = self.extent(column);
        let width = width / RATIO;
        lines + self.page * (0.8 * height.max(width) + 0.2 * height.min(width))
    }

    fn move_to_best(&self, column: &mut [usize], v: usize, best: &mut f64) {
        let last = column.iter().copied().max().unwrap_or(0);
        let mut to = column[v];
        for c in 0..=last {
            column[v] = c;
            let cost = self.cost(column);
            if cost < *best - 1e-9 {
                (*best, to) = (cost, c);
            }
        }
        column[v] = to;
    }

    /// Joins neighbouring columns if that reduces the cost.
    fn join_columns(&self, column: &mut Vec<usize>, best: &mut f64) {
        let mut at = 0;
        while at < column.iter().copied().max().unwrap_or(0) {
            let mut joined = column.clone();
            for c in joined.iter_mut().filter(|c| **c > at) {
                *c -= 1;
            }
            let mut cost = self.cost(&joined);
            for _ in 0..2 {
                for v in 0..joined.len() {
                    self.move_to_best(&mut joined, v, &mut cost);
                }
            }
            if cost < *best - 1e-9 {
                (*best, *column) = (cost, joined);
            } else {
                at += 1;
            }
        }
    }
}

/// Removes empty columns.
fn close_up(column: &mut [usize]) {
    let last = column.iter().copied().max().unwrap_or(0);
    let mut used = vec![false; last + 1];
    for &c in column.iter() {
        used[c] = true;
    }
    for c in column.iter_mut() {
        *c = used[..*c].iter().filter(|&&is_used| is_used).count();
    }
}
