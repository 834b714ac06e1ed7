//! Systems of figures that count something else than the case, by the units of their numbers.

use std::collections::BTreeMap;

use super::lines::Part;
use super::walk::Walk;
use crate::read::model::{DataLevel, FieldType, Model, System, SystemId, SystemKind};

impl Walk<'_> {
    /// True for figures in units that most systems of figures do not use, so that such a case need not be among them.
    pub(super) fn counts_other(&self, system: SystemId, part: Part) -> bool {
        if part != Part::Figures {
            return false;
        }
        let model = self.graph.model();
        let Some(own) = units(model, system) else {
            return false;
        };
        let mut used: BTreeMap<&str, usize> = BTreeMap::new();
        let figures = model.systems.iter().filter(|(_, one)| holds_figures(one));
        for (id, _) in figures {
            for unit in units(model, id).into_iter().flatten() {
                *used.entry(unit).or_default() += 1;
            }
        }
        let most = used.values().max().copied().unwrap_or_default();
        own.iter().all(|unit| 2 * used[unit] < most)
    }

    /// The question that settles whether such a case is among the figures of a system.
    pub(super) fn what_it_counts(&self, system: SystemId) -> String {
        let model = self.graph.model();
        let owner = model.systems[system].owner();
        let owner = owner.map_or("its owner", |owner| &model.organisations[owner].name);
        let units = units(model, system).unwrap_or_default();
        format!(
            "it counts {}: ask {owner} whether such a case is among them",
            units.join(" and ")
        )
    }
}

/// The units of the numbers of a system, each once; `None` if it has none, or if a number has no unit or a field no type.
fn units(model: &Model, system: SystemId) -> Option<Vec<&str>> {
    let mut units: Vec<&str> = Vec::new();
    for field in model.systems[system].fields.ids() {
        let field = &model.fields[field];
        if *field.kind.known()? != FieldType::Number {
            continue;
        }
        let unit: &str = field.unit.known()?;
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    (!units.is_empty()).then_some(units)
}

/// True for a system that holds figures and no cases.
pub(super) fn holds_figures(system: &System) -> bool {
    match system.level.known() {
        Some(level) => *level == DataLevel::Aggregate,
        None => system.kind.known() == Some(&SystemKind::Publication),
    }
}
