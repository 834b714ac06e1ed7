//! The JSON Schema of flow files, for editors that complete and check while the user types; made from the records of the format.
//!
//! It accepts every file that flowmap reads without an error, short forms included, except words in other spellings (`Form` for `form`).
//! Checks that need more than one place (ids of nothing, dimensions, backward intervals) are left to flowmap.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::read::model::{FILE, RECORDS, Record, Shape, Short};

/// The schema, indented, with a line break at its end.
pub(crate) fn schema() -> String {
    let mut definitions = shapes();
    for (place, record) in RECORDS {
        definitions.insert(place.to_owned(), object(place, record));
    }
    definitions.insert("arrows".to_owned(), arrows(&definitions["flows"]));
    let mut file = object("file", FILE);
    file["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    file["title"] = json!("flowmap flow file");
    file["type"] = json!(["object", "null"]);
    file["$defs"] = Value::Object(definitions);
    super::json::pretty(&file)
}

/// The schema of a record: these keys and no other.
fn object(place: &str, record: &Record) -> Value {
    let properties: Map<String, Value> = record
        .all()
        .map(|key| {
            let mut forms = shape(key.name, key.shape);
            forms.push(json!({"type": "null"}));
            if place != "file" {
                forms.push(reference("word"));
            }
            let schema = json!({"description": key.about, "anyOf": forms});
            (key.name.to_owned(), schema)
        })
        .collect();
    json!({
        "description": record.what,
        "type": "object",
        "properties": properties,
        "required": record.needs,
        "additionalProperties": false,
    })
}

/// Flows whose keys are arrows: below each are its fields, or the keys of a flow without its ends.
fn arrows(flow: &Value) -> Value {
    let mut keys = flow.clone();
    keys["required"] = json!([]);
    if let Some(properties) = keys["properties"].as_object_mut() {
        properties.retain(|key, _| key != "from" && key != "to");
    }
    let fields = passages()
        .into_iter()
        .filter(|form| form["type"] == "array");
    let forms: Vec<Value> = fields.chain([keys, json!({"type": "null"})]).collect();
    json!({
        "description": "`from -> to`, and below it its fields or its keys",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "->"},
        "additionalProperties": any(&forms),
    })
}

/// The forms of a value of this shape under a key.
fn shape(key: &str, shape: Shape) -> Vec<Value> {
    let single = |name: &str| vec![reference(name)];
    match shape {
        Shape::Version => vec![json!({"const": 1})],
        Shape::Number => vec![json!({"type": "integer", "minimum": 1})],
        Shape::Percent => {
            vec![json!({"type": "string", "pattern": "^[0-9]{1,3}([.][0-9]{1,2})? ?%$"})]
        }
        Shape::Truth(_) => vec![json!({"type": "boolean"})],
        Shape::Date => single("date"),
        Shape::Duration => single("duration"),
        Shape::Every(words) => vec![json!({"enum": words}), reference("duration")],
        Shape::Choice(_, words) => vec![json!({"enum": words})],
        Shape::Text(_)
        | Shape::Word(_)
        | Shape::Id(_)
        | Shape::End
        | Shape::TargetField
        | Shape::Finding => single("text"),
        Shape::Texts | Shape::Words | Shape::IdOrIds(_) | Shape::Ids(..) | Shape::SourceFields => {
            single("texts")
        }
        Shape::Boxes => vec![reference("box"), list(&reference("box"))],
        Shape::Agreed => single("terms.agreed"),
        Shape::Disputes => {
            let one = any(&[reference("text"), reference("disputed")]);
            vec![one.clone(), list(&one)]
        }
        Shape::Values => single("values"),
        Shape::Codes => {
            let text = any(&[reference("text"), json!({"type": "null"})]);
            vec![
                json!({"type": "object", "additionalProperties": text}),
                reference("texts"),
            ]
        }
        Shape::Pairs(words) => {
            let related = json!({"type": "object", "additionalProperties": {"enum": words}});
            let targets = any(&[reference("texts"), related]);
            vec![json!({"type": "object", "additionalProperties": targets})]
        }
        Shape::Fields => fields(),
        Shape::Passages => passages(),
        Shape::Map => single("map"),
        Shape::Items("flows") => {
            let ends = json!({"description": "`from -> to`", "type": "string", "pattern": "->"});
            vec![list(&any(&[reference("flows"), ends, reference("arrows")]))]
        }
        Shape::Items(items) => vec![list(&reference(items))],
        Shape::Entries(_, short) => entries(key, short),
    }
}

/// The forms of a section that maps ids to entities.
fn entries(section: &str, short: Short) -> Vec<Value> {
    let short = match short {
        Short::Values => list(&reference("values")),
        Short::Codes => list(&reference("text")),
        Short::Name | Short::Question => reference("text"),
    };
    let entry = any(&[reference(section), short, json!({"type": "null"})]);
    let alone = json!({
        "type": "object", "additionalProperties": entry, "minProperties": 1, "maxProperties": 1,
    });
    vec![
        json!({"type": "object", "additionalProperties": entry}),
        list(&any(&[reference("text"), alone])),
    ]
}

/// The fields of a system: one id, a list of them, or a mapping from id to a term or a field.
fn fields() -> Vec<Value> {
    let field = any(&[
        reference("systems.fields"),
        reference("text"),
        json!({"type": "null"}),
    ]);
    let mapping = json!({"type": "object", "additionalProperties": field});
    vec![
        reference("text"),
        mapping.clone(),
        list(&any(&[reference("text"), mapping])),
    ]
}

/// The fields of a flow: one id, pairs of ids, or a list of these and of long forms.
fn passages() -> Vec<Value> {
    let target = any(&[reference("text"), json!({"type": "null"})]);
    let pairs = json!({"type": "object", "additionalProperties": target});
    let short =
        json!({"type": "object", "additionalProperties": target, "not": {"required": ["to"]}});
    let item = any(&[reference("text"), reference("flows.fields"), short]);
    vec![reference("text"), pairs, list(&item)]
}

/// The shapes that several records share.
fn shapes() -> Map<String, Value> {
    let text = json!({
        "description": "a text; a number or `true` without quotes is read as the text it is written as",
        "type": ["string", "number", "boolean"],
    });
    let word = json!({
        "description": "`unknown`: nobody here knows. `none`: known to be absent. `not-shared`: held, and not allowed to be passed",
        "enum": ["unknown", "none", "not-shared"],
    });
    let texts = json!({
        "anyOf": [reference("text"), list(&reference("text"))],
    });
    let values = json!({
        "description": "values; those under a broader one are part of it",
        "anyOf": [
            reference("text"),
            list(&reference("values")),
            {"type": "object", "additionalProperties": reference("values")},
            {"type": "null"},
        ],
    });
    let one_box = json!({
        "description": "for each dimension a value, a list of values, an interval such as `0..30` or `18+`, `all` or `unknown`",
        "type": "object",
        "additionalProperties": any(&[reference("texts"), json!({"type": "null"})]),
    });
    let date =
        json!({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2025-10-14"]});
    let duration = json!({
        "type": "string",
        "pattern": r"\S",
        "examples": ["24 hours", "6 weeks", "12 months", "26..31 weeks", "1 working day", "days to weeks", "without delay"],
    });
    let all = [
        ("text", text),
        ("texts", texts),
        ("word", word),
        ("values", values),
        ("box", one_box),
        ("date", date),
        ("duration", duration),
    ];
    all.into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect()
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

fn any(forms: &[Value]) -> Value {
    json!({"anyOf": forms})
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every definition that is referred to, at any depth.
    fn references<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Value::String(target) if key == "$ref" => {
                            found.insert(target);
                        }
                        other => references(other, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_definition_is_there_and_is_used() {
        let schema: Value = serde_json::from_str(&schema()).expect("JSON");
        let mut used = BTreeSet::new();
        references(&schema, &mut used);
        let definitions = schema["$defs"].as_object().expect("definitions");
        let known: BTreeSet<String> = definitions
            .keys()
            .map(|name| format!("#/$defs/{name}"))
            .collect();
        assert_eq!(used, known.iter().map(String::as_str).collect());
    }

    #[test]
    fn the_words_of_a_choice_can_be_completed() {
        let schema: Value = serde_json::from_str(&schema()).expect("JSON");
        let flow = &schema["$defs"]["flows"]["properties"];
        assert_eq!(flow["method"]["anyOf"][0]["enum"][3], "form");
        let every = flow["every"]["anyOf"][0]["enum"].as_array();
        let every = every.expect("the words for how often");
        assert!(every.contains(&json!("quarter")) && every.contains(&json!("working day")));
        assert_eq!(flow["lag"]["anyOf"][0]["$ref"], "#/$defs/duration");
        assert_eq!(schema["$defs"]["flows"]["required"], json!(["from", "to"]));
    }
}
