//! Renames: by `was` they are followed everywhere; without it they are offered and never taken for granted.

use flowmap::compare::Turn;

use super::{between, check_entries, entries};

/// A map with findings of every family, in which each id that is renamed below is a word that occurs nowhere else.
const MAP: &str = "\
map: {title: Pools, as_of: 2025-10-14}
dimensions: {dimsite: {values: [indoor, outdoor]}, agedim: {range: years}}
organisations: {orgtown: {name: Town, count: 3}, orgstate: State, orgclub: {name: Clubs, count: 12}}
terms:
  termvisits: {name: Visits, definition: How many people came, agreed: {type: number, codes: listkinds}}
  termday: {name: Day, of: visit}
  termswimmer: {name: Swimmer, identifier: true}
code_lists: {listkinds: {values: {a: Adult, c: Child}}, listother: [x, y]}
mappings: [{from: listkinds, to: listother, pairs: {a: x}}]
systems:
  sysbook: {name: Visitors' book, kind: record, owner: orgtown, covers: {dimsite: indoor}, fields: {fldcount: {term: termvisits, type: text}, termday: {type: date}, termswimmer: }}
  sysreturn: {name: Yearly return, kind: collection, owner: orgstate, covers: {dimsite: [indoor, outdoor], agedim: 18+}, fields: {fldsum: {term: termvisits, type: number}, fldday: {term: termday}}}
  syscensus: {name: Census, kind: collection, owner: orgclub, part_of: sysreturn, fields: {fldtotal: {term: termvisits, codes: listkinds}, fldwhen: termday}}
flows:
  - {from: sysbook, to: sysreturn, fields: [fldcount: fldsum, termday: fldday], method: form, every: year, by: orgtown}
  - {from: sysbook, to: syscensus, id: flowmain, fields: [fldcount: fldtotal], method: email, every: month, identifiers: [termswimmer]}
  - {from: sysbook, to: syscensus, id: flowside, fields: [termday: fldwhen], method: upload}
needs:
  needhowmany: {who: orgstate, question: How many came?, terms: [termvisits, termday], covers: {dimsite: outdoor}, within: 1 month}
cases: {casechild: {name: A child, covers: {agedim: 9}}}
scenarios: {scenone: {name: One return, changes: [merge sysbook into sysreturn, retire syscensus, \"agree termvisits type=number\"]}}
decisions:
  - {finding: \"retyped-field/syscensus.fldtotal\", status: accepted, why: Small, by: orgclub}
";

/// Each id with the text that declares it, the text that replaces it, and the kind and id of the renamed entry.
const RENAMES: [(&str, &str, &str, &str); 14] = [
    (
        "scenone",
        "scenone: {name",
        "newscen: {was: scenone, name",
        "scenario newscen",
    ),
    (
        "dimsite",
        "dimsite: {values",
        "newsite: {was: dimsite, values",
        "dimension newsite",
    ),
    (
        "orgtown",
        "orgtown: {name",
        "zzztown: {was: orgtown, name",
        "organisation zzztown",
    ),
    (
        "orgclub",
        "orgclub: {name",
        "aaaclub: {was: [orgold, orgclub], name",
        "organisation aaaclub",
    ),
    (
        "termvisits",
        "termvisits: {name",
        "newvisits: {was: termvisits, name",
        "term newvisits",
    ),
    (
        "termswimmer",
        "termswimmer: {name",
        "newswimmer: {was: termswimmer, name",
        "term newswimmer",
    ),
    (
        "listkinds",
        "listkinds: {values",
        "newkinds: {was: listkinds, values",
        "code list newkinds",
    ),
    (
        "sysbook",
        "sysbook: {name",
        "zzzbook: {was: sysbook, name",
        "system zzzbook",
    ),
    (
        "syscensus",
        "syscensus: {name",
        "aaacensus: {was: syscensus, name",
        "system aaacensus",
    ),
    (
        "fldcount",
        "fldcount: {term",
        "newcount: {was: fldcount, term",
        "field sysbook.newcount",
    ),
    (
        "fldtotal",
        "fldtotal: {term",
        "newtotal: {was: fldtotal, term",
        "field syscensus.newtotal",
    ),
    (
        "flowmain",
        "id: flowmain",
        "id: newmain, was: flowmain",
        "flow sysbook->syscensus#newmain",
    ),
    (
        "needhowmany",
        "needhowmany: {who",
        "newneed: {was: needhowmany, who",
        "need newneed",
    ),
    (
        "casechild",
        "casechild: {name",
        "newcase: {was: casechild, name",
        "case newcase",
    ),
];

/// The map with one id renamed everywhere.
fn renamed(id: &str, declared: &str, instead: &str) -> String {
    assert_eq!(MAP.matches(declared).count(), 1, "{declared}");
    let new: &str = instead
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !["id", ""].contains(word))
        .expect("an id");
    let kept = "\u{1}";
    let text = MAP.replace(declared, kept).replace(id, new);
    // A field that implied its term by its id keeps its id, and now states its term.
    let text = match id {
        "termswimmer" => text.replace("newswimmer: }", "termswimmer: newswimmer}"),
        _ => text,
    };
    text.replace(kept, instead)
}

#[test]
fn a_rename_that_says_its_former_id_is_told_as_a_rename_and_nothing_else() {
    for (id, declared, instead, told) in RENAMES {
        let new = renamed(id, declared, instead);
        for (changes, told) in [
            (between(MAP, &new), told.to_owned()),
            (between(&new, MAP), told.replace(new_id(instead), id)),
        ] {
            check_entries(&changes, &[&format!("renamed {told}")]);
            let [findings, topics] = [
                changes.findings.opened.len() + changes.findings.closed.len(),
                changes.topics.opened.len() + changes.topics.closed.len(),
            ];
            assert_eq!(findings, 0, "{id}: {:#?}", changes.findings);
            assert_eq!(topics, 0, "{id}: {:#?}", changes.topics);
            assert!(
                changes.figures.iter().all(|one| one.then == one.now),
                "{id}"
            );
            assert!(changes.entries[0].was.is_some(), "{id}");
        }
    }
}

fn new_id(instead: &str) -> &str {
    let mut words = instead.split(|c: char| !c.is_alphanumeric());
    words
        .find(|word| !["id", ""].contains(word))
        .expect("an id")
}

#[test]
fn a_renamed_entry_that_says_something_else_too_is_told_as_changed() {
    let new = renamed("sysbook", "sysbook: {name", "zzzbook: {was: sysbook, name");
    let new = new.replace(
        "kind: record, owner: orgtown",
        "kind: register, owner: orgstate",
    );
    let changes = between(MAP, &new);
    check_entries(&changes, &["changed system zzzbook (kind, owner)"]);
    let change = &changes.entries[0];
    assert_eq!(change.was.as_deref(), Some("sysbook"));
    assert_eq!(
        change.text,
        "The system `zzzbook`: its id is new; its kind is now register (it was record); its owner is now `orgstate` (it was `orgtown`)."
    );
}

#[test]
fn a_rename_without_its_former_id_is_only_offered() {
    let new = MAP
        .replace("sysreturn: {name", "annual: {name")
        .replace("sysreturn", "annual");
    let changes = between(MAP, &new);
    let told = entries(&changes);
    assert!(told.contains(&"came system annual".to_owned()), "{told:?}");
    assert!(
        told.contains(&"gone system sysreturn".to_owned()),
        "{told:?}"
    );
    let of = |turn: Turn| {
        let mut all = changes.entries.iter();
        all.find(|one| one.turn == turn && one.what == "system")
            .expect("it is told")
    };
    assert_eq!(of(Turn::Came).likely.as_deref(), Some("sysreturn"));
    assert_eq!(of(Turn::Gone).likely.as_deref(), Some("annual"));
}

#[test]
fn a_field_renamed_without_its_former_id_is_only_offered() {
    let old = "systems: {s: {fields: {count_all: {term: people, type: number, unit: heads}}}}\n";
    let new = old.replace("count_all", "total");
    let changes = between(old, &new);
    check_entries(&changes, &["came field s.total", "gone field s.count_all"]);
    assert!(changes.entries.iter().all(|one| one.likely.is_some()));
}

#[test]
fn of_two_that_are_as_likely_none_is_offered() {
    let old = "systems: {s: {fields: {a: {term: people, type: number, unit: heads}}}}\n";
    let new = "systems: {s: {fields: {b: {term: people, type: number, unit: heads}, c: {term: people, type: number, unit: heads}}}}\n";
    let changes = between(old, new);
    assert!(changes.entries.iter().all(|one| one.likely.is_none()));
}

#[test]
fn flows_between_two_systems_keep_their_fellows_when_others_come_and_go() {
    let head = "systems: {a: {fields: [x, y, z]}, b: {fields: [x, y, z]}}\nflows:\n";
    let flow =
        |fields: &str, rest: &str| format!("  - {{from: a, to: b, fields: [{fields}]{rest}}}\n");
    let one = format!("{head}{}", flow("x", ", method: form"));
    let two = format!("{one}{}", flow("y", ", method: email"));
    check_entries(&between(&one, &two), &["came flow a->b#y"]);
    check_entries(&between(&two, &one), &["gone flow a->b#y"]);
    let three = format!("{two}{}", flow("z", ", method: letter"));
    let changed = three.replace("method: email", "method: email, every: week");
    check_entries(&between(&three, &changed), &["changed flow a->b#y (every)"]);
    let replaced = format!("{head}{}", flow("y", ", method: email"));
    let told = between(&two, &replaced);
    check_entries(&told, &["gone flow a->b#x"]);
}
