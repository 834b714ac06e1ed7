//! The unit of comparison: one field or term as words, letters, text and context.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Features;
use super::vocabulary::Vocabulary;
use super::words;
use crate::read::model::FieldType;

/// A field or a term, as the matcher reads it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Its id or name.
    pub name: String,
    /// Its meaning; empty if nothing is stated.
    pub definition: String,
    /// Name and definition of its system or table; empty if it has none.
    pub context: String,
    /// Its type, if stated.
    pub kind: Option<FieldType>,
    /// Its unit, if stated.
    pub unit: Option<String>,
    /// The meanings of its codes, or the codes if they have no meaning; empty if it has none.
    pub codes: Vec<String>,
    /// The id of its code list, if the list tells what the element is; not that of a general list, such as yes and no.
    pub code_list: Option<String>,
}

/// The weight of a word of like meaning, as a share of the weight of an equal word.
const ALIKE: f64 = 0.8;
/// The weight of a word in later sentences of a definition that do not name the element. A definition shared by several elements says most
/// about each in the sentences that name it.
const ASIDE: f64 = 0.35;
/// The weight of the words of the name among those of the definition.
const NAME_IN_TEXT: f64 = 2.0;

/// The words of all definitions that are in no element's name: evidence that a word is English and not a short form.
pub(super) fn english<'e>(elements: impl Iterator<Item = &'e Element> + Clone) -> BTreeSet<String> {
    let mut english: BTreeSet<String> = elements
        .clone()
        .flat_map(|element| words::split(&element.definition))
        .filter(|word| word.len() > 3)
        .collect();
    for element in elements {
        for name in words::split(&element.name) {
            english.remove(&name);
        }
    }
    english
}

/// The features of an element.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The words of its name, sorted.
    pub(super) words: Vec<String>,
    /// The type its name hints at.
    pub(super) shape: Option<FieldType>,
    /// The meanings of the words of its name.
    pub(super) names: Features,
    /// Runs of three to five letters of its name.
    pub(super) letters: Features,
    /// The words of its definition and its name.
    pub(super) text: Features,
}

impl Seen {
    pub(super) fn of(
        element: &Element,
        vocabulary: &Vocabulary,
        english: &BTreeSet<String>,
    ) -> Self {
        let text = words::split(&element.definition);
        let name = vocabulary.name_words(&element.name, &text, english);
        let mut counts = BTreeMap::new();
        for (at, sentence) in sentences(&element.definition).enumerate() {
            let weight = if at == 0 || names_it(sentence, element) {
                1.0
            } else {
                ASIDE
            };
            count(sentence, weight, vocabulary, &mut counts);
        }
        for word in &name {
            *counts.entry(words::stem(word)).or_insert(0.0) += NAME_IN_TEXT;
        }
        Self {
            names: meanings(name.iter().map(|word| (words::stem(word), 1.0)), vocabulary),
            letters: letters(&name),
            shape: vocabulary.shape(&name),
            words: {
                let mut stems: Vec<String> = name.iter().map(|word| words::stem(word)).collect();
                stems.sort_unstable();
                stems
            },
            text: saturated(counts, vocabulary),
        }
    }
}

/// The features of a context.
pub(super) fn context(text: &str, vocabulary: &Vocabulary) -> Features {
    let mut counts = BTreeMap::new();
    for (at, sentence) in sentences(text).enumerate() {
        count(
            sentence,
            if at < 2 { 1.0 } else { ASIDE },
            vocabulary,
            &mut counts,
        );
    }
    saturated(counts, vocabulary)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ")
        .filter(|sentence| !sentence.trim().is_empty())
}

fn names_it(sentence: &str, element: &Element) -> bool {
    let name = element.name.to_lowercase();
    sentence.to_lowercase().contains(&name)
}

fn count(text: &str, weight: f64, vocabulary: &Vocabulary, counts: &mut BTreeMap<String, f64>) {
    for word in vocabulary.written_out(&words::split(text)) {
        let is_word = word.chars().any(char::is_alphabetic) && !words::is_empty_word(&word);
        if is_word {
            *counts.entry(words::stem(&word)).or_insert(0.0) += weight;
        }
    }
}

/// Weights that grow ever more slowly with the count (saturation of BM25, k = 1.2).
fn saturated(counts: BTreeMap<String, f64>, vocabulary: &Vocabulary) -> Features {
    let saturated = counts
        .into_iter()
        .map(|(stem, count)| (stem, count * 2.2 / (count + 1.2)));
    meanings(saturated, vocabulary)
}

/// Each stem as itself and as its groups of like meaning. The product of a word with itself is 1, and with another word of its only group
/// [`ALIKE`]; a word of many groups is ambiguous and has a smaller share in each.
fn meanings(stems: impl Iterator<Item = (String, f64)>, vocabulary: &Vocabulary) -> Features {
    let mut features = Features::new();
    for (stem, weight) in stems {
        let groups = vocabulary.groups(&stem);
        if groups.is_empty() {
            features.push((stem, weight));
            continue;
        }
        let share = (ALIKE / groups.len() as f64).sqrt();
        features.extend(
            groups
                .iter()
                .map(|group| (format!("#{group}"), weight * share)),
        );
        features.push((stem, weight * (1.0 - ALIKE).sqrt()));
    }
    features
}

/// Runs of three, four and five letters, word by word, with a mark at either end of a word.
fn letters(words: &[String]) -> Features {
    let mut features = Features::new();
    for word in words {
        let marked: Vec<char> = format!("^{word}$").chars().collect();
        for size in 3..=5 {
            for run in marked.windows(size) {
                features.push((run.iter().collect(), 1.0));
            }
        }
    }
    features
}
