//! A map with planted cases is written back as the same map.

use std::collections::BTreeSet;

use flowmap::analysis::Analysis;
use flowmap::read::model::encode;

use super::analyse;
use super::maps;
use crate::planted::Recipe;
use crate::planted::generate;

fn names(analysis: &Analysis) -> BTreeSet<&str> {
    let findings = analysis.findings.iter();
    findings.map(|finding| &*finding.name).collect()
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
        assert_eq!(names(&before), names(&after));
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
