//! The certainty of the results: findings by certainty, statements by evidence, and gaps.

use super::Block;
use super::Cell;
use super::Column;
use super::Line;
use super::Report;
use super::Shape;
use super::Table;
use super::Text;
use crate::analysis::is_typed_again;
use crate::read::finding::{Certainty, Finding, Group};
use crate::read::model::{Stated, Tally};
use crate::words::plural;

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    let all = model.sureness();
    let sentence = format!(
        "{} of {} a source or the word of their owner. The others are assumed. {} written as unknown.",
        all.confirmed + all.reported,
        plural(all.total(), "statement has", "statements have"),
        plural(model.unknowns, "thing is", "things are")
    );
    let mut blocks = vec![Block::Sentence(Text::words(sentence))];
    blocks.extend(super::disputed::blocks(report));
    blocks.extend([
        Block::Table(findings(report)),
        Block::Table(sources(report)),
        Block::Table(unstated(report)),
    ]);
    blocks
}

fn findings(report: &Report<'_>) -> Table {
    let line = |words: &'static str, findings: Vec<&Finding>| {
        let count = |certainty: Certainty| {
            let such = findings.iter();
            such.filter(|one| one.certainty == certainty).count()
        };
        let counts = [Certainty::Certain, Certainty::Likely, Certainty::CannotTell].map(count);
        (!findings.is_empty()).then(|| {
            let cells = std::iter::once(Cell::from(words));
            Line::of(cells.chain(counts.map(Cell::from)).collect())
        })
    };
    // The same findings as in the headline: what the map itself lacks is counted apart.
    let analysis = report.analysis;
    let groups = Group::REPORTED.into_iter();
    let lines = groups.filter_map(|group| line(group.figure(), analysis.counted(group).collect()));
    let typed = analysis.open().filter(|finding| is_typed_again(finding));
    let lines = lines.chain(line("Typed again by hand", typed.collect()));
    Table {
        caption: "How sure the findings are".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("Findings"),
            Column::number("Certain: all they rest on has a source"),
            Column::number("Likely: they rest on something assumed"),
            Column::number("Cannot tell: something is not stated"),
        ],
        lines: lines.collect(),
    }
}

fn sources(report: &Report<'_>) -> Table {
    let model = report.analysis.model();
    let all = model.told_of().into_iter();
    let lines = all.filter(|(_, list)| !list.is_empty());
    let lines = lines.map(|(words, list)| {
        let tally = Tally::of(list);
        let share = 100 * (tally.confirmed + tally.reported) / tally.total();
        Line::of(vec![
            words.into(),
            tally.confirmed.into(),
            tally.reported.into(),
            tally.assumed.into(),
            format!("{share} %").into(),
        ])
    });
    Table {
        caption: "Where the map comes from".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("What"),
            Column::number("Confirmed by its owner"),
            Column::number("From a source"),
            Column::number("Assumed"),
            Column::number("Sourced"),
        ],
        lines: lines.collect(),
    }
}

/// Numbers of values that are known, written as `unknown`, and left out.
#[derive(Default)]
struct Said {
    known: usize,
    unknown: usize,
    silent: usize,
}

impl Said {
    fn add<T>(&mut self, stated: &Stated<T>) {
        *match stated {
            Stated::Unstated => &mut self.silent,
            Stated::Unknown(_) => &mut self.unknown,
            _ => &mut self.known,
        } += 1;
    }
}

fn said<'a, T: 'a>(values: impl Iterator<Item = &'a Stated<T>>) -> Said {
    let mut said = Said::default();
    values.for_each(|value| said.add(value));
    said
}

fn unstated(report: &Report<'_>) -> Table {
    let model = report.analysis.model();
    let (systems, fields, flows) = (
        || model.declared_systems(),
        || model.declared_fields(),
        || model.flows.iter().map(|(_, flow)| flow),
    );
    let all = [
        ("Whose a system is", said(systems().map(|one| &one.owner))),
        (
            "Whom a system is about",
            said(systems().map(|one| &one.covers)),
        ),
        (
            "Whether a system holds cases or totals",
            said(systems().map(|one| &one.level)),
        ),
        ("What term a field has", said(fields().map(|one| &one.term))),
        (
            "What a field means there",
            said(fields().map(|one| &one.definition)),
        ),
        ("The type of a field", said(fields().map(|one| &one.kind))),
        ("What a flow passes", said(flows().map(|one| &one.fields))),
        ("How a flow is passed", said(flows().map(|one| &one.method))),
        (
            "How often a flow is passed",
            said(flows().map(|one| &one.every)),
        ),
        ("How long a flow takes", said(flows().map(|one| &one.lag))),
        (
            "The legal basis of a flow",
            said(flows().map(|one| &one.basis)),
        ),
    ];
    let lines = all.into_iter().map(|(words, said)| {
        Line::of(vec![
            words.into(),
            said.known.into(),
            said.unknown.into(),
            said.silent.into(),
        ])
    });
    Table {
        caption: "What is not stated".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("What"),
            Column::number("Stated"),
            Column::number("Written as unknown"),
            Column::number("Not stated"),
        ],
        lines: lines.collect(),
    }
}
