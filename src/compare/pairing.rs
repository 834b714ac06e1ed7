//! Pairs older and newer entries of one kind: by id and former id, or by their statements if they have no ids.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::matching::Followed;
use crate::read::model::{FlowId, FormerIds, Model, Statement};
use crate::read::syntax::{Written, close_key};

/// The ids of an entity.
pub(super) struct Row<'m> {
    pub(super) slug: &'m str,
    pub(super) was: &'m FormerIds,
    /// False if the map only refers to it.
    pub(super) is_declared: bool,
}

/// The pairs found so far.
struct Pairs {
    /// For each older entry its newer one.
    to: Vec<Option<usize>>,
    is_taken: Vec<bool>,
}

impl Pairs {
    fn none(before: usize, after: usize) -> Self {
        Self {
            to: vec![None; before],
            is_taken: vec![false; after],
        }
    }

    /// Adds a pair, unless one of the two is paired already.
    fn add(&mut self, before: usize, after: usize) {
        if self.to[before].is_none() && !self.is_taken[after] {
            self.to[before] = Some(after);
            self.is_taken[after] = true;
        }
    }

    /// The older entries without a pair, and the newer ones.
    fn left(&self) -> (Vec<usize>, Vec<usize>) {
        let before = (0..self.to.len()).filter(|place| self.to[*place].is_none());
        let after = (0..self.is_taken.len()).filter(|place| !self.is_taken[*place]);
        (before.collect(), after.collect())
    }

    /// The last pair: if exactly one entry of each side is left.
    fn last(&self) -> Option<(usize, usize)> {
        match self.left() {
            (before, after) if before.len() == 1 && after.len() == 1 => Some((before[0], after[0])),
            _ => None,
        }
    }
}

/// Finds for each older entity the same newer one: by its id, by its id in another spelling, by a former id of either.
pub(super) fn pair(before: &[Row<'_>], after: &[Row<'_>]) -> Vec<Option<usize>> {
    let mut pairs = Pairs::none(before.len(), after.len());
    let newer = after.iter().enumerate();
    let newer: FxHashMap<&str, usize> = newer.map(|(place, row)| (row.slug, place)).collect();
    for (place, row) in before.iter().enumerate() {
        if let Some(to) = newer.get(row.slug) {
            pairs.add(place, *to);
        }
    }
    let (old, new) = pairs.left();
    if old.is_empty() || new.is_empty() {
        return pairs.to;
    }
    let keyed = |rows: &[Row<'_>], places: &[usize]| -> FxHashMap<String, usize> {
        let places = places.iter().rev();
        places
            .map(|place| (close_key(rows[*place].slug), *place))
            .collect()
    };
    let (old_keys, new_keys) = (keyed(before, &old), keyed(after, &new));
    for place in &new {
        if let Some(from) = old_keys.get(&close_key(after[*place].slug)) {
            pairs.add(*from, *place);
        }
    }
    for place in &new {
        for (former, _) in after[*place].was.all() {
            if let Some(from) = old_keys.get(&close_key(former)) {
                pairs.add(*from, *place);
            }
        }
    }
    for place in &old {
        for (former, _) in before[*place].was.all() {
            if let Some(to) = new_keys.get(&close_key(former)) {
                pairs.add(*place, *to);
            }
        }
    }
    pairs.to
}

/// Limit on the pairs of flows between the same two systems that are compared with each other.
const MOST_COMPARED: usize = 4_096;

type Said = Vec<(String, Written)>;

/// Finds the same for the flows between two systems. Flows with equal keys are the same; then ids decide, then the ends of their names,
/// then the number of values that they have in common.
pub(super) fn flows(
    (old, before): (&Followed<'_>, &[FlowId]),
    (new, after): (&Model, &[FlowId]),
) -> Vec<Option<usize>> {
    let mut pairs = Pairs::none(before.len(), after.len());
    if before.is_empty() || after.is_empty() {
        return pairs.to;
    }
    let flow_of = |model: &'_ Model, id: FlowId| (model.flows[id].id.clone(), ending(model, id));
    let rows = |model: &Model, ids: &[FlowId]| -> Vec<(Option<Box<str>>, String)> {
        ids.iter().map(|id| flow_of(model, *id)).collect()
    };
    let (old_rows, new_rows) = (rows(old.model, before), rows(new, after));
    let has_ids =
        |pair: (usize, usize)| old_rows[pair.0].0.is_some() && new_rows[pair.1].0.is_some();
    if before.len() == 1 && after.len() == 1 && !has_ids((0, 0)) {
        pairs.add(0, 0);
        return pairs.to;
    }
    let said = before.iter();
    let said: Vec<Said> = said
        .map(|id| old.keys_of(Statement::Flow(*id), old))
        .collect();
    let says = after.iter();
    let says: Vec<Said> = says
        .map(|id| new.keys_of(Statement::Flow(*id), new))
        .collect();
    alike(&mut pairs, &said, &says);
    by_id(&mut pairs, (old.model, before), (new, after));
    let (old_left, new_left) = pairs.left();
    let is_number = |ending: &str| ending.contains(", ");
    let endings = new_left.iter().rev();
    let endings: FxHashMap<&str, usize> = endings
        .map(|place| (&*new_rows[*place].1, *place))
        .collect();
    for place in old_left {
        let to = endings.get(&*old_rows[place].1);
        if let Some(to) = to.filter(|to| !is_number(&old_rows[place].1) && !has_ids((place, **to)))
        {
            pairs.add(place, *to);
        }
    }
    let (old_left, new_left) = pairs.left();
    if old_left.len() * new_left.len() <= MOST_COMPARED {
        let all = old_left
            .iter()
            .flat_map(|before| new_left.iter().map(|after| (*before, *after)));
        let all = all.filter(|pair| !has_ids(*pair));
        let mut near: Vec<(usize, usize, usize)> = all
            .map(|(before, after)| (in_common(&said[before], &says[after]), before, after))
            .filter(|(common, ..)| *common > 0)
            .collect();
        near.sort_by_key(|(common, before, after)| {
            (
                std::cmp::Reverse(*common),
                before + after,
                *before.min(after),
            )
        });
        for (_, before, after) in near {
            pairs.add(before, after);
        }
    }
    if let Some((before, after)) = pairs.last().filter(|pair| !has_ids(*pair)) {
        pairs.add(before, after);
    }
    pairs.to
}

/// Pairs flows by their ids and former ids.
fn by_id(pairs: &mut Pairs, (old, before): (&Model, &[FlowId]), (new, after): (&Model, &[FlowId])) {
    let (old_left, new_left) = pairs.left();
    let named = |model: &Model, ids: &[FlowId], left: Vec<usize>| -> Vec<usize> {
        let mut left = left;
        left.retain(|place| model.flows[ids[*place]].id.is_some());
        left
    };
    let (old_left, new_left) = (named(old, before, old_left), named(new, after, new_left));
    let old_rows: Vec<Row<'_>> = old_left
        .iter()
        .map(|place| named_row(old, before[*place]))
        .collect();
    let new_rows: Vec<Row<'_>> = new_left
        .iter()
        .map(|place| named_row(new, after[*place]))
        .collect();
    for (place, to) in pair(&old_rows, &new_rows).into_iter().enumerate() {
        if let Some(to) = to {
            pairs.add(old_left[place], new_left[to]);
        }
    }
}

fn named_row(model: &Model, id: FlowId) -> Row<'_> {
    let flow = &model.flows[id];
    Row {
        slug: flow.id.as_deref().unwrap_or_default(),
        was: &flow.was,
        is_declared: true,
    }
}

/// The part of a flow's name after its systems; empty if its systems name it alone.
fn ending(model: &Model, id: FlowId) -> String {
    let flow = &model.flows[id];
    let (from, to) = (
        &model.systems[flow.from.id()].slug,
        &model.systems[flow.to.id()].slug,
    );
    let ends = from.len() + "->".len() + to.len();
    let rest = flow.slug.get(ends..).unwrap_or_default();
    rest.trim_start_matches('#').to_owned()
}

/// Pairs entries with equal keys.
fn alike(pairs: &mut Pairs, said: &[Said], says: &[Said]) {
    let mut same: BTreeMap<&Said, Vec<usize>> = BTreeMap::new();
    for (place, says) in says.iter().enumerate().rev() {
        same.entry(says).or_default().push(place);
    }
    for (place, said) in said.iter().enumerate() {
        if let Some(to) = same.get_mut(said).and_then(Vec::pop) {
            pairs.add(place, to);
        }
    }
}

/// The number of values that two flows have in common; each item of a list counts.
fn in_common(said: &Said, says: &Said) -> usize {
    let parts = |said: &Said| -> BTreeSet<(String, Written)> {
        let keys = said.iter().filter(|(key, _)| key != "from" && key != "to");
        let parts = keys.flat_map(|(key, value)| {
            let parts = parts(value).into_iter();
            parts.map(|part| (key.clone(), part))
        });
        parts.collect()
    };
    parts(said).intersection(&parts(says)).count()
}

/// The items of a list; any other value itself.
fn parts(value: &Written) -> Vec<Written> {
    match value {
        Written::Inline(inner) => parts(inner),
        Written::List(items) => items.clone(),
        other => vec![other.clone()],
    }
}

/// Finds the same for entries in a list without ids: first those with equal keys, then those with the same subject, in their order.
pub(super) fn listed(
    (old, before): (&Followed<'_>, &[Statement]),
    (new, after): (&Model, &[Statement]),
) -> Vec<Option<usize>> {
    let mut pairs = Pairs::none(before.len(), after.len());
    if before.is_empty() || after.is_empty() {
        return pairs.to;
    }
    let said: Vec<Said> = before.iter().map(|one| old.keys_of(*one, old)).collect();
    let says: Vec<Said> = after.iter().map(|one| new.keys_of(*one, new)).collect();
    alike(&mut pairs, &said, &says);
    // The required keys of an entry are its subject.
    let about = |statement: Statement, said: &Said| -> Said {
        let needs = statement.record().needs;
        let said = said.iter().filter(|(key, _)| needs.contains(&&**key));
        said.cloned().collect()
    };
    let (old_left, new_left) = pairs.left();
    let mut subjects: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
    for place in new_left.into_iter().rev() {
        let about = about(after[place], &says[place]);
        subjects.entry(about).or_default().push(place);
    }
    for place in old_left {
        let about = about(before[place], &said[place]);
        if let Some(to) = subjects.get_mut(&about).and_then(Vec::pop) {
            pairs.add(place, to);
        }
    }
    pairs.to
}
