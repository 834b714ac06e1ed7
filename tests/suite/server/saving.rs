//! The effects of saving from the page on the files of a user's folder: they keep their attributes, and no other file is touched.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use super::MAP;
use super::Served;
use super::client::Answer;
use super::herds;
use crate::folder::Folder;

const TEXT: &str = "map: {title: Saved}\n";

fn open(served: &Served, file: &str) -> serde_json::Value {
    served.post("/edit/open", &json!({"file": file})).json()
}

/// Saves [`TEXT`] over the current text of the file.
fn save(served: &Served, file: &str) -> Answer {
    save_over(served, file, &open(served, file)["mark"])
}

fn save_over(served: &Served, file: &str, was: &serde_json::Value) -> Answer {
    served.post(
        "/edit/save",
        &json!({"file": file, "text": TEXT, "was": was}),
    )
}

fn mode(folder: &Folder, file: &str) -> u32 {
    let metadata = fs::metadata(folder.path().join(file));
    metadata.expect("the file is there").permissions().mode() & 0o7777
}

fn set_mode(folder: &Folder, file: &str, mode: u32) {
    let path = folder.path().join(file);
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode can be set");
}

#[test]
fn nothing_is_written_through_a_name_that_can_be_guessed() {
    let folder = herds("saving-guessed");
    folder.write("victim", b"precious");
    folder.write("flows/flows.yaml.partial", b"mine");
    let flows = folder.path().join("flows");
    symlink("../victim", flows.join("map.yaml.partial")).expect("a link can be made");
    let served = Served::start(&folder);
    for file in ["flows/map.yaml", "flows/flows.yaml"] {
        assert_eq!(save(&served, file).status, 200);
        assert_eq!(folder.read(file), TEXT.as_bytes());
    }
    assert_eq!(folder.read("victim"), b"precious");
    assert_eq!(folder.read("flows/flows.yaml.partial"), b"mine");
    let pipe = flows.join("pipe.yaml.partial");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo starts").success());
    let new = served.post(
        "/edit/save",
        &json!({"file": "flows/pipe.yaml", "text": TEXT, "was": null}),
    );
    assert_eq!(new.status, 200, "{}", new.text());
    assert!(
        fs::symlink_metadata(pipe)
            .expect("the pipe stands")
            .file_type()
            .is_fifo()
    );
}

#[test]
fn a_read_only_file_is_refused_and_stays() {
    let folder = herds("saving-read-only");
    set_mode(&folder, "flows/map.yaml", 0o444);
    let served = Served::start(&folder);
    let saved = save(&served, "flows/map.yaml");
    assert_eq!(saved.status, 500);
    assert!(saved.text().contains("read-only"), "{}", saved.text());
    assert_eq!(folder.read("flows/map.yaml"), MAP.as_bytes());
    assert_eq!(folder.files(), ["flows/flows.yaml", "flows/map.yaml"]);
}

#[test]
fn a_saved_file_keeps_mode_owner_attributes_and_further_names() {
    let folder = herds("saving-keeps");
    set_mode(&folder, "flows/map.yaml", 0o640);
    let map = folder.path().join("flows/map.yaml");
    let is_root = fs::metadata(&map).expect("it is there").uid() == 0;
    if is_root {
        std::os::unix::fs::chown(&map, Some(12_345), Some(23_456)).expect("root may");
    }
    let has_attributes = xattr::set(&map, "user.origin", b"a workshop").is_ok();
    let twin = folder.path().join("flows/twin.txt");
    fs::hard_link(folder.path().join("flows/flows.yaml"), &twin).expect("a link can be made");
    let served = Served::start(&folder);
    assert_eq!(save(&served, "flows/map.yaml").status, 200);
    assert_eq!(folder.read("flows/map.yaml"), TEXT.as_bytes());
    assert_eq!(mode(&folder, "flows/map.yaml"), 0o640);
    let now = fs::metadata(&map).expect("it is there");
    if is_root {
        assert_eq!((now.uid(), now.gid()), (12_345, 23_456));
    }
    if has_attributes {
        let value = xattr::get(&map, "user.origin").expect("it can be read");
        assert_eq!(value.as_deref(), Some(&b"a workshop"[..]));
    }
    assert_eq!(save(&served, "flows/flows.yaml").status, 200);
    assert_eq!(fs::read(twin).expect("it is there"), TEXT.as_bytes());
    let files = ["flows/flows.yaml", "flows/map.yaml", "flows/twin.txt"];
    assert_eq!(folder.files(), files);
}

#[test]
fn a_secret_file_is_never_shown_to_others_meanwhile() {
    let folder = herds("saving-secret");
    set_mode(&folder, "flows/map.yaml", 0o600);
    let served = Served::start(&folder);
    let flows = folder.path().join("flows");
    let is_over = Arc::new(AtomicBool::new(false));
    let watched = Arc::clone(&is_over);
    let watch = std::thread::spawn(move || {
        let mut open = Vec::new();
        while !watched.load(Ordering::Relaxed) {
            for entry in fs::read_dir(&flows).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let is_ours = name.to_string_lossy().starts_with(".flowmap-");
                if let Ok(metadata) = entry.metadata()
                    && is_ours
                    && metadata.permissions().mode() & 0o077 != 0
                {
                    open.push(metadata.permissions().mode());
                }
            }
        }
        open
    });
    for _ in 0..30 {
        assert_eq!(save(&served, "flows/map.yaml").status, 200);
    }
    is_over.store(true, Ordering::Relaxed);
    assert_eq!(watch.join().expect("it watches"), Vec::<u32>::new());
    assert_eq!(mode(&folder, "flows/map.yaml"), 0o600);
}

#[test]
fn an_edit_from_outside_is_never_lost_to_a_save() {
    let folder = herds("saving-outside");
    let served = Served::start(&folder);
    let map = folder.path().join("flows/map.yaml");
    let mut conflicts = 0;
    for round in 0..200_u32 {
        fs::write(&map, format!("map: {{title: Before {round}}}\n")).expect("it can be written");
        let mark = open(&served, "flows/map.yaml")["mark"].clone();
        let outside = format!("map: {{title: Outside {round}}}\n");
        let (path, text) = (map.clone(), outside.clone());
        let delay = Duration::from_micros(u64::from(round * 37 % 6_000));
        let writing = std::thread::spawn(move || {
            std::thread::sleep(delay);
            fs::write(path, text).expect("it can be written");
        });
        let status = save_over(&served, "flows/map.yaml", &mark).status;
        writing.join().expect("it was written");
        assert!(matches!(status, 200 | 409), "{status}");
        conflicts += u32::from(status == 409);
        let now = String::from_utf8(folder.read("flows/map.yaml")).expect("text");
        assert_eq!(now, outside, "round {round}: {status}, after {delay:?}");
    }
    assert!(conflicts < 200, "some saves came first");
}

#[test]
fn a_map_that_is_a_link_is_opened_anew_at_each_look() {
    let folder = Folder::with("saving-swapped", "v1/a.yaml", "systems: {old: A}\n");
    folder.write("v2/a.yaml", b"systems: {new: A}\n");
    symlink("v1", folder.path().join("data")).expect("a link can be made");
    let served = Served::of(&folder, "data");
    assert_eq!(open(&served, "data/a.yaml")["text"], "systems: {old: A}\n");
    symlink("v2", folder.path().join("next")).expect("a link can be made");
    fs::rename(folder.path().join("next"), folder.path().join("data")).expect("it can be moved");
    assert_eq!(open(&served, "data/a.yaml")["text"], "systems: {new: A}\n");
    assert_eq!(save(&served, "data/a.yaml").status, 200);
    assert_eq!(folder.read("v1/a.yaml"), b"systems: {old: A}\n");
    assert_eq!(folder.read("v2/a.yaml"), TEXT.as_bytes());
}

#[test]
fn a_folder_swapped_for_a_link_leads_nowhere() {
    let folder = herds("saving-led-out");
    folder.write("flows/inner/a.yaml", b"map: {title: Inner}\n");
    folder.write("outside/a.yaml", b"map: {title: Inner}\n");
    let served = Served::start(&folder);
    let mark = open(&served, "flows/inner/a.yaml")["mark"].clone();
    let inner = folder.path().join("flows/inner");
    for _ in 0..50 {
        let kept = folder.path().join("kept");
        let (from, away) = (inner.clone(), kept.clone());
        let swapping = std::thread::spawn(move || {
            for _ in 0..20 {
                fs::rename(&from, &away).expect("a folder can be moved");
                symlink("../outside", &from).expect("a link can be made");
                std::thread::yield_now();
                fs::remove_file(&from).expect("a link can be removed");
                fs::rename(&away, &from).expect("a folder can be moved");
            }
        });
        let was = save_over(&served, "flows/inner/a.yaml", &mark);
        swapping.join().expect("it swapped");
        if was.status == 200 {
            fs::write(inner.join("a.yaml"), "map: {title: Inner}\n").expect("it can be written");
        }
        assert_eq!(folder.read("outside/a.yaml"), b"map: {title: Inner}\n");
        let outside = fs::read_dir(folder.path().join("outside")).expect("it is there");
        assert_eq!(outside.count(), 1, "nothing new stands outside");
    }
}

#[test]
fn links_to_hidden_files_and_to_others_than_flow_files_are_none() {
    let folder = herds("saving-hidden");
    folder.write("flows/.secret.yaml", b"map: {title: Secret}");
    folder.write("flows/notes.txt", b"map: {title: Secret}");
    let flows = folder.path().join("flows");
    symlink(".secret.yaml", flows.join("one.yaml")).expect("a link can be made");
    symlink("notes.txt", flows.join("two.yaml")).expect("a link can be made");
    let served = Served::start(&folder);
    assert!(!served.page.contains("Secret"));
    assert!(served.page.contains("so it is not followed"));
    for file in ["flows/one.yaml", "flows/two.yaml"] {
        let opened = served.post("/edit/open", &json!({"file": file}));
        assert_eq!(opened.status, 403, "{}", opened.text());
        assert_eq!(save_over(&served, file, &json!(null)).status, 403);
    }
}

#[test]
fn what_an_earlier_run_left_is_removed_at_the_next_start() {
    let folder = herds("saving-left");
    folder.write("flows/.flowmap-0123456789abcdef.partial", b"half a te");
    folder.write("flows/.flowmap-notes.partial", b"mine");
    let _served = Served::start(&folder);
    let files = [
        "flows/.flowmap-notes.partial",
        "flows/flows.yaml",
        "flows/map.yaml",
    ];
    assert_eq!(folder.files(), files);
}

#[test]
fn names_that_some_systems_cannot_keep_are_refused() {
    let folder = herds("saving-names");
    let served = Served::start(&folder);
    let long = format!("flows/{}.yaml", "x".repeat(240));
    for file in [
        "flows/CON.yaml",
        "flows/lpt1.yaml",
        "flows/aux.b.yaml",
        &long,
    ] {
        assert_eq!(save_over(&served, file, &json!(null)).status, 403, "{file}");
    }
    let good = save_over(&served, "flows/console.yaml", &json!(null));
    assert_eq!(good.status, 200, "{}", good.text());
}
