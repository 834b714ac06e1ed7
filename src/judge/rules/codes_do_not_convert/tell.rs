//! The words of code lists that do not convert.

use serde_json::Value;
use serde_json::json;

use super::{Unconverted, codes, span};
use crate::judge::rules::conversion::Pair;
use crate::judge::rules::facets::{MOST_PAIRS, MOST_SHOWN, has_source};
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{CodeListId, CodeVerdict, Conversion, FieldId, TermId};
use crate::read::source::Span;

pub(super) fn tell(found: &Found<Unconverted>, names: &Names<'_>) -> Words {
    match &found.what {
        Unconverted::Passed { pair, .. } => passed(found, pair, names),
        Unconverted::OfTerm {
            term,
            fields,
            pairs,
        } => on_term(found, *term, (fields, pairs), names),
    }
}

fn passed(found: &Found<Unconverted>, pair: &Pair, names: &Names<'_>) -> Words {
    let [a, b] = pair.fields.map(|field| names.of(field));
    let fault = pair.there.fault(names.model());
    let message = match pair.there.verdict {
        CodeVerdict::Unstated => {
            format!("the codes of {b} may not follow from those of {a}: {fault}")
        }
        _ => format!("the codes of {b} do not follow from those of {a}: {fault}"),
    };
    let [from, to] = pair.fields.map(|field| place(names, field));
    Words::at(found.span, "passed here")
        .also(from.0, from.1)
        .also(to.0, to.1)
        .message(message)
        .detail("pairs", vec![pair_detail(names, pair)])
        .via(names.ids(pair.fields))
        .help(advice(names, pair))
        .ask(
            names.owner_of(pair.fields[0]),
            format!("How do the codes of {a} become those of {b}?"),
        )
}

fn on_term(
    found: &Found<Unconverted>,
    term: TermId,
    (fields, pairs): (&[FieldId], &[Pair]),
    names: &Names<'_>,
) -> Words {
    let works = |conversion: &Conversion| conversion.verdict.is_computable() == Some(true);
    let is_one_way = |pair: &Pair| works(&pair.there) || works(&pair.back);
    let lists = fields.chunk_by(|a, b| codes(names.model(), *a) == codes(names.model(), *b));
    let count = lists.clone().count();
    let said = if found.certainty == Certainty::CannotTell {
        "nothing says how they match"
    } else if count == 2 && pairs.iter().all(is_one_way) {
        "only one can be worked out from the other"
    } else if count == 2 {
        "one cannot be worked out from the other"
    } else {
        "some cannot be worked out from the others"
    };
    let message = format!("{} has {count} code lists, and {said}", names.of(term));
    let details = pairs.iter().take(MOST_PAIRS);
    let details = details.map(|pair| pair_detail(names, pair));
    let [a, b] = pairs[0].fields;
    let (asked, too) = names.asked([a, b].map(|field| names.owner_of(field)));
    Words::shown(lists.take(MOST_SHOWN).map(|fields| place(names, fields[0])))
        .message(message)
        .detail("pairs", details.collect::<Vec<_>>())
        .help(advice(names, &pairs[0]))
        .ask(
            asked,
            format!(
                "How do the codes of {} match those of {}?{too}",
                names.of(a),
                names.of(b)
            ),
        )
}

/// The advice on two lists, and whether somebody only assumes how they match.
fn advice(names: &Names<'_>, pair: &Pair) -> String {
    let advice = by_direction(names, pair);
    let is_mapped = |way: &Conversion| way.verdict.is_computable().is_some();
    let is_assumed = |way: &Conversion| is_mapped(way) && !way.is_sourced;
    let of_codes = pair
        .fields
        .into_iter()
        .filter(|field| !has_source(names.model(), *field));
    let of_codes: Vec<FieldId> = of_codes.collect();
    match (
        is_assumed(&pair.there) || is_assumed(&pair.back),
        of_codes.is_empty(),
    ) {
        (true, true) => format!("{advice}. How the codes match is only assumed"),
        (true, false) => format!(
            "{advice}. How the codes match is only assumed, as are the codes of {}",
            names.few(of_codes)
        ),
        (false, false) => {
            format!(
                "{advice}. The codes of {} are only assumed",
                names.few(of_codes)
            )
        }
        (false, true) => advice,
    }
}

/// The advice on two lists: which direction works, which does not, and why not.
fn by_direction(names: &Names<'_>, pair: &Pair) -> String {
    let list = |field| codes(names.model(), field).expect("only coded fields are compared");
    let lists = pair.fields.map(list);
    let is_empty = |list: &CodeListId| names.model().code_lists[*list].values.is_empty();
    if let Some(list) = lists.into_iter().find(is_empty) {
        return format!("write down the codes of {}", names.of(list));
    }
    let [here, there] = lists.map(|list| names.of(list));
    let (onward, back) = (
        pair.there.fault(names.model()),
        pair.back.fault(names.model()),
    );
    let works = [&pair.there, &pair.back].map(|way| way.verdict.is_computable());
    match works {
        [Some(true), _] => format!(
            "collect the codes of {here}: those of {there} follow from them. Not the other way round: {back}"
        ),
        [_, Some(true)] => format!(
            "collect the codes of {there}: those of {here} follow from them. Not the other way round: {onward}"
        ),
        [Some(false), Some(false)] => format!(
            "agree one list, or collect codes fine enough for both. From {here} to {there}: {onward}. From {there} to {here}: {back}"
        ),
        [None, None] => format!(
            "write down under `mappings` how the codes of {here} match those of {there}: {onward}"
        ),
        [None, Some(false)] => format!(
            "complete the crosswalk from {here} to {there}: {onward}. From {there} to {here}: {back}"
        ),
        [Some(false), None] => format!(
            "complete the crosswalk from {there} to {here}: {back}. From {here} to {there}: {onward}"
        ),
    }
}

fn pair_detail(names: &Names<'_>, pair: &Pair) -> Value {
    let one_way = |from: FieldId, to: FieldId, conversion: &Conversion| {
        json!({
            "from": names.id(from),
            "to": names.id(to),
            "verdict": conversion.verdict.word(),
            "code": conversion.code,
            "targets": conversion.targets,
            "via": names.ids(&conversion.via),
        })
    };
    let [a, b] = pair.fields;
    json!({"there": one_way(a, b, &pair.there), "back": one_way(b, a, &pair.back)})
}

/// The place where a field states its code list, and its label.
fn place(names: &Names<'_>, field: FieldId) -> (Span, String) {
    let list = codes(names.model(), field).map_or_else(String::new, |list| names.id(list));
    let label = format!("{}: codes of `{list}`", names.of(field));
    (span(names.model(), field), label)
}
