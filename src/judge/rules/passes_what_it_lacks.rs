//! A flow passes a field that its source does not hold.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{FieldId, FlowId};
use crate::read::syntax::nearest;
use crate::words::counted;

rule! {
    /// ## Finds
    /// A flow that passes a field which its source does not list among its fields.
    /// ## Why it matters
    /// Nobody can pass on what they do not hold: either the data comes from somewhere else, or the list is incomplete. Both are
    /// worth knowing before anyone relies on the flow.
    /// ## How to fix
    /// Correct the spelling, add the field to the source's `fields`, or draw the flow from the system that holds it.
    /// ## When it is fine
    /// Never: the two statements contradict each other. Leave `fields` out of the source while its list is not known.
    "passes-what-it-lacks", Gap, Error, "a flow passes a field that its source does not hold", find, tell
}

/// A flow and a field that it passes and its source does not list.
struct Lacked {
    flow: FlowId,
    field: FieldId,
}
about!(Lacked {
    name: [flow, field],
    subjects: [flow, field]
});

fn find(graph: &FlowGraph) -> Vec<Found<Lacked>> {
    let model = graph.model();
    let mut found = Vec::new();
    for (id, flow) in graph.flows() {
        if !model.systems[flow.from.id()].lists_fields {
            continue;
        }
        let passed = flow.passages().iter().flat_map(|passage| &passage.from);
        let lacked = passed.filter(|field| !model.fields[field.id()].is_declared);
        found.extend(lacked.map(|field| {
            let (flow, field, span) = (id, field.id(), field.span);
            Found::certain(span, Lacked { flow, field })
        }));
    }
    found
}

fn tell(found: &Found<Lacked>, names: &Names<'_>) -> Words {
    let model = names.model();
    let (field, from) = (
        &model.fields[found.field].slug,
        model.flows[found.flow].from.id(),
    );
    let (flow, source) = (names.of(found.flow), names.of(from));
    let fields = model.systems[from].fields.ids();
    let listed = fields.map(|id| &model.fields[id]);
    let listed = listed.filter(|field| field.is_declared);
    let listed: Vec<&str> = listed.map(|field| &*field.slug).collect();
    let hint = match nearest(field, listed.iter().copied()).first() {
        Some(near) => format!("did you mean `{near}`? If not, "),
        None => String::new(),
    };
    Words::at(found.span, "not held by the source")
        .message(format!(
            "{source} does not hold `{field}`, yet the flow {flow} passes it"
        ))
        .also(
            model.systems[from].span,
            format!("{source} lists {}", counted(listed.len(), "field")),
        )
        .via([names.id(found.field)])
        .help(format!(
            "{hint}add `{field}` to the fields of {source}, or name the system that holds it"
        ))
        .ask(names.owner(from), format!("Does {source} hold `{field}`?"))
}
