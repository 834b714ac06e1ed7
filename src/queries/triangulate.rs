//! Which sources together answer a question: what each holds, by what they can be linked, and what stands in the way (methods 4.4).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use crate::graph::Ages;
use crate::graph::Bound;
use crate::graph::FlowGraph;
use crate::graph::Supply;
use crate::graph::is_own;
use crate::graph::is_published;
use crate::model::DataLevel;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Mode;
use crate::model::Need;
use crate::model::NeedId;
use crate::model::Ref;
use crate::model::SystemId;
use crate::model::TermId;

/// How many further identifiers are suggested.
const MOST_UNLOCKS: usize = 3;

/// The sources of a need (one id) or of terms (any number), those that hold most first.
///
/// # Errors
/// Where the map has no such need or term.
pub fn ask(graph: &FlowGraph, ids: &[&str]) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let needs = model.needs.iter().map(|(_, need)| &*need.slug);
    let need = match ids {
        [id] => find(id, "need or term", needs).ok(),
        _ => None,
    };
    let need = need.map(|index| &model.needs[NeedId::new(index)]);
    let terms: Vec<TermId> = match need {
        Some(need) => need.terms.iter().map(Ref::id).collect(),
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
            let system = sources.entry(model.fields[*field].system).or_default();
            system.push((index, *field));
        }
    }
    let table = Table {
        graph,
        supply: &supply,
        ages: Ages::of(graph),
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
    terms: Vec<TermId>,
    /// For each system that holds any of the terms: which, and in what field.
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
        let (combination, notes) = self.combination(&open);
        let title = match combination.len() {
            0 => format!(
                "no sources that can be used together hold all of `{}`",
                ids.join("`, `")
            ),
            1 => format!("`{}` alone holds all it takes", self.slug(combination[0])),
            many => format!(
                "{many} sources together hold all it takes: `{}`",
                combination
                    .iter()
                    .map(|system| self.slug(*system))
                    .collect::<Vec<&str>>()
                    .join("`, `")
            ),
        };
        Answer {
            title,
            columns: vec![
                "source",
                "owner",
                "terms",
                "level",
                "people",
                "identifiers",
                "links with",
                "age",
                "in the way",
            ],
            rows,
            notes,
        }
    }

    fn slug(&self, system: SystemId) -> &str {
        &self.graph.model().systems[system].slug
    }

    fn held(&self, system: SystemId) -> BTreeSet<usize> {
        let fields = self.sources.get(&system).into_iter().flatten();
        fields.map(|(term, _)| *term).collect()
    }

    fn term(&self, index: usize) -> &str {
        &self.graph.model().terms[self.terms[index]].slug
    }

    /// Why a source cannot be used for the need at all.
    fn bars(&self, system: SystemId) -> Option<String> {
        let model = self.graph.model();
        let need = self.need?;
        let can_use = |who| is_published(model, system) || is_own(model, system, who);
        let without: Vec<&str> = need
            .who
            .iter()
            .map(Ref::id)
            .filter(|who| !can_use(*who))
            .map(|who| &*model.organisations[who].slug)
            .collect();
        if !without.is_empty() {
            return Some(format!("not available to `{}`", without.join("`, `")));
        }
        let field = self.sources[&system][0].1;
        let is_too_coarse = need.level.known() == Some(&DataLevel::Record)
            && self.supply.level(field) == Some(DataLevel::Aggregate);
        is_too_coarse.then(|| "holds only totals".to_owned())
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
                self.people(fields[0].1),
                if linkage.held(system).is_empty() && linkage.may_hold_more(system) {
                    Cell::Unknown
                } else {
                    list(&mut identifiers.into_iter())
                },
                list(&mut partners.map(|other| self.slug(*other).to_owned())),
                self.age(fields),
                self.bars(system).map_or(Cell::Nothing, Cell::from),
            ],
            path: fields
                .iter()
                .map(|(_, field)| model.field_name(*field))
                .collect(),
            place: Some(stated.span),
        }
    }

    fn people(&self, field: FieldId) -> Cell {
        let model = self.graph.model();
        let Some(wanted) = self.need.and_then(|need| need.covers.known()) else {
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
        let missing = self.supply.left_out(wanted, field, Mode::Certain);
        if !missing.is_empty() {
            return Cell::from(format!("not: {}", model.parts_words(&missing, wanted)));
        }
        if self
            .supply
            .left_out(wanted, field, Mode::Possible)
            .is_empty()
        {
            Cell::from("everyone asked about")
        } else {
            Cell::Unknown
        }
    }

    /// When all that the source holds of the terms is there.
    fn age(&self, fields: &[(usize, FieldId)]) -> Cell {
        let ages = fields.iter().filter_map(|(_, field)| self.ages.age(*field));
        match ages.reduce(crate::graph::Age::both) {
            Some(age) if age.worst != Bound::UNKNOWN => Cell::from(format!(
                "{} at best, {} at worst",
                age.best.words(),
                age.worst.words()
            )),
            _ => Cell::Unknown,
        }
    }

    /// Few sources that can be linked and hold every term, by the greedy rule (most new terms first); with notes on how, or on what is missing.
    fn combination(&self, open: &[SystemId]) -> (Vec<SystemId>, Vec<String>) {
        let linkage = self.supply.linkage();
        let numbers = linkage.groups(open, false);
        let mut groups: BTreeMap<usize, Vec<SystemId>> = BTreeMap::new();
        for (system, number) in open.iter().zip(numbers) {
            groups.entry(number).or_default().push(*system);
        }
        let terms_of = |group: &[SystemId]| -> BTreeSet<usize> {
            group.iter().flat_map(|system| self.held(*system)).collect()
        };
        let mut ranked: Vec<(&Vec<SystemId>, BTreeSet<usize>)> = groups
            .values()
            .map(|group| (group, terms_of(group)))
            .collect();
        ranked
            .sort_by_key(|(group, terms)| (std::cmp::Reverse(terms.len()), group.len(), group[0]));
        let Some((best, covered)) = ranked.first() else {
            return (Vec::new(), vec!["no source can be used".to_owned()]);
        };
        if covered.len() == self.terms.len() {
            let chosen = self.few(best);
            let notes = self.keys(&chosen);
            return (chosen, notes);
        }
        let missing = (0..self.terms.len()).filter(|index| !covered.contains(index));
        let missing: Vec<&str> = missing.map(|index| self.term(index)).collect();
        let mut notes = vec![format!(
            "the best that can be linked, `{}`, lacks `{}`",
            self.few(best)
                .iter()
                .map(|system| self.slug(*system))
                .collect::<Vec<&str>>()
                .join("`, `"),
            missing.join("`, `")
        )];
        notes.extend(self.unlocks(best, covered, open));
        for index in 0..self.terms.len() {
            if !open
                .iter()
                .any(|system| self.held(*system).contains(&index))
            {
                notes.push(format!(
                    "no source that can be used holds `{}`",
                    self.term(index)
                ));
            }
        }
        (Vec::new(), notes)
    }

    /// Sources of one linked group, most new terms first, until nothing is new.
    fn few(&self, group: &[SystemId]) -> Vec<SystemId> {
        let mut chosen = Vec::new();
        let mut covered: BTreeSet<usize> = BTreeSet::new();
        loop {
            let gain = |system: &SystemId| self.held(*system).difference(&covered).count();
            let best = group.iter().map(|system| (gain(system), *system));
            let best = best.max_by_key(|(gain, system)| (*gain, std::cmp::Reverse(*system)));
            match best {
                Some((gain, system)) if gain > 0 => {
                    covered.extend(self.held(system));
                    chosen.push(system);
                }
                _ => return chosen,
            }
        }
    }

    /// By which identifier each chosen source is joined to one before it.
    fn keys(&self, chosen: &[SystemId]) -> Vec<String> {
        let (model, linkage) = (self.graph.model(), self.supply.linkage());
        let mut notes = Vec::new();
        for (index, system) in chosen.iter().enumerate().skip(1) {
            let before = chosen[..index].iter();
            let link = before
                .map(|other| (other, linkage.shared(*other, *system)))
                .find(|(_, shared)| !shared.is_empty());
            notes.push(match link {
                Some((other, shared)) => format!(
                    "`{}` is joined to `{}` by `{}`",
                    self.slug(*system),
                    self.slug(*other),
                    model.terms[shared[0]].slug
                ),
                None => format!("`{}` is joined through further sources", self.slug(*system)),
            });
        }
        notes
    }

    /// Which identifier added to which source would bring most of what is missing.
    fn unlocks(
        &self,
        group: &[SystemId],
        covered: &BTreeSet<usize>,
        open: &[SystemId],
    ) -> Vec<String> {
        let (model, linkage) = (self.graph.model(), self.supply.linkage());
        let key = group
            .iter()
            .flat_map(|system| linkage.held(*system))
            .find(|(_, certain)| **certain)
            .map(|(term, _)| &model.terms[*term].slug);
        let Some(key) = key else {
            return Vec::new();
        };
        let outside = open.iter().filter(|system| !group.contains(system));
        let mut gains: Vec<(Vec<usize>, SystemId)> = outside
            .map(|system| {
                (
                    self.held(*system).difference(covered).copied().collect(),
                    *system,
                )
            })
            .filter(|(gain, _): &(Vec<usize>, SystemId)| !gain.is_empty())
            .collect();
        gains.sort_by_key(|(gain, system)| (std::cmp::Reverse(gain.len()), *system));
        gains
            .iter()
            .take(MOST_UNLOCKS)
            .map(|(gain, system)| {
                let terms: Vec<&str> = gain.iter().map(|index| self.term(*index)).collect();
                format!(
                    "one field would add `{}`: `{key}` in `{}`",
                    terms.join("`, `"),
                    self.slug(*system)
                )
            })
            .collect()
    }
}
