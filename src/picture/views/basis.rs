//! The facts of a map from which all its pictures are made, worked out once for many pictures.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::marks::Marks;
use super::needs::Known;
use super::touched;
use super::touched::{Touched, is_firm};
use super::words::is_drawn;
use crate::analysis::Analysis;
use crate::read::model::{FieldId, FlowId, Id, NeedId, SystemId, TermId};

/// Figures that all pictures of one map share. Each is worked out when a picture first needs it.
#[derive(Debug)]
pub struct Basis<'a> {
    pub(super) analysis: &'a Analysis,
    touched: OnceLock<Vec<Touched>>,
    firm: OnceLock<Marks>,
    known: OnceLock<Known<'a>>,
    by_term: OnceLock<Vec<Vec<usize>>>,
    by_need: OnceLock<Vec<Vec<usize>>>,
    of_term: OnceLock<Vec<BTreeSet<FieldId>>>,
    drawn: OnceLock<Drawn>,
}

/// The flows that pictures show: those that stand, and planned or proposed ones.
#[derive(Debug)]
struct Drawn {
    /// For each flow, true if it is one of them.
    are_shown: Vec<bool>,
    count: usize,
    /// For each system, those that reach it.
    of_system: Vec<Vec<FlowId>>,
    /// For each field, those that pass something into it.
    of_field: Vec<Vec<FlowId>>,
}

impl<'a> Basis<'a> {
    /// The basis of the pictures of this map.
    pub fn of(analysis: &'a Analysis) -> Self {
        Self {
            analysis,
            touched: OnceLock::new(),
            firm: OnceLock::new(),
            known: OnceLock::new(),
            by_term: OnceLock::new(),
            by_need: OnceLock::new(),
            of_term: OnceLock::new(),
            drawn: OnceLock::new(),
        }
    }

    /// The map.
    pub fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// The things that every open finding is about, in the order of the report. This puts all findings into words.
    pub(super) fn touched(&self) -> &[Touched] {
        self.touched
            .get_or_init(|| touched::touched(self.analysis, |_| true))
    }

    /// The marks of all findings that are more than questions. Only these are put into words.
    pub(super) fn firm(&self) -> &Marks {
        self.firm.get_or_init(|| {
            let firm = touched::touched(self.analysis, is_firm);
            Marks::of(self.analysis.model(), firm.iter())
        })
    }

    /// The facts from which needs are drawn.
    pub(super) fn known(&self) -> &Known<'a> {
        self.known.get_or_init(|| Known::of(self.analysis))
    }

    /// The findings with these indexes, in the order of the report. Settled findings and faults of the files are left out.
    pub(super) fn these(
        &self,
        indexes: impl IntoIterator<Item = usize>,
    ) -> impl Iterator<Item = &Touched> {
        let mut indexes: Vec<usize> = indexes.into_iter().collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes.into_iter().filter_map(|index| {
            let at = self.touched().binary_search_by_key(&index, |one| one.index);
            Some(&self.touched()[at.ok()?])
        })
    }

    /// The findings on a term or on a field of it, in the order of the report.
    pub(super) fn on_term(&self, term: TermId) -> impl Iterator<Item = &Touched> {
        let by_term = self.by_term.get_or_init(|| {
            let model = self.analysis.model();
            let mut by_term = vec![Vec::new(); model.terms.len()];
            for (place, one) in self.touched().iter().enumerate() {
                let of_fields = one.fields.iter().filter_map(|id| model.fields[*id].term());
                let terms: BTreeSet<TermId> = one.terms.iter().copied().chain(of_fields).collect();
                for term in terms {
                    by_term[term.index()].push(place);
                }
            }
            by_term
        });
        by_term[term.index()].iter().map(|at| &self.touched()[*at])
    }

    /// The findings on a need, in the order of the report.
    pub(super) fn on_need(&self, need: NeedId) -> impl Iterator<Item = &Touched> {
        let by_need = self.by_need.get_or_init(|| {
            let mut by_need = vec![Vec::new(); self.analysis.model().needs.len()];
            for (place, one) in self.touched().iter().enumerate() {
                for need in &one.needs {
                    by_need[need.index()].push(place);
                }
            }
            by_need
        });
        by_need[need.index()].iter().map(|at| &self.touched()[*at])
    }

    fn drawn(&self) -> &Drawn {
        self.drawn.get_or_init(|| {
            let model = self.analysis.model();
            let mut drawn = Drawn {
                are_shown: vec![false; model.flows.len()],
                count: 0,
                of_system: vec![Vec::new(); model.systems.len()],
                of_field: vec![Vec::new(); model.fields.len()],
            };
            for (id, flow) in model.flows.iter() {
                if !is_drawn(self.analysis, id) {
                    continue;
                }
                drawn.are_shown[id.index()] = true;
                drawn.count += 1;
                drawn.of_system[flow.to.id().index()].push(id);
                for passage in flow.passages() {
                    let into = &mut drawn.of_field[passage.to.id().index()];
                    if into.last() != Some(&id) {
                        into.push(id);
                    }
                }
            }
            drawn
        })
    }

    /// True for a flow that pictures show.
    pub(super) fn is_drawn(&self, flow: FlowId) -> bool {
        self.drawn().are_shown[flow.index()]
    }

    /// The number of flows that pictures show.
    pub(super) fn drawn_flows(&self) -> usize {
        self.drawn().count
    }

    /// The flows that reach a system, as far as pictures show them.
    pub(super) fn reaching(&self, system: SystemId) -> &[FlowId] {
        &self.drawn().of_system[system.index()]
    }

    /// The flows that pass something into a field, as far as pictures show them.
    pub(super) fn filling(&self, field: FieldId) -> &[FlowId] {
        &self.drawn().of_field[field.index()]
    }

    /// The fields that mean a term.
    pub(super) fn fields_of(&self, term: TermId) -> &BTreeSet<FieldId> {
        let of_term = self.of_term.get_or_init(|| {
            let model = self.analysis.model();
            let mut of_term = vec![BTreeSet::new(); model.terms.len()];
            for (id, field) in model.fields.iter() {
                if let Some(term) = field.term() {
                    of_term[term.index()].insert(id);
                }
            }
            of_term
        });
        &of_term[term.index()]
    }
}
