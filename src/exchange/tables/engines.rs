//! The questions of `tables.sql` on an installed `DuckDB`, against flowmap's own answers.
//!
//! The Python with `DuckDB` is `target/readers/bin/python`, as `.ci/run` makes it, or `python3`. Without it the tests are left out, which the run
//! says; with `FLOWMAP_READERS=required` that is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{Resolved, TABLES, documents};
use crate::analysis::{Analysis, Options};
use crate::ask::trace;
use crate::ask::trace::Direction;
use crate::ask::{Answer, Cell};
use crate::judge::graph::{Supply, requests};
use crate::read::model::{FieldId, OrganisationId, TermId};
use crate::read::source::SourceSet;
use crate::sample::{Recipe, generate};

/// Reads `{"files": {name: text}, "start": [field]}`, and prints the rows of every view.
const SCRIPT: &str = r#"
import json, os, sys, tempfile
import duckdb
given = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for name, text in given["files"].items():
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    engine = duckdb.connect()
    engine.execute(given["files"]["load-duckdb.sql"])
    engine.execute("CREATE TABLE start (field VARCHAR)")
    engine.executemany("INSERT INTO start VALUES (?)", [[field] for field in given["start"]])
    engine.execute(given["files"]["questions.sql"])
    rows = lambda query: engine.execute(query).fetchall()
    views = ["requests", "asked_twice", "needs_without_source", "lineage_up", "lineage_down"]
    answers = {view: rows("SELECT * FROM " + view) for view in views}
    tables = [name[:-4] for name in given["files"] if name.endswith(".csv")]
    answers["counts"] = [[table, rows("SELECT COUNT(*) FROM " + table)[0][0]] for table in tables]
    answers["names"] = rows("SELECT id, name FROM systems ORDER BY id")
    os.chdir("/")
print(json.dumps(answers))
"#;

/// Rows as JSON texts.
type Rows = BTreeSet<String>;

fn row(cells: &[Value]) -> String {
    json!(cells).to_string()
}

fn python() -> Option<String> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/target/readers/bin/python");
    let own = if Path::new(own).exists() {
        own
    } else {
        "python3"
    };
    let probe = Command::new(own)
        .args(["-c", "import duckdb"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if probe.is_ok_and(|status| status.success()) {
        return Some(own.to_owned());
    }
    let is_required = std::env::var_os("FLOWMAP_READERS").is_some_and(|word| word == "required");
    assert!(!is_required, "no Python with DuckDB is installed");
    let _ = writeln!(std::io::stderr(), "left out: no Python with DuckDB");
    None
}

/// The files that an export writes.
fn exported(analysis: &Analysis) -> BTreeMap<String, String> {
    let map = Resolved::of(analysis);
    let tables = TABLES.iter().map(|table| {
        let mut bytes = Vec::new();
        table.write(&map, &mut bytes).unwrap();
        (
            format!("{}.csv", table.name),
            String::from_utf8(bytes).unwrap(),
        )
    });
    let beside = documents().map(|(name, text)| (name.to_owned(), text));
    tables.chain(beside).collect()
}

/// The answers of `DuckDB` by view.
fn asked(python: &str, analysis: &Analysis, start: &[String]) -> BTreeMap<String, Rows> {
    let mut child = Command::new(python)
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let given = json!({"files": exported(analysis), "start": start}).to_string();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(given.as_bytes()));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(
        done.status.success(),
        "DuckDB refuses the tables or the questions"
    );
    let answers: BTreeMap<String, Vec<Value>> = serde_json::from_slice(&done.stdout).unwrap();
    let answers = answers.into_iter();
    let texts = |rows: Vec<Value>| rows.iter().map(Value::to_string).collect();
    answers.map(|(view, rows)| (view, texts(rows))).collect()
}

/// The requests, by flowmap's own function.
fn own_requests(analysis: &Analysis) -> Rows {
    let model = analysis.model();
    let all = requests(&analysis.graph);
    let rows = all.iter().map(|one| {
        row(&[
            json!(model.organisations[one.respondent].slug),
            json!(model.terms[one.term].slug),
            json!(model.systems[one.collection].slug),
            json!(model.field_name(one.field)),
            json!(model.field_name(one.source)),
            json!(model.flows[one.flow].slug),
            json!(model.flows[one.flow].justified.is_some()),
        ])
    });
    rows.collect()
}

/// The respondents and terms that several collections ask for, with the finding on each.
fn own_asked_twice(analysis: &Analysis) -> Rows {
    let model = analysis.model();
    let asked = requests(&analysis.graph);
    let asked = asked
        .iter()
        .filter(|one| model.flows[one.flow].justified.is_none());
    let asked: Vec<_> = asked.collect();
    let own: BTreeSet<(OrganisationId, TermId)> =
        asked.iter().map(|one| (one.respondent, one.term)).collect();
    let mut by_term: BTreeMap<TermId, Vec<_>> = BTreeMap::new();
    for one in &asked {
        by_term.entry(one.term).or_default().push(*one);
    }
    let findings = analysis.findings.iter();
    let findings: BTreeMap<&str, &str> = findings
        .map(|finding| (&*finding.name, finding.certainty.word()))
        .collect();
    let mut rows = Rows::new();
    for (respondent, term) in own {
        let of_term = by_term[&term].iter().filter(|one| {
            model.is_part_of(one.respondent, respondent)
                || model.is_part_of(respondent, one.respondent)
        });
        let collections: BTreeSet<_> = of_term.map(|one| one.collection).collect();
        if collections.len() < 2 {
            continue;
        }
        let (respondent, term) = (
            &model.organisations[respondent].slug,
            &model.terms[term].slug,
        );
        let name = format!("repeated-request/{respondent}/{term}");
        let found = findings.get(&*name);
        rows.insert(row(&[
            json!(respondent),
            json!(term),
            json!(collections.len()),
            found.map_or(Value::Null, |_| json!(name)),
            json!(found),
        ]));
    }
    rows
}

/// The terms of needs for which an asker can use no field.
fn own_needs_without_source(analysis: &Analysis) -> Rows {
    let model = analysis.model();
    let supply = Supply::of(&analysis.graph);
    let mut rows = Rows::new();
    for (_, need) in model.needs.iter() {
        for who in &need.who {
            for term in need.terms() {
                if supply.usable(who.id(), term.id()).is_empty() {
                    rows.insert(row(&[
                        json!(need.slug),
                        json!(model.organisations[who.id()].slug),
                        json!(model.terms[term.id()].slug),
                    ]));
                }
            }
        }
    }
    rows
}

/// The lineage of a field as `flowmap trace` tells it: each field with the least number of hops.
fn own_lineage(analysis: &Analysis, start: &str, direction: Direction) -> Rows {
    let answer: Answer = trace::ask(&analysis.graph, start, direction, 1_000).unwrap();
    let mut hops: BTreeMap<String, usize> = BTreeMap::from([(start.to_owned(), 0)]);
    for hop in &answer.rows {
        let at = if direction == Direction::Up { 2 } else { 3 };
        let (Cell::Number(hop), Cell::Text(field)) = (&hop.cells[1], &hop.cells[at]) else {
            panic!("a hop has a number and two fields");
        };
        let hop: usize = hop.to_string().parse().unwrap();
        let least = hops.entry(field.clone()).or_insert(hop);
        *least = hop.min(*least);
    }
    hops.into_iter()
        .map(|(field, hops)| row(&[json!(start), json!(field), json!(hops)]))
        .collect()
}

/// Demands that `DuckDB` and flowmap give the same answers on a map, and that the answers hold something.
fn check(analysis: &Analysis, least_asked_twice: usize) {
    let Some(python) = python() else { return };
    let model = analysis.model();
    let fields: Vec<FieldId> = model.fields.ids().collect();
    let start: Vec<String> = fields
        .iter()
        .step_by((fields.len() / 40).max(1))
        .map(|field| model.field_name(*field))
        .collect();
    let answers = asked(&python, analysis, &start);
    assert_eq!(answers["requests"], own_requests(analysis));
    assert_eq!(answers["asked_twice"], own_asked_twice(analysis));
    assert!(answers["asked_twice"].len() >= least_asked_twice);
    let told = answers["asked_twice"]
        .iter()
        .filter(|row| !row.ends_with(",null]"));
    let findings = analysis.findings.iter();
    let repeated = findings.filter(|finding| finding.kind.name == "repeated-request");
    assert_eq!(
        told.count(),
        repeated.count(),
        "every finding is among them"
    );
    assert_eq!(
        answers["needs_without_source"],
        own_needs_without_source(analysis)
    );
    for (view, direction) in [
        ("lineage_up", Direction::Up),
        ("lineage_down", Direction::Down),
    ] {
        let own = start
            .iter()
            .flat_map(|start| own_lineage(analysis, start, direction));
        assert_eq!(answers[view], own.collect::<Rows>(), "{view}");
        assert!(answers[view].len() > start.len(), "{view} goes nowhere");
    }
    let counts = [
        ("organisations", model.organisations.len()),
        ("systems", model.systems.len()),
        ("fields", model.fields.len()),
        ("flows", model.flows.len()),
        ("needs", model.needs.len()),
        ("findings", analysis.findings.len()),
    ];
    for (table, count) in counts {
        assert!(
            answers["counts"].contains(&row(&[json!(table), json!(count)])),
            "{table}: {count}"
        );
    }
}

#[test]
fn the_real_map_gives_the_same_answers_in_sql() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/flows");
    let sources = SourceSet::read(folder.as_ref()).unwrap();
    check(&Analysis::of(sources, Options::default()), 10);
}

#[test]
fn a_made_up_map_gives_the_same_answers_in_sql() {
    for seed in 1..=3 {
        let map = generate(&Recipe {
            fields: 4_000,
            seed,
        });
        let sources = SourceSet::from_strings(map.files);
        check(&Analysis::of(sources, Options::default()), 1);
    }
}

/// Circles of flows, parts of bodies, unknown owners, ended flows, identifiers taken out, and names that could break a table.
const HARD: &str = "\
organisations:
  whole: {name: \"A, \\\"B\\\"\\nC\"}
  part: {part_of: whole}
  other: {name: \"=1+1\", part_of: unknown}
  asker: {name: \"\\u0007 bell\"}
terms:
  death: Death
  number: {identifier: true}
  sex: {tags: [context]}
  nowhere: Held nowhere
systems:
  record: {owner: part, kind: record, fields: [death, number, sex]}
  first: {owner: other, kind: collection, fields: [death, number, sex]}
  second: {owner: asker, kind: register, fields: [death, number]}
  third: {owner: unknown, kind: collection, fields: [death]}
  figures: {owner: other, kind: publication, fields: [death]}
  theirs: {owner: asker, kind: record, fields: [death]}
  \"odd, \\\"name\\\"\": {name: \"a\\tb\\\\\", fields: [death]}
flows:
  - {from: record, to: first, fields: [death, number, sex], method: form}
  - {from: record, to: second, by: whole, fields: [death, number], contains: anonymous}
  - {from: record, to: third, fields: [death], justified: on purpose}
  - {from: record, to: theirs, fields: [death]}
  - {from: first, to: figures, fields: [death]}
  - {from: figures, to: second, fields: [{from: death, to: death, how: filter}]}
  - {from: second, to: first, fields: [death]}
  - {from: third, to: \"odd, \\\"name\\\"\", fields: [death], status: ended}
needs:
  known: {who: [asker, whole], question: \"How many?\", terms: [death, number, nowhere]}
";

#[test]
fn circles_parts_and_hostile_names_give_the_same_answers_in_sql() {
    let sources = SourceSet::from_strings([("hard.yaml", HARD)]);
    let analysis = Analysis::of(sources, Options::default());
    let needs = own_needs_without_source(&analysis);
    assert!(needs.contains(&row(&[json!("known"), json!("asker"), json!("nowhere")])));
    assert!(needs.contains(&row(&[json!("known"), json!("asker"), json!("number")])));
    check(&analysis, 1);
}

#[test]
fn every_row_has_the_columns_of_its_table_and_stands_on_one_line() {
    let sources = SourceSet::from_strings([("hard.yaml", HARD)]);
    let analysis = Analysis::of(sources, Options::default());
    let files = exported(&analysis);
    assert_eq!(files, exported(&analysis), "same bytes each time");
    for table in TABLES {
        let text = &files[&format!("{}.csv", table.name)];
        assert!(
            !text.replace("\r\n", "").contains(['\r', '\n']),
            "{}",
            table.name
        );
        assert!(files["README.md"].contains(&format!("\n## {}\n", table.name)));
        for column in table.columns() {
            assert!(files["README.md"].contains(&format!("| {} |", column.name)));
        }
    }
    let organisations = &files["organisations.csv"];
    assert!(
        organisations.contains("whole,\"A, \"\"B\"\" C\","),
        "{organisations}"
    );
    assert!(organisations.contains("other,'=1+1,"), "{organisations}");
    assert!(
        organisations.contains("part_of: unknown"),
        "{organisations}"
    );
}
