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
fn a_view_of_findings_has_no_before_and_after() {
    let folder = folder("before-and-after-views");
    let arguments = ["draw", "new.yaml", "--since", "old.yaml", "--view", "gaps"];
    check_refusal(folder.path(), &arguments, &["--since goes with"]);
}
