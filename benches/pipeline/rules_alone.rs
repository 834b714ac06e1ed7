//! One size in full: loading, every rule, every answer and the reference algorithms, each once or the best of a few; the peak memory after
//! each stage.

use std::path::Path;
use std::process::Command;

use flowmap::analysis;
use flowmap::judge::{graph, rules};
use flowmap::read::model::When;
use flowmap::read::source::SourceSet;
use flowmap::read::{finding, model};
use flowmap::sample::{Recipe, generate};

use crate::answers;
use crate::clock::held;
use crate::clock::mean;
use crate::clock::once;
use crate::clock::peak;
use crate::references;

/// Writes a generated map to a folder.
pub(crate) fn write(fields: usize, folder: &Path) {
    let recipe = Recipe {
        fields,
        ..Recipe::default()
    };
    for (name, text) in generate(&recipe).files {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().expect("it is in the folder"))
            .expect("the folder of a file is made");
        std::fs::write(file, text).expect("a file is written");
    }
}

/// Reads a generated map from files like a user's. Another process writes them, so that the memory for making them is not in this one.
fn read_from_disk(fields: usize) -> SourceSet {
    let folder = std::env::temp_dir().join(format!("flowmap-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder is made");
    let program = std::env::current_exe().expect("the benchmark knows its own file");
    let status = Command::new(program)
        .arg(fields.to_string())
        .env("FLOWMAP_BENCH_ONE", "write")
        .env("FLOWMAP_BENCH_FOLDER", &folder)
        .status()
        .expect("the benchmark starts itself");
    assert!(status.success(), "the map was not written");
    let sources = SourceSet::read(&folder).expect("the map is read");
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
    sources
}

/// Prints one line for each measurement: its name, milliseconds by the clock, and remarks. `is_short` stops after the check, so that the
/// peak is that of loading and checking.
pub(crate) fn measure(fields: usize, is_short: bool) {
    let sources = read_from_disk(fields);
    println!(
        "{:<28} {:>10.0} MB text",
        "source",
        sources.bytes() as f64 / 1e6
    );
    println!("{:<28} {:>10.0} MB held", "before loading", held());
    let (load, (model, mut findings)) = once(|| model::load(&sources));
    println!(
        "{:<28} {load:>10.1} ms, {:.0} MB held, peak {:.0} MB",
        "load",
        held(),
        peak()
    );
    let links: usize = model
        .flows
        .iter()
        .flat_map(|(_, flow)| flow.passages())
        .map(|passage| passage.from.len())
        .sum();
    println!(
        "{:<28} {} fields, {} systems, {} field links",
        "",
        model.fields.len(),
        model.systems.len(),
        links
    );
    let (build, graph) = once(|| graph::build(model, When::default()));
    println!("{:<28} {build:>10.1} ms, {:.0} MB held", "graph", held());
    let (check, ()) = once(|| {
        rules::run(&graph, &mut findings);
        finding::settle(&mut findings, false);
    });
    println!(
        "{:<28} {check:>10.1} ms, {} findings, {:.0} MB held, peak {:.0} MB",
        "check",
        findings.len(),
        held(),
        peak()
    );
    if is_short {
        return;
    }
    for rule in rules::RULES {
        let time = mean(|| {
            let mut findings = Vec::new();
            findings.extend((rule.check)(&graph));
            findings
        });
        println!("  {:<26} {time:>10.1} ms", rule.kind.name);
    }
    let (words, bytes) = once(|| {
        let words = findings.iter().map(|finding| finding.words().message.len());
        words.sum::<usize>()
    });
    println!(
        "{:<28} {words:>10.1} ms, {:.1} MB of messages",
        "words of all findings",
        bytes as f64 / 1e6
    );
    references::measure(&graph, fields);
    let analysis = analysis::Analysis::made_of(sources, graph, findings);
    answers::measure(&analysis);
    println!("{:<28} {:>10.0} MB", "peak", peak());
}
