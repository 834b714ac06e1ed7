//! What stays open, what has become due, and what has a new id, as `flowmap compare` prints it.

use super::command::{OLD, new};
use crate::cli::check_status;
use crate::folder::Folder;

const DECIDED: &str = "\
decisions:
  - {finding: unstated-delay/*, status: in-hand, by: vets}
  - {finding: unowned/loose, status: in-hand, owner: vets, action: Find the owner, due: 2026-01-31}
  - {finding: unowned/stray, status: open, owner: farms, action: Ask the farms, due: 2026-02-28}
  - {finding: unowned/loose, status: open, action: Later, due: 2027-01-01}
";

#[test]
fn what_stays_open_and_what_has_become_due_is_told() {
    let loose = "  loose: {kind: record, fields: [herd_size]}\n";
    let with = |map: &str| map.replace("flows:\n", &format!("{loose}flows:\n")) + DECIDED;
    let folder = Folder::with("compare-due", "old.yaml", &with(OLD));
    folder.write("new.yaml", with(&new()).as_bytes());
    let json = check_status(
        folder.path(),
        &["compare", "old.yaml", "new.yaml", "--format", "json"],
        1,
    );
    let json: serde_json::Value = serde_json::from_str(json.text()).expect("JSON");
    let still = json["findings"]["still"].as_array().expect("a list");
    assert_eq!(
        still.len(),
        json["findings"]["open"].as_u64().expect("a number") as usize
    );
    let loose = still.iter().find(|one| one["name"] == "unowned/loose");
    assert_eq!(loose.expect("still open")["since"], "2025-10-14");
    let due = json["due"].as_array().expect("a list");
    assert_eq!(due.len(), 2, "{due:#?}");
    assert_eq!(due[0]["action"], "Find the owner");
    assert_eq!(due[0]["still_found"], true);
    assert_eq!(due[1]["action"], "Ask the farms");
    assert_eq!(due[1]["still_found"], false);
    let text = check_status(folder.path(), &["compare", "old.yaml", "new.yaml"], 1);
    for line in [
        "Actions that have become due",
        "  ~ `vets`, by 2026-01-31: Find the owner. About “unowned/loose”: still found.",
        "  - `farms`, by 2026-02-28: Ask the farms. About “unowned/stray”: no longer found.",
    ] {
        assert!(
            text.text().lines().any(|told| told == line),
            "{}",
            text.text()
        );
    }
    assert!(text.text().contains("\nStill open: "), "{}", text.text());
}

#[test]
fn what_stays_open_is_followed_back_through_the_snapshots() {
    let loose = "  loose: {kind: record, fields: [herd_size]}\n";
    let with = |map: &str| map.replace("flows:\n", &format!("{loose}flows:\n"));
    let folder = Folder::with("compare-since", "flows/map.yaml", OLD);
    let snapshot = |name: &str, day: &str, map: &str| {
        folder.write("flows/map.yaml", map.as_bytes());
        check_status(folder.path(), &["snapshot", name, "--date", day], 0);
    };
    snapshot("first", "2024-01-01", OLD);
    snapshot("second", "2024-06-01", &with(OLD));
    snapshot("third", "2025-01-01", &with(OLD));
    folder.write("flows/map.yaml", with(&new()).as_bytes());
    let json = check_status(folder.path(), &["compare", "--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(json.text()).expect("JSON");
    let still = json["findings"]["still"].as_array().expect("a list");
    let loose = still.iter().find(|one| one["name"] == "unowned/loose");
    assert_eq!(
        loose.expect("still open")["since"],
        "2024-06-01",
        "{still:#?}"
    );
}

/// A body may be the end of a flow without a system of its own being named: the flow is the same under the new id of the body.
#[test]
fn a_body_with_a_new_id_keeps_its_flows() {
    let map = "map: {as_of: 2024-01-01}\norganisations:\n  vets: Vets\n  farms: Farms\nsystems:\n  book: {kind: register, owner: vets, fields: [born]}\n\
               flows:\n  - farms -> book: [born]\n  - book -> farms: [born]\n";
    let folder = Folder::with("compare-ends", "flows/map.yaml", map);
    check_status(folder.path(), &["snapshot", "before"], 0);
    check_status(folder.path(), &["rename", "farms", "holdings"], 0);
    let run = check_status(folder.path(), &["compare", "--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(run.text()).expect("JSON");
    let changes = json["changes"].as_array().expect("a list");
    let told: Vec<&serde_json::Value> = changes.iter().map(|one| &one["id"]).collect();
    assert_eq!(told, ["holdings"], "{changes:#?}");
    assert_eq!(json["findings"]["opened"], serde_json::json!([]));
    assert_eq!(json["findings"]["closed"], serde_json::json!([]));
    let text = check_status(folder.path(), &["compare"], 1);
    let place = |part: &str| text.text().find(part).expect(part);
    assert!(place("holdings") < place("Still open: "), "{}", text.text());
}

#[test]
fn a_new_id_is_told_once() {
    let folder = Folder::with("compare-new-id", "old.yaml", OLD);
    let new = OLD
        .replace("herd_book: {", "stock_book: {was: herd_book, ")
        .replace("from: herd_book", "from: stock_book");
    folder.write("new.yaml", new.as_bytes());
    let run = check_status(folder.path(), &["compare", "old.yaml", "new.yaml"], 1);
    let told = run.text().matches("stock_book").count();
    assert_eq!(told, 1, "{}", run.text());
    assert!(
        run.text()
            .contains("has a new id. The former id is “herd_book”."),
        "{}",
        run.text()
    );
}
