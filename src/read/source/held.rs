//! The files of a map that are held in memory: those of a page that works without a server.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::SourceSet;
use super::files;
use super::files::{Files, Refusal};

/// A map whose files are in memory.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    files: BTreeMap<String, Vec<u8>>,
    /// The number of changes so far.
    changes: u64,
}

impl Held {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Each change below leaves it in a consistent state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a file with these bytes in the place of one with that name; `None` removes it.
    pub(crate) fn put(&self, name: &str, bytes: Option<Vec<u8>>) {
        let mut inner = self.inner();
        inner.changes += 1;
        match bytes {
            Some(bytes) => inner.files.insert(name.to_owned(), bytes),
            None => inner.files.remove(name),
        };
    }

    /// The folder that all files are in, such as `flows/`; empty if there is none.
    fn prefix(&self) -> String {
        let inner = self.inner();
        let mut folders = inner.files.keys().map(|name| {
            let end = name.find('/').map_or(0, |slash| slash + 1);
            &name[..end]
        });
        let first = folders.next().unwrap_or_default().to_owned();
        if folders.all(|folder| folder == first) {
            first
        } else {
            String::new()
        }
    }
}

impl Files for Held {
    fn read(&self) -> anyhow::Result<SourceSet> {
        let files = self.inner().files.clone();
        anyhow::ensure!(!files.is_empty(), "the map has no flow file any more");
        Ok(SourceSet::from_files(files))
    }

    fn stamp(&self) -> u64 {
        self.inner().changes
    }

    fn text(&self, name: &str) -> Result<String, Refusal> {
        let bytes = self.inner().files.get(name).cloned();
        files::text_of(bytes.ok_or(Refusal::Absent)?)
    }

    fn may_be(&self, name: &str) -> Result<(), Refusal> {
        let path = Path::new(name);
        files::check_path(path, name)?;
        if !self.inner().files.contains_key(name) && !files::may_be_new(path) {
            return Err(Refusal::OddName);
        }
        let prefix = self.prefix();
        name.strip_prefix(&prefix)
            .map(|_| ())
            .ok_or(Refusal::Outside)
    }

    fn new_name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_flow_files_of_the_folder_are_taken() {
        let held = Held::default();
        held.put("flows/a.yaml", Some(b"terms: {a: A}".to_vec()));
        held.put("flows/inner/b.yaml", Some(Vec::new()));
        assert_eq!(held.may_be("flows/c.yaml"), Ok(()));
        assert_eq!(held.new_name("decisions.yaml"), "flows/decisions.yaml");
        for outside in ["c.yaml", "flows/../c.yaml", "flows/.c.yaml", "flows/c.txt"] {
            assert_eq!(held.may_be(outside), Err(Refusal::Outside), "{outside}");
        }
        assert_eq!(held.may_be("flows/a?.yaml"), Err(Refusal::OddName));
        assert_eq!(held.text("flows/c.yaml"), Err(Refusal::Absent));
        held.put("flows/c.yaml", Some(vec![0xff]));
        assert!(matches!(
            held.text("flows/c.yaml"),
            Err(Refusal::NotText(_))
        ));
        let stamp = held.stamp();
        held.put("flows/c.yaml", None);
        assert_ne!(held.stamp(), stamp);
        assert_eq!(held.read().expect("two files").files().count(), 2);
    }
}
