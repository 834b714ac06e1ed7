//! Folding: organisations are drawn as one box each if a picture would otherwise have too many boxes to be read.

use std::collections::{BTreeMap, BTreeSet};

use super::cut::{Cut, Grain};
use super::homes::{Home, Homes, outwards};
use crate::read::model::{Model, OrganisationId, SystemId};
use crate::words::counted;
use crate::words::listed;

/// The largest number of boxes of a picture that an audience can take in.
pub const MOST_BOXES: usize = 40;
/// The number of folded organisations that are named.
const MOST_NAMED: usize = 6;

/// Folds the organisations with the most boxes until at most [`MOST_BOXES`] are left, as far as folding reduces them.
pub(super) fn fold(model: &Model, cut: &mut Cut) {
    let further = cut.needs.len() + cut.missing.len() + cut.asked.len() + cut.remarks.len();
    if cut.grain == Grain::Organisations
        || Homes::of(model, cut).boxes().len() + further <= MOST_BOXES
    {
        return;
    }
    cut.grain = Grain::Compact;
    loop {
        let homes = Homes::of(model, cut);
        let boxes = homes.boxes();
        let frames = if cut.has_rows {
            0
        } else {
            homes.frames(model).len()
        };
        if boxes.len() + frames + further <= MOST_BOXES {
            return;
        }
        let mut inside: BTreeMap<OrganisationId, usize> = BTreeMap::new();
        for home in &boxes {
            let first = homes.inside(*home).next();
            let owner = first.and_then(|system| model.systems[system].owner());
            let bodies = owner.map(|owner| outwards(model, owner));
            for body in bodies.unwrap_or_default() {
                *inside.entry(body).or_default() += 1;
            }
        }
        let most = inside.into_iter().filter(|(_, count)| *count > 1);
        // Among equal counts, the first organisation is taken.
        let most = most.max_by_key(|(body, count)| (*count, std::cmp::Reverse(*body)));
        let Some((body, _)) = most else { return };
        cut.folded.insert(body);
    }
}

/// Folds every organisation but those that own one of these systems, and all that they are part of.
pub(super) fn others(model: &Model, cut: &mut Cut, open: &BTreeSet<SystemId>) {
    let owners = |systems: &BTreeSet<SystemId>| -> BTreeSet<OrganisationId> {
        let owners = systems.iter().filter_map(|id| model.systems[*id].owner());
        owners.flat_map(|owner| outwards(model, owner)).collect()
    };
    let open = owners(open);
    cut.folded = owners(&cut.systems).difference(&open).copied().collect();
    cut.grain = Grain::Compact;
}

/// A hint for the user after folding.
pub(super) fn hint(boxes: usize) -> String {
    if boxes > MOST_BOXES {
        format!(
            "Still {boxes} boxes: `--only org:NAME` or `--focus NAME` draws a part, `--no-fold` every system."
        )
    } else {
        "`--no-fold` draws every system, `--only org:NAME` or `--focus NAME` a part.".to_owned()
    }
}

/// The folded organisations, as a sentence; `None` if there are none.
pub(super) fn told(model: &Model, cut: &Cut, homes: &Homes, hidden: usize) -> Option<String> {
    if cut.folded.is_empty() {
        return None;
    }
    let mut folded: Vec<(usize, OrganisationId)> = Vec::new();
    for home in homes.boxes() {
        if let Home::Organisation(body) = home {
            folded.push((homes.named_inside(model, home), body));
        }
    }
    folded.sort_by_key(|(count, body)| (std::cmp::Reverse(*count), *body));
    let mut names: Vec<String> = folded
        .iter()
        .take(MOST_NAMED)
        .map(|(count, body)| {
            let name = &model.organisations[*body].name;
            match count {
                0 => name.to_string(),
                _ => format!("{name} ({})", counted(*count, "system")),
            }
        })
        .collect();
    if folded.len() > MOST_NAMED {
        names.push(format!("{} more", folded.len() - MOST_NAMED));
    }
    let inner = match hidden {
        0 => String::new(),
        _ => format!(", with {} inside them", counted(hidden, "flow")),
    };
    Some(format!(
        "Folded into one box each, for a picture of about {MOST_BOXES} boxes: {}{inner}.",
        listed(&names)
    ))
}
