//! The number of findings about each thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Analysis;
use crate::read::finding::Subject;

/// For each id, the number of findings that have it as a subject or on their path and that no decision has settled.
pub(super) struct Mentions<'a>(BTreeMap<&'a str, usize>);

impl<'a> Mentions<'a> {
    pub(super) fn of(analysis: &'a Analysis) -> Self {
        let mut counts = BTreeMap::new();
        for finding in analysis.open() {
            let mut ids: BTreeSet<&str> = finding.path.iter().map(String::as_str).collect();
            for subject in finding.subjects.values() {
                match subject {
                    Subject::One(id) => {
                        ids.insert(id);
                    }
                    Subject::Many(many) => ids.extend(many.iter().map(String::as_str)),
                }
            }
            for id in ids {
                *counts.entry(id).or_insert(0) += 1;
            }
        }
        Self(counts)
    }

    /// The number of findings about `id`.
    pub(super) fn count(&self, id: &str) -> usize {
        self.0.get(id).copied().unwrap_or(0)
    }
}
