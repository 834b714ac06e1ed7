//! The real map against itself with edits of every kind: each is found, and nothing else is said.

use yaml_serde::Value;

use super::tree::{items, real, set, take, value, written};
use super::{between, check_entries};

/// The place of the first flow that is the only one between its two systems and has this key, and its id.
fn flow_with(tree: &mut Value, key: &str, but: &[String]) -> (usize, String) {
    let flows = items(tree, "flows").clone();
    let end = |flow: &Value, end: &str| flow[end].as_str().map(str::to_owned);
    let id = |flow: &Value| Some(format!("{}->{}", end(flow, "from")?, end(flow, "to")?));
    let ids: Vec<Option<String>> = flows.iter().map(id).collect();
    let is_only = |id: &Option<String>| ids.iter().filter(|other| *other == id).count() == 1;
    let found = flows.iter().zip(&ids).position(|(flow, id)| {
        let is_new = id.as_ref().is_some_and(|id| !but.contains(id));
        is_new && is_only(id) && flow.get(key).is_some() && flow.get("id").is_none()
    });
    let place = found.unwrap_or_else(|| panic!("no flow has `{key}`"));
    (place, ids[place].clone().expect("it has both ends"))
}

/// Sets a key of a flow, and returns the id of the flow.
fn edit_flow(tree: &mut Value, key: &str, new: &str, but: &mut Vec<String>) -> String {
    let (place, id) = flow_with(tree, key, but);
    items(tree, "flows")[place][key] = value(new);
    but.push(id.clone());
    id
}

/// Keys that are set: the way to the entry, the key, its value, and the change to report.
const EDITS: [(&[&str], &str, &str, &str); 18] = [
    (&["map"], "as_of", "2026-04-14", "changed map map (as_of)"),
    (
        &["dimensions", "event"],
        "name",
        "Event of the death",
        "changed dimension event (name)",
    ),
    (
        &["organisations", "nhse"],
        "kind",
        "public body",
        "changed organisation nhse (kind)",
    ),
    (
        &["organisations"],
        "new_body",
        "{name: A new body}",
        "came organisation new_body",
    ),
    (
        &["terms", "suicide"],
        "definition",
        "A finding of a coroner.",
        "changed term suicide (definition)",
    ),
    (
        &["terms", "post_discharge_death"],
        "agreed",
        "{definition: Within 30 days., covers: {after_discharge: 0..30}}",
        "changed term post_discharge_death (agreed)",
    ),
    (
        &["terms"],
        "a_new_meaning",
        "{name: A new meaning}",
        "came term a_new_meaning",
    ),
    (
        &["code_lists", "discharge_method", "values"],
        "99",
        "Not known",
        "changed code list discharge_method (values)",
    ),
    (
        &["systems", "mhsds"],
        "owner",
        "dhsc",
        "changed system mhsds (owner)",
    ),
    (
        &["systems", "follow_up_measure"],
        "level",
        "unknown",
        "changed system follow_up_measure (level)",
    ),
    (
        &["systems", "mhsds", "fields", "age_death"],
        "type",
        "text",
        "changed field mhsds.age_death (type)",
    ),
    (
        &["systems", "mhsds", "fields", "gender"],
        "definition",
        "Another.",
        "changed field mhsds.gender (definition)",
    ),
    (
        &["systems", "mhsds", "fields", "inpatient"],
        "covers",
        "{setting: inpatient}",
        "changed field mhsds.inpatient (covers)",
    ),
    (
        &["systems", "mhsds", "fields", "discharge_date"],
        "required",
        "true",
        "changed field mhsds.discharge_date (required)",
    ),
    (
        &["systems", "mhsds", "fields"],
        "brought_in",
        "{type: date}",
        "came field mhsds.brought_in",
    ),
    (
        &["systems"],
        "new_register",
        "{name: A new register, kind: register, owner: dhsc, fields: [a, b]}",
        "came system new_register",
    ),
    (
        &["needs", "deaths_after_discharge"],
        "within",
        "2 months",
        "changed need deaths_after_discharge (within)",
    ),
    (
        &["cases", "suicide_20_days"],
        "compare_with",
        "unknown",
        "changed case suicide_20_days (compare_with)",
    ),
];

/// Edits the flows, the decisions and the remarks; returns the changes to report.
fn edit_lists(tree: &mut Value) -> Vec<String> {
    let mut touched = Vec::new();
    let mut told = Vec::new();
    for (key, new) in [
        ("method", "letter"),
        ("lag", "5 weeks"),
        ("confidence", "confirmed"),
    ] {
        let id = edit_flow(tree, key, new, &mut touched);
        told.push(format!("changed flow {id} ({key})"));
    }
    let (place, id) = flow_with(tree, "basis", &touched);
    items(tree, "flows").remove(place);
    told.push(format!("gone flow {id}"));
    items(tree, "flows").push(value("{from: new_register, to: mhsds}"));
    told.push("came flow new_register->mhsds".to_owned());
    items(tree, "decisions").push(value("{finding: unowned/*, status: accepted}"));
    told.push("came decision unowned/*".to_owned());
    take(
        tree,
        &["systems", "mhsds", "fields", "legal_status"],
        "notes",
    );
    told.push("changed field mhsds.legal_status (notes)".to_owned());
    told
}

#[test]
fn twenty_five_edits_of_every_kind_are_found_and_nothing_else_is_said() {
    let old = real();
    let mut new = old.clone();
    let mut expected = edit_lists(&mut new);
    for (way, key, value, told) in EDITS {
        set(&mut new, way, key, value);
        expected.push(told.to_owned());
    }
    assert_eq!(expected.len(), 25);
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check_entries(&between(&written(&old), &written(&new)), &expected);
    // In the other direction, the entries that came are gone.
    let mirrored: Vec<String> = expected
        .iter()
        .map(|told| match told.split_once(' ') {
            Some(("came", rest)) => format!("gone {rest}"),
            Some(("gone", rest)) => format!("came {rest}"),
            _ => (*told).to_owned(),
        })
        .collect();
    let mirrored: Vec<&str> = mirrored.iter().map(String::as_str).collect();
    check_entries(&between(&written(&new), &written(&old)), &mirrored);
}

#[test]
fn how_the_real_map_is_split_into_files_is_no_difference() {
    let whole = super::one(&written(&real()));
    let folder = crate::expectation::package("flows");
    let split = flowmap::read::source::SourceSet::read(&folder).expect("flows/ is there");
    let split = crate::expectation::analysis(split);
    let changes = flowmap::compare::changes(&split, &whole);
    assert!(changes.is_empty(), "{changes:#?}");
}
