//! One size in full: loading, every rule, every answer and the reference algorithms, each once or the best of a few; the peak after each stage.

use flowmap::analysis;
use flowmap::finding;
use flowmap::generate::Recipe;
use flowmap::generate::generate;
use flowmap::graph;
use flowmap::model;
use flowmap::model::When;
use flowmap::rules;
use flowmap::source::SourceSet;

use crate::answers;
use crate::clock::held;
use crate::clock::mean;
use crate::clock::once;
use crate::clock::peak;
use crate::references;

/// Prints one line for each thing measured: its name, milliseconds by the clock, and what there is to say.
/// `is_short` stops after the check, so that the peak is that of loading and checking.
pub(crate) fn measure(fields: usize, is_short: bool) {
    let sources = SourceSet::from_strings(
        generate(&Recipe {
            fields,
            ..Recipe::default()
        })
        .files,
    );
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
            (rule.check)(&graph, &mut findings);
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
    let analysis = analysis::Analysis {
        sources,
        graph,
        findings,
    };
    answers::measure(&analysis);
    println!("{:<28} {:>10.0} MB", "peak", peak());
}
