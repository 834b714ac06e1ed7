//! The date that decides in which period a case is counted: the dimension that the format names `counted_by`.

use super::dimension::Dimension;
use super::extent::{Extent, Leaves};
use super::id::{DimensionId, FieldId, Id};
use super::map::Model;
use super::scope::ScopeBox;

/// The dates by which a field counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// No date is stated, or none for some of its people.
    Unstated,
    /// No date decides: the field holds every case.
    Every,
    /// These dates.
    By(Leaves),
}

impl Model {
    /// The dimension of the dates that may decide the period; `None` if the map has none.
    pub(crate) fn count_basis(&self) -> Option<(DimensionId, &Dimension)> {
        self.basis.map(|id| (id, &self.dimensions[id]))
    }

    /// The dates by which a field counts, over all its boxes.
    pub(crate) fn basis_of(&self, dimension: DimensionId, field: FieldId) -> Basis {
        Self::basis_of_boxes(dimension, self.scope(field))
    }

    /// The dates by which the cases in these boxes are counted, over all boxes.
    pub(crate) fn basis_of_boxes(dimension: DimensionId, boxes: &[ScopeBox]) -> Basis {
        let mut all: Option<Leaves> = None;
        let mut is_open = false;
        for scope in boxes {
            match &scope.0[dimension.index()] {
                Extent::All => return Basis::Every,
                Extent::Leaves(leaves) => {
                    all = Some(match all {
                        Some(other) => other.or(leaves),
                        None => leaves.clone(),
                    });
                }
                _ => is_open = true,
            }
        }
        match all {
            Some(leaves) if !is_open => Basis::By(leaves),
            _ => Basis::Unstated,
        }
    }

    /// These boxes without the dimension of dates. A date decides when a case is counted, not which people the case is about.
    pub(crate) fn people(&self, boxes: &[ScopeBox]) -> Vec<ScopeBox> {
        let mut people = boxes.to_vec();
        if let Some((dimension, _)) = self.count_basis() {
            for scope in &mut people {
                scope.0[dimension.index()] = Extent::All;
            }
            if people.len() > 1 {
                people = people
                    .iter()
                    .enumerate()
                    .filter(|(index, scope)| !people[..*index].contains(scope))
                    .map(|(_, scope)| scope.clone())
                    .collect();
            }
        }
        people
    }
}
