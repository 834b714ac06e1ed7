//! Decides whether the sources of a need can be linked case by case, for everyone that each of them serves.

use std::cmp::Reverse;

use super::Known;
use super::offer::Offer;
use super::reason::{Reason, Why};
use super::term::Supplied;
use crate::judge::graph::{Demand, Served, Supply, served_together};
use crate::read::model::{
    DataLevel, Extent, Mode, Need, OrganisationId, ScopeBox, SystemId, TermId, difference,
    leaves_some,
};

/// The systems that hold terms of a need, and the links between them.
struct Linking<'k> {
    known: &'k Known<'k>,
    terms: &'k [Supplied<'k>],
    wanted: Vec<ScopeBox>,
    /// False if the need is about all people of its sources.
    is_asked: bool,
}

/// The reason why the terms of a need, each of which has a source, cannot be linked. If the need takes totals, this is never certain: nobody states
/// whether the figures of two sources can be put together.
pub(super) fn reason(
    known: &Known<'_>,
    need: &Need,
    demand: &Demand<'_>,
    who: OrganisationId,
    terms: &[Supplied<'_>],
) -> Option<Reason> {
    if need.level.known().is_none() || terms.len() < 2 {
        return None;
    }
    let (model, supply) = (known.graph.model(), known.sources.supply());
    let linking = Linking::of(known, demand, terms);
    let (systems, groups) = linking.systems(who);
    let together = |boxes: &dyn Fn(&Offer) -> &[ScopeBox], groups: &[usize]| {
        served_together(&linking.wanted, &linking.served(boxes), &systems, groups)
    };
    let perhaps_linked = supply.linkage().groups(&systems, true);
    let missing: Vec<ScopeBox> = terms.iter().flat_map(Supplied::missing).collect();
    let rest_of = |served: Option<Vec<ScopeBox>>, mode| {
        let mut all = served?;
        all.extend(missing.iter().cloned());
        Some(difference(&linking.wanted, &all, model.space(), mode))
    };
    let surely = together(&|offer| &offer.sure, &groups);
    let is_joined = |served: &Vec<ScopeBox>| {
        !leaves_some(&linking.wanted, served, model.space(), Mode::Possible)
    };
    if surely.as_ref().is_some_and(is_joined) {
        return None;
    }
    let pair = linking.apart(supply)?;
    let terms = [terms[pair.0.0].term, terms[pair.1.0].term];
    let ends = [pair.0.1, pair.1.1];
    let served = together(&|offer| &offer.may, &groups);
    let unlinked = rest_of(served, Mode::Certain)?;
    if unlinked.is_empty() {
        return None;
    }
    if need.level.known() == Some(&DataLevel::Aggregate) {
        return linking.of_parts(demand);
    }
    let perhaps = together(&|offer| &offer.may, &perhaps_linked);
    let is_unknown = model
        .terms
        .iter()
        .any(|(_, term)| term.evidence.word("identifier") == Some("unknown"));
    let never = rest_of(perhaps, Mode::Certain)?;
    if never.is_empty() || is_unknown {
        let open = if supply.linkage().may_hold_more(ends[0]) {
            ends[0]
        } else {
            ends[1]
        };
        let why = Why::LinkUnstated {
            terms,
            systems: ends,
            open,
        };
        return Some(Reason::at(model.systems[open].span, why));
    }
    Some(unlinked_for(&linking, terms, ends, never))
}

/// A reason: two terms in systems that share no identifier, for these people.
fn unlinked_for(
    linking: &Linking<'_>,
    terms: [TermId; 2],
    systems: [SystemId; 2],
    people: Vec<ScopeBox>,
) -> Reason {
    let (model, supply) = (linking.known.graph.model(), linking.known.sources.supply());
    let held = |system| supply.linkage().held(system).keys().copied().collect();
    let others = difference(&linking.wanted, &people, model.space(), Mode::Certain);
    let is_of_all = !linking.is_asked || others.is_empty();
    let why = Why::Unlinked {
        terms,
        systems,
        identifiers: systems.map(held),
        missing: if is_of_all {
            Box::default()
        } else {
            people.into()
        },
    };
    let mut reason = Reason::at(model.systems[systems[1]].span, why);
    // That no two sources can be linked rests on what all of them hold.
    let mut sources = linking.sources();
    reason.is_sourced = sources.all(|system| model.systems[system].evidence.is_sourced());
    reason
}

/// True if the asker has every term for some of the people, if not always in time, in systems that it can link. A need that does not say whether it
/// takes single cases or totals is presumed to need no link.
pub(super) fn serves_some(
    known: &Known<'_>,
    need: &Need,
    demand: &Demand<'_>,
    who: OrganisationId,
    terms: &[Supplied<'_>],
) -> bool {
    let linking = Linking::of(known, demand, terms);
    let (systems, groups) = linking.systems(who);
    let groups = if need.level.known().is_some() {
        groups
    } else {
        vec![0; systems.len()]
    };
    let served = linking.served(|offer| &offer.at_times);
    let together = served_together(&linking.wanted, &served, &systems, &groups);
    together.is_some_and(|people| !people.is_empty())
}

impl<'k> Linking<'k> {
    fn of(known: &'k Known<'k>, demand: &Demand<'_>, terms: &'k [Supplied<'k>]) -> Self {
        let dimensions = known.graph.model().dimensions.len();
        let everyone = || vec![ScopeBox(vec![Extent::All; dimensions])];
        Self {
            known,
            terms,
            wanted: demand.people().map_or_else(everyone, <[_]>::to_vec),
            is_asked: demand.people().is_some(),
        }
    }

    /// The systems of the sources and of the asker, and the group number of each. A further system of the asker may hold both identifiers,
    /// and so serve as the key.
    fn systems(&self, who: OrganisationId) -> (Vec<SystemId>, Vec<usize>) {
        let supply = self.known.sources.supply();
        let mut systems = supply.own_systems(who);
        systems.extend(self.sources());
        systems.sort_unstable();
        systems.dedup();
        let groups = supply.linkage().groups(&systems, false);
        (systems, groups)
    }

    /// The systems of the sources that serve anyone; a system may occur twice.
    fn sources(&self) -> impl Iterator<Item = SystemId> {
        let model = self.known.graph.model();
        let offers = self.terms.iter().flat_map(|supplied| &supplied.offers);
        let offers = offers.filter(|offer| !offer.may.is_empty());
        offers.map(|offer| model.system_of(offer.field))
    }

    fn served(&self, boxes: impl Fn(&Offer) -> &[ScopeBox]) -> Served {
        let model = self.known.graph.model();
        let of_term = |supplied: &Supplied<'_>| -> Vec<(SystemId, Vec<ScopeBox>)> {
            let offers = supplied.offers.iter();
            let offers = offers.filter(|offer| !boxes(offer).is_empty());
            let people = |offer: &Offer| {
                if self.is_asked {
                    boxes(offer).to_vec()
                } else {
                    self.wanted.clone()
                }
            };
            offers
                .map(|offer| (model.system_of(offer.field), people(offer)))
                .collect()
        };
        self.terms.iter().map(of_term).collect()
    }

    /// The reason that no source holds all terms: the one that holds the most, and another for the terms that it lacks.
    fn of_parts(&self, demand: &Demand<'_>) -> Option<Reason> {
        let model = self.known.graph.model();
        let holds = |system: SystemId, term: &Supplied<'_>| {
            let mut offers = term.offers.iter();
            offers.any(|offer| !offer.may.is_empty() && model.system_of(offer.field) == system)
        };
        let held = |system: SystemId| {
            let terms = self.terms.iter().filter(|term| holds(system, term));
            terms.map(|term| term.term).collect::<Vec<TermId>>()
        };
        let fullest = self.sources().min_by_key(|system| {
            let missed = self.terms.len() - held(*system).len();
            let first = self.terms.iter().position(|term| holds(*system, term));
            (missed, Reverse(demand.terms_in(*system)), first, *system)
        })?;
        let lacking = self.terms.iter().filter(|term| !holds(fullest, term));
        let lacks: Vec<TermId> = lacking.map(|term| term.term).collect();
        let others = self.sources().filter(|system| *system != fullest);
        let other = others.min_by_key(|system| {
            let brings = held(*system);
            let missed = lacks.iter().filter(|term| !brings.contains(term));
            (missed.count(), *system)
        })?;
        let brings = held(other);
        let (brought, elsewhere): (Vec<TermId>, Vec<TermId>) =
            lacks.iter().partition(|term| brings.contains(term));
        let why = Why::InParts {
            systems: [fullest, other],
            held: held(fullest).into(),
            brought: brought.into(),
            elsewhere: elsewhere.into(),
        };
        Some(Reason::at(model.systems[fullest].span, why))
    }

    /// Two terms, each with a system, that are not surely linked.
    fn apart(&self, supply: &Supply<'_>) -> Option<((usize, SystemId), (usize, SystemId))> {
        let model = self.known.graph.model();
        let systems = |index: usize| -> Vec<SystemId> {
            let offers = self.terms[index].offers.iter();
            let offers = offers.filter(|offer| !offer.may.is_empty());
            offers.map(|offer| model.system_of(offer.field)).collect()
        };
        let count = self.terms.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let mut apart = pairs.filter_map(|(a, b)| {
            let (here, there) = (systems(a), systems(b));
            let links = |one: &SystemId, other: &SystemId| {
                supply.linkage().links(*one, *other) == Some(true)
            };
            let mut all = here
                .iter()
                .flat_map(|one| there.iter().map(move |other| (*one, *other)));
            let (one, other) = all.find(|(one, other)| !links(one, other))?;
            Some(((a, one), (b, other)))
        });
        apart.next()
    }
}
