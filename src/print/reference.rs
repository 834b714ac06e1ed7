//! The reference page of the flow-file format: an introduction, then every section and key from the records the reader uses.

use std::fmt::Write as _;

use crate::read::model::{FILE, Key, RECORDS, Record};

/// The introduction.
const INTRODUCTION: &str = include_str!("reference.md");

/// The page as Markdown; `src/read/model/README.md` is this text.
pub(crate) fn page() -> String {
    let mut text = INTRODUCTION.to_owned();
    text += "\n## Sections\n\n";
    table(&mut text, FILE);
    for (place, record) in RECORDS {
        heading(&mut text, place, record);
        table(&mut text, record);
    }
    let (_, map) = RECORDS[0];
    text += "\n## Keys that any entry may have\n\n";
    rows(&mut text, map.also.iter());
    text
}

fn heading(text: &mut String, place: &str, record: &Record) {
    let _ = writeln!(text, "\n## `{place}`: {}\n", record.what);
    let _ = writeln!(text, "One looks like this: `{}`\n", record.example);
}

fn table(text: &mut String, record: &Record) {
    rows(text, record.keys.iter());
    if !record.also.is_empty() {
        let also: Vec<String> = record
            .also
            .iter()
            .map(|key| format!("`{}`", key.name))
            .collect();
        let _ = writeln!(text, "\nAlso {}.", also.join(", "));
    }
}

fn rows<'k>(text: &mut String, keys: impl Iterator<Item = &'k Key>) {
    let _ = writeln!(text, "| key | what stands there | what it means |");
    let _ = writeln!(text, "| --- | --- | --- |");
    for key in keys {
        let shape = key.shape.to_string().replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {shape} | {} |", key.name, key.about);
    }
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::analysis::{Analysis, Options};
    use crate::read::finding::Group;
    use crate::read::source::SourceSet;

    #[test]
    fn the_page_in_the_repository_is_current() {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/model/README.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, page()).expect("the page can be written");
        }
        let stored = std::fs::read_to_string(&path).expect("the page is there");
        assert!(
            stored.replace("\r\n", "\n") == page(),
            "src/read/model/README.md is out of date: UPDATE=1 cargo test rewrites it"
        );
    }

    #[test]
    fn every_example_on_the_page_is_a_map_without_a_fault() {
        let page = page();
        let examples: Vec<&str> = page
            .split("```yaml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap_or_default())
            .collect();
        assert!(examples.len() >= 4, "{}", examples.len());
        for example in examples {
            let sources =
                SourceSet::from_strings(vec![("map.yaml".to_owned(), example.to_owned())]);
            let analysis = Analysis::of(sources, Options::default());
            let faults: Vec<&str> = analysis
                .findings
                .iter()
                .filter(|finding| {
                    finding.kind.group == Group::Map && finding.kind.name != "unknown-reference"
                })
                .map(|finding| &*finding.message)
                .collect();
            assert!(faults.is_empty(), "{faults:?} in\n{example}");
        }
    }
}
