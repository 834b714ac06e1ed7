//! The sheet of flows: source and target of each, its method, its frequency and its basis.

use super::mentions::Mentions;
use super::words::{stated, stated_or_nothing};
use crate::analysis::Analysis;
use crate::ask::Cell;
use crate::print::table::{Table, text};
use crate::read::model::{Every, Flow, FlowId, OrganisationId, Passage, Status, SystemId};

/// The columns.
const COLUMNS: [(&str, u16); 23] = [
    ("flow", 34),
    ("from organisation", 26),
    ("from", 26),
    ("to organisation", 26),
    ("to", 26),
    ("supplied by", 24),
    ("fields", 50),
    ("method", 12),
    ("every", 16),
    ("lag", 14),
    ("only", 30),
    ("basis", 30),
    ("purpose", 30),
    ("status", 11),
    ("stands", 9),
    ("since", 12),
    ("until", 12),
    ("supplies a year", 16),
    ("confidence", 12),
    ("source", 40),
    ("file", 26),
    ("line", 7),
    ("findings", 10),
];

/// Every flow of the map, including those that do not stand.
pub(super) fn table(analysis: &Analysis, mentions: &Mentions<'_>) -> Table {
    Table {
        name: "flows",
        columns: Table::columns(&COLUMNS),
        rows: analysis
            .model()
            .flows
            .iter()
            .map(|(id, flow)| row(analysis, mentions, id, flow))
            .collect(),
    }
}

fn row(analysis: &Analysis, mentions: &Mentions<'_>, id: FlowId, flow: &Flow) -> Vec<Cell> {
    let model = analysis.model();
    let body = |body: Option<OrganisationId>| {
        body.map_or(Cell::Unknown, |body| {
            Cell::from(&*model.organisations[body].name)
        })
    };
    let owner = |system: SystemId| body(model.systems[system].owner());
    let passed = |passages: &Vec<Passage>| {
        let fields = passages.iter();
        let fields = fields.map(|passage| &*model.fields[passage.to.id()].slug);
        fields.collect::<Vec<_>>().join(", ")
    };
    let status = flow.status.known().copied().unwrap_or(Status::Current);
    let stands = if analysis.graph.stands(id) {
        "yes"
    } else {
        "no"
    };
    let supplies = model.supplies_a_year(flow);
    let position = analysis.sources.position(flow.span);
    vec![
        (&*flow.slug).into(),
        owner(flow.from.id()),
        (&*model.systems[flow.from.id()].name).into(),
        owner(flow.to.id()),
        (&*model.systems[flow.to.id()].name).into(),
        body(model.respondent(flow)),
        stated(&flow.fields, passed),
        stated(&flow.method, |method| method.word().to_owned()),
        stated(&flow.every, Every::words),
        stated(&flow.lag, ToString::to_string),
        stated_or_nothing(&flow.only, |boxes| model.boxes_words(boxes)),
        stated(&flow.basis, ToString::to_string),
        stated_or_nothing(&flow.purpose, ToString::to_string),
        status.word().into(),
        stands.into(),
        stated_or_nothing(&flow.since, ToString::to_string),
        stated_or_nothing(&flow.until, ToString::to_string),
        supplies.map_or(Cell::Unknown, |count| Cell::Number(count as f64)),
        flow.evidence.standing().into(),
        text(flow.evidence.sources().join("; ")),
        text(analysis.sources.file(flow.span.file).name.clone()),
        position.line.into(),
        mentions.count(&flow.slug).into(),
    ]
}
