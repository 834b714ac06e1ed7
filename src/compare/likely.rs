//! Entries that are likely the same under another id: one that went and one that came, with much the same statements.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::differing::{line, sorted};
use super::matching::{Followed, Matching};
use crate::read::model::{
    Entity, FieldId, Id as _, Model, OrganisationId, Slugs, Statement, SystemId, TermId,
};

/// The least that two entries must have in common: a number of facts, and a share of the facts of both together.
const LEAST_FACTS: usize = 2;
const LEAST_SHARE: f64 = 0.5;
/// Limit on the entries that share a fact: a fact of more entries does not tell them apart.
const MOST_SHARING: usize = 64;
/// Keys that hold the source of a statement, not its subject.
const EVIDENCE: [&str; 7] = [
    "source",
    "confidence",
    "notes",
    "tags",
    "disputed",
    "was",
    "fields",
];

/// Pairs of an entry that went and an entry that came, each the nearest to the other.
pub(super) fn pairs(
    (old, new): (&Followed<'_>, &Model),
    matching: &Matching,
) -> Vec<(Statement, Statement)> {
    let (gone, came) = (&matching.gone, &matching.came);
    if gone.is_empty() || came.is_empty() {
        return Vec::new();
    }
    let (before, after) = (Around::of(old.model, old), Around::of(new, new));
    let of_gone: Vec<BTreeSet<String>> = gone.iter().map(|one| before.facts(*one)).collect();
    let of_came: Vec<BTreeSet<String>> = came.iter().map(|one| after.facts(*one)).collect();
    let mut sharing: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (place, facts) in of_gone.iter().enumerate() {
        for fact in facts {
            sharing.entry(fact).or_default().push(place);
        }
    }
    let mut near: Vec<(u32, usize, usize)> = Vec::new();
    for (place, facts) in of_came.iter().enumerate() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        let known = facts.iter().filter_map(|fact| sharing.get(fact.as_str()));
        for other in known.filter(|all| all.len() <= MOST_SHARING).flatten() {
            *shared.entry(*other).or_default() += 1;
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
        shared.sort_unstable();
        for (other, count) in shared {
            let all = facts.len() + of_gone[other].len() - count;
            let share = count as f64 / all as f64;
            if count >= LEAST_FACTS && share >= LEAST_SHARE {
                near.push(((share * 1000.0) as u32, other, place));
            }
        }
    }
    mutual(near)
        .into_iter()
        .map(|(before, after)| (gone[before], came[after]))
        .collect()
}

/// The pairs in which each is nearest to the other, and no third entry is as near.
fn mutual(mut near: Vec<(u32, usize, usize)>) -> Vec<(usize, usize)> {
    near.sort_by_key(|(share, before, after)| (Reverse(*share), *before, *after));
    // For the entries of each side: the largest share, and the number of pairs that have it.
    let mut best: [FxHashMap<usize, (u32, usize)>; 2] = Default::default();
    for (share, before, after) in &near {
        for (side, place) in [(0, before), (1, after)] {
            let known = best[side].entry(*place).or_insert((*share, 0));
            known.1 += usize::from(known.0 == *share);
        }
    }
    let is_only = |side: usize, place: &usize, share: &u32| best[side][place] == (*share, 1);
    let only = near
        .iter()
        .filter(|(share, before, after)| is_only(0, before, share) && is_only(1, after, share));
    only.map(|(_, before, after)| (*before, *after)).collect()
}

/// The neighbours of the systems, fields and terms of a map.
struct Around<'m> {
    model: &'m Model,
    slugs: &'m dyn Slugs,
    /// For each system the other ends of its flows; true if the other end receives.
    flows: FxHashMap<SystemId, Vec<(bool, SystemId)>>,
    /// For each field the systems that it is passed to (true) and from (false).
    passed: FxHashMap<FieldId, Vec<(bool, SystemId)>>,
    /// For each organisation its systems, for each term its fields.
    owned: FxHashMap<OrganisationId, Vec<SystemId>>,
    meant: FxHashMap<TermId, Vec<FieldId>>,
}

impl<'m> Around<'m> {
    fn of(model: &'m Model, slugs: &'m dyn Slugs) -> Self {
        let mut around = Self {
            model,
            slugs,
            flows: FxHashMap::default(),
            passed: FxHashMap::default(),
            owned: FxHashMap::default(),
            meant: FxHashMap::default(),
        };
        for (_, flow) in model.flows.iter() {
            let (from, to) = (flow.from.id(), flow.to.id());
            around.flows.entry(from).or_default().push((true, to));
            around.flows.entry(to).or_default().push((false, from));
            for passage in flow.passages() {
                for source in &passage.from {
                    let passed = around.passed.entry(source.id()).or_default();
                    passed.push((true, to));
                }
                let passed = around.passed.entry(passage.to.id()).or_default();
                passed.push((false, from));
            }
        }
        for (id, system) in model.systems.iter() {
            if let Some(owner) = system.owner() {
                around.owned.entry(owner).or_default().push(id);
            }
        }
        for (id, field) in model.fields.iter() {
            if let Some(term) = field.term() {
                around.meant.entry(term).or_default().push(id);
            }
        }
        around
    }

    fn system(&self, id: SystemId) -> String {
        self.slugs.slug(Entity::System, id.index()).into_owned()
    }

    fn field(&self, id: FieldId) -> String {
        self.slugs.slug(Entity::Field, id.index()).into_owned()
    }

    /// The other ends of flows, one fact for each.
    fn ends(&self, ends: Option<&Vec<(bool, SystemId)>>) -> Vec<String> {
        let ends = ends.into_iter().flatten();
        ends.map(|(is_to, other)| format!("passed {is_to} {}", self.system(*other)))
            .collect()
    }

    /// The facts of an entry: its statements and its neighbours. Each begins with the kind of entry, for a field also with its system, so
    /// that only entries of one kind are near each other.
    fn facts(&self, statement: Statement) -> BTreeSet<String> {
        let said = self.model.keys_of(statement, self.slugs).into_iter();
        let said = said.filter(|(key, _)| !EVIDENCE.contains(&key.as_str()));
        let mut facts: Vec<String> = said
            .map(|(key, value)| format!("{key}: {}", line(&sorted(&value))))
            .collect();
        let mut what = statement.record().what.to_owned();
        match statement {
            Statement::System(id) => {
                let fields = self.model.systems[id].fields.ids();
                facts.extend(fields.map(|field| format!("field {}", self.field(field))));
                facts.extend(self.ends(self.flows.get(&id)));
            }
            Statement::Organisation(id) => {
                let owned = self.owned.get(&id).into_iter().flatten();
                facts.extend(owned.map(|system| format!("owns {}", self.system(*system))));
            }
            Statement::Term(id) => {
                let fields = self.meant.get(&id).into_iter().flatten();
                facts.extend(fields.map(|field| {
                    let system = self.system(self.model.system_of(*field));
                    format!("field {system}.{}", self.field(*field))
                }));
            }
            Statement::Field(id) => {
                what = format!("{what} of {}", self.system(self.model.system_of(id)));
                facts.extend(self.ends(self.passed.get(&id)));
            }
            _ => {}
        }
        let facts = facts.into_iter();
        facts.map(|fact| format!("{what}: {fact}")).collect()
    }
}
