//! The fields that the organisations of a need can use: fields of their own systems, and published fields.

use crate::read::model::{FieldId, Id, Model, OrganisationId, SystemKind};

/// The fields that mean a term, for each term, in the order of the model.
pub(super) fn held(model: &Model) -> Vec<Vec<FieldId>> {
    let mut held = vec![Vec::new(); model.terms.len()];
    for (id, field) in model.fields.iter() {
        if let Some(term) = field.term() {
            held[term.index()].push(id);
        }
    }
    held
}

/// True if an organisation can use a field.
pub(super) fn is_usable(model: &Model, field: FieldId, who: OrganisationId) -> bool {
    let system = &model.systems[model.system_of(field)];
    let is_published = system.kind.known() == Some(&SystemKind::Publication);
    is_published
        || system
            .owner()
            .is_some_and(|owner| model.is_part_of(owner, who))
}
