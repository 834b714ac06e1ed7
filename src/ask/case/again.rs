//! Terms that one respondent supplies more than once for a case, and the number of reports that a case takes.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Line, Part};
use super::walk::{Verdict, Walk};
use crate::judge::graph::requests;
use crate::read::model::{
    Confidence, FieldId, FlowId, OrganisationId, ScopeBox, SystemId, TermId, overlap,
};

/// For each respondent and term, the systems that ask; each act of telling counts once.
type Asked = BTreeMap<(OrganisationId, TermId), BTreeSet<(SystemId, FlowId)>>;

/// A term that one respondent is asked for more than once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Again {
    pub(super) respondent: OrganisationId,
    pub(super) term: TermId,
    /// The collections that ask: each act of telling once, by its first flow.
    pub(super) collections: Vec<(SystemId, FlowId)>,
    /// True if each of them has a source.
    pub(super) is_certain: bool,
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
    /// True if each of these has a source.
    pub(super) is_again_sure: bool,
}

impl Walk<'_> {
    /// The terms that a respondent supplies by more than one act of telling, as far as is known or assumed.
    pub(super) fn again(&self, lines: &[Line]) -> Vec<Again> {
        let must = lines
            .iter()
            .filter(|line| is_counted(line) || line.is_untold() || line.is_told_besides());
        let acts: Vec<&Vec<FlowId>> = must
            .filter(|line| line.is_sure_way)
            .flat_map(|line| &line.acts)
            .filter(|act| act.iter().any(|flow| self.tells(*flow)))
            .collect();
        let act_of = |flow: FlowId| {
            acts.iter()
                .find(|act| act.contains(&flow))
                .map(|act| act[0])
        };
        let mut asked = Asked::new();
        for request in requests(self.graph) {
            // A field may be about fewer people than its system.
            let is_asked = self.is_about(request.field);
            if let Some(act) = act_of(request.flow).filter(|_| is_asked) {
                let key = (request.respondent, request.term);
                asked
                    .entry(key)
                    .or_default()
                    .insert((request.collection, act));
            }
        }
        self.gather(&mut asked);
        let again = asked.into_iter().filter(|(_, acts)| acts.len() > 1);
        again
            .map(|((respondent, term), acts)| Again {
                respondent,
                term,
                is_certain: acts.iter().all(|(_, flow)| {
                    let written = &self.graph.model().flows[*flow];
                    written.evidence.confidence > Confidence::Assumed
                }),
                collections: acts.into_iter().collect(),
            })
            .collect()
    }

    /// True if a field is about such a case, or about some of it.
    fn is_about(&self, field: FieldId) -> bool {
        let model = self.graph.model();
        let scope = model.scope(field).iter().map(ScopeBox::presumed);
        let scope = model.people(&scope.collect::<Vec<_>>());
        overlap(&self.case, &scope) != Some(false)
    }

    /// Moves the requests to a part of an organisation to the organisation, if both are asked for the same term.
    fn gather(&self, asked: &mut Asked) {
        let model = self.graph.model();
        let keys: Vec<(OrganisationId, TermId)> = asked.keys().copied().collect();
        for (part, term) in &keys {
            let whole = keys.iter().find(|(whole, other)| {
                whole != part && other == term && model.is_part_of(*part, *whole)
            });
            if let Some(acts) = whole.and_then(|_| asked.remove(&(*part, *term)))
                && let Some(whole) = whole
            {
                asked.entry(*whole).or_default().extend(acts);
            }
        }
    }

    /// The sum. A system that must be told by one of several ways is told once.
    pub(super) fn sum(&self, lines: &[Line], again: &[Again]) -> Sum {
        let mut tellers: BTreeSet<&str> = BTreeSet::new();
        let mut tellings = 0;
        let mut one_of: Vec<BTreeSet<&str>> = Vec::new();
        let names = |line: &Line| line.acts.iter().map(|act| self.teller(act[0])).collect();
        for line in lines.iter().filter(|line| is_counted(line)) {
            let names: BTreeSet<&str> = names(line);
            if line.is_sure_way {
                tellings += line.acts.len();
                tellers.extend(names);
            } else if !names.is_empty() {
                one_of.push(names);
            }
        }
        let pairs = self.pairs(lines).into_iter();
        one_of.extend(pairs.map(|pair| pair.into_iter().flat_map(names).collect()));
        tellings += one_of.len();
        // By which of its ways a case goes is open: whoever tells is one more only if none of them tells anyway.
        for names in one_of {
            if let Some(first) = names.first().filter(|_| names.is_disjoint(&tellers)) {
                tellers.insert(first);
            }
        }
        Sum {
            tellings,
            tellers: tellers.len(),
            again: again.iter().map(|one| one.collections.len() - 1).sum(),
            is_again_sure: again.iter().all(|one| one.is_certain),
        }
    }
}

/// True for a system that must be told.
fn is_counted(line: &Line) -> bool {
    line.part == Part::Told && line.verdict == Verdict::Must && !line.is_untold()
}
