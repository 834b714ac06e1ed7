//! The files of the model are in layers, and import one another without a circle.

use std::collections::BTreeMap;

use crate::expectation::read;
use crate::tidy::check_none;
use crate::tidy::code;
use crate::tidy::is_for_tests;
use crate::tidy::rust_files;

/// The folder with files in layers: its `mod.rs` lists them layer by layer, with a blank line between two.
const LAYERED: &str = "src/read/model";

/// The files of [`LAYERED`], each with its layer.
fn layers() -> BTreeMap<String, usize> {
    let text = read(&format!("{LAYERED}/mod.rs"));
    let mut layers = BTreeMap::new();
    for (layer, group) in text.split("\n\n").enumerate() {
        let files = group.lines().filter_map(|line| line.strip_prefix("mod "));
        layers.extend(files.map(|file| (file.trim_end_matches(';').to_owned(), layer)));
    }
    layers
}

/// For each file of [`LAYERED`] the names that it imports from the folder, each with the place of the import.
fn imports() -> BTreeMap<String, Vec<(String, String)>> {
    let mut imports: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, text) in rust_files(LAYERED) {
        let inner = path[LAYERED.len() + 1..].trim_end_matches(".rs");
        let file = inner.split('/').next().unwrap_or_default();
        if file == "mod" || is_for_tests(&path) {
            continue;
        }
        let mut doors = vec!["crate::read::model::"];
        if file == inner {
            doors.push("super::");
        }
        for (number, line) in code(&text) {
            let used = doors.iter().flat_map(|door| line.split(door).skip(1));
            let used = used.map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')));
            for used in used.filter_map(|mut parts| parts.next().map(str::to_owned)) {
                let place = format!("{path}:{number}");
                imports
                    .entry(file.to_owned())
                    .or_default()
                    .push((used, place));
            }
        }
    }
    imports
}

#[test]
fn files_of_the_model_import_without_a_circle() {
    let (layers, imports) = (layers(), imports());
    assert!(layers.len() > 20, "{layers:?}");
    let mut complaints = Vec::new();
    for (file, used) in &imports {
        for (used, place) in used {
            match layers.get(used) {
                None => complaints.push(format!("{place}: `{used}` is no file of the folder")),
                Some(layer) if *layer > layers[file] => {
                    complaints.push(format!("{place}: `{used}` is in a layer below"));
                }
                Some(_) => {}
            }
        }
    }
    // Files that import only files without a circle are removed, until none is left or a circle is.
    let mut left: Vec<&String> = layers.keys().collect();
    loop {
        let waits = |file: &&String| {
            let used = imports.get(*file).into_iter().flatten();
            used.into_iter()
                .any(|(used, _)| used != *file && left.contains(&used))
        };
        let (waiting, free): (Vec<&String>, Vec<&String>) = left.iter().copied().partition(waits);
        if free.is_empty() {
            complaints.extend(
                waiting
                    .iter()
                    .map(|file| format!("{file}.rs is in a circle")),
            );
            break;
        }
        left = waiting;
    }
    check_none("the files of src/read/model stand in layers", &complaints);
}
