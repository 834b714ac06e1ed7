//! Findings as SARIF 2.1.0, the format that code platforms and editors read.

use std::io;
use std::io::Write;

use serde_json::Value;
use serde_json::json;

use crate::analysis::Analysis;
use crate::judge::rules;
use crate::print::json;
use crate::print::json::{inside, write_list};
use crate::print::markdown;
use crate::read::finding::{Finding, Kind, Level, Place, Verdict, Words};
use crate::words::capital;

/// The key of the fingerprint: a finding's name, which stays the same when lines move or files are split.
const FINGERPRINT: &str = "flowmapFinding/v1";

/// The key of the list of findings, and its depth inside the log.
const RESULTS: &str = "results";
const STEPS: usize = 4;

/// One SARIF log with one run, indented, ending with a line break.
///
/// Every kind of finding is a rule with its page as help; a finding that a decision has settled is suppressed, with the reason. Each
/// finding is written as soon as its words are made.
pub(super) fn write(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let kinds = rules::kinds();
    let rules: Vec<Value> = kinds.iter().map(|kind| rule(kind)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": {"text": env!("CARGO_PKG_DESCRIPTION")},
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            RESULTS: [],
        }],
    });
    let told = |_, finding: &Finding, words: &Words| {
        inside(&result(analysis, &kinds, finding, words), STEPS)
    };
    write_list(
        analysis,
        (&json::pretty(&document), RESULTS, STEPS),
        told,
        out,
    )
}

fn level(level: Level) -> &'static str {
    level.word()
}

fn rule(kind: &Kind) -> Value {
    let page = markdown::page(kind);
    json!({
        "id": kind.name,
        "shortDescription": {"text": format!("{}.", capital(kind.summary))},
        "fullDescription": {"text": first_paragraph(kind)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(kind.level)},
        "properties": {"tags": [kind.group.word()]},
    })
}

/// The first paragraph of the kind's documentation: what it finds.
fn first_paragraph(kind: &Kind) -> String {
    let lines = kind.docs.lines().map(str::trim);
    let told: Vec<&str> = lines
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.starts_with('#'))
        .collect();
    told.join(" ").trim().to_owned()
}

fn result(analysis: &Analysis, kinds: &[&Kind], finding: &Finding, words: &Words) -> Value {
    let index = kinds.iter().position(|kind| **kind == *finding.kind);
    let mut message = capital(&words.message);
    for (lead, said) in [("Help", &*words.help), ("Ask", question(words))] {
        if !said.is_empty() {
            message.push_str(&format_part(lead, said));
        }
    }
    let place = |place: &Place| location(analysis, place);
    let related: Vec<Value> = words.places.iter().skip(1).map(place).collect();
    let mut result = json!({
        "ruleId": finding.kind.name,
        "level": level(finding.level),
        "message": {"text": message},
        "locations": [place(&words.places[0])],
        "partialFingerprints": {FINGERPRINT: finding.name},
        "properties": {
            "name": finding.name,
            "group": finding.kind.group.word(),
            "certainty": finding.certainty.word(),
            "path": words.path,
        },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !related.is_empty() {
        let numbered = related.into_iter().enumerate().map(|(id, mut place)| {
            place["id"] = json!(id);
            place
        });
        result["relatedLocations"] = numbered.collect();
    }
    if let Some(verdict) = finding.verdict.as_ref().filter(|verdict| verdict.settles()) {
        result["suppressions"] = json!([suppression(verdict)]);
    }
    result
}

fn question(words: &Words) -> &str {
    words
        .question
        .as_ref()
        .map_or("", |question| &question.text)
}

fn format_part(lead: &str, said: &str) -> String {
    format!("\n{lead}: {said}")
}

fn suppression(verdict: &Verdict) -> Value {
    let words = [&*verdict.status, &*verdict.why];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    json!({"kind": "external", "status": "accepted", "justification": words.join(": ")})
}

fn location(analysis: &Analysis, place: &Place) -> Value {
    let file = analysis.sources.file(place.span.file);
    let start = file.position(place.span.start as usize);
    let end = file.position(place.span.end as usize);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&file.name)},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if !place.label.is_empty() {
        location["message"] = json!({"text": place.label});
    }
    location
}

/// A path as a URI reference: relative if the path is, every part escaped.
fn uri(path: &str) -> String {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    let lead = match (path.starts_with('/'), is_drive) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    };
    let mut out = lead.to_owned();
    for (index, byte) in path.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
        if is_plain || (is_drive && index == 1) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| {
                char::from_digit(u32::from(half), 16)
                    .expect("half a byte is a digit")
                    .to_ascii_uppercase()
            }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;
    use crate::read::source::SourceSet;

    fn read(text: &str) -> (Analysis, Value) {
        let sources = SourceSet::from_strings([("my maps/é%.yaml", text)]);
        let analysis = Analysis::of(sources, Options::default());
        let mut log = Vec::new();
        write(&analysis, &mut log).unwrap();
        let read = serde_json::from_slice(&log).unwrap();
        (analysis, read)
    }

    const MAP: &str = "systems:\n  a: {fields: [b]}\n  '🏥': {fields: [\"c\\n\\\"<&\"]}\n\
        decisions:\n  - {finding: unowned/a, status: accepted, why: it is old}\n";

    #[test]
    fn every_finding_is_a_result_under_its_own_name_at_its_own_place() {
        let (analysis, read) = read(MAP);
        let results = read["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), analysis.findings.len());
        assert!(!results.is_empty());
        let rules = read["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        for (result, finding) in results.iter().zip(&analysis.findings) {
            assert_eq!(result["partialFingerprints"][FINGERPRINT], *finding.name);
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], finding.kind.name);
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "my%20maps/%C3%A9%25.yaml");
            let position = analysis.sources.position(finding.place().span);
            assert_eq!(place["region"]["startLine"], position.line);
        }
        assert!(rules.iter().all(|rule| rule["help"]["markdown"] != ""));
    }

    #[test]
    fn what_the_room_has_settled_is_suppressed_with_its_reason() {
        let (_, read) = read(MAP);
        let results = read["runs"][0]["results"].as_array().unwrap();
        let suppressed: Vec<&Value> = results
            .iter()
            .filter(|result| result.get("suppressions").is_some())
            .collect();
        assert_eq!(suppressed.len(), 1);
        assert_eq!(suppressed[0]["properties"]["name"], "unowned/a");
        assert_eq!(
            suppressed[0]["suppressions"][0]["justification"],
            "accepted: it is old"
        );
    }

    #[test]
    fn a_path_from_the_root_is_a_file_address() {
        assert_eq!(uri("/tmp/a b.yaml"), "file:///tmp/a%20b.yaml");
        assert_eq!(uri("C:/maps/a.yaml"), "file:///C:/maps/a.yaml");
    }
}
