//! Whether anything that the asker can use holds a term at all, and finely enough.

use std::cell::OnceCell;

use super::reason::{Few, Reason, Why};
use crate::judge::graph::{FlowGraph, Supply, is_published, survives};
use crate::read::model::{
    DataLevel, FieldId, Flow, FlowId, How, Id, Model, Need, OrganisationId, Passage, Stated,
    SystemId, TermId,
};

/// How many flows that do not stand are named.
const MOST_IDLE: usize = 3;

/// The facts about one map that many needs share: about a term, and about an asker.
pub(super) struct Sources<'g> {
    graph: &'g FlowGraph,
    supply: Supply<'g>,
    /// For each term, the systems that hold it: each once, in order.
    holders: Vec<OnceCell<Box<[SystemId]>>>,
    /// For each term, the systems that hold it case by case.
    cases: Vec<OnceCell<Few>>,
    /// The flows that do not stand, by the system they would lead to.
    idle: Vec<(SystemId, FlowId)>,
    /// For each organisation, its systems and the flows into them.
    own: Vec<OnceCell<Own>>,
    /// The unlisted flows into what is published: everyone may have what they bring.
    published: Vec<FlowId>,
}

/// The systems of an organisation, and the flows into them.
struct Own {
    /// The systems of it and its parts: sorted.
    systems: Box<[SystemId]>,
    /// The flows that others send to them.
    arriving: Box<[FlowId]>,
    /// The flows into them that do not stand, in the order of the model.
    idle: Box<[FlowId]>,
}

impl<'g> Sources<'g> {
    /// Of a whole map.
    pub(super) fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let idle = model.flows.iter().filter(|(id, _)| !graph.stands(*id));
        let mut idle: Vec<(SystemId, FlowId)> = idle.map(|(id, flow)| (flow.to.id(), id)).collect();
        idle.sort_unstable();
        // A publication that lists its fields publishes no others.
        let may_publish =
            |system: SystemId| is_published(model, system) && !model.systems[system].lists_fields;
        let published = graph
            .flows()
            .filter(|(_, flow)| flow.fields.is_open() && may_publish(flow.to.id()));
        Self {
            graph,
            idle,
            published: published.map(|(id, _)| id).collect(),
            supply: Supply::of(graph),
            holders: vec![OnceCell::new(); model.terms.len()],
            cases: vec![OnceCell::new(); model.terms.len()],
            own: (0..model.organisations.len())
                .map(|_| OnceCell::new())
                .collect(),
        }
    }

    /// The fields that each organisation can use.
    pub(super) fn supply(&self) -> &Supply<'g> {
        &self.supply
    }

    fn holders(&self, term: TermId) -> &[SystemId] {
        self.holders[term.index()].get_or_init(|| {
            let fields = self.supply.held(term).iter();
            // In the order of the model the fields of one system stand together.
            let systems = fields.map(|field| self.graph.model().system_of(*field));
            let mut systems: Vec<SystemId> = systems.collect();
            systems.dedup();
            systems.into()
        })
    }

    /// The systems that hold a term case by case.
    fn cases(&self, term: TermId) -> &Few {
        self.cases[term.index()].get_or_init(|| {
            let held = self.supply.held(term).iter().copied();
            let is_fine = |field: &FieldId| self.supply.level(*field) == Some(DataLevel::Record);
            let finer: Vec<FieldId> = held.filter(is_fine).collect();
            Few::holding(self.graph.model(), &finer)
        })
    }

    /// The flows into a system that do not stand.
    fn idle_into(&self, system: SystemId) -> impl Iterator<Item = FlowId> {
        let start = self.idle.partition_point(|(to, _)| *to < system);
        let rest = self.idle[start..].iter();
        rest.take_while(move |(to, _)| *to == system)
            .map(|(_, flow)| *flow)
    }

    fn own(&self, who: OrganisationId) -> &Own {
        self.own[who.index()].get_or_init(|| {
            let mut systems = self.supply.own_systems(who);
            systems.sort_unstable();
            let flows = systems
                .iter()
                .flat_map(|system| self.graph.flows_in(*system));
            let source = |flow: &FlowId| self.graph.model().flows[*flow].from.id();
            let arriving = flows.filter(|flow| systems.binary_search(&source(flow)).is_err());
            let idle = systems.iter().flat_map(|system| self.idle_into(*system));
            let mut idle: Vec<FlowId> = idle.collect();
            idle.sort_unstable();
            Own {
                idle: idle.into(),
                arriving: arriving.copied().collect(),
                systems: systems.into(),
            }
        })
    }

    /// The sources fine enough for the need, and those that may be; or why there are none.
    pub(super) fn fit(
        &self,
        need: &Need,
        who: OrganisationId,
        term: TermId,
    ) -> Result<[Vec<FieldId>; 2], Box<Reason>> {
        let needs_cases = need.level.known() == Some(&DataLevel::Record);
        let found = if needs_cases {
            let of_level = |level| self.supply.usable_at(&[level], who, term);
            [of_level(Some(DataLevel::Record)), of_level(None)]
        } else {
            [self.supply.usable(who, term), Vec::new()]
        };
        if found.iter().any(|fields| !fields.is_empty()) {
            return Ok(found);
        }
        let totals = self.supply.usable(who, term);
        Err(Box::new(if totals.is_empty() {
            no_source(self, who, term)
        } else {
            too_coarse(self, who, term, &totals)
        }))
    }
}

/// Systems that hold a term, and are another's.
struct Holders<'a> {
    all: &'a [SystemId],
    /// Left out: sorted.
    own: &'a [SystemId],
}

impl<'a> Holders<'a> {
    /// The asker cannot use the term in its own systems: it has run dry, or was taken out on the way. They count only where there are no others.
    fn of(all: &'a [SystemId], own: &'a [SystemId]) -> Self {
        let others = Self { all, own };
        if others.count() > 0 {
            return others;
        }
        Self { all, own: &[] }
    }

    fn contains(&self, system: SystemId) -> bool {
        self.all.binary_search(&system).is_ok() && self.own.binary_search(&system).is_err()
    }

    fn count(&self) -> usize {
        let own = self.own.iter();
        let among = own.filter(|system| self.all.binary_search(system).is_ok());
        self.all.len() - among.count()
    }

    /// In order.
    fn iter(&self) -> impl Iterator<Item = SystemId> {
        let all = self.all.iter().copied();
        all.filter(|system| self.own.binary_search(system).is_err())
    }
}

pub(super) fn level_unstated(model: &Model, term: TermId, untold: &[FieldId]) -> Reason {
    let nearest = model.system_of(untold[0]);
    let why = Why::LevelUnstated {
        term,
        systems: Few::holding(model, untold),
        nearest,
    };
    Reason::at(model.systems[nearest].span, why)
}

fn too_coarse(
    sources: &Sources<'_>,
    who: OrganisationId,
    term: TermId,
    usable: &[FieldId],
) -> Reason {
    let model = sources.graph.model();
    let nearest = &model.systems[model.system_of(usable[0])];
    let why = Why::TooCoarse {
        term,
        who,
        totals: Few::holding(model, usable),
        cases: sources.cases(term).clone(),
    };
    Reason::at(nearest.span, why).rests_on(&nearest.evidence)
}

fn no_source(sources: &Sources<'_>, who: OrganisationId, term: TermId) -> Reason {
    let model = sources.graph.model();
    let own = sources.own(who);
    let holders = Holders::of(sources.holders(term), &own.systems);
    if let Some(reason) = not_allowed(model, who, term, &holders, &own.arriving) {
        return reason;
    }
    let may_bring = |flow: FlowId| {
        let flow = &model.flows[flow];
        let source = flow.from.id();
        let may_hold = holders.contains(source) || !model.systems[source].lists_fields;
        flow.fields.is_open() && may_hold
    };
    let mut arriving = own.arriving.iter().chain(&sources.published).copied();
    if let Some(flow) = arriving.find(|flow| may_bring(*flow)) {
        let why = Why::Unlisted { term, who, flow };
        return Reason::at(model.flows[flow].from.span, why);
    }
    let Some(held) = sources.supply.held(term).first() else {
        return Reason::nowhere(Why::NowhereHeld { term });
    };
    let brings = |flow: &FlowId| {
        let flow = &model.flows[*flow];
        let mut passages = flow.passages().iter();
        flow.fields.is_open()
            || passages.any(|passage| model.term_of(passage.to.id()) == Some(term))
    };
    let idle = own.idle.iter().copied().filter(brings);
    let why = Why::NoSource {
        term,
        who,
        holders: Few::of(holders.count(), holders.iter()),
        idle: idle.take(MOST_IDLE).collect(),
    };
    Reason::at(model.fields[*held].span, why)
}

/// A flow from a holder that may not pass the term on, or takes out the identifier it is.
fn not_allowed(
    model: &Model,
    who: OrganisationId,
    term: TermId,
    holders: &Holders<'_>,
    arriving: &[FlowId],
) -> Option<Reason> {
    let is_identifier = model.terms[term].is_identifier;
    let bar = |flow: &Flow| {
        if let Stated::NotShared(span) = flow.fields {
            return Some(span);
        }
        if !is_identifier {
            return None;
        }
        let passed = |passage: &Passage| {
            let source = passage.from.first();
            passage.how == How::Identity
                && source.is_some_and(|source| model.term_of(source.id()) == Some(term))
        };
        let is_passed = flow.passages().iter().any(passed);
        let span = flow.identifiers.span().or_else(|| flow.contains.span())?;
        (survives(flow, term, is_passed) == Some(false)).then_some(span)
    };
    let flows = arriving.iter().map(|flow| (*flow, &model.flows[*flow]));
    let mut passed = flows.filter(|(_, flow)| holders.contains(flow.from.id()));
    let (id, flow, span) = passed.find_map(|(id, flow)| Some((id, flow, bar(flow)?)))?;
    let why = Why::NotAllowed {
        term,
        who,
        flow: id,
    };
    Some(Reason::at(span, why).rests_on(&flow.evidence))
}
