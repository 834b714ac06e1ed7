//! Fields in the order that values reach them, and sets of fields that reach one another.

use petgraph::visit::{Dfs, DfsPostOrder, IntoNodeIdentifiers, Reversed, VisitMap};

use super::FlowGraph;
use super::Link;
use super::links::Admitted;
use crate::read::model::{FieldId, Id};

/// Sets of fields that reach one another, including single fields, in one list: each set before those that it reaches, its fields in the
/// order of the model.
#[derive(Debug)]
pub struct Components {
    fields: Vec<FieldId>,
    /// The end of each set.
    ends: Vec<u32>,
    /// For each field the number of its set.
    ranks: Vec<u32>,
}

impl Components {
    /// The sets along the links that `admit` accepts, by Kosaraju's two passes, which need no deep stack however long a chain is.
    pub(super) fn of(graph: &FlowGraph, admit: impl Fn(&Link) -> bool) -> Self {
        let links = &graph.0.links;
        let graph = &Admitted { links, admit };
        let mut towards = DfsPostOrder::empty(graph);
        let mut finished = Vec::new();
        for field in graph.node_identifiers() {
            if !towards.discovered.is_visited(&field) {
                towards.move_to(field);
                while let Some(next) = towards.next(Reversed(graph)) {
                    finished.push(next);
                }
            }
        }
        let mut onwards = Dfs::from_parts(towards.stack, towards.discovered);
        onwards.reset(graph);
        // Each set comes after those that it reaches, so the list is reversed at the end.
        let mut fields = Vec::with_capacity(finished.len());
        let mut starts = Vec::new();
        for field in finished.into_iter().rev() {
            if !onwards.discovered.is_visited(&field) {
                starts.push(fields.len());
                onwards.move_to(field);
                while let Some(next) = onwards.next(graph) {
                    fields.push(next);
                }
            }
        }
        let mut turned = Self {
            fields: Vec::with_capacity(fields.len()),
            ends: Vec::with_capacity(starts.len()),
            ranks: vec![0; fields.len()],
        };
        for start in starts.into_iter().rev() {
            let set = turned.fields.len();
            for field in &fields[start..] {
                turned.ranks[field.index()] = turned.ends.len() as u32;
            }
            turned.fields.extend(fields.drain(start..));
            turned.fields[set..].sort_unstable();
            turned.ends.push(turned.fields.len() as u32);
        }
        turned
    }

    /// Every field, each after those whose values reach it; the fields of a loop are adjacent.
    pub fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    /// The number of a field's set: the fields that a field reaches have its number or a higher one.
    pub fn rank(&self, field: FieldId) -> u32 {
        self.ranks[field.index()]
    }

    /// Each set.
    pub fn sets(&self) -> impl Iterator<Item = &[FieldId]> {
        let ends = self.ends.iter().map(|end| *end as usize);
        let starts = std::iter::once(0).chain(ends.clone());
        starts
            .zip(ends)
            .map(|(start, end)| &self.fields[start..end])
    }
}
