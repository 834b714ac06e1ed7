//! What a need wholly depends on: a system, a person or a manual step is taken away, and the term no longer arrives.

use std::collections::BTreeMap;

use flowmap::read::model::{
    FieldId, FlowId, How, Model, Need, OrganisationId, Ref, Stated, SystemId, SystemKind, TermId,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::recipes::Small;
use super::tables::{standing, term};

const ORACLES: [Oracle; 1] = [("single-point", single_point)];

/// What may fail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    System(SystemId),
    Person(OrganisationId),
    Flow(FlowId),
}

/// The ways by which a term may arrive.
struct Ways {
    /// Where it is first captured.
    starts: Vec<FieldId>,
    /// Where the asker has it.
    ends: Vec<FieldId>,
    links: Vec<(FieldId, FieldId, FlowId)>,
}

/// The ways that surely bring a term as it is; or, with `may`, whatever could bring it at all.
fn ways(model: &Model, need: &Need, asked: TermId, may: bool) -> Ways {
    let (mut links, mut fed, mut by_hand) = (Vec::new(), Vec::new(), Vec::new());
    for (id, flow) in model.flows.iter() {
        if !standing(model).any(|other| other.slug == flow.slug) {
            continue;
        }
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how != How::Influence)
        {
            for from in &passage.from {
                let (from, to) = (from.id(), passage.to.id());
                fed.push(to);
                if flow.is_by_hand() {
                    by_hand.push(to);
                }
                let keeps = passage.how == How::Identity && term(model, from) == Some(asked);
                if term(model, to) == Some(asked) && (may || keeps) {
                    links.push((from, to, id));
                }
            }
        }
    }
    let held: Vec<FieldId> = model
        .fields
        .ids()
        .filter(|field| may || term(model, *field) == Some(asked))
        .collect();
    let system = |field: FieldId| &model.systems[model.fields[field].system];
    let captures = |field: &FieldId| {
        let kind = system(*field).kind.known();
        let is_worked_out = matches!(
            kind,
            None | Some(SystemKind::Publication | SystemKind::Analysis | SystemKind::Linkage)
        );
        let is_first = !fed.contains(field) || (may && by_hand.contains(field));
        is_first && (may || (!is_worked_out && model.fields[*field].is_declared))
    };
    let has = |field: &FieldId| {
        let owner = system(*field).owner.known().map(Ref::id);
        let mut who = need.who.iter().map(Ref::id);
        let owns = who.any(|who| {
            let part = |part: OrganisationId, whole| may && model.is_part_of(part, whole);
            owner.is_some_and(|owner| owner == who || part(owner, who) || part(who, owner))
        });
        let is_published = system(*field).kind.known() == Some(&SystemKind::Publication);
        term(model, *field) == Some(asked) && (owns || is_published)
    };
    Ways {
        starts: held.iter().copied().filter(captures).collect(),
        ends: held.iter().copied().filter(has).collect(),
        links,
    }
}

/// How many ways arrive without this: each from a start to the first end on it.
fn arriving(model: &Model, ways: &Ways, without: Option<Node>) -> usize {
    let stands = |field: FieldId| without != Some(Node::System(model.fields[field].system));
    let runs = |flow: FlowId| {
        let by = model.flows[flow].by.known().map(|by| Node::Person(by.id()));
        without.is_none() || (without != by && without != Some(Node::Flow(flow)))
    };
    let mut begun: Vec<Vec<FieldId>> = ways
        .starts
        .iter()
        .filter(|field| stands(**field))
        .map(|field| vec![*field])
        .collect();
    let mut arrived = 0;
    while let Some(way) = begun.pop() {
        let at = way[way.len() - 1];
        if ways.ends.contains(&at) {
            arrived += 1;
            continue;
        }
        for (from, to, flow) in &ways.links {
            if *from == at && stands(*to) && runs(*flow) && !way.contains(to) {
                begun.push([&way[..], &[*to]].concat());
            }
        }
    }
    arrived
}

/// Everything that could fail, by its name.
fn nodes(model: &Model) -> BTreeMap<Node, String> {
    let systems = model.systems.iter();
    let mut nodes: BTreeMap<Node, String> = systems
        .map(|(id, system)| (Node::System(id), system.slug.to_string()))
        .collect();
    for (id, flow) in model.flows.iter() {
        if let Some(by) = flow.by.known() {
            nodes.insert(
                Node::Person(by.id()),
                model.organisations[by.id()].slug.to_string(),
            );
        }
        if flow.is_by_hand() {
            nodes.insert(Node::Flow(id), flow.slug.to_string());
        }
    }
    nodes
}

/// One-sided: certain is what cuts off every way that could bring a term which arrives, where several surely do or it cuts off several needs;
/// possible is what cuts off every way that surely brings it.
fn single_point(model: &Model) -> Wanted {
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (node, name) in nodes(model) {
        let mut needs = 0;
        for (_, need) in model.needs.iter() {
            let is_own = match node {
                Node::System(system) => need
                    .who
                    .iter()
                    .any(|who| model.systems[system].owner.known().map(Ref::id) == Some(who.id())),
                Node::Person(person) => need.who.iter().any(|who| who.id() == person),
                Node::Flow(_) => false,
            };
            let mut is_cut = false;
            // A need of which some term does not arrive anyway is not meant.
            let arrives = |asked: &Ref<TermId>| {
                arriving(model, &ways(model, need, asked.id(), false), None) > 0
            };
            let is_left_out = is_own || !need.terms.iter().all(arrives);
            for asked in &need.terms {
                let sure = ways(model, need, asked.id(), false);
                let any = ways(model, need, asked.id(), true);
                let count = arriving(model, &sure, None);
                if arriving(model, &any, None) > 0 && arriving(model, &sure, Some(node)) == 0 {
                    perhaps.insert(name.clone());
                }
                if is_left_out
                    || count == 0
                    || arriving(model, &any, Some(node)) > 0
                    || !matches!(need.level, Stated::Unstated)
                {
                    continue;
                }
                is_cut = true;
                if count > 1 || matches!(node, Node::Person(_)) {
                    surely.insert(name.clone());
                }
            }
            needs += usize::from(is_cut);
        }
        if needs > 1 {
            surely.insert(name);
        }
    }
    Wanted { surely, perhaps }
}

#[test]
fn what_a_need_wholly_depends_on_is_what_cuts_off_every_way() {
    hold(
        &ORACLES,
        (1..=150).map(|seed| (seed, Small::leading(seed).text())),
    );
}
