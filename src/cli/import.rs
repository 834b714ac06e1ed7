//! `flowmap import`: shows what a file from elsewhere would change, and changes it if asked.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::exit::Exit;
use super::opened;
use super::write;
use crate::analysis::{Analysis, Options};
use crate::ask::suggest;
use crate::compare;
use crate::exchange::dictionary;
use crate::exchange::dictionary::{Dictionary, Meaning, Reading};
use crate::exchange::foreign;
use crate::exchange::proposed::{Made, Proposal, Unmade};
use crate::exchange::questionnaire;
use crate::exchange::sheets;
use crate::exchange::sheets::Taking;
use crate::live::Rewritten;
use crate::print;
use crate::print::AnswerFormat;
use crate::print::changes;
use crate::print::terminal;
use crate::read::finding::Finding;
use crate::read::source::{Files as _, Given, MapFolder, SourceSet};
use crate::read::syntax::matching_key;
use crate::words::{counted, path, plural, shown};

/// The file for new entries whose like stand nowhere.
const NEW_FILE: &str = "imported.yaml";
/// Limit on the fields for which meanings are suggested.
const MOST_SUGGESTED: usize = 200;
/// The longest value of a column that is shown.
const LONGEST_SHOWN: usize = 24;

/// Show what a workbook, a list of fields, a questionnaire or a file of another program would change in the map, and change it with --write
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The exit status is 0 where nothing would change, 1 where something would, 2 where it cannot be imported: every cell that cannot be read is told, and nothing is written."
)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(super) struct Args {
    /// A workbook (.xlsx, .ods), a CSV file, or a folder of CSV files, as `flowmap export` writes them; or a file of another program
    #[arg(value_name = "FILE", required_unless_present = "formats")]
    file: Option<PathBuf>,
    /// The folder of flow files, or one file
    #[arg(value_name = "MAP", default_value = "flows")]
    map: PathBuf,
    /// Change the flow files; comments, order and style stay
    #[arg(long)]
    write: bool,
    /// Take entries away that have no row in their sheet
    #[arg(long, conflicts_with = "kind")]
    remove: bool,
    /// Take the sheet's word where the map has changed the same thing since the export [default: such conflicts are told and left]
    #[arg(long, conflicts_with = "kind")]
    overwrite: bool,
    /// The format: `fields` for a body's own list of fields, or that of another program [default: known by the content]
    #[arg(long = "as", value_name = "KIND", value_parser = kinds())]
    kind: Option<String>,
    /// Print the formats of other programs, what is read of each, and what is left out and why
    #[arg(long, exclusive = true)]
    formats: bool,
    /// The system that has the fields of the list
    #[arg(long, value_name = "ID", requires = "kind")]
    system: Option<String>,
    /// The meaning of the columns, such as name="Field name",definition=Description [default: proposed and shown]
    #[arg(long, value_name = "COLUMNS", requires = "kind", value_parser = columns)]
    columns: Option<Columns>,
    /// The sheet that holds the list [default: the one that looks most like a list]
    #[arg(long, value_name = "NAME", requires = "kind")]
    sheet: Option<String>,
    /// Only the fields of this table of the list
    #[arg(long, value_name = "NAME", requires = "kind")]
    table: Option<String>,
    /// The format of the changes
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    format: AnswerFormat,
}

/// The word for a list of fields.
const FIELDS: &str = "fields";

/// The words for the formats that can be named.
fn kinds() -> PossibleValuesParser {
    let words = std::iter::once(FIELDS).chain(foreign::names());
    PossibleValuesParser::new(words.collect::<Vec<_>>())
}

/// Columns with their meaning: pairs of a word and a heading.
#[derive(Debug, Clone)]
struct Columns(Vec<(String, String)>);

/// Reads `name="Field name",definition=Description`.
fn columns(text: &str) -> Result<Columns, String> {
    let mut all = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, after) = rest
            .split_once('=')
            .ok_or("write each column as WORD=HEADING, with commas between them")?;
        let (heading, left) = match after.strip_prefix('"') {
            Some(inner) => {
                let end = inner.find('"').ok_or("a quote is not closed")?;
                (&inner[..end], &inner[end + 1..])
            }
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        all.push((word.trim().to_owned(), heading.trim().to_owned()));
        rest = left.trim_start().trim_start_matches(',').trim_start();
    }
    Ok(Columns(all))
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let Some(file) = self.file.as_deref().filter(|_| !self.formats) else {
            write::document(&foreign::formats())?;
            return Ok(Exit::Clean);
        };
        let is_list = self.kind.as_deref() == Some(FIELDS);
        anyhow::ensure!(
            is_list == self.system.is_some(),
            "`--as fields` and `--system ID` go together: the system has the fields of the list"
        );
        let before = opened::analysis(SourceSet::read(&self.map)?, Options::default());
        let given = Given::read(file)?;
        if let Some(system) = &self.system {
            return self.list(&before, &given, system);
        }
        if let Some(import) = super::foreign::read(&given, self.kind.as_deref()) {
            return super::foreign::propose(&before, &import, &self.map, (self.write, self.format));
        }
        if let Some(proposal) = questionnaire::proposal(&before, &given)? {
            return finish(&before, &proposal, &self.map, (self.write, self.format));
        }
        let taking = Taking {
            removes: self.remove,
            overwrites: self.overwrite,
        };
        let proposal = sheets::proposal(&before, &given, taking)?;
        finish(&before, &proposal, &self.map, (self.write, self.format))
    }

    /// Reads a list of fields: shows what its columns are taken for, what would change, and what the fields may mean.
    fn list(&self, before: &Analysis, given: &Given, system: &str) -> anyhow::Result<Exit> {
        let reading = Reading {
            system: system.to_owned(),
            columns: self
                .columns
                .clone()
                .map_or_else(Vec::new, |columns| columns.0),
            sheet: self.sheet.clone(),
            table: self.table.clone(),
        };
        let list = dictionary::read(before, given, &reading)?;
        write::aside(&told(&list));
        anyhow::ensure!(
            !self.write || self.columns.is_some(),
            "nothing is written before the columns are confirmed: add --columns '{}'",
            list.flag()
        );
        let exit = finish(before, &list.proposal, &self.map, (self.write, self.format))?;
        if exit == Exit::Findings
            && self.format == AnswerFormat::Text
            && let Ok(made) = list.proposal.made(before, NEW_FILE)
        {
            Self::meanings(&made, system)?;
        }
        Ok(exit)
    }

    /// Prints what the fields of the list may mean.
    fn meanings(made: &Made, system: &str) -> anyhow::Result<()> {
        let model = made.after.model();
        let system = model
            .systems
            .iter()
            .find(|(_, one)| matching_key(&one.slug) == matching_key(system));
        let Some((_, system)) = system else {
            return Ok(());
        };
        let open = system.fields.ids().filter(|id| {
            let term = model.fields[*id].term();
            term.is_none_or(|term| model.terms[term].is_placeholder)
        });
        let open = open.map(|id| model.field_name(id)).take(MOST_SUGGESTED);
        let about = suggest::About::These(open.collect());
        if about == suggest::About::These(Vec::new()) || model.terms.is_empty() {
            return Ok(());
        }
        let answer = suggest::ask(&made.after.graph, &about, 1)?;
        let text = print::answer(&made.after.sources, &answer, AnswerFormat::Text);
        write::document(&format!(
            "\nWhat the fields may mean, for those who know them to decide (`flowmap suggest` tells more):\n\n{text}"
        ))
    }
}

/// The text that shows the meaning proposed for each column.
fn told(list: &Dictionary) -> String {
    let mut text = format!(
        "read from `{}`: headings in row {}, {} below\n",
        shown(&list.sheet),
        list.header,
        counted(list.rows, "row")
    );
    for column in &list.columns {
        let meaning = column.meaning.map_or("left out", Meaning::word);
        let values = column.values.iter().map(|value| {
            let short: String = value.chars().take(LONGEST_SHOWN).collect();
            let more = if short.len() < value.len() { "…" } else { "" };
            format!("`{}{more}`", shown(&short.replace('\n', " ")))
        });
        let values: Vec<String> = values.collect();
        let _ = writeln!(
            text,
            "  {meaning:<11} {:<28} {}",
            shown(&column.heading),
            values.join(", ")
        );
    }
    let _ = writeln!(text, "to confirm: --columns '{}'", shown(&list.flag()));
    text
}

/// Prints what a proposal would change, and writes it if asked.
pub(super) fn finish(
    before: &Analysis,
    proposal: &Proposal,
    map: &Path,
    (is_write, format): (bool, AnswerFormat),
) -> anyhow::Result<Exit> {
    let new_file = MapFolder::open(map)?.new_name(NEW_FILE);
    for note in proposal.notes() {
        write::aside(&format!("note: {}\n", shown(note)));
    }
    for conflict in proposal.conflicts() {
        write::aside(&format!("conflict: {}\n", shown(conflict)));
    }
    if !proposal.conflicts().is_empty() {
        write::aside(&format!(
            "{} not taken: change the map or the sheet so that they agree, or take the sheet's word with --overwrite\n",
            plural(proposal.conflicts().len(), "conflict is", "conflicts are")
        ));
    }
    let made = match proposal.made(before, &new_file) {
        Ok(made) => made,
        Err(unmade) => {
            refuse(&unmade)?;
            return Ok(Exit::CouldNotRun);
        }
    };
    tell(&made.doubts, &made.origins)?;
    let differing = compare::changes(before, &made.after);
    let sides = (&before.sources, &made.after.sources);
    write::document(&changes::changes(&differing, sides, format))?;
    if is_write && !made.files.is_empty() {
        save(&made, map)?;
    } else if !made.files.is_empty() {
        write::aside(&format!(
            "{} would change; nothing is written without --write\n",
            counted(made.files.len(), "file")
        ));
    }
    Ok(
        if made.files.is_empty() && proposal.conflicts().is_empty() {
            Exit::Clean
        } else {
            Exit::Findings
        },
    )
}

/// Prints every reason why nothing is imported.
fn refuse(unmade: &Unmade) -> anyhow::Result<()> {
    tell(&unmade.findings, &unmade.origins)?;
    write::aside(&format!(
        "flowmap: nothing is imported: {} to mend first\n",
        counted(unmade.findings.len(), "fault")
    ));
    Ok(())
}

fn tell(findings: &[Finding], sources: &SourceSet) -> anyhow::Result<()> {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&terminal::render_finding(sources, finding, write::style()));
        text.push_str("\n\n");
    }
    write::coloured(&text)
}

/// Writes the changed files, all of them or none.
fn save(made: &Made, map: &Path) -> anyhow::Result<()> {
    let files = made.files.iter().map(|file| Rewritten {
        name: &file.name,
        old: (!file.old.is_empty()).then_some(&*file.old),
        new: Some(&file.new),
    });
    let files: Vec<Rewritten<'_>> = files.collect();
    write::all_or_none(&MapFolder::open(map)?, &files)?;
    for file in &made.files {
        write::aside(&format!("wrote {}\n", path(file.name.as_ref())));
    }
    Ok(())
}
