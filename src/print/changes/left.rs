//! What is left to do: actions that have become due, and what is still open.

use super::{Line, Section};
use crate::compare::{Changes, Due, Still};
use crate::words::counted;

/// The actions that have become due, each with what the map shows.
pub(super) fn due(changes: &Changes) -> Option<Section> {
    let line = |one: &Due| {
        let who = match &one.owner {
            Some(owner) => format!("`{owner}`"),
            None => "Nobody is named".to_owned(),
        };
        let action = one.action.as_deref().unwrap_or("the action is not said");
        let about = match &*one.title {
            "" => format!("“{}”", one.about),
            title => format!("“{title}”"),
        };
        let (sign, shows) = if one.is_found {
            ('~', "still found")
        } else {
            ('-', "no longer found")
        };
        let words = format!("{who}, by {}: {action}. About {about}: {shows}.", one.due);
        Line::of(sign, words)
    };
    let lines = changes.due.iter().map(line).collect();
    let heading = "Actions that have become due".to_owned();
    Section::of(heading, lines, ["new", "no longer found", "still found"])
}

/// The topics that are still open, each with the day since which it is open.
pub(super) fn still(changes: &Changes) -> Option<Section> {
    let line = |one: &Still| {
        let since = one.since.as_ref();
        let since = since.map_or_else(String::new, |day| format!(" (at least since {day})"));
        Line::of('~', format!("{}{since}", one.title))
    };
    let mut lines: Vec<Line> = changes.stayed.topics.iter().map(line).collect();
    let (topics, all) = (lines.len(), changes.stayed.findings.len());
    if all > 0 {
        let words = "Each finding with its day: `--format csv` or `--format json`.";
        lines.push(Line::of('~', words.to_owned()));
    }
    let [topics, all] = [counted(topics, "topic"), counted(all, "finding")];
    let heading = format!("Still open: {topics} and {all}");
    Section::of(heading, lines, ["new", "gone", "still open"])
}
