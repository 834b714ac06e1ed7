//! The people that data is about: boxes over the dimensions, their unions, and the relations of unions.
//!
//! A box states, for each dimension, an extent or nothing. Relations are the five of RCC-5 on non-empty sets (Randell, Cui, Cohn 1992). If
//! something is unstated or uncertain, the answer is the set of possible relations, never a guess.

use std::sync::Arc;

use super::extent::{Extent, Mode};
use super::stated::Stated;

/// A box: one extent for each dimension, in the order of the model's table of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScopeBox(pub Vec<Extent>);

/// A union of boxes, shared between the fields that inherit it.
pub type Boxes = Arc<[ScopeBox]>;

/// The people that data is about, as far as a file states them.
pub type Scope = Stated<Boxes>;

/// True if the people are `unknown`, or some box of them is `unknown` on some dimension.
pub(crate) fn is_unknown_in_part(scope: &Scope) -> bool {
    let is_unknown = |people: &ScopeBox| people.0.contains(&Extent::Unknown);
    matches!(scope, Stated::Unknown(_))
        || scope
            .known()
            .is_some_and(|boxes| boxes.iter().any(is_unknown))
}

/// The relation of one population to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same people (EQ).
    Equal,
    /// Some of the other's people, and no others (PP).
    Narrower,
    /// All of the other's people, and more (`PPi`).
    Broader,
    /// Some people in common, and some on each side (PO).
    Overlapping,
    /// Nobody in common (DR).
    Disjoint,
}

impl Relation {
    /// The word used in output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Relation::Equal => "equal",
            Relation::Narrower => "narrower",
            Relation::Broader => "broader",
            Relation::Overlapping => "overlapping",
            Relation::Disjoint => "disjoint",
        }
    }

    /// The relation seen from the other side.
    #[cfg(test)]
    pub(crate) fn swapped(self) -> Self {
        match self {
            Relation::Narrower => Relation::Broader,
            Relation::Broader => Relation::Narrower,
            other => other,
        }
    }
}

/// The full extents of all dimensions, which subtraction needs to take something from `all`, and the limit on its work.
#[derive(Debug, Clone)]
pub struct Space {
    /// The full extent of each dimension.
    pub full: Vec<Extent>,
    /// The number of looks at a box after which one subtraction is given up.
    pub(super) most_looks: usize,
}

impl Default for Space {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

/// The number of looks at a box after which a subtraction is given up, if the map has few unions of many boxes.
const MOST_LOOKS: usize = 100_000;
/// The least such number.
const LEAST_LOOKS: usize = 50;
/// The number of looks at a box that the subtractions of all pairs of unions may take together, by the slowest of them.
const ALL_LOOKS: usize = 150_000_000;
/// The number of boxes up to which a union costs little.
const FEW_BOXES: usize = 6;

impl Space {
    /// The space of these dimensions.
    pub fn of(full: Vec<Extent>) -> Self {
        Self {
            full,
            most_looks: MOST_LOOKS,
        }
    }

    /// The same with a limit for a map that compares these unions with each other: the more of them have many boxes, the sooner a
    /// subtraction is given up. The limit follows from the map alone, so that a map always gives the same answer.
    pub(super) fn limited(self, unions: &[Boxes]) -> Self {
        let heavy = unions.iter().filter(|boxes| boxes.len() > FEW_BOXES);
        let heavy = heavy.count();
        let most_looks = ALL_LOOKS / (heavy * heavy).max(1);
        Self {
            most_looks: most_looks.clamp(LEAST_LOOKS, MOST_LOOKS),
            ..self
        }
    }
}

impl ScopeBox {
    /// A box that states nothing.
    pub(crate) fn unstated(dimensions: usize) -> Self {
        Self(vec![Extent::Unstated; dimensions])
    }

    /// A box of everyone on the dimensions of this one.
    pub(crate) fn everyone(&self) -> Self {
        Self(vec![Extent::All; self.0.len()])
    }

    /// `Some(true)` if the two certainly share people, `Some(false)` if they certainly do not.
    pub(crate) fn overlaps(&self, other: &Self) -> Option<bool> {
        let mut answer = Some(true);
        for (a, b) in self.0.iter().zip(&other.0) {
            match a.overlaps(b) {
                Some(false) => return Some(false),
                None => answer = None,
                Some(true) => {}
            }
        }
        answer
    }

    /// The part in both boxes.
    #[must_use]
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a.and(b)).collect())
    }

    /// The part of this box that a filter keeps. Dimensions that the filter does not state are not restricted.
    #[must_use]
    pub(crate) fn filtered(&self, filter: &Self) -> Self {
        let pairs = self.0.iter().zip(&filter.0);
        Self(
            pairs
                .map(|(here, filter)| {
                    if filter.is_stated() {
                        here.and(filter)
                    } else {
                        here.clone()
                    }
                })
                .collect(),
        )
    }

    /// This box as a filter. Dimensions that it does not state are not restricted.
    #[must_use]
    pub(crate) fn as_filter(&self) -> Self {
        let open = |extent: &Extent| {
            if extent.is_stated() {
                extent.clone()
            } else {
                Extent::All
            }
        };
        Self(self.0.iter().map(open).collect())
    }

    /// This box, with all of each dimension that it leaves out.
    #[must_use]
    pub(crate) fn presumed(&self) -> Self {
        let presumed = |extent: &Extent| match extent {
            Extent::Unstated => Extent::All,
            said => said.clone(),
        };
        Self(self.0.iter().map(presumed).collect())
    }

    /// This box on the dimension at this place, with all of every other.
    #[must_use]
    pub(crate) fn alone(&self, place: usize) -> Self {
        let mut extents = vec![Extent::All; self.0.len()];
        extents[place].clone_from(&self.0[place]);
        Self(extents)
    }

    /// This box, with its extents replaced by those that `own` states, `unknown` included.
    #[must_use]
    pub(crate) fn overlaid(&self, own: &Self) -> Self {
        let pairs = self.0.iter().zip(&own.0);
        Self(
            pairs
                .map(|(outer, own)| {
                    if *own == Extent::Unstated {
                        outer.clone()
                    } else {
                        own.clone()
                    }
                })
                .collect(),
        )
    }

    /// True if the other may have nothing of this. One dimension on which it may miss all of it is enough.
    pub(crate) fn may_miss_all_of(&self, other: &Self) -> bool {
        let mut extents = self.0.iter().zip(&other.0);
        extents.any(|(here, other)| !other.is_stated() || here.overlaps(other) != Some(true))
    }

    /// True if all of this is left after subtracting the other.
    pub(super) fn is_untouched_by(&self, other: &Self, mode: Mode) -> bool {
        match mode {
            Mode::Certain => self.overlaps(other) == Some(false),
            Mode::Possible => self.may_miss_all_of(other),
        }
    }

    /// True if all extents are stated and no end is uncertain.
    pub(super) fn is_exact(&self) -> bool {
        self.0.iter().all(Extent::is_exact)
    }

    /// True if both are exact and this is inside the other.
    pub(super) fn is_inside(&self, other: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&other.0);
        pairs.all(|(here, there)| here.is_inside(there))
    }

    /// Adds the part of this outside the other to `rest`, as boxes that do not overlap (at most two for each dimension). Must not be called
    /// for a box that [`Self::is_untouched_by`] the other.
    pub(super) fn minus(&self, other: &Self, space: &Space, mode: Mode, rest: &mut Vec<Self>) {
        let mut inside: Option<Self> = None;
        for (dimension, other) in other.0.iter().enumerate() {
            for extent in self.0[dimension].minus(other, &space.full[dimension], mode) {
                let mut piece = inside.as_ref().unwrap_or(self).clone();
                piece.0[dimension] = extent;
                rest.push(piece);
            }
            // An unstated dimension of this box stays unstated. If the other box leaves a dimension open, nothing certain is left there
            // on that dimension alone, and what is left on the others is left on its whole extent.
            let is_kept = mode == Mode::Certain && !other.is_stated();
            if self.0[dimension].is_stated() && !is_kept {
                let both = self.0[dimension].and(other);
                inside.get_or_insert_with(|| self.clone()).0[dimension] = both;
            }
        }
    }
}

/// `Some(true)` if the two certainly share people, `Some(false)` if they certainly do not.
pub fn overlap(boxes: &[ScopeBox], others: &[ScopeBox]) -> Option<bool> {
    let mut answer = Some(false);
    for a in boxes {
        for b in others {
            match a.overlaps(b) {
                Some(true) => return Some(true),
                None => answer = None,
                Some(false) => {}
            }
        }
    }
    answer
}

/// True if two populations may share people.
pub(crate) fn may_share(boxes: &[ScopeBox], others: &[ScopeBox]) -> bool {
    overlap(boxes, others) != Some(false)
}

/// The same as [`overlap`], with each dimension that one side leaves out presumed unrestricted there. Only a written `unknown` or an
/// uncertain end then makes the answer `None`.
pub(crate) fn overlap_presumed(boxes: &[ScopeBox], others: &[ScopeBox]) -> Option<bool> {
    let presumed =
        |boxes: &[ScopeBox]| -> Vec<ScopeBox> { boxes.iter().map(ScopeBox::presumed).collect() };
    overlap(&presumed(boxes), &presumed(others))
}

/// True if one side states some dimension, or writes that it is unknown, and the other leaves it out, so that a comparison presumes the other
/// side unrestricted.
pub(crate) fn rests_on_silence(boxes: &[ScopeBox], others: &[ScopeBox]) -> bool {
    let dimensions = boxes.first().map_or(0, |scope| scope.0.len());
    let has = |boxes: &[ScopeBox], is: fn(&Extent) -> bool, index: usize| {
        boxes.iter().any(|scope| is(&scope.0[index]))
    };
    let is_silent = |extent: &Extent| *extent == Extent::Unstated;
    (0..dimensions).any(|index| {
        let is_said = |extent: &Extent| *extent != Extent::Unstated;
        let one_way = |a, b| has(a, is_said, index) && has(b, is_silent, index);
        one_way(boxes, others) || one_way(others, boxes)
    })
}
