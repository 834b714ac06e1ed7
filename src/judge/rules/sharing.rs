//! Fields of one term that are alike in all that decides whether they differ from others in the people they are about.

use super::comparable::Standing;
use super::facets::{are_apart, firm, is_sourced};
use crate::judge::graph::Supply;
use crate::read::finding::Certainty;
use crate::read::model::{FieldId, Model, Stated};

/// The fields of one term that share a scope and a standing.
pub(super) struct Sharing {
    /// The number of their scope.
    pub(super) scope: u32,
    pub(super) standing: Standing,
    /// The fields, in the order of the model.
    pub(super) fields: Vec<FieldId>,
    /// Those of them whose [`certainty`] is certain.
    sure: Vec<FieldId>,
}

impl Sharing {
    /// The group of some fields that have the same scope and standing; at least one field.
    pub(super) fn of(supply: &Supply<'_>, same: &[(u32, Standing, FieldId)]) -> Self {
        let fields: Vec<FieldId> = same.iter().map(|(.., field)| *field).collect();
        let is_sure = |field: &FieldId| certainty(supply, &[*field]) == Certainty::Certain;
        Self {
            scope: same[0].0,
            standing: same[0].1.clone(),
            sure: fields.iter().copied().filter(is_sure).collect(),
            fields,
        }
    }

    /// True if the [`certainty`] of one of its fields is certain.
    pub(super) fn is_sure(&self, field: FieldId) -> bool {
        self.sure.contains(&field)
    }

    /// A field of each of the two in different systems: the first two that are sure, or else the first two.
    pub(super) fn in_two_systems(&self, other: &Self, model: &Model) -> Option<[FieldId; 2]> {
        let two = |firsts: &[FieldId], others: &[FieldId]| {
            firsts.iter().find_map(|first| {
                let mut others = others.iter();
                let other = others.find(|other| are_apart(model, **other, *first))?;
                Some([*first, *other])
            })
        };
        two(&self.sure, &other.sure).or_else(|| two(&self.fields, &other.fields))
    }
}

/// Certain if every field and every system that gives a field its scope has a source, no field is disputed or perhaps without values, and it is not
/// `unknown` whose the systems are.
pub(super) fn certainty(supply: &Supply<'_>, fields: &[FieldId]) -> Certainty {
    let model = supply.graph().model();
    firm(fields.iter().all(|id| {
        let field = &model.fields[*id];
        let system = &model.systems[field.system];
        // Figures of a part of a body are about that part alone, which is no difference.
        let may_be_anyones = matches!(system.owner, Stated::Unknown(_))
            || system.owner().is_some_and(|owner| model.may_be_part(owner));
        system.is_sourced()
            && !may_be_anyones
            && !supply.rests_on_unknown(*id)
            && field.evidence.disputes().is_empty()
            && is_sourced(model, *id)
    }))
}
