//! The map's things by their ids, as findings and users name them.

use std::collections::BTreeMap;

use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::Model;
use crate::model::NeedId;
use crate::model::OrganisationId;
use crate::model::SystemId;
use crate::model::TermId;

/// Ids by slug.
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

    /// The field `system.field`.
    pub(super) fn field(&self, name: &str) -> Option<FieldId> {
        let (system, field) = name.split_once('.')?;
        let system = *self.systems.get(system)?;
        let mut fields = self.model.systems[system].fields.ids();
        fields.find(|id| &*self.model.fields[*id].slug == field)
    }
}
