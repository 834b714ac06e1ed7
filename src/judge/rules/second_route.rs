//! A field that reaches a system by two routes.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::found::{Found, Names, about, how_sure};
use super::people::People;
use super::rule;
use super::shortest::{MOST_WAYS, Route, is_between, shortest};
use crate::judge::graph::{Cone, FlowGraph, Link, held_on_the_way, let_through};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Duration, FieldId, Flow, Mode, Model, Relation, ScopeBox, Stated, SystemId, TermId, difference,
    overlap, relations,
};
use crate::words::{counted, listed};

rule! {
    /// ## Finds
    /// A value that is passed electronically from one field to one system by two routes, about people who overlap. Both routes are shown with
    /// how long each takes, as far as stated, and whether they bring the same people.
    /// ## Why it matters
    /// The two copies arrive at different times and in different versions, and somebody has to decide which counts.
    /// ## How to fix
    /// Keep the route that is quicker or covers more, and end the other.
    /// ## When it is fine
    /// Where one checks or completes the other: write `justified:` on the flow.
    "second-route", Duplication, Warning, "a field reaches a system by two routes", find, tell
}

/// Two routes from one field to one system.
struct SecondRoute {
    /// The last field of the first route.
    field: FieldId,
    origin: FieldId,
    /// The routes, each from the origin to its last field.
    routes: [Route; 2],
}
about!(SecondRoute {
    name: [field],
    subjects: [field]
});

fn find(graph: &FlowGraph) -> Vec<Found<SecondRoute>> {
    let model = graph.model();
    let mut people = People::of(model);
    let mut cone = Cone::over(graph);
    let mut found = Vec::new();
    for system in model.systems.ids() {
        if graph.flows_in(system).len() < 2 {
            continue;
        }
        for links in arrivals(graph, system) {
            found.extend(two_routes(graph, &mut people, &mut cone, &links));
        }
    }
    found
}

/// The electronic links into a system that keep their term, by term; only terms that arrive by two flows.
fn arrivals(graph: &FlowGraph, system: SystemId) -> impl Iterator<Item = Vec<Link>> {
    let model = graph.model();
    let mut by_term: BTreeMap<TermId, Vec<Link>> = BTreeMap::new();
    for id in graph.flows_in(system) {
        let flow = &model.flows[*id];
        if flow.is_by_hand() || flow.justified.is_some() {
            continue;
        }
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how.is_direct())
        {
            let (to, how) = (passage.to.id(), passage.how);
            let Some(term) = model
                .term_of(to)
                .filter(|term| !model.terms[*term].is_context())
            else {
                continue;
            };
            let sources = passage.from.iter().map(crate::read::model::Ref::id);
            for from in sources.filter(|from| model.term_of(*from) == Some(term)) {
                by_term.entry(term).or_default().push(Link {
                    from,
                    to,
                    flow: *id,
                    how,
                });
            }
        }
    }
    let is_twice = |links: &Vec<Link>| links.iter().any(|link| link.flow != links[0].flow);
    by_term.into_values().filter(is_twice)
}

/// Two arrivals that come from one field and are not surely about different people: the surest two, and of equally sure ones the first in
/// the order of the flows.
fn two_routes(
    graph: &FlowGraph,
    people: &mut People,
    cone: &mut Cone<'_>,
    links: &[Link],
) -> Option<Found<SecondRoute>> {
    let model = graph.model();
    let keeps = |field: FieldId| is_between(model, field, links[0].to);
    let above: Vec<Vec<(FieldId, u32)>> = links
        .iter()
        .map(|link| {
            let mut above: Vec<(FieldId, u32)> = cone.distances_up(link.from, keeps).collect();
            above.sort_unstable();
            above
        })
        .collect();
    let (mut surest, mut looked) = (None, 0);
    for (index, first) in links.iter().enumerate() {
        for (second, other) in links.iter().zip(&above).skip(index + 1) {
            let flows = [first, second].map(|link| &model.flows[link.flow]);
            let is_one_act =
                first.flow == second.flow || flows[0].shares_submission(flows[1]) == Some(true);
            let [a, b] = [first, second].map(|link| People::number(model, link.from));
            if is_one_act || people.overlap(a, b) == Some(false) {
                continue;
            }
            looked += 1;
            if surest.is_some() && looked > MOST_LOOKED {
                return surest;
            }
            for origin in nearest_common(&above[index], other) {
                surest = surer(surest, routes(graph, origin, [first, second]));
                if is_certain(surest.as_ref()) {
                    return surest;
                }
            }
        }
    }
    surest
}

/// Limit on the pairs of arrivals compared in search of a certain second route, once one is found that is less sure.
const MOST_LOOKED: usize = 400;

/// The surer of two findings; the first if they are equally sure.
fn surer<T>(first: Option<Found<T>>, second: Option<Found<T>>) -> Option<Found<T>> {
    let found = first.into_iter().chain(second);
    found.min_by_key(|found| found.certainty)
}

fn is_certain<T>(found: Option<&Found<T>>) -> bool {
    found.is_some_and(|found| found.certainty == Certainty::Certain)
}

/// The fields in both lists that have the fewest links to both ends together, by field.
fn nearest_common(here: &[(FieldId, u32)], there: &[(FieldId, u32)]) -> Vec<FieldId> {
    let both = |(field, distance): &(FieldId, u32)| {
        let at = there.binary_search_by_key(field, |(other, _)| *other);
        Some((distance + there[at.ok()?].1, *field))
    };
    let common: Vec<(u32, FieldId)> = here.iter().filter_map(both).collect();
    let Some(nearest) = common.iter().map(|(distance, _)| *distance).min() else {
        return Vec::new();
    };
    let common = common.into_iter();
    let common = common.filter(|(distance, _)| *distance == nearest);
    common.map(|(_, field)| field).take(MOST_WAYS).collect()
}

/// The surest two routes from the field that both arrivals come from; `None` if any two surely bring different people.
fn routes(graph: &FlowGraph, origin: FieldId, ends: [&Link; 2]) -> Option<Found<SecondRoute>> {
    let [first, second] = ends.map(|end| shortest(graph, origin, end));
    let mut surest = None;
    for (one, other) in first
        .iter()
        .flat_map(|one| second.iter().map(move |other| (one, other)))
    {
        surest = surer(surest, found(graph, origin, [one, other]));
        if is_certain(surest.as_ref()) {
            break;
        }
    }
    surest
}

/// The finding of two routes from one field; `None` if they surely bring different people.
fn found(graph: &FlowGraph, origin: FieldId, routes: [&Route; 2]) -> Option<Found<SecondRoute>> {
    let model = graph.model();
    let [a, b] = routes.map(|route| brought(model, model.scope(origin), route));
    let people = overlap(&a, &b);
    let flows = || {
        let links = routes.iter().flat_map(|route| route.iter());
        links.map(|link| &model.flows[link.flow])
    };
    // If the method is unknown, a person may type the value again.
    let is_electronic = flows().all(|flow| !matches!(flow.method, Stated::Unknown(_)));
    let last = routes.map(|route| last_flow(model, route));
    let is_act_known = last[0].shares_submission(last[1]).is_some();
    let certainty = how_sure(
        people.is_some() && is_electronic && is_act_known,
        flows().all(Flow::is_sourced),
    );
    let end = routes[0].last()?;
    let what = SecondRoute {
        field: end.to,
        origin,
        routes: routes.map(Clone::clone),
    };
    (people != Some(false)).then(|| Found::sure(model.flows[end.flow].from.span, certainty, what))
}

/// The people that the flows on a route pass and the fields between its ends hold.
fn brought(model: &Model, people: &[ScopeBox], route: &[Link]) -> Vec<ScopeBox> {
    let mut people = people.to_vec();
    for (index, link) in route.iter().enumerate() {
        if index > 0 {
            people = held_on_the_way(&people, model.scope(link.from));
        }
        people = let_through(model, link.flow, &people);
    }
    people
}

fn tell(found: &Found<SecondRoute>, names: &Names<'_>) -> Words {
    let model = names.model();
    let system = model.system_of(found.field);
    let [first, second] = &found.routes;
    let brought = [first, second].map(|route| brought(model, model.scope(found.origin), route));
    let possible = relations(&brought[0], &brought[1], model.space());
    let last = [first, second].map(|route| last_flow(model, route));
    let may_be_one_act = last[0].shares_submission(last[1]).is_none();
    let doubt = match (found.certainty, overlap(&brought[0], &brought[1])) {
        (Certainty::CannotTell, None) => ", perhaps for different people",
        (Certainty::CannotTell, _) if may_be_one_act => ", unless both come with one submission",
        (Certainty::CannotTell, Some(_)) => ", unless one of them is typed by hand",
        _ => "",
    };
    let label = |number: &str, route: &[Link]| {
        format!(
            "{number} route, {}: {}",
            through(names, route),
            age(model, route)
        )
    };
    let details = [0, 1].map(|index| detail(names, &found.routes[index], &brought[index]));
    let relation: Vec<&str> = possible.iter().map(|relation| relation.word()).collect();
    let (origin, to) = (names.of(found.origin), names.of(system));
    Words::at(found.span, label("first", first))
        .also(last_flow(model, second).from.span, label("second", second))
        .message(format!("{origin} reaches {to} by two routes{doubt}"))
        .detail("origin", names.id(found.origin))
        .detail("routes", details.to_vec())
        .detail("relation", relation)
        .via(fields(names, first))
        .help(advice(names, &found.routes, &brought, &possible))
        .ask(
            names.owner(system),
            format!("Which of the two routes of {origin} to {to} counts where they differ?"),
        )
}

fn last_flow<'m>(model: &'m Model, route: &[Link]) -> &'m Flow {
    let last = route.last().expect("a route has a link");
    &model.flows[last.flow]
}

/// The ids of the fields on a route.
fn fields(names: &Names<'_>, route: &[Link]) -> Vec<String> {
    let rest = route.iter().map(|link| link.to);
    names.ids(std::iter::once(route[0].from).chain(rest))
}

/// The lag of each flow on a route, as written.
fn lags(model: &Model, route: &[Link]) -> Vec<Option<String>> {
    let lag = |link: &Link| model.flows[link.flow].lag.known().map(ToString::to_string);
    route.iter().map(lag).collect()
}

/// The flows on a route in order, their lags, and its people.
fn detail(names: &Names<'_>, route: &[Link], people: &[ScopeBox]) -> Value {
    json!({
        "fields": fields(names, route),
        "flows": names.ids(route.iter().map(|link| link.flow)),
        "lags": lags(names.model(), route),
        "people": names.model().boxes_words(people),
    })
}

/// The systems between the ends of a route: `` through `hub` ``.
fn through(names: &Names<'_>, route: &[Link]) -> String {
    let last = route.len() - 1;
    let between = route[..last].iter().map(|link| link.to);
    let between: Vec<SystemId> = between
        .map(|field| names.model().system_of(field))
        .collect();
    match &*between {
        [] => "direct".to_owned(),
        [first] => format!("through {}", names.of(*first)),
        [first, rest @ ..] => {
            let more = counted(rest.len(), "more system");
            format!("through {} and {more}", names.of(*first))
        }
    }
}

/// The lags of the flows in words: `2 weeks and 3 days`.
fn age(model: &Model, route: &[Link]) -> String {
    let lags = route.iter().map(|link| model.flows[link.flow].lag.known());
    let is_whole = lags.clone().all(|lag| lag.is_some());
    let told: Vec<String> = lags.flatten().map(Duration::words).collect();
    match (told.is_empty(), is_whole) {
        (true, _) => "how long it takes is not stated".to_owned(),
        (_, true) => listed(&told),
        _ => format!("{}, the rest not stated", listed(&told)),
    }
}

/// The shortest and longest time of a route in minutes, if every flow states its lag.
fn time(model: &Model, route: &[Link]) -> Option<(i64, i64)> {
    route.iter().try_fold((0, 0), |(shortest, longest), link| {
        let lag = model.flows[link.flow].lag.known()?;
        Some((shortest + lag.shortest, longest + lag.longest))
    })
}

fn advice(
    names: &Names<'_>,
    routes: &[Route; 2],
    brought: &[Vec<ScopeBox>; 2],
    possible: &[Relation],
) -> String {
    let model = names.model();
    let keep = |index: usize, why: &str| {
        let flow = |index: usize| &last_flow(model, &routes[index]).slug;
        format!(
            "keep `{}`, which {why}, and end `{}`",
            flow(index),
            flow(1 - index)
        )
    };
    let quicker = match (time(model, &routes[0]), time(model, &routes[1])) {
        (Some((_, slow)), Some((quick, _))) if slow < quick => Some(0),
        (Some((quick, _)), Some((_, slow))) if slow < quick => Some(1),
        _ => None,
    };
    let people = |from: usize| {
        let (own, other) = (&brought[from], &brought[1 - from]);
        let rest = difference(own, other, model.space(), Mode::Certain);
        model.groups_words(&rest, other)
    };
    let more = |index: usize| keep(index, &format!("brings more people ({})", people(index)));
    match (possible, quicker) {
        ([Relation::Equal], Some(quick)) => keep(quick, "is quicker and brings the same people"),
        ([Relation::Equal], None) => {
            "keep the quicker one and end the other, since both bring the same people".to_owned()
        }
        ([Relation::Broader], _) => more(0),
        ([Relation::Narrower], _) => more(1),
        ([Relation::Overlapping], _) => format!(
            "agree which route counts. Only the first brings some people ({}). Only the second brings others ({})",
            people(0),
            people(1)
        ),
        _ => "find out whether both bring the same people".to_owned(),
    }
}
