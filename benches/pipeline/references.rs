//! The reference algorithms of the design, on one core, with a map of 1,000,000 fields, and our times for the same.

use flowmap::judge::graph::{Ages, FlowGraph};
use flowmap::judge::{graph, rules};

use crate::clock::once;

/// Prints each time beside the reference, scaled to the size of this map.
pub(crate) fn measure(graph: &FlowGraph, fields: usize) {
    let rule = |name: &str| {
        let rule = rules::RULES.iter().find(|rule| rule.kind.name == name);
        let rule = rule.expect("the rule has this name");
        once(|| (rule.check)(graph)).0
    };
    let origins = once(|| {
        let fields = graph.model().fields.ids();
        fields
            .map(|field| graph.origins(field).len())
            .sum::<usize>()
    });
    let figures = [
        ("components", 440.0, once(|| graph.circles()).0),
        ("origins of every field", 2200.0, origins.0),
        (
            "grouping of requests",
            100.0,
            once(|| graph::requests(graph)).0,
        ),
        ("weighted overlap", 1800.0, rule("overlapping-collections")),
        ("shortest age", 1200.0, once(|| Ages::of(graph)).0),
        ("dominators", 1300.0, rule("single-point")),
    ];
    for (name, at_a_million, time) in figures {
        let reference = at_a_million * fields as f64 / 1e6;
        println!("  {name:<26} {time:>10.1} ms, reference {reference:.1} ms");
    }
}
