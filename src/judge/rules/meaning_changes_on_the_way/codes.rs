//! Codes that a value had before it crossed fields without codes.

use super::kept;
use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{CodeListId, Conversion, Crosswalks, FieldId, Id, Model, Ref};

/// For each field without stated codes, the last codes of its value, and the field that stated them.
pub(super) fn carried(graph: &FlowGraph, order: &[FieldId]) -> Vec<Option<(CodeListId, FieldId)>> {
    let model = graph.model();
    let mut carried = vec![None; model.fields.len()];
    for field in order {
        if model.fields[*field].codes.span().is_some() {
            continue;
        }
        let mut known = kept(graph, *field).map(|link| match codes_of(model, link.from) {
            Some(list) => Some((list, link.from)),
            None => carried[link.from.index()],
        });
        let first = known.next().flatten();
        if known.all(|other| other.map(|(list, _)| list) == first.map(|(list, _)| list)) {
            carried[field.index()] = first;
        }
    }
    carried
}

fn codes_of(model: &Model, field: FieldId) -> Option<CodeListId> {
    model.fields[field].codes.known().map(Ref::id)
}

/// The conversion of the codes that a link carries into those of its target, if it surely is impossible, and the field that the codes come
/// from.
pub(super) fn unconverted(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    carried: &[Option<(CodeListId, FieldId)>],
    link: &Link,
) -> Option<(FieldId, Conversion)> {
    let (list, from) = carried[link.from.index()]?;
    let only = model.flows[link.flow].only.known();
    let only = only.map_or(&[][..], |only| &only[..]);
    let scopes = [
        model.scope(from),
        model.scope(link.from),
        only,
        model.scope(link.to),
    ];
    let occurring = model.occurring(list, &scopes);
    let conversion = crosswalks.convert(list, codes_of(model, link.to)?, &occurring);
    (conversion.verdict.is_computable() == Some(false)).then_some((from, conversion))
}
