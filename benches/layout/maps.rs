//! The sample graphs as maps: flow files that `flowmap draw` reads, and the figures of their fields view.

use std::fmt::Write;
use std::path::Path;

use flowmap::analysis::{Analysis, Options};
use flowmap::picture::views;
use flowmap::picture::views::{Spec, View};
use flowmap::read::source::SourceSet;

use crate::engines;
use crate::graphs;
use crate::graphs::Measured;
use crate::samples;
use crate::samples::{Flow, Sample};

/// The labels of the graphs with their keys in a flow file. The fields view prints the frequency, or else the method.
const LABELS: [(&str, &str); 12] = [
    ("Daily extract", "method: extract, every: day"),
    ("Death notification", "method: interface, every: event"),
    ("Email spreadsheet", "method: email"),
    ("FHIR API", "method: interface"),
    ("HL7 feed", "method: interface"),
    ("Lab results feed", "method: interface"),
    ("Manual re-keying", "method: manual"),
    ("Monthly CSV return", "method: upload, every: month"),
    ("Nightly batch", "method: extract, every: day"),
    ("Quarterly return", "method: upload, every: quarter"),
    ("Referral letter", "method: form"),
    ("Vaccination event", "method: interface, every: event"),
];

/// Writes `a/map.yaml`, `b/map.yaml` and `c/map.yaml` below `folder`, and measures the fields view of each.
pub(crate) fn run(folder: &Path) {
    for (place, name) in samples::NAMES.into_iter().enumerate() {
        let Some(sample) = samples::read(name) else {
            continue;
        };
        let text = flow_file(name, &sample);
        let home = folder.join(name);
        std::fs::create_dir_all(&home).expect("the folder can be made");
        std::fs::write(home.join("map.yaml"), &text).expect("the map can be written");
        println!(
            "map {name}: {}; wrote {}",
            sample.size(),
            home.join("map.yaml").display()
        );
        let sources = SourceSet::from_strings(vec![("map.yaml".to_owned(), text)]);
        let analysis = Analysis::of(sources, Options::default());
        let spec = Spec {
            is_unfolded: true,
            ..Spec::of(View::Fields)
        };
        let diagram = views::view(&analysis, &spec).expect("a whole view").diagram;
        let own = Measured::of(&diagram, &engines::own(&diagram));
        let other = engines::graphviz(&diagram).map(|run| Measured::of(&diagram, &run));
        if let Err(fault) = &other {
            println!("  dot: {fault}");
        }
        graphs::print(place, &own, other.as_ref().ok());
    }
    println!("  (memory here is that of this process since it began)");
}

/// The graph as one flow file.
fn flow_file(name: &str, sample: &Sample) -> String {
    let mut text = format!("map:\n  title: Sample graph {name}\n\norganisations:\n");
    for organisation in &sample.organisations {
        put(
            &mut text,
            &format!("  {}: {}", organisation.id, quoted(&organisation.name)),
        );
    }
    text.push_str("\nsystems:\n");
    for system in &sample.systems {
        put(&mut text, &format!("  {}:", system.id));
        put(&mut text, &format!("    name: {}", quoted(&system.name)));
        put(&mut text, &format!("    owner: {}", system.organisation));
        put(
            &mut text,
            &format!("    fields: [{}]", system.fields.join(", ")),
        );
    }
    text.push_str("\nflows:\n");
    for flow in &sample.flows {
        put(&mut text, &passage(sample, flow));
    }
    text
}

/// A flow with its one value. The words of the label are kept as its purpose.
fn passage(sample: &Sample, flow: &Flow) -> String {
    let field = |system: &str, field: usize| {
        let system = sample.systems.iter().find(|other| other.id == system);
        system.map_or("unknown", |system| system.fields[field].as_str())
    };
    let (from, to) = (
        field(&flow.from, flow.from_field),
        field(&flow.to, flow.to_field),
    );
    let fields = if from == to {
        from.to_owned()
    } else {
        format!("{{{from}: {to}}}")
    };
    let said = LABELS.iter().find(|(label, _)| *label == flow.label);
    let said = said.map_or_else(String::new, |(_, said)| format!(", {said}"));
    format!(
        "  - {{from: {}, to: {}, fields: [{fields}], purpose: {}{said}, confidence: reported}}",
        flow.from,
        flow.to,
        quoted(&flow.label)
    )
}

fn put(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a string takes all that is written to it");
}

/// A text between quotes, as in JSON and therefore in YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text always serialises")
}
