//! The definitions of one term side by side: the statements of each field and of the agreed definition, facet by facet, and what all have
//! in common.

use std::collections::BTreeSet;

use super::Misunderstanding;
use super::find;
use crate::judge::graph::FlowGraph;
use crate::read::model::{
    Agreed, CodeListId, DimensionId, Domain, Extent, FieldId, FieldType, Id, Model, Ref, ScopeBox,
    Stated, TermId, extent_words,
};
use crate::read::source::Span;

/// One definition of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The agreed definition of a term that has one.
    Agreed(TermId),
    /// The definition of a field.
    Field(FieldId),
}

/// The name of the agreed definition among those of the fields.
pub(crate) const AGREED: &str = "agreed";

impl Side {
    /// `agreed`, or the field as `system.field`.
    pub(super) fn name(self, model: &Model) -> String {
        match self {
            Side::Agreed(_) => AGREED.to_owned(),
            Side::Field(field) => model.field_name(field),
        }
    }

    /// The people it is about: one box that states nothing if the agreed definition states none.
    pub(super) fn scope(self, model: &Model) -> Vec<ScopeBox> {
        match self {
            Side::Agreed(term) => {
                let covers = agreed(model, term).covers.known();
                let open = || vec![ScopeBox::unstated(model.dimensions.len())];
                covers.map_or_else(open, |boxes| boxes.to_vec())
            }
            Side::Field(field) => model.scope(field).to_vec(),
        }
    }

    /// The type, unit and codes it states for its values.
    pub(super) fn domain(self, model: &Model) -> Domain<'_> {
        match self {
            Side::Agreed(term) => model.agreed_domain(term).expect("it is agreed"),
            Side::Field(field) => model.domain(field),
        }
    }

    /// Its code list.
    pub(super) fn codes(self, model: &Model) -> Option<CodeListId> {
        let codes = match self {
            Side::Agreed(term) => &agreed(model, term).codes,
            Side::Field(field) => &model.fields[field].codes,
        };
        codes.known().map(Ref::id)
    }

    /// The place of its statement on a facet, else of its declaration.
    pub(super) fn place(self, model: &Model, facet: Facet) -> Span {
        let (own, whole) = match self {
            Side::Agreed(term) => {
                let agreed = agreed(model, term);
                let own = match facet {
                    Facet::Definition => agreed.definition.span(),
                    Facet::Type => agreed.kind.span(),
                    Facet::Unit => agreed.unit.span(),
                    Facet::Codes => agreed.codes.span(),
                    Facet::On(_) => agreed.covers.span(),
                };
                (own, agreed.span)
            }
            Side::Field(id) => {
                let field = &model.fields[id];
                let inherited = || model.systems[field.system].covers.span();
                let own = match facet {
                    Facet::Definition => field.definition.span(),
                    Facet::Type => field.kind.span(),
                    Facet::Unit => field.unit.span(),
                    Facet::Codes => field.codes.span(),
                    Facet::On(_) => field.covers.span().or_else(inherited),
                };
                (own, field.span)
            }
        };
        own.unwrap_or(whole)
    }
}

fn agreed(model: &Model, term: TermId) -> &Agreed {
    let agreed = model.terms[term].agreed.as_deref();
    agreed.expect("only a term with an agreed definition has this side")
}

/// The statement of a definition on one facet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// A value, in words.
    Words(String),
    /// No statement, or `unknown`.
    NotStated,
    /// `none`, or `not-shared`.
    Word(&'static str),
}

/// A property on which definitions can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Definition,
    Type,
    Unit,
    Codes,
    On(DimensionId),
}

impl Facet {
    /// The facets of a map: the four of every field, then its dimensions.
    pub(super) fn all(model: &Model) -> Vec<Facet> {
        let own = [Facet::Definition, Facet::Type, Facet::Unit, Facet::Codes];
        own.into_iter()
            .chain(model.dimensions.ids().map(Facet::On))
            .collect()
    }

    /// The word for it: a key of the format, or the id of the dimension.
    pub(super) fn word(self, model: &Model) -> String {
        match self {
            Facet::Definition => "definition".to_owned(),
            Facet::Type => "type".to_owned(),
            Facet::Unit => "unit".to_owned(),
            Facet::Codes => "codes".to_owned(),
            Facet::On(dimension) => model.dimensions[dimension].slug.to_string(),
        }
    }

    /// The statement of a definition on it.
    pub(super) fn said(self, model: &Model, side: Side) -> Said {
        let list = |list: &Ref<CodeListId>| model.code_lists[list.id()].slug.to_string();
        let kind = |kind: &FieldType| kind.word().to_owned();
        match (self, side) {
            (Facet::On(dimension), _) => on_dimension(model, dimension, side),
            (Facet::Definition, Side::Agreed(term)) => {
                stated(&agreed(model, term).definition, ToString::to_string)
            }
            (Facet::Definition, Side::Field(id)) => {
                stated(&model.fields[id].definition, ToString::to_string)
            }
            (Facet::Type, Side::Agreed(term)) => stated(&agreed(model, term).kind, kind),
            (Facet::Type, Side::Field(id)) => stated(&model.fields[id].kind, kind),
            (Facet::Unit, Side::Agreed(term)) => {
                stated(&agreed(model, term).unit, ToString::to_string)
            }
            (Facet::Unit, Side::Field(id)) => stated(&model.fields[id].unit, ToString::to_string),
            (Facet::Codes, Side::Agreed(term)) => stated(&agreed(model, term).codes, list),
            (Facet::Codes, Side::Field(id)) => stated(&model.fields[id].codes, list),
        }
    }
}

fn stated<T>(value: &Stated<T>, words: impl Fn(&T) -> String) -> Said {
    match value {
        Stated::Known(value, _) => Said::Words(words(value)),
        Stated::Absent(_) => Said::Word("none"),
        Stated::NotShared(_) => Said::Word("not-shared"),
        _ => Said::NotStated,
    }
}

fn on_dimension(model: &Model, id: DimensionId, side: Side) -> Said {
    let mut parts = BTreeSet::new();
    for scope in side.scope(model) {
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

/// The fields of each of these terms, in the order of the model.
pub(super) fn fields_of(model: &Model, terms: &[TermId]) -> Vec<Vec<FieldId>> {
    let mut of_term = vec![Vec::new(); model.terms.len()];
    for (id, field) in model.fields.iter() {
        if let Some(term) = field.term() {
            of_term[term.index()].push(id);
        }
    }
    let fields = terms.iter().map(|term| of_term[term.index()].clone());
    fields.collect()
}

/// True if two definitions say the same on a facet. The ends of windows are compared too: they may differ under equal words (72 hours, 3
/// days).
pub(super) fn is_same(model: &Model, facet: Facet, a: Side, b: Side) -> bool {
    let extents = |id: DimensionId, side: Side| -> Vec<Extent> {
        let scope = side.scope(model).into_iter();
        scope.map(|scope| scope.0[id.index()].clone()).collect()
    };
    facet.said(model, a) == facet.said(model, b)
        && match facet {
            Facet::On(id) => {
                let (a, b) = (extents(id, a), extents(id, b));
                let within = |these: &[Extent], those: &[Extent]| {
                    these.iter().all(|extent| those.contains(extent))
                };
                let is_open = a.iter().chain(&b).any(|extent| !extent.is_stated());
                is_open || within(&a, &b) && within(&b, &a)
            }
            _ => true,
        }
}

/// True if two of the definitions differ on a facet, or one states it and another does not.
pub(super) fn differs(model: &Model, facet: Facet, sides: &[Side]) -> bool {
    sides
        .iter()
        .any(|side| !is_same(model, facet, sides[0], *side))
}

/// The common statement of all definitions, in words: `type: date`.
pub(super) fn shared(model: &Model, facet: Facet, sides: &[Side]) -> Option<String> {
    let first = sides.first()?;
    if differs(model, facet, sides) {
        return None;
    }
    match facet.said(model, *first) {
        Said::Words(words) => Some(format!("{}: {words}", facet.word(model))),
        Said::Word(word) => Some(format!("{}: {word}", facet.word(model))),
        Said::NotStated => None,
    }
}
