//! The nesting of boxes: systems in organisations, organisations in organisations, and all of them in pieces that no flow joins.

use crate::picture::views::diagram::{Diagram, End};

/// Index of a container: an organisation, or one of the pieces at the top level that no flow joins to another.
pub(super) type Container = usize;
/// Index of anything that occupies space in a column: a system, a container or a lane, in that order.
pub(super) type Slot = usize;

/// The nesting of a diagram, without references to missing things.
#[derive(Debug)]
pub(super) struct Tree {
    /// The number of systems. Their slots come first.
    pub(super) nodes: usize,
    /// The number of organisations. They are the first containers.
    pub(super) groups: usize,
    /// The number of containers.
    pub(super) containers: usize,
    /// For each system and container, its container; `None` only for the pieces at the top level.
    pub(super) parent: Vec<Option<Container>>,
    /// For each container, its systems and containers, in input order.
    pub(super) children: Vec<Vec<Slot>>,
    /// For each flow, its two ends if both exist.
    pub(super) ends: Vec<Option<[End; 2]>>,
}

impl Tree {
    pub(super) fn of(diagram: &Diagram) -> Self {
        let (nodes, groups) = (diagram.nodes.len(), diagram.groups.len());
        let ends: Vec<Option<[End; 2]>> = diagram
            .edges
            .iter()
            .map(|edge| Some([sound(diagram, edge.from)?, sound(diagram, edge.to)?]))
            .collect();
        let mut parent: Vec<Option<Container>> = diagram
            .nodes
            .iter()
            .map(|node| node.group.filter(|&g| g < groups))
            .collect();
        parent.extend(
            diagram
                .groups
                .iter()
                .enumerate()
                .map(|(index, group)| group.parent.filter(|&p| p < index)),
        );
        let mut tree = Self {
            nodes,
            groups,
            containers: groups,
            parent,
            children: Vec::new(),
            ends,
        };
        tree.gather_pieces();
        tree.children = vec![Vec::new(); tree.containers];
        for slot in 0..nodes + groups {
            if let Some(container) = tree.parent[slot] {
                tree.children[container].push(slot);
            }
        }
        tree
    }

    /// The slot of a container.
    pub(super) fn slot(&self, container: Container) -> Slot {
        self.nodes + container
    }

    /// The container of a slot, if the slot is one.
    pub(super) fn as_container(&self, slot: Slot) -> Option<Container> {
        slot.checked_sub(self.nodes)
            .filter(|&c| c < self.containers)
    }

    /// The first slot that is a lane.
    pub(super) fn first_lane(&self) -> Slot {
        self.nodes + self.containers
    }

    /// The boxes around a system from the inside out: the system, its organisation and so on, without the piece.
    pub(super) fn chain(&self, node: usize) -> Vec<Slot> {
        let mut chain = vec![node];
        let mut slot = node;
        while let Some(container) = self.parent[slot].filter(|&c| c < self.groups) {
            slot = self.slot(container);
            chain.push(slot);
        }
        chain
    }

    /// Containers with the inner ones before the outer.
    pub(super) fn inside_out(&self) -> impl Iterator<Item = Container> {
        (0..self.groups).rev().chain(self.groups..self.containers)
    }

    /// Makes a container of each piece at the top level and puts its boxes into it.
    fn gather_pieces(&mut self) {
        let slots = self.nodes + self.groups;
        let mut leader: Vec<Slot> = (0..slots).collect();
        for [from, to] in self.ends.iter().flatten() {
            let [a, b] = [from.node, to.node].map(|node| find(&mut leader, self.top(node)));
            let (low, high) = (a.min(b), a.max(b));
            leader[high] = low;
        }
        let mut piece = vec![None; slots];
        for slot in 0..slots {
            if self.parent[slot].is_some() {
                continue;
            }
            let lead = find(&mut leader, slot);
            let container = *piece[lead].get_or_insert_with(|| {
                self.containers += 1;
                self.containers - 1
            });
            self.parent[slot] = Some(container);
        }
        self.parent.resize(self.nodes + self.containers, None);
    }

    /// The outermost box around a system, before the pieces are known.
    fn top(&self, node: usize) -> Slot {
        let mut slot = node;
        while let Some(container) = self.parent[slot] {
            slot = self.slot(container);
        }
        slot
    }
}

fn find(leader: &mut [Slot], mut slot: Slot) -> Slot {
    while leader[slot] != slot {
        leader[slot] = leader[leader[slot]];
        slot = leader[slot];
    }
    slot
}

/// The end if its system exists. An end at a missing row becomes one at the whole box.
fn sound(diagram: &Diagram, end: End) -> Option<End> {
    let node = diagram.nodes.get(end.node)?;
    Some(End {
        node: end.node,
        row: end.row.filter(|&row| row < node.rows.len()),
    })
}
