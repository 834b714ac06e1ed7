//! The pictures of a saved report, packed in blocks: a browser unpacks a block when a reader first chooses one of its pictures.
//!
//! A block is deflated (RFC 1951) and written as base64. A piece that several pictures share, such as the description of a box, is written
//! once in a block of its own; a picture refers to it by its index between two marks.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Section;
use super::asked;
use super::choice;
use super::markup::{Markup, Tag};
use crate::analysis::Analysis;
use crate::read::finding::side_by_side;

/// The id of its element.
pub(super) const ID: &str = "packed";

/// The number of pictures in a block.
const TOGETHER: usize = 16;
/// The level of compression, 0 to 10.
const EFFORT: u8 = 9;
/// The fewest bytes of a shared piece; a shorter one is repeated in each picture.
const SHORTEST: usize = 24;
/// The mark before and after the index of a piece, and the mark between pictures: no text of a page holds either.
const MARK: char = '\u{1}';
const NEXT: char = '\u{2}';

/// Every picture of a saved report that a reader can choose.
pub(super) fn section(analysis: &Analysis, older: Option<&Analysis>) -> Section {
    let choices = choice::all(analysis);
    let drawn = side_by_side(&choices, |choice| asked::figure(analysis, choice, None));
    let pictures = choices.into_iter().zip(drawn);
    let pictures = pictures.filter_map(|(choice, drawn)| Some((choice.key, drawn?.1)));
    let both = older.and_then(|older| asked::asked_since(older, analysis, None));
    let both = both.map(|(_, html)| (choice::CHANGES.to_owned(), html));
    let pictures: Vec<(String, String)> = pictures.chain(both).collect();
    let shared = shared(&pictures);
    let mut blocks: Vec<(String, String)> = vec![(String::new(), join(shared.iter().copied()))];
    let places: BTreeMap<&str, usize> = shared.iter().copied().zip(0..).collect();
    blocks.extend(pictures.chunks(TOGETHER).map(|some| {
        let keys: Vec<&str> = some.iter().map(|(key, _)| key.as_str()).collect();
        let texts: Vec<String> = some
            .iter()
            .map(|(_, text)| referring(text, &places))
            .collect();
        (keys.join(" "), join(texts.iter().map(String::as_str)))
    }));
    let blocks = side_by_side(&blocks, |(keys, text)| block(keys, text));
    let element = Tag::new("div").id(ID).flag("hidden", true);
    Section {
        id: ID,
        html: Markup::from(element.children(blocks)).into_string(),
    }
}

fn join<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let texts: Vec<&str> = texts.collect();
    texts.join(&NEXT.to_string())
}

fn block(keys: &str, text: &str) -> Markup {
    let bytes = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), EFFORT);
    Tag::new("code")
        .with("data-keys", keys)
        .text(&STANDARD.encode(bytes))
        .into()
}

/// The pieces of a picture that other pictures may share: its lines.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// The pieces that occur several times, the most frequent first.
fn shared(pictures: &[(String, String)]) -> Vec<&str> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in pictures {
        for piece in pieces(text).filter(|piece| piece.len() >= SHORTEST) {
            *uses.entry(piece).or_default() += 1;
        }
    }
    let mut shared: Vec<(&str, usize)> = uses.into_iter().filter(|(_, count)| *count > 1).collect();
    shared.sort_by_key(|(piece, count)| (std::cmp::Reverse(*count), *piece));
    shared.into_iter().map(|(piece, _)| piece).collect()
}

/// A picture with the indexes of its shared pieces in their place.
fn referring(text: &str, places: &BTreeMap<&str, usize>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match places.get(piece) {
            Some(place) => {
                let _ = write!(out, "{MARK}{place}{MARK}");
            }
            None => out.push_str(piece),
        }
    }
    out
}
