//! The fields that an organisation can use: those of its own systems, and published ones.

use std::collections::{BTreeMap, BTreeSet};

use super::FlowGraph;
use super::linkage::Linkage;
use crate::read::model::{
    Contents, DataLevel, FieldId, How, Id, Mode, Model, Need, OrganisationId, ScopeBox, SystemId,
    SystemKind, TermId, difference, leaves_some,
};

/// The fields of every term, and who can use them: a graph works that out once.
#[derive(Debug)]
pub(crate) struct Supply<'g> {
    graph: &'g FlowGraph,
    stock: &'g Stock,
}

/// What a supply is made of.
#[derive(Debug)]
pub(super) struct Stock {
    /// For each term, the fields that mean it.
    held: Vec<Vec<FieldId>>,
    /// For each term, its fields that are published: with single cases, with totals, and with an unknown level.
    published: Vec<[Vec<FieldId>; 3]>,
    /// For each term, its fields by the owner of their system.
    by_owner: Vec<Vec<(OrganisationId, FieldId)>>,
    /// For each organisation, the systems it owns, and the organisations that are part of it.
    systems: Vec<Vec<SystemId>>,
    parts: Vec<Vec<OrganisationId>>,
    /// For each field, whether it holds single cases or totals.
    levels: Vec<Option<DataLevel>>,
    linkage: Linkage,
}

impl Stock {
    /// For the whole map.
    pub(super) fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let mut held = vec![Vec::new(); model.terms.len()];
        let mut published = vec![[const { Vec::new() }; 3]; model.terms.len()];
        let mut by_owner = vec![Vec::new(); model.terms.len()];
        let is_dry = dry(graph);
        let linkage = Linkage::of(graph);
        let levels = levels(graph);
        for (id, field) in model.fields.iter() {
            let Some(term) = field.term() else { continue };
            held[term.index()].push(id);
            // An identifier that was taken out on the way is not there to use.
            let is_kept = || {
                !model.terms[term].is_identifier || linkage.held(field.system).contains_key(&term)
            };
            if is_dry[id.index()] || !is_kept() {
                continue;
            }
            if is_published(model, field.system) {
                published[term.index()][place(levels[id.index()])].push(id);
            }
            if let Some(owner) = model.systems[field.system].owner() {
                by_owner[term.index()].push((owner, id));
            }
        }
        for fields in &mut by_owner {
            fields.sort_unstable();
        }
        let mut systems = vec![Vec::new(); model.organisations.len()];
        for (id, system) in model.systems.iter() {
            if let Some(owner) = system.owner() {
                systems[owner.index()].push(id);
            }
        }
        let mut parts = vec![Vec::new(); model.organisations.len()];
        for (id, organisation) in model.organisations.iter() {
            if let Some(whole) = organisation.part_of.known() {
                parts[whole.id().index()].push(id);
            }
        }
        Self {
            held,
            published,
            by_owner,
            systems,
            parts,
            levels,
            linkage,
        }
    }
}

/// Every level there is, and none.
const LEVELS: [Option<DataLevel>; 3] = [Some(DataLevel::Record), Some(DataLevel::Aggregate), None];

/// The place of a level among [`LEVELS`].
fn place(level: Option<DataLevel>) -> usize {
    match level {
        Some(DataLevel::Record) => 0,
        Some(DataLevel::Aggregate) => 1,
        None => 2,
    }
}

impl<'g> Supply<'g> {
    /// For the whole map.
    pub(crate) fn of(graph: &'g FlowGraph) -> Self {
        Self {
            graph,
            stock: graph.stock(),
        }
    }

    /// An organisation and all that are part of it.
    fn within(&self, who: OrganisationId) -> BTreeSet<OrganisationId> {
        let mut within = BTreeSet::from([who]);
        let mut stack = vec![who];
        while let Some(whole) = stack.pop() {
            let parts = self.stock.parts[whole.index()].iter();
            stack.extend(parts.filter(|part| within.insert(**part)));
        }
        within
    }

    /// The systems of an organisation and of its parts.
    pub(crate) fn own_systems(&self, who: OrganisationId) -> Vec<SystemId> {
        let within = self.within(who);
        let owners = within.iter();
        owners
            .flat_map(|owner| self.stock.systems[owner.index()].iter().copied())
            .collect()
    }

    /// Which identifiers each system holds.
    pub(crate) fn linkage(&self) -> &Linkage {
        &self.stock.linkage
    }

    /// The fields that mean a term.
    pub(crate) fn held(&self, term: TermId) -> &'g [FieldId] {
        &self.stock.held[term.index()]
    }

    /// Those of them that the organisation can use, in the order of the model. An identifier that was taken out on the way is not there to use.
    pub(crate) fn usable(&self, who: OrganisationId, term: TermId) -> Vec<FieldId> {
        self.usable_at(&LEVELS, who, term)
    }

    /// Those of them that are of one of these levels.
    pub(crate) fn usable_at(
        &self,
        levels: &[Option<DataLevel>],
        who: OrganisationId,
        term: TermId,
    ) -> Vec<FieldId> {
        let published = &self.stock.published[term.index()];
        let published = levels.iter().map(|level| &*published[place(*level)]);
        let mut usable: Vec<FieldId> = published.collect::<Vec<&[FieldId]>>().concat();
        let by_owner = &self.stock.by_owner[term.index()];
        for owner in self.within(who) {
            let start = by_owner.partition_point(|(other, _)| *other < owner);
            let own = by_owner[start..].iter();
            let own = own.take_while(|(other, _)| *other == owner);
            let fields = own.map(|(_, field)| *field);
            usable.extend(fields.filter(|field| levels.contains(&self.level(*field))));
        }
        // A few runs, each in order.
        usable.sort();
        usable.dedup();
        usable
    }

    /// Whether a field holds single cases or totals: what its system says, else what its kind means, else what its flows bring.
    pub(crate) fn level(&self, field: FieldId) -> Option<DataLevel> {
        self.stock.levels[field.index()]
    }

    /// The fields of a term that alone may answer a need of an asker: fine enough, and leaving nobody out for sure.
    pub(crate) fn adequate(&self, need: &Need, who: OrganisationId, term: TermId) -> Vec<FieldId> {
        let needs_cases = need.level.known() == Some(&DataLevel::Record);
        let mut fields = if needs_cases {
            self.usable_at(&[Some(DataLevel::Record), None], who, term)
        } else {
            self.usable(who, term)
        };
        if let Some(people) = need.covers.known() {
            // Fields of one scope leave out the same.
            let mut known: BTreeMap<u32, bool> = BTreeMap::new();
            fields.retain(|field| {
                let known = known.entry(self.graph.model().scope_number(*field));
                *known.or_insert_with(|| !self.leaves_out(people, *field, Mode::Certain))
            });
        }
        fields
    }

    /// True where a field does not cover all the people of a need, surely or perhaps.
    pub(crate) fn leaves_out(&self, wanted: &[ScopeBox], field: FieldId, mode: Mode) -> bool {
        let space = self.graph.model().space();
        leaves_some(wanted, self.covered(wanted, field), space, mode)
    }

    /// The people of a need whom a field surely does not cover.
    pub(crate) fn left_out(&self, wanted: &[ScopeBox], field: FieldId) -> Vec<ScopeBox> {
        let space = self.graph.model().space();
        difference(wanted, self.covered(wanted, field), space, Mode::Certain)
    }

    /// The people that a field covers; dimensions that the need leaves open count as covered.
    fn covered(&self, wanted: &[ScopeBox], field: FieldId) -> impl Iterator<Item = ScopeBox> {
        let scope = self.graph.model().scope(field).iter();
        scope.map(|scope| unasked(wanted, scope))
    }
}

/// For each field, whether it holds single cases or totals: totals stay totals, however far they are passed.
fn levels(graph: &FlowGraph) -> Vec<Option<DataLevel>> {
    let mut levels = vec![None; graph.model().fields.len()];
    for component in graph.order().sets() {
        // In a loop each round may settle one more field.
        for _ in 0..component.len() {
            let mut is_changed = false;
            for field in component.iter().copied() {
                let found = level(graph, &levels, component.len() > 1, field);
                is_changed |= found != levels[field.index()];
                levels[field.index()] = found;
            }
            if !is_changed {
                break;
            }
        }
    }
    levels
}

/// Whether a field holds single cases or totals. Links from fields of its own loop whose level is open do not count.
fn level(
    graph: &FlowGraph,
    levels: &[Option<DataLevel>],
    is_loop: bool,
    field: FieldId,
) -> Option<DataLevel> {
    let model = graph.model();
    let system = &model.systems[model.system_of(field)];
    if let Some(level) = system.level.known() {
        return Some(*level);
    }
    let brings_totals = |link: &super::Link| {
        link.how == How::Aggregated
            || model.flows[link.flow].contains.known() == Some(&Contents::Aggregate)
            || levels[link.from.index()] == Some(DataLevel::Aggregate)
    };
    let is_of_loop = |link: &super::Link| {
        is_loop
            && levels[link.from.index()].is_none()
            && graph.order().rank(link.from) == graph.order().rank(field)
            && !brings_totals(link)
    };
    let direct = graph.values_in(field).filter(|link| !is_of_loop(link));
    let mut direct = direct.peekable();
    let brings_cases = |link: &super::Link| {
        let contains = model.flows[link.flow].contains.known();
        let is_about_people = contains.is_some_and(|contains| *contains != Contents::Aggregate);
        link.how == How::Identity && is_about_people
    };
    match system.kind.known() {
        Some(SystemKind::Publication) => Some(DataLevel::Aggregate),
        _ if direct.peek().is_some() && direct.all(brings_totals) => Some(DataLevel::Aggregate),
        Some(SystemKind::Record | SystemKind::Register | SystemKind::Linkage) => {
            Some(DataLevel::Record)
        }
        _ if graph.links_in(field).iter().any(brings_cases) => Some(DataLevel::Record),
        _ => None,
    }
}

/// For each field, whether it gets no values today: it is not captured there, and its flows have ended or not begun.
fn dry(graph: &FlowGraph) -> Vec<bool> {
    let model = graph.model();
    let mut is_dry = vec![false; model.fields.len()];
    for (id, flow) in model.flows.iter() {
        let kind = model.systems[flow.to.id()].kind.known();
        let is_captured_here = matches!(
            kind,
            None | Some(SystemKind::Record | SystemKind::Register | SystemKind::Other)
        );
        if graph.stands(id) {
            continue;
        }
        for passage in flow.passages() {
            let field = passage.to.id();
            // A field known only from the flow is there only while the flow is.
            let is_captured = is_captured_here && model.fields[field].is_declared;
            if is_captured || model.fields[field].is_also_captured() {
                continue;
            }
            is_dry[field.index()] = graph.values_in(field).next().is_none();
        }
    }
    is_dry
}

/// True where everyone can read the system.
pub(crate) fn is_published(model: &Model, system: SystemId) -> bool {
    model.systems[system].kind.known() == Some(&SystemKind::Publication)
}

/// True where the system is the organisation's, or of a part of it.
pub(crate) fn is_own(model: &Model, system: SystemId, who: OrganisationId) -> bool {
    let owner = model.systems[system].owner();
    owner.is_some_and(|owner| model.is_part_of(owner, who))
}

/// A source's box with `all` on each dimension that neither it nor the need speaks of: nobody asked about it.
pub(crate) fn unasked(wanted: &[ScopeBox], scope: &ScopeBox) -> ScopeBox {
    let is_asked = |index: usize| wanted.iter().any(|wanted| wanted.0[index].is_stated());
    let extents = scope.0.iter().enumerate();
    ScopeBox(
        extents
            .map(|(index, extent)| {
                if extent.is_stated() || is_asked(index) {
                    extent.clone()
                } else {
                    crate::read::model::Extent::All
                }
            })
            .collect(),
    )
}
