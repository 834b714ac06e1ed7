//! The sample graphs, our drawing beside `dot`'s. Each of ours is drawn in a process of its own, so that its memory is its own.

use std::process::Command;

use serde::Deserialize;
use serde::Serialize;

use crate::engines;
use crate::engines::Run;
use crate::figures::Figures;
use crate::samples;
use crate::verdict::Bar;
use flowmap::picture::views::diagram::Diagram;

/// Set for a process that places only one graph.
const OWN_PROCESS: &str = "FLOWMAP_BENCH_LAYOUT";

/// The result of one engine for one graph.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Measured {
    milliseconds: f64,
    processor_milliseconds: f64,
    megabytes: f64,
    figures: Figures,
}

impl Measured {
    /// Judges a run.
    pub(crate) fn of(diagram: &Diagram, run: &Run) -> Measured {
        Measured {
            milliseconds: run.milliseconds,
            processor_milliseconds: run.processor_milliseconds,
            megabytes: run.megabytes,
            figures: Figures::of(diagram, &run.places),
        }
    }
}

/// A line of the table: its name, its figure, the number of decimals, and its bar for each of [`samples::NAMES`].
struct Line {
    name: &'static str,
    figure: fn(&Measured) -> f64,
    decimals: usize,
    bars: [Bar; 3],
}

const fn line(name: &'static str, figure: fn(&Measured) -> f64, bars: [Bar; 3]) -> Line {
    Line {
        name,
        figure,
        decimals: 0,
        bars,
    }
}

/// The lines of the table, with the bars of `shared/design/drawing.md`, section 7.
const LINES: [Line; 13] = [
    Line {
        name: "time, ms (best of 5)",
        figure: |measured| measured.milliseconds,
        decimals: 1,
        bars: [Bar::AtMost(20.0), Bar::AtMost(150.0), Bar::AtMost(3_000.0)],
    },
    Line {
        name: "time on the processor, ms",
        figure: |measured| measured.processor_milliseconds,
        decimals: 1,
        bars: [Bar::None; 3],
    },
    line(
        "flows drawn",
        |measured| measured.figures.drawn as f64,
        [
            Bar::AtLeast(50.0),
            Bar::AtLeast(600.0),
            Bar::AtLeast(5_000.0),
        ],
    ),
    line(
        "crossings",
        |measured| measured.figures.crossings as f64,
        [Bar::AtMost(150.0), Bar::AtMost(30_000.0), Bar::None],
    ),
    line(
        "lines through a foreign system",
        |measured| measured.figures.through_systems as f64,
        [Bar::AtMost(0.0), Bar::None, Bar::None],
    ),
    line(
        "lines through a foreign organisation",
        |measured| measured.figures.through_organisations as f64,
        [Bar::AtMost(0.0), Bar::None, Bar::None],
    ),
    line(
        "boxes that overlap",
        |measured| measured.figures.overlaps as f64,
        [Bar::AtMost(0.0), Bar::AtMost(0.0), Bar::None],
    ),
    line(
        "all faults of layout::checks",
        |measured| measured.figures.faults as f64,
        [Bar::None; 3],
    ),
    line(
        "labels over the line of a stranger",
        |measured| measured.figures.covered_labels as f64,
        [Bar::None; 3],
    ),
    line(
        "width, px",
        |measured| measured.figures.width,
        [Bar::AtMost(2_400.0), Bar::None, Bar::None],
    ),
    line(
        "height, px",
        |measured| measured.figures.height,
        [Bar::None; 3],
    ),
    Line {
        name: "area, millions of px",
        figure: |measured| measured.figures.width * measured.figures.height / 1e6,
        decimals: 1,
        bars: [Bar::None; 3],
    },
    Line {
        name: "peak memory of the process, MB",
        figure: |measured| measured.megabytes,
        decimals: 1,
        bars: [Bar::None; 3],
    },
];

/// Measures and prints all graphs that are there.
pub(crate) fn run() {
    for (place, name) in samples::NAMES.into_iter().enumerate() {
        let Some(sample) = samples::read(name) else {
            continue;
        };
        let diagram = sample.diagram();
        let own = in_own_process(name);
        let other = engines::graphviz(&diagram).map(|run| Measured::of(&diagram, &run));
        println!("graph {name}: {}", sample.size());
        if let Err(fault) = &other {
            println!("  dot: {fault}");
        }
        print(place, &own, other.as_ref().ok());
    }
    println!(
        "  (dot places boxes and curves; its labels are set along them by flowmap::picture::graphviz)"
    );
}

/// Prints the table of one graph. `place` is its index, which selects the bars.
pub(crate) fn print(place: usize, own: &Measured, other: Option<&Measured>) {
    println!(
        "  {:<38} {:>10} {:>10} {:>9}   bar",
        "", "ours", "dot", "ours/dot"
    );
    for line in &LINES {
        let (decimals, figure) = (line.decimals, (line.figure)(own));
        let (beside, ratio) = other.map_or_else(
            || ("-".to_owned(), "-".to_owned()),
            |other| {
                let beside = (line.figure)(other);
                let ratio = if beside > 0.0 {
                    format!("{:.3}", figure / beside)
                } else {
                    "-".to_owned()
                };
                (format!("{beside:.decimals$}"), ratio)
            },
        );
        let row = format!(
            "  {:<38} {figure:>10.decimals$} {beside:>10} {ratio:>9}   {}",
            line.name,
            line.bars[place].verdict(figure)
        );
        println!("{}", row.trim_end());
    }
}

/// The graph to place, in a process that was started for it.
pub(crate) fn asked_in_own_process() -> Option<String> {
    std::env::var(OWN_PROCESS).ok()
}

/// Places the graph with that name and prints its figures for the process that asked.
pub(crate) fn answer(name: &str) {
    let diagram = samples::diagram(name).expect("whoever asked has seen the file");
    let measured = Measured::of(&diagram, &engines::own(&diagram));
    println!(
        "{}",
        serde_json::to_string(&measured).expect("figures are finite numbers")
    );
}

fn in_own_process(name: &str) -> Measured {
    let program = std::env::current_exe().expect("the benchmark knows its own file");
    let output = Command::new(program)
        .env(OWN_PROCESS, name)
        .output()
        .expect("the benchmark starts itself");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("the benchmark reads what it wrote")
}
