//! The systems and flows that hold or may bring a term, for all needs.

use std::cell::OnceCell;
use std::cmp::Reverse;

use super::near::Kin;
use super::none;
use super::reason::{Reason, Why};
use crate::judge::graph::{Demand, FlowGraph, Grade, Supply, is_published, let_through};
use crate::judge::rules::apart::reaches_beyond;
use crate::judge::rules::facets::may_mean_any;
use crate::read::model::{
    DimensionId, Every, FieldId, FlowId, Id, Mode, OrganisationId, Origin, ScopeBox, Stated,
    SystemId, TermId, leaves_some, may_share,
};

/// Limit on the groups of people that are compared for one flow: above it any of them may be concerned.
const MOST_PARTS: usize = 4_000;

/// The facts about one map that many needs share: about each term, and about each asker.
pub(super) struct Sources<'g> {
    pub(super) graph: &'g FlowGraph,
    supply: Supply<'g>,
    /// For each term, the systems that hold it: each once, in order.
    holders: Vec<OnceCell<Box<[SystemId]>>>,
    /// The flows that do not stand, by target system.
    idle: Vec<(SystemId, FlowId)>,
    /// For each organisation, its systems and the flows into them.
    own: Vec<OnceCell<Own>>,
    /// The unlisted flows into publications: everyone may use the data that they bring.
    published: Vec<FlowId>,
    kin: Kin,
}

/// The systems of an organisation, and the flows into them.
pub(super) struct Own {
    /// The systems of it and its parts: sorted.
    pub(super) systems: Box<[SystemId]>,
    /// The flows that others send to them.
    pub(super) arriving: Box<[FlowId]>,
    /// The flows into them that do not stand, in the order of the model.
    pub(super) idle: Box<[FlowId]>,
}

impl<'g> Sources<'g> {
    /// The facts of a whole map.
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
            kin: Kin::default(),
            supply: Supply::of(graph),
            holders: vec![OnceCell::new(); model.terms.len()],
            own: (0..model.organisations.len())
                .map(|_| OnceCell::new())
                .collect(),
        }
    }

    /// The fields that each organisation can use.
    pub(super) fn supply(&self) -> &Supply<'g> {
        &self.supply
    }

    /// The terms near to each term.
    pub(super) fn kin(&self) -> &Kin {
        &self.kin
    }

    /// The systems that hold a term: each once, in order.
    pub(super) fn holders(&self, term: TermId) -> &[SystemId] {
        self.holders[term.index()].get_or_init(|| {
            let fields = self.supply.held(term).iter();
            // In the order of the model the fields of one system are adjacent.
            let systems = fields.map(|field| self.graph.model().system_of(*field));
            let mut systems: Vec<SystemId> = systems.collect();
            systems.dedup();
            systems.into()
        })
    }

    /// The flows into a system that do not stand.
    fn idle_into(&self, system: SystemId) -> impl Iterator<Item = FlowId> {
        let start = self.idle.partition_point(|(to, _)| *to < system);
        let rest = self.idle[start..].iter();
        rest.take_while(move |(to, _)| *to == system)
            .map(|(_, flow)| *flow)
    }

    /// The systems of an organisation, and the flows into them.
    pub(super) fn own(&self, who: OrganisationId) -> &Own {
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

    /// The reason why no field that the asker can use holds a term.
    pub(super) fn none(&self, demand: &Demand<'_>, who: OrganisationId, term: TermId) -> Reason {
        none::reason(self, demand, who, term)
    }

    /// Something that may bring a term of which the asker has nothing: an unlisted flow, or a system of which something is unknown.
    pub(super) fn may_bring(
        &self,
        demand: &Demand<'_>,
        who: OrganisationId,
        term: TermId,
    ) -> Option<Reason> {
        let unlisted = self.unlisted(who, term);
        let wanted = demand.people();
        let unlisted = unlisted
            .filter(|flow| wanted.is_none_or(|wanted| self.may_concern(demand, wanted, *flow)));
        if let Some(flow) = self.likeliest(demand, term, wanted, unlisted) {
            return Some(self.by_flow(demand, (who, term), flow, (wanted, false)));
        }
        self.perhaps(demand, who, term, wanted)
    }

    /// False if a flow surely brings none of these people, whatever the date that counts them: by the people of its source, its own limits, or the
    /// people of its target.
    fn may_concern(&self, demand: &Demand<'_>, wanted: &[ScopeBox], flow: FlowId) -> bool {
        let model = self.graph.model();
        let target = match model.systems[model.flows[flow].to.id()].covers.known() {
            Some(boxes) => boxes.iter().map(|scope| demand.presumed(scope)).collect(),
            None => vec![ScopeBox::unstated(model.dimensions.len())],
        };
        let passed = model.people(&self.passed(demand, flow));
        let (target, wanted) = (model.people(&target), model.people(wanted));
        if passed.len().saturating_mul(target.len()) > MOST_PARTS {
            return true;
        }
        let may_meet = |a: &ScopeBox, b: &ScopeBox| a.overlaps(b) != Some(false);
        passed.iter().any(|from| {
            let mut reached = target.iter().filter(|to| may_meet(from, to));
            reached.any(|to| {
                let both = from.and(to);
                let mut wanted = wanted.iter();
                wanted.any(|one| may_meet(from, one) && may_meet(to, one) && may_meet(&both, one))
            })
        })
    }

    /// False if the fields of a system that may hold the term are surely about none of these people, whatever the date that counts them.
    fn may_be_about(
        &self,
        demand: &Demand<'_>,
        term: TermId,
        wanted: &[ScopeBox],
        system: SystemId,
        key: &str,
    ) -> bool {
        let model = self.graph.model();
        let overlaps = |about: &[ScopeBox]| {
            let about: Vec<ScopeBox> = about.iter().map(|scope| demand.presumed(scope)).collect();
            let (about, wanted) = (model.people(&about), model.people(wanted));
            let mut about = about.iter();
            about.any(|one| {
                wanted
                    .iter()
                    .any(|other| one.overlaps(other) != Some(false))
            })
        };
        let covers = &model.systems[system].covers;
        let holds = |field: &FieldId| {
            let meant = &model.fields[*field].term;
            matches!(meant, Stated::Unknown(_)) || model.term_of(*field) == Some(term)
        };
        let held = model.systems[system].fields.ids().filter(holds);
        let mut held = held.peekable();
        // If the system has no field of the term, an unlisted flow may bring it, for the people of the system.
        let is_brought = key == "owner" && held.peek().is_none();
        let is_open =
            (key == "fields" || is_brought) && covers.known().is_none_or(|covers| overlaps(covers));
        is_open || held.any(|field| overlaps(model.scope(field)))
    }

    /// Of some unlisted flows the one that most likely brings a term: into a system that may have a field for it, and from one with most of what the
    /// need asks for. Then with the fewest limits on these people, and with the least that speaks against it: a frequency if the need has a time
    /// limit, and a doubt whether it still runs. Of equals, one that brings the fewest others.
    fn likeliest(
        &self,
        demand: &Demand<'_>,
        term: TermId,
        wanted: Option<&[ScopeBox]>,
        flows: impl Iterator<Item = FlowId>,
    ) -> Option<FlowId> {
        let model = self.graph.model();
        let rank = |id: &FlowId| {
            let flow = &model.flows[*id];
            let is_at_once = matches!(flow.every.known(), Some(Every::Event));
            let is_late = demand.is_timed() && !is_at_once;
            let [left_out, beyond] = self.limits(demand, wanted, *id);
            let against = usize::from(is_late) + usize::from(flow.may_have_ended());
            (
                !self.may_take(term, *id),
                Reverse(demand.terms_in(flow.from.id())),
                left_out,
                against,
                beyond,
                *id,
            )
        };
        flows.min_by_key(rank)
    }

    /// The number of dimensions on which a flow surely does not bring some of these people, and on which it brings others too.
    fn limits(&self, demand: &Demand<'_>, wanted: Option<&[ScopeBox]>, flow: FlowId) -> [usize; 2] {
        let model = self.graph.model();
        let Some(wanted) = wanted.map(|wanted| model.people(wanted)) else {
            return [0, 0];
        };
        let passed = model.people(&self.passed(demand, flow));
        let beyond = |boxes: &[ScopeBox], others: &[ScopeBox]| {
            let dimensions = model.dimensions.ids();
            let is_there = |id: &DimensionId| reaches_beyond(model, *id, boxes, others);
            dimensions.filter(is_there).count()
        };
        [beyond(&wanted, &passed), beyond(&passed, &wanted)]
    }

    /// The people whom a flow may bring, by what its source and the flow say.
    fn passed(&self, demand: &Demand<'_>, flow: FlowId) -> Vec<ScopeBox> {
        let model = self.graph.model();
        let source = &model.systems[model.flows[flow].from.id()].covers;
        let people: Vec<ScopeBox> = match source.known() {
            Some(boxes) => boxes.iter().map(|scope| demand.presumed(scope)).collect(),
            None => vec![ScopeBox::unstated(model.dimensions.len())],
        };
        let_through(model, flow, &model.people(&people))
    }

    /// False if a flow reaches a system whose fields are listed and which has none for the term.
    fn may_take(&self, term: TermId, flow: FlowId) -> bool {
        let model = self.graph.model();
        let target = model.flows[flow].to.id();
        !model.systems[target].lists_fields || self.holders(term).binary_search(&target).is_ok()
    }

    /// The reason that something may bring a term to people for whom the asker does not have it yet.
    pub(super) fn may_bring_more(
        &self,
        demand: &Demand<'_>,
        who: OrganisationId,
        term: TermId,
        missing: &[ScopeBox],
    ) -> Option<Reason> {
        let model = self.graph.model();
        let usable = self.supply.usable(who, term);
        let is_meant = |field: &FieldId| {
            model.term_of(*field) == Some(term) && demand.grade(*field) != Grade::Lacking
        };
        let brings_some = |flow: &FlowId| {
            let flow = &model.flows[*flow];
            let ends = [flow.from.id(), flow.to.id()].into_iter();
            let fields = ends.flat_map(|system| model.systems[system].fields.ids());
            let is_known = |field: &FieldId| usable.binary_search(field).is_ok();
            let further: Vec<FieldId> = fields
                .filter(|field| is_meant(field) && !is_known(field))
                .collect();
            // By its own statement, a field with people from its flows may be about more people.
            let filled = model.systems[flow.to.id()].fields.ids();
            let filled = filled.filter(|field| {
                !model.terms[term].is_identifier()
                    && is_meant(field)
                    && is_known(field)
                    && self.supply.inherits_people(*field)
            });
            let said = filled.flat_map(|field| model.scope(field));
            let said: Vec<ScopeBox> = said.map(|scope| demand.presumed(scope)).collect();
            may_share(missing, &demand.held(&further)) || may_share(missing, &said)
        };
        let unlisted = self.unlisted(who, term).filter(brings_some);
        let unlisted = unlisted.filter(|flow| self.may_concern(demand, missing, *flow));
        if let Some(flow) = self.likeliest(demand, term, Some(missing), unlisted) {
            return Some(self.by_flow(demand, (who, term), flow, (Some(missing), true)));
        }
        self.perhaps(demand, who, term, Some(missing))
    }

    /// True if a system without listed fields may bring the term by an unlisted flow, or two unlisted flows in a row may.
    pub(super) fn is_doubtful(&self, who: OrganisationId, term: TermId) -> bool {
        let model = self.graph.model();
        let mut unlisted = self.unlisted(who, term);
        unlisted.any(|flow| !model.systems[model.flows[flow].from.id()].lists_fields)
            || self.may_come_in_two_steps(who, term)
    }

    /// The unlisted flows to the asker that may bring a term: from a system that may hold it, or into a system with a field of it that no other flow
    /// fills.
    /// No system brings an identifier that it does not hold.
    fn unlisted(&self, who: OrganisationId, term: TermId) -> impl Iterator<Item = FlowId> {
        let model = self.graph.model();
        let holders = self.holders(term);
        // A body without a named system is not expected to bring an identifier that nobody says it holds, nor what nobody holds at all.
        let is_identifier = model.terms[term].is_identifier();
        let may_hold = move |system: SystemId| {
            let mut fields = model.systems[system].fields.ids();
            let is_unnamed = model.systems[system].origin == Origin::Unnamed;
            holders.binary_search(&system).is_ok()
                || !(model.systems[system].lists_fields
                    || is_unnamed && (is_identifier || holders.is_empty()))
                || fields.any(|field| may_mean_any(model, field))
        };
        let brings = move |flow: &FlowId| {
            let flow = &model.flows[*flow];
            let mut filled = model.systems[flow.to.id()].fields.ids();
            let mut is_to_fill = || {
                !is_identifier
                    && filled.any(|field| {
                        model.term_of(field) == Some(term)
                            && self.graph.values_in(field).next().is_none()
                    })
            };
            !self.is_closed(flow.to.id(), term)
                && flow.fields.is_open()
                && (may_hold(flow.from.id()) || is_to_fill())
        };
        let arriving = self.own(who).arriving.iter().chain(&self.published);
        arriving.copied().filter(brings)
    }

    fn by_flow(
        &self,
        demand: &Demand<'_>,
        (who, term): (OrganisationId, TermId),
        flow: FlowId,
        (wanted, has_some): (Option<&[ScopeBox]>, bool),
    ) -> Reason {
        let model = self.graph.model();
        let passed = model.people(&self.passed(demand, flow));
        let leaves_some_out = wanted.is_some_and(|wanted| {
            leaves_some(&model.people(wanted), &passed, model.space(), Mode::Certain)
        });
        let why = Why::Unlisted {
            term,
            who,
            flow,
            has_some,
            leaves_some_out,
        };
        Reason::at(model.flows[flow].from.span, why)
    }

    /// A system of which something is unknown and that may bring the term for some of these people.
    fn perhaps(
        &self,
        demand: &Demand<'_>,
        who: OrganisationId,
        term: TermId,
        wanted: Option<&[ScopeBox]>,
    ) -> Option<Reason> {
        let mut perhaps = self.supply.perhaps(who, term);
        let (system, key) = perhaps.find(|(system, key)| {
            wanted.is_none_or(|wanted| self.may_be_about(demand, term, wanted, *system, key))
        })?;
        let why = Why::PerhapsHeld {
            term,
            who,
            system,
            key,
        };
        Some(Reason::at(self.graph.model().systems[system].span, why))
    }
}
