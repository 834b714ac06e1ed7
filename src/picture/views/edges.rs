//! The lines of a picture: flows from box to box, values from row to row. Several that look alike are one line with a number.

use std::collections::{BTreeMap, BTreeSet};

use super::boxes::Boxes;
use super::cut::{At, Cut, Grain};
use super::diagram::{Edge, End, LineStyle, Sureness};
use super::homes::{Home, Homes};
use super::words::{MOST_NAMED, flow_detail, label, line};
use crate::analysis::Analysis;
use crate::read::model::{FieldId, Flow, FlowId};
use crate::words::{counted, plural};

/// Lines that look alike become one: the same ends, the same look.
type Looks = (End, End, Option<(LineStyle, Sureness)>, bool);

/// Several lines that become one.
#[derive(Default)]
struct Bundle {
    flows: BTreeSet<FlowId>,
    ids: Vec<String>,
    labels: Vec<String>,
    looks: Vec<(LineStyle, Sureness)>,
}

impl Bundle {
    /// The look of the one line: `Mixed` if the flows are passed in different ways; as sure as the surest of them.
    fn look(&self) -> (LineStyle, Sureness) {
        let mut looks = self.looks.iter();
        let Some(first) = looks.next() else {
            return <(LineStyle, Sureness)>::default();
        };
        looks.fold(*first, |(how, sureness), other| {
            let how = if how == other.0 {
                how
            } else {
                LineStyle::Mixed
            };
            (how, sureness.min(other.1))
        })
    }
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
    let mut add = |(from, to, look, is_strong), flow: FlowId, id: String, label: String| {
        // Without words on the lines, all that go from one box to another are one.
        let apart = (cut.grain == Grain::Fine).then_some(look);
        let looks: Looks = (from, to, apart, is_strong);
        let bundle = bundles.entry(looks).or_insert_with(|| {
            order.push(looks);
            Bundle::default()
        });
        bundle.flows.insert(flow);
        bundle.ids.push(id);
        bundle.labels.push(label);
        bundle.looks.push(look);
    };
    for id in &cut.flows {
        let flow = &model.flows[*id];
        let style = line(analysis, *id, flow);
        let (from, to) = (flow.from.id(), flow.to.id());
        let (Some(a), Some(b)) = (homes.of_system.get(&from), homes.of_system.get(&to)) else {
            continue;
        };
        if a == b && matches!(a, Home::Organisation(_) | Home::List(_)) {
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
        let is_strong = cut.strong.flows.contains(id);
        if values.is_empty() && (is_strong || !is_only_rows(cut, boxes, *a, *b)) {
            let (start, end) = (whole(boxes.node_of[a]), whole(boxes.node_of[b]));
            let looks = (start, end, style, is_strong);
            add(looks, *id, flow.slug.to_string(), label(flow));
        }
    }
    let edges = order.iter().map(|looks| {
        let mut edge = bundled(analysis, *looks, &bundles[looks]);
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
    let (from, to, _, highlighted) = looks;
    let (line, sureness) = bundle.look();
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
        line,
        sureness,
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
            .terms()
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
                count: 1,
                detail: "answers the need".to_owned(),
                highlighted: need.unmet.contains(term),
                ..Edge::default()
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
                line: LineStyle::Pointer,
                count: 1,
                detail: "nothing stated fills this".to_owned(),
                ..Edge::default()
            });
        }
    }
    edges.extend(asked(analysis, cut, boxes, &end_of));
    edges.extend(pointers(cut, boxes, &end_of));
    edges
}

/// The lines from the bodies that are asked to the fields for which they are asked.
fn asked(
    analysis: &Analysis,
    cut: &Cut,
    boxes: &Boxes,
    end_of: &dyn Fn(FieldId) -> Option<End>,
) -> Vec<Edge> {
    let model = analysis.model();
    let mut edges: Vec<Edge> = Vec::new();
    for (place, body) in cut.asked.iter().enumerate() {
        let node = boxes.first_asked + place;
        let terms = body.terms();
        let mut told: BTreeSet<FlowId> = BTreeSet::new();
        for ask in &body.asks {
            let row = terms.iter().position(|term| *term == ask.term);
            let (Some(to), Some(_)) = (end_of(ask.field), row) else {
                continue;
            };
            let flow = &model.flows[ask.flow];
            let (line, sureness) = line(analysis, ask.flow, flow);
            let from = End { node, row };
            if edges.iter().any(|edge| edge.from == from && edge.to == to) {
                continue;
            }
            edges.push(Edge {
                id: format!(
                    "{} asks {} {}",
                    flow.slug,
                    model.organisations[body.body].slug,
                    model.field_name(ask.field)
                ),
                from,
                to,
                label: if told.insert(ask.flow) {
                    asked_label(flow)
                } else {
                    String::new()
                },
                line,
                sureness,
                count: 1,
                detail: flow_detail(analysis, flow),
                highlighted: false,
            });
        }
    }
    edges
}

/// The method and the frequency of a body's answers.
fn asked_label(flow: &Flow) -> String {
    let how = flow.method.known().map(|method| method.word().to_owned());
    let often = label(flow);
    match how {
        Some(how) if how != often && !often.is_empty() => format!("{how}, {often}"),
        Some(how) => how,
        None => often,
    }
}

/// The lines from remarks to their subjects.
fn pointers(cut: &Cut, boxes: &Boxes, end_of: &dyn Fn(FieldId) -> Option<End>) -> Vec<Edge> {
    let remarks = cut.remarks.iter().enumerate();
    let pointed = remarks.filter_map(|(place, remark)| {
        let to = match remark.at {
            At::Need(need, term) => {
                let place = cut.needs.iter().position(|other| other.need == need)?;
                let row =
                    term.and_then(|term| cut.needs[place].rows.iter().position(|id| *id == term));
                End {
                    node: boxes.first_need + place,
                    row,
                }
            }
            At::Field(field) => end_of(field)?,
            At::System(system) => whole(boxes.node_of.get(boxes.home_of.get(&system)?).copied()?),
        };
        Some(Edge {
            id: format!("remark {}", place + 1),
            from: whole(boxes.first_remark + place),
            to,
            line: LineStyle::Pointer,
            count: 1,
            detail: "a remark on this".to_owned(),
            ..Edge::default()
        })
    });
    pointed.collect()
}
