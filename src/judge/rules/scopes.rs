//! The differences between the scopes of one term's fields: shared by the rules on scopes and on windows.
//!
//! Two scopes are compared once, even if many fields have them. A field that leaves a dimension out is about the people whom its flows
//! bring, and otherwise presumed to be about everyone on it; a difference that depends on this presumption is never certain. A written
//! `unknown` makes no difference: then it cannot be told.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::apart::{by_stretch, more_people, one_way};
use super::comparable::{Asking, Comparable, Dimensions, Standing};
use super::own_people::of_own_people;
use super::sharing::Sharing;
use super::speaks::Speaks;
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::model::{
    Boxes, DimensionId, End, Extent, FieldId, Id, Interval, Model, OrganisationId, Origin,
    ScopeBox, TermId,
};

/// The reading of a dimension that a scope leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Reading {
    /// As everyone.
    Presumed,
    /// As neither everyone nor anyone: a difference under this reading is sure.
    AsWritten,
}

/// The scopes that occur in a map, each once, with the results of comparing them. The date that counts a case is left out: `different-count-basis`
/// compares it.
pub(super) struct Scopes<'m> {
    model: &'m Model,
    presumed: Vec<Boxes>,
    written: Vec<Boxes>,
    /// For each scope, the dimensions that it states, those that it restricts once a dimension left out is read as everyone, and those that
    /// it does not know.
    speaks: Vec<Speaks>,
    /// The dimensions of time since something.
    clocks: Dimensions,
    /// For each field, the number of its scope.
    of_field: Vec<u32>,
    /// The dimensions by which the first of two scopes, the lower number first, has people whom the second has not; and the second.
    other_people: FxHashMap<(Reading, u32, u32), [Dimensions; 2]>,
    /// Those of these pairs that have too many boxes to compare.
    too_many: FxHashSet<(u32, u32)>,
    /// Whether two scopes differ by a stretch of a dimension, if this does not follow from their stretches alone.
    windowed: FxHashMap<(Reading, DimensionId, u32, u32), bool>,
    asking: Asking,
    /// For a body and a scope of its fields, the dimensions on which they are about its own people alone.
    own_people: FxHashMap<(OrganisationId, u32), Dimensions>,
}

/// The one of two scopes that has more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

impl Side {
    /// Turns a side in the order of the numbers into a side in the order of the arguments.
    fn as_given(self, first: u32, second: u32) -> Self {
        match self {
            _ if first <= second => self,
            Side::First => Side::Second,
            Side::Second => Side::First,
        }
    }
}

impl<'m> Scopes<'m> {
    pub(super) fn of(graph: &'m FlowGraph) -> Self {
        let (model, supply) = (graph.model(), Supply::of(graph));
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let (mut presumed, mut written): (Vec<Boxes>, Vec<Boxes>) = (Vec::new(), Vec::new());
        let of_field = model.fields.ids().map(|field| {
            let key = (supply.people_number(field), model.scope_number(field));
            *numbers.entry(key).or_insert_with(|| {
                let people = supply.people(field).iter().map(ScopeBox::presumed);
                let people: Vec<ScopeBox> = people.collect();
                presumed.push(model.people(&people).into());
                written.push(model.people(model.scope(field)).into());
                presumed.len() as u32 - 1
            })
        });
        let of_field = of_field.collect();
        let basis = model.count_basis().map(|(basis, _)| basis.index());
        let both = written.iter().zip(&presumed);
        let speaks = both.map(|(written, presumed)| Speaks::of(written, presumed, basis));
        Self {
            speaks: speaks.collect(),
            clocks: Speaks::clocks(model),
            model,
            presumed,
            written,
            of_field,
            other_people: FxHashMap::default(),
            too_many: FxHashSet::default(),
            windowed: FxHashMap::default(),
            asking: Asking::of(model),
            own_people: FxHashMap::default(),
        }
    }

    /// The dimensions on which a field of a part of a larger body is about the people of that part alone.
    pub(super) fn of_own_people(&mut self, field: FieldId) -> Dimensions {
        let model = self.model;
        let Some(owner) = model.systems[model.system_of(field)].owner() else {
            return Dimensions::default();
        };
        let own = (self.own_people).entry((owner, model.scope_number(field)));
        *own.or_insert_with(|| of_own_people(model, owner, model.scope(field)))
    }

    /// The people of a field, with everyone on each dimension that it leaves out.
    pub(super) fn people_of(graph: &FlowGraph, field: FieldId) -> Vec<ScopeBox> {
        let people = Supply::of(graph).people(field).iter();
        let people: Vec<ScopeBox> = people.map(ScopeBox::presumed).collect();
        graph.model().people(&people)
    }

    /// The same, once it is worked out.
    pub(super) fn people(&self, field: FieldId) -> &[ScopeBox] {
        &self.presumed[self.of_field[field.index()] as usize]
    }

    fn boxes(&self, reading: Reading, scope: u32) -> &[ScopeBox] {
        match reading {
            Reading::Presumed => &self.presumed[scope as usize],
            Reading::AsWritten => &self.written[scope as usize],
        }
    }

    /// The fields of a term by scope, sorted, and the dimensions on which they are compared; `None` if the term is only context or there
    /// are fewer than two scopes.
    pub(super) fn of_term(
        &self,
        supply: &Supply<'_>,
        term: TermId,
    ) -> Option<(Comparable<'m>, Vec<Sharing>)> {
        let model = self.model;
        if model.terms[term].is_context() {
            return None;
        }
        let scope = |field: &FieldId| self.of_field[field.index()];
        // An unnamed system of an organisation is not described by anybody: a scope that it leaves out means nothing.
        let is_said = |field: &FieldId| {
            let system = &model.systems[model.system_of(*field)];
            let speaks = &self.speaks[scope(field) as usize];
            system.origin == Origin::Declared || speaks.stated.meets(Dimensions::ALL)
        };
        // Nobody compares values that are no longer, or not yet, or perhaps not there.
        let is_there = |field: &FieldId| is_said(field) && !supply.may_be_empty(*field);
        let fields: Vec<FieldId> = supply.held(term).iter().copied().filter(is_there).collect();
        let first = scope(fields.first()?);
        if fields.iter().all(|field| scope(field) == first) {
            return None;
        }
        let comparable = Comparable::of(model, supply, term, &self.asking);
        let standing = |field: &FieldId| comparable.standing(supply, *field);
        let placed = fields
            .iter()
            .map(|field| (scope(field), standing(field), *field));
        let mut placed: Vec<(u32, Standing, FieldId)> = placed.collect();
        placed.sort_unstable();
        let alike = placed.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
        let sharings = alike.map(|same| Sharing::of(supply, same));
        let mut sharings: Vec<Sharing> = sharings.collect();
        sharings.sort_by_key(|sharing| sharing.fields[0]);
        Some((comparable, sharings))
    }

    /// The dimensions on which a difference between the fields of the two is a difference of their term; `None` if the two cannot differ on
    /// any of them.
    pub(super) fn compared(
        &self,
        comparable: &Comparable<'_>,
        a: &Sharing,
        b: &Sharing,
    ) -> Option<Dimensions> {
        let restricted = |sharing: &Sharing| self.speaks[sharing.scope as usize].restricted;
        let either = restricted(a).and(restricted(b));
        if a.scope == b.scope || !either.meets(Dimensions::ALL) {
            return None;
        }
        let dimensions = comparable.dimensions(&a.standing, &b.standing);
        dimensions.meets(either).then_some(dimensions)
    }

    /// A dimension on which the fields of the two are compared, of which one says something and the other that nobody knows; and whether it is the
    /// first that does not know.
    pub(super) fn doubt(
        &self,
        comparable: &Comparable<'_>,
        a: &Sharing,
        b: &Sharing,
    ) -> Option<(DimensionId, Side)> {
        let [first, second] = [a, b].map(|sharing| &self.speaks[sharing.scope as usize]);
        let is_open = |one: &Speaks, other: &Speaks| one.unknown.meets(other.stated);
        if !is_open(first, second) && !is_open(second, first) {
            return None;
        }
        let compared = comparable.dimensions(&a.standing, &b.standing);
        let mut ids = self.model.dimensions.ids();
        ids.find_map(|id| {
            let at = Dimensions::from(id);
            let is_at = |one: &Speaks, other: &Speaks| {
                compared.meets(at) && one.unknown.meets(at) && other.stated.meets(at)
            };
            if is_at(first, second) {
                Some((id, Side::First))
            } else {
                is_at(second, first).then_some((id, Side::Second))
            }
        })
    }

    /// True if one of two sharings counts from something else than this dimension does.
    pub(super) fn has_other_clock(&self, dimension: DimensionId, a: &Sharing, b: &Sharing) -> bool {
        let [a, b] = [a, b].map(|sharing| &self.speaks[sharing.scope as usize]);
        let (clocks, here) = (self.clocks, Dimensions::from(dimension));
        a.has_other_clock(clocks, here, b) || b.has_other_clock(clocks, here, a)
    }

    /// True if the scope of a sharing is known on each dimension: nothing in it is `unknown`.
    pub(super) fn is_known(&self, sharing: &Sharing) -> bool {
        let speaks = &self.speaks[sharing.scope as usize];
        !speaks.unknown.meets(Dimensions::ALL)
    }

    /// True if the scope of a sharing states nothing about its people.
    pub(super) fn is_silent(&self, sharing: &Sharing) -> bool {
        !self.speaks[sharing.scope as usize]
            .stated
            .meets(Dimensions::ALL)
    }

    /// For each of the two scopes, whether it has people whom the other has not, by one of these dimensions and by more than a stretch of
    /// one dimension.
    pub(super) fn other_people(
        &mut self,
        reading: Reading,
        by: Dimensions,
        first: u32,
        second: u32,
    ) -> [bool; 2] {
        let key = (reading, first.min(second), first.max(second));
        let [low, high] = match self.other_people.get(&key) {
            Some(known) => *known,
            None => self.people_apart(key),
        };
        let mut sides = [low.meets(by), high.meets(by)];
        if first > second {
            sides.reverse();
        }
        sides
    }

    fn people_apart(&mut self, key: (Reading, u32, u32)) -> [Dimensions; 2] {
        let (low, high) = (self.boxes(key.0, key.1), self.boxes(key.0, key.2));
        let (more, is_all) = more_people(self.model, low, high);
        let (more_back, is_all_back) = more_people(self.model, high, low);
        let by = [more, more_back].map(|pieces| {
            let pieces = pieces.into_iter();
            pieces.fold(Dimensions::default(), |all, (_, by)| all.and(by))
        });
        if key.0 == Reading::Presumed
            && by == [Dimensions::default(); 2]
            && !(is_all && is_all_back)
        {
            self.too_many.insert((key.1, key.2));
        }
        self.other_people.insert(key, by);
        by
    }

    /// True if [`Self::other_people`] has no answer because the two have too many boxes to compare.
    pub(super) fn are_too_many(&self, first: u32, second: u32) -> bool {
        self.too_many
            .contains(&(first.min(second), first.max(second)))
    }

    /// The stretch of one dimension by which the two differ, and the side that has it: cases in the stretch count there only. Either
    /// everything else is possible in both, or both state a stretch there and the stretches differ, whatever other people the two are
    /// about.
    pub(super) fn window(
        &self,
        reading: Reading,
        dimension: DimensionId,
        first: u32,
        second: u32,
    ) -> Option<(Interval, Side)> {
        let low = self.boxes(reading, first.min(second));
        let high = self.boxes(reading, first.max(second));
        let one = |boxes, others| one_way(self.model, boxes, others, dimension);
        let by = |boxes, others| by_stretch(boxes, others, dimension);
        let is_low = |found| (found, Side::First.as_given(first, second));
        let is_high = |found| (found, Side::Second.as_given(first, second));
        // A stretch with two ends is a better example than one without.
        let better = |a: Option<(Interval, Side)>, b: Option<(Interval, Side)>| match (a, b) {
            (Some(open), Some(closed))
                if open.0.high == End::OPEN && closed.0.high != End::OPEN =>
            {
                Some(closed)
            }
            (a, b) => a.or(b),
        };
        let found = better(one(low, high).map(is_low), one(high, low).map(is_high));
        found.or_else(|| better(by(low, high).map(is_low), by(high, low).map(is_high)))
    }

    /// True if the two differ by a stretch of the dimension. For most pairs this follows from the stretches that they state.
    pub(super) fn has_window(
        &mut self,
        reading: Reading,
        dimension: DimensionId,
        first: u32,
        second: u32,
    ) -> bool {
        let (a, b) = (self.boxes(reading, first), self.boxes(reading, second));
        if by_stretch(a, b, dimension).is_some() || by_stretch(b, a, dimension).is_some() {
            return true;
        }
        let key = (reading, dimension, first.min(second), first.max(second));
        if let Some(known) = self.windowed.get(&key) {
            return *known;
        }
        let is_windowed = self.window(key.0, key.1, key.2, key.3).is_some();
        self.windowed.insert(key, is_windowed);
        is_windowed
    }

    /// For each scope, a number for its stretch of a range. Two scopes with the same number cannot differ by a stretch. A scope that does
    /// not know its stretch has 0, and cannot differ by a stretch from any other.
    pub(super) fn stretches(&self, dimension: DimensionId) -> Vec<u32> {
        let mut numbers: FxHashMap<Interval, u32> = FxHashMap::default();
        let mut count = 0;
        let mut next = || {
            count += 1;
            count
        };
        let scopes = self.presumed.iter();
        scopes
            .map(|boxes| {
                let stated = |scope: &ScopeBox| match scope.0[dimension.index()] {
                    Extent::Interval(interval) => Some(interval),
                    Extent::All => Some(Interval::ALL),
                    _ => None,
                };
                match &**boxes {
                    [scope] => match stated(scope) {
                        Some(interval) => *numbers.entry(interval).or_insert_with(&mut next),
                        None => 0,
                    },
                    // Several boxes may state different stretches for different people.
                    boxes if boxes.iter().any(|scope| stated(scope).is_some()) => next(),
                    _ => 0,
                }
            })
            .collect()
    }
}

/// Splits the fields into runs whose scopes have one `key`, each with that key.
pub(super) fn by_scope<'f, K: PartialEq>(
    model: &Model,
    fields: &'f [FieldId],
    key: impl Fn(&[ScopeBox]) -> K,
) -> Vec<(K, &'f [FieldId])> {
    let key_of = |field: FieldId| key(model.scope(field));
    let parts = fields.chunk_by(|a, b| {
        model.scope_number(*a) == model.scope_number(*b) || key_of(*a) == key_of(*b)
    });
    parts.map(|part| (key_of(part[0]), part)).collect()
}
