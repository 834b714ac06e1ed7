//! Texts that are no YAML, or that YAML reads in another way than people mean: each is reported, and correct texts beside them are not.

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
        // A continuation line with only a tab before its text.
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

/// One text for each class of fault in the official cases of YAML, in words of a map.
#[test]
fn texts_that_are_no_yaml_are_each_told_once() {
    for (text, line) in [
        ("systems: a: b\n", 1),
        ("systems: - a\n", 1),
        ("systems:\n  - a\n b: c\n", 3),
        ("systems:\n - a\n- b\n", 3),
        ("systems:\n  a: {name: x}\n b: {name: y}\n", 3),
        ("systems: [a, b] c\n", 1),
        ("systems: [a, b\nflows: [c]\n", 1),
        ("systems: [a, b]]\n", 1),
        ("systems: [a, , b]\n", 1),
        ("systems: {a: x b: y}\n", 1),
        ("systems: {a: \"x\" b: y}\n", 1),
        ("systems:\n  a: \"x\" y\n", 2),
        ("systems:\n  a: 'x' 'y'\n", 2),
        ("systems:\n  a: \"x\"# no comment\n", 2),
        ("systems: [a, b]# no comment\n", 1),
        ("systems: [a,#no comment\n b]\n", 1),
        ("map:\n  title: \"a \\q b\"\n", 2),
        ("map:\n  title: \"a \\x4 b\"\n", 2),
        ("map:\n  title: >\n        \n   text\n", 4),
        ("map:\n  about: |\n    one\n   two\n", 4),
        ("map:\n  about: | one\n    two\n", 2),
        ("map:\n  about: |5x\n    two\n", 2),
        ("systems:\n  a: &x &y {name: z}\n", 2),
        ("systems:\n  a: &x {owner: o}\n  b: &z *x\n", 3),
        ("systems:\n  a: *nobody\n", 2),
        ("systems:\n  &x - a\n", 2),
        ("systems: [a]\n%YAML 1.2\n---\nflows: []\n", 2),
        ("%YAML 1.2 more\n---\nsystems: [a]\n", 1),
        ("%YAML 1.2\n%YAML 1.2\n---\nsystems: [a]\n", 2),
        ("--- systems: [a]\n", 1),
        ("... systems\n", 1),
        ("systems: [a]\n... b\n", 2),
        ("map: {title: \"a\n--- b\"}\n", 1),
        ("systems:\n  ? a\n  : x\n  b\n", 4),
        ("a\nb: c\n", 2),
        ("systems:\n  a\n  b: c\n", 3),
        ("\"a\nb\": c\n", 2),
        ("[a,\n b]: c\n", 1),
        ("systems: !<tag x\n", 1),
        ("systems: !a{b} c\n", 1),
        ("systems: !other!x c\n", 1),
        ("systems: @a\n", 1),
        ("systems: `a`\n", 1),
        ("systems: %a\n", 1),
        ("systems:\n\t- a\n", 2),
        ("systems:\n  -\ta: b\n\t  c: d\n", 3),
        ("systems: -\n", 1),
        ("systems: {a: [b}\n", 1),
        ("systems: {- a}\n", 1),
        ("systems: [-]\n", 1),
        ("systems: [a: b: c]\n", 1),
    ] {
        let told = faults(text);
        let broken = told.iter().filter(|(kind, _)| *kind == "broken-syntax");
        assert_eq!(
            broken.collect::<Vec<_>>(),
            [&("broken-syntax", line)],
            "{text}"
        );
    }
}

/// The official cases below a folder, by name: the text, and whether it is marked as wrong.
fn official(folder: &std::path::Path) -> Vec<(String, Vec<u8>, bool)> {
    let mut cases = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        if let Ok(text) = std::fs::read(at.join("in.yaml")) {
            let name = at.strip_prefix(folder).expect("it stands there");
            let name = name.to_string_lossy().replace('\\', "/");
            cases.push((name, text, at.join("error").exists()));
            continue;
        }
        for entry in std::fs::read_dir(&at).expect("the cases can be listed") {
            let entry = entry.expect("the cases can be listed");
            // Links, by name and by tag, lead to the same cases.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(entry.path());
            }
        }
    }
    cases.sort();
    cases
}

/// `FLOWMAP_YAML_SUITE` names a folder of the official cases of YAML (the branch `data` of their project). They are not part of this
/// repository.
#[test]
fn official_cases_that_are_wrong_are_told_and_the_right_ones_are_not() {
    let Some(folder) = std::env::var_os("FLOWMAP_YAML_SUITE") else {
        return;
    };
    let cases = official(std::path::Path::new(&folder));
    assert!(cases.len() > 300, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for (name, text, is_wrong) in cases {
        let sources = SourceSet::from_bytes("map.yaml", text);
        let analysis = Analysis::of(sources, Options::default());
        let told: Vec<&str> = analysis
            .findings
            .iter()
            .map(|finding| finding.kind.name)
            .collect();
        let is_told = told.contains(&"broken-syntax") || told.contains(&"duplicate-key");
        if is_told != is_wrong {
            let messages: Vec<&str> = analysis
                .findings
                .iter()
                .map(|finding| &*finding.message)
                .collect();
            complaints.push(format!("{name} (wrong: {is_wrong}): {told:?} {messages:?}"));
        }
    }
    assert!(
        complaints.is_empty(),
        "{} of them:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}
