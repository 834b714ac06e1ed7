//! A text that takes long to check delays no other request.

use std::thread;

use serde_json::json;

use super::MAP;
use super::Served;
use super::herds;
use crate::costly::maps;

/// A map that takes seconds in a build for tests.
fn slow() -> String {
    maps::complete(70).remove(0).1
}

#[test]
fn a_slow_text_keeps_no_other_waiting() {
    let folder = herds("slow-text");
    let served = Served::start(&folder);
    thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let body = json!({"file": "flows/slow.yaml", "text": slow()});
            served.post("/edit/check", &body)
        });
        thread::sleep(std::time::Duration::from_millis(300));
        let body = json!({"file": "flows/map.yaml", "text": MAP});
        assert_eq!(served.post("/edit/check", &body).status, 200);
        assert_eq!(served.get("/").status, 200);
        let body = json!({"file": "flows/map.yaml"});
        assert_eq!(served.post("/edit/open", &body).status, 200);
        assert!(
            !slow.is_finished(),
            "the text is not slow enough for this test"
        );
        let answer = slow.join().expect("it is answered");
        assert_eq!(answer.status, 200);
        assert!(!answer.json().as_array().expect("marks").is_empty());
    });
}

#[test]
fn a_slow_save_keeps_no_answer_waiting() {
    let folder = herds("slow-save");
    let served = Served::start(&folder);
    let body = json!({"file": "flows/slow.yaml", "text": slow(), "was": null});
    let saved = served.post("/edit/save", &body);
    assert_eq!(saved.status, 200, "{}", saved.text());
    let is_looked_at = || {
        let files = served.post("/edit/files", &json!({}));
        assert_eq!(files.status, 200);
        files.text().contains("slow.yaml")
    };
    // The map is being checked now: the answers are about the one before.
    let body = json!({"file": "flows/map.yaml"});
    assert_eq!(served.post("/edit/open", &body).status, 200);
    assert_eq!(served.get("/").status, 200);
    assert!(!is_looked_at(), "the map is not slow enough for this test");
    while !is_looked_at() {
        thread::sleep(std::time::Duration::from_millis(50));
    }
}
