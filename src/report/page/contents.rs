//! The map in words: the organisations with their systems, and the flows. It replaces the pictures for readers who cannot see them.

use std::collections::BTreeMap;

use super::Block;
use super::Cell;
use super::Line;
use super::Report;
use super::Table;
use super::Text;
use super::Thing;
use super::ThingKind;
use crate::read::model::{Every, Flow, Id, Ref};

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    vec![
        Block::Table(organisations(report)),
        Block::Table(flows(report)),
    ]
}

fn organisations(report: &Report<'_>) -> Table {
    let model = report.analysis.model();
    let mut systems: BTreeMap<Option<usize>, Vec<Thing>> = BTreeMap::new();
    for (_, system) in model.systems.iter() {
        let owner = system.owner().map(Id::index);
        let thing = report.names.thing(ThingKind::System, &system.slug);
        systems.entry(owner).or_default().push(thing);
    }
    let mut lines: Vec<Line> = model
        .organisations
        .iter()
        .map(|(id, body)| {
            let thing = report.names.thing(ThingKind::Organisation, &body.slug);
            let whole = body.part_of.known().map(Ref::id).map(|whole| {
                let slug = &model.organisations[whole].slug;
                report.names.thing(ThingKind::Organisation, slug)
            });
            let owned = systems.remove(&Some(id.index())).unwrap_or_default();
            let mut line = line(thing.clone().into(), whole, &owned);
            line.things = std::iter::once(thing).chain(owned).collect();
            line
        })
        .collect();
    if let Some(ownerless) = systems.remove(&None) {
        lines.push(line(Cell::from("No owner is stated"), None, &ownerless));
    }
    Table::plain(
        "Organisations and their systems",
        ["Organisation", "Part of", "Systems"],
        lines,
    )
}

fn line(name: Cell, whole: Option<Thing>, systems: &[Thing]) -> Line {
    Line {
        entry: None,
        things: Vec::new(),
        cells: vec![
            name,
            whole.map_or(Cell::Nothing, Cell::from),
            if systems.is_empty() {
                Cell::Nothing
            } else {
                Text::things(systems.iter().cloned()).into()
            },
        ],
    }
}

fn flows(report: &Report<'_>) -> Table {
    let model = report.analysis.model();
    Table::plain(
        "Flows",
        [
            "From",
            "To",
            "Passes",
            "How",
            "How often",
            "After",
            "How sure",
        ],
        model.flows.iter().map(|(_, flow)| flow_line(report, flow)),
    )
}

fn flow_line(report: &Report<'_>, flow: &Flow) -> Line {
    let model = report.analysis.model();
    let system = |id| {
        report
            .names
            .thing(ThingKind::System, &model.systems[id].slug)
    };
    let (from, to) = (system(flow.from.id()), system(flow.to.id()));
    let passed: Vec<String> = flow
        .passages()
        .iter()
        .map(|passage| report.names.own_name(passage.to.id()))
        .collect();
    let said = |words: Option<String>| words.map_or(Cell::Unknown, Cell::from);
    Line {
        entry: None,
        things: vec![report.names.thing(ThingKind::Flow, &flow.slug)],
        cells: vec![
            from.into(),
            to.into(),
            said((!passed.is_empty()).then(|| passed.join(", "))),
            said(flow.method.known().map(|method| method.word().to_owned())),
            said(flow.every.known().map(Every::words)),
            said(flow.lag.known().map(ToString::to_string)),
            flow.evidence.standing().into(),
        ],
    }
}
