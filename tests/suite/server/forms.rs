//! The forms that change a map or try a change.

use serde_json::json;

use super::Served;
use super::herds;

#[test]
fn a_decision_of_the_form_is_written_into_the_map() {
    let folder = herds("server-decide");
    folder.write(
        "flows/more.yaml",
        b"systems: {loose: {kind: record, fields: [herd_size]}}\n",
    );
    let served = Served::start(&folder);
    let said = served.post(
        "/decide",
        &json!({"name": "unowned/loose", "status": "open", "why": "We ask", "due": "2026-02-30"}),
    );
    assert_eq!(said.status, 422);
    assert!(
        said.text().contains("`2026-02-30` is no day"),
        "{}",
        said.text()
    );
    let said = served.post(
        "/decide",
        &json!({"name": "nothing/of/the/kind", "status": "open"}),
    );
    assert!(
        said.text().contains("no finding or topic is called"),
        "{}",
        said.text()
    );
    let said = served.post(
        "/decide",
        &json!({"name": "unowned/loose", "status": "open", "why": "We ask", "by": "vets"}),
    );
    assert_eq!(said.status, 200, "{}", said.text());
    let file = said.json()["files"][0].as_str().expect("a file").to_owned();
    assert!(file.ends_with("decisions.yaml"), "{file}");
    let text = String::from_utf8(folder.read(&file)).expect("it is text");
    assert_eq!(
        text,
        "decisions:\n  - finding: unowned/loose\n    status: open\n    why: We ask\n    by: vets\n"
    );
}

#[test]
fn an_id_is_renamed_from_the_page() {
    let folder = herds("server-rename");
    let served = Served::start(&folder);
    let said = served.post("/rename", &json!({"old": "herd_bok", "new": "x"}));
    assert!(
        said.text().contains("did you mean `herd_book`?"),
        "{}",
        said.text()
    );
    let said = served.post("/rename", &json!({"old": "herd_book", "new": "stock_book"}));
    assert_eq!(said.status, 200, "{}", said.text());
    for file in said.json()["files"].as_array().expect("files") {
        let text = folder.read(file.as_str().expect("a name"));
        let text = String::from_utf8(text).expect("it is text");
        assert!(text.contains("stock_book"), "{text}");
    }
}

#[test]
fn what_if_writes_nothing() {
    let folder = herds("server-whatif");
    let served = Served::start(&folder);
    let said = served.post("/whatif", &json!({"changes": ["retire herd_book"]}));
    assert_eq!(said.status, 200, "{}", said.text());
    assert_eq!(said.json()["title"], "what if: `retire herd_book`");
    let said = served.post("/whatif", &json!({"changes": ["retire herd_bok"]}));
    assert_eq!(said.status, 422);
    assert!(
        said.text().contains("did you mean `herd_book`?"),
        "{}",
        said.text()
    );
}

#[test]
fn the_scenarios_of_the_map_are_offered_and_tried_with_other_changes() {
    let folder = herds("server-scenarios");
    folder.write(
        "flows/scenarios.yaml",
        b"scenarios:\n  one_book: {name: One book, changes: [retire animal_register, as-of 2026-10-01]}\n  odd: {changes: [close herd_book]}\n",
    );
    let served = Served::start(&folder);
    let said = served.post("/choices", &json!({"scenarios": true}));
    assert_eq!(
        said.json()["scenarios"],
        json!([
            {"id": "one_book", "name": "One book", "changes": [
                {"text": "retire animal_register", "words": "Animal register is no longer there"},
                {"text": "as-of 2026-10-01", "words": "The day is 2026-10-01"},
            ]},
            {"id": "odd", "name": "odd", "changes": [{"text": "close herd_book", "words": "close herd_book"}]},
        ])
    );
    // No other form carries them.
    let said = served.post("/choices", &json!({"kinds": ["system"]}));
    assert_eq!(said.json()["scenarios"], json!([]));
    // A scenario by its id, and beside another change.
    let said = served.post(
        "/whatif",
        &json!({"changes": ["one_book", "agree herd_size type=number"]}),
    );
    assert_eq!(said.status, 200, "{}", said.text());
    assert_eq!(
        said.json()["title"],
        "what if: `retire animal_register`; `as-of 2026-10-01`; `agree herd_size type=number`"
    );
    let shown = said.json()["html"].to_string();
    assert!(shown.contains("Questions and findings"), "{shown}");
    let said = served.post("/whatif", &json!({"changes": ["odd"]}));
    assert_eq!(said.status, 422);
    assert!(
        said.text()
            .contains("`close herd_book` in the scenario `odd` is no change"),
        "{}",
        said.text()
    );
    // Two that contradict each other are told so, as on the command line.
    let said = served.post(
        "/whatif",
        &json!({"changes": ["one_book", "serve animal_register from herd_book"]}),
    );
    assert_eq!(said.status, 422);
    assert!(
        said.text().contains("contradict each other"),
        "{}",
        said.text()
    );
}

#[test]
fn the_forms_are_offered_what_can_be_chosen() {
    let folder = herds("server-choices");
    let served = Served::start(&folder);
    let said = served.post("/choices", &json!({"kinds": ["system"], "decision": "x"}));
    assert_eq!(said.status, 200, "{}", said.text());
    let all = said.json();
    let systems = all["things"].as_array().expect("a list");
    let book = systems.iter().find(|one| one["id"] == "herd_book");
    assert_eq!(book.expect("it is offered")["kind"], "system");
    assert!(all["bodies"].as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(all["statuses"][1], "in-hand");
    assert!(all["earlier"].is_null());
}

#[test]
fn a_dispute_of_the_form_is_written_into_the_map() {
    let folder = herds("server-dispute");
    let served = Served::start(&folder);
    let dispute = |kind: &str, id: &str, says: &str, by: &str| {
        let said = json!({"kind": kind, "id": id, "says": says, "by": by});
        served.post("/dispute", &said)
    };
    let said = dispute("system", "herd_bok", "No", "");
    assert_eq!(said.status, 422);
    assert!(
        said.text().contains("did you mean `herd_book`?"),
        "{}",
        said.text()
    );
    let said = dispute("system", "herd_book", " ", "");
    assert!(
        said.text().contains("nothing is written"),
        "{}",
        said.text()
    );
    let said = dispute("system", "herd_book", "It was given up", "nobody_here");
    assert_eq!(said.status, 422, "{}", said.text());
    // One, then another of the same thing.
    for (says, by) in [("It was given up", "vets"), ("It counts sheep only", "")] {
        let said = dispute("system", "herd_book", says, by);
        assert_eq!(said.status, 200, "{}", said.text());
        let file = said.json()["files"][0].as_str().expect("a file").to_owned();
        let text = String::from_utf8(folder.read(&file)).expect("it is text");
        assert!(text.contains("disputed:") && text.contains(says), "{text}");
    }
}

#[test]
fn the_id_at_the_cursor_is_found() {
    let folder = herds("server-id");
    let served = Served::start(&folder);
    let text = "systems: {herd_book: {fields: [herd_size]}}\n";
    let at = text.find("book").expect("it is there");
    let said = served.post(
        "/edit/id",
        &json!({"file": "flows/x.yaml", "text": text, "at": at}),
    );
    assert_eq!(said.json(), json!([{"kind": "system", "id": "herd_book"}]));
    let said = served.post(
        "/edit/id",
        &json!({"file": "flows/x.yaml", "text": text, "at": 2}),
    );
    assert_eq!(said.json(), json!([]));
}
