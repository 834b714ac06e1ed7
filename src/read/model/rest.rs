//! Subtraction of unions of boxes, with a limit on the work.
//!
//! The rest can have very many pieces, because each subtracted box can split each piece along every dimension. The pieces are therefore
//! made one by one, and after so many looks at a box as the [`Space`] says the subtraction is given up. The work is counted, not timed, so that a map
//! always gives the same answer. A subtraction that is given up never makes an answer certain: the certain rest is then smaller than it may
//! be, and the possible rest larger.

use std::borrow::Borrow;

use super::extent::Mode;
use super::merge::merged;
use super::scope::{Relation, ScopeBox, Space, overlap};

/// The largest number of boxes in a rest.
const MOST_PIECES: usize = 500;
/// The number of certain pieces that are listed if a subtraction is given up.
const MOST_EXAMPLES: usize = 50;

/// The rest of a subtraction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The people who are left, in few boxes.
    pub boxes: Vec<ScopeBox>,
    /// False if there were too many boxes. Some people who certainly are left may then be missing, or some who certainly are not may be
    /// listed as possible.
    pub is_whole: bool,
}

/// The people of `boxes` who are not in `others`, in few boxes. Items of `others` are taken only as they are needed. If there are too many
/// boxes, see [`Rest`].
pub fn difference(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>>,
    space: &Space,
    mode: Mode,
) -> Vec<ScopeBox> {
    rest(boxes, others, space, mode).boxes
}

/// The people of `boxes` who are not in `others`, with a flag for a complete answer.
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
            pieces.extend_from_slice(search.waiting);
            return Rest {
                boxes: pieces,
                is_whole,
            };
        }
    }
    Rest {
        boxes: merged(pieces, space),
        is_whole,
    }
}

/// True if `boxes` cover something that `others` do not: certainly or possibly, by `mode`. If there are too many boxes to tell, nothing is
/// certain and everything is possible.
pub fn leaves_some(
    boxes: &[ScopeBox],
    others: impl IntoIterator<Item = impl Borrow<ScopeBox>>,
    space: &Space,
    mode: Mode,
) -> bool {
    let mut search = Search::of(boxes, others, space, mode);
    search.next().is_some() || (search.is_given_up && mode == Mode::Possible)
}

/// True if there are too many boxes to tell whether `boxes` cover something that `others` do not.
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
    /// The items of `others` that were needed so far, each with true if it is exact.
    known: Vec<(B, bool)>,
    /// Boxes not begun yet, which come after the open pieces.
    waiting: &'s [ScopeBox],
    /// Pieces, each with the number of the next box to subtract. The last piece is the next.
    open: Vec<(ScopeBox, usize)>,
    looks: usize,
    is_given_up: bool,
}

impl<'s, I: Iterator<Item = B>, B: Borrow<ScopeBox>> Search<'s, I, B> {
    fn of(
        boxes: &'s [ScopeBox],
        others: impl IntoIterator<Item = B, IntoIter = I>,
        space: &'s Space,
        mode: Mode,
    ) -> Self {
        Self {
            space,
            mode,
            others: others.into_iter(),
            known: Vec::new(),
            waiting: boxes,
            open: Vec::new(),
            looks: 0,
            is_given_up: false,
        }
    }

    /// The next piece of the rest; `None` if there are no more, or if the search is given up.
    fn next(&mut self) -> Option<ScopeBox> {
        let mut parts = Vec::new();
        while let Some((piece, from)) = self.open.pop().or_else(|| self.begin()) {
            if self.is_gone_later(&piece, from) {
                continue;
            }
            let Some(number) = self.first_touching(&piece, from) else {
                return Some(piece);
            };
            if self.looks > self.space.most_looks {
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

    /// The next box that was not begun.
    fn begin(&mut self) -> Option<(ScopeBox, usize)> {
        let (first, waiting) = self.waiting.split_first()?;
        self.waiting = waiting;
        Some((first.clone(), 0))
    }

    /// Ends the search with this piece and others still open.
    fn give_up(&mut self, piece: ScopeBox) {
        self.open.push((piece, 0));
        self.is_given_up = true;
    }

    /// True if a later box covers the whole piece, so that the boxes before it do not matter.
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

    /// The number of the first box, starting at `from`, that overlaps the piece.
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

/// The possible relations of two populations, in the order of [`Relation`]. Never empty.
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
