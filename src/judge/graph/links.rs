//! The links of a graph in two flat tables, by the field they leave and by the field they reach, and the walks of petgraph over them.

use petgraph::Direction;
use petgraph::visit::GraphBase;
use petgraph::visit::IntoNeighbors;
use petgraph::visit::IntoNeighborsDirected;
use petgraph::visit::IntoNodeIdentifiers;
use petgraph::visit::VisitMap;
use petgraph::visit::Visitable;

use super::Link;
use crate::read::model::FieldId;
use crate::read::model::Id;

/// All links, each twice: 16 bytes a time, and no other memory but where each field's links begin.
#[derive(Debug)]
pub(super) struct Links {
    out: Side,
    into: Side,
}

/// The links of each field on one side of it, in the order in which they were given.
#[derive(Debug)]
struct Side {
    starts: Box<[u32]>,
    links: Box<[Link]>,
}

impl Side {
    fn of(fields: usize, links: &[Link], end: impl Fn(&Link) -> FieldId) -> Self {
        let mut starts = vec![0_u32; fields + 1];
        for link in links {
            starts[end(link).index() + 1] += 1;
        }
        for field in 0..fields {
            starts[field + 1] += starts[field];
        }
        let mut sorted = links.to_vec();
        let mut next = starts.clone();
        for link in links {
            let at = &mut next[end(link).index()];
            sorted[*at as usize] = *link;
            *at += 1;
        }
        Self {
            starts: starts.into(),
            links: sorted.into(),
        }
    }

    fn of_field(&self, field: FieldId) -> &[Link] {
        let (start, end) = (self.starts[field.index()], self.starts[field.index() + 1]);
        &self.links[start as usize..end as usize]
    }
}

impl Links {
    /// The tables of these links between `fields` fields.
    pub(super) fn of(fields: usize, links: &[Link]) -> Self {
        Self {
            out: Side::of(fields, links, |link| link.from),
            into: Side::of(fields, links, |link| link.to),
        }
    }

    /// The links of a field on one side of it.
    pub(super) fn towards(&self, field: FieldId, direction: Direction) -> &[Link] {
        match direction {
            Direction::Outgoing => self.out.of_field(field),
            Direction::Incoming => self.into.of_field(field),
        }
    }
}

/// The links that `admit` lets through, as petgraph walks them: the last given first.
pub(super) struct Admitted<'g, F> {
    pub(super) links: &'g Links,
    pub(super) admit: F,
}

impl<F: Fn(&Link) -> bool> GraphBase for Admitted<'_, F> {
    type NodeId = FieldId;
    type EdgeId = u32;
}

impl<F: Fn(&Link) -> bool> Visitable for Admitted<'_, F> {
    type Map = Seen;

    fn visit_map(&self) -> Seen {
        Seen(vec![false; self.links.out.starts.len() - 1])
    }

    fn reset_map(&self, map: &mut Seen) {
        map.0.fill(false);
    }
}

impl<F: Fn(&Link) -> bool> IntoNodeIdentifiers for &Admitted<'_, F> {
    type NodeIdentifiers = std::iter::Map<std::ops::Range<usize>, fn(usize) -> FieldId>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.links.out.starts.len() - 1).map(FieldId::new)
    }
}

impl<'a, F: Fn(&Link) -> bool> IntoNeighbors for &'a Admitted<'_, F> {
    type Neighbors = Neighbours<'a, F>;

    fn neighbors(self, field: FieldId) -> Self::Neighbors {
        self.neighbors_directed(field, Direction::Outgoing)
    }
}

impl<'a, F: Fn(&Link) -> bool> IntoNeighborsDirected for &'a Admitted<'_, F> {
    type NeighborsDirected = Neighbours<'a, F>;

    fn neighbors_directed(self, field: FieldId, direction: Direction) -> Self::NeighborsDirected {
        Neighbours {
            links: self.links.towards(field, direction).iter().rev(),
            admit: &self.admit,
            direction,
        }
    }
}

/// The fields at the other ends of a field's links.
pub(super) struct Neighbours<'a, F> {
    links: std::iter::Rev<std::slice::Iter<'a, Link>>,
    admit: &'a F,
    direction: Direction,
}

impl<F: Fn(&Link) -> bool> Iterator for Neighbours<'_, F> {
    type Item = FieldId;

    fn next(&mut self) -> Option<FieldId> {
        let link = self.links.find(|link| (self.admit)(link))?;
        Some(match self.direction {
            Direction::Outgoing => link.to,
            Direction::Incoming => link.from,
        })
    }
}

/// Which fields a walk has seen.
pub(super) struct Seen(Vec<bool>);

impl VisitMap<FieldId> for Seen {
    fn visit(&mut self, field: FieldId) -> bool {
        !std::mem::replace(&mut self.0[field.index()], true)
    }

    fn is_visited(&self, field: &FieldId) -> bool {
        self.0[field.index()]
    }

    fn unvisit(&mut self, field: FieldId) -> bool {
        std::mem::replace(&mut self.0[field.index()], false)
    }
}
