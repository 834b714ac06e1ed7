//! The map as linked data: a DCAT catalogue of its systems, with their origin in the words of PROV-O, as JSON-LD.

use serde_json::{Map, Value, json};

use super::iri::Base;
use crate::analysis::Analysis;
use crate::escape;
use crate::read::model::{Every, Evidence, FieldId, Flow, Model, System, SystemId};

/// Writes the nodes of one map.
struct Writer<'a> {
    analysis: &'a Analysis,
    base: &'a Base,
}

/// The document. Its context stands in it, so that no reader needs the network.
pub(super) fn write(analysis: &Analysis, base: &Base) -> String {
    let writer = Writer { analysis, base };
    let document = json!({"@context": context(), "@graph": writer.nodes()});
    escape::json(format!("{document:#}\n"))
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// The start of a node.
fn node(id: &str, kinds: &[&str]) -> Map<String, Value> {
    let mut node = Map::new();
    node.insert("@id".to_owned(), json!(id));
    node.insert("@type".to_owned(), json!(kinds));
    node
}

/// Adds a text, if there is one.
fn text(node: &mut Map<String, Value>, key: &str, value: &str) {
    if !value.is_empty() {
        node.insert(key.to_owned(), json!(value));
    }
}

/// Adds references, if there are any.
fn refer(node: &mut Map<String, Value>, key: &str, ids: impl IntoIterator<Item = String>) {
    let mut ids: Vec<String> = ids.into_iter().collect();
    ids.sort();
    ids.dedup();
    let ids: Vec<Value> = ids.into_iter().map(|id| json!({"@id": id})).collect();
    if !ids.is_empty() {
        node.insert(key.to_owned(), Value::Array(ids));
    }
}

/// Adds how sure a statement is, its sources and its notes. Sources are texts: not every source is an address.
fn ground(node: &mut Map<String, Value>, evidence: &Evidence) {
    if !evidence.sources().is_empty() {
        node.insert("dct:source".to_owned(), json!(evidence.sources()));
    }
    text(node, "skos:editorialNote", &evidence.standing());
    text(node, "skos:note", evidence.notes());
}

impl Writer<'_> {
    fn model(&self) -> &Model {
        self.analysis.model()
    }

    fn nodes(&self) -> Vec<Value> {
        let model = self.model();
        let mut nodes = vec![self.catalogue()];
        for (_, one) in model.organisations.iter() {
            let mut node = node(
                &self.base.of("organisation", &one.slug),
                &["foaf:Organization", "prov:Agent"],
            );
            text(&mut node, "foaf:name", &one.name);
            let whole = one.part_of.known();
            let whole = whole.map(|whole| &model.organisations[whole.id()].slug);
            let whole = whole.map(|whole| self.base.of("organisation", whole));
            refer(&mut node, "org:subOrganizationOf", whole);
            ground(&mut node, &one.evidence);
            nodes.push(Value::Object(node));
        }
        for (_, one) in model.terms.iter() {
            let mut node = node(&self.base.of("term", &one.slug), &["skos:Concept"]);
            text(&mut node, "skos:prefLabel", &one.name);
            let definition = one.definition.known().map_or("", |words| words);
            text(&mut node, "skos:definition", definition);
            let broader = one.broader.known().map(|term| &model.terms[term.id()].slug);
            refer(
                &mut node,
                "skos:broader",
                broader.map(|term| self.base.of("term", term)),
            );
            ground(&mut node, &one.evidence);
            nodes.push(Value::Object(node));
        }
        for (id, one) in model.systems.iter() {
            nodes.push(self.dataset(id, one));
        }
        for id in model.fields.ids() {
            nodes.push(self.field(id));
        }
        for (_, flow) in self.analysis.graph.flows() {
            nodes.push(self.activity(flow));
        }
        nodes
    }

    fn system(&self, id: SystemId) -> String {
        self.base.of("system", &self.model().systems[id].slug)
    }

    fn catalogue(&self) -> Value {
        let model = self.model();
        let mut node = node(
            &format!("{}catalogue", self.base.start()),
            &["dcat:Catalog"],
        );
        let title = Some(&*model.about.title).filter(|title| !title.is_empty());
        text(&mut node, "dct:title", title.unwrap_or("Map of data flows"));
        text(&mut node, "dct:description", &model.about.about);
        if let Some(day) = self.analysis.graph.when().as_of.or(model.about.as_of) {
            let day = json!({"@value": day.to_string(), "@type": "xsd:date"});
            node.insert("dct:modified".to_owned(), day);
        }
        let systems = model.systems.ids().map(|id| self.system(id));
        refer(&mut node, "dcat:dataset", systems);
        Value::Object(node)
    }

    fn dataset(&self, id: SystemId, system: &System) -> Value {
        let model = self.model();
        let graph = &self.analysis.graph;
        let mut node = node(&self.system(id), &["dcat:Dataset", "prov:Entity"]);
        text(&mut node, "dct:title", &system.name);
        if let Some(boxes) = system.covers.known() {
            let words = format!("covers {}", model.boxes_words(boxes));
            text(&mut node, "dct:description", &words);
        }
        text(
            &mut node,
            "dct:type",
            system.kind.known().map_or("", |kind| kind.word()),
        );
        let owner = system.owner().map(|owner| &model.organisations[owner].slug);
        let owner = owner.map(|owner| self.base.of("organisation", owner));
        refer(&mut node, "dct:publisher", owner.clone());
        refer(&mut node, "prov:wasAttributedTo", owner);
        let whole = system.part_of.known().map(|whole| self.system(whole.id()));
        refer(&mut node, "dct:isPartOf", whole);
        let terms = system.fields.ids().filter_map(|field| model.term_of(field));
        let terms = terms.map(|term| self.base.of("term", &model.terms[term].slug));
        refer(&mut node, "dct:subject", terms);
        let flows = graph.flows_in(id).iter().map(|flow| &model.flows[*flow]);
        let sources = flows.clone().map(|flow| self.system(flow.from.id()));
        refer(&mut node, "prov:wasDerivedFrom", sources);
        let flows = flows.map(|flow| self.base.of("flow", &flow.slug));
        refer(&mut node, "prov:wasGeneratedBy", flows);
        ground(&mut node, &system.evidence);
        Value::Object(node)
    }

    fn field(&self, id: FieldId) -> Value {
        let model = self.model();
        let field = &model.fields[id];
        let mut node = node(&self.base.field(model, id), &["prov:Entity"]);
        text(
            &mut node,
            "rdfs:label",
            field.name.as_deref().unwrap_or(&field.slug),
        );
        text(
            &mut node,
            "dct:description",
            field.definition.known().map_or("", |words| words),
        );
        text(
            &mut node,
            "dct:format",
            field.kind.known().map_or("", |kind| kind.word()),
        );
        refer(&mut node, "dct:isPartOf", [self.system(field.system)]);
        let term = field.term().map(|term| &model.terms[term].slug);
        refer(
            &mut node,
            "dct:subject",
            term.map(|term| self.base.of("term", term)),
        );
        let links = self.analysis.graph.values_in(id);
        let sources = links.map(|link| self.base.field(model, link.from));
        refer(&mut node, "prov:wasDerivedFrom", sources);
        ground(&mut node, &field.evidence);
        Value::Object(node)
    }

    fn activity(&self, flow: &Flow) -> Value {
        let model = self.model();
        let mut node = node(&self.base.of("flow", &flow.slug), &["prov:Activity"]);
        text(&mut node, "rdfs:label", &flow.slug);
        text(
            &mut node,
            "dct:description",
            flow.purpose.known().map_or("", |words| words),
        );
        text(
            &mut node,
            "dct:type",
            flow.method.known().map_or("", |method| method.word()),
        );
        let every = flow.every.known().map(Every::words);
        text(
            &mut node,
            "rdfs:comment",
            every.as_deref().unwrap_or_default(),
        );
        refer(&mut node, "prov:used", [self.system(flow.from.id())]);
        let by = model
            .respondent(flow)
            .map(|by| &model.organisations[by].slug);
        let by = by.map(|by| self.base.of("organisation", by));
        refer(&mut node, "prov:wasAssociatedWith", by);
        ground(&mut node, &flow.evidence);
        Value::Object(node)
    }
}
