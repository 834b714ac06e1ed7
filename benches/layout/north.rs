//! The North graphs (AT&T, collected by Stephen North; from graphdrawing.org): our crossings beside `dot`'s.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use flowmap::picture::layout::{checks, quality};
use flowmap::picture::views::diagram::Diagram;
use flowmap::picture::{dot, graphviz, layout};

use crate::archive;
use crate::engines;
use crate::parts;
use crate::samples;
use crate::verdict;
use crate::verdict::Bar;

/// The distances in our DOT text, which leave space for curves. Without them `dot` takes its own, which are smaller.
const DISTANCES: &str = "nodesep=\"0.3\" ranksep=\"1.6\"";

/// Crossings in a graph or in many: ours, and those with which they are compared.
#[derive(Debug, Clone, Copy, Default)]
struct Crossings {
    ours: usize,
    /// The crossings of `dot`'s curves with the distances of our DOT text.
    with_our_distances: usize,
    /// The crossings of `dot`'s curves with its own distances.
    with_its_distances: usize,
    /// The crossings that `dot` counts itself before it draws.
    by_its_count: usize,
}

/// Sums over the graphs that both engines drew.
#[derive(Default)]
struct Totals {
    graphs: usize,
    faults: usize,
    crossings: Crossings,
    better: usize,
    worse: usize,
    time: Duration,
    longest: Duration,
    time_of_dot: Duration,
}

/// Measures every `step`-th graph.
pub(crate) fn run(step: usize) {
    let Some(path) = samples::path("north-dags.tar.gz") else {
        println!("north: no shared/samples/layout/north-dags.tar.gz here; left out");
        return;
    };
    let files = match archive::files(&path) {
        Ok(files) => files,
        Err(fault) => {
            println!("north: {fault}; left out");
            return;
        }
    };
    let graphs: Vec<&(String, Vec<u8>)> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".graphml"))
        .collect();
    let mut totals = Totals::default();
    for (name, bytes) in graphs.iter().step_by(step) {
        let diagram = diagram(&String::from_utf8_lossy(bytes));
        if let Err(fault) = totals.add(&diagram) {
            println!("north: {name}: {fault}; not counted");
        }
    }
    println!(
        "north: {} of {} graphs, the same boxes for both engines, left to right",
        totals.graphs,
        graphs.len()
    );
    totals.print();
    if step > 1 {
        println!("  (a sample; the bar is for all of them: `-- north 1`)");
    }
}

impl Totals {
    /// Draws a graph with both engines; otherwise returns in one line why `dot` did not.
    fn add(&mut self, diagram: &Diagram) -> Result<(), String> {
        let start = Instant::now();
        let places = layout::place(diagram);
        let time = start.elapsed();
        let text = dot::render(diagram, &layout::unplaced(diagram));
        let start = Instant::now();
        let with_our_distances = by_dot(diagram, &text)?;
        self.time_of_dot += start.elapsed();
        let its_own = text.replacen(DISTANCES, "", 1);
        assert!(its_own != text, "our DOT text asks for no distances");
        let one = Crossings {
            ours: quality::measure(diagram, &places).crossings,
            with_our_distances,
            with_its_distances: by_dot(diagram, &its_own)?,
            by_its_count: engines::crossings_dot_counts(&text).ok_or("dot gave no count")?,
        };
        self.graphs += 1;
        self.faults += checks::check(diagram, &places).len();
        self.crossings.ours += one.ours;
        self.crossings.with_our_distances += one.with_our_distances;
        self.crossings.with_its_distances += one.with_its_distances;
        self.crossings.by_its_count += one.by_its_count;
        self.better += usize::from(one.ours < with_our_distances);
        self.worse += usize::from(one.ours > with_our_distances);
        self.time += time;
        self.longest = self.longest.max(time);
        Ok(())
    }

    fn print(&self) {
        let mean = |total: usize| total as f64 / self.graphs.max(1) as f64;
        let ours = mean(self.crossings.ours);
        println!("  mean crossings: ours {ours:.2}");
        for (name, total) in [
            (
                "dot's curves, our distances",
                self.crossings.with_our_distances,
            ),
            (
                "dot's curves, its own distances",
                self.crossings.with_its_distances,
            ),
            (
                "dot's own count, before it draws",
                self.crossings.by_its_count,
            ),
        ] {
            let theirs = mean(total);
            let name = format!("{name}: {theirs:.2}, ours/dot");
            println!(
                "{}",
                verdict::line(&name, ours / theirs, 3, Bar::AtMost(1.0))
            );
        }
        println!(
            "  fewer than dot's curves with our distances in {}, more in {}, as many in {}",
            self.better,
            self.worse,
            self.graphs - self.better - self.worse
        );
        println!(
            "  time: ours {:.0} ms in all, {:.1} ms at most; dot {:.0} ms in all, starts included",
            self.time.as_secs_f64() * 1e3,
            self.longest.as_secs_f64() * 1e3,
            self.time_of_dot.as_secs_f64() * 1e3
        );
        let faults = self.faults as f64;
        println!(
            "{}",
            verdict::line("faults of layout::checks", faults, 0, Bar::AtMost(0.0))
        );
    }
}

/// The crossings of `dot`'s drawing; otherwise the reason, in one line, why it did not draw all.
fn by_dot(diagram: &Diagram, text: &str) -> Result<usize, String> {
    let unplaced = layout::unplaced(diagram);
    let outcome =
        graphviz::place(diagram, &unplaced, text, "dot").map_err(|fault| format!("{fault:#}"))?;
    if outcome.lost.is_empty() {
        Ok(quality::measure(diagram, &outcome.places).crossings)
    } else {
        Err(format!("dot lost {} flows", outcome.lost.len()))
    }
}

/// The graph of a `GraphML` file: boxes without rows, flows without labels.
fn diagram(text: &str) -> Diagram {
    let mut diagram = Diagram::default();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("<node ") {
            let place = diagram.nodes.len();
            places.insert(value(line, "id"), place);
            diagram.nodes.push(parts::node(place, 0, None));
        } else if line.starts_with("<edge ") {
            let (from, to) = (places[value(line, "source")], places[value(line, "target")]);
            let number = diagram.edges.len();
            diagram.edges.push(parts::plain_edge(number, from, to, ""));
        }
    }
    diagram
}

/// The value of an attribute; empty if there is none.
fn value<'a>(line: &'a str, attribute: &str) -> &'a str {
    line.split_once(&format!(" {attribute}=\""))
        .and_then(|(_, rest)| rest.split('"').next())
        .unwrap_or_default()
}
