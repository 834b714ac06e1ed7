//! A map with planted cases is written back as the same map.

use flowmap::analysis::Analysis;
use flowmap::read::model::encode;
use serde_json::Value;

use super::analyse;
use super::maps;
use crate::planted::Recipe;
use crate::planted::generate;

/// Every finding: name, certainty and detail.
fn found(analysis: &Analysis) -> Vec<(String, &str, Value)> {
    let findings = analysis.findings.iter();
    let mut found: Vec<(String, &str, Value)> = findings
        .map(|finding| {
            let detail = serde_json::to_value(&finding.detail).expect("a detail is plain data");
            (finding.name.clone(), finding.certainty.word(), detail)
        })
        .collect();
    found.sort_by_cached_key(|(name, certainty, detail)| {
        (name.clone(), *certainty, detail.to_string())
    });
    found
}

#[test]
fn maps_with_planted_cases_are_written_back() {
    let with_errors = generate(Recipe {
        fields: 400,
        quiet: 0,
        seed: 3,
        cases: 3,
        with_errors: true,
    });
    for files in maps().map(|(files, _)| files).chain([&with_errors.files]) {
        let before = analyse(files);
        let text = encode(before.model());
        let after = analyse(&vec![("map.yaml".to_owned(), text.clone())]);
        assert_eq!(encode(after.model()), text, "written again");
        let (told, again) = (found(&before), found(&after));
        for (old, new) in told.iter().zip(&again) {
            assert_eq!(old, new);
        }
        assert_eq!(told.len(), again.len());
        let counts = |analysis: &Analysis| {
            let model = analysis.model();
            [
                model.dimensions.len(),
                model.organisations.len(),
                model.terms.len(),
                model.code_lists.len(),
                model.mappings.len(),
                model.systems.len(),
                model.fields.len(),
                model.flows.len(),
                model.needs.len(),
                model.decisions.len(),
                model.unknowns,
            ]
        };
        assert_eq!(counts(&before), counts(&after));
    }
}
