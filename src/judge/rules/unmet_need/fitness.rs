//! The words of a reason that a source is too coarse, or not filled in enough.

use super::near::Nearness;
use super::reason::{Reason, Why, has_only_totals};
use super::words::{Parts, own_question};
use super::{Unmet, people};
use crate::judge::rules::found::Names;
use crate::read::model::Need;

/// The words if the asker itself holds a narrower term case by case.
pub(super) fn own_narrower(reason: &Reason, names: &Names<'_>) -> Option<Parts> {
    let (Why::TooCoarse { term, near, .. }, Some(who)) = (&reason.why, reason.who) else {
        return None;
    };
    let near = near
        .as_ref()
        .filter(|near| near.nearness == Nearness::Narrower)?;
    let model = names.model();
    let owner = model.systems[model.system_of(near.field)].owner()?;
    if !model.is_part_of(owner, who) {
        return None;
    }
    let (term, field) = (names.of(*term), names.of(near.field));
    let system = names.of(model.system_of(near.field));
    let text = format!("{system} holds {term} only by its narrower field {field}");
    let question = format!("Can {field} answer for {term}?");
    Some(Parts::asking(
        text,
        "holds totals",
        names.id(owner),
        question,
    ))
}

/// The words if a source is too coarse or not filled in enough.
pub(super) fn fitness(why: &Why, found: &Unmet, need: &Need, names: &Names<'_>) -> Parts {
    match why {
        Why::TooCoarse {
            term,
            missing,
            nearest,
            near,
        } => {
            let of = (*term, *nearest);
            let is_kin = near
                .as_ref()
                .is_some_and(|near| near.nearness != Nearness::Held);
            let itself = if is_kin { " itself" } else { "" };
            let whom = if has_only_totals(&found.reasons, of, need, names.model()) {
                ", and not for everyone".to_owned()
            } else {
                people::whom(names.model(), missing, need)
            };
            let (term_name, nearest) = (names.of(*term), names.of(*nearest));
            // If a source of single cases is named, a source of totals is of no use.
            let such = match near {
                Some(_) => String::new(),
                None => format!(". {nearest} is one that holds totals"),
            };
            let text = format!(
                "{term_name}{itself} comes only as totals{whom}. The question is about single cases{such}"
            );
            Parts::told(text, "holds totals").with(near.as_ref(), *term, names)
        }
        Why::LevelUnknown { term, nearest } => {
            let term = names.of(*term);
            let Some(nearest) = nearest else {
                let text = format!(
                    "{term} comes as totals. The need does not know whether it takes single cases"
                );
                let question = "Does the question take single cases, or totals?".to_owned();
                return own_question(need, names, &text, question);
            };
            let (owner, nearest) = (names.owner(*nearest), names.of(*nearest));
            let text = format!("it is not known whether {nearest} holds {term} case by case");
            let question = format!("Does {nearest} hold {term} case by case, or only totals?");
            Parts::asking(text, "single cases or totals?", owner, question)
        }
        _ => completeness(why, need, names),
    }
}

/// The words if a source is not filled in enough.
fn completeness(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    let wanted = need.complete.known().map(ToString::to_string);
    let wanted = wanted.unwrap_or_default();
    match why {
        Why::TooIncomplete {
            term,
            missing,
            nearest,
        } => {
            let whom = people::whom(names.model(), missing, need);
            let filled = names.model().fields[*nearest].complete.known();
            let filled = filled.map(ToString::to_string).unwrap_or_default();
            let system = names.of(names.model().system_of(*nearest));
            let text = format!(
                "{system} fills in {} in {filled} of cases{whom}. The question takes {wanted}",
                names.of(*term)
            );
            Parts::told(text, "filled in too seldom")
        }
        Why::CompleteUnknown { term, nearest } => {
            let term = names.of(*term);
            let Some(nearest) = nearest else {
                let text = format!(
                    "{term} is not always filled in. The need does not know how often it must be"
                );
                let question = "How often must it be filled in?".to_owned();
                return own_question(need, names, &text, question);
            };
            let system = names.of(names.model().system_of(*nearest));
            let takes = if wanted.is_empty() {
                String::new()
            } else {
                format!(". The question takes {wanted}")
            };
            let text = format!("how often {system} fills in {term} is not known{takes}");
            let question = format!("In how many of a hundred cases does {system} fill in {term}?");
            Parts::asking(
                text,
                "how often is it filled in?",
                names.owner_of(*nearest),
                question,
            )
        }
        _ => Parts::default(),
    }
}
