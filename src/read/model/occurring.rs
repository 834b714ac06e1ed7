//! The codes of a list that occur among given people, if the list names the dimension that its codes are values of.

use super::dimension::Axis;
use super::extent::{Extent, Leaves};
use super::id::{CodeListId, Id as _};
use super::map::Model;
use super::scope::ScopeBox;

/// The places in a list of the codes that occur; `None` if all may.
pub(crate) type Occurring = Option<Leaves>;

impl Model {
    /// The codes of a list that occur among people who are in all of these scopes. A code is left out only if its list names a dimension,
    /// the code is a value of it, and a scope surely has nobody with that value.
    pub(crate) fn occurring(&self, list: CodeListId, scopes: &[&[ScopeBox]]) -> Occurring {
        let list = &self.code_lists[list];
        let dimension = *list.dimension.known()?;
        let Axis::Values(values) = &self.dimensions[dimension].axis else {
            return None;
        };
        let count = list.values.len();
        let mut occurring = Leaves::none(count);
        for (place, code) in list.values.iter().enumerate() {
            let extent = values.find(&code.code).map(|value| {
                let mut leaves = Leaves::none(values.leaves);
                leaves.add(value.leaves.clone());
                Extent::Leaves(leaves)
            });
            let is_in = |scope: &&[ScopeBox]| {
                let mut boxes = scope.iter().map(|people| &people.0[dimension.index()]);
                let meets = |own: &Extent| {
                    let met = extent.as_ref().map(|extent| own.overlaps(extent));
                    met != Some(Some(false))
                };
                scope.is_empty() || boxes.any(meets)
            };
            if scopes.iter().all(is_in) {
                occurring.add(place..place + 1);
            }
        }
        (occurring != Leaves::all(count)).then_some(occurring)
    }
}
