//! `flowmap licences`: the licence texts of all parts of the program.

use super::exit::Exit;
use super::write;

/// Print the licences of flowmap and of all crates, typefaces and scripts that are in it
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// The parts of the printed text: a heading, and the text under it.
const PARTS: [(&str, &str); 6] = [
    (
        "flowmap: MIT or Apache-2.0, as you like. MIT:",
        include_str!("../licence/MIT.txt"),
    ),
    (
        "Apache-2.0, for flowmap and the typeface Open Sans:",
        include_str!("../licence/Apache-2.0.txt"),
    ),
    (
        "The typefaces in the program:",
        include_str!("../picture/typeface/LICENCE.md"),
    ),
    (
        "SIL Open Font License 1.1, for Noto Sans:",
        include_str!("../licence/OFL-1.1.txt"),
    ),
    (
        "The packages in the editor of the live page:",
        include_str!("../serve/assets/editor.licences.txt"),
    ),
    (
        "Rust: its standard library is MIT or Apache-2.0, copyright the Rust project contributors. The crates:",
        include_str!("../licence/crates.txt"),
    ),
];

impl Args {
    #[expect(clippy::unused_self, reason = "every verb runs on its arguments")]
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let line = "=".repeat(80);
        let parts = PARTS
            .map(|(heading, text)| format!("{line}\n{heading}\n{line}\n\n{}\n", text.trim_end()));
        write::document(&parts.join("\n"))?;
        Ok(Exit::Clean)
    }
}
