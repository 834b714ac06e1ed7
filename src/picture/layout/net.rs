//! Columns, lanes and links: the form of the diagram in the later stages.
//!
//! Every container is a row of columns with a channel before, between and after them. A flow leaves its system to the right, passes the
//! columns between in lanes of its own, and enters its target from the left. A backward flow turns round and passes back in lanes. Between
//! two columns a flow is one link in their channel.

use super::after::Earlier;
use super::bundle::Bundles;
use super::columns;
use super::measure;
use super::measure::Extent;
use super::tree::{Container, Slot, Tree};
use crate::picture::views::diagram::{Diagram, End};

/// The left side of a channel, on which a box has its right border.
pub(super) const LEFT: usize = 0;
/// The right side of a channel.
pub(super) const RIGHT: usize = 1;

/// One end of a link.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    /// The system or lane at this end.
    pub(super) slot: Slot,
    /// The side of the channel on which that slot is: [`LEFT`] or [`RIGHT`].
    pub(super) side: usize,
    /// Its height below the middle of the slot.
    pub(super) offset: f64,
    /// The bundle of the port at a system; `None` at a lane.
    pub(super) bundle: Option<usize>,
}

/// The part of a flow in one channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The flow; the first of several that share the link (see `trunk`).
    pub(super) edge: usize,
    pub(super) container: Container,
    /// The channel: the one left of the column of this number.
    pub(super) channel: usize,
    /// The source end and the target end.
    pub(super) ends: [Terminal; 2],
}

impl Link {
    /// True if both ends are on one side of the channel.
    pub(super) fn turns(&self) -> bool {
        self.ends[0].side == self.ends[1].side
    }
}

/// The diagram as columns, lanes and links.
#[derive(Debug)]
pub(super) struct Net {
    pub(super) tree: Tree,
    pub(super) bundles: Bundles,
    pub(super) extents: Vec<Extent>,
    /// For each slot, its container; pieces have none.
    pub(super) parent: Vec<Option<Container>>,
    /// For each slot, its column in that container.
    pub(super) column: Vec<usize>,
    /// For each container, the slots of each column from top to bottom.
    pub(super) columns: Vec<Vec<Vec<Slot>>>,
    /// The flow of each lane; the first of several that share it (see `trunk`).
    pub(super) lane_edge: Vec<usize>,
    pub(super) links: Vec<Link>,
    /// For each flow, its links from source to target.
    pub(super) path: Vec<Vec<usize>>,
    /// For each flow, the lane that carries its label.
    pub(super) label_lane: Vec<Option<Slot>>,
    /// For each slot, the link ends on its right (0) and left (1), as `(link, end)`. Containers also list the ends inside them.
    pub(super) touching: Vec<[Vec<(usize, usize)>; 2]>,
}

impl Net {
    /// The net of a diagram, with the columns of an earlier drawing as far as they serve.
    pub(super) fn of(diagram: &Diagram, earlier: Option<&Earlier<'_>>) -> Self {
        let tree = Tree::of(diagram);
        let bundles = Bundles::of(diagram, &tree);
        let extents: Vec<Extent> = diagram
            .nodes
            .iter()
            .zip(bundles.busiest_sides())
            .map(|(node, ports)| measure::node(node, ports))
            .collect();
        let (column, counts) = columns::assign(&tree, &extents, earlier);
        let mut columns: Vec<Vec<Vec<Slot>>> = counts
            .iter()
            .map(|&count| vec![Vec::new(); count])
            .collect();
        for (container, children) in tree.children.iter().enumerate() {
            for &child in children {
                columns[container][column[child]].push(child);
            }
        }
        let mut net = Self {
            parent: tree.parent.clone(),
            column,
            columns,
            lane_edge: Vec::new(),
            links: Vec::new(),
            path: vec![Vec::new(); diagram.edges.len()],
            label_lane: vec![None; diagram.edges.len()],
            touching: Vec::new(),
            bundles,
            extents,
            tree,
        };
        for edge in 0..diagram.edges.len() {
            net.lay(diagram, edge);
        }
        net.list_touching();
        net
    }

    /// Lays the lanes and links of a flow from its source to its target.
    fn lay(&mut self, diagram: &Diagram, edge: usize) {
        let Some([from, to]) = self.tree.ends[edge] else {
            return;
        };
        let (mut out, mut into) = (self.tree.chain(from.node), self.tree.chain(to.node));
        while out.len() > 1 && into.len() > 1 && out.last() == into.last() {
            out.pop();
            into.pop();
        }
        let (a, b) = (out[out.len() - 1], into[into.len() - 1]);
        let mut way = Way {
            edge,
            lanes: Vec::new(),
            at: self.port(edge, from, LEFT),
            container: 0,
            channel: 0,
        };
        for &slot in &out {
            let container = self.parent[slot].expect("only pieces stand in none");
            way.container = container;
            way.channel = self.column[slot] + 1;
            if slot != a {
                for column in self.column[slot] + 1..self.columns[container].len() {
                    self.pass(&mut way, column, RIGHT);
                }
            }
        }
        let (i, j) = (self.column[a], self.column[b]);
        if i < j {
            for column in i + 1..j {
                self.pass(&mut way, column, RIGHT);
            }
        } else {
            for column in (j..=i).rev() {
                self.pass(&mut way, column, LEFT);
            }
        }
        for &slot in into.iter().rev().skip(1) {
            let container = self.parent[slot].expect("only pieces stand in none");
            for column in 0..self.column[slot] {
                let lane = self.new_lane(edge, container, column);
                self.join(
                    &way,
                    Terminal {
                        slot: lane,
                        side: RIGHT,
                        offset: 0.0,
                        bundle: None,
                    },
                );
                way.lanes.push(lane);
                way.at = Terminal {
                    slot: lane,
                    side: LEFT,
                    offset: 0.0,
                    bundle: None,
                };
                way.container = container;
                way.channel = column + 1;
            }
        }
        let end = self.port(edge, to, RIGHT);
        self.join(&way, end);
        if !diagram.edges[edge].label.trim().is_empty() {
            self.label_lane[edge] = way.lanes.get(way.lanes.len() / 2).copied();
        }
    }

    /// Takes the flow through a lane in a column of its present container, entering on the given side.
    fn pass(&mut self, way: &mut Way, column: usize, side: usize) {
        let lane = self.new_lane(way.edge, way.container, column);
        if side == LEFT {
            way.channel = column + 1;
        }
        self.join(
            way,
            Terminal {
                slot: lane,
                side,
                offset: 0.0,
                bundle: None,
            },
        );
        way.at = Terminal {
            slot: lane,
            side: 1 - side,
            offset: 0.0,
            bundle: None,
        };
        way.channel = if side == LEFT { column } else { column + 1 };
        way.lanes.push(lane);
    }

    fn new_lane(&mut self, edge: usize, container: Container, column: usize) -> Slot {
        let slot = self.parent.len();
        self.parent.push(Some(container));
        self.column.push(column);
        self.columns[container][column].push(slot);
        self.lane_edge.push(edge);
        slot
    }

    fn join(&mut self, way: &Way, end: Terminal) {
        self.path[way.edge].push(self.links.len());
        self.links.push(Link {
            edge: way.edge,
            container: way.container,
            channel: way.channel,
            ends: [way.at, end],
        });
    }

    /// The port at which a flow touches a system, at the middle of its row or of the box. The final offset is set later.
    fn port(&self, edge: usize, end: End, side: usize) -> Terminal {
        let offset = end.row.map_or(0.0, |row| self.middle_of_row(end.node, row));
        Terminal {
            slot: end.node,
            side,
            offset,
            bundle: Some(self.bundles.of[edge][side]),
        }
    }

    /// The height of the middle of a row below that of its box.
    pub(super) fn middle_of_row(&self, node: usize, row: usize) -> f64 {
        let extent = &self.extents[node];
        extent.header + measure::ROW_HEIGHT * (row as f64 + 0.5) - extent.height / 2.0
    }

    pub(super) fn list_touching(&mut self) {
        self.touching = vec![[Vec::new(), Vec::new()]; self.parent.len()];
        for (index, link) in self.links.iter().enumerate() {
            for (end, terminal) in link.ends.iter().enumerate() {
                let mut slot = terminal.slot;
                loop {
                    self.touching[slot][terminal.side].push((index, end));
                    let container = self.parent[slot].expect("a link ends inside its container");
                    if container == link.container {
                        break;
                    }
                    slot = self.tree.slot(container);
                }
            }
        }
    }

    /// The slots of the link's own container that hold its two ends.
    pub(super) fn stands_at(&self, link: &Link) -> [Slot; 2] {
        link.ends.map(|terminal| {
            let mut slot = terminal.slot;
            while let Some(container) = self.parent[slot].filter(|&c| c != link.container) {
                slot = self.tree.slot(container);
            }
            slot
        })
    }

    /// True if a slot is a lane.
    pub(super) fn is_lane(&self, slot: Slot) -> bool {
        slot >= self.tree.first_lane()
    }
}

/// A flow that is partly laid: its present end and channel.
struct Way {
    edge: usize,
    lanes: Vec<Slot>,
    at: Terminal,
    container: Container,
    channel: usize,
}
