//! Ids that differ only in separators, and references that match an id only without its separators.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::read::finding::{Finding, kind};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Spelling, Spellings};
use crate::words::{first_few, listed};

kind! {
    /// ## Finds
    /// Two declared ids that differ only in spaces, hyphens and underscores, such as `it_show` and `its_how`.
    /// ## Why it matters
    /// Both are kept. A reader may take one for the other, and a reference that fits both equally names neither.
    /// ## How to fix
    /// If they are one thing, delete one. If they are two, rename one.
    /// ## When it is fine
    /// Where the two are different things and everybody writes both ids in full.
    pub(crate) SIMILAR_IDS = "similar-ids", Map, Note, "two ids that differ only in separators"
}

kind! {
    /// ## Finds
    /// A reference that names something only when spaces, hyphens and underscores are dropped, such as `dateofdeath` for `date_of_death`.
    /// ## Why it matters
    /// It is read as the id it fits. Where another thing was meant, everything said about the reference is said of the wrong thing.
    /// ## How to fix
    /// Write the id as it is declared.
    /// ## When it is fine
    /// Where the id in the message is the one that was meant.
    pub(crate) LOOSE_REFERENCE = "loose-reference", Map, Note, "a reference that fits an id only without its separators"
}

/// The largest number of places shown for one name.
const MOST_PLACES: usize = 4;

/// The largest number of systems named.
const MOST_SYSTEMS: usize = 3;

/// References that match an id only without its separators: the name as written and as declared, with all places.
#[derive(Debug, Default)]
pub(super) struct Loose(BTreeMap<(u32, u32), Noted>);

/// The places of one name, and the systems whose field it names; no systems if it names something else.
#[derive(Debug, Default)]
struct Noted {
    spans: Vec<Span>,
    systems: BTreeSet<Box<str>>,
}

impl Loose {
    /// Notes a reference whose separators differ from those of the id.
    pub(super) fn note(
        &mut self,
        spellings: &Spellings,
        written: Spelling,
        declared: Spelling,
        span: Span,
    ) {
        if written != declared && spellings.close(written) != spellings.close(declared) {
            let noted = self.0.entry((written.0, declared.0)).or_default();
            noted.spans.push(span);
        }
    }

    /// Adds the notes about the fields of a system.
    pub(super) fn join(&mut self, fields: Self, system: &str) {
        for (names, noted) in fields.0 {
            let known = self.0.entry(names).or_default();
            known.spans.extend(noted.spans);
            known.systems.insert(system.into());
        }
    }

    /// Reports the notes, with one finding for each name as written. `what` is the kind of thing.
    pub(super) fn report(self, decoder: &mut Decoder<'_>, what: &str) {
        for ((written, declared), Noted { mut spans, systems }) in self.0 {
            spans.sort_unstable();
            spans.dedup();
            let written = decoder.spellings.text(Spelling(written)).clone();
            let declared = decoder.spellings.text(Spelling(declared)).clone();
            let mut finding = loose(what, &written, &declared, &spans);
            if !systems.is_empty() {
                let names: Vec<String> =
                    systems.iter().map(|system| format!("`{system}`")).collect();
                let of = if names.len() > MOST_SYSTEMS {
                    first_few(names, MOST_SYSTEMS)
                } else {
                    listed(&names)
                };
                finding = finding.message(format!(
                    "`{written}` is read as the {what} `{declared}` of {of}"
                ));
            }
            decoder.findings.push(finding);
        }
    }
}

/// The finding for a name that matches an id only without its separators.
pub(super) fn loose(what: &str, written: &str, declared: &str, spans: &[Span]) -> Finding {
    let mut finding = Finding::at(
        &LOOSE_REFERENCE,
        &[what, written],
        spans[0],
        format!("read as `{declared}`"),
    )
    .message(format!("`{written}` is read as the {what} `{declared}`"))
    .subject("written", written)
    .subject("declared", declared)
    .help(format!(
        "write `{declared}`, or declare `{written}` if it is something else"
    ));
    for span in spans.iter().skip(1).take(MOST_PLACES) {
        finding = finding.also(*span, "and here");
    }
    finding
}

/// Declared ids, to tell duplicates from ids that only look alike.
#[derive(Debug, Default)]
pub(super) struct Alike(FxHashMap<Spelling, Vec<(Spelling, Span)>>);

impl Alike {
    /// False, with a finding, if the id was declared before. An id that differs from an earlier one only in separators is new, and noted.
    pub(super) fn is_new(&mut self, decoder: &mut Decoder<'_>, id: &str, span: Span) -> bool {
        let name = decoder.spellings.number(id);
        let key = decoder.spellings.key(name);
        let earlier = self.0.entry(key).or_default();
        let same = |other: Spelling| {
            let other = decoder.spellings.text(other);
            other.to_lowercase() == id.to_lowercase()
        };
        if let Some((_, first)) = earlier.iter().find(|(other, _)| same(*other)) {
            decoder.twice(span, *first);
            return false;
        }
        if let Some((other, first)) = earlier.first() {
            let other = decoder.spellings.text(*other);
            let finding = Finding::at(&SIMILAR_IDS, &[other, id], span, "much like the other")
                .message(format!(
                    "`{id}` and `{other}` differ only in separators; both are kept"
                ))
                .also(*first, "the other")
                .subject("id", id)
                .subject("other", &**other)
                .help("delete one if they are the same thing; rename one if they are not");
            decoder.findings.push(finding);
        }
        earlier.push((name, span));
        true
    }
}
