//! The report: its words about a small map, that no text of a map ever becomes markup, and that the file is complete.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use flowmap::analysis::Analysis;
use flowmap::read::source::SourceSet;
use flowmap::report::html::Chrome;
use flowmap::report::{html, markdown};

use crate::expectation::analysis;
use crate::real_map::REAL;

/// Two collections that ask one body for the same thing, defined by different windows, and a question nobody can answer.
const SMALL: &str = r#"
map: {title: Deaths after discharge, as_of: 2026-01-01}
dimensions:
  after_discharge: {name: Days after discharge, range: days}
organisations:
  trust: {name: The trust, count: 10}
  board: {name: The board}
  office: {name: The office}
terms:
  death: {name: Death after discharge, definition: "A death after leaving care."}
systems:
  epr: {name: Patient record, owner: trust, kind: record, captured: 1 day, fields: {death: {type: date}}}
  register: {name: Death register, owner: board, kind: collection, covers: {after_discharge: 0..30 days}, fields: {death: {type: date, covers: {after_discharge: 0..30 days}}}}
  returns: {name: Yearly returns, owner: office, kind: collection, covers: {after_discharge: 0..365 days}, fields: {death: {type: date, covers: {after_discharge: 0..365 days}}}}
flows:
  - {from: epr, to: register, fields: [death], method: form, every: month, lag: 2 weeks}
  - {from: epr, to: returns, fields: [death], method: form, every: year}
needs:
  how_many: {who: office, question: "How many die within a week?", terms: [death], within: 1 day}
"#;

fn small() -> Analysis {
    analysis(SourceSet::from_strings([("small.yaml", SMALL)]))
}

fn page_of(analysis: &Analysis) -> String {
    let pictures = html::pictures(analysis);
    let sections = html::sections(analysis, &pictures);
    html::page(html::title(analysis), &sections, &Chrome::File)
}

/// The page without its own script and style: the remaining text comes from the map or from the blocks.
fn without_own(page: &str) -> String {
    page.replacen(html::SCRIPT, "", 1)
        .replacen(html::style(), "", 1)
        .replacen("<!DOCTYPE html>", "", 1)
}

fn parsed(text: &str) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(text).unwrap_or_else(|error| {
        let row = error.pos().row as usize;
        panic!("{error}: {}", text.lines().nth(row - 1).unwrap_or_default())
    })
}

/// All text of the section with that id.
fn section(page: &str, id: &str) -> String {
    let text = without_own(page);
    let document = parsed(&text);
    let node = document
        .descendants()
        .find(|node| node.has_tag_name("section") && node.attribute("id") == Some(id))
        .unwrap_or_else(|| panic!("no section {id}"));
    node.descendants()
        .filter_map(|node| node.text().filter(|_| node.is_text()))
        .collect()
}

#[test]
fn the_page_says_what_the_map_holds() {
    let page = page_of(&small());
    let says = |id: &str, words: &[&str]| {
        let text = section(&page, id);
        for words in words {
            assert!(text.contains(words), "{id} lacks `{words}`:\n{text}");
        }
    };
    says(
        "answer",
        &[
            "Deaths after discharge",
            "In 3 systems of 3 organisations",
            "2026-01-01",
        ],
    );
    says("map", &["The trust", "Patient record", "Death register"]);
    says(
        "duplicates",
        &["Death after discharge", "Death register", "Yearly returns"],
    );
    says(
        "definitions",
        &[
            "A death after leaving care.",
            "up to 30 days",
            "up to 365 days",
        ],
    );
    says(
        "needs",
        &["How many die within a week?", "The office", "1 day"],
    );
    says("timetable", &["Death register", "at best", "at worst"]);
    says("burden", &["The trust", "Asked again"]);
    says("questions", &["The board"]);
    says("sureness", &["Certain", "Assumed", "Written as unknown"]);
    says("findings", &["small.yaml:", "What to do:"]);
    says("glossary", &["Death after discharge", "Patient record"]);
    says("contents", &["The trust", "form", "every month"]);
}

#[test]
fn a_clash_card_says_who_says_what_beside_what_is_agreed() {
    let map = |agreed: &str, more: &str| {
        let text = format!(
            r"
dimensions: {{place: {{name: Place of care, values: [ward, home, clinic]}}}}
code_lists: {{manner: {{values: {{n: Natural, u: Unnatural}}}}}}
organisations: {{trust: The trust, board: The board, office: The office}}
terms: {{death: {{name: Death, {agreed}}}}}
systems:
  register: {{name: Death register, owner: board, covers: {{place: ward}}, fields: {{death: {{type: date, definition: The day.}}}}}}
  returns: {{name: Yearly returns, owner: office, covers: {{place: [ward, home]}}, fields: {{death: {{type: code, codes: manner}}}}}}
{more}
needs: {{use: {{who: office, question: How many?, terms: [death]}}}}
"
        );
        let analysis = analysis(SourceSet::from_strings([("map.yaml", text)]));
        let table = markdown::report(&analysis);
        let start = table
            .find("Who says what")
            .expect("a table of who says what");
        let end = table[start..].find("Findings:").expect("its findings");
        table[start..start + end].to_owned()
    };
    let two = map("", "");
    for line in [
        "| Definition | The day. | not stated |",
        "| Type | date | code |",
        "| Place of care | ward | ward or home (broader) |",
    ] {
        assert!(two.contains(line), "`{line}` is not in:\n{two}");
    }
    let agreed = map("agreed: {type: date, covers: {place: ward}}", "");
    for line in [
        "| On | what is agreed | Death register | Yearly returns |",
        "| Place of care | ward | ward (equal) | ward or home (broader) |",
    ] {
        assert!(agreed.contains(line), "`{line}` is not in:\n{agreed}");
    }
    // Many definitions: one row lists those that say the same.
    let mut many = String::new();
    for number in 0..6 {
        let covers = "covers: {place: ward}, fields: {death: {type: date}}";
        writeln!(many, "  other{number}: {{name: Other {number}, {covers}}}")
            .expect("writing to a string");
    }
    let many = map("", &many);
    for line in [
        "| On | Says | Against the first | Who |",
        "| Place of care | ward or home |",
    ] {
        assert!(many.contains(line), "`{line}` is not in:\n{many}");
    }
}

#[test]
fn a_gap_that_the_room_accepts_is_not_a_question_met() {
    let accepted = format!(
        "{SMALL}decisions: [{{finding: unmet-need/how_many, status: accepted, why: Too dear, by: office}}]\n"
    );
    let analysis = analysis(SourceSet::from_strings([("small.yaml", accepted)]));
    let text = section(&page_of(&analysis), "needs");
    assert!(text.contains("none is met"), "{text}");
}

#[test]
fn the_markdown_says_the_same() {
    let analysis = small();
    let text = markdown::report(&analysis);
    for words in [
        "# Deaths after discharge",
        "## Collected more than once",
        "## Defined differently",
        "up to 30 days",
        "How many die within a week?",
        "## How sure we are",
        "![The map: systems](systems.svg)",
        "<a id=\"finding-1\"></a>",
    ] {
        assert!(text.contains(words), "lacks `{words}`:\n{text}");
    }
    for number in 1..=analysis.findings.len() {
        assert!(text.contains(&format!("### {number}. ")), "{number}");
    }
}

/// A map with `evil` in every text and in every id that allows it.
fn hostile(evil: &str) -> Analysis {
    let said = serde_json::to_string(evil).expect("a text is always JSON");
    let mut text = SMALL.to_owned();
    for plain in [
        "Deaths after discharge",
        "Days after discharge",
        "The trust",
        "The board",
        "The office",
        "Death after discharge",
        "Patient record",
        "Death register",
        "Yearly returns",
    ] {
        text = text.replace(&format!(": {plain}"), &format!(": {said}"));
    }
    text = text.replace("\"A death after leaving care.\"", &said);
    text = text.replace("\"How many die within a week?\"", &said);
    text = text.replace("returns", &said).replace("how_many", &said);
    text = text.replace(
        "lag: 2 weeks",
        &format!("lag: 2 weeks, basis: {said}, purpose: {said}, notes: {said}, source: {said}"),
    );
    let why =
        format!("{{finding: \"repeated-request/*\", status: in-hand, why: {said}, by: board}}");
    text.push_str("decisions:\n  - ");
    text.push_str(&why);
    text.push('\n');
    analysis(SourceSet::from_strings([(
        format!("{evil}.yaml").replace('/', "-"),
        text,
    )]))
}

const EVILS: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</style></title></script><svg onload=alert(1)>",
    "]]>&lt;b>{{7*7}}`\u{202E}\u{0}-->",
];

#[test]
fn nothing_of_a_map_becomes_markup_or_script() {
    for evil in EVILS {
        let analysis = hostile(evil);
        assert!(!analysis.model().systems.is_empty(), "{evil} is not read");
        let page = page_of(&analysis);
        let text = without_own(&page);
        let document = parsed(&text);
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            assert!(
                !matches!(
                    name,
                    "img" | "iframe" | "object" | "embed" | "form" | "base" | "foreignObject"
                ),
                "{evil} made a <{name}>"
            );
            for attribute in node.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                assert!(!key.starts_with("on"), "{evil} made {key}=");
                assert_ne!(key, "style", "{evil}");
                assert_ne!(key, "src", "{evil}");
                assert!(key != "href" || value.starts_with('#'), "{evil}: {value}");
            }
        }
        let count = |name: &str| {
            document
                .descendants()
                .filter(|node| node.has_tag_name(name))
                .count()
        };
        assert_eq!((count("script"), count("style")), (1, 1), "{evil}");
    }
}

#[test]
fn a_hostile_map_cannot_break_out_of_the_markdown() {
    for evil in EVILS {
        let text = markdown::report(&hostile(evil));
        let fenced = |line: &str| line.replace("\\<", "").replace("<a id=\"finding-", "");
        for line in text.lines() {
            let words: String = fenced(line);
            let bare = words.split('`').step_by(2).collect::<String>();
            assert!(
                !bare.contains("<script") && !bare.contains("<img") && !bare.contains("<svg"),
                "{line}"
            );
        }
    }
}

#[test]
fn the_page_of_the_real_map_stands_alone() {
    let page = html::file(&REAL);
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    let text = without_own(&page);
    let document = parsed(&text);
    let elements = || document.descendants().filter(roxmltree::Node::is_element);
    let mut ids = BTreeSet::new();
    for id in elements().filter_map(|node| node.attribute("id")) {
        assert!(ids.insert(id), "the id {id} stands twice");
    }
    for node in elements() {
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            match key {
                "href" => {
                    let target = value.strip_prefix('#').expect("links stay in the page");
                    assert!(ids.contains(target), "nothing is called {target}");
                }
                "aria-labelledby" | "aria-controls" | "for" => {
                    for target in value.split(' ') {
                        assert!(ids.contains(target), "nothing is called {target}");
                    }
                }
                "src" | "data" | "poster" | "srcset" | "action" => panic!("{key} loads {value}"),
                _ => {}
            }
        }
    }
    for own in [html::style(), html::SCRIPT] {
        for word in [
            "http:",
            "https:",
            "url(",
            "@import",
            "fetch(",
            "eval(",
            "XMLHttpRequest",
        ] {
            // The fonts of the page are inside it.
            let own = own.replace("url(data:font/woff;base64,", "");
            assert!(!own.contains(word), "{word}");
        }
    }
    let policy =
        elements().find(|node| node.attribute("http-equiv") == Some("Content-Security-Policy"));
    let policy = policy.and_then(|node| node.attribute("content")).unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
}

#[test]
fn the_live_page_names_its_files_and_its_token() {
    let analysis = small();
    let sections = html::sections(&analysis, &html::pictures(&analysis));
    let token = "a\"b<c".to_owned();
    let page = html::page("Live", &sections, &Chrome::Live { token });
    for words in [
        "<link rel=\"stylesheet\" href=\"/page.css\"/>",
        "src=\"/page.js\"",
        "src=\"/live.js\"",
        "<meta name=\"flowmap-token\" content=\"a&quot;b&lt;c\"/>",
    ] {
        assert!(page.contains(words), "lacks {words}");
    }
    assert!(!page.contains(html::SCRIPT) && !page.contains(html::style()));
    for section in &sections {
        assert!(page.contains(&section.html), "{}", section.id);
    }
}

#[test]
fn an_empty_map_has_a_page_too() {
    for text in ["", "map: {title: Nothing}", "organisations: {a: {}}"] {
        let page = page_of(&analysis(SourceSet::from_strings([("empty.yaml", text)])));
        parsed(&without_own(&page));
    }
}
