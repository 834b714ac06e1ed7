//! The fewest collections that meet all needs.

mod minimal;
pub(super) mod search;
mod state;
mod universe;

use std::collections::BTreeSet;

use self::search::{Search, Solution};
use self::universe::{Element, Universe};
use super::Answer;
use super::Cell;
use super::Misunderstanding;
use super::Row;
use super::find;
use crate::judge::graph::FlowGraph;
use crate::read::model::{Model, SystemId};
use crate::words::{counted, first_few, plural};

/// Limit on the elements named in a note, of those that only one collection covers.
const MOST_NAMED: usize = 4;

/// The fewest systems that together hold every term of every need for all people of the need, as far as any system holds it; `keep` are
/// always chosen. The answer is exact, or has a bound if the search was cut short. Permission to use data is not checked, because a
/// proposal comes before an agreement. Records that others write in are no data sets and are left out, unless `with_records`.
///
/// # Errors
/// If `keep` names a system that the map does not have.
pub fn ask(
    graph: &FlowGraph,
    keep: &[String],
    with_records: bool,
) -> Result<Answer, Misunderstanding> {
    let model = graph.model();
    let mut kept = BTreeSet::new();
    for id in keep {
        let slugs = model.systems.iter().map(|(_, system)| &*system.slug);
        let index = find(id, "system", slugs)?;
        kept.extend(model.systems.ids().nth(index));
    }
    let universe = Universe::of(graph, with_records, &kept);
    let forced: Vec<usize> = kept
        .iter()
        .filter_map(|system| universe.systems.binary_search(system).ok())
        .collect();
    let search = Search::of_sorted(universe.systems.len(), &forced, |take| {
        universe.each_row(take);
    });
    let solution = search.solve(&[]);
    let search = search.for_many(solution.chosen.len());
    let rows = rows(model, &universe, &search, &solution);
    Ok(Answer {
        card: None,
        title: title(&universe, &solution),
        columns: super::named(&[
            "collection",
            "covers",
            "only it covers",
            "without it",
            "instead",
        ]),
        rows,
        notes: notes(model, &universe, &solution),
    })
}

fn title(universe: &Universe, solution: &Solution) -> String {
    let count = solution.chosen.len();
    let (collections, cover) = match count {
        1 => ("collection", "covers"),
        _ => ("collections", "cover"),
    };
    let how = if solution.is_exact() {
        "no fewer do".to_owned()
    } else {
        format!(
            "the search was cut short: at least {} needed",
            plural(solution.bound, "is", "are")
        )
    };
    let open = universe.uncovered.len();
    let rest = if open == 0 {
        String::new()
    } else {
        format!("; {} held by none", plural(open, "part is", "parts are"))
    };
    format!(
        "{count} {collections} {cover} the {} of needs that any covers; {how}{rest}",
        counted(universe.elements.len(), "part")
    )
}

fn rows(model: &Model, universe: &Universe, search: &Search, solution: &Solution) -> Vec<Row> {
    let mut is_chosen = vec![false; universe.systems.len()];
    for index in &solution.chosen {
        is_chosen[*index] = true;
    }
    let name = |index: usize| model.systems[universe.systems[index]].slug.to_string();
    // For each chosen system: how many elements it covers, and which of them no other chosen system covers.
    let among = universe.among(&solution.chosen);
    let mut counts = vec![0_usize; solution.chosen.len()];
    let mut only_by: Vec<Vec<&Element>> = vec![Vec::new(); solution.chosen.len()];
    for element in &universe.elements {
        let here = &among[element.cover];
        for place in here {
            counts[*place] += 1;
        }
        if let [place] = here[..] {
            only_by[place].push(element);
        }
    }
    let row = |(place, index): (usize, &usize)| {
        let only = &only_by[place];
        let candidates = match only.first() {
            Some(first) => universe.systems_of(first.cover),
            None => (0..universe.systems.len()).collect(),
        };
        let alternatives: Vec<String> = candidates
            .into_iter()
            .filter(|other| !is_chosen[*other])
            .filter(|other| {
                let mut only = only.iter();
                only.all(|element| universe.is_by(element.cover, *other))
            })
            .map(name)
            .collect();
        let without = search.without(solution, *index);
        let without = match without.is_possible {
            false => Cell::from("not possible"),
            true if without.is_exact() => Cell::from(format!("{} needed", without.chosen.len())),
            true => Cell::from(format!(
                "{} to {} needed",
                without.bound,
                without.chosen.len()
            )),
        };
        Row {
            cells: vec![
                Cell::from(name(*index)),
                Cell::from(counts[place]),
                Cell::from(named(model, only)),
                without,
                if alternatives.is_empty() {
                    Cell::Nothing
                } else {
                    Cell::from(alternatives.join(", "))
                },
            ],
            path: Vec::new(),
            place: Some(model.systems[universe.systems[*index]].span),
        }
    };
    solution.chosen.iter().enumerate().map(row).collect()
}

/// `3: need/term, need/term and 1 more`.
fn named(model: &Model, elements: &[&Element]) -> String {
    let mut names: Vec<String> = elements
        .iter()
        .map(|element| {
            format!(
                "{}/{}",
                model.needs[element.need].slug, model.terms[element.term].slug
            )
        })
        .collect();
    names.dedup();
    match elements.len() {
        0 => "nothing".to_owned(),
        count => format!("{count}: {}", first_few(names, MOST_NAMED)),
    }
}

fn notes(model: &Model, universe: &Universe, solution: &Solution) -> Vec<String> {
    let mut notes: Vec<String> = universe
        .uncovered
        .iter()
        .map(|gap| {
            format!(
                "no collection surely holds `{}` for the need `{}`{}",
                model.terms[gap.term].slug, model.needs[gap.need].slug, gap.people
            )
        })
        .collect();
    if universe.is_coarse {
        notes.push("some needs have too many different groups of people to be taken apart: a collection counts for all of a group or not at all".to_owned());
    }
    let out: Vec<SystemId> = universe.systems.clone();
    let spare = out.len() - solution.chosen.len();
    notes.push(format!(
        "{spare} of {} something needed {} not in it; how fresh the data is, and who may use it, is not looked at",
        plural(out.len(), "collection that holds", "collections that hold"),
        if spare == 1 { "is" } else { "are" }
    ));
    notes
}
