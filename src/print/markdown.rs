//! Findings as Markdown, and the page of one kind of finding.

use std::fmt::Write as _;

use super::marked::{code, sentence, words};
use super::terminal;
use crate::analysis::Analysis;
use crate::read::finding::{Certainty, Finding, Group, Kind};
use crate::words::capital;

/// All findings that count, family by family, certain ones first, then the questions.
pub fn render(analysis: &Analysis) -> String {
    let model = analysis.model();
    let title = if model.about.title.is_empty() {
        "Findings"
    } else {
        model.about.title.as_str()
    };
    let mut text = format!("# {}\n\n", words(title));
    if let Some(day) = model.about.as_of {
        let _ = writeln!(text, "As of {day}.\n");
    }
    for line in terminal::summary(analysis).lines().skip(1) {
        let _ = writeln!(text, "- {}", words(line.trim()));
    }
    for group in Group::REPORTED {
        let numbered = analysis.findings.iter().enumerate();
        let findings: Vec<(usize, &Finding)> = numbered
            .filter(|(_, finding)| !finding.is_settled() && finding.kind.group == group)
            .map(|(place, finding)| (place + 1, finding))
            .collect();
        if findings.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## {}", group.heading());
        let (asked, firm): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .partition(|(_, finding)| finding.certainty == Certainty::CannotTell);
        for (number, finding) in firm {
            section(&mut text, analysis, number, finding);
        }
        if !asked.is_empty() {
            let _ = writeln!(text, "\n### Cannot be told from what is stated\n");
            for (number, finding) in asked {
                let question = finding
                    .question
                    .as_ref()
                    .map_or_else(String::new, |question| {
                        format!(" *{}*", words(&question.text))
                    });
                let _ = writeln!(
                    text,
                    "- **{number}.** {}.{question} {}",
                    sentence(&finding.message),
                    code(&finding.name)
                );
            }
        }
    }
    text
}

fn section(text: &mut String, analysis: &Analysis, number: usize, finding: &Finding) {
    let _ = writeln!(
        text,
        "\n### {number}. {}\n\n{}: {}, {}\n",
        capital(&sentence(&finding.message)),
        code(&finding.name),
        finding.level.word(),
        finding.certainty.word()
    );
    for place in &finding.places {
        let position = analysis.sources.position(place.span);
        let file = &analysis.sources.file(place.span.file).name;
        let _ = writeln!(
            text,
            "- {}:{}:{}: {}",
            words(file),
            position.line,
            position.column,
            sentence(&place.label)
        );
    }
    if !finding.help.is_empty() {
        let _ = writeln!(text, "\n**What to do:** {}.", sentence(&finding.help));
    }
    if let Some(question) = &finding.question {
        let to = if question.to.is_empty() {
            "the room".to_owned()
        } else {
            code(&question.to)
        };
        let _ = writeln!(text, "\n**Ask {to}:** {}", sentence(&question.text));
    }
}

/// The page of one kind: what it finds, why it matters, how to fix it, when it is fine, and its example pair.
pub(crate) fn page(kind: &Kind) -> String {
    let mut text = format!("# {}\n\n{}.\n\n", kind.name, capital(kind.summary));
    let _ = writeln!(
        text,
        "Family: {}. Level: {}.\n",
        kind.group.word(),
        kind.level.word()
    );
    for line in kind.docs.lines() {
        let _ = writeln!(text, "{}", line.strip_prefix(' ').unwrap_or(line));
    }
    let _ = writeln!(
        text,
        "\n## Example\n\n```yaml\n{}\n```\n",
        kind.bad.trim_end()
    );
    let _ = writeln!(text, "```text\n{}\n```\n", kind.printed.trim_end());
    let _ = writeln!(
        text,
        "Without it:\n\n```yaml\n{}\n```",
        kind.good.trim_end()
    );
    text
}

/// The page of all kinds, by family.
pub fn kinds(kinds: &[&Kind]) -> String {
    let mut text = String::from(
        "# Rules and faults\n\nGenerated from the rules by `UPDATE=1 cargo test`; `flowmap explain NAME` prints one of them.\n",
    );
    for group in Group::ALL {
        let of_group: Vec<&&Kind> = kinds.iter().filter(|kind| kind.group == group).collect();
        let _ = writeln!(text, "\n## {}\n", group.heading());
        for kind in &of_group {
            let _ = writeln!(text, "- [{}](#{}): {}", kind.name, kind.name, kind.summary);
        }
        for kind in of_group {
            let page = page(kind).replace("\n## ", "\n#### ");
            let _ = write!(text, "\n##{page}");
        }
    }
    text
}
