//! The sheet of fields: the system, the definition and the people of each.

use super::mentions::Mentions;
use super::words::{stated, stated_or_nothing};
use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::print::table::{Table, text};
use crate::read::model::{Field, FieldId};

/// The columns.
const COLUMNS: [(&str, u16); 17] = [
    ("field", 36),
    ("name", 30),
    ("system", 28),
    ("organisation", 26),
    ("term", 24),
    ("definition", 60),
    ("type", 11),
    ("codes", 20),
    ("unit", 12),
    ("covers", 44),
    ("required", 10),
    ("from", 40),
    ("confidence", 12),
    ("source", 40),
    ("file", 26),
    ("line", 7),
    ("findings", 10),
];

/// Every field of every system.
pub(super) fn table(analysis: &Analysis, mentions: &Mentions<'_>) -> Table {
    Table {
        name: "fields",
        columns: Table::columns(&COLUMNS),
        rows: analysis
            .model()
            .fields
            .iter()
            .map(|(id, field)| row(analysis, mentions, id, field))
            .collect(),
    }
}

fn row(analysis: &Analysis, mentions: &Mentions<'_>, id: FieldId, field: &Field) -> Vec<Cell> {
    let model = analysis.model();
    let system = &model.systems[field.system];
    let owner = system.owner().map_or(Cell::Unknown, |owner| {
        Cell::from(&*model.organisations[owner].name)
    });
    let required = field
        .is_required
        .map_or(Cell::Unknown, |is| if is { "yes" } else { "no" }.into());
    let mut sources: Vec<String> = analysis
        .graph
        .links_in(id)
        .iter()
        .filter(|link| link.how.is_direct())
        .map(|link| model.field_name(link.from))
        .collect();
    sources.sort();
    sources.dedup();
    let name = model.field_name(id);
    let mentioned = mentions.count(&name);
    let position = analysis.sources.position(field.span);
    vec![
        name.into(),
        text(field.name.as_deref().unwrap_or_default().to_owned()),
        (&*system.name).into(),
        owner,
        stated(&field.term, |term| model.terms[term.id()].slug.to_string()),
        stated(&field.definition, ToString::to_string),
        stated(&field.kind, |kind| kind.word().to_owned()),
        stated_or_nothing(&field.codes, |codes| {
            model.code_lists[codes.id()].slug.to_string()
        }),
        stated_or_nothing(&field.unit, ToString::to_string),
        model.boxes_words(model.scope(id)).into(),
        required,
        text(sources.join(", ")),
        field.evidence.standing().into(),
        text(field.evidence.sources().join("; ")),
        text(analysis.sources.file(field.span.file).name.clone()),
        position.line.into(),
        mentioned.into(),
    ]
}
