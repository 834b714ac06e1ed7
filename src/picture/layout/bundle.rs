//! Decides which lines share a port: those that begin, or end, at one row or one whole box and look the same.

use std::collections::BTreeMap;

use super::tree::Tree;
use crate::compare::Turn;
use crate::picture::style;
use crate::picture::views::diagram::{Diagram, LineStyle, Sureness};

/// The look of a line. Lines of different looks never run on top of each other, so that each can be told by its look wherever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    style: LineStyle,
    sureness: Sureness,
    is_highlighted: bool,
    turn: Option<Turn>,
    /// True for a thick line. It is false for solid lines with a filled head: thin and thick ones can run together, but dashes of two lengths
    /// cannot, nor other heads of two sizes.
    is_several: bool,
}

impl Look {
    /// The look of the line of a flow.
    pub(super) fn of(diagram: &Diagram, edge: usize) -> Self {
        let line = &diagram.edges[edge];
        let look = style::line(line.line, line.sureness);
        let turn = diagram.turns.edges.get(&edge).copied();
        Self {
            style: line.line,
            sureness: line.sureness,
            is_highlighted: line.highlighted,
            turn,
            is_several: line.count > 1 && !look.is_plain(turn),
        }
    }
}

/// The bundles of a diagram. Lines of one bundle have one port, and may share the part of their way next to it.
#[derive(Debug, Default)]
pub(super) struct Bundles {
    /// For each flow, the bundle of its source end and that of its target end. Flows that name no system have no meaningful entry.
    pub(super) of: Vec<[usize; 2]>,
    /// For each bundle, the row at which it ends; `None` for the whole box.
    pub(super) rows: Vec<Option<usize>>,
    /// For each bundle, the number of its lines.
    pub(super) sizes: Vec<usize>,
    /// For each system, the number of ports without a row on its right side and on its left side.
    pub(super) at_box: Vec<[usize; 2]>,
}

/// The key of a bundle: the system, the end of the flow, the row, the look, and the flow itself if it has a port of its own.
type Key = (usize, usize, Option<usize>, Look, Option<usize>);

impl Bundles {
    pub(super) fn of(diagram: &Diagram, tree: &Tree) -> Self {
        let mut bundles = Self {
            of: vec![[usize::MAX; 2]; diagram.edges.len()],
            at_box: vec![[0; 2]; diagram.nodes.len()],
            ..Self::default()
        };
        let mut known: BTreeMap<Key, usize> = BTreeMap::new();
        for (edge, ends) in tree.ends.iter().enumerate() {
            let Some(ends) = ends else { continue };
            let look = Look::of(diagram, edge);
            for (end, at) in ends.iter().enumerate() {
                // A label needs a part of the line that no other shares. It is beside the source if the line is short.
                let is_labelled = !diagram.edges[edge].label.trim().is_empty();
                let alone = is_labelled && end == 0 && at.row.is_none();
                let key = (at.node, end, at.row, look, alone.then_some(edge));
                let bundle = *known.entry(key).or_insert_with(|| {
                    bundles.rows.push(at.row);
                    bundles.sizes.push(0);
                    if at.row.is_none() {
                        bundles.at_box[at.node][end] += 1;
                    }
                    bundles.rows.len() - 1
                });
                bundles.sizes[bundle] += 1;
                bundles.of[edge][end] = bundle;
            }
        }
        bundles
    }

    /// For each system, the number of ports without a row on its busier side.
    pub(super) fn busiest_sides(&self) -> impl Iterator<Item = usize> {
        self.at_box.iter().map(|sides| sides[0].max(sides[1]))
    }
}
