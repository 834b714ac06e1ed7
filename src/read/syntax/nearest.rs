//! Did-you-mean: finds the known words that are near to a misspelt one.

use std::cell::Cell;

use unicode_normalization::UnicodeNormalization as _;

/// The form for comparing ids: in NFC, lower case, without spaces, hyphens and underscores. A separator between two digits counts and
/// becomes an underscore, so that `1-5` is not `15`.
pub fn matching_key(id: &str) -> String {
    key(id, |before, after| {
        before.is_numeric() && after.is_numeric()
    })
}

/// The form in which separators count, but not their kind: `it_show` and `it show` are close, `its_how` is not.
pub(crate) fn close_key(id: &str) -> String {
    key(id, |_, _| true)
}

/// The text in NFC and lower case. Separators between two characters become an underscore if `counts` says so, and are dropped otherwise.
fn key(id: &str, counts: fn(char, char) -> bool) -> String {
    let mut key = String::with_capacity(id.len());
    let mut is_apart = false;
    let mut last = None;
    let mut add = |c: char| {
        if matches!(c, ' ' | '-' | '_') {
            is_apart = true;
            return;
        }
        if is_apart && last.is_some_and(|last| counts(last, c)) {
            key.push('_');
        }
        is_apart = false;
        last = Some(c);
        key.push(c);
    };
    if id.is_ascii() {
        id.chars().map(|c| c.to_ascii_lowercase()).for_each(add);
    } else {
        id.nfc().flat_map(char::to_lowercase).for_each(&mut add);
    }
    key
}

/// Up to three of `known` that are near to `word`, nearest first, ties in the order given.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    Near::of(known).to(word)
}

/// The words with which misspelt ones are compared.
pub(crate) struct Near<'k> {
    known: Vec<Known<'k>>,
    /// The number of words that may still be looked at. Of very many misspelt words and very many known ones, the last get no suggestion.
    looks: Cell<usize>,
}

/// A known word. Its length, letters and pairs of letters show quickly if it is far from another word.
struct Known<'k> {
    word: &'k str,
    key: String,
    length: usize,
    letters: Counts,
    pairs: Counts,
}

/// The largest number of looks at a known word.
const MOST_LOOKS: usize = 1_000_000_000;

/// The number of times that each letter, or each pair of letters, occurs. Some share a count.
type Counts = [u8; 64];

fn counts(items: impl Iterator<Item = u32>) -> Counts {
    let mut counts = [0_u8; 64];
    for item in items {
        let count = &mut counts[(item.wrapping_mul(0x9E37_79B1) >> 26) as usize];
        *count = count.saturating_add(1);
    }
    counts
}

fn letters(key: &str) -> Counts {
    counts(key.chars().map(u32::from))
}

fn pairs(key: &str) -> Counts {
    let next = key.chars().skip(1).map(u32::from);
    let pairs = key.chars().map(u32::from).zip(next);
    counts(pairs.map(|(a, b)| a.wrapping_mul(0x0101_0101) ^ b))
}

/// A lower bound of the items in either without a counterpart in the other.
fn surplus(a: &Counts, b: &Counts) -> usize {
    let (mut here, mut there) = (0_u16, 0_u16);
    for (a, b) in a.iter().zip(b) {
        here += u16::from(a.saturating_sub(*b));
        there += u16::from(b.saturating_sub(*a));
    }
    here.max(there).into()
}

/// The number of slips from one word to another (Damerau 1964, Levenshtein 1966; in any order, as `strsim` counts them). For ASCII it is
/// several times faster than `strsim`. `cells` is a reused buffer.
fn distance(a: &str, b: &str, cells: &mut Vec<u16>) -> usize {
    if !a.is_ascii() || !b.is_ascii() || a.len() + b.len() > usize::from(u16::MAX) {
        return strsim::damerau_levenshtein(a, b);
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let (width, far) = (b.len() + 2, (a.len() + b.len()) as u16);
    cells.clear();
    cells.resize((a.len() + 2) * width, far);
    for row in 0..=a.len() {
        cells[(row + 1) * width + 1] = row as u16;
    }
    for column in 0..=b.len() {
        cells[width + column + 1] = column as u16;
    }
    // For each letter, the last row with it.
    let mut last_row = [0_usize; 128];
    for row in 1..=a.len() {
        let mut last_column = 0;
        for column in 1..=b.len() {
            let (above, beside) = (last_row[usize::from(b[column - 1])], last_column);
            let is_same = a[row - 1] == b[column - 1];
            if is_same {
                last_column = column;
            }
            let changed = cells[row * width + column] + u16::from(!is_same);
            let added = cells[(row + 1) * width + column] + 1;
            let dropped = cells[row * width + column + 1] + 1;
            let between = (row - above - 1) + 1 + (column - beside - 1);
            let swapped = cells[above * width + beside].saturating_add(between as u16);
            cells[(row + 1) * width + column + 1] = changed.min(added).min(dropped).min(swapped);
        }
        last_row[usize::from(a[row - 1])] = row;
    }
    usize::from(cells[(a.len() + 1) * width + b.len() + 1])
}

impl<'k> Near<'k> {
    pub(crate) fn of(known: impl IntoIterator<Item = &'k str>) -> Self {
        let known = known.into_iter().map(|word| {
            let key = matching_key(word);
            Known {
                word,
                length: key.chars().count(),
                letters: letters(&key),
                pairs: pairs(&key),
                key,
            }
        });
        Self {
            known: known.collect(),
            looks: Cell::new(MOST_LOOKS),
        }
    }

    /// True if one of the words has this matching key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.known.iter().any(|known| known.key == key)
    }

    /// Up to three words that are near to `word`, nearest first, ties in the order given.
    pub(crate) fn to(&self, word: &str) -> Vec<&'k str> {
        let Some(looks) = self.looks.get().checked_sub(self.known.len()) else {
            return Vec::new();
        };
        self.looks.set(looks);
        let word = matching_key(word);
        let length = word.chars().count();
        let limit = length.div_ceil(3);
        let (own_letters, own_pairs) = (letters(&word), pairs(&word));
        // The best three so far. Another word must be nearer than the last of them, because earlier ones go first.
        let mut near: Vec<(usize, &str)> = Vec::new();
        let mut cells = Vec::new();
        for known in &self.known {
            let is_beaten = |distance: usize| near.len() == 3 && distance >= near[2].0;
            // One slip changes at most one letter, and three pairs of letters.
            let mut least =
                surplus(&own_letters, &known.letters).max(known.length.abs_diff(length));
            if is_beaten(least) {
                continue;
            }
            let may_contain = length >= 4 && (known.length >= length || known.key.len() >= 4);
            if least > limit && !may_contain {
                continue;
            }
            least = least.max(surplus(&own_pairs, &known.pairs).div_ceil(3));
            if is_beaten(least) {
                continue;
            }
            let contains = || {
                may_contain
                    && (known.key.contains(&word)
                        || (known.key.len() >= 4 && word.contains(&known.key)))
            };
            if least > limit && !contains() {
                continue;
            }
            let distance = distance(&word, &known.key, &mut cells);
            if is_beaten(distance) || (distance > limit && !contains()) {
                continue;
            }
            let place = near.partition_point(|(other, _)| *other <= distance);
            near.insert(place, (distance, known.word));
            near.truncate(3);
        }
        near.into_iter().map(|(_, word)| word).collect()
    }
}

/// True if the words differ by at most two typing slips.
pub(super) fn is_slip(word: &str, other: &str) -> bool {
    let (word, other) = (matching_key(word), matching_key(other));
    let most = (word.chars().count() / 3).min(2);
    strsim::damerau_levenshtein(&word, &other) <= most
}

#[cfg(test)]
mod tests {
    use super::{close_key, matching_key, nearest};

    #[test]
    fn separators_count_between_digits_alone() {
        assert_eq!(matching_key("Date of-Death"), matching_key("date_of_death"));
        assert_ne!(matching_key("1-5"), matching_key("15"));
        assert_ne!(matching_key("q1_1"), matching_key("q11"));
        assert_eq!(matching_key("1 - 5"), matching_key("1_5"));
        assert_eq!(matching_key("Cafe\u{301}"), matching_key("caf\u{e9}"));
        assert_eq!(close_key("it show"), close_key("It_Show"));
        assert_ne!(close_key("it_show"), close_key("its_how"));
    }

    /// The expected result, computed for each pair.
    fn plainly<'k>(word: &str, known: &[&'k str]) -> Vec<&'k str> {
        let word = matching_key(word);
        let length = word.chars().count();
        let near = known.iter().filter_map(|candidate| {
            let key = matching_key(candidate);
            let contains =
                length >= 4 && (key.contains(&word) || (key.len() >= 4 && word.contains(&key)));
            let distance = strsim::damerau_levenshtein(&word, &key);
            (contains || distance <= length.div_ceil(3)).then_some((distance, *candidate))
        });
        let mut near: Vec<(usize, &str)> = near.collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.truncate(3);
        near.into_iter().map(|(_, candidate)| candidate).collect()
    }

    #[test]
    fn leaving_out_what_is_surely_far_changes_nothing() {
        let mut numbers = fastrand::Rng::with_seed(3);
        let mut word = |most: usize| -> String {
            let letters = ["a", "b", "c", "é", "1", "_"];
            (0..=numbers.usize(..most))
                .map(|_| letters[numbers.usize(..letters.len())])
                .collect()
        };
        for _ in 0..300 {
            let known: Vec<String> = (0..60).map(|_| word(9)).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            for _ in 0..10 {
                let word = word(12);
                assert_eq!(
                    nearest(&word, known.iter().copied()),
                    plainly(&word, &known),
                    "{word} {known:?}"
                );
            }
        }
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        let known = ["organisations", "systems", "flows", "needs"];
        assert_eq!(nearest("organizations", known), ["organisations"]);
        assert_eq!(nearest("flow", known), ["flows"]);
        assert!(nearest("xylophone", known).is_empty());
    }
}
