//! One HTML file that holds the page, its editor, the engine and a map: it is opened from the disk and works without a network.

mod bundle;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::analysis::{Analysis, Options};
use crate::live::{Board, faults};
use crate::read::source::SourceSet;
use crate::report::html;
use crate::report::html::Workshop;

/// The level of compression, 0 to 10.
const EFFORT: u8 = 9;

/// The first bytes of every engine (WebAssembly 1).
const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

/// The page of a map with this engine.
///
/// # Errors
/// If the engine is none, or a file of the map cannot be read as text.
pub(crate) fn page(sources: &SourceSet, engine: &[u8]) -> anyhow::Result<String> {
    anyhow::ensure!(
        engine.starts_with(MAGIC),
        "the engine is no WebAssembly program"
    );
    for (_, file) in sources.files() {
        anyhow::ensure!(
            file.trouble.is_none(),
            "`{}` cannot be read as text (`flowmap check` says why), so it cannot be put into the page",
            file.name
        );
    }
    let files: Vec<(&str, &str)> = sources
        .files()
        .map(|(_, file)| (file.name.as_str(), file.text.as_str()))
        .collect();
    let mark = serde_json::to_vec(&files).expect("plain data is always JSON");
    let mark = STANDARD.encode(Sha256::digest(mark));
    let analysis = Analysis::of(sources.clone(), Options::default());
    // The engine opens the same files as the same run, so that the page goes on from here.
    let board = Board::new(RUN.to_owned(), (&analysis, None), faults(&analysis));
    let first = html::asked(&analysis, FIRST, None).map(|(_, picture)| picture);
    let map = Map {
        run: RUN,
        files,
        page: board.page(""),
        first,
    };
    let map = serde_json::to_vec(&map).expect("plain data is always JSON");
    Ok(html::workshop(&Workshop {
        title: html::title(&analysis),
        style: style(),
        script: bundle::script(),
        mark: &mark,
        map: &dense(&map),
        engine: &dense(engine),
    }))
}

/// The name of the opening that the file comes with.
const RUN: &str = "page";
/// The picture that a page shows first.
const FIRST: &str = "map";

/// A map with its page, as a workshop file holds it.
#[derive(Serialize)]
struct Map<'m> {
    run: &'static str,
    /// The name and the text of each file.
    files: Vec<(&'m str, &'m str)>,
    /// The whole page.
    page: String,
    /// The markup of the first picture.
    first: Option<String>,
}

fn style() -> &'static str {
    static STYLE: LazyLock<String> =
        LazyLock::new(|| format!("{}{}", html::style(), bundle::style()));
    &STYLE
}

/// The digits of base 85: all of them stand in a script as they are. The page (`script/digits.js`) has the same.
const DIGITS: &[u8; 85] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+,-./:;=?@[]^_{}";

/// Deflated (RFC 1951) and written in base 85, five digits for four bytes: a sixteenth shorter than in base64.
fn dense(bytes: &[u8]) -> String {
    let deflated = miniz_oxide::deflate::compress_to_vec(bytes, EFFORT);
    let mut text = String::with_capacity(deflated.len() / 4 * 5 + 5);
    for part in deflated.chunks(4) {
        let mut four = [0; 4];
        four[..part.len()].copy_from_slice(part);
        let mut rest = u32::from_be_bytes(four);
        let mut digits = [0_u8; 5];
        for digit in digits.iter_mut().rev() {
            *digit = DIGITS[(rest % 85) as usize];
            rest /= 85;
        }
        // Fewer than four bytes take one digit more than there are bytes.
        let digits = digits.iter().take(part.len() + 1);
        text.extend(digits.map(|digit| char::from(*digit)));
    }
    text
}
