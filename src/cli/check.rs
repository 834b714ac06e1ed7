//! `flowmap check`: faults, duplicates, differences and gaps.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::args::MapArgs;
use super::exit::Exit;
use super::format;
use super::write;
use crate::analysis::Analysis;
use crate::print;
use crate::print::Format;
use crate::print::terminal::Style;
use crate::read::finding::Level;
use crate::report::xlsx;

/// Read a map and say what is wrong, duplicated, defined differently or missing
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    map: MapArgs,
    /// The format of the findings [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// The file to write [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The lowest level of a finding that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn(Some(Level::Error)))]
    fail_on: FailOn,
}

/// The formats of findings: text, which `print` makes, or a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text(Format),
    Workbook,
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Form::Text(Format::Text),
            Form::Text(Format::Json),
            Form::Text(Format::Markdown),
            Form::Text(Format::Csv),
            Form::Workbook,
            Form::Text(Format::Sarif),
            Form::Text(Format::Junit),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Form::Text(format) => format.to_possible_value(),
            Form::Workbook => Some(
                PossibleValue::new("xlsx")
                    .help("A workbook: findings, flows, fields, crosswalk, needs, questions"),
            ),
        }
    }
}

/// The formats by file ending.
const ENDINGS: [(&str, Form); 7] = [
    ("txt", Form::Text(Format::Text)),
    ("json", Form::Text(Format::Json)),
    ("md", Form::Text(Format::Markdown)),
    ("csv", Form::Text(Format::Csv)),
    ("xlsx", Form::Workbook),
    ("sarif", Form::Text(Format::Sarif)),
    ("xml", Form::Text(Format::Junit)),
];

/// The least level of a finding that fails; `None` for never.
#[derive(Debug, Clone, Copy)]
struct FailOn(Option<Level>);

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            FailOn(Some(Level::Error)),
            FailOn(Some(Level::Warning)),
            FailOn(Some(Level::Note)),
            FailOn(None),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.0.map_or("never", Level::word).into())
    }
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        // A dash is standard output, as if no file were named.
        let path = self.output.as_deref();
        let path = path.filter(|path| *path != Path::new("-"));
        let form = format::chosen(self.format, path, Form::Text(Format::Text), &ENDINGS)?;
        let analysis = self.map.checked()?;
        match (path, form) {
            (None, Form::Text(Format::Text)) => {
                write::coloured(&self.text(&analysis, Format::Text, write::style()))?;
            }
            (None, Form::Workbook) => write::unreadable(&xlsx::render(&analysis, None)?)?,
            (None, Form::Text(format @ (Format::Markdown | Format::Junit))) => {
                write::document(&self.text(&analysis, format, Style::default()))?;
            }
            (Some(path), Form::Workbook) => write::file(path, xlsx::render(&analysis, None)?)?,
            (path, Form::Text(format)) => write::stream(path, |out| {
                if path.is_some_and(write::stays) && format == Format::Csv {
                    // Without this mark, spreadsheet programs assume another encoding.
                    out.write_all("\u{feff}".as_bytes())?;
                }
                let style = Style::default();
                print::write_findings(&analysis, format, style, self.fail_on.0, out)
            })?,
        }
        let fails = self
            .fail_on
            .0
            .is_some_and(|limit| analysis.loudest().is_some_and(|loudest| loudest >= limit));
        Ok(if fails { Exit::Findings } else { Exit::Clean })
    }

    fn text(&self, analysis: &Analysis, format: Format, style: Style) -> String {
        print::findings(analysis, format, style, self.fail_on.0)
    }
}
