//! Small edits: one system added to graph a, where the others should stay; one flow removed from graph b.

use flowmap::picture::layout;
use flowmap::picture::layout::quality;
use flowmap::picture::scene::Places;
use flowmap::picture::views::diagram::Diagram;

use crate::parts;
use crate::parts::Lot;
use crate::samples;
use crate::verdict;
use crate::verdict::Bar;

/// The number of different edits.
const TRIES: usize = 20;

/// Measures both edits.
pub(crate) fn run() {
    if let Some(diagram) = samples::diagram("a") {
        added(&diagram);
    }
    if let Some(diagram) = samples::diagram("b") {
        taken(&diagram);
    }
}

/// Measures how far the systems of graph a move when another one, with one or two flows, is added: drawn anew, and drawn after the earlier
/// drawing as on the live page.
fn added(diagram: &Diagram) {
    let before = layout::place(diagram);
    println!(
        "edits: one system with 1 or 2 flows added to graph a, {TRIES} tries; how far the others move, in % of the width"
    );
    let anew = |edited: &Diagram| layout::place(edited);
    let crossings = moved(diagram, &before, "drawn anew", &anew);
    let after = |edited: &Diagram| layout::place_after(edited, (diagram, &before));
    let crossings_after = moved(diagram, &before, "drawn after the earlier drawing", &after);
    println!(
        "  crossings on average: {crossings:.1} anew, {crossings_after:.1} after the earlier drawing"
    );
}

/// Tries the edits and returns the mean of the crossings.
fn moved(diagram: &Diagram, before: &Places, how: &str, draw: &dyn Fn(&Diagram) -> Places) -> f64 {
    let mut crossings = 0;
    let mut shifts: Vec<f64> = Vec::new();
    for number in 0..TRIES {
        let edited = with_one_more(diagram, number);
        let places = draw(&edited);
        crossings += quality::measure(&edited, &places).crossings;
        shifts.push(shift(before, &places) / before.width * 100.0);
    }
    shifts.sort_by(f64::total_cmp);
    let bar = Bar::Under(10.0);
    let within = shifts
        .iter()
        .filter(|shift| bar.is_met(**shift) == Some(true));
    let within = within.count();
    let mean = shifts.iter().sum::<f64>() / TRIES as f64;
    println!(
        "{}",
        verdict::line(&format!("{how}, mean of the tries"), mean, 1, bar)
    );
    println!(
        "  under 10 % in {within} of {TRIES} tries: {}",
        listed(&shifts)
    );
    crossings as f64 / TRIES as f64
}

/// Measures how the crossings of graph b change when one flow is removed.
fn taken(diagram: &Diagram) {
    let every = diagram.edges.len() / TRIES;
    let tries = (0..TRIES).map(|number| {
        let mut edited = diagram.clone();
        edited.edges.remove(number * every);
        quality::measure(&edited, &layout::place(&edited)).crossings
    });
    let mut crossings: Vec<usize> = tries.collect();
    crossings.sort_unstable();
    println!(
        "edits: one flow taken from graph b, {TRIES} tries; crossings {} to {}, mean {}; at most 30000 in {}",
        crossings[0],
        crossings[TRIES - 1],
        crossings.iter().sum::<usize>() / TRIES,
        crossings.iter().filter(|count| **count <= 30_000).count()
    );
}

fn with_one_more(diagram: &Diagram, number: usize) -> Diagram {
    let mut edited = diagram.clone();
    let mut lot = Lot::new(number as u64);
    let (new, flows) = (edited.nodes.len(), edited.edges.len());
    let mut system = parts::node(new, 3, Some(lot.below(edited.groups.len())));
    "Added system".clone_into(&mut system.title);
    edited.nodes.push(system);
    let (from, to) = (lot.below(new), lot.below(new));
    let entering = parts::edge(flows, parts::row(from, 0), parts::row(new, 1), "added");
    edited.edges.push(entering);
    if number.is_multiple_of(2) {
        let leaving = parts::edge(flows + 1, parts::row(new, 2), parts::row(to, 0), "added");
        edited.edges.push(leaving);
    }
    edited
}

/// The average distance between the systems of `before` and those of `after`, in pixels.
fn shift(before: &Places, after: &Places) -> f64 {
    let pairs = before.nodes.iter().zip(&after.nodes);
    let total: f64 = pairs
        .map(|(old, new)| (new.x - old.x).hypot(new.y - old.y))
        .sum();
    total / before.nodes.len() as f64
}

fn listed(shifts: &[f64]) -> String {
    let words: Vec<String> = shifts.iter().map(|shift| format!("{shift:.0}")).collect();
    words.join(" ")
}
