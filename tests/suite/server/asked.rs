//! The forms for questionnaires, and for a comparison with chosen files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Served;
use super::herds;
use crate::folder::Folder;
use crate::sheets;

/// The texts of the map.
fn map(folder: &Folder) -> Vec<Vec<u8>> {
    ["flows/map.yaml", "flows/flows.yaml"]
        .map(|file| folder.read(file))
        .to_vec()
}

/// The questionnaire of a body as the page gets it: its name and its bytes.
fn questionnaire(served: &Served, id: &str) -> (String, Vec<u8>) {
    let said = served.post("/questionnaire", &json!({ "id": id }));
    assert_eq!(said.status, 200, "{}", said.text());
    let said = said.json();
    let data = said["data"].as_str().expect("base64");
    let name = said["name"].as_str().expect("a name").to_owned();
    (name, STANDARD.decode(data).expect("base64"))
}

/// The workbook with yes to every statement, and with this date.
fn confirmed(bytes: &[u8], day: &str) -> Value {
    let mut all = sheets::read(bytes);
    for (name, rows) in &mut all {
        match name.as_str() {
            "Start here" => {
                let row = rows.iter_mut().find(|row| row[0] == "Date of your answers");
                let row = row.expect("a row");
                row.resize(2.max(row.len()), String::new());
                day.clone_into(&mut row[1]);
            }
            "Please check" | "Data items" => {
                for row in &mut rows[1..] {
                    "yes".clone_into(&mut row[3]);
                }
            }
            _ => {}
        }
    }
    json!({"name": "vets.xlsx", "data": STANDARD.encode(sheets::write(&all))})
}

#[test]
fn a_questionnaire_is_saved_and_its_answers_are_shown_and_then_written() {
    let folder = herds("server-asked");
    let served = Served::start(&folder);
    let bodies = served.post("/questionnaires", &json!({})).json();
    let ids: Vec<&str> = bodies
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert!(ids.contains(&"vets"), "{bodies}");
    let (name, bytes) = questionnaire(&served, "vets");
    assert_eq!(name, "vets.xlsx");
    assert_eq!(questionnaire(&served, "").0, "questionnaires.zip");
    let unknown = served.post("/questionnaire", &json!({"id": "vetz"}));
    assert!(
        unknown.text().contains("did you mean `vets`?"),
        "{}",
        unknown.text()
    );

    let without_day = served.post("/answers", &confirmed(&bytes, ""));
    assert_eq!(without_day.status, 422);
    assert!(
        without_day.text().contains("the answers have no date"),
        "{}",
        without_day.text()
    );
    let before: Vec<Vec<u8>> = map(&folder);
    let answered = confirmed(&bytes, "2026-03-31");
    let shown = served.post("/answers", &answered);
    assert_eq!(shown.status, 200, "{}", shown.text());
    let shown = shown.json();
    let html = shown["html"].as_str().expect("markup");
    assert!(
        html.contains("answer of ") && html.contains("2026-03-31"),
        "{html}"
    );
    assert_eq!(map(&folder), before, "nothing is written");

    // Without the mark of what was shown, and with that of another map, nothing is written.
    let mut written = answered.clone();
    assert_eq!(served.post("/answers/write", &written).status, 409);
    written["mark"] = shown["mark"].clone();
    let said = served.post("/answers/write", &written);
    assert_eq!(said.status, 200, "{}", said.text());
    assert_ne!(map(&folder), before);
    let again = served.post("/answers", &answered).json();
    assert_eq!(again["files"], json!([]), "once is enough: {again}");
}

#[test]
fn another_file_is_no_questionnaire() {
    let folder = herds("server-asked-not");
    let served = Served::start(&folder);
    for (data, words) in [
        (
            STANDARD.encode("PK\u{3}\u{4} and no more"),
            "damaged workbook",
        ),
        (STANDARD.encode("systems: [a]"), "is no questionnaire"),
        ("%%%".to_owned(), "not one that the page makes"),
    ] {
        let said = served.post("/answers", &json!({"name": "x.xlsx", "data": data}));
        assert_eq!(said.status, 422, "{}", said.text());
        assert!(said.text().contains(words), "{}", said.text());
    }
}

#[test]
fn the_map_is_compared_with_files_of_the_reader() {
    let folder = herds("server-compared");
    let served = Served::start(&folder);
    let old = json!({"files": [{"name": "old.yaml", "text": "systems:\n  old_ledger: {name: Old <b>ledger</b>}\n"}]});
    let said = served.post("/compare", &old);
    assert_eq!(said.status, 200, "{}", said.text());
    let html = said.json()["html"].as_str().expect("markup").to_owned();
    assert!(html.contains("Old &lt;b&gt;ledger"), "{html}");
    assert!(html.contains("Compared with an older map"), "{html}");
    let broken =
        json!({"files": [{"name": "old.yaml", "text": "systems:\n  a: {name: \"A}\n  b: B\n"}]});
    let said = served.post("/compare", &broken).json();
    assert!(
        said["faults"][0]
            .as_str()
            .is_some_and(|line| line.starts_with("old.yaml:")),
        "{said}"
    );
    for files in [json!([]), json!([{"name": "x.yaml", "text": "# nothing"}])] {
        let said = served.post("/compare", &json!({ "files": files }));
        assert_eq!(said.status, 422, "{}", said.text());
    }
}
