//! From an empty folder to a first picture, and `watch`, which writes files instead of serving a page.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::FLOWS;
use super::MAP;
use super::Served;
use super::herds;
use super::program;
use crate::folder::Folder;

/// Runs the program: exit status, output, and messages.
fn run(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let output = program(folder, arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn three_commands_lead_from_an_empty_folder_to_a_picture() {
    let folder = Folder::new("start-empty");
    let (status, _, complaint) = run(&folder, &["serve", "--no-open"]);
    assert_eq!(status, 2);
    assert!(complaint.contains("flowmap init"), "{complaint}");
    let (status, told, complaint) = run(&folder, &["init"]);
    assert_eq!((status, complaint.as_str()), (0, ""));
    assert!(
        told.contains("flowmap serve") && told.contains("flowmap check"),
        "{told}"
    );
    let (status, told, _) = run(&folder, &["check"]);
    assert_eq!(status, 0, "{told}");
    let served = Served::start(&folder);
    assert!(served.page.contains("<svg") && served.page.contains("Swimming pools"));
}

#[test]
fn the_first_map_has_one_finding_of_each_family_and_no_fault() {
    let folder = Folder::new("start-findings");
    run(&folder, &["init"]);
    let (_, told, _) = run(&folder, &["check", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let findings = told["findings"].as_array().expect("findings");
    let open: Vec<(&str, &str)> = findings
        .iter()
        .filter(|finding| finding["decision"]["status"] != "accepted")
        .map(|finding| {
            (
                finding["group"].as_str().expect("a group"),
                finding["level"].as_str().expect("a level"),
            )
        })
        .collect();
    assert_eq!(
        open,
        [
            ("duplication", "warning"),
            ("definition", "warning"),
            ("gap", "warning")
        ],
        "{findings:?}"
    );
}

#[test]
fn init_overwrites_nothing() {
    let folder = Folder::with("start-taken", "flows/map.yaml", MAP);
    let (status, _, complaint) = run(&folder, &["init"]);
    assert_eq!(status, 2);
    assert!(complaint.contains("nothing is overwritten"), "{complaint}");
    assert_eq!(folder.files(), ["flows/map.yaml"]);
    assert_eq!(folder.read("flows/map.yaml"), MAP.as_bytes());
    let (status, told, _) = run(&folder, &["init", "second"]);
    assert_eq!(status, 0);
    assert!(told.contains("flowmap serve second"), "{told}");
    let (status, _, _) = run(&folder, &["init", "second"]);
    assert_eq!(status, 2);
    folder.write("file", b"");
    let (status, _, complaint) = run(&folder, &["init", "file"]);
    assert_eq!(status, 2, "{complaint}");
    folder.write("empty/readme.txt", b"kept");
    assert_eq!(
        run(&folder, &["init", "empty"]).0,
        0,
        "a folder without a map may hold other things"
    );
    assert_eq!(folder.read("empty/readme.txt"), b"kept");
}

#[test]
fn a_port_that_is_taken_is_said_in_plain_words() {
    let folder = herds("start-port");
    let served = Served::start(&folder);
    let (status, _, complaint) = run(
        &folder,
        &["serve", "--no-open", "--port", &served.port.to_string()],
    );
    assert_eq!(status, 2);
    assert!(complaint.contains("leave out --port"), "{complaint}");
}

#[test]
fn watch_writes_the_report_at_every_save_and_says_what_came_of_it() {
    let folder = herds("start-watch");
    let child = program(&folder, &["watch", "--out", "results"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut child = Ended(child);
    let mut lines = BufReader::new(child.0.stdout.take().expect("its output is piped")).lines();
    let mut next = || lines.next().expect("it goes on").expect("it is text");
    assert!(next().contains("results"));
    next();
    let report = || String::from_utf8_lossy(&folder.read("results/report.html")).into_owned();
    assert!(report().contains("Veterinary Office"));
    folder.write(
        "flows/flows.yaml",
        FLOWS.replace("{owner: vets, ", "{").as_bytes(),
    );
    assert_eq!(
        next(),
        "flows/flows.yaml: 2 new (unmet-need/outbreaks, unowned/animal_register)"
    );
    folder.write(
        "flows/flows.yaml",
        FLOWS.replace("owner: vets", "owner: \"vets").as_bytes(),
    );
    let before = report();
    assert_eq!(
        next(),
        "flows/flows.yaml: cannot be read whole; the last good picture stays"
    );
    assert!(next().starts_with("  flows/flows.yaml:2:"));
    assert_eq!(report(), before);
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    assert_eq!(
        next(),
        "flows/flows.yaml: 2 gone (unmet-need/outbreaks, unowned/animal_register)"
    );
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    assert_eq!(next(), "flows/map.yaml: no finding came or went");
    assert!(report().contains("County Vet"));
}

/// A program that is ended with the test, whatever the result.
/// A file of the report that was locked is written once it is free, without a further save.
#[cfg(unix)]
#[test]
fn watch_tries_again_what_it_could_not_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = herds("start-watch-locked");
    folder.write("results/report.md", b"old");
    let report = folder.path().join("results/report.md");
    let allow = |mode: u32| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&report, mode).expect("a mode can be set");
    };
    allow(0o444);
    let child = program(&folder, &["watch", "--out", "results"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut child = Ended(child);
    let mut lines = BufReader::new(child.0.stderr.take().expect("it is piped")).lines();
    let mut next = || lines.next().expect("it goes on").expect("it is text");
    let told = next();
    assert!(
        told.starts_with("not written of the report, and tried again"),
        "{told}"
    );
    assert!(told.contains("report.md"), "{told}");
    assert_eq!(folder.read("results/report.md"), b"old");
    allow(0o644);
    assert_eq!(next(), "the rest of the report is written now");
    assert_ne!(folder.read("results/report.md"), b"old");
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
