//! The words in and around a picture, made fit for any text format.

use crate::compare::Turn;
use crate::picture::scene::Label;
use crate::picture::views::diagram::{
    Badge, BarKind, ChartRow, Diagram, Edge, Lane, LegendEntry, LineStyle, Mark, Sureness,
};
use crate::words::clean;

/// The lines printed on a flow: its label, and the number of its flows unless the label says it.
pub(crate) fn label_lines(edge: &Edge, label: &Label) -> Vec<String> {
    let mut lines: Vec<String> = label.lines.iter().map(|line| clean(line)).collect();
    if edge.count > 1 && !tells(&lines.join(" "), edge.count) {
        match lines.last_mut() {
            Some(last) => *last = format!("{last} ({})", edge.count),
            None => lines.push(format!("({})", edge.count)),
        }
    }
    lines
}

/// The label of a flow on one line, as [`label_lines`] prints it; empty if the line needs none.
pub(crate) fn label_text(edge: &Edge) -> String {
    let label = clean(&edge.label);
    if edge.count <= 1 || tells(&label, edge.count) {
        return label;
    }
    format!("{label} ({})", edge.count).trim_start().to_owned()
}

fn tells(label: &str, count: usize) -> bool {
    let count = count.to_string();
    label
        .split(|c: char| !c.is_ascii_digit())
        .any(|number| number == count)
}

/// The meaning of a line of this style.
pub(crate) const fn line_meaning(style: LineStyle) -> &'static str {
    match style {
        LineStyle::Electronic => "passed electronically, or not stated how",
        LineStyle::ByHand => "typed again by hand",
        LineStyle::Mixed => "some typed again by hand, some not",
        LineStyle::Pointer => "leads from a remark to its subject",
    }
}

/// The meaning of the head of a line.
pub(crate) const fn sureness_meaning(sureness: Sureness) -> &'static str {
    match sureness {
        Sureness::Confirmed => "confirmed: its owner said so",
        Sureness::Reported => "reported: a source says so",
        Sureness::Assumed => "assumed: nobody has said so",
        Sureness::Planned => "planned or proposed",
    }
}

/// The meaning of a flow's line, for screen readers.
pub(crate) fn line_spoken(edge: &Edge) -> String {
    let how = line_meaning(edge.line);
    match edge.line {
        LineStyle::Pointer => how.to_owned(),
        _ => format!("{how}; {}", sureness_meaning(edge.sureness)),
    }
}

/// The meaning of a finding's mark.
pub(crate) const fn badge_meaning(badge: Badge) -> &'static str {
    match badge {
        Badge::Duplication => "collected more than once, or typed again",
        Badge::Definition => "defined differently",
        Badge::Gap => "something is missing",
    }
}

/// The meaning of an entry of the legend.
pub(crate) const fn legend_meaning(entry: LegendEntry) -> &'static str {
    match entry {
        LegendEntry::Line(style) => line_meaning(style),
        LegendEntry::Sureness(sureness) => sureness_meaning(sureness),
        LegendEntry::Badge(badge) => badge_meaning(badge),
        LegendEntry::Placeholder => "only referred to, not described",
        LegendEntry::Identifier => "identifies a person",
        LegendEntry::Organisation => "an organisation with all its systems",
        LegendEntry::Missing => "not there, and missed",
        LegendEntry::Turn(Turn::Came) => "new",
        LegendEntry::Turn(Turn::Gone) => "gone",
        LegendEntry::Turn(Turn::Changed | Turn::Renamed) => "changed",
        LegendEntry::Highlight => "what the picture is about",
        LegendEntry::Bar(BarKind::Counted) => "counted",
        LegendEntry::Bar(BarKind::MayCount) => "may count: months differ in length",
        LegendEntry::Bar(BarKind::NotStated) => "not stated",
        LegendEntry::Bar(BarKind::Unknown) => "unknown, as somebody wrote",
    }
}

/// A window in words, with the event that it is counted from if the axis does not name it.
pub(crate) fn lane_words(lane: &Lane) -> String {
    if lane.of.is_empty() {
        lane.words.clone()
    } else {
        format!("{} ({})", lane.words, lane.of)
    }
}

/// All that a row of a chart says, for those who listen and for formats without bars.
pub(crate) fn row_spoken(row: &ChartRow, columns: &[String]) -> String {
    let lanes = row.lanes.iter().map(lane_words);
    let cells = columns.iter().zip(&row.cells);
    let cells = cells.map(|(column, cell)| format!("{column}: {cell}"));
    let marks = Some(badges_spoken(&row.badges)).filter(|marks| !marks.is_empty());
    lanes
        .chain(cells)
        .chain(marks)
        .collect::<Vec<_>>()
        .join("; ")
}

/// The legend as a sentence, for formats without a legend: the look of the lines in that format, and the letters of findings.
pub(crate) fn signs(legend: &[LegendEntry]) -> String {
    let sign = |entry: &LegendEntry| {
        let sign = match entry {
            LegendEntry::Line(LineStyle::Electronic) => "solid line",
            LegendEntry::Line(LineStyle::ByHand) => "dashed line",
            LegendEntry::Line(LineStyle::Mixed) => "thick dashed line",
            LegendEntry::Sureness(Sureness::Confirmed) => "two arrow heads",
            LegendEntry::Sureness(Sureness::Reported) => "filled arrow head",
            LegendEntry::Sureness(Sureness::Assumed) => "empty arrow head",
            LegendEntry::Sureness(Sureness::Planned) => "open arrow head",
            LegendEntry::Badge(Badge::Duplication) => "[D]",
            LegendEntry::Badge(Badge::Definition) => "[M]",
            LegendEntry::Badge(Badge::Gap) => "[G]",
            LegendEntry::Placeholder => "dashed box",
            LegendEntry::Identifier => "underlined",
            _ => return None,
        };
        let meaning = legend_meaning(*entry);
        // A meaning of two parts keeps them together.
        Some(format!("{sign} = {}", meaning.replace(": ", ", ")))
    };
    let signs: Vec<String> = legend.iter().filter_map(sign).collect();
    if signs.is_empty() {
        return String::new();
    }
    format!("Signs: {}.", signs.join("; "))
}

/// The meaning of the numbers beside badges.
pub(crate) const NUMBERS: &str = "finding 3 of the report, and 6 more";

/// The meaning of a thick line with a number.
pub(crate) const SEVERAL: &str = "several flows in one line, as sure as the surest";

/// The meaning of a dot on lines.
pub(crate) const JOINT: &str = "lines to or from one box run together";

/// The description of these marks for screen readers; empty if there are none.
pub(crate) fn badges_spoken(badges: &[Mark]) -> String {
    badges
        .iter()
        .map(mark_spoken)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The meaning of a mark, with the numbers of its findings: `defined differently (findings 3, 12)`.
pub(crate) fn mark_spoken(mark: &Mark) -> String {
    let meaning = badge_meaning(mark.badge);
    let numbers: Vec<String> = mark.numbers.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [] => meaning.to_owned(),
        [one] => format!("{meaning} (finding {one})"),
        _ => format!("{meaning} (findings {})", numbers.join(", ")),
    }
}

/// The names of both ends of a flow, as `system: field` if it joins fields.
pub(crate) fn ends(diagram: &Diagram, edge: &Edge) -> (String, String) {
    let name = |end: crate::picture::views::diagram::End| {
        let node = &diagram.nodes[end.node];
        match end.row {
            Some(row) => format!("{}: {}", clean(&node.title), clean(&node.rows[row].title)),
            None => clean(&node.title),
        }
    };
    (name(edge.from), name(edge.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::views::diagram::End;

    fn edge(label: &str, count: usize) -> Edge {
        let end = End { node: 0, row: None };
        Edge {
            id: "f".into(),
            from: end,
            to: end,
            label: label.into(),
            line: LineStyle::Electronic,
            count,
            detail: String::new(),
            ..Edge::default()
        }
    }

    #[test]
    fn a_label_tells_its_number_once() {
        assert_eq!(label_text(&edge("deaths", 3)), "deaths (3)");
        assert_eq!(label_text(&edge("3 flows", 3)), "3 flows");
        assert_eq!(label_text(&edge("13 flows", 3)), "13 flows (3)");
        assert_eq!(label_text(&edge("", 3)), "(3)");
        assert_eq!(label_text(&edge("deaths", 1)), "deaths");
    }
}
