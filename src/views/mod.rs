//! From analysis to pictures as plain data: one view a file, none of which knows how it will be placed or drawn.

pub mod diagram;
mod fields;
mod organisations;
mod systems;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use self::diagram::Badge;
use self::diagram::Diagram;
use self::diagram::LegendEntry;
use self::diagram::LineStyle;
use self::diagram::Outline;
use crate::analysis::Analysis;
use crate::finding::Group;
use crate::finding::Level;
use crate::finding::Subject;
use crate::model::Flow;
use crate::model::FlowId;
use crate::model::Status;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// Who gives to whom.
    Organisations,
    /// Systems inside their organisations.
    Systems,
    /// Systems with their fields, and what is passed from field to field.
    Fields,
}

impl View {
    /// All, from the coarsest to the finest.
    pub const ALL: [View; 3] = [View::Organisations, View::Systems, View::Fields];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            View::Organisations => "organisations",
            View::Systems => "systems",
            View::Fields => "fields",
        }
    }
}

/// The diagram of a view.
pub fn diagram(analysis: &Analysis, view: View) -> Diagram {
    let mut diagram = match view {
        View::Organisations => organisations::diagram(analysis),
        View::Systems => systems::diagram(analysis),
        View::Fields => fields::diagram(analysis),
    };
    diagram.notes = notes(analysis);
    diagram.legend = legend(&diagram);
    diagram
}

/// The map's title before what the view shows; without one, what it shows as a sentence.
fn title(analysis: &Analysis, shows: &str) -> String {
    let title = &analysis.model().about.title;
    if !title.is_empty() {
        return format!("{title}: {shows}");
    }
    let mut letters = shows.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn notes(analysis: &Analysis) -> Vec<String> {
    let model = analysis.model();
    let mut notes = Vec::new();
    if let Some(day) = analysis.graph.when().as_of.or(model.about.as_of) {
        notes.push(format!("The map as of {day}."));
    }
    let hidden = model
        .flows
        .iter()
        .filter(|(id, _)| !is_drawn(analysis, *id))
        .count();
    if hidden > 0 {
        notes.push(format!(
            "Not shown: {hidden} flows that have ended or have not begun."
        ));
    }
    notes
}

/// True for flows that stand, and for those planned or proposed, which are drawn as such.
fn is_drawn(analysis: &Analysis, flow: FlowId) -> bool {
    analysis.graph.stands(flow)
        || matches!(
            analysis.model().flows[flow].status.known(),
            Some(Status::Planned | Status::Proposed)
        )
}

/// The flows to draw, in slug order.
fn drawn(analysis: &Analysis) -> impl Iterator<Item = (FlowId, &Flow)> {
    analysis
        .model()
        .flows
        .iter()
        .filter(|(id, _)| is_drawn(analysis, *id))
}

fn line(analysis: &Analysis, id: FlowId, flow: &Flow) -> LineStyle {
    if !analysis.graph.stands(id) {
        LineStyle::Tentative
    } else if flow.is_by_hand() {
        LineStyle::ByHand
    } else if flow.evidence.is_sourced() {
        LineStyle::Electronic
    } else {
        LineStyle::Tentative
    }
}

/// `every month, 6 weeks later`: what stands on a flow's line.
fn label(flow: &Flow) -> String {
    let mut words = Vec::new();
    words.extend(flow.every.known().map(crate::model::Every::words));
    if words.is_empty() {
        words.extend(flow.method.known().map(|method| method.word().to_owned()));
    }
    words.join(", ")
}

/// All that a flow says of itself, for those who hover or listen.
fn flow_detail(analysis: &Analysis, flow: &Flow) -> String {
    let model = analysis.model();
    let (from, to) = (
        &model.systems[flow.from.id()].name,
        &model.systems[flow.to.id()].name,
    );
    let mut parts = vec![format!("From {from} to {to}")];
    parts.extend(
        flow.method
            .known()
            .map(|method| format!("method {}", method.word())),
    );
    parts.extend(flow.every.known().map(crate::model::Every::words));
    parts.extend(flow.lag.known().map(|lag| format!("after {lag}")));
    parts.extend(flow.basis.known().map(|basis| format!("basis: {basis}")));
    let fields: Vec<&str> = flow
        .passages()
        .iter()
        .map(|passage| &*model.fields[passage.to.id()].slug)
        .collect();
    if !fields.is_empty() {
        parts.push(format!("passes {}", fields.join(", ")));
    }
    parts.push(flow.evidence.confidence.word().to_owned());
    parts.join("; ")
}

fn outline(is_placeholder: bool) -> Outline {
    if is_placeholder {
        Outline::Dashed
    } else {
        Outline::Solid
    }
}

/// The badges of each id that a firm finding is about: fields as `system.field`, systems by their id.
fn badges(analysis: &Analysis) -> BTreeMap<String, BTreeSet<Badge>> {
    let mut badges: BTreeMap<String, BTreeSet<Badge>> = BTreeMap::new();
    for finding in analysis
        .open()
        .filter(|finding| finding.level >= Level::Warning)
    {
        let badge = match finding.kind.group {
            Group::Duplication => Badge::Duplication,
            Group::Definition => Badge::Definition,
            Group::Gap => Badge::Gap,
            Group::Map => continue,
        };
        for (role, subject) in &finding.words().subjects {
            if !matches!(*role, "field" | "fields" | "system" | "collections") {
                continue;
            }
            let ids = match subject {
                Subject::One(id) => std::slice::from_ref(id),
                Subject::Many(ids) => ids,
            };
            for id in ids {
                badges.entry(id.clone()).or_default().insert(badge);
                // A system shows what its fields have.
                if let Some((system, _)) = id.split_once('.') {
                    badges.entry(system.to_owned()).or_default().insert(badge);
                }
            }
        }
    }
    badges
}

/// What occurs in a diagram and needs explaining.
fn legend(diagram: &Diagram) -> Vec<LegendEntry> {
    let mut entries: BTreeSet<LegendEntry> = diagram
        .edges
        .iter()
        .map(|edge| LegendEntry::Line(edge.line))
        .collect();
    let rows = || diagram.nodes.iter().flat_map(|node| &node.rows);
    let badges = diagram
        .nodes
        .iter()
        .flat_map(|node| &node.badges)
        .chain(rows().flat_map(|row| &row.badges));
    entries.extend(badges.map(|badge| LegendEntry::Badge(*badge)));
    let outlines = diagram
        .nodes
        .iter()
        .map(|node| node.outline)
        .chain(diagram.groups.iter().map(|group| group.outline));
    if outlines
        .into_iter()
        .any(|outline| outline == Outline::Dashed)
    {
        entries.insert(LegendEntry::Placeholder);
    }
    if rows().any(|row| row.identifier) {
        entries.insert(LegendEntry::Identifier);
    }
    entries.into_iter().collect()
}
