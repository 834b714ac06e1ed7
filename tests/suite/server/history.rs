//! Saves made while the page is served, and the ways to take them back.

use std::time::Duration;

use serde_json::{Value, json};

use super::Served;
use super::client::Answer;
use super::{FLOWS, MAP, herds};
use crate::folder::Folder;

fn listed(served: &Served) -> Value {
    let answer = served.post("/history", &json!({}));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// The list once it has `count` saves, each described in words.
fn told(served: &Served, count: usize) -> Value {
    for _ in 0..200 {
        let list = listed(served);
        let saves = list["saves"].as_array().expect("a list");
        let is_told = |save: &Value| !save["told"].as_array().expect("a list").is_empty();
        if saves.len() == count && saves.iter().all(is_told) {
            return list;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("not {count} saves: {}", listed(served));
}

fn words(list: &Value, place: usize) -> String {
    list["saves"][place]["told"].to_string()
}

fn back(served: &Served, number: u64, last: u64) -> Answer {
    served.post("/history/back", &json!({"number": number, "last": last}))
}

fn read(folder: &Folder, file: &str) -> String {
    std::fs::read_to_string(folder.path().join(file)).expect("the file can be read")
}

fn outbreaks(text: &str) -> String {
    text.replace(
        "How many animals stand in one place?",
        "How many animals are ill?",
    )
}

#[test]
fn saves_are_told_in_words_and_taken_back_byte_for_byte() {
    let folder = herds("server-history");
    let served = Served::start(&folder);
    assert_eq!(listed(&served)["saves"], json!([]));
    // An editor outside, the page, a new file, and a comment alone.
    folder.write("flows/flows.yaml", outbreaks(FLOWS).as_bytes());
    told(&served, 1);
    let opened = served
        .post("/edit/open", &json!({"file": "flows/map.yaml"}))
        .json();
    let text = MAP.replace("Veterinary Office", "Office of Vets");
    let saved = json!({"file": "flows/map.yaml", "text": text, "was": opened["mark"]});
    assert_eq!(served.post("/edit/save", &saved).status, 200);
    told(&served, 2);
    let school = "systems: {flock_list: {name: Flock list, owner: vets, kind: record, fields: [herd_size]}}\n";
    folder.write("flows/new.yaml", school.as_bytes());
    told(&served, 3);
    let commented = format!("# Only a comment.\n{}", outbreaks(FLOWS));
    folder.write("flows/flows.yaml", commented.as_bytes());
    let list = told(&served, 4);
    assert!(
        words(&list, 0).contains("The map says the same as before"),
        "{list}"
    );
    assert!(words(&list, 1).contains("Flock list is new"), "{list}");
    assert!(words(&list, 2).contains("Office of Vets"), "{list}");
    assert!(
        words(&list, 3).contains("How many animals are ill?"),
        "{list}"
    );
    assert_eq!(list["saves"][2]["files"], json!(["flows/map.yaml"]));
    // All at once: the first save and what came after it.
    let done = back(&served, 1, 4);
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(
        done.json()["files"],
        json!(["flows/flows.yaml", "flows/map.yaml", "flows/new.yaml"])
    );
    assert_eq!(read(&folder, "flows/flows.yaml"), FLOWS);
    assert_eq!(read(&folder, "flows/map.yaml"), MAP);
    assert!(!folder.path().join("flows/new.yaml").exists());
    // Taking back is a save too: taking that back restores everything.
    told(&served, 5);
    let done = back(&served, 5, 5);
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(read(&folder, "flows/flows.yaml"), commented);
    assert_eq!(read(&folder, "flows/map.yaml"), text);
    assert_eq!(read(&folder, "flows/new.yaml"), school);
}

#[test]
fn a_broken_file_is_told_as_such_and_taken_back() {
    let folder = herds("server-history-broken");
    let served = Served::start(&folder);
    folder.write("flows/flows.yaml", b"systems: {a: [\n");
    let list = told(&served, 1);
    assert!(words(&list, 0).contains("cannot be read whole"), "{list}");
    assert_eq!(back(&served, 1, 1).status, 200);
    assert_eq!(read(&folder, "flows/flows.yaml"), FLOWS);
    let list = told(&served, 2);
    assert!(
        words(&list, 0).contains("The map says the same as before"),
        "{list}"
    );
}

#[test]
fn nothing_is_taken_back_over_what_nobody_has_seen() {
    let folder = herds("server-history-guards");
    let served = Served::start(&folder);
    folder.write("flows/flows.yaml", outbreaks(FLOWS).as_bytes());
    told(&served, 1);
    let again = format!("{}# more\n", outbreaks(FLOWS));
    folder.write("flows/flows.yaml", again.as_bytes());
    told(&served, 2);
    for (number, last, why) in [
        (1, 1, "the files were saved again meanwhile"),
        (9, 2, "no longer kept"),
    ] {
        let refused = back(&served, number, last);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.text().contains(why), "{}", refused.text());
    }
    assert_eq!(
        served.post("/history/back", &json!({"number": "1"})).status,
        400
    );
    assert_eq!(read(&folder, "flows/flows.yaml"), again);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_keeps_its_text_and_so_do_the_others() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = herds("server-history-read-only");
    let served = Served::start(&folder);
    folder.write("flows/flows.yaml", outbreaks(FLOWS).as_bytes());
    told(&served, 1);
    let map = MAP.replace("Herds", "Flocks");
    folder.write("flows/map.yaml", map.as_bytes());
    told(&served, 2);
    let path = folder.path().join("flows/map.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).expect("it is ours");
    let refused = back(&served, 1, 2);
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("read-only"), "{}", refused.text());
    assert_eq!(read(&folder, "flows/flows.yaml"), outbreaks(FLOWS));
    assert_eq!(read(&folder, "flows/map.yaml"), map);
}
