//! The selectors that narrow any view: `--focus`, `--depth`, `--only`, `--hide`, `--detail`.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::cut::{At, Cut};
use super::marks::Marks;
use super::selector::{Chosen, around, choose};
use super::spec::{Detail, Spec};
use super::words::is_drawn;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::read::model::{FieldId, Model, SystemId};
use crate::words::counted;

/// The selectors of a picture, resolved.
#[derive(Debug, Default)]
pub(super) struct Narrowing {
    /// The part that `only` keeps.
    pub(super) only: Option<Chosen>,
    hide: Chosen,
    focus: Option<(Chosen, Chosen)>,
}

impl Narrowing {
    /// # Errors
    /// If a selector chooses nothing.
    pub(super) fn of(basis: &Basis<'_>, spec: &Spec) -> Result<Self, Misunderstanding> {
        let analysis = basis.analysis;
        let some = |selectors: &[String]| match selectors {
            [] => Ok(None),
            _ => choose(basis, selectors).map(Some),
        };
        let focus = some(&spec.focus)?;
        let depth = spec.depth.unwrap_or(1);
        Ok(Self {
            only: some(&spec.only)?,
            hide: some(&spec.hide)?.unwrap_or_default(),
            focus: focus.map(|focus| {
                let near = around(analysis, &focus, depth, depth);
                (focus, near)
            }),
        })
    }

    /// The systems outside which the selectors leave nothing; `None` if they keep the whole map.
    pub(super) fn homes(&self, model: &Model) -> Option<BTreeSet<SystemId>> {
        let near = self.focus.as_ref().map(|(_, near)| near);
        let kept = near.or(self.only.as_ref())?;
        Some(kept.homes(model))
    }

    /// The systems of which anything is in focus.
    pub(super) fn focused(&self, model: &Model) -> BTreeSet<SystemId> {
        let focus = self.focus.as_ref();
        focus.map_or_else(BTreeSet::new, |(focus, _)| focus.homes(model))
    }

    /// True for a field that the selectors leave in the picture.
    pub(super) fn has_field(&self, model: &Model, field: FieldId) -> bool {
        let is_chosen =
            |chosen: Option<&Chosen>| chosen.is_none_or(|chosen| chosen.has_field(model, field));
        let near = self.focus.as_ref().map(|(_, near)| near);
        is_chosen(self.only.as_ref()) && is_chosen(near) && !self.hide.has_field(model, field)
    }

    /// Removes the unwanted parts from the picture.
    ///
    /// # Errors
    /// If nothing is left.
    pub(super) fn apply(
        &self,
        analysis: &Analysis,
        spec: &Spec,
        cut: &mut Cut,
    ) -> Result<(), Misunderstanding> {
        let model = analysis.model();
        let was_empty = cut.systems.is_empty();
        if let Some(only) = &self.only {
            keep(model, cut, only);
        }
        if let Some((focus, near)) = &self.focus {
            keep(model, cut, near);
            cut.strong.systems.extend(&focus.systems);
            cut.strong.fields.extend(&focus.fields);
            if !cut.has_rows {
                cut.strong.systems.extend(focus.homes(model));
            }
        }
        cut.systems
            .retain(|system| !self.hide.systems.contains(system));
        cut.rows.retain(|row| !self.hide.has_field(model, *row));
        cut.drop_loose_flows(analysis);
        let systems = &cut.systems;
        cut.needs.iter_mut().for_each(|need| {
            need.sources
                .retain(|(field, _, _)| systems.contains(&model.fields[*field].system));
        });
        cut.missing.retain(|missing| systems.contains(&missing.to));
        for body in &mut cut.asked {
            body.asks
                .retain(|ask| systems.contains(&model.fields[ask.field].system));
        }
        cut.asked.retain(|body| !body.asks.is_empty());
        cut.remarks.retain(|remark| match remark.at {
            At::Need(..) => true,
            At::Field(field) => systems.contains(&model.fields[field].system),
            At::System(system) => systems.contains(&system),
        });
        if cut.systems.is_empty() && !was_empty {
            let asked: Vec<&str> = [&spec.focus, &spec.only, &spec.hide]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            return Err(Misunderstanding(format!(
                "with `{}` nothing is left of the view `{}`",
                asked.join("`, `"),
                spec.view.word()
            )));
        }
        Ok(())
    }
}

/// The request as a sentence; `None` if the view is whole or the page says it.
pub(super) fn told(spec: &Spec) -> Option<String> {
    if spec.is_told_elsewhere {
        return None;
    }
    let mut parts: Vec<String> = Vec::new();
    if !spec.only.is_empty() {
        parts.push(format!("only {}", spec.only.join(", ")));
    }
    if !spec.focus.is_empty() {
        let depth = counted(spec.depth.unwrap_or(1), "step");
        parts.push(format!(
            "{depth} up and down from {}",
            spec.focus.join(", ")
        ));
    }
    if !spec.hide.is_empty() {
        parts.push(format!("without {}", spec.hide.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("Shown: {}.", parts.join("; ")))
}

/// Keeps the chosen part. Of flows, keeps those between whole systems and those that pass a chosen field.
fn keep(model: &Model, cut: &mut Cut, chosen: &Chosen) {
    let homes = chosen.homes(model);
    cut.systems.retain(|system| homes.contains(system));
    cut.rows.retain(|row| chosen.has_field(model, *row));
    cut.flows.retain(|id| {
        let flow = &model.flows[*id];
        let is_whole = |system| chosen.systems.contains(&system);
        let ends = (flow.from.id(), flow.to.id());
        if is_whole(ends.0) && is_whole(ends.1) {
            return true;
        }
        let passages = flow.passages().iter();
        let mut values = passages.flat_map(|passage| {
            let to = passage.to.id();
            passage.from.iter().map(move |from| (from.id(), to))
        });
        values.any(|(from, to)| chosen.has_field(model, from) && chosen.has_field(model, to))
            || (flow.passages().is_empty() && homes.contains(&ends.0) && homes.contains(&ends.1))
    });
}

/// Sets the rows that are shown.
pub(super) fn detail(analysis: &Analysis, marks: &Marks, detail: Detail, cut: &mut Cut) {
    let model = analysis.model();
    let fields = cut
        .systems
        .iter()
        .flat_map(|system| model.systems[*system].fields.ids());
    match detail {
        Detail::Boxes => {
            cut.has_rows = false;
            cut.rows.clear();
        }
        Detail::All => {
            cut.rows = fields.collect();
            cut.has_rows = true;
        }
        Detail::Keys => {
            let crossing = crossing(analysis);
            let is_key = |field: &FieldId| {
                let term = model.fields[*field].term();
                let identifies = term.is_some_and(|term| model.terms[term].is_identifier());
                marks.has_field(*field) || (identifies && crossing.contains(field))
            };
            cut.rows = if cut.has_rows {
                std::mem::take(&mut cut.rows)
                    .into_iter()
                    .filter(is_key)
                    .collect()
            } else {
                fields.filter(is_key).collect()
            };
            cut.has_rows = true;
        }
    }
}

/// The fields passed from one organisation to another.
fn crossing(analysis: &Analysis) -> BTreeSet<FieldId> {
    let model = analysis.model();
    let owner = |field: FieldId| model.systems[model.fields[field].system].owner();
    let drawn = model.flows.iter().filter(|(id, _)| is_drawn(analysis, *id));
    let passages = drawn.flat_map(|(_, flow)| flow.passages());
    let values = passages.flat_map(|passage| {
        let to = passage.to.id();
        passage.from.iter().map(move |from| (from.id(), to))
    });
    values
        .filter(|(from, to)| owner(*from) != owner(*to))
        .flat_map(|(from, to)| [from, to])
        .collect()
}
