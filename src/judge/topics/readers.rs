//! Organisations that only read or receive: nobody asks them what the map lacks.

use std::collections::BTreeSet;

use crate::read::model::{Id, Model, OrganisationId, Origin, Ref, System, SystemKind};

/// One organisation at the ends of flows.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts, each independent of the others"
)]
struct Ends {
    receives: bool,
    reads: bool,
    sends: bool,
    sends_by_duty: bool,
}

/// The organisations that only receive, or that read publications and send something of their own will at most. They own no system, need nothing
/// and dispute nothing.
pub(crate) fn readers(model: &Model) -> BTreeSet<OrganisationId> {
    let mut ends = vec![Ends::default(); model.organisations.len()];
    for (_, flow) in model.flows.iter() {
        let [from, to] = [&flow.from, &flow.to].map(|end| &model.systems[end.id()]);
        for body in from.owner().into_iter().chain(flow.by.known().map(Ref::id)) {
            ends[body.index()].sends = true;
            ends[body.index()].sends_by_duty |= !flow.is_voluntary();
        }
        if let Some(body) = to.owner() {
            ends[body.index()].receives = true;
            let is_published = from.kind.known() == Some(&SystemKind::Publication);
            ends[body.index()].reads |= is_published;
        }
    }
    let systems = model.systems.iter().map(|(_, system)| system);
    let declared = systems.filter(|system| system.origin != Origin::Unnamed);
    let owners = declared.filter_map(System::owner);
    let needing = model.needs.iter().flat_map(|(_, need)| &need.who);
    let disputes = model.disputed().flat_map(|(_, of)| of.disputes());
    let disputants = disputes.filter_map(|dispute| dispute.by.as_ref());
    let busy = owners.chain(needing.chain(disputants).map(Ref::id));
    let busy: BTreeSet<OrganisationId> = busy.collect();
    let bodies = model.organisations.ids().filter(|body| {
        let ends = ends[body.index()];
        let is_reader = ends.reads && !ends.sends_by_duty;
        is_reader || (ends.receives && !ends.sends)
    });
    bodies.filter(|body| !busy.contains(body)).collect()
}
