//! The marks of findings on fields, systems and organisations, with the numbers of the report.

use std::collections::{BTreeMap, BTreeSet};

use super::diagram::{Badge, Mark};
use super::touched::Touched;
use crate::read::model::{FieldId, Id, Model, NeedId, OrganisationId, SystemId};

/// Numbers of findings by family.
pub(super) type Numbers = BTreeMap<Badge, BTreeSet<usize>>;

/// The marks of all things of a map.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    fields: BTreeMap<FieldId, Numbers>,
    systems: Vec<Numbers>,
    organisations: Vec<Numbers>,
    needs: Vec<Numbers>,
}

impl Marks {
    /// The marks of these findings.
    pub(super) fn of<'t>(model: &Model, touched: impl Iterator<Item = &'t Touched>) -> Self {
        let mut marks = Self {
            fields: BTreeMap::new(),
            systems: vec![Numbers::new(); model.systems.len()],
            organisations: vec![Numbers::new(); model.organisations.len()],
            needs: vec![Numbers::new(); model.needs.len()],
        };
        for touched in touched {
            let Some(badge) = touched.badge else { continue };
            let number = touched.index + 1;
            let add = |numbers: &mut Numbers| {
                numbers.entry(badge).or_default().insert(number);
            };
            for field in &touched.fields {
                add(marks.fields.entry(*field).or_default());
                // A system also shows the marks of its fields.
                add(&mut marks.systems[model.fields[*field].system.index()]);
            }
            for system in &touched.systems {
                add(&mut marks.systems[system.index()]);
            }
            for organisation in &touched.organisations {
                add(&mut marks.organisations[organisation.index()]);
            }
            for need in &touched.needs {
                add(&mut marks.needs[need.index()]);
            }
        }
        marks
    }

    pub(super) fn field(&self, field: FieldId) -> Vec<Mark> {
        self.fields.get(&field).map(together).unwrap_or_default()
    }

    pub(super) fn has_field(&self, field: FieldId) -> bool {
        self.fields.contains_key(&field)
    }

    pub(super) fn system(&self, system: SystemId) -> Vec<Mark> {
        together(&self.systems[system.index()])
    }

    pub(super) fn need(&self, need: NeedId) -> Vec<Mark> {
        together(&self.needs[need.index()])
    }

    /// The marks of organisations and systems drawn as one box.
    pub(super) fn all(
        &self,
        organisations: impl Iterator<Item = OrganisationId>,
        systems: impl Iterator<Item = SystemId>,
    ) -> Vec<Mark> {
        let of_organisations = organisations.map(|id| &self.organisations[id.index()]);
        let of_systems = systems.map(|id| &self.systems[id.index()]);
        let mut all = Numbers::new();
        for numbers in of_organisations.chain(of_systems) {
            for (badge, numbers) in numbers {
                all.entry(*badge).or_default().extend(numbers);
            }
        }
        together(&all)
    }
}

fn together(numbers: &Numbers) -> Vec<Mark> {
    let marks = numbers.iter().map(|(badge, numbers)| Mark {
        badge: *badge,
        numbers: numbers.iter().copied().collect(),
    });
    marks.collect()
}
