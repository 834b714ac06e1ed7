//! Writes into the files of a map that somebody disputes one of its statements.

use super::edit::{FlowText, Refusal, at};
use super::entry::{say, written};
use super::mention::Form;
use super::place;
use super::rename::Changed;
use crate::analysis::Analysis;
use crate::ask;
use crate::read::model;
use crate::read::model::{
    Entity, FlowId, Id as _, Model, NeedId, OrganisationId, Origin, SystemId, TermId, is_arrow,
};
use crate::read::source::{SourceSet, Span};
use crate::read::syntax::{Node, Value, Written};

/// A dispute of one statement.
#[derive(Debug, Clone)]
pub(crate) struct Disputing {
    /// The kind of the disputed thing.
    pub(crate) kind: Entity,
    /// Its id: `system.field` for a field.
    pub(crate) id: String,
    /// The words of those who dispute it.
    pub(crate) says: String,
    /// The organisation that disputes it, if known.
    pub(crate) by: Option<String>,
    /// An address or document, if there is one.
    pub(crate) source: Option<String>,
}

const KEY: &str = "disputed";

/// Adds a dispute to the statement, beside those that it has.
///
/// # Errors
/// If nothing has that id, if no file declares it, if no organisation has the id `by`, or if the file cannot be changed safely.
pub(crate) fn dispute(analysis: &Analysis, disputing: &Disputing) -> Result<Changed, Refusal> {
    let value = value(analysis.model(), disputing)?;
    let (section, span, id) = declared(analysis, disputing)?;
    let file = analysis.sources.file(span.file);
    let mut text = FlowText::of(&file.name, &file.text);
    let old = text.text().to_owned();
    let lost = || {
        Refusal(format!(
            "`{id}` could not be found again in `{}`: save the file, then try again",
            file.name
        ))
    };
    let (form, way) = {
        let documents = text.tree()?;
        match disputing.kind {
            Entity::Flow => {
                let way = place::flow(&documents, span).ok_or_else(lost)?;
                (Form::Entry, inside(&documents, way))
            }
            Entity::Field => {
                let system = ask::find_field(&analysis.graph, &disputing.id)
                    .map_err(|unknown| Refusal(unknown.0))?;
                let system = &analysis.model().systems[analysis.model().fields[system].system];
                let (_, way) = place::entry(&documents, section, system.span).ok_or_else(lost)?;
                place::field(&documents, &way, span).ok_or_else(lost)?
            }
            _ => place::entry(&documents, section, span).ok_or_else(lost)?,
        }
    };
    write(&mut text, (form, &way), (disputing.kind, &id), value)?;
    let new = text.text().to_owned();
    check(analysis, text.name(), &new)?;
    Ok(Changed {
        name: text.name().to_owned(),
        old,
        new,
    })
}

/// The dispute as it is written.
fn value(model: &Model, disputing: &Disputing) -> Result<Written, Refusal> {
    if disputing.says.trim().is_empty() {
        let why = "nothing is written about what is said instead";
        return Err(Refusal(why.to_owned()));
    }
    let by = match &disputing.by {
        None => None,
        Some(by) => {
            let slugs = model.organisations.iter().map(|(_, body)| &*body.slug);
            let found = ask::find(by, "organisation", slugs);
            let place = found.map_err(|unknown| Refusal(unknown.0))?;
            Some(&*model.organisations[OrganisationId::new(place)].slug)
        }
    };
    let says = Written::text(disputing.says.trim());
    if by.is_none() && disputing.source.is_none() {
        return Ok(says);
    }
    let text = |key: &str, text: &str| (key.to_owned(), Written::text(text));
    let mut keys = Vec::new();
    keys.extend(by.map(|by| text("by", by)));
    keys.push(("says".to_owned(), says));
    keys.extend(disputing.source.as_deref().map(|one| text("source", one)));
    Ok(Written::Mapping(keys).inline())
}

/// The section of the disputed thing, the place at which it is declared, and its id there.
fn declared(
    analysis: &Analysis,
    disputing: &Disputing,
) -> Result<(&'static str, Span, String), Refusal> {
    let model = analysis.model();
    let kind = disputing.kind;
    let find = |slugs: Vec<&str>| {
        let found = ask::find(&disputing.id, kind.word(), slugs.into_iter());
        found.map_err(|unknown| Refusal(unknown.0))
    };
    let (section, span, id, is_declared) = match kind {
        Entity::System => {
            let slugs = model.systems.iter().map(|(_, one)| &*one.slug).collect();
            let one = &model.systems[SystemId::new(find(slugs)?)];
            let is_declared = one.origin == Origin::Declared;
            ("systems", one.span, &*one.slug, is_declared)
        }
        Entity::Organisation => {
            let slugs = model.organisations.iter();
            let slugs = slugs.map(|(_, one)| &*one.slug).collect();
            let one = &model.organisations[OrganisationId::new(find(slugs)?)];
            ("organisations", one.span, &*one.slug, !one.is_placeholder)
        }
        Entity::Term => {
            let slugs = model.terms.iter().map(|(_, one)| &*one.slug).collect();
            let one = &model.terms[TermId::new(find(slugs)?)];
            ("terms", one.span, &*one.slug, !one.is_placeholder)
        }
        Entity::Need => {
            let slugs = model.needs.iter().map(|(_, one)| &*one.slug).collect();
            let one = &model.needs[NeedId::new(find(slugs)?)];
            ("needs", one.span, &*one.slug, true)
        }
        Entity::Flow => {
            let slugs = model.flows.iter().map(|(_, one)| &*one.slug).collect();
            let one = &model.flows[FlowId::new(find(slugs)?)];
            ("flows", one.span, &*one.slug, true)
        }
        Entity::Field => {
            let found = ask::find_field(&analysis.graph, &disputing.id);
            let id = found.map_err(|unknown| Refusal(unknown.0))?;
            let one = &model.fields[id];
            ("systems", one.span, &*one.slug, one.is_declared)
        }
        Entity::CodeList | Entity::Dimension | Entity::Case | Entity::Scenario => {
            let why = format!("{} is disputed in the editor", kind.noun());
            return Err(Refusal(why));
        }
    };
    if !is_declared {
        return Err(Refusal(format!(
            "no file declares the {} `{}`: it is only referred to, and what nobody states cannot be disputed",
            kind.word(),
            disputing.id
        )));
    }
    Ok((section, span, id.to_string()))
}

/// The way to the keys of a flow: into the value of its arrow, if that holds them.
fn inside(documents: &[Node<'_>], way: Vec<usize>) -> Vec<usize> {
    match at(documents, &way).map(|node| &node.value) {
        Some(Value::Mapping(entries)) => match &entries[..] {
            [(key, value)]
                if is_arrow(key.text().unwrap_or_default())
                    && matches!(value.value, Value::Mapping(_)) =>
            {
                [&way[..], &[0]].concat()
            }
            _ => way,
        },
        _ => way,
    }
}

/// Writes the dispute at its place, after those that stand there.
fn write(
    text: &mut FlowText,
    (form, way): (Form, &[usize]),
    (kind, id): (Entity, &str),
    value: Written,
) -> Result<(), Refusal> {
    let earlier = {
        let documents = text.tree()?;
        match at(&documents, way).map(|node| &node.value) {
            Some(Value::Scalar(arrow)) if kind == Entity::Flow => Earlier::Arrow(arrow.to_string()),
            Some(Value::Mapping(entries)) if form == Form::Entry => {
                let found = entries.iter().position(|(key, _)| key.text() == Some(KEY));
                found.map_or(Earlier::None, |place| {
                    let way = [way, &[place]].concat();
                    match &entries[place].1.value {
                        Value::List(_) => Earlier::Several(way),
                        Value::Null => Earlier::None,
                        _ => Earlier::One(way, written(&entries[place].1)),
                    }
                })
            }
            _ => Earlier::None,
        }
    };
    match earlier {
        Earlier::Arrow(arrow) => {
            let said = Written::Mapping(vec![(KEY.to_owned(), value)]);
            text.replace(way, &Written::Mapping(vec![(arrow, said)]).inline())
        }
        Earlier::Several(way) => text.add(&way, &value),
        Earlier::One(way, first) => text.replace(&way, &Written::List(vec![first, value])),
        Earlier::None => {
            let short = match kind {
                Entity::Flow => "fields",
                Entity::Field => "term",
                Entity::Need => "question",
                _ => "name",
            };
            say(text, form, way, id, (short, KEY, value))
        }
    }
}

/// The state of the statement before.
enum Earlier {
    /// A flow that is only its arrow.
    Arrow(String),
    /// A list of disputes, at this way.
    Several(Vec<usize>),
    /// One dispute, at this way.
    One(Vec<usize>, Written),
    /// No dispute.
    None,
}

/// Checks that the changed map has just one dispute more.
fn check(analysis: &Analysis, name: &str, new: &str) -> Result<(), Refusal> {
    let count = |model: &Model| -> usize {
        let disputed = model.disputed();
        disputed
            .map(|(_, evidence)| evidence.disputes().len())
            .sum()
    };
    let files = analysis.sources.files().map(|(_, file)| {
        let text = if file.name == name { new } else { &file.text };
        (file.name.clone(), text.to_owned())
    });
    let sources = SourceSet::from_strings(files.collect::<Vec<_>>());
    let (changed, _) = model::load(&sources);
    if count(&changed) == count(analysis.model()) + 1 {
        return Ok(());
    }
    Err(Refusal(format!(
        "`{name}` is written in a way in which this cannot be added safely: write `disputed:` in the editor"
    )))
}
