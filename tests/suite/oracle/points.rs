//! The people of boxes, point by point: every leaf of every dimension and every end of every stretch, without the algebra of scopes.

use std::collections::BTreeSet;

use flowmap::read::model::{Axis, Extent, FieldId, Id, Model, ScopeBox};

/// One place on each dimension: the number of a leaf, or ticks from the start of a range.
pub(super) type Point = Vec<i64>;

/// The dimensions and points of a small map.
pub(super) struct Universe {
    /// The places to try, for each dimension.
    pub(super) places: Vec<Vec<i64>>,
    /// The number of the dimension of the counting date, which is not about people.
    pub(super) counted_by: usize,
}

impl Universe {
    pub(super) fn of(model: &Model) -> Self {
        let mut ends: Vec<BTreeSet<i64>> = vec![BTreeSet::from([0]); model.dimensions.len()];
        let filters = model.flows.iter().filter_map(|(_, flow)| flow.only.known());
        let needs = model
            .needs
            .iter()
            .filter_map(|(_, need)| need.covers.known());
        let terms = model
            .terms
            .iter()
            .filter_map(|(_, term)| term.agreed.as_ref());
        let agreed = terms.filter_map(|agreed| agreed.covers.known());
        let systems = model.systems.iter();
        let systems = systems.filter_map(|(_, system)| system.covers.known());
        let said = filters
            .chain(needs)
            .chain(agreed)
            .chain(systems)
            .flat_map(|boxes| boxes.iter());
        let held = model.fields.ids().flat_map(|field| model.scope(field));
        for scope in said.chain(held) {
            for (extent, ends) in scope.0.iter().zip(&mut ends) {
                if let Extent::Interval(stretch) = extent {
                    ends.extend([stretch.low.min, stretch.high.min]);
                }
            }
        }
        let axes = model.dimensions.iter().zip(ends);
        let places = axes.map(|((_, dimension), ends)| match &dimension.axis {
            Axis::Values(values) => (0..values.leaves as i64).collect(),
            Axis::Range(_) => ends.into_iter().filter(|end| *end < i64::MAX).collect(),
        });
        let mut ids = model.dimensions.iter();
        let counted_by = ids.find(|(_, dimension)| &*dimension.slug == "counted_by");
        Self {
            places: places.collect(),
            counted_by: counted_by
                .expect("a small map says how it counts")
                .0
                .index(),
        }
    }

    /// Whether a box covers a point, on any counting date; `None` if it does not say.
    pub(super) fn covers(&self, scope: &ScopeBox, point: &Point) -> Option<bool> {
        let mut answer = Some(true);
        for (dimension, (extent, place)) in scope.0.iter().zip(point).enumerate() {
            if dimension == self.counted_by {
                continue;
            }
            match reaches(extent, *place) {
                Some(false) => return Some(false),
                None => answer = None,
                Some(true) => {}
            }
        }
        answer
    }

    /// True if some box may cover a point.
    pub(super) fn may_cover(&self, boxes: &[ScopeBox], point: &Point) -> bool {
        boxes
            .iter()
            .any(|scope| self.covers(scope, point) != Some(false))
    }

    /// Every point.
    pub(super) fn points(&self) -> Vec<Point> {
        let mut points: Vec<Point> = vec![Vec::new()];
        for (dimension, places) in self.places.iter().enumerate() {
            let places = if dimension == self.counted_by {
                &places[..1]
            } else {
                &places[..]
            };
            points = points
                .iter()
                .flat_map(|point| {
                    places
                        .iter()
                        .map(move |place| [&point[..], &[*place]].concat())
                })
                .collect();
        }
        points
    }

    /// True if boxes surely cover people that nothing brings, whatever the boxes leave open: on a dimension that a box leaves open, its
    /// people may be at any one place, and at each place some are left.
    pub(super) fn surely_leaves(
        &self,
        boxes: &[ScopeBox],
        is_brought: impl Fn(&Point) -> bool,
    ) -> bool {
        let left: Vec<Point> = self
            .points()
            .into_iter()
            .filter(|point| !is_brought(point))
            .collect();
        boxes.iter().any(|scope| {
            let open: Vec<usize> = (0..scope.0.len())
                .filter(|dimension| {
                    *dimension != self.counted_by && !scope.0[*dimension].is_stated()
                })
                .collect();
            let mut choices: Vec<Vec<i64>> = vec![Vec::new()];
            for dimension in &open {
                choices = choices
                    .iter()
                    .flat_map(|choice| {
                        self.places[*dimension]
                            .iter()
                            .map(move |place| [&choice[..], &[*place]].concat())
                    })
                    .collect();
            }
            choices.iter().all(|choice| {
                left.iter().any(|point| {
                    let mut at = open.iter().zip(choice);
                    at.all(|(dimension, place)| point[*dimension] == *place)
                        && self.covers(scope, point) != Some(false)
                })
            })
        })
    }

    /// True if one field may cover somebody whom the other may not, for some value of the dimensions left open.
    pub(super) fn may_differ(&self, a: &[ScopeBox], b: &[ScopeBox]) -> bool {
        let surely = |boxes: &[ScopeBox], point: &Point| {
            let mut boxes = boxes.iter();
            boxes.any(|scope| self.covers(scope, point) == Some(true))
        };
        self.points().iter().any(|point| {
            (self.may_cover(a, point) && !surely(b, point))
                || (self.may_cover(b, point) && !surely(a, point))
        })
    }

    /// True if every box states every dimension.
    pub(super) fn is_in_full(&self, boxes: &[ScopeBox]) -> bool {
        boxes.iter().all(|scope| {
            let mut extents = scope.0.iter().enumerate();
            extents.all(|(dimension, extent)| dimension == self.counted_by || extent.is_stated())
        })
    }

    /// True if one field surely covers people that another does not.
    pub(super) fn differ(&self, model: &Model, a: FieldId, b: FieldId) -> bool {
        let (a, b) = (model.scope(a), model.scope(b));
        self.surely_leaves(a, |point| self.may_cover(b, point))
            || self.surely_leaves(b, |point| self.may_cover(a, point))
    }
}

fn reaches(extent: &Extent, place: i64) -> Option<bool> {
    match extent {
        Extent::All => Some(true),
        Extent::Leaves(leaves) => Some(leaves.has(place as usize)),
        Extent::Interval(stretch) => Some(stretch.low.min <= place && place < stretch.high.min),
        _ => None,
    }
}
