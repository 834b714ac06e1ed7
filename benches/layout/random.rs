//! Random diagrams: none may stop the layout, and every check must hold.

use std::panic;

use flowmap::picture::layout;
use flowmap::picture::layout::{checks, quality};
use flowmap::picture::scene::Places;
use flowmap::picture::views::diagram::{Diagram, End};

use crate::parts;
use crate::parts::Lot;
use crate::strangers;
use crate::verdict;
use crate::verdict::Bar;

/// The number of diagrams with faults that are printed one by one.
const TOLD: usize = 5;

#[derive(Default)]
struct Totals {
    panics: usize,
    faults: usize,
    through: usize,
    shared: usize,
    labels_lost: usize,
    told: usize,
}

/// Draws and checks this many diagrams.
pub(crate) fn run(count: usize) {
    let mut totals = Totals::default();
    for seed in 0..count as u64 {
        let diagram = diagram(seed);
        match panic::catch_unwind(|| layout::place(&diagram)) {
            Ok(places) => totals.add(seed, &diagram, &places),
            Err(_) => {
                totals.panics += 1;
                println!("  seed {seed}: panic");
            }
        }
    }
    println!("random: {count} diagrams by lot");
    for (name, figure) in [
        ("panics", totals.panics),
        ("faults of layout::checks", totals.faults),
        (
            "lines through a foreign system or organisation",
            totals.through,
        ),
        ("stretches two flows share that share no end", totals.shared),
        ("labels not printed", totals.labels_lost),
    ] {
        println!(
            "{}",
            verdict::line(name, figure as f64, 0, Bar::AtMost(0.0))
        );
    }
}

impl Totals {
    fn add(&mut self, seed: u64, diagram: &Diagram, places: &Places) {
        let faults = checks::check(diagram, places);
        let quality = quality::measure(diagram, places);
        let through = quality.through_systems + quality.through_organisations;
        let shared = strangers::shared_stretches(diagram, places);
        let labels = diagram.edges.iter().zip(&places.labels);
        let lost = labels
            .filter(|(edge, label)| !edge.label.is_empty() && label.is_none())
            .count();
        if faults.len() + through + shared + lost > 0 && self.told < TOLD {
            self.told += 1;
            println!(
                "  seed {seed}: {} faults, {through} through, {shared} shared, {lost} labels lost; {}",
                faults.len(),
                faults.first().map(ToString::to_string).unwrap_or_default()
            );
        }
        self.faults += faults.len();
        self.through += through;
        self.shared += shared;
        self.labels_lost += lost;
    }
}

/// A random diagram with everything that can occur: nesting, empty organisations, cycles, returns, parallel flows, long texts.
fn diagram(seed: u64) -> Diagram {
    let mut lot = Lot::new(seed);
    let mut diagram = Diagram::default();
    for number in 0..lot.below(7) {
        let parent = (number > 0 && lot.below(3) == 0).then(|| lot.below(number));
        let title = lot.one_of(&[
            "Short",
            "A rather long organisation title that goes on and on",
            "",
        ]);
        diagram.groups.push(parts::group(number, title, parent));
    }
    for number in 0..lot.below(26) {
        let rows = lot.one_of(&[0, 0, 1, 3, 5]);
        let groups = diagram.groups.len();
        let home = (groups > 0 && lot.below(4) > 0).then(|| lot.below(groups));
        let mut system = parts::node(number, rows, home);
        if lot.below(4) == 0 {
            "A title of several words that needs two lines to be printed in full"
                .clone_into(&mut system.title);
        }
        if lot.below(4) == 0 {
            "7 fields".clone_into(&mut system.subtitle);
        }
        diagram.nodes.push(system);
    }
    let systems = diagram.nodes.len();
    for number in 0..if systems > 0 { lot.below(50) } else { 0 } {
        let from = lot.below(systems);
        let to = if lot.below(12) == 0 {
            from
        } else {
            lot.below(systems)
        };
        let (from, to) = (end(&mut lot, &diagram, from), end(&mut lot, &diagram, to));
        let label = lot.one_of(&[
            "",
            "daily",
            "Vaccination event, daily",
            "a very long label that nobody can print on one line at all",
        ]);
        diagram.edges.push(parts::edge(number, from, to, label));
    }
    diagram
}

/// A row of that box, or the box as a whole.
fn end(lot: &mut Lot, diagram: &Diagram, node: usize) -> End {
    let rows = diagram.nodes[node].rows.len();
    if rows > 0 && lot.below(5) > 0 {
        parts::row(node, lot.below(rows))
    } else {
        parts::whole(node)
    }
}
