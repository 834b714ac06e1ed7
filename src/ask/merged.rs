//! Questions to one owner that a single question can put: on the fields of one system, and on whom it covers.

use std::collections::BTreeMap;

use super::questions::Open;
use crate::read::finding::Asks;
use crate::words::{few, lowered};

/// The questions that one question can put: of one kind, and about one system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Use,
    People,
}

/// The questions, with those that belong together as one. The others stay as they are, and the first place of each stays.
pub(super) fn merged(open: Vec<Open<'_>>) -> Vec<Open<'_>> {
    let mut groups: BTreeMap<(String, Group, String), Vec<usize>> = BTreeMap::new();
    for (place, question) in open.iter().enumerate() {
        let Some(asks) = &question.asks else { continue };
        let (group, system) = match asks {
            Asks::Use { system, .. } => (Group::Use, system),
            Asks::People { system, .. } => (Group::People, system),
        };
        let key = (question.to.clone(), group, system.clone());
        groups.entry(key).or_default().push(place);
    }
    groups.retain(|_, places| places.len() > 1);
    let mut all: Vec<Option<Open<'_>>> = open.into_iter().map(Some).collect();
    for ((_, _, system), places) in groups {
        let parts = places.iter().filter_map(|place| all[*place].take());
        let mut parts: Vec<Open<'_>> = parts.collect();
        let text = text(&system, &parts);
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

/// The question that stands for several of one group, about this system.
fn text(system: &str, parts: &[Open<'_>]) -> String {
    let (mut fields, mut limits) = (Vec::new(), Vec::new());
    for asks in parts.iter().filter_map(|one| one.asks.as_ref()) {
        match asks {
            Asks::Use { field, .. } => fields.push(field.clone()),
            Asks::People { limits: more, .. } => {
                for limit in more.iter().map(|limit| lowered(limit)) {
                    if !limits.contains(&limit) {
                        limits.push(limit);
                    }
                }
            }
        }
    }
    if !fields.is_empty() {
        let fields = few(&fields);
        return format!("Who uses these fields of `{system}`: {fields}?");
    }
    let limits = limits.join(", ");
    format!("Does `{system}` cover everyone, or only some ({limits})?")
}
