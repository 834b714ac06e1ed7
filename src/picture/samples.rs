//! Diagrams for tests: one holds everything that a diagram can hold, with hostile names.

use crate::picture::frame::frame;
use crate::picture::layout;
use crate::picture::layout::measure;
use crate::picture::layout::measure::Wrapped;
use crate::picture::scene::{Label, Places, Point, Rect, Scene};
use crate::picture::views::diagram::{
    Badge, Bar, BarKind, Chart, ChartAxis, ChartRow, Diagram, Edge, End, Group, Lane, LegendEntry,
    LineStyle, Mark, Node, NodeKind, Outline, Row, RowKind, Sureness, Tick, Told,
};

/// Names that have broken a program before.
pub(crate) const HOSTILE: [&str; 14] = [
    "say \"hello\"",
    "<b>&amp;</b> & <!-- -->",
    "ends with \\",
    "\\N \\G \\E \\n \\\\",
    "two\nlines\r\nand\ttabs",
    "🏥👩‍⚕️ hospital",
    "سجل المرضى (المستشفى)",
    "bell\u{7} nul\u{0} escape\u{1b}[31m \u{FFFE}",
    "\u{202E}reversed",
    "]]></text><script>alert(1)</script>",
    "digraph { a -> b }",
    "",
    "   ",
    ":e:w;[]{}|'%#",
];

const LINES: [LineStyle; 4] = [
    LineStyle::Electronic,
    LineStyle::ByHand,
    LineStyle::Mixed,
    LineStyle::Pointer,
];
const SURENESS: [Sureness; 4] = [
    Sureness::Confirmed,
    Sureness::Reported,
    Sureness::Assumed,
    Sureness::Planned,
];

/// Every hostile name, and one of 500 characters, as organisations, systems, fields, labels and details.
pub(crate) fn hostile() -> Diagram {
    let mut names: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).collect();
    names.extend(["end", "%% x", "a --> b", "zero\u{200B}width", "`x` #35;"].map(str::to_owned));
    names.push("Wwww-".repeat(100));
    let outline = |place: usize| {
        if place % 4 == 1 {
            Outline::Dashed
        } else if place % 4 == 3 {
            Outline::Missing
        } else {
            Outline::Solid
        }
    };
    let mut diagram = Diagram {
        title: names.join(" "),
        notes: names.clone(),
        legend: all_legend(),
        ..Diagram::default()
    };
    for (place, name) in names.iter().enumerate() {
        let parent = (place % 3 == 2).then(|| place - 1);
        diagram.groups.push(Group {
            id: format!("{name}{place}"),
            title: name.clone(),
            parent,
            outline: outline(place),
        });
        let row = |index: usize| Row {
            kind: RowKind::Field,
            id: format!("{name}{place}.{index}{name}"),
            title: name.clone(),
            identifier: index == 0,
            detail: name.clone(),
            badges: if index == 1 { marks() } else { Vec::new() },
            highlighted: index == 2,
        };
        diagram.nodes.push(Node {
            kind: [NodeKind::System, NodeKind::Organisation, NodeKind::Need][place % 3],
            id: format!("{name}{place}"),
            title: name.clone(),
            subtitle: if place % 2 == 0 {
                name.clone()
            } else {
                String::new()
            },
            group: (place % 5 != 4).then_some(place),
            rows: (0..place % 4).map(row).collect(),
            outline: outline(place),
            detail: name.clone(),
            badges: if place % 3 == 0 {
                vec![Mark::from(Badge::Gap)]
            } else {
                Vec::new()
            },
            highlighted: place.is_multiple_of(5),
        });
    }
    diagram.told = told(&names);
    diagram.chart = Some(chart(&names));
    for (place, name) in names.iter().enumerate() {
        diagram
            .edges
            .push(edge(&diagram, place, (place * 7 + 3) % names.len(), name));
        diagram.edges.push(edge(&diagram, place, place, name));
    }
    diagram
}

fn edge(diagram: &Diagram, from: usize, to: usize, name: &str) -> Edge {
    let end = |node: usize, rows: usize| End {
        node,
        row: diagram.nodes[node].rows.len().checked_sub(rows),
    };
    let place = diagram.edges.len();
    Edge {
        id: format!("{name}{place}"),
        from: end(from, 1),
        to: end(to, 2),
        label: name.to_owned(),
        line: LINES[place % 4],
        sureness: SURENESS[place / 2 % 4],
        count: 1 + place % 3,
        detail: name.to_owned(),
        highlighted: place.is_multiple_of(4),
    }
}

/// A mark of each family: with no number, with one and with many.
fn marks() -> Vec<Mark> {
    let badges = [Badge::Duplication, Badge::Definition, Badge::Gap];
    let numbers = [Vec::new(), vec![7], vec![1, 22, 333]];
    let marks = badges.into_iter().zip(numbers);
    marks
        .map(|(badge, numbers)| Mark { badge, numbers })
        .collect()
}

/// A chart with every kind of bar, under these names.
fn chart(names: &[String]) -> Chart {
    let bar = |kind, has_no_end| Bar {
        kind,
        from: 100,
        to: 900,
        has_no_end,
    };
    let bars = [
        bar(BarKind::Counted, false),
        bar(BarKind::Counted, true),
        bar(BarKind::MayCount, false),
        bar(BarKind::NotStated, false),
        bar(BarKind::Unknown, false),
    ];
    let lane = |place: usize, name: &String| Lane {
        words: name.clone(),
        of: if place.is_multiple_of(2) {
            name.clone()
        } else {
            String::new()
        },
        bars: vec![bars[place % bars.len()]],
    };
    let rows = names.iter().enumerate().map(|(place, name)| ChartRow {
        id: format!("{name}{place}.{name}"),
        title: name.clone(),
        subtitle: name.clone(),
        lanes: vec![lane(place, name); 1 + place % 2],
        cells: vec![name.clone(); 3],
        badges: if place.is_multiple_of(3) {
            marks()
        } else {
            Vec::new()
        },
    });
    Chart {
        title: names.join(" "),
        axis: Some(ChartAxis {
            title: names.join(" "),
            ticks: vec![
                Tick {
                    at: 0,
                    words: names[0].clone(),
                },
                Tick {
                    at: 1000,
                    words: names[1].clone(),
                },
            ],
        }),
        columns: vec![names[1].clone(), names[2].clone(), names[9].clone()],
        rows: rows.collect(),
    }
}

fn told(names: &[String]) -> Vec<Told> {
    let told = names.iter().enumerate().map(|(place, name)| Told {
        mark: Mark {
            badge: Badge::Gap,
            numbers: vec![place + 1],
        },
        text: name.clone(),
    });
    told.collect()
}

/// Every entry a legend can have.
pub(crate) fn all_legend() -> Vec<LegendEntry> {
    let lines = LINES.map(LegendEntry::Line);
    let badges = [Badge::Duplication, Badge::Definition, Badge::Gap].map(LegendEntry::Badge);
    let bars = [
        BarKind::Counted,
        BarKind::MayCount,
        BarKind::NotStated,
        BarKind::Unknown,
    ];
    lines
        .into_iter()
        .chain(SURENESS.map(LegendEntry::Sureness))
        .chain(badges)
        .chain(bars.map(LegendEntry::Bar))
        .chain([
            LegendEntry::Placeholder,
            LegendEntry::Identifier,
            LegendEntry::Organisation,
            LegendEntry::Missing,
            LegendEntry::Highlight,
        ])
        .collect()
}

/// Plain places for any diagram: groups and nodes in a column, lines from side to side, labels half-way.
pub(crate) fn places(diagram: &Diagram) -> Places {
    let mut places = Places {
        width: 700.0,
        ..Places::default()
    };
    let mut y = measure::MARGIN;
    for group in &diagram.groups {
        let w = measure::group_width(group);
        places.groups.push(Rect {
            x: measure::MARGIN,
            y,
            w,
            h: 60.0,
        });
        y += 70.0;
    }
    let unplaced = layout::unplaced(diagram);
    for (node, texts) in diagram.nodes.iter().zip(&unplaced.nodes) {
        let extent = &texts.extent;
        let rect = Rect {
            x: 300.0,
            y,
            w: extent.width,
            h: extent.height,
        };
        let row = |index: usize| Rect {
            y: y + extent.header + measure::ROW_HEIGHT * index as f64,
            h: measure::ROW_HEIGHT,
            ..rect
        };
        places.rows.push((0..node.rows.len()).map(row).collect());
        places.nodes.push(rect);
        y += extent.height + 20.0;
    }
    for (edge, text) in diagram.edges.iter().zip(unplaced.labels) {
        let rect = |end: End| {
            end.row
                .map_or(places.nodes[end.node], |row| places.rows[end.node][row])
        };
        let (from, to) = (rect(edge.from), rect(edge.to));
        let (start, end) = (from.y + from.h / 2.0, to.y + to.h / 2.0);
        let xs = [from.x + from.w, 640.0, 640.0, 250.0, 250.0, to.x];
        let ys = [start, start, y, y, end, end];
        places.lines.push(
            xs.into_iter()
                .zip(ys)
                .map(|(x, y)| Point { x, y })
                .collect(),
        );
        let Wrapped {
            lines,
            width: w,
            height: h,
        } = text;
        let label = Label {
            rect: Rect {
                x: 640.0 - w / 2.0,
                y: f64::midpoint(start, end),
                w,
                h,
            },
            lines,
        };
        places
            .labels
            .push((!label.lines.is_empty()).then_some(label));
    }
    places.height = y + measure::MARGIN;
    places
}

/// The frame around [`places`].
pub(crate) fn column(diagram: &Diagram) -> Scene {
    frame(diagram, places(diagram))
}

/// So many systems in a row, each giving to the next.
pub(crate) fn chain(count: usize) -> Diagram {
    let nodes = (0..count).map(|place| Node {
        id: format!("s{place}"),
        title: format!("System {place}"),
        ..Node::default()
    });
    let edges = (1..count).map(|place| Edge {
        id: format!("f{place}"),
        from: End {
            node: place - 1,
            row: None,
        },
        to: End {
            node: place,
            row: None,
        },
        count: 1,
        ..Edge::default()
    });
    Diagram {
        title: "Systems in a row".to_owned(),
        nodes: nodes.collect(),
        edges: edges.collect(),
        ..Diagram::default()
    }
}
