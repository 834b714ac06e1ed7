//! Decisions of the workshop about findings, kept with the map.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::read::source::Span;

/// A decision that matched a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `open`, `in-hand`, `accepted`, `disputed` or `closed`.
    pub status: String,
    /// The reason, as written.
    pub why: String,
    /// The organisation that decided; empty if not stated.
    pub(crate) by: String,
    /// The last day of the decision, as written; empty if not stated. The finding is then open again.
    pub(crate) until: String,
    /// The action; empty if not stated.
    pub(crate) action: String,
    /// The organisation that will do it; empty if not stated.
    pub(crate) owner: String,
    /// The day by which it is done, as written; empty if not stated.
    pub(crate) due: String,
    /// The place of the decision.
    pub(crate) span: Span,
}

impl Verdict {
    /// True for `accepted` and `closed`: the finding is listed and no longer counts.
    pub(crate) fn settles(&self) -> bool {
        matches!(self.status.as_str(), "accepted" | "closed")
    }
}

/// The patterns of decisions, indexed by a piece of each, so that a name is compared only with the few patterns that may match it.
pub(crate) struct Patterns<'p> {
    all: Vec<&'p str>,
    /// For a short piece, the patterns that hold it between their stars. Each pattern is listed under its rarest piece.
    by_piece: FxHashMap<&'p [u8], Vec<usize>>,
    /// Patterns made of stars alone.
    open: Vec<usize>,
}

/// The length of a piece, in bytes. A shorter part of a pattern is a piece itself.
const PIECE: usize = 5;

/// The pieces of a pattern: all runs of that length between its stars, or the whole part between two stars if it is shorter.
fn pieces(pattern: &str) -> impl Iterator<Item = &[u8]> {
    let parts = pattern.split('*').filter(|part| !part.is_empty());
    parts.flat_map(|part| part.as_bytes().windows(part.len().min(PIECE)))
}

impl<'p> Patterns<'p> {
    pub(crate) fn of(patterns: impl IntoIterator<Item = &'p str>) -> Self {
        let all: Vec<&str> = patterns.into_iter().collect();
        let mut counts: FxHashMap<&[u8], usize> = FxHashMap::default();
        for piece in all.iter().flat_map(|pattern| pieces(pattern)) {
            *counts.entry(piece).or_default() += 1;
        }
        let (mut by_piece, mut open) = (FxHashMap::<&[u8], Vec<usize>>::default(), Vec::new());
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for (place, pattern) in all.iter().enumerate() {
            // Of equal patterns, only the first is kept.
            if !known.insert(pattern) {
                continue;
            }
            // The longest pieces are the rarest. Of equals, the first is taken.
            let rarest = pieces(pattern).min_by_key(|piece| (PIECE - piece.len(), counts[piece]));
            match rarest {
                Some(piece) => by_piece.entry(piece).or_default().push(place),
                None => open.push(place),
            }
        }
        Self {
            all,
            by_piece,
            open,
        }
    }

    /// The index of the first pattern that matches a name.
    pub(crate) fn first_that_names(&self, name: &str) -> Option<usize> {
        let bytes = name.as_bytes();
        let lengths = 1..=PIECE.min(bytes.len());
        let stretches = lengths.flat_map(|length| bytes.windows(length));
        let found = stretches.filter_map(|stretch| self.by_piece.get(stretch));
        let mut first: Option<usize> = None;
        for place in found.flatten().chain(&self.open).copied() {
            let is_sooner = first.is_none_or(|first| place < first);
            if is_sooner && is_named(self.all[place], name) {
                first = Some(place);
            }
        }
        first
    }
}

/// True if `name` matches `pattern`, in which `*` matches any run of characters.
pub(crate) fn is_named(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The name of a finding or topic with the id `old` changed to `new` wherever it is a whole word.
pub(crate) fn renamed(name: &str, old: &str, new: &str) -> String {
    let is_border = |letter: Option<char>| {
        letter.is_none_or(|letter| !letter.is_alphanumeric() && !matches!(letter, '_' | ' '))
    };
    let mut out = String::new();
    let mut rest = name;
    let mut before: Option<char> = None;
    while let Some(place) = rest.find(old).filter(|_| !old.is_empty()) {
        let (head, tail) = (&rest[..place], &rest[place + old.len()..]);
        let left = head.chars().next_back().or(before);
        let is_alone = is_border(left) && is_border(tail.chars().next());
        out.push_str(head);
        out.push_str(if is_alone { new } else { old });
        before = old.chars().next_back();
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::Patterns;
    use super::is_named;
    use super::renamed;

    #[test]
    fn an_id_is_renamed_where_it_stands_alone() {
        let told = |name| renamed(name, "cqc", "regulator");
        assert_eq!(told("unowned/cqc"), "unowned/regulator");
        assert_eq!(
            told("lost-identifier/cqc->cqc_reg"),
            "lost-identifier/regulator->cqc_reg"
        );
        assert_eq!(told("*/cqc.*"), "*/regulator.*");
        assert_eq!(told("unowned/acqc/cqccqc"), "unowned/acqc/cqccqc");
    }

    #[test]
    fn the_first_pattern_that_matches_is_found() {
        let patterns = [
            "unowned/epr",
            "*/s12q*",
            "rule/*",
            "*",
            "",
            "a*",
            "*b",
            "unowned/*",
            "**é**",
            "rule/x",
            "rule/*",
        ];
        let names = [
            "unowned/epr",
            "rule/s12q",
            "other/s12q/more",
            "rule/x",
            "ab",
            "b",
            "a",
            "",
            "é",
            "unowned/",
            "nothing",
        ];
        for from in 0..patterns.len() {
            for to in from..=patterns.len() {
                let some = &patterns[from..to];
                let index = Patterns::of(some.iter().copied());
                for name in names {
                    let first = some.iter().position(|pattern| is_named(pattern, name));
                    assert_eq!(index.first_that_names(name), first, "{name} {some:?}");
                }
            }
        }
    }

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        assert!(is_named(
            "repeated-request/provider/*",
            "repeated-request/provider/date_of_death"
        ));
        assert!(is_named(
            "*/date_of_death",
            "repeated-request/provider/date_of_death"
        ));
        assert!(is_named("unowned/epr", "unowned/epr"));
        assert!(!is_named("unowned/epr", "unowned/epr2"));
        assert!(!is_named("unowned/*x", "unowned/epr"));
        assert!(!is_named("a*b*a", "aba".repeat(0).as_str()));
    }
}
