//! Help while typing: faults at their places, completions, the place of a declaration.

use serde_json::Value;
use serde_json::json;

use super::FLOWS;
use super::MAP;
use super::Served;
use super::herds;

/// The marks of a text: its marked parts, and the message of each.
fn marks(served: &Served, text: &str) -> Vec<(String, String)> {
    let answer = served.post(
        "/edit/check",
        &json!({"file": "flows/map.yaml", "text": text}),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    let units: Vec<u16> = text.encode_utf16().collect();
    let place =
        |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
    let found = answer.json();
    let found = found.as_array().expect("a list").iter();
    found
        .map(|mark| {
            let stretch = &units[place(&mark["from"])..place(&mark["to"])];
            (
                String::from_utf16_lossy(stretch),
                mark["message"].as_str().expect("words").to_owned(),
            )
        })
        .collect()
}

/// The completions at `^`.
fn offers(served: &Served, text: &str) -> Vec<String> {
    let at = text
        .split('^')
        .next()
        .unwrap_or_default()
        .encode_utf16()
        .count();
    let body = json!({"file": "flows/new.yaml", "text": text.replacen('^', "", 1), "at": at});
    let answer = served.post("/edit/complete", &body).json();
    let offers = answer["offers"].as_array().expect("offers").iter();
    offers
        .map(|offer| offer["label"].as_str().expect("words").to_owned())
        .collect()
}

#[test]
fn an_unsaved_text_is_checked_where_it_is_wrong() {
    let folder = herds("server-check");
    let served = Served::start(&folder);
    assert_eq!(marks(&served, MAP), []);
    let text = MAP
        .replace("# The herds", "# 🏥 The herds")
        .replace("kind: record", "knd: record");
    let found = marks(&served, &text);
    assert!(
        found
            .iter()
            .any(|(at, words)| at == "knd" && words.contains("knd")),
        "{found:?}"
    );
    let broken = marks(&served, &text.replace("{title: Herds}", "{title: Herds"));
    assert!(!broken.is_empty());
    assert_eq!(
        folder.read("flows/map.yaml"),
        MAP.as_bytes(),
        "checking writes nothing"
    );
}

#[test]
fn what_may_stand_at_the_cursor_is_offered() {
    let folder = herds("server-offers");
    let served = Served::start(&folder);
    let has = |text: &str, wanted: &[&str], unwanted: &[&str]| {
        let offers = offers(&served, text);
        for label in wanted {
            assert!(
                offers.iter().any(|offer| offer == label),
                "`{label}` is not in {offers:?} for {text}"
            );
        }
        for label in unwanted {
            assert!(
                !offers.iter().any(|offer| offer == label),
                "`{label}` is in {offers:?} for {text}"
            );
        }
    };
    has("sy^", &["systems", "flows", "needs"], &["owner"]);
    has(
        "systems:\n  x:\n    owner: farms\n    ^",
        &["kind", "fields", "source"],
        &["owner", "from"],
    );
    has(
        "systems:\n  x:\n    owner: ^",
        &["farms", "vets"],
        &["herd_book"],
    );
    has(
        "systems:\n  x: {kind: ^",
        &["record", "collection"],
        &["farms"],
    );
    has(
        "flows:\n  - from: ^",
        &["herd_book", "animal_register", "farms"],
        &["herd_size"],
    );
    has("flows:\n  - herd_book -> a^", &["animal_register"], &[]);
    has(
        "flows:\n  - from: herd_book\n    to: animal_register\n    fields: [^",
        &["herd_size"],
        &["farms"],
    );
    has(
        "flows:\n  - from: herd_book\n    me^",
        &["method", "every"],
        &["from"],
    );
    has("needs:\n  é: {terms: [^", &["herd_size"], &["farms"]);
}

#[test]
fn a_thing_is_found_where_it_is_declared_in_whatever_file() {
    let folder = herds("server-declared");
    let served = Served::start(&folder);
    let place = |text: &str| {
        let at = text
            .split('^')
            .next()
            .unwrap_or_default()
            .encode_utf16()
            .count();
        let body = json!({"file": "flows/flows.yaml", "text": text.replacen('^', "", 1), "at": at});
        let found = served.post("/edit/define", &body).json();
        (
            found["file"].as_str().unwrap_or_default().to_owned(),
            found["line"].as_u64().unwrap_or_default(),
        )
    };
    let at = |file: &str, line: u64| (file.to_owned(), line);
    assert_eq!(
        place(&FLOWS.replace("from: herd_book", "from: herd^_book")),
        at("flows/map.yaml", 8)
    );
    assert_eq!(
        place(&FLOWS.replace("owner: vets", "owner: ^vets")),
        at("flows/map.yaml", 5)
    );
    assert_eq!(
        place(&FLOWS.replace("who: vets", "who: vets^")),
        at("flows/map.yaml", 5)
    );
    assert_eq!(
        place(&FLOWS.replace("terms: [herd_size]", "terms: [herd^_size]")),
        at("flows/map.yaml", 6)
    );
    assert_eq!(
        place(&FLOWS.replace("Animal Health", "Animal^ Health")),
        at("", 0)
    );
}
