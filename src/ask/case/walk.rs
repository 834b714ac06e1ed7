//! Walks a case through the map: the part of it that each system has and each flow passes, and the verdict on both.
//!
//! A case is a union of boxes that states everything: a dimension that it leaves open may have any value. A system that states its people
//! has the part of the case inside them; any other system has the part that flows bring. Each part is worked out twice: surely, and
//! perhaps, with `unknown` taken as everyone.

use super::news::{is_no_news, is_own};
use crate::judge::graph::FlowGraph;
use crate::read::model::{
    Boxes, Contents, DataLevel, Extent, FieldId, FlowId, How, Id, Mode, Model, OrganisationId,
    Origin, ScopeBox, Stated, System, SystemId, SystemKind, is_too_much, leaves_some, overlap,
};

/// Limit on the boxes of a share, and on the pairs of boxes compared; above it the verdict is "cannot tell".
const MOST_BOXES: usize = 400;
/// Limit on the rounds over the flows: news of a case that goes through more systems than this is not followed further.
pub(super) const MOST_ROUNDS: usize = 64;

/// The verdict on a system or flow. In the order printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Told, whatever the case leaves open.
    Must,
    /// Told for some values of what the case leaves open, not for others.
    May,
    /// The map does not say enough.
    CannotTell,
    /// Never told.
    Not,
}

/// A part of the case, surely and perhaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) sure: Vec<ScopeBox>,
    pub(super) perhaps: Vec<ScopeBox>,
    /// True if there are too many boxes to tell.
    is_cut: bool,
}

/// A case on its way through a map.
pub(super) struct Walk<'g> {
    pub(super) graph: &'g FlowGraph,
    /// The case, with each dimension that it leaves open set to all.
    pub(super) case: Vec<ScopeBox>,
    /// The part of the case that each system has.
    pub(super) held: Vec<Share>,
    /// The part of the case that each flow passes on; empty for a flow that does not stand.
    pub(super) passed: Vec<Share>,
    /// True for the systems that have it at first hand.
    pub(super) is_first: Vec<bool>,
    /// The number of flows that the case has passed through when a system gets it; `None` if it does not.
    pub(super) hops: Vec<Option<usize>>,
    /// True for the systems that nobody need tell: all that surely brings the case is voluntary, or comes from such a system.
    pub(super) is_free: Vec<bool>,
    /// True for the unnamed systems of bodies of which no record surely has the case. Such a body may be told of it, but nobody has said that
    /// it passes on just this.
    pub(super) is_hearsay: Vec<bool>,
    /// True for the flows that name neither a person nor a day.
    is_no_news: Vec<bool>,
}

impl<'g> Walk<'g> {
    pub(super) fn of(graph: &'g FlowGraph, boxes: &[ScopeBox]) -> Self {
        let model = graph.model();
        let mut walk = Self {
            graph,
            case: whole(model, boxes),
            held: vec![Share::default(); model.systems.len()],
            passed: vec![Share::default(); model.flows.len()],
            is_first: vec![false; model.systems.len()],
            hops: vec![None; model.systems.len()],
            is_free: vec![false; model.systems.len()],
            is_hearsay: vec![false; model.systems.len()],
            is_no_news: model.flows.ids().map(|id| is_no_news(model, id)).collect(),
        };
        for (id, system) in model.systems.iter() {
            if let Some(people) = people(model, system) {
                walk.held[id.index()] = common(&walk.case, &people);
            }
        }
        for (id, system) in model
            .systems
            .iter()
            .filter(|(id, _)| is_unnamed(model, *id))
        {
            let own = walk.of_silent(id, system);
            walk.is_hearsay[id.index()] = own.sure.is_empty();
        }
        walk.spread();
        walk.find_first();
        walk.find_free();
        walk.count_hops();
        walk
    }

    /// Compares a share of the case with the whole case.
    pub(super) fn verdict(&self, share: &Share) -> Verdict {
        let space = self.graph.model().space();
        if share.is_cut || is_too_much(&self.case, &share.sure, space) {
            Verdict::CannotTell
        } else if share.perhaps.is_empty() {
            Verdict::Not
        } else if !leaves_some(&self.case, &share.sure, space, Mode::Possible) {
            Verdict::Must
        } else if share.sure.is_empty() {
            Verdict::CannotTell
        } else {
            Verdict::May
        }
    }

    /// The verdict on a system.
    pub(super) fn of_system(&self, system: SystemId) -> Verdict {
        self.verdict(&self.held[system.index()])
    }

    /// The verdict on a flow: whether it passes the case into the people of its target.
    pub(super) fn of_flow(&self, flow: FlowId) -> Verdict {
        self.verdict(&self.passed[flow.index()])
    }

    /// Gives each system that does not state its people the part that flows bring, until nothing changes; then sets the part that each flow
    /// passes.
    fn spread(&mut self) {
        let model = self.graph.model();
        for _ in 0..MOST_ROUNDS {
            let mut is_changed = false;
            for (id, system) in model.systems.iter() {
                if people(model, system).is_some() {
                    continue;
                }
                let mut share = self.of_silent(id, system);
                let into = self.graph.flows_in(id).iter();
                for flow in into.filter(|flow| !self.is_of_figures(**flow)) {
                    share.add(self.through(*flow));
                }
                is_changed |= share != self.held[id.index()];
                self.held[id.index()] = share;
            }
            if !is_changed {
                break;
            }
        }
        for (flow, _) in self.graph.flows() {
            self.passed[flow.index()] = self.through(flow);
        }
    }

    /// The part of the case that a system without stated people has before any flow brings it one: all of it if it has no flows into it.
    fn of_silent(&self, id: SystemId, system: &System) -> Share {
        let model = self.graph.model();
        let all = || self.case.clone();
        let into = self.graph.flows_in(id);
        if !is_unnamed(model, id) {
            let is_source = into.is_empty();
            let sure = if is_source { all() } else { Vec::new() };
            return Share {
                perhaps: sure.clone(),
                sure,
                is_cut: false,
            };
        }
        if self.graph.flows_out(id).is_empty() {
            return Share::default();
        }
        // An unnamed system of its organisation: it has the case if one of the organisation's systems surely has it.
        let owner = system.owner();
        let has = |(other, named): (SystemId, &System)| {
            other != id
                && is_record(named)
                && named
                    .owner()
                    .zip(owner)
                    .is_some_and(|(part, whole)| is_kin(model, part, whole))
                && people(model, named).is_some()
                && self.of_system(other) == Verdict::Must
        };
        let is_sure = model.systems.iter().any(has);
        Share {
            sure: if is_sure { all() } else { Vec::new() },
            perhaps: all(),
            is_cut: false,
        }
    }

    /// The part of the case that a flow passes into the people of its target.
    fn through(&self, flow: FlowId) -> Share {
        let model = self.graph.model();
        let written = &model.flows[flow];
        // A flow that is known not to be passed brings nothing.
        if matches!(written.fields, Stated::NotShared(_) | Stated::Absent(_))
            || self.is_no_news[flow.index()]
        {
            return Share::default();
        }
        let from = written.from.id().index();
        let mut share = self.held[from].clone();
        // Nobody knows whether a flow of unknown status still runs.
        if self.is_hearsay[from] || written.may_have_ended() {
            share.sure.clear();
        }
        for scope in [said(model, &written.only), asked(model, flow)] {
            let Some(scope) = scope else { continue };
            let (sure, perhaps) = (common(&share.sure, &scope), common(&share.perhaps, &scope));
            share = Share {
                sure: sure.sure,
                perhaps: perhaps.perhaps,
                is_cut: share.is_cut || sure.is_cut || perhaps.is_cut,
            };
        }
        share
    }

    /// The flows that bring a system the case, the certain ones first.
    pub(super) fn bringing(&self, system: SystemId) -> Vec<(Verdict, FlowId)> {
        let flows = self.graph.flows_in(system).iter();
        let mut flows: Vec<(Verdict, FlowId)> =
            flows.map(|flow| (self.of_flow(*flow), *flow)).collect();
        flows.retain(|(verdict, _)| *verdict != Verdict::Not);
        flows.sort();
        flows
    }

    /// True for a flow that passes figures and no cases.
    pub(super) fn is_of_figures(&self, flow: FlowId) -> bool {
        let model = self.graph.model();
        let flow = &model.flows[flow];
        let source = &model.systems[flow.from.id()];
        let passages = flow.passages();
        flow.contains.known() == Some(&Contents::Aggregate)
            || source.level.known() == Some(&DataLevel::Aggregate)
            || (!passages.is_empty() && passages.iter().all(|one| one.how == How::Aggregated))
    }

    /// True for a flow that only copies: its source is filled by others, and nobody types what it passes.
    pub(super) fn is_copying(&self, flow: FlowId) -> bool {
        let model = self.graph.model();
        self.is_from_filled(flow) && !model.flows[flow].is_by_hand()
    }

    /// True for a flow out of a system that others fill, such as a collection.
    fn is_from_filled(&self, flow: FlowId) -> bool {
        let model = self.graph.model();
        let kind = model.systems[model.flows[flow].from.id()].kind.known();
        !matches!(kind, None | Some(SystemKind::Record | SystemKind::Other))
    }

    /// True for a flow by which another organisation reports the case. A flow by which the owner learns of it at work is not one.
    fn is_telling(&self, flow: FlowId) -> bool {
        let model = self.graph.model();
        let written = &model.flows[flow];
        let target = &model.systems[written.to.id()];
        let is_duty = !is_record(target) || written.basis.known().is_some();
        matches!(self.of_flow(flow), Verdict::Must | Verdict::May)
            && !self.is_copying(flow)
            && !is_own(model, flow)
            && is_duty
    }

    /// Marks the systems that have the case at first hand: they write it down themselves and no flow tells them.
    fn find_first(&mut self) {
        let model = self.graph.model();
        for (id, system) in model.systems.iter() {
            let writes = is_record(system) || system.captured.known().is_some();
            let into = self.graph.flows_in(id);
            let is_told = into.iter().any(|flow| self.is_telling(*flow));
            let is_held = !matches!(self.of_system(id), Verdict::Not);
            let is_copied = system.captured.known().is_none()
                && !into.is_empty()
                && into.iter().all(|flow| self.is_from_filled(*flow));
            self.is_first[id.index()] = is_held && writes && !is_told && !is_copied;
        }
        for (id, system) in model.systems.iter() {
            if !is_unnamed(model, id) || self.graph.flows_out(id).is_empty() {
                continue;
            }
            let kin = |(other, named): (SystemId, &System)| {
                let owners = named.owner().zip(system.owner());
                self.is_first[other.index()]
                    && self.of_system(other) == Verdict::Must
                    && owners.is_some_and(|(part, whole)| is_kin(model, part, whole))
            };
            let has_kin = model.systems.iter().any(kin);
            let is_alone = self.bringing(id).is_empty();
            self.is_first[id.index()] = is_alone || has_kin;
        }
    }
}

impl Share {
    fn add(&mut self, other: Self) {
        let add = |into: &mut Vec<ScopeBox>, boxes: Vec<ScopeBox>| {
            for one in boxes {
                if !into.contains(&one) {
                    into.push(one);
                }
            }
        };
        add(&mut self.sure, other.sure);
        add(&mut self.perhaps, other.perhaps);
        self.is_cut |= other.is_cut || self.sure.len().max(self.perhaps.len()) > MOST_BOXES;
    }
}

/// Completes a case so that it states everything. `counted_by` is not part of a case.
pub(super) fn whole(model: &Model, boxes: &[ScopeBox]) -> Vec<ScopeBox> {
    let open = |extent: &Extent| match extent {
        Extent::Unstated | Extent::Unknown => Extent::All,
        said => said.clone(),
    };
    let all = || vec![ScopeBox(vec![Extent::All; model.dimensions.len()])];
    let boxes: Vec<ScopeBox> = match boxes {
        [] => all(),
        boxes => boxes
            .iter()
            .map(|one| ScopeBox(one.0.iter().map(open).collect()))
            .collect(),
    };
    model.people(&boxes)
}

/// The people about whom a flow fills something: those of its target fields if all of them state a scope, else those of the system that it
/// reaches; `None` if that system states none.
fn asked(model: &Model, flow: FlowId) -> Option<Vec<ScopeBox>> {
    let written = &model.flows[flow];
    let system = &model.systems[written.to.id()];
    let own = people(model, system)?;
    let filled = written.passages().iter().map(|passage| passage.to.id());
    let states = |field: &FieldId| model.fields[*field].covers.known().is_some();
    let filled: Vec<FieldId> = filled.collect();
    if filled.is_empty() || !filled.iter().all(states) {
        return Some(own);
    }
    let mut all: Vec<ScopeBox> = Vec::new();
    for scope in filled.iter().flat_map(|field| model.scope(*field)) {
        let scope = scope.presumed();
        if !all.contains(&scope) {
            all.push(scope);
        }
    }
    Some(model.people(&all))
}

/// The people that a system states, each dimension that it leaves out presumed unrestricted; `None` if it states none.
pub(super) fn people(model: &Model, system: &System) -> Option<Vec<ScopeBox>> {
    said(model, &system.covers)
}

/// Like [`people`], for any scope. `unknown` instead of a scope is unknown on every dimension.
pub(super) fn said(model: &Model, scope: &Stated<Boxes>) -> Option<Vec<ScopeBox>> {
    match scope {
        Stated::Unstated => None,
        Stated::Known(boxes, _) => {
            let boxes: Vec<ScopeBox> = boxes.iter().map(ScopeBox::presumed).collect();
            Some(model.people(&boxes))
        }
        _ => Some(vec![ScopeBox(vec![
            Extent::Unknown;
            model.dimensions.len()
        ])]),
    }
}

/// The intersection of two unions. An extent that is unknown may be all, and is nothing for sure.
fn common(boxes: &[ScopeBox], others: &[ScopeBox]) -> Share {
    let mut share = Share::default();
    if boxes.len().saturating_mul(others.len()) > MOST_BOXES {
        share.is_cut = true;
        return share;
    }
    for one in boxes {
        for other in others {
            let both = || one.and(other);
            match overlap(std::slice::from_ref(one), std::slice::from_ref(other)) {
                Some(false) => continue,
                Some(true) if other.0.iter().all(Extent::is_stated) => share.sure.push(both()),
                _ => {}
            }
            share.perhaps.push(both());
        }
    }
    share
}

/// True for a system that stands for one of an organisation's systems, not yet known which.
pub(super) fn is_unnamed(model: &Model, system: SystemId) -> bool {
    model.systems[system].origin == Origin::Unnamed
}

fn is_record(system: &System) -> bool {
    system.kind.known() == Some(&SystemKind::Record)
}

/// True if one of two organisations is the other, or part of it.
pub(super) fn is_kin(model: &Model, a: OrganisationId, b: OrganisationId) -> bool {
    model.is_part_of(a, b) || model.is_part_of(b, a)
}
