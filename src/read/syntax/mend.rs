//! A text with small repairs, and the mapping from the repaired text back to the text as written.

use std::collections::BTreeMap;
use std::ops::Range;

/// One repair. Offsets are bytes of the text as written, on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Inserts a text.
    Insert(usize, String),
    /// Removes a range.
    Remove(Range<usize>),
    /// Replaces a range by spaces, except line breaks.
    Blank(Range<usize>),
}

/// A text as written, and its repairs.
#[derive(Debug, Clone)]
pub(super) struct Mended {
    bytes: Vec<u8>,
    /// The text inserted at a byte, and the number of bytes removed from there.
    changes: BTreeMap<usize, (String, usize)>,
}

impl Mended {
    pub(super) fn new(text: &str) -> Self {
        Self {
            bytes: text.as_bytes().to_vec(),
            changes: BTreeMap::new(),
        }
    }

    /// A copy with further repairs.
    pub(super) fn with(&self, edits: &[Edit]) -> Self {
        let mut mended = self.clone();
        for edit in edits {
            match edit {
                Edit::Insert(at, what) => mended.changes.entry(*at).or_default().0.push_str(what),
                Edit::Remove(range) => {
                    mended.changes.entry(range.start).or_default().1 = range.len();
                }
                Edit::Blank(range) => mended.blank(range),
            }
        }
        mended
    }

    /// Blanks out a range. Changes inside it are dropped.
    fn blank(&mut self, range: &Range<usize>) {
        for byte in &mut self.bytes[range.clone()] {
            if *byte != b'\n' && *byte != b'\r' {
                *byte = b' ';
            }
        }
        self.changes
            .retain(|at, _| !range.contains(at) && *at != range.end);
    }

    /// The repaired text, and the map back to the text as written.
    pub(super) fn text(&self) -> (String, WayBack) {
        let mut bytes = Vec::with_capacity(self.bytes.len() + 64);
        let mut steps = Vec::with_capacity(self.changes.len());
        let mut from = 0;
        for (at, (what, removed)) in &self.changes {
            bytes.extend_from_slice(&self.bytes[from..(*at).max(from)]);
            from = (at + removed).max(from);
            steps.push(Step {
                start: bytes.len() as u32,
                length: what.len() as u32,
                end: from as u32,
            });
            bytes.extend_from_slice(what.as_bytes());
        }
        bytes.extend_from_slice(&self.bytes[from..]);
        let text = String::from_utf8(bytes).expect("edits keep to character borders");
        (text, WayBack(steps))
    }
}

/// A change: its start in the repaired text, the length of the inserted text, and the byte at which the text as written continues.
#[derive(Debug)]
struct Step {
    start: u32,
    length: u32,
    end: u32,
}

/// The changes in order.
#[derive(Debug, Default)]
pub(super) struct WayBack(Vec<Step>);

impl WayBack {
    /// Maps a range of the repaired text to the text as written. Inserted text maps to its place of insertion.
    pub(super) fn range(&self, repaired: Range<u32>) -> Range<u32> {
        let start = self.0.partition_point(|step| step.start <= repaired.start);
        let end = self.0.partition_point(|step| step.start < repaired.end);
        let start = self.after(start, repaired.start);
        start..self.after(end, repaired.end).max(start)
    }

    fn after(&self, passed: usize, repaired: u32) -> u32 {
        match passed.checked_sub(1).map(|index| &self.0[index]) {
            None => repaired,
            Some(step) => step.end + (repaired - step.start).saturating_sub(step.length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_finds_its_way_back() {
        let text = "a:b\n\tc: d: e\n    f: g\n";
        let edits = [
            Edit::Insert(2, " ".into()),
            Edit::Remove(4..5),
            Edit::Insert(4, "    ".into()),
            Edit::Insert(8, "\"".into()),
            Edit::Insert(12, "\"".into()),
            Edit::Remove(13..17),
        ];
        let mended = Mended::new(text).with(&edits);
        let (repaired, way) = mended.text();
        assert_eq!(repaired, "a: b\n    c: \"d: e\"\nf: g\n");
        for (word, written) in [
            ("b", "b"),
            ("c", "c"),
            ("\"d: e\"", "d: e"),
            ("f", "f"),
            ("g", "g"),
        ] {
            let there = repaired.find(word).expect("it is there") as u32;
            let here = text.find(written).expect("it is there") as u32;
            let range = way.range(there..there + word.len() as u32);
            assert_eq!(range, here..here + written.len() as u32, "{word}");
        }
        let blanked = mended.with(&[Edit::Blank(0..12)]).text().0;
        assert_eq!(blanked.trim_end(), "   \n        \nf: g".trim_end());
    }
}
