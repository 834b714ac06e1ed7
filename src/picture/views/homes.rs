//! The box of each system of a picture: its own, or that of an organisation drawn as one.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{Cut, Grain};
use super::gather::Gathering;
use crate::read::model::{Model, OrganisationId, Origin, Ref, SystemId};

/// A box that holds no other box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// An organisation with all its systems.
    Organisation(OrganisationId),
    /// One system.
    System(SystemId),
    /// A list of organisations with all their systems.
    List(Gathering),
}

/// The boxes of a picture.
#[derive(Debug, Default)]
pub(super) struct Homes {
    /// For each system of the picture, its box.
    pub(super) of_system: BTreeMap<SystemId, Home>,
    /// Systems that are alone in their organisation, so that one box shows both.
    pub(super) alone: BTreeSet<SystemId>,
    /// The lists of organisations in the picture.
    lists: BTreeSet<Gathering>,
    /// For each box, the systems in it, in order.
    inside: BTreeMap<Home, Vec<SystemId>>,
}

/// The organisation and all organisations that it is part of, innermost first. A cycle ends before it repeats.
pub(super) fn outwards(model: &Model, start: OrganisationId) -> Vec<OrganisationId> {
    let mut all = vec![start];
    while let Some(next) = model.organisations[all[all.len() - 1]]
        .part_of
        .known()
        .map(Ref::id)
    {
        if all.contains(&next) {
            break;
        }
        all.push(next);
    }
    all
}

impl Homes {
    pub(super) fn of(model: &Model, cut: &Cut) -> Self {
        let mut homes = Self {
            lists: cut.gathered.values().copied().collect(),
            ..Self::default()
        };
        let mut open: BTreeMap<OrganisationId, usize> = BTreeMap::new();
        for system in &cut.systems {
            let owner = model.systems[*system].owner();
            let home = owner.map_or(Home::System(*system), |owner| {
                if let Some(list) = cut.gathered.get(&owner) {
                    return Home::List(*list);
                }
                if cut.grain == Grain::Organisations {
                    return Home::Organisation(owner);
                }
                let mut folded = outwards(model, owner);
                folded.retain(|body| cut.folded.contains(body));
                folded
                    .last()
                    .map_or(Home::System(*system), |body| Home::Organisation(*body))
            });
            homes.of_system.insert(*system, home);
            homes.inside.entry(home).or_default().push(*system);
            if let (Home::System(_), Some(owner)) = (home, owner) {
                for body in outwards(model, owner) {
                    *open.entry(body).or_default() += 1;
                }
            }
        }
        for (system, home) in &homes.of_system {
            let stated = &model.systems[*system];
            let is_alone = stated
                .owner()
                .is_some_and(|owner| open.get(&owner) == Some(&1));
            let is_short =
                stated.origin == Origin::Unnamed || (cut.grain == Grain::Compact && !cut.has_rows);
            if *home == Home::System(*system) && is_short && is_alone {
                homes.alone.insert(*system);
            }
        }
        homes
    }

    /// The organisation whose box holds a box.
    pub(super) fn inside_of(&self, model: &Model, home: Home) -> Option<OrganisationId> {
        let (owner, is_itself) = match home {
            Home::Organisation(id) => (Some(id), true),
            Home::System(id) => (model.systems[id].owner(), self.alone.contains(&id)),
            Home::List(_) => (None, true),
        };
        let whole = |body| model.organisations[body].part_of.known().map(Ref::id);
        if is_itself {
            owner.and_then(whole)
        } else {
            owner
        }
    }

    /// The organisations drawn around other boxes.
    pub(super) fn frames(&self, model: &Model) -> BTreeSet<OrganisationId> {
        let boxes = self.boxes().into_iter();
        let inside = boxes.filter_map(|home| self.inside_of(model, home));
        inside.flat_map(|body| outwards(model, body)).collect()
    }

    /// Every box once, in order.
    pub(super) fn boxes(&self) -> BTreeSet<Home> {
        let lists = self.lists.iter().map(|list| Home::List(*list));
        self.inside.keys().copied().chain(lists).collect()
    }

    /// The systems in a box.
    pub(super) fn inside(&self, home: Home) -> impl Iterator<Item = SystemId> {
        self.inside.get(&home).into_iter().flatten().copied()
    }

    /// The number of declared systems in a box. The others are placeholders for systems that nobody has named.
    pub(super) fn named_inside(&self, model: &Model, home: Home) -> usize {
        let is_named = |system: &SystemId| model.systems[*system].origin == Origin::Declared;
        self.inside(home).filter(is_named).count()
    }
}
