//! The sources and targets of a field, hop by hop.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find_field;
use crate::judge::graph::{FlowGraph, Link};
use crate::read::model::{Every, FieldId, FlowId};
use crate::words::counted;

/// The direction to follow from a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To its sources.
    Up,
    /// To its targets.
    Down,
    /// Both ways.
    Both,
}

/// The hops from the field `id`, nearest first, at most `depth` of them in a row.
///
/// # Errors
/// If the map has no such field.
pub fn ask(
    graph: &FlowGraph,
    id: &str,
    direction: Direction,
    depth: usize,
) -> Result<Answer, Misunderstanding> {
    let field = find_field(graph, id)?;
    let name = graph.model().field_name(field);
    let mut rows = Vec::new();
    if direction != Direction::Down {
        walk(graph, field, true, depth, &mut rows);
    }
    let up = rows.len();
    if direction != Direction::Up {
        walk(graph, field, false, depth, &mut rows);
    }
    let title = match direction {
        Direction::Up => format!("`{name}` is reached by {}", counted(up, "hop")),
        Direction::Down => format!("`{name}` goes on by {}", counted(rows.len(), "hop")),
        Direction::Both => format!(
            "`{name}` is reached by {} and goes on by {}",
            counted(up, "hop"),
            rows.len() - up
        ),
    };
    let mut notes = Vec::new();
    if direction != Direction::Down && up == 0 {
        notes.push(format!(
            "no stated flow reaches `{name}`: it is first captured there"
        ));
    }
    Ok(Answer {
        card: None,
        title,
        columns: super::named(&[
            "direction",
            "hop",
            "from",
            "to",
            "how",
            "method",
            "every",
            "lag",
            "only",
        ]),
        rows,
        notes,
    })
}

fn walk(graph: &FlowGraph, start: FieldId, is_up: bool, depth: usize, rows: &mut Vec<Row>) {
    let model = graph.model();
    let mut queue = VecDeque::from([(start, vec![model.field_name(start)])]);
    let mut seen: FxHashSet<FieldId> = FxHashSet::default();
    seen.insert(start);
    // One flow passes many fields, so its words are kept.
    let mut told: FxHashMap<FlowId, [Cell; 4]> = FxHashMap::default();
    while let Some((field, path)) = queue.pop_front() {
        if path.len() > depth {
            continue;
        }
        let links = if is_up {
            graph.links_in(field)
        } else {
            graph.links_out(field)
        };
        for link in links {
            let next = if is_up { link.from } else { link.to };
            let mut path = path.clone();
            path.push(model.field_name(next));
            let said = told.entry(link.flow);
            let said = said.or_insert_with(|| said_of(graph, link.flow));
            rows.push(row(graph, link, is_up, &path, said));
            if seen.insert(next) {
                queue.push_back((next, path));
            }
        }
    }
}

/// The statements on a flow: its method, its frequency, its delay and its people.
fn said_of(graph: &FlowGraph, flow: FlowId) -> [Cell; 4] {
    let model = graph.model();
    let flow = &model.flows[flow];
    let said = |text: Option<String>| text.map_or(Cell::Unknown, Cell::Text);
    let only = flow.only.known();
    [
        said(flow.method.known().map(|method| method.word().to_owned())),
        said(flow.every.known().map(Every::words)),
        said(flow.lag.known().map(ToString::to_string)),
        only.map_or(Cell::Nothing, |only| Cell::from(model.boxes_words(only))),
    ]
}

/// The row of a hop at the end of the way from the start.
fn row(graph: &FlowGraph, link: &Link, is_up: bool, way: &[String], said: &[Cell; 4]) -> Row {
    let flow = &graph.model().flows[link.flow];
    let mut path = way.to_vec();
    let mut ends = [way[way.len() - 2].as_str(), way[way.len() - 1].as_str()];
    if is_up {
        path.reverse();
        ends.reverse();
    }
    let mut cells = vec![
        Cell::from(if is_up { "up" } else { "down" }),
        Cell::from(way.len() - 1),
        Cell::from(ends[0]),
        Cell::from(ends[1]),
        Cell::from(link.how.word()),
    ];
    cells.extend(said.iter().cloned());
    Row {
        cells,
        path,
        place: Some(flow.from.span),
    }
}
