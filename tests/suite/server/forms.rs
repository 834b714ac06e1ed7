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
