//! The elements to cover: each term of each need for parts of its people, and the systems that cover each part.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::ask::sources;
use crate::judge::graph::{Demand, Fitness, FlowGraph, Grade, Supply};
use crate::read::model::{
    Boxes, FieldId, Id, Mode, Model, Need, NeedId, Rest, ScopeBox, SystemId, SystemKind, TermId,
    difference, rest,
};

/// Limit on the boxes into which the people of one need are split for one term.
const MOST_BOXES: usize = 400;

/// One term of one need for one part of its people.
pub(super) struct Element {
    pub(super) need: NeedId,
    pub(super) term: TermId,
    /// The index of its cover in [`Universe::covers`].
    pub(super) cover: usize,
}

/// The systems that cover an element: the holders of its term whose fields have one of these scopes. Shared by many needs, and kept as
/// scopes because a common term has thousands of holders.
pub(super) struct Cover {
    holders: usize,
    /// For each scope of the holders, whether it covers the element.
    scopes: Vec<bool>,
    /// The number of these systems.
    count: usize,
}

/// The systems that hold a term at the required level, as indices into the universe's systems.
struct Holders {
    /// The numbers of the scopes of their fields.
    scopes: Vec<u32>,
    /// Each system with the index of a scope in `scopes`, sorted.
    held: Vec<(usize, usize)>,
}

/// A part of the people that no system surely covers.
pub(super) struct Gap {
    pub(super) need: NeedId,
    pub(super) term: TermId,
    /// `: its people in words`, or empty if the need does not state its people.
    pub(super) people: String,
}

/// All elements, their covers and the gaps.
pub(super) struct Universe {
    pub(super) elements: Vec<Element>,
    pub(super) uncovered: Vec<Gap>,
    /// The systems that hold anything needed, sorted.
    pub(super) systems: Vec<SystemId>,
    /// True if some people were too many boxes to split.
    pub(super) is_coarse: bool,
    covers: Vec<Cover>,
    holders: Vec<Holders>,
}

/// The parts of some people, split by the systems that cover them: a cover for each part, and the people that none covers.
struct Apart {
    covers: std::ops::Range<usize>,
    gap: Vec<ScopeBox>,
    is_coarse: bool,
}

impl Universe {
    pub(super) fn of(graph: &FlowGraph, with_records: bool, kept: &BTreeSet<SystemId>) -> Self {
        let (model, supply) = (graph.model(), Supply::of(graph));
        let is_candidate = |field: &FieldId| {
            let system = model.system_of(*field);
            let kind = model.systems[system].kind.known();
            with_records || kind != Some(&SystemKind::Record) || kept.contains(&system)
        };
        let mut held = sources::held(model);
        let needs = model.needs.iter();
        let needed: BTreeSet<TermId> = needs.flat_map(|(_, need)| terms(need)).collect();
        let mut systems: BTreeSet<SystemId> = kept.clone();
        for term in &needed {
            let fields = &mut held[term.index()];
            fields.retain(is_candidate);
            systems.extend(fields.iter().map(|field| model.system_of(*field)));
        }
        let mut universe = Self {
            elements: Vec::new(),
            uncovered: Vec::new(),
            systems: systems.into_iter().collect(),
            is_coarse: false,
            covers: Vec::new(),
            holders: Vec::new(),
        };
        let mut holders: FxHashMap<(TermId, Fitness), usize> = FxHashMap::default();
        let mut known: FxHashMap<(usize, Vec<ScopeBox>, Vec<bool>), Apart> = FxHashMap::default();
        let mut said: FxHashMap<(bool, Vec<bool>), Said> = FxHashMap::default();
        for (id, need) in model.needs.iter() {
            let demand = Demand::of(graph, need);
            let wanted: Vec<ScopeBox> = match demand.people() {
                Some(boxes) => boxes.to_vec(),
                None => vec![ScopeBox::unstated(model.dimensions.len())],
            };
            let said = said.entry((demand.people().is_some(), demand.asked().to_vec()));
            let said = said.or_insert_with(|| Said::of(supply.all_people(), &demand));
            for term in terms(need) {
                let holders = *holders.entry((term, demand.fitness())).or_insert_with(|| {
                    universe.hold(graph, &demand, &held[term.index()]);
                    universe.holders.len() - 1
                });
                let apart = known
                    .entry((holders, wanted.clone(), demand.asked().to_vec()))
                    .or_insert_with(|| universe.apart(model, holders, &wanted, said));
                universe.is_coarse |= apart.is_coarse;
                let covers = apart.covers.clone();
                universe.elements.extend(covers.map(|cover| Element {
                    need: id,
                    term,
                    cover,
                }));
                if !apart.gap.is_empty() {
                    let people = match need.covers.known() {
                        Some(whole) => format!(": {}", model.parts_words(&apart.gap, whole)),
                        None => String::new(),
                    };
                    universe.uncovered.push(Gap {
                        need: id,
                        term,
                        people,
                    });
                }
            }
        }
        universe
    }

    /// Adds the holders of a term among `fields`: those that may be detailed and complete enough, as far as stated.
    fn hold(&mut self, graph: &FlowGraph, demand: &Demand<'_>, fields: &[FieldId]) {
        let (model, supply) = (graph.model(), Supply::of(graph));
        let mut numbers: FxHashMap<u32, usize> = FxHashMap::default();
        let mut holders = Holders {
            scopes: Vec::new(),
            held: Vec::new(),
        };
        for field in fields {
            let system = model.system_of(*field);
            if demand.grade(*field) > Grade::Presumed {
                continue;
            }
            let number = supply.people_number(*field);
            let scope = *numbers.entry(number).or_insert_with(|| {
                holders.scopes.push(number);
                holders.scopes.len() - 1
            });
            let place = self.systems.binary_search(&system).expect("it was put in");
            holders.held.push((place, scope));
        }
        holders.held.sort_unstable();
        holders.held.dedup();
        self.holders.push(holders);
    }

    /// Splits the wanted people by the holders that surely cover them.
    fn apart(&mut self, model: &Model, holders: usize, wanted: &[ScopeBox], said: &Said) -> Apart {
        let mut parts = vec![Part {
            boxes: wanted.to_vec(),
            groups: Vec::new(),
        }];
        let mut is_coarse = false;
        let groups = said.groups(&self.holders[holders].scopes);
        // A group that covers all of them covers every part, so that it need not split.
        let covers_all = |boxes: &[ScopeBox]| {
            difference(wanted, boxes, model.space(), Mode::Possible).is_empty()
        };
        let whole = groups.iter().map(|(boxes, _)| covers_all(boxes));
        let whole: Vec<bool> = whole.collect();
        for (group, (boxes, _)) in groups
            .iter()
            .enumerate()
            .filter(|(group, _)| !whole[*group])
        {
            let size: usize = parts.iter().map(|part| part.boxes.len()).sum();
            let mut is_full = size > MOST_BOXES;
            let mut next = Vec::new();
            for part in parts {
                next.extend(split(model, part, boxes, group, &mut is_full));
            }
            parts = next;
            is_coarse |= is_full;
        }
        // Parts with the same systems become one.
        let mut by_systems: BTreeMap<Vec<usize>, (Cover, Vec<ScopeBox>)> = BTreeMap::new();
        for part in parts {
            let mut scopes = vec![false; self.holders[holders].scopes.len()];
            let all = (0..groups.len()).filter(|group| whole[*group]);
            for group in part.groups.iter().copied().chain(all) {
                for scope in &groups[group].1 {
                    scopes[*scope] = true;
                }
            }
            let systems = self.holders[holders].with(&scopes);
            let cover = Cover {
                holders,
                scopes,
                count: systems.len(),
            };
            let same = by_systems.entry(systems);
            let (_, boxes) = same.or_insert_with(|| (cover, Vec::new()));
            boxes.extend(part.boxes);
        }
        let gap = by_systems.remove(&Vec::new());
        let start = self.covers.len();
        let covers = by_systems.into_values().map(|(cover, _)| cover);
        self.covers.extend(covers);
        Apart {
            covers: start..self.covers.len(),
            gap: gap.map_or_else(Vec::new, |(_, boxes)| boxes),
            is_coarse,
        }
    }

    /// The systems of a cover, as indices into the universe's systems; sorted.
    pub(super) fn systems_of(&self, cover: usize) -> Vec<usize> {
        let cover = &self.covers[cover];
        self.holders[cover.holders].with(&cover.scopes)
    }

    /// True if the system is in the cover.
    pub(super) fn is_by(&self, cover: usize, system: usize) -> bool {
        let cover = &self.covers[cover];
        let held = &self.holders[cover.holders].held;
        let start = held.partition_point(|(other, _)| *other < system);
        let own = held[start..]
            .iter()
            .take_while(|(other, _)| *other == system);
        own.into_iter().any(|(_, scope)| cover.scopes[*scope])
    }

    /// For each cover, which of the chosen systems are in it, as indices into `chosen`, which is sorted.
    pub(super) fn among(&self, chosen: &[usize]) -> Vec<Vec<usize>> {
        let mut place = vec![None; self.systems.len()];
        for (index, system) in chosen.iter().enumerate() {
            place[*system] = Some(index);
        }
        let of_holders = self.holders.iter().map(|holders| {
            let held = holders.held.iter();
            held.filter_map(|(system, scope)| Some((place[*system]?, *scope)))
                .collect()
        });
        let of_holders: Vec<Vec<(usize, usize)>> = of_holders.collect();
        let among = |cover: &Cover| {
            let held = of_holders[cover.holders].iter();
            let here = held.filter(|(_, scope)| cover.scopes[*scope]);
            let mut here: Vec<usize> = here.map(|(index, _)| *index).collect();
            here.dedup();
            here
        };
        self.covers.iter().map(among).collect()
    }

    /// Calls `take` with the systems of each cover, the shortest list first; equal lists perhaps more than once. The lists are not all in
    /// memory at once.
    pub(super) fn each_row(&self, mut take: impl FnMut(Vec<usize>)) {
        let mut order: Vec<usize> = (0..self.covers.len()).collect();
        let count = |cover: &usize| self.covers[*cover].count;
        order.sort_by_key(count);
        for same in order.chunk_by(|a, b| count(a) == count(b)) {
            let rows = same.iter().map(|cover| self.systems_of(*cover));
            let mut rows: Vec<Vec<usize>> = rows.collect();
            rows.sort();
            rows.into_iter().for_each(&mut take);
        }
    }
}

impl Holders {
    /// The systems with one of these scopes.
    fn with(&self, scopes: &[bool]) -> Vec<usize> {
        let held = self.held.iter().filter(|(_, scope)| scopes[*scope]);
        let mut systems: Vec<usize> = held.map(|(system, _)| *system).collect();
        systems.dedup();
        systems
    }
}

/// The terms of a need, each once.
fn terms(need: &Need) -> Vec<TermId> {
    let mut terms: Vec<TermId> = need
        .terms()
        .iter()
        .map(crate::read::model::Ref::id)
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The parts of the map's scopes on the dimensions of one demand: many scopes are equal there.
struct Said {
    /// For each scope, the index of its boxes.
    of_scope: Vec<usize>,
    boxes: Vec<Vec<ScopeBox>>,
}

impl Said {
    /// Reads all scopes as a need reads them.
    fn of(all: &[Boxes], demand: &Demand<'_>) -> Self {
        let mut numbers: FxHashMap<Vec<ScopeBox>, usize> = FxHashMap::default();
        let mut boxes: Vec<Vec<ScopeBox>> = Vec::new();
        let of_scope = all.iter().map(|scope| {
            let said: Vec<ScopeBox> = match demand.people() {
                Some(_) => scope.iter().map(|scope| demand.presumed(scope)).collect(),
                // The need is about all people of its sources: any box is enough.
                None => scope.iter().take(1).map(ScopeBox::everyone).collect(),
            };
            *numbers.entry(said.clone()).or_insert_with(|| {
                boxes.push(said);
                boxes.len() - 1
            })
        });
        Self {
            of_scope: of_scope.collect(),
            boxes,
        }
    }

    /// The different boxes of these scopes, each once, with the positions of the scopes that have them.
    fn groups(&self, scopes: &[u32]) -> Vec<(&[ScopeBox], Vec<usize>)> {
        let mut groups: Vec<(&[ScopeBox], Vec<usize>)> = Vec::new();
        let mut numbers: FxHashMap<usize, usize> = FxHashMap::default();
        for (place, scope) in scopes.iter().enumerate() {
            let said = self.of_scope[*scope as usize];
            let group = *numbers.entry(said).or_insert_with(|| {
                groups.push((&*self.boxes[said], Vec::new()));
                groups.len() - 1
            });
            groups[group].1.push(place);
        }
        groups
    }
}

/// Some people of a need, and the groups of scopes that surely cover all of them.
struct Part {
    boxes: Vec<ScopeBox>,
    groups: Vec<usize>,
}

/// A part after one more group of scopes: the people it surely covers and the remaining people; not split if there are too many boxes.
fn split(
    model: &Model,
    part: Part,
    boxes: &[ScopeBox],
    group: usize,
    is_full: &mut bool,
) -> Vec<Part> {
    let is_untouched = |piece: &ScopeBox| boxes.iter().all(|other| piece.may_miss_all_of(other));
    if part.boxes.iter().all(is_untouched) {
        return vec![part];
    }
    // People who may be left out count as left out.
    let Rest {
        boxes: outside,
        is_whole,
    } = rest(&part.boxes, boxes, model.space(), Mode::Possible);
    let mut with = part.groups.clone();
    with.push(group);
    if outside.is_empty() {
        return vec![Part {
            boxes: part.boxes,
            groups: with,
        }];
    }
    let inside = rest(&part.boxes, &outside, model.space(), Mode::Certain);
    *is_full |= !is_whole || !inside.is_whole;
    if *is_full || inside.boxes.is_empty() {
        return vec![part];
    }
    vec![
        Part {
            boxes: inside.boxes,
            groups: with,
        },
        Part {
            boxes: outside,
            groups: part.groups,
        },
    ]
}
