//! Small maps of the kinds that cost most for their size (`benches/hostile`): the results are right.

use std::process::Command;

use flowmap::analysis::Analysis;
use flowmap::print::json;
use flowmap::read::finding::{Certainty, Finding};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::folder::Folder;

#[path = "../../benches/hostile/maps.rs"]
pub(crate) mod maps;

fn checked(files: maps::Files) -> Analysis {
    analysis(SourceSet::from_strings(files))
}

fn of<'a>(analysis: &'a Analysis, rule: &'static str) -> impl Iterator<Item = &'a Finding> {
    let findings = analysis.findings.iter();
    findings.filter(move |finding| finding.kind.name == rule)
}

/// The output of a command about a map.
fn printed(files: &maps::Files, words: &[&str]) -> String {
    let folder = Folder::new(&format!("hostile-{}", words.join("-")));
    for (name, text) in files {
        folder.write(&format!("map/{name}"), text.as_bytes());
    }
    let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(words)
        .arg("map")
        .current_dir(folder.path())
        .output()
        .expect("the program starts");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn unions_of_few_boxes_are_compared() {
    let analysis = checked(maps::unions(4, 3, 4));
    let differing = analysis.findings.iter();
    let differing = differing.filter(|finding| finding.kind.name.starts_with("different-"));
    let differing: Vec<&Finding> = differing.collect();
    assert!(!differing.is_empty());
    for finding in differing {
        assert_ne!(finding.certainty, Certainty::CannotTell, "{finding:?}");
        assert!(
            !finding.detail.contains_key("too_many_boxes"),
            "{finding:?}"
        );
    }
    let needed = checked(maps::unions_needed(2, 3, 4));
    let unmet = of(&needed, "unmet-need")
        .next()
        .expect("people are left out");
    assert_ne!(unmet.certainty, Certainty::CannotTell);
}

#[test]
fn where_there_are_too_many_boxes_to_compare_it_is_said() {
    let few = checked(maps::too_many_boxes(3, 3));
    assert_eq!(of(&few, "different-scope").count(), 0);
    assert_eq!(
        of(&few, "unmet-need").count(),
        0,
        "the two are the same people"
    );
    let many = checked(maps::too_many_boxes(60, 12));
    let found = of(&many, "different-scope")
        .next()
        .expect("it cannot be told");
    assert_eq!(found.certainty, Certainty::CannotTell);
    assert_eq!(
        found.message,
        "`many.died` and `one.died` state too many groups of people to compare"
    );
    assert_eq!(found.places[0].label, "62 groups of people");
    let found = of(&many, "unmet-need").next().expect("it cannot be told");
    assert_eq!(found.certainty, Certainty::CannotTell);
    assert!(
        found
            .message
            .contains("`many` states too many groups of people to compare"),
        "{found:?}"
    );
}

#[test]
fn where_everything_passes_to_everything_second_routes_are_told() {
    let analysis = checked(maps::complete(9));
    assert_eq!(of(&analysis, "second-route").count(), 9);
    assert!(!checked(maps::complete_unlisted(9)).findings.is_empty());
}

#[test]
fn where_flows_pass_too_many_groups_of_people_nothing_is_certain() {
    let few = checked(maps::filtered(1, 2));
    let found = of(&few, "second-route").next().expect("two routes");
    assert_ne!(found.certainty, Certainty::CannotTell);
    let many = checked(maps::filtered(5, 20));
    let found = of(&many, "second-route").next().expect("two routes");
    assert_eq!(found.certainty, Certainty::CannotTell, "{found:?}");
}

#[test]
fn each_misspelt_reference_gets_its_suggestion() {
    let analysis = checked(maps::misspelt(120));
    let found: Vec<&Finding> = of(&analysis, "unknown-reference").collect();
    assert_eq!(found.len(), 120);
    for finding in found {
        let number = finding.name.rsplit('_').next().expect("a number");
        let right = format!("did you mean `register_of_district_{number}`");
        assert!(finding.help.starts_with(&right), "{}", finding.help);
    }
}

#[test]
fn a_small_cover_is_exact() {
    let text = printed(&maps::covering(14, 10), &["cover"]);
    assert!(text.contains("no fewer do"), "{text}");
}

#[test]
fn the_ways_of_a_long_chain_are_left_out_and_that_is_said() {
    let note = "the ways beside the rows are very long";
    let short = printed(&maps::chain(40), &["timetable", "deaths"]);
    assert!(
        short.contains("known in 40 systems") && !short.contains(note),
        "{short}"
    );
    let long = printed(&maps::chain(500), &["timetable", "deaths"]);
    assert!(
        long.contains("known in 500 systems") && long.contains(note),
        "{long}"
    );
}

#[test]
fn places_on_one_long_line_are_right() {
    let files = maps::one_line(400);
    let text = files[0].1.clone();
    let analysis = checked(files);
    let document: serde_json::Value = serde_json::from_str(&json::render(&analysis)).expect("JSON");
    let findings = document["findings"].as_array().expect("a list");
    let mut seen = 0;
    for finding in findings
        .iter()
        .filter(|finding| finding["rule"] == "unowned")
    {
        let system = finding["subjects"]["system"].as_str().expect("an id");
        let column = text.find(&format!("{system}: ")).expect("it is there") + 1;
        assert_eq!(finding["places"][0]["column"], column, "{finding}");
        seen += 1;
    }
    assert_eq!(seen, 400);
}

#[test]
fn values_codes_and_decisions_are_found_among_many() {
    let values = checked(maps::values(300));
    assert_eq!(of(&values, "unknown-reference").count(), 0);
    let pairs = checked(maps::pairs(300));
    assert_eq!(of(&pairs, "code-outside-list").count(), 0);
    let mut files = maps::pairs(300);
    files[0].1 = files[0].1.replace("{new7: exact}", "{other: exact}");
    let wrong = checked(files);
    let found = of(&wrong, "code-outside-list")
        .next()
        .expect("no such code");
    assert!(found.help.ends_with("new99 and 200 more"), "{}", found.help);
    let decided = checked(maps::decisions(200));
    assert!(of(&decided, "unowned").all(|finding| finding.verdict.is_some()));
    assert_eq!(of(&decided, "unowned").count(), 200);
}

/// More pairs of lists than conversions are kept.
#[test]
fn a_term_of_many_code_lists_is_one_finding_with_all_of_them() {
    let lists = checked(maps::lists(330));
    let found: Vec<&Finding> = of(&lists, "codes-do-not-convert").collect();
    assert_eq!(found.len(), 1);
    let words = found[0].words();
    assert!(words.message.contains("330"), "{}", words.message);
}

#[test]
fn an_open_quote_is_one_fault() {
    let analysis = checked(maps::quote(40_000));
    let faults = ["broken-syntax", "wrong-shape", "unknown-key"];
    let faults = faults.map(|kind| of(&analysis, kind).count());
    assert_eq!(faults, [1, 0, 0]);
}

#[test]
fn many_needs_and_flows_are_told_one_by_one() {
    let needs = checked(maps::needs(40));
    assert_eq!(of(&needs, "unmet-need").count(), 40);
    assert_eq!(checked(maps::copies(60)).model().systems.len(), 2);
    assert_eq!(checked(maps::twins(60)).model().fields.len(), 120);
}

#[test]
fn very_many_findings_are_printed_in_their_order() {
    let analysis = checked(maps::twins(4_500));
    assert!(
        analysis.findings.len() > 4_000,
        "{}",
        analysis.findings.len()
    );
    let document: serde_json::Value = serde_json::from_str(&json::render(&analysis)).expect("JSON");
    let printed = document["findings"].as_array().expect("a list");
    assert_eq!(printed.len(), analysis.findings.len());
    for ((number, printed), finding) in (1..).zip(printed).zip(&analysis.findings) {
        assert_eq!(printed["number"], number);
        assert_eq!(printed["name"], *finding.name);
        assert_eq!(printed["message"], *finding.message);
    }
    let again = serde_json::to_string_pretty(&document).expect("JSON");
    let lines = |text: &str| text.lines().count();
    assert_eq!(
        lines(&again),
        lines(&json::render(&analysis)),
        "it is indented as a whole"
    );
}
