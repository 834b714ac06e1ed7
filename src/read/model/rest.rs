//! Unions of boxes subtracted from each other, with a limit on the work.
//!
//! The rest can fall into very many pieces: each box taken away can split each piece along every dimension. So the pieces are made one
//! by one, and after [`MOST_LOOKS`] looks at a box the subtraction is given up. The work is counted, not timed, so that a map always gives the same
//! answer. A subtraction that is given up never makes a certain answer: what surely is left is then less than it may be, and what may be left is more.

use std::borrow::Borrow;

use super::extent::{Extent, Mode};
use super::scope::{Relation, ScopeBox, Space, overlap};

/// After so many looks at a box a subtraction is given up.
const MOST_LOOKS: usize = 100_000;
/// The most boxes in the list of the rest.
const MOST_PIECES: usize = 500;
/// Of a subtraction that is given up so many pieces are listed as surely left.
const MOST_EXAMPLES: usize = 50;

/// The people who are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// In few boxes.
    pub boxes: Vec<ScopeBox>,
    /// False where there were too many boxes: then some who surely are left may be missing, or some who surely are not may be listed as possible.
    pub is_whole: bool,
}

/// The people of `boxes` who are not in `others`, in few boxes. The others are made only as far as they are needed. Where there are too many
/// boxes, see [`Rest`].
pub fn difference(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>>,
    space: &Space,
    mode: Mode,
) -> Vec<ScopeBox> {
    rest(boxes, others, space, mode).boxes
}

/// The same, with whether it is all.
pub fn rest(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>>,
    space: &Space,
    mode: Mode,
) -> Rest {
    let mut search = Search::of(boxes, others, space, mode);
    let mut pieces = Vec::new();
    while let Some(piece) = search.next() {
        if pieces.len() == MOST_PIECES {
            search.give_up(piece);
            break;
        }
        pieces.push(piece);
    }
    let is_whole = !search.is_given_up;
    match mode {
        _ if is_whole => {}
        Mode::Certain => pieces.truncate(MOST_EXAMPLES),
        Mode::Possible => {
            pieces.extend(search.open.into_iter().rev().map(|(piece, _)| piece));
            return Rest {
                boxes: pieces,
                is_whole,
            };
        }
    }
    Rest {
        boxes: merged(pieces),
        is_whole,
    }
}

/// True where `boxes` cover something that `others` do not: surely, or perhaps. Where there are too many boxes to tell, nothing is sure and
/// everything is possible.
pub fn leaves_some(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>>,
    space: &Space,
    mode: Mode,
) -> bool {
    let mut search = Search::of(boxes, others, space, mode);
    search.next().is_some() || (search.is_given_up && mode == Mode::Possible)
}

/// True where there are too many boxes to tell whether `boxes` cover something that `others` do not.
pub fn is_too_much(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>> + Clone,
    space: &Space,
) -> bool {
    let mut search = Search::of(boxes, others.clone(), space, Mode::Certain);
    if search.next().is_some() {
        return false;
    }
    let mut possible = Search::of(boxes, others, space, Mode::Possible);
    search.is_given_up || (possible.next().is_none() && possible.is_given_up)
}

/// Yields the rest, piece by piece.
struct Search<'s, I, B> {
    space: &'s Space,
    mode: Mode,
    others: I,
    /// Those of the others that were needed so far.
    known: Vec<(B, bool)>,
    /// Pieces, each with the number of the next box to take away from it; the last is looked at first.
    open: Vec<(ScopeBox, usize)>,
    looks: usize,
    is_given_up: bool,
}

impl<'s, I: Iterator<Item = B>, B: Borrow<ScopeBox>> Search<'s, I, B> {
    fn of(
        boxes: &[ScopeBox],
        others: impl IntoIterator<Item = B, IntoIter = I>,
        space: &'s Space,
        mode: Mode,
    ) -> Self {
        Self {
            space,
            mode,
            others: others.into_iter(),
            known: Vec::new(),
            open: boxes.iter().rev().map(|one| (one.clone(), 0)).collect(),
            looks: 0,
            is_given_up: false,
        }
    }

    /// The next piece that is left; none where all were found, or where the search is given up.
    fn next(&mut self) -> Option<ScopeBox> {
        let mut parts = Vec::new();
        while let Some((piece, from)) = self.open.pop() {
            if self.is_gone_later(&piece, from) {
                continue;
            }
            let Some(number) = self.first_touching(&piece, from) else {
                return Some(piece);
            };
            if self.looks > MOST_LOOKS {
                self.give_up(piece);
                return None;
            }
            let other = self.known[number].0.borrow();
            piece.minus(other, self.space, self.mode, &mut parts);
            let parts = parts.drain(..).rev();
            self.open.extend(parts.map(|part| (part, number + 1)));
        }
        None
    }

    /// Ends the search with this piece and others still open.
    fn give_up(&mut self, piece: ScopeBox) {
        self.open.push((piece, 0));
        self.is_given_up = true;
    }

    /// True where a box further on takes all of the piece away, whatever the boxes before it do.
    fn is_gone_later(&mut self, piece: &ScopeBox, from: usize) -> bool {
        if !piece.is_exact() {
            return false;
        }
        let later = self.known.get(from..).unwrap_or_default();
        let mut exact = later.iter().take_while(|(_, is_exact)| *is_exact);
        self.looks += 1;
        exact.any(|(other, _)| {
            self.looks += 1;
            piece.is_inside(other.borrow())
        })
    }

    /// The number of the first box from this one on that takes something from the piece.
    fn first_touching(&mut self, piece: &ScopeBox, from: usize) -> Option<usize> {
        let mut number = from;
        loop {
            if number == self.known.len() {
                let other = self.others.next()?;
                let is_exact = other.borrow().is_exact();
                self.known.push((other, is_exact));
            }
            self.looks += 1;
            if !piece.is_untouched_by(self.known[number].0.borrow(), self.mode) {
                return Some(number);
            }
            number += 1;
        }
    }
}

/// The relations that are possible between two populations, in the order of [`Relation`]; never empty.
pub fn relations(boxes: &[ScopeBox], others: &[ScopeBox], space: &Space) -> Vec<Relation> {
    let left = |a, b| {
        if leaves_some(a, b, space, Mode::Certain) {
            Some(true)
        } else if !leaves_some(a, b, space, Mode::Possible) {
            Some(false)
        } else {
            None
        }
    };
    let (here, there, shared) = (
        left(boxes, others),
        left(others, boxes),
        overlap(boxes, others),
    );
    let may = |answer: Option<bool>, wanted: bool| answer.is_none_or(|answer| answer == wanted);
    let mut possible = Vec::new();
    let all = [
        (Relation::Equal, false, false, true),
        (Relation::Narrower, false, true, true),
        (Relation::Broader, true, false, true),
        (Relation::Overlapping, true, true, true),
        (Relation::Disjoint, true, true, false),
    ];
    for (relation, is_left_here, is_left_there, is_shared) in all {
        if may(here, is_left_here) && may(there, is_left_there) && may(shared, is_shared) {
            possible.push(relation);
        }
    }
    possible
}

/// The same people in fewer boxes.
fn merged(mut boxes: Vec<ScopeBox>) -> Vec<ScopeBox> {
    let mut index = 0;
    while index < boxes.len() {
        let found = (index + 1..boxes.len())
            .find_map(|other| united(&boxes[index], &boxes[other]).map(|united| (other, united)));
        match found {
            Some((other, united)) => {
                boxes[index] = united;
                boxes.remove(other);
                index = joined_before(&mut boxes, index);
            }
            None => index += 1,
        }
    }
    boxes
}

/// A box that has grown may now go together with an earlier one, and that again with one before it; no two of the earlier ones do. The place
/// of the last that has grown.
fn joined_before(boxes: &mut Vec<ScopeBox>, mut grown: usize) -> usize {
    while let Some((earlier, united)) = (0..grown)
        .find_map(|earlier| united(&boxes[earlier], &boxes[grown]).map(|united| (earlier, united)))
    {
        boxes[earlier] = united;
        boxes.remove(grown);
        grown = earlier;
    }
    grown
}

/// The union of two boxes, where it is a box: they are equal on all dimensions but one.
fn united(a: &ScopeBox, b: &ScopeBox) -> Option<ScopeBox> {
    let mut differing = (0..a.0.len()).filter(|index| a.0[*index] != b.0[*index]);
    let Some(index) = differing.next() else {
        return Some(a.clone());
    };
    if differing.next().is_some() {
        return None;
    }
    let mut united = a.clone();
    united.0[index] = match (&a.0[index], &b.0[index]) {
        (Extent::Leaves(a), Extent::Leaves(b)) => Extent::Leaves(a.or(b)),
        (Extent::Interval(a), Extent::Interval(b)) => Extent::Interval(a.joined(*b)?),
        (Extent::All, _) | (_, Extent::All) => Extent::All,
        _ => return None,
    };
    Some(united)
}
