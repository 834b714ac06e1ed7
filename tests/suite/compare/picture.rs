//! The picture of before and after: parts that are new, gone or changed are distinguished without colour.

use std::collections::BTreeMap;
use std::fmt::Write as _;

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

/// Twenty systems of ten bodies and the flows between them, some of them back; with a new system of a body, which takes or gives one flow.
fn workshop(seed: u64, added: Option<(usize, usize, bool)>) -> String {
    let mut lot = fastrand::Rng::with_seed(seed);
    let mut text = "organisations:\n".to_owned();
    for body in 0..10 {
        let _ = writeln!(text, "  o{body}: Trust {body}");
    }
    text += "systems:\n";
    for one in 0..20 {
        let _ = writeln!(text, "  s{one}: {{owner: o{}}}", one / 2);
    }
    if let Some((body, ..)) = added {
        let _ = writeln!(text, "  s20: {{owner: o{body}}}");
    }
    text += "flows:\n";
    for flow in 0..30 {
        let (a, b) = (lot.usize(..20), lot.usize(..20));
        let (low, high) = (a.min(b), a.max(b));
        if low == high {
            continue;
        }
        let (from, to) = if flow % 6 == 5 {
            (high, low)
        } else {
            (low, high)
        };
        let _ = writeln!(text, "  - s{from} -> s{to}");
    }
    match added {
        Some((_, other, true)) => drop(writeln!(text, "  - s20 -> s{other}")),
        Some((_, other, false)) => drop(writeln!(text, "  - s{other} -> s20")),
        None => {}
    }
    text
}

/// The place of each system: left, right, top.
fn places(json: &str) -> BTreeMap<String, [f64; 3]> {
    let scene: serde_json::Value = serde_json::from_str(json).expect("it is JSON");
    let boxes = scene["boxes"].as_array().expect("boxes").iter();
    let systems = boxes.filter(|one| one["kind"] == "system");
    let number = |one: &serde_json::Value, key: &str| one[key].as_f64().expect("a number");
    systems
        .map(|one| {
            let x = number(one, "x");
            let place = [x, x + number(one, "w"), number(one, "y")];
            (one["id"].as_str().expect("an id").to_owned(), place)
        })
        .collect()
}

#[test]
fn boxes_that_stay_keep_their_columns_and_their_order_when_a_system_is_added() {
    let folder = Folder::with("steady", "old.yaml", "");
    let draw = |arguments: &[&str]| {
        let all = [
            &["draw"],
            arguments,
            &["--view", "systems", "--format", "json", "--no-fold"],
        ];
        places(check_status(folder.path(), &all.concat(), 0).text())
    };
    // The position of two boxes to each other: left or right, or else above or below.
    let stand = |a: [f64; 3], b: [f64; 3]| {
        let is_beside = [a[1] <= b[0], b[1] <= a[0]];
        (is_beside, is_beside == [false; 2] && a[2] < b[2])
    };
    let (mut pairs, mut kept) = (0, 0);
    for seed in 1..5 {
        folder.write("old.yaml", workshop(seed, None).as_bytes());
        let old = draw(&["old.yaml"]);
        for added in [(0, 9, true), (4, 1, false), (9, 3, true)] {
            folder.write("new.yaml", workshop(seed, Some(added)).as_bytes());
            let new = draw(&["new.yaml", "--since", "old.yaml"]);
            for (one, place) in &old {
                for (other, beside) in old.range::<String, _>(..one) {
                    pairs += 1;
                    kept += usize::from(stand(*place, *beside) == stand(new[one], new[other]));
                }
            }
        }
    }
    assert_eq!(pairs, 4 * 3 * 190);
    assert!(
        kept * 100 >= pairs * 97,
        "only {kept} of {pairs} pairs of boxes stand to each other as before"
    );
}
