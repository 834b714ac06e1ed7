//! Findings and topics that opened and closed, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, FindingChange, TopicChange, Turned};
use crate::analysis::Analysis;
use crate::judge::topics::{self, Topic};
use crate::read::finding::{Finding, Verdict};

/// The findings that are open on one side only.
pub(super) fn findings(old: &Analysis, new: &Analysis) -> Turned<FindingChange> {
    let (before, after) = (by_name(old), by_name(new));
    let opened = alone(new, &before);
    let closed = alone(old, &after);
    Turned {
        open: new.open().count() - opened.len(),
        opened,
        closed,
    }
}

fn by_name(analysis: &Analysis) -> BTreeMap<&str, &Finding> {
    let findings = analysis.findings.iter();
    findings
        .map(|finding| (finding.name.as_str(), finding))
        .collect()
}

/// The open findings of one side that are not open on the other, in the order of their own side.
fn alone(own: &Analysis, other: &BTreeMap<&str, &Finding>) -> Vec<FindingChange> {
    let changes = own.open().filter_map(|finding| {
        let cause = match other.get(finding.name.as_str()) {
            None => Cause::Map,
            Some(other) if other.is_settled() => decided(other.verdict.as_deref()),
            Some(_) => return None,
        };
        Some(FindingChange {
            name: finding.name.clone(),
            rule: finding.kind.name,
            group: finding.kind.group,
            level: finding.level,
            certainty: finding.certainty,
            message: finding.words().message.clone(),
            is_to_do: topics::is_to_do(finding),
            cause,
        })
    });
    changes.collect()
}

fn decided(verdict: Option<&Verdict>) -> Cause {
    verdict.map_or(Cause::Map, |verdict| Cause::Decision {
        status: verdict.status.clone(),
        why: verdict.why.clone(),
    })
}

/// The topics that are there on one side only, the heaviest first. To-do lists are left out.
pub(super) fn topics(old: &Analysis, new: &Analysis) -> Turned<TopicChange> {
    let opened = missing(new, old);
    Turned {
        open: settled(new).count() - opened.len(),
        opened,
        closed: missing(old, new),
    }
}

/// The topics that a room has to settle.
fn settled(analysis: &Analysis) -> impl Iterator<Item = &Topic> {
    let topics = analysis.topics().iter();
    topics.filter(|topic| topic.kind != topics::TopicKind::ToDo)
}

/// The topics of one side that the other does not have.
fn missing(own: &Analysis, other: &Analysis) -> Vec<TopicChange> {
    let others = by_name(other);
    let known: BTreeSet<&str> = settled(other).map(|topic| topic.name.as_str()).collect();
    let alone = settled(own).filter(|topic| !known.contains(topic.name.as_str()));
    let change = |topic: &Topic| {
        // The room has settled it where a decision on the other side settles one of its findings.
        let findings = topic.findings.iter();
        let findings = findings.filter_map(|place| others.get(own.findings[*place].name.as_str()));
        let mut settled = findings.filter(|finding| finding.is_settled());
        TopicChange {
            name: topic.name.clone(),
            title: topic.title.clone(),
            weight: topic.weight,
            cause: decided(
                settled
                    .next()
                    .and_then(|finding| finding.verdict.as_deref()),
            ),
        }
    };
    alone.map(change).collect()
}
