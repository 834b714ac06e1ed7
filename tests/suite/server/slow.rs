//! A text that takes long to check delays no other request.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::MAP;
use super::Served;
use super::herds;
use super::program;
use crate::costly::maps;
use crate::folder::Folder;

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
        thread::sleep(Duration::from_millis(300));
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
fn a_trial_that_takes_too_long_is_given_up_and_keeps_nobody_waiting() {
    let folder = Folder::with(
        "slow-trial",
        "flows/slow.yaml",
        &maps::complete(42).remove(0).1,
    );
    let mut command = program(&folder, &["serve", "flows", "--no-open"]);
    command.args(["--longest-trial", "1"]);
    let served = Served::by(command);
    let changes = json!({"changes": ["with planned"]});
    thread::scope(|scope| {
        let tried = scope.spawn(|| served.post("/whatif", &changes));
        thread::sleep(Duration::from_millis(200));
        let body = json!({"file": "flows/slow.yaml"});
        assert_eq!(served.post("/edit/open", &body).status, 200);
        assert!(!tried.is_finished(), "the map is not slow enough");
        let said = tried.join().expect("it is answered");
        assert_eq!(said.status, 503, "{}", said.text());
        assert_eq!(
            said.json()["message"],
            "this took more than 1 second and was stopped: `flowmap whatif` on the command line has no limit"
        );
    });
    // The page goes on.
    assert_eq!(served.get("/").status, 200);
    let said = served.post("/whatif", &json!({"changes": ["retire nothing_here"]}));
    assert!(said.status == 422 || said.status == 503, "{}", said.text());
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
        thread::sleep(Duration::from_millis(50));
    }
}
