//! `flowmap ask`: a questionnaire for each body, and who has answered.

use std::path::PathBuf;

use super::args::AskArgs;
use super::exit::Exit;
use super::write;
use crate::ask::Misunderstanding;
use crate::ask::answered;
use crate::exchange::questionnaire;
use crate::read::source::Given;
use crate::words;

/// Write a workbook for a body to confirm what the map says of it and to answer its questions; `flowmap import` takes it back
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this organisation and its parts [default: a file for each that has something to answer]
    #[arg(long = "for", value_name = "ORGANISATION")]
    organisation: Option<String>,
    /// The file to write, or the folder for several [default: ORGANISATION.xlsx, or the folder questionnaires]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Tell who has answered: by the map, or by the questionnaires that came back to this folder
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, conflicts_with_all = ["organisation", "output"])]
    status: Option<Vec<PathBuf>>,
    #[command(flatten)]
    ask: AskArgs,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        if let Some(folders) = &self.status {
            let Some(folder) = folders.first() else {
                return self
                    .ask
                    .answer(|analysis| Ok(answered::ask(&analysis.graph, &analysis.findings)));
            };
            let files = Given::workbooks(folder)?;
            return self.ask.answer(|analysis| {
                let told = questionnaire::status(analysis, &files);
                told.map_err(|unopened| Misunderstanding(unopened.to_string()))
            });
        }
        let analysis = self.ask.map.analysis()?;
        if let Some(id) = &self.organisation {
            let bytes = questionnaire::workbook(&analysis, id)?;
            let path = self.output.clone();
            let path = path.unwrap_or_else(|| PathBuf::from(questionnaire::file_name(id)));
            write::file(&path, bytes)?;
            return Ok(Exit::Clean);
        }
        let folder = self
            .output
            .clone()
            .unwrap_or_else(|| PathBuf::from("questionnaires"));
        let files = questionnaire::workbooks(&analysis)?;
        write::files(&folder, &files)?;
        write::aside(&format!(
            "wrote {} to {}\n",
            words::counted(files.len(), "questionnaire"),
            words::path(&folder)
        ));
        Ok(Exit::Clean)
    }
}
