//! `flowmap explain`: the meaning of a kind of finding, and the format of flow files.

use std::fmt::Write as _;

use super::exit::Exit;
use super::write;
use crate::judge::rules;
use crate::print::markdown;
use crate::print::reference;
use crate::read::finding::Group;
use crate::read::syntax::nearest;

/// Explain a kind of finding with an example, or the format of flow files
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name of a kind of finding, as printed between brackets, or `format` [default: list all kinds]
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let kinds = rules::kinds();
        let Some(name) = &self.name else {
            let mut text = String::new();
            for group in Group::ALL {
                for kind in kinds.iter().filter(|kind| kind.group == group) {
                    let _ = writeln!(
                        text,
                        "{:<12} {:<22} {}",
                        group.word(),
                        kind.name,
                        kind.summary
                    );
                }
            }
            write::document(&text)?;
            return Ok(Exit::Clean);
        };
        if name == "format" {
            write::document(&reference::page())?;
            return Ok(Exit::Clean);
        }
        // The full name of a finding begins with the name of its rule.
        let rule = name.split('/').next().unwrap_or(name);
        match kinds.iter().find(|kind| kind.name == rule) {
            Some(kind) => write::document(&markdown::page(kind))?,
            None => {
                let near = nearest(rule, kinds.iter().map(|kind| kind.name));
                let hint = near
                    .first()
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                anyhow::bail!(
                    "no kind of finding is called `{rule}`{hint} (`flowmap explain` lists them)"
                );
            }
        }
        Ok(Exit::Clean)
    }
}
