//! The entities of a map by kind, with their ids, names and places.

use crate::analysis::Analysis;
use crate::read::model::{Entity, FILE, Origin, Shape, SystemId};
use crate::read::source::Span;
use crate::read::syntax;

/// The kind of entity that a section declares.
pub(super) fn of_section(section: &str) -> Option<Entity> {
    let key = FILE.keys.iter().find(|key| key.name == section)?;
    match key.shape {
        Shape::Entries(entity, _) => Some(entity),
        _ => None,
    }
}

/// One entity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// The place at which it is declared or first referred to.
    pub(super) span: Span,
    /// False if the map only refers to it.
    pub(super) is_declared: bool,
}

/// All things of a kind, by id.
pub(super) fn things(analysis: &Analysis, entity: Entity) -> Vec<Thing<'_>> {
    let model = analysis.model();
    macro_rules! of {
        ($table:expr, $thing:ident => $name:expr, $declared:expr) => {
            $table
                .iter()
                .map(|(_, $thing)| Thing {
                    id: &$thing.slug,
                    name: $name,
                    span: $thing.span,
                    is_declared: $declared,
                })
                .collect()
        };
    }
    match entity {
        Entity::Organisation => {
            of!(model.organisations, thing => &thing.name, !thing.is_placeholder)
        }
        Entity::System => {
            of!(model.systems, thing => &thing.name, thing.origin == Origin::Declared)
        }
        Entity::Term => of!(model.terms, thing => &thing.name, !thing.is_placeholder),
        Entity::CodeList => of!(model.code_lists, thing => &thing.name, !thing.is_placeholder),
        Entity::Dimension => of!(model.dimensions, thing => &thing.name, true),
        Entity::Need => of!(model.needs, thing => &thing.question, true),
        Entity::Scenario => of!(model.scenarios, thing => &thing.name, true),
        Entity::Case => of!(model.cases, thing => &thing.name, !thing.is_placeholder),
        Entity::Field | Entity::Flow => Vec::new(),
    }
}

/// The system with this id. Case, spaces, hyphens and underscores do not matter.
pub(super) fn system(analysis: &Analysis, id: &str) -> Option<SystemId> {
    let wanted = syntax::matching_key(id);
    let mut systems = analysis.model().systems.iter();
    systems.find_map(|(id, system)| (syntax::matching_key(&system.slug) == wanted).then_some(id))
}

/// The fields of a system, in the order written.
pub(super) fn fields(analysis: &Analysis, system: SystemId) -> Vec<Thing<'_>> {
    let model = analysis.model();
    let fields = model.systems[system]
        .fields
        .ids()
        .map(|id| &model.fields[id]);
    fields
        .map(|field| Thing {
            id: &field.slug,
            name: field.name.as_deref().unwrap_or_default(),
            span: field.span,
            is_declared: field.is_declared,
        })
        .collect()
}
