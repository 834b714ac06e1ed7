//! The terms: the meaning of each, and the fields that hold it.

use std::collections::BTreeMap;

use super::Block;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use super::Thing;
use super::ThingKind;
use super::text::readable;
use crate::read::model::{Ref, TermId};

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let model = report.analysis.model();
    if model.terms.is_empty() {
        return vec![Block::Sentence(Text::words("The map names no terms."))];
    }
    let mut fields: BTreeMap<TermId, Vec<Thing>> = BTreeMap::new();
    for (id, field) in model.fields.iter() {
        if let Some(term) = field.term() {
            let mut thing = report.names.thing(ThingKind::Field, &model.field_name(id));
            thing.name = model.systems[field.system].name.to_string();
            fields.entry(term).or_default().push(thing);
        }
    }
    let lines = model.terms.iter().map(|(id, term)| {
        let thing = report.names.thing(ThingKind::Term, &term.slug);
        let broader = term.broader.known().map(Ref::id).map(|broader| {
            report
                .names
                .thing(ThingKind::Term, &model.terms[broader].slug)
        });
        let agreed = term
            .agreed
            .as_ref()
            .map(|agreed| match agreed.definition.known() {
                Some(words) => format!("agreed: {words}"),
                None => "a definition is agreed".to_owned(),
            });
        let held = fields.remove(&id).unwrap_or_default();
        let things = std::iter::once(thing.clone()).chain(held.clone());
        Line {
            entry: Some(thing.clone()),
            things: things.collect(),
            cells: vec![
                thing.name.into(),
                match (term.definition.known(), agreed) {
                    (Some(words), None) => Cell::from(&**words),
                    (Some(words), Some(agreed)) => format!("{words} ({agreed})").into(),
                    (None, Some(agreed)) => agreed.into(),
                    (None, None) => Cell::Unknown,
                },
                term.of
                    .known()
                    .map_or(Cell::Nothing, |of| readable(of).into()),
                broader.map_or(Cell::Nothing, Cell::from),
                if held.is_empty() {
                    Cell::Nothing
                } else {
                    Text::things(held).into()
                },
            ],
        }
    });
    vec![Block::Table(Table::plain(
        "Terms, what they mean, and the systems that hold them",
        ["Term", "Meaning", "Of", "A kind of", "Held in"],
        lines,
    ))]
}
