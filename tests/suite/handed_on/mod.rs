//! `flowmap export`: each format is held against a published schema or a reader that somebody else wrote.
//!
//! The readers are Python packages: of `target/readers/bin/python`, as `.ci/run` makes it, or of `python3`. A test whose reader is not installed is
//! left out, which the run says; with `FLOWMAP_READERS=required` that is a failure. `sssom` is large and never required:
//! `target/readers/bin/pip install sssom` adds it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use flowmap::analysis::Analysis;
use flowmap::read::model::{Flow, Status, System, SystemKind};
use flowmap::read::source::SourceSet;
use serde_json::{Value, json};

use crate::cli::{check_refusal, check_status};
use crate::expectation::{analysis, package};
use crate::folder::Folder;

/// Names that break out of a notation that does not escape them, and statements of every kind.
const HOSTILE: &str = "\
map: {title: \"<b>\\\"'&\\n]]>\\u0000\\u001b[31m: - #\", as_of: 2025-10-14}
organisations:
  \"o <1> & co\": {name: \"a \\\"quoted\\\" <name> & 'more'\\nsecond line\\ttab\"}
terms:
  death: {name: \"---\\n- x: {y\", definition: \"%YAML, !!tag &a *a | > @ `\"}
  early: {name: \"# no comment\", broader: death}
code_lists:
  from: {values: {\"N \\\"x\\\"\": \"a\\tb\\nc\", \"\\\"\": \"quote\", \"U/1\": \"=1+1\"}}
  to: {values: {A: \"\\\"starts with a quote\", B: \"ends with a backslash\\\\\"}}
mappings:
  - {from: from, to: to, source: \"http://a b/<c>\", pairs: {\"N \\\"x\\\"\": {A: exact}, \"\\\"\": {B: broad}, \"U/1\": {A: narrow, B: related}}}
systems:
  \"s <1>\": {name: \"]]></data><node id='x'/>\", owner: \"o <1> & co\", kind: collection, source: \"not an address <>\\\"\",
    fields: {\"f \\\"1\\\"\": {term: death, name: \"\\u202Ereversed\", type: date, definition: \"{{ x }} ${y}\\r\\nz\"}, \"g/h\": {term: early, codes: from}}}
  \"S <1>.\": {name: \"true\", kind: collection, fields: [\"null\", \"1.0\"]}
  \"été\": {name: \"日本\\u0007\\uFFFE\", kind: register, fields: [\"f \\\"1\\\"\"]}
flows:
  - {from: \"été\", to: \"s <1>\", every: month, lag: 6 weeks, purpose: \"x\\\"; DROP\", fields: [{from: \"f \\\"1\\\"\", to: \"f \\\"1\\\"\", how: masked}]}
  - {from: \"s <1>\", to: \"S <1>.\", fields: [{from: [\"f \\\"1\\\"\", \"g/h\"], to: \"null\"}, {from: \"g/h\", to: \"1.0\", how: join}]}
needs:
  n: {question: \"?\"}
";

/// The formats: reader, `--to`, and the name of the file or folder.
const FORMATS: [(&str, &str); 5] = [
    ("graphml", "map.graphml"),
    ("openlineage", "map.ndjson"),
    ("jsonld", "map.jsonld"),
    ("sssom", "map.tsv"),
    ("odcs", "contracts"),
];

fn python() -> String {
    let own = package("target/readers/bin/python");
    if own.exists() {
        own.to_string_lossy().into_owned()
    } else {
        "python3".to_owned()
    }
}

/// The result of a reader on a file; `None` if the reader is not installed.
fn read(reader: &str, path: &Path) -> Option<Value> {
    let script = package("tests/suite/handed_on/check.py");
    let run = |argument: &Path| {
        let mut command = Command::new(python());
        command.arg(&script).arg(reader).arg(argument);
        command.stdin(Stdio::null()).output()
    };
    let is_installed = run(Path::new("probe")).is_ok_and(|done| done.status.success());
    if !is_installed {
        let is_required =
            std::env::var_os("FLOWMAP_READERS").is_some_and(|word| word == "required");
        assert!(
            !is_required || reader == "sssom",
            "the reader of {reader} is not installed"
        );
        let _ = writeln!(
            std::io::stderr(),
            "left out: no reader of {reader} is installed"
        );
        return None;
    }
    let done = run(path).expect("it is installed");
    let complaints = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{reader}: {complaints}");
    let text = String::from_utf8_lossy(&done.stdout);
    let last = text.lines().last().unwrap_or_default();
    Some(serde_json::from_str(last).unwrap_or_else(|why| panic!("{reader}: {why}\n{text}")))
}

/// Exports `map` in a format, twice, and demands the same bytes; returns what was said beside.
fn export(folder: &Path, map: &str, format: &str, name: &str) -> String {
    let run = check_status(folder, &["export", map, "--to", format, "-o", name], 0);
    let first = bytes(&folder.join(name));
    check_status(folder, &["export", map, "--to", format, "-o", name], 0);
    assert_eq!(
        first,
        bytes(&folder.join(name)),
        "{format}: same bytes each time"
    );
    assert!(!first.is_empty(), "{format}");
    run.stderr
}

/// The contents of a file, or of all files of a folder.
fn bytes(path: &Path) -> BTreeMap<String, Vec<u8>> {
    if path.is_file() {
        let content = std::fs::read(path).expect("it was written");
        return BTreeMap::from([(String::new(), content)]);
    }
    let files = std::fs::read_dir(path).expect("it was written");
    files
        .map(|file| {
            let path = file.expect("it can be listed").path();
            let content = std::fs::read(&path).expect("it was written");
            (path.to_string_lossy().into_owned(), content)
        })
        .collect()
}

/// The numbers of things in a map that the formats hold.
fn counts(map: &Analysis) -> BTreeMap<&'static str, usize> {
    let model = map.model();
    let day = model.about.as_of.expect("the real map has a day");
    let stands = |flow: &Flow| {
        let status = flow.status.known();
        status.is_none_or(|status| *status == Status::Current)
            && flow.since.known().is_none_or(|since| *since <= day)
            && flow.until.known().is_none_or(|until| day <= *until)
    };
    let is_collection = |one: &System| one.kind.known() == Some(&SystemKind::Collection);
    let systems = || model.systems.iter().map(|(_, one)| one);
    let collections = || systems().filter(|one| is_collection(one));
    let fields = model.fields.ids();
    let pairs: usize = model.mappings.iter().map(|one| one.pairs.len()).sum();
    let terms = model.terms.iter();
    let broader = terms.filter(|(_, term)| term.broader.known().is_some());
    BTreeMap::from([
        ("organisations", model.organisations.len()),
        ("systems", model.systems.len()),
        (
            "owned",
            systems().filter(|one| one.owner().is_some()).count(),
        ),
        ("fields", model.fields.len()),
        ("terms", model.terms.len()),
        (
            "flows",
            model.flows.iter().filter(|(_, flow)| stands(flow)).count(),
        ),
        ("links", fields.map(|id| map.graph.links_in(id).len()).sum()),
        ("mappings", pairs + broader.count()),
        ("collections", collections().count()),
        (
            "properties",
            collections().map(|one| one.fields.ids().len()).sum(),
        ),
    ])
}

/// For each format the counts that its reader gives, each with the thing counted.
fn held(format: &str) -> &'static [(&'static str, &'static str)] {
    match format {
        "graphml" => &[
            ("organisation", "organisations"),
            ("system", "systems"),
            ("field", "fields"),
            ("holds", "fields"),
            ("owns", "owned"),
            ("flow", "flows"),
            ("link", "links"),
        ],
        "openlineage" => &[
            ("dataset", "systems"),
            ("job", "flows"),
            ("columns", "links"),
        ],
        "jsonld" => &[
            ("datasets", "systems"),
            ("activities", "flows"),
            ("organisations", "organisations"),
            ("terms", "terms"),
            ("fields", "fields"),
        ],
        "sssom" => &[("rows", "mappings")],
        _ => &[("contracts", "collections"), ("properties", "properties")],
    }
}

#[test]
fn the_real_map_is_read_by_others_with_the_counts_that_flowmap_has() {
    let flows = package("flows");
    let map = analysis(SourceSet::read(&flows).expect("the real map is there"));
    let counts = counts(&map);
    let folder = Folder::new("handed-on-real");
    for (format, name) in FORMATS {
        let said = export(folder.path(), &flows.to_string_lossy(), format, name);
        let left_out = "left out, because the format has no place for it: ";
        assert!(said.contains(left_out), "{said}");
        let Some(found) = read(format, &folder.path().join(name)) else {
            continue;
        };
        for (word, thing) in held(format) {
            assert!(counts[thing] > 0, "the real map has {thing}");
            assert_eq!(
                found["count"][word],
                json!(counts[thing]),
                "{format}: {word}"
            );
        }
    }
}

#[test]
fn hostile_names_break_no_format() {
    let folder = Folder::new("handed-on-hostile");
    std::fs::write(folder.path().join("map.yaml"), HOSTILE).expect("it can be written");
    for (format, name) in FORMATS {
        export(folder.path(), "map.yaml", format, name);
        for content in bytes(&folder.path().join(name)).values() {
            let text = std::str::from_utf8(content).expect("every format is UTF-8");
            let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            assert!(
                !text.contains(is_control),
                "{format} has a control character"
            );
        }
        let Some(found) = read(format, &folder.path().join(name)) else {
            continue;
        };
        match format {
            "graphml" => {
                assert_eq!(found["count"]["system"], json!(3));
                assert_eq!(found["count"]["link"], json!(4));
                assert_eq!(found["ids"][1], json!("s <1>"));
                assert_eq!(found["names"][0], json!("]]></data><node id='x'/>"));
            }
            "openlineage" => {
                assert_eq!(found["names"], json!(["S <1>.", "s <1>", "été"]));
                assert_eq!(found["count"]["columns"], json!(4));
            }
            "jsonld" => assert_eq!(found["count"]["datasets"], json!(3)),
            "sssom" => {
                assert_eq!(found["count"]["rows"], json!(5));
                let labels = found["labels"].to_string();
                assert!(labels.contains(r#""\"starts with a quote""#), "{labels}");
            }
            _ => {
                assert_eq!(found["count"], json!({"contracts": 2, "properties": 4}));
                assert_eq!(found["names"], json!(["S <1>.", "s <1>"]));
            }
        }
    }
}

#[test]
fn the_format_follows_the_ending_and_pictures_are_drawn_elsewhere() {
    let folder = Folder::new("handed-on-endings");
    std::fs::write(folder.path().join("map.yaml"), HOSTILE).expect("it can be written");
    let run = check_status(folder.path(), &["export", "map.yaml", "-o", "a.graphml"], 0);
    assert!(run.stderr.contains("wrote a.graphml"), "{}", run.stderr);
    let printed = check_status(folder.path(), &["export", "map.yaml", "--to", "graphml"], 0);
    let written = std::fs::read_to_string(folder.path().join("a.graphml")).expect("written");
    assert_eq!(printed.text(), written);
    let refused: [(&[&str], &[&str]); 5] = [
        (
            &["export", "map.yaml", "-o", "a.drawio"],
            &["flowmap draw -o a.drawio"],
        ),
        (
            &["export", "map.yaml", "-o", "a.xyz"],
            &["`a.xyz`", ".graphml", "--format"],
        ),
        (&["export", "map.yaml"], &["--to", "-o"]),
        (&["export", "map.yaml", "--to", "odcs"], &["folder", "-o"]),
        (&["export", "nowhere", "--to", "sssom"], &["nowhere"]),
    ];
    for (arguments, words) in refused {
        check_refusal(folder.path(), arguments, words);
    }
}

#[test]
fn addresses_start_as_asked_and_the_losses_are_counted() {
    let folder = Folder::new("handed-on-base");
    std::fs::write(folder.path().join("map.yaml"), HOSTILE).expect("it can be written");
    let base = "https://data.example.org/map";
    let run = check_status(
        folder.path(),
        &["export", "map.yaml", "--to", "sssom", "--base", base],
        0,
    );
    assert!(
        run.text()
            .contains("#  code: \"https://data.example.org/map/code/\""),
        "{}",
        run.text()
    );
    assert!(
        run.stderr.contains("1 organisation, 3 systems"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("1 need"), "{}", run.stderr);
    assert!(!run.stderr.contains("0 "), "{}", run.stderr);
}

#[test]
fn the_tables_come_with_their_schema_and_their_questions() {
    let folder = Folder::new("handed-on-tables");
    let flows = package("flows");
    let flows = flows.to_string_lossy();
    let run = check_status(folder.path(), &["export", &flows, "--tables", "tables"], 0);
    assert!(
        run.stderr.contains("wrote tables/fields.csv"),
        "{}",
        run.stderr
    );
    let first = bytes(&folder.path().join("tables"));
    check_status(folder.path(), &["export", &flows, "--tables", "tables"], 0);
    assert_eq!(
        first,
        bytes(&folder.path().join("tables")),
        "same bytes each time"
    );
    let text = |name: &str| {
        let path = folder.path().join("tables").join(name);
        std::fs::read_to_string(path).expect("it was written")
    };
    let readme = text("README.md");
    let duckdb = text("load-duckdb.sql");
    let spark = text("load-spark.sql");
    let is_table = |path: &&String| Path::new(path).extension() == Some("csv".as_ref());
    for path in first.keys().filter(is_table) {
        let name = Path::new(path)
            .file_stem()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        assert!(readme.contains(&format!("\n## {name}\n")), "{name}");
        assert!(duckdb.contains(&format!("TABLE {name} AS")), "{name}");
        assert!(spark.contains(&format!("VIEW {name} (")), "{name}");
    }
    assert!(text("questions.sql").contains("asked_twice"));
}
