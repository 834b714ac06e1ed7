//! `flowmap compare` and `flowmap snapshot`: arguments in; text, exit status and files out.

use std::path::Path;
use std::process::Command;

use crate::cli::{check_refusal, check_status};
use crate::folder::Folder;

pub(super) const OLD: &str = "\
map: {title: Animals, as_of: 2025-10-14}
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

pub(super) fn new() -> String {
    OLD.replace("2025-10-14", "2026-04-14")
        .replace("[herd_size], method: upload", "[herd_size], method: form")
        .replace("owner: vets", "owner: farms")
}

#[test]
fn two_files_are_compared_in_every_form() {
    let folder = Folder::with("compare", "old.yaml", OLD);
    folder.write("new.yaml", new().as_bytes());
    let run = check_status(folder.path(), &["compare", "old.yaml", "new.yaml"], 1);
    let text = run.text();
    for line in [
        "Animals: what changed from 2025-10-14 to 2026-04-14",
        "Systems and flows",
        "  ~ The flow `herd_book->animal_register`: its method is now form (it was upload).",
        "Owners and duties",
        "  ~ The system `animal_register`: its owner is now `farms` (it was `vets`).",
        "Figures",
    ] {
        assert!(
            text.lines().any(|told| told == line),
            "no `{line}` in\n{text}"
        );
    }
    let json = check_status(
        folder.path(),
        &["compare", "old.yaml", "new.yaml", "--format", "json"],
        1,
    );
    let json: serde_json::Value = serde_json::from_str(json.text()).expect("JSON");
    assert_eq!(json["changes"][0]["id"], "herd_book->animal_register");
    assert_eq!(json["changes"][0]["keys"][0]["key"], "method");
    assert_eq!(json["changes"][0]["place"]["line"], 8);
    for list in ["opened", "closed"] {
        assert!(json["findings"][list].is_array(), "{json}");
    }
    assert!(json["findings"]["open"].is_number(), "{json}");
    for list in ["won", "lost"] {
        assert!(json["needs"][list].is_array(), "{json}");
    }
    let csv = check_status(
        folder.path(),
        &["compare", "old.yaml", "new.yaml", "--format", "csv"],
        1,
    );
    assert!(
        csv.text()
            .contains("entries,changed,system,animal_register,,owner,vets,farms,")
    );
    let markdown = check_status(
        folder.path(),
        &["compare", "old.yaml", "new.yaml", "--format", "markdown"],
        1,
    );
    assert!(
        markdown
            .text()
            .contains("## Owners and duties\n\n- **changed** The system")
    );
}

#[test]
fn nothing_differs_from_itself_and_the_status_says_so() {
    let folder = Folder::with("compare-same", "map.yaml", OLD);
    let run = check_status(folder.path(), &["compare", "map.yaml", "map.yaml"], 0);
    assert!(
        run.text().ends_with("\nNothing differs.\n"),
        "{}",
        run.text()
    );
}

#[test]
fn what_is_not_there_is_told_on_one_line() {
    let folder = Folder::with("compare-absent", "flows/map.yaml", OLD);
    check_refusal(
        folder.path(),
        &["compare", "nothing"],
        &[
            "`nothing` is no file or folder",
            "none are kept",
            "REV:PATH",
        ],
    );
    check_refusal(
        folder.path(),
        &["compare"],
        &["no snapshot", "flowmap snapshot NAME"],
    );
    check_refusal(
        folder.path(),
        &["compare", "HEAD:flows"],
        &["no git repository"],
    );
}

#[test]
fn a_map_is_compared_with_its_newest_snapshot() {
    let folder = Folder::with("snapshots", "flows/map.yaml", OLD);
    let path = folder.path();
    let run = check_status(path, &["snapshot"], 0);
    assert_eq!(
        run.text(),
        "no snapshot is kept yet: `flowmap snapshot NAME` keeps one\n"
    );
    check_status(path, &["snapshot", "autumn"], 0);
    check_status(path, &["snapshot", "summer", "--date", "2025-07-01"], 0);
    let run = check_status(path, &["snapshot"], 0);
    assert_eq!(run.text(), "2025-07-01  summer\n2025-10-14  autumn\n");
    // Reading the map does not find its snapshots.
    let run = check_status(path, &["compare", "autumn"], 0);
    assert!(
        run.text().ends_with("\nNothing differs.\n"),
        "{}",
        run.text()
    );
    check_status(path, &["compare"], 0);
    let run = check_status(path, &["compare", "summer", "autumn"], 1);
    assert!(
        run.text()
            .contains("its day is now 2025-10-14 (it was 2025-07-01)"),
        "{}",
        run.text()
    );
    folder.write("flows/map.yaml", new().as_bytes());
    let run = check_status(path, &["compare"], 1);
    assert!(
        run.text().contains("its method is now form"),
        "{}",
        run.text()
    );
}

#[test]
fn a_snapshot_is_never_overwritten_and_needs_a_day_and_a_name() {
    let folder = Folder::with("snapshot-faults", "flows/map.yaml", OLD);
    let path = folder.path();
    check_status(path, &["snapshot", "first"], 0);
    let kept = folder.read("flows/.snapshots/first.yaml");
    folder.write("flows/map.yaml", new().as_bytes());
    check_refusal(
        path,
        &["snapshot", "first"],
        &["already", "nothing is overwritten"],
    );
    assert_eq!(folder.read("flows/.snapshots/first.yaml"), kept);
    for name in ["../first", "a/b", ".hidden", "a:b", ""] {
        check_refusal(
            path,
            &["snapshot", name],
            &["cannot be the name of a snapshot"],
        );
    }
    folder.write(
        "flows/map.yaml",
        OLD.replace(", as_of: 2025-10-14", "").as_bytes(),
    );
    check_refusal(path, &["snapshot", "second"], &["as_of", "--date"]);
    folder.write("flows/more.yaml", b"systems: [unclosed\n");
    check_refusal(
        path,
        &["snapshot", "second", "--date", "2025-10-14"],
        &["not kept", "flows/more.yaml"],
    );
    let files = folder.files();
    assert!(
        !files.iter().any(|file| file.contains("second")),
        "{files:?}"
    );
}

#[test]
fn a_snapshot_of_another_format_is_one_clear_line() {
    let folder = Folder::with("snapshot-format", "flows/map.yaml", OLD);
    let head = "# flowmap snapshot, format 7, 2025-10-14\n";
    folder.write(
        "flows/.snapshots/later.yaml",
        format!("{head}{OLD}").as_bytes(),
    );
    check_refusal(
        folder.path(),
        &["compare", "later"],
        &["has format 7", "reads format 1"],
    );
    folder.write("flows/.snapshots/plain.yaml", OLD.as_bytes());
    check_refusal(folder.path(), &["compare", "plain"], &["is no snapshot"]);
}

/// Runs git in a folder, with a name and a date that depend on nothing outside.
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_DATE", "2025-10-14T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2025-10-14T12:00:00Z");
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_map_is_compared_with_a_revision_of_its_repository() {
    let folder = Folder::with("revision", "flows/map.yaml", OLD);
    let path = folder.path();
    if !git(path, &["init", "--quiet"]) {
        return;
    }
    folder.write("flows/.hidden.yaml", b"systems: [hidden]\n");
    folder.write("flows/notes.txt", b"no flow file\n");
    assert!(git(path, &["add", "--all"]));
    assert!(git(
        path,
        &["commit", "--quiet", "-m", "The map of October"]
    ));
    let run = check_status(path, &["compare", "HEAD:flows"], 0);
    assert!(
        run.text().ends_with("\nNothing differs.\n"),
        "{}",
        run.text()
    );
    folder.write("flows/map.yaml", new().as_bytes());
    let run = check_status(path, &["compare", "HEAD:flows"], 1);
    assert!(
        run.text().contains("its method is now form"),
        "{}",
        run.text()
    );
    check_status(
        path,
        &["compare", "HEAD:flows/map.yaml", "flows/map.yaml"],
        1,
    );
    check_status(path, &["compare", "HEAD:flows", "HEAD:flows"], 0);
    for (name, words) in [
        ("v9:flows", ["git knows no revision `v9`", ""]),
        ("HEAD:nowhere", ["there is no `nowhere`", "`HEAD`"]),
        ("--help:flows", ["git knows no revision `--help`", ""]),
    ] {
        check_refusal(path, &["compare", "--", name], &words);
    }
}

#[test]
fn without_git_a_revision_is_refused_on_one_line() {
    let folder = Folder::with("no-git", "flows/map.yaml", OLD);
    let mut command = crate::cli::command(folder.path(), &["compare", "HEAD:flows"]);
    command.env("PATH", folder.path());
    let run = crate::cli::run(command);
    assert_eq!(run.status, 2);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("git is not installed"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_report_since_an_older_map_has_a_chapter_and_a_sheet_with_names() {
    use calamine::Reader as _;
    let folder = Folder::with("report-since", "old.yaml", OLD);
    folder.write("new.yaml", new().as_bytes());
    let path = folder.path();
    check_status(path, &["report", "new.yaml", "--since", "old.yaml"], 0);
    let text = String::from_utf8(folder.read("output/report.md")).expect("it is text");
    let (_, chapter) = text.split_once("## What changed").expect("a chapter");
    let (chapter, _) = chapter.split_once("\n## ").expect("more chapters");
    for words in [
        "Compared with the map of 2025-10-14.",
        "The system animal register: its owner is now Farms (it was Veterinary Office).",
        "its method is now form (it was upload)",
    ] {
        assert!(chapter.contains(words), "no `{words}` in\n{chapter}");
    }
    assert!(!chapter.contains("animal_register"), "{chapter}");
    let page = String::from_utf8(folder.read("output/report.html")).expect("it is text");
    assert!(
        page.contains("id=\"changes\""),
        "the page has no such chapter"
    );
    let book: calamine::Xlsx<_> =
        calamine::open_workbook(path.join("output/report.xlsx")).expect("a workbook");
    assert!(book.sheet_names().contains(&"changes".to_owned()));
    check_status(path, &["report", "new.yaml"], 0);
    let text = String::from_utf8(folder.read("output/report.md")).expect("it is text");
    assert!(!text.contains("## What changed"), "{text}");
}
