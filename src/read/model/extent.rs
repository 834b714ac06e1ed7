//! The extent of a box along one dimension, and the algebra of extents.
//!
//! Named values are sets of leaves, compared exactly. Intervals have ends that may be uncertain: "30 days" ends between 720 and 744 hours
//! after the anchor, because a day may be counted by the calendar or by the clock; "1 month" has 28 to 31 days. Each operation therefore
//! has two [`Mode`]s: the certain result holds for all positions of the uncertain ends, the possible result holds for some of them.

/// A set of leaves, as bits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leaves(Bits);

/// The bits of a set. Most dimensions have few leaves, and their sets need no allocation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Bits {
    /// A set of up to 64 leaves.
    Few(u64),
    /// A larger set.
    Many(Box<[u64]>),
}

impl Leaves {
    /// The empty set of `count` leaves.
    pub(crate) fn none(count: usize) -> Self {
        Self(match count.div_ceil(64) {
            0 | 1 => Bits::Few(0),
            words => Bits::Many(vec![0; words].into()),
        })
    }

    /// The set of all `count` leaves.
    pub(crate) fn all(count: usize) -> Self {
        let mut all = Self::none(count);
        all.add(0..count);
        all
    }

    fn words(&self) -> &[u64] {
        match &self.0 {
            Bits::Few(word) => std::slice::from_ref(word),
            Bits::Many(words) => words,
        }
    }

    /// Adds a run of leaves.
    pub(crate) fn add(&mut self, leaves: std::ops::Range<usize>) {
        let words = match &mut self.0 {
            Bits::Few(word) => std::slice::from_mut(word),
            Bits::Many(words) => words,
        };
        for leaf in leaves {
            words[leaf / 64] |= 1 << (leaf % 64);
        }
    }

    /// True if the leaf is in the set.
    pub fn has(&self, leaf: usize) -> bool {
        self.words()[leaf / 64] & (1 << (leaf % 64)) != 0
    }

    /// True if no leaf is in the set.
    pub(crate) fn is_empty(&self) -> bool {
        self.words().iter().all(|word| *word == 0)
    }

    /// True if some leaf is in both sets.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let mut pairs = self.words().iter().zip(other.words());
        pairs.any(|(a, b)| a & b != 0)
    }

    fn combine(&self, other: &Self, with: impl Fn(u64, u64) -> u64) -> Self {
        Self(match (&self.0, &other.0) {
            (Bits::Few(a), Bits::Few(b)) => Bits::Few(with(*a, *b)),
            _ => {
                let pairs = self.words().iter().zip(other.words());
                Bits::Many(pairs.map(|(a, b)| with(*a, *b)).collect())
            }
        })
    }

    /// The leaves in both.
    #[must_use]
    pub(crate) fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & b)
    }

    /// The leaves in either.
    #[must_use]
    pub(crate) fn or(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    /// The leaves in this and not in the other.
    #[must_use]
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }
}

/// One end of an interval, in the ticks of its dimension's unit: a value from `min` to `max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct End {
    /// The least value.
    pub min: i64,
    /// The largest value.
    pub(crate) max: i64,
}

impl End {
    /// The start of every range, because no age and no time after an event is negative.
    pub(crate) const START: End = End { min: 0, max: 0 };
    /// The end of an open interval.
    pub(crate) const OPEN: End = End {
        min: i64::MAX,
        max: i64::MAX,
    };

    /// True if this end is certainly before the other. Two uncertain ends that touch are read by one clock: 30 days end before 31 days,
    /// whichever way days are counted.
    fn is_surely_before(self, other: End) -> bool {
        let is_uncertain = |end: End| end.min < end.max;
        let touches = self.max == other.min && is_uncertain(self) && is_uncertain(other);
        self.max < other.min || touches
    }

    fn may_be_before(self, other: End) -> bool {
        self != other && self.min < other.max
    }
}

/// From `low` to just before `high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Its start.
    pub low: End,
    /// Its end, which is not included.
    pub high: End,
}

impl Interval {
    /// The whole range.
    pub const ALL: Interval = Interval {
        low: End::START,
        high: End::OPEN,
    };
}

/// The extent of a box along one dimension.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// Not stated: neither all nor none.
    #[default]
    Unstated,
    /// Written as `unknown`. It counts as not stated, and is not replaced by the system's extent.
    Unknown,
    /// All values.
    All,
    /// These leaves.
    Leaves(Leaves),
    /// This interval.
    Interval(Interval),
}

/// The question that an operation of the algebra answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The rest that is left for all values of the unstated and uncertain parts.
    Certain,
    /// The rest that is left for some value of them.
    Possible,
}

impl Extent {
    /// True if the extent is stated.
    pub fn is_stated(&self) -> bool {
        !matches!(self, Extent::Unstated | Extent::Unknown)
    }

    /// True if the extent is stated and none of its ends is uncertain.
    pub(super) fn is_exact(&self) -> bool {
        match self {
            Extent::All | Extent::Leaves(_) => true,
            Extent::Interval(Interval { low, high }) => low.min == low.max && high.min == high.max,
            Extent::Unstated | Extent::Unknown => false,
        }
    }

    /// True if this is inside the other, both being exact.
    pub(super) fn is_inside(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Extent::All) => true,
            (Extent::Leaves(a), Extent::Leaves(b)) => a.minus(b).is_empty(),
            (Extent::Interval(a), Extent::Interval(b)) => {
                b.low.min <= a.low.min && a.high.min <= b.high.min
            }
            _ => false,
        }
    }

    /// `Some(true)` if the two certainly overlap, `Some(false)` if they certainly do not.
    pub(crate) fn overlaps(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            // A population is never empty, so an unstated extent overlaps with all.
            (Extent::All, _) | (_, Extent::All) => Some(true),
            (Extent::Leaves(a), Extent::Leaves(b)) => Some(a.meets(b)),
            (Extent::Interval(a), Extent::Interval(b)) => a.overlaps(*b),
            // One of the two is unstated.
            _ => None,
        }
    }

    /// The part in both extents.
    #[must_use]
    pub(crate) fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Extent::Leaves(a), Extent::Leaves(b)) => Extent::Leaves(a.and(b)),
            (Extent::Interval(a), Extent::Interval(b)) => Extent::Interval(a.and(*b)),
            (Extent::Leaves(_) | Extent::Interval(_), _) => self.clone(),
            (_, Extent::Leaves(_) | Extent::Interval(_)) | (Extent::All, _) => other.clone(),
            _ => self.clone(),
        }
    }

    /// The part of this extent outside the other, as extents that do not overlap. `all` is this dimension written out in full.
    pub(crate) fn minus(&self, other: &Self, all: &Extent, mode: Mode) -> Vec<Extent> {
        match (self, other) {
            (_, Extent::All) => Vec::new(),
            (a, b) if !a.is_stated() || !b.is_stated() => match mode {
                Mode::Certain => Vec::new(),
                Mode::Possible => vec![self.clone()],
            },
            (Extent::All, other) => match (all, other) {
                (Extent::All, _) => Vec::new(),
                _ => all.minus(other, all, mode),
            },
            (Extent::Leaves(a), Extent::Leaves(b)) => {
                let rest = a.minus(b);
                if rest.is_empty() {
                    Vec::new()
                } else {
                    vec![Extent::Leaves(rest)]
                }
            }
            (Extent::Interval(a), Extent::Interval(b)) => a
                .minus(*b, mode)
                .into_iter()
                .map(Extent::Interval)
                .collect(),
            _ => Vec::new(),
        }
    }
}

impl Interval {
    /// The two as one, if they meet end to end.
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        if self.high == other.low {
            Some(Self {
                low: self.low,
                high: other.high,
            })
        } else if other.high == self.low {
            Some(Self {
                low: other.low,
                high: self.high,
            })
        } else {
            None
        }
    }

    fn overlaps(self, other: Self) -> Option<bool> {
        if self.low == other.low || self.high == other.high {
            return Some(true);
        }
        let surely = |a: Self, b: Self| a.low.max < b.high.min;
        if surely(self, other) && surely(other, self) {
            return Some(true);
        }
        let apart = |a: Self, b: Self| a.high.max <= b.low.min || a.high == b.low;
        if apart(self, other) || apart(other, self) {
            Some(false)
        } else {
            None
        }
    }

    fn and(self, other: Self) -> Self {
        let later = |a: End, b: End| {
            if (a.min, a.max) >= (b.min, b.max) {
                a
            } else {
                b
            }
        };
        let earlier = |a: End, b: End| {
            if (a.min, a.max) <= (b.min, b.max) {
                a
            } else {
                b
            }
        };
        Self {
            low: later(self.low, other.low),
            high: earlier(self.high, other.high),
        }
    }

    /// The part of this interval outside the other: nothing, one interval or two.
    pub(crate) fn minus(self, other: Self, mode: Mode) -> Vec<Self> {
        let apart = match mode {
            Mode::Certain => self.overlaps(other) == Some(false),
            Mode::Possible => self.overlaps(other) != Some(true),
        };
        if apart {
            return vec![self];
        }
        let is_left = |low: End, high: End| match mode {
            Mode::Certain => low.is_surely_before(high),
            Mode::Possible => low.may_be_before(high),
        };
        let mut rest = Vec::new();
        if is_left(self.low, other.low) {
            rest.push(Self {
                low: self.low,
                high: other.low,
            });
        }
        if is_left(other.high, self.high) {
            rest.push(Self {
                low: other.high,
                high: self.high,
            });
        }
        rest
    }
}
