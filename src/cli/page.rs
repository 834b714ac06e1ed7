//! `flowmap page`: one HTML file with page, editor, engine and map, for those who may install nothing.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::exit::Exit;
use super::init;
use super::write;
use crate::read::source;
use crate::read::source::SourceSet;
use crate::words;
use crate::workshop;

/// Write one HTML file that does what `serve` does, without a server, a network or an installation
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of flow files, or one file, to put into the page [default: a small example map]
    #[arg(value_name = "MAP")]
    map: Option<PathBuf>,
    /// The file to write
    #[arg(long, short, value_name = "FILE", default_value = "workshop.html")]
    output: PathBuf,
    /// The engine, if this program was built without one
    #[arg(long, value_name = "FILE")]
    engine: Option<PathBuf>,
}

/// The engine in this program, if it was built with one.
#[cfg(engine)]
const ENGINE: Option<&[u8]> = Some(include_bytes!(env!("FLOWMAP_ENGINE_FILE")));
#[cfg(not(engine))]
const ENGINE: Option<&[u8]> = None;

/// The way to a page for those whose program has no engine.
const NO_ENGINE: &str = "this flowmap was built without the engine that a page needs. The released programs have it. \
To build it: `rustup target add wasm32-unknown-unknown`, then `cargo build -p flowmap-engine --profile engine --target wasm32-unknown-unknown`; \
then name the file: `flowmap page --engine target/wasm32-unknown-unknown/engine/flowmap_engine.wasm`";

impl Args {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let engine = self.engine()?;
        let sources = match &self.map {
            Some(map) => SourceSet::read(map)?.below(map, &folder(map)),
            None => SourceSet::from_strings(init::files("flows")),
        };
        let page = workshop::page(&sources, &engine)?;
        write::file(&self.output, page.into_bytes())?;
        Ok(Exit::Clean)
    }

    fn engine(&self) -> anyhow::Result<Cow<'static, [u8]>> {
        match (&self.engine, ENGINE) {
            (Some(file), _) => {
                let name = words::path(file);
                let engine = source::bytes_of(file);
                let engine = engine.with_context(|| format!("cannot read the engine `{name}`"))?;
                Ok(Cow::Owned(engine))
            }
            (None, Some(engine)) => Ok(Cow::Borrowed(engine)),
            (None, None) => anyhow::bail!(NO_ENGINE),
        }
    }
}

/// The name of the folder of a map in its page; the way to it on this machine is nobody else's business.
fn folder(map: &Path) -> String {
    let name = map.file_name().filter(|_| map.is_dir());
    name.map_or_else(
        || "flows".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
