//! The effect of changes that a reader tries: four figures, then needs, findings and burdens.

use super::{Block, Cell, Column, Line, Names, Shape, Table, Text, ThingKind};
use crate::analysis::Analysis;
use crate::compare::{FindingChange, NeedChange};
use crate::read::model::Trial;
use crate::whatif;
use crate::whatif::Outcome;
use crate::words::{capital, counted, listed};

/// Limit on the lines of one table.
const MOST: usize = 60;

/// The blocks of the answer.
pub(crate) fn tried_blocks(analysis: &Analysis, outcome: &Outcome) -> Vec<Block> {
    let mut names = Names::of(analysis.model());
    names.also(outcome.changed.model());
    let tried = outcome.tried.iter().map(|text| in_words(text));
    let tried: Vec<String> = tried.collect();
    let question = format!("What if {}?", listed(&tried));
    let mut blocks = vec![
        Block::Sentence(names.told(&question, None)),
        Block::Table(figures(outcome)),
    ];
    blocks.extend(changes(&names, outcome));
    blocks.extend(burdens(&names, outcome));
    let notes = whatif::notes(outcome).into_iter();
    blocks.extend(notes.map(|note| {
        let told = names.told(&format!("{}.", capital(&note)), None);
        Block::Note(told)
    }));
    blocks
}

/// A change in words, with the names of the things.
pub(crate) fn in_plain_words(names: &Names<'_>, text: &str) -> String {
    names.told(&in_words(text), None).capital().plain()
}

/// A change in words, with ids in backticks.
fn in_words(text: &str) -> String {
    let Ok(trial) = Trial::parse(text) else {
        return format!("`{text}`");
    };
    match trial {
        Trial::Retire(id) => format!("`{id}` is no longer there"),
        Trial::Merge(one, other) => format!("`{one}` is taken into `{other}`"),
        Trial::Serve(one, other) => format!("`{one}` gets its data from `{other}`"),
        Trial::Agree(term, said) => {
            let said = said.iter().map(|(key, value)| format!("{key} {value}"));
            let said: Vec<String> = said.collect();
            format!("all agree on `{term}`: {}", listed(&said))
        }
        Trial::Add(item) => format!("this flow is added: {item}"),
        Trial::AsOf(day) => format!("the day is {day}"),
        Trial::With(statuses) => {
            let words: Vec<String> = statuses.iter().map(|one| one.word().to_owned()).collect();
            format!("flows that are {} stand too", listed(&words))
        }
    }
}

fn figures(outcome: &Outcome) -> Table {
    let number = |number: u64| Cell::from(number.to_string());
    let lines = whatif::figures(&outcome.changes).into_iter().map(|one| {
        Line::of(vec![
            capital(one.words).into(),
            number(one.now),
            number(one.after),
            one.change.into(),
        ])
    });
    Table {
        caption: "Now and after".to_owned(),
        shape: Shape::Plain,
        columns: vec![
            Column::text("What is counted"),
            Column::number("Now"),
            Column::number("After"),
            Column::text("Change"),
        ],
        lines: lines.collect(),
    }
}

/// Needs lost and won, then findings that close and open.
fn changes(names: &Names<'_>, outcome: &Outcome) -> Vec<Block> {
    let all = &outcome.changes;
    let of_need = |word: &'static str| {
        move |need: &NeedChange| {
            let why = match &*need.why {
                "" => String::new(),
                why => format!(" {}.", capital(why)),
            };
            let states = format!(
                "{}: now {}, then {}.{why}",
                need.question,
                need.before.words(),
                need.after.words()
            );
            (word, names.told(&states, None))
        }
    };
    let of_finding = |word: &'static str| {
        move |change: &FindingChange| (word, names.told(&change.message, None).capital())
    };
    let mut lines: Vec<(&str, Text)> = Vec::new();
    lines.extend(all.needs.lost.iter().map(of_need("Question lost")));
    lines.extend(all.needs.won.iter().map(of_need("Question won")));
    lines.extend(all.needs.other.iter().map(of_need("Question")));
    lines.extend(whatif::shown(&all.findings.closed).map(of_finding("Closes")));
    lines.extend(whatif::shown(&all.findings.opened).map(of_finding("Opens")));
    if lines.is_empty() {
        let text = "No question is won or lost, and no finding closes or opens.";
        return vec![Block::Sentence(Text::words(text))];
    }
    let more = lines.len().saturating_sub(MOST);
    let rows = lines.into_iter().take(MOST);
    let rows = rows.map(|(word, words)| Line::of(vec![word.into(), words.into()]));
    let table = Table::plain("Questions and findings", ["Change", "What"], rows);
    let mut blocks = vec![Block::Table(table)];
    if more > 0 {
        let more = counted(more, "more line");
        let text = format!("And {more}: `flowmap whatif` on the command line lists all.");
        blocks.push(Block::Note(Text::words(text)));
    }
    blocks
}

/// The organisations of which more or less is asked.
fn burdens(names: &Names<'_>, outcome: &Outcome) -> Option<Block> {
    let signed = |[before, after]: [u64; 2]| match after.cmp(&before) {
        std::cmp::Ordering::Less => format!("{} fewer", before - after),
        std::cmp::Ordering::Equal => "as many".to_owned(),
        std::cmp::Ordering::Greater => format!("{} more", after - before),
    };
    let lines = outcome.shifts.iter().take(MOST).map(|shift| {
        let thing = names.thing(ThingKind::Organisation, &shift.organisation);
        let requests = shift.requests.map(|count| count as u64);
        Line::of(vec![
            thing.into(),
            signed(requests).into(),
            signed(shift.items).into(),
        ])
    });
    let columns = ["Who is asked", "Requests", "Items a year, as far as stated"];
    let table = Table::plain("What is asked of whom", columns, lines);
    (!outcome.shifts.is_empty()).then_some(Block::Table(table))
}
