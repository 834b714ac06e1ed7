//! The rights of the editor: to read and write the map's own files, byte for byte, and nothing else.

use serde_json::Value;
use serde_json::json;

use super::FLOWS;
use super::MAP;
use super::Served;
use super::herds;
use crate::folder::Folder;

/// Names that belong to no flow file of the map, or are no names at all.
const NAMES: [&str; 30] = [
    "secret.yaml",
    "../secret.yaml",
    "flows/../secret.yaml",
    "flows/./map.yaml",
    "flows//map.yaml",
    "flows/x/../../secret.yaml",
    "flows\\..\\secret.yaml",
    "flows/..\\secret.yaml",
    "flows/%2e%2e/secret.yaml",
    "flows/..%2fsecret.yaml",
    "flows/%252e%252e%252fsecret.yaml",
    "flows/\u{2025}/secret.yaml",
    "flows/..\u{2044}secret.yaml",
    "flows/\u{ff0e}\u{ff0e}/secret.yaml",
    "flows/map.yaml\0.yaml",
    "flows/map.yaml/",
    "flows/map.yaml/../../secret.yaml",
    "flows/notes.txt",
    "flows/notes.txt\0.yaml",
    "flows/.hidden.yaml",
    "flows/map.yaml::$DATA",
    "flows/map.yaml:x.yaml",
    "flows/no/new/folder.yaml",
    "flows/.yaml",
    "flows/",
    "flows",
    "",
    "/etc/passwd",
    "C:\\secret.yaml",
    "file:///etc/passwd",
];

fn open(served: &Served, file: &str) -> Value {
    let answer = served.post("/edit/open", &json!({"file": file}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[test]
fn a_file_is_kept_byte_for_byte() {
    let folder = herds("server-bytes");
    let odd = "\u{feff}# remark\r\nmap:  {title: \"Odd\"}  # kept\r\n\r\nsystems: [é🏥]\n\t\r\n";
    folder.write("flows/odd.yaml", odd.as_bytes());
    let served = Served::start(&folder);
    let opened = open(&served, "flows/odd.yaml");
    assert_eq!(opened["text"], odd);
    let changed = odd.replace("Odd", "Odder");
    let saved = served.post(
        "/edit/save",
        &json!({"file": "flows/odd.yaml", "text": changed, "was": opened["mark"]}),
    );
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(folder.read("flows/odd.yaml"), changed.as_bytes());
    assert_eq!(
        open(&served, "flows/odd.yaml")["mark"],
        saved.json()["mark"]
    );
    assert_eq!(
        folder.files(),
        ["flows/flows.yaml", "flows/map.yaml", "flows/odd.yaml"],
        "nothing is left behind"
    );
}

#[test]
fn what_another_program_saved_meanwhile_is_shown_not_overwritten() {
    let folder = herds("server-conflict");
    let served = Served::start(&folder);
    let opened = open(&served, "flows/map.yaml");
    let theirs = MAP.replace("Herds", "Flocks");
    folder.write("flows/map.yaml", theirs.as_bytes());
    let ours = MAP.replace("Herds", "Droves");
    let answer = served.post(
        "/edit/save",
        &json!({"file": "flows/map.yaml", "text": ours, "was": opened["mark"]}),
    );
    assert_eq!(answer.status, 409);
    let there = answer.json();
    assert_eq!(there["text"], theirs);
    assert!(
        there["message"]
            .as_str()
            .is_some_and(|text| text.contains("not saved")),
        "{there}"
    );
    assert_eq!(folder.read("flows/map.yaml"), theirs.as_bytes());
    // After seeing both, the user may choose ours.
    let chosen = served.post(
        "/edit/save",
        &json!({"file": "flows/map.yaml", "text": ours, "was": there["mark"]}),
    );
    assert_eq!(chosen.status, 200);
    assert_eq!(folder.read("flows/map.yaml"), ours.as_bytes());

    std::fs::remove_file(folder.path().join("flows/flows.yaml")).expect("a file can be deleted");
    let gone = served.post(
        "/edit/save",
        &json!({"file": "flows/flows.yaml", "text": FLOWS, "was": "1-2"}),
    );
    assert_eq!(
        (gone.status, gone.json()["text"].clone()),
        (409, Value::Null)
    );
    let new = json!({"file": "flows/flows.yaml", "text": FLOWS, "was": null});
    assert_eq!(
        served.post("/edit/save", &new).status,
        200,
        "a new file can be made"
    );
    assert_eq!(
        served.post("/edit/save", &new).status,
        409,
        "but never over one that is there"
    );
}

#[test]
fn only_the_files_of_the_map_can_be_opened_or_saved() {
    let folder = herds("server-names");
    folder.write("secret.yaml", b"title: Secret");
    folder.write("flows/notes.txt", b"Secret");
    folder.write("flows/.hidden.yaml", b"title: Secret");
    let served = Served::start(&folder);
    let absolute = folder
        .path()
        .join("secret.yaml")
        .to_string_lossy()
        .into_owned();
    for name in NAMES.into_iter().chain([&*absolute]) {
        for (what, body) in [
            ("open", json!({"file": name})),
            ("save", json!({"file": name, "text": "x: y", "was": null})),
            ("check", json!({"file": name, "text": "x: y"})),
        ] {
            let answer = served.post(&format!("/edit/{what}"), &body);
            assert!(
                matches!(answer.status, 403 | 404 | 409),
                "{what} `{name}`: {}",
                answer.status
            );
            assert!(
                !answer.text().contains("Secret"),
                "{what} `{name}`: {}",
                answer.text()
            );
        }
    }
    let before = [
        "flows/.hidden.yaml",
        "flows/flows.yaml",
        "flows/map.yaml",
        "flows/notes.txt",
        "secret.yaml",
    ];
    assert_eq!(folder.files(), before);
    assert_eq!(folder.read("secret.yaml"), b"title: Secret");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_neither_read_nor_written() {
    use std::os::unix::fs::symlink;
    let folder = herds("server-links");
    folder.write("outside/secret.yaml", b"map: {title: Secret}");
    let flows = folder.path().join("flows");
    symlink("../outside/secret.yaml", flows.join("file.yaml")).expect("a link can be made");
    symlink("../outside", flows.join("inner")).expect("a link can be made");
    symlink("/nowhere/at/all.yaml", flows.join("broken.yaml")).expect("a link can be made");
    symlink("map.yaml", flows.join("twin.yaml")).expect("a link can be made");
    let served = Served::start(&folder);
    assert!(
        !served.page.contains("Secret"),
        "the page tells what stands outside"
    );
    assert!(
        served.page.contains("leads out of the map"),
        "the page says that it did not follow it"
    );
    for name in [
        "flows/file.yaml",
        "flows/inner/secret.yaml",
        "flows/broken.yaml",
        "flows/inner/new.yaml",
    ] {
        let opened = served.post("/edit/open", &json!({"file": name}));
        assert!(
            matches!(opened.status, 403 | 404),
            "{name}: {}",
            opened.status
        );
        let saved = served.post(
            "/edit/save",
            &json!({"file": name, "text": "x: y", "was": null}),
        );
        assert!(
            matches!(saved.status, 403 | 409),
            "{name}: {}",
            saved.status
        );
    }
    assert_eq!(
        open(&served, "flows/twin.yaml")["text"],
        MAP,
        "a link inside the map is fine"
    );
    assert_eq!(folder.read("outside/secret.yaml"), b"map: {title: Secret}");
    assert!(!folder.path().join("outside/new.yaml").exists());
}

#[test]
fn one_file_alone_is_a_map_whose_neighbours_are_not() {
    let folder = Folder::with("server-one", "map.yaml", MAP);
    folder.write("other.yaml", b"map: {title: Secret}");
    let served = Served::of(&folder, "map.yaml");
    assert!(!served.page.contains("Secret"));
    assert_eq!(open(&served, "map.yaml")["text"], MAP);
    assert_eq!(
        served
            .post("/edit/open", &json!({"file": "other.yaml"}))
            .status,
        403
    );
    assert_eq!(
        served
            .post(
                "/edit/save",
                &json!({"file": "new.yaml", "text": "", "was": null})
            )
            .status,
        403
    );
}
