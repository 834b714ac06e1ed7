//! Findings of one rule about many fields of one system, printed as one block: a reader settles them together.

use std::collections::BTreeMap;

use crate::read::finding::{Finding, Subject};

/// The rules whose findings are gathered: notes that repeat for field after field.
const GATHERED: [&str; 1] = ["unused-field"];
/// Limit on the places that a block shows.
const MOST_PLACES: usize = 3;

/// The findings in their order; related findings are joined at the place of the first.
pub(super) fn gathered<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Vec<&'f Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut known = BTreeMap::new();
    for finding in findings {
        let next = groups.len();
        let at = key(finding).map_or(next, |key| *known.entry(key).or_insert(next));
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// The key of related findings: the rule, the system and the help. `None` for a finding with a decision.
fn key(finding: &Finding) -> Option<(&str, &str, &str)> {
    // Making the words of other findings here would keep them in memory.
    if !GATHERED.contains(&finding.kind.name) || finding.verdict.is_some() {
        return None;
    }
    let system = finding.detail.get("system")?.as_str()?;
    Some((finding.kind.name, system, &finding.help))
}

/// One finding about the fields of all these findings.
pub(super) fn as_one(group: &[&Finding]) -> Finding {
    let first = group[0];
    let Some((_, system, _)) = key(first) else {
        return first.clone();
    };
    let fields: Vec<&str> = group
        .iter()
        .filter_map(|finding| match finding.subjects.get("field") {
            Some(Subject::One(field)) => field.strip_prefix(system)?.strip_prefix('.'),
            _ => None,
        })
        .collect();
    let names = fields.join("`, `");
    let places = group
        .iter()
        .take(MOST_PLACES)
        .filter_map(|finding| finding.places.first().cloned());
    let one = first.clone().shown_at(places.collect()).message(format!(
        "{} fields of `{system}` are used by nobody that is known: `{names}`",
        fields.len()
    ));
    match &first.question {
        Some(question) => {
            let text = format!("Who uses these fields of `{system}`, and for what?");
            one.ask(question.to.clone(), text)
        }
        None => one,
    }
}
