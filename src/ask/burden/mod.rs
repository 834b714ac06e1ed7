//! The requests made of each organisation, the share asked more than once, and the requests that merging would save.

mod repetition;

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum;

use self::repetition::Repetition;
use super::Answer;
use super::Cell;
use super::Row;
use crate::judge::graph::{FlowGraph, Request, requests};
use crate::judge::rules::repeated_request::groups;
use crate::read::model::{FlowId, Id, Model};
use crate::words::counted;

/// By what the burden is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Who supplies.
    #[value(help = None)]
    Organisation,
    /// What collection asks.
    #[value(help = None)]
    Collection,
    /// What is asked for.
    #[value(help = None)]
    Term,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Organisation => "organisation",
            By::Collection => "collection",
            By::Term => "term",
        }
    }

    fn key(self, request: &Request) -> usize {
        match self {
            By::Organisation => request.respondent.index(),
            By::Collection => request.collection.index(),
            By::Term => request.term.index(),
        }
    }

    fn name(self, model: &Model, request: &Request) -> String {
        match self {
            By::Organisation => model.organisations[request.respondent].slug.to_string(),
            By::Collection => model.systems[request.collection].slug.to_string(),
            By::Term => model.terms[request.term].slug.to_string(),
        }
    }
}

/// Numbers of some requests together. An item is one field of one supply.
#[derive(Default)]
struct Sum {
    requests: Vec<Request>,
    flows: BTreeSet<FlowId>,
    /// Items a year, summed over the requests that state a number.
    items: u64,
    /// Requests that surely ask for the same thing as another request.
    repeats: usize,
    /// Requests that may repeat another; the map does not say enough.
    unsure: usize,
    /// Items a year that merging would save.
    saved: u64,
    /// Repeats that state no number of items.
    uncounted: usize,
    /// New flows between collections that merging would take.
    feeds: usize,
    justified: usize,
}

/// Returns one row for each organisation, collection or term that has requests, the largest burden first.
///
/// Hours are not given: the format does not state minutes for an item, and none are made up.
pub fn ask(graph: &FlowGraph, by: By) -> Answer {
    let model = graph.model();
    let (all, sums) = sums(graph, by);
    let mut sums: Vec<(usize, Sum)> = sums.into_iter().collect();
    sums.sort_by_key(|(key, sum)| (std::cmp::Reverse((sum.items, sum.requests.len())), *key));
    let Totals {
        repeats, uncounted, ..
    } = totals_of(model, &all, sums.iter().map(|(_, sum)| sum));
    let mut notes = vec![
        "an item is one field of one supply by one body".to_owned(),
        "hours are not shown, because nobody has stated minutes for an item".to_owned(),
    ];
    if uncounted > 0 {
        notes.push(format!(
            "the sums leave out {uncounted} of {}: how often, or by how many bodies, is not stated or depends on events",
            counted(all.len(), "request"),
        ));
    }
    Answer {
        card: None,
        title: format!(
            "{}, of which {repeats} {} again for what another asks",
            counted(all.len(), "request"),
            if repeats == 1 { "asks" } else { "ask" }
        ),
        columns: super::named(&[
            by.word(),
            "requests",
            "flows",
            "items a year",
            "repeats",
            "cannot tell",
            "on purpose",
            "redundancy",
            "saved a year",
            "new feeds",
        ]),
        rows: sums.iter().map(|(_, sum)| row(graph, by, sum)).collect(),
        notes,
    }
}

/// Every request, and the sums of those that belong together.
fn sums(graph: &FlowGraph, by: By) -> (Vec<Request>, BTreeMap<usize, Sum>) {
    let model = graph.model();
    let all = requests(graph);
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for request in &all {
        let sum = sums.entry(by.key(request)).or_default();
        let flow = &model.flows[request.flow];
        sum.requests.push(*request);
        sum.flows.insert(request.flow);
        sum.items += model.supplies_a_year(flow).unwrap_or(0);
        sum.justified += usize::from(flow.justified.is_some());
    }
    for (requests, is_known) in groups(graph) {
        add_repeats(model, &requests, is_known, by, &mut sums);
    }
    (all, sums)
}

/// The sums of the requests to all organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    /// The number of requests.
    pub(crate) requests: usize,
    /// Items a year, of the requests that say how many.
    pub(crate) items: u64,
    /// Requests that surely ask again for what another asks.
    pub(crate) repeats: usize,
    /// Requests that do not say how many items a year they are.
    pub(crate) uncounted: usize,
}

/// The sums of the requests to all organisations: the totals of the rows of [`ask`].
pub(crate) fn totals(graph: &FlowGraph) -> Totals {
    let (all, sums) = sums(graph, By::Organisation);
    totals_of(graph.model(), &all, sums.values())
}

/// The requests to one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    /// The number of requests.
    pub(crate) requests: usize,
    /// Items a year, of the requests that say how many.
    pub(crate) items: u64,
}

/// The requests to each organisation, by its id.
pub(crate) fn of_bodies(graph: &FlowGraph) -> BTreeMap<String, Asked> {
    let (_, sums) = sums(graph, By::Organisation);
    let asked = sums.into_values().map(|sum| {
        let name = By::Organisation.name(graph.model(), &sum.requests[0]);
        let asked = Asked {
            requests: sum.requests.len(),
            items: sum.items,
        };
        (name, asked)
    });
    asked.collect()
}

fn totals_of<'s>(
    model: &Model,
    all: &[Request],
    sums: impl Iterator<Item = &'s Sum> + Clone,
) -> Totals {
    let supplies = |request: &&Request| model.supplies_a_year(&model.flows[request.flow]);
    Totals {
        requests: all.len(),
        items: sums.clone().map(|sum| sum.items).sum(),
        repeats: sums.map(|sum| sum.repeats).sum(),
        uncounted: all.iter().filter(|one| supplies(one).is_none()).count(),
    }
}

/// Adds the repeats of one group of requests: all but the dearest, which is kept and feeds the others. `is_known` says that they surely
/// repeat it.
fn add_repeats(
    model: &Model,
    requests: &[Request],
    is_known: bool,
    by: By,
    sums: &mut BTreeMap<usize, Sum>,
) {
    // Several requests of one collection to one respondent count as one: the dearest.
    let cost = |request: &Request| model.supplies_a_year(&model.flows[request.flow]);
    let mut requests: Vec<&Request> = requests.iter().collect();
    requests.sort_by_key(|request| (std::cmp::Reverse(cost(request)), **request));
    let kept = requests[0].collection;
    let mut fed = BTreeSet::new();
    for request in requests.iter().filter(|request| request.collection != kept) {
        let Some(sum) = sums.get_mut(&by.key(request)) else {
            continue;
        };
        if !is_known {
            sum.unsure += 1;
            continue;
        }
        sum.repeats += 1;
        match cost(request) {
            Some(items) => sum.saved += items,
            None => sum.uncounted += 1,
        }
        sum.feeds += usize::from(fed.insert(request.collection));
    }
}

fn row(graph: &FlowGraph, by: By, sum: &Sum) -> Row {
    let model = graph.model();
    let first = &sum.requests[0];
    let knows_any = sum
        .requests
        .iter()
        .any(|request| model.supplies_a_year(&model.flows[request.flow]).is_some());
    let items = if knows_any {
        Cell::Number(sum.items as f64)
    } else {
        Cell::Unknown
    };
    let saved = match (sum.repeats, sum.saved, sum.uncounted) {
        (0, ..) => Cell::Nothing,
        (_, 0, 1..) => Cell::Unknown,
        (_, saved, 0) => Cell::Number(saved as f64),
        (_, saved, _) => Cell::from(format!("{saved} or more")),
    };
    let redundancy = match Repetition::of(graph, &sum.requests) {
        Repetition::Known(share) => Cell::from(format!("{share:.2}")),
        Repetition::TooMany => Cell::Unknown,
    };
    let count = |number: usize| match number {
        0 => Cell::Nothing,
        number => Cell::from(number),
    };
    Row {
        cells: vec![
            Cell::from(by.name(model, first)),
            Cell::from(sum.requests.len()),
            Cell::from(sum.flows.len()),
            items,
            Cell::from(sum.repeats),
            count(sum.unsure),
            count(sum.justified),
            redundancy,
            saved,
            count(sum.feeds),
        ],
        path: Vec::new(),
        place: Some(first.span),
    }
}
