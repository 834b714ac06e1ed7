//! A map as an oracle sees it: its points, the people that each field is known for, and whether it holds single cases.

use flowmap::read::model::{
    Contents, DataLevel, Extent, FieldId, Flow, How, Id, Model, OrganisationId, Origin, Ref,
    ScopeBox, Stated, System, SystemId, SystemKind, TermId,
};

use crate::oracle::points::{Point, Universe};
use crate::oracle::tables::{standing, term};

pub(in crate::oracle) struct World<'m> {
    pub(in crate::oracle) model: &'m Model,
    pub(super) points: Vec<Point>,
    pub(super) basis: usize,
    /// For each field, the people that it is known for.
    pub(super) known: Vec<Vec<ScopeBox>>,
    pub(in crate::oracle) level: Vec<Option<DataLevel>>,
}

impl<'m> World<'m> {
    pub(in crate::oracle) fn of(model: &'m Model) -> Self {
        let universe = Universe::of(model);
        let mut points: Vec<Point> = vec![Vec::new()];
        for places in &universe.places {
            let longer = |point: &Point| -> Vec<Point> {
                places
                    .iter()
                    .map(|place| [&point[..], &[*place]].concat())
                    .collect()
            };
            points = points.iter().flat_map(longer).collect();
        }
        let mut world = Self {
            model,
            points,
            basis: universe.counted_by,
            known: Vec::new(),
            level: Vec::new(),
        };
        world.known = model
            .fields
            .ids()
            .map(|field| world.known_people(field))
            .collect();
        world.level = model
            .fields
            .ids()
            .map(|field| world.level_of(field, &world.cases()))
            .collect();
        world
    }

    /// The flows that bring a field's values, each with its source.
    pub(super) fn links(&self, field: FieldId) -> Vec<(FieldId, How, &'m Flow)> {
        let mut links = Vec::new();
        for flow in standing(self.model) {
            for passage in flow
                .passages()
                .iter()
                .filter(|passage| passage.to.id() == field)
            {
                links.extend(
                    passage
                        .from
                        .iter()
                        .map(|from| (from.id(), passage.how, flow)),
                );
            }
        }
        links
    }

    /// A system that captures the field itself holds more than its flows bring.
    fn known_people(&self, field: FieldId) -> Vec<ScopeBox> {
        let system = &self.model.systems[self.model.fields[field].system];
        let kind = system.kind.known();
        if kind == Some(&SystemKind::Record) || system.captured.known().is_some() {
            return self.model.scope(field).to_vec();
        }
        self.people(field, 0)
    }

    fn people(&self, field: FieldId, depth: usize) -> Vec<ScopeBox> {
        let own = self.model.scope(field).to_vec();
        let is_silent = |scope: &ScopeBox| {
            let mut extents = scope.0.iter().enumerate();
            extents.any(|(index, extent)| index != self.basis && *extent == Extent::Unstated)
        };
        let links = self.links(field);
        if !own.iter().any(is_silent) || links.is_empty() || depth > self.model.fields.len() {
            return own;
        }
        let mut all: Vec<ScopeBox> = Vec::new();
        for (from, _, flow) in links {
            for outer in self.people(from, depth + 1) {
                let Some(outer) = through(&outer, flow) else {
                    continue;
                };
                for own in &own {
                    let mut scope = outer.clone();
                    for (index, extent) in own.0.iter().enumerate() {
                        if *extent != Extent::Unstated || index == self.basis {
                            scope.0[index] = extent.clone();
                        }
                    }
                    if !all.contains(&scope) {
                        all.push(scope);
                    }
                }
            }
        }
        if all.is_empty() { own } else { all }
    }

    /// For each field, whether any single cases reach it.
    fn cases(&self) -> Vec<bool> {
        let model = self.model;
        let mut cases = vec![false; model.fields.len()];
        for _ in 0..=model.fields.len() {
            for field in model.fields.ids() {
                let system = &model.systems[model.fields[field].system];
                let links = self.links(field);
                let brings = |(from, how, flow): &(FieldId, How, &Flow)| {
                    let is_totals = *how == How::Aggregated
                        || flow.contains.known() == Some(&Contents::Aggregate);
                    !is_totals && cases[from.index()]
                };
                cases[field.index()] = match system.level.known() {
                    Some(level) => *level == DataLevel::Record,
                    None if publishes(system) => false,
                    None => links.is_empty() || links.iter().any(brings),
                };
            }
        }
        cases
    }

    fn level_of(&self, field: FieldId, cases: &[bool]) -> Option<DataLevel> {
        let system = &self.model.systems[self.model.fields[field].system];
        if let Some(level) = system.level.known() {
            return Some(*level);
        }
        let links = self.links(field);
        let brings_cases = |(_, how, flow): &(FieldId, How, &Flow)| {
            let contains = flow.contains.known();
            *how == How::Identity && contains.is_some_and(|all| *all != Contents::Aggregate)
        };
        match system.kind.known() {
            _ if publishes(system) => Some(DataLevel::Aggregate),
            _ if !links.is_empty() && !cases[field.index()] => Some(DataLevel::Aggregate),
            _ if matches!(system.level, Stated::Unknown(_)) => None,
            Some(SystemKind::Record | SystemKind::Register | SystemKind::Linkage) => {
                Some(DataLevel::Record)
            }
            _ if links.iter().any(brings_cases) => Some(DataLevel::Record),
            _ => None,
        }
    }

    pub(in crate::oracle) fn owns(&self, who: OrganisationId, system: SystemId) -> bool {
        let owner = self.model.systems[system].owner.known().map(Ref::id);
        owner.is_some_and(|owner| self.model.is_part_of(owner, who))
    }

    pub(super) fn is_published(&self, system: SystemId) -> bool {
        self.model.systems[system].kind.known() == Some(&SystemKind::Publication)
    }

    pub(in crate::oracle) fn usable(&self, who: OrganisationId, asked: TermId) -> Vec<FieldId> {
        let fields = self.model.fields.iter();
        let usable = fields.filter(|(id, field)| {
            term(self.model, *id) == Some(asked)
                && (self.owns(who, field.system) && !self.stands_in(*id, asked)
                    || self.is_published(field.system))
        });
        usable.map(|(id, _)| id).collect()
    }

    /// True for a field of an unnamed system of a body that has a named one with the term: the body holds it there.
    fn stands_in(&self, field: FieldId, asked: TermId) -> bool {
        let system = |field: FieldId| &self.model.systems[self.model.fields[field].system];
        let owner = |field: FieldId| system(field).owner.known().map(Ref::id);
        system(field).origin == Origin::Unnamed
            && self.model.fields.ids().any(|other| {
                term(self.model, other) == Some(asked)
                    && owner(other) == owner(field)
                    && system(other).origin != Origin::Unnamed
            })
    }
}

/// The part of a box that a flow passes.
fn through(scope: &ScopeBox, flow: &Flow) -> Option<ScopeBox> {
    let Some(only) = flow.only.known() else {
        return Some(scope.clone());
    };
    // The maps have filters of one box, on areas alone.
    let mut part = scope.clone();
    for (extent, filter) in part.0.iter_mut().zip(&only[0].0) {
        match (&*extent, filter) {
            (_, Extent::Unstated) => {}
            (Extent::Leaves(here), Extent::Leaves(there)) => {
                if !(0..2).any(|leaf| here.has(leaf) && there.has(leaf)) {
                    return None;
                }
                if (0..2).all(|leaf| here.has(leaf)) {
                    *extent = filter.clone();
                }
            }
            _ => *extent = filter.clone(),
        }
    }
    Some(part)
}

/// True for a publication, of totals unless its level is `unknown`.
fn publishes(system: &System) -> bool {
    let is_told = !matches!(system.level, Stated::Unknown(_));
    is_told && system.kind.known() == Some(&SystemKind::Publication)
}
