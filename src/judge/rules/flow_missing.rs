//! A system that covers people whom no flow on the map brings, and whom no source of it holds.

use serde_json::json;

use super::facets::MOST_SHOWN;
use super::found::{Found, Names, about};
use super::lacks::{certainty, grouped, silent};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{Boxes, FieldId, SystemId};

rule! {
    /// ## Finds
    /// A system that receives data and says it covers people whom none of its sources on the map holds: its other suppliers are not drawn. One
    /// finding for each system. Where a source does hold them they are lost on the way, and `claims-more-than-received` tells it. A system that
    /// captures a field itself is not meant, nor one whose owner owns all its sources.
    /// ## Why it matters
    /// Who supplies the rest is not on the map, so whether they are asked twice, or in time, cannot be seen.
    /// ## How to fix
    /// Draw the flows that bring these people, or leave them out of `covers`.
    /// ## When it is fine
    /// Where the map is only about some of the suppliers. Record that as a decision on this finding.
    "flow-missing", Gap, Note, "a system that covers people whom no flow on the map brings", find, tell
}

/// A system whose sources on the map do not hold all the people that it covers.
struct Undrawn {
    system: SystemId,
    /// All fields concerned, in order.
    fields: Box<[FieldId]>,
    /// The people, by the fields that lack them; those of most fields first.
    groups: Box<[(Vec<FieldId>, Boxes)]>,
}
about!(Undrawn {
    name: [system],
    subjects: [system, &fields]
});

fn find(graph: &FlowGraph) -> Vec<Found<Undrawn>> {
    let mut found = Vec::new();
    for (system, lacks) in graph.lacks() {
        let unbrought = lacks.iter().filter(|lack| !lack.unbrought.is_empty());
        let groups = grouped(unbrought.map(|lack| (lack.field, &lack.unbrought)));
        if groups.is_empty() {
            continue;
        }
        let mut fields: Vec<FieldId> = groups
            .iter()
            .flat_map(|group| group.fields.iter().copied())
            .collect();
        fields.sort_unstable();
        // All fields are told, so the finding is no surer than the least sure of them.
        let sure = fields.iter().map(|field| certainty(graph, *field)).max();
        let Some(sure) = sure else { continue };
        let groups = groups.into_iter();
        let what = Undrawn {
            system: *system,
            fields: fields.into(),
            groups: groups
                .map(|group| (group.fields, group.people.clone()))
                .collect(),
        };
        let stated = &graph.model().systems[*system];
        let span = stated.covers.span().unwrap_or(stated.span);
        found.push(Found::sure(span, sure, what));
    }
    found
}

fn tell(found: &Found<Undrawn>, names: &Names<'_>) -> Words {
    let model = names.model();
    let system = names.of(found.system);
    let people = |boxes: &Boxes| model.groups_words(boxes, &[]);
    let (_, first) = &found.groups[0];
    let whom = people(first);
    let lacking = || {
        let lacking = found.groups.iter().map(|(fields, boxes)| {
            let people = boxes.iter().take(MOST_SHOWN);
            let people: Vec<String> = people.map(|part| model.box_words(part)).collect();
            json!({"people": people, "fields": names.ids(fields)})
        });
        lacking.collect::<Vec<_>>()
    };
    let (message, help) = match silent(names.graph, found.system) {
        Some(flow) => (
            format!("{system} covers people perhaps no flow brings ({whom})"),
            format!("list the `fields` of the flow {}", names.of(flow)),
        ),
        None => (
            format!("{system} covers people no flow brings ({whom})"),
            "draw the flows that bring them, or leave them out of `covers`. If they are first recorded there, write `captured: true`".to_owned(),
        ),
    };
    Words::at(found.span, "covers these people")
        .message(message)
        .detail("lacking", names.in_full(lacking))
        .help(help)
        .ask(
            names.owner(found.system),
            format!("Who else supplies {system} ({whom})?"),
        )
}
