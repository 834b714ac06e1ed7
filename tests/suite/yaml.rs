//! Texts that are no YAML, or that YAML reads in another way than people mean: each is told, and what is right beside it is not.

use flowmap::analysis::{Analysis, Options};
use flowmap::read::source::SourceSet;

/// The kinds of the faults of a text, each with its line.
fn faults(text: &str) -> Vec<(&'static str, usize)> {
    let sources = SourceSet::from_strings([("map.yaml", text)]);
    let analysis = Analysis::of(sources, Options::default());
    let kinds = [
        "broken-syntax",
        "oversized-document",
        "unknown-key",
        "wrong-shape",
        "duplicate-key",
    ];
    let faults = analysis
        .findings
        .iter()
        .filter(|finding| kinds.contains(&finding.kind.name));
    faults
        .map(|finding| {
            (
                finding.kind.name,
                analysis.sources.position(finding.place().span).line,
            )
        })
        .collect()
}

#[test]
fn a_line_of_brackets_or_quotes_that_stands_too_far_left_is_told() {
    for (text, line) in [
        // A list in brackets.
        ("systems: [a,\nb,\nc]\n", 2),
        ("systems:\n  a: {fields: [b,\n  c]}\n", 3),
        ("systems:\n  a:\n    fields: [b,\n    c,\n      d]\n", 4),
        ("systems:\n  a:\n    fields: [\n  b,\n      d]\n", 4),
        ("systems:\n  a: {\n  name: x}\n", 3),
        ("systems:\n  a: {\n      name: x,\nnotes: y\n  }\n", 4),
        (
            "flows:\n  - from: a\n    to: b\n    fields: [c,\n    d]\n",
            5,
        ),
        ("flows:\n- a -> b: [c,\nd]\n", 3),
        // A text in quotes.
        ("systems:\n  a:\n    name: \"x\n    y\n    z\"\n", 4),
        ("systems:\n  a:\n    name: \"x\n\n      y\n    z\"\n", 6),
        ("map: {title: x}\nsystems:\n  a: \"b\nc\"\n", 4),
        ("systems:\n  a: 'b\n  c'\n", 3),
        ("map:\n  about: 'x\n\n  # no comment'\n", 4),
        ("systems:\n  - a: \"b\n    c\"\n", 3),
        // Only a tab before it.
        ("systems:\n  a: \"b\n\tc\"\n", 3),
        ("map:\n  about: \"b\n  \tc\"\n", 3),
        ("map: {title: x}\nsystems:\n  a: 'b\n\n\tc'\n", 5),
        ("systems: {a: x,\n\tb: y}\n", 2),
        ("flows: [\n\ta -> b]\n", 2),
    ] {
        let told = faults(text);
        assert!(told.contains(&("broken-syntax", line)), "{text}: {told:?}");
        assert_eq!(
            told.iter()
                .filter(|(kind, _)| *kind == "broken-syntax")
                .count(),
            1,
            "{text}: {told:?}"
        );
    }
}

#[test]
fn what_is_indented_enough_is_not_told() {
    for text in [
        "systems: [a,\n b,\n c]\n",
        "systems: [\n  a,\n  b\n]\n",
        "systems:\n  a: {fields: [\n    b,\n    c\n  ]}\n",
        "systems: {\n  a: {name: x},\n\n# a remark\n  b: {name: y}\n}\n",
        "[{systems: [a]},\n{systems: [b]}]\n",
        "map:\n  about: \"b\n\n    c\"\n",
        "map:\n  about: \"b\n   \tc\"\n",
        "map:\n  about: |\n    \"b\n    c\n  title: x\n",
        "flows:\n- a -> b: [c,\n   d]\n",
        "systems: {\"é\": {fields: [a,\n   b]}}\n",
    ] {
        let told: Vec<_> = faults(text)
            .into_iter()
            .filter(|(kind, _)| *kind == "broken-syntax")
            .collect();
        assert!(told.is_empty(), "{text}: {told:?}");
    }
}

#[test]
fn an_entry_that_copies_itself_is_told() {
    for text in [
        "systems:\n  a: &x {fields: [b], notes: *x}\n",
        "systems:\n  a: &x\n    fields: &y\n      b: {covers: *x}\n",
        "systems: &x [a, *x]\n",
        "systems: &x\n  a: &y {owner: o}\n  b: *x\n",
    ] {
        let told = faults(text);
        assert_eq!(
            told.iter()
                .filter(|(kind, _)| *kind == "oversized-document")
                .count(),
            1,
            "{text}: {told:?}"
        );
    }
    assert_eq!(
        faults("systems:\n  a: &x {owner: o}\n  b: *x\norganisations: {o: O}\n"),
        []
    );
}

#[test]
fn a_merge_is_told_and_nothing_else_of_it() {
    let text = "organisations:\n  trust: &t {name: Trust}\n  other: {<<: *t, name: Other}\nsystems:\n  base: &b {owner: trust}\n  <<: [*b]\n  two:\n    <<: *b\n    owner: other\n";
    assert_eq!(
        faults(text),
        [("unknown-key", 3), ("unknown-key", 6), ("unknown-key", 8)]
    );
}

#[test]
fn a_tab_before_a_later_key_is_told_at_its_line() {
    for text in [
        "systems:\n  lessons:\n    name: x\n\tkind: record\n",
        "systems:\n  lessons:\n    name: x\n\n\tkind: record\n",
    ] {
        let sources = SourceSet::from_strings([("map.yaml", text)]);
        let analysis = Analysis::of(sources, Options::default());
        let fault = analysis
            .findings
            .iter()
            .find(|finding| finding.kind.name == "broken-syntax");
        let fault = fault.expect("it is told").clone();
        assert!(
            fault.message.contains("indented with a tab"),
            "{}",
            fault.message
        );
        let line = analysis.sources.position(fault.place().span).line;
        assert_eq!(
            Some(line),
            text.lines()
                .position(|line| line.starts_with('\t'))
                .map(|index| index + 1)
        );
    }
}

#[test]
fn keys_that_are_no_texts_are_each_told_as_such() {
    let told = faults("systems: {a: x, ? [x, y] : one, ? {p: q} : two}\n");
    assert_eq!(told, [("wrong-shape", 1), ("wrong-shape", 1)]);
    let many: Vec<String> = (0..12).map(|number| format!("  s{number}: x\n")).collect();
    let many = many.concat();
    let told = faults(&format!(
        "systems:\n{many}  ? [x, y]\n  : one\n  ? {{p: q}}\n  : two\n"
    ));
    assert_eq!(
        told.iter()
            .filter(|(kind, _)| *kind == "duplicate-key")
            .count(),
        0,
        "{told:?}"
    );
}
