//! Removes a system or a flow.

use std::collections::BTreeMap;

use super::overlay::{Overlay, Step};
use crate::exchange::edit::at;
use crate::read::model::{FlowId, Origin, SystemId};
use crate::read::source::FileId;
use crate::read::syntax::Value;

/// The steps for each file.
pub(super) type Steps = BTreeMap<FileId, Vec<Step>>;

/// Removes a flow, or a system with all its flows.
pub(super) fn retire(overlay: &mut Overlay<'_>, id: &str) -> Result<(), String> {
    let mut steps = Steps::new();
    let flows = overlay.flows(id);
    if flows.is_empty() {
        let system = overlay.system(id)?;
        without_system(overlay, system, &mut steps)?;
        for flow in of_system(overlay, system) {
            without_flow(overlay, flow, &mut steps)?;
        }
    }
    for flow in flows {
        without_flow(overlay, flow, &mut steps)?;
    }
    overlay.take(steps)
}

/// The flows from and to a system.
pub(super) fn of_system(overlay: &Overlay<'_>, system: SystemId) -> Vec<FlowId> {
    let flows = overlay.model().flows.iter();
    let joined = flows.filter(|(_, flow)| [flow.from.id(), flow.to.id()].contains(&system));
    joined.map(|(flow, _)| flow).collect()
}

/// Removes a flow from every place at which it is written.
pub(super) fn without_flow(
    overlay: &Overlay<'_>,
    flow: FlowId,
    steps: &mut Steps,
) -> Result<(), String> {
    for account in overlay.accounts(flow) {
        let way = overlay.flow_way(account.span)?;
        steps
            .entry(account.span.file)
            .or_default()
            .push(Step::Remove(way));
    }
    Ok(())
}

/// Removes a system, and the key `part_of` of its parts.
pub(super) fn without_system(
    overlay: &Overlay<'_>,
    system: SystemId,
    steps: &mut Steps,
) -> Result<(), String> {
    let model = overlay.model();
    let own = &model.systems[system];
    if own.origin == Origin::Declared {
        let (_, way) = overlay.entry_way("systems", own.span)?;
        let of_file = steps.entry(own.span.file).or_default();
        of_file.push(Step::Remove(way));
    }
    let parts = model.systems.iter().filter(|(id, part)| {
        let whole = part.part_of.known().map(crate::read::model::Ref::id);
        *id != system && whole == Some(system) && part.origin == Origin::Declared
    });
    for (_, part) in parts {
        let (_, way) = overlay.entry_way("systems", part.span)?;
        let text = overlay.text(part.span.file);
        let documents = text.tree().map_err(|refusal| refusal.0)?;
        let Some(Value::Mapping(entries)) = at(&documents, &way).map(|node| &node.value) else {
            continue;
        };
        let place = entries
            .iter()
            .position(|(key, _)| key.text() == Some("part_of"));
        if let Some(place) = place {
            let way = [&way[..], &[place]].concat();
            let of_file = steps.entry(part.span.file).or_default();
            of_file.push(Step::Remove(way));
        }
    }
    Ok(())
}
