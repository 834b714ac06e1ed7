//! The effects of `-o` on existing files.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::process::{Command, Output, Stdio};

use crate::folder::Folder;

const MAP: &str =
    "systems: [ward record, national data set]\nflows: [ward record -> national data set]\n";

fn run(folder: &Folder, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowmap"));
    command.current_dir(folder.path()).args(arguments);
    let output = command.stdin(Stdio::null()).output();
    output.expect("the program starts")
}

fn draw(folder: &Folder, file: &str) -> Output {
    run(folder, &["draw", "map.yaml", "-o", file, "--format", "svg"])
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn devices_stay_devices_and_pipes_are_written_to() {
    let folder = Folder::with("output-devices", "map.yaml", MAP);
    assert!(draw(&folder, "/dev/null").status.success());
    let device = fs::metadata("/dev/null").expect("it is there");
    assert!(device.file_type().is_char_device());
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo starts").success());
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("the pipe is read")
    });
    assert!(draw(&folder, "pipe").status.success());
    assert!(reading.join().expect("it was read").contains("<svg"));
    assert!(fs::metadata(pipe).expect("it stands").file_type().is_fifo());
}

#[test]
fn a_link_is_followed_and_the_mode_is_kept() {
    let folder = Folder::with("output-links", "map.yaml", MAP);
    folder.write("kept/picture.svg", b"old");
    let target = folder.path().join("kept/picture.svg");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("a mode can be set");
    symlink("kept/picture.svg", folder.path().join("link.svg")).expect("a link can be made");
    symlink("kept/new.svg", folder.path().join("coming.svg")).expect("a link can be made");
    for name in ["link.svg", "coming.svg"] {
        let drawn = draw(&folder, name);
        assert!(drawn.status.success(), "{}", complaint(&drawn));
        assert!(
            fs::symlink_metadata(folder.path().join(name))
                .expect("it stands")
                .is_symlink()
        );
    }
    assert!(String::from_utf8_lossy(&folder.read("kept/new.svg")).contains("<svg"));
    assert!(String::from_utf8_lossy(&folder.read("kept/picture.svg")).contains("<svg"));
    let mode = fs::metadata(target)
        .expect("it stands")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_read_only_file_is_refused_with_one_clear_line() {
    let folder = Folder::with("output-read-only", "map.yaml", MAP);
    folder.write("picture.svg", b"old");
    let target = folder.path().join("picture.svg");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o444)).expect("a mode can be set");
    let drawn = draw(&folder, "picture.svg");
    assert_eq!(drawn.status.code(), Some(2));
    assert!(
        complaint(&drawn).contains("`picture.svg`: it is read-only"),
        "{}",
        complaint(&drawn)
    );
    assert_eq!(folder.read("picture.svg"), b"old");
    assert_eq!(folder.files(), ["map.yaml", "picture.svg"]);
}

#[test]
fn a_dash_is_standard_output() {
    let folder = Folder::with("output-dash", "map.yaml", MAP);
    let drawn = draw(&folder, "-");
    assert!(String::from_utf8_lossy(&drawn.stdout).contains("<svg"));
    assert_eq!(folder.files(), ["map.yaml"]);
}

/// A file that the system has opened for the program, such as a log, keeps what it holds.
#[test]
fn what_is_open_already_is_written_on_to() {
    let folder = Folder::with("output-open", "map.yaml", MAP);
    folder.write("log", b"before\n");
    for output in ["/dev/stdout", "/dev/fd/1", "-"] {
        let mut appending = fs::OpenOptions::new();
        let log = appending.append(true).open(folder.path().join("log"));
        let log = log.expect("it can be opened");
        let done = Command::new(env!("CARGO_BIN_EXE_flowmap"))
            .current_dir(folder.path())
            .args(["check", "map.yaml", "--format", "csv", "-o", output])
            .stdout(log)
            .status();
        assert!(done.expect("the program starts").success(), "{output}");
        let text = String::from_utf8_lossy(&folder.read("log")).into_owned();
        assert!(text.starts_with("before\nname,"), "{output}: {text}");
    }
    let text = String::from_utf8_lossy(&folder.read("log")).into_owned();
    assert_eq!(text.matches("name,group").count(), 3, "{text}");
    let piped = run(
        &folder,
        &["draw", "map.yaml", "-o", "/dev/stdout", "--format", "svg"],
    );
    assert!(piped.status.success(), "{}", complaint(&piped));
    assert!(String::from_utf8_lossy(&piped.stdout).contains("<svg"));
}

#[test]
fn a_folder_is_never_called_a_dash() {
    let folder = Folder::with("output-no-dash", "map.yaml", MAP);
    for arguments in [
        &["report", "map.yaml", "-o", "-"][..],
        &["export", "map.yaml", "--to", "csv", "-o", "-"],
        &["generate", "-"],
        &["init", "-"],
    ] {
        let refused = run(&folder, arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        let complaint = complaint(&refused);
        assert!(
            complaint.contains("name a folder"),
            "{arguments:?}: {complaint}"
        );
    }
    assert_eq!(folder.files(), ["map.yaml"]);
}

#[test]
fn no_name_that_can_be_guessed_is_written_through() {
    let folder = Folder::with("output-guessed", "map.yaml", MAP);
    folder.write("victim", b"precious");
    folder.write("out/report.md.partial", b"mine");
    for name in ["picture.svg.partial", "out/report.html.partial"] {
        let target = if name.contains('/') {
            "../victim"
        } else {
            "victim"
        };
        symlink(target, folder.path().join(name)).expect("a link can be made");
    }
    assert!(draw(&folder, "picture.svg").status.success());
    assert!(
        run(&folder, &["report", "map.yaml", "-o", "out"])
            .status
            .success()
    );
    assert_eq!(folder.read("victim"), b"precious");
    assert_eq!(folder.read("out/report.md.partial"), b"mine");
}

#[test]
fn a_report_with_one_locked_file_is_written_but_for_that_one_which_is_named() {
    let folder = Folder::with("output-locked", "map.yaml", MAP);
    assert!(
        run(&folder, &["report", "map.yaml", "-o", "out"])
            .status
            .success()
    );
    let locked = folder.path().join("out/report.xlsx");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).expect("a mode can be set");
    folder.write("map.yaml", MAP.replace("ward", "clinic").as_bytes());
    let before = folder.files();
    let output = run(&folder, &["report", "map.yaml", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        complaint(&output).contains("report.xlsx"),
        "{}",
        complaint(&output)
    );
    assert!(String::from_utf8_lossy(&folder.read("out/report.md")).contains("clinic"));
    assert_eq!(folder.files(), before, "nothing is left behind");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::with("output-head", "map.yaml", MAP);
    let commands: [&[&str]; 20] = [
        &["licences"],
        &["schema", "map"],
        &["schema", "findings"],
        &["explain"],
        &["explain", "format"],
        &["--help"],
        &["check", "map.yaml"],
        &["check", "map.yaml", "--format", "json"],
        &["check", "map.yaml", "--format", "csv"],
        &["check", "map.yaml", "--format", "sarif"],
        &["burden", "map.yaml"],
        &["questions", "map.yaml", "--format", "markdown"],
        &["unify", "map.yaml", "--yaml"],
        &["draw", "map.yaml"],
        &["draw", "map.yaml", "--format", "png"],
        &["draw", "map.yaml", "-o", "-"],
        &["check", "map.yaml", "-o", "-"],
        &["report", "map.yaml"],
        &["init", "new"],
        &["generate", "made"],
    ];
    for arguments in commands {
        let mut child = Command::new(env!("CARGO_BIN_EXE_flowmap"))
            .current_dir(folder.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let told = complaint(&output);
        assert!(
            !told.contains("ipe") && !told.contains("panicked"),
            "{arguments:?}: {told}"
        );
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
    }
}

#[test]
fn a_reader_that_is_gone_even_for_complaints_is_no_failure() {
    let folder = Folder::with("output-deaf", "map.yaml", MAP);
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .current_dir(folder.path())
        .args(["check", "nowhere"])
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}
