//! What an organisation can use to answer with: what its own systems hold, and what is published.

use super::FlowGraph;
use super::linkage::Linkage;
use crate::model::Contents;
use crate::model::DataLevel;
use crate::model::FieldId;
use crate::model::How;
use crate::model::Id;
use crate::model::Mode;
use crate::model::Model;
use crate::model::OrganisationId;
use crate::model::ScopeBox;
use crate::model::SystemId;
use crate::model::SystemKind;
use crate::model::TermId;
use crate::model::difference;

/// The fields of every term, and who can use them.
#[derive(Debug)]
pub struct Supply<'g> {
    graph: &'g FlowGraph,
    held: Vec<Vec<FieldId>>,
    linkage: Linkage,
}

impl<'g> Supply<'g> {
    /// For the whole map.
    pub fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let mut held = vec![Vec::new(); model.terms.len()];
        for (id, field) in model.fields.iter() {
            if let Some(term) = field.term() {
                held[term.index()].push(id);
            }
        }
        let linkage = Linkage::of(graph);
        Self {
            graph,
            held,
            linkage,
        }
    }

    /// Which identifiers each system holds.
    pub fn linkage(&self) -> &Linkage {
        &self.linkage
    }

    /// The fields that mean a term.
    pub fn held(&self, term: TermId) -> &[FieldId] {
        &self.held[term.index()]
    }

    /// Those of them that the organisation can use. An identifier that was taken out on the way is not there to use.
    pub fn usable(&self, who: OrganisationId, term: TermId) -> Vec<FieldId> {
        let model = self.graph.model();
        let is_there = |field: &FieldId| {
            let system = model.fields[*field].system;
            let is_own_or_open = is_published(model, system) || is_own(model, system, who);
            let is_kept = || {
                !model.terms[term].is_identifier || self.linkage.held(system).contains_key(&term)
            };
            is_own_or_open && is_kept()
        };
        self.held(term).iter().copied().filter(is_there).collect()
    }

    /// Whether a field holds single cases or totals: what its system says, else what its kind means, else what its flows bring.
    pub fn level(&self, field: FieldId) -> Option<DataLevel> {
        let model = self.graph.model();
        let system = &model.systems[model.fields[field].system];
        if let Some(level) = system.level.known() {
            return Some(*level);
        }
        let links = self.graph.links_in(field);
        let mut direct = links.iter().filter(|link| link.how.is_direct()).peekable();
        let brings_totals = |link: &super::Link| {
            let source = &model.systems[model.fields[link.from].system];
            link.how == How::Aggregated
                || model.flows[link.flow].contains.known() == Some(&Contents::Aggregate)
                || source.level.known() == Some(&DataLevel::Aggregate)
        };
        match system.kind.known() {
            Some(SystemKind::Publication) => Some(DataLevel::Aggregate),
            _ if direct.peek().is_some() && direct.all(brings_totals) => Some(DataLevel::Aggregate),
            Some(SystemKind::Record | SystemKind::Register | SystemKind::Linkage) => {
                Some(DataLevel::Record)
            }
            _ if links.iter().any(|link| self.brings_cases(link)) => Some(DataLevel::Record),
            _ => None,
        }
    }

    fn brings_cases(&self, link: &super::Link) -> bool {
        let contains = self.graph.model().flows[link.flow].contains.known();
        let is_about_people = contains.is_some_and(|contains| *contains != Contents::Aggregate);
        link.how == How::Identity && is_about_people
    }

    /// The people of a need whom a field surely does not cover.
    pub fn left_out(&self, wanted: &[ScopeBox], field: FieldId, mode: Mode) -> Vec<ScopeBox> {
        let model = self.graph.model();
        let covered: Vec<ScopeBox> = model
            .scope(field)
            .iter()
            .map(|scope| unasked(wanted, scope))
            .collect();
        difference(wanted, &covered, model.space(), mode)
    }
}

/// True where everyone can read the system.
pub fn is_published(model: &Model, system: SystemId) -> bool {
    model.systems[system].kind.known() == Some(&SystemKind::Publication)
}

/// True where the system is the organisation's, or of a part of it.
pub fn is_own(model: &Model, system: SystemId, who: OrganisationId) -> bool {
    let owner = model.systems[system].owner();
    owner.is_some_and(|owner| model.is_part_of(owner, who))
}

/// A source's box with `all` on each dimension that neither it nor the need speaks of: nobody asked about it.
pub fn unasked(wanted: &[ScopeBox], scope: &ScopeBox) -> ScopeBox {
    let is_asked = |index: usize| wanted.iter().any(|wanted| wanted.0[index].is_stated());
    let extents = scope.0.iter().enumerate();
    ScopeBox(
        extents
            .map(|(index, extent)| {
                if extent.is_stated() || is_asked(index) {
                    extent.clone()
                } else {
                    crate::model::Extent::All
                }
            })
            .collect(),
    )
}
