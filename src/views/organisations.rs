//! Who gives to whom: one box an organisation, one line for all flows from one to another.

use std::collections::BTreeMap;

use super::diagram::Diagram;
use super::diagram::Edge;
use super::diagram::End;
use super::diagram::LineStyle;
use super::diagram::Node;
use super::drawn;
use super::line;
use super::outline;
use super::title;
use crate::analysis::Analysis;
use crate::model::FlowId;
use crate::model::Id;
use crate::model::OrganisationId;
use crate::model::Origin;
use crate::model::SystemId;

pub(super) fn diagram(analysis: &Analysis) -> Diagram {
    let model = analysis.model();
    let mut nodes: Vec<Node> = model
        .organisations
        .iter()
        .map(|(id, _)| node(analysis, id))
        .collect();
    let mut node_of_system: BTreeMap<SystemId, usize> = BTreeMap::new();
    for (id, system) in model.systems.iter() {
        let index = system.owner().map_or_else(
            || {
                nodes.push(ownerless(analysis, id));
                nodes.len() - 1
            },
            Id::index,
        );
        node_of_system.insert(id, index);
    }
    let mut bundles: BTreeMap<(usize, usize), Vec<FlowId>> = BTreeMap::new();
    for (id, flow) in drawn(analysis) {
        let ends = (
            node_of_system[&flow.from.id()],
            node_of_system[&flow.to.id()],
        );
        if ends.0 != ends.1 {
            bundles.entry(ends).or_default().push(id);
        }
    }
    let edges = bundles
        .into_iter()
        .map(|(ends, flows)| edge(analysis, &nodes, ends, &flows))
        .collect();
    Diagram {
        title: title(analysis, "who gives data to whom"),
        nodes,
        edges,
        ..Diagram::default()
    }
}

fn node(analysis: &Analysis, id: OrganisationId) -> Node {
    let model = analysis.model();
    let organisation = &model.organisations[id];
    let owned = model
        .systems
        .iter()
        .filter(|(_, system)| system.owner() == Some(id) && system.origin == Origin::Declared)
        .count();
    let mut subtitle = match owned {
        0 => String::new(),
        1 => "1 system".to_owned(),
        _ => format!("{owned} systems"),
    };
    if let Some(count) = organisation.count.known() {
        subtitle = if subtitle.is_empty() {
            format!("{count} bodies")
        } else {
            format!("{count} bodies, {subtitle} each")
        };
    }
    Node {
        id: organisation.slug.to_string(),
        title: organisation.name.to_string(),
        subtitle,
        group: None,
        rows: Vec::new(),
        outline: outline(organisation.is_placeholder),
        detail: organisation
            .kind
            .known()
            .map(ToString::to_string)
            .unwrap_or_default(),
        badges: Vec::new(),
    }
}

fn ownerless(analysis: &Analysis, id: SystemId) -> Node {
    let system = &analysis.model().systems[id];
    Node {
        id: format!("unowned {}", system.slug),
        title: system.name.to_string(),
        subtitle: "system without an owner".to_owned(),
        group: None,
        rows: Vec::new(),
        outline: outline(true),
        detail: String::new(),
        badges: Vec::new(),
    }
}

fn edge(analysis: &Analysis, nodes: &[Node], ends: (usize, usize), flows: &[FlowId]) -> Edge {
    let model = analysis.model();
    let count = flows.len();
    // The line looks like the firmest of the flows it stands for.
    let style = flows
        .iter()
        .map(|flow| line(analysis, *flow, &model.flows[*flow]))
        .min()
        .unwrap_or(LineStyle::Electronic);
    let names: Vec<String> = flows
        .iter()
        .map(|flow| model.flows[*flow].slug.to_string())
        .collect();
    Edge {
        id: format!("{}->{}", nodes[ends.0].id, nodes[ends.1].id),
        from: End {
            node: ends.0,
            row: None,
        },
        to: End {
            node: ends.1,
            row: None,
        },
        label: if count == 1 {
            String::new()
        } else {
            format!("{count} flows")
        },
        line: style,
        count,
        detail: names.join(", "),
    }
}
