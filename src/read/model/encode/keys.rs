//! The keys of every entry with their values: what is written under the entry, before any short form.

use crate::read::model::case::Case;
use crate::read::model::codes::{CodeList, Mapping};
use crate::read::model::decision::Decision;
use crate::read::model::dimension::{Axis, Dimension, DimensionValue};
use crate::read::model::field::Field;
use crate::read::model::flow::Flow;
use crate::read::model::id::{Entity, Id};
use crate::read::model::map::Model;
use crate::read::model::member::{Keys, Member as _, Slugs};
use crate::read::model::need::Need;
use crate::read::model::organisation::Organisation;
use crate::read::model::scenario::Scenario;
use crate::read::model::statement::Statement;
use crate::read::model::system::System;
use crate::read::model::term::Term;
use crate::read::syntax::Written;

pub(super) fn about<'m>(slugs: &'m dyn Slugs, model: &'m Model) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &model.about.evidence);
    model.about.write(&mut keys);
    keys
}

pub(super) fn dimension<'m>(slugs: &'m dyn Slugs, dimension: &'m Dimension) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &dimension.evidence);
    keys.name(&dimension.name, &dimension.slug.replace('_', " "));
    match &dimension.axis {
        Axis::Values(values) => {
            let below = match values_below(&values.values, &mut 0, values.leaves) {
                Written::Nothing => Written::List(Vec::new()),
                below => below,
            };
            keys.put("values", below.inline_if_short());
        }
        Axis::Range(unit) => keys.put("range", Written::text(unit.name())),
    }
    dimension.was.write(&mut keys, "was");
    keys
}

/// The values from `at` on whose leaves lie before `end`, each with those below it.
fn values_below(values: &[DimensionValue], at: &mut usize, end: usize) -> Written {
    let mut entries = Vec::new();
    while let Some(value) = values.get(*at).filter(|value| value.leaves.start < end) {
        *at += 1;
        let below = values_below(values, at, value.leaves.end);
        entries.push((value.slug.to_string(), below));
    }
    if entries.is_empty() {
        return Written::Nothing;
    }
    if entries.iter().all(|(_, below)| *below == Written::Nothing) {
        return Written::List(
            entries
                .into_iter()
                .map(|(slug, _)| Written::Text(slug))
                .collect(),
        );
    }
    Written::Mapping(entries)
}

pub(super) fn organisation<'m>(slugs: &'m dyn Slugs, organisation: &'m Organisation) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &organisation.evidence);
    keys.name(&organisation.name, &organisation.slug);
    organisation.write(&mut keys);
    keys
}

pub(super) fn term<'m>(slugs: &'m dyn Slugs, term: &'m Term) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &term.evidence);
    keys.name(&term.name, &term.slug);
    term.write(&mut keys);
    keys
}

pub(super) fn code_list<'m>(slugs: &'m dyn Slugs, list: &'m CodeList) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &list.evidence);
    keys.name(&list.name, &list.slug);
    list.write(&mut keys);
    keys
}

pub(super) fn mapping<'m>(slugs: &'m dyn Slugs, mapping: &'m Mapping) -> Keys<'m> {
    let list = |index| Written::text(&slugs.slug(Entity::CodeList, index));
    let mut keys = Keys::with(slugs, &mapping.evidence);
    keys.put("from", list(mapping.from.id().index()));
    keys.put("to", list(mapping.to.id().index()));
    mapping.write(&mut keys);
    keys
}

/// All but its fields.
pub(super) fn system<'m>(slugs: &'m dyn Slugs, system: &'m System) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &system.evidence);
    keys.name(&system.name, &system.slug);
    system.write(&mut keys);
    keys
}

pub(super) fn field<'m>(slugs: &'m dyn Slugs, field: &'m Field) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &field.evidence);
    if let Some(name) = &field.name {
        keys.put("name", Written::text(name));
    }
    field.write(&mut keys);
    keys
}

pub(super) fn flow<'m>(slugs: &'m dyn Slugs, flow: &'m Flow) -> Keys<'m> {
    let system = |index| Written::text(&slugs.slug(Entity::System, index));
    let mut keys = Keys::with(slugs, &flow.evidence);
    keys.put("from", system(flow.from.id().index()));
    keys.put("to", system(flow.to.id().index()));
    flow.write(&mut keys);
    keys
}

pub(super) fn need<'m>(slugs: &'m dyn Slugs, need: &'m Need) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &need.evidence);
    need.write(&mut keys);
    keys
}

pub(super) fn case<'m>(slugs: &'m dyn Slugs, case: &'m Case) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &case.evidence);
    keys.name(&case.name, &case.slug);
    case.write(&mut keys);
    keys
}

pub(super) fn scenario<'m>(slugs: &'m dyn Slugs, scenario: &'m Scenario) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &scenario.evidence);
    keys.name(&scenario.name, &scenario.slug);
    scenario.write(&mut keys);
    keys
}

pub(super) fn decision<'m>(slugs: &'m dyn Slugs, decision: &'m Decision) -> Keys<'m> {
    let mut keys = Keys::with(slugs, &decision.evidence);
    keys.put("finding", Written::text(&decision.finding));
    decision.write(&mut keys);
    keys
}

/// The key of the accounts of a flow in [`Model::keys_of`], if the flow is written more than once. No flow file has it.
pub(crate) const ACCOUNTS: &str = "accounts";

impl Model {
    /// Everything that an entry states: each key with its value, ids as `slugs` writes them. Keys that state nothing are left out. The
    /// fields of a system are entries of their own, so its `fields` says only that they are listed. A field's term is there even if its id
    /// implies it.
    pub(crate) fn keys_of(
        &self,
        statement: Statement,
        slugs: &dyn Slugs,
    ) -> Vec<(String, Written)> {
        let keys = match statement {
            Statement::Map => about(slugs, self),
            Statement::Dimension(id) => dimension(slugs, &self.dimensions[id]),
            Statement::Organisation(id) => organisation(slugs, &self.organisations[id]),
            Statement::Term(id) | Statement::Agreed(id) => term(slugs, &self.terms[id]),
            Statement::CodeList(id) => code_list(slugs, &self.code_lists[id]),
            Statement::Mapping(place) => mapping(slugs, &self.mappings[place]),
            Statement::System(id) => {
                let one = &self.systems[id];
                let mut keys = system(slugs, one);
                if one.lists_fields {
                    keys.text("fields", "listed");
                } else {
                    keys.word("fields");
                }
                keys
            }
            Statement::Field(id) => field(slugs, &self.fields[id]),
            Statement::Flow(id) => {
                let one = &self.flows[id];
                let mut keys = flow(slugs, one);
                if !one.accounts.is_empty() {
                    let accounts = one.accounts.iter();
                    let accounts = accounts.map(|account| flow(slugs, account).mapping());
                    keys.put(ACCOUNTS, Written::List(accounts.collect()));
                }
                keys
            }
            Statement::Need(id) => need(slugs, &self.needs[id]),
            Statement::Decision(place) => decision(slugs, &self.decisions[place]),
            Statement::Scenario(id) => scenario(slugs, &self.scenarios[id]),
            Statement::Case(id) => case(slugs, &self.cases[id]),
        };
        keys.written()
    }
}
