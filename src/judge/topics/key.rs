//! Assigns each finding to exactly one topic.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::readers::readers;
use crate::judge::graph::{FlowGraph, Request, requests};
use crate::read::finding::{Certainty, Finding, Group, Subject, Words, body_meant};
use crate::read::model::{
    Dimension, DimensionId, FieldId, FlowId, Model, NeedId, OrganisationId, Ref, SystemId,
    SystemKind, TermId,
};
use crate::read::source::Span;
use crate::words::readable;

/// The subject that the findings of a topic share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// An organisation that is asked for the same things more than once.
    Asked(OrganisationId),
    /// A term whose definitions differ.
    Term(TermId),
    /// A need that is not met.
    Need(NeedId),
    /// A system in which data is lost, changed or claimed.
    System(SystemId),
    /// Work for the owner of a part of the map; `None` if no owner is named.
    ToDo(Option<OrganisationId>),
    /// Faults of the files.
    Files,
}

/// The kinds of finding that are about the map and not about the world.
const TO_DO: [&str; 10] = [
    "definition-missing",
    "flow-missing",
    "missing-origin",
    "scope-not-stated",
    "stale",
    "unconfirmed",
    "unconnected",
    "unowned",
    "unstated-basis",
    "unused-field",
];

/// True for a finding of the map's own to-do list.
pub fn is_to_do(finding: &Finding) -> bool {
    // A need that names no terms, or nobody who must answer, lacks a part in the map.
    let is_incomplete = || finding.words().detail.get("incomplete") == Some(&true.into());
    TO_DO.contains(&finding.kind.name) || (finding.kind.name == "unmet-need" && is_incomplete())
}

/// The things that a finding is about, in the order in which it names them. Worked out once, for topics ask for them again and again.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// The term that it names.
    pub(super) term: Option<TermId>,
    pub(super) needs: Vec<NeedId>,
    pub(super) fields: Vec<FieldId>,
    pub(super) flows: Vec<FlowId>,
    /// The systems, without those of the fields.
    pub(super) systems: Vec<SystemId>,
    /// The dimensions over which it says that fields differ.
    pub(super) dimensions: Vec<DimensionId>,
    /// The bodies that it names, and the owners; sorted.
    pub(super) bodies: Vec<OrganisationId>,
    /// The owners of the systems, of the fields and of the ends of the flows, each once.
    pub(super) owners: Vec<OrganisationId>,
}

/// The entities of a map by their ids, and the facts that assign findings.
pub(super) struct Keys<'g> {
    pub(super) model: &'g Model,
    organisations: FxHashMap<&'g str, OrganisationId>,
    systems: FxHashMap<&'g str, SystemId>,
    terms: FxHashMap<&'g str, TermId>,
    needs: FxHashMap<&'g str, NeedId>,
    flows: FxHashMap<&'g str, FlowId>,
    /// All requests, by respondent.
    requests: Vec<Request>,
    /// For each collection, the respondent of each request that it makes.
    respondents: FxHashMap<SystemId, Vec<OrganisationId>>,
    /// The flow that is typed by hand, by the place of each of its passages.
    typing: FxHashMap<Span, FlowId>,
    /// The organisations that only receive.
    readers: BTreeSet<OrganisationId>,
}

impl<'g> Keys<'g> {
    pub(super) fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let organisations = model.organisations.iter();
        let systems = model.systems.iter();
        let terms = model.terms.iter();
        let needs = model.needs.iter();
        let flows = model.flows.iter();
        let requests = requests(graph);
        let mut respondents: FxHashMap<SystemId, Vec<OrganisationId>> = FxHashMap::default();
        for request in &requests {
            let asked = respondents.entry(request.collection).or_default();
            asked.push(request.respondent);
        }
        let by_hand = model.flows.iter().filter(|(_, flow)| flow.is_by_hand());
        let typing = by_hand.flat_map(|(id, flow)| {
            let passages = flow.passages().iter();
            passages.map(move |passage| (passage.span, id))
        });
        Self {
            model,
            organisations: organisations.map(|(id, body)| (&*body.slug, id)).collect(),
            systems: systems.map(|(id, system)| (&*system.slug, id)).collect(),
            terms: terms.map(|(id, term)| (&*term.slug, id)).collect(),
            needs: needs.map(|(id, need)| (&*need.slug, id)).collect(),
            flows: flows.map(|(id, flow)| (&*flow.slug, id)).collect(),
            typing: typing.collect(),
            readers: readers(model),
            respondents,
            requests,
        }
    }

    /// The topic of one finding, and the things that the finding is about: none for a finding of a to-do list.
    pub(super) fn key(&self, finding: &Finding, words: &Words) -> (Key, Things) {
        if finding.kind.group == Group::Map {
            return (Key::Files, Things::default());
        }
        // An unknown is a question to an owner, not a topic to settle.
        if is_to_do(finding) || finding.certainty == Certainty::CannotTell {
            return (Key::ToDo(self.asked(words)), Things::default());
        }
        let things = self.things(words);
        (self.key_of(finding, words, &things), things)
    }

    fn key_of(&self, finding: &Finding, words: &Words, things: &Things) -> Key {
        if let [need] = *things.needs {
            return Key::Need(need);
        }
        if let Some(respondent) = self.respondent(words) {
            return Key::Asked(self.whole(respondent));
        }
        match finding.kind.name {
            "retyped-field" => {
                let typed = self.typist(words);
                typed.map_or_else(
                    || self.at_system(words, things),
                    |body| Key::Asked(self.whole(body)),
                )
            }
            "overlapping-collections" => self.asked_by(&things.systems),
            // Accounts of a field, too, are settled with what its term means.
            _ => match self.term(words, things) {
                Some(term) => Key::Term(term),
                None => self.at_system(words, things),
            },
        }
    }

    /// An organisation, or the outermost organisation above it that also has requests.
    fn whole(&self, body: OrganisationId) -> OrganisationId {
        let (mut at, mut found) = (body, body);
        while let Some(whole) = self.model.organisations[at].part_of.known().map(Ref::id) {
            if !self.requests_of(whole).is_empty() {
                found = whole;
            }
            at = whole;
        }
        found
    }

    /// The organisation that types a field again by hand: the respondent of the flow at the finding's first place. A record is written by its
    /// owner, unless the flow names somebody else.
    fn typist(&self, words: &Words) -> Option<OrganisationId> {
        let flow = self.typing.get(&words.places.first()?.span)?;
        let flow = &self.model.flows[*flow];
        let target = &self.model.systems[flow.to.id()];
        let is_record = target.kind.known() == Some(&SystemKind::Record);
        match flow.by.known() {
            None if is_record => target.owner(),
            _ => self.model.respondent(flow),
        }
    }

    /// The requests made of one organisation.
    pub(super) fn requests_of(&self, body: OrganisationId) -> &[Request] {
        let start = self
            .requests
            .partition_point(|request| request.respondent < body);
        let rest = &self.requests[start..];
        &rest[..rest.partition_point(|request| request.respondent == body)]
    }

    /// The organisation with the most requests from two collections that ask nearly the same.
    fn asked_by(&self, collections: &[SystemId]) -> Key {
        let mut counts: FxHashMap<OrganisationId, usize> = FxHashMap::default();
        let asked = collections
            .iter()
            .filter_map(|system| self.respondents.get(system));
        for body in asked.flatten() {
            *counts.entry(self.whole(*body)).or_default() += 1;
        }
        let mut bodies: Vec<(OrganisationId, usize)> = counts.into_iter().collect();
        bodies.sort_by_key(|(body, count)| (std::cmp::Reverse(*count), *body));
        match (bodies.first(), collections.first()) {
            (Some((body, _)), _) => Key::Asked(*body),
            (None, Some(system)) => Key::System(*system),
            (None, None) => Key::ToDo(None),
        }
    }

    /// The system in which a flow, a field or a loop goes wrong.
    fn at_system(&self, words: &Words, things: &Things) -> Key {
        let flow = things.flows.first();
        let flow = flow.map(|flow| self.model.flows[*flow].to.id());
        let field = things.fields.first();
        let field = field.map(|field| self.model.system_of(*field));
        let system = flow.or(things.systems.first().copied()).or(field);
        system.map_or_else(|| Key::ToDo(self.asked(words)), Key::System)
    }

    /// The organisation that a finding's question is put to; `None` for one that only receives.
    pub(super) fn asked(&self, words: &Words) -> Option<OrganisationId> {
        let question = words.question.as_ref()?;
        let body = self.organisation(&question.to)?;
        (!self.readers.contains(&body)).then_some(body)
    }

    /// The organisation with this id.
    pub(super) fn organisation(&self, id: &str) -> Option<OrganisationId> {
        self.organisations.get(id).copied()
    }

    fn respondent(&self, words: &Words) -> Option<OrganisationId> {
        match words.subjects.get("respondent")? {
            Subject::One(id) => self.organisations.get(&**id).copied(),
            Subject::Many(_) => None,
        }
    }

    /// The term that a finding is about: the one it names, else the term of its first field.
    fn term(&self, words: &Words, things: &Things) -> Option<TermId> {
        let first = || ids(words, "terms").find_map(|id| self.terms.get(id).copied());
        let named = things.term.or_else(first);
        named.or_else(|| {
            let is_of_flow = ["flow", "system", "systems"]
                .iter()
                .any(|role| words.subjects.contains_key(role));
            let field = things.fields.first().filter(|_| !is_of_flow)?;
            self.model.term_of(*field)
        })
    }

    /// The things that a finding is about, by its subjects.
    fn things(&self, words: &Words) -> Things {
        let of_roles = |roles: &'static [&str]| roles.iter().flat_map(|role| ids(words, role));
        let needs = of_roles(&["need", "needs"]);
        let fields = of_roles(&["field", "fields"]);
        let systems = of_roles(&["system", "systems", "collections", "node"]);
        let bodies = of_roles(&["respondent", "respondents", "owner"]);
        let flows = of_roles(&["flow"]);
        let dimensions = self.model.dimensions.iter();
        let is_named = |dimension: &Dimension| {
            let mut ids = of_roles(&["dimension"]);
            ids.any(|slug| *slug == *dimension.slug)
        };
        let dimensions = dimensions.filter(|(_, dimension)| is_named(dimension));
        let mut things = Things {
            term: of_roles(&["term"]).find_map(|id| self.terms.get(id).copied()),
            needs: needs.filter_map(|id| self.needs.get(id).copied()).collect(),
            fields: fields.filter_map(|id| self.model.field_named(id)).collect(),
            flows: flows.filter_map(|id| self.flows.get(id).copied()).collect(),
            systems: systems
                .filter_map(|id| self.systems.get(id).copied())
                .collect(),
            dimensions: dimensions.map(|(id, _)| id).collect(),
            bodies: bodies
                .filter_map(|id| self.organisations.get(id).copied())
                .collect(),
            owners: Vec::new(),
        };
        things.owners = self.owners(&things);
        things.owners.extend(self.disputants(words));
        things.bodies.extend(&things.owners);
        things.bodies.sort_unstable();
        things.bodies.dedup();
        things
    }

    /// The owners of the systems, of the fields and of the ends of flows that a finding is about, each once.
    fn owners(&self, things: &Things) -> Vec<OrganisationId> {
        let fields = things.fields.iter();
        let fields = fields.map(|field| self.model.system_of(*field));
        let ends = things.flows.iter().flat_map(|flow| {
            let flow = &self.model.flows[*flow];
            [flow.from.id(), flow.to.id()]
        });
        let systems = things.systems.iter().copied().chain(fields).chain(ends);
        let owners = systems.filter_map(|system| self.model.systems[system].owner());
        let mut known: FxHashSet<OrganisationId> = FxHashSet::default();
        owners.filter(|owner| known.insert(*owner)).collect()
    }

    /// The organisations that dispute the statement of a finding.
    fn disputants(&self, words: &Words) -> Vec<OrganisationId> {
        let by = disputes(&words.detail)
            .iter()
            .filter_map(|one| one["by"].as_str());
        by.filter_map(|id| self.organisation(id)).collect()
    }

    /// The owner of the system with this id.
    pub(super) fn owner_of(&self, id: &str) -> Option<OrganisationId> {
        self.model.systems[*self.systems.get(id)?].owner()
    }

    /// The name of the entity with this id; the id itself if there is none. An id of a body and a system means the system, unless it is marked.
    pub(super) fn called(&self, id: &str) -> String {
        let model = self.model;
        if let Some(body) = body_meant(id) {
            return self.body(body);
        }
        if let Some(field) = model.field_named(id) {
            let system = &model.systems[model.system_of(field)].name;
            let field = &model.fields[field];
            let name = field.name.as_deref().unwrap_or(&field.slug);
            return format!("{} in {system}", name.replace('_', " "));
        }
        let system = self.systems.get(id);
        let system = system.map(|system| &model.systems[*system].name);
        let body = || self.organisations.get(id);
        let name = system.or_else(|| body().map(|body| &model.organisations[*body].name));
        let term = self.terms.get(id);
        let name = name.or(term.map(|term| &model.terms[*term].name));
        match (name, self.needs.get(id)) {
            (Some(name), _) => name.to_string(),
            (None, Some(need)) => model.needs[*need].quoted(),
            _ => self.called_otherwise(id),
        }
    }

    /// The name of the organisation with this id; the id itself if there is none.
    pub(super) fn body(&self, id: &str) -> String {
        let body = self.organisations.get(id);
        body.map_or_else(
            || id.to_owned(),
            |body| self.model.organisations[*body].name.to_string(),
        )
    }

    /// The ends of the flow with this id, or the name of the code list; the id itself if there is neither.
    fn called_otherwise(&self, id: &str) -> String {
        let model = self.model;
        let name = |system: SystemId| &model.systems[system].name;
        let list = || model.code_lists.iter().find(|(_, list)| &*list.slug == id);
        match self.flows.get(id).map(|flow| &model.flows[*flow]) {
            Some(flow) => format!("{} → {}", name(flow.from.id()), name(flow.to.id())),
            None => list().map_or_else(|| id.to_owned(), |(_, list)| readable(&list.name)),
        }
    }
}

/// The disputes that a finding tells: objects with `by` and `says`.
pub(super) fn disputes<'d>(detail: &'d BTreeMap<&'static str, Value>) -> &'d [Value] {
    let disputed = detail.get("disputed");
    disputed
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The ids in one role of a finding.
fn ids<'w>(words: &'w Words, role: &str) -> impl Iterator<Item = &'w str> {
    let (one, many) = match words.subjects.get(role) {
        Some(Subject::One(id)) => (Some(&**id), &[][..]),
        Some(Subject::Many(ids)) => (None, &**ids),
        None => (None, &[][..]),
    };
    one.into_iter().chain(many.iter().map(String::as_str))
}
