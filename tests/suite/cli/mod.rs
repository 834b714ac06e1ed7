//! The program itself: arguments in; text, exit status and files out.

mod disk;
mod draw;
mod findings;
mod names;
mod output;
mod paper;
mod schema;
mod unread;

use std::path::Path;
use std::process::Command;

use crate::folder::Folder;

/// A small map without a finding.
const CLEAN: &str = "\
organisations: {farms: Farms, vets: Veterinary Office}
terms: {herd_size: Animals in a herd}
systems:
  herd_book: {owner: farms, kind: record, fields: [herd_size]}
  animal_register: {owner: vets, kind: register, fields: [herd_size]}
flows:
  - {from: herd_book, to: animal_register, fields: [herd_size], method: upload, basis: Animal Health Act}
needs:
  outbreaks: {who: vets, question: How many animals stand in one place?, terms: [herd_size]}
";

/// The results of a run.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("what is printed is UTF-8")
    }
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowmap"));
    command
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS");
    command
}

pub(crate) fn run(mut command: Command) -> Run {
    let output = command.output().expect("the program can be started");
    Run {
        status: output.status.code().expect("the program ends by itself"),
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).expect("what is printed is UTF-8"),
    }
}

fn flowmap(folder: &Path, arguments: &[&str]) -> Run {
    run(command(folder, arguments))
}

/// Demands an exit status; returns the run.
pub(crate) fn check_status(folder: &Path, arguments: &[&str], status: i32) -> Run {
    let run = flowmap(folder, arguments);
    let told = String::from_utf8_lossy(&run.stdout).into_owned();
    assert_eq!(run.status, status, "{arguments:?}\n{told}\n{}", run.stderr);
    run
}

/// Demands that the run failed with one line that contains each of `words`.
pub(crate) fn check_refusal(folder: &Path, arguments: &[&str], words: &[&str]) {
    let run = check_status(folder, arguments, 2);
    assert!(run.stdout.is_empty(), "{arguments:?}: {}", run.text());
    assert_eq!(
        run.stderr.lines().count(),
        1,
        "{arguments:?}: {}",
        run.stderr
    );
    for word in words {
        assert!(
            run.stderr.contains(word),
            "{arguments:?} does not say `{word}`: {}",
            run.stderr
        );
    }
}

#[test]
fn the_exit_status_tells_how_loud_the_loudest_finding_is() {
    let folder = Folder::with("status", "clean/map.yaml", CLEAN);
    folder.write(
        "note/map.yaml",
        CLEAN.replace(", basis: Animal Health Act", "").as_bytes(),
    );
    folder.write(
        "warning/map.yaml",
        CLEAN.replace("{owner: vets, kind", "{kind").as_bytes(),
    );
    folder.write(
        "error/map.yaml",
        CLEAN.replace("upload", "uplaod").as_bytes(),
    );
    for (map, loudness) in [("clean", 0), ("note", 1), ("warning", 2), ("error", 3)] {
        for (fail_on, limit) in [("never", 4), ("error", 3), ("warning", 2), ("note", 1)] {
            let status = i32::from(loudness >= limit);
            check_status(folder.path(), &["check", map, "--fail-on", fail_on], status);
        }
        check_status(folder.path(), &["check", map], i32::from(loudness == 3));
    }
}

#[test]
fn a_reference_to_nothing_is_an_error_where_the_map_is_to_be_strict() {
    let folder = Folder::with(
        "strict",
        "map.yaml",
        &CLEAN.replace("who: vets", "who: [vets, wets]"),
    );
    let lenient = check_status(folder.path(), &["check", "map.yaml"], 0);
    assert!(
        lenient.text().contains("warning[unknown-reference]"),
        "{}",
        lenient.text()
    );
    let strict = check_status(folder.path(), &["check", "--strict", "map.yaml"], 1);
    assert!(
        strict.text().contains("error[unknown-reference]"),
        "{}",
        strict.text()
    );
}

#[test]
fn check_reads_a_file_a_folder_or_flows_and_says_what_it_cannot_read() {
    let folder = Folder::with("places", "flows/map.yaml", CLEAN);
    folder.write("nothing/readme.txt", b"no map");
    folder.write("flows/.hidden.yaml", b"nonsense: true");
    for map in [
        &["check", "flows"][..],
        &["check", "flows/map.yaml"],
        &["check", "flows/"],
        &["check"],
    ] {
        let run = check_status(folder.path(), map, 0);
        assert!(
            run.text().contains("2 organisations, 2 systems"),
            "{map:?}: {}",
            run.text()
        );
        assert!(run.stderr.is_empty(), "{map:?}: {}", run.stderr);
    }
    check_refusal(
        folder.path(),
        &["check", "elsewhere"],
        &["cannot read `elsewhere`", "name the folder"],
    );
    check_refusal(
        folder.path(),
        &["check", "nothing"],
        &["no flow file in `nothing`", ".yaml"],
    );
    check_refusal(
        folder.path().join("nothing").as_path(),
        &["check"],
        &["cannot read `flows`"],
    );
}

#[test]
fn a_word_it_does_not_know_is_refused_with_the_nearest_one() {
    let folder = Folder::with("words", "flows/map.yaml", CLEAN);
    for (arguments, word) in [
        (&["chekc"][..], "check"),
        (&["check", "--fial-on", "note"], "--fail-on"),
        (&["check", "--fail-on", "warnings"], "warning"),
        (&["check", "--as-of", "2025-02-30"], "year-month-day"),
        (&["draw", "--view", "system"], "systems"),
        (&["generate"], "FOLDER"),
        (&[], "Usage"),
    ] {
        let run = check_status(folder.path(), arguments, 2);
        assert!(run.stderr.contains(word), "{arguments:?}: {}", run.stderr);
    }
    assert!(
        check_status(folder.path(), &["--help"], 0)
            .text()
            .contains("flowmap report")
    );
    assert!(
        check_status(folder.path(), &["--version"], 0)
            .text()
            .starts_with("flowmap ")
    );
}

#[test]
fn explain_prints_one_kind_or_lists_all() {
    let folder = Folder::new("explain");
    let list = check_status(folder.path(), &["explain"], 0);
    for kind in flowmap::judge::rules::kinds() {
        let is_listed = list
            .text()
            .lines()
            .any(|line| line.contains(kind.name) && line.ends_with(kind.summary));
        assert!(is_listed, "{} is not listed", kind.name);
    }
    let page = check_status(folder.path(), &["explain", "unowned"], 0);
    for part in [
        "# unowned",
        "## Finds",
        "## When it is fine",
        "```yaml",
        "warning[unowned]",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let by_finding = check_status(folder.path(), &["explain", "unowned/card_index"], 0);
    assert_eq!(by_finding.text(), page.text());
    check_refusal(
        folder.path(),
        &["explain", "unowed"],
        &[
            "no kind of finding is called `unowed`",
            "did you mean `unowned`?",
        ],
    );
}

#[test]
fn report_writes_its_files_and_nothing_else() {
    let folder = Folder::with("report", "flows/map.yaml", CLEAN);
    let run = check_status(folder.path(), &["report"], 0);
    assert!(
        run.text().contains("2 organisations, 2 systems") && run.text().contains("output/"),
        "{}",
        run.text()
    );
    let pictures = [
        "duplicates",
        "fields",
        "gaps",
        "mismatches",
        "organisations",
        "systems",
    ];
    let mut expected: Vec<String> = vec!["flows/map.yaml".into()];
    expected.extend(
        ["json", "md", "txt"]
            .iter()
            .map(|ending| format!("output/findings.{ending}")),
    );
    expected.extend(
        ["html", "md", "xlsx"]
            .iter()
            .map(|ending| format!("output/report.{ending}")),
    );
    expected.extend(
        pictures
            .iter()
            .flat_map(|name| ["dot", "png", "svg"].map(|ending| format!("output/{name}.{ending}"))),
    );
    expected.sort();
    assert_eq!(folder.files(), expected);
    let first: Vec<Vec<u8>> = expected.iter().map(|file| folder.read(file)).collect();
    check_status(folder.path(), &["report"], 0);
    let second: Vec<Vec<u8>> = expected.iter().map(|file| folder.read(file)).collect();
    assert!(first == second, "two runs differ");
    assert_eq!(
        folder.files(),
        expected,
        "a second run leaves nothing more behind"
    );
    assert_eq!(folder.read("flows/map.yaml"), CLEAN.as_bytes());
}

#[test]
fn report_writes_what_it_can_and_names_the_rest() {
    let folder = Folder::with("no-report", "flows/map.yaml", CLEAN);
    folder.write("output", b"a file stands where the folder should");
    check_refusal(folder.path(), &["report"], &["cannot", "output"]);
    assert_eq!(folder.files(), ["flows/map.yaml", "output"]);
    folder.write(
        "half/findings.txt/here",
        b"a folder stands where a file should",
    );
    check_refusal(
        folder.path(),
        &["report", "-o", "half"],
        &["half/findings.txt", "a folder stands there"],
    );
    assert!(
        folder.files().contains(&"half/report.html".to_owned()),
        "the others are written"
    );
    check_refusal(
        folder.path(),
        &["report", "elsewhere", "-o", "other"],
        &["cannot read `elsewhere`"],
    );
    assert!(!folder.path().join("other").exists());
}

#[test]
fn a_generated_map_is_free_of_errors() {
    let folder = Folder::new("generated");
    let run = check_status(
        folder.path(),
        &["generate", "made", "--fields", "120", "--seed", "5"],
        0,
    );
    assert!(
        run.stdout.is_empty() && run.stderr.contains("files to made"),
        "{}",
        run.stderr
    );
    let check = check_status(folder.path(), &["check", "made"], 0);
    assert!(
        check.text().contains("120 fields"),
        "{}",
        check.text().lines().last().unwrap_or_default()
    );
    check_status(
        folder.path(),
        &["generate", "again", "--fields", "120", "--seed", "5"],
        0,
    );
    for file in folder
        .files()
        .iter()
        .filter_map(|file| file.strip_prefix("made/"))
    {
        assert_eq!(
            folder.read(&format!("made/{file}")),
            folder.read(&format!("again/{file}")),
            "{file}"
        );
    }
    folder.write("taken", b"");
    check_refusal(folder.path(), &["generate", "taken"], &["taken"]);
}
