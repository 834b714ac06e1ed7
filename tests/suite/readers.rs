//! DOT for other programs: `dot`, `neato`, pydot and the parser of graphviz-rust take every picture of the real map without a word.

use std::io::Write as _;
use std::process::{Command, Stdio};

use flowmap::analysis::Analysis;
use flowmap::picture::dot;
use flowmap::picture::views;
use flowmap::picture::views::{Spec, View};
use flowmap::read::source::SourceSet;

use crate::expectation::analysis;

/// Programs that read DOT: the program, its arguments, and the arguments that show that it is installed.
const READERS: [(&str, &[&str], &[&str]); 3] = [
    ("dot", &["-Tsvg"], &["-V"]),
    ("neato", &["-Tsvg"], &["-V"]),
    (
        "python3",
        &[
            "-c",
            "import sys, pydot; graphs = pydot.graph_from_dot_data(sys.stdin.read()); assert len(graphs) == 1; \
             count = lambda g: len(g.get_edges()) + sum(map(count, g.get_subgraphs())); print(count(graphs[0]))",
        ],
        &["-c", "import pydot"],
    ),
];

fn real() -> Analysis {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/flows");
    analysis(SourceSet::read(folder.as_ref()).expect("the real map is there"))
}

fn is_installed(program: &str, probe: &[&str]) -> bool {
    let started = Command::new(program)
        .args(probe)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let is_installed = started.is_ok_and(|status| status.success());
    if !is_installed {
        let _ = writeln!(std::io::stderr(), "left out: {program} {}", probe.join(" "));
    }
    is_installed
}

/// The output of a reader, and its complaints.
fn read(program: &str, arguments: &[&str], text: &str) -> (String, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it is installed");
    let mut input = child.stdin.take().expect("a pipe");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let answer = child.wait_with_output().expect("it ends");
    drop(writer.join().expect("the writer ends"));
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let failed = if answer.status.success() {
        ""
    } else {
        "failed: "
    };
    (
        said(&answer.stdout),
        format!("{failed}{}", said(&answer.stderr)),
    )
}

#[test]
fn four_readers_take_every_picture_of_the_real_map_without_a_word() {
    let map = real();
    let mut views: Vec<Spec> = View::ALL.into_iter().map(Spec::of).collect();
    views.push(Spec {
        of: Some("asked-again/provider_nhs".to_owned()),
        ..Spec::of(View::Finding)
    });
    let pictures: Vec<(String, usize, String)> = views
        .iter()
        .map(|spec| {
            let diagram = views::view(&map, spec)
                .unwrap_or_else(|why| panic!("{spec:?}: {why}"))
                .diagram;
            let name = format!("{:?}", spec.view);
            (name, diagram.edges.len(), dot::document(&diagram))
        })
        .collect();
    for (view, _, text) in &pictures {
        assert!(
            !text.contains("fixedsize") && !text.contains("FIXEDSIZE"),
            "{view} has sizes of its own"
        );
        assert!(graphviz_rust::parse(text).is_ok(), "{view}");
    }
    for (program, arguments, probe) in READERS {
        if !is_installed(program, probe) {
            continue;
        }
        for (view, lines, text) in &pictures {
            let (said, complaints) = read(program, arguments, text);
            assert_eq!(complaints, "", "{program} on {view}");
            let drawn = if program == "python3" {
                said.trim().parse().expect("a number of lines")
            } else {
                said.matches("class=\"edge\"").count()
            };
            assert_eq!(drawn, *lines, "{program} on {view}");
        }
    }
}
