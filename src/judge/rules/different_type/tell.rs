//! The words of values that cannot be worked out from each other.

use serde_json::json;

use super::{Clash, DifferentType, Why, crossed, span};
use crate::judge::rules::facets::MOST_SHOWN;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{CodeListId, FieldId, FieldType, Model, Ref};
use crate::words::capital;

pub(super) fn tell(found: &Found<DifferentType>, names: &Names<'_>) -> Words {
    let (model, term) = (names.model(), names.of(found.term));
    let Clash { fields, why, .. } = &found.clashes[0];
    let fields = *fields;
    let why = why_words(model, fields, why);
    let [a, b] = fields.map(|field| names.of(field));
    let cannot_tell = found.certainty == Certainty::CannotTell;
    let message = if cannot_tell {
        format!(
            "{term} is held in forms that may not fit. {}",
            capital(&why)
        )
    } else {
        format!(
            "values of {term} cannot be worked out from each other. {}",
            capital(&why)
        )
    };
    let help = if cannot_tell {
        let [a, b] = names.two(fields[0], fields[1]);
        format!("find out how the values in {a} and {b} correspond, and write it down")
    } else {
        let [held, wanted] = fields.map(|field| held_as(model, field));
        format!(
            "agree one form of {term} from which the others follow. For example, {a} is {held} and {b} is {wanted}"
        )
    };
    let is_open = |field: FieldId| {
        let codes = model.fields[field].codes.known();
        model.domain(field).kind == Some(FieldType::Code)
            && codes.is_none_or(|list| model.code_lists[list.id()].values.is_empty())
    };
    let open = fields.into_iter().find(|field| is_open(*field));
    let question = if let (true, Some(open)) = (cannot_tell, open) {
        format!(
            "Which values has {}, and what does each stand for?",
            names.of(open)
        )
    } else if cannot_tell {
        let [a, b] = names.two(fields[0], fields[1]);
        format!("How do the values of {term} in {b} fit those in {a}?")
    } else {
        let years = [fields[0], fields[1]].map(|field| model.domain(field).unit);
        if years
            .iter()
            .all(|unit| unit.is_some_and(|unit| unit.ends_with("year")))
        {
            let [a, b] = names.two(fields[0], fields[1]);
            format!(
                "Could {b} also give figures for quarters or months, which add up to the years of {a}?"
            )
        } else {
            format!("Could {b} be held in a form from which {a} can be worked out?")
        }
    };
    let pairs = found.clashes.iter().map(|clash| {
        json!({"fields": names.ids(clash.fields), "why": why_words(model, clash.fields, &clash.why)})
    });
    let places = found.fields.iter().take(MOST_SHOWN);
    let places = places.map(|field| {
        let label = format!("{}: {}", names.of(field), held_as(model, *field));
        (span(model, *field), label)
    });
    let asked = open.filter(|_| cannot_tell).unwrap_or(fields[1]);
    Words::shown(places)
        .message(message)
        .detail("pairs", pairs.collect::<Vec<_>>())
        .help(help)
        .ask(names.owner_of(asked), question)
}

fn why_words(model: &Model, fields: [FieldId; 2], why: &Why) -> String {
    match why {
        Why::BandsCross => {
            let [a, b] = fields.map(|field| model.fields[field].codes.known().map(Ref::id));
            let list = |id: Option<CodeListId>| id.map_or("", |id| &model.code_lists[id].slug);
            let there = crossed(model, a, b).map_or("", |[there, _]| &*there.code);
            format!(
                "the bands cross: `{there}` of `{}` lies in no band of `{}`",
                list(a),
                list(b)
            )
        }
        Why::UnitChanges => {
            let [from, to] = fields.map(|field| model.domain(field).unit.unwrap_or_default());
            format!("the value is passed as it is, from {from} to {to}")
        }
        Why::Gives(why) => (*why).to_owned(),
        Why::Passed(why) => format!("{why}, and no other way is stated"),
    }
}

/// The type, unit and code list of a field in words.
fn held_as(model: &Model, field: FieldId) -> String {
    let words = model.domain(field).words();
    match model.fields[field].codes.known() {
        Some(list) => format!("{words} of `{}`", model.code_lists[list.id()].slug),
        None => words,
    }
}
