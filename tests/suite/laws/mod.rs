//! Laws that hold for every map, tried on generated maps: changes without meaning change no finding, and changes that can only help or harm
//! do only that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use flowmap::analysis::Analysis;
use flowmap::read::finding::{Certainty, Finding, Group, Subject};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;
use crate::planted::Recipe;
use crate::planted::generate;
use crate::told::told;

mod measure;
pub(crate) mod random;
mod written;

type Files = Vec<(String, String)>;

/// Maps with cases of every kind among random ones, each made and checked once for all laws.
fn maps() -> impl Iterator<Item = &'static (Files, Analysis)> {
    static MAPS: LazyLock<Vec<(Files, Analysis)>> = LazyLock::new(|| {
        let map = |(seed, fields)| {
            let recipe = Recipe {
                fields,
                quiet: 0,
                seed,
                cases: 2,
                with_errors: false,
            };
            let files = generate(recipe).files;
            let analysis = analyse(&files);
            (files, analysis)
        };
        [(3, 150), (11, 300)].map(map).into()
    });
    MAPS.iter()
}

fn analyse(files: &Files) -> Analysis {
    analysis(SourceSet::from_strings(files.clone()))
}

/// The names of the rules' findings that `is_meant` accepts, with the certainty of each.
fn names(analysis: &Analysis, is_meant: impl Fn(&Finding) -> bool) -> BTreeSet<(String, &str)> {
    analysis
        .findings
        .iter()
        .filter(|finding| finding.kind.group != Group::Map && is_meant(finding))
        .map(|finding| (finding.name.clone(), finding.certainty.word()))
        .collect()
}

/// The names of one rule's findings, including those of further terms (`also`), with any certainty.
fn of_rule(analysis: &Analysis, rule: &str) -> BTreeSet<String> {
    let found = names(analysis, |finding| finding.kind.name == rule);
    found.into_iter().map(|(name, _)| name).collect()
}

fn all(analysis: &Analysis) -> BTreeSet<(String, &str)> {
    names(analysis, |_| true)
}

/// The items of the left that the right lacks.
fn only<T: Ord + Clone>(left: &BTreeSet<T>, right: &BTreeSet<T>) -> Vec<T> {
    left.difference(right).cloned().collect()
}

/// `text` with `change` applied to each whole word.
fn words(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        out += &change(&word).unwrap_or_else(|| word.clone());
        word.clear();
        out.push(letter);
    }
    out.pop();
    out
}

#[test]
fn renaming_an_id_changes_no_finding() {
    for (files, before) in maps() {
        let model = before.model();
        let systems = model
            .systems
            .iter()
            .map(|(_, system)| system.slug.to_string());
        let bodies = model
            .organisations
            .iter()
            .map(|(_, body)| body.slug.to_string());
        // Every third, so that the order of ids changes too.
        let renamed: BTreeMap<String, String> = systems
            .chain(bodies)
            .step_by(3)
            .map(|slug| (slug.clone(), format!("a_{slug}")))
            .collect();
        let new = |word: &str| renamed.get(word).cloned();
        let after: Files = files
            .iter()
            .map(|(name, text)| (name.clone(), words(text, new)))
            .collect();
        // Ids in a name have a fixed order, but a pair of equals is sorted.
        let sorted = |name: &str| {
            let mut parts: Vec<String> = name.split('/').map(ToOwned::to_owned).collect();
            parts.sort();
            parts.join("/")
        };
        let expected: BTreeSet<(String, &str)> = all(before)
            .into_iter()
            .map(|(name, certainty)| (sorted(&words(&name, new)), certainty))
            .collect();
        let after = analyse(&after);
        let found: BTreeSet<(String, &str)> = all(&after)
            .into_iter()
            .map(|(name, certainty)| (sorted(&name), certainty))
            .collect();
        assert_eq!(only(&expected, &found), [], "lost by renaming");
        assert_eq!(only(&found, &expected), [], "won by renaming");
    }
}

#[test]
fn the_order_and_the_split_of_the_files_change_no_finding() {
    for (files, before) in maps() {
        let mut after: Files = Vec::new();
        for (name, text) in files.iter().rev() {
            let is_section = |line: &str| line.ends_with(':') && !line.starts_with([' ', '#', '-']);
            for line in text.lines() {
                if is_section(line)
                    || after
                        .last()
                        .is_none_or(|(last, _)| !last.ends_with(name.as_str()))
                {
                    after.push((format!("{}_{name}", after.len()), String::new()));
                }
                let (_, part) = after.last_mut().expect("a part was begun");
                writeln!(part, "{line}").expect("writing to a string");
            }
        }
        after.reverse();
        assert!(after.len() > files.len());
        let after = analyse(&after);
        assert_eq!(only(&all(before), &all(&after)), [], "lost by splitting");
        assert_eq!(only(&all(&after), &all(before)), [], "won by splitting");
    }
}

#[test]
fn an_unrelated_system_changes_no_finding() {
    for (files, before) in maps() {
        let mut after = files.clone();
        after.push((
            "unrelated.yaml".to_owned(),
            "organisations: {stranger: A stranger}\nterms: {strange_thing: {name: Strange thing, definition: A thing., of: oddity}}\n\
             systems: {strange_record: {kind: record, owner: stranger, fields: [strange_thing]}}\n"
                .to_owned(),
        ));
        let after = analyse(&after);
        let known = names(&after, |finding| !finding.name.contains("strange"));
        assert_eq!(all(before), known);
    }
}

#[test]
fn a_way_that_serves_never_adds_a_duplicate() {
    for (files, before) in maps() {
        let is_repeat = |finding: &Finding| finding.kind.name == "repeated-request";
        let mut flows = String::from("flows:\n");
        let mut owners: BTreeSet<String> = BTreeSet::new();
        for finding in before
            .findings
            .iter()
            .filter(|finding| is_repeat(finding))
            .take(12)
        {
            let requests = finding.detail["requests"]
                .as_array()
                .expect("a list of requests");
            let end = |index: usize| {
                let field = requests[index]["field"]
                    .as_str()
                    .expect("the name of a field");
                field.split_once('.').expect("system.field")
            };
            let (from, to) = (end(0), end(requests.len() - 1));
            if from.0 == to.0 {
                continue;
            }
            writeln!(
                flows,
                "  - {{from: {}, to: {}, fields: [{{from: {}, to: {}}}], basis: Act}}",
                from.0, to.0, from.1, to.1
            )
            .expect("writing to a string");
            let mut systems = before.model().systems.iter();
            let system = systems.find(|(_, system)| &*system.slug == from.0);
            let owner = system.and_then(|(_, system)| system.owner());
            owners.extend(owner.map(|owner| before.model().organisations[owner].slug.to_string()));
        }
        assert!(flows.lines().count() > 3, "there is nothing to try");
        let mut after = files.clone();
        after.push(("ways.yaml".to_owned(), flows));
        let after = analyse(&after);
        // The owner that passes it on now supplies the term itself; that is another respondent.
        let is_meant = |finding: &Finding| {
            let respondent = finding.subjects.get("respondent");
            is_repeat(finding)
                && !matches!(respondent, Some(Subject::One(body)) if owners.contains(body))
        };
        let plain = |analysis: &Analysis| -> BTreeSet<String> {
            names(analysis, is_meant)
                .into_iter()
                .map(|(name, _)| name)
                .collect()
        };
        assert_eq!(only(&plain(&after), &plain(before)), [] as [String; 0]);
        assert!(
            plain(&after).len() < plain(before).len(),
            "no way served anybody"
        );
    }
}

/// The files with `change` applied to each line with the people of a planted system.
fn with_covers(files: &Files, change: impl Fn(&str) -> String) -> Files {
    let line = |line: &str| match line.strip_prefix("    covers: {") {
        Some(rest) => format!("    covers: {{{}", change(rest)),
        None => line.to_owned(),
    };
    files
        .iter()
        .map(|(name, text)| {
            let lines: Vec<String> = text.lines().map(line).collect();
            (name.clone(), lines.join("\n"))
        })
        .collect()
}

#[test]
fn a_source_widened_never_opens_a_gap() {
    for (files, before) in maps() {
        let widest = "setting: all, legal_status: all, area: all, age: all, after_discharge: all, after_last_contact: all, counted_by: all}";
        let wider = with_covers(files, |_| widest.to_owned());
        assert_ne!(*files, wider);
        let gaps = |analysis: &Analysis| of_rule(analysis, "unmet-need");
        let (before, after) = (gaps(before), gaps(&analyse(&wider)));
        assert_eq!(only(&after, &before), [] as [String; 0]);
        assert!(after.len() < before.len(), "nothing was met");
    }
}

#[test]
fn what_is_unstated_makes_no_certain_finding() {
    for (files, before) in maps() {
        let is_certain = |finding: &Finding| {
            let by_scope = ["different-scope", "different-window", "unmet-need"];
            (finding.kind.group == Group::Duplication || by_scope.contains(&finding.kind.name))
                && finding.certainty == Certainty::Certain
        };
        for facet in ["area", "after_discharge", "setting"] {
            // Every third line leaves the dimension out. If both of two compared lines did, the dimension would be no part of the
            // comparison.
            let count = std::cell::Cell::new(0);
            let without = with_covers(files, |rest| {
                count.set(count.get() + 1);
                if count.get() % 3 != 1 {
                    return rest.to_owned();
                }
                let parts = rest.trim_end_matches('}').split(", ");
                let mut kept = String::new();
                let mut is_dropped = false;
                for part in parts {
                    // A list continues until the next key.
                    if part.contains(": ") {
                        is_dropped = part.starts_with(facet);
                    }
                    if !is_dropped {
                        let gap = if kept.is_empty() { "" } else { ", " };
                        kept = format!("{kept}{gap}{part}");
                    }
                }
                format!("{kept}}}")
            });
            assert_ne!(*files, without);
            let after = analyse(&without);
            assert!(names(&after, |finding| finding.kind.group == Group::Map).is_empty());
            // The further terms (`also`) of a finding count as reported.
            let certain = |analysis: &Analysis| -> BTreeSet<String> {
                let found = analysis.findings.iter().filter(|one| is_certain(one));
                found.flat_map(told).collect()
            };
            // Scopes that differed by more than a window may now differ by the window alone: the same clash under a weaker name.
            let is_new = |name: &String| {
                let term = name
                    .strip_prefix("different-window/")
                    .and_then(|rest| rest.split('/').next());
                term.is_none_or(|term| {
                    !certain(before).contains(&format!("different-scope/{term}"))
                })
            };
            // One of two compared scopes may have left the dimension out before: if the other does too, the dimension is no part of the
            // comparison.
            let mut recorded = of_rule(before, "parallel-recording");
            recorded.extend(of_rule(before, "repeated-request"));
            let mut opened = only(&certain(&after), &certain(before));
            opened.retain(|name| is_new(name) && !recorded.contains(name));
            assert_eq!(opened, [] as [String; 0], "without {facet}");
        }
    }
}

#[test]
fn retiring_a_collection_never_meets_a_need() {
    for (files, before) in maps() {
        let gaps = |analysis: &Analysis| of_rule(analysis, "unmet-need");
        let systems = before.model().systems.iter();
        let planted = systems.filter(|(_, system)| system.slug.ends_with("_collection_a"));
        let mut tried = 0;
        for (_, system) in planted.step_by(12) {
            let slug = &*system.slug;
            let ends = [format!("{{from: {slug},"), format!("to: {slug},")];
            let stays = |line: &&str| !ends.iter().any(|end| line.contains(end.as_str()));
            let after: Files = files
                .iter()
                .map(|(name, text)| {
                    let lines: Vec<&str> = text.lines().filter(stays).collect();
                    (name.clone(), lines.join("\n"))
                })
                .collect();
            assert_ne!(*files, after, "{slug} has no flow");
            let after = analyse(&after);
            assert_eq!(
                only(&gaps(before), &gaps(&after)),
                [] as [String; 0],
                "without {slug}"
            );
            tried += 1;
        }
        assert!(tried > 1);
    }
}
