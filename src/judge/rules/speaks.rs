//! The dimensions of which a scope says something.

use super::comparable::Dimensions;
use crate::read::model::{Axis, Extent, Model, ScopeBox, Unit};

/// The dimensions that a scope states, restricts or does not know.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Speaks {
    pub(super) stated: Dimensions,
    pub(super) restricted: Dimensions,
    pub(super) unknown: Dimensions,
}

impl Speaks {
    /// The dimensions that a scope states, restricts or does not know; `basis` is left out.
    pub(super) fn of(written: &[ScopeBox], presumed: &[ScopeBox], basis: Option<usize>) -> Self {
        let those = |boxes: &[ScopeBox], is_meant: fn(&Extent) -> bool| {
            let extents = boxes.iter().flat_map(|scope| scope.0.iter().enumerate());
            let meant = extents.filter(|(place, extent)| is_meant(extent) && Some(*place) != basis);
            meant.fold(Dimensions::default(), |all, (place, _)| {
                all.and(Dimensions::one(place))
            })
        };
        Self {
            stated: those(written, Extent::is_stated),
            restricted: those(presumed, |extent| {
                extent.is_stated() && *extent != Extent::All
            }),
            unknown: those(written, |extent| *extent == Extent::Unknown),
        }
    }

    /// The dimensions of time since something.
    pub(super) fn clocks(model: &Model) -> Dimensions {
        let clocks = model.dimensions.iter();
        let clocks = clocks.filter(|(_, one)| matches!(one.axis, Axis::Range(Unit::Clock(..))));
        let clocks = clocks.map(|(id, _)| Dimensions::from(id));
        clocks.fold(Dimensions::default(), Dimensions::and)
    }

    /// True if this scope counts from something else than `here` does, and `other`, which may have a window here, leaves that time open: a year since
    /// discharge beside three years since the last contact. What is `unknown` may be such a limit.
    pub(super) fn has_other_clock(
        &self,
        clocks: Dimensions,
        here: Dimensions,
        other: &Self,
    ) -> bool {
        let clocks = clocks.without(here).without(other.restricted);
        !self.restricted.meets(here) && clocks.meets(self.restricted.and(self.unknown))
    }
}
