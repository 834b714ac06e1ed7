//! The map as `GraphML`: organisations, systems and fields as nodes; ownership, flows and links between fields as edges.

use std::fmt::Write as _;

use crate::analysis::Analysis;
use crate::escape::{attribute, markup};
use crate::read::model::{Every, Evidence, FieldId, FlowId, Id, Model, OrganisationId, SystemId};

/// The data of nodes and edges: key, whether it is of edges, and name. Keys of an XML schema may hold no spaces.
const KEYS: [(&str, &str, &str); 15] = [
    ("n_kind", "node", "kind"),
    ("n_id", "node", "id"),
    ("n_name", "node", "name"),
    ("n_sort", "node", "sort"),
    ("n_owner", "node", "owner"),
    ("n_system", "node", "system"),
    ("n_term", "node", "term"),
    ("n_type", "node", "type"),
    ("n_sure", "node", "confidence"),
    ("e_kind", "edge", "kind"),
    ("e_flow", "edge", "flow"),
    ("e_how", "edge", "how"),
    ("e_method", "edge", "method"),
    ("e_every", "edge", "every"),
    ("e_sure", "edge", "confidence"),
];

/// The document. Only the flows that stand are edges.
pub(super) fn write(analysis: &Analysis) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (key, of, name) in KEYS {
        let _ = writeln!(
            out,
            "  <key id=\"{key}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"string\"/>"
        );
    }
    out.push_str("  <graph id=\"map\" edgedefault=\"directed\">\n");
    nodes(analysis.model(), &mut out);
    edges(analysis, &mut out);
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// The id of a node. An id of the map may hold what no id of an XML schema may hold, so nodes are numbered.
fn organisation(id: OrganisationId) -> String {
    format!("o{}", id.index())
}

fn system(id: SystemId) -> String {
    format!("s{}", id.index())
}

fn field(id: FieldId) -> String {
    format!("f{}", id.index())
}

/// Adds an element with its data; empty data is left out.
fn element(out: &mut String, start: &str, data: &[(&str, &str)]) {
    let _ = writeln!(out, "    <{start}>");
    for (key, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(
            out,
            "      <data{}>{}</data>",
            attribute("key", key),
            markup(value)
        );
    }
    let end = start.split(' ').next().unwrap_or_default();
    let _ = writeln!(out, "    </{end}>");
}

fn nodes(model: &Model, out: &mut String) {
    let mut node = |id: String, data: &[(&str, &str)], evidence: &Evidence| {
        let sure = evidence.standing();
        let data: Vec<_> = data.iter().copied().chain([("n_sure", &*sure)]).collect();
        element(out, &format!("node id=\"{id}\""), &data);
    };
    for (id, one) in model.organisations.iter() {
        let sort = one.kind.known().map_or("", |kind| kind);
        let data = [
            ("n_kind", "organisation"),
            ("n_id", &one.slug),
            ("n_name", &one.name),
            ("n_sort", sort),
        ];
        node(organisation(id), &data, &one.evidence);
    }
    for (id, one) in model.systems.iter() {
        let owner = one
            .owner()
            .map_or("", |owner| &model.organisations[owner].slug);
        let data = [
            ("n_kind", "system"),
            ("n_id", &*one.slug),
            ("n_name", &*one.name),
            ("n_sort", one.kind.known().map_or("", |kind| kind.word())),
            ("n_owner", owner),
        ];
        node(system(id), &data, &one.evidence);
    }
    for (id, one) in model.fields.iter() {
        let name = model.field_name(id);
        let data = [
            ("n_kind", "field"),
            ("n_id", &*name),
            ("n_name", one.name.as_deref().unwrap_or(&one.slug)),
            ("n_system", &*model.systems[one.system].slug),
            (
                "n_term",
                one.term().map_or("", |term| &model.terms[term].slug),
            ),
            ("n_type", one.kind.known().map_or("", |kind| kind.word())),
        ];
        node(field(id), &data, &one.evidence);
    }
}

fn edges(analysis: &Analysis, out: &mut String) {
    let model = analysis.model();
    let mut count = 0;
    let mut edge = |from: &str, to: &str, data: &[(&str, &str)]| {
        let start = format!("edge id=\"e{count}\" source=\"{from}\" target=\"{to}\"");
        element(out, &start, data);
        count += 1;
    };
    for (id, one) in model.systems.iter() {
        if let Some(owner) = one.owner() {
            edge(&organisation(owner), &system(id), &[("e_kind", "owns")]);
        }
    }
    for (id, one) in model.fields.iter() {
        edge(&system(one.system), &field(id), &[("e_kind", "holds")]);
    }
    for (_, flow) in analysis.graph.flows() {
        let sure = flow.evidence.standing();
        let every = flow.every.known().map(Every::words);
        let data = [
            ("e_kind", "flow"),
            ("e_flow", &*flow.slug),
            (
                "e_method",
                flow.method.known().map_or("", |method| method.word()),
            ),
            ("e_every", every.as_deref().unwrap_or_default()),
            ("e_sure", &*sure),
        ];
        edge(&system(flow.from.id()), &system(flow.to.id()), &data);
    }
    let links = |flow: FlowId| {
        let passages = model.flows[flow].passages().iter();
        passages.flat_map(|passage| {
            passage
                .from
                .iter()
                .map(move |source| (source.id(), passage))
        })
    };
    for (id, flow) in analysis.graph.flows() {
        for (source, passage) in links(id) {
            let data = [
                ("e_kind", "link"),
                ("e_flow", &*flow.slug),
                ("e_how", passage.how.word()),
            ];
            edge(&field(source), &field(passage.to.id()), &data);
        }
    }
}
