//! Characters that could take over a terminal: escape sequences, and marks that turn the direction of writing.

use super::{COMMANDS, VIEWS, arguments, map, run};
use crate::folder::Folder;

/// One of each kind of such a character; the last is a Windows line end without its second half.
const STING: &str = "\u{1B}]0;x\u{7}\u{1B}[31m\u{7F}\u{9B}31m\u{85}\u{202E}\u{202A}\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}\u{2028}\u{2029}\n\r\u{8}x";

/// The characters in it that a terminal must not get.
fn harmful(text: &str) -> Vec<char> {
    let text = text.replace("\r\n", "\n");
    let is_harmful = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(is_harmful).collect()
}

/// A folder with a hostile map in files with hostile names: one with its text escaped, and one with the characters themselves.
fn hostile(name: &str) -> Folder {
    let folder = Folder::new(name);
    let sting = STING.replace('/', "");
    folder.write(&format!("map/a{sting}.yaml"), map(STING).as_bytes());
    let raw = STING.replace(['\n', '\r', '\u{85}'], "");
    folder.write(
        &format!("map/b{sting}.yaml"),
        format!("systems:\n  raw{raw}: {{owner: no{raw}body}}\nsystem{raw}: [1\n").as_bytes(),
    );
    folder.write(
        "map/c.yaml",
        format!("organisations: {{\"c{raw}\": [unclosed\n").as_bytes(),
    );
    folder
}

fn check(folder: &Folder, arguments: &[String], failed: &mut Vec<String>) {
    let output = run(folder, arguments);
    for (stream, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        let found = harmful(text);
        if !found.is_empty() {
            failed.push(format!("{arguments:?} on {stream}: {found:?}"));
        }
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        !complaint.contains("panicked"),
        "{arguments:?}: {complaint}"
    );
}

#[test]
fn nothing_that_a_command_prints_takes_over_a_terminal() {
    let folder = hostile("hostile-terminal");
    let mut failed = Vec::new();
    for command in COMMANDS {
        let formats: &[&str] = match command {
            ["check"] => &["text", "json", "markdown", "csv", "sarif", "junit"],
            ["unify", "--yaml"] => &["text"],
            _ => &["text", "json", "markdown", "csv"],
        };
        for format in formats {
            let mut arguments = arguments(command, STING);
            arguments.extend(["map", "--format", format].map(str::to_owned));
            check(&folder, &arguments, &mut failed);
            let printed = run(&folder, &arguments).stdout;
            assert!(!printed.is_empty(), "{arguments:?} answers nothing");
        }
    }
    for view in VIEWS {
        for format in ["svg", "dot", "mermaid", "drawio", "json"] {
            let arguments = ["draw", "map", "--view", view, "--format", format].map(str::to_owned);
            check(&folder, &arguments, &mut failed);
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn no_complaint_takes_over_a_terminal() {
    let folder = hostile("hostile-complaints");
    let mut failed = Vec::new();
    let word = |text: &str| format!("{text}{STING}");
    let all: [Vec<String>; 12] = [
        vec![word("check")],
        vec!["check".into(), word("nowhere")],
        vec!["check".into(), "map".into(), word("--form")],
        vec!["check".into(), "map".into(), "--format".into(), word("x")],
        vec!["check".into(), "map".into(), "-o".into(), word("x.")],
        vec![
            "check".into(),
            "map".into(),
            "-o".into(),
            word("nowhere/x/"),
        ],
        vec!["crosswalk".into(), word("no"), "map".into()],
        vec!["trace".into(), word("no.no"), "map".into()],
        vec!["draw".into(), "map".into(), "--only".into(), word("no")],
        vec!["explain".into(), word("no")],
        vec!["draw".into(), "map".into(), "-o".into(), word("p") + ".svg"],
        vec!["generate".into(), word("made")],
    ];
    for arguments in &all {
        check(&folder, arguments, &mut failed);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn no_file_of_the_report_takes_over_a_terminal() {
    let folder = hostile("hostile-report");
    let mut failed = Vec::new();
    check(
        &folder,
        &["report", "map", "-o", "out"].map(str::to_owned),
        &mut failed,
    );
    for file in folder
        .files()
        .iter()
        .filter(|file| file.starts_with("out/"))
    {
        let Ok(text) = String::from_utf8(folder.read(file)) else {
            continue;
        };
        let found = harmful(&text);
        if !found.is_empty() {
            failed.push(format!("{file}: {found:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn json_keeps_every_character_by_its_number() {
    let folder = Folder::with("hostile-json", "map.yaml", &map(STING));
    let output = run(
        &folder,
        &["check", "map.yaml", "--format", "json"].map(str::to_owned),
    );
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(read["map"]["title"], format!("Title{STING}"));
}

#[test]
fn a_proposal_of_such_a_map_is_read_back_with_the_same_names() {
    let folder = Folder::with("hostile-yaml", "map/map.yaml", &map(STING));
    let yaml = run(&folder, &["unify", "--yaml", "map"].map(str::to_owned)).stdout;
    let text = String::from_utf8(yaml).expect("it is text");
    assert_eq!(harmful(&text), []);
    folder.write("made/map.yaml", text.as_bytes());
    let output = run(
        &folder,
        &["check", "made", "--format", "json"].map(str::to_owned),
    );
    let read = String::from_utf8(output.stdout).expect("it is text");
    assert!(!read.contains("unreadable"), "{read}");
}
