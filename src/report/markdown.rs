//! The report as Markdown: the same chapters and blocks as the page, with the pictures as links.

use std::fmt::Write as _;

use crate::analysis::Analysis;
use crate::picture::views::View;
use crate::print::marked::{code, words};
use crate::report::page::{
    Block, Card, Cell, Chapter, FindingCard, Lanes, Part, Piece, Report, Since, Table, Text,
    Windows,
};

/// The whole report. It links to the pictures `organisations.svg` and so on in the same folder.
pub fn report(analysis: &Analysis) -> String {
    report_since(analysis, None)
}

/// The same with a chapter on the changes since an older map.
pub(crate) fn report_since(analysis: &Analysis, since: Option<Since<'_>>) -> String {
    let report = Report::since(analysis, since);
    let mut out = format!("# {}\n", words(report.title()));
    for chapter in report.chapters() {
        section(&mut out, &report.part(chapter));
    }
    out
}

fn section(out: &mut String, part: &Part) {
    if part.chapter != Chapter::Answer {
        let _ = write!(out, "\n## {}\n", words(&part.heading));
    }
    for block in &part.blocks {
        self::block(out, block);
    }
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Sentence(text) => {
            let _ = write!(out, "\n{}\n", inline(text));
        }
        Block::Note(text) => {
            let _ = write!(out, "\n_{}_\n", inline(text));
        }
        Block::Figures(figures) => {
            out.push('\n');
            for figure in figures {
                let also = match figure.also.as_str() {
                    "" => String::new(),
                    also => format!(" ({also})"),
                };
                let told = words(&format!("{}{also}", figure.words));
                let _ = writeln!(out, "- **{}** {told}", figure.number);
            }
        }
        Block::Pictures => {
            for view in View::WHOLE {
                let word = view.word();
                let _ = write!(out, "\n![The map: {word}]({word}.svg)\n");
            }
        }
        Block::Table(told) => table(out, told),
        Block::Card(told) => card(out, told),
        Block::Windows(told) => windows(out, told),
        Block::Lanes(told) => lanes(out, told),
        Block::Steps(steps) => {
            out.push('\n');
            for (place, (text, findings)) in steps.iter().enumerate() {
                let findings = inline(&Text::findings(findings.iter().copied()));
                let _ = writeln!(out, "{}. {} (finding {findings})", place + 1, inline(text));
            }
        }
        Block::Topics(topics) => {
            out.push('\n');
            for (place, topic) in topics.iter().enumerate() {
                let _ = writeln!(out, "{}. **{}**", place + 1, inline(&topic.title));
                for line in &topic.lines {
                    let _ = writeln!(out, "   - {}", inline(line));
                }
                let findings = inline(&Text::findings(topic.findings.iter().copied()));
                let _ = writeln!(out, "   - Findings: {findings}");
            }
        }
        Block::Findings(cards) => cards.iter().for_each(|card| finding(out, card)),
    }
}

/// Running text on one line.
fn inline(text: &Text) -> String {
    let said = |piece: &Piece| match piece {
        Piece::Words(said) => spaced(said),
        Piece::Thing(thing) => words(&thing.name),
        Piece::Code(name) => code(name),
        Piece::Finding(number) => format!("[{number}](#finding-{number})"),
    };
    text.0.iter().map(said).collect()
}

/// Words between other pieces, with the spaces at their ends.
fn spaced(said: &str) -> String {
    let inner = said.trim();
    if inner.is_empty() {
        return said.replace(['\n', '\r'], " ");
    }
    let (before, after) = said.split_once(inner).unwrap_or(("", ""));
    let gap = |space: &str| if space.is_empty() { "" } else { " " };
    format!("{}{}{}", gap(before), words(inner), gap(after))
}

fn table(out: &mut String, told: &Table) {
    let _ = write!(out, "\n**{}**\n\n|", words(&told.caption));
    for column in &told.columns {
        let _ = write!(out, " {} |", inline(&column.heading));
    }
    out.push_str("\n|");
    for column in &told.columns {
        out.push_str(if column.is_number {
            " ---: |"
        } else {
            " --- |"
        });
    }
    out.push('\n');
    for line in &told.lines {
        out.push('|');
        for content in &line.cells {
            let said = match content {
                Cell::Text(text) => inline(text),
                Cell::Mark(mark, says) => format!("{} {}", mark.sign(), inline(says)),
                Cell::Unknown => "not stated".to_owned(),
                Cell::Nothing => String::new(),
            };
            let _ = write!(out, " {said} |");
        }
        out.push('\n');
    }
}

fn card(out: &mut String, told: &Card) {
    let _ = write!(
        out,
        "\n### {} ({})\n",
        inline(&told.heading),
        words(&told.tally)
    );
    for block in &told.blocks {
        self::block(out, block);
    }
}

fn windows(out: &mut String, told: &Windows) {
    let _ = write!(
        out,
        "\n**{}**\n\n| Counted from | Window | Who |\n| --- | --- | --- |\n",
        words(&told.title)
    );
    for window in &told.all {
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            words(&window.dimension),
            words(&window.words),
            inline(&Text::things(window.who.iter().cloned()))
        );
    }
}

fn lanes(out: &mut String, told: &Lanes) {
    let _ = write!(
        out,
        "\n**{}**\n\n| Organisation | System | When |\n| --- | --- | --- |\n",
        words(&told.title)
    );
    for lane in &told.lanes {
        let owner = lane
            .organisation
            .as_ref()
            .map_or("not stated", |owner| owner.name.as_str());
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            words(owner),
            words(&lane.system.name),
            words(&lane.words)
        );
    }
}

fn finding(out: &mut String, card: &FindingCard) {
    let family = card.group.heading().to_lowercase();
    let _ = write!(
        out,
        "\n<a id=\"finding-{number}\"></a>\n\n### {number}. {}\n\n{}: {family}, {}, {}\n\n",
        inline(&card.message),
        code(&card.name),
        card.level,
        card.certainty,
        number = card.number,
    );
    for (at, why) in &card.places {
        let _ = writeln!(out, "- {}: {}", words(at), inline(why));
    }
    if !card.help.is_empty() {
        let _ = write!(out, "\n**What to do:** {}\n", inline(&card.help));
    }
    if let Some((to, question)) = &card.question {
        let to = to.as_ref().map_or("the room", |to| to.name.as_str());
        let _ = write!(out, "\n**Ask {}:** {}\n", words(to), inline(question));
    }
    if !card.verdict.is_empty() {
        let _ = write!(out, "\n**Decided:** {}\n", words(&card.verdict));
    }
}
