//! The lines of a picture: flows from box to box, values from row to row. Several that look alike are one line with a number.

use std::collections::{BTreeMap, BTreeSet};

use super::boxes::Boxes;
use super::cut::{Cut, Grain};
use super::diagram::{Edge, End, LineStyle};
use super::homes::{Home, Homes};
use super::words::{MOST_NAMED, flow_detail, label, line};
use crate::analysis::Analysis;
use crate::read::model::{FieldId, Flow, FlowId};
use crate::words::{counted, plural};

/// The properties of a line. Lines with the same ends, style and highlight become one.
type Looks = (End, End, LineStyle, bool);

/// Several lines that become one.
#[derive(Default)]
struct Bundle {
    flows: BTreeSet<FlowId>,
    ids: Vec<String>,
    labels: Vec<String>,
}

/// The lines, and the number of flows that are not visible because both ends are in one box. And the flows of each line.
pub(super) fn edges(
    analysis: &Analysis,
    cut: &Cut,
    homes: &Homes,
    boxes: &Boxes,
) -> (Vec<Edge>, usize, Vec<BTreeSet<FlowId>>) {
    let model = analysis.model();
    let mut order: Vec<Looks> = Vec::new();
    let mut bundles: BTreeMap<Looks, Bundle> = BTreeMap::new();
    let mut hidden = 0;
    let mut add = |looks: Looks, flow: FlowId, id: String, label: String| {
        let bundle = bundles.entry(looks).or_insert_with(|| {
            order.push(looks);
            Bundle::default()
        });
        bundle.flows.insert(flow);
        bundle.ids.push(id);
        bundle.labels.push(label);
    };
    for id in &cut.flows {
        let flow = &model.flows[*id];
        let style = line(analysis, *id, flow);
        let (from, to) = (flow.from.id(), flow.to.id());
        let (Some(a), Some(b)) = (homes.of_system.get(&from), homes.of_system.get(&to)) else {
            continue;
        };
        if a == b && matches!(a, Home::Organisation(_)) {
            hidden += 1;
            continue;
        }
        let values = values(cut, boxes, flow);
        for (index, (source, target)) in values.iter().enumerate() {
            let ends = (row(boxes, *source), row(boxes, *target));
            let (Some(start), Some(end)) = ends else {
                continue;
            };
            let is_strong = cut.strong.hops.contains(&(*source, *target));
            let named = format!(
                "{} {}->{}",
                flow.slug, model.fields[*source].slug, model.fields[*target].slug
            );
            let words = match cut.labels.get(&(*source, *target)) {
                Some(words) => words.clone(),
                // Each flow has one label, because its lines run side by side.
                None if index == 0 => label(flow),
                None => String::new(),
            };
            add((start, end, style, is_strong), *id, named, words);
        }
        if values.is_empty() && !is_only_rows(cut, boxes, *a, *b) {
            let (start, end) = (whole(boxes.node_of[a]), whole(boxes.node_of[b]));
            let is_strong = cut.strong.flows.contains(id);
            let looks = (start, end, style, is_strong);
            add(looks, *id, flow.slug.to_string(), label(flow));
        }
    }
    let edges = order.iter().map(|looks| {
        let bundle = &bundles[looks];
        let mut edge = bundled(analysis, *looks, bundle);
        if cut.grain != Grain::Fine {
            edge.label = String::new();
        }
        edge
    });
    let flows = order.iter().map(|looks| bundles[looks].flows.clone());
    (edges.collect(), hidden, flows.collect())
}

/// True if a flow without a value from row to row is not drawn. A flow that ends in a folded box is drawn.
fn is_only_rows(cut: &Cut, boxes: &Boxes, a: Home, b: Home) -> bool {
    let has_rows = |home| !boxes.nodes[boxes.node_of[&home]].rows.is_empty();
    cut.only_rows && has_rows(a) && has_rows(b)
}

fn whole(node: usize) -> End {
    End { node, row: None }
}

fn row(boxes: &Boxes, field: FieldId) -> Option<End> {
    let (node, row) = boxes.row_of.get(&field)?;
    Some(End {
        node: *node,
        row: Some(*row),
    })
}

/// The values that a flow passes from one row of the picture to another.
fn values(cut: &Cut, boxes: &Boxes, flow: &Flow) -> Vec<(FieldId, FieldId)> {
    if !cut.has_rows {
        return Vec::new();
    }
    let is_row = |field: FieldId| boxes.row_of.contains_key(&field);
    let passages = flow.passages().iter();
    let values = passages.flat_map(|passage| {
        let to = passage.to.id();
        passage.from.iter().map(move |from| (from.id(), to))
    });
    values
        .filter(|(from, to)| is_row(*from) && is_row(*to))
        .collect()
}

fn bundled(analysis: &Analysis, looks: Looks, bundle: &Bundle) -> Edge {
    let (from, to, style, highlighted) = looks;
    let model = analysis.model();
    let count = bundle.flows.len();
    let flows = bundle.flows.iter().take(MOST_NAMED);
    let mut details: Vec<String> = flows
        .map(|flow| flow_detail(analysis, &model.flows[*flow]))
        .collect();
    if count > MOST_NAMED {
        let more = plural(count - MOST_NAMED, "more flow", "more flows");
        details.push(format!("And {more}"));
    }
    let first = bundle.labels.iter().find(|label| !label.is_empty());
    let first = first.cloned().unwrap_or_default();
    let is_one_word = bundle.labels.iter().all(|label| *label == first);
    let id = match bundle.ids.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => format!("{first} +{}", rest.len()),
        ids => ids.concat(),
    };
    Edge {
        id,
        from,
        to,
        label: match count {
            _ if first.is_empty() && count == 1 => String::new(),
            1 => first,
            _ if is_one_word && !first.is_empty() => first,
            _ => counted(count, "flow"),
        },
        line: style,
        count: count.max(1),
        detail: details.join(". "),
        highlighted,
    }
}

/// The lines from sources to needs, and from missing things to the fields that lack them.
pub(super) fn further(analysis: &Analysis, cut: &Cut, homes: &Homes, boxes: &Boxes) -> Vec<Edge> {
    let model = analysis.model();
    let mut edges = Vec::new();
    let end_of = |field: FieldId| {
        row(boxes, field).or_else(|| {
            let home = homes.of_system.get(&model.fields[field].system)?;
            boxes.node_of.get(home).copied().map(whole)
        })
    };
    for (place, need) in cut.needs.iter().enumerate() {
        let node = boxes.first_need + place;
        let terms: Vec<_> = model.needs[need.need]
            .terms
            .iter()
            .map(crate::read::model::Ref::id)
            .collect();
        for (source, term, words) in &need.sources {
            let row = terms.iter().position(|other| other == term);
            let (Some(from), Some(_)) = (end_of(*source), row) else {
                continue;
            };
            edges.push(Edge {
                id: format!(
                    "{} -> {} {}",
                    model.field_name(*source),
                    boxes.nodes[node].id,
                    model.terms[*term].slug
                ),
                from,
                to: End { node, row },
                label: words.clone(),
                line: LineStyle::Electronic,
                count: 1,
                detail: "answers the need".to_owned(),
                highlighted: need.unmet.contains(term),
            });
        }
    }
    for (place, missing) in cut.missing.iter().enumerate() {
        let node = boxes.first_need + cut.needs.len() + place;
        let mut ends: Vec<End> = missing
            .fields
            .iter()
            .filter_map(|field| end_of(*field))
            .collect();
        ends.dedup();
        for (index, to) in ends.into_iter().enumerate() {
            edges.push(Edge {
                id: format!("{} {index}", missing.id),
                from: whole(node),
                to,
                line: LineStyle::Tentative,
                count: 1,
                detail: "nothing stated fills this".to_owned(),
                ..Edge::default()
            });
        }
    }
    edges
}
