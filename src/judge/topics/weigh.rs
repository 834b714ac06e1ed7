//! The weight of a topic: a sum of figures that anybody can check.
//!
//! The figures are those that people weigh in a meeting: the needs that the topic blocks, the bodies that must answer and cannot, the
//! obstacles of a need, the supplies a year, people who are left out, the bodies involved. The sum is multiplied by the certainty. `flowmap
//! topics --why` shows the figures.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::key::{Key, Keys};
use super::tell::state;
use super::{Under, is_contradiction};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::{Certainty, Level};
use crate::read::model::{
    Axis, Extent, Id, Interval, Model, Need, NeedId, OrganisationId, Ref, ScopeBox, TermId, Unit,
};

/// A figure of a topic, and the points that it adds to its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The figure in words, such as `needs that depend on it`.
    pub what: &'static str,
    /// The figure.
    pub figure: usize,
    /// The points.
    pub points: u32,
}

/// Points for each need that is not met because of the topic, or that draws on the differing fields.
const NEED: usize = 10;
/// Further points for a need's own topic, if the need is not met or that is not known.
const OWN_NEED: usize = 10;
/// Further points for a need's own topic, if the need is partly met.
const PARTLY_MET: usize = 5;
/// Further points for a need's own topic, if its source says that it is not answered.
const SAID_NOT: usize = 5;
/// Points for each need that states a limit on an axis on which fields of the term differ: nobody can answer it before the limit is agreed.
const LIMIT: usize = 8;
/// Points for each finding that accounts contradict each other.
const ACCOUNT: usize = 8;
/// Points for each body that must answer and cannot.
const ASKER: usize = 4;
/// Points for each obstacle of a need.
const REASON: usize = 1;
/// Points for each system whose fields of a term differ.
const SYSTEM: usize = 1;
/// Points for each collection that asks for the same.
const COLLECTION: usize = 4;
/// Points for each body that is involved.
const BODY: usize = 1;
/// The number of supplies a year that make one point.
const SUPPLIES: usize = 100;
/// The most points for supplies.
const MOST_SUPPLIES: usize = 20;
/// Points for each finding.
const FINDING: usize = 1;
/// The most points for findings: more of the same adds nothing.
const MOST_FINDINGS: usize = 15;
/// Points if people are left out or counted differently.
const PEOPLE: usize = 5;

/// The rules whose findings show people who are left out or counted differently.
const ABOUT_PEOPLE: [&str; 4] = [
    "claims-more-than-received",
    "different-scope",
    "different-window",
    "unmet-need",
];

pub(super) fn parts(
    graph: &FlowGraph,
    keys: &Keys<'_>,
    key: Key,
    under: &[Under<'_>],
) -> Vec<Part> {
    if matches!(key, Key::ToDo(_) | Key::Files) {
        return vec![Part {
            what: "findings",
            figure: under.len(),
            points: under.len() as u32,
        }];
    }
    let mut firm = under.iter();
    let is_firm = firm.any(|one| one.finding.level > Level::Note);
    let needs = needs(graph, keys, key, under);
    let bodies: BTreeSet<usize> = under
        .iter()
        .flat_map(|one| one.things.bodies.iter().copied())
        .chain(askers(keys.model, &needs))
        .chain(holders(keys, under))
        .map(Id::index)
        .collect();
    let parts = figures(keys, key, under, needs.len(), bodies.len());
    let [head, tail @ ..] = parts;
    let own = own_parts(keys, key, under, is_firm);
    let parts = std::iter::once(head).chain(own).chain(tail);
    parts
        .filter(|(_, figure, _)| *figure > 0)
        .map(|(what, figure, points)| Part {
            what,
            figure,
            points: points as u32,
        })
        .collect()
}

/// The figures that topics of all kinds may have, each with its points.
fn figures(
    keys: &Keys<'_>,
    key: Key,
    under: &[Under<'_>],
    needs: usize,
    bodies: usize,
) -> [(&'static str, usize, usize); 8] {
    let firm = under.iter();
    let firm: Vec<&Under<'_>> = firm.filter(|one| one.finding.level > Level::Note).collect();
    let supplies = supplies(keys, key, under);
    let people = firm
        .iter()
        .filter(|one| ABOUT_PEOPLE.contains(&one.finding.kind.name));
    let people = people.count().min(1);
    let collections = collections(key, under);
    let limits = match key {
        Key::Term(term) => limited(keys, term, under).len(),
        _ => 0,
    };
    let accounts = under.iter().filter(|one| is_contradiction(one)).count();
    [
        ("needs that depend on it", needs, needs * NEED),
        (
            "needs with a limit on the same axis",
            limits,
            limits * LIMIT,
        ),
        (
            "accounts that contradict each other",
            accounts,
            accounts * ACCOUNT,
        ),
        (
            "collections that ask for the same",
            collections,
            collections * COLLECTION,
        ),
        (
            "supplies a year",
            supplies,
            (supplies / SUPPLIES).min(MOST_SUPPLIES),
        ),
        (
            "people left out or counted differently",
            people,
            people * PEOPLE,
        ),
        ("bodies involved", bodies, bodies * BODY),
        (
            "findings",
            firm.len(),
            (firm.len() * FINDING).min(MOST_FINDINGS),
        ),
    ]
}

/// The sum of the points, reduced by the certainty of the topic: all of it if certain, three quarters if likely, three tenths if it cannot
/// be told.
pub(super) fn weight(parts: &[Part], certainty: Certainty) -> u32 {
    let sum: u32 = parts.iter().map(|part| part.points).sum();
    let percent = match certainty {
        Certainty::Certain => 100,
        Certainty::Likely => 75,
        Certainty::CannotTell => 30,
    };
    (sum * percent).div_ceil(100)
}

/// The figures that only one kind of topic has: for a need, its state, the bodies that must answer, and its obstacles; for a term, the
/// systems that differ.
fn own_parts(
    keys: &Keys<'_>,
    key: Key,
    under: &[Under<'_>],
    is_firm: bool,
) -> Vec<(&'static str, usize, usize)> {
    match key {
        Key::Need(need) => {
            let own = usize::from(is_firm);
            let points = match state(under) {
                Some("partly met") => PARTLY_MET,
                _ => OWN_NEED,
            };
            let asking = keys.model.needs[need].who.len();
            let reasons = reasons(under).count();
            let said = usize::from(is_firm && !keys.model.needs[need].unmet.is_empty());
            vec![
                ("the need itself is not fully met", own, own * points),
                (
                    "its source says that it is not answered",
                    said,
                    said * SAID_NOT,
                ),
                ("bodies that cannot answer", asking, asking * ASKER),
                ("things that stand in the way", reasons, reasons * REASON),
            ]
        }
        Key::Term(_) => {
            let firm = under.iter().filter(|one| one.finding.level > Level::Note);
            let differing = firm.filter(|one| !is_contradiction(one));
            let fields = differing.flat_map(|one| &one.things.fields);
            let systems: BTreeSet<usize> = fields
                .map(|field| keys.model.system_of(*field).index())
                .collect();
            vec![("systems that differ", systems.len(), systems.len() * SYSTEM)]
        }
        _ => Vec::new(),
    }
}

/// The reasons against a need.
fn reasons<'u>(under: &'u [Under<'_>]) -> impl Iterator<Item = &'u Value> {
    let details = under.iter().map(|one| one.detail.get("reasons"));
    details.flatten().filter_map(Value::as_array).flatten()
}

/// The owners of the systems that the reasons against a need name.
fn holders<'u>(
    keys: &'u Keys<'_>,
    under: &'u [Under<'_>],
) -> impl Iterator<Item = OrganisationId> + 'u {
    let systems = reasons(under).filter_map(|reason| reason["systems"].as_array());
    let systems = systems.flatten().filter_map(Value::as_str);
    systems.filter_map(|id| keys.owner_of(id))
}

/// The collections that ask one body for the same.
fn collections(key: Key, under: &[Under<'_>]) -> usize {
    let Key::Asked(_) = key else { return 0 };
    let asked = under
        .iter()
        .filter(|one| one.finding.kind.name == "repeated-request");
    let systems = asked.flat_map(|one| &one.things.systems);
    systems
        .map(|system| system.index())
        .collect::<BTreeSet<usize>>()
        .len()
}

/// The needs that a topic affects: its own, those that its findings name, and those that draw on two differing fields of a term.
pub(super) fn needs(
    graph: &FlowGraph,
    keys: &Keys<'_>,
    key: Key,
    under: &[Under<'_>],
) -> Vec<NeedId> {
    let named = under
        .iter()
        .flat_map(|one| one.things.needs.iter().copied());
    let mut needs: Vec<NeedId> = match key {
        Key::Need(need) => vec![need],
        Key::Term(term) => named.chain(drawing(graph, keys, term, under)).collect(),
        _ => named.collect(),
    };
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// The needs that ask for a term and can use two or more of the fields that differ.
fn drawing(graph: &FlowGraph, keys: &Keys<'_>, term: TermId, under: &[Under<'_>]) -> Vec<NeedId> {
    let supply = Supply::of(graph);
    let mut fields: Vec<_> = under
        .iter()
        .flat_map(|one| one.things.fields.iter().copied())
        .collect();
    fields.sort_unstable();
    let needs = keys.model.needs.iter();
    let asking = needs.filter(|(_, need)| need.terms().iter().any(|asked| asked.id() == term));
    let drawing = asking.filter(|(_, need)| {
        let who = need.who.iter().map(Ref::id);
        let mut used: Vec<_> = who.flat_map(|who| supply.usable(who, term)).collect();
        used.sort_unstable();
        used.dedup();
        let differing = used
            .iter()
            .filter(|field| fields.binary_search(field).is_ok());
        differing.count() > 1
    });
    drawing.map(|(id, _)| id).collect()
}

/// Of a term that no need asks for by name, the needs that limit a length of time over which its fields count differently. An age limits
/// nothing: it says whom a need asks about.
fn limited(keys: &Keys<'_>, term: TermId, under: &[Under<'_>]) -> Vec<NeedId> {
    let mut needs = keys.model.needs.iter();
    if needs.any(|(_, need)| need.terms().iter().any(|asked| asked.id() == term)) {
        return Vec::new();
    }
    let told = under.iter().flat_map(|one| &one.things.dimensions);
    let mut dimensions: BTreeSet<usize> = told.map(|dimension| dimension.index()).collect();
    // A finding on different people tells the windows of these people too.
    let of_people = under
        .iter()
        .filter(|one| one.finding.kind.name == "different-scope");
    for one in of_people {
        let fields = one.things.fields.iter();
        let people = fields.flat_map(|field| keys.model.scope(*field));
        dimensions.extend(windows(people));
    }
    let restricts = |need: &Need| {
        let boxes = need
            .covers
            .known()
            .into_iter()
            .flat_map(|boxes| boxes.iter());
        let mut extents = boxes.flat_map(|scope| scope.0.iter().enumerate());
        extents.any(|(place, extent)| {
            let is_limit = matches!(extent, Extent::Interval(limit) if limit != &Interval::ALL);
            let axis = keys
                .model
                .dimensions
                .iter()
                .nth(place)
                .map(|(_, one)| &one.axis);
            let is_age = matches!(axis, Some(Axis::Range(Unit::Calendar(..))));
            is_limit && !is_age && dimensions.contains(&place)
        })
    };
    let needs = keys.model.needs.iter();
    needs
        .filter(|(_, need)| restricts(need))
        .map(|(id, _)| id)
        .collect()
}

/// The dimensions on which some of these people have a window that others of them do not have.
fn windows<'m>(people: impl Iterator<Item = &'m ScopeBox>) -> BTreeSet<usize> {
    let mut found: BTreeMap<usize, Vec<Option<Interval>>> = BTreeMap::new();
    for scope in people {
        for (place, extent) in scope.0.iter().enumerate() {
            let window = match extent {
                Extent::Interval(window) => Some(*window),
                Extent::All => None,
                _ => continue,
            };
            let known = found.entry(place).or_default();
            if !known.contains(&window) {
                known.push(window);
            }
        }
    }
    found.retain(|_, windows| windows.len() > 1);
    found.into_keys().collect()
}

fn askers<'m>(model: &'m Model, needs: &'m [NeedId]) -> impl Iterator<Item = OrganisationId> + 'm {
    let who = needs.iter().flat_map(|need| &model.needs[*need].who);
    who.map(Ref::id)
}

/// The supplies a year of the requests that repeat each other, as far as they can be counted: each flow once.
fn supplies(keys: &Keys<'_>, key: Key, under: &[Under<'_>]) -> usize {
    let Key::Asked(_) = key else { return 0 };
    let mut flows = BTreeSet::new();
    for one in under {
        let (collections, bodies) = (&one.things.systems, &one.things.bodies);
        let requests = bodies.iter().flat_map(|body| keys.requests_of(*body));
        let meant = requests.filter(|request| collections.contains(&request.collection));
        flows.extend(meant.map(|request| request.flow));
    }
    let supplies = flows.into_iter();
    let supplies = supplies.filter_map(|flow| keys.model.supplies_a_year(&keys.model.flows[flow]));
    supplies.sum::<u64>() as usize
}
