//! The house rules about the sources that a machine can check.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::expectation::package;
use crate::expectation::read;

/// The longest a file may be, in lines.
const LONGEST_FILE: usize = 400;
/// The longest a function may be, in lines from its name to its closing brace.
const LONGEST_FUNCTION: usize = 70;

/// Files that are longer, each with the reason.
const LONG_FILES: [(&str, &str); 0] = [];

/// Functions that are longer, each with the reason.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "helpers", "common", "misc", "manager", "handler"];

/// The Rust files below a folder of the package: path from the package with `/`, and text. Sorted.
pub(crate) fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![package(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the sources can be listed") {
            let path = entry.expect("the sources can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path
                    .strip_prefix(package(""))
                    .expect("the file is in the package");
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((
                    name,
                    std::fs::read_to_string(&path).expect("the sources can be read"),
                ));
            }
        }
    }
    files.sort();
    files
}

/// True for a file that is compiled for tests only: its module is declared under `#[cfg(test)]`.
pub(crate) fn is_for_tests(path: &str) -> bool {
    let path = Path::new(path);
    let stem = path
        .file_stem()
        .expect("a file has a name")
        .to_string_lossy();
    let door = path.with_file_name("mod.rs");
    let door = std::fs::read_to_string(package("").join(door)).unwrap_or_default();
    let lines: Vec<&str> = door.lines().collect();
    let declared = format!("mod {stem};");
    lines
        .windows(2)
        .any(|pair| pair[0] == "#[cfg(test)]" && pair[1] == declared)
}

/// The line before the list of a room's sub-rooms in its `mod.rs`.
const IN_ORDER: &str = "// In the order data flows";

/// The modules that a file declares, in their order.
fn modules(path: &str) -> Vec<String> {
    let text = read(path);
    let modules = text.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    modules.map(str::to_owned).collect()
}

/// The rooms in the order of `src/lib.rs`, which is the order of the data flow. The sub-rooms of a room with that line come before
/// it, such as `read::model`.
fn rooms() -> Vec<String> {
    let mut rooms = Vec::new();
    for room in modules("src/lib.rs") {
        let door = format!("src/{room}/mod.rs");
        if package(&door).exists() && read(&door).contains(IN_ORDER) {
            let inner = modules(&door).into_iter();
            rooms.extend(inner.map(|inner| format!("{room}::{inner}")));
        }
        rooms.push(room);
    }
    rooms
}

/// The index in `rooms` of a path of modules: its innermost module that is a room.
fn place(rooms: &[String], modules: &[&str]) -> Option<usize> {
    let of = |name: &str| rooms.iter().position(|room| room == name);
    let inner = modules.get(..2).and_then(|two| of(&two.join("::")));
    inner.or_else(|| of(modules.first()?))
}

/// The modules on the way to a file of `src/`, if it is in a room.
fn way(path: &str) -> Option<Vec<&str>> {
    let inner = path.strip_prefix("src/")?.trim_end_matches(".rs");
    let way: Vec<&str> = inner.split('/').collect();
    (!matches!(way[..], ["lib" | "main"])).then_some(way)
}

/// A file's lines without those of its tests and without comments, each with its number.
pub(crate) fn code(text: &str) -> Vec<(usize, &str)> {
    let lines = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| *line != "#[cfg(test)]");
    let lines = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    lines.map(|(index, line)| (index + 1, line)).collect()
}

/// Panics with every complaint, if there is one.
pub(crate) fn check_none(rule: &str, complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{rule}:\n  {}",
        complaints.join("\n  ")
    );
}

#[test]
fn a_room_uses_only_the_rooms_before_it() {
    let rooms = rooms();
    assert!(rooms.len() > 20, "{rooms:?}");
    let mut complaints = Vec::new();
    for (path, text) in rust_files("src") {
        let Some(way) = way(&path).filter(|_| !is_for_tests(&path)) else {
            continue;
        };
        let own = place(&rooms, &way).unwrap_or_else(|| panic!("{path} is in no room"));
        for (number, line) in code(&text) {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|c: char| !(c.is_alphanumeric() || "_:".contains(c)));
                let used: Vec<&str> = used.take(1).flat_map(|path| path.split("::")).collect();
                if let Some(used) = place(&rooms, &used).filter(|used| *used > own) {
                    let (own, used) = (&rooms[own], &rooms[used]);
                    complaints.push(format!(
                        "{path}:{number}: `{own}` uses `{used}`, which comes after it"
                    ));
                }
            }
        }
    }
    check_none(
        "a room may use only those above it in src/lib.rs",
        &complaints,
    );
}

/// Checks the places of names: the paths that may contain one start with one of `homes`.
fn check_home(names: &[&str], homes: &[&str], reason: &str) {
    let mut complaints = Vec::new();
    for (path, text) in rust_files("src") {
        if homes.iter().any(|home| path.starts_with(home)) || is_for_tests(&path) {
            continue;
        }
        for (number, line) in code(&text) {
            for name in names.iter().filter(|name| line.contains(**name)) {
                complaints.push(format!("{path}:{number}: `{name}`"));
            }
        }
    }
    check_none(reason, &complaints);
}

#[test]
fn each_outside_thing_is_named_in_one_room_only() {
    check_home(
        &["petgraph"],
        &["src/judge/graph/"],
        "only src/judge/graph/ names petgraph",
    );
    check_home(
        &["granit_parser", "serde_saphyr"],
        &["src/read/syntax/yaml.rs"],
        "only src/read/syntax/yaml.rs names the YAML crates",
    );
    check_home(
        &["std::fs", "fs::read", "fs::write", "File::"],
        &["src/read/source/", "src/cli/write/"],
        "only src/read/source/ and src/cli/write/ touch the disk",
    );
    check_home(
        &["std::process::Command", "Command::new("],
        &[
            "src/picture/graphviz/",
            "src/cli/browser.rs",
            "src/cli/git.rs",
        ],
        "only src/picture/graphviz/, src/cli/browser.rs and src/cli/git.rs start programs",
    );
    check_home(
        &["axum::", "hyper::", "hyper_util::", "notify::", "tokio::"],
        &["src/serve/"],
        "only src/serve/ names the crates of the live page",
    );
    check_home(
        &["getrandom::"],
        &["src/serve/token.rs", "src/cli/write/put.rs"],
        "chance makes secrets and names of files that nobody can guess, and no output",
    );
    check_home(
        &["SystemTime", "Instant::now"],
        &["src/picture/graphviz/run.rs", "src/serve/"],
        "the same input gives the same bytes: no clock",
    );
    check_home(
        &["thread::"],
        // While a file is read the next is parsed, and files are taken in their order. The same holds for the findings of rules that run
        // side by side, and their words.
        &[
            "src/read/finding/told.rs",
            "src/picture/graphviz/run.rs",
            "src/read/model/ahead.rs",
            // A save waits a moment for an edit from outside.
            "src/cli/write/put.rs",
            // The pictures and the chapters of a page are drawn side by side.
            "src/live/both.rs",
            "src/serve/",
        ],
        "the same input gives the same bytes: no thread whose haste could be seen",
    );
    check_home(
        &[
            "println!",
            "eprintln!",
            "print!(",
            "dbg!(",
            "todo!(",
            ".unwrap()",
            "unimplemented!(",
        ],
        &[],
        "no such word outside tests",
    );
}

#[test]
fn what_is_printed_goes_through_one_door() {
    check_home(
        &["::stdout()", "::stderr()", "anstream::", ".display()"],
        &["src/cli/write/"],
        "what a terminal gets goes through src/cli/write/, and paths through words::path",
    );
    check_home(
        &["to_string_pretty"],
        &["src/print/json.rs"],
        "JSON goes through json::pretty, which keeps it harmless",
    );
}

#[test]
fn a_text_is_measured_before_it_is_written_in_a_format() {
    check_home(
        &["typeface::width", "typeface::fit", "typeface::wrap"],
        &[
            "src/picture/layout/",
            "src/picture/frame/",
            "src/picture/typeface/",
            "src/report/html/drawing.rs",
        ],
        "only the layout, the frame and the drawings of the report measure texts",
    );
}

#[test]
fn every_file_opens_with_a_sentence_about_itself() {
    let mut complaints = Vec::new();
    for (path, text) in rust_files("src").into_iter().chain(rust_files("tests")) {
        let first = text.lines().next().unwrap_or_default();
        let is_sentence = first
            .strip_prefix("//! ")
            .is_some_and(|sentence| sentence.len() > 12);
        if !is_sentence && !first.starts_with("#![doc = include_str!") {
            complaints.push(format!("{path}: `{first}`"));
        }
    }
    check_none("a file opens with `//!` and one sentence", &complaints);
}

#[test]
fn no_name_says_nothing() {
    let mut complaints = Vec::new();
    for (path, _) in rust_files("src").into_iter().chain(rust_files("tests")) {
        let parts = Path::new(&path).with_extension("");
        for part in parts.iter().map(|part| part.to_string_lossy()) {
            if EMPTY_NAMES
                .iter()
                .any(|name| part == *name || part == name.trim_end_matches('s'))
            {
                complaints.push(path.clone());
            }
        }
    }
    check_none("a module is named for what is inside it", &complaints);
}

#[test]
fn files_are_short() {
    let mut complaints = Vec::new();
    let mut listed: BTreeMap<&str, &str> = LONG_FILES.into_iter().collect();
    for (path, text) in rust_files("src").into_iter().chain(rust_files("tests")) {
        let lines = text.lines().count();
        let is_listed = listed.remove(path.as_str()).is_some();
        if lines > LONGEST_FILE && !is_listed {
            complaints.push(format!("{path}: {lines} lines"));
        } else if lines <= LONGEST_FILE && is_listed {
            complaints.push(format!("{path}: no longer long; take it off the list"));
        }
    }
    complaints.extend(
        listed
            .keys()
            .map(|path| format!("{path} is listed and not there")),
    );
    check_none("a file has at most 400 lines", &complaints);
}

/// The functions of a file formatted by rustfmt: name, line, number of lines.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let mut functions = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let inner = line.trim_start();
        let indent = &line[..line.len() - inner.len()];
        let words = inner
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ");
        let Some(rest) = words.trim_start_matches("const ").strip_prefix("fn ") else {
            continue;
        };
        let name = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let closing = format!("{indent}}}");
        let length = lines[index..].iter().position(|line| *line == closing);
        functions.push((name, index + 1, length.map_or(1, |length| length + 1)));
    }
    functions
}

#[test]
fn functions_are_short() {
    let mut complaints = Vec::new();
    let mut listed: BTreeMap<&str, &str> = LONG_FUNCTIONS.into_iter().collect();
    for (path, text) in rust_files("src").into_iter().chain(rust_files("tests")) {
        for (name, line, length) in functions(&text) {
            let full = format!("{path}: {name}");
            let is_listed = listed.remove(full.as_str()).is_some();
            if length > LONGEST_FUNCTION && !is_listed {
                complaints.push(format!("{path}:{line}: `{name}` has {length} lines"));
            } else if length <= LONGEST_FUNCTION && is_listed {
                complaints.push(format!("{full}: no longer long; take it off the list"));
            }
        }
    }
    complaints.extend(
        listed
            .keys()
            .map(|name| format!("{name} is listed and not there")),
    );
    check_none("a function has at most 70 lines", &complaints);
}

#[test]
fn every_path_named_in_the_architecture_is_there() {
    let text = read("src/ARCHITECTURE.md");
    let named = text.split('`').skip(1).step_by(2);
    // `<name>` is a placeholder for any name.
    let named = named.filter(|name| name.starts_with("src/") && !name.contains('<'));
    let missing: Vec<String> = named
        .filter(|name| !package(name).exists())
        .map(str::to_owned)
        .collect();
    check_none("named in src/ARCHITECTURE.md and not there", &missing);
}
