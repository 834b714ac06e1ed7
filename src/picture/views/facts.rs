//! The facts of fields that differ: the period, the people, the date counted by, the type, the codes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::basis::Basis;
use super::touched::Touched;
use crate::read::model::{FieldId, Ref};
use crate::words::readable;

/// The facts that these findings compare, field by field, in the order of the findings.
pub(super) fn facts(basis: &Basis<'_>, findings: &[&Touched]) -> BTreeMap<FieldId, Vec<String>> {
    let analysis = basis.analysis;
    let model = analysis.model();
    let index = &basis.known().index;
    let mut facts: BTreeMap<FieldId, Vec<String>> = BTreeMap::new();
    let mut add = |field: FieldId, fact: String| {
        let known = facts.entry(field).or_default();
        if !known.contains(&fact) {
            known.push(fact);
        }
    };
    for touched in findings {
        let finding = &analysis.findings[touched.index];
        for (list, key) in [
            ("windows", "window"),
            ("scopes", "scope"),
            ("bases", "counted_by"),
        ] {
            let entries = finding.detail.get(list).and_then(Value::as_array);
            for entry in entries.into_iter().flatten() {
                let Some(fact) = entry[key].as_str() else {
                    continue;
                };
                let one = entry["field"].as_str();
                let many = entry["fields"].as_array().into_iter().flatten();
                let names = one.into_iter().chain(many.filter_map(Value::as_str));
                for field in names.filter_map(|name| index.field(name)) {
                    add(field, fact.to_owned());
                }
            }
        }
        for field in &touched.fields {
            let stated = &model.fields[*field];
            let fact = match finding.kind.name {
                "different-type" => stated.kind.known().map(|kind| kind.word().to_owned()),
                "codes-do-not-convert" => {
                    let codes = stated.codes.known().map(Ref::id);
                    codes.map(|codes| format!("codes {}", readable(&model.code_lists[codes].name)))
                }
                _ => None,
            };
            if let Some(fact) = fact {
                add(*field, fact);
            }
        }
    }
    facts
}
