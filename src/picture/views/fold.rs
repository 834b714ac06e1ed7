//! Folding: organisations are drawn as one box each if a picture would otherwise have too many boxes to be read.

use std::collections::BTreeSet;

use super::cut::{Cut, Grain};
use super::homes::{Home, Homes, outwards};
use crate::read::model::{Id, Model, OrganisationId, Origin, Ref, SystemId};
use crate::words::counted;
use crate::words::listed;

/// The largest number of boxes of a picture that an audience can take in.
pub const MOST_BOXES: usize = 40;
/// The largest number of boxes of a folded picture. If there are more, lists name the organisations that have few flows.
pub(super) const MOST_FOLDED: usize = 2 * MOST_BOXES;
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
    let loose = Loose::of(model, cut);
    while let Some(body) = loose.next(model, &cut.folded, further) {
        cut.folded.insert(body);
    }
}

/// The systems of a picture that is folded step by step, with the facts that each step needs.
struct Loose {
    /// For each system, in order, its owner and all bodies that it is part of, innermost first; empty for a system without one.
    chains: Vec<Vec<OrganisationId>>,
    /// For each system, true if it is drawn as its organisation where it is alone in it.
    is_short: Vec<bool>,
    /// True if the frames of organisations count as boxes.
    has_frames: bool,
}

impl Loose {
    fn of(model: &Model, cut: &Cut) -> Self {
        let systems = || cut.systems.iter().map(|id| &model.systems[*id]);
        let chain = |owner: Option<_>| owner.map_or_else(Vec::new, |owner| outwards(model, owner));
        Self {
            chains: systems().map(|system| chain(system.owner())).collect(),
            is_short: systems()
                .map(|system| system.origin == Origin::Unnamed || !cut.has_rows)
                .collect(),
            has_frames: !cut.has_rows,
        }
    }

    /// The organisation to fold next: the one with the most boxes, and the first of several. `None` if there are few enough boxes, or if no
    /// organisation has two.
    fn next(
        &self,
        model: &Model,
        folded: &BTreeSet<OrganisationId>,
        further: usize,
    ) -> Option<OrganisationId> {
        let mut is_folded = vec![false; model.organisations.len()];
        for body in folded {
            is_folded[body.index()] = true;
        }
        let mut is_known = vec![false; model.organisations.len()];
        // The first system of each box, with the body that is drawn as that box.
        let mut boxes: Vec<(usize, Option<OrganisationId>)> = Vec::new();
        let mut open = vec![0_usize; model.organisations.len()];
        for (place, chain) in self.chains.iter().enumerate() {
            let outermost = chain.iter().rev().find(|body| is_folded[body.index()]);
            match outermost {
                Some(body) => {
                    if !std::mem::replace(&mut is_known[body.index()], true) {
                        boxes.push((place, Some(*body)));
                    }
                }
                None => {
                    boxes.push((place, None));
                    for body in chain {
                        open[body.index()] += 1;
                    }
                }
            }
        }
        let frames = if self.has_frames {
            self.frames(model, &boxes, &open)
        } else {
            0
        };
        if boxes.len() + frames + further <= MOST_BOXES {
            return None;
        }
        let mut inside = vec![0_usize; model.organisations.len()];
        for body in boxes.iter().flat_map(|(place, _)| &self.chains[*place]) {
            inside[body.index()] += 1;
        }
        let bodies = model.organisations.ids().zip(inside);
        let most = bodies.filter(|(_, count)| *count > 1);
        let most = most.max_by_key(|(body, count)| (*count, std::cmp::Reverse(*body)));
        most.map(|(body, _)| body)
    }

    /// The number of organisations drawn around other boxes.
    fn frames(
        &self,
        model: &Model,
        boxes: &[(usize, Option<OrganisationId>)],
        open: &[usize],
    ) -> usize {
        let whole = |body: OrganisationId| model.organisations[body].part_of.known().map(Ref::id);
        let mut is_frame = vec![false; model.organisations.len()];
        for (place, folded) in boxes {
            let owner = self.chains[*place].first().copied();
            let is_alone =
                |owner: OrganisationId| self.is_short[*place] && open[owner.index()] == 1;
            let mut around = match folded {
                Some(body) => whole(*body),
                None => owner.and_then(|owner| {
                    if is_alone(owner) {
                        whole(owner)
                    } else {
                        Some(owner)
                    }
                }),
            };
            // The bodies around a known frame are known too.
            while let Some(body) =
                around.filter(|body| !std::mem::replace(&mut is_frame[body.index()], true))
            {
                around = whole(body);
            }
        }
        is_frame.into_iter().filter(|is_frame| *is_frame).count()
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

/// The words for a picture that would have this many boxes even when it is folded.
pub(super) fn too_many(boxes: usize) -> String {
    format!(
        "Even folded it would have {boxes} boxes, so the organisations with most flows have one each and lists name the others. \
         `--only org:NAME` or `--focus NAME` draws a part, `--no-fold` every box."
    )
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
