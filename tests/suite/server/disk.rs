//! Refusals of the operating system to the live page: each is reported, the old file stays, and the page goes on.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::client::Answer;
use super::{FLOWS, MAP, Served, herds, program};
use crate::folder::{Folder, Full};

/// Saves a text over the current one of the file.
fn save(served: &Served, file: &str, text: &str) -> Answer {
    let opened = served.post("/edit/open", &json!({"file": file}));
    let was = &opened.json()["mark"];
    served.post(
        "/edit/save",
        &json!({"file": file, "text": text, "was": was}),
    )
}

/// [`MAP`] with a comment of `kilobytes` kilobytes.
fn long(kilobytes: usize) -> String {
    format!("# {}\n{MAP}", "x".repeat(kilobytes * 1024))
}

/// Demands that a save is refused for this reason, that the old file stays and no other is left, and that a small save is then accepted and
/// shown.
fn check_refused(folder: &Folder, served: &Served, why: &str) {
    let mut stream = served.listen();
    let before = folder.files();
    let refused = save(served, "flows/map.yaml", &long(200));
    assert_eq!(refused.status, 500, "{}", refused.text());
    for word in ["cannot write `map.yaml`", why] {
        assert!(refused.text().contains(word), "{}", refused.text());
    }
    assert_eq!(folder.read("flows/map.yaml"), MAP.as_bytes());
    assert_eq!(folder.files(), before, "nothing is left behind");
    let small = MAP.replace("Herds", "Flocks");
    let saved = save(served, "flows/map.yaml", &small);
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(stream.change()["title"], "Flocks");
    assert_eq!(folder.read("flows/map.yaml"), small.as_bytes());
}

#[test]
fn a_save_on_a_full_disk_is_refused_and_the_page_goes_on() {
    let folder = Folder::new("served-full");
    let Some(full) = Full::at(folder.path().join("flows"), 64) else {
        // Only root may make a small disk.
        return;
    };
    folder.write("flows/map.yaml", MAP.as_bytes());
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    let served = Served::start(&folder);
    check_refused(&folder, &served, "No space left");
    drop(served);
    drop(full);
}

#[test]
fn a_save_past_the_limit_on_files_is_refused_and_the_page_goes_on() {
    let folder = herds("served-limit");
    let mut command = Command::new("sh");
    command
        .current_dir(folder.path())
        .args(["-c", "ulimit -f 64; exec \"$0\" serve flows --no-open"])
        .arg(env!("CARGO_BIN_EXE_flowmap"))
        .stdin(Stdio::null());
    let served = Served::by(command);
    check_refused(&folder, &served, "File too large");
}

#[test]
fn a_folder_that_may_not_be_opened_is_told_on_the_page_which_goes_on() {
    let folder = herds("served-shut");
    folder.write("flows/shut/a.yaml", b"systems: [hidden]\n");
    let shut = folder.path().join("flows/shut");
    let set = |mode| fs::set_permissions(&shut, fs::Permissions::from_mode(mode));
    // No folder is closed to root.
    let somebody = |arguments: &[&str]| {
        let mut command = program(&folder, arguments);
        if fs::read_dir("/root").is_ok() {
            command.uid(65_534);
        }
        command
    };
    if somebody(&["--version"]).output().is_err() {
        // The program is in a folder where only root may run it.
        return;
    }
    set(0o000).expect("a mode can be set");
    let served = Served::by(somebody(&["serve", "flows", "--no-open"]));
    let is_told = served
        .page
        .contains("folder cannot be opened, so its files are missing");
    let mut stream = served.listen();
    folder.write("flows/map.yaml", MAP.replace("Herds", "Flocks").as_bytes());
    let title = stream.change()["title"].clone();
    set(0o755).expect("a mode can be set");
    assert!(is_told, "the page tells it");
    assert_eq!(title, "Flocks");
    // Once it may be opened, its files are part of the map.
    folder.write("flows/shut/a.yaml", b"systems: {now_seen: {owner: vets}}\n");
    stream.until(|event| event["sections"].to_string().contains("now_seen"));
}

#[test]
fn names_that_other_systems_refuse_are_shown_and_only_plain_ones_are_edited() {
    let folder = herds("served-names");
    let longest = format!("flows/{}.yaml", "x".repeat(250));
    for (file, system) in [
        ("flows/CON.yaml", "at_con"),
        ("flows/a:b.yaml", "at_colon"),
        (&longest, "at_long"),
    ] {
        folder.write(file, format!("systems: [{system}]\n").as_bytes());
    }
    let served = Served::start(&folder);
    for system in ["at_con", "at_colon", "at_long"] {
        assert!(served.page.contains(system), "{system}");
    }
    for file in ["flows/CON.yaml", &longest] {
        let saved = save(&served, file, "systems: [at_new]\n");
        assert_eq!(saved.status, 200, "{file}: {}", saved.text());
        assert_eq!(folder.read(file), b"systems: [at_new]\n");
    }
    let text = json!({"file": "flows/a:b.yaml", "text": "", "was": Value::Null});
    for refused in [
        served.post("/edit/open", &json!({"file": "flows/a:b.yaml"})),
        served.post("/edit/save", &text),
        served.post(
            "/edit/save",
            &json!({"file": "flows/nul.yaml", "text": "", "was": Value::Null}),
        ),
    ] {
        assert_eq!(refused.status, 403);
        let why = refused.text();
        assert!(why.contains("not every system allows this name"), "{why}");
    }
    assert_eq!(folder.read("flows/a:b.yaml"), b"systems: [at_colon]\n");
}
