//! `flowmap trace` and the other questions: an answer on demand.

use clap::Args;
use clap::Subcommand;
use clap::ValueEnum;

use super::MapArgs;
use super::exit::Exit;
use super::write;
use crate::analysis::Analysis;
use crate::ask::Answer;
use crate::ask::Misunderstanding;
use crate::ask::burden;
use crate::ask::cover;
use crate::ask::crosswalk;
use crate::ask::definitions;
use crate::ask::impact;
use crate::ask::questions;
use crate::ask::suggest;
use crate::ask::timetable;
use crate::ask::trace;
use crate::ask::triangulate;
use crate::ask::unify;
use crate::print::answer;

/// What every question takes besides what it asks about.
#[derive(Debug, Args)]
pub(super) struct Common {
    #[command(flatten)]
    map: MapArgs,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table for reading
    Text,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For taking into a document
    Markdown,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub(super) enum Ask {
    /// Who asks for a term, who captures it and who copies it, and how each defines it
    Crosswalk {
        /// The terms, between commas
        #[arg(value_name = "TERM,…")]
        terms: String,
        #[command(flatten)]
        common: Common,
    },
    /// What each field of a term says of itself, facet by facet: only what differs
    Definitions {
        /// The term
        #[arg(value_name = "TERM")]
        term: String,
        #[command(flatten)]
        common: Common,
    },
    /// How old something is at each hop, by which other ways it comes, what it waits for, and who knows when
    Timetable {
        /// A need, a field (as `system.field`) or a term
        #[arg(value_name = "NEED|FIELD|TERM")]
        subject: String,
        #[command(flatten)]
        common: Common,
    },
    /// Which sources together answer a need, or hold some terms, and what stands in the way
    Triangulate {
        /// A need; or terms, with commas between them
        #[arg(value_name = "NEED|TERM,TERM…")]
        subjects: String,
        #[command(flatten)]
        common: Common,
    },
    /// Where a field comes from and where it goes, hop by hop
    Trace {
        /// The field, as `system.field`
        #[arg(value_name = "FIELD")]
        field: String,
        /// Only where it comes from
        #[arg(long, conflicts_with = "down")]
        up: bool,
        /// Only where it goes
        #[arg(long)]
        down: bool,
        /// How many hops at most
        #[arg(long, value_name = "HOPS", default_value_t = usize::MAX, hide_default_value = true)]
        depth: usize,
        #[command(flatten)]
        common: Common,
    },
    /// What fields without a term may mean, nearest first, with the parts of each score; writes nothing
    Suggest {
        /// Only this field, as `system.field`, with a term or without; may be repeated
        #[arg(long = "field", value_name = "FIELD", conflicts_with = "terms")]
        fields: Vec<String>,
        /// Pairs of terms that may mean the same instead
        #[arg(long)]
        terms: bool,
        /// How many suggestions for each at most
        #[arg(long, value_name = "COUNT", default_value_t = suggest::TOP)]
        top: usize,
        #[command(flatten)]
        common: Common,
    },
    /// What changes if a system, field, flow or definition goes or changes, and what loses its only source
    Impact {
        /// A system, a field (`system.field`), a flow (`system->system`) or a term
        #[arg(value_name = "THING")]
        thing: String,
        #[command(flatten)]
        common: Common,
    },
    /// What is asked of each organisation, how much of it again, and what merging would save
    Burden {
        /// By what to add it up
        #[arg(long, value_enum, default_value_t = By::Organisation)]
        by: By,
        #[command(flatten)]
        common: Common,
    },
    /// The questions to put to each owner, those that settle the most findings first
    Questions {
        /// Only those to this organisation and its parts
        #[arg(long = "for", value_name = "ORGANISATION")]
        organisation: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// The fewest collections that meet all needs
    Cover {
        /// Keep this system whatever happens; may be given several times
        #[arg(long, value_name = "SYSTEM")]
        keep: Vec<String>,
        /// Count the record systems of those who supply as well
        #[arg(long)]
        with_records: bool,
        #[command(flatten)]
        common: Common,
    },
    /// A proposed unified data set: elements, definitions, sources, who changes what, what to decide first
    Unify {
        /// Write the proposal as a flow file to put beside the map
        #[arg(long)]
        yaml: bool,
        #[command(flatten)]
        common: Common,
    },
}

/// By what a burden is added up.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum By {
    Organisation,
    Collection,
    Term,
}

impl From<By> for burden::By {
    fn from(by: By) -> Self {
        match by {
            By::Organisation => burden::By::Organisation,
            By::Collection => burden::By::Collection,
            By::Term => burden::By::Term,
        }
    }
}

impl Ask {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let common = match self {
            Ask::Burden { common, .. }
            | Ask::Cover { common, .. }
            | Ask::Crosswalk { common, .. }
            | Ask::Definitions { common, .. }
            | Ask::Impact { common, .. }
            | Ask::Questions { common, .. }
            | Ask::Suggest { common, .. }
            | Ask::Timetable { common, .. }
            | Ask::Trace { common, .. }
            | Ask::Triangulate { common, .. }
            | Ask::Unify { common, .. } => common,
        };
        let analysis = common.map.analysis()?;
        if let Ask::Unify { yaml: true, .. } = self {
            write::bytes(unify::file(&analysis.graph).as_bytes())?;
            return Ok(Exit::Clean);
        }
        let answer = self.answer(&analysis)?;
        let text = match common.format {
            Format::Text => answer::text(&answer),
            Format::Json => answer::json(&analysis.sources, &answer),
            Format::Csv => answer::csv(&analysis.sources, &answer),
            Format::Markdown => answer::markdown(&analysis.sources, &answer),
        };
        write::bytes(text.as_bytes())?;
        Ok(Exit::Clean)
    }

    fn answer(&self, analysis: &Analysis) -> Result<Answer, Misunderstanding> {
        let graph = &analysis.graph;
        Ok(match self {
            Ask::Crosswalk { terms, .. } => {
                let terms: Vec<&str> = terms.split(',').map(str::trim).collect();
                crosswalk::ask(graph, &terms)?
            }
            Ask::Definitions { term, .. } => definitions::ask(graph, term)?,
            Ask::Timetable { subject, .. } => timetable::ask(graph, subject)?,
            Ask::Triangulate { subjects, .. } => {
                let subjects: Vec<&str> = subjects.split(',').map(str::trim).collect();
                triangulate::ask(graph, &subjects)?
            }
            Ask::Trace {
                field,
                up,
                down,
                depth,
                ..
            } => {
                let direction = match (up, down) {
                    (true, _) => trace::Direction::Up,
                    (_, true) => trace::Direction::Down,
                    _ => trace::Direction::Both,
                };
                trace::ask(graph, field, direction, *depth)?
            }
            Ask::Suggest {
                fields, terms, top, ..
            } => {
                let about = match (terms, fields.is_empty()) {
                    (true, _) => suggest::About::Terms,
                    (_, true) => suggest::About::Fields,
                    _ => suggest::About::These(fields.clone()),
                };
                suggest::ask(graph, &about, *top)?
            }
            Ask::Impact { thing, .. } => impact::ask(graph, thing)?,
            Ask::Burden { by, .. } => burden::ask(graph, (*by).into()),
            Ask::Questions { organisation, .. } => {
                questions::ask(graph, &analysis.findings, organisation.as_deref())?
            }
            Ask::Cover {
                keep, with_records, ..
            } => cover::ask(graph, keep, *with_records)?,
            Ask::Unify { .. } => unify::ask(graph, &analysis.findings),
        })
    }
}
