//! The JSON of findings: its schema, and that the printed JSON conforms to it and to the design's list of keys.

use std::collections::BTreeSet;

use flowmap::print::json;
use serde_json::Value;

use super::check_status;
use crate::expectation::analysis;
use crate::expectation::read;
use crate::folder::Folder;
use crate::form::sources;

/// The keys of each object in the document, as the design fixes them.
const KEYS: [(&str, &[&str]); 8] = [
    ("", &["map", "summary", "findings", "topics"]),
    ("/map", &["title", "as_of"]),
    (
        "/summary",
        &["organisations", "systems", "fields", "flows", "findings"],
    ),
    (
        "/summary/findings",
        &[
            "duplication",
            "definition",
            "gap",
            "map",
            "typed_again",
            "to_do",
        ],
    ),
    (
        "/findings/0",
        &[
            "number",
            "name",
            "rule",
            "group",
            "level",
            "certainty",
            "message",
            "subjects",
            "detail",
            "places",
            "path",
            "help",
            "question",
            "decision",
        ],
    ),
    ("/findings/0/places/0", &["file", "line", "column", "label"]),
    ("/findings/0/question", &["to", "text"]),
    (
        "/findings/0/decision",
        &["status", "why", "by", "until", "action", "owner", "due"],
    ),
];

/// A map with a finding that has a question and a decision; the finding `unowned` is at a known place.
const DECIDED: &str = "\
map: {title: Pools, as_of: 2025-10-14}
organisations: {council: City Council}
systems:
  turnstile: {owner: council}
  # é counts as one column
  \"é\": {name: Ledger, owner: unknown}
decisions:
  - {finding: unowned/*, status: disputed, why: It is ours, by: council, until: 2026-04-01}
";

fn schema() -> Value {
    let folder = Folder::new("schema");
    let printed = check_status(folder.path(), &["schema", "findings"], 0);
    serde_json::from_str(printed.text()).expect("the schema is JSON")
}

/// The findings of a map, as the program prints them.
pub(super) fn findings(name: &str, text: &str) -> Value {
    let folder = Folder::with(name, "map.yaml", text);
    let printed = check_status(
        folder.path(),
        &[
            "check",
            "map.yaml",
            "--format",
            "json",
            "--fail-on",
            "never",
        ],
        0,
    );
    serde_json::from_str(printed.text()).expect("the findings are JSON")
}

/// Demands that `value` conforms to the schema `part`: its type, its required keys, no others, and so on downwards.
fn check_against(schema: &Value, part: &Value, value: &Value, at: &str) {
    if let Some(name) = part.get("$ref").and_then(Value::as_str) {
        let pointer = name.trim_start_matches('#');
        let named = schema
            .pointer(pointer)
            .unwrap_or_else(|| panic!("the schema refers to {name}, which is not there"));
        return check_against(schema, named, value, at);
    }
    if let Some(choices) = part.get("anyOf").and_then(Value::as_array) {
        let is_null = |choice: &&Value| choice.get("type") == Some(&Value::from("null"));
        let choice = choices
            .iter()
            .find(|choice| is_null(choice) == value.is_null());
        return check_against(
            schema,
            choice.unwrap_or_else(|| panic!("{at}: no choice fits {value}")),
            value,
            at,
        );
    }
    check_type(part, value, at);
    if let (Some(properties), Some(object)) = (
        part.get("properties").and_then(Value::as_object),
        value.as_object(),
    ) {
        let required = part
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let missing: Vec<&str> = required.filter(|key| !object.contains_key(*key)).collect();
        assert!(
            missing.is_empty(),
            "{at}: required and not there: {missing:?}"
        );
        for (key, value) in object {
            let part = properties
                .get(key)
                .unwrap_or_else(|| panic!("{at}: `{key}` is not in the schema"));
            check_against(schema, part, value, &format!("{at}/{key}"));
        }
    }
    if let (Some(items), Some(list)) = (part.get("items"), value.as_array()) {
        for (index, item) in list.iter().enumerate() {
            check_against(schema, items, item, &format!("{at}/{index}"));
        }
    }
}

fn check_type(part: &Value, value: &Value, at: &str) {
    let Some(types) = part.get("type") else {
        return;
    };
    let types: Vec<&str> = match types {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let actual = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(
        types.contains(&actual),
        "{at} is {actual}, and the schema wants {types:?}"
    );
}

#[test]
fn the_document_has_exactly_the_keys_of_the_design() {
    let document = findings("keys", DECIDED);
    for (pointer, keys) in KEYS {
        let object = document.pointer(pointer).and_then(Value::as_object);
        let object = object.unwrap_or_else(|| panic!("no object at `{pointer}`: {document:#}"));
        let actual: BTreeSet<&str> = object.keys().map(String::as_str).collect();
        assert_eq!(actual, keys.iter().copied().collect(), "at `{pointer}`");
    }
}

#[test]
fn the_document_keeps_to_its_schema() {
    let schema = schema();
    check_against(&schema, &schema, &findings("decided", DECIDED), "");
    for kind in flowmap::judge::rules::kinds() {
        let bad = analysis(sources(&format!("tests/cases/{}/bad.yaml", kind.name)));
        let document = serde_json::from_str(&json::render(&bad)).expect("JSON");
        check_against(&schema, &schema, &document, kind.name);
    }
}

#[test]
fn places_point_at_the_text() {
    let document = findings("points", DECIDED);
    let place = document
        .pointer("/findings/0/places/0")
        .expect("the finding has a place");
    let (line, column) = (
        place["line"].as_u64().expect("a number"),
        place["column"].as_u64().expect("a number"),
    );
    let line = DECIDED
        .lines()
        .nth(line as usize - 1)
        .expect("the line is there");
    let rest: String = line.chars().skip(column as usize - 1).collect();
    assert!(rest.starts_with("unknown"), "points at `{rest}`");
    assert_eq!(place["file"], "map.yaml");
    assert_eq!(
        document.pointer("/findings/0/name").and_then(Value::as_str),
        Some("unowned/é")
    );
    assert_eq!(
        document.pointer("/summary/findings/to_do"),
        Some(&Value::from(1))
    );
}

#[test]
fn lists_of_subjects_are_sorted_and_counted_in_the_message() {
    let document = findings("subjects", &read("tests/cases/repeated-request/bad.yaml"));
    let finding = document.pointer("/findings/0").expect("there is a finding");
    assert_eq!(
        finding["subjects"]["collections"],
        serde_json::json!(["animal_register", "farm_survey"])
    );
    assert_eq!(finding["subjects"]["respondent"], "farms");
    assert_eq!(
        finding["message"],
        "2 collections ask `farms` for `herd_size` of one case: `animal_register`, `farm_survey`"
    );
}
