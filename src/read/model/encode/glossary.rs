//! What words mean, on its way back to YAML: dimensions, terms, code lists and the mappings between them.

use super::keys::Keys;
use super::keys::WIDTH;
use super::keys::texts;
use super::keys::word;
use crate::read::model::Model;
use crate::read::model::codes::Code;
use crate::read::model::codes::CodeList;
use crate::read::model::codes::Mapping;
use crate::read::model::codes::PREDICATES;
use crate::read::model::codes::Pair;
use crate::read::model::codes::Predicate;
use crate::read::model::dimension::Axis;
use crate::read::model::dimension::Dimension;
use crate::read::model::dimension::DimensionValue;
use crate::read::model::field::FIELD_TYPES;
use crate::read::model::term::Agreed;
use crate::read::model::term::Term;
use crate::read::syntax::Written;

pub(super) fn dimension(dimension: &Dimension) -> (String, Written) {
    let mut keys = Keys::default();
    keys.name(&dimension.name, &dimension.slug.replace('_', " "));
    match &dimension.axis {
        Axis::Values(values) => {
            let below = match values_below(&values.values, &mut 0, values.leaves) {
                Written::Nothing => Written::List(Vec::new()),
                below => below,
            };
            keys.put("values", below.inline_within(WIDTH));
        }
        Axis::Range(unit) => keys.put("range", Written::text(unit.name())),
    }
    keys.evidence(&dimension.evidence);
    let is_flat = match &dimension.axis {
        Axis::Values(values) => values.leaves == values.values.len(),
        Axis::Range(_) => false,
    };
    let written = if is_flat {
        keys.short("values")
    } else {
        keys.mapping()
    };
    (dimension.slug.to_string(), written)
}

/// The values from `at` on whose leaves lie before `end`, each with those below it.
fn values_below(values: &[DimensionValue], at: &mut usize, end: usize) -> Written {
    let mut entries = Vec::new();
    while let Some(value) = values.get(*at).filter(|value| value.leaves.start < end) {
        *at += 1;
        let below = values_below(values, at, value.leaves.end);
        entries.push((value.slug.to_string(), below));
    }
    if entries.is_empty() {
        return Written::Nothing;
    }
    if entries.iter().all(|(_, below)| *below == Written::Nothing) {
        return Written::List(
            entries
                .into_iter()
                .map(|(slug, _)| Written::Text(slug))
                .collect(),
        );
    }
    Written::Mapping(entries)
}

pub(super) fn term(model: &Model, term: &Term) -> Option<(String, Written)> {
    if term.is_placeholder {
        return None;
    }
    let mut keys = Keys::default();
    keys.name(&term.name, &term.slug);
    keys.stated_text("definition", &term.definition);
    keys.stated_text("of", &term.of);
    keys.reference("broader", &term.broader, |broader| {
        model.terms[broader.id()].slug.to_string()
    });
    if term.is_identifier {
        keys.put("identifier", Written::Truth(true));
    } else {
        keys.word("identifier", &term.evidence);
    }
    match &term.agreed {
        Some(one) => keys.put("agreed", agreed(model, one)),
        None => keys.word("agreed", &term.evidence),
    }
    keys.evidence(&term.evidence);
    Some((term.slug.to_string(), keys.short("name")))
}

fn agreed(model: &Model, agreed: &Agreed) -> Written {
    let mut keys = Keys::default();
    keys.stated_text("definition", &agreed.definition);
    keys.choice("type", &agreed.kind, &FIELD_TYPES);
    keys.reference("codes", &agreed.codes, |codes| {
        model.code_lists[codes.id()].slug.to_string()
    });
    keys.stated_text("unit", &agreed.unit);
    keys.scope("covers", &agreed.covers, &model.dimensions);
    keys.evidence(&agreed.evidence);
    keys.mapping()
}

pub(super) fn code_list(list: &CodeList) -> Option<(String, Written)> {
    if list.is_placeholder {
        return None;
    }
    let mut keys = Keys::default();
    keys.name(&list.name, &list.slug);
    let is_plain = list.values.iter().all(|code| code.meaning.is_empty());
    let meaning = |code: &Code| match &*code.meaning {
        "" => Written::Nothing,
        meaning => Written::text(meaning),
    };
    if list.values.is_empty() {
        keys.word("values", &list.evidence);
    } else if is_plain {
        keys.put("values", texts(list.values.iter().map(|code| &code.code)));
    } else {
        let codes = list
            .values
            .iter()
            .map(|code| (code.code.to_string(), meaning(code)));
        keys.put(
            "values",
            Written::Mapping(codes.collect()).inline_within(WIDTH),
        );
    }
    keys.evidence(&list.evidence);
    let written = if is_plain && !list.values.is_empty() {
        keys.short("values")
    } else {
        keys.mapping()
    };
    Some((list.slug.to_string(), written))
}

pub(super) fn mapping(model: &Model, mapping: &Mapping) -> Written {
    let code_list = |id| Written::text(&model.code_lists[id].slug);
    let targets = |pairs: &[Pair]| {
        if pairs.iter().any(|pair| pair.predicate != Predicate::Exact) {
            let each = pairs.iter().map(|pair| {
                let predicate = word(&PREDICATES, &pair.predicate);
                (pair.to.0.to_string(), Written::text(predicate))
            });
            return Written::Mapping(each.collect()).inline();
        }
        match pairs {
            [pair] => Written::text(&pair.to.0),
            pairs => texts(pairs.iter().map(|pair| &pair.to.0)),
        }
    };
    let pairs = mapping
        .pairs
        .chunk_by(|a, b| a.from.0 == b.from.0)
        .map(|pairs| (pairs[0].from.0.to_string(), targets(pairs)));
    let mut keys = Keys::default();
    keys.put("from", code_list(mapping.from.id()));
    keys.put("to", code_list(mapping.to.id()));
    let pairs: Vec<(String, Written)> = pairs.collect();
    if pairs.is_empty() {
        keys.word("pairs", &mapping.evidence);
    } else {
        keys.put("pairs", Written::Mapping(pairs));
    }
    keys.evidence(&mapping.evidence);
    keys.mapping()
}
