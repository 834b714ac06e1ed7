//! The events that browsers get when files are saved, by any program and in any way.

use serde_json::Value;
use serde_json::json;

use super::FLOWS;
use super::MAP;
use super::Served;
use super::herds;
use crate::folder::Folder;

/// The ids of the sections in an event.
fn ids(event: &Value) -> Vec<String> {
    let sections = event["sections"].as_array().expect("sections").iter();
    sections
        .map(|section| section["id"].as_str().expect("an id").to_owned())
        .collect()
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|one| one["name"].as_str().expect("a name"))
        .collect()
}

fn has(event: &Value, text: &str) -> bool {
    event["sections"].to_string().contains(text)
}

#[test]
fn a_save_redraws_what_changed_in_every_browser() {
    let folder = herds("redraw-all");
    let served = Served::start(&folder);
    let (mut one, mut two) = (served.listen(), served.listen());
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    let event = one.change();
    assert_eq!(event["files"], json!(["flows/map.yaml"]));
    assert_eq!(ids(&event), [""; 0], "it is told before anything is drawn");
    let rest = one.event();
    let all = rest["ids"].as_array().map_or(0, Vec::len);
    assert!(
        ids(&rest).contains(&"contents".to_owned()) && has(&rest, "County Vet"),
        "{rest}"
    );
    assert!(
        ids(&rest).len() < all,
        "only what changed is sent: {:?}",
        ids(&rest)
    );
    assert_eq!((two.change(), two.event()), (event, rest));
    // A comment changes nothing that is shown, and the event says so.
    folder.write(
        "flows/flows.yaml",
        format!("{FLOWS}# a remark\n").as_bytes(),
    );
    let event = one.change();
    assert_eq!((ids(&event), names(&event["opened"])), (vec![], vec![]));
}

#[test]
fn findings_opened_and_closed_by_a_save_are_told() {
    let folder = herds("redraw-findings");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    folder.write(
        "flows/flows.yaml",
        FLOWS.replace("{owner: vets, ", "{").as_bytes(),
    );
    let event = stream.change();
    assert_eq!(
        names(&event["opened"]),
        ["unmet-need/outbreaks", "unowned/animal_register"],
        "{event}"
    );
    assert_eq!(names(&event["closed"]), Vec::<&str>::new());
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    let event = stream.change();
    assert_eq!(names(&event["opened"]), Vec::<&str>::new());
    assert_eq!(
        names(&event["closed"]),
        ["unmet-need/outbreaks", "unowned/animal_register"]
    );
}

#[test]
fn the_last_good_picture_stays_while_a_file_is_broken() {
    let folder = herds("redraw-broken");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    folder.write(
        "flows/flows.yaml",
        FLOWS.replace("owner: vets", "owner: \"vets").as_bytes(),
    );
    let event = stream.change();
    assert_eq!((&event["is_held"], ids(&event)), (&json!(true), vec![]));
    let fault = &event["faults"][0];
    assert_eq!(
        (&fault["file"], &fault["line"]),
        (&json!("flows/flows.yaml"), &json!(2)),
        "{fault}"
    );
    assert!(
        fault["column"].as_u64().is_some_and(|column| column > 1),
        "{fault}"
    );
    assert!(
        fault["excerpt"]
            .as_str()
            .is_some_and(|text| text.contains("animal_register")),
        "{fault}"
    );
    assert!(
        fault["help"].as_str().is_some_and(|text| !text.is_empty()),
        "{fault}"
    );
    // A new browser sees the good picture and the fault beside it.
    assert!(served.get("/").text().contains("Veterinary Office"));
    let mut late = served.listen_from(&version(&served.get("/").text()));
    assert_eq!(late.event()["faults"], event["faults"]);
    // Another file is saved well: the picture stays, because the broken one is still broken.
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    assert_eq!(stream.change()["is_held"], json!(true));
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    let event = stream.drawn();
    assert_eq!(
        (&event["is_held"], &event["faults"]),
        (&json!(false), &json!([]))
    );
    assert!(has(&event, "County Vet"));
}

fn version(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"flowmap-version\" content=\"")
        .expect("the page has a version");
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn files_that_are_renamed_made_or_deleted_are_seen() {
    let folder = herds("redraw-ways");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    let at = |name: &str| folder.path().join("flows").join(name);
    // As many editors save: a new file under another name, then renamed over the old one.
    std::fs::write(
        at("map.yaml~tmp"),
        MAP.replace("Veterinary Office", "County Vet"),
    )
    .expect("written");
    std::fs::rename(at("map.yaml~tmp"), at("map.yaml")).expect("renamed");
    assert!(has(&stream.drawn(), "County Vet"));
    // As other editors save: the old file is moved away first.
    std::fs::rename(at("map.yaml"), at("map.yaml~")).expect("renamed");
    std::fs::write(
        at("map.yaml"),
        MAP.replace("Veterinary Office", "Vets Abroad"),
    )
    .expect("written");
    assert!(has(&stream.drawn(), "Vets Abroad"));
    folder.write(
        "flows/more/shops.yaml",
        b"systems: {till: Till of the Farm Shop}",
    );
    let event = stream.change();
    assert_eq!(event["files"], json!(["flows/more/shops.yaml"]));
    stream.until(|event| has(event, "Till of the Farm Shop"));
    folder.write(
        "flows/more/shops.yaml",
        b"systems: {till: Till at the Gate}",
    );
    stream.until(|event| has(event, "Till at the Gate"));
    std::fs::remove_dir_all(at("more")).expect("deleted");
    let event = stream.drawn();
    assert!(
        ids(&event).contains(&"picture-organisations".to_owned())
            && !has(&event, "Till at the Gate"),
        "{event}"
    );
}

#[test]
fn a_file_that_is_written_in_pieces_is_read_when_it_is_whole() {
    let folder = herds("redraw-pieces");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    // Emptied first, filled a moment later.
    folder.write("flows/map.yaml", b"");
    std::thread::sleep(std::time::Duration::from_millis(20));
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    let event = stream.drawn();
    assert!(
        has(&event, "County Vet") && event["faults"] == json!([]),
        "{event}"
    );
}

#[test]
fn the_folder_may_go_and_come_back() {
    let folder = herds("redraw-folder");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    std::fs::remove_dir_all(folder.path().join("flows")).expect("deleted");
    let event = stream.until(|event| event["is_held"] == json!(true));
    assert!(
        event["faults"][0]["message"]
            .as_str()
            .is_some_and(|text| text.contains("flows")),
        "{event}"
    );
    assert!(
        served.get("/").text().contains("Veterinary Office"),
        "the last good picture stays"
    );
    folder.write("flows/flows.yaml", FLOWS.as_bytes());
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    stream.until(|event| has(event, "County Vet"));
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "Vets Abroad").as_bytes(),
    );
    stream.until(|event| has(event, "Vets Abroad"));
}

#[test]
fn a_browser_that_comes_back_gets_what_it_missed() {
    let folder = herds("redraw-back");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    let changed = [
        ids(&stream.change()),
        ids(&stream.until(|event| event["is_change"] == false)),
    ]
    .concat();
    let page = served.get("/").text();
    drop(stream);
    let mut other = served.listen_from(&version(&page));
    assert_eq!(
        ids(&other.event()),
        Vec::<String>::new(),
        "it has missed nothing"
    );
    let mut back = served.listen_from(served.meta("version"));
    let missed = back.event();
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    let asked = |version: &str| served.get(&format!("/missed?version={version}")).json();
    let at_once = asked(served.meta("version"));
    assert_eq!(
        at_once, missed,
        "a window that another listens for gets the same"
    );
    assert_eq!(at_once["since"], 0);
    assert_eq!(sorted(ids(&missed)), sorted(changed));
    assert_eq!(
        names(&missed["opened"]),
        Vec::<&str>::new(),
        "what came and went is told once"
    );
    let mut stranger = served.listen_from("of-another-start-7");
    stranger.event();
    assert_eq!(
        stranger.name, "restart",
        "a page of another start is told to load again"
    );
    let now = serde_json::json!({"version": version(&page)});
    assert_eq!(
        asked("of-another-start-7"),
        now,
        "it learns the start from the version"
    );
}

#[test]
fn a_map_that_is_broken_from_the_start_is_shown_as_far_as_it_can_be_read() {
    let folder = Folder::with("redraw-start", "flows/map.yaml", MAP);
    folder.write("flows/flows.yaml", b"systems: {a: \"b\n");
    let served = Served::start(&folder);
    assert!(served.page.contains("Veterinary Office"));
    let mut stream = served.listen_from(served.meta("version"));
    assert_eq!(stream.event()["faults"].as_array().map(Vec::len), Some(1));
    folder.write(
        "flows/map.yaml",
        MAP.replace("Veterinary Office", "County Vet").as_bytes(),
    );
    // A file that was broken before does not hold the others back.
    stream.until(|event| has(event, "County Vet"));
}

#[test]
fn a_save_through_the_page_is_told_once() {
    let folder = herds("redraw-saved");
    let served = Served::start(&folder);
    let mut stream = served.listen();
    let opened = served
        .post("/edit/open", &json!({"file": "flows/map.yaml"}))
        .json();
    let text = MAP.replace("Veterinary Office", "County Vet");
    let saved = served.post(
        "/edit/save",
        &json!({"file": "flows/map.yaml", "text": text, "was": opened["mark"]}),
    );
    assert_eq!(saved.status, 200);
    assert!(has(&stream.drawn(), "County Vet"));
    // Put in place whole: half a file would be an event too.
    folder.write("flows/map.new", MAP.as_bytes());
    let at = |name: &str| folder.path().join("flows").join(name);
    std::fs::rename(at("map.new"), at("map.yaml")).unwrap();
    let next = stream.drawn();
    assert!(
        has(&next, "Veterinary Office"),
        "no second event of the same save came between: {next}"
    );
}
