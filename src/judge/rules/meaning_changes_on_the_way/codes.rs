//! Codes carried across a stretch without codes.

use super::Change;
use super::firmness;
use super::kept;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Link;
use crate::judge::rules::claims_more_than_received::passed_at;
use crate::read::finding::Certainty;
use crate::read::model::CodeListId;
use crate::read::model::Crosswalks;
use crate::read::model::FieldId;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::Ref;

/// For each field without codes, the codes its value had when it last had some.
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

pub(super) fn codes(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    carried: &[Option<(CodeListId, FieldId)>],
    link: &Link,
) -> Option<Change> {
    let (list, origin) = carried[link.from.index()]?;
    let own = codes_of(model, link.to)?;
    let conversion = crosswalks.convert(list, own);
    if conversion.verdict.is_computable() != Some(false) {
        return None;
    }
    let (origin, to) = (model.field_name(origin), model.field_name(link.to));
    Some(Change {
        facet: "codes",
        what: format!(
            "the codes of `{origin}` cannot become those of `{to}`: {}",
            conversion.fault()
        ),
        help: format!(
            "say at which step the codes `{}` come about, and from what",
            model.code_lists[own].slug
        ),
        certainty: if conversion.is_sourced {
            firmness(model, link)
        } else {
            Certainty::Likely
        },
        at: passed_at(model, link),
    })
}
