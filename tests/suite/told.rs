//! The names of everything that a finding reports.

use flowmap::read::finding::{Finding, Subject};

/// The name of a finding, and the names it would have for its further terms (`also`).
pub(crate) fn told(finding: &Finding) -> Vec<String> {
    let mut told = vec![finding.name.clone()];
    let Some(Subject::One(term)) = finding.subjects.get("term") else {
        return told;
    };
    let also = finding.detail.get("also").and_then(|also| also.as_array());
    for other in also.into_iter().flatten().filter_map(|term| term.as_str()) {
        let parts = finding.name.split('/');
        let parts: Vec<&str> = parts
            .map(|part| if part == term { other } else { part })
            .collect();
        told.push(parts.join("/"));
    }
    told
}
