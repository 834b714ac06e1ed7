//! The findings that the rules must make in a case, and those that they must not make.

use super::Plot;
use crate::planted::Planted;
use flowmap::read::finding::Certainty;
use serde_json::Value;

impl Plot {
    /// The rule must find these subjects, with the certainty of the statements of the case.
    pub(in crate::planted) fn found(&mut self, rule: &'static str, subjects: &str) {
        let certainty = if self.is_sure {
            Certainty::Certain
        } else {
            Certainty::Likely
        };
        self.expect(rule, subjects, Some(certainty));
    }

    /// The rule must find these subjects with certainty, confirmed or not: the finding rests on what is written, or on nothing being
    /// written.
    pub(in crate::planted) fn plain(&mut self, rule: &'static str, subjects: &str) {
        self.expect(rule, subjects, Some(Certainty::Certain));
    }

    /// The rule must find these subjects and never be more than likely, because the statement is only implied.
    pub(in crate::planted) fn likely(&mut self, rule: &'static str, subjects: &str) {
        self.expect(rule, subjects, Some(Certainty::Likely));
    }

    /// The rule must say that it cannot tell about these subjects.
    pub(in crate::planted) fn open(&mut self, rule: &'static str, subjects: &str) {
        self.expect(rule, subjects, Some(Certainty::CannotTell));
    }

    /// The rule must not report these subjects.
    pub(in crate::planted) fn silent(&mut self, rule: &'static str, subjects: &str) {
        self.expect(rule, subjects, None);
    }

    fn expect(&mut self, rule: &'static str, subjects: &str, certainty: Option<Certainty>) {
        let name = format!("{rule}/{}", self.named(subjects));
        self.truth.push(Planted {
            rule,
            name,
            certainty,
            shows: Vec::new(),
        });
    }

    /// Returns to a finding that was named before, to add parts that it must have.
    pub(in crate::planted) fn again(&mut self, name: &str) {
        let name = self.named(name);
        let at = self.truth.iter().rposition(|planted| planted.name == name);
        let planted = self.truth.remove(at.expect("it was named before"));
        self.truth.push(planted);
    }

    /// The last finding named must have this value at this place: a JSON pointer. If it ends in `/*`, some entry of the list there must
    /// hold at least this; if it ends in `~`, the text there must contain this.
    pub(in crate::planted) fn shows(&mut self, pointer: &'static str, value: impl Into<Value>) {
        let text = self.named(&value.into().to_string());
        let value = serde_json::from_str(&text).expect("an id needs no escape");
        let last = self.truth.last_mut().expect("a finding was named before");
        last.shows.push((pointer, value));
    }
}
