//! Statements about an organisation that nobody has confirmed.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Found, Names, Thing, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{
    Confidence, Evidence, FieldId, FlowId, Model, OrganisationId, Origin, SystemId,
};
use crate::read::source::Span;
use crate::words::{counted, listed};

rule! {
    /// ## Finds
    /// An organisation of whose systems, fields or flows the map says something with `confidence: assumed`, counted together. A flow is counted with
    /// the owner of the system it reaches.
    /// ## Why it matters
    /// Findings that rest on such a statement are only likely. Its owner can settle it in a minute.
    /// ## How to fix
    /// Ask the owner, then write `confidence: confirmed`; or find a source, and write `confidence: reported`.
    /// ## When it is fine
    /// While the map is being written. Statements that say nothing about how sure they are are not counted, since in a new map that is all of them.
    "unconfirmed", Gap, Note, "statements about an organisation that are only assumed", find, tell
}

/// Limit on the places shown.
const MOST_SHOWN: usize = 5;

/// The assumed statements about one organisation.
struct Assumed {
    owner: OrganisationId,
    systems: Vec<SystemId>,
    fields: Vec<FieldId>,
    flows: Vec<FlowId>,
}
about!(Assumed {
    name: [owner],
    subjects: [owner]
});

impl Assumed {
    fn of(by_owner: &mut BTreeMap<OrganisationId, Self>, owner: OrganisationId) -> &mut Self {
        by_owner.entry(owner).or_insert_with(|| Self {
            owner,
            systems: Vec::new(),
            fields: Vec::new(),
            flows: Vec::new(),
        })
    }

    /// Every statement with its place, in the order shown.
    fn places(&self, model: &Model) -> impl Iterator<Item = (Span, Thing)> {
        let systems = self.systems.iter();
        let systems = systems.map(|id| (model.systems[*id].span, id.into()));
        let flows = self.flows.iter();
        let flows = flows.map(|id| (model.flows[*id].from.span, id.into()));
        let fields = self.fields.iter();
        let fields = fields.map(|id| (model.fields[*id].span, id.into()));
        systems.chain(flows).chain(fields)
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Assumed>> {
    let model = graph.model();
    let mut by_owner: BTreeMap<OrganisationId, Assumed> = BTreeMap::new();
    let is_assumed =
        |evidence: &Evidence| evidence.is_written() && evidence.confidence == Confidence::Assumed;
    for (id, system) in model.systems.iter() {
        let Some(owner) = system.owner().filter(|_| system.origin == Origin::Declared) else {
            continue;
        };
        if is_assumed(&system.evidence) {
            Assumed::of(&mut by_owner, owner).systems.push(id);
        }
        let fields = system.fields.ids();
        for id in fields.filter(|id| is_assumed(&model.fields[*id].evidence)) {
            Assumed::of(&mut by_owner, owner).fields.push(id);
        }
    }
    for (id, flow) in graph.flows() {
        let owner = model.systems[flow.to.id()].owner();
        // Another rule reports accounts that contradict each other.
        let mut accounts = flow.accounts.iter();
        let is_open =
            is_assumed(&flow.evidence) && accounts.all(|account| is_assumed(&account.evidence));
        if let Some(owner) = owner.filter(|_| is_open) {
            Assumed::of(&mut by_owner, owner).flows.push(id);
        }
    }
    let found = by_owner.into_values().map(|assumed| {
        let (span, _) = (assumed.places(model).next()).expect("an entry is made for a statement");
        Found::certain(span, assumed)
    });
    found.collect()
}

fn tell(found: &Found<Assumed>, names: &Names<'_>) -> Words {
    let (model, owner) = (names.model(), names.of(found.owner));
    let parts = [
        (found.systems.len(), "system"),
        (found.flows.len(), "flow"),
        (found.fields.len(), "field"),
    ];
    let count: usize = parts.iter().map(|(count, _)| count).sum();
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, noun)| counted(count, noun)).collect();
    let parts = listed(&parts);
    let flows = found.flows.iter().map(|flow| model.flows[*flow].to.id());
    let fields = found.fields.iter().map(|field| model.system_of(*field));
    let own = found.systems.iter().copied();
    let systems: BTreeSet<SystemId> = own.chain(flows).chain(fields).collect();
    let first = systems
        .first()
        .map_or_else(String::new, |system| names.of(*system));
    let others = match systems.len() {
        0 | 1 => String::new(),
        count => format!(" and {}", counted(count - 1, "more system")),
    };
    let words = Words::default()
        .message(format!(
            "{parts} of {owner} {} only assumed",
            if count == 1 { "is" } else { "are" }
        ))
        .detail("systems", names.ids(&found.systems))
        .detail("flows", names.ids(&found.flows))
        .detail("fields", names.ids(&found.fields))
        .help("ask the owner, then write `confidence: confirmed`, or name a source")
        .ask(
            names.id(found.owner),
            format!("Is the map right about {first}{others} ({parts})?"),
        );
    let shown = found.places(names.model()).take(MOST_SHOWN);
    shown.fold(words, |words, (span, thing)| {
        words.also(span, format!("{} is assumed", names.of(thing)))
    })
}
