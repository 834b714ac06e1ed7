//! The JSON Schema of flow files agrees with the reader: files that flowmap reads without a fault, the schema accepts.

use std::process::Command;

use flowmap::read::finding::{Group, Level};
use flowmap::read::source::SourceSet;
use serde::Deserialize as _;
use serde_json::{Map, Value, json};

use crate::expectation::{analysis, package, read};
use crate::form;

/// Texts that flowmap reads and the schema or the other YAML reader does not: words in another spelling, and a colon directly before a
/// bracket.
const SPELLINGS: [(&str, &str); 4] = [
    ("how: aggregation", "how: aggregated"),
    ("method: Form", "method: form"),
    (":}", ": }"),
    (":,", ": ,"),
];

fn schema() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(["schema", "map"])
        .output()
        .expect("the program runs");
    serde_json::from_slice(&output.stdout).expect("the schema is JSON")
}

/// A flow file as an editor with a schema sees it: keys are texts.
fn value(yaml: yaml_serde::Value) -> Value {
    use yaml_serde::Value as Yaml;
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(truth) => json!(truth),
        Yaml::Number(number) => number
            .as_i64()
            .map_or_else(|| json!(number.as_f64()), |whole| json!(whole)),
        Yaml::String(text) => json!(text),
        Yaml::Sequence(items) => items.into_iter().map(value).collect(),
        Yaml::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, entry)| {
                let key = match value(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                (key, value(entry))
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Yaml::Tagged(tagged) => value(tagged.value),
    }
}

/// The keywords that the schema uses; this test ignores any other.
const KEYWORDS: [&str; 20] = [
    "$schema",
    "$defs",
    "$ref",
    "title",
    "description",
    "examples",
    "type",
    "enum",
    "const",
    "pattern",
    "anyOf",
    "not",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "minimum",
];

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type `{other}`"),
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    match pattern {
        "->" => text.contains("->"),
        r"\S" => !text.trim().is_empty(),
        r"^\d{4}-\d{2}-\d{2}$" => {
            let parts: Vec<&str> = text.split('-').collect();
            let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
            parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.iter().all(is_digits)
        }
        r"^[0-9]{1,3}([.][0-9]{1,2})? ?%$" => {
            let share = text.strip_suffix('%').map(str::trim_end);
            let share = share.and_then(|share| share.parse::<f64>().ok());
            share.is_some_and(|share| (0.0..1000.0).contains(&share))
        }
        other => panic!("no pattern `{other}`"),
    }
}

/// True if the value is of the type, or of one of the types.
fn is_of(wanted: &Value, value: &Value) -> bool {
    match wanted {
        Value::String(name) => is_type(name, value),
        names => {
            let mut names = names.as_array().expect("a list of types").iter();
            names.any(|name| is_type(name.as_str().expect("a type"), value))
        }
    }
}

/// The reasons why the value fits none of the forms: the faults of the form that goes furthest.
fn against_any(whole: &Value, forms: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut furthest = (0, Vec::new());
    for form in forms.as_array().expect("a list of forms") {
        let faults = against(whole, form, value, at);
        if faults.is_empty() {
            return faults;
        }
        let places = faults.iter().map(|fault| fault.matches('/').count());
        let depth = places.max().unwrap_or(0);
        if furthest.1.is_empty() || depth > furthest.0 {
            furthest = (depth, faults);
        }
    }
    furthest.1
}

/// The reasons why the value does not fit this part of the schema; empty if it fits.
fn against(whole: &Value, part: &Value, value: &Value, at: &str) -> Vec<String> {
    let keywords = match part {
        Value::Bool(true) => return Vec::new(),
        Value::Bool(false) => return vec![format!("{at}: nothing may stand here")],
        part => part.as_object().expect("a schema is a mapping"),
    };
    let mut faults = Vec::new();
    for (keyword, wanted) in keywords {
        assert!(KEYWORDS.contains(&&**keyword), "keyword `{keyword}`");
        faults.extend(fault(whole, (keyword, wanted), part, value, at));
    }
    faults
}

fn fault(
    whole: &Value,
    (keyword, wanted): (&str, &Value),
    part: &Value,
    value: &Value,
    at: &str,
) -> Vec<String> {
    let is_right = match (keyword, value) {
        ("$ref", _) => {
            let name = wanted.as_str().expect("a reference is a text");
            let part = whole.pointer(&name[1..]).expect("what is referred to");
            return against(whole, part, value, at);
        }
        ("anyOf", _) => return against_any(whole, wanted, value, at),
        ("not", _) => !against(whole, wanted, value, at).is_empty(),
        ("type", _) => is_of(wanted, value),
        ("enum", _) => wanted.as_array().expect("a list of words").contains(value),
        ("const", _) => wanted == value,
        ("pattern", Value::String(text)) => fits(wanted.as_str().expect("a pattern"), text),
        ("minimum", Value::Number(number)) => number.as_f64() >= wanted.as_f64(),
        ("propertyNames", Value::Object(entries)) => {
            let names = entries.keys().map(|key| json!(key));
            let faults = names.map(|name| against(whole, wanted, &name, at));
            return faults.flatten().collect();
        }
        ("minProperties", Value::Object(entries)) => Some(entries.len() as u64) >= wanted.as_u64(),
        ("maxProperties", Value::Object(entries)) => Some(entries.len() as u64) <= wanted.as_u64(),
        ("required", Value::Object(entries)) => {
            let mut keys = wanted.as_array().expect("a list of keys").iter();
            keys.all(|key| entries.contains_key(key.as_str().expect("a key")))
        }
        ("properties", Value::Object(entries)) => {
            let known = entries.iter().filter_map(|(key, value)| {
                Some(against(
                    whole,
                    wanted.get(key)?,
                    value,
                    &format!("{at}/{key}"),
                ))
            });
            return known.flatten().collect();
        }
        ("additionalProperties", Value::Object(entries)) => {
            let known = |key: &str| part["properties"].get(key).is_some();
            let others = entries.iter().filter(|(key, _)| !known(key));
            let others =
                others.map(|(key, value)| against(whole, wanted, value, &format!("{at}/{key}")));
            return others.flatten().collect();
        }
        ("items", Value::Array(items)) => {
            let items = items.iter().enumerate();
            let items =
                items.map(|(place, item)| against(whole, wanted, item, &format!("{at}/{place}")));
            return items.flatten().collect();
        }
        _ => true,
    };
    if is_right {
        Vec::new()
    } else {
        let what = match value {
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "a mapping".to_owned(),
            other => other.to_string(),
        };
        vec![format!("{at}: {keyword} {wanted} is not fitted by {what}")]
    }
}

/// The reasons why the schema refuses a map that has no fault of a file; empty if the map has one.
fn refusals(schema: &Value, name: &str, sources: SourceSet) -> Vec<String> {
    let texts: Vec<String> = sources.files().map(|(_, file)| file.text.clone()).collect();
    let analysis = analysis(sources);
    let is_fault = |level: Level, group: Group| group == Group::Map && level == Level::Error;
    let mut findings = analysis.findings.iter();
    if findings.any(|finding| is_fault(finding.kind.level, finding.kind.group)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for text in texts {
        let mut text = text.trim_start_matches('\u{FEFF}').to_owned();
        for (ours, other) in SPELLINGS {
            text = text.replace(ours, other);
        }
        for document in yaml_serde::Deserializer::from_str(&text) {
            match yaml_serde::Value::deserialize(document) {
                Ok(yaml) => faults.extend(against(schema, schema, &value(yaml), name)),
                // After an error this reader gives the same document for ever.
                Err(error) => {
                    faults.push(format!("{name}: {error}"));
                    break;
                }
            }
        }
    }
    faults
}

/// The paths of all cases.
fn cases() -> Vec<String> {
    let folders = std::fs::read_dir(package("tests/cases")).expect("the cases are there");
    let folders = folders.map(|entry| entry.expect("the cases are there").path());
    let mut cases = Vec::new();
    for folder in folders.filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&folder).expect("a folder of cases") {
            let file = file.expect("a case").path();
            let rule = folder.file_name().expect("a name").to_string_lossy();
            let name = file.file_name().expect("a name").to_string_lossy();
            if name.ends_with(".yaml") {
                cases.push(format!("tests/cases/{rule}/{name}"));
            }
        }
    }
    cases.sort();
    cases
}

#[test]
fn what_is_read_without_a_fault_keeps_to_the_schema() {
    let schema = schema();
    let mut faults = Vec::new();
    for case in cases() {
        faults.extend(refusals(&schema, &case, form::sources(&case)));
    }
    for path in [
        "tests/suite/rich.yaml",
        "src/read/model/encode/everything.yaml",
    ] {
        let text = read(path);
        faults.extend(refusals(
            &schema,
            path,
            SourceSet::from_strings([(path, text)]),
        ));
    }
    let flows = SourceSet::read(&package("flows")).expect("flows/ is there");
    faults.extend(refusals(&schema, "flows", flows));
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn the_schema_refuses_what_no_form_allows() {
    let schema = schema();
    for text in [
        "systems: {a: {knid: record}}",
        "systems: {a: {kind: no_such_kind}}",
        "flows: [{from: a}]",
        "flows: [a b]",
        "organisations: {a: {disputed: {by: b}}}",
        "map: {format: 2}",
    ] {
        let yaml = yaml_serde::from_str(text).expect("YAML");
        let faults = against(&schema, &schema, &value(yaml), "map");
        assert!(!faults.is_empty(), "{text} is accepted");
    }
}
