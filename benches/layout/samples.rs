//! The sample graphs a, b and c: their files, and the diagrams made from them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use flowmap::picture::views::diagram::{Diagram, Edge, End, Group, LineStyle, Node, Outline, Row};
use serde::Deserialize;

/// The names of the graphs, as in `graph-a.json`.
pub(crate) const NAMES: [&str; 3] = ["a", "b", "c"];

/// A graph as in its file.
#[derive(Deserialize)]
pub(crate) struct Sample {
    #[serde(rename = "orgs")]
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) systems: Vec<System>,
    pub(crate) flows: Vec<Flow>,
}

/// An organisation.
#[derive(Deserialize)]
pub(crate) struct Organisation {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A system and the names of its fields.
#[derive(Deserialize)]
pub(crate) struct System {
    pub(crate) id: String,
    #[serde(rename = "org")]
    pub(crate) organisation: String,
    pub(crate) name: String,
    pub(crate) fields: Vec<String>,
}

/// A flow from a field of a system to a field of a system, both by index.
#[derive(Deserialize)]
pub(crate) struct Flow {
    pub(crate) id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(rename = "ff")]
    pub(crate) from_field: usize,
    #[serde(rename = "tf")]
    pub(crate) to_field: usize,
    pub(crate) label: String,
}

/// A file of `shared/samples/layout`, in the folder of the package or in one above it.
pub(crate) fn path(file: &str) -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/samples/layout").join(file))
        .find(|path| path.is_file())
}

/// The graph with that name. If its file is missing, prints that and returns `None`.
pub(crate) fn read(name: &str) -> Option<Sample> {
    let file = format!("graph-{name}.json");
    let Some(path) = path(&file) else {
        println!("graph {name}: no shared/samples/layout/{file} here; left out");
        return None;
    };
    let text = std::fs::read_to_string(path).expect("the sample can be read");
    Some(serde_json::from_str(&text).expect("the sample is the JSON we know"))
}

/// The diagram with that name.
pub(crate) fn diagram(name: &str) -> Option<Diagram> {
    read(name).map(|sample| sample.diagram())
}

impl Sample {
    /// Organisations as groups, systems as nodes with their fields as rows, flows from row to row; all in the file's order.
    pub(crate) fn diagram(&self) -> Diagram {
        let group_of = places(
            self.organisations
                .iter()
                .map(|organisation| &organisation.id),
        );
        let node_of = places(self.systems.iter().map(|system| &system.id));
        let group = |organisation: &Organisation| Group {
            id: organisation.id.clone(),
            title: organisation.name.clone(),
            parent: None,
            outline: Outline::Solid,
        };
        let edge = |flow: &Flow| Edge {
            id: flow.id.clone(),
            from: End {
                node: node_of[flow.from.as_str()],
                row: Some(flow.from_field),
            },
            to: End {
                node: node_of[flow.to.as_str()],
                row: Some(flow.to_field),
            },
            label: flow.label.clone(),
            line: LineStyle::Electronic,
            count: 1,
            detail: String::new(),
            ..Edge::default()
        };
        let node = |system: &System| Node {
            id: system.id.clone(),
            title: system.name.clone(),
            subtitle: String::new(),
            group: group_of.get(system.organisation.as_str()).copied(),
            rows: system.rows(),
            outline: Outline::Solid,
            detail: String::new(),
            badges: Vec::new(),
            ..Node::default()
        };
        Diagram {
            groups: self.organisations.iter().map(group).collect(),
            nodes: self.systems.iter().map(node).collect(),
            edges: self.flows.iter().map(edge).collect(),
            ..Diagram::default()
        }
    }

    /// The number of organisations, systems and flows, in words.
    pub(crate) fn size(&self) -> String {
        format!(
            "{} organisations, {} systems, {} flows",
            self.organisations.len(),
            self.systems.len(),
            self.flows.len()
        )
    }
}

impl System {
    /// A row for each field. The first has the mark of an identifier.
    fn rows(&self) -> Vec<Row> {
        let fields = self.fields.iter().enumerate();
        let row = |(place, field): (usize, &String)| Row {
            id: format!("{}.{place}", self.id),
            title: field.clone(),
            identifier: place == 0,
            detail: String::new(),
            badges: Vec::new(),
            ..Row::default()
        };
        fields.map(row).collect()
    }
}

fn places<'a>(ids: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, usize> {
    ids.enumerate()
        .map(|(place, id)| (id.as_str(), place))
        .collect()
}
