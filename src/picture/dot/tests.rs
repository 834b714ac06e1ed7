//! Tests of our DOT text with Graphviz.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::picture::samples;
use crate::picture::views::diagram::Diagram;

fn render(diagram: &Diagram) -> String {
    super::document(diagram)
}

/// Runs `dot` on `text`: its output, its complaints and whether it succeeded. Returns `None`, with a note on stderr, if `dot` is not
/// installed.
fn ask_dot(text: &str, format: &str) -> Option<(String, String, bool)> {
    let started = Command::new("dot")
        .arg(format)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        let _ = writeln!(std::io::stderr(), "left out: no dot installed");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let answer = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((
        said(&answer.stdout),
        said(&answer.stderr),
        answer.status.success(),
    ))
}

#[test]
fn hostile_names_are_accepted_and_every_edge_is_there() {
    let diagram = samples::hostile();
    let text = render(&diagram);
    assert_eq!(text.matches(" -> \"system-").count(), diagram.edges.len());
    let Some((svg, complaints, fine)) = ask_dot(&text, "-Tsvg") else {
        return;
    };
    assert!(fine && !complaints.contains("rror"), "{complaints}");
    assert!(
        !complaints.contains("unrecognized") && !complaints.contains("port"),
        "{complaints}"
    );
    assert_eq!(svg.matches("class=\"edge\"").count(), diagram.edges.len());
    assert_eq!(
        svg.matches("class=\"cluster\"").count(),
        diagram.groups.len()
    );
    assert!(!svg.contains("<script"));
}

#[test]
fn names_are_shown_as_they_are_written() {
    let mut diagram = samples::hostile();
    diagram.edges.clear();
    let Some((svg, ..)) = ask_dot(&render(&diagram), "-Tsvg") else {
        return;
    };
    for shown in [
        ">say &quot;hello&quot;<",
        ">ends with \\<",
        ">\\N \\G \\E \\n \\\\<",
        "🏥",
    ] {
        assert!(svg.contains(shown), "{shown} is not in the picture");
    }
}

#[test]
fn an_empty_diagram_is_a_graph_too() {
    let text = render(&Diagram::default());
    let Some((_, complaints, fine)) = ask_dot(&text, "-Tsvg") else {
        return;
    };
    assert!(fine && complaints.is_empty(), "{complaints}\n{text}");
}
