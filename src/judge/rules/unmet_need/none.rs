//! Reasons why no system that the asker can use holds a term.

use std::cmp::Reverse;

use super::near;
use super::reason::{Reason, Why};
use super::source::Sources;
use crate::judge::graph::{Demand, survives};
use crate::judge::rules::facets::has_source;
use crate::read::model::{
    FieldId, Flow, FlowId, How, Mode, OrganisationId, Passage, Stated, SystemId, TermId,
    leaves_some,
};

/// Limit on the flows named that do not stand.
const MOST_IDLE: usize = 3;

/// Systems of others that hold a term.
struct Holders<'a> {
    all: &'a [SystemId],
    /// Left out: sorted.
    own: &'a [SystemId],
}

impl<'a> Holders<'a> {
    /// The holders that are not the asker's own. In its own systems the asker cannot use the term: it gets no values any more, or was
    /// removed on the way. They count only if there are no others.
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
}

/// The reason why no field that the asker can use holds a term.
pub(super) fn reason(
    sources: &Sources<'_>,
    demand: &Demand<'_>,
    who: OrganisationId,
    term: TermId,
) -> Reason {
    let model = sources.graph.model();
    let own = sources.own(who);
    let holders = Holders::of(sources.holders(term), &own.systems);
    if let Some(reason) = not_allowed(sources, demand, (who, term), &holders) {
        return reason;
    }
    if let Some(reason) = sources.may_bring(demand, who, term) {
        return reason;
    }
    let near = near::instead(sources, demand, who, term);
    let held = sources.supply().held(term).iter().copied();
    let held = held.filter(|field| holders.contains(model.system_of(*field)));
    let held: Vec<FieldId> = held.collect();
    let Some(nearest) = near::nearest(sources.graph, demand, who, &held) else {
        return Reason::nowhere(Why::NowhereHeld { term, near });
    };
    let brings = |flow: &FlowId| {
        let flow = &model.flows[*flow];
        let mut passages = flow.passages().iter();
        flow.fields.is_open()
            || passages.any(|passage| model.term_of(passage.to.id()) == Some(term))
    };
    let idle = own.idle.iter().copied().filter(brings);
    let is_doubtful = sources.supply().may_be_empty(nearest);
    let near = near.or_else(|| {
        let elsewhere = is_doubtful || !has_source(model, nearest);
        elsewhere
            .then(|| near::elsewhere(sources, demand, term))
            .flatten()
    });
    let why = Why::NoSource {
        term,
        who,
        nearest: model.system_of(nearest),
        leaves_some_out: demand.people().is_some_and(|people| {
            leaves_some(people, model.scope(nearest), model.space(), Mode::Certain)
        }),
        is_doubtful,
        others: holders.count() - 1,
        idle: idle.take(MOST_IDLE).collect(),
        near,
    };
    let mut reason = Reason::at(model.fields[nearest].span, why);
    if is_doubtful || !has_source(model, nearest) || sources.may_come_in_two_steps(who, term) {
        reason.is_sourced = false;
    }
    reason
}

/// The reason that a flow from a holder may not pass the term on, or removes the identifier.
fn not_allowed(
    sources: &Sources<'_>,
    demand: &Demand<'_>,
    (who, term): (OrganisationId, TermId),
    holders: &Holders<'_>,
) -> Option<Reason> {
    let (model, arriving) = (sources.graph.model(), &sources.own(who).arriving);
    let is_identifier = model.terms[term].is_identifier();
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
    let passed = flows.filter(|(_, flow)| holders.contains(flow.from.id()));
    let barred = passed.filter_map(|(id, flow)| Some((id, flow, bar(flow)?)));
    let barred: Vec<(FlowId, &Flow, _)> = barred.collect();
    // The one between the systems that hold the most terms of the need; of these the one from the nearest holder, or else one with a source.
    let terms = |flow: &Flow| -> usize {
        let ends = [flow.from.id(), flow.to.id()].into_iter();
        ends.map(|end| demand.terms_in(end)).sum()
    };
    let most = barred.iter().map(|(_, flow, _)| terms(flow)).max()?;
    let held: Vec<FieldId> = barred
        .iter()
        .filter(|(_, flow, _)| terms(flow) == most)
        .flat_map(|(_, flow, _)| model.systems[flow.from.id()].fields.ids())
        .filter(|field| model.term_of(*field) == Some(term))
        .collect();
    let nearest = near::nearest(sources.graph, demand, who, &held);
    let nearest = nearest.map(|field| model.system_of(field));
    let (id, flow, span) = *barred.iter().min_by_key(|(id, flow, _)| {
        let is_far = nearest != Some(flow.from.id());
        (
            Reverse(terms(flow)),
            is_far,
            !flow.evidence.is_sourced(),
            *id,
        )
    })?;
    let why = Why::NotAllowed {
        term,
        who,
        flow: id,
    };
    let mut reason = Reason::at(span, why);
    reason.is_sourced = flow.evidence.is_sourced();
    Some(reason)
}
