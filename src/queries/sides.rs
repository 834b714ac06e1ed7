//! The fields of one term side by side: what each states of itself, facet by facet, and what all have in common.

use std::collections::BTreeSet;

use super::Misunderstanding;
use super::find;
use crate::graph::FlowGraph;
use crate::model::DimensionId;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Model;
use crate::model::TermId;
use crate::model::extent_words;

/// What a field says on one facet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// This.
    Words(String),
    /// Nothing, or `unknown`.
    NotStated,
    /// `none`, or `not-shared`.
    Word(&'static str),
}

/// One thing on which definitions can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Definition,
    Type,
    Unit,
    Codes,
    On(DimensionId),
}

impl Facet {
    /// Those of a map: the four of every field, then its dimensions.
    pub(super) fn all(model: &Model) -> Vec<Facet> {
        let own = [Facet::Definition, Facet::Type, Facet::Unit, Facet::Codes];
        own.into_iter()
            .chain(model.dimensions.ids().map(Facet::On))
            .collect()
    }

    /// Its word: a key of the format, or the id of the dimension.
    pub(super) fn word(self, model: &Model) -> String {
        match self {
            Facet::Definition => "definition".to_owned(),
            Facet::Type => "type".to_owned(),
            Facet::Unit => "unit".to_owned(),
            Facet::Codes => "codes".to_owned(),
            Facet::On(dimension) => model.dimensions[dimension].slug.to_string(),
        }
    }

    /// What a field says on it.
    pub(super) fn said(self, model: &Model, id: FieldId) -> Said {
        let field = &model.fields[id];
        match self {
            Facet::Definition => stated(&field.definition, ToString::to_string),
            Facet::Type => stated(&field.kind, |kind| kind.word().to_owned()),
            Facet::Unit => stated(&field.unit, ToString::to_string),
            Facet::Codes => stated(&field.codes, |list| {
                model.code_lists[list.id()].slug.to_string()
            }),
            Facet::On(dimension) => on_dimension(model, dimension, id),
        }
    }
}

fn stated<T>(value: &crate::model::Stated<T>, words: impl Fn(&T) -> String) -> Said {
    match value {
        crate::model::Stated::Known(value, _) => Said::Words(words(value)),
        crate::model::Stated::Absent(_) => Said::Word("none"),
        crate::model::Stated::NotShared(_) => Said::Word("not-shared"),
        _ => Said::NotStated,
    }
}

fn on_dimension(model: &Model, id: DimensionId, field: FieldId) -> Said {
    let mut parts = BTreeSet::new();
    for scope in model.scope(field) {
        let extent = &scope.0[id.index()];
        if !extent.is_stated() {
            return Said::NotStated;
        }
        let words = extent_words(&model.dimensions[id], extent);
        parts.insert(words.unwrap_or_else(|| "all".to_owned()));
    }
    Said::Words(parts.into_iter().collect::<Vec<_>>().join("; or "))
}

/// The term that `id` names.
pub(super) fn find_term(graph: &FlowGraph, id: &str) -> Result<TermId, Misunderstanding> {
    let terms = &graph.model().terms;
    find(id, "term", terms.iter().map(|(_, term)| &*term.slug)).map(TermId::new)
}

/// The fields of a term, in the order of the model.
pub(super) fn fields_of(model: &Model, term: TermId) -> Vec<FieldId> {
    let fields = model.fields.iter();
    fields
        .filter(|(_, field)| field.term() == Some(term))
        .map(|(id, _)| id)
        .collect()
}

/// True where two fields say the same on a facet. Words may be equal where the ends of a window are not (72 hours, 3 days).
pub(super) fn is_same(model: &Model, facet: Facet, a: FieldId, b: FieldId) -> bool {
    let extents = |id: DimensionId, field: FieldId| -> Vec<&Extent> {
        let scope = model.scope(field).iter();
        scope.map(|scope| &scope.0[id.index()]).collect()
    };
    facet.said(model, a) == facet.said(model, b)
        && match facet {
            Facet::On(id) => {
                let (a, b) = (extents(id, a), extents(id, b));
                let within = |these: &[&Extent], those: &[&Extent]| {
                    these.iter().all(|extent| those.contains(extent))
                };
                let is_open = a.iter().chain(&b).any(|extent| !extent.is_stated());
                is_open || within(&a, &b) && within(&b, &a)
            }
            _ => true,
        }
}

/// True where two of the fields say different things on a facet, or one says something and another nothing.
pub(super) fn differs(model: &Model, facet: Facet, fields: &[FieldId]) -> bool {
    fields
        .iter()
        .any(|field| !is_same(model, facet, fields[0], *field))
}

/// What all fields say alike, in words: `type: date`.
pub(super) fn shared(model: &Model, facet: Facet, fields: &[FieldId]) -> Option<String> {
    let first = fields.first()?;
    if differs(model, facet, fields) {
        return None;
    }
    match facet.said(model, *first) {
        Said::Words(words) => Some(format!("{}: {words}", facet.word(model))),
        Said::Word(word) => Some(format!("{}: {word}", facet.word(model))),
        Said::NotStated => None,
    }
}
