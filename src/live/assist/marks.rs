//! The findings of one file at their places in its text.

use std::time::Duration;

use serde::Serialize;

use super::units::units;
use crate::analysis::Analysis;
use crate::read::finding::{Finding, Place};

/// A span to underline, and its message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    /// The first unit.
    pub(crate) from: usize,
    /// One past the last unit. An empty place is widened to one unit, if there is one.
    pub(crate) to: usize,
    /// `error`, `warning` or `note`.
    pub(crate) level: &'static str,
    /// The kind of finding.
    pub(crate) kind: &'static str,
    /// The fact that the finding states.
    pub(crate) message: String,
    /// The reason to show this place.
    pub(crate) label: String,
    /// The remedy.
    pub(crate) help: String,
}

/// The places of all open findings in the named file, in text order.
pub(crate) fn marks(analysis: &Analysis, file: &str) -> Vec<Mark> {
    let Some((id, source)) = analysis.sources.named(file) else {
        return Vec::new();
    };
    let mut marks = Vec::new();
    for finding in analysis.open() {
        for place in &finding.places {
            if place.span.file == id {
                marks.push(mark(&source.text, finding, place));
            }
        }
    }
    marks.sort_by(|a, b| (a.from, a.to, &a.message).cmp(&(b.from, b.to, &b.message)));
    marks.dedup();
    marks
}

/// The mark at the start of a text that took too long to check.
pub(crate) fn not_checked(most: Duration) -> Mark {
    Mark {
        from: 0,
        to: 1,
        level: "note",
        kind: "not-checked",
        message: format!(
            "this text was not checked: it takes more than {} seconds",
            most.as_secs()
        ),
        label: "here".to_owned(),
        help: "save it, and look at the page; or divide it into several files".to_owned(),
    }
}

fn mark(text: &str, finding: &Finding, place: &Place) -> Mark {
    let (from, to) = (
        units(text, place.span.start as usize),
        units(text, place.span.end as usize),
    );
    let all = units(text, text.len());
    Mark {
        from: if from == to && from == all {
            from.saturating_sub(1)
        } else {
            from
        },
        to: to.max((from + 1).min(all)),
        level: finding.level.word(),
        kind: finding.kind.name,
        message: finding.message.clone(),
        label: place.label.clone(),
        help: finding.help.clone(),
    }
}
