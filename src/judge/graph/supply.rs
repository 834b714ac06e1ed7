//! The fields that an organisation can use: fields of its own systems, and published fields.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::FlowGraph;
use super::empty::{empty_today, entered_later};
use super::levels::{is_of_totals, levels};
use super::linkage::Linkage;
use crate::read::model::{
    Boxes, DataLevel, Extent, FieldId, Id, Model, OrganisationId, Origin, ScopeBox, Stated, System,
    SystemId, SystemKind, TermId,
};

/// The fields of every term, and the organisations that can use them. Worked out once per graph.
#[derive(Debug)]
pub(crate) struct Supply<'g> {
    graph: &'g FlowGraph,
    stock: &'g Stock,
}

/// The tables of a supply.
#[derive(Debug)]
pub(super) struct Stock {
    /// For each term, the fields that mean it.
    held: Vec<Vec<FieldId>>,
    /// For each term, its fields that are published.
    published: Vec<Vec<FieldId>>,
    /// For each term, its fields by the owner of their system.
    by_owner: Vec<Vec<(OrganisationId, FieldId)>>,
    /// For each organisation, the systems it owns, and the organisations that are part of it.
    systems: Vec<Vec<SystemId>>,
    parts: Vec<Vec<OrganisationId>>,
    /// For each field, whether it holds single cases or totals.
    levels: Vec<Option<DataLevel>>,
    /// The systems with an unknown owner, kind or field list; each with the key that is `unknown`.
    open: Vec<(SystemId, &'static str)>,
    /// For each field, whether it gets no values today.
    is_empty: Vec<bool>,
    /// For each system, whether an unlisted flow that does not stand leads into it.
    entered_later: Vec<bool>,
    /// For each field, the number of the people that it is known for.
    people: Vec<u32>,
    boxes: Vec<Boxes>,
    linkage: Linkage,
}

impl Stock {
    /// The tables of the whole map.
    pub(super) fn of(graph: &FlowGraph) -> Self {
        let model = graph.model();
        let mut held = vec![Vec::new(); model.terms.len()];
        let mut published = vec![Vec::new(); model.terms.len()];
        let mut by_owner = vec![Vec::new(); model.terms.len()];
        let is_empty = empty_today(graph);
        let linkage = Linkage::of(graph);
        let levels = levels(graph);
        for (id, field) in model.fields.iter() {
            let Some(term) = field.term() else { continue };
            held[term.index()].push(id);
            // An identifier that was removed on the way cannot be used.
            let is_kept = || {
                !model.terms[term].is_identifier() || linkage.held(field.system).contains_key(&term)
            };
            if is_empty[id.index()] || !is_kept() {
                continue;
            }
            if is_published(model, field.system) {
                published[term.index()].push(id);
            }
            if let Some(owner) = model.systems[field.system].owner() {
                by_owner[term.index()].push((owner, id));
            }
        }
        for fields in &mut by_owner {
            fields.sort_unstable();
            drop_unnamed(model, fields);
        }
        let (people, boxes) = people(graph);
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
            open: open(model),
            entered_later: entered_later(graph),
            people,
            boxes,
            linkage,
            is_empty,
        }
    }
}

/// For each field, the number of the people that it is known for; and each such union of boxes once. A field is about the people that it
/// states; on the dimensions that it leaves out, about those that its flows bring.
fn people(graph: &FlowGraph) -> (Vec<u32>, Vec<Boxes>) {
    let (model, arrivals) = (graph.model(), graph.arrivals());
    let basis = model.count_basis().map(|(dimension, _)| dimension);
    let mut boxes: Vec<Boxes> = model.scopes().to_vec();
    let mut numbers: FxHashMap<Boxes, u32> = FxHashMap::default();
    let is_silent = |scope: &ScopeBox| {
        let mut extents = scope.0.iter().enumerate();
        extents.any(|(index, extent)| {
            *extent == Extent::Unstated && basis.is_none_or(|basis| basis.index() != index)
        })
    };
    let silent: Vec<bool> = boxes
        .iter()
        .map(|boxes| boxes.iter().any(is_silent))
        .collect();
    let people = model.fields.ids().map(|field| {
        let own = model.scope_number(field);
        // A system that captures the field itself holds more than its flows bring.
        let is_copied = !model.captures_itself(field) && graph.values_in(field).next().is_some();
        if !silent[own as usize] || !is_copied {
            return own;
        }
        let mut carried: Vec<ScopeBox> = Vec::new();
        for scope in arrivals.boxes(arrivals.held(field)) {
            for said in model.scope(field) {
                let mut scope = scope.clone();
                if let Some(basis) = basis {
                    scope.0[basis.index()] = said.0[basis.index()].clone();
                }
                if !carried.contains(&scope) {
                    carried.push(scope);
                }
            }
        }
        let next = boxes.len() as u32;
        let carried: Boxes = carried.into();
        let number = *numbers.entry(carried.clone()).or_insert(next);
        if number == next {
            boxes.push(carried);
        }
        number
    });
    let people = people.collect();
    (people, boxes)
}

/// Removes fields of the unnamed systems of a body whose own system has one of the term: what a body passes on it holds there.
fn drop_unnamed(model: &Model, fields: &mut Vec<(OrganisationId, FieldId)>) {
    let is_unnamed =
        |field: FieldId| model.systems[model.system_of(field)].origin == Origin::Unnamed;
    let named: BTreeSet<OrganisationId> = fields
        .iter()
        .filter(|(_, field)| !is_unnamed(*field))
        .map(|(owner, _)| *owner)
        .collect();
    fields.retain(|(owner, field)| !(is_unnamed(*field) && named.contains(owner)));
}

/// The systems whose owner, kind or field list is stated as `unknown`.
fn open(model: &Model) -> Vec<(SystemId, &'static str)> {
    let key = |system: &System| {
        let owner = system.owner();
        if matches!(system.owner, Stated::Unknown(_)) {
            Some("owner")
        } else if matches!(system.kind, Stated::Unknown(_)) {
            Some("kind")
        } else if system.evidence.word("fields") == Some("unknown") {
            Some("fields")
        } else if owner.is_some_and(|owner| model.may_be_part(owner)) {
            Some("owner")
        } else if system
            .fields
            .ids()
            .any(|field| matches!(model.fields[field].term, Stated::Unknown(_)))
        {
            Some("term")
        } else {
            None
        }
    };
    let systems = model.systems.iter();
    systems
        .filter_map(|(id, system)| Some((id, key(system)?)))
        .collect()
}

impl<'g> Supply<'g> {
    /// The supply of the whole map.
    pub(crate) fn of(graph: &'g FlowGraph) -> Self {
        Self {
            graph,
            stock: graph.stock(),
        }
    }

    /// The graph that it was made from.
    pub(crate) fn graph(&self) -> &'g FlowGraph {
        self.graph
    }

    /// An organisation and all its parts, and theirs.
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

    /// The identifiers that each system holds.
    pub(crate) fn linkage(&self) -> &Linkage {
        &self.stock.linkage
    }

    /// The fields that mean a term.
    pub(crate) fn held(&self, term: TermId) -> &'g [FieldId] {
        &self.stock.held[term.index()]
    }

    /// The fields of a term that the organisation can use, in the order of the model. An identifier that was removed on the way cannot be
    /// used.
    pub(crate) fn usable(&self, who: OrganisationId, term: TermId) -> Vec<FieldId> {
        let mut usable = self.stock.published[term.index()].clone();
        let by_owner = &self.stock.by_owner[term.index()];
        for owner in self.within(who) {
            let start = by_owner.partition_point(|(other, _)| *other < owner);
            let own = by_owner[start..].iter();
            let own = own.take_while(|(other, _)| *other == owner);
            usable.extend(own.map(|(_, field)| *field));
        }
        // A few runs, each in order.
        usable.sort();
        usable.dedup();
        usable
    }

    /// True if its owner, or everyone for a publication, can use the field: it has a term, gets values today, and its identifier was not
    /// removed on the way.
    pub(crate) fn is_of_use(&self, field: FieldId) -> bool {
        let model = self.graph.model();
        let Some(term) = model.term_of(field).map(Id::index) else {
            return false;
        };
        let owner = model.systems[model.system_of(field)].owner();
        let is_owned = |owner| {
            self.stock.by_owner[term]
                .binary_search(&(owner, field))
                .is_ok()
        };
        self.stock.published[term].binary_search(&field).is_ok() || owner.is_some_and(is_owned)
    }

    /// True if the field gets no values today: it is not captured there, and its flows have ended or not begun.
    pub(crate) fn is_empty_today(&self, field: FieldId) -> bool {
        self.stock.is_empty[field.index()]
    }

    /// True if an unlisted flow that does not stand leads into the system.
    pub(super) fn is_entered_later(&self, system: SystemId) -> bool {
        self.stock.entered_later[system.index()]
    }

    /// True if the fields of some system are `unknown`.
    pub(crate) fn has_unknowns(&self) -> bool {
        self.stock.open.iter().any(|(_, key)| *key == "fields")
    }

    /// The systems that may supply the term to the organisation, as far as an `unknown` leaves open; each with the key that is `unknown`.
    pub(crate) fn perhaps(
        &self,
        who: OrganisationId,
        term: TermId,
    ) -> impl Iterator<Item = (SystemId, &'static str)> {
        let model = self.graph.model();
        let has_field = move |system: SystemId| {
            let mut fields = model.systems[system].fields.ids();
            fields.any(|field| {
                let meant = &model.fields[field].term;
                matches!(meant, Stated::Unknown(_)) || model.term_of(field) == Some(term)
            })
        };
        // A system of an unknown owner may be the asker's, and an unlisted flow into it may bring what its source holds.
        let is_brought = move |system: SystemId| {
            let mut flows = self.graph.flows_in(system).iter();
            flows.any(|flow| {
                let (flow, from) = (&model.flows[*flow], model.flows[*flow].from.id());
                flow.fields.is_open() && (!model.systems[from].lists_fields || has_field(from))
            })
        };
        let holds = move |system: SystemId, key: &str| {
            key == "fields" || has_field(system) || key == "owner" && is_brought(system)
        };
        let is_usable = move |system: SystemId, key: &str| {
            let is_open = key == "owner" || key == "kind";
            is_open || is_own(model, system, who) || is_published(model, system)
        };
        let open = self.stock.open.iter().copied();
        open.filter(move |(system, key)| holds(*system, key) && is_usable(*system, key))
    }

    /// The level of a field: stated by its system, else meant by its system's kind, else brought by its flows.
    pub(crate) fn level(&self, field: FieldId) -> Option<DataLevel> {
        self.stock.levels[field.index()]
    }

    /// The number of the people that a field is known for: equal people have equal numbers.
    pub(crate) fn people_number(&self, field: FieldId) -> u32 {
        self.stock.people[field.index()]
    }

    /// The people that a field is known for.
    pub(crate) fn people(&self, field: FieldId) -> &'g [ScopeBox] {
        &self.stock.boxes[self.people_number(field) as usize]
    }

    /// All such unions of boxes, by their numbers.
    pub(crate) fn all_people(&self) -> &'g [Boxes] {
        &self.stock.boxes
    }

    /// True if a field is about fewer people than it states, because its flows bring no others.
    pub(crate) fn inherits_people(&self, field: FieldId) -> bool {
        self.people_number(field) != self.graph.model().scope_number(field)
    }

    /// True if every statement behind the level of a field has a source: of its system, or of the flows that bring totals to it.
    pub(crate) fn is_level_sourced(&self, field: FieldId) -> bool {
        let (graph, model) = (self.graph, self.graph.model());
        let mut seen: BTreeSet<FieldId> = BTreeSet::new();
        let mut open = vec![field];
        while let Some(field) = open.pop() {
            if !seen.insert(field) {
                continue;
            }
            let system = &model.systems[model.system_of(field)];
            let is_said = system.level.known().is_some()
                || system.kind.known() == Some(&SystemKind::Publication);
            if is_said {
                if !system.evidence.is_sourced() {
                    return false;
                }
                continue;
            }
            for link in graph.values_in(field) {
                if !model.flows[link.flow].evidence.is_sourced() {
                    return false;
                }
                if !is_of_totals(model, link) {
                    open.push(link.from);
                }
            }
        }
        true
    }
}

/// True if everyone can read the system.
pub(crate) fn is_published(model: &Model, system: SystemId) -> bool {
    model.systems[system].kind.known() == Some(&SystemKind::Publication)
}

/// True if the system belongs to the organisation or to a part of it.
pub(crate) fn is_own(model: &Model, system: SystemId, who: OrganisationId) -> bool {
    let owner = model.systems[system].owner();
    owner.is_some_and(|owner| model.is_part_of(owner, who))
}
