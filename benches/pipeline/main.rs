//! Load, check and draw on generated maps: MB/s, fields/s, peak memory and the ratio per doubling, against named references.
//!
//! `cargo bench --bench pipeline -- full` measures every rule, every answer and the reference algorithms at 12,000, 100,000 and 1,000,000
//! fields (`-- full 12000`: at one size). `cargo bench --bench pipeline` prints all sizes, each measured in a process of its own so that the peak is its own. References in the
//! same process: `yaml_serde` (the maintained successor of `serde_yaml`) reading the same text into untyped values without
//! positions; and an installed Graphviz `dot` placing the same diagram. `cargo bench --bench pipeline -- 12000` measures one size.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod answers;
mod clock;
mod references;
mod rules_alone;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Instant;

use self::clock::{mean, peak};

use flowmap::analysis::{Analysis, Options};
use flowmap::judge::{graph, rules};
use flowmap::picture::views::{Spec, View};
use flowmap::picture::{dot, frame, layout, svg, views};
use flowmap::print::terminal;
use flowmap::read::model::When;
use flowmap::read::source::SourceSet;
use flowmap::read::{finding, model, syntax};
use flowmap::sample::{Recipe, generate};

/// The sizes at which every rule and answer is measured.
const IN_FULL: [usize; 3] = [12_000, 100_000, 1_000_000];
/// The sizes of the issue, and doublings between them.
const SIZES: [usize; 7] = [400, 3_000, 6_000, 12_000, 25_000, 50_000, 100_000];
/// The largest map that is given to `dot`. For larger ones it would take minutes.
const MOST_FOR_DOT: usize = 12_000;

fn main() {
    let wanted = std::env::args()
        .skip(1)
        .find_map(|word| word.parse::<usize>().ok());
    if std::env::var_os("FLOWMAP_BENCH_ONE").is_some() {
        let size = wanted.expect("a size");
        match std::env::var("FLOWMAP_BENCH_ONE").as_deref() {
            Ok("full") => rules_alone::measure(size, false),
            Ok("check") => rules_alone::measure(size, true),
            Ok("write") => {
                let folder = std::env::var_os("FLOWMAP_BENCH_FOLDER").expect("a folder");
                rules_alone::write(size, folder.as_ref());
            }
            _ => println!("{}", measure(size).line()),
        }
        return;
    }
    if std::env::args().any(|word| word == "full") {
        return in_full(&wanted.map_or_else(|| IN_FULL.to_vec(), |size| vec![size]));
    }
    let sizes = wanted.map_or_else(|| SIZES.to_vec(), |size| vec![size]);
    println!("{}", Row::HEAD);
    let mut before: Option<(usize, f64, f64)> = None;
    for size in sizes {
        let line = in_own_process(size, "1");
        let numbers: Vec<f64> = line
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        let (load, check) = (numbers[5], numbers[7]);
        let growth =
            before.filter(|(smaller, ..)| size == smaller * 2 || size * 12 == smaller * 25);
        let ratio = growth.map_or_else(String::new, |(_, load_before, check_before)| {
            format!(
                "   per doubling: load x{:.2}, check x{:.2}",
                load / load_before,
                check / check_before
            )
        });
        println!("{line}{ratio}");
        before = Some((size, load, check));
    }
}

/// Measures every rule, answer and reference at each size, and prints the ratio per doubling against the size before.
fn in_full(sizes: &[usize]) {
    let mut before: Option<(usize, BTreeMap<String, f64>)> = None;
    for size in sizes {
        println!("\n{size} fields");
        let text = in_own_process(*size, "full");
        let mut times = BTreeMap::new();
        for line in text.lines() {
            let told = line.split_once(" ms").map(|(told, _)| told);
            let told = told.and_then(|told| told.trim().rsplit_once(' '));
            let told = told.and_then(|(name, time)| Some((name.trim(), time.parse::<f64>().ok()?)));
            let ratio = told.and_then(|(name, time)| {
                times.insert(name.to_owned(), time);
                let (smaller, known) = before.as_ref()?;
                // Shorter times are mostly the resolution of the clock.
                let known = known.get(name).filter(|known| **known >= 1.0)?;
                let doublings = (*size as f64 / *smaller as f64).log2();
                Some(format!(
                    "   x{:.2} per doubling",
                    (time / known).powf(1.0 / doublings)
                ))
            });
            println!("{line}{}", ratio.unwrap_or_default());
        }
        let short = in_own_process(*size, "check");
        println!(
            "loading and checking alone: {}",
            short.lines().last().unwrap_or_default()
        );
        before = Some((*size, times));
    }
}

fn in_own_process(size: usize, what: &str) -> String {
    let program = std::env::current_exe().expect("the benchmark knows its own file");
    let output = Command::new(program)
        .arg(size.to_string())
        .env("FLOWMAP_BENCH_ONE", what)
        .output()
        .expect("the benchmark starts itself");
    let line = String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    line
}

/// Figures of one size.
struct Row {
    fields: usize,
    megabytes: f64,
    parse: f64,
    load: f64,
    yaml: f64,
    graph: f64,
    rules: f64,
    print: f64,
    draw: f64,
    dot: Option<f64>,
    peak_megabytes: f64,
    findings: usize,
}

impl Row {
    const HEAD: &'static str = "fields       MB  parse ms   MB/s  x yaml_serde  load ms   MB/s  check ms   fields/s  print ms   draw ms  x dot  peak MB  findings";

    fn line(&self) -> String {
        let dot = self
            .dot
            .map_or_else(|| "-".to_owned(), |dot| format!("{:.2}", dot / self.draw));
        let check = self.graph + self.rules;
        format!(
            "{:>6} {:>8.2} {:>9.1} {:>6.1} {:>13.2} {:>8.1} {:>6.1} {:>9.1} {:>10.0} {:>9.1} {:>9.1} {:>6} {:>8.0} {:>9}",
            self.fields,
            self.megabytes,
            self.parse,
            self.megabytes * 1000.0 / self.parse,
            self.yaml / self.parse,
            self.load,
            self.megabytes * 1000.0 / self.load,
            check,
            self.fields as f64 * 1000.0 / (self.load + check),
            self.print,
            self.draw,
            dot,
            self.peak_megabytes,
            self.findings,
        )
    }
}

fn measure(fields: usize) -> Row {
    let files = generate(&Recipe {
        fields,
        ..Recipe::default()
    })
    .files;
    let sources = SourceSet::from_strings(files.clone());
    let parse = mean(|| {
        sources
            .files()
            .map(|(file, _)| syntax::parse(&sources, file))
            .collect::<Vec<_>>()
    });
    let load = mean(|| model::load(&sources));
    let yaml = mean(|| {
        files
            .iter()
            .map(|(_, text)| {
                yaml_serde::from_str::<yaml_serde::Value>(text).expect("generated YAML")
            })
            .collect::<Vec<_>>()
    });
    let (model, _) = model::load(&sources);
    let fields = model.fields.len();
    let build = mean(|| graph::build(model.clone(), When::default())) - mean(|| model.clone());
    let graph = graph::build(model, When::default());
    let rules = mean(|| {
        let mut findings = Vec::new();
        rules::run(&graph, &mut findings);
        finding::settle(&mut findings, false);
        findings
    });
    drop(graph);
    let megabytes = sources.bytes() as f64 / 1e6;
    let analysis = Analysis::of(sources, Options::default());
    let print = mean(|| terminal::render(&analysis, terminal::Style::default()));
    let spec = Spec::of(View::Systems);
    let diagram = views::view(&analysis, &spec).expect("a whole view").diagram;
    let draw = mean(|| svg::render(&diagram, &frame::frame(&diagram, layout::place(&diagram))));
    let dot = (fields <= MOST_FOR_DOT)
        .then(|| by_dot(&dot::render(&diagram, &layout::unplaced(&diagram))))
        .flatten();
    Row {
        fields,
        megabytes,
        parse,
        load,
        yaml,
        graph: build.max(0.0),
        rules,
        print,
        draw,
        dot,
        peak_megabytes: peak(),
        findings: analysis.findings.len(),
    }
}

/// The time of `dot` for the same diagram, if it is installed.
fn by_dot(text: &str) -> Option<f64> {
    use std::io::Write;
    let start = Instant::now();
    let mut child = Command::new("dot")
        .args(["-Tsvg"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    child.wait().ok()?;
    Some(start.elapsed().as_secs_f64() * 1000.0)
}
