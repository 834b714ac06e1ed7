//! Fields and terms of a map as elements for the matcher.

use super::element::Element;
use crate::read::model::{CodeListId, FieldId, Model, Ref, Stated, TermId};

/// A field: its name and definition, with its system as the context.
pub fn field(model: &Model, id: FieldId) -> Element {
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    Element {
        name: field.name.as_deref().unwrap_or(&field.slug).to_string(),
        definition: text(&field.definition),
        context: sentence(&system.name, system.evidence.notes()),
        kind: field.kind.known().copied(),
        unit: field.unit.known().map(ToString::to_string),
        codes: codes(model, &field.codes),
        code_list: list(model, &field.codes),
    }
}

/// A term: its name and definition, and its agreed type and codes. It has no context.
pub fn term(model: &Model, id: TermId) -> Element {
    let term = &model.terms[id];
    let agreed = term.agreed.as_deref();
    let agreed_codes = agreed.map(|agreed| &agreed.codes);
    Element {
        name: term.name.to_string(),
        definition: text(&term.definition),
        context: String::new(),
        kind: agreed.and_then(|agreed| agreed.kind.known().copied()),
        unit: agreed.and_then(|agreed| agreed.unit.known().map(ToString::to_string)),
        codes: agreed_codes.map_or_else(Vec::new, |stated| codes(model, stated)),
        code_list: agreed_codes.and_then(|stated| list(model, stated)),
    }
}

fn text(stated: &Stated<Box<str>>) -> String {
    stated.known().map(ToString::to_string).unwrap_or_default()
}

fn sentence(name: &str, about: &str) -> String {
    format!("{name}. {about}")
}

/// The meanings of the codes, or the codes themselves if they have no meaning.
fn codes(model: &Model, stated: &Stated<Ref<CodeListId>>) -> Vec<String> {
    let Some(list) = stated.known() else {
        return Vec::new();
    };
    let said = |code: &crate::read::model::Code| {
        let is_bare = code.meaning.is_empty();
        if is_bare { &code.code } else { &code.meaning }.to_string()
    };
    model.code_lists[list.id()]
        .values
        .iter()
        .map(said)
        .collect()
}

fn list(model: &Model, stated: &Stated<Ref<CodeListId>>) -> Option<String> {
    let list = stated.known()?;
    Some(model.code_lists[list.id()].slug.to_string())
}
