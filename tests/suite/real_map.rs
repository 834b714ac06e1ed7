//! The real map in `flows/`: complete, with a source or an assumption for each statement, and its results in `output/` up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use flowmap::analysis::{Analysis, Options};
use flowmap::read::finding::Group;
use flowmap::read::model::{Evidence, Origin};
use flowmap::read::source::SourceSet;

use crate::expectation;
use crate::expectation::printed;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real map, read and checked once for all tests.
pub(crate) static REAL: LazyLock<Analysis> = LazyLock::new(|| {
    let sources = SourceSet::read(&root().join("flows")).expect("the real map stands in flows/");
    Analysis::of(
        sources,
        Options {
            strict: true,
            ..Options::default()
        },
    )
});

/// Every statement of the map that can carry evidence: its name, and the evidence.
fn statements(analysis: &Analysis) -> Vec<(String, &Evidence)> {
    let model = analysis.model();
    let mut statements: Vec<(String, &Evidence)> = Vec::new();
    let mut add = |what: String, evidence| statements.push((what, evidence));
    for (_, dimension) in model.dimensions.iter() {
        add(format!("dimension {}", dimension.slug), &dimension.evidence);
    }
    for (_, organisation) in model.organisations.iter() {
        add(
            format!("organisation {}", organisation.slug),
            &organisation.evidence,
        );
    }
    for (_, term) in model.terms.iter() {
        add(format!("term {}", term.slug), &term.evidence);
    }
    for (_, list) in model.code_lists.iter() {
        add(format!("code list {}", list.slug), &list.evidence);
    }
    for mapping in &model.mappings {
        let [from, to] = [&mapping.from, &mapping.to].map(|list| &model.code_lists[list.id()].slug);
        add(format!("mapping {from} to {to}"), &mapping.evidence);
    }
    for (_, system) in model
        .systems
        .iter()
        .filter(|(_, system)| system.origin == Origin::Declared)
    {
        add(format!("system {}", system.slug), &system.evidence);
    }
    for (id, field) in model.fields.iter().filter(|(_, field)| field.is_declared) {
        add(format!("field {}", model.field_name(id)), &field.evidence);
    }
    for (_, flow) in model.flows.iter() {
        add(format!("flow {}", flow.slug), &flow.evidence);
    }
    for (_, need) in model.needs.iter() {
        add(format!("need {}", need.slug), &need.evidence);
    }
    statements
}

#[test]
fn every_statement_says_where_it_comes_from_or_that_it_is_assumed() {
    let all = statements(&REAL);
    let is_honest = |evidence: &Evidence| {
        // A disputed statement still has its source.
        let is_held = evidence.is_sourced() || !evidence.disputes().is_empty();
        let is_sourced = is_held && evidence.sources().iter().any(|source| source.len() > 8);
        let is_assumed =
            !evidence.is_sourced() && evidence.is_written() && !evidence.notes().is_empty();
        is_sourced || is_assumed
    };
    let bare: Vec<&str> = all
        .iter()
        .filter(|(_, evidence)| !is_honest(evidence))
        .map(|(what, _)| what.as_str())
        .collect();
    assert!(
        bare.is_empty(),
        "{} of {} statements say neither: {bare:#?}",
        bare.len(),
        all.len()
    );
    assert!(
        all.len() > 700,
        "only {} statements were looked at",
        all.len()
    );
}

#[test]
fn the_map_has_no_fault_and_no_error() {
    let faults: Vec<&str> = REAL
        .findings
        .iter()
        .filter(|finding| {
            finding.kind.group == Group::Map
                || finding.level == flowmap::read::finding::Level::Error
        })
        .map(|finding| finding.name.as_str())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The fact base numbers its flows, terms and needs; the map tags each statement with its number.
#[test]
fn every_flow_term_and_need_of_the_fact_base_stands_in_the_map() {
    let model = REAL.model();
    let tags = |evidence: Vec<&Evidence>| -> BTreeSet<String> {
        evidence
            .iter()
            .flat_map(|evidence| evidence.tags())
            .cloned()
            .collect()
    };
    let flows = tags(model.flows.iter().map(|(_, flow)| &flow.evidence).collect());
    let terms = tags(model.terms.iter().map(|(_, term)| &term.evidence).collect());
    let needs = tags(model.needs.iter().map(|(_, need)| &need.evidence).collect());
    let check = |known: &BTreeSet<String>, letter: char, count: usize| {
        let missing: Vec<String> = (1..=count)
            .map(|number| format!("{letter}{number:02}"))
            .filter(|tag| !known.contains(tag))
            .collect();
        assert!(missing.is_empty(), "no statement for {missing:?}");
    };
    check(&flows, 'F', 60);
    check(&terms, 'T', 16);
    check(&needs, 'N', 15);
}

/// Findings that a reader of the fact base knows to be true.
#[test]
fn what_the_fact_base_says_is_found() {
    let names: BTreeSet<&str> = REAL
        .findings
        .iter()
        .map(|finding| finding.name.as_str())
        .collect();
    for known in [
        // T02: 72 hours, 30 days, 3 months, 6 months and 12 months after discharge.
        "different-window/post_discharge_death/after_discharge",
        // T01: the people who count as having died in mental health services.
        "different-scope/death_in_services",
        // T06: detained, by the regulator and by the ministry: the counts take in different people, the words differ.
        "different-scope/deaths_under_mha",
        "different-wording/detained_status",
        // F07: the form repeats what the incident system holds.
        "retyped-field/cqc_reg17.date_of_death",
        // N02 and N12: needs that nobody can answer.
        "unmet-need/deaths_after_discharge",
        "unmet-need/community_team_deaths",
    ] {
        assert!(names.contains(known), "{known} is not found");
    }
}

/// People read the reasons of a need in a meeting: a sentence has at most 25 words.
#[test]
fn the_reasons_of_needs_are_short_sentences() {
    let unmet = REAL
        .findings
        .iter()
        .filter(|finding| finding.kind.name == "unmet-need");
    let mut long = Vec::new();
    for finding in unmet {
        let reasons = finding.detail["reasons"]
            .as_array()
            .expect("a list of reasons");
        let texts = reasons
            .iter()
            .flat_map(|reason| [reason.get("text"), reason.get("near")]);
        let texts = texts.flatten().filter_map(|text| text.as_str());
        long.extend(
            texts
                .flat_map(|text| text.split(". "))
                .filter(|sentence| sentence.split(' ').count() > 25)
                .map(ToOwned::to_owned),
        );
    }
    assert_eq!(long, [] as [String; 0]);
}

/// The files of a folder that git keeps in `output/`: pictures as SVG and DOT, texts as Markdown.
fn kept(folder: &Path) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let is_kept = ["svg", "dot", "md"].map(|ending| path.extension() == Some(ending.as_ref()));
        if is_kept.contains(&true) {
            let name = path.file_name().expect("a file has a name");
            let text = std::fs::read_to_string(&path).expect("readable");
            kept.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    kept
}

/// `output/` holds the output of `flowmap report` today. `UPDATE=1` rewrites it.
#[test]
fn the_committed_results_are_those_of_the_program() {
    let update = std::env::var_os("UPDATE").is_some();
    let committed = root().join("output");
    let fresh = if update {
        committed.clone()
    } else {
        scratch("report")
    };
    let run = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .args(["report", "flows", "--output"])
        .arg(&fresh)
        .current_dir(root())
        .output()
        .expect("the program runs");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let (old, new) = (kept(&committed), kept(&fresh));
    assert!(new.len() > 10, "only {:?} are compared", new.keys());
    for name in old.keys().chain(new.keys()) {
        assert!(
            old.get(name) == new.get(name),
            "output/{name} is stale: run `UPDATE=1 cargo test` and look at it"
        );
    }
    if !update {
        std::fs::remove_dir_all(&fresh).expect("the test's own folder can be removed");
    }
}

/// The findings shown in the README are those of today.
#[test]
fn the_readme_shows_findings_as_printed() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let sources = SourceSet::read(Path::new("flows")).expect("the real map stands in flows/");
    let printed = printed(&expectation::analysis(sources));
    let blocks: Vec<&str> = readme
        .split("```text\n")
        .skip(1)
        .filter_map(|block| block.split("\n```").next())
        .collect();
    let shown: Vec<&&str> = blocks.iter().filter(|block| block.contains('[')).collect();
    assert!(
        shown.len() >= 3,
        "the README shows {} findings",
        shown.len()
    );
    for block in shown {
        assert!(printed.contains(*block), "not printed today:\n{block}");
    }
    for picture in [
        "output/organisations.svg",
        "output/systems.svg",
        "output/page.png",
    ] {
        assert!(
            readme.contains(picture),
            "the README does not show {picture}"
        );
    }
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("flowmap-{name}-{}", std::process::id()))
}
