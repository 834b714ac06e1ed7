//! No text of a map is ever markup or script.

use serde_json::json;

use super::Served;
use crate::folder::Folder;

/// Hostile texts. Each would have an effect in a page that did not escape it.
const TEXTS: [&str; 6] = [
    "<script>alert(1)</script>",
    "</script><script src=//evil.example/x.js></script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' autofocus onfocus='alert(1)",
    "<img src=x onerror=alert(1)>]]><svg/onload=alert(1)>",
    "javascript:alert(1)//",
];

/// A map in which every text is `text`.
fn map(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("a text is JSON, and so YAML");
    let evidence = format!(
        "source: [{quoted}, \"javascript:alert(1)\", \"data:text/html,<script>alert(1)</script>\"], notes: {quoted}, tags: [{quoted}]"
    );
    format!(
        r"
map: {{title: {quoted}, about: {quoted}, as_of: 2025-01-01, {evidence}}}
dimensions: {{age: {{name: {quoted}, range: years, {evidence}}}, place: {{values: [{quoted}, town]}}}}
organisations: {{a: {{name: {quoted}, kind: {quoted}, count: 7, {evidence}}}, b: {{name: {quoted}}}}}
code_lists: {{c: {{name: {quoted}, values: {{{quoted}: {quoted}}}}}, d: {{values: {{x: {quoted}, y: }}}}}}
mappings: [{{from: c, to: d, pairs: {{{quoted}: x}}, {evidence}}}]
terms:
  t: {{name: {quoted}, definition: {quoted}, of: {quoted}, {evidence}}}
  u: {{name: {quoted}, definition: {quoted}, agreed: {{definition: {quoted}, unit: {quoted}}}}}
systems:
  p: {{name: {quoted}, owner: a, kind: record, fields: {{t: {{name: {quoted}, definition: {quoted}, unit: {quoted}, {evidence}}}, u: }}, {evidence}}}
  q: {{name: {quoted}, owner: b, kind: collection, fields: {{t: {{definition: other, codes: c, covers: {{age: 1..3}}}}, u: {{covers: {{age: 2..9}}}}}}}}
  r: {{name: {quoted}, owner: b, kind: collection, fields: [t, u]}}
  {quoted}: {quoted}
flows:
  - {{from: p, to: q, fields: [t, u], method: form, every: month, basis: {quoted}, purpose: {quoted}, lag: 2 weeks, justified: {quoted}, {evidence}}}
  - {{from: p, to: r, fields: [t, u], method: upload, every: month, basis: {quoted}, same_submission: {quoted}}}
  - {{from: {quoted}, to: r, fields: [{quoted}]}}
needs:
  n: {{who: b, question: {quoted}, terms: [t, {quoted}], within: 1 day, {evidence}}}
  {quoted}: {quoted}
decisions: [{{finding: {quoted}, status: accepted, why: {quoted}, by: a}}, {{finding: unused-field/*, status: accepted, why: {quoted}}}]
{quoted}: {quoted}
"
    )
}

/// The start tags in a text of markup, each with its attributes: a reader as simple as the markup that the program writes.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let mut quote = None;
        let end = rest.char_indices().find_map(|(at, letter)| {
            match (quote, letter) {
                (Some(open), letter) if open == letter => quote = None,
                (None, '"' | '\'') => quote = Some(letter),
                (None, '>') => return Some(at),
                _ => {}
            }
            None
        });
        let Some(end) = end else { break };
        tags.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    tags
}

/// Panics if markup could have an effect.
fn check(html: &str, what: &str) {
    for tag in tags(html) {
        let name: String = tag
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '!'))
            .collect();
        let scripts = ["script src=\"/page.js\"", "script src=\"/live.js\""];
        assert!(
            name != "script" || scripts.contains(&tag),
            "{what}: <{tag}>"
        );
        assert!(
            !matches!(
                name.as_str(),
                "iframe"
                    | "object"
                    | "embed"
                    | "base"
                    | "style"
                    | "foreignObject"
                    | "animate"
                    | "set"
            ),
            "{what}: <{tag}>"
        );
        // Attribute names: text outside quotes before an equals sign.
        for (index, piece) in tag.split('"').enumerate() {
            let is_outside = index % 2 == 0;
            let attribute = piece
                .trim()
                .trim_end_matches('=')
                .rsplit(' ')
                .next()
                .unwrap_or_default();
            assert!(
                !is_outside || !attribute.to_lowercase().starts_with("on"),
                "{what}: <{tag}>"
            );
        }
        for address in ["href=\"", "src=\"", "xlink:href=\"", "action=\""] {
            for (_, value) in tag
                .match_indices(address)
                .map(|(at, _)| tag.split_at(at + address.len()))
            {
                let value = value.split('"').next().unwrap_or_default();
                let is_safe = value.starts_with(['#', '/'])
                    || value.starts_with("https://")
                    || value.starts_with("http://");
                assert!(is_safe && !value.starts_with("//"), "{what}: <{tag}>");
            }
        }
    }
}

#[test]
fn no_text_of_a_map_is_markup_or_script() {
    for (number, text) in TEXTS.into_iter().enumerate() {
        let folder = Folder::with(&format!("hostile-{number}"), "flows/map.yaml", &map(text));
        let served = Served::start(&folder);
        check(&served.page, text);
        assert!(
            !served.page.contains("<script>alert") && !served.page.contains("<img src=x"),
            "{text}"
        );
        // The markup of events is put into the page unchanged.
        let mut stream = served.listen();
        folder.write("flows/map.yaml", map(&format!("{text} again")).as_bytes());
        let mut count = 0;
        for event in [stream.event(), stream.event()] {
            for section in event["sections"].as_array().expect("sections") {
                check(section["html"].as_str().expect("markup"), text);
                count += 1;
            }
        }
        assert!(count > 5, "{count} sections changed");
        // Other answers are JSON, which no browser takes for a page.
        let answer = served.post("/edit/open", &json!({"file": format!("flows/{text}.yaml")}));
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}

#[test]
fn a_file_with_a_hostile_name_is_only_a_name() {
    let folder = super::herds("hostile-name");
    let name = "flows/<img src=x onerror=alert(1)> & \"x\".yaml";
    if std::fs::write(folder.path().join(name), "systems: {a: \"b").is_err() {
        return;
    }
    let served = Served::start(&folder);
    check(&served.page, name);
    assert!(!served.page.contains("<img src=x"));
    let mut stream = served.listen_from(served.meta("version"));
    assert_eq!(stream.event()["faults"][0]["file"], name);
}

#[test]
fn the_reader_of_these_tests_sees_what_it_should() {
    assert_eq!(tags("<p title=\"a>b\">x</p>"), ["p title=\"a>b\"", "/p"]);
    for bad in [
        "<script>x</script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<a href=\"//evil\">",
        "<iframe>",
    ] {
        assert!(
            std::panic::catch_unwind(|| check(bad, "")).is_err(),
            "{bad}"
        );
    }
}
