//! The populations of a map, each once, and the overlap of each two: for rules that compare many fields.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::judge::graph::let_through;
use crate::read::model::{
    Boxes, FieldId, FlowId, Id, Model, ScopeBox, overlap_presumed, rests_on_silence,
};
use crate::words::lowered;

/// Limit on the dimensions that are named; the others are counted.
const MOST_NAMED: usize = 3;

/// The names of the dimensions that one of two populations leaves open: at most three, the others counted; empty if there are none.
pub(super) fn unstated_words(model: &Model, first: &[ScopeBox], second: &[ScopeBox]) -> String {
    let mut names = unstated_names(model, first, second);
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    match more {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// The names of the dimensions that one of two populations leaves open.
pub(super) fn unstated_names(
    model: &Model,
    first: &[ScopeBox],
    second: &[ScopeBox],
) -> Vec<String> {
    let is_open = |index: usize| {
        first
            .iter()
            .chain(second)
            .any(|scope| !scope.0[index].is_stated())
    };
    let open = model
        .dimensions
        .iter()
        .filter(|(id, _)| is_open(id.index()));
    open.map(|(_, dimension)| lowered(&dimension.name))
        .collect()
}

/// Numbered populations: first the scopes of the fields by their own numbers, then those that only flows pass.
pub(super) struct People {
    boxes: Vec<Boxes>,
    numbers_passed: FxHashMap<Boxes, u32>,
    overlaps: FxHashMap<(u32, u32), Option<bool>>,
    silences: FxHashMap<(u32, u32), bool>,
}

impl People {
    pub(super) fn of(model: &Model) -> Self {
        Self {
            boxes: model.scopes().to_vec(),
            numbers_passed: FxHashMap::default(),
            overlaps: FxHashMap::default(),
            silences: FxHashMap::default(),
        }
    }

    /// All populations that have a number so far.
    pub(super) fn all(&self) -> Arc<[Boxes]> {
        self.boxes.as_slice().into()
    }

    /// The number of a field's population.
    pub(super) fn number(model: &Model, field: FieldId) -> u32 {
        model.scope_number(field)
    }

    /// The number of the people in a field's values from one flow.
    pub(super) fn number_passed(&mut self, model: &Model, flow: FlowId, field: FieldId) -> u32 {
        if model.flows[flow].only.known().is_none() {
            return Self::number(model, field);
        }
        let passed: Boxes = let_through(model, flow, model.scope(field)).into();
        let next = self.boxes.len() as u32;
        let number = *self.numbers_passed.entry(passed.clone()).or_insert(next);
        if number == next {
            self.boxes.push(passed);
        }
        number
    }

    /// True if a comparison of two populations presumes one of them unrestricted on a dimension that it leaves out.
    pub(super) fn rests_on_silence(&mut self, first: u32, second: u32) -> bool {
        let key = (first.min(second), first.max(second));
        let (a, b) = (&self.boxes[key.0 as usize], &self.boxes[key.1 as usize]);
        let known = self.silences.entry(key);
        *known.or_insert_with(|| rests_on_silence(a, b))
    }

    /// Whether two populations overlap, presuming dimensions left out to be unrestricted: `None` if it cannot be told.
    pub(super) fn overlap(&mut self, first: u32, second: u32) -> Option<bool> {
        let key = (first.min(second), first.max(second));
        let (a, b) = (&self.boxes[key.0 as usize], &self.boxes[key.1 as usize]);
        *self
            .overlaps
            .entry(key)
            .or_insert_with(|| overlap_presumed(a, b))
    }
}
