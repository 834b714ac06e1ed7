//! The places of a scene as JSON, for programs that check or reuse them.

use serde::Serialize;

use crate::picture::scene::{Rect, Scene, Text, rounded};
use crate::picture::views::diagram::{BarKind, Chart, Diagram, End, Lane, NodeKind, Row, RowKind};
use crate::picture::wording;

#[derive(Serialize)]
struct Document<'a> {
    width: f64,
    height: f64,
    /// What the picture leaves out.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
    boxes: Vec<BoxEntry<'a>>,
    lines: Vec<LineEntry<'a>>,
    labels: Vec<LabelEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chart: Option<ChartEntry<'a>>,
}

#[derive(Serialize)]
struct BoxEntry<'a> {
    id: &'a str,
    kind: &'static str,
    parent: Option<&'a str>,
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

#[derive(Serialize)]
struct LineEntry<'a> {
    id: &'a str,
    from: &'a str,
    to: &'a str,
    points: Vec<[f64; 2]>,
}

#[derive(Serialize)]
struct LabelEntry<'a> {
    of: &'a str,
    x: f64,
    y: f64,
    w: f64,
    h: f64,
    text: String,
}

#[derive(Serialize)]
struct ChartEntry<'a> {
    title: &'a str,
    axis: Option<&'a str>,
    ticks: Vec<(u16, &'a str)>,
    columns: &'a [String],
    rows: Vec<DefinitionEntry<'a>>,
}

#[derive(Serialize)]
struct DefinitionEntry<'a> {
    id: &'a str,
    title: &'a str,
    subtitle: &'a str,
    windows: Vec<LaneEntry>,
    cells: &'a [String],
}

#[derive(Serialize)]
struct LaneEntry {
    words: String,
    bars: Vec<BarEntry>,
}

#[derive(Serialize)]
struct BarEntry {
    kind: &'static str,
    from: u16,
    to: u16,
    has_no_end: bool,
}

/// The geometry of `scene` as one JSON object on one line: `width`, `height`, `boxes`, `lines`, `labels`, and `chart` in the picture of a term.
///
/// Places on the axis of a chart are thousandths from its left.
///
/// Coordinates are pixels from the top left with two decimals. Ids are the diagram's own: `from` and `to` name a field's row, or the system
/// if a flow joins the box as a whole. A flow without a line has no points.
pub(crate) fn render(diagram: &Diagram, scene: &Scene) -> String {
    let document = Document {
        width: rounded(scene.places.width),
        height: rounded(scene.places.height),
        notes: &diagram.notes,
        boxes: boxes(diagram, scene),
        lines: lines(diagram, scene),
        labels: labels(diagram, scene),
        chart: diagram.chart.as_ref().map(chart),
    };
    let mut text =
        serde_json::to_string(&document).expect("strings and finite numbers always serialise");
    text.push('\n');
    text
}

fn boxes<'a>(diagram: &'a Diagram, scene: &Scene) -> Vec<BoxEntry<'a>> {
    let entry = |id: &'a str, kind, parent, rect: &Rect| BoxEntry {
        id,
        kind,
        parent,
        x: rounded(rect.x),
        y: rounded(rect.y),
        w: rounded(rect.w),
        h: rounded(rect.h),
    };
    let group_id = |group: Option<usize>| group.map(|group| diagram.groups[group].id.as_str());
    let mut all = Vec::new();
    for (group, rect) in diagram.groups.iter().zip(&scene.places.groups) {
        all.push(entry(
            &group.id,
            "organisation",
            group_id(group.parent),
            rect,
        ));
    }
    for ((node, rect), rows) in diagram
        .nodes
        .iter()
        .zip(&scene.places.nodes)
        .zip(&scene.places.rows)
    {
        let kind = match node.kind {
            NodeKind::System => "system",
            NodeKind::Organisation => "organisation",
            NodeKind::Need => "need",
            NodeKind::Remark => "remark",
            NodeKind::List => "list",
        };
        all.push(entry(&node.id, kind, group_id(node.group), rect));
        all.extend(
            node.rows
                .iter()
                .zip(rows)
                .map(|(row, rect)| entry(&row.id, row_kind(row), Some(&node.id), rect)),
        );
    }
    all
}

fn row_kind(row: &Row) -> &'static str {
    match row.kind {
        RowKind::Field => "field",
        RowKind::Organisation => "organisation",
    }
}

fn chart(chart: &Chart) -> ChartEntry<'_> {
    let lane = |lane: &Lane| LaneEntry {
        words: wording::lane_words(lane),
        bars: lane
            .bars
            .iter()
            .map(|bar| BarEntry {
                kind: bar_kind(bar.kind),
                from: bar.from,
                to: bar.to,
                has_no_end: bar.has_no_end,
            })
            .collect(),
    };
    let axis = chart.axis.as_ref();
    ChartEntry {
        title: &chart.title,
        axis: axis.map(|axis| &*axis.title),
        ticks: axis.map_or_else(Vec::new, |axis| {
            let ticks = axis.ticks.iter();
            ticks.map(|tick| (tick.at, &*tick.words)).collect()
        }),
        columns: &chart.columns,
        rows: chart
            .rows
            .iter()
            .map(|row| DefinitionEntry {
                id: &row.id,
                title: &row.title,
                subtitle: &row.subtitle,
                windows: row.lanes.iter().map(lane).collect(),
                cells: &row.cells,
            })
            .collect(),
    }
}

fn bar_kind(kind: BarKind) -> &'static str {
    match kind {
        BarKind::Counted => "counted",
        BarKind::MayCount => "may count",
        BarKind::NotStated => "not stated",
        BarKind::Unknown => "unknown",
    }
}

fn lines<'a>(diagram: &'a Diagram, scene: &Scene) -> Vec<LineEntry<'a>> {
    let end = |end: End| {
        let node = &diagram.nodes[end.node];
        end.row
            .map_or(node.id.as_str(), |row| node.rows[row].id.as_str())
    };
    diagram
        .edges
        .iter()
        .zip(&scene.places.lines)
        .map(|(edge, points)| LineEntry {
            id: &edge.id,
            from: end(edge.from),
            to: end(edge.to),
            points: points
                .iter()
                .map(|point| [rounded(point.x), rounded(point.y)])
                .collect(),
        })
        .collect()
}

fn labels<'a>(diagram: &'a Diagram, scene: &Scene) -> Vec<LabelEntry<'a>> {
    diagram
        .edges
        .iter()
        .zip(&scene.labels)
        .filter_map(|(edge, label)| label.as_ref().map(|label| (edge, label)))
        .map(|(edge, label)| LabelEntry {
            of: &edge.id,
            x: rounded(label.rect.x),
            y: rounded(label.rect.y),
            w: rounded(label.rect.w),
            h: rounded(label.rect.h),
            text: words(&label.lines),
        })
        .collect()
}

/// The lines of a text on one line.
fn words(lines: &[Text]) -> String {
    let lines: Vec<&str> = lines.iter().map(|text| &*text.line).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::render;
    use crate::picture::frame::frame;
    use crate::picture::samples;

    #[test]
    fn every_box_line_and_label_is_there_under_its_own_id() {
        let diagram = samples::hostile();
        let scene = samples::column(&diagram);
        let read: Value = serde_json::from_str(&render(&diagram, &scene)).unwrap();
        let count = |key: &str| read[key].as_array().unwrap().len();
        let rows: usize = diagram.nodes.iter().map(|node| node.rows.len()).sum();
        assert_eq!(
            count("boxes"),
            diagram.groups.len() + diagram.nodes.len() + rows
        );
        assert_eq!(count("lines"), diagram.edges.len());
        assert_eq!(count("labels"), scene.labels.iter().flatten().count());
        let field = read["boxes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["kind"] == "field");
        let owner = diagram
            .nodes
            .iter()
            .find(|node| !node.rows.is_empty())
            .unwrap();
        assert_eq!(field.unwrap()["parent"], owner.id.as_str());
        assert_eq!(field.unwrap()["id"], owner.rows[0].id.as_str());
        let edge = &diagram.edges[2];
        let row = &diagram.nodes[edge.from.node].rows[edge.from.row.unwrap()];
        assert_eq!(read["lines"][2]["from"], row.id.as_str());
        assert_eq!(read["lines"][2]["points"][0][0], scene.places.lines[2][0].x);
        let (drawn, chart) = (&read["chart"], diagram.chart.as_ref().unwrap());
        assert_eq!(drawn["rows"].as_array().unwrap().len(), chart.rows.len());
        assert_eq!(drawn["rows"][0]["cells"][0], chart.rows[0].cells[0]);
        let bar = &chart.rows[0].lanes[0].bars[0];
        assert_eq!(drawn["rows"][0]["windows"][0]["bars"][0]["to"], bar.to);
    }

    #[test]
    fn broken_numbers_and_lost_flows_are_still_json() {
        let diagram = samples::hostile();
        let mut places = samples::places(&diagram);
        places.width = f64::NAN;
        places.lines[0].clear();
        let read: Value =
            serde_json::from_str(&render(&diagram, &frame(&diagram, places))).unwrap();
        assert_eq!(read["width"], 0.0);
        assert_eq!(read["lines"][0]["points"].as_array().unwrap().len(), 0);
    }
}
