//! The bodies that have answered a questionnaire, as the map records it, and their open questions.
//!
//! An answer that was imported is the source `answer of NAME, DAY` of an entry or of a dispute, and begins a line of its notes. So the map
//! alone says who has answered what.

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::Cell;
use super::Row;
use super::questions::{Open, open};
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;
use crate::read::model::{Confidence, Date, Evidence, Model, OrganisationId, Ref, Statement};
use crate::read::syntax::close_key;
use crate::words::{listed, plural, readable};

/// The words before the name of the body in a source that is an answer.
const BEGIN: &str = "answer of ";

/// The source of statements that a body confirmed on a day.
pub(crate) fn source(name: &str, day: &str) -> String {
    format!("{BEGIN}{name}, {day}")
}

/// The name and the day of a source that is an answer.
pub(crate) fn answer_of(source: &str) -> Option<(&str, Date)> {
    let (name, day) = source.strip_prefix(BEGIN)?.rsplit_once(", ")?;
    Some((name, Date::parse(day)?))
}

/// The answers of a body, and its open questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The body.
    pub(crate) body: OrganisationId,
    /// The days of its answers.
    pub(crate) days: BTreeSet<Date>,
    /// The number of entries that it or its parts confirmed.
    pub(crate) confirmed: usize,
    /// The number of entries that it or its parts disputed.
    pub(crate) disputed: usize,
    /// The number of other entries that it or its parts answered in part or in words.
    pub(crate) in_part: usize,
    /// The number of entries without any answer of it.
    pub(crate) left: usize,
    /// The number of questions to it that are open.
    pub(crate) questions: usize,
    /// The number of findings that those would settle.
    pub(crate) settles: usize,
}

/// All bodies, and the answers that no body of the map gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standings {
    /// Each body that has something to answer: those first whose open questions would settle most.
    pub(crate) bodies: Vec<Standing>,
    /// The names in answers that no body of the map has.
    pub(crate) strangers: BTreeSet<String>,
    /// The number of open questions to bodies of the map.
    pub(crate) questions: usize,
}

impl Standing {
    fn of(body: OrganisationId) -> Self {
        Self {
            body,
            days: BTreeSet::new(),
            confirmed: 0,
            disputed: 0,
            in_part: 0,
            left: 0,
            questions: 0,
            settles: 0,
        }
    }

    /// Counts an entry that the body is asked about.
    fn count(&mut self, model: &Model, given: &Given, is_confirmed: bool) {
        let is_own = |one: OrganisationId| model.is_part_of(one, self.body);
        let is_disputed = given.disputed_by.iter().any(|by| is_own(*by));
        let is_answered = given.by.iter().any(|(by, _)| is_own(*by));
        *match (is_disputed, is_answered, is_confirmed) {
            (true, ..) => &mut self.disputed,
            (_, true, true) => &mut self.confirmed,
            (_, true, false) => &mut self.in_part,
            (_, false, _) => &mut self.left,
        } += 1;
    }
}

impl Standings {
    /// True if no body has answered.
    pub(crate) fn is_empty(&self) -> bool {
        self.bodies.iter().all(|one| one.days.is_empty())
    }

    /// The number of bodies that answered and of all, and the number of open questions, in one sentence.
    pub(crate) fn sentence(&self) -> String {
        if self.bodies.is_empty() {
            return "There is nobody to ask yet.".to_owned();
        }
        let all = plural(self.bodies.len(), "body", "bodies");
        let answered = self.bodies.iter().filter(|one| !one.days.is_empty());
        let open = plural(self.questions, "question is", "questions are");
        match answered.count() {
            0 => format!("None of {all} has answered a questionnaire yet; {open} open."),
            1 => format!("1 of {all} has answered; {open} open."),
            some => format!("{some} of {all} have answered; {open} open."),
        }
    }

    /// The answers whose body the map does not have, in one sentence.
    pub(crate) fn strange(&self) -> Option<String> {
        let names: Vec<String> = self
            .strangers
            .iter()
            .map(|one| format!("“{one}”"))
            .collect();
        (!names.is_empty()).then(|| {
            format!(
                "The map has answers of {}, and no body of that name.",
                listed(&names)
            )
        })
    }
}

/// The bodies by the names that their answers may carry.
struct Bodies<'m> {
    model: &'m Model,
    by_name: BTreeMap<String, OrganisationId>,
}

impl<'m> Bodies<'m> {
    fn of(model: &'m Model) -> Self {
        let mut by_name = BTreeMap::new();
        // A name of today goes before an id, and that before a former id.
        for (id, body) in model.organisations.iter() {
            by_name.entry(close_key(&body.name)).or_insert(id);
        }
        for (id, body) in model.organisations.iter() {
            let slug = close_key(&readable(&body.slug));
            by_name.entry(slug).or_insert(id);
            by_name.entry(close_key(&body.slug)).or_insert(id);
        }
        for (id, body) in model.organisations.iter() {
            for former in body.was.all() {
                by_name.entry(close_key(&former.0)).or_insert(id);
            }
        }
        Self { model, by_name }
    }

    /// The body of an answer; `None` if the map has none of that name.
    fn named(&self, name: &str) -> Option<OrganisationId> {
        self.by_name.get(&close_key(name)).copied()
    }

    /// The bodies whose questionnaires ask about a statement, without those that they are part of.
    fn asked(&self, statement: Statement) -> Vec<OrganisationId> {
        let model = self.model;
        let owner = |system| model.systems[system].owner();
        match statement {
            Statement::Organisation(id) => vec![id],
            Statement::System(id) => owner(id).into_iter().collect(),
            Statement::Field(id) => owner(model.fields[id].system).into_iter().collect(),
            Statement::Flow(id) => {
                let flow = &model.flows[id];
                let ends = [&flow.from, &flow.to].into_iter();
                let ends = ends.filter_map(|end| owner(end.id()));
                ends.chain(flow.by.known().map(Ref::id)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The answers in the evidence of one statement: the bodies that gave them, and the names that no body has.
struct Given {
    by: Vec<(OrganisationId, Date)>,
    disputed_by: Vec<OrganisationId>,
    strangers: Vec<String>,
}

impl Given {
    fn of(bodies: &Bodies<'_>, evidence: &Evidence) -> Self {
        let mut given = Self {
            by: Vec::new(),
            disputed_by: Vec::new(),
            strangers: Vec::new(),
        };
        let disputes = evidence.disputes().iter();
        let disputes = disputes.flat_map(|dispute| &dispute.sources);
        let statements = evidence.sources().iter().map(|source| (source, false));
        let texts = statements.chain(disputes.map(|source| (source, true)));
        for (source, is_dispute) in texts {
            let Some((name, day)) = answer_of(source) else {
                continue;
            };
            match bodies.named(name) {
                Some(body) => {
                    given.by.push((body, day));
                    if is_dispute {
                        given.disputed_by.push(body);
                    }
                }
                None => given.strangers.push(name.to_owned()),
            }
        }
        given
    }
}

/// The bodies that have something to answer: they own a system, supply a flow, or a question is put to them.
pub(crate) fn bodies(graph: &FlowGraph, findings: &[Finding]) -> BTreeSet<OrganisationId> {
    asked(graph.model(), &open(graph.model(), findings, |_| true))
}

fn asked(model: &Model, questions: &[Open<'_>]) -> BTreeSet<OrganisationId> {
    let owners = model.systems.iter();
    let owners = owners.filter_map(|(_, system)| system.owner());
    let suppliers = model.flows.iter();
    let suppliers = suppliers.filter_map(|(_, flow)| flow.by.known().map(Ref::id));
    let to: BTreeSet<&str> = questions.iter().map(|one| &*one.to).collect();
    let named = model.organisations.iter();
    let named = named.filter(|(_, body)| to.contains(&*body.slug));
    owners
        .chain(suppliers)
        .chain(named.map(|(id, _)| id))
        .collect()
}

/// A body and all that it is part of.
fn with_wholes(model: &Model, body: OrganisationId) -> BTreeSet<OrganisationId> {
    let mut all = BTreeSet::new();
    let mut at = Some(body);
    while let Some(id) = at.filter(|id| all.insert(*id)) {
        at = model.organisations[id].part_of.known().map(Ref::id);
    }
    all
}

/// The bodies that have answered, and their open questions.
pub(crate) fn standings(graph: &FlowGraph, findings: &[Finding]) -> Standings {
    let model = graph.model();
    let known = Bodies::of(model);
    let questions = open(model, findings, |_| true);
    let mut strangers = BTreeSet::new();
    let new = |body: OrganisationId| (body, Standing::of(body));
    let mut all: BTreeMap<OrganisationId, Standing> =
        asked(model, &questions).into_iter().map(new).collect();
    for (statement, evidence) in model.statements() {
        let given = Given::of(&known, evidence);
        for (body, day) in &given.by {
            let standing = all.entry(*body).or_insert_with(|| Standing::of(*body));
            standing.days.insert(*day);
        }
        let is_confirmed = evidence.confidence == Confidence::Confirmed;
        let whose = known.asked(statement).into_iter();
        let whose: BTreeSet<_> = whose.flat_map(|body| with_wholes(model, body)).collect();
        for body in whose {
            if let Some(standing) = all.get_mut(&body) {
                standing.count(model, &given, is_confirmed);
            }
        }
        strangers.extend(given.strangers);
    }
    let mut by_slug = BTreeMap::new();
    for (id, body) in model.organisations.iter() {
        by_slug.insert(&*body.slug, id);
    }
    for question in &questions {
        let to = by_slug.get(&*question.to).copied();
        for body in to.map_or_else(BTreeSet::new, |to| with_wholes(model, to)) {
            if let Some(standing) = all.get_mut(&body) {
                standing.questions += 1;
                standing.settles += question.findings.len();
            }
        }
    }
    let mut bodies: Vec<Standing> = all.into_values().collect();
    bodies.sort_by(|a, b| {
        let weight = |one: &Standing| (one.settles, one.questions, one.left);
        let slug = |one: &Standing| &model.organisations[one.body].slug;
        weight(b).cmp(&weight(a)).then_with(|| slug(a).cmp(slug(b)))
    });
    Standings {
        bodies,
        strangers,
        questions: questions.iter().filter(|one| !one.to.is_empty()).count(),
    }
}

/// The days in words: the newest, and the number of others.
pub(crate) fn days(days: &BTreeSet<Date>) -> Option<String> {
    let newest = days.last()?;
    Some(match days.len() - 1 {
        0 => newest.to_string(),
        earlier => format!("{newest}, and {earlier} before"),
    })
}

/// The bodies that have answered, and their open questions: no rows if nobody has answered.
pub fn ask(graph: &FlowGraph, findings: &[Finding]) -> Answer {
    let model = graph.model();
    let standings = standings(graph, findings);
    let mut sentence = standings.sentence();
    sentence.truncate(sentence.trim_end_matches('.').len());
    let rows = standings.bodies.iter().map(|one| Row {
        cells: vec![
            Cell::from(&*model.organisations[one.body].slug),
            days(&one.days).map_or(Cell::Nothing, Cell::from),
            Cell::from(one.confirmed),
            Cell::from(one.disputed),
            Cell::from(one.in_part),
            Cell::from(one.left),
            Cell::from(one.questions),
            Cell::from(one.settles),
        ],
        ..Row::default()
    });
    Answer {
        title: sentence,
        columns: super::named(&[
            "organisation",
            "answered on",
            "confirmed",
            "disputed",
            "in part",
            "not answered",
            "open questions",
            "would settle",
        ]),
        rows: if standings.is_empty() {
            Vec::new()
        } else {
            rows.collect()
        },
        notes: standings.strange().into_iter().collect(),
        card: None,
    }
}
