//! The things of a map by kind, with their ids, names and places.

use crate::analysis::Analysis;
use crate::read::model::SystemId;
use crate::read::source::Span;
use crate::read::syntax;

/// A kind of thing that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Organisation,
    System,
    Term,
    CodeList,
    Dimension,
    Need,
}

impl Kind {
    pub(super) const ALL: [Kind; 6] = [
        Kind::System,
        Kind::Organisation,
        Kind::Term,
        Kind::CodeList,
        Kind::Dimension,
        Kind::Need,
    ];

    /// The kind that a section declares.
    pub(super) fn of_section(section: &str) -> Option<Self> {
        Some(match section {
            "organisations" => Kind::Organisation,
            "systems" => Kind::System,
            "terms" => Kind::Term,
            "code_lists" => Kind::CodeList,
            "dimensions" => Kind::Dimension,
            "needs" => Kind::Need,
            _ => return None,
        })
    }
}

/// A thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// Where it is declared, or first referred to.
    pub(super) span: Span,
    /// False where the map only refers to it.
    pub(super) is_declared: bool,
}

/// All things of a kind, by id.
pub(super) fn things(analysis: &Analysis, kind: Kind) -> Vec<Thing<'_>> {
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
    match kind {
        Kind::Organisation => of!(model.organisations, thing => &thing.name, !thing.is_placeholder),
        Kind::System => {
            of!(model.systems, thing => &thing.name, thing.origin == crate::read::model::Origin::Declared)
        }
        Kind::Term => of!(model.terms, thing => &thing.name, !thing.is_placeholder),
        Kind::CodeList => of!(model.code_lists, thing => &thing.name, !thing.is_placeholder),
        Kind::Dimension => of!(model.dimensions, thing => &thing.name, true),
        Kind::Need => of!(model.needs, thing => &thing.question, true),
    }
}

/// The system of that id, in whatever spelling.
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
