//! The form that walks a case through the map.

use serde_json::json;

use super::Served;
use super::herds;

/// The people of the systems with herds, and a case.
const CASES: &str = "\
dimensions: {kind: {name: Kind of animal, values: [cattle, sheep]}, age: {range: years}}
systems:
  cattle_list: {name: Cattle list, owner: vets, kind: collection, covers: {kind: cattle}}
flows:
  - {from: herd_book, to: cattle_list, fields: [herd_size], method: form, every: event}
cases:
  old_cow: {name: An old cow, covers: {kind: cattle, age: 20}}
";

#[test]
fn a_case_is_walked_through_the_map_that_the_page_shows() {
    let folder = herds("server-case");
    folder.write("flows/cases.yaml", CASES.as_bytes());
    let served = Served::start(&folder);
    assert!(served.page.contains("Who must be told of one case"));
    let choices = served.post("/case", &json!({})).json();
    assert_eq!(
        choices["cases"][0],
        json!({"id": "old_cow", "name": "An old cow"})
    );
    assert_eq!(choices["dimensions"][1]["values"][0]["id"], "cattle");
    assert_eq!(choices["dimensions"][0]["unit"], "years");
    let kept = served.post("/case", &json!({"kept": "old_cow"}));
    assert_eq!(kept.status, 200, "{}", kept.text());
    let html = kept.json()["html"].as_str().expect("markup").to_owned();
    for part in [
        "An old cow: 0 systems must be told, 1 may be told. 1 more holds such cases",
        "Cattle list",
        "that it is told in this way is only assumed",
        "<table",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    let said = served.post("/case", &json!({"said": [["kind", "sheep"], ["age", "3"]]}));
    let html = said.json()["html"].as_str().expect("markup").to_owned();
    assert!(
        html.contains("covers only Kind of animal: cattle"),
        "{html}"
    );
}

#[test]
fn a_mistake_in_the_form_is_said_in_words() {
    let folder = herds("server-case-not");
    folder.write("flows/cases.yaml", CASES.as_bytes());
    let served = Served::start(&folder);
    for (asked, words) in [
        (json!({"kept": "old_caw"}), "did you mean `old_cow`?"),
        (
            json!({"said": [["kind", "<script>"]]}),
            "is not a value of the dimension `kind`",
        ),
        (json!({"said": [["age", "old"]]}), "is not a range of `age`"),
        (json!({"said": []}), "says nothing of the case"),
    ] {
        let answer = served.post("/case", &asked);
        assert_eq!(answer.status, 422, "{asked}: {}", answer.text());
        let message = answer.json()["message"].as_str().expect("words").to_owned();
        assert!(message.contains(words), "{asked}: {message}");
    }
    assert_eq!(served.post("/case", &json!({"said": 1})).status, 400);
}

#[test]
fn the_chapter_of_cases_comes_and_goes_with_them() {
    let folder = herds("server-case-chapter");
    let served = Served::start(&folder);
    assert!(!served.page.contains("Who must be told of one case"));
    let mut stream = served.listen();
    let has_chapter = |event: &serde_json::Value| {
        let ids = event["ids"].as_array().expect("a list");
        ids.iter().any(|id| id == "cases")
    };
    folder.write("flows/cases.yaml", CASES.as_bytes());
    stream.until(has_chapter);
    folder.write(
        "flows/cases.yaml",
        CASES.split("cases:").next().expect("a part").as_bytes(),
    );
    stream.until(|event| !has_chapter(event));
}
