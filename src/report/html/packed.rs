//! The pictures of a saved report, packed in blocks: a browser unpacks a block when a reader first chooses one of its pictures.
//!
//! A block is deflated (RFC 1951) and written as base64. A piece that several pictures share, such as the description of a box, is written
//! once in a block of its own; a picture refers to it by its index between two marks.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Section;
use super::asked;
use super::choice;
use super::choice::Choice;
use super::markup::{Markup, Tag};
use crate::analysis::Analysis;
use crate::picture::views::Basis;
use crate::read::finding::side_by_side;
use crate::report::Drawing;

/// The id of its element.
pub(super) const ID: &str = "packed";

/// The most pictures of a saved report. A map of 450 systems has no more; of a larger one, those that matter less are left to the commands
/// that draw on request.
const MOST: usize = 2_000;
/// The number of fields above which there are fewer: each picture of a larger map takes longer, ...
const MANY: usize = 20_000;
/// ... down to so many.
const FEWEST: usize = 200;
/// The number of pictures in a block.
const TOGETHER: usize = 16;
/// The level of compression, 0 to 10.
const EFFORT: u8 = 9;
/// The fewest bytes of a shared piece; a shorter one is repeated in each picture.
const SHORTEST: usize = 24;
/// The mark before and after the index of a piece, and the mark between pictures: no text of a page holds either.
const MARK: char = '\u{1}';
const NEXT: char = '\u{2}';

/// The pictures of a saved report that a reader can choose: all of them, or those of a large map that matter most. With an older map, also the
/// picture before and after.
pub(super) fn section(
    basis: &Basis<'_>,
    older: Option<&Analysis>,
    drawing: Drawing<'_>,
) -> Section {
    let choices = choice::all(basis.analysis());
    let count = choices.len();
    let choices = weightiest(basis.analysis(), choices, most(basis.analysis()));
    let left_out = count - choices.len();
    let done = AtomicUsize::new(0);
    let drawn = side_by_side(&choices, |choice| {
        let figure = asked::figure(basis, choice, None);
        drawing(done.fetch_add(1, Ordering::Relaxed) + 1, choices.len());
        figure.map(|(_, html)| html)
    });
    let mut pictures: Vec<(String, String)> = Vec::new();
    // The choices of which there is nothing to draw, where the script must tell them from those left out.
    let mut empty: Vec<String> = Vec::new();
    for (choice, drawn) in choices.into_iter().zip(drawn) {
        match drawn {
            Some(html) => pictures.push((choice.key, html)),
            None => empty.push(choice.key),
        }
    }
    let both = older.and_then(|older| asked::asked_since(older, basis.analysis(), None));
    pictures.extend(both.map(|(_, html)| (choice::CHANGES.to_owned(), html)));
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
    let element = match left_out {
        0 => element,
        _ => element
            .with("data-left-out", &left_out.to_string())
            .with("data-empty", &empty.join(" ")),
    };
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

/// The choices in the same order, or of more than `most` those that matter most: the whole map, the families and the topics, then
/// organisations, needs, cases, terms and systems.
fn weightiest(analysis: &Analysis, mut choices: Vec<Choice>, most: usize) -> Vec<Choice> {
    if choices.len() <= most {
        return choices;
    }
    let topics = analysis.topics().iter();
    let topics = topics.filter_map(|topic| choice::of_topic(&topic.name));
    let topics: BTreeMap<String, usize> = topics.zip(0..).collect();
    let weight = |one: &Choice| match topics.get(&one.key) {
        _ if one.key == choice::MAP || one.list == "Findings" => (0, 0),
        Some(place) => (1, *place),
        None => (2, lists(one)),
    };
    let mut order: Vec<usize> = (0..choices.len()).collect();
    order.sort_by_key(|place| weight(&choices[*place]));
    let mut is_kept = vec![false; choices.len()];
    for place in order.into_iter().take(most) {
        is_kept[place] = true;
    }
    let mut kept = is_kept.into_iter();
    choices.retain(|_| kept.next().unwrap_or_default());
    choices
}

/// The place of the list of a choice among the lists, the weightiest first.
fn lists(choice: &Choice) -> usize {
    match choice.list {
        "Organisation" => 0,
        "Question" => 1,
        "Case" => 2,
        "Term" => 3,
        _ => 4,
    }
}

/// The number of choices of which a saved report has no picture because the map is large.
pub(crate) fn left_out(analysis: &Analysis) -> usize {
    choice::all(analysis).len().saturating_sub(most(analysis))
}

/// The most pictures of a saved report of this map.
fn most(analysis: &Analysis) -> usize {
    let fields = analysis.model().fields.len().max(MANY);
    (MOST * MANY / fields).max(FEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;
    use crate::read::source::SourceSet;

    #[test]
    fn of_a_large_map_the_pictures_that_matter_most_are_kept_in_their_order() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
        let sources = SourceSet::read(&root).expect("the real map is there");
        let analysis = Analysis::of(sources, Options::default());
        let every = choice::all(&analysis);
        assert_eq!(weightiest(&analysis, every.clone(), every.len()), every);
        let kept = weightiest(&analysis, every.clone(), every.len() / 2);
        assert_eq!(kept.len(), every.len() / 2);
        let mut order = every.iter();
        assert!(kept.iter().all(|one| order.any(|other| other == one)));
        let has = |key: &str| kept.iter().any(|one| one.key == key);
        assert!(
            [choice::MAP, "duplicates", "mismatches", "gaps"]
                .into_iter()
                .all(has)
        );
        let topics = analysis.topics().iter();
        let mut topics = topics.filter_map(|topic| choice::of_topic(&topic.name));
        assert!(topics.all(|key| has(&key) || every.iter().all(|one| one.key != key)));
        let mut organisations = every.iter().filter(|one| one.list == "Organisation");
        assert!(organisations.all(|one| has(&one.key)));
    }
}
