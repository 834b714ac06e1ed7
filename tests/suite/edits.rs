//! Changes to flow files: an id renamed everywhere, a decision written; comments, order and line ends stay.

use std::collections::BTreeSet;

use flowmap::analysis::{Analysis, Options};
use flowmap::exchange::ledger::{self, Resolution};
use flowmap::exchange::rename::{Kind, Renamed, rename};
use flowmap::read::finding::Group;
use flowmap::read::model::DecisionStatus;
use flowmap::read::source::SourceSet;

use crate::expectation::package;
use crate::planted::{Recipe, generate};

pub(crate) fn analyse(files: &[(String, String)]) -> Analysis {
    Analysis::of(
        SourceSet::from_strings(files.iter().cloned()),
        Options::default(),
    )
}

pub(crate) fn real_map() -> Analysis {
    let sources = SourceSet::read(&package("flows")).expect("the real map is there");
    Analysis::of(sources, Options::default())
}

/// The files of a map with those that were changed in their place.
pub(crate) fn changed(analysis: &Analysis, renamed: &Renamed) -> Vec<(String, String)> {
    let files = analysis.sources.files().map(|(_, file)| {
        let new = renamed.files.iter().find(|new| new.name == file.name);
        let text = new.map_or(&file.text, |new| &new.new);
        (file.name.clone(), text.clone())
    });
    files.collect()
}

/// Every comment of the files: whole lines, and the rest of a line after ` #` if the line has no quote.
pub(crate) fn comments(files: &[(String, String)]) -> Vec<String> {
    let lines = files.iter().flat_map(|(_, text)| text.lines());
    let mut all: Vec<String> = lines
        .filter_map(|line| {
            let is_whole = line.trim_start().starts_with('#');
            if is_whole {
                return Some(line.to_owned());
            }
            let is_plain = !line.contains(['"', '\'']);
            let at = line.find(" #").filter(|_| is_plain)?;
            Some(line[at..].to_owned())
        })
        .collect();
    all.sort();
    all
}

pub(crate) fn files_of(analysis: &Analysis) -> Vec<(String, String)> {
    let files = analysis.sources.files();
    files
        .map(|(_, file)| (file.name.clone(), file.text.clone()))
        .collect()
}

/// The kind and certainty of each finding of the rules, sorted. Names are left out, because they contain ids.
pub(crate) fn counts(analysis: &Analysis) -> Vec<(&'static str, &'static str)> {
    let of_rules = analysis.findings.iter();
    let of_rules = of_rules.filter(|finding| finding.kind.group != Group::Map);
    let mut all: Vec<_> = of_rules
        .map(|finding| (finding.kind.name, finding.certainty.word()))
        .collect();
    all.sort_unstable();
    all
}

/// Renames and checks the laws of a rename; false if the rename was refused.
fn holds(analysis: &Analysis, kind: Kind, old: &str, new: &str) -> bool {
    let renamed = match rename(analysis, Some(kind), old, new) {
        Ok(renamed) => renamed,
        Err(refusal) => {
            let told = refusal.to_string();
            let is_known = kind == Kind::Field && told.contains("means its term by its id");
            assert!(is_known, "{old}: {told}");
            return false;
        }
    };
    let files = changed(analysis, &renamed);
    assert_eq!(comments(&files_of(analysis)), comments(&files), "{old}");
    let after = analyse(&files);
    assert_eq!(counts(analysis), counts(&after), "{old} to {new}");
    true
}

#[test]
fn a_rename_changes_no_finding_and_loses_no_comment() {
    let map = real_map();
    for (kind, old) in [
        (Kind::Organisation, "cqc"),
        (Kind::System, "mhsds"),
        (Kind::Dimension, "age"),
        (Kind::Need, "deaths_after_discharge"),
        (Kind::Case, "suicide_20_days"),
        (Kind::CodeList, "coroner_conclusion"),
        (Kind::Term, "date_of_death"),
        (Kind::Field, "mhsds.person_death_date"),
    ] {
        assert!(holds(&map, kind, old, "zz_new_id"), "{old}");
    }
}

#[test]
fn anything_of_a_made_up_map_can_be_renamed() {
    for seed in [3, 17] {
        let recipe = Recipe {
            fields: 80,
            quiet: 0,
            seed,
            cases: 1,
            with_errors: false,
        };
        let map = analyse(&generate(recipe).files);
        let model = map.model();
        let mut renamed = 0;
        let systems = model
            .systems
            .iter()
            .map(|(_, one)| (Kind::System, one.slug.to_string()));
        let bodies = model
            .organisations
            .iter()
            .map(|(_, one)| (Kind::Organisation, one.slug.to_string()));
        let terms = model
            .terms
            .iter()
            .map(|(_, one)| (Kind::Term, one.slug.to_string()));
        let fields = model.fields.iter().map(|(_, one)| {
            let system = &model.systems[one.system].slug;
            (Kind::Field, format!("{system}.{}", one.slug))
        });
        let some = systems.take(3).chain(bodies.take(2)).chain(terms.take(3));
        for (kind, old) in some.chain(fields.step_by(11).take(6)) {
            renamed += usize::from(holds(&map, kind, &old, "zz_new_id"));
        }
        assert!(renamed > 6, "{renamed}");
    }
}

/// A map written in every style that people use.
const STYLES: &str = "\
# A map of two bodies.
organisations:
  cqc: Care Quality Commission   # the regulator
  'trust': {name: \"A trust\", kind: provider}
terms: [date_of_death]
systems:
  # what the trust holds
  record:
    owner: trust
    fields: [date_of_death, cause]   # in this order
  form: {owner: cqc, kind: collection, fields: [date_of_death, cause]}
flows:
  - record -> form: [date_of_death]
  - from: record   # again
    to: form
    id: second
    fields:
      - cause
      - {to: date_of_death, how: derived}
decisions:
  - {finding: unowned/record, status: open, by: \"cqc\"}
";

fn styled(end: &str) -> Vec<(String, String)> {
    vec![("map.yaml".to_owned(), STYLES.replace('\n', end))]
}

fn renamed_text(kind: Kind, old: &str, new: &str) -> String {
    let renamed = rename(&analyse(&styled("\n")), Some(kind), old, new);
    renamed.expect("it can be renamed").files[0].new.clone()
}

#[test]
fn quotes_arrows_and_short_forms_stay_as_they_are() {
    let text = renamed_text(Kind::Organisation, "cqc", "regulator");
    assert!(
        text.contains("  regulator: {name: Care Quality Commission, was: cqc}   # the regulator\n"),
        "{text}"
    );
    assert!(text.contains("by: \"regulator\"}"), "{text}");
    let text = renamed_text(Kind::Organisation, "trust", "nhs trust");
    assert!(
        text.contains("  'nhs trust': {name: \"A trust\", kind: provider, was: trust}\n"),
        "{text}"
    );
    assert!(text.contains("    owner: nhs trust\n"), "{text}");
    let text = renamed_text(Kind::System, "record", "ward");
    assert!(
        text.contains("  - ward -> form: [date_of_death]\n"),
        "{text}"
    );
    assert!(text.contains("  - from: ward   # again\n"), "{text}");
    assert!(text.contains("    was: record\n"), "{text}");
    let text = renamed_text(Kind::Field, "record.cause", "cause_given");
    assert!(
        text.contains(
            "    fields: [date_of_death, {cause_given: {was: cause}}]   # in this order\n"
        ),
        "{text}"
    );
    assert!(text.contains("      - {cause_given: cause}\n"), "{text}");
    let text = renamed_text(Kind::Field, "form.date_of_death", "died");
    assert!(
        text.contains("  - record -> form: [{date_of_death: died}]\n"),
        "{text}"
    );
    assert!(
        text.contains("{to: died, how: derived, from: date_of_death}"),
        "{text}"
    );
    assert!(
        text.contains("{died: {term: date_of_death, was: date_of_death}}"),
        "{text}"
    );
    let text = renamed_text(Kind::Term, "date_of_death", "day_of_death");
    assert!(
        text.contains("terms: [{day_of_death: {was: date_of_death}}]\n"),
        "{text}"
    );
    assert!(
        text.contains("    fields: [{date_of_death: day_of_death}, cause]"),
        "{text}"
    );
}

#[test]
fn windows_line_ends_stay() {
    let map = analyse(&styled("\r\n"));
    let renamed = rename(&map, None, "record", "ward").expect("it can be renamed");
    let text = &renamed.files[0].new;
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.contains("    was: record\r\n"), "{text}");
}

#[test]
fn a_rename_that_cannot_be_is_one_clear_line() {
    let map = analyse(&styled("\n"));
    let told = |old: &str, new: &str| {
        let refused = rename(&map, None, old, new);
        refused.expect_err("it cannot be").to_string()
    };
    assert!(told("form", "record").contains("`record` has that id already"));
    assert!(told("form", "trust").contains("`trust` has that id already"));
    assert!(told("from", "x").contains("did you mean `form`?"));
    assert!(told("form", "none").contains("can be no id"));
    assert!(told("record.cause", "date_of_death").contains("has that id already"));
    assert!(told("record.nothing", "x").contains("has no field `nothing`"));
    let broken = "systems:\n  a: {owner: b\nflows: [a -> c]\n";
    let map = analyse(&[("map.yaml".to_owned(), broken.to_owned())]);
    let refused = rename(&map, None, "a", "x").map(|_| ());
    assert!(
        refused
            .expect_err("a fault hides a part")
            .to_string()
            .contains("line")
    );
}

fn resolution(name: &str) -> Resolution {
    Resolution {
        name: name.to_owned(),
        status: DecisionStatus::Accepted,
        why: Some("Two duties: both stand".to_owned()),
        by: Some("CQC".to_owned()),
        ..Resolution::default()
    }
}

/// The name of some finding of a map.
fn some_finding(map: &Analysis) -> String {
    let mut of_rules = map.findings.iter();
    let first = of_rules.find(|finding| finding.kind.group != Group::Map);
    first.expect("something is found").name.clone()
}

#[test]
fn a_decision_is_written_beside_the_others_and_settles_what_it_names() {
    let map = analyse(&styled("\n"));
    let name = some_finding(&map);
    let decided = ledger::decide(&map, &resolution(&name), "decisions.yaml").expect("it can be");
    assert_eq!(decided.file.name, "map.yaml");
    assert!(!decided.is_new && !decided.is_again);
    let (kept, added) = decided.file.new.split_at(STYLES.len() - 1);
    assert!(STYLES.starts_with(kept.trim_end()));
    assert!(
        added.contains("why: 'Two duties: both stand'")
            || added.contains("why: \"Two duties: both stand\""),
        "{added}"
    );
    assert!(added.contains("by: cqc"), "{added}");
    let after = analyse(&[("map.yaml".to_owned(), decided.file.new.clone())]);
    let finding = after.findings.iter().find(|finding| finding.name == name);
    let verdict = finding.and_then(|finding| finding.verdict.as_ref());
    assert_eq!(
        verdict.map(|verdict| verdict.status.as_str()),
        Some("accepted")
    );
    // Decided once more, it is the same decision.
    let mut again = resolution(&name);
    again.status = DecisionStatus::Open;
    let again = ledger::decide(&after, &again, "decisions.yaml").expect("it can be");
    assert!(again.is_again);
    assert_eq!(
        again.file.new,
        decided.file.new.replace("status: accepted", "status: open")
    );
}

#[test]
fn a_decision_on_a_topic_settles_its_findings() {
    let map = real_map();
    let topic = map.topics()[0].clone();
    let mut named = resolution(&topic.name);
    named.action = Some("Ask the owner".to_owned());
    named.owner = Some("dhsc".to_owned());
    let decided = ledger::decide(&map, &named, "flows/decisions.yaml").expect("it can be");
    assert!(decided.is_new);
    assert_eq!(decided.findings, topic.findings.len());
    let mut files = files_of(&map);
    files.push((decided.file.name.clone(), decided.file.new.clone()));
    let after = analyse(&files);
    let before: BTreeSet<&str> = topic
        .findings
        .iter()
        .map(|place| map.findings[*place].name.as_str())
        .collect();
    for finding in after
        .findings
        .iter()
        .filter(|one| before.contains(one.name.as_str()))
    {
        assert!(finding.verdict.is_some(), "{}", finding.name);
    }
    assert!(after.topics().iter().all(|other| other.name != topic.name));
    let idle = after
        .findings
        .iter()
        .any(|one| one.kind.name == "idle-decision");
    assert!(!idle, "the topic is known");
}

#[test]
fn a_decision_that_names_nothing_is_refused_with_near_names() {
    let map = real_map();
    let topic = &map.topics()[0].name;
    let misspelt = format!("{topic}x");
    let refused = ledger::decide(&map, &resolution(&misspelt), "flows/decisions.yaml");
    let told = refused.expect_err("nothing is called so").to_string();
    assert!(told.contains(&format!("did you mean `{topic}`?")), "{told}");
    let mut by = resolution(topic);
    by.by = Some("nobody_known".to_owned());
    let refused = ledger::decide(&map, &by, "flows/decisions.yaml");
    let told = refused.expect_err("no such body").to_string();
    assert!(
        told.contains("there is no organisation `nobody_known`"),
        "{told}"
    );
}
