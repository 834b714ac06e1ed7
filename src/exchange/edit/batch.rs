//! Makes many changes of one file at once: the text is read twice, however many there are.

use std::cmp::Reverse;

use super::layout;
use super::tree;
use super::tree::Change;
use super::{FlowText, Patch, Refusal, at};
use crate::read::syntax::{Node, Value, Written};

/// One change of a file, at a way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// The mapping gets this key, or another value for it.
    Set(String, Written),
    /// The list gets one more item.
    Add(Written),
    /// The value is replaced.
    Replace(Written),
    /// The document gets a section.
    Section(String, Written),
    /// The entry or item is removed.
    Remove,
}

/// A step with the way to its place.
pub(crate) type Stepped = (Vec<usize>, Step);

impl FlowText {
    /// Makes all steps whose ways are those of the present text. Returns the indices of the steps that cannot be made safely, each with the
    /// reason; all others are made.
    pub(crate) fn make(&mut self, steps: &[Stepped]) -> Vec<(usize, Refusal)> {
        let (removals, others): (Vec<usize>, Vec<usize>) =
            (0..steps.len()).partition(|place| matches!(steps[*place].1, Step::Remove));
        let mut refused = Vec::new();
        self.make_some(steps, &others, &mut refused);
        // The steps before change no way. A removal changes only the ways behind it, so the last is made first.
        let mut removals = removals;
        removals.sort_by(|a, b| steps[*b].0.cmp(&steps[*a].0));
        for place in removals {
            if let Err(refusal) = self.remove(&steps[place].0) {
                refused.push((place, refusal));
            }
        }
        refused.sort_by_key(|(place, _)| *place);
        refused
    }

    /// Makes steps that remove nothing. If they cannot be made together, each half is made alone.
    fn make_some(
        &mut self,
        steps: &[Stepped],
        chosen: &[usize],
        refused: &mut Vec<(usize, Refusal)>,
    ) {
        if chosen.is_empty() {
            return;
        }
        match self.with_all(steps, chosen) {
            Ok(next) => *self = next,
            Err(refusal) => match chosen {
                [one] => refused.push((*one, refusal)),
                _ => {
                    let (first, second) = chosen.split_at(chosen.len() / 2);
                    self.make_some(steps, first, refused);
                    self.make_some(steps, second, refused);
                }
            },
        }
    }

    /// The file with these steps made.
    fn with_all(&self, steps: &[Stepped], chosen: &[usize]) -> Result<Self, Refusal> {
        let documents = self.tree()?;
        let mut intended = documents.clone();
        let mut patches: Vec<(usize, Patch)> = Vec::with_capacity(chosen.len());
        for place in chosen {
            let (way, step) = &steps[*place];
            let (way, patch, change) = self
                .patch(&documents, way, step)
                .ok_or_else(|| self.lost())?;
            tree::change(&mut intended, &way, &change);
            patches.push((way.len(), patch));
        }
        // Of pieces for one position, those of inner values come first. Otherwise the order of the steps counts.
        patches.sort_by_key(|(depth, (range, _))| (range.start, range.end, Reverse(*depth)));
        let patches: Vec<Patch> = patches.into_iter().map(|(_, patch)| patch).collect();
        let is_apart = patches
            .windows(2)
            .all(|pair| pair[0].0.end <= pair[1].0.start);
        if !is_apart {
            return Err(self.lost());
        }
        self.patched(&patches, &intended)
    }

    /// The piece of text for a step, and its change of the tree at a way.
    fn patch(
        &self,
        documents: &[Node<'_>],
        way: &[usize],
        step: &Step,
    ) -> Option<(Vec<usize>, Patch, Change)> {
        let text = self.text();
        let replaced = |way: &[usize], value: &Written| {
            let found = layout::Found::of(documents, way)?;
            let patch = layout::value(text, &found, value)?;
            Some((way.to_vec(), patch, Change::Value(tree::value(value))))
        };
        match step {
            Step::Replace(value) => replaced(way, value),
            Step::Set(key, value) => {
                let node = at(documents, way)?;
                if let Value::Mapping(entries) = &node.value
                    && let Some(place) = entries
                        .iter()
                        .position(|(name, _)| name.text() == Some(key))
                {
                    return replaced(&[way, &[place]].concat(), value);
                }
                let patch = layout::entry(text, node, key, value)?;
                let change = Change::Entry(key.clone(), tree::value(value));
                Some((way.to_vec(), patch, change))
            }
            Step::Add(item) => {
                let patch = layout::item(text, at(documents, way)?, item)?;
                Some((way.to_vec(), patch, Change::Item(tree::value(item))))
            }
            Step::Section(name, value) => {
                let last = documents.len().saturating_sub(1);
                let patch = layout::section(text, documents.last(), name, value);
                let change = Change::Section(name.clone(), tree::value(value));
                Some((vec![last], patch, change))
            }
            Step::Remove => None,
        }
    }
}
