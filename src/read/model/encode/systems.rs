//! Systems with their fields, and flows with what they pass, on their way back to YAML.

use super::keys::Keys;
use super::keys::WIDTH;
use super::keys::texts;
use super::keys::word;
use crate::read::model::FieldId;
use crate::read::model::Model;
use crate::read::model::field::FIELD_TYPES;
use crate::read::model::field::Field;
use crate::read::model::flow::Flow;
use crate::read::model::manner::CONTENTS;
use crate::read::model::passage::HOWS;
use crate::read::model::passage::Passage;
use crate::read::model::stated::Stated;
use crate::read::model::system::LEVELS;
use crate::read::model::system::Origin;
use crate::read::model::system::SYSTEM_KINDS;
use crate::read::model::system::System;
use crate::read::syntax::Written;
use crate::read::syntax::matching_key;

pub(super) fn system(model: &Model, system: &System) -> Option<(String, Written)> {
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
pub(in crate::read::model) fn flow(model: &Model, flow: &Flow) -> Written {
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
    let slug = |field: FieldId| Written::text(&model.fields[field].slug);
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
