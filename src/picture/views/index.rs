//! The entities of the map by id, as findings and users name them.

use std::collections::BTreeMap;

use crate::read::finding::{Finding, body_meant};
use crate::read::model::{FieldId, FlowId, Model, NeedId, OrganisationId, SystemId, TermId};
use crate::words::readable;

/// Ids by slug.
#[derive(Debug)]
pub(super) struct Index<'m> {
    model: &'m Model,
    pub(super) organisations: BTreeMap<&'m str, OrganisationId>,
    pub(super) systems: BTreeMap<&'m str, SystemId>,
    pub(super) terms: BTreeMap<&'m str, TermId>,
    pub(super) flows: BTreeMap<&'m str, FlowId>,
    pub(super) needs: BTreeMap<&'m str, NeedId>,
}

impl<'m> Index<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        Self {
            model,
            organisations: model
                .organisations
                .iter()
                .map(|(id, one)| (&*one.slug, id))
                .collect(),
            systems: model
                .systems
                .iter()
                .map(|(id, one)| (&*one.slug, id))
                .collect(),
            terms: model
                .terms
                .iter()
                .map(|(id, one)| (&*one.slug, id))
                .collect(),
            flows: model
                .flows
                .iter()
                .map(|(id, one)| (&*one.slug, id))
                .collect(),
            needs: model
                .needs
                .iter()
                .map(|(id, one)| (&*one.slug, id))
                .collect(),
        }
    }

    /// A message of a finding for an audience: each id in backticks becomes its name.
    pub(super) fn in_names(&self, finding: &Finding, message: &str) -> String {
        let parts = message.split('`').enumerate();
        parts
            .map(|(place, part)| {
                if place % 2 == 0 {
                    part.to_owned()
                } else {
                    self.name(finding, part).unwrap_or_else(|| part.to_owned())
                }
            })
            .collect()
    }

    /// The name of an id; for a field, `its name in its system`.
    fn name(&self, finding: &Finding, id: &str) -> Option<String> {
        let model = self.model;
        if let Some(body) = body_meant(id) {
            let mut bodies = model.organisations.iter();
            let body = bodies.find(|(_, one)| *one.slug == *body);
            return body.map(|(_, one)| one.name.to_string());
        }
        if let Some(field) = self.field(id) {
            let system = &model.systems[model.fields[field].system].name;
            let field = &model.fields[field];
            let name = field
                .name
                .as_deref()
                .map_or_else(|| readable(&field.slug), str::to_owned);
            return Some(format!("{name} in {system}"));
        }
        if let Some(flow) = self.flows.get(id) {
            let flow = &model.flows[*flow];
            let [from, to] = [&flow.from, &flow.to].map(|end| &model.systems[end.id()].name);
            return Some(format!("from {from} to {to}"));
        }
        let system = self.systems.get(id).map(|id| &model.systems[*id].name);
        let organisation = self.organisations.get(id);
        let organisation = organisation.map(|id| &model.organisations[*id].name);
        let term = self.terms.get(id).map(|id| &model.terms[*id].name);
        let name = if finding.means_a_body(id) {
            organisation.or(system)
        } else {
            system.or(organisation)
        };
        let name = name.or(term).map(ToString::to_string);
        let need = || self.needs.get(id).map(|need| &model.needs[*need]);
        let name = name.or_else(|| Some(need()?.quoted()));
        let list = || model.code_lists.iter().find(|(_, list)| *list.slug == *id);
        let name = name.or_else(|| list().map(|(_, list)| list.name.to_string()));
        name.map(|name| if name == id { readable(&name) } else { name })
    }

    /// The field `system.field`.
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        self.model.field_named(name)
    }
}
