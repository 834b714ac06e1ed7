//! Finds the case that a question is about: one that the map keeps, or one that is typed.

use super::words::case_words;
use crate::ask::{Misunderstanding, find};
use crate::judge::graph::FlowGraph;
use crate::read::model::{CaseId, Model, ScopeBox, is_scope};
use crate::words::names;

/// A case to walk through the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its name; for a typed case, its description.
    pub(crate) name: String,
    /// Its description in words.
    pub(crate) words: String,
    /// Its id, if the map keeps it.
    pub(crate) id: Option<CaseId>,
    pub(super) boxes: Vec<ScopeBox>,
}

/// One case as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// The id of a kept case.
    Kept(String),
    /// Dimensions, each with its values.
    Scope(Vec<(String, String)>),
}

/// The kept case with the id `id`.
pub(super) fn named_case(model: &Model, id: &str) -> Result<Subject, Misunderstanding> {
    let slugs = model.cases.iter().map(|(_, case)| &*case.slug);
    let index = find(id, "case", slugs)?;
    let (id, _) = model.cases.iter().nth(index).expect("found a moment ago");
    Ok(kept(model, id))
}

/// A case typed as dimensions with their values.
pub(super) fn typed(model: &Model, text: &str) -> Result<Subject, Misunderstanding> {
    let boxes = model.spoken(text).map_err(Misunderstanding)?.to_vec();
    let words = case_words(model, &boxes);
    let (name, id) = (words.clone(), None);
    Ok(Subject {
        name,
        words,
        id,
        boxes,
    })
}

/// The cases that a text names or describes, at least one.
pub(super) fn subjects(graph: &FlowGraph, text: &str) -> Result<Vec<Subject>, Misunderstanding> {
    let model = graph.model();
    let mut subjects = Vec::new();
    for part in text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let is_id = model.cases.iter().any(|(_, case)| *case.slug == *part);
        if is_scope(part) && !is_id {
            subjects.push(typed(model, part)?);
            continue;
        }
        for name in names(part) {
            let case = named_case(model, &name).map_err(|Misunderstanding(why)| {
                Misunderstanding(format!(
                    "{why}; or say what the case is: `dimension=value`, with commas between"
                ))
            })?;
            subjects.push(case);
        }
    }
    if subjects.is_empty() {
        return Err(Misunderstanding(
            "name a case of the map, or say what it is: `dimension=value`, with commas between"
                .to_owned(),
        ));
    }
    Ok(subjects)
}

/// A case that the map keeps.
pub(crate) fn kept(model: &Model, id: CaseId) -> Subject {
    let case = &model.cases[id];
    Subject {
        name: case.name.to_string(),
        words: case_words(model, case.boxes()),
        id: Some(id),
        boxes: case.boxes().to_vec(),
    }
}
