//! Every system as a table of its fields, and every value passed as a line from field to field.

use super::badges;
use super::diagram::Diagram;
use super::diagram::Edge;
use super::diagram::End;
use super::diagram::Row;
use super::drawn;
use super::flow_detail;
use super::label;
use super::line;
use super::systems;
use super::title;
use crate::analysis::Analysis;
use crate::model::FieldId;
use crate::model::Flow;
use crate::model::FlowId;
use crate::model::Id;
use crate::model::Model;
use crate::model::Passage;

pub(super) fn diagram(analysis: &Analysis) -> Diagram {
    let model = analysis.model();
    let (groups, group_of) = systems::groups(analysis);
    let badges = badges(analysis);
    let nodes = model.systems.iter().map(|(_, system)| {
        let mut node = systems::node(analysis, system, &group_of, Vec::new(), String::new());
        let rows = system.fields.ids().map(|field| {
            let mut row = row(model, field);
            row.badges = badges
                .get(&row.id)
                .map(|badges| badges.iter().copied().collect())
                .unwrap_or_default();
            row
        });
        node.rows = rows.collect();
        node
    });
    let nodes = nodes.collect();
    let mut edges = Vec::new();
    for (id, flow) in drawn(analysis) {
        let passages = flow.passages();
        if passages.is_empty() {
            edges.push(systems::edge(analysis, id, flow));
        }
        for passage in passages {
            passage_edges(analysis, id, flow, passage, &mut edges);
        }
    }
    Diagram {
        title: title(analysis, "fields and what is passed between them"),
        groups,
        nodes,
        edges,
        ..Diagram::default()
    }
}

fn row(model: &Model, id: FieldId) -> Row {
    let field = &model.fields[id];
    let term = field.term().map(|term| &model.terms[term]);
    let meaning = match (term, field.definition.known()) {
        (_, Some(definition)) => definition.to_string(),
        (Some(term), None) => format!("means {}", term.name),
        (None, None) => "what it means is not stated".to_owned(),
    };
    Row {
        id: model.field_name(id),
        title: field.name.as_ref().unwrap_or(&field.slug).to_string(),
        identifier: term.is_some_and(|term| term.is_identifier),
        detail: meaning,
        badges: Vec::new(),
    }
}

fn passage_edges(
    analysis: &Analysis,
    id: FlowId,
    flow: &Flow,
    passage: &Passage,
    edges: &mut Vec<Edge>,
) {
    let model = analysis.model();
    let end = |field: FieldId| {
        let system = model.fields[field].system;
        let first = model.systems[system]
            .fields
            .ids()
            .next()
            .map_or(0, Id::index);
        End {
            node: system.index(),
            row: Some(field.index() - first),
        }
    };
    let is_first = flow
        .passages()
        .first()
        .is_some_and(|first| std::ptr::eq(first, passage));
    for (index, source) in passage.from.iter().enumerate() {
        let (from, to) = (
            &model.fields[source.id()].slug,
            &model.fields[passage.to.id()].slug,
        );
        edges.push(Edge {
            id: format!("{} {from}->{to}", flow.slug),
            from: end(source.id()),
            to: end(passage.to.id()),
            // One label a flow: the lines of one flow run side by side.
            label: if is_first && index == 0 {
                label(flow)
            } else {
                String::new()
            },
            line: line(analysis, id, flow),
            count: 1,
            detail: flow_detail(analysis, flow),
        });
    }
}
