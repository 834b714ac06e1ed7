//! The things that a need wholly depends on: a system, a person or a manual step is removed, and the term no longer arrives. Exact.

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::model::{
    DataLevel, FieldId, Flow, FlowId, How, Id, Model, Need, OrganisationId, Passage, Ref, SystemId,
    SystemKind, TermId,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::need::World;
use super::recipes::Small;
use super::tables::{is_context, standing, term};

const ORACLES: [Oracle; 1] = [("single-point", single_point)];

/// A thing that may fail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    System(SystemId),
    Person(OrganisationId),
    Flow(FlowId),
}

/// One line of a standing flow that brings a value.
type Way<'m> = (FlowId, &'m Flow, &'m Passage);

/// All ways into each field, and, if there are several, those that bring the same thing.
struct Ways<'m> {
    model: &'m Model,
    all: BTreeMap<FieldId, Vec<Way<'m>>>,
    same: BTreeMap<FieldId, Vec<Way<'m>>>,
}

impl<'m> Ways<'m> {
    fn of(model: &'m Model) -> Self {
        let stands: BTreeSet<&str> = standing(model).map(|flow| &*flow.slug).collect();
        let mut all: BTreeMap<FieldId, Vec<Way<'m>>> = BTreeMap::new();
        for (id, flow) in model
            .flows
            .iter()
            .filter(|(_, flow)| stands.contains(&*flow.slug))
        {
            for passage in flow
                .passages()
                .iter()
                .filter(|passage| passage.how != How::Influence)
            {
                all.entry(passage.to.id())
                    .or_default()
                    .push((id, flow, passage));
            }
        }
        let same = all.iter().map(|(field, ways)| {
            let keeps = |(_, _, passage): &&Way<'_>| {
                let from = passage.from[0].id();
                let codes =
                    [from, *field].map(|field| model.fields[field].codes.known().map(Ref::id));
                let same_codes = codes[0].is_none() || codes[1].is_none() || codes[0] == codes[1];
                passage.how == How::Identity
                    && term(model, from) == term(model, *field)
                    && same_codes
            };
            let same: Vec<Way<'m>> = ways.iter().filter(keeps).copied().collect();
            let is_choice = ways.len() > 1 && !same.is_empty();
            (*field, if is_choice { same } else { ways.clone() })
        });
        let same = same.collect();
        Self { model, all, same }
    }

    /// The fields that still get their values if this has failed.
    fn arriving(&self, without: Option<Node>) -> BTreeSet<FieldId> {
        let stands =
            |field: FieldId| without != Some(Node::System(self.model.fields[field].system));
        let mut there = BTreeSet::new();
        loop {
            let runs = |(id, flow, passage): &Way<'_>| {
                let by = flow.by.known().map(|by| Node::Person(by.id()));
                let fails =
                    without.is_some() && (by == without || without == Some(Node::Flow(*id)));
                !fails && passage.from.iter().all(|from| there.contains(&from.id()))
            };
            let arrives = |field: &FieldId| {
                let ways = self.same.get(field);
                stands(*field) && ways.is_none_or(|ways| ways.iter().any(runs))
            };
            let next: BTreeSet<FieldId> = self.model.fields.ids().filter(arrives).collect();
            if next == there {
                return there;
            }
            there = next;
        }
    }

    /// True if there is a choice of ways upstream of these fields, or several of them are ends.
    fn has_forks(&self, ends: &[FieldId]) -> bool {
        let mut before: BTreeSet<FieldId> = ends.iter().copied().collect();
        let mut passed_on = BTreeSet::new();
        loop {
            let ways = before
                .iter()
                .filter_map(|field| self.same.get(field))
                .flatten();
            let sources: BTreeSet<FieldId> = ways
                .flat_map(|(_, _, passage)| &passage.from)
                .map(Ref::id)
                .collect();
            let count = before.len();
            passed_on.extend(sources.iter().copied());
            before.extend(sources);
            if before.len() == count {
                break;
            }
        }
        let apart = ends.iter().filter(|end| !passed_on.contains(end));
        apart.count() > 1
            || before
                .iter()
                .any(|field| self.all.get(field).is_some_and(|ways| ways.len() > 1))
    }
}

/// True if a field gets nothing today: only flows that do not stand fill it, and its system captures nothing itself.
fn is_dry(model: &Model, ways: &Ways<'_>, field: FieldId) -> bool {
    let stands: BTreeSet<&str> = standing(model).map(|flow| &*flow.slug).collect();
    let mut fallen = model
        .flows
        .iter()
        .filter(|(_, flow)| !stands.contains(&*flow.slug));
    let was_filled = fallen.any(|(_, flow)| {
        flow.passages()
            .iter()
            .any(|passage| passage.to.id() == field)
    });
    let kind = model.systems[model.fields[field].system].kind.known();
    let is_captured = matches!(
        kind,
        None | Some(SystemKind::Record | SystemKind::Register | SystemKind::Other)
    ) && model.fields[field].is_declared;
    was_filled && !is_captured && !ways.all.contains_key(&field)
}

/// The fields that alone may answer.
fn sources(
    world: &World<'_>,
    ways: &Ways<'_>,
    need: &Need,
    who: OrganisationId,
    asked: TermId,
) -> Vec<FieldId> {
    let mut usable = world.usable(who, asked);
    usable.retain(|field| {
        let is_coarse = need.level.known() == Some(&DataLevel::Record)
            && world.level[field.index()] == Some(DataLevel::Aggregate);
        !is_coarse && !is_dry(world.model, ways, *field)
    });
    usable
}

/// Everything that could fail, with its name.
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
        } else if flow.is_by_hand() {
            nodes.insert(Node::Flow(id), flow.slug.to_string());
        }
    }
    nodes
}

fn single_point(model: &Model) -> Wanted {
    let (world, ways) = (World::of(model), Ways::of(model));
    let whole = ways.arriving(None);
    let mut names = Names::new();
    for (node, name) in nodes(model) {
        let left = ways.arriving(Some(node));
        let (mut needs, mut is_hidden) = (0, matches!(node, Node::Person(_)));
        for (_, need) in model.needs.iter() {
            let mut depends = false;
            for who in need.who.iter().map(Ref::id) {
                let is_own = match node {
                    Node::System(system) => world.owns(who, system),
                    Node::Person(person) => model.is_part_of(person, who),
                    Node::Flow(_) => false,
                };
                let ends = |asked: &Ref<TermId>| sources(&world, &ways, need, who, asked.id());
                if is_own || need.terms().iter().any(|asked| ends(asked).is_empty()) {
                    continue;
                }
                for asked in need
                    .terms()
                    .iter()
                    .filter(|asked| !is_context(model, Some(asked.id())))
                {
                    let ends = ends(asked);
                    let arrives =
                        |there: &BTreeSet<FieldId>| ends.iter().any(|end| there.contains(end));
                    if arrives(&whole) && !arrives(&left) {
                        depends = true;
                        is_hidden |= ways.has_forks(&ends);
                    }
                }
            }
            needs += usize::from(depends);
        }
        if needs > 1 || (needs > 0 && is_hidden) {
            names.insert(name);
        }
    }
    Wanted::exactly(names)
}

#[test]
fn what_a_need_wholly_depends_on_is_what_cuts_off_every_way() {
    let leading = (1..=150).map(|seed| (seed, Small::leading(seed).text()));
    let round = (1000..=1060).map(|seed| {
        (
            seed,
            Small {
                scoped: 0,
                only: 0,
                typed: 0,
                needs: 4,
                ..Small::round(seed)
            }
            .text(),
        )
    });
    hold(&ORACLES, leading.chain(round));
}
