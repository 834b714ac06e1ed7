//! Assigns each finding to exactly one topic.

use rustc_hash::FxHashMap;

use crate::judge::graph::{FlowGraph, Request, requests};
use crate::read::finding::{Certainty, Finding, Group, Subject, Words};
use crate::read::model::{
    Dimension, DimensionId, FieldId, FlowId, Id, Model, NeedId, OrganisationId, Ref, SystemId,
    TermId,
};
use crate::read::source::Span;

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
    TO_DO.contains(&finding.kind.name)
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
            respondents,
            requests,
        }
    }

    /// The topic of one finding.
    pub(super) fn key(&self, finding: &Finding, words: &Words) -> Key {
        if finding.kind.group == Group::Map {
            return Key::Files;
        }
        // An unknown is a question to an owner, not a topic to settle.
        if is_to_do(finding) || finding.certainty == Certainty::CannotTell {
            return Key::ToDo(self.asked(words));
        }
        if let [need] = *self.needs(words) {
            return Key::Need(need);
        }
        if let Some(respondent) = self.respondent(words) {
            return Key::Asked(self.whole(respondent));
        }
        match finding.kind.name {
            "retyped-field" => {
                let typed = self.typist(words);
                typed.map_or_else(
                    || self.at_system(words),
                    |body| Key::Asked(self.whole(body)),
                )
            }
            "accounts-differ" => self.at_system(words),
            "overlapping-collections" => self.asked_by(&self.systems(words)),
            _ => match self.term(words) {
                Some(term) => Key::Term(term),
                None => self.at_system(words),
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

    /// The organisation that types a field again by hand: the respondent of the flow at the finding's first place.
    fn typist(&self, words: &Words) -> Option<OrganisationId> {
        let flow = self.typing.get(&words.places.first()?.span)?;
        self.model.respondent(&self.model.flows[*flow])
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
    fn at_system(&self, words: &Words) -> Key {
        let flow = self.flows(words).next();
        let field = self.fields(words).next();
        let flow = flow.map(|flow| self.model.flows[flow].to.id());
        let field = field.map(|field| self.model.system_of(field));
        let system = self.systems(words).first().copied();
        let system = flow.or(system).or(field);
        system.map_or_else(|| Key::ToDo(self.asked(words)), Key::System)
    }

    /// The organisation that a finding's question is put to.
    pub(super) fn asked(&self, words: &Words) -> Option<OrganisationId> {
        let question = words.question.as_ref()?;
        self.organisations.get(&*question.to).copied()
    }

    fn respondent(&self, words: &Words) -> Option<OrganisationId> {
        match words.subjects.get("respondent")? {
            Subject::One(id) => self.organisations.get(&**id).copied(),
            Subject::Many(_) => None,
        }
    }

    /// The term that a finding names.
    pub(super) fn term_of(&self, words: &Words) -> Option<TermId> {
        ids(words, "term").find_map(|id| self.terms.get(id).copied())
    }

    /// The term that a finding is about: the one it names, else the term of its first field.
    fn term(&self, words: &Words) -> Option<TermId> {
        let named = |role: &str| ids(words, role).find_map(|id| self.terms.get(id).copied());
        let named = named("term").or_else(|| named("terms"));
        named.or_else(|| {
            let is_of_flow = ["flow", "system", "systems"]
                .iter()
                .any(|role| words.subjects.contains_key(role));
            let field = self.fields(words).next().filter(|_| !is_of_flow)?;
            self.model.term_of(field)
        })
    }

    pub(super) fn needs(&self, words: &Words) -> Vec<NeedId> {
        let ids = ids(words, "need").chain(ids(words, "needs"));
        ids.filter_map(|id| self.needs.get(id).copied()).collect()
    }

    /// The fields among a finding's subjects.
    pub(super) fn fields<'w>(&'w self, words: &'w Words) -> impl Iterator<Item = FieldId> + 'w {
        let ids = ids(words, "field").chain(ids(words, "fields"));
        ids.filter_map(|id| self.model.field_named(id))
    }

    /// The dimensions over which a finding says that fields differ.
    pub(super) fn dimensions<'w>(
        &'w self,
        words: &'w Words,
    ) -> impl Iterator<Item = DimensionId> + 'w {
        let dimensions = self.model.dimensions.iter();
        let named = |(id, dimension): (DimensionId, &Dimension)| {
            let mut ids = ids(words, "dimension");
            ids.any(|slug| *slug == *dimension.slug).then_some(id)
        };
        dimensions.filter_map(named)
    }

    /// The flows among a finding's subjects.
    pub(super) fn flows<'w>(&'w self, words: &'w Words) -> impl Iterator<Item = FlowId> + 'w {
        ids(words, "flow").filter_map(|id| self.flows.get(id).copied())
    }

    /// The systems among a finding's subjects, without those of its fields.
    pub(super) fn systems(&self, words: &Words) -> Vec<SystemId> {
        let roles = ["system", "systems", "collections", "node"];
        let ids = roles.into_iter().flat_map(|role| ids(words, role));
        ids.filter_map(|id| self.systems.get(id).copied()).collect()
    }

    /// The owner of the system with this id.
    pub(super) fn owner_of(&self, id: &str) -> Option<OrganisationId> {
        self.model.systems[*self.systems.get(id)?].owner()
    }

    /// The bodies that a finding names, and the owners of the systems and fields that it is about.
    pub(super) fn bodies(&self, words: &Words) -> Vec<OrganisationId> {
        let roles = ["respondent", "respondents", "owner"];
        let named = roles.into_iter().flat_map(|role| ids(words, role));
        let mut bodies: Vec<OrganisationId> = named
            .filter_map(|id| self.organisations.get(id).copied())
            .collect();
        bodies.extend(self.owners(words));
        bodies.sort_by_key(|body| body.index());
        bodies.dedup();
        bodies
    }

    /// The owners of the systems, of the ends of flows and of the fields that a finding is about.
    pub(super) fn owners(&self, words: &Words) -> Vec<OrganisationId> {
        let fields = self.fields(words).map(|field| self.model.system_of(field));
        let ends = self.flows(words).flat_map(|flow| {
            let flow = &self.model.flows[flow];
            [flow.from.id(), flow.to.id()]
        });
        let systems = self.systems(words).into_iter().chain(fields).chain(ends);
        systems
            .filter_map(|system| self.model.systems[system].owner())
            .collect()
    }
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
