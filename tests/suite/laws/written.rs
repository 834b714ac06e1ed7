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

/// Two offices count one thing and one stays silent; `{}` stands for what the silent one may have written.
const SILENT: &str = r"
dimensions: {vehicle: [car, lorry], after_sale: {range: days}}
organisations: {north: North Office, south: South Office}
terms:
  crashes: Crashes
  returns: {name: Returns, agreed: {definition: Those brought back soon, covers: {after_sale: 0..30}}}
systems:
  first: {owner: north, level: aggregate, covers: {vehicle: car, after_sale: 0..14}, confidence: confirmed, fields: [crashes, returns]}
  second: {owner: south, level: aggregate, covers: {WRITTEN}, confidence: confirmed, fields: [crashes, returns]}
";

#[test]
fn what_is_left_out_is_read_as_everyone_and_the_finding_is_likely() {
    let rules = ["different-scope", "different-window", "departs-from-agreed"];
    let found = |written: &str| -> Vec<(String, &str)> {
        let text = SILENT.replace("WRITTEN", written);
        let analysis = analyse(&vec![("map.yaml".to_owned(), text)]);
        let of_rules = analysis.findings.iter();
        let of_rules = of_rules.filter(|finding| rules.contains(&finding.kind.name));
        let mut found: Vec<(String, &str)> = of_rules
            .map(|finding| (finding.name.clone(), finding.certainty.word()))
            .collect();
        found.sort();
        found
    };
    let names = |found: &[(String, &str)]| -> Vec<String> {
        found.iter().map(|(name, _)| name.clone()).collect()
    };
    let (silent, written) = (found(""), found("vehicle: all, after_sale: all"));
    assert_eq!(names(&silent), names(&written));
    assert!(names(&silent).contains(&"different-scope/crashes".to_owned()));
    let is_of = |second: &str, found: &[(String, &str)]| {
        found.iter().all(|(name, certainty)| {
            // The first field says itself what was agreed of it.
            *certainty == second || name.contains("first.")
        })
    };
    assert!(is_of("likely", &silent), "{silent:?}");
    assert!(is_of("certain", &written), "{written:?}");
    // Only a written `unknown` makes it impossible to tell.
    let unknown = found("vehicle: unknown, after_sale: unknown");
    assert!(unknown.contains(&("different-scope/crashes".to_owned(), "cannot-tell")));
    assert!(is_of("cannot-tell", &unknown), "{unknown:?}");
}
