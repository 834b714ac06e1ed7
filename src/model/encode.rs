//! From a model back to YAML: a whole map as one document that is read as the same model.
//!
//! Sections stand in the order of the format, entities in that of their tables, keys in that of their record, and short forms
//! wherever they say all there is. What the map only refers to is not written: references make it again.

use super::Model;
use super::codes::Code;
use super::codes::CodeList;
use super::codes::Mapping;
use super::codes::PREDICATES;
use super::codes::Pair;
use super::codes::Predicate;
use super::dimension::Axis;
use super::dimension::Dimension;
use super::dimension::DimensionValue;
use super::field::FIELD_TYPES;
use super::field::Field;
use super::flow::CONTENTS;
use super::flow::Flow;
use super::flow::HOWS;
use super::flow::Passage;
use super::id::Id;
use super::id::Table;
use super::keys::Keys;
use super::keys::WIDTH;
use super::keys::texts;
use super::keys::word;
use super::need::Decision;
use super::need::Need;
use super::organisation::Organisation;
use super::stated::Stated;
use super::system::LEVELS;
use super::system::Origin;
use super::system::SYSTEM_KINDS;
use super::system::System;
use super::term::Agreed;
use super::term::Term;
use crate::syntax;
use crate::syntax::Written;
use crate::syntax::matching_key;

/// The canonical YAML of a whole map: loading it gives the same model, and encoding that gives the same text.
pub fn encode(model: &Model) -> String {
    let flows = model.flows.iter().map(|(_, one)| flow(model, one));
    let mappings = model.mappings.iter().map(|one| mapping(model, one));
    let decisions = model.decisions.iter().map(|one| decision(model, one));
    let sections = [
        ("map", about(model)),
        ("dimensions", entries(&model.dimensions, dimension)),
        (
            "organisations",
            entries(&model.organisations, |one| organisation(model, one)),
        ),
        ("terms", entries(&model.terms, |one| term(model, one))),
        ("code_lists", entries(&model.code_lists, code_list)),
        ("mappings", Written::List(mappings.collect())),
        ("systems", entries(&model.systems, |one| system(model, one))),
        ("flows", Written::List(flows.collect())),
        ("needs", entries(&model.needs, |one| need(model, one))),
        ("decisions", Written::List(decisions.collect())),
    ];
    let is_empty = |section: &Written| match section {
        Written::List(items) => items.is_empty(),
        Written::Mapping(entries) => entries.is_empty(),
        _ => false,
    };
    let mut text = String::new();
    for (name, section) in sections {
        if is_empty(&section) {
            continue;
        }
        // A text may end in blank lines of its own, to which none must be added.
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text += &syntax::write(&Written::Mapping(vec![(name.to_owned(), section)]));
    }
    text
}

/// A section that maps ids to entities; those for which `of` gives nothing are left out.
fn entries<I: Id, T>(table: &Table<I, T>, of: impl Fn(&T) -> Option<(String, Written)>) -> Written {
    Written::Mapping(table.iter().filter_map(|(_, one)| of(one)).collect())
}

fn about(model: &Model) -> Written {
    let about = &model.about;
    let mut keys = Keys::default();
    keys.text("title", &about.title);
    keys.text("about", &about.about);
    match about.as_of {
        Some(day) => keys.put("as_of", Written::text(day)),
        None => keys.word("as_of", &about.evidence),
    }
    keys.put("format", Written::Number(1));
    keys.evidence(&about.evidence);
    keys.mapping()
}

fn dimension(dimension: &Dimension) -> Option<(String, Written)> {
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
    Some((dimension.slug.to_string(), written))
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

fn organisation(model: &Model, organisation: &Organisation) -> Option<(String, Written)> {
    if organisation.is_placeholder {
        return None;
    }
    let mut keys = Keys::default();
    keys.name(&organisation.name, &organisation.slug);
    keys.stated_text("kind", &organisation.kind);
    keys.stated("count", &organisation.count, |count| {
        Written::Number(*count)
    });
    keys.reference("part_of", &organisation.part_of, |part_of| {
        model.organisations[part_of.id()].slug.to_string()
    });
    keys.evidence(&organisation.evidence);
    Some((organisation.slug.to_string(), keys.short("name")))
}

fn term(model: &Model, term: &Term) -> Option<(String, Written)> {
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

fn code_list(list: &CodeList) -> Option<(String, Written)> {
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

fn mapping(model: &Model, mapping: &Mapping) -> Written {
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

fn system(model: &Model, system: &System) -> Option<(String, Written)> {
    if system.origin != Origin::Declared {
        return None;
    }
    let mut keys = Keys::default();
    keys.name(&system.name, &system.slug);
    keys.choice("kind", &system.kind, &SYSTEM_KINDS);
    keys.reference("owner", &system.owner, |owner| {
        model.organisations[owner.id()].slug.to_string()
    });
    keys.reference("part_of", &system.part_of, |part_of| {
        model.systems[part_of.id()].slug.to_string()
    });
    keys.scope("covers", &system.covers, &model.dimensions);
    keys.choice("level", &system.level, &LEVELS);
    keys.stated_text("captured", &system.captured);
    if system.lists_fields {
        let fields: Vec<(String, Written)> = system
            .fields
            .ids()
            .map(|id| &model.fields[id])
            .filter(|field| field.is_declared)
            .map(|one| (one.slug.to_string(), field(model, one)))
            .collect();
        let is_plain = fields.iter().all(|(_, field)| *field == Written::Nothing);
        keys.put(
            "fields",
            if is_plain {
                texts(fields.iter().map(|(slug, _)| slug))
            } else {
                Written::Mapping(fields)
            },
        );
    } else {
        keys.word("fields", &system.evidence);
    }
    keys.evidence(&system.evidence);
    Some((system.slug.to_string(), keys.short("name")))
}

fn field(model: &Model, field: &Field) -> Written {
    let mut keys = Keys::default();
    if let Some(name) = &field.name {
        keys.put("name", Written::text(name));
    }
    if !is_implied(model, field) {
        keys.reference("term", &field.term, |term| {
            model.terms[term.id()].slug.to_string()
        });
    }
    keys.stated_text("definition", &field.definition);
    keys.choice("type", &field.kind, &FIELD_TYPES);
    keys.reference("codes", &field.codes, |codes| {
        model.code_lists[codes.id()].slug.to_string()
    });
    keys.stated_text("unit", &field.unit);
    keys.scope("covers", &field.covers, &model.dimensions);
    match field.is_required {
        Some(is_required) => keys.put("required", Written::Truth(is_required)),
        None => keys.word("required", &field.evidence),
    }
    keys.evidence(&field.evidence);
    // The short form knows no `not-shared`.
    match field.term {
        Stated::NotShared(_) => keys.mapping(),
        _ => keys.short("term"),
    }
}

/// True where the field means the term of its own id without saying so.
fn is_implied(model: &Model, field: &Field) -> bool {
    let Stated::Known(term, span) = &field.term else {
        return false;
    };
    let term = &model.terms[term.id()];
    // A term that is not declared is there because some field refers to it: this one, where the place is not its own.
    matching_key(&term.slug) == matching_key(&field.slug)
        && (!term.is_placeholder || *span == field.span)
}

/// One flow, its references resolved.
pub(super) fn flow(model: &Model, flow: &Flow) -> Written {
    let (from, to) = (flow.from.id(), flow.to.id());
    let (from, to) = (&model.systems[from].slug, &model.systems[to].slug);
    let mut keys = Keys::default();
    keys.put("from", Written::text(from));
    keys.put("to", Written::text(to));
    keys.stated("fields", &flow.fields, |passages| {
        let passages = passages.iter().map(|one| passage(model, one));
        let passages: Vec<Written> = passages.collect();
        let is_plain = passages
            .iter()
            .all(|passage| matches!(passage, Written::Text(_)));
        let width = if is_plain { WIDTH } else { 0 };
        Written::List(passages).inline_within(width)
    });
    keys.reference("by", &flow.by, |by| {
        model.organisations[by.id()].slug.to_string()
    });
    keys.scope("only", &flow.only, &model.dimensions);
    keys.stated("method", &flow.method, |method| {
        Written::text(method.word())
    });
    keys.every(&flow.every);
    keys.stated_text("lag", &flow.lag);
    keys.stated_text("basis", &flow.basis);
    keys.stated_text("purpose", &flow.purpose);
    keys.choice("contains", &flow.contains, &CONTENTS);
    keys.stated("identifiers", &flow.identifiers, |terms| {
        texts(terms.iter().map(|term| &model.terms[term.id()].slug))
    });
    for (key, text) in [
        ("same_submission", &flow.same_submission),
        ("justified", &flow.justified),
    ] {
        match text {
            Some(text) => keys.put(key, Written::text(text)),
            None => keys.word(key, &flow.evidence),
        }
    }
    keys.stated("status", &flow.status, |status| {
        Written::text(status.word())
    });
    keys.stated_text("since", &flow.since);
    keys.stated_text("until", &flow.until);
    keys.evidence(&flow.evidence);
    keys.mapping()
}

fn passage(model: &Model, passage: &Passage) -> Written {
    let slug = |field: super::FieldId| Written::text(&model.fields[field].slug);
    let from: Vec<Written> = passage.from.iter().map(|from| slug(from.id())).collect();
    let to = slug(passage.to.id());
    // A usual word says no more than none.
    let usual = word(&HOWS, &Passage::usual(from.len()));
    let how = match passage.word {
        "copied" => "identity",
        "transformation" => "derived",
        "aggregation" => "aggregated",
        word => word,
    };
    let is_usual = how.is_empty() || how == usual;
    match from.as_slice() {
        [one] if is_usual && *one == to => return to,
        [Written::Text(one)] if is_usual && one != "to" => {
            return Written::Mapping(vec![(one.clone(), to)]);
        }
        _ => {}
    }
    let mut keys = Keys::default();
    match from.as_slice() {
        [one] => keys.put("from", one.clone()),
        _ => keys.put("from", Written::List(from)),
    }
    keys.put("to", to);
    if !is_usual {
        keys.text("how", how);
    }
    keys.mapping().inline()
}

fn need(model: &Model, need: &Need) -> Option<(String, Written)> {
    let mut keys = Keys::default();
    let who = need
        .who
        .iter()
        .map(|who| &model.organisations[who.id()].slug);
    match need.who.len() {
        0 => keys.word("who", &need.evidence),
        1 => who.for_each(|who| keys.put("who", Written::text(who))),
        _ => keys.put("who", texts(who)),
    }
    keys.text("question", &need.question);
    if need.terms.is_empty() {
        keys.word("terms", &need.evidence);
    } else {
        let terms = need.terms.iter().map(|term| &model.terms[term.id()].slug);
        keys.put("terms", texts(terms));
    }
    keys.scope("covers", &need.covers, &model.dimensions);
    keys.stated_text("within", &need.within);
    keys.choice("level", &need.level, &LEVELS);
    keys.every(&need.every);
    keys.evidence(&need.evidence);
    Some((need.slug.to_string(), keys.short("question")))
}

fn decision(model: &Model, decision: &Decision) -> Written {
    let mut keys = Keys::default();
    keys.put("finding", Written::text(&decision.finding));
    let status = decision.evidence.word("status").unwrap_or(decision.status);
    keys.put("status", Written::text(status));
    keys.stated_text("why", &decision.why);
    keys.reference("by", &decision.by, |by| {
        model.organisations[by.id()].slug.to_string()
    });
    keys.stated_text("until", &decision.until);
    keys.evidence(&decision.evidence);
    keys.mapping()
}
