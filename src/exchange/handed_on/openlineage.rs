//! The map as `OpenLineage` events without runs: one event for each system (a dataset) and for each flow that stands (a job), one a line.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::iri::Base;
use crate::analysis::Analysis;
use crate::escape;
use crate::read::model::{
    Every, FieldId, Flow, FlowId, How, Model, OrganisationId, Passage, SystemId,
};

/// The version of the specification.
const SPEC: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json";
/// The schemas of the facets, below this address.
const FACETS: &str = "https://openlineage.io/spec/facets/";
/// The day of a map that states none.
const NO_DAY: &str = "1970-01-01";

/// Writes the events of one map.
struct Writer<'a> {
    analysis: &'a Analysis,
    base: &'a Base,
    /// The time of every event: the start of the day that the map describes.
    time: String,
}

/// The events, one a line: systems, then flows.
pub(super) fn write(analysis: &Analysis, base: &Base) -> String {
    let model = analysis.model();
    let day = analysis.graph.when().as_of.or(model.about.as_of);
    let day = day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
    let writer = Writer {
        analysis,
        base,
        time: format!("{day}T00:00:00Z"),
    };
    let mut out = String::new();
    let mut line = |event: &Value| {
        out.push_str(&escape::json(event.to_string()));
        out.push('\n');
    };
    for id in model.systems.ids() {
        line(&writer.dataset_event(id));
    }
    for (id, flow) in analysis.graph.flows() {
        line(&writer.job_event(id, flow));
    }
    out
}

impl Writer<'_> {
    fn model(&self) -> &Model {
        self.analysis.model()
    }

    /// An event with the keys that all events have.
    fn event(&self, kind: &str, more: [(&str, Value); 1]) -> Map<String, Value> {
        let mut event = Map::new();
        event.insert("eventTime".to_owned(), json!(self.time));
        event.insert("producer".to_owned(), json!(self.base.start()));
        event.insert(
            "schemaURL".to_owned(),
            json!(format!("{SPEC}#/$defs/{kind}")),
        );
        let [(key, value)] = more;
        event.insert(key.to_owned(), value);
        event
    }

    /// A facet with the keys that all facets have.
    fn facet(&self, schema: &str, mut content: Value) -> Value {
        content["_producer"] = json!(self.base.start());
        content["_schemaURL"] = json!(format!("{FACETS}{schema}"));
        content
    }

    fn dataset_event(&self, system: SystemId) -> Value {
        let flows = self.analysis.graph.flows_in(system).iter();
        let passages = flows.flat_map(|flow| self.model().flows[*flow].passages());
        let mut dataset = self.dataset(system);
        self.describe(system, &mut dataset);
        self.add_lineage(passages, &mut dataset);
        Value::Object(self.event("DatasetEvent", [("dataset", dataset)]))
    }

    fn job_event(&self, id: FlowId, flow: &Flow) -> Value {
        let mut output = self.dataset(flow.to.id());
        self.add_lineage(flow.passages(), &mut output);
        let mut facets = Map::new();
        let job_type = json!({
            "processingType": "BATCH",
            "integration": "FLOWMAP",
            "jobType": flow.method.known().map_or("FLOW", |method| method.word()),
        });
        facets.insert(
            "jobType".to_owned(),
            self.facet(
                "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
                job_type,
            ),
        );
        let words = description(flow);
        if !words.is_empty() {
            let content = json!({"description": words});
            let schema = "1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet";
            facets.insert("documentation".to_owned(), self.facet(schema, content));
        }
        if let Some(by) = self.model().respondent(flow) {
            let schema = "1-0-1/OwnershipJobFacet.json#/$defs/OwnershipJobFacet";
            let content = self.owned_by(by, "RESPONDENT");
            facets.insert("ownership".to_owned(), self.facet(schema, content));
        }
        let name = &self.model().flows[id].slug;
        let job = json!({"namespace": self.base.start(), "name": name, "facets": facets});
        let mut event = self.event("JobEvent", [("job", job)]);
        event.insert("inputs".to_owned(), json!([self.dataset(flow.from.id())]));
        event.insert("outputs".to_owned(), json!([output]));
        Value::Object(event)
    }

    fn owned_by(&self, owner: OrganisationId, role: &str) -> Value {
        let name = &self.model().organisations[owner].slug;
        json!({"owners": [{"name": format!("organisation:{name}"), "type": role}]})
    }

    /// A dataset without facets.
    fn dataset(&self, system: SystemId) -> Value {
        let name = &self.model().systems[system].slug;
        json!({"namespace": self.base.start(), "name": name, "facets": {}})
    }

    /// Adds the fields, the name and the owner of a system.
    fn describe(&self, id: SystemId, dataset: &mut Value) {
        let model = self.model();
        let system = &model.systems[id];
        let fields: Vec<Value> = system.fields.ids().map(|field| self.field(field)).collect();
        let facets = &mut dataset["facets"];
        if !fields.is_empty() {
            let schema = "1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";
            facets["schema"] = self.facet(schema, json!({"fields": fields}));
        }
        let name: &str = &system.name;
        let notes = system.evidence.notes();
        let words = [name, notes].into_iter().filter(|words| !words.is_empty());
        let words = words.collect::<Vec<_>>().join(". ");
        let schema = "1-1-0/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet";
        facets["documentation"] = self.facet(schema, json!({"description": words}));
        if let Some(owner) = system.owner() {
            let schema = "1-0-1/OwnershipDatasetFacet.json#/$defs/OwnershipDatasetFacet";
            facets["ownership"] = self.facet(schema, self.owned_by(owner, "OWNER"));
        }
    }

    fn field(&self, id: FieldId) -> Value {
        let field = &self.model().fields[id];
        let mut told = json!({"name": &*field.slug});
        if let Some(kind) = field.kind.known() {
            told["type"] = json!(kind.word());
        }
        let words = field.definition.known().or(field.name.as_ref());
        if let Some(words) = words {
            told["description"] = json!(words);
        }
        told
    }

    /// Adds where each field comes from; nothing if no flow lists fields.
    fn add_lineage<'p>(
        &self,
        passages: impl IntoIterator<Item = &'p Passage>,
        dataset: &mut Value,
    ) {
        let model = self.model();
        let mut fields: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for passage in passages {
            let target = &model.fields[passage.to.id()].slug;
            let inputs = fields.entry(target).or_default();
            inputs.extend(passage.from.iter().map(|source| {
                let source = source.id();
                let system = &model.systems[model.system_of(source)].slug;
                json!({
                    "namespace": self.base.start(),
                    "name": system,
                    "field": &*model.fields[source].slug,
                    "transformations": [transformation(passage)],
                })
            }));
        }
        fields.retain(|_, inputs| !inputs.is_empty());
        if fields.is_empty() {
            return;
        }
        let fields: Map<String, Value> = fields
            .into_iter()
            .map(|(field, inputs)| (field.to_owned(), json!({"inputFields": inputs})))
            .collect();
        let schema = "1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet";
        dataset["facets"]["columnLineage"] = self.facet(schema, json!({"fields": fields}));
    }
}

/// The change of a value in the words of the specification.
fn transformation(passage: &Passage) -> Value {
    let (kind, subtype) = match passage.how {
        How::Identity => ("DIRECT", "IDENTITY"),
        How::Derived | How::Masked => ("DIRECT", "TRANSFORMATION"),
        How::Aggregated => ("DIRECT", "AGGREGATION"),
        How::Influence => ("INDIRECT", influence(passage.word)),
    };
    json!({"type": kind, "subtype": subtype, "masking": passage.how == How::Masked})
}

fn influence(word: &str) -> &'static str {
    match word {
        "join" => "JOIN",
        "group-by" => "GROUP_BY",
        "filter" => "FILTER",
        "sort" => "SORT",
        "window" => "WINDOW",
        _ => "CONDITIONAL",
    }
}

/// The purpose and the frequency of a flow.
fn description(flow: &Flow) -> String {
    let purpose = flow.purpose.known().map(ToString::to_string);
    let every = flow.every.known().map(Every::words);
    let basis = flow.basis.known().map(|basis| format!("basis: {basis}"));
    let parts = [purpose, every, basis].into_iter().flatten();
    parts.collect::<Vec<_>>().join("; ")
}
