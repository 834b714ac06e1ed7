//! The sources that answer a question together: the terms that each holds, the identifiers that link them, and the obstacles.

mod fragile;
mod together;
mod unlock;

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use crate::judge::graph::{Ages, Bound, Demand, FlowGraph, Grade, Supply, is_own, is_published};
use crate::read::model::{
    DataLevel, FieldId, Id, Mode, Need, NeedId, Ref, ScopeBox, SystemId, TermId, difference,
};
use crate::words::first_few;

/// The sources of a need (one id) or of terms (any number), those that hold most first.
///
/// # Errors
/// If the map has no such need or term.
pub fn ask(graph: &FlowGraph, ids: &[&str]) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let needs = model.needs.iter().map(|(_, need)| &*need.slug);
    let need = match ids {
        [id] => find(id, "need or term", needs).ok(),
        _ => None,
    };
    let need = need.map(|index| &model.needs[NeedId::new(index)]);
    let terms: Vec<TermId> = match need {
        Some(need) => need.terms().iter().map(Ref::id).collect(),
        None => {
            let slugs = || model.terms.iter().map(|(_, term)| &*term.slug);
            let found = ids.iter().map(|id| find(id, "need or term", slugs()));
            found
                .map(|index| index.map(TermId::new))
                .collect::<Result<_, _>>()?
        }
    };
    let supply = Supply::of(graph);
    let mut sources: BTreeMap<SystemId, Vec<(usize, FieldId)>> = BTreeMap::new();
    for (index, term) in terms.iter().enumerate() {
        for field in supply.held(*term) {
            let system = sources.entry(model.system_of(*field)).or_default();
            system.push((index, *field));
        }
    }
    let table = Table {
        graph,
        supply: &supply,
        ages: Ages::of(graph),
        demand: need.map(|need| Demand::of(graph, need)),
        need,
        terms,
        sources,
    };
    Ok(table.answer(ids))
}

struct Table<'g> {
    graph: &'g FlowGraph,
    supply: &'g Supply<'g>,
    ages: Ages<'g>,
    need: Option<&'g Need>,
    demand: Option<Demand<'g>>,
    terms: Vec<TermId>,
    /// For each system that holds any of the terms: the terms, and the fields that hold them.
    sources: BTreeMap<SystemId, Vec<(usize, FieldId)>>,
}

impl Table<'_> {
    fn answer(&self, ids: &[&str]) -> Answer {
        let mut order: Vec<SystemId> = self.sources.keys().copied().collect();
        let rank = |system: &SystemId| {
            let is_barred = self.bars(*system).is_some();
            (
                is_barred,
                std::cmp::Reverse(self.held(*system).len()),
                *system,
            )
        };
        order.sort_by_key(rank);
        let open: Vec<SystemId> = order
            .iter()
            .copied()
            .filter(|system| self.bars(*system).is_none())
            .collect();
        let rows = order
            .iter()
            .map(|system| self.row(*system, &open))
            .collect();
        let (combination, mut notes) = self.combination(&open);
        notes.extend(self.fragility());
        let title = self.title(ids, &combination);
        Answer {
            card: None,
            title,
            columns: super::named(&[
                "source",
                "owner",
                "terms",
                "level",
                "people",
                "identifiers",
                "links with",
                "age",
                "in the way",
            ]),
            rows,
            notes,
        }
    }

    /// The sources that answer together, if any.
    fn title(&self, ids: &[&str], combination: &[SystemId]) -> String {
        let mut terms = 0..self.terms.len();
        let is_whole = terms.all(|term| self.left_out(combination, term).is_empty());
        let slugs: Vec<&str> = combination
            .iter()
            .map(|system| self.slug(*system))
            .collect();
        let names = slugs.join("`, `");
        match combination.len() {
            0 => format!(
                "no sources that can be used together hold all of `{}`",
                ids.join("`, `")
            ),
            1 if is_whole => format!("`{names}` alone holds all it takes"),
            1 => format!("`{names}` alone holds all the terms, but not for everyone"),
            many if is_whole => format!("{many} sources together hold all it takes: `{names}`"),
            _ => format!(
                "no sources together hold all it takes for everyone; the nearest are `{names}`"
            ),
        }
    }

    fn slug(&self, system: SystemId) -> &str {
        &self.graph.model().systems[system].slug
    }

    /// The terms that a source holds with enough detail and completeness.
    fn held(&self, system: SystemId) -> BTreeSet<usize> {
        let fields = self.sources.get(&system).into_iter().flatten();
        let fit = fields.filter(|(_, field)| self.is_fit(*field));
        fit.map(|(term, _)| *term).collect()
    }

    /// True if a field may be detailed and complete enough for the need.
    fn is_fit(&self, field: FieldId) -> bool {
        let demand = self.demand.as_ref();
        demand.is_none_or(|demand| demand.grade(field) != Grade::Lacking)
    }

    /// The people of the need for whom some sources leave a term out, surely or perhaps. If the need states no people, all people or none.
    fn left_out(&self, systems: &[SystemId], term: usize) -> Vec<ScopeBox> {
        let Some(demand) = &self.demand else {
            return Vec::new();
        };
        let fields = systems.iter().filter_map(|system| self.sources.get(system));
        let fields = fields
            .flatten()
            .filter(|(index, field)| *index == term && demand.grade(*field) <= Grade::Presumed);
        let fields: Vec<FieldId> = fields.map(|(_, field)| *field).collect();
        let model = self.graph.model();
        match demand.people() {
            Some(wanted) => difference(wanted, demand.held(&fields), model.space(), Mode::Possible),
            None if fields.is_empty() => vec![ScopeBox::unstated(model.dimensions.len())],
            None => Vec::new(),
        }
    }

    fn term(&self, index: usize) -> &str {
        &self.graph.model().terms[self.terms[index]].slug
    }

    /// The askers that cannot use a source.
    fn without(&self, system: SystemId) -> Vec<&str> {
        let model = self.graph.model();
        let who = self.need.map_or(&[][..], |need| &need.who);
        let can_use = |who| is_published(model, system) || is_own(model, system, who);
        who.iter()
            .map(Ref::id)
            .filter(|who| !can_use(*who))
            .map(|who| &*model.organisations[who].slug)
            .collect()
    }

    /// The reason why a source cannot be used for the need at all.
    fn bars(&self, system: SystemId) -> Option<String> {
        let need = self.need?;
        let without = self.without(system);
        if !without.is_empty() && without.len() == need.who.len() {
            return Some(format!("not available to `{}`", without.join("`, `")));
        }
        let demand = self.demand.as_ref()?;
        let mut fields = self.sources[&system].iter();
        if fields.any(|(_, field)| self.is_fit(*field)) {
            return None;
        }
        let mut fields = self.sources[&system].iter();
        let is_coarse = fields.all(|(_, field)| demand.level(*field) == Grade::Lacking);
        Some(if is_coarse {
            "holds only totals".to_owned()
        } else {
            "is filled in too seldom".to_owned()
        })
    }

    fn in_the_way(&self, system: SystemId) -> Cell {
        let without = self.without(system);
        match self.bars(system) {
            Some(bar) => Cell::from(bar),
            None if without.is_empty() => Cell::Nothing,
            None => Cell::from(format!("not available to `{}`", without.join("`, `"))),
        }
    }

    fn row(&self, system: SystemId, open: &[SystemId]) -> Row {
        let model = self.graph.model();
        let fields = &self.sources[&system];
        let stated = &model.systems[system];
        let linkage = self.supply.linkage();
        let list = |names: &mut dyn Iterator<Item = String>| {
            let names: Vec<String> = names.collect();
            if names.is_empty() {
                Cell::Nothing
            } else {
                Cell::from(names.join(", "))
            }
        };
        let held: BTreeSet<&str> = fields.iter().map(|(term, _)| self.term(*term)).collect();
        let identifiers = linkage.held(system).iter().map(|(term, certain)| {
            let mark = if *certain { "" } else { " (perhaps)" };
            format!("{}{mark}", model.terms[*term].slug)
        });
        let partners = open
            .iter()
            .filter(|other| **other != system && linkage.links(system, **other) == Some(true));
        let level = self.supply.level(fields[0].1).map(|level| match level {
            DataLevel::Record => "single cases",
            DataLevel::Aggregate => "totals",
        });
        let owner = stated
            .owner()
            .map(|owner| &*model.organisations[owner].slug);
        Row {
            cells: vec![
                Cell::from(&*stated.slug),
                owner.map_or(Cell::Unknown, Cell::from),
                list(&mut held.into_iter().map(str::to_owned)),
                level.map_or(Cell::Unknown, Cell::from),
                self.people(system, fields[0].1),
                if linkage.held(system).is_empty() && linkage.may_hold_more(system) {
                    Cell::Unknown
                } else {
                    list(&mut identifiers.into_iter())
                },
                self.partners(&partners.copied().collect::<Vec<SystemId>>()),
                self.age(fields),
                self.in_the_way(system),
            ],
            path: fields
                .iter()
                .map(|(_, field)| model.field_name(*field))
                .collect(),
            place: Some(stated.span),
        }
    }

    /// The names of at most six partners; the others are counted.
    fn partners(&self, partners: &[SystemId]) -> Cell {
        if partners.is_empty() {
            return Cell::Nothing;
        }
        Cell::from(first_few(partners.iter().map(|other| self.slug(*other)), 6))
    }

    fn people(&self, system: SystemId, field: FieldId) -> Cell {
        let model = self.graph.model();
        let demand = self.demand.as_ref();
        let Some((demand, wanted)) = demand.and_then(|demand| Some((demand, demand.people()?)))
        else {
            let scope = model.scope(field);
            let says_nothing = scope
                .iter()
                .all(|part| part.0.iter().all(|extent| !extent.is_stated()));
            return if says_nothing {
                Cell::Unknown
            } else {
                Cell::from(model.boxes_words(scope))
            };
        };
        let fields = self.sources[&system].iter();
        let fields: Vec<FieldId> = fields.map(|(_, field)| *field).collect();
        let mut missing: Vec<ScopeBox> = Vec::new();
        for left_out in fields.iter().flat_map(|field| demand.left_out(&[*field])) {
            if !missing.contains(&left_out) {
                missing.push(left_out);
            }
        }
        if !missing.is_empty() {
            return Cell::from(format!("not: {}", model.parts_words(&missing, wanted)));
        }
        if fields.iter().any(|field| demand.may_leave_out(&[*field])) {
            Cell::Unknown
        } else {
            Cell::from("everyone asked about")
        }
    }

    /// The age of the last of the source's fields of the terms to arrive.
    fn age(&self, fields: &[(usize, FieldId)]) -> Cell {
        let ages = fields.iter().filter_map(|(_, field)| self.ages.age(*field));
        match ages.reduce(crate::judge::graph::Age::both) {
            Some(age) if age.worst != Bound::UNKNOWN => Cell::from(format!(
                "{} at best, {} at worst",
                age.best.words(),
                age.worst.words()
            )),
            _ => Cell::Unknown,
        }
    }
}
