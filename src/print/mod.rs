//! Findings and answers as text: for a terminal, as JSON, CSV, Markdown, SARIF and `JUnit`. Pure functions of plain data.

pub mod answer;
pub(crate) mod answer_schema;
mod card;
pub(crate) mod changes;
mod csv;
mod gathered;
pub mod json;
mod junit;
mod listed;
pub mod markdown;
pub(crate) mod marked;
pub(crate) mod reference;
mod sarif;
pub(crate) mod schema;
pub(crate) mod table;
pub mod terminal;
pub(crate) mod topics;

use std::io;
use std::io::Write;

use clap::ValueEnum;

use crate::analysis::Analysis;
use crate::ask::Answer;
use crate::read::finding::Level;
use crate::read::source::SourceSet;

/// The forms that findings are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With excerpts, for reading
    Text,
    /// For programs; `flowmap schema findings` describes it
    Json,
    /// For taking into a document
    Markdown,
    /// For spreadsheets: one finding a row
    Csv,
    /// SARIF 2.1.0, for code platforms and editors
    Sarif,
    /// `JUnit` XML, for build servers; findings at or above --fail-on are failures
    Junit,
}

/// The findings in a format: text is printed in `style`, and in `JUnit` a finding at `limit` or above fails.
pub(crate) fn findings(
    analysis: &Analysis,
    format: Format,
    style: terminal::Style,
    limit: Option<Level>,
) -> String {
    let mut bytes = Vec::new();
    let done = write_findings(analysis, format, style, limit, &mut bytes);
    done.expect("a list of bytes takes every byte");
    String::from_utf8(bytes).expect("every form is text")
}

/// Writes the findings in a format; in those for programs and spreadsheets each as soon as its words are made.
pub(crate) fn write_findings(
    analysis: &Analysis,
    format: Format,
    style: terminal::Style,
    limit: Option<Level>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = match format {
        Format::Json => return json::write(analysis, out),
        Format::Csv => return csv::write(analysis, out),
        Format::Sarif => return sarif::write(analysis, out),
        Format::Text => terminal::render(analysis, style),
        Format::Markdown => markdown::render(analysis),
        Format::Junit => junit::render(analysis, limit),
    };
    out.write_all(text.as_bytes())
}

/// The forms that an answer is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// A table for reading
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For taking into a document
    Markdown,
}

/// An answer in a format.
pub(crate) fn answer(sources: &SourceSet, answer: &Answer, format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Text => answer::text(answer),
        AnswerFormat::Json => answer::json(sources, answer),
        AnswerFormat::Csv => answer::csv(sources, answer),
        AnswerFormat::Markdown => answer::markdown(sources, answer),
    }
}
