//! Each kind of change in a sheet makes just that change in the flow files.

use super::{Grid, MAP, WHOLE, add, analysis, edited, imported, set};

/// Demands that a change of one sheet turns `old` lines of the map into `new` ones, and nothing else.
fn check(sheet: &str, edit: impl FnOnce(&mut Grid), old: &str, new: &str) {
    let map = analysis(MAP);
    let made = imported(&map, edited(&map, sheet, edit));
    let made = made.unwrap_or_else(|unmade| {
        let told: Vec<_> = unmade.findings.iter().map(|one| &one.message).collect();
        panic!("{told:#?}")
    });
    assert_eq!(MAP.matches(old).count(), 1, "{old}");
    assert_eq!(made.files.len(), 1);
    assert_eq!(made.files[0].new, MAP.replace(old, new));
}

#[test]
fn a_name_in_its_short_form() {
    check(
        "Organisations",
        |grid| set(grid, &["farms"], "Name", "All farms"),
        "farms: Farms   # all of them",
        "farms: All farms   # all of them",
    );
}

#[test]
fn a_further_key_beside_a_short_form() {
    check(
        "Organisations",
        |grid| set(grid, &["farms"], "Count", "4000"),
        "farms: Farms   # all of them",
        "farms: {name: Farms, count: 4000}   # all of them",
    );
}

#[test]
fn a_key_of_an_entry_that_says_nothing() {
    check(
        "Systems",
        |grid| set(grid, &["bare"], "Name", "A bare one"),
        "  bare:\n",
        "  bare: A bare one\n",
    );
}

#[test]
fn a_value_with_its_comment() {
    check(
        "Systems",
        |grid| set(grid, &["herd_book"], "Owner", "vets"),
        "owner: farms   # by law",
        "owner: vets   # by law",
    );
}

#[test]
fn a_key_that_is_emptied() {
    check(
        "Systems",
        |grid| set(grid, &["register"], "Kind", ""),
        "owner: vets, kind: register, covers",
        "owner: vets, covers",
    );
}

#[test]
fn a_key_that_comes_to_a_block() {
    check(
        "Systems",
        |grid| set(grid, &["herd_book"], "Level", "record"),
        "    fields: [herd_size, breed]\n  register",
        "    fields: [herd_size, breed]\n    level: record\n  register",
    );
}

#[test]
fn a_box() {
    check(
        "Systems",
        |grid| set(grid, &["register"], "Covers", "animal: [cow, sheep]"),
        "covers: {animal: cattle}",
        "covers: {animal: [cow, sheep]}",
    );
}

#[test]
fn a_new_system_with_its_fields() {
    let map = analysis(MAP);
    let bytes = edited(&map, "Systems", |grid| {
        add(
            grid,
            &[
                ("Id", "passport"),
                ("Name", "Cattle passport"),
                ("Owner", "vets"),
            ],
        );
    });
    let mut sheets = super::read(&bytes);
    let (_, fields) = sheets
        .iter_mut()
        .find(|(name, _)| name == "Fields")
        .expect("a sheet");
    add(
        fields,
        &[
            ("System", "passport"),
            ("Id", "number"),
            ("Type", "identifier"),
        ],
    );
    add(fields, &[("System", "passport"), ("Id", "breed")]);
    let made = imported(&map, super::write(&sheets)).expect("it is made");
    let new = "  bare:\n  passport:\n    name: Cattle passport\n    owner: vets\n    fields:\n      number: {type: identifier}\n      breed:\nflows:";
    assert_eq!(made.files[0].new, MAP.replace("  bare:\nflows:", new));
}

#[test]
fn a_new_field_in_a_list_and_in_a_mapping() {
    check(
        "Fields",
        |grid| {
            add(
                grid,
                &[("System", "herd_book"), ("Id", "born"), ("Type", "date")],
            );
        },
        "[herd_size, breed]\n  register",
        "[herd_size, breed, {born: {type: date}}]\n  register",
    );
    check(
        "Fields",
        |grid| {
            add(
                grid,
                &[
                    ("System", "register"),
                    ("Id", "born"),
                    ("Term", "herd_size"),
                ],
            );
        },
        "codes: breeds}}}",
        "codes: breeds}, born: herd_size}}",
    );
}

#[test]
fn fields_of_a_system_that_had_none() {
    check(
        "Fields",
        |grid| add(grid, &[("System", "bare"), ("Id", "born")]),
        "  bare:\n",
        "  bare: {fields: [born]}\n",
    );
}

#[test]
fn a_key_of_a_field_that_is_only_an_id() {
    check(
        "Fields",
        |grid| set(grid, &["herd_book", "breed"], "Required", "yes"),
        "[herd_size, breed]\n  register",
        "[herd_size, {breed: {required: true}}]\n  register",
    );
}

#[test]
fn a_field_more_in_a_flow() {
    check(
        "Flows",
        |grid| {
            set(
                grid,
                &["herd_book -> register"],
                "Fields",
                "herd_size\nbreed → kind\nbreed -> herd_size (derived)",
            );
        },
        "[herd_size, breed: kind]   # two fields",
        "[herd_size, {breed: kind}, {from: breed, to: herd_size, how: derived}]   # two fields",
    );
}

#[test]
fn a_key_beside_an_arrow() {
    check(
        "Flows",
        |grid| set(grid, &["herd_book -> register"], "Method", "form"),
        "[herd_size, breed: kind]   # two fields\n",
        "[herd_size, breed: kind]   # two fields\n    method: form\n",
    );
    check(
        "Flows",
        |grid| set(grid, &["bare -> herd_book"], "Every", "month"),
        "  - bare -> herd_book\n",
        "  - bare -> herd_book: {every: month}\n",
    );
}

#[test]
fn the_end_of_an_arrow_and_of_a_flow_in_braces() {
    check(
        "Flows",
        |grid| set(grid, &["bare -> herd_book"], "To", "register"),
        "  - bare -> herd_book\n",
        "  - bare -> register\n",
    );
    check(
        "Flows",
        |grid| set(grid, &["register -> bare"], "To", "herd_book"),
        "{from: register, to: bare, every",
        "{from: register, to: herd_book, every",
    );
}

#[test]
fn a_new_flow() {
    check(
        "Flows",
        |grid| {
            add(
                grid,
                &[("From", "bare"), ("To", "register"), ("Fields", "kind")],
            );
        },
        "  - bare -> herd_book\n",
        "  - bare -> herd_book\n  - from: bare\n    to: register\n    fields: [kind]\n",
    );
}

#[test]
fn codes_values_questions_and_decisions() {
    check(
        "Code lists",
        |grid| set(grid, &["breeds"], "Values", "A = Angus\nJ = Jersey\nX"),
        "{A: Angus, J: Jersey}",
        "{A: Angus, J: Jersey, X: }",
    );
    check(
        "Dimensions",
        |grid| {
            set(
                grid,
                &["animal"],
                "Values",
                "cattle\n  cow\n  calf\nsheep\n  lamb",
            );
        },
        "{cattle: [cow, calf], sheep: }",
        "{cattle: [cow, calf], sheep: [lamb]}",
    );
    check(
        "Needs",
        |grid| set(grid, &["outbreaks"], "Terms", "herd_size, breed"),
        "  outbreaks: How many animals stand in one place?\n",
        "  outbreaks: {question: How many animals stand in one place?, terms: [herd_size, breed]}\n",
    );
    check(
        "Decisions",
        |grid| set(grid, &["unowned/bare"], "Status", "in-hand"),
        "status: accepted",
        "status: in-hand",
    );
}

#[test]
fn a_text_that_is_folded_over_several_lines() {
    let map = analysis("systems:\n  a:\n    notes: >-\n      One line\n      of text.\n  b: B\n");
    let change = |text: &str| {
        let bytes = edited(&map, "Systems", |grid| set(grid, &["a"], "Notes", text));
        imported(&map, bytes).expect("it is made").files[0]
            .new
            .clone()
    };
    assert_eq!(
        change("Another: \"line\" # of text"),
        "systems:\n  a:\n    notes: >-\n      Another: \"line\" # of text\n  b: B\n"
    );
    assert_eq!(
        change("Two lines: a\nand b"),
        "systems:\n  a:\n    notes: |-\n      Two lines: a\n      and b\n  b: B\n"
    );
}

#[test]
fn a_row_that_is_gone_changes_nothing_unless_asked() {
    let map = analysis(MAP);
    let bytes = edited(&map, "Flows", |grid| drop(grid.remove(2)));
    let made = imported(&map, bytes.clone()).expect("it is made");
    assert!(made.files.is_empty());
    let whole = flowmap::exchange::sheets::proposal(&map, &super::given(bytes), WHOLE);
    let made = whole
        .expect("a workbook")
        .made(&map, "imported.yaml")
        .expect("it is made");
    let gone = "  - {from: register, to: bare, every: month, notes: kept}\n";
    assert_eq!(made.files[0].new, MAP.replace(gone, ""));
}

#[test]
fn sorted_rows_and_moved_columns_change_nothing() {
    let map = analysis(MAP);
    let bytes = edited(&map, "Fields", |grid| {
        grid[1..].reverse();
        for row in grid.iter_mut() {
            row.rotate_left(3);
        }
    });
    assert!(imported(&map, bytes).expect("it is read").files.is_empty());
}

#[test]
fn new_things_go_to_the_file_of_their_owner() {
    let map = super::of_files([
        ("flows/a.yaml", "organisations: {one: One, two: Two}\n"),
        (
            "flows/one.yaml",
            "systems:\n  first: {owner: one}   # kept\n",
        ),
        (
            "flows/two.yaml",
            "systems:\n  second: {owner: two}\nflows:\n  - first -> second\n",
        ),
    ]);
    let bytes = edited(&map, "Systems", |grid| {
        add(grid, &[("Id", "third"), ("Owner", "one")]);
    });
    let made = imported(&map, bytes).expect("it is made");
    assert_eq!(made.files.len(), 1);
    assert_eq!(made.files[0].name, "flows/one.yaml");
    assert_eq!(
        made.files[0].new,
        "systems:\n  first: {owner: one}   # kept\n  third:\n    owner: one\n"
    );
    let bytes = edited(&map, "Needs", |grid| {
        add(grid, &[("Id", "why"), ("Question", "Why?")]);
    });
    let made = imported(&map, bytes).expect("it is made");
    assert_eq!(made.files[0].name, "imported.yaml");
    assert_eq!(made.files[0].new, "needs:\n  why: Why?\n");
}

#[test]
fn five_thousand_new_fields_are_added_at_once() {
    let map = analysis(MAP);
    let bytes = edited(&map, "Fields", |grid| {
        for number in 0..5000 {
            let id = format!("field_{number}");
            add(
                grid,
                &[("System", "register"), ("Id", &id), ("Type", "text")],
            );
        }
    });
    let made = imported(&map, bytes).expect("it is made");
    let register = made
        .after
        .model()
        .systems
        .iter()
        .find(|(_, one)| &*one.slug == "register");
    assert_eq!(register.expect("it is there").1.fields.ids().len(), 5002);
}
