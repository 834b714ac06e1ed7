//! Names and words as people write them on the command line and in flow files.

use super::schema::findings;
use super::{check_refusal, check_status};
use crate::folder::Folder;

/// Two systems and two terms; one of each has a comma in its id and name.
const COMMAS: &str = "\
organisations: {\"Health, Dept of\": {}, other: Other}
terms: {\"date, of death\": {name: \"Date, of death\"}, cause: Cause}
systems:
  ward: {name: \"Ward, the\", owner: \"Health, Dept of\", fields: [\"date, of death\", cause]}
  office: {owner: other, fields: [cause]}
flows: [{from: ward, to: office, fields: [cause]}]
needs: {who: {who: other, terms: [cause]}}
";

#[test]
fn a_name_with_a_comma_can_be_chosen() {
    let folder = Folder::with("names-commas", "map.yaml", COMMAS);
    let run = |arguments: &[&str]| check_status(folder.path(), arguments, 0).text().to_owned();
    for term in [r#""date, of death",cause"#, r"date\, of death, cause"] {
        let told = run(&["crosswalk", term, "map.yaml"]);
        assert!(
            told.contains("`date, of death`, `cause` are held in 3 fields"),
            "{told}"
        );
        run(&["triangulate", term, "map.yaml"]);
    }
    for selector in [
        r#""Ward, the""#,
        r"Ward\, the",
        r#"org:"Health, Dept of""#,
        r"org:Health\, Dept of",
        r#"office,"Ward, the""#,
    ] {
        for flag in ["--only", "--focus"] {
            run(&["draw", flag, selector, "map.yaml"]);
        }
    }
    check_refusal_of(&folder, "Ward, the", "`the` chooses nothing");
    let help = run(&["draw", "--help"]);
    assert!(help.contains("double quotes"), "{help}");
}

#[test]
fn a_value_with_a_comma_and_a_case_with_an_equals_sign_can_be_chosen() {
    let map = "\
dimensions: {area: {values: [\"Isle, the\", main]}}
organisations: {office: Office}
terms: {cause: Cause}
systems: {book: {owner: office, kind: collection, covers: {area: \"Isle, the\"}, fields: [cause]}}
cases: {\"area=isle\": {name: On the isle, covers: {area: \"Isle, the\"}}}
";
    let folder = Folder::with("names-values", "map.yaml", map);
    for case in [r#"area="Isle, the""#, r"area=Isle\, the", "area=isle"] {
        let told = check_status(folder.path(), &["case", case, "map.yaml"], 0);
        let told = told.text().to_lowercase();
        assert!(told.contains("isle"), "{case}: {told}");
        assert!(told.contains("book"), "{case}: {told}");
    }
}

fn check_refusal_of(folder: &Folder, selector: &str, word: &str) {
    let run = check_status(folder.path(), &["draw", "--only", selector, "map.yaml"], 2);
    assert!(
        run.stderr.contains(word) || run.stderr.contains("`Ward` chooses"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_closed_word_is_read_whatever_its_capitals_spaces_and_hyphens() {
    let written = "\
dimensions: {age: {range: Years}, wait: {range: days}}
systems:
  a: {kind: Record, level: RECORD, captured: 2 Days, fields: {b: {type: Date, covers: {age: 18 YEARS+, wait: All}}, c: }}
  d: {kind: collection, level: Aggregate, fields: [b]}
flows:
  - {from: a, to: d, fields: [b, {from: c, to: b, how: Derived}], method: Form, every: Month, lag: 6 Weeks, contains: Personal, status: Current, confidence: Reported}
  - {from: d, to: a, fields: [b], method: E-Mail, every: 2-Weeks, lag: 1 Working-Day, basis: Unknown, purpose: Not Shared}
needs: {n: {who: x, terms: [b], within: 3_Months, level: Record, every: Quarter}}
organisations: {x: X}
terms: {b: B}
decisions: [{finding: unowned/a, status: In Hand}]
";
    let plain = written
        .replace("E-Mail", "email")
        .replace("2-Weeks", "2 weeks")
        .replace("1 Working-Day", "1 working day")
        .replace("Not Shared", "not-shared")
        .replace("3_Months", "3 months")
        .replace("In Hand", "in-hand");
    let plain: String = plain
        .lines()
        .map(|line| {
            if line.starts_with("organisations") || line.starts_with("terms") {
                format!("{line}\n")
            } else {
                format!("{}\n", line.to_lowercase())
            }
        })
        .collect();
    let names = |text: &str| {
        let read = findings("names-words", text);
        let findings = read["findings"].as_array().expect("there is a list");
        let names = findings.iter().map(|finding| finding["name"].to_string());
        names.collect::<Vec<String>>()
    };
    let (read, expected) = (names(written), names(&plain));
    assert!(
        !expected.iter().any(|name| name.contains("invalid")),
        "{expected:?}"
    );
    assert_eq!(read, expected);
}

#[test]
fn a_word_that_is_none_is_still_refused() {
    let folder = Folder::with("names-none", "map.yaml", COMMAS);
    check_refusal(
        folder.path(),
        &["trace", "nowhere.nothing", "map.yaml"],
        &["nowhere"],
    );
}

/// Systems with dots in their ids; one id is the beginning of another.
const DOTS: &str = "\
organisations: {o: Office, p: Press}
terms: {day: {name: Day, definition: The day it happened}}
systems:
  lake: {owner: o, name: The whole lake}
  lake.orders: {owner: o, name: Orders table, fields: {day: {type: date}}}
  lake.customers: {owner: p, name: Customers table, fields: {day: {type: boolean}}}
flows:
  - {from: lake.orders, to: lake.customers, fields: [day], basis: Act}
needs: {n: {who: p, question: Which days?, terms: [day]}}
";

#[test]
fn an_id_with_dots_is_taken_whole() {
    let folder = Folder::with("names-dots", "map.yaml", DOTS);
    let run = |arguments: &[&str]| check_status(folder.path(), arguments, 0).text().to_owned();
    for field in ["lake.orders.day", "Lake.Orders.Day"] {
        let told = run(&["trace", field, "map.yaml"]);
        assert!(told.contains("lake.customers.day"), "{told}");
    }
    let told = run(&["impact", "lake.orders", "map.yaml"]);
    assert!(told.contains("`lake.orders` is felt in"), "{told}");
    for arguments in [
        &["draw", "--only", "lake.orders.day", "map.yaml"][..],
        &["draw", "--view", "mismatches", "map.yaml"][..],
    ] {
        let told = run(arguments);
        assert!(told.contains("Orders table"), "the picture shows it");
        assert!(
            !told.contains("The whole lake"),
            "and nothing that is not meant"
        );
    }
}

#[test]
fn composed_and_decomposed_letters_are_one_id() {
    let map = "organisations: [o]\nsystems: {caf\u{e9}: {owner: o, fields: [x]}, b: {owner: o, fields: [x]}}\nflows: [\"cafe\u{301} -> b\"]\n";
    let folder = Folder::with("names-letters", "map.yaml", map);
    let told = check_status(folder.path(), &["check", "map.yaml"], 0);
    assert!(told.text().contains("2 systems"), "{}", told.text());
    let told = check_status(folder.path(), &["trace", "cafe\u{301}.x", "map.yaml"], 0);
    assert!(told.text().contains("caf\u{e9}.x"), "{}", told.text());
}
