//! The report as a value: chapters made of blocks. HTML and Markdown print the same blocks, which know neither.

mod answer;
mod answered;
mod block;
mod burden;
mod cases;
mod changes;
mod contents;
mod decided;
mod definitions;
mod disputed;
mod duplicates;
mod findings;
mod glossary;
mod needs;
mod questions;
mod sureness;
mod text;
mod timetable;
mod topics;
mod tried;
mod windows;

pub(crate) use self::block::{
    Block, Card, Cell, Column, Figure, FindingCard, Lane, Lanes, Line, Mark, Scale, Shape, Table,
    TopicCard, Window, Windows,
};

pub(crate) use self::cases::case_blocks;
pub(crate) use self::changes::changed_blocks;
pub(crate) use self::text::{Names, Piece, Text, Thing, ThingKind, readable};
pub(crate) use self::tried::{in_plain_words, tried_blocks};

use crate::analysis::Analysis;
use crate::compare::Changes;
use crate::read::finding::Finding;

/// A chapter of the report. Declared in the order printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Chapter {
    /// The result in one sentence, and three figures.
    Answer,
    /// The topics to settle first.
    Topics,
    /// The pictures of the map.
    Map,
    /// The differences from an older map.
    Changes,
    /// Data collected more than once, or typed again.
    Duplicates,
    /// Terms defined differently.
    Definitions,
    /// Needs, and whether they are met.
    Needs,
    /// The times at which organisations know.
    Timetable,
    /// The systems that must be told of one case.
    Cases,
    /// The requests made of each organisation.
    Burden,
    /// The questions for each organisation.
    Questions,
    /// The answers of each organisation, and what is open.
    Answered,
    /// The decisions of the map, and the actions to take.
    Decided,
    /// The certainty of the results.
    Sureness,
    /// Every finding.
    Findings,
    /// The terms.
    Glossary,
    /// The map as tables, which replace the pictures as text.
    Contents,
}

impl Chapter {
    /// All chapters, in the order printed.
    pub(crate) const ALL: [Chapter; 17] = [
        Chapter::Answer,
        Chapter::Topics,
        Chapter::Map,
        Chapter::Changes,
        Chapter::Duplicates,
        Chapter::Definitions,
        Chapter::Needs,
        Chapter::Timetable,
        Chapter::Cases,
        Chapter::Burden,
        Chapter::Questions,
        Chapter::Answered,
        Chapter::Decided,
        Chapter::Sureness,
        Chapter::Findings,
        Chapter::Glossary,
        Chapter::Contents,
    ];

    /// Its id: that of its section in the page.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Chapter::Answer => "answer",
            Chapter::Topics => "topics",
            Chapter::Map => "map",
            Chapter::Changes => "changes",
            Chapter::Duplicates => "duplicates",
            Chapter::Definitions => "definitions",
            Chapter::Needs => "needs",
            Chapter::Timetable => "timetable",
            Chapter::Cases => "cases",
            Chapter::Burden => "burden",
            Chapter::Questions => "questions",
            Chapter::Answered => "answered",
            Chapter::Decided => "decided",
            Chapter::Sureness => "sureness",
            Chapter::Findings => "findings",
            Chapter::Glossary => "glossary",
            Chapter::Contents => "contents",
        }
    }

    /// Its heading.
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Chapter::Answer => "What was found",
            Chapter::Topics => "What to settle first",
            Chapter::Map => "The map",
            Chapter::Changes => "What changed",
            Chapter::Duplicates => "Collected more than once, or typed again",
            Chapter::Definitions => "Defined differently",
            Chapter::Needs => "Questions that must be answered",
            Chapter::Timetable => "Who knows when",
            Chapter::Cases => "Who must be told of one case",
            Chapter::Burden => "What is asked of whom",
            Chapter::Questions => "What to ask of whom",
            Chapter::Answered => "Who has answered",
            Chapter::Decided => "What was decided",
            Chapter::Sureness => "How sure we are",
            Chapter::Findings => "All findings",
            Chapter::Glossary => "Terms",
            Chapter::Contents => "The map in words",
        }
    }
}

/// A chapter with its contents.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// The chapter.
    pub(crate) chapter: Chapter,
    /// Its heading.
    pub(crate) heading: String,
    /// Its contents, in order.
    pub(crate) blocks: Vec<Block>,
}

/// An older map, and the differences from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Since<'a> {
    pub(crate) old: &'a Analysis,
    pub(crate) changes: &'a Changes,
}

/// The data that all chapters are written from.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    pub(crate) analysis: &'a Analysis,
    pub(crate) names: Names<'a>,
    /// The older map for the chapter on changes; without it there is no such chapter.
    pub(crate) since: Option<Since<'a>>,
}

impl<'a> Report<'a> {
    /// The report on an analysis. Cheap: chapters are written one by one by [`Report::part`].
    pub(crate) fn of(analysis: &'a Analysis) -> Self {
        Self {
            analysis,
            names: Names::of(analysis.model()),
            since: None,
        }
    }

    /// The same with a chapter on the changes since an older map.
    pub(crate) fn since(analysis: &'a Analysis, since: Option<Since<'a>>) -> Self {
        let mut report = Self::of(analysis);
        if let Some(since) = since {
            report.names.also(since.old.model());
        }
        Self { since, ..report }
    }

    /// The title of the map.
    pub(crate) fn title(&self) -> &'a str {
        title(self.analysis)
    }

    /// The findings that no decision has settled, each with its number.
    pub(crate) fn open(&self) -> impl Iterator<Item = (usize, &'a Finding)> {
        let numbered = (1..).zip(&self.analysis.findings);
        numbered.filter(|(_, finding)| !finding.is_settled())
    }

    /// The chapters of this report, in the order printed: those of cases and of decisions only if the map keeps some, that of changes only if
    /// an older map is given.
    pub(crate) fn chapters(&self) -> impl Iterator<Item = Chapter> + use<> {
        let model = self.analysis.model();
        let has_cases = model.cases.iter().any(|(_, case)| !case.is_placeholder);
        let has_decisions = !model.decisions.is_empty();
        let has_changes = self.since.is_some();
        let all = Chapter::ALL.into_iter();
        all.filter(move |chapter| match chapter {
            Chapter::Cases => has_cases,
            Chapter::Decided => has_decisions,
            Chapter::Changes => has_changes,
            _ => true,
        })
    }

    /// One chapter.
    pub(crate) fn part(&self, chapter: Chapter) -> Part {
        let blocks = match chapter {
            Chapter::Answer => answer::blocks(self),
            Chapter::Topics => topics::blocks(self),
            Chapter::Map => vec![Block::Pictures],
            Chapter::Changes => changes::blocks(self),
            Chapter::Duplicates => duplicates::blocks(self),
            Chapter::Definitions => definitions::blocks(self),
            Chapter::Needs => needs::blocks(self),
            Chapter::Timetable => timetable::blocks(self),
            Chapter::Cases => cases::blocks(self),
            Chapter::Burden => burden::blocks(self),
            Chapter::Questions => questions::blocks(self),
            Chapter::Answered => answered::blocks(self),
            Chapter::Decided => decided::blocks(self),
            Chapter::Sureness => sureness::blocks(self),
            Chapter::Findings => findings::blocks(self),
            Chapter::Glossary => {
                let mut blocks = vec![answer::own_words()];
                blocks.extend(glossary::blocks(self));
                blocks
            }
            Chapter::Contents => contents::blocks(self),
        };
        Part {
            chapter,
            heading: chapter.heading().to_owned(),
            blocks,
        }
    }
}

/// The title of a map, which is also that of its report.
pub(crate) fn title(analysis: &Analysis) -> &str {
    match analysis.model().about.title.as_str() {
        "" => "Map of data flows",
        title => title,
    }
}
