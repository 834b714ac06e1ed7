//! Serves a collection from another system that holds the same data.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::written_passage;
use super::overlay::{Overlay, Step};
use super::retire::{Steps, without_flow};
use crate::read::model::{
    Duration, Every, FieldId, Flow, FlowId, Model, Ref, SystemId, TermId, written_flow,
};
use crate::read::syntax::Written;

/// Makes the second system serve the first.
pub(super) fn serve(
    overlay: &mut Overlay<'_>,
    collection: &str,
    source: &str,
) -> Result<(), String> {
    let (served, server) = (overlay.system(collection)?, overlay.declared(source)?);
    let model = overlay.model();
    let held = held(model, server);
    let flows: Vec<FlowId> = model
        .flows
        .iter()
        .filter(|(_, flow)| flow.to.id() == served && flow.from.id() != server)
        .map(|(id, _)| id)
        .collect();
    let is_served = |field: FieldId| {
        let term = model.fields[field].term();
        term.and_then(|term| held.get(&term).copied())
    };
    let mut steps = Steps::new();
    let mut asked: BTreeMap<FieldId, FieldId> = BTreeMap::new();
    let mut replaced: Vec<FlowId> = Vec::new();
    for id in flows {
        let targets = model.flows[id].passages().iter();
        let served = targets.filter_map(|passage| {
            let to = passage.to.id();
            is_served(to).map(|from| (to, from))
        });
        let before = asked.len();
        let served: Vec<(FieldId, FieldId)> = served.collect();
        asked.extend(served.iter().copied());
        if served.is_empty() && asked.len() == before {
            continue;
        }
        replaced.push(id);
        without_flow(overlay, id, &mut steps)?;
        for account in overlay.accounts(id) {
            if let Some(rest) = rest(model, &account, &asked) {
                let of_file = steps.entry(account.span.file).or_default();
                of_file.push(Step::Flow(rest));
            }
        }
    }
    let known = known(model, server, served);
    asked.retain(|field, _| !known.contains(field));
    if replaced.is_empty() {
        return Err(format!(
            "`{source}` holds nothing that others are asked to send to `{collection}`, as far as terms say"
        ));
    }
    let file = model.systems[server].span.file;
    let flow = flow(model, (server, served), &asked, &replaced);
    steps.entry(file).or_default().push(Step::Flow(flow));
    overlay.notes.push(format!(
        "the flow from `{source}` to `{collection}` is taken to come as often as the most frequent flow that it replaces and as late as the slowest; its legal basis is left open"
    ));
    overlay.take(steps)
}

/// A field of the system for each term that it holds.
fn held(model: &Model, system: SystemId) -> BTreeMap<TermId, FieldId> {
    let mut held = BTreeMap::new();
    for field in model.systems[system].fields.ids() {
        if let Some(term) = model.fields[field].term() {
            held.entry(term).or_insert(field);
        }
    }
    held
}

/// The fields that pass from the one system to the other already.
fn known(model: &Model, from: SystemId, to: SystemId) -> BTreeSet<FieldId> {
    let flows = model.flows.iter().map(|(_, flow)| flow);
    let between = flows.filter(|flow| flow.from.id() == from && flow.to.id() == to);
    let targets = between.flat_map(|flow| flow.passages().iter().map(|passage| passage.to.id()));
    targets.collect()
}

/// A flow without the fields that are served; `None` if nothing is left of it.
fn rest(model: &Model, flow: &Flow, asked: &BTreeMap<FieldId, FieldId>) -> Option<Written> {
    let slug = |field: &Ref<FieldId>| model.fields[field.id()].slug.to_string();
    let left = flow
        .passages()
        .iter()
        .filter(|passage| !asked.contains_key(&passage.to.id()));
    let left: Vec<Written> = left
        .map(|passage| {
            written_passage(
                passage,
                passage.from.iter().map(slug).collect(),
                slug(&passage.to),
            )
        })
        .collect();
    if left.is_empty() {
        return None;
    }
    let Written::Mapping(mut keys) = written_flow(model, flow) else {
        return None;
    };
    for (key, value) in &mut keys {
        if key == "fields" {
            *value = Written::List(left);
            break;
        }
    }
    Some(Written::Mapping(keys))
}

/// The flow that serves: as often as the most frequent of the flows that it replaces, and as late as the slowest.
fn flow(
    model: &Model,
    (from, to): (SystemId, SystemId),
    asked: &BTreeMap<FieldId, FieldId>,
    replaced: &[FlowId],
) -> Written {
    let slug = |field: FieldId| model.fields[field].slug.to_string();
    let fields = asked.iter().map(|(to, from)| {
        let pair = [("from", slug(*from)), ("to", slug(*to))];
        let keys = pair.map(|(key, value)| (key.to_owned(), Written::Text(value)));
        Written::Mapping(keys.into()).inline()
    });
    let system = |id: SystemId| Written::text(&model.systems[id].slug);
    let mut keys = vec![
        ("from", system(from)),
        ("to", system(to)),
        ("id", Written::text("serves")),
        ("fields", Written::List(fields.collect())),
        ("method", Written::text("interface")),
    ];
    let flows = || replaced.iter().map(|flow| &model.flows[*flow]);
    let every = flows()
        .filter_map(|flow| flow.every.known())
        .max_by(|a, b| times(a).total_cmp(&times(b)));
    match every {
        Some(Every::Event) => keys.push(("every", Written::text("event"))),
        Some(Every::Period(period)) => keys.push(("every", Written::text(period))),
        None => {}
    }
    let lags: Option<Vec<&Duration>> = flows().map(|flow| flow.lag.known()).collect();
    let slowest = lags.and_then(|lags| lags.into_iter().max_by_key(|lag| lag.longest));
    if let Some(lag) = slowest {
        keys.push(("lag", Written::text(lag)));
    }
    let keys = keys.into_iter();
    Written::Mapping(keys.map(|(key, value)| (key.to_owned(), value)).collect())
}

fn times(every: &Every) -> f64 {
    every.times_a_year().unwrap_or(f64::INFINITY)
}
