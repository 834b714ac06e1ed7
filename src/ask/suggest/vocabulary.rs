//! The vocabulary of data elements: short forms written out, run-together names split, words of like meaning.
//!
//! The words themselves are data, in `vocabulary.tsv`: those of health as well as those of any register.

use std::collections::{BTreeSet, HashMap};

use super::words;
use crate::read::model::FieldType;

const TABLE: &str = include_str!("vocabulary.tsv");
/// The shortest word that is split, in letters.
const SHORTEST_RUN: usize = 5;
/// Endings of English words that are short forms as well: a run-together word does not end in one (`ended`, `linkage`).
const ENDINGS: [&str; 8] = ["ed", "er", "est", "age", "al", "ly", "or", "es"];
/// The longest short form that can be the first letters of the words of a definition.
const LONGEST_INITIALS: usize = 6;

/// The built-in table.
#[derive(Debug)]
pub struct Vocabulary {
    /// Short forms of one word or several, and the meanings of each.
    short: HashMap<Vec<String>, Vec<String>>,
    /// For each word that begins a short form, the most words such a form has.
    begins: HashMap<String, usize>,
    /// For each stem, the groups of words of like meaning it belongs to.
    groups: HashMap<String, Vec<u32>>,
    /// The type of value that a name with this word holds.
    shapes: HashMap<String, FieldType>,
    /// Every word of the table, as written.
    known: BTreeSet<String>,
}

impl Vocabulary {
    /// The table of this program.
    pub fn built_in() -> Self {
        Self::read(TABLE)
    }

    /// An empty vocabulary.
    pub fn none() -> Self {
        Self::read("")
    }

    /// The table of this program without the words of health.
    pub fn general() -> Self {
        let lines = TABLE.lines().filter(|line| !line.contains("\thealth\t"));
        Self::read(&lines.collect::<Vec<_>>().join("\n"))
    }

    fn read(table: &str) -> Self {
        let mut vocabulary = Self {
            short: HashMap::new(),
            begins: HashMap::new(),
            groups: HashMap::new(),
            shapes: HashMap::new(),
            known: BTreeSet::new(),
        };
        for (line, text) in table.lines().enumerate() {
            let columns: Vec<&str> = text.split('\t').collect();
            match columns[..] {
                ["short", _, short, long] => vocabulary.add_short(short, long),
                ["alike", _, ref alike @ ..] => vocabulary.add_alike(line as u32, alike),
                ["shape", _, kind, ref words @ ..] => vocabulary.add_shape(kind, words),
                _ => {}
            }
        }
        vocabulary
    }

    fn add_short(&mut self, short: &str, long: &str) {
        let (short, long) = (words::split(short), words::split(long));
        if let Some(first) = short.first() {
            let most = self.begins.entry(first.clone()).or_default();
            *most = short.len().max(*most);
        }
        self.known.extend(short.iter().chain(&long).cloned());
        self.short.insert(short, long);
    }

    fn add_alike(&mut self, group: u32, alike: &[&str]) {
        for word in alike.iter().map(|word| words::split(word)) {
            self.known.extend(word.iter().cloned());
            let [word] = &word[..] else { continue };
            let groups = self.groups.entry(words::stem(word)).or_default();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }

    fn add_shape(&mut self, kind: &str, words: &[&str]) {
        if let Some(kind) = field_type(kind) {
            self.shapes
                .extend(words.iter().map(|word| ((*word).to_owned(), kind)));
        }
    }

    /// The groups of like meaning to which a stem belongs.
    pub(crate) fn groups(&self, stem: &str) -> &[u32] {
        self.groups.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The type of value that a name suggests, by the last of its words that suggests one.
    pub(crate) fn shape(&self, name: &[String]) -> Option<FieldType> {
        name.iter()
            .rev()
            .find_map(|word| self.shapes.get(word))
            .copied()
    }

    /// The words of a name, with short forms written out and run-together words split. `text` are the words of the element's own
    /// definition: a short form that is not in the table may be the first letters of some of them, or the beginning of one.
    pub(crate) fn name_words(
        &self,
        name: &str,
        text: &[String],
        english: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut apart = Vec::new();
        for word in words::split(name) {
            match self.taken_apart(&word, english) {
                Some(parts) => apart.extend(parts),
                None => apart.push(word),
            }
        }
        let mut out = Vec::new();
        for word in self.written_out(&apart) {
            if self.known.contains(&word) || english.contains(&word) {
                out.push(word);
            } else if let Some(long) = initials(&word, text) {
                out.extend(self.written_out(&long));
            } else if let Some(long) = begun(&word, text) {
                out.push(long);
            } else {
                out.push(word);
            }
        }
        out.retain(|word| !words::is_empty_in_names(word));
        out
    }

    /// The words with every short form of the table written out; longer short forms are tried first.
    pub(crate) fn written_out(&self, words: &[String]) -> Vec<String> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let most = self
                .begins
                .get(&words[at])
                .copied()
                .unwrap_or(0)
                .min(words.len() - at);
            let found = (1..=most)
                .rev()
                .find_map(|count| Some((count, self.short.get(&words[at..at + count])?)));
            match found {
                Some((count, long)) => {
                    out.extend(long.iter().cloned());
                    at += count;
                }
                None => {
                    out.push(words[at].clone());
                    at += 1;
                }
            }
        }
        out
    }

    fn is_part(&self, part: &str, english: &BTreeSet<String>) -> bool {
        self.known.contains(part) && part.len() > 1
            || part.len() > 3 && (english.contains(part) || self.groups.contains_key(part))
    }

    /// The fewest known words that a run-together word consists of; `None` if it is a word itself, or no such words exist.
    fn taken_apart(&self, word: &str, english: &BTreeSet<String>) -> Option<Vec<String>> {
        let is_run = word.len() >= SHORTEST_RUN
            && word.is_ascii()
            && !self.known.contains(word)
            && !self.groups.contains_key(&words::stem(word))
            && !english.contains(word)
            && !ENDINGS.iter().any(|ending| {
                // If the part before the ending is one known word, the whole is a form of that word.
                word.strip_suffix(ending)
                    .is_some_and(|rest| self.is_part(rest, english))
            });
        if !is_run {
            return None;
        }
        // For each end, the number of parts up to it and where the last of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 0));
        for end in 2..=word.len() {
            for begin in 0..end - 1 {
                if let Some((parts, _)) = best[begin]
                    && self.is_part(&word[begin..end], english)
                    && !(end == word.len() && ENDINGS.contains(&&word[begin..end]))
                    && best[end].is_none_or(|(fewest, _)| parts + 1 < fewest)
                {
                    best[end] = Some((parts + 1, begin));
                }
            }
        }
        let mut parts = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, begin) = best[end]?;
            parts.push(word[begin..end].to_owned());
            end = begin;
        }
        parts.reverse();
        (parts.len() > 1).then_some(parts)
    }
}

/// The type that a line marked `shape` names.
fn field_type(word: &str) -> Option<FieldType> {
    Some(match word {
        "datetime" => FieldType::Datetime,
        "duration" => FieldType::Duration,
        "code" => FieldType::Code,
        "text" => FieldType::Text,
        "number" => FieldType::Number,
        "boolean" => FieldType::Boolean,
        "identifier" => FieldType::Identifier,
        _ => return None,
    })
}

/// The consecutive words of `text` whose first letters are `short` (`gsn`: generic sequence number).
fn initials(short: &str, text: &[String]) -> Option<Vec<String>> {
    let letters: Vec<char> = short.chars().collect();
    if letters.len() < 2 || letters.len() > LONGEST_INITIALS {
        return None;
    }
    text.windows(letters.len())
        .find(|words| {
            words
                .iter()
                .zip(&letters)
                .all(|(word, letter)| word.starts_with(*letter) && word != short)
        })
        .map(<[String]>::to_vec)
}

/// The first word of `text` that begins with `short` and is longer.
fn begun(short: &str, text: &[String]) -> Option<String> {
    let is_short = short.len() >= 3 && short.chars().all(char::is_alphabetic);
    text.iter()
        .find(|word| is_short && word.len() > short.len() + 1 && word.starts_with(short))
        .cloned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Vocabulary;
    use super::words;

    fn name(name: &str, text: &str) -> String {
        let vocabulary = Vocabulary::built_in();
        vocabulary
            .name_words(name, &words::split(text), &BTreeSet::new())
            .join(" ")
    }

    #[test]
    fn short_forms_are_written_out() {
        assert_eq!(name("DOB", ""), "date birth");
        assert_eq!(name("NHSNo", ""), "national health service number");
        assert_eq!(name("birth_dt", ""), "birth date");
    }

    #[test]
    fn words_run_together_are_taken_apart() {
        assert_eq!(name("deathtime", ""), "death time");
        assert_eq!(name("careunit", ""), "care unit");
        for whole in ["therapist", "ended", "followed", "reporter", "linkage"] {
            assert_eq!(name(whole, ""), whole);
        }
    }

    #[test]
    fn a_short_form_may_be_explained_by_the_definition() {
        assert_eq!(
            name("gsn", "The Generic Sequence Number"),
            "generic sequence number"
        );
        assert_eq!(name("curt_vol", "The curtain volume"), "curtain volume");
        assert_eq!(name("xyz", "The curtain volume"), "xyz");
    }

    #[test]
    fn each_line_of_the_table_is_read() {
        let vocabulary = Vocabulary::built_in();
        for line in super::TABLE.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() >= 4, "{line}");
            assert!(["short", "alike", "shape"].contains(&columns[0]), "{line}");
            assert!(["general", "health"].contains(&columns[1]), "{line}");
        }
        assert!(!vocabulary.groups(&words::stem("death")).is_empty());
    }
}
