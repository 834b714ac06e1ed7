//! DOT that Graphviz must take, whatever the names: long, full of entities, or cut by control characters.

use std::process::{Command, Stdio};

use super::{VIEWS, map, run};
use crate::folder::Folder;

/// The longest string that Graphviz reads in one piece.
const LONGEST: usize = 16_384;

fn drawn(folder: &Folder, view: &str) -> String {
    let arguments = [
        "draw",
        "map",
        "--view",
        view,
        "--format",
        "dot",
        "--no-fold",
    ];
    let output = run(folder, &arguments.map(str::to_owned));
    String::from_utf8(output.stdout).expect("it is text")
}

/// The strings between quotes.
fn strings(dot: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut open: Option<String> = None;
    let mut letters = dot.chars();
    while let Some(letter) = letters.next() {
        match (letter, open.as_mut()) {
            ('"', None) => open = Some(String::new()),
            ('"', Some(_)) => strings.extend(open.take()),
            ('\\', Some(inside)) => {
                inside.push(letter);
                inside.extend(letters.next());
            }
            (_, Some(inside)) => inside.push(letter),
            _ => {}
        }
    }
    strings
}

/// True if every `&` begins an entity that XML itself knows, or a number.
fn has_known_entities(text: &str) -> bool {
    text.split('&').skip(1).all(|rest| {
        ["amp;", "lt;", "gt;", "quot;", "#"]
            .iter()
            .any(|known| rest.starts_with(known))
    })
}

fn check(name: &str, dot: &str) {
    assert!(
        dot.starts_with("digraph"),
        "{name}: {}",
        &dot[..dot.len().min(200)]
    );
    for string in strings(dot) {
        assert!(
            string.len() < LONGEST,
            "{name}: a string of {} bytes",
            string.len()
        );
    }
    let tags = dot
        .split('<')
        .skip(1)
        .map(|part| part.split('>').next_back().unwrap_or(""));
    assert!(
        tags.map(str::len).all(|length| length < LONGEST),
        "{name}: a long text"
    );
    assert!(
        has_known_entities(dot),
        "{name}: an entity that nobody knows"
    );
    assert!(
        !dot.chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t'),
        "{name}: a control character"
    );
    let Some(svg) = by_dot(dot) else {
        return;
    };
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let read = roxmltree::Document::parse_with_options(&svg, options);
    assert!(read.is_ok(), "{name}: {read:?}");
}

/// The result of an installed `dot`; `None` if none is installed.
fn by_dot(dot: &str) -> Option<String> {
    let folder = Folder::with("hostile-by-dot", "map.dot", dot);
    let output = Command::new("dot")
        .args(["-Tsvg"])
        .arg(folder.path().join("map.dot"))
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "dot refuses it: {complaint}");
    Some(String::from_utf8(output.stdout).expect("SVG is text"))
}

#[test]
fn graphviz_takes_every_name() {
    let long = "long & name ".repeat(2000);
    let stings = [
        "&bogus; &amp &#0; &#xFFFF;",
        "\u{1}\u{1B}\u{7F}",
        "\\\" <b> </TD> \\N \\",
        &long[..5000],
        &long,
    ];
    for sting in stings {
        let folder = Folder::with("hostile-dot", "map/map.yaml", &map(sting));
        for view in VIEWS {
            let short: String = sting.chars().take(30).collect();
            check(&format!("{view} of {short:?}"), &drawn(&folder, view));
        }
    }
}

/// Two systems with `fields` fields each, all passed in one flow.
fn wide(fields: usize) -> String {
    let ids: Vec<String> = (0..fields)
        .map(|number| format!("field_number_{number}"))
        .collect();
    let ids = ids.join(", ");
    format!(
        "systems:\n  a: {{fields: [{ids}]}}\n  b: {{fields: [{ids}]}}\nflows: [{{from: a, to: b, fields: [{ids}]}}]\n"
    )
}

#[test]
fn a_flow_of_two_thousand_fields_is_drawn_with_short_tooltips() {
    let folder = Folder::with("hostile-wide", "map/map.yaml", &wide(2000));
    let dot = drawn(&folder, "fields");
    check("a wide flow", &dot);
    assert!(dot.len() < 4_000_000, "{} bytes", dot.len());
    assert!(
        dot.contains("field number 9 and 1990 more"),
        "ten names and a count"
    );
    let svg = run(
        &folder,
        &["draw", "map", "--view", "fields"].map(str::to_owned),
    )
    .stdout;
    assert!(svg.len() < 6_000_000, "{} bytes", svg.len());
}

#[test]
fn a_picture_that_had_to_shrink_is_told() {
    let folder = Folder::with("hostile-shrunk", "map/map.yaml", &wide(700));
    let told = run(
        &folder,
        &["draw", "map", "--view", "fields", "-o", "x.png"].map(str::to_owned),
    )
    .stderr;
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(told.contains("the PNG is drawn at"), "{told}");
    let told = run(&folder, &["draw", "map", "-o", "x.png"].map(str::to_owned)).stderr;
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(!told.contains("the PNG is drawn at"), "{told}");
}
