//! The links of a graph in two flat tables, and the traits that petgraph needs to walk them.

use petgraph::Direction;
use petgraph::visit::{
    GraphBase, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, VisitMap, Visitable,
};

use super::Link;
use crate::read::model::{FieldId, Id};

/// All links, sorted by source field and again by target field. A link takes 16 bytes in each table.
#[derive(Debug)]
pub(super) struct Links {
    out: ByField<Link>,
    into: ByField<Link>,
}

/// Items sorted by field; those of one field keep the order in which they were given.
#[derive(Debug)]
pub(super) struct ByField<T> {
    starts: Box<[u32]>,
    things: Box<[T]>,
}

impl<T: Copy> ByField<T> {
    /// A table for `fields` fields: a counting sort, so `each` is called more than once and must give the same items each time.
    pub(super) fn of<I: Iterator<Item = (FieldId, T)>>(
        fields: usize,
        each: impl Fn() -> I,
    ) -> Self {
        let mut starts = vec![0_u32; fields + 1];
        for (field, _) in each() {
            starts[field.index() + 1] += 1;
        }
        for field in 0..fields {
            starts[field + 1] += starts[field];
        }
        let anything = each().next().map(|(_, thing)| thing);
        let mut things = anything.map_or(Vec::new(), |thing| vec![thing; starts[fields] as usize]);
        let mut next = starts.clone();
        for (field, thing) in each() {
            let at = &mut next[field.index()];
            things[*at as usize] = thing;
            *at += 1;
        }
        Self {
            starts: starts.into(),
            things: things.into(),
        }
    }

    /// The items of a field.
    pub(super) fn of_field(&self, field: FieldId) -> &[T] {
        let (start, end) = (self.starts[field.index()], self.starts[field.index() + 1]);
        &self.things[start as usize..end as usize]
    }
}

impl Links {
    /// The tables of these links between `fields` fields.
    pub(super) fn of(fields: usize, links: &[Link]) -> Self {
        Self {
            out: ByField::of(fields, || links.iter().map(|link| (link.from, *link))),
            into: ByField::of(fields, || links.iter().map(|link| (link.to, *link))),
        }
    }

    /// The links of a field in one direction.
    pub(super) fn towards(&self, field: FieldId, direction: Direction) -> &[Link] {
        match direction {
            Direction::Outgoing => self.out.of_field(field),
            Direction::Incoming => self.into.of_field(field),
        }
    }
}

/// The links that `admit` accepts, for petgraph. The links of a field are walked from the last given to the first.
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

/// The fields that a walk has seen.
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
