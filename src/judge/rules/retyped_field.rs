//! A field that is typed again by hand although a system holds its source.

use std::collections::{BTreeMap, BTreeSet};

use super::facets::{has_source, is_sourced};
use super::found::{Found, Names, about, how_sure};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FieldId, Flow, FlowId, How, Model, Origin, Stated, SystemId};
use crate::read::source::Span;
use crate::words::{listed, plural};

rule! {
    /// ## Finds
    /// A field that a person types again (method `form`, `email`, `letter`, `phone`, `meeting` or `manual`) although the system it comes from
    /// holds it as it is. What a person works out or counts up on the way is not meant,
    /// and neither is news that nobody has to send and that comes when it comes (`basis: none`, and no `every`), nor a flow that may have ended
    /// (`status: unknown`).
    /// ## Why it matters
    /// It costs somebody's time at every supply, and each typing can go wrong.
    /// ## How to fix
    /// Draw it from the system: the finding names an electronic way that exists already, or the one to build. If another system sends the field
    /// electronically, find out what typing it adds.
    /// ## When it is fine
    /// Where it is typed twice on purpose, to check one against the other: write `justified:` on the flow.
    "retyped-field", Duplication, Warning, "a field typed again by hand though its source holds it in a system", find, tell
}

/// A field that is typed again from fields of other systems that hold it.
struct Retyped {
    field: FieldId,
    /// The fields that it is typed from, with the flows and their passages: in the order of the flows. Never empty.
    sources: Box<[(FieldId, FlowId, Span)]>,
}
about!(Retyped {
    name: [field],
    subjects: [field]
});

fn find(graph: &FlowGraph) -> Vec<Found<Retyped>> {
    let model = graph.model();
    let mut sources: BTreeMap<FieldId, Vec<(FieldId, FlowId, Span)>> = BTreeMap::new();
    // Those that pass the value in a way that is `unknown`.
    let mut open = BTreeSet::new();
    for (id, flow) in graph.flows() {
        let is_declared = model.systems[flow.from.id()].origin == Origin::Declared;
        // Nobody knows whether a flow of unknown status still runs.
        let is_by_hand = flow.is_by_hand() && !flow.may_have_ended();
        if !is_declared || !is_by_hand || is_news(flow) || flow.justified.is_some() {
            continue;
        }
        for passage in flow.passages() {
            let field = passage.to.id();
            if passage.how == How::Identity && !graph.is_context(field) {
                let source = (passage.from[0].id(), id, passage.span);
                sources.entry(field).or_default().push(source);
                if passage.is_how_unknown() {
                    open.insert(source);
                }
            }
        }
    }
    let found = sources.into_iter().map(|(field, mut sources)| {
        // The surest source is told first. All are told, so the finding is no surer than the least sure of them.
        let is_firm = |one: &(FieldId, FlowId, Span)| {
            let (source, flow, _) = one;
            model.flows[*flow].is_sourced() && is_sourced(model, *source) && !open.contains(one)
        };
        sources.sort_by_key(|source| !is_firm(source));
        let is_firm = is_sourced(model, field) && sources.iter().all(is_firm);
        let span = sources[0].2;
        let sources = sources.into();
        Found::sure(span, how_sure(true, is_firm), Retyped { field, sources })
    });
    found.collect()
}

/// True if nobody has to send it, and nobody says how often it comes: what is heard now and then is no supply that a connection could replace.
fn is_news(flow: &Flow) -> bool {
    matches!(flow.basis, Stated::Absent(_) | Stated::Unknown(_)) && flow.every.known().is_none()
}

fn tell(found: &Found<Retyped>, names: &Names<'_>) -> Words {
    let (model, field) = (names.model(), found.field);
    let system = model.system_of(field);
    let ways: Vec<Way> = found
        .sources
        .iter()
        .map(|one| way(names, field, *one))
        .collect();
    let froms = distinct(ways.iter().map(|way| way.system));
    let froms: Vec<String> = froms.into_iter().map(|from| names.of(from)).collect();
    let (own, to, from) = (names.own(field), names.of(system), listed(&froms));
    let route = ways.iter().find_map(|way| way.route.as_ref());
    let besides = sent_besides(names, field);
    let help = help(names, route, besides, &from);
    let supplies: Option<u64> = ways.iter().map(|way| way.supplies).sum();
    let source = found.sources[0].0;
    let mut words = Words::at(ways[0].span, ways[0].label.clone());
    for way in &ways[1..] {
        words = words.also(way.span, way.label.clone());
    }
    for (source, ..) in &found.sources {
        words = words.also(model.fields[*source].span, "held here");
    }
    if ways.len() > 1 {
        let sources = found.sources.iter().map(|(source, ..)| *source);
        words = words.detail("sources", names.ids(sources));
    }
    let words = if is_guess(model, found) {
        words
            .message(format!(
                "perhaps {own} is typed again by hand from {from} into {to}. That it is asked for is only assumed"
            ))
            .help(format!("find out first whether {to} takes {own}. If it does, {help}"))
            .ask(
                names.owner(system),
                format!("Does {to} ask for {own}?{}", fillers(names, found)),
            )
    } else {
        let question = match besides.filter(|_| route.is_none()) {
            Some(other) => format!(
                "{} sends {own} to {to} electronically. What does typing it from {from} add?",
                names.of(other)
            ),
            None => format!("Could {to} receive {own} from {from} electronically?"),
        };
        words
            .message(format!(
                "{own} is typed again by hand from {from} into {to}"
            ))
            .help(help)
            .ask(names.owner(system), question)
    };
    words
        .detail("source", names.id(source))
        .detail("method", ways[0].method)
        .detail("supplies_a_year", supplies)
        .detail("electronic_route", route.map(|route| names.ids(route)))
        .via(names.ids([source, field]))
}

/// A sentence that asks those too from whose systems a field is filled in, if they are known.
fn fillers(names: &Names<'_>, found: &Found<Retyped>) -> String {
    let owners: BTreeSet<String> = found
        .sources
        .iter()
        .map(|(source, ..)| names.owner_of(*source))
        .filter(|owner| !owner.is_empty() && *owner != names.owner_of(found.field))
        .collect();
    if owners.is_empty() {
        return String::new();
    }
    let owners: Vec<String> = owners.iter().map(|owner| names.body(owner)).collect();
    format!(
        " Ask {} too, and from where it is filled in.",
        listed(&owners)
    )
}

/// How the value could come without typing.
fn help(
    names: &Names<'_>,
    route: Option<&Vec<FieldId>>,
    besides: Option<SystemId>,
    from: &str,
) -> String {
    match (route, besides) {
        (None, Some(other)) => format!(
            "find out whether typing it is still needed: {} sends it electronically",
            names.of(other)
        ),
        (Some(route), _) => {
            let model = names.model();
            let systems = distinct(route.iter().map(|field| model.system_of(*field)));
            format!(
                "take it by the electronic route that exists: {}",
                names.few(&systems)
            )
        }
        (None, None) => format!("let {from} send it as an extract or through an interface"),
    }
}

/// True if neither that a field is asked for nor that any flow fills it has a source.
fn is_guess(model: &Model, found: &Found<Retyped>) -> bool {
    let mut sources = found.sources.iter();
    !has_source(model, found.field)
        && sources.all(|(_, flow, _)| !model.flows[*flow].evidence.is_sourced())
}

/// A system that sends the field electronically beside what is typed.
fn sent_besides(names: &Names<'_>, field: FieldId) -> Option<SystemId> {
    let model = names.model();
    let mut links = names.graph.values_in(field);
    let link = links.find(|link| is_electronic(&model.flows[link.flow]))?;
    Some(model.system_of(link.from))
}

/// True if the method of a flow is stated, and is none by hand.
fn is_electronic(flow: &Flow) -> bool {
    !flow.is_by_hand() && flow.method.known().is_some()
}

/// One flow by which a field is typed again.
struct Way {
    span: Span,
    system: SystemId,
    method: &'static str,
    supplies: Option<u64>,
    /// An electronic route from the same source, as fields.
    route: Option<Vec<FieldId>>,
    /// The label of the passage: the method and how often.
    label: String,
}

fn way(names: &Names<'_>, field: FieldId, source: (FieldId, FlowId, Span)) -> Way {
    let (model, (source, flow, span)) = (names.model(), source);
    let flow = &model.flows[flow];
    let system = model.system_of(field);
    let route = names.graph.route_to(
        source,
        |field| model.system_of(field) == system,
        |link| is_electronic(&model.flows[link.flow]),
    );
    let supplies = model.supplies_a_year(flow);
    let method = flow.method.known().map_or("", |method| method.word());
    let often = supplies.map_or_else(String::new, |supplies| {
        format!(", {} a year", plural(supplies as usize, "time", "times"))
    });
    Way {
        span,
        system: model.system_of(source),
        method,
        supplies,
        route,
        label: format!("typed again ({method}){often}"),
    }
}

/// The systems without repetition, in their first order.
fn distinct(systems: impl Iterator<Item = SystemId>) -> Vec<SystemId> {
    let mut distinct = Vec::new();
    for system in systems {
        if !distinct.contains(&system) {
            distinct.push(system);
        }
    }
    distinct
}
