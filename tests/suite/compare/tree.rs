//! A map as one tree that can be edited and written again.

use yaml_serde::{Mapping, Value};

use crate::expectation::package;

/// Everything that some files say, section by section.
pub(super) fn merged<'t>(files: impl IntoIterator<Item = &'t str>) -> Value {
    let mut whole = Mapping::new();
    for text in files {
        let file: Value = yaml_serde::from_str(text).expect("the file is YAML");
        let Value::Mapping(file) = file else { continue };
        for (section, value) in file {
            match (whole.get_mut(&section), value) {
                (Some(Value::Mapping(known)), Value::Mapping(more)) => known.extend(more),
                (Some(Value::Sequence(known)), Value::Sequence(more)) => known.extend(more),
                (Some(_), _) => panic!("{section:?} has two forms"),
                (None, value) => {
                    whole.insert(section, value);
                }
            }
        }
    }
    Value::Mapping(whole)
}

/// The real map.
pub(super) fn real() -> Value {
    let mut files = Vec::new();
    let mut folders = vec![package("flows")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("flows/ can be listed") {
            let path = entry.expect("flows/ can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a flow file can be read"))
        .collect();
    merged(texts.iter().map(String::as_str))
}

/// As a flow file: JSON is YAML.
pub(super) fn written(tree: &Value) -> String {
    serde_json::to_string(tree).expect("keys are texts")
}

/// A value from its YAML.
pub(super) fn value(text: &str) -> Value {
    yaml_serde::from_str(text).expect("a value in YAML")
}

/// The keys of an entry; a name alone becomes keys, and so does nothing.
pub(super) fn entry<'v>(tree: &'v mut Value, way: &[&str]) -> &'v mut Mapping {
    let mut at = tree;
    for part in way {
        at = keys(at)
            .get_mut(*part)
            .unwrap_or_else(|| panic!("there is no `{part}` on {way:?}"));
    }
    keys(at)
}

fn keys(value: &mut Value) -> &mut Mapping {
    let long = match value {
        Value::Mapping(_) => None,
        Value::Null => Some(Mapping::new()),
        Value::String(name) => {
            let mut keys = Mapping::new();
            keys.insert("name".into(), name.clone().into());
            Some(keys)
        }
        other => panic!("no keys: {other:?}"),
    };
    if let Some(long) = long {
        *value = Value::Mapping(long);
    }
    value.as_mapping_mut().expect("made so just above")
}

/// Sets a key of an entry.
pub(super) fn set(tree: &mut Value, way: &[&str], key: &str, new: &str) {
    entry(tree, way).insert(key.into(), value(new));
}

/// Takes a key of an entry away, which must be there.
pub(super) fn take(tree: &mut Value, way: &[&str], key: &str) {
    let taken = entry(tree, way).remove(key);
    assert!(taken.is_some(), "there is no `{key}` on {way:?}");
}

/// The items of a section that is a list.
pub(super) fn items<'v>(tree: &'v mut Value, section: &str) -> &'v mut Vec<Value> {
    let known = keys(tree);
    if !known.contains_key(section) {
        known.insert(section.into(), Value::Sequence(Vec::new()));
    }
    let items = known.get_mut(section).and_then(Value::as_sequence_mut);
    items.expect("the section is a list")
}
