//! The content of each file as it was read, kept so that a file that did not change need not be read again.

use std::sync::{Arc, Mutex};

use super::draft::Draft;
use crate::read::finding::Finding;
use crate::read::source::{FileId, SourceFile, SourceSet};
use crate::read::syntax::Spellings;

/// The largest map of which parts are kept, in bytes of its files (16 MiB). Of a larger one nothing is kept.
const LARGEST: usize = 16 * 1024 * 1024;
/// The largest number of names that are kept. After that, everything is read again once.
const MOST_NAMES: usize = 1_000_000;

/// The parts of a map from the last reading. Clones share them; the default keeps nothing.
///
/// A reading with kept parts gives the same model and the same findings as one without.
#[derive(Debug, Clone, Default)]
pub struct Kept(Option<Arc<Mutex<Parts>>>);

impl Kept {
    /// Parts that later readings use.
    pub(crate) fn parts() -> Self {
        Self(Some(Arc::default()))
    }

    /// Passes the parts to a reading of these files. While another reading has them, and for a map that is too large, there are none.
    pub(super) fn lent<T>(
        &self,
        sources: &SourceSet,
        reading: impl FnOnce(Option<&mut Parts>) -> T,
    ) -> T {
        let lock = self.0.as_ref().filter(|_| sources.bytes() <= LARGEST);
        // After a panic the parts may be incomplete: they are not used again.
        match lock.map(|parts| parts.try_lock()) {
            Some(Ok(mut parts)) => reading(Some(&mut parts)),
            _ => reading(None),
        }
    }
}

/// The parts of a map, one for each file.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The names in all parts. The references of the parts are numbers in this list.
    pub(super) spellings: Spellings,
    /// The files that may declare dimensions: every box is read with them.
    first: Vec<(FileId, String)>,
    /// In the order of the files.
    of_files: Vec<Part>,
}

/// The content of one file.
#[derive(Debug, Clone)]
pub(super) struct Part {
    file: FileId,
    text: String,
    /// The content.
    pub(super) draft: Draft,
    /// The findings, in the order in which they were made.
    pub(super) findings: Vec<Finding>,
}

impl Part {
    /// The part of a file that was just read.
    pub(super) fn of(
        (file, source): (FileId, &SourceFile),
        draft: Draft,
        findings: Vec<Finding>,
    ) -> Self {
        let text = source.text.clone();
        Self {
            file,
            text,
            draft,
            findings,
        }
    }
}

impl Parts {
    /// Forgets everything if a box might now be read differently: if one of the files that may declare dimensions is different.
    pub(super) fn begin(&mut self, first: &[(FileId, &SourceFile)]) {
        let is_same = self.first.len() == first.len()
            && (self.first.iter().zip(first))
                .all(|((file, text), (now, source))| file == now && *text == source.text);
        if is_same && self.spellings.len() <= MOST_NAMES {
            return;
        }
        let first = first.iter();
        *self = Self {
            first: first
                .map(|(file, source)| (*file, source.text.clone()))
                .collect(),
            ..Self::default()
        };
    }

    /// The part of this file, if the file is as it was.
    pub(super) fn part(&self, file: FileId, source: &SourceFile) -> Option<&Part> {
        let place = self.place(file).ok()?;
        Some(&self.of_files[place]).filter(|part| part.text == source.text)
    }

    /// Keeps the part of a file for the next reading.
    pub(super) fn keep(&mut self, part: Part) {
        match self.place(part.file) {
            Ok(place) => self.of_files[place] = part,
            Err(place) => self.of_files.insert(place, part),
        }
    }

    fn place(&self, file: FileId) -> Result<usize, usize> {
        self.of_files.binary_search_by_key(&file, |part| part.file)
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;
    use crate::read::model::{encode, load, load_with};

    /// The text without one of its lines, or with one of them twice, or with one word changed.
    fn edited(text: &str, dice: &mut Rng) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        let line = dice.usize(..lines.len());
        let changed = lines[line].replacen('e', "ea", 1);
        match dice.u8(..3) {
            0 => {
                lines.remove(line);
            }
            1 => lines.insert(line, lines[line]),
            _ => lines[line] = &changed,
        }
        lines.join("\n")
    }

    fn check(files: &[(String, String)], kept: &Kept) {
        let sources = SourceSet::from_strings(files.to_vec());
        let (model, findings) = load_with(&sources, kept);
        let (anew, told) = load(&sources);
        assert_eq!(encode(&model), encode(&anew));
        assert_eq!(format!("{findings:?}"), format!("{told:?}"));
        assert_eq!(format!("{model:?}"), format!("{anew:?}"));
    }

    #[test]
    fn a_reading_with_kept_parts_gives_what_one_without_gives() {
        let map = SourceSet::read(std::path::Path::new("flows"));
        let map = map.expect("the real map stands in flows/");
        let files = map.files();
        let real: Vec<(String, String)> = files
            .map(|(_, file)| (file.name.clone(), file.text.clone()))
            .collect();
        for seed in [1, 2] {
            let mut dice = Rng::with_seed(seed);
            let mut files = real.clone();
            let kept = Kept::parts();
            check(&files, &kept);
            for _ in 0..6 {
                let file = dice.usize(..files.len());
                files[file].1 = edited(&files[file].1, &mut dice);
                check(&files, &kept);
            }
            files.remove(dice.usize(..files.len()));
            check(&files, &kept);
            files.push(("z.yaml".to_owned(), "organisations: {z: Z}\n".to_owned()));
            check(&files, &kept);
        }
    }
}
