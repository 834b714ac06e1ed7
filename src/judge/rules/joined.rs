//! The fields and code lists that flows join.

use std::collections::BTreeSet;

use super::conversion::Pair;
use crate::judge::graph::FlowGraph;
use crate::read::model::{CodeListId, FieldId, Model, Stated, SystemId, TermId};

/// The fields and lists that flows join. A finding about a flow covers its two lists for the term that it passes, so no second finding is made.
#[derive(Default)]
pub(super) struct Joined {
    /// The fields of one term that a flow joins.
    pub(super) fields: BTreeSet<[FieldId; 2]>,
    /// The lists of one term, for which a finding on a flow already says that they do not convert.
    pub(super) told: BTreeSet<(TermId, CodeListId, CodeListId)>,
    /// A list of one term that a flow may join with another: the term or the list at its other end is `unknown`.
    open: BTreeSet<(TermId, CodeListId)>,
    /// The ends of unlisted flows, which may pass the term.
    unlisted: BTreeSet<[SystemId; 2]>,
}

impl Joined {
    /// The ends of the unlisted flows of a map; nothing is joined yet.
    pub(super) fn of(graph: &FlowGraph) -> Self {
        let unlisted = graph.flows().filter(|(_, flow)| flow.fields.is_open());
        let ends = unlisted.map(|(_, flow)| [flow.from.id(), flow.to.id()]);
        Self {
            unlisted: ends.collect(),
            ..Self::default()
        }
    }

    /// Notes the lists of a passage of which the term or the list at one end is `unknown`.
    pub(super) fn add_open(
        &mut self,
        model: &Model,
        fields: [FieldId; 2],
        lists: [Option<CodeListId>; 2],
    ) {
        for (here, there) in [(0, 1), (1, 0)] {
            let other = &model.fields[fields[there]];
            let is_open = matches!(other.term, Stated::Unknown(_))
                || matches!(other.codes, Stated::Unknown(_));
            let term = model.term_of(fields[here]).filter(|_| is_open);
            self.open.extend(term.zip(lists[here]));
        }
    }

    /// True if a flow may join the two lists.
    pub(super) fn may_join(
        &self,
        model: &Model,
        term: TermId,
        pair: &Pair,
        lists: [CodeListId; 2],
    ) -> bool {
        lists.iter().any(|list| self.open.contains(&(term, *list)))
            || self.by_unlisted(model, pair.fields)
    }

    /// True if an unlisted flow between their systems may join the two fields.
    pub(super) fn by_unlisted(&self, model: &Model, fields: [FieldId; 2]) -> bool {
        let [a, b] = fields.map(|field| model.system_of(field));
        self.unlisted.contains(&[a, b]) || self.unlisted.contains(&[b, a])
    }
}
