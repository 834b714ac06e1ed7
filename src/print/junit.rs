//! Findings as `JUnit` XML, for build servers: a test case for each finding, and one for each rule that found nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::analysis::Analysis;
use crate::escape::{attribute, markup as escape};
use crate::judge::rules;
use crate::read::finding::{Finding, Group, Level};

/// A document of test suites, one for each family.
///
/// A finding at `limit` or above fails, as it does for the exit status. One below passes, with its text in the output. One that a decision
/// has settled is skipped, with the reason.
pub(super) fn render(analysis: &Analysis, limit: Option<Level>) -> String {
    let suites: Vec<Suite> = Group::ALL
        .iter()
        .map(|group| suite(analysis, *group, limit))
        .collect();
    let sum = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let title = match &*analysis.model().about.title {
        "" => "flowmap",
        title => title,
    };
    let _ = writeln!(
        out,
        "<testsuites{} tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
        attribute("name", title),
        sum(|suite| suite.tests),
        sum(|suite| suite.failures),
        sum(|suite| suite.skipped)
    );
    for suite in &suites {
        let _ = writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">",
            suite.name, suite.tests, suite.failures, suite.skipped
        );
        out.push_str(&suite.cases);
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// The test cases of one family, and their counts.
struct Suite {
    name: &'static str,
    tests: usize,
    failures: usize,
    skipped: usize,
    cases: String,
}

fn suite(analysis: &Analysis, group: Group, limit: Option<Level>) -> Suite {
    let findings: Vec<&Finding> = analysis
        .findings
        .iter()
        .filter(|finding| finding.kind.group == group)
        .collect();
    let mut suite = Suite {
        name: group.word(),
        tests: 0,
        failures: 0,
        skipped: 0,
        cases: String::new(),
    };
    let found: BTreeSet<&str> = findings.iter().map(|finding| finding.kind.name).collect();
    for finding in findings {
        let fails = limit.is_some_and(|limit| finding.level >= limit);
        suite.tests += 1;
        suite.skipped += usize::from(finding.is_settled());
        suite.failures += usize::from(fails && !finding.is_settled());
        suite.cases.push_str(&case(analysis, finding, fails));
    }
    let quiet = rules::kinds()
        .into_iter()
        .filter(|kind| kind.group == group && !found.contains(kind.name));
    for kind in quiet {
        suite.tests += 1;
        let class = format!("flowmap.{}", group.word());
        let _ = writeln!(
            suite.cases,
            "    <testcase{}{} time=\"0\"/>",
            attribute("classname", &class),
            attribute("name", kind.name)
        );
    }
    suite
}

fn case(analysis: &Analysis, finding: &Finding, fails: bool) -> String {
    let position = analysis.sources.position(finding.place().span);
    let file = &analysis.sources.file(finding.place().span.file).name;
    let class = format!(
        "flowmap.{}.{}",
        finding.kind.group.word(),
        finding.kind.name
    );
    let outcome = match &finding.verdict {
        Some(verdict) if verdict.settles() => {
            let said = format!("{}: {}", verdict.status, verdict.why);
            format!("<skipped{}/>", attribute("message", &said))
        }
        _ if fails => format!(
            "<failure{}{}>{}</failure>",
            attribute("type", finding.level.word()),
            attribute("message", &finding.message),
            told(analysis, finding)
        ),
        _ => format!("<system-out>{}</system-out>", told(analysis, finding)),
    };
    format!(
        "    <testcase{}{}{} line=\"{}\" time=\"0\">\n      {outcome}\n    </testcase>\n",
        attribute("classname", &class),
        attribute("name", &finding.name),
        attribute("file", file),
        position.line
    )
}

/// The whole finding, with a line for each part.
fn told(analysis: &Analysis, finding: &Finding) -> String {
    let mut lines = vec![format!(
        "{}[{}]: {}",
        finding.level.word(),
        finding.kind.name,
        finding.message
    )];
    lines.extend(finding.places.iter().map(|place| {
        let position = analysis.sources.position(place.span);
        let file = &analysis.sources.file(place.span.file).name;
        format!(
            "{file}:{}:{}: {}",
            position.line, position.column, place.label
        )
    }));
    if !finding.help.is_empty() {
        lines.push(format!("help: {}", finding.help));
    }
    if let Some(question) = &finding.question {
        lines.push(format!("ask {}: {}", question.to, question.text));
    }
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use resvg::usvg::roxmltree::Document;

    use super::*;
    use crate::analysis::Options;
    use crate::read::source::SourceSet;

    #[test]
    fn a_case_fails_where_its_finding_does_and_names_stay_names() {
        let map = "map:\n  title: '<&\"'']]>'\nsystems:\n  a: {fields: [b]}\n  c: {name: \"]]><x>&\", fields: [d]}\n\
            decisions:\n  - {finding: unowned/a, status: accepted, why: \"<old> & ]]>\"}\n";
        let sources = SourceSet::from_strings([("<map>.yaml", map)]);
        let analysis = Analysis::of(sources, Options::default());
        let text = render(&analysis, Some(Level::Warning));
        let document = Document::parse(&text).unwrap();
        let root = document.root_element();
        let named = |name: &str| -> Vec<_> {
            let all = document.descendants();
            all.filter(|one| one.has_tag_name(name)).collect()
        };
        assert_eq!(root.attribute("name"), Some("<&\"']]>"));
        let loud = analysis.open().filter(|one| one.level >= Level::Warning);
        let loud = loud.count();
        assert!(loud > 0);
        assert_eq!(named("failure").len(), loud);
        assert_eq!(root.attribute("failures"), Some(&*loud.to_string()));
        assert_eq!(
            root.attribute("tests"),
            Some(&*named("testcase").len().to_string())
        );
        let skipped = named("skipped");
        assert_eq!(skipped.len(), 1);
        assert_eq!(
            skipped[0].attribute("message"),
            Some("accepted: <old> & ]]>")
        );
        let never = render(&analysis, None);
        assert!(never.contains("failures=\"0\"") && !never.contains("<failure"));
    }
}
