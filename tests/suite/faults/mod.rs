//! Every mistake a facilitator will make: what is said about it, and that the rest of the map stands.
//!
//! Each folder of `tests/faults` holds one mistake as a person would make it and what is printed about it. What cannot
//! be kept in such a folder (bytes that are no text, sizes, links) is made here, and only what is printed is kept.

mod made;

use std::collections::BTreeSet;

use flowmap::analysis::Analysis;
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::package;
use crate::expectation::printed;

/// Each mistake, and the kinds that are found: nothing else, in this order. A kind found twice stands twice.
const CASES: [(&str, &[&str]); 38] = [
    (
        "arrow-and-ends",
        &[
            "invalid-value",
            "wrong-shape",
            "wrong-shape",
            "invalid-value",
            "unknown-reference",
        ],
    ),
    ("section-without-ids", &["wrong-shape"]),
    (
        "apostrophe-between-quotes",
        &["broken-syntax", "broken-syntax"],
    ),
    ("arrow-that-is-none", &["wrong-shape"]),
    ("arrow-with-more", &["invalid-value", "wrong-shape"]),
    ("other-word-for-a-key", &["unknown-key"; 7]),
    ("equals-for-a-colon", &["wrong-shape"]),
    ("colon-left-out", &["broken-syntax", "broken-syntax"]),
    ("indented-too-far", &["broken-syntax", "broken-syntax"]),
    ("mark-first", &["broken-syntax"; 4]),
    ("space-after-dash-left-out", &["broken-syntax"]),
    ("spaces-of-another-kind", &["broken-syntax"]),
    (
        "code-outside-its-list",
        &["code-outside-list", "code-outside-list"],
    ),
    (
        "colon-in-unquoted-text",
        &["broken-syntax", "broken-syntax"],
    ),
    ("colon-of-a-time-or-address", &[]),
    (
        "day-that-does-not-exist",
        &["invalid-value", "invalid-value"],
    ),
    ("empty-file", &["empty-file"]),
    ("field-the-source-does-not-hold", &["passes-what-it-lacks"]),
    ("field-the-target-does-not-list", &["undeclared-field"]),
    ("flow-to-itself", &["self-flow", "self-flow"]),
    ("id-in-two-files", &["duplicate-key"]),
    ("interval-backwards", &["invalid-value", "invalid-value"]),
    ("key-written-twice", &["duplicate-key", "duplicate-key"]),
    ("list-for-a-mapping", &["wrong-shape"]),
    ("mapping-for-a-list", &["wrong-shape"]),
    (
        "misspelt-dimension",
        &["unknown-reference", "unknown-reference"],
    ),
    ("misspelt-id", &["unknown-reference"; 6]),
    (
        "misspelt-key",
        &["unknown-key", "unknown-key", "unknown-key"],
    ),
    ("misspelt-method", &["invalid-value"; 6]),
    (
        "misspelt-value",
        &["unknown-reference", "unknown-reference", "invalid-value"],
    ),
    (
        "missing-space-after-colon",
        &["broken-syntax", "broken-syntax"],
    ),
    (
        "several-in-several-files",
        &[
            "broken-syntax",
            "invalid-value",
            "invalid-value",
            "broken-syntax",
            "unknown-reference",
            "unknown-key",
            "invalid-value",
        ],
    ),
    ("smallest-map", &["unstated-basis"]),
    ("tab-for-indentation", &["broken-syntax"]),
    (
        "term-its-own-broader-term",
        &["circular-broader", "circular-broader", "circular-broader"],
    ),
    ("unclosed-bracket", &["broken-syntax", "broken-syntax"]),
    ("unclosed-quote", &["broken-syntax"]),
    (
        "unknown-none-not-shared",
        &[
            "definition-missing",
            "unmet-need",
            "unstated-basis",
            "unused-field",
            "unused-field",
            "unused-field",
        ],
    ),
];

/// Mistakes made here, of which the folder holds only what is printed.
const MADE: [&str; 9] = [
    "alias-bomb",
    "deep-nesting",
    "link-loop",
    "nul-bytes",
    "not-utf-8",
    "oversized-file",
    "two-texts-in-one-file",
    "utf-16",
    "windows-line-ends",
];

fn sources(case: &str) -> SourceSet {
    let folder = package("tests/faults").join(case);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{case}: {error}"));
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("a case can be listed").path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            files.push((
                name,
                std::fs::read_to_string(&path).expect("a case can be read"),
            ));
        }
    }
    SourceSet::from_strings(files)
}

fn kinds(analysis: &Analysis) -> Vec<&'static str> {
    analysis
        .findings
        .iter()
        .map(|finding| finding.kind.name)
        .collect()
}

#[test]
fn every_mistake_is_told_and_nothing_that_only_follows_from_it() {
    let mut wrong = Vec::new();
    for (case, expected) in CASES {
        let analysis = analysis(sources(case));
        let found = kinds(&analysis);
        if found != expected {
            let printed = printed(&analysis);
            wrong.push(format!("{case}: {found:?} and not {expected:?}\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mistake_is_told_in_these_words() {
    for (case, _) in CASES {
        let expected = format!("tests/faults/{case}/findings.txt");
        check_expectation(&expected, &printed(&analysis(sources(case))));
    }
}

#[test]
fn every_folder_of_mistakes_is_tested() {
    let entries = std::fs::read_dir(package("tests/faults")).expect("the cases are there");
    let folders: BTreeSet<String> = entries
        .map(|entry| {
            entry
                .expect("the cases are there")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let tested: BTreeSet<String> = CASES
        .iter()
        .map(|(case, _)| *case)
        .chain(MADE)
        .map(str::to_owned)
        .collect();
    assert_eq!(folders, tested);
}

#[test]
fn what_is_said_about_a_mistake_has_a_place_a_message_and_a_way_out() {
    for (case, _) in CASES {
        for finding in &analysis(sources(case)).findings {
            let what = format!("{case}: {}", finding.message);
            assert!(
                !finding.message.is_empty() && !finding.message.ends_with('.'),
                "{what}"
            );
            assert!(!finding.help.is_empty(), "{what}");
            assert!(
                finding.places.iter().all(|place| !place.label.is_empty()),
                "{what}"
            );
        }
    }
}
