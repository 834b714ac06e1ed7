//! The own id of a flow, at each place at which the flow is written.

use crate::analysis::Analysis;
use crate::exchange::edit::{FlowText, Refusal, at};
use crate::exchange::place;
use crate::read::model::{Flow, FlowId, Model};
use crate::read::source::Span;
use crate::read::syntax::{Node, Value, Written};

/// The places at which a flow is written, each as a flow.
pub(super) fn accounts(model: &Model, flow: FlowId) -> Vec<&Flow> {
    let flow = &model.flows[flow];
    if flow.accounts.is_empty() {
        vec![flow]
    } else {
        flow.accounts.iter().collect()
    }
}

/// Writes the new id and the former one at one place at which a flow is written.
pub(super) fn rename(
    text: &mut FlowText,
    analysis: &Analysis,
    span: Span,
    [old, new]: [&str; 2],
) -> Result<(), Refusal> {
    let lost = || {
        Refusal(format!(
            "a flow in `{}` could not be found again",
            text.name()
        ))
    };
    // The text may have changed before the flow, so its place is looked up in the text as it was.
    let before = analysis.sources.file(span.file);
    let before = FlowText::of(&before.name, &before.text);
    let way = place::flow(&before.tree()?, span).ok_or_else(lost)?;
    let holder = {
        let documents = text.tree()?;
        holder(&documents, &way, old).ok_or_else(lost)?
    };
    text.set(&holder, "id", &Written::text(new))?;
    let former = {
        let documents = text.tree()?;
        at(&documents, &holder).and_then(|node| match &node.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|(key, _)| key.text() == Some("was"))
                .map(|(_, value)| {
                    value
                        .items()
                        .iter()
                        .filter_map(|one| one.text().map(str::to_owned))
                        .collect()
                }),
            _ => None,
        })
    };
    let mut former: Vec<String> = former.unwrap_or_default();
    former.retain(|known| known != old && known != new);
    former.push(old.to_owned());
    let was = match &former[..] {
        [one] => Written::text(one),
        several => Written::texts(several),
    };
    text.set(&holder, "was", &was)
}

/// The way to the mapping that holds the `id` of the flow at `way`: its item, or the value of its arrow.
fn holder(documents: &[Node<'_>], way: &[usize], id: &str) -> Option<Vec<usize>> {
    let Value::Mapping(entries) = &at(documents, way)?.value else {
        return None;
    };
    let is_own = |entries: &[(Node<'_>, Node<'_>)]| {
        let mut keys = entries.iter();
        keys.any(|(key, value)| key.text() == Some("id") && value.text() == Some(id))
    };
    if is_own(entries) {
        return Some(way.to_vec());
    }
    let place = entries
        .iter()
        .position(|(_, value)| matches!(&value.value, Value::Mapping(inner) if is_own(inner)))?;
    Some([way, &[place]].concat())
}
