//! A field that reaches a system by two routes.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::people::People;
use super::rule;
use crate::judge::graph::Cone;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Link;
use crate::judge::graph::let_through;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::FlowId;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::Relation;
use crate::read::model::ScopeBox;
use crate::read::model::SystemId;
use crate::read::model::TermId;
use crate::read::model::difference;
use crate::read::model::overlap;
use crate::read::model::relations;
use crate::read::source::Span;

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
    "second-route", Duplication, Warning, "a field reaches a system by two routes", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut people = People::of(model);
    let mut cone = Cone::over(graph);
    for system in model.systems.ids() {
        if graph.flows_in(system).len() < 2 {
            continue;
        }
        for (_, links) in arrivals(graph, system) {
            if let Some(pair) = two_routes(graph, &mut people, &mut cone, &links) {
                findings.push(announced(graph, system, pair));
            }
        }
    }
}

/// What reaches a system as it is from outside, by the term it keeps on the way; only terms that arrive by two flows.
fn arrivals(graph: &FlowGraph, system: SystemId) -> Vec<(TermId, Vec<Link>)> {
    let model = graph.model();
    let mut by_term: BTreeMap<TermId, Vec<Link>> = BTreeMap::new();
    for id in graph.flows_in(system) {
        let flow = &model.flows[*id];
        if flow.is_by_hand() || flow.justified.is_some() {
            continue;
        }
        for passage in flow.passages() {
            let (to, how) = (passage.to.id(), passage.how);
            let Some(term) = model.term_of(to) else {
                continue;
            };
            if !how.is_direct() || model.terms[term].is_context() {
                continue;
            }
            for from in &passage.from {
                let from = from.id();
                if model.term_of(from) == Some(term) {
                    by_term.entry(term).or_default().push(Link {
                        from,
                        to,
                        flow: *id,
                        how,
                    });
                }
            }
        }
    }
    let is_twice = |links: &[Link]| links.iter().any(|link| link.flow != links[0].flow);
    by_term
        .into_iter()
        .filter(|(_, links)| is_twice(links))
        .collect()
}

/// Two ways from one field to one system.
struct Routes {
    origin: FieldId,
    /// Each from the origin to the field it arrives in.
    ways: [Vec<Link>; 2],
    /// Whether some people surely come by both.
    is_sure: bool,
}

/// The first two arrivals, in the order of the flows, that come from one field and are not surely about different people.
fn two_routes(
    graph: &FlowGraph,
    people: &mut People,
    cone: &mut Cone<'_>,
    links: &[Link],
) -> Option<Routes> {
    let model = graph.model();
    let keeps = |field: FieldId| is_between(model, field, links[0].to);
    let submission = |flow: FlowId| model.flows[flow].same_submission.as_ref();
    let above: Vec<Vec<(FieldId, usize)>> = links
        .iter()
        .map(|link| {
            let nearest_first = cone.up(&[link.from], keeps).iter().copied();
            let mut above: Vec<(FieldId, usize)> = nearest_first.zip(0..).collect();
            above.sort_unstable();
            above
        })
        .collect();
    let mut open = None;
    for (index, first) in links.iter().enumerate() {
        for (second, other) in links.iter().zip(&above).skip(index + 1) {
            let is_one_act = first.flow == second.flow
                || (submission(first.flow).is_some()
                    && submission(first.flow) == submission(second.flow));
            if is_one_act
                || people.overlap(
                    People::number(model, first.from),
                    People::number(model, second.from),
                ) == Some(false)
            {
                continue;
            }
            let Some(origin) = nearest_common(&above[index], other) else {
                continue;
            };
            let Some(routes) = routes(graph, origin, [first, second]) else {
                continue;
            };
            if routes.is_sure {
                return Some(routes);
            }
            open = open.or(Some(routes));
        }
    }
    open
}

/// The field in both lists that is nearest in the two together.
fn nearest_common(here: &[(FieldId, usize)], there: &[(FieldId, usize)]) -> Option<FieldId> {
    let rank = |(field, rank): &(FieldId, usize)| {
        let at = there
            .binary_search_by_key(field, |(other, _)| *other)
            .ok()?;
        Some((rank + there[at].1, *field))
    };
    here.iter().filter_map(rank).min().map(|(_, field)| field)
}

/// The two ways from the field that both arrivals come from; `None` where they surely bring different people.
fn routes(graph: &FlowGraph, origin: FieldId, ends: [&Link; 2]) -> Option<Routes> {
    let model = graph.model();
    let ways = [
        links_between(graph, origin, ends[0])?,
        links_between(graph, origin, ends[1])?,
    ];
    let brought = [0, 1].map(|index| brought(model, model.scope(origin), &ways[index]));
    let is_sure = match overlap(&brought[0], &brought[1]) {
        Some(false) => return None,
        answer => answer == Some(true),
    };
    Some(Routes {
        origin,
        ways,
        is_sure,
    })
}

/// True for a field of the term of the last one outside its system: what comes round from there is a loop, not a route.
fn is_between(model: &Model, field: FieldId, last: FieldId) -> bool {
    let (field, last) = (&model.fields[field], &model.fields[last]);
    field.term() == last.term() && field.system != last.system
}

/// A shortest way by values from a field by this last link that keeps to its term, link by link.
fn links_between(graph: &FlowGraph, from: FieldId, last: &Link) -> Option<Vec<Link>> {
    let model = graph.model();
    let admit = |link: &Link| {
        link.how.is_direct()
            && !model.flows[link.flow].is_by_hand()
            && is_between(model, link.to, last.to)
    };
    if from == last.from {
        return Some(vec![*last]);
    }
    let fields = graph.route(from, last.from, admit)?;
    let link = |two: &[FieldId]| {
        let mut links = graph.links_out(two[0]).iter().copied();
        links
            .find(|link| link.to == two[1] && admit(link))
            .expect("the way was found along these links")
    };
    Some(fields.windows(2).map(link).chain([*last]).collect())
}

/// The people that a way brings: what the flows on it let through.
fn brought(model: &Model, people: &[ScopeBox], way: &[Link]) -> Vec<ScopeBox> {
    let mut people = people.to_vec();
    for link in way {
        people = let_through(model, link.flow, &people);
    }
    people
}

/// The finding, without its words yet.
fn announced(graph: &FlowGraph, system: SystemId, routes: Routes) -> Finding {
    let model = graph.model();
    let is_sourced = routes
        .ways
        .iter()
        .flatten()
        .all(|link| model.flows[link.flow].evidence.is_sourced());
    let certainty = match (routes.is_sure, is_sourced) {
        (false, _) => Certainty::CannotTell,
        (true, true) => Certainty::Certain,
        (true, false) => Certainty::Likely,
    };
    let target = model.field_name(last(&routes.ways[0]).to);
    let span = place(model, &routes.ways[0]);
    let whole = graph.clone();
    Finding::later(&KIND, &[&target], span, certainty, move || {
        finding(&whole, system, &routes, certainty)
    })
}

fn last(way: &[Link]) -> Link {
    *way.last().expect("a way has a link")
}

/// Where the last flow of a way is written.
fn place(model: &Model, way: &[Link]) -> Span {
    model.flows[last(way).flow].from.span
}

fn finding(graph: &FlowGraph, system: SystemId, routes: &Routes, certainty: Certainty) -> Finding {
    let model = graph.model();
    let [first, second] = &routes.ways;
    let (origin, target) = (
        model.field_name(routes.origin),
        model.field_name(last(first).to),
    );
    let brought = [first, second].map(|way| brought(model, model.scope(routes.origin), way));
    let possible = relations(&brought[0], &brought[1], model.space());
    let doubt = if routes.is_sure {
        ""
    } else {
        "; whether about the same people cannot be told"
    };
    let slug = &model.systems[system].slug;
    let owner = model.systems[system].owner();
    let label = |number: &str, way: &[Link]| {
        format!(
            "{number} route: {}{}",
            names(model, way).join(" -> "),
            age_words(model, way)
        )
    };
    Finding::at(&KIND, &[&target], place(model, first), label("one", first))
        .message(format!("`{origin}` reaches `{slug}` by two routes{doubt}"))
        .also(place(model, second), label("another", second))
        .subject("field", &target)
        .detail("origin", origin.clone())
        .detail(
            "routes",
            vec![
                route_detail(model, first, &brought[0]),
                route_detail(model, second, &brought[1]),
            ],
        )
        .detail(
            "relation",
            possible
                .iter()
                .map(|relation| relation.word())
                .collect::<Vec<_>>(),
        )
        .certainty(certainty)
        .via(names(model, first))
        .help(advice(model, &routes.ways, &brought, &possible))
        .ask(
            owner.map_or("", |owner| &*model.organisations[owner].slug),
            format!(
                "Which of the two routes of `{origin}` to `{slug}` counts where they differ, and is the other still used?"
            ),
        )
}

fn names(model: &Model, way: &[Link]) -> Vec<String> {
    let mut names = vec![model.field_name(way[0].from)];
    names.extend(way.iter().map(|link| model.field_name(link.to)));
    names
}

/// The flows on a way in their order, its age and its people.
fn route_detail(model: &Model, way: &[Link], people: &[ScopeBox]) -> Value {
    let flows: Vec<&str> = way
        .iter()
        .map(|link| &*model.flows[link.flow].slug)
        .collect();
    let lags: Vec<Value> = way
        .iter()
        .map(|link| json!(model.flows[link.flow].lag.known().map(ToString::to_string)))
        .collect();
    json!({
        "fields": names(model, way),
        "flows": flows,
        "lags": lags,
        "people": model.boxes_words(people),
    })
}

/// `, 2 weeks + not stated`: what each hop takes; nothing where none says.
fn age_words(model: &Model, way: &[Link]) -> String {
    let lag = |link: &Link| model.flows[link.flow].lag.known();
    if way.iter().all(|link| lag(link).is_none()) {
        return ", how long it takes is not stated".to_owned();
    }
    let words: Vec<String> = way
        .iter()
        .map(|link| lag(link).map_or("not stated".to_owned(), ToString::to_string))
        .collect();
    format!(", {}", words.join(" + "))
}

/// The shortest and longest time a way takes in minutes, where every hop says.
fn time(model: &Model, way: &[Link]) -> Option<(i64, i64)> {
    way.iter().try_fold((0, 0), |(shortest, longest), link| {
        let lag = model.flows[link.flow].lag.known()?;
        Some((shortest + lag.shortest, longest + lag.longest))
    })
}

fn advice(
    model: &Model,
    ways: &[Vec<Link>; 2],
    brought: &[Vec<ScopeBox>; 2],
    possible: &[Relation],
) -> String {
    let keep = |index: usize, why: &str| {
        let flow = |way: &[Link]| {
            let last = way.last().expect("a way has a link");
            model.flows[last.flow].slug.to_string()
        };
        format!(
            "keep `{}`, which {why}, and end `{}`",
            flow(&ways[index]),
            flow(&ways[1 - index])
        )
    };
    let (a, b) = (time(model, &ways[0]), time(model, &ways[1]));
    let quicker = match (a, b) {
        (Some((_, slow)), Some((quick, _))) if slow < quick => Some(0),
        (Some((quick, _)), Some((_, slow))) if slow < quick => Some(1),
        _ => None,
    };
    let people = |from: usize| {
        let rest = difference(
            &brought[from],
            &brought[1 - from],
            model.space(),
            Mode::Certain,
        );
        model.parts_words(&rest, &brought[from])
    };
    match (possible, quicker) {
        ([Relation::Equal], Some(quick)) => keep(quick, "is quicker and brings the same people"),
        ([Relation::Equal], None) => {
            "both bring the same people: keep the one that is quicker, and end the other".to_owned()
        }
        ([Relation::Broader], _) => keep(0, &format!("brings more people ({})", people(0))),
        ([Relation::Narrower], _) => keep(1, &format!("brings more people ({})", people(1))),
        ([Relation::Overlapping], _) => format!(
            "agree which counts for the people of both; only the first brings {}, only the second {}",
            people(0),
            people(1)
        ),
        _ => "find out whether both bring the same people, and keep one".to_owned(),
    }
}
