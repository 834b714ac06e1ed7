//! A diagram as a Mermaid flowchart, for wikis and repositories that draw it themselves.
//!
//! Organisations are subgraphs, and so are systems that show their fields. Mermaid places the boxes itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::compare::Turn;
use crate::picture::style;
use crate::picture::turn;
use crate::picture::views::diagram::{Diagram, Edge, End, LineStyle, Outline, Sureness};
use crate::picture::wording;
use crate::words::clean;

/// The largest number of lines that Mermaid draws unless the page allows more (`maxEdges`).
pub(crate) const MOST_LINES: usize = 500;
/// The longest text, in characters, that Mermaid reads by default (`maxTextSize`).
pub(crate) const LONGEST_TEXT: usize = 50_000;

/// The whole diagram as the text of a flowchart, with all its boxes, rows and lines.
pub(crate) fn render(diagram: &Diagram) -> String {
    let chart = Chart {
        diagram,
        names: Names::of(diagram),
    };
    let mut out = String::new();
    let title: Vec<_> = diagram.heading().into_iter().map(clean).collect();
    if !title.is_empty() {
        // A JSON string is also a YAML string.
        let title = serde_json::Value::from(title.join(" – "));
        let _ = writeln!(out, "---\ntitle: {title}\n---");
    }
    out.push_str("flowchart LR\n");
    chart.inside(&mut out, None, 1);
    for edge in &diagram.edges {
        chart.line(&mut out, edge);
    }
    chart.looks(&mut out);
    out
}

/// The id of every part: letters, digits and `_` after a letter for its kind. All ids are different.
struct Names {
    groups: Vec<String>,
    nodes: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Names {
    fn of(diagram: &Diagram) -> Self {
        let mut taken = BTreeSet::new();
        let mut name = |kind: &str, id: &str| {
            let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            let wanted: String = format!("{kind}_{}", id.chars().map(safe).collect::<String>());
            let mut name = wanted.clone();
            let mut copy = 2;
            while !taken.insert(name.clone()) {
                name = format!("{wanted}_{copy}");
                copy += 1;
            }
            name
        };
        Self {
            groups: diagram
                .groups
                .iter()
                .map(|group| name("o", &group.id))
                .collect(),
            nodes: diagram
                .nodes
                .iter()
                .map(|node| name("s", &node.id))
                .collect(),
            rows: diagram
                .nodes
                .iter()
                .map(|node| node.rows.iter().map(|row| name("f", &row.id)).collect())
                .collect(),
        }
    }
}

struct Chart<'d> {
    diagram: &'d Diagram,
    names: Names,
}

impl Chart<'_> {
    /// Writes the organisations and systems directly in `group`, or those in no group.
    fn inside(&self, out: &mut String, group: Option<usize>, depth: usize) {
        let indent = "  ".repeat(depth);
        for (place, inner) in self.diagram.groups.iter().enumerate() {
            if inner.parent != group {
                continue;
            }
            let _ = writeln!(
                out,
                "{indent}subgraph {}[{}]",
                self.names.groups[place],
                quoted(&[&inner.title])
            );
            self.inside(out, Some(place), depth + 1);
            let _ = writeln!(out, "{indent}end");
        }
        for (place, node) in self.diagram.nodes.iter().enumerate() {
            if node.group != group {
                continue;
            }
            let name = &self.names.nodes[place];
            let title = format!("{}{}", clean(&node.title), style::letters(&node.badges));
            if node.rows.is_empty() {
                let label = quoted(&[title.as_str(), &node.subtitle]);
                let _ = writeln!(out, "{indent}{name}[{label}]");
                continue;
            }
            let _ = writeln!(out, "{indent}subgraph {name}[{}]", quoted(&[&title]));
            for (row, name) in node.rows.iter().zip(&self.names.rows[place]) {
                let title = format!("{}{}", clean(&row.title), style::letters(&row.badges));
                let _ = writeln!(out, "{indent}  {name}([{}])", quoted(&[&title]));
            }
            let _ = writeln!(out, "{indent}end");
        }
    }

    fn line(&self, out: &mut String, edge: &Edge) {
        let end = |end: End| match end.row {
            Some(row) => &self.names.rows[end.node][row],
            None => &self.names.nodes[end.node],
        };
        let arrow = match (edge.line, edge.sureness) {
            (LineStyle::Pointer, _) => "-.-",
            (LineStyle::Electronic, Sureness::Confirmed | Sureness::Reported) => "-->",
            _ => "-.->",
        };
        let label = wording::label_text(edge);
        let label = if label.trim().is_empty() {
            String::new()
        } else {
            format!("|{}|", quoted(&[&label]))
        };
        let _ = writeln!(out, "  {} {arrow}{label} {}", end(edge.from), end(edge.to));
    }

    /// Writes dots for planned or assumed flows, and dashed outlines for placeholders.
    fn looks(&self, out: &mut String) {
        let edges = self.diagram.edges.iter().enumerate();
        let tentative: Vec<String> = edges
            .filter(|(_, edge)| {
                matches!(edge.sureness, Sureness::Assumed | Sureness::Planned)
                    && edge.line != LineStyle::Pointer
            })
            .map(|(index, _)| index.to_string())
            .collect();
        if !tentative.is_empty() {
            let _ = writeln!(
                out,
                "  linkStyle {} stroke-dasharray:1 5",
                tentative.join(",")
            );
        }
        self.turns(out);
        let nodes = self.diagram.nodes.iter().zip(&self.names.nodes);
        let nodes = nodes.map(|(node, name)| (node.outline, name));
        let groups = self.diagram.groups.iter().zip(&self.names.groups);
        let groups = groups.map(|(group, name)| (group.outline, name));
        for (outline, name) in groups.chain(nodes) {
            if outline != Outline::Solid {
                let _ = writeln!(out, "  style {name} stroke-dasharray:5 3");
            }
        }
    }
}

impl Chart<'_> {
    /// Writes the line style of each part that is new, gone or changed since an older map.
    fn turns(&self, out: &mut String) {
        let turns = &self.diagram.turns;
        for (place, turn) in &turns.edges {
            let width = style::line_width(self.diagram.edges[*place].count);
            let _ = writeln!(out, "  linkStyle {place} {}", turned(width, *turn));
        }
        let groups = turns.groups.iter();
        let groups = groups.map(|(place, turn)| (&self.names.groups[*place], *turn));
        let nodes = turns.nodes.iter();
        let nodes = nodes.map(|(place, turn)| (&self.names.nodes[*place], *turn));
        let rows = turns.rows.iter();
        let rows = rows.map(|((node, row), turn)| (&self.names.rows[*node][*row], *turn));
        for (name, turn) in groups.chain(nodes).chain(rows) {
            let _ = writeln!(out, "  style {name} {}", turned(1.0, turn));
        }
    }
}

/// The line style of a part that came, went or changed.
fn turned(width: f64, turn: Turn) -> String {
    let width = width + turn::width(turn);
    match turn::dashes(turn) {
        "" => format!("stroke-width:{width:.2}px"),
        dashes => format!("stroke-width:{width:.2}px,stroke-dasharray:{dashes}"),
    }
}

/// Lines of text in quotes. Letters, digits, spaces and plain marks stay; every other character is written as its number, which Mermaid
/// decodes.
fn quoted(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| clean(line));
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines: Vec<String> = lines.map(|line| escaped(line.trim())).collect();
    match lines.len() {
        0 => "\"#160;\"".to_owned(),
        _ => format!("\"{}\"", lines.join("<br/>")),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        // Mermaid takes a list mark, or a number with a full stop, at the start of a label for Markdown.
        let is_plain = c.is_alphanumeric()
            || c == ' '
            || (index > 0 && matches!(c, ',' | ':' | '(' | ')' | '/' | '?' | '’'));
        if is_plain {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}
