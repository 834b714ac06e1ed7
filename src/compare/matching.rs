//! Matches the entries of two maps: by id, by former id, and flows by the keys that tell them apart.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::follow::Follow;
use super::pairing::{Row, flows, listed, pair};
use crate::read::model::{
    CaseId, CodeListId, DimensionId, Dimensions, Entity, FieldId, FlowId, Id as _, Model, NeedId,
    OrganisationId, Origin, ScenarioId, Slugs, Statement, System, SystemId, TermId, Trial,
};
use crate::read::syntax::{Written, matching_key};

/// The matched entries. Placeholders are no entries; the fields of a system that came or went are part of that change.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// The entries that both maps have: older, newer.
    pub(super) pairs: Vec<(Statement, Statement)>,
    /// Entries that only the newer map has.
    pub(super) came: Vec<Statement>,
    /// Entries that only the older map has.
    pub(super) gone: Vec<Statement>,
    /// The slugs of the newer map that differ, by kind and number in the older one.
    slugs: FxHashMap<(Entity, usize), String>,
    /// The names that decisions of the older map would have in the newer one.
    decisions: Vec<String>,
}

/// The kinds of entry that have tables of their own and are known by id alone.
const TABLES: [Entity; 8] = [
    Entity::Dimension,
    Entity::Organisation,
    Entity::Term,
    Entity::CodeList,
    Entity::System,
    Entity::Need,
    Entity::Case,
    Entity::Scenario,
];

/// An older map, written with the ids of the newer one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Followed<'m> {
    pub(super) model: &'m Model,
    pub(super) matching: &'m Matching,
}

impl Followed<'_> {
    /// The keys of an entry as [`Model::keys_of`] returns them, with the ids of the newer map also in the names of findings.
    pub(super) fn keys_of(
        &self,
        statement: Statement,
        slugs: &dyn Slugs,
    ) -> Vec<(String, Written)> {
        let mut keys = self.model.keys_of(statement, slugs);
        if let Statement::Decision(place) = statement
            && let Some((_, finding)) = keys.iter_mut().find(|(key, _)| key == "finding")
            && let Some(followed) = self.matching.decisions.get(place)
        {
            *finding = Written::text(followed);
        }
        if let Statement::Scenario(_) = statement
            && let Some((_, tried)) = keys.iter_mut().find(|(key, _)| key == "changes")
        {
            self.follow_changes(tried);
        }
        keys
    }

    /// Replaces the ids in the changes of a scenario by those of the newer map.
    fn follow_changes(&self, tried: &mut Written) {
        match tried {
            Written::Inline(inner) => self.follow_changes(inner),
            Written::List(items) => items.iter_mut().for_each(|item| self.follow_changes(item)),
            Written::Text(text) => {
                // From the last to the first, so that the positions of the others stay valid.
                for (entity, place) in Trial::names(text).into_iter().rev() {
                    let key = matching_key(&text[place.clone()]);
                    let count = match entity {
                        Entity::Term => self.model.terms.len(),
                        _ => self.model.systems.len(),
                    };
                    let named =
                        |index: &usize| matching_key(&self.model.slug(entity, *index)) == key;
                    if let Some(index) = (0..count).find(named) {
                        let slug = self.slug(entity, index).into_owned();
                        if slug != *self.model.slug(entity, index) {
                            text.replace_range(place, &slug);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// `system.field`.
    pub(super) fn field_name(&self, id: FieldId) -> String {
        let system = self.model.system_of(id);
        let system = self.slug(Entity::System, system.index());
        let field = self.slug(Entity::Field, id.index());
        format!("{system}.{field}")
    }
}

impl Slugs for Followed<'_> {
    fn dimensions(&self) -> &Dimensions {
        &self.model.dimensions
    }

    fn slug(&self, entity: Entity, index: usize) -> Cow<'_, str> {
        match self.matching.slugs.get(&(entity, index)) {
            Some(slug) => Cow::Borrowed(slug),
            None => self.model.slug(entity, index),
        }
    }
}

impl Matching {
    /// Matches two maps. Also returns how names of the older one follow to the newer one.
    pub(super) fn of(old: &Model, new: &Model) -> (Self, Follow) {
        let mut matching = Self::default();
        matching.pairs.push((Statement::Map, Statement::Map));
        let mut systems = Vec::new();
        for entity in TABLES {
            let (before, after) = (rows(old, entity), rows(new, entity));
            let to = pair(&before, &after);
            matching.add(entity, (&before, &after), &to);
            if entity == Entity::System {
                systems = to;
            }
        }
        for (index, to) in systems.iter().enumerate() {
            if let Some(to) = to {
                let pair = (SystemId::new(index), SystemId::new(*to));
                matching.fields((old, new), pair);
            }
        }
        matching.flows((old, new), &systems);
        let follow = Follow::of(old, &matching);
        let known: FxHashSet<&str> = new.decisions.iter().map(|one| &*one.finding).collect();
        let decisions = old.decisions.iter();
        matching.decisions = decisions
            .map(|one| follow.pattern(&one.finding, |name| known.contains(name)))
            .collect();
        matching.lists(old, new);
        (matching, follow)
    }

    /// True if any entry has another id in the newer map.
    pub(super) fn has_renames(&self) -> bool {
        !self.slugs.is_empty()
    }

    /// Adds the entries of one table: `to` holds for each older one its newer one.
    fn add(&mut self, entity: Entity, rows: (&[Row<'_>], &[Row<'_>]), to: &[Option<usize>]) {
        let (before, after) = rows;
        let mut is_new = vec![true; after.len()];
        for (index, (row, to)) in before.iter().zip(to).enumerate() {
            let is_both = to.is_some_and(|to| after[to].is_declared);
            if let Some(to) = *to {
                is_new[to] = !row.is_declared;
                self.follow(entity, (index, row.slug), after[to].slug);
            }
            match (row.is_declared, *to) {
                (true, Some(to)) if is_both => {
                    let pair = [index, to].map(|index| statement(entity, index));
                    self.pairs.push((pair[0], pair[1]));
                }
                (true, _) => self.gone.push(statement(entity, index)),
                _ => {}
            }
        }
        let came = (0..after.len()).filter(|index| is_new[*index] && after[*index].is_declared);
        self.came.extend(came.map(|index| statement(entity, index)));
    }

    fn follow(&mut self, entity: Entity, (index, slug): (usize, &str), newer: &str) {
        if slug != newer {
            self.slugs.insert((entity, index), newer.to_owned());
        }
    }

    /// Matches the fields of one system.
    fn fields(&mut self, (old, new): (&Model, &Model), (before, after): (SystemId, SystemId)) {
        let rows = |model: &'_ Model, system: SystemId| -> Vec<FieldId> {
            model.systems[system].fields.ids().collect()
        };
        let (of_old, of_new) = (rows(old, before), rows(new, after));
        let row = |model, ids: &[FieldId]| -> Vec<Row<'_>> {
            ids.iter().map(|id| field_row(model, *id)).collect()
        };
        let (old_rows, new_rows) = (row(old, &of_old), row(new, &of_new));
        let to = pair(&old_rows, &new_rows);
        let is_whole = [(old, before), (new, after)]
            .into_iter()
            .all(|(model, system)| model.systems[system].origin == Origin::Declared);
        let mut is_new = vec![true; of_new.len()];
        for (place, to) in to.iter().enumerate() {
            let id = of_old[place];
            if let Some(to) = *to {
                is_new[to] = !old_rows[place].is_declared;
                self.follow(
                    Entity::Field,
                    (id.index(), old_rows[place].slug),
                    new_rows[to].slug,
                );
            }
            let both = to.filter(|to| new_rows[*to].is_declared);
            match (old_rows[place].is_declared && is_whole, both) {
                (true, Some(to)) => {
                    let pair = (Statement::Field(id), Statement::Field(of_new[to]));
                    self.pairs.push(pair);
                }
                (true, None) => self.gone.push(Statement::Field(id)),
                _ => {}
            }
        }
        let came = (0..of_new.len()).filter(|place| is_new[*place] && new_rows[*place].is_declared);
        if is_whole {
            let came = came.map(|place| Statement::Field(of_new[place]));
            self.came.extend(came);
        }
    }

    /// Matches flows, those between the same two systems with each other.
    fn flows(&mut self, (old, new): (&Model, &Model), systems: &[Option<usize>]) {
        type Ends = (SystemId, SystemId);
        let mut groups: BTreeMap<Ends, (Vec<FlowId>, Vec<FlowId>)> = BTreeMap::new();
        let newer = |system: SystemId| systems[system.index()].map(SystemId::new);
        for (id, flow) in old.flows.iter() {
            match (newer(flow.from.id()), newer(flow.to.id())) {
                (Some(from), Some(to)) => groups.entry((from, to)).or_default().0.push(id),
                _ => self.gone.push(Statement::Flow(id)),
            }
        }
        for (id, flow) in new.flows.iter() {
            let ends = (flow.from.id(), flow.to.id());
            groups.entry(ends).or_default().1.push(id);
        }
        for (before, after) in groups.into_values() {
            let followed = Followed {
                model: old,
                matching: self,
            };
            let to = flows((&followed, &before), (new, &after));
            let mut is_new = vec![true; after.len()];
            for (place, to) in to.into_iter().enumerate() {
                let id = Statement::Flow(before[place]);
                match to {
                    Some(to) => {
                        is_new[to] = false;
                        self.pairs.push((id, Statement::Flow(after[to])));
                        let (slug, newer) = (&old.flows[before[place]].slug, after[to]);
                        let at = (before[place].index(), &**slug);
                        self.follow(Entity::Flow, at, &new.flows[newer].slug);
                    }
                    None => self.gone.push(id),
                }
            }
            let came = after.iter().zip(&is_new).filter(|(_, is_new)| **is_new);
            self.came.extend(came.map(|(id, _)| Statement::Flow(*id)));
        }
    }

    /// Matches entries in lists without ids: crosswalks by the code lists that they join, decisions by the finding that they name.
    fn lists(&mut self, old: &Model, new: &Model) {
        let mappings = |count: usize| (0..count).map(Statement::Mapping).collect();
        let decisions = |count: usize| (0..count).map(Statement::Decision).collect();
        let kinds: [[Vec<Statement>; 2]; 2] = [
            [old.mappings.len(), new.mappings.len()].map(mappings),
            [old.decisions.len(), new.decisions.len()].map(decisions),
        ];
        for [before, after] in kinds {
            let followed = Followed {
                model: old,
                matching: self,
            };
            let to = listed((&followed, &before), (new, &after));
            let mut is_new = vec![true; after.len()];
            for (place, to) in to.into_iter().enumerate() {
                match to {
                    Some(to) => {
                        is_new[to] = false;
                        self.pairs.push((before[place], after[to]));
                    }
                    None => self.gone.push(before[place]),
                }
            }
            let came = after.iter().zip(is_new).filter(|(_, is_new)| *is_new);
            self.came.extend(came.map(|(statement, _)| *statement));
        }
    }
}

fn field_row(model: &Model, id: FieldId) -> Row<'_> {
    let field = &model.fields[id];
    Row {
        slug: &field.slug,
        was: &field.was,
        is_declared: field.is_declared,
    }
}

/// The entities of a table.
fn rows<'m>(model: &'m Model, entity: Entity) -> Vec<Row<'m>> {
    let row = |slug, was, is_declared| Row {
        slug,
        was,
        is_declared,
    };
    match entity {
        Entity::Dimension => {
            let all = model.dimensions.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, true)).collect()
        }
        Entity::Organisation => {
            let all = model.organisations.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, !one.is_placeholder))
                .collect()
        }
        Entity::Term => {
            let all = model.terms.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, !one.is_placeholder))
                .collect()
        }
        Entity::CodeList => {
            let all = model.code_lists.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, !one.is_placeholder))
                .collect()
        }
        Entity::System => {
            let former = |one: &'m System| match (one.origin, one.owner()) {
                // The unnamed system of a body that is the end of a flow has the body's ids.
                (Origin::Unnamed, Some(owner)) => &model.organisations[owner].was,
                _ => &one.was,
            };
            let all = model.systems.iter();
            all.map(|(_, one)| row(&one.slug, former(one), one.origin == Origin::Declared))
                .collect()
        }
        Entity::Need => {
            let all = model.needs.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, true)).collect()
        }
        Entity::Case => {
            let all = model.cases.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, !one.is_placeholder))
                .collect()
        }
        Entity::Scenario => {
            let all = model.scenarios.iter();
            all.map(|(_, one)| row(&one.slug, &one.was, true)).collect()
        }
        Entity::Field | Entity::Flow => Vec::new(),
    }
}

fn statement(entity: Entity, index: usize) -> Statement {
    match entity {
        Entity::Dimension => Statement::Dimension(DimensionId::new(index)),
        Entity::Organisation => Statement::Organisation(OrganisationId::new(index)),
        Entity::Term => Statement::Term(TermId::new(index)),
        Entity::CodeList => Statement::CodeList(CodeListId::new(index)),
        Entity::System => Statement::System(SystemId::new(index)),
        Entity::Field => Statement::Field(FieldId::new(index)),
        Entity::Flow => Statement::Flow(FlowId::new(index)),
        Entity::Need => Statement::Need(NeedId::new(index)),
        Entity::Case => Statement::Case(CaseId::new(index)),
        Entity::Scenario => Statement::Scenario(ScenarioId::new(index)),
    }
}
