//! The JSON Schema of an answer, which the questions print with `--format json`.

use serde_json::json;

/// The schema.
pub(crate) fn schema() -> String {
    let text = || json!({"type": "string"});
    let cell = json!({
        "description": "Words or a number; null where nothing belongs; `unknown` where it cannot be told from what is stated.",
        "anyOf": [
            {"type": ["string", "number", "null"]},
            {"type": "object", "properties": {"unknown": {"const": true}}, "required": ["unknown"]},
        ],
    });
    let place = json!({
        "description": "Where it is written, or null.",
        "anyOf": [
            {"type": "null"},
            {
                "type": "object",
                "properties": {"file": text(), "line": {"type": "integer"}, "column": {"type": "integer"}},
                "required": ["file", "line", "column"],
            },
        ],
    });
    let row = json!({
        "type": "object",
        "properties": {
            "cells": {"description": "By column.", "type": "object", "additionalProperties": cell},
            "path": {"description": "The ids of the way that proves it.", "type": "array", "items": text()},
            "place": place,
        },
        "required": ["cells", "path", "place"],
    });
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowmap answer",
        "description": "What `flowmap case`, `trace`, `impact` and the other questions print with `--format json`. The columns of `case` about one case are part, answer, what, owner, told by, how, when, basis, under, why and how sure.",
        "type": "object",
        "properties": {
            "title": {"description": "The answer in one sentence.", "type": "string"},
            "columns": {"type": "array", "items": text()},
            "rows": {"type": "array", "items": row},
            "notes": {"type": "array", "items": text()},
            "card": {"description": "Of `definitions`: the clash card.", "type": "object"},
        },
        "required": ["title", "columns", "rows", "notes"],
    });
    super::json::pretty(&document)
}
