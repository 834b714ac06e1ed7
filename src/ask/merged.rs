//! Questions to one owner that a single question can put: on the fields of one system, on whom it covers, and on matching its cases.

use std::collections::{BTreeMap, BTreeSet};

use super::questions::Open;
use crate::words::{few, listed, lowered, readable};

/// One thing that several questions to one owner ask, and its part in the merged question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    /// The use of fields of a system.
    Use { system: String },
    /// The people that a system covers.
    People { system: String },
    /// The matching of the cases of systems with those of one.
    Match { with: String },
}

/// The questions, with those that belong together as one. The others stay as they are, and the first place of each stays.
pub(super) fn merged(open: Vec<Open<'_>>) -> Vec<Open<'_>> {
    let pivots = pivots(&open);
    let mut groups: BTreeMap<(String, Asked), Vec<usize>> = BTreeMap::new();
    for (place, question) in open.iter().enumerate() {
        if let Some(asked) = asked(question, &pivots) {
            let key = (question.to.clone(), asked);
            groups.entry(key).or_default().push(place);
        }
    }
    groups.retain(|_, places| places.len() > 1);
    let mut all: Vec<Option<Open<'_>>> = open.into_iter().map(Some).collect();
    for ((_, asked), places) in groups {
        let parts = places.iter().filter_map(|place| all[*place].take());
        let mut parts: Vec<Open<'_>> = parts.collect();
        let text = text(&asked, &parts);
        let rest = parts.split_off(1);
        let Some(mut one) = parts.pop() else { continue };
        one.text = text;
        for other in rest {
            for finding in other.findings {
                let is_new = one.findings.iter().all(|known| known.name != finding.name);
                if is_new {
                    one.findings.push(finding);
                }
            }
        }
        all[places[0]] = Some(one);
    }
    all.into_iter().flatten().collect()
}

/// For each owner and question on matching, the system that most of the owner's questions on matching name.
fn pivots(open: &[Open<'_>]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for question in open {
        for id in pair(&question.text).into_iter().flatten() {
            *counts
                .entry((question.to.clone(), id.to_owned()))
                .or_default() += 1;
        }
    }
    counts
}

fn asked(question: &Open<'_>, pivots: &BTreeMap<(String, String), usize>) -> Option<Asked> {
    let text = &*question.text;
    if let Some(field) = used(text) {
        let (system, _) = field.rsplit_once('.')?;
        let system = system.to_owned();
        return Some(Asked::Use { system });
    }
    if let Some((system, _)) = covered(text) {
        let system = system.to_owned();
        return Some(Asked::People { system });
    }
    let [a, b] = pair(text)?;
    let count = |id: &str| pivots.get(&(question.to.clone(), id.to_owned()));
    // Of equals the second, which is the collection that asks.
    let with = if count(a) > count(b) { a } else { b };
    let with = with.to_owned();
    Some(Asked::Match { with })
}

/// The merged question.
fn text(asked: &Asked, parts: &[Open<'_>]) -> String {
    let texts = || parts.iter().map(|one| &*one.text);
    match asked {
        Asked::Use { system } => {
            let names = texts().filter_map(used);
            let names = names.filter_map(|field| field.rsplit_once('.'));
            let names: Vec<String> = names.map(|(_, field)| readable(field)).collect();
            let names = few(&names);
            format!("Who uses these fields of `{system}`: {names}?")
        }
        Asked::People { system } => {
            let limits = texts().filter_map(covered);
            let limits = limits.flat_map(|(_, limits)| limits.split(", "));
            let mut known: Vec<String> = Vec::new();
            for limit in limits.map(lowered) {
                if !known.contains(&limit) {
                    known.push(limit);
                }
            }
            let limits = known.join(", ");
            format!("Does `{system}` cover everyone, or only some ({limits})?")
        }
        Asked::Match { with } => {
            let others = texts().filter_map(pair).flatten();
            let others: BTreeSet<&str> = others.filter(|id| id != with).collect();
            let others: Vec<String> = others.iter().map(|id| format!("`{id}`")).collect();
            let others = listed(&others);
            format!("Who could match the cases of `{with}` with those of {others}?")
        }
    }
}

/// The field whose use a question asks.
fn used(text: &str) -> Option<&str> {
    text.strip_prefix("Who uses `")?.strip_suffix("`?")
}

/// The system whose people a question asks, and the dimensions that it names.
fn covered(text: &str) -> Option<(&str, &str)> {
    let frames = [
        ("Does `", "` cover everyone, or only some ("),
        ("Whom does `", "` cover ("),
    ];
    frames.iter().find_map(|(before, between)| {
        let rest = text.strip_prefix(before)?;
        rest.strip_suffix(")?")?.split_once(between)
    })
}

/// The two systems whose cases a question asks to match.
fn pair(text: &str) -> Option<[&str; 2]> {
    let frames = [
        "Who could match the cases of `",
        "Who can match the cases of `",
    ];
    let rest = frames.iter().find_map(|frame| text.strip_prefix(frame))?;
    let (a, b) = rest.strip_suffix("`?")?.split_once("` with those of `")?;
    Some([a, b])
}
