//! The entries that a foreign file proposes, while they are gathered; and their text as a flow file.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{Entry, Section};
use super::ids::one_line;
use super::{LeftOut, Part};
use crate::exchange::foreign::tree::Tree;
use crate::read::finding::{Finding, Level};
use crate::read::source::{FileId, SourceSet, Span};
use crate::read::syntax::Decoder;

/// Limit on the findings of one file. The others are counted in one more finding.
const MOST_FINDINGS: usize = 200;

/// A flow: its ends by number, and what it passes.
#[derive(Debug)]
pub(super) struct Passing {
    pub(super) ends: (usize, usize),
    pub(super) entry: Entry,
    pub(super) passages: Vec<(Vec<String>, String, &'static str)>,
    /// The passages with several sources, by target and change.
    joined: BTreeMap<(String, &'static str), usize>,
    known: BTreeSet<(String, String, &'static str)>,
}

/// A crosswalk between two code lists.
#[derive(Debug, Default)]
pub(super) struct Crosswalk {
    pub(super) pairs: Vec<(String, Vec<(String, &'static str)>)>,
    places: BTreeMap<String, usize>,
    known: BTreeMap<(String, String), &'static str>,
    pub(super) notes: Entry,
}

/// The codes of a list with their meanings, and the place of each.
type Codes = (Vec<(String, String)>, BTreeMap<String, usize>);

/// The proposal of a foreign file while it is read.
pub(super) struct Draft<'a> {
    /// The file alone.
    pub(super) sources: &'a SourceSet,
    /// The file's name without its folder and ending.
    pub(super) stem: String,
    pub(super) source: String,
    pub(super) organisations: Section,
    pub(super) terms: Section,
    pub(super) code_lists: Section,
    pub(super) codes: BTreeMap<usize, Codes>,
    pub(super) crosswalks: BTreeMap<(usize, usize), Crosswalk>,
    pub(super) systems: Section,
    pub(super) flows: Vec<Passing>,
    flow_places: BTreeMap<(usize, usize, String), usize>,
    left: BTreeMap<(String, &'static str), usize>,
    findings: Vec<Finding>,
    unsaid: usize,
}

impl<'a> Draft<'a> {
    /// Nothing yet, of this file.
    pub(super) fn new(sources: &'a SourceSet) -> Self {
        let name = &sources.file(FileId(0)).name;
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = file.split('.').next().unwrap_or(file);
        Self {
            sources,
            stem: stem.to_owned(),
            source: one_line(file),
            organisations: Section::default(),
            terms: Section::default(),
            code_lists: Section::default(),
            codes: BTreeMap::new(),
            crosswalks: BTreeMap::new(),
            systems: Section::default(),
            flows: Vec::new(),
            flow_places: BTreeMap::new(),
            left: BTreeMap::new(),
            findings: Vec::new(),
            unsaid: 0,
        }
    }

    /// Adds something to the source that every entry names, such as the version that the file states.
    pub(super) fn edition(&mut self, words: &str) {
        let words = one_line(words);
        if !words.is_empty() {
            self.source = format!("{}, {words}", self.source);
        }
    }

    /// The id of the organisation with this name.
    pub(super) fn organisation(&mut self, key: &str, name: &str) -> &mut Entry {
        let place = self.organisations.place(key, name, "organisation");
        let entry = &mut self.organisations.entries[place];
        entry.say("name", name);
        entry
    }

    /// The term with this foreign name.
    pub(super) fn term(&mut self, key: &str, name: &str) -> &mut Entry {
        let place = self.terms.place(key, name, "term");
        &mut self.terms.entries[place]
    }

    /// True if there is a term with this foreign name.
    pub(super) fn has_term(&self, key: &str) -> bool {
        self.terms.find(key).is_some()
    }

    /// The number of the system with this foreign name. `shown` is its name for people.
    pub(super) fn system(&mut self, key: &str, wanted: &str, shown: &str) -> usize {
        let place = self.systems.place(key, wanted, "system");
        self.systems.entries[place].say("name", shown);
        place
    }

    /// The number of the system with this foreign name, if there is one.
    pub(super) fn known_system(&self, key: &str) -> Option<usize> {
        self.systems.find(key)
    }

    /// The system with this number.
    pub(super) fn at(&mut self, system: usize) -> &mut Entry {
        &mut self.systems.entries[system]
    }

    /// The field of a system with this name.
    pub(super) fn field(&mut self, system: usize, name: &str) -> &mut Entry {
        let fields = &mut self.systems.entries[system].fields;
        let place = fields.place(name, name, "field");
        &mut fields.entries[place]
    }

    /// Says that a system is part of another.
    pub(super) fn part_of(&mut self, system: usize, whole: usize) {
        let slug = self.systems.entries[whole].slug.clone();
        if whole != system {
            self.at(system).say("part_of", &slug);
        }
    }

    /// The number of the flow between two systems; of several, the one with this id. `None` for a flow from a system to itself, which flow
    /// files do not have.
    pub(super) fn flow(&mut self, from: usize, to: usize, id: &str) -> Option<usize> {
        if from == to {
            return None;
        }
        let next = self.flows.len();
        let key = (from, to, id.to_owned());
        let place = *self.flow_places.entry(key).or_insert(next);
        if place == next {
            let mut entry = Entry::default();
            entry.say("id", id);
            self.flows.push(Passing {
                ends: (from, to),
                entry,
                passages: Vec::new(),
                joined: BTreeMap::new(),
                known: BTreeSet::new(),
            });
        }
        Some(place)
    }

    /// The keys of a flow.
    pub(super) fn of_flow(&mut self, flow: usize) -> &mut Entry {
        &mut self.flows[flow].entry
    }

    /// Says that a flow passes a field. `how` is a word of the format; empty where the file does not say what happens to the value. Returns
    /// false if that was said before.
    pub(super) fn pass(&mut self, flow: usize, from: &str, to: &str, how: &'static str) -> bool {
        let (source, target) = self.flows[flow].ends;
        let from = self.field(source, from).slug.clone();
        let to = self.field(target, to).slug.clone();
        let passing = &mut self.flows[flow];
        if !passing.known.insert((from.clone(), to.clone(), how)) {
            return false;
        }
        // Values worked out together have one passage; a value that arrives as it is has one of its own for each source.
        let is_joined = !matches!(how, "" | "identity" | "masked");
        let next = passing.passages.len();
        let place = if is_joined {
            *passing.joined.entry((to.clone(), how)).or_insert(next)
        } else {
            next
        };
        match passing.passages.get_mut(place) {
            Some((sources, ..)) => sources.push(from),
            None => passing.passages.push((vec![from], to, how)),
        }
        true
    }

    /// The number of the code list with this foreign name.
    pub(super) fn code_list(&mut self, key: &str, wanted: &str) -> usize {
        let place = self.code_lists.place(key, wanted, "code list");
        self.codes.entry(place).or_default();
        place
    }

    /// The code list with this number.
    pub(super) fn of_list(&mut self, list: usize) -> &mut Entry {
        &mut self.code_lists.entries[list]
    }

    /// Adds a code. Returns false if the list has the code with another meaning.
    pub(super) fn code(&mut self, list: usize, code: &str, meaning: &str) -> bool {
        let (codes, places) = self.codes.entry(list).or_default();
        let (code, meaning) = (one_line(code), one_line(meaning));
        let next = codes.len();
        let place = *places.entry(code.clone()).or_insert(next);
        match codes.get_mut(place) {
            None => codes.push((code, meaning)),
            Some((_, known)) if known.is_empty() => *known = meaning,
            Some((_, known)) => return meaning.is_empty() || *known == meaning,
        }
        true
    }

    /// True if a list has this code.
    pub(super) fn has_code(&self, list: usize, code: &str) -> bool {
        self.codes
            .get(&list)
            .is_some_and(|(_, places)| places.contains_key(&one_line(code)))
    }

    /// Adds a pair to the crosswalk between two lists. If the pair is there already, returns its predicate.
    pub(super) fn pair(
        &mut self,
        (from, to): (usize, usize),
        (code, target): (&str, &str),
        predicate: &'static str,
    ) -> Option<&'static str> {
        let crosswalk = self.crosswalks.entry((from, to)).or_default();
        let (code, target) = (one_line(code), one_line(target));
        let pair = (code.clone(), target.clone());
        if let Some(known) = crosswalk.known.get(&pair) {
            return Some(known);
        }
        crosswalk.known.insert(pair, predicate);
        let next = crosswalk.pairs.len();
        let place = *crosswalk.places.entry(code.clone()).or_insert(next);
        if place == next {
            crosswalk.pairs.push((code, Vec::new()));
        }
        crosswalk.pairs[place].1.push((target, predicate));
        None
    }

    /// Adds a remark to the crosswalk between two lists.
    pub(super) fn of_crosswalk(&mut self, lists: (usize, usize)) -> &mut Entry {
        &mut self.crosswalks.entry(lists).or_default().notes
    }

    /// Counts the keys of a part of the format that are left out, and those that nobody knows.
    pub(super) fn keys(&mut self, part: &'static Part, tree: &Tree) {
        for (key, value) in tree.entries() {
            if part.reads(key) || value.is_empty() {
                continue;
            }
            match part.leaves(key) {
                Some(why) => {
                    *self
                        .left
                        .entry((format!("`{key}` of {}", part.of), why))
                        .or_default() += 1;
                }
                None => self.unknown(part, key),
            }
        }
    }

    /// Counts something that is left out, under the words of the format's table.
    pub(super) fn leave(&mut self, part: &'static Part, what: &str, count: usize) {
        let why = part
            .leaves(what)
            .unwrap_or("it has no place in a flow file");
        debug_assert!(part.leaves(what).is_some(), "{what} is in no table");
        if count > 0 {
            *self.left.entry((what.to_owned(), why)).or_default() += count;
        }
    }

    /// Counts a key that the format's table does not have.
    pub(super) fn unknown(&mut self, part: &'static Part, key: &str) {
        let key: String = one_line(key).chars().take(60).collect();
        let kinds = self.left.len();
        let what = (format!("`{key}` of {}", part.of), super::UNKNOWN_KEY);
        // A file with keys without end does not get a list without end.
        let what = if kinds < MOST_FINDINGS {
            what
        } else {
            (format!("further keys of {}", part.of), super::UNKNOWN_KEY)
        };
        *self.left.entry(what).or_default() += 1;
    }

    /// The text of a key that a thing must have; `None`, with a fault, if it has none. `what` is the thing in words.
    pub(super) fn needed<'t>(&mut self, tree: &'t Tree, key: &str, what: &str) -> Option<&'t str> {
        let text = tree.text(key);
        if text.is_empty() {
            let message = format!("this {what} has no `{key}`");
            self.fault(tree.at, message, format!("add a line `{key}:`"));
        }
        (!text.is_empty()).then_some(text)
    }

    /// Reports a fault at a byte of the file.
    pub(super) fn fault(&mut self, at: u32, message: impl Into<String>, help: impl Into<String>) {
        self.report(Level::Error, at, message.into(), help.into());
    }

    /// Reports something that people should know, at a byte of the file.
    pub(super) fn remark(&mut self, at: u32, message: impl Into<String>, help: impl Into<String>) {
        self.report(Level::Note, at, message.into(), help.into());
    }

    fn report(&mut self, level: Level, at: u32, message: String, help: String) {
        if self.findings.len() >= MOST_FINDINGS {
            self.unsaid += 1;
            return;
        }
        self.findings.push(super::finding(
            self.sources,
            level,
            at as usize,
            message,
            help,
        ));
    }

    /// Whether a fault makes the file unusable.
    pub(super) fn is_faulty(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.level == Level::Error)
    }

    /// The text of the proposed entries, the things left out, and the findings.
    pub(super) fn finish(mut self) -> (String, Vec<LeftOut>, Vec<Finding>) {
        if self.unsaid > 0 {
            let message = format!("{} more such faults are not listed", self.unsaid);
            let help = "mend those above and import the file again";
            let finding = super::finding(self.sources, Level::Error, 0, message, help.to_owned());
            self.findings.push(finding);
        }
        let text = self.text();
        let left = self.left.into_iter().map(|((what, why), count)| LeftOut {
            what,
            count,
            why: why.to_owned(),
        });
        (text, left.collect(), self.findings)
    }
}

/// A finding at a byte of the one file of `sources`.
pub(super) fn at_byte(sources: &SourceSet, at: usize, message: String, help: String) -> Finding {
    let text = &sources.file(FileId(0)).text;
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line = text[start..].lines().next().unwrap_or_default();
    let end = start + line.char_indices().nth(60).map_or(line.len(), |(at, _)| at);
    let span = Span {
        file: FileId(0),
        start: start as u32,
        end: end as u32,
    };
    let mut decoder = Decoder::new(sources);
    decoder.invalid(span, message, help);
    let made = decoder.findings.pop();
    made.expect("it was reported just above")
}

/// The name of a field inside another one, whose name comes first; that of the other is empty if there is none.
pub(super) fn within(outer: &str, name: &str) -> String {
    match outer {
        "" => name.to_owned(),
        outer => format!("{outer} {name}"),
    }
}
