//! The licence texts of the crates in the program: `src/licence/crates.txt` is made from the crates' sources, and matches `Cargo.lock`.
//!
//! `UPDATE=1 cargo test --test suite -- licences` makes it. A machine without the sources of other systems' crates compares the list of
//! crates.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::expectation::{check_expectation, package, read};

const FILE: &str = "src/licence/crates.txt";
/// The beginnings of the names of licence files, in small letters.
const NAMES: [&str; 7] = [
    "licence",
    "license",
    "copying",
    "copyright",
    "notice",
    "unlicense",
    "unlicence",
];
/// Folders of a crate that are not compiled.
const NOT_COMPILED: [&str; 6] = ["tests", "assets", "benches", "examples", "docs", "target"];
/// The licence whose usual text is used for crates that offer it and have no text of their own.
const USUAL: &str = "Apache-2.0";

/// A crate: name and version.
type Crate = (String, String);

/// The values of a key of a table in TOML as Cargo writes it.
fn value<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    let mut lines = table.lines();
    let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    value.map(|value| value.trim_matches('"'))
}

/// The names that the package depends on, except those of its tests.
fn depended() -> BTreeSet<String> {
    let manifest = read("Cargo.toml").replace("\r\n", "\n");
    let sections = manifest.split("\n[").filter(|section| {
        let heading = section.lines().next().unwrap_or_default();
        heading.ends_with("dependencies]") && !heading.contains("dev-")
    });
    let lines = sections.flat_map(|section| section.lines().skip(1));
    let names = lines.filter(|line| !line.starts_with('#'));
    names
        .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
        .collect()
}

/// Every crate in `Cargo.lock` that the program is built from, on any system.
fn locked() -> BTreeSet<Crate> {
    let lock = read("Cargo.lock").replace("\r\n", "\n");
    let tables = lock.split("[[package]]").skip(1);
    let packages: Vec<(Crate, Vec<&str>)> = tables
        .map(|table| {
            let field = |key| value(table, key).expect("every package has it").to_owned();
            let dependencies = table
                .split_once("dependencies = [")
                .map_or("", |(_, list)| list);
            let names = dependencies
                .lines()
                .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
            ((field("name"), field("version")), names.collect())
        })
        .collect();
    let of = |name: &str| {
        let (name, version) = name.split_once(' ').unwrap_or((name, ""));
        let mut found = packages.iter();
        let found = found.find(|((other, its), _)| other == name && its.starts_with(version));
        found.unwrap_or_else(|| panic!("Cargo.lock has no {name} {version}"))
    };
    let wanted = depended();
    let is_wanted = |name: &&&str| wanted.contains(name.split(' ').next().unwrap_or_default());
    let own = of(env!("CARGO_PKG_NAME")).1.iter();
    let mut open: Vec<&str> = own.filter(is_wanted).copied().collect();
    assert_eq!(open.len(), wanted.len(), "{open:?} are not {wanted:?}");
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        let (package, dependencies) = of(name);
        if found.insert(package.clone()) {
            open.extend(dependencies);
        }
    }
    found
}

/// Cargo's description of every crate: its licence and its folder. `None` if the sources of some are not on this machine.
fn described(is_update: bool) -> Option<BTreeMap<Crate, (String, PathBuf)>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(package(""))
        .args(["metadata", "--format-version", "1", "--locked"]);
    if !is_update {
        cargo.arg("--offline");
    }
    let output = cargo.output().expect("cargo starts");
    if !output.status.success() {
        return None;
    }
    let said: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = said["packages"].as_array().expect("there is a list");
    let described = packages.iter().map(|package| {
        let text = |key: &str| package[key].as_str().unwrap_or("see its text").to_owned();
        let manifest = PathBuf::from(text("manifest_path"));
        let folder = manifest.parent().expect("a manifest stands in a folder");
        (
            (text("name"), text("version")),
            (text("license"), folder.to_owned()),
        )
    });
    Some(described.collect())
}

/// The licence files of a folder and its folders, sorted.
fn licence_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the sources can be listed") {
            let path = entry.expect("the sources can be listed").path();
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().to_lowercase());
            let name = name.unwrap_or_default();
            if path.is_dir() {
                open.extend((!NOT_COMPILED.contains(&&*name)).then_some(path));
            } else if path.extension().is_none_or(|ending| ending != "rs")
                && NAMES.iter().any(|start| name.starts_with(start))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The text without differences between editors: line ends, spaces at the ends of lines, empty lines around it.
fn cleaned(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text
        .trim_start_matches('\u{feff}')
        .replace(|c: char| c.is_control() && c != '\n' && c != '\t', "");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A licence text, and the files of crates that hold it.
struct Text {
    text: String,
    held: Vec<String>,
}

/// The file: the crates with the numbers of their texts, and the texts, each once.
fn written(described: &BTreeMap<Crate, (String, PathBuf)>) -> String {
    let mut texts: Vec<Text> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut crates: Vec<(String, String, Vec<usize>)> = Vec::new();
    for own in locked() {
        let (licence, folder) = &described[&own];
        let name = format!("{} {}", own.0, own.1);
        let mut held = Vec::new();
        for file in licence_files(folder) {
            let text = cleaned(&std::fs::read(&file).expect("the sources can be read"));
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let number = *numbers.entry(words).or_insert_with(|| {
                texts.push(Text {
                    text,
                    held: Vec::new(),
                });
                texts.len()
            });
            let inner = file.strip_prefix(folder).expect("it stands there");
            let inner = inner.to_string_lossy().replace('\\', "/");
            texts[number - 1].held.push(format!("{inner} of {name}"));
            if !held.contains(&number) {
                held.push(number);
            }
        }
        crates.push((name, licence.clone(), held));
    }
    let usual = usual(&texts);
    let mut out = String::from(
        "The crates that flowmap is built from on one system or another, each with its licence and the numbers of the texts below.\n\
         This file is made by `UPDATE=1 cargo test --test suite -- licences`.\n\n",
    );
    for (name, licence, held) in crates {
        let numbers: Vec<String> = held.iter().map(usize::to_string).collect();
        let numbers = if numbers.is_empty() {
            assert!(
                licence.contains(USUAL),
                "{name} ({licence}) has no text: choose one"
            );
            format!("it holds no text; {USUAL} is {usual}")
        } else {
            numbers.join(", ")
        };
        let _ = writeln!(out, "{name} ({licence}): {numbers}");
    }
    for (index, text) in texts.iter().enumerate() {
        let more = match text.held.len() - 1 {
            0 => String::new(),
            1 => ", and 1 more file".to_owned(),
            more => format!(", and {more} more files"),
        };
        let _ = write!(
            out,
            "\n{}\n{}: {}{more}\n\n{}\n",
            "-".repeat(80),
            index + 1,
            text.held[0],
            text.text
        );
    }
    out
}

/// The number of the text of the usual licence that most crates hold.
fn usual(texts: &[Text]) -> usize {
    let is_usual = |text: &&(usize, &Text)| {
        text.1.text.contains("Version 2.0, January 2004") && !text.1.text.contains("LLVM")
    };
    let texts = (1..).zip(texts).collect::<Vec<_>>();
    let most = texts
        .iter()
        .filter(is_usual)
        .max_by_key(|(number, text)| (text.held.len(), usize::MAX - number));
    most.expect("most crates hold it").0
}

#[test]
fn the_licences_are_those_of_the_crates_in_the_program() {
    let is_update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    if let Some(described) = described(is_update) {
        check_expectation(FILE, &written(&described));
    }
    let text = read(FILE);
    let listed: BTreeSet<Crate> = text
        .lines()
        .skip(3)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(" (")?.0.split_once(' '))
        .map(|(name, version)| (name.to_owned(), version.to_owned()))
        .collect();
    assert_eq!(
        listed,
        locked(),
        "{FILE} is stale: run `UPDATE=1 cargo test --test suite -- licences`"
    );
}

#[test]
fn the_program_prints_the_licences_of_all_that_is_in_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_flowmap"))
        .arg("licences")
        .output();
    let output = output.expect("the program starts");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("what is printed is UTF-8");
    for (name, version) in locked() {
        let line = format!("\n{name} {version} (");
        assert!(text.contains(&line), "{name} {version}");
    }
    for part in [
        "Copyright (c) 2026 the flowmap authors",
        "SIL OPEN FONT LICENSE",
        "OpenSans-Regular.ttf",
        "NotoSansHebrew-Regular.ttf",
        "@codemirror/view ",
        "Daan Leijen",
    ] {
        assert!(text.contains(part), "{part}");
    }
}
