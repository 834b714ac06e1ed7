//! The words on the things of a picture, and about them.

use crate::analysis::Analysis;
use crate::picture::views::diagram::{LineStyle, Sureness};
use crate::read::model::{Confidence, Duration, Every, Field, Flow, FlowId, Status};
use crate::words::{first_few, listed, readable};

/// The title of the map and the subject of the view; without a title, the subject as a sentence.
pub(super) fn title(analysis: &Analysis, shows: &str) -> String {
    let title = &analysis.model().about.title;
    if title.is_empty() {
        capital(shows)
    } else {
        format!("{title}: {shows}")
    }
}

/// The text with a capital at the start, unless it starts with an id.
pub(super) fn capital(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    if first.contains(['_', '.', '>']) {
        return text.to_owned();
    }
    crate::words::capital(text)
}

/// True for flows that stand, and for planned or proposed flows, which are drawn as such.
pub(super) fn is_drawn(analysis: &Analysis, flow: FlowId) -> bool {
    analysis.graph.stands(flow)
        || matches!(
            analysis.model().flows[flow].status.known(),
            Some(Status::Planned | Status::Proposed)
        )
}

/// The look of a flow's line.
pub(super) fn line(analysis: &Analysis, id: FlowId, flow: &Flow) -> (LineStyle, Sureness) {
    let how = if flow.is_by_hand() {
        LineStyle::ByHand
    } else {
        LineStyle::Electronic
    };
    let sureness = if analysis.graph.stands(id) {
        match flow.evidence.confidence {
            Confidence::Confirmed => Sureness::Confirmed,
            Confidence::Reported => Sureness::Reported,
            Confidence::Assumed => Sureness::Assumed,
        }
    } else {
        Sureness::Planned
    };
    (how, sureness)
}

/// The label on the line of a flow: its frequency, or else its method.
pub(super) fn label(flow: &Flow) -> String {
    let often = flow.every.known().map(Every::words);
    let how = flow.method.known().map(|method| method.word().to_owned());
    often.or(how).unwrap_or_default()
}

/// The name of a field in its own system.
pub(super) fn field_name(field: &Field) -> String {
    let name = field.name.as_deref();
    name.map_or_else(|| readable(&field.slug), str::to_owned)
}

/// The number of names in a tooltip; the others are counted.
pub(super) const MOST_NAMED: usize = 10;

/// The names as a list, or the first of many and a count.
pub(super) fn few(names: &[String]) -> String {
    if names.len() > MOST_NAMED {
        first_few(names, MOST_NAMED)
    } else {
        listed(names)
    }
}

/// Everything that a flow says of itself, for tooltips and screen readers.
pub(super) fn flow_detail(analysis: &Analysis, flow: &Flow) -> String {
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
    parts.extend(flow.every.known().map(Every::words));
    parts.extend(flow.lag.known().map(Duration::after));
    parts.extend(flow.basis.known().map(|basis| format!("basis: {basis}")));
    let fields: Vec<String> = flow
        .passages()
        .iter()
        .map(|passage| field_name(&model.fields[passage.to.id()]))
        .collect();
    if !fields.is_empty() {
        parts.push(format!("passes {}", first_few(fields, MOST_NAMED)));
    }
    parts.push(flow.evidence.standing());
    parts.join("; ")
}
