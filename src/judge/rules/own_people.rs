//! The figures of a part of a larger body.

use super::comparable::Dimensions;
use crate::read::model::{Axis, Extent, Id, Model, OrganisationId, ScopeBox};

/// The dimensions on which the figures of a part of a larger body are about that part alone: all of its systems have the same values there. That
/// they leave out the rest of the body is no difference of a term.
pub(super) fn of_own_people(
    model: &Model,
    owner: OrganisationId,
    people: &[ScopeBox],
) -> Dimensions {
    let none = Dimensions::default();
    if model.organisations[owner].part_of.known().is_none() {
        return none;
    }
    let own = model.systems.iter();
    let own = own.filter(|(_, system)| system.owner() == Some(owner));
    let own: Vec<&ScopeBox> = own
        .filter_map(|(_, system)| system.covers.known())
        .flat_map(|boxes| boxes.iter())
        .collect();
    let Some(first) = people.first() else {
        return none;
    };
    let dimensions = model.dimensions.iter().filter(|(id, dimension)| {
        let at = |scope: &ScopeBox| scope.0[id.index()] == first.0[id.index()];
        matches!(dimension.axis, Axis::Values(_))
            && matches!(first.0[id.index()], Extent::Leaves(_))
            && people.iter().all(at)
            && own.iter().all(|scope| at(scope))
    });
    dimensions.fold(none, |all, (id, _)| all.and(id.into()))
}
