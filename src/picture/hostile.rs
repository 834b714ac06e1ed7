//! Tests names that have broken programs before, in every format of a picture: each is read back and must have the names unchanged.

use std::collections::{BTreeMap, BTreeSet};

use graphviz_rust::dot_structures::{Graph, Stmt};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::Document;
use serde_json::Value;

use super::dot;
use super::drawio;
use super::mermaid;
use super::pdf;
use super::png;
use super::samples;
use super::scene_json;
use super::svg;
use super::wording::label_text;
use crate::picture::views::diagram::Diagram;
use crate::words::clean;

/// A format: its name, the bytes that it makes of the hostile diagram, and a function that reads them back.
type Form = (&'static str, fn() -> Vec<u8>, fn(&[u8], &Diagram));

const FORMS: [Form; 7] = [
    ("svg", || drawn().into_bytes(), read_svg),
    ("png", || png::render(&drawn(), 0.5).unwrap(), read_png),
    (
        "pdf",
        || pdf::render(&drawn(), "<&()\\", None).unwrap(),
        read_pdf,
    ),
    (
        "dot",
        || {
            let diagram = samples::hostile();
            dot::document(&diagram).into_bytes()
        },
        read_dot,
    ),
    (
        "mermaid",
        || mermaid::render(&samples::hostile()).into_bytes(),
        read_mermaid,
    ),
    (
        "drawio",
        || placed(drawio::render).into_bytes(),
        read_drawio,
    ),
    (
        "json",
        || placed(scene_json::render).into_bytes(),
        read_json,
    ),
];

fn placed(render: fn(&Diagram, &crate::picture::scene::Scene) -> String) -> String {
    let diagram = samples::hostile();
    render(&diagram, &samples::column(&diagram))
}

fn drawn() -> String {
    placed(svg::render)
}

#[test]
fn hostile_names_come_out_right_in_each_form() {
    let diagram = samples::hostile();
    for (name, make, read) in FORMS {
        let bytes = make();
        assert!(!bytes.is_empty(), "{name}");
        assert!(bytes == make(), "{name} is not the same twice");
        read(&bytes, &diagram);
    }
}

/// The titles of all boxes, as every format writes them.
fn titles(diagram: &Diagram) -> Vec<String> {
    let groups = diagram.groups.iter().map(|group| clean(&group.title));
    let nodes = diagram.nodes.iter().map(|node| clean(&node.title));
    let rows = diagram.nodes.iter().flat_map(|node| &node.rows);
    groups
        .chain(nodes)
        .chain(rows.map(|row| clean(&row.title)))
        .collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn read_svg(bytes: &[u8], diagram: &Diagram) {
    let document = Document::parse(text(bytes)).unwrap();
    let elements = document.descendants();
    let said: BTreeSet<&str> = elements
        .filter(|element| element.tag_name().name() == "title")
        .map(|element| element.text().unwrap_or_default())
        .collect();
    for title in titles(diagram) {
        assert!(said.contains(&*title), "{title:?}");
    }
}

fn read_png(bytes: &[u8], _: &Diagram) {
    let picture = Pixmap::decode_png(bytes).unwrap();
    let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 60);
    assert!(dark.count() > 5000);
}

fn read_dot(bytes: &[u8], diagram: &Diagram) {
    let read = graphviz_rust::parse(text(bytes)).unwrap();
    let Graph::DiGraph { stmts, .. } = read else {
        panic!("no graph with directions");
    };
    let count = |is_one: fn(&&Stmt) -> bool| stmts.iter().filter(is_one).count();
    let edges = count(|stmt| matches!(stmt, Stmt::Edge(_)));
    assert_eq!(edges, diagram.edges.len());
    let groups = diagram.groups.iter();
    let outer = groups.filter(|group| group.parent.is_none()).count();
    assert_eq!(count(|stmt| matches!(stmt, Stmt::Subgraph(_))), outer);
}

fn read_json(bytes: &[u8], diagram: &Diagram) {
    let read: Value = serde_json::from_slice(bytes).unwrap();
    let keys = |value: &Value| -> Vec<String> {
        let object = value.as_object().unwrap();
        object.keys().cloned().collect()
    };
    assert_eq!(
        keys(&read),
        [
            "boxes", "chart", "height", "labels", "lines", "notes", "width"
        ]
    );
    for (list, expected) in [
        ("boxes", &["h", "id", "kind", "parent", "w", "x", "y"][..]),
        ("lines", &["from", "id", "points", "to"]),
        ("labels", &["h", "of", "text", "w", "x", "y"]),
    ] {
        for entry in read[list].as_array().unwrap() {
            assert_eq!(keys(entry), expected, "{list}");
        }
    }
    for entry in read["boxes"].as_array().unwrap() {
        let kind = entry["kind"].as_str().unwrap();
        assert!(
            matches!(kind, "organisation" | "system" | "field" | "need"),
            "{kind}"
        );
    }
    let ids: Vec<&str> = read["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    let expected: Vec<&str> = diagram.edges.iter().map(|edge| &*edge.id).collect();
    assert_eq!(ids, expected);
}

fn read_drawio(bytes: &[u8], diagram: &Diagram) {
    let document = Document::parse(text(bytes)).unwrap();
    let cells: Vec<_> = document
        .descendants()
        .filter(|element| element.has_tag_name("mxCell"))
        .collect();
    let by_id: BTreeMap<&str, _> = cells
        .iter()
        .map(|cell| (cell.attribute("id").unwrap(), cell))
        .collect();
    assert_eq!(by_id.len(), cells.len(), "two cells have one id");
    let (mut said, mut charted): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut edges = 0;
    for cell in &cells[2..] {
        assert!(by_id.contains_key(cell.attribute("parent").unwrap()));
        assert!(
            cell.children()
                .any(|child| child.has_tag_name("mxGeometry"))
        );
        assert!(cell.attribute("style").unwrap().contains("html=0;"));
        if cell.attribute("edge").is_some() {
            for end in ["source", "target"] {
                let end = by_id[cell.attribute(end).unwrap()];
                assert_eq!(end.attribute("vertex"), Some("1"));
            }
            assert_eq!(
                cell.attribute("value").unwrap(),
                label_text(&diagram.edges[edges])
            );
            edges += 1;
        } else if is_of_chart(cell.attribute("id").unwrap()) {
            charted.push(cell.attribute("value").unwrap());
        } else {
            said.push(cell.attribute("value").unwrap());
        }
    }
    assert_eq!(edges, diagram.edges.len());
    let mut expected = titles(diagram);
    expected.push(clean(&diagram.heading().join("\n")));
    expected.sort();
    said.sort_unstable();
    assert_eq!(said, expected);
    for row in &diagram.chart.as_ref().unwrap().rows {
        let first = clean(&row.title).split(' ').next().unwrap().to_owned();
        let first: String = first.chars().take(12).collect();
        assert!(
            charted.iter().any(|said| said.starts_with(&first)),
            "{first:?} is not in the chart"
        );
    }
}

/// True for a cell of the chart, whose long texts are cut into lines.
fn is_of_chart(id: &str) -> bool {
    id.starts_with("chart-") || id.starts_with("definition-")
}

/// Reads a label between quotes as Mermaid does: numeric codes are characters, `<br/>` separates lines.
fn unquoted(label: &str) -> String {
    let inner = label
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let inner = inner.unwrap_or_else(|| panic!("{label} is not in quotes"));
    let mut out = String::new();
    for line in inner.split("<br/>") {
        let mut rest = line;
        while let Some((before, code)) = rest.split_once('#') {
            out.push_str(before);
            let (number, after) = code.split_once(';').unwrap();
            out.push(char::from_u32(number.parse().unwrap()).unwrap());
            rest = after;
        }
        let forbidden = ['"', '`', '<', '>', '&', '[', ']', '{', '}', '%', ';', '\\'];
        assert!(!rest.contains(forbidden), "{rest}");
        out.push_str(rest);
        out.push('\n');
    }
    out
}

fn read_mermaid(bytes: &[u8], diagram: &Diagram) {
    let text = text(bytes);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("---"));
    let title = lines.next().unwrap().strip_prefix("title: ").unwrap();
    let told: Vec<_> = diagram.heading().into_iter().map(clean).collect();
    assert_eq!(
        serde_json::from_str::<String>(title).unwrap(),
        told.join(" – ")
    );
    assert_eq!(
        (lines.next(), lines.next()),
        (Some("---"), Some("flowchart LR"))
    );
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let (mut said, mut depth, mut edges) = (Vec::new(), 0, 0);
    let mut declared = BTreeSet::new();
    for line in lines.map(str::trim) {
        if line == "end" {
            depth -= 1;
        } else if line.starts_with("linkStyle ") || line.starts_with("style ") {
            assert!(
                line.is_ascii() && line.contains(" stroke-dasharray:"),
                "{line}"
            );
        } else if let Some((from, rest)) = line.split_once(" -") {
            let rest = rest
                .strip_prefix("->")
                .or(rest.strip_prefix(".->"))
                .or(rest.strip_prefix(".-"))
                .unwrap();
            let (label, to) = match rest.strip_prefix('|') {
                Some(rest) => rest.split_once("| ").unwrap(),
                None => ("", rest.trim_start()),
            };
            assert!(declared.contains(from) && declared.contains(to), "{line}");
            let expected = label_text(&diagram.edges[edges]);
            if !label.is_empty() {
                assert_eq!(unquoted(label).trim(), expected.trim());
            }
            edges += 1;
        } else {
            let opens = line.strip_prefix("subgraph ");
            depth += i32::from(opens.is_some());
            let (name, label) = opens.unwrap_or(line).split_once(['[', '(']).unwrap();
            assert!(is_name(name) && declared.insert(name), "{line}");
            said.push(unquoted(label.trim_matches(['[', ']', '(', ')'])));
        }
    }
    assert_eq!((depth, edges), (0, diagram.edges.len()));
    for title in titles(diagram) {
        let is_said = said.iter().any(|said| said.starts_with(title.trim()));
        assert!(is_said, "{title:?}");
    }
}

fn read_pdf(bytes: &[u8], diagram: &Diagram) {
    let read = pdf::Read::of(bytes);
    assert_eq!(read.title, "<&()\\");
    let lacking = super::typeface::typeset::lacking(&drawn());
    for title in titles(diagram) {
        for c in title
            .chars()
            .filter(|c| c.is_alphanumeric() && !lacking.contains(c))
        {
            let is_said = read.letters.contains(&c);
            assert!(is_said, "{c:?} of {title:?} cannot be copied from the PDF");
        }
    }
    assert!(lacking.contains(&'🏥'));
}
