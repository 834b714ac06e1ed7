//! A field that is typed again by hand although a system holds its source.

use rustc_hash::FxHashMap;

use super::facets::is_sourced;
use super::found::{About, Found, Names, Thing, Things, how_sure};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FieldId, Flow, FlowId, How, Origin, SystemId};
use crate::words::plural;

rule! {
    /// ## Finds
    /// A field that a person types again (method `form`, `email` or `manual`) although the system it comes from holds it
    /// as it is. What a person works out or counts up on the way is not meant.
    /// ## Why it matters
    /// It costs somebody's time at every supply, and each typing can go wrong.
    /// ## How to fix
    /// Draw it from the system: the finding names an electronic way that exists already, or the one to build.
    /// ## When it is fine
    /// Where it is typed twice on purpose, to check one against the other: write `justified:` on the flow.
    "retyped-field", Duplication, Warning, "a field typed again by hand though its source holds it in a system", find, tell
}

/// A field that is typed again from the field of another system that holds it.
struct Retyped {
    field: FieldId,
    source: FieldId,
    flow: FlowId,
    /// True if it is typed again from other fields too: then the flow is part of the finding's name.
    is_shared: bool,
}

impl About for Retyped {
    fn name(&self) -> Vec<Thing> {
        let flow = self.is_shared.then(|| self.flow.into());
        std::iter::once(self.field.into()).chain(flow).collect()
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        vec![("field", self.field.into())]
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Retyped>> {
    let model = graph.model();
    let mut found = Vec::new();
    for (id, flow) in graph.flows() {
        let is_declared = model.systems[flow.from.id()].origin == Origin::Declared;
        if !is_declared || !flow.is_by_hand() || flow.justified.is_some() {
            continue;
        }
        for passage in flow.passages() {
            let field = passage.to.id();
            if passage.how == How::Identity && !graph.is_context(field) {
                let source = passage.from[0].id();
                let mut fields = [source, field].into_iter();
                let is_firm =
                    flow.evidence.is_sourced() && fields.all(|field| is_sourced(model, field));
                let certainty = how_sure(true, is_firm);
                let retyped = Retyped {
                    field,
                    source,
                    flow: id,
                    is_shared: false,
                };
                found.push(Found::sure(passage.span, certainty, retyped));
            }
        }
    }
    let mut times: FxHashMap<FieldId, usize> = FxHashMap::default();
    for one in &found {
        *times.entry(one.field).or_default() += 1;
    }
    for one in &mut found {
        one.what.is_shared = times[&one.what.field] > 1;
    }
    found
}

fn tell(found: &Found<Retyped>, names: &Names<'_>) -> Words {
    let model = names.model();
    let Retyped {
        field,
        source,
        flow,
        ..
    } = found.what;
    let flow = &model.flows[flow];
    let system = model.system_of(field);
    let is_electronic = |flow: &Flow| !flow.is_by_hand() && flow.method.known().is_some();
    let route = names.graph.route_to(
        source,
        |field| model.system_of(field) == system,
        |link| is_electronic(&model.flows[link.flow]),
    );
    let systems = route.as_ref().map(|route| {
        let systems = route.iter().map(|field| model.system_of(*field));
        let mut systems: Vec<SystemId> = systems.collect();
        systems.dedup();
        systems
    });
    let supplies = model.supplies_a_year(flow);
    let method = flow.method.known().map_or("", |method| method.word());
    let often = supplies.map_or_else(String::new, |supplies| {
        format!(", {} a year", plural(supplies as usize, "time", "times"))
    });
    let [from, to] = [source, field].map(|field| names.of(model.system_of(field)));
    let own = names.own(field);
    let help = match &systems {
        Some(systems) => format!(
            "take it by the electronic route that exists: {}",
            names.few(systems)
        ),
        None => format!("let {from} send it as an extract or through an interface"),
    };
    Words::at(found.span, format!("typed again ({method}){often}"))
        .also(model.fields[source].span, "held here")
        .message(format!(
            "{own} is typed again by hand from {from} into {to}"
        ))
        .detail("source", names.id(source))
        .detail("method", method)
        .detail("supplies_a_year", supplies)
        .detail("electronic_route", route.map(|route| names.ids(route)))
        .via(names.ids([source, field]))
        .help(help)
        .ask(
            names.owner(system),
            format!("Could {to} receive {own} from {from} electronically?"),
        )
}
