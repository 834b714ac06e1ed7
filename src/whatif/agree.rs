//! A definition on which everyone agrees, and a flow that is added.

use std::collections::BTreeMap;

use super::overlay::Overlay;
use crate::ask;
use crate::exchange::edit::{FlowText, at};
use crate::exchange::entry::{say, written};
use crate::exchange::mention::Form;
use crate::exchange::place;
use crate::read::model::{Id as _, TermId, is_arrow, sides};
use crate::read::source::FileId;
use crate::read::syntax::{Value, Written};
use crate::words::counted;

/// Gives a term an agreed definition, which each of its listed fields then has.
pub(super) fn agree(
    overlay: &mut Overlay<'_>,
    term: &str,
    said: &[(String, String)],
) -> Result<(), String> {
    let model = overlay.model();
    let slugs = model.terms.iter().map(|(_, term)| &*term.slug);
    let id = TermId::new(ask::find(term, "term", slugs).map_err(|unknown| unknown.0)?);
    let own = &model.terms[id];
    if own.is_placeholder {
        return Err(format!(
            "no file declares the term `{term}`: it is only referred to"
        ));
    }
    let values = said
        .iter()
        .map(|(key, text)| Ok((key.clone(), value(key, text)?)));
    let values: Vec<(String, Written)> = values.collect::<Result<_, String>>()?;
    let mut texts: BTreeMap<FileId, FlowText> = BTreeMap::new();
    let (form, way) = overlay.entry_way("terms", own.span)?;
    let text = overlay.text(own.span.file);
    let text = texts.entry(own.span.file).or_insert(text);
    agreed(text, form, &way, &own.slug, &values)?;
    let mut unlisted = 0;
    for (_, field) in model
        .fields
        .iter()
        .filter(|(_, field)| field.term() == Some(id))
    {
        if !field.is_declared {
            unlisted += 1;
            continue;
        }
        let system = &model.systems[field.system];
        let (_, way) = overlay.entry_way("systems", system.span)?;
        let text = overlay.text(field.span.file);
        let found = {
            let documents = text.tree().map_err(|refusal| refusal.0)?;
            place::field(&documents, &way, field.span)
        };
        let Some((form, way)) = found else { continue };
        let text = texts.entry(field.span.file).or_insert(text);
        for (key, value) in values.iter().filter(|(key, _)| key != "definition") {
            let done = say(text, form, &way, &field.slug, ("term", key, value.clone()));
            done.map_err(|refusal| refusal.0)?;
        }
    }
    let mut notes = vec![format!(
        "every field of `{}` is taken to keep to the agreed definition",
        own.slug
    )];
    if unlisted > 0 {
        notes.push(format!(
            "{} that no system lists could not be changed",
            counted(unlisted, "field")
        ));
    }
    overlay.notes.extend(notes);
    overlay.put(texts.into_values());
    Ok(())
}

/// Sets keys of the agreed definition of a term.
fn agreed(
    text: &mut FlowText,
    form: Form,
    way: &[usize],
    id: &str,
    values: &[(String, Written)],
) -> Result<(), String> {
    let before = {
        let documents = text.tree().map_err(|refusal| refusal.0)?;
        at(&documents, way).and_then(|node| match &node.value {
            Value::Mapping(entries) => {
                let found = entries.iter().find(|(key, _)| key.text() == Some("agreed"));
                found.map(|(_, value)| written(value))
            }
            _ => None,
        })
    };
    let mut keys = match before {
        Some(Written::Mapping(keys)) => keys,
        _ => Vec::new(),
    };
    for (key, value) in values {
        keys.retain(|(known, _)| known != key);
        keys.push((key.clone(), value.clone()));
    }
    let whole = Written::Mapping(keys).inline();
    let done = say(text, form, way, id, ("name", "agreed", whole));
    done.map_err(|refusal| refusal.0)
}

/// The value of a key of a definition.
fn value(key: &str, text: &str) -> Result<Written, String> {
    if key != "covers" {
        return Ok(Written::text(text));
    }
    let text = if text.starts_with(['{', '[']) {
        text.to_owned()
    } else {
        format!("{{{}}}", text.replace('=', ": "))
    };
    let file = FlowText::of("covers.yaml", &text);
    let documents = file.tree();
    let told = || format!("`{text}` is no scope: write it like this: covers={{age: 18+}}");
    let documents = documents.map_err(|_| told())?;
    match documents.first().map(written) {
        Some(scope @ (Written::Mapping(_) | Written::List(_))) => Ok(scope.inline()),
        _ => Err(told()),
    }
}

/// Adds a flow, written as an item of `flows`.
pub(super) fn add(overlay: &mut Overlay<'_>, item: &str) -> Result<(), String> {
    let told = "write it as it would stand under `flows`: a -> b: [field]";
    let file = FlowText::of("flow.yaml", item);
    let documents = file.tree().map_err(|_| told.to_owned())?;
    let [document] = &documents[..] else {
        return Err(told.to_owned());
    };
    let arrow = match &document.value {
        Value::Scalar(text) => text.to_string(),
        Value::Mapping(entries) => {
            let mut heads = entries.iter().filter_map(|(key, _)| key.text());
            heads
                .find(|key| is_arrow(key))
                .unwrap_or_default()
                .to_owned()
        }
        _ => String::new(),
    };
    let (from, _) = sides(&arrow).ok_or_else(|| told.to_owned())?;
    let system = overlay.system(&arrow[from])?;
    let span = overlay.model().systems[system].span;
    let mut text = overlay.text(span.file);
    let items = Written::List(vec![written(document)]);
    text.add_to_section("flows", &items)
        .map_err(|refusal| refusal.0)?;
    overlay.put([text]);
    Ok(())
}
