//! Every kind of finding has a pair: a bad file in which it is found where it is marked, and a good one in which nothing is.

use std::collections::BTreeSet;
use std::path::Path;

use flowmap::analysis::Analysis;
use flowmap::judge::rules::RULES;
use flowmap::judge::rules::kinds;
use flowmap::print::markdown;
use flowmap::read::finding::Finding;
use flowmap::read::finding::Kind;
use flowmap::read::finding::Subject;
use flowmap::read::model::When;
use flowmap::read::source::SourceSet;
use flowmap::sample::Recipe;
use flowmap::sample::generate;

use crate::expectation::analysis;
use crate::expectation::check_expectation;
use crate::expectation::package;
use crate::expectation::printed;
use crate::expectation::read;

/// How long a bad file may be, in lines.
const LONGEST: usize = 20;

/// What opens a mark: `# expect: kind`, or several kinds between commas.
const MARK: &str = "# expect: ";

/// The picture that stands for a NUL byte in the pair of `unreadable-file`: a file that really holds one would be binary
/// to every tool that shows it.
const NUL_PICTURE: char = '\u{2400}';

fn pair(kind: &Kind, half: &str) -> Analysis {
    let mut text = read(&format!("tests/rules/{}/{half}", kind.name));
    if kind.name == "unreadable-file" {
        text = text.replacen(NUL_PICTURE, "\0", 1);
    }
    analysis(SourceSet::from_strings([(half, text)]))
}

/// Line and kind of each mark.
fn marks(text: &str) -> BTreeSet<(usize, String)> {
    let mut marks = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, names)) = line.split_once(MARK) else {
            continue;
        };
        marks.extend(
            names
                .split(", ")
                .map(|name| (index + 1, name.trim().to_owned())),
        );
    }
    marks
}

/// Line and kind of each finding's main place.
fn found(analysis: &Analysis) -> BTreeSet<(usize, String)> {
    let line = |finding: &flowmap::read::finding::Finding| {
        analysis.sources.position(finding.place().span).line
    };
    let findings = analysis.findings.iter();
    findings
        .map(|finding| (line(finding), finding.kind.name.to_owned()))
        .collect()
}

/// What is wrong with the pair of a kind; empty where it is right.
fn check_pair(kind: &Kind) -> Vec<String> {
    let name = kind.name;
    let text = read(&format!("tests/rules/{name}/bad.yaml"));
    let marks = marks(&text);
    let (bad, good) = (pair(kind, "bad.yaml"), pair(kind, "good.yaml"));
    let mut wrong = Vec::new();
    if text.lines().count() > LONGEST {
        wrong.push(format!("{name}: bad.yaml has more than {LONGEST} lines"));
    }
    if !marks.iter().any(|(_, marked)| marked == name) {
        wrong.push(format!("{name}: bad.yaml has no `{MARK}{name}`"));
    }
    if found(&bad) != marks {
        let found = found(&bad);
        wrong.push(format!(
            "{name}: found {found:?}, but marked {marks:?}\n{}",
            printed(&bad)
        ));
    }
    if !good.findings.is_empty() {
        wrong.push(format!("{name}: good.yaml is not good\n{}", printed(&good)));
    }
    wrong
}

#[test]
fn every_kind_is_found_where_its_bad_file_says_and_nothing_in_its_good_one() {
    let wrong: Vec<String> = kinds().into_iter().flat_map(check_pair).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_bad_file_is_printed_as_its_page_says() {
    for kind in kinds() {
        let expected = format!("tests/rules/{}/findings.txt", kind.name);
        check_expectation(&expected, &printed(&pair(kind, "bad.yaml")));
    }
}

#[test]
fn every_folder_of_pairs_is_that_of_a_kind() {
    let folders = std::fs::read_dir(package("tests/rules")).expect("the pairs are there");
    for folder in folders {
        let name = folder.expect("the pairs are there").file_name();
        let name = name.to_string_lossy();
        assert!(
            kinds().iter().any(|kind| kind.name == name),
            "tests/rules/{name} belongs to no kind"
        );
    }
}

/// The kinds with their pairs as they stand on the disk now, so that one run with `UPDATE=1` is enough.
fn kinds_on_disk() -> Vec<&'static Kind> {
    let text = |kind: &Kind, half: &str| -> &'static str {
        read(&format!("tests/rules/{}/{half}", kind.name)).leak()
    };
    let kind = |kind: &'static Kind| -> &'static Kind {
        Box::leak(Box::new(Kind {
            name: kind.name,
            group: kind.group,
            level: kind.level,
            summary: kind.summary,
            docs: kind.docs,
            bad: text(kind, "bad.yaml"),
            good: text(kind, "good.yaml"),
            printed: printed(&pair(kind, "bad.yaml")).leak(),
        }))
    };
    kinds().into_iter().map(kind).collect()
}

#[test]
fn the_page_of_rules_is_current() {
    check_expectation(
        "src/judge/rules/README.md",
        &markdown::kinds(&kinds_on_disk()),
    );
}

#[test]
fn every_kind_is_documented_under_four_headings() {
    for kind in kinds() {
        let headings = kind
            .docs
            .lines()
            .filter_map(|line| line.trim().strip_prefix("## "));
        let headings: Vec<&str> = headings.collect();
        assert_eq!(
            headings,
            ["Finds", "Why it matters", "How to fix", "When it is fine"],
            "{}",
            kind.name
        );
        let parts = kind.docs.split("## ").skip(1);
        let is_empty = |part: &str| part.lines().skip(1).all(|line| line.trim().is_empty());
        assert!(
            !parts.into_iter().any(is_empty),
            "{}: a heading with nothing below it",
            kind.name
        );
        let first = kind.summary.chars().next().expect("a summary is not empty");
        assert!(
            first.is_lowercase() && !kind.summary.ends_with('.'),
            "{}: `{}`",
            kind.name,
            kind.summary
        );
    }
}

#[test]
fn names_are_nouns_in_kebab_case_and_each_is_used_once() {
    let kinds = kinds();
    let distinct: BTreeSet<&str> = kinds.iter().map(|kind| kind.name).collect();
    assert_eq!(distinct.len(), kinds.len(), "two kinds of one name");
    for name in distinct {
        let is_kebab = name
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        assert!(is_kebab, "{name}");
        for start in ["missing-", "no-", "avoid-", "check-"] {
            assert!(
                // The design gives this one its name: what is missing is not what the remedy adds.
                !name.starts_with(start) || name == "missing-origin",
                "{name}: name the fault, not the remedy"
            );
        }
    }
}

/// The rule that a file or folder of `src/judge/rules` declares, if it declares one.
fn declared(path: &Path) -> Option<String> {
    let file = if path.is_dir() {
        path.join("mod.rs")
    } else {
        path.to_owned()
    };
    let text = std::fs::read_to_string(&file).expect("a rule's file can be read");
    text.lines().any(|line| line == "rule! {").then(|| {
        let stem = path.file_stem().expect("a rule's file has a name");
        stem.to_string_lossy().replace('_', "-")
    })
}

#[test]
fn every_rule_of_the_folder_is_in_the_list_by_name() {
    let listed: Vec<&str> = RULES.iter().map(|rule| rule.kind.name).collect();
    assert!(listed.is_sorted(), "RULES is not sorted: {listed:?}");
    let entries = std::fs::read_dir(package("src/judge/rules")).expect("the rules are there");
    let paths = entries.map(|entry| entry.expect("the rules are there").path());
    let rules =
        paths.filter(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "rs"));
    let declared: BTreeSet<String> = rules.filter_map(|path| declared(&path)).collect();
    assert_eq!(declared, listed.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_change_told_by_flow_names_every_field_and_where_its_values_came_from() {
    let text = "dimensions: {ward: [day, night]}\norganisations: {o: O}\nterms: {meals: Meals, guests: Guests}\nsystems:\n  \
                log: {owner: o, kind: record, covers: {ward: all}, level: record, fields: [meals, guests]}\n  \
                sums: {owner: o, kind: other, covers: {ward: all}, level: aggregate, fields: [meals, guests]}\n  \
                list: {owner: o, kind: register, covers: {ward: all}, level: record, fields: [meals, guests]}\nflows:\n  \
                - {from: log, to: sums, fields: [guests, meals], contains: aggregate}\n  - {from: sums, to: list, fields: [meals, guests]}\n";
    let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
    let mut findings = analysis.findings.iter();
    let finding = findings.find(|finding| finding.name == "meaning-changes-on-the-way/sums->list");
    let subjects = &finding.expect("cases are made of totals").subjects;
    let many = |role: &str| match &subjects[role] {
        Subject::Many(ids) => ids.clone(),
        Subject::One(id) => vec![id.clone()],
    };
    assert_eq!(many("fields"), ["list.guests", "list.meals"]);
    assert_eq!(many("origins"), ["log.guests", "log.meals"]);
}

#[test]
fn a_large_map_is_checked_alike_side_by_side_and_one_by_one() {
    let map = generate(&Recipe {
        fields: 1_500,
        ..Recipe::default()
    });
    let (model, _) = flowmap::read::model::load(&SourceSet::from_strings(map.files));
    assert!(model.fields.len() > 1_000, "a small map takes one thread");
    let graph = flowmap::judge::graph::build(model, When::default());
    let told = |findings: &[Finding]| -> Vec<(String, String)> {
        let told = findings.iter();
        told.map(|finding| (finding.name.clone(), finding.words().message.clone()))
            .collect()
    };
    let (mut one_by_one, mut side_by_side) = (Vec::new(), Vec::new());
    for rule in RULES {
        (rule.check)(&graph, &mut one_by_one);
    }
    flowmap::judge::rules::run(&graph, &mut side_by_side);
    assert!(!one_by_one.is_empty());
    assert_eq!(told(&one_by_one), told(&side_by_side));
}
