//! The answer about a case: the words for a small map, mistakes, and the case in the report and the picture.

mod loops;
mod must;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use flowmap::ask::{Answer, Cell, case};
use flowmap::picture::views;
use flowmap::picture::views::{Spec, View};
use flowmap::print::answer;
use flowmap::read::source::SourceSet;

use crate::expectation::{analysis, check_expectation};
use crate::graph::read;

/// The answer for each system: all of the case, some of it, none, or that it cannot be told.
fn verdicts(answer: &Answer) -> BTreeMap<String, &'static str> {
    let mut verdicts = BTreeMap::new();
    for row in answer
        .rows
        .iter()
        .filter(|row| row.cells[0] != Cell::from("asked again"))
    {
        let (Cell::Text(said), Cell::Text(system)) = (&row.cells[1], &row.cells[2]) else {
            panic!("{row:?}");
        };
        let word = match said.as_str() {
            "must be told" | "holds such cases" | "has it" | "gets a copy" | "counts it" => "all",
            "may be told" | "may have it" | "may get a copy" | "may count it" => "some",
            "cannot tell" => "cannot tell",
            _ => "none",
        };
        verdicts.insert(system.clone(), word);
    }
    verdicts
}

/// A ward that must tell two regulators and a statistics office, and a register that all deaths reach.
const SMALL: &str = r"
dimensions:
  setting: {name: Care setting, values: [inpatient, community]}
  power: {name: Legal power, values: [detained, informal]}
  age: {name: Age, range: years}
  event: {name: Event, values: [incident, no_incident]}
organisations: {trust: The trust, watch: The watchdog, office: The statistics office, coroner: The coroner, clinic: Private clinics, registrar: The registrar}
terms: {date_of_death: Date of death, cause: Cause of death, nhs_number: {name: NHS number, identifier: true}}
systems:
  record: {name: Patient record, owner: trust, kind: record, captured: 1 day, covers: {setting: [inpatient, community]}, source: x, fields: [nhs_number, date_of_death, cause]}
  form_a: {name: Form A, owner: watch, kind: collection, covers: {setting: inpatient, power: detained}, source: x, fields: [date_of_death, cause]}
  form_b: {name: Form B, owner: watch, kind: collection, covers: {power: informal}, source: x, fields: [date_of_death]}
  adults: {name: Adult returns, owner: office, kind: collection, covers: {age: 18+}, source: x, fields: [nhs_number, date_of_death]}
  incidents: {name: Incidents, owner: office, kind: collection, covers: {event: incident}, source: x, fields: [cause]}
  silent: {name: Ministerial list, owner: office, kind: collection, covers: {setting: inpatient}, source: x}
  open: {name: Local list, owner: office, kind: collection, covers: {power: unknown}, source: x}
  inquest: {name: Inquest file, owner: coroner, kind: record, covers: {power: detained}, source: x, fields: [date_of_death, cause]}
  deaths: {name: Register of deaths, owner: registrar, kind: register, source: x, fields: [date_of_death]}
  linked: {name: Linked deaths, owner: office, kind: linkage, source: x, fields: [date_of_death]}
  figures: {name: Yearly figures, owner: office, kind: publication, level: aggregate, covers: {setting: inpatient}, fields: [number]}
flows:
  - {from: record, to: form_a, fields: [date_of_death, cause], method: form, every: event, lag: 3 days, basis: The act, identifiers: none, source: x}
  - {from: record, to: form_b, fields: [date_of_death], method: form, every: event, source: x}
  - {from: clinic, to: form_a, fields: [date_of_death], method: form, every: event, source: x}
  - {from: record, to: adults, fields: [nhs_number, date_of_death], method: upload, every: month, lag: 1 month, source: x}
  - {from: record, to: incidents, fields: [cause], every: event, source: x}
  - {from: record, to: inquest, fields: [date_of_death, cause], by: trust, method: email, every: event, basis: The law, source: x}
  - {from: inquest, to: deaths, fields: [date_of_death], every: event, lag: 6 months, basis: The law, source: x}
  - {from: deaths, to: linked, fields: [date_of_death], every: year, source: x}
  - {from: form_a, to: figures, every: year, source: x}
cases:
  detained: {name: A detained adult on a ward, covers: {setting: inpatient, power: detained, age: 45}, compare_with: informal}
  informal: {name: An informal adult on a ward, covers: {setting: inpatient, power: informal, age: 45}}
  child: {covers: {age: 17}}
";

#[test]
fn a_small_map_in_words() {
    let graph = read(SMALL).graph;
    let mut text = String::new();
    for asked in [
        "detained",
        "setting=community, power=[informal], age=18+",
        "detained, informal; age=17",
    ] {
        let told = case::ask(&graph, asked).expect("the case is understood");
        text.push_str("$ flowmap case ");
        let asked = format!("{asked:?}");
        text.push_str(&asked);
        text.push('\n');
        text.push_str(&answer::text(&told));
        text.push('\n');
    }
    check_expectation("tests/suite/case/case.txt", &text);
}

#[test]
fn a_collection_whose_flows_have_ended_is_left_out() {
    let old = "systems:\n  old: {name: Old form, owner: watch, kind: collection, covers: {setting: inpatient}, source: x, fields: [cause]}\n";
    let told = |status: &str| {
        let flow = "cases:\n";
        let sent = format!(
            "  - {{from: record, to: old, fields: [cause], every: event, status: {status}, source: x}}\n{flow}"
        );
        let text = SMALL
            .replacen("systems:\n", old, 1)
            .replacen(flow, &sent, 1);
        let graph = read(&text).graph;
        verdicts(&case::ask(&graph, "detained").unwrap()).contains_key("Old form")
    };
    assert!(told("current"));
    assert!(!told("ended"));
}

#[test]
fn what_comes_by_a_flow_that_may_have_ended_cannot_be_told() {
    let told = |status: &str| {
        let late = "systems:\n  late: {name: Late list, owner: office, kind: linkage, source: x, fields: [date_of_death]}\n";
        let sent = format!(
            "  - {{from: record, to: late, fields: [date_of_death], every: event, status: {status}, source: x}}\ncases:\n"
        );
        let text = SMALL
            .replacen("systems:\n", late, 1)
            .replacen("cases:\n", &sent, 1);
        let told = case::ask(&read(&text).graph, "detained").unwrap();
        let why = told
            .rows
            .iter()
            .find(|row| row.cells[2] == Cell::from("Late list"));
        let why = format!("{:?}", why.expect("it is in the answer").cells);
        (
            verdicts(&told)["Late list"],
            why.contains("the flow from Patient record still runs"),
        )
    };
    assert_eq!(told("current"), ("all", false));
    assert_eq!(told("unknown"), ("cannot tell", true));
}

#[test]
fn a_number_alone_is_that_age_itself() {
    let graph = read(SMALL).graph;
    let told = |asked: &str| verdicts(&case::ask(&graph, asked).unwrap())["Adult returns"];
    assert_eq!(told("age=45"), "all");
    assert_eq!(told("child"), "none");
    assert_eq!(told("age=17..18"), "some");
    assert_eq!(told("setting=inpatient"), "some");
}

#[test]
fn a_mistake_in_a_case_names_what_there_is() {
    let graph = read(SMALL).graph;
    let told = |asked: &str| case::ask(&graph, asked).unwrap_err().0;
    for (asked, parts) in [
        (
            "seting=inpatient",
            &["no dimension `seting`", "`setting`"][..],
        ),
        (
            "setting=inpatiant",
            &[
                "`inpatiant` is not a value of the dimension `setting`",
                "did you mean `inpatient`",
            ],
        ),
        ("age=old", &["`old` is not a range of `age`", "18+"]),
        ("age=20..10", &["runs backwards"]),
        ("setting=inpatient, setting=community", &["given twice"]),
        ("setting=", &["not complete"]),
        ("inpatient, age=3", &["`inpatient` belongs to no dimension"]),
        (
            "detaind",
            &[
                "there is no case `detaind`",
                "did you mean `detained`",
                "dimension=value",
            ],
        ),
        ("", &["name a case"]),
        ("{}", &["says nothing of the case"]),
    ] {
        let words = told(asked);
        for part in parts {
            assert!(words.contains(part), "{asked}: {words}");
        }
    }
    let empty = case::ask(&read("systems: [a]\n").graph, "x").unwrap_err().0;
    assert!(empty.contains("it has none"), "{empty}");
}

#[test]
fn a_case_that_refers_to_none_is_told_and_kept() {
    let map = "dimensions: {age: {range: years}}\ncases: {one: {covers: {age: 3, size: big}, compare_with: oen}, two: {cover: {age: 3}}}\n";
    let analysis = analysis(SourceSet::from_strings([("map.yaml", map)]));
    let names: BTreeSet<&str> = analysis
        .findings
        .iter()
        .map(|finding| &*finding.name)
        .collect();
    let rules: BTreeSet<&str> = analysis
        .findings
        .iter()
        .map(|finding| finding.kind.name)
        .collect();
    assert!(
        rules.contains("unknown-reference") && rules.contains("unknown-key"),
        "{names:?}"
    );
    assert!(case::ask(&analysis.graph, "one").is_ok());
}

#[test]
fn the_report_has_a_chapter_where_the_map_keeps_cases() {
    let map = read(SMALL);
    let text = flowmap::report::markdown::report(&map);
    let (_, chapter) = text
        .split_once("\n## Who must be told of one case\n")
        .expect("the chapter");
    for part in [
        "A detained adult on a ward",
        "Ministerial list",
        "What differs",
        "covers only Legal power: informal",
    ] {
        assert!(chapter.contains(part), "{part} is not in the chapter");
    }
    let without = SMALL.split("cases:").next().expect("a part");
    let text = flowmap::report::markdown::report(&read(without));
    assert!(!text.contains("Who must be told of one case"));
}

#[test]
fn the_schema_of_answers_has_the_keys_that_are_printed() {
    let map = read(SMALL);
    let asked = case::ask(&map.graph, "detained").unwrap();
    let printed: serde_json::Value =
        serde_json::from_str(&answer::json(&map.sources, &asked)).unwrap();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(["schema", "answer"])
        .output()
        .expect("the program starts");
    let schema: serde_json::Value = serde_json::from_slice(&program.stdout).expect("JSON");
    let keys = |value: &serde_json::Value| -> BTreeSet<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let row = &schema["properties"]["rows"]["items"];
    assert_eq!(keys(&row["properties"]), keys(&printed["rows"][0]));
    assert!(keys(&printed).is_subset(&keys(&schema["properties"])));
    assert!(
        keys(&row["properties"]["place"]["anyOf"][1]["properties"])
            == keys(&printed["rows"][0]["place"])
    );
}

#[test]
fn the_picture_of_a_case_has_those_it_reaches_and_no_others() {
    let map = read(SMALL);
    let draw = |of: Option<&str>| {
        let spec = Spec {
            of: of.map(str::to_owned),
            ..Spec::of(View::Case)
        };
        views::view(&map, &spec)
    };
    let sketch = draw(Some("detained")).unwrap();
    let title = &sketch.diagram.title;
    assert!(title.contains("A detained adult on a ward"), "{title}");
    let boxes: Vec<String> = sketch
        .diagram
        .nodes
        .iter()
        .map(|node| format!("{node:?}"))
        .collect();
    let has = |name: &str| boxes.iter().any(|one| one.contains(name));
    assert!(has("Inquest file") && has("must be told") && !has("Form B"));
    assert!(draw(None).unwrap().told[0].contains("`child`"));
    assert!(draw(Some("power=informal")).is_ok());
    assert!(draw(Some("detained, informal")).is_err());
    let bare = read("systems: [a]\n");
    assert!(
        views::view(&bare, &Spec::of(View::Case))
            .unwrap_err()
            .0
            .contains("keeps no case")
    );
}

/// Somebody who may tell the register sooner does not make what follows from the register sooner than what surely tells it. And what a body
/// passes on from a system that nobody has named need not be what it was told.
#[test]
fn what_follows_is_as_late_as_the_way_that_surely_leads_there() {
    let map = read(
        "
dimensions: {power: {name: Legal power, values: [detained, informal]}}
organisations: {trust: The trust, coroner: The coroner, kin: The family, registrar: The registrar, office: The statistics office, board: The board}
terms: {date_of_death: Date of death}
systems:
  record: {owner: trust, kind: record, captured: 1 day, covers: {power: all}, source: x, fields: [date_of_death]}
  inquest: {owner: coroner, kind: record, covers: {power: detained}, source: x, fields: [date_of_death]}
  deaths: {name: Register of deaths, owner: registrar, kind: register, covers: {power: all}, source: x, fields: [date_of_death]}
  coded: {name: Coded deaths, owner: office, kind: register, covers: {power: all}, source: x, fields: [date_of_death]}
  returns: {name: Monthly returns, owner: office, kind: collection, covers: {power: all}, source: x, fields: [date_of_death]}
flows:
  - {from: record, to: inquest, fields: [date_of_death], every: event, lag: 1 day, basis: The law, source: x}
  - {from: inquest, to: deaths, fields: [date_of_death], every: event, lag: 30 weeks, basis: The law, source: x}
  - {from: kin, to: deaths, fields: [date_of_death], every: event, lag: 1 day, source: x}
  - {from: deaths, to: coded, fields: [date_of_death], every: event, lag: 1 day, source: x}
  - {from: deaths, to: board, fields: [date_of_death], every: event, lag: 1 day, source: x}
  - {from: board, to: returns, fields: [date_of_death], every: month, lag: 2 days, source: x}
",
    );
    let answer = case::ask(&map.graph, "power=detained").unwrap();
    let told = |system: &str| {
        let row = answer
            .rows
            .iter()
            .find(|row| row.cells[2] == Cell::from(system));
        format!("{:?}", row.expect("a row of it").cells)
    };
    let coded = told("Coded deaths");
    assert!(coded.contains("7 months after the event"), "{coded}");
    let returns = told("Monthly returns");
    assert!(
        returns.contains("2 days after the event at the earliest"),
        "{returns}"
    );
    assert!(!returns.contains("later, after"), "{returns}");
}
