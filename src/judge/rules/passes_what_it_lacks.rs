//! A flow passes a field that its source does not hold.

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Finding;

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
    "passes-what-it-lacks", Gap, Error, "a flow passes a field that its source does not hold", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    for (_, flow) in graph.flows() {
        let source = &model.systems[flow.from.id()];
        if !source.lists_fields {
            continue;
        }
        for reference in flow.passages().iter().flat_map(|passage| &passage.from) {
            let field = &model.fields[reference.id()];
            if field.is_declared {
                continue;
            }
            let name = model.field_name(reference.id());
            let listed = source
                .fields
                .ids()
                .map(|id| &model.fields[id])
                .filter(|field| field.is_declared);
            let listed: Vec<&str> = listed.map(|field| &*field.slug).collect();
            let near = crate::read::syntax::nearest(&field.slug, listed.iter().copied());
            let hint = match near.first() {
                Some(near) => format!("did you mean `{near}`? If not, "),
                None => String::new(),
            };
            let owner = source
                .owner()
                .map_or("", |owner| &*model.organisations[owner].slug);
            let finding = Finding::at(
                &KIND,
                &[&flow.slug, &name],
                reference.span,
                "not held by the source",
            )
            .message(format!(
                "the flow `{}` passes `{}`, which `{}` does not hold",
                flow.slug, field.slug, source.slug
            ))
            .also(
                source.span,
                format!("`{}` lists {} fields", source.slug, listed.len()),
            )
            .subject("flow", &*flow.slug)
            .subject("field", &name)
            .via([name.clone()])
            .help(format!(
                "{hint}add `{}` to the fields of `{}`, or name the system that holds it",
                field.slug, source.slug
            ))
            .ask(
                owner,
                format!(
                    "Does `{}` hold `{}`, and if not, where does the data in this flow come from?",
                    source.slug, field.slug
                ),
            );
            findings.push(finding);
        }
    }
}
