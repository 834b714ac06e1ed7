//! Links the terms of a need case by case, point by point.

use std::collections::BTreeSet;

use flowmap::read::model::{DataLevel, FieldId, Model, SystemId, TermId};

use super::side::Side;
use crate::oracle::points::Point;
use crate::oracle::tables::term;

impl Side<'_> {
    /// Whether all terms can be linked case by case: the word of the reason if they cannot.
    pub(super) fn unlinked(&self, terms: &[TermId]) -> Option<(&'static str, bool)> {
        let level = self.need.level.known()?;
        if terms.len() < 2 {
            return None;
        }
        let usable: Vec<Vec<FieldId>> = terms
            .iter()
            .map(|id| self.world.usable(self.who, *id))
            .collect();
        let is_asked = self.need.covers.known().is_some();
        let anywhere = |is: &dyn Fn(FieldId, &Point) -> bool, field: FieldId| {
            self.world.points.iter().any(|point| is(field, point))
        };
        let serves = |is: &dyn Fn(FieldId, &Point) -> bool, field: FieldId, point: &Point| {
            if is_asked {
                is(field, point)
            } else {
                anywhere(is, field)
            }
        };
        let may = |field: FieldId, point: &Point| self.may(field, point);
        let sure = |field: FieldId, point: &Point| self.sure(field, point);
        let wanted = match self.need.covers.known() {
            Some(_) => self.wanted(&[]),
            None => self.world.points.iter().take(1).collect(),
        };
        let joins = |is: &dyn Fn(FieldId, &Point) -> bool, point: &Point, perhaps: bool| {
            let groups = self.groups(&usable, perhaps);
            groups.iter().any(|group| {
                usable.iter().all(|fields| {
                    let here = fields
                        .iter()
                        .filter(|field| group.contains(&self.world.model.fields[**field].system));
                    here.into_iter().any(|field| serves(is, *field, point))
                })
            })
        };
        if wanted.iter().all(|point| joins(&sure, point, false)) {
            return None;
        }
        let has_all = |point: &Point| {
            let mut terms = usable.iter();
            terms.all(|fields| {
                let mut fields = fields.iter();
                fields.any(|field| serves(&may, *field, point))
            })
        };
        let mut apart = wanted
            .iter()
            .filter(|point| has_all(point) && !joins(&may, point, false))
            .peekable();
        apart.peek()?;
        // Whether totals of several sources can be put together is not said.
        if *level == DataLevel::Aggregate {
            return Some(("cannot-tell", false));
        }
        let is_never = apart.any(|point| !joins(&may, point, true));
        Some(if is_never {
            ("cannot-be-linked", true)
        } else {
            ("cannot-tell", false)
        })
    }

    /// The groups of systems that share an identifier, directly or through others: those of the sources, and the asker's own.
    pub(super) fn groups(&self, usable: &[Vec<FieldId>], perhaps: bool) -> Vec<BTreeSet<SystemId>> {
        let model = self.world.model;
        let serves = |field: &&FieldId| {
            self.world
                .points
                .iter()
                .any(|point| self.may(**field, point))
        };
        let fields = usable.iter().flatten().filter(serves);
        let mut systems: BTreeSet<SystemId> =
            fields.map(|field| model.fields[*field].system).collect();
        systems.extend(
            model
                .systems
                .ids()
                .filter(|system| self.world.owns(self.who, *system)),
        );
        let mut groups: Vec<BTreeSet<SystemId>> =
            systems.iter().map(|one| BTreeSet::from([*one])).collect();
        let joins = |a: SystemId, b: SystemId| {
            let is_open = |system: SystemId| !model.systems[system].lists_fields;
            share(model, a, b) || (perhaps && (is_open(a) || is_open(b)))
        };
        for a in &systems {
            for b in &systems {
                if a < b && joins(*a, *b) {
                    let with =
                        |system: SystemId| groups.iter().position(|group| group.contains(&system));
                    let (first, second) = (with(*a), with(*b));
                    if first != second {
                        let other = groups.swap_remove(second.expect("it is in one"));
                        let first = groups.iter_mut().find(|group| group.contains(a));
                        first.expect("it is in one").extend(other);
                    }
                }
            }
        }
        groups
    }

    pub(super) fn serves_some(&self, terms: &[TermId]) -> bool {
        let usable: Vec<Vec<FieldId>> = terms
            .iter()
            .map(|id| self.world.usable(self.who, *id))
            .collect();
        let everything: BTreeSet<SystemId> = self.world.model.systems.ids().collect();
        let groups = if self.need.level.known().is_some() {
            self.groups(&usable, false)
        } else {
            vec![everything]
        };
        let is_asked = self.need.covers.known().is_some();
        let wanted = match self.need.covers.known() {
            Some(_) => self.wanted(&[]),
            None => self.world.points.iter().take(1).collect(),
        };
        let serves = |field: FieldId, point: &Point| {
            if is_asked {
                self.at_times(field, point)
            } else {
                self.world
                    .points
                    .iter()
                    .any(|point| self.at_times(field, point))
            }
        };
        wanted.iter().any(|point| {
            groups.iter().any(|group| {
                usable.iter().all(|fields| {
                    let mut here = fields.iter();
                    here.any(|field| {
                        group.contains(&self.world.model.fields[*field].system)
                            && serves(*field, point)
                    })
                })
            })
        })
    }
}

/// True if both systems list the same identifier.
pub(super) fn share(model: &Model, a: SystemId, b: SystemId) -> bool {
    let held = |system: SystemId| -> BTreeSet<TermId> {
        let terms = model.systems[system]
            .fields
            .ids()
            .filter_map(|field| term(model, field));
        terms
            .filter(|id| model.terms[*id].is_identifier())
            .collect()
    };
    !held(a).is_disjoint(&held(b))
}
