//! The note on the parts of the map that a picture leaves out.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::cut::Cut;
use crate::read::model::{FieldId, FlowId, Origin, SystemId};
use crate::words::{counted, listed};

/// A note on the parts of the map that are not in the picture.
pub(super) fn left_out(basis: &Basis<'_>, cut: &Cut) -> Option<String> {
    let model = basis.analysis.model();
    let charted = cut.charted.map(|term| basis.fields_of(term));
    let of_charted = charted
        .into_iter()
        .flatten()
        .map(|id| model.fields[*id].system);
    let systems: BTreeSet<SystemId> = cut.systems.iter().copied().chain(of_charted).collect();
    let is_named = |id: &SystemId| model.systems[*id].origin == Origin::Declared;
    let named = model.systems.ids().filter(|id| is_named(id)).count();
    let systems = named - systems.iter().filter(|id| is_named(id)).count();
    let asked = cut.asked.iter().flat_map(|body| &body.asks);
    let flows: BTreeSet<FlowId> = asked
        .map(|ask| ask.flow)
        .chain(cut.flows.iter().copied())
        .collect();
    let current = flows.iter().filter(|id| basis.is_drawn(**id)).count();
    let mut parts: Vec<String> = Vec::new();
    let mut add = |count: usize, noun: &str| {
        if count > 0 {
            parts.push(counted(count, noun));
        }
    };
    add(systems, "system");
    add(basis.drawn_flows() - current, "flow");
    if cut.has_rows {
        let fields = charted.into_iter().flatten().chain(&cut.rows);
        let fields: BTreeSet<&FieldId> = fields.collect();
        add(model.fields.len() - fields.len(), "field");
    }
    let gone = (model.flows.len() - basis.drawn_flows()) - (flows.len() - current);
    let gone =
        (gone > 0).then(|| format!("{} that ended or did not begin yet", counted(gone, "flow")));
    parts.extend(gone);
    (!parts.is_empty()).then(|| format!("Left out: {}.", listed(&parts)))
}
