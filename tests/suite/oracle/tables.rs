//! Loops over the tables of a map that several oracles share.

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::model::{Date, FieldId, Flow, How, Model, Ref, Status, TermId};

use super::Names;

/// The flows that stand on the day of the map.
pub(super) fn standing(model: &Model) -> impl Iterator<Item = &Flow> {
    let day: Date = model.about.as_of.expect("a generated map has a day");
    model
        .flows
        .iter()
        .map(|(_, flow)| flow)
        .filter(move |flow| {
            let status = flow.status.known().copied().unwrap_or(Status::Current);
            let has_begun = flow.since.known().is_none_or(|since| *since <= day);
            let is_over = flow.until.known().is_some_and(|until| *until < day);
            status == Status::Current && has_begun && !is_over
        })
}

/// True for an identifier and for plain context.
pub(super) fn is_context(model: &Model, term: Option<TermId>) -> bool {
    term.is_some_and(|term| model.terms[term].is_context())
}

/// A value: its source field, its target field, and its flow.
pub(super) type Value<'m> = (FieldId, FieldId, &'m Flow);

/// All values that standing flows pass, in any form.
pub(super) fn values(model: &Model) -> Vec<Value<'_>> {
    let mut values = Vec::new();
    for flow in standing(model) {
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how != How::Influence)
        {
            for from in &passage.from {
                values.push((from.id(), passage.to.id(), flow));
            }
        }
    }
    values
}

/// Everything that can be reached from `start` along these pairs; `start` itself only if a way leads back to it.
pub(super) fn reached<T: Copy + Ord>(start: T, pairs: &[(T, T)]) -> BTreeSet<T> {
    let mut reached = BTreeSet::new();
    loop {
        let next: BTreeSet<T> = pairs
            .iter()
            .filter(|(from, _)| *from == start || reached.contains(from))
            .map(|(_, to)| *to)
            .collect();
        if next == reached {
            return reached;
        }
        reached = next;
    }
}

/// Names that may repeat: from the second time on they are numbered.
pub(super) fn numbered(names: impl IntoIterator<Item = String>) -> Names {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Names::new();
    for name in names {
        let times = times.entry(name.clone()).or_default();
        *times += 1;
        all.insert(if *times == 1 {
            name
        } else {
            format!("{name}#{times}")
        });
    }
    all
}

/// The term of a field.
pub(super) fn term(model: &Model, field: FieldId) -> Option<TermId> {
    model.fields[field].term.known().map(Ref::id)
}

/// Every pair of fields of one term in different systems.
pub(super) fn pairs(model: &Model) -> Vec<(TermId, FieldId, FieldId)> {
    let mut pairs = Vec::new();
    for a in model.fields.ids() {
        for b in model.fields.ids() {
            let (here, there) = (&model.fields[a], &model.fields[b]);
            if a < b && here.system != there.system && term(model, a) == term(model, b) {
                pairs.extend(term(model, a).map(|term| (term, a, b)));
            }
        }
    }
    pairs
}
