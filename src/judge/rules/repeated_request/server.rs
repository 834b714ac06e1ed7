//! Finds the collection that could best serve the others, and the obstacles.

use super::pair::{passed, shared};
use crate::judge::graph::{FlowGraph, Request, Supply};
use crate::judge::rules::facets::has_source;
use crate::read::model::{
    Every, FieldType, Flow, Mode, Model, ScopeBox, Stated, SystemId, TermId, difference,
    is_too_much, leaves_some, overlap_presumed,
};

/// Limit on the collections that are compared: the first ones.
const MOST_SERVERS: usize = 24;

/// A collection that may serve the others.
pub(super) struct Serving<'r> {
    pub(super) server: &'r Request,
    pub(super) others: Vec<&'r Request>,
    /// The others that it could not serve, each with an obstacle.
    pub(super) obstacles: Vec<(&'r Request, Obstacle)>,
}

/// The reason why a collection could not serve another.
pub(super) enum Obstacle {
    UnstatedPeople,
    /// There are too many boxes to compare.
    TooManyBoxes,
    /// It lacks these people.
    LacksPeople(Vec<ScopeBox>),
    Later,
    /// The other has a time limit, and the time at which the server has the value is not stated.
    UntoldTime,
    OtherCodes,
    OtherType,
    /// The two hold no identifier in common.
    NoIdentifier,
    NotShared,
}

/// The request whose collection could best serve the others that ask about the same case, `of_one_case`. Best is the one that leaves out people of
/// the fewest others. Then one of which it is known how often it is filled in; one that surely holds the identifying number that most systems hold;
/// one that could serve the most; one that leaves out the fewest groups of people; one that has the fewest obstacles; one that is not only assumed
/// to hold the term; the first of equals.
pub(super) fn best<'r>(
    graph: &FlowGraph,
    requests: &'r [Request],
    of_one_case: &[SystemId],
) -> Serving<'r> {
    let firsts = requests.chunk_by(|a, b| a.collection == b.collection);
    let firsts = firsts.map(|same| &same[0]);
    let firsts =
        firsts.filter(|first| of_one_case.len() < 2 || of_one_case.contains(&first.collection));
    let firsts: Vec<&Request> = firsts.take(MOST_SERVERS).collect();
    let serving = |server: &&'r Request| {
        let server = *server;
        let others = firsts.iter().copied();
        // A request about other people only is no repeat of the server's.
        let people = passed(graph.model(), server);
        let shares = |other: &&Request| {
            overlap_presumed(&people, &passed(graph.model(), other)) != Some(false)
        };
        let others: Vec<&Request> = others
            .filter(|other| other.collection != server.collection)
            .filter(shares)
            .collect();
        let obstacles = others.iter().flat_map(|other| {
            let obstacles = obstacles(graph, server, other).into_iter();
            obstacles.map(|obstacle| (*other, obstacle))
        });
        Serving {
            server,
            obstacles: obstacles.collect(),
            others,
        }
    };
    let servings = firsts.iter().map(serving);
    servings
        .min_by_key(|serving| serving.rank(graph))
        .expect("a repeat has two requests")
}

impl Serving<'_> {
    /// The less, the better it serves, as [`best`] says.
    fn rank(&self, graph: &FlowGraph) -> (bool, usize, bool, bool, usize, usize, usize, bool) {
        let (model, supply) = (graph.model(), Supply::of(graph));
        // By the number that most systems hold, others could find its cases.
        let is_found = supply.linkage().number().is_some_and(|number| {
            let held = supply.linkage().held(self.server.collection);
            held.get(&number) == Some(&true)
        });
        let mut blocked: Vec<SystemId> = self
            .obstacles
            .iter()
            .map(|(other, _)| other.collection)
            .collect();
        blocked.dedup();
        let groups_left_out = self.obstacles.iter().map(|(_, obstacle)| match obstacle {
            Obstacle::LacksPeople(missing) => missing.len(),
            _ => 0,
        });
        let narrower = self.obstacles.iter();
        let narrower =
            narrower.filter(|(_, obstacle)| matches!(obstacle, Obstacle::LacksPeople(_)));
        let is_alone = self.others.is_empty();
        let is_assumed = !has_source(model, self.server.field);
        // Whom a value is missing for nobody can serve.
        let is_often_empty = matches!(model.fields[self.server.field].complete, Stated::Unknown(_));
        (
            is_alone,
            narrower.count(),
            is_often_empty,
            !is_found,
            blocked.len(),
            groups_left_out.sum(),
            self.obstacles.len(),
            is_assumed,
        )
    }
}

/// Why the server could not serve another collection, in the order in which it would have to be solved.
fn obstacles(graph: &FlowGraph, server: &Request, other: &Request) -> Vec<Obstacle> {
    let model = graph.model();
    let mut found = Vec::new();
    let (flow, wanted) = (&model.flows[server.flow], &model.flows[other.flow]);
    let (own, asked) = (&model.fields[server.field], &model.fields[other.field]);
    let may_not = |flow: &Flow| matches!(flow.fields, Stated::NotShared(_));
    let mut between = graph.flows_in(other.collection).iter().filter_map(|flow| {
        let flow = &model.flows[*flow];
        (flow.from.id() == server.collection).then_some(flow)
    });
    if matches!(own.term, Stated::NotShared(_)) || may_not(flow) || between.any(may_not) {
        found.push(Obstacle::NotShared);
    }
    if carries_identifier(model, other) && !are_linked(graph, server, other) {
        found.push(Obstacle::NoIdentifier);
    }
    found.extend(lacking(model, server, other));
    match (arrival(flow), arrival(wanted)) {
        (Some(here), Some(there)) if here.0 > there.1 => found.push(Obstacle::Later),
        (None, Some(_)) => found.push(Obstacle::UntoldTime),
        _ => {}
    }
    if let (Some(own), Some(wanted)) = (own.codes.known(), asked.codes.known())
        && own.id() != wanted.id()
    {
        found.push(Obstacle::OtherCodes);
    }
    if let (Some(own), Some(wanted)) = (own.kind.known(), asked.kind.known())
        && own != wanted
        && (*own, *wanted) != (FieldType::Datetime, FieldType::Date)
    {
        found.push(Obstacle::OtherType);
    }
    found
}

/// Whether the server lacks people about whom the other asks the respondent.
fn lacking(model: &Model, server: &Request, other: &Request) -> Option<Obstacle> {
    let here = model.scope(server.field).iter();
    let here: Vec<ScopeBox> = here.map(ScopeBox::presumed).collect();
    // Only people whom the respondent's own field is about can be missing.
    let known = model.scope(other.source).iter();
    let known: Vec<ScopeBox> = known.map(ScopeBox::presumed).collect();
    let there = shared(&passed(model, other), &known);
    let missing = difference(&there, &here, model.space(), Mode::Certain);
    if !missing.is_empty() {
        return Some(Obstacle::LacksPeople(missing));
    }
    let may_lack = leaves_some(&there, &here, model.space(), Mode::Possible);
    may_lack.then(|| {
        if is_too_much(&there, &here, model.space()) {
            Obstacle::TooManyBoxes
        } else {
            Obstacle::UnstatedPeople
        }
    })
}

/// False if the server surely holds no identifier that the other holds too.
fn are_linked(graph: &FlowGraph, server: &Request, other: &Request) -> bool {
    let supply = Supply::of(graph);
    let linkage = supply.linkage();
    linkage.links(server.collection, other.collection) != Some(false)
        && carries_identifier(graph.model(), server)
}

/// The shortest and the longest time after the event at which a flow has brought a value; `None` unless both its frequency and its lag are
/// stated.
pub(super) fn arrival(flow: &Flow) -> Option<(i64, i64)> {
    let lag = flow.lag.known()?;
    let period = match flow.every.known()? {
        Every::Event => 0,
        Every::Period(period) => period.longest,
    };
    Some((lag.shortest, lag.longest.saturating_add(period)))
}

/// True if the request's flow carries an identifier.
fn carries_identifier(model: &Model, request: &Request) -> bool {
    let flow = &model.flows[request.flow];
    let is_identifier = |term: TermId| model.terms[term].is_identifier();
    match &flow.identifiers {
        Stated::Known(terms, _) => terms.iter().any(|term| is_identifier(term.id())),
        Stated::Absent(_) => false,
        _ => flow
            .passages()
            .iter()
            .any(|passage| model.term_of(passage.to.id()).is_some_and(is_identifier)),
    }
}
