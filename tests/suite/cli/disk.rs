//! Refusals of the operating system: a full disk, a limit on the size of files, a folder that may not be opened, names of the greatest
//! length.
//!
//! Each is reported on one line, the old file stays, and no file is left behind.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{CLEAN, Run, check_refusal, check_status, command, run};
use crate::folder::{Folder, Full};

/// A user that is not root and owns nothing.
const NOBODY: u32 = 65_534;

/// Demands that the run failed with one line that contains the word.
fn check_told(run: &Run, word: &str, of: &[&str]) {
    assert_eq!(run.status, 2, "{of:?}: {}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{of:?}: {}", run.stderr);
    assert!(run.stderr.contains(word), "{of:?}: {}", run.stderr);
}

/// The program under a limit on the size of files, in blocks of the shell.
fn limited(folder: &Path, blocks: u32, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command
        .current_dir(folder)
        .args(["-c", &format!("ulimit -f {blocks}; exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_flowmap"))
        .args(arguments)
        .env("NO_COLOR", "1");
    command
}

#[test]
fn every_command_says_that_its_answer_did_not_fit_on_the_disk() {
    let folder = Folder::with("disk-full", "map.yaml", CLEAN);
    let commands: [&[&str]; 20] = [
        &["licences"],
        &["--help"],
        &["--version"],
        &["init", "new"],
        &["explain"],
        &["explain", "format"],
        &["explain", "unowned"],
        &["schema", "map"],
        &["check", "map.yaml"],
        &["check", "map.yaml", "--format", "json"],
        &["check", "map.yaml", "--format", "xlsx"],
        &["check", "map.yaml", "--format", "markdown"],
        &["draw", "map.yaml"],
        &["draw", "map.yaml", "--format", "png"],
        &["burden", "map.yaml"],
        &["questions", "map.yaml", "--format", "markdown"],
        &["unify", "map.yaml", "--yaml"],
        &["report", "map.yaml"],
        &["watch", "map.yaml"],
        &["serve", "map.yaml", "--no-open"],
    ];
    for arguments in commands {
        let mut program = command(folder.path(), arguments);
        let full = fs::File::options().write(true).open("/dev/full");
        program.stdout(full.expect("it is there"));
        check_told(&run(program), "No space left", arguments);
    }
}

#[test]
fn a_device_that_is_full_is_told_and_stays_a_device() {
    let folder = Folder::with("disk-device", "map.yaml", CLEAN);
    for arguments in [
        ["draw", "map.yaml", "-o", "/dev/full", "--format", "svg"],
        ["draw", "map.yaml", "-o", "/dev/full", "--format", "png"],
        ["check", "map.yaml", "-o", "/dev/full", "--format", "text"],
        ["check", "map.yaml", "-o", "/dev/full", "--format", "json"],
        ["check", "map.yaml", "-o", "/dev/full", "--format", "xlsx"],
    ] {
        check_refusal(folder.path(), &arguments, &["`/dev/full`", "No space left"]);
    }
    let device = fs::metadata("/dev/full").expect("it is there");
    assert!(device.file_type().is_char_device());
    assert_eq!(folder.files(), ["map.yaml"]);
}

#[test]
fn a_report_that_does_not_fit_changes_no_file_of_the_one_before() {
    let folder = Folder::with("disk-report", "map.yaml", CLEAN);
    let Some(full) = Full::at(folder.path().join("out"), 64) else {
        // Only root may make a small disk.
        return;
    };
    folder.write("out/report.md", b"old");
    check_refusal(
        folder.path(),
        &["report", "map.yaml", "-o", "out"],
        &["cannot write `out/", "No space left"],
    );
    assert_eq!(folder.read("out/report.md"), b"old");
    assert_eq!(folder.files(), ["map.yaml", "out/report.md"]);
    drop(full);
}

#[test]
fn a_limit_on_the_size_of_files_is_told_and_nothing_is_lost() {
    let folder = Folder::with("disk-limit", "map.yaml", CLEAN);
    for file in ["picture.svg", "findings.json", "out/report.md"] {
        folder.write(file, b"old");
    }
    let before = folder.files();
    let long = CLEAN.replace("Farms", &"Farms ".repeat(2_000));
    folder.write("map.yaml", long.as_bytes());
    for (arguments, name) in [
        (
            &["draw", "map.yaml", "-o", "picture.svg"][..],
            "`picture.svg`",
        ),
        (&["report", "map.yaml", "-o", "out"], "`out/"),
    ] {
        let run = run(limited(folder.path(), 4, arguments));
        check_told(&run, "File too large", arguments);
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    let cut = fs::File::create(folder.path().join("cut.svg")).expect("it can be made");
    let mut program = limited(folder.path(), 4, &["draw", "map.yaml"]);
    program.stdout(cut);
    check_told(&run(program), "File too large", &["draw", "> cut.svg"]);
    fs::remove_file(folder.path().join("cut.svg")).expect("it is there");
    for file in ["picture.svg", "findings.json", "out/report.md"] {
        assert_eq!(folder.read(file), b"old", "{file}");
    }
    assert_eq!(folder.files(), before, "nothing is left behind");
}

/// Closes a folder to all but root, and opens it again at the end of the test, so that it can be removed.
struct Shut(std::path::PathBuf);

impl Shut {
    fn at(path: std::path::PathBuf, mode: u32) -> Self {
        let shut = fs::Permissions::from_mode(mode);
        fs::set_permissions(&path, shut).expect("a mode can be set");
        Self(path)
    }
}

impl Drop for Shut {
    fn drop(&mut self) {
        drop(fs::set_permissions(
            &self.0,
            fs::Permissions::from_mode(0o755),
        ));
    }
}

/// Runs the program as a user that a folder can be closed to; `None` if other users may not run it.
fn as_nobody(folder: &Path, arguments: &[&str]) -> Option<Run> {
    let mut program = command(folder, arguments);
    if fs::read_dir("/root").is_ok() {
        program.uid(NOBODY);
    }
    program.stdin(Stdio::null());
    let output = program.output().ok()?;
    Some(Run {
        status: output.status.code()?,
        stdout: output.stdout,
        stderr: String::from_utf8(output.stderr).expect("what is printed is UTF-8"),
    })
}

#[test]
fn a_folder_that_may_not_be_opened_is_told_as_a_folder() {
    let folder = Folder::with("disk-shut", "map/a.yaml", CLEAN);
    folder.write("map/shut/b.yaml", b"systems: [hidden]\n");
    folder.write("map/listed/c.yaml", b"systems: [hidden]\n");
    folder.write("map/listed/inner/d.yaml", b"systems: [hidden]\n");
    let _shut = Shut::at(folder.path().join("map/shut"), 0o000);
    // Its names may be read, and nothing about them.
    let _listed = Shut::at(folder.path().join("map/listed"), 0o444);
    let Some(checked) = as_nobody(folder.path(), &["check", "map"]) else {
        return;
    };
    assert_eq!(checked.status, 1, "{}", checked.stderr);
    for (name, told) in [
        ("map/shut", "this folder cannot be opened"),
        ("map/listed/c.yaml", "this file cannot be read"),
        ("map/listed/inner", "this folder cannot be opened"),
    ] {
        let place = format!(" {name}:1:1");
        let mut findings = checked.text().split("\n\n");
        let is_told = findings.any(|finding| finding.contains(told) && finding.contains(&place));
        assert!(is_told, "{name}:\n{}", checked.text());
    }
    assert!(checked.text().contains("2 organisations, 2 systems"));
    let drawn = as_nobody(folder.path(), &["draw", "map"]).expect("it ran before");
    assert_eq!(drawn.status, 0, "{}", drawn.stderr);
    assert!(
        drawn.stderr.contains("not read whole") && drawn.stderr.contains("map/shut"),
        "{}",
        drawn.stderr
    );
    let whole = as_nobody(folder.path(), &["check", "map/shut"]).expect("it ran before");
    check_told(
        &whole,
        "cannot list the folder `map/shut`",
        &["check", "map/shut"],
    );
}

#[test]
fn names_as_long_as_a_system_allows_are_read_and_written() {
    let name = |length: usize, ending: &str| "x".repeat(length - ending.len()) + ending;
    let longest = name(255, ".yaml");
    let folder = Folder::with("disk-long", &format!("map/{longest}"), CLEAN);
    let checked = check_status(folder.path(), &["check", "map", "--format", "json"], 0);
    assert!(checked.text().contains("2 systems") || checked.text().contains("\"systems\": 2"));
    for length in [248, 255] {
        let picture = name(length, ".svg");
        check_status(folder.path(), &["draw", "map", "-o", &picture], 0);
        assert!(String::from_utf8_lossy(&folder.read(&picture)).contains("<svg"));
        // Once more over the first.
        check_status(folder.path(), &["draw", "map", "-o", &picture], 0);
    }
    let before = folder.files();
    let picture = name(256, ".svg");
    check_refusal(
        folder.path(),
        &["draw", "map", "-o", &picture],
        &["cannot write", "File name too long"],
    );
    assert_eq!(folder.files(), before, "nothing is left behind");
}

#[test]
fn names_that_other_systems_refuse_are_read_here() {
    let folder = Folder::with("disk-names", "map/CON.yaml", "systems: [s0]\n");
    for (number, name) in [
        "nul.yaml",
        "a:b.yaml",
        "what?.yaml",
        "a\\b.yaml",
        "end .yaml",
    ]
    .iter()
    .enumerate()
    {
        let text = format!("systems: [s{}]\n", number + 1);
        folder.write(&format!("map/{name}"), text.as_bytes());
    }
    let checked = check_status(folder.path(), &["check", "map"], 0);
    assert!(checked.text().contains("6 systems"), "{}", checked.text());
    for name in ["map/CON.yaml", "map/a:b.yaml", "map/a\\b.yaml"] {
        assert!(checked.text().contains(&format!("{name}:1:11")), "{name}");
    }
    assert_eq!(checked.stderr, "");
}
