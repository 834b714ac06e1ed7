//! Terms that one respondent supplies more than once for a case, and the number of reports that a case takes.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Line, Part};
use super::walk::{Verdict, Walk};
use crate::judge::graph::requests;
use crate::read::model::{FlowId, OrganisationId, SystemId, TermId};

/// A term that one respondent is asked for more than once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Again {
    pub(super) respondent: OrganisationId,
    pub(super) term: TermId,
    /// The collections that ask: each act of telling once, by its first flow.
    pub(super) collections: Vec<(SystemId, FlowId)>,
}

/// The reports that a case takes, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sum {
    /// Acts of telling that are certain to be required.
    pub(super) tellings: usize,
    /// Respondents who do them.
    pub(super) tellers: usize,
    /// Supplies of a term to one system that the same respondent also supplies to another.
    pub(super) again: usize,
}

impl Walk<'_> {
    /// The terms that a respondent surely supplies by more than one act of telling.
    pub(super) fn again(&self, lines: &[Line]) -> Vec<Again> {
        let must = lines.iter().filter(|line| is_counted(line));
        let acts: Vec<&Vec<FlowId>> = must
            .filter(|line| line.is_sure_way)
            .flat_map(|line| &line.acts)
            .collect();
        let act_of = |flow: FlowId| {
            acts.iter()
                .find(|act| act.contains(&flow))
                .map(|act| act[0])
        };
        let mut asked: BTreeMap<(OrganisationId, TermId), BTreeSet<(SystemId, FlowId)>> =
            BTreeMap::new();
        for request in requests(self.graph) {
            if let Some(act) = act_of(request.flow) {
                let key = (request.respondent, request.term);
                asked
                    .entry(key)
                    .or_default()
                    .insert((request.collection, act));
            }
        }
        let again = asked.into_iter().filter(|(_, acts)| acts.len() > 1);
        again
            .map(|((respondent, term), acts)| Again {
                respondent,
                term,
                collections: acts.into_iter().collect(),
            })
            .collect()
    }

    /// The sum. A system that must be told by one of several flows counts as told once.
    pub(super) fn sum(&self, lines: &[Line], again: &[Again]) -> Sum {
        let mut tellers: BTreeSet<&str> = BTreeSet::new();
        let mut tellings = 0;
        for line in lines.iter().filter(|line| is_counted(line)) {
            if line.is_sure_way {
                tellings += line.acts.len();
                tellers.extend(line.acts.iter().map(|act| self.teller(act[0])));
                continue;
            }
            let names: BTreeSet<&str> = line.acts.iter().map(|act| self.teller(act[0])).collect();
            tellings += usize::from(!names.is_empty());
            if names.len() == 1 {
                tellers.extend(names);
            }
        }
        Sum {
            tellings,
            tellers: tellers.len(),
            again: again.iter().map(|one| one.collections.len() - 1).sum(),
        }
    }
}

/// True for a system that must be told.
pub(super) fn is_counted(line: &Line) -> bool {
    line.part == Part::Told && line.verdict == Verdict::Must
}
