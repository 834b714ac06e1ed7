//! The relation of two definitions on one facet.

use super::super::sides::{Facet, Side, is_same};
use crate::read::model::{
    Computable, Crosswalks, DimensionId, Id, Model, Relation, ScopeBox, Space, relations,
};

/// The relation of one definition to `first` in words; `None` if it cannot be told. Definitions in words are for people to compare.
pub(super) fn relation(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    facet: Facet,
    side: Side,
    first: Side,
) -> Option<String> {
    let word = match facet {
        _ if is_same(model, facet, side, first) => return Some("equal".to_owned()),
        Facet::Definition => return None,
        Facet::Type | Facet::Unit => computable(
            side.domain(model).gives(&first.domain(model)),
            first.domain(model).gives(&side.domain(model)),
        )?,
        Facet::Codes => {
            let (own, other) = (side.codes(model)?, first.codes(model)?);
            let scopes = [side, first].map(|side| side.scope(model));
            let scopes = scopes.each_ref().map(|scope| &scope[..]);
            let occurring = model.occurring(own, &scopes);
            crosswalks.convert(own, other, &occurring).verdict.word()
        }
        // If the parts of a scope differ here, one dimension alone does not show how the two relate.
        Facet::On(dimension) if is_divided(model, dimension, &[side, first]) => return None,
        Facet::On(dimension) => return Some(on_dimension(model, dimension, side, first)),
    };
    Some(word.to_owned())
}

fn computable(there: Computable, back: Computable) -> Option<&'static str> {
    match (there, back) {
        (Computable::Yes, Computable::Yes) => Some("each from the other"),
        (Computable::Yes, _) => Some("gives the first"),
        (_, Computable::Yes) => Some("follows from the first"),
        (Computable::No(_), Computable::No(_)) => Some("neither from the other"),
        _ => None,
    }
}

/// True if the `covers` of one of `sides` has parts with different statements on a dimension.
pub(super) fn is_divided(model: &Model, id: DimensionId, sides: &[Side]) -> bool {
    sides.iter().any(|side| {
        let scope = side.scope(model);
        let mut extents = scope.iter().map(|scope| &scope.0[id.index()]);
        let first = extents.next();
        extents.any(|extent| Some(extent) != first)
    })
}

/// The relation on one dimension alone, regardless of the others.
fn on_dimension(model: &Model, id: DimensionId, side: Side, first: Side) -> String {
    let alone = |side: Side| -> Vec<ScopeBox> {
        let boxes = side.scope(model).into_iter();
        boxes
            .map(|scope| ScopeBox(vec![scope.0[id.index()].clone()]))
            .collect()
    };
    let space = Space::of(vec![model.space().full[id.index()].clone()]);
    let possible = relations(&alone(side), &alone(first), &space);
    let words: Vec<&str> = possible.into_iter().map(Relation::word).collect();
    words.join(" or ")
}
