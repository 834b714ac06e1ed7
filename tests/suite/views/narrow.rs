//! Selectors, focus, detail: the remaining parts of a view, and the notes on the others.

use std::collections::BTreeSet;

use flowmap::picture::views::{Detail, Spec, View};

use super::boxes;
use super::draw;
use super::drawn;
use super::only;

#[test]
fn selectors_choose_by_id_name_kind_tag_and_direction() {
    for (selector, expected) in [
        ("survey", "survey"),
        ("Weight Survey", "survey"),
        ("system:surv*", "survey"),
        ("org:agency", "registry yearbook"),
        ("Statistics unit", "yearbook"),
        ("tag:pilot", "notes survey"),
        ("+registry", "families notes registry"),
        ("registry+", "registry yearbook"),
        ("+yearbook+", "families notes registry yearbook"),
        ("registry, survey", "registry survey"),
        ("term:weight", "notes survey"),
        ("notes.weight+", "notes survey"),
        ("*.number", "notes registry"),
        ("finding:4", "notes survey"),
    ] {
        let diagram = draw(&only(View::Systems, selector));
        let found: BTreeSet<&str> = diagram.nodes.iter().map(|node| node.id.as_str()).collect();
        let expected: BTreeSet<&str> = expected.split(' ').collect();
        assert_eq!(found, expected, "{selector}");
    }
}

#[test]
fn a_selector_that_chooses_nothing_says_what_is_near_and_how_they_work() {
    for (selector, words) in [
        (
            "+regstry",
            &["`regstry` (in `+regstry`)", "did you mean `registry`"][..],
        ),
        ("org:Helth Agency", &["did you mean `Health Agency`"]),
        ("notes.wieght", &["did you mean `notes.weight`"]),
        (
            "tag:nothing",
            &["`tag:nothing` chooses nothing", "org:NAME", "`+x`"],
        ),
        ("finding:99", &["`finding:99`"]),
    ] {
        let why = drawn(&only(View::Systems, selector)).unwrap_err().0;
        for word in words {
            assert!(why.contains(word), "{selector}: {why}");
        }
    }
    let spec = Spec {
        hide: vec!["*".to_owned()],
        ..Spec::of(View::Systems)
    };
    let why = drawn(&spec).unwrap_err().0;
    assert!(
        why.contains("nothing is left of the view `systems`"),
        "{why}"
    );
}

#[test]
fn what_is_left_out_is_counted_and_what_was_asked_for_is_said() {
    let whole = draw(&Spec::of(View::Systems));
    assert!(
        !whole.notes.iter().any(|note| note.starts_with("Left out")),
        "{:?}",
        whole.notes
    );
    let spec = Spec {
        hide: vec!["survey".to_owned()],
        ..Spec::of(View::Systems)
    };
    let hidden = draw(&spec);
    assert_eq!(
        boxes(&hidden),
        ["families", "notes", "registry", "yearbook"]
    );
    for note in [
        "The map as of 2026-01-31.",
        "Shown: without survey.",
        "Left out: 1 system and 2 flows.",
    ] {
        assert!(
            hidden.notes.iter().any(|told| told == note),
            "{note}: {:?}",
            hidden.notes
        );
    }
}

#[test]
fn focus_goes_so_many_steps_up_and_down_but_not_back_and_forth() {
    let spec = |depth| Spec {
        focus: vec!["registry".to_owned()],
        depth,
        ..Spec::of(View::Systems)
    };
    let near = draw(&spec(None));
    assert_eq!(boxes(&near), ["notes", "registry", "yearbook"]);
    let strong: Vec<&str> = near
        .nodes
        .iter()
        .filter(|node| node.highlighted)
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(strong, ["registry"]);
    // The survey takes from the notes, but neither feeds the registry nor is fed by it.
    assert_eq!(
        boxes(&draw(&spec(Some(9)))),
        ["families", "notes", "registry", "yearbook"]
    );
}

#[test]
fn detail_says_which_rows_there_are() {
    let spec = |detail| Spec {
        detail: Some(detail),
        only: vec!["notes,registry".to_owned()],
        ..Spec::of(View::Systems)
    };
    assert_eq!(boxes(&draw(&spec(Detail::Boxes))), ["notes", "registry"]);
    assert_eq!(
        boxes(&draw(&spec(Detail::All))),
        [
            "notes: number birth_date weight",
            "registry: number birth_date"
        ]
    );
    let keys = boxes(&draw(&spec(Detail::Keys)));
    assert!(keys[0].starts_with("notes: number birth_date"), "{keys:?}");
    let fields = Spec {
        detail: Some(Detail::Boxes),
        ..Spec::of(View::Fields)
    };
    assert!(draw(&fields).nodes.iter().all(|node| node.rows.is_empty()));
}
