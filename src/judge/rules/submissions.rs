//! The submissions that a rule has told of, so that it tells of each once.

use std::collections::BTreeSet;

use crate::read::model::{Flow, Stated};

/// The submissions told of so far.
#[derive(Default)]
pub(super) struct Submissions<'m> {
    /// The words for them; `None` for a flow that shares its submission with no other.
    words: BTreeSet<Option<&'m str>>,
    /// True if the submission of one of these flows is `unknown`.
    is_one_unknown: bool,
}

impl<'m> Submissions<'m> {
    /// Adds the submission of a flow, unless it is, or may be, one of these: then false.
    pub(super) fn add(&mut self, flow: &'m Flow) -> bool {
        let is_unknown = matches!(flow.same_submission, Stated::Unknown(_));
        let word = flow.submission();
        if self.is_one_unknown
            || (is_unknown && !self.words.is_empty())
            || (word.is_some() && self.words.contains(&word))
        {
            return false;
        }
        if is_unknown {
            self.is_one_unknown = true;
        } else {
            self.words.insert(word);
        }
        true
    }
}
