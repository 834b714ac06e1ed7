//! Collections as contracts of the Open Data Contract Standard, one for each, in YAML.

use super::iri::{Base, encoded};
use super::lost::is_collection;
use crate::analysis::Analysis;
use crate::read::model::{
    DataLevel, Every, Evidence, FieldId, FieldType, Flow, Model, System, SystemId,
};
use crate::read::syntax;
use crate::read::syntax::Written;

/// The version of the standard.
const VERSION: &str = "v3.1.0";
/// The longest part of a file's name that is taken from an id.
const LONGEST_NAME: usize = 100;

type Keys = Vec<(String, Written)>;

/// The contracts, with the names of their files.
pub(super) fn write(analysis: &Analysis, base: &Base) -> Vec<(String, String)> {
    let model = analysis.model();
    let systems = model.systems.iter();
    let collections = systems.filter(|(_, system)| is_collection(system));
    let mut names: Vec<String> = Vec::new();
    let contracts = collections.map(|(id, system)| {
        let contract = Contract {
            analysis,
            base,
            id,
            system,
        };
        let name = file_name(&system.slug, &names);
        names.push(name.to_lowercase());
        (name, syntax::write(&contract.written()))
    });
    contracts.collect()
}

/// A file name for an id that no other id has, on file systems that do not tell capitals from small letters as well.
fn file_name(slug: &str, taken: &[String]) -> String {
    let mut stem = encoded(slug);
    stem.truncate(LONGEST_NAME);
    let numbered = (1..).map(|number| match number {
        1 => format!("{stem}.odcs.yaml"),
        number => format!("{stem}-{number}.odcs.yaml"),
    });
    let mut free = numbered.skip_while(|name| taken.contains(&name.to_lowercase()));
    free.next()
        .expect("there are more numbers than collections")
}

struct Contract<'a> {
    analysis: &'a Analysis,
    base: &'a Base,
    id: SystemId,
    system: &'a System,
}

fn key(keys: &mut Keys, key: &str, value: Written) {
    keys.push((key.to_owned(), value));
}

fn text(keys: &mut Keys, name: &str, value: &str) {
    if !value.is_empty() {
        key(keys, name, Written::text(value));
    }
}

fn list(keys: &mut Keys, name: &str, items: Vec<Written>) {
    if !items.is_empty() {
        key(keys, name, Written::List(items));
    }
}

/// A custom property.
fn custom(property: &str, value: &str) -> Written {
    let mut keys = Keys::new();
    text(&mut keys, "property", property);
    text(&mut keys, "value", value);
    Written::Mapping(keys)
}

/// How sure a statement is, as a custom property.
fn confidence(evidence: &Evidence) -> Written {
    custom("confidence", &evidence.standing())
}

/// The sources of a statement.
fn definitions(evidence: &Evidence) -> Vec<Written> {
    let sources = evidence.sources().iter();
    let sources = sources.map(|source| definition(source, "source"));
    sources.collect()
}

fn definition(url: &str, kind: &str) -> Written {
    let keys = vec![
        ("url".to_owned(), Written::text(url)),
        ("type".to_owned(), Written::text(kind)),
    ];
    Written::Mapping(keys)
}

impl Contract<'_> {
    fn model(&self) -> &Model {
        self.analysis.model()
    }

    /// The flows into the collection that stand.
    fn flows(&self) -> impl Iterator<Item = &Flow> {
        let flows = self.analysis.graph.flows_in(self.id).iter();
        flows.map(|flow| &self.model().flows[*flow])
    }

    fn written(&self) -> Written {
        let (model, system) = (self.model(), self.system);
        let day = self.analysis.graph.when().as_of.or(model.about.as_of);
        let mut keys = Keys::new();
        text(&mut keys, "apiVersion", VERSION);
        text(&mut keys, "kind", "DataContract");
        text(&mut keys, "id", &self.base.of("system", &system.slug));
        text(&mut keys, "name", &system.name);
        // The day of the map is the only version that it states.
        let version = day.map_or_else(|| "0".to_owned(), |day| day.to_string());
        text(&mut keys, "version", &version);
        // Nobody has agreed to this contract yet.
        text(&mut keys, "status", "draft");
        let description = self.description();
        if !description.is_empty() {
            key(&mut keys, "description", Written::Mapping(description));
        }
        list(
            &mut keys,
            "authoritativeDefinitions",
            definitions(&system.evidence),
        );
        list(
            &mut keys,
            "tags",
            system.evidence.tags().iter().map(Written::text).collect(),
        );
        if let Some(owner) = system.owner() {
            let owner = &model.organisations[owner];
            let mut team = Keys::new();
            text(&mut team, "name", &owner.name);
            key(&mut keys, "team", Written::Mapping(team));
        }
        key(&mut keys, "schema", Written::List(vec![self.schema()]));
        list(&mut keys, "slaProperties", self.times());
        list(
            &mut keys,
            "customProperties",
            vec![confidence(&system.evidence)],
        );
        Written::Mapping(keys)
    }

    /// The purpose of the collection, and the conditions of its flows.
    fn description(&self) -> Keys {
        let model = self.model();
        let mut keys = Keys::new();
        let all = |said: &dyn Fn(&Flow) -> Option<String>| {
            let mut told: Vec<String> = Vec::new();
            for words in self.flows().filter_map(said) {
                if !told.contains(&words) {
                    told.push(words);
                }
            }
            told.join("; ")
        };
        let purpose = all(&|flow| flow.purpose.known().map(ToString::to_string));
        text(&mut keys, "purpose", &purpose);
        text(&mut keys, "usage", self.system.evidence.notes());
        let basis = all(&|flow| {
            let from = &model.systems[flow.from.id()].name;
            let basis = flow.basis.known()?;
            Some(format!("from {from}: {basis}"))
        });
        text(&mut keys, "limitations", &basis);
        keys
    }

    fn schema(&self) -> Written {
        let (model, system) = (self.model(), self.system);
        let mut keys = Keys::new();
        text(&mut keys, "name", &system.slug);
        text(&mut keys, "businessName", &system.name);
        text(&mut keys, "logicalType", "object");
        if let Some(boxes) = system.covers.known() {
            text(
                &mut keys,
                "description",
                &format!("covers {}", model.boxes_words(boxes)),
            );
        }
        let level = match system.level.known() {
            Some(DataLevel::Record) => "one row for each case",
            Some(DataLevel::Aggregate) => "totals",
            None => "",
        };
        text(&mut keys, "dataGranularityDescription", level);
        let properties = system.fields.ids().map(|field| self.property(field));
        list(&mut keys, "properties", properties.collect());
        Written::Mapping(keys)
    }

    fn property(&self, id: FieldId) -> Written {
        let model = self.model();
        let field = &model.fields[id];
        let mut keys = Keys::new();
        text(&mut keys, "name", &field.slug);
        text(
            &mut keys,
            "businessName",
            field.name.as_deref().unwrap_or_default(),
        );
        text(
            &mut keys,
            "description",
            field.definition.known().map_or("", |words| words),
        );
        if let Some(kind) = field.kind.known() {
            text(&mut keys, "logicalType", logical(*kind));
            text(&mut keys, "physicalType", kind.word());
        }
        if let Some(is_required) = field.is_required {
            key(&mut keys, "required", Written::Truth(is_required));
        }
        list(
            &mut keys,
            "authoritativeDefinitions",
            definitions(&field.evidence),
        );
        list(
            &mut keys,
            "tags",
            field.evidence.tags().iter().map(Written::text).collect(),
        );
        let mut sources: Vec<String> = Vec::new();
        for link in self.analysis.graph.links_in(id) {
            let name = model.field_name(link.from);
            if !sources.contains(&name) {
                sources.push(name);
            }
        }
        let sources = sources.iter().map(Written::text).collect();
        list(&mut keys, "transformSourceObjects", sources);
        list(&mut keys, "customProperties", self.further(id));
        Written::Mapping(keys)
    }

    /// The statements on a field that the standard has no key for.
    fn further(&self, id: FieldId) -> Vec<Written> {
        let model = self.model();
        let field = &model.fields[id];
        let mut further = vec![confidence(&field.evidence)];
        let mut add = |name: &str, value: Option<String>| {
            further.extend(value.map(|value| custom(name, &value)));
        };
        // A term is no definition of the standard: its tools would fetch the address.
        let term = field.term().map(|term| &model.terms[term]);
        add("term", term.map(|term| term.slug.to_string()));
        add("termName", term.map(|term| term.name.to_string()));
        add("unit", field.unit.known().map(ToString::to_string));
        add("complete", field.complete.known().map(ToString::to_string));
        add(
            "covers",
            field.covers.known().map(|boxes| model.boxes_words(boxes)),
        );
        if let Some(codes) = field.codes.known() {
            let codes = &model.code_lists[codes.id()];
            add("codeList", Some(codes.slug.to_string()));
            let words = codes.values.iter().map(|code| match &*code.meaning {
                "" => code.code.to_string(),
                meaning => format!("{}: {meaning}", code.code),
            });
            let words = words.collect::<Vec<_>>().join("; ");
            add("codes", Some(words).filter(|words| !words.is_empty()));
        }
        further
    }

    /// How often each flow brings data, and how long it takes.
    fn times(&self) -> Vec<Written> {
        let model = self.model();
        let mut times = Vec::new();
        for flow in self.flows() {
            let from = &model.systems[flow.from.id()].name;
            let mut add = |property: &str, value: Option<String>| {
                let Some(value) = value else { return };
                let mut keys = Keys::new();
                text(&mut keys, "property", property);
                text(&mut keys, "value", &value);
                text(&mut keys, "description", &format!("from {from}"));
                times.push(Written::Mapping(keys));
            };
            add("frequency", flow.every.known().map(Every::words));
            add("latency", flow.lag.known().map(ToString::to_string));
        }
        times
    }
}

/// The type of the standard that holds every value of this type.
fn logical(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Date => "date",
        FieldType::Datetime => "timestamp",
        FieldType::Number => "number",
        FieldType::Boolean => "boolean",
        FieldType::Duration | FieldType::Code | FieldType::Text | FieldType::Identifier => "string",
    }
}
