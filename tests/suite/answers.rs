//! The answers on one small map, each as printed, and the promises about them.

use std::collections::BTreeSet;

use flowmap::analysis::{Analysis, Options};
use flowmap::ask::{
    Answer, Misunderstanding, burden, cover, definitions, impact, questions, timetable,
    triangulate, unify,
};
use flowmap::print::answer;
use flowmap::read::finding::Group;
use flowmap::read::model::{Status, When};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::read;
use crate::real_map::REAL;

fn map() -> Analysis {
    analysis(SourceSet::from_strings([(
        "map.yaml",
        read("tests/answers/map.yaml"),
    )]))
}

fn check_printed(name: &str, answer: Result<Answer, Misunderstanding>) {
    let answer = answer.unwrap_or_else(|trouble| panic!("{name}: {trouble}"));
    check_expectation(&format!("tests/answers/{name}.txt"), &answer::text(&answer));
}

#[test]
fn impact_tells_what_changes_and_what_is_lost() {
    let graph = map().graph;
    for (name, thing) in [
        ("impact-system", "ward_record"),
        ("impact-field", "deaths.date_of_death"),
        ("impact-flow", "ward_record -> deaths"),
        ("impact-term", "cause"),
    ] {
        check_printed(name, impact::ask(&graph, thing));
    }
}

#[test]
fn impact_of_nothing_offers_the_nearest() {
    let trouble = impact::ask(&map().graph, "ward_recrod").unwrap_err();
    assert!(
        trouble.0.contains("did you mean `ward_record`"),
        "{trouble}"
    );
}

#[test]
fn burden_counts_what_is_asked_again() {
    let graph = map().graph;
    check_printed(
        "burden-organisation",
        Ok(burden::ask(&graph, burden::By::Organisation)),
    );
    check_printed(
        "burden-collection",
        Ok(burden::ask(&graph, burden::By::Collection)),
    );
    check_printed("burden-term", Ok(burden::ask(&graph, burden::By::Term)));
}

#[test]
fn questions_are_grouped_and_go_to_their_owner() {
    let map = map();
    check_printed("questions", questions::ask(&map.graph, &map.findings, None));
    check_printed(
        "questions-regulator",
        questions::ask(&map.graph, &map.findings, Some("regulator")),
    );
}

#[test]
fn cover_needs_no_more_than_it_must() {
    let graph = map().graph;
    check_printed("cover", cover::ask(&graph, &[], false));
    check_printed(
        "cover-keep",
        cover::ask(&graph, &["incidents".to_owned()], false),
    );
}

#[test]
fn unify_proposes_an_element_for_each_term_needed() {
    let map = map();
    check_printed("unify", Ok(unify::ask(&map.graph, &map.findings)));
}

#[test]
fn triangulate_names_the_fewest_fields_to_add() {
    // Four sources under three identifiers; the sources with `m` hold all terms but `a`, which only `one` holds.
    let map = |note: &str| {
        let text = format!(
            "organisations: {{office: Office}}\nterms: {{n: {{name: N, identifier: true}}, m: {{name: M, identifier: true}}, k: {{name: K, identifier: true}}, a: A, b: B, c: C, d: D}}\n\
             systems:\n  one: {{kind: record, owner: office, fields: [n, a, b]}}\n  two: {{kind: record, owner: office, fields: [m, b, c]}}\n  \
             three: {{kind: record, owner: office, fields: [m, d]}}\n  four: {{kind: record, owner: office, fields: [k, c]}}\n\
             needs: {{whole: {{who: office, question: All?, terms: [{note}], level: record}}}}\n"
        );
        analysis(SourceSet::from_strings([("map.yaml", text)]))
    };
    let notes = |terms: &str| {
        let answer = triangulate::ask(&map(terms).graph, &["whole"]).unwrap();
        answer.notes.join("\n")
    };
    let told = notes("a, b, c, d");
    assert!(
        told.contains("one added field would bring all it takes together"),
        "{told}"
    );
    assert!(!told.contains("`four`"), "not needed: {told}");
    let together = triangulate::ask(&map("b, c, d").graph, &["whole"]).unwrap();
    assert_eq!(
        together.title,
        "2 sources together hold all it takes: `two`, `three`"
    );
    let nothing = notes("a, x");
    assert!(
        nothing.contains("nothing in the map holds `x`"),
        "{nothing}"
    );
}

#[test]
fn what_is_not_in_the_map_is_answered_with_a_way_out() {
    let graph = map().graph;
    let told = |trouble: Result<Answer, Misunderstanding>| trouble.unwrap_err().0;
    let trouble = told(definitions::ask(&graph, "zzzz"));
    assert!(trouble.contains("there are `"), "{trouble}");
    let trouble = told(definitions::ask(&graph, " "));
    assert_eq!(trouble, "name a term: nothing is given");
    let trouble = told(timetable::ask(&graph, "deaths.zzzz"));
    assert!(
        trouble.starts_with("`deaths` has no field `zzzz`; there are `"),
        "{trouble}"
    );
}

/// The proposal as a file loads beside its map without a fault, meets needs, and leaves none newly unmet.
fn check_adopted(files: Vec<(String, String)>) {
    let before = analysis(SourceSet::from_strings(files.clone()));
    let mut with = files;
    with.push(("unified.yaml".to_owned(), unify::file(&before.graph)));
    let options = Options {
        strict: true,
        when: When {
            as_of: None,
            with: vec![Status::Proposed],
        },
        ..Options::default()
    };
    let after = Analysis::of(SourceSet::from_strings(with), options);
    let faults = |analysis: &Analysis| -> Vec<String> {
        let findings = analysis.findings.iter();
        findings
            .filter(|finding| finding.kind.group == Group::Map)
            .map(|finding| finding.message.clone())
            .collect()
    };
    let faults_before = faults(&before);
    assert!(
        faults(&after)
            .iter()
            .all(|fault| faults_before.contains(fault)),
        "{:?}",
        faults(&after)
    );
    let open = |analysis: &Analysis| -> BTreeSet<String> {
        let findings = analysis.findings.iter();
        findings
            .filter(|finding| ["unmet-need", "repeated-request"].contains(&finding.kind.name))
            .map(|finding| finding.name.clone())
            .collect()
    };
    let (before, after) = (open(&before), open(&after));
    assert!(after.is_subset(&before), "{:?}", after.difference(&before));
    assert!(after.len() < before.len(), "nothing improves: {before:?}");
}

#[test]
fn the_proposal_loads_beside_its_map_and_improves_it() {
    check_adopted(vec![(
        "map.yaml".to_owned(),
        read("tests/answers/map.yaml"),
    )]);
    let files = REAL
        .sources
        .files()
        .map(|(_, file)| (file.name.clone(), file.text.clone()));
    check_adopted(files.collect());
}

#[test]
fn the_same_question_has_the_same_answer() {
    let (first, second) = (map(), map());
    assert_eq!(unify::file(&first.graph), unify::file(&second.graph));
    let ask = |map: &Analysis| cover::ask(&map.graph, &[], true).unwrap();
    assert_eq!(ask(&first), ask(&second));
}
