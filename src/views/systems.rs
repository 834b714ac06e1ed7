//! Systems inside their organisations, and every flow between them.

use std::collections::BTreeMap;

use super::badges;
use super::diagram::Badge;
use super::diagram::Diagram;
use super::diagram::Edge;
use super::diagram::End;
use super::diagram::Group;
use super::diagram::Node;
use super::drawn;
use super::flow_detail;
use super::label;
use super::line;
use super::outline;
use super::title;
use crate::analysis::Analysis;
use crate::model::Flow;
use crate::model::FlowId;
use crate::model::Id;
use crate::model::Origin;
use crate::model::Ref;
use crate::model::System;

pub(super) fn diagram(analysis: &Analysis) -> Diagram {
    let (groups, group_of) = groups(analysis);
    let badges = badges(analysis);
    let nodes = analysis.model().systems.iter().map(|(_, system)| {
        let badges = badges
            .get(&*system.slug)
            .map(|badges| badges.iter().copied().collect())
            .unwrap_or_default();
        let fields = system.fields.len();
        let subtitle = match fields {
            0 => String::new(),
            1 => "1 field".to_owned(),
            _ => format!("{fields} fields"),
        };
        node(analysis, system, &group_of, badges, subtitle)
    });
    let nodes = nodes.collect();
    let edges = drawn(analysis)
        .map(|(id, flow)| edge(analysis, id, flow))
        .collect();
    Diagram {
        title: title(analysis, "systems and the flows between them"),
        groups,
        nodes,
        edges,
        ..Diagram::default()
    }
}

/// A box for each organisation that owns a system, or has a part that does; and the box of each organisation.
pub(super) fn groups(analysis: &Analysis) -> (Vec<Group>, BTreeMap<usize, usize>) {
    let model = analysis.model();
    let mut is_shown = vec![false; model.organisations.len()];
    for owner in model
        .systems
        .iter()
        .filter_map(|(_, system)| system.owner())
    {
        let mut at = Some(owner);
        while let Some(id) = at {
            is_shown[id.index()] = true;
            at = model.organisations[id].part_of.known().map(Ref::id);
        }
    }
    let depth = |id| {
        std::iter::successors(Some(id), |id| {
            model.organisations[*id].part_of.known().map(Ref::id)
        })
        .count()
    };
    let mut shown: Vec<_> = model
        .organisations
        .ids()
        .filter(|id| is_shown[id.index()])
        .collect();
    shown.sort_by_key(|id| (depth(*id), *id));
    let index_of: BTreeMap<usize, usize> = shown
        .iter()
        .enumerate()
        .map(|(index, id)| (id.index(), index))
        .collect();
    let groups = shown.iter().map(|id| {
        let organisation = &model.organisations[*id];
        let count = organisation
            .count
            .known()
            .map_or_else(String::new, |count| format!(" ({count})"));
        Group {
            id: organisation.slug.to_string(),
            title: format!("{}{count}", organisation.name),
            parent: organisation
                .part_of
                .known()
                .and_then(|parent| index_of.get(&parent.id().index()).copied()),
            outline: outline(organisation.is_placeholder),
        }
    });
    (groups.collect(), index_of)
}

/// A system's box without rows.
pub(super) fn node(
    analysis: &Analysis,
    system: &System,
    group_of: &BTreeMap<usize, usize>,
    badges: Vec<Badge>,
    subtitle: String,
) -> Node {
    let model = analysis.model();
    let covers = system.covers.known().map_or_else(
        || "whom it covers is not stated".to_owned(),
        |boxes| format!("covers {}", model.boxes_words(boxes)),
    );
    let (title, outline) = match system.origin {
        Origin::Declared => (system.name.to_string(), outline(false)),
        Origin::Placeholder => (system.name.to_string(), outline(true)),
        Origin::Unnamed => (format!("{}: which system?", system.name), outline(true)),
    };
    Node {
        id: system.slug.to_string(),
        title,
        subtitle,
        group: system
            .owner()
            .and_then(|owner| group_of.get(&owner.index()).copied()),
        rows: Vec::new(),
        outline,
        detail: covers,
        badges,
    }
}

/// A flow's line from box to box.
pub(super) fn edge(analysis: &Analysis, id: FlowId, flow: &Flow) -> Edge {
    Edge {
        id: flow.slug.to_string(),
        from: End {
            node: flow.from.id().index(),
            row: None,
        },
        to: End {
            node: flow.to.id().index(),
            row: None,
        },
        label: label(flow),
        line: line(analysis, id, flow),
        count: 1,
        detail: flow_detail(analysis, flow),
    }
}
