//! Reduces the columns of a container with many cycles: fewer columns, shorter lines, stacks of even height.
//!
//! If many flows form cycles, ranks spread boxes over as many columns as there are boxes. Boxes are moved one at a time to the column with
//! the least cost until no move reduces the cost.

/// Cost of a backward flow, in columns.
const TURN: f64 = 5.0;
/// Cost of an uneven stack.
const STACK: f64 = 3.0;
/// The most columns, as a multiple of the square root of the number of boxes.
const MOST: f64 = 2.4;

/// Improves the columns of the boxes. `arcs` join boxes with a weight, `heights` are those of the boxes, and `column` is a first answer.
/// The leftmost column stays 0 and none is empty.
pub(super) fn condense(arcs: &[(usize, usize, i64)], heights: &[f64], column: &mut [usize]) {
    let turning = |column: &[usize]| {
        arcs.iter()
            .filter(|arc| column[arc.0] >= column[arc.1])
            .map(|arc| arc.2)
            .sum::<i64>()
    };
    let weight: i64 = arcs.iter().map(|arc| arc.2).sum();
    let last = column.iter().copied().max().unwrap_or(0);
    if turning(column) * 12 < weight || last == 0 {
        return;
    }
    let most = (MOST * (column.len() as f64).sqrt()).round().max(2.0) as usize;
    let count = (last + 1).min(most);
    for c in column.iter_mut() {
        *c = *c * count / (last + 1);
    }
    let mut search = Search::of(arcs, heights, column, count, weight);
    for _ in 0..20 {
        let mut moved = false;
        for v in 0..heights.len() {
            moved |= search.move_to_best(v);
        }
        if !moved {
            break;
        }
    }
    let mut used = vec![false; count];
    for &c in &search.column {
        used[c] = true;
    }
    for (place, &c) in column.iter_mut().zip(&search.column) {
        *place = used[..c].iter().filter(|&&u| u).count();
    }
}

struct Search<'a> {
    heights: &'a [f64],
    /// For each box, the boxes to which flows join it, each with the weight and whether the flow leaves it.
    touching: Vec<Vec<(usize, f64, bool)>>,
    column: Vec<usize>,
    load: Vec<f64>,
    mean: f64,
    stack: f64,
}

impl<'a> Search<'a> {
    fn of(
        arcs: &[(usize, usize, i64)],
        heights: &'a [f64],
        column: &[usize],
        count: usize,
        weight: i64,
    ) -> Self {
        let mut touching = vec![Vec::new(); heights.len()];
        for &(from, to, weight) in arcs {
            touching[from].push((to, weight as f64, true));
            touching[to].push((from, weight as f64, false));
        }
        let mut load = vec![0.0; count];
        for (v, &c) in column.iter().enumerate() {
            load[c] += heights[v];
        }
        let mean = (load.iter().sum::<f64>() / count as f64).max(1.0);
        Self {
            heights,
            touching,
            column: column.to_vec(),
            load,
            mean,
            stack: STACK * weight as f64 / heights.len() as f64,
        }
    }

    fn cost(&self, v: usize, column: usize) -> f64 {
        let lines: f64 = self.touching[v]
            .iter()
            .map(|&(other, weight, leaves)| {
                weight
                    * if leaves {
                        length(column, self.column[other])
                    } else {
                        length(self.column[other], column)
                    }
            })
            .sum();
        let load = self.load[column]
            + if column == self.column[v] {
                0.0
            } else {
                self.heights[v]
            };
        let load = load / self.mean;
        lines + self.stack * load * load
    }

    fn move_to_best(&mut self, v: usize) -> bool {
        let now = self.column[v];
        let mut best = (self.cost(v, now) - 1e-9, now);
        for column in 0..self.load.len() {
            let cost = self.cost(v, column);
            if cost < best.0 {
                best = (cost, column);
            }
        }
        self.load[now] -= self.heights[v];
        self.load[best.1] += self.heights[v];
        self.column[v] = best.1;
        best.1 != now
    }
}

fn length(from: usize, to: usize) -> f64 {
    if from < to {
        (to - from) as f64
    } else {
        TURN + (from - to) as f64
    }
}
