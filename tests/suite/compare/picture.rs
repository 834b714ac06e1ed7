//! The picture of before and after: parts that are new, gone or changed are distinguished without colour.

use crate::cli::{check_refusal, check_status};
use crate::folder::Folder;

const OLD: &str = "\
map: {title: Pools, as_of: 2025-10-14}
organisations: {town: Town, state: State, club: Clubs}
systems:
  book: {name: Book, owner: town, kind: record, fields: [visits, day, swimmer]}
  year: {name: Yearly return, owner: state, kind: collection, fields: [visits, day]}
  cards: {name: Card index, owner: club, fields: [visits]}
flows:
  - {from: book, to: year, fields: [visits, day], method: form}
  - {from: book, to: cards, fields: [visits], method: email}
";

const NEW: &str = "\
map: {title: Pools, as_of: 2026-10-14}
organisations: {town: Town, state: State, club: Clubs}
systems:
  book: {name: Book, owner: town, kind: record, fields: {visits: , day: , lane: {type: text}}}
  year: {name: Yearly return, owner: state, kind: register, fields: [visits, day]}
  census: {name: Census, owner: state, fields: [visits]}
flows:
  - {from: book, to: year, fields: [visits, day], method: upload}
  - {from: year, to: census, fields: [visits], method: upload}
";

/// The dashes of a line or outline that is gone.
const GONE: &str = "stroke-dasharray=\"9 3 2 3\"";

fn folder(name: &str) -> Folder {
    let folder = Folder::with(name, "old.yaml", OLD);
    folder.write("new.yaml", NEW.as_bytes());
    folder
}

#[test]
fn what_is_new_gone_and_changed_has_a_sign_and_a_line_of_its_own() {
    let folder = folder("before-and-after");
    let draw = |map: &str, since: &str| {
        let arguments = ["draw", map, "--since", since, "--view", "fields"];
        let run = check_status(folder.path(), &arguments, 0);
        assert_eq!(run.stderr, "");
        run.text().to_owned()
    };
    let picture = draw("new.yaml", "old.yaml");
    for name in [
        "+ Census",
        "− Card index",
        "~ Yearly return",
        "+ lane",
        "− swimmer",
        "~ upload",
        "− email",
        ">new<",
        ">gone<",
        ">changed<",
        "what changed since 2025-10-14",
    ] {
        assert!(picture.contains(name), "no `{name}` in\n{picture}");
    }
    for same in [">Book<", ">day<", ">Town<"] {
        assert!(picture.contains(same), "no `{same}` in\n{picture}");
    }
    // The outline, the line, and the sample in the legend.
    assert_eq!(picture.matches(GONE).count(), 3, "{picture}");
    // No finding of either map is marked.
    assert!(!picture.contains("finding 1"), "{picture}");
    let picture = draw("old.yaml", "old.yaml");
    for word in ["+ ", "− ", "~ ", ">new<", ">gone<", ">changed<", GONE] {
        assert!(!picture.contains(word), "`{word}` in\n{picture}");
    }
}

#[test]
fn every_form_has_the_signs_and_a_folded_box_sums_up_what_is_in_it() {
    let folder = folder("before-and-after-forms");
    for form in ["dot", "mermaid", "drawio"] {
        let arguments = ["draw", "new.yaml", "--since", "old.yaml", "--format", form];
        let run = check_status(folder.path(), &arguments, 0);
        // Mermaid reads these signs as numbers.
        let text = run.text().replace("#43;", "+").replace("#8722;", "−");
        let text = text.replace("#126;", "~");
        for name in ["+ Census", "− Card index", "~ Yearly return"] {
            assert!(
                text.contains(name),
                "{form}: no `{name}` in\n{}",
                run.text()
            );
        }
    }
    let arguments = [
        "draw",
        "new.yaml",
        "--since",
        "old.yaml",
        "--view",
        "organisations",
    ];
    let run = check_status(folder.path(), &arguments, 0);
    for name in ["~ State", "− Clubs", "~ Town"] {
        assert!(run.text().contains(name), "no `{name}` in\n{}", run.text());
    }
}

#[test]
fn every_form_tells_what_is_new_and_gone_by_its_lines() {
    let folder = folder("before-and-after-lines");
    for (form, gone, new) in [
        (
            "dot",
            "color=\"#37474F:#FFFFFF:#37474F\"",
            "penwidth=\"3.00\"",
        ),
        ("mermaid", "stroke-dasharray:9 3 2 3", "stroke-width:3.00px"),
        ("drawio", "dashed=1;dashPattern=9 3 2 3;", "strokeWidth=3;"),
    ] {
        let draw = |since: &str| {
            let arguments = ["draw", "new.yaml", "--since", since, "--format", form];
            check_status(folder.path(), &arguments, 0).text().to_owned()
        };
        let [changed, same] = [draw("old.yaml"), draw("new.yaml")];
        for mark in [gone, new] {
            assert!(changed.contains(mark), "{form}: no `{mark}` in\n{changed}");
            assert!(!same.contains(mark), "{form}: `{mark}` in\n{same}");
        }
    }
}

/// The boxes of a picture, each with its column and its row: their ranks among the distances from the left and from the top.
fn ranks(folder: &Folder, arguments: &[&str]) -> Vec<(String, f64, f64)> {
    let arguments = [arguments, &["--view", "systems", "--format", "json"]].concat();
    let run = check_status(folder.path(), &arguments, 0);
    let scene: serde_json::Value = serde_json::from_str(run.text()).expect("JSON");
    let boxes = scene["boxes"].as_array().expect("boxes").iter();
    let boxes = boxes.map(|one| {
        let id = one["id"].as_str().expect("an id").to_owned();
        let [x, y] = ["x", "y"].map(|key| one[key].as_f64().expect("a number"));
        (id, x, y)
    });
    boxes.collect()
}

#[test]
fn boxes_that_stay_keep_their_place_in_the_picture_before_and_after() {
    let systems = |count: usize| -> String {
        let systems =
            (0..count).map(|place| format!("  s{place}: {{owner: b{}, fields: [x]}}\n", place % 4));
        systems.collect()
    };
    let map = |count: usize, more: &str| {
        let flows = (1..count).map(|place| format!("  - s{} -> s{place}: [x]\n", (place - 1) / 2));
        let flows: String = flows.collect();
        format!(
            "map: {{as_of: 2026-01-01}}\norganisations: {{b0: , b1: , b2: , b3: }}\nsystems:\n{}flows:\n{flows}{more}",
            systems(count)
        )
    };
    let folder = Folder::with("before-and-after-places", "old.yaml", &map(12, ""));
    // One flow is gone, and one system has another field.
    let new = map(12, "").replace("  - s2 -> s6: [x]\n", "");
    let new = new.replace(
        "s11: {owner: b3, fields: [x]}",
        "s11: {owner: b3, fields: [x, y]}",
    );
    folder.write("new.yaml", new.as_bytes());
    let before = ranks(&folder, &["draw", "old.yaml"]);
    let after = ranks(&folder, &["draw", "new.yaml", "--since", "old.yaml"]);
    assert_eq!(after.len(), before.len(), "{after:?}");
    let of = |boxes: &[(String, f64, f64)], id: &str| {
        let found = boxes.iter().find(|(known, ..)| known == id);
        found.map(|(_, x, y)| (*x, *y)).expect("it stayed")
    };
    for (one, x, y) in &before {
        for (other, ..) in &before {
            let (left, top) = of(&before, other);
            let ((own_x, own_y), (other_x, other_y)) = (of(&after, one), of(&after, other));
            assert!(
                !(*x < left && own_x > other_x),
                "{one} stood left of {other}"
            );
            assert!(
                !((*x - left).abs() < 0.5 && *y < top && own_y > other_y),
                "{one} stood above {other}"
            );
        }
    }
}

#[test]
fn a_view_of_findings_has_no_before_and_after() {
    let folder = folder("before-and-after-views");
    let arguments = ["draw", "new.yaml", "--since", "old.yaml", "--view", "gaps"];
    check_refusal(folder.path(), &arguments, &["--since goes with"]);
}
