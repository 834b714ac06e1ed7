//! Gathering: the organisations with most flows keep a box each, and lists name all others, so that a map of many organisations can be read
//! whole.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{Cut, Grain};
use super::diagram::{Node, NodeKind, Row, RowKind};
use crate::read::model::{FlowId, Model, OrganisationId, SystemId};
use crate::words::counted;

/// The number of organisations with a box each, and the length of the lists of all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gather {
    /// The number of organisations with a box of their own.
    pub own: usize,
    /// The largest number of rows of a list.
    pub listed: usize,
}

/// The list that names an organisation: by what it does with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gathering {
    /// It gives data and receives none.
    Gives,
    /// It receives data; it may give some too.
    Receives,
    /// No flow of the picture joins it to another.
    Neither,
}

impl Gathering {
    fn of(gives: bool, receives: bool) -> Self {
        match (gives, receives) {
            (_, true) => Gathering::Receives,
            (true, false) => Gathering::Gives,
            (false, false) => Gathering::Neither,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Gathering::Gives => "Give data",
            Gathering::Receives => "Receive data; some give too",
            Gathering::Neither => "No flow in this picture",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Gathering::Gives => "gives",
            Gathering::Receives => "receives",
            Gathering::Neither => "neither",
        }
    }
}

/// Gathers all organisations but those with most flows, and those that own something in focus. In a picture of the whole map, those
/// without systems are gathered too.
pub(super) fn gather(
    model: &Model,
    cut: &mut Cut,
    gather: Gather,
    focus: &BTreeSet<SystemId>,
    is_whole: bool,
) {
    let owner = |system: SystemId| model.systems[system].owner();
    let shown: BTreeSet<OrganisationId> = cut.systems.iter().filter_map(|id| owner(*id)).collect();
    let mut given: BTreeMap<OrganisationId, BTreeSet<FlowId>> = BTreeMap::new();
    let mut received = given.clone();
    for id in &cut.flows {
        let flow = &model.flows[*id];
        let (from, to) = (owner(flow.from.id()), owner(flow.to.id()));
        if from == to {
            continue;
        }
        if let Some(from) = from {
            given.entry(from).or_default().insert(*id);
        }
        if let Some(to) = to {
            received.entry(to).or_default().insert(*id);
        }
    }
    let count = |flows: &BTreeMap<OrganisationId, BTreeSet<FlowId>>, body: &OrganisationId| {
        flows.get(body).map_or(0, BTreeSet::len)
    };
    let mut ranked: Vec<OrganisationId> = shown.iter().copied().collect();
    ranked.sort_by_key(|body| {
        // A body that only gives, or only receives, stands well in a list.
        let flows = (count(&given, body), count(&received, body));
        (
            std::cmp::Reverse(flows.0.min(flows.1)),
            std::cmp::Reverse(flows.0 + flows.1),
            *body,
        )
    });
    let mut own: BTreeSet<OrganisationId> = focus.iter().filter_map(|id| owner(*id)).collect();
    own.extend(ranked.into_iter().take(gather.own));
    let all: BTreeSet<OrganisationId> = if is_whole {
        model.organisations.ids().collect()
    } else {
        shown
    };
    cut.gathered = all
        .difference(&own)
        .map(|body| {
            let (gives, receives) = (count(&given, body) > 0, count(&received, body) > 0);
            (*body, Gathering::of(gives, receives))
        })
        .collect();
    // A list of one is a box.
    let lists: Vec<Gathering> = cut.gathered.values().copied().collect();
    cut.gathered
        .retain(|_, of| lists.iter().filter(|other| *other == of).count() > 1);
    cut.grain = Grain::Organisations;
    cut.longest_list = gather.listed;
}

/// The box of a list, with a row for each organisation.
pub(super) fn node(model: &Model, cut: &Cut, list: Gathering) -> Node {
    let mut bodies: Vec<OrganisationId> = cut
        .gathered
        .iter()
        .filter(|(_, of)| **of == list)
        .map(|(body, _)| *body)
        .collect();
    let name = |body: &OrganisationId| &*model.organisations[*body].name;
    bodies.sort_by_cached_key(|body| (name(body).to_lowercase(), *body));
    let count = bodies.len();
    let shown = if count <= cut.longest_list {
        count
    } else {
        cut.longest_list.saturating_sub(1)
    };
    let mut rows: Vec<Row> = bodies[..shown]
        .iter()
        .map(|body| Row {
            kind: RowKind::Organisation,
            id: model.organisations[*body].slug.to_string(),
            title: name(body).to_owned(),
            detail: model.organisations[*body]
                .kind
                .known()
                .map_or_else(String::new, ToString::to_string),
            ..Row::default()
        })
        .collect();
    if shown < count {
        rows.push(Row {
            id: format!("gathered:{}.more", list.word()),
            title: format!("and {} more", count - shown),
            ..Row::default()
        });
    }
    Node {
        kind: NodeKind::List,
        id: format!("gathered:{}", list.word()),
        title: list.title().to_owned(),
        detail: counted(count, "organisation"),
        rows,
        ..Node::default()
    }
}
