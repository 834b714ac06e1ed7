//! What the map says of an organisation and nobody has confirmed.

use std::collections::BTreeMap;

use super::found::{Found, Names, Thing, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{
    Confidence, Evidence, FieldId, FlowId, Model, OrganisationId, Origin, SystemId,
};
use crate::read::source::Span;

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

/// How many places are shown.
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

    /// Every statement with its place, in the order in which they are shown.
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
        // Accounts that contradict each other are told by another rule.
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
    let owner = names.of(found.owner);
    let counted = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts = [
        counted(found.systems.len(), "system"),
        counted(found.flows.len(), "flow"),
        counted(found.fields.len(), "field"),
    ];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let words = Words::default()
        .message(format!(
            "what the map says of {owner} is only assumed for {parts}"
        ))
        .detail("systems", names.ids(&found.systems))
        .detail("flows", names.ids(&found.flows))
        .detail("fields", names.ids(&found.fields))
        .help("ask the owner, then write `confidence: confirmed`, or find a source")
        .ask(
            names.id(found.owner),
            format!("Is what the map says of {parts} right?"),
        );
    let shown = found.places(names.model()).take(MOST_SHOWN);
    shown.fold(words, |words, (span, thing)| {
        words.also(span, format!("{} is assumed", names.of(thing)))
    })
}
