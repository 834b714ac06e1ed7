//! Findings and topics that opened and closed, and the cause of each.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::follow::Follow;
use super::{Cause, FindingChange, Still, TopicChange, Turned};
use crate::analysis::Analysis;
use crate::judge::topics::{self, Topic, TopicKind};
use crate::read::finding::{Finding, Group, Verdict, side_by_side};

/// The findings of one map by the keys that both maps share.
struct Keyed<'a> {
    keys: Vec<Cow<'a, str>>,
    by_key: FxHashMap<Cow<'a, str>, &'a Finding>,
}

impl<'a> Keyed<'a> {
    fn of(analysis: &'a Analysis, key: impl Fn(&'a str) -> Cow<'a, str>) -> Self {
        let mut times: FxHashMap<Cow<'a, str>, usize> = FxHashMap::default();
        let mut keys = Vec::with_capacity(analysis.findings.len());
        let root = format!("/{}", root(analysis));
        for finding in &analysis.findings {
            let mut own = key(&finding.name);
            if finding.kind.group == Group::Map {
                // The name of a fault may hold the number of its line, which moves with the lines above.
                own = without_lines(own);
                // It may hold the path of its file, and the two maps may be in different folders.
                if root.len() > 1 && own.contains(&root) {
                    own = Cow::Owned(own.replacen(&root, "/", 1));
                }
                let count = times.entry(own.clone()).or_default();
                *count += 1;
                if *count > 1 {
                    own = Cow::Owned(format!("{own}#{count}"));
                }
            }
            keys.push(own);
        }
        let by_key = keys.iter().cloned().zip(&analysis.findings).collect();
        Self { keys, by_key }
    }
}

/// The folder that holds all files of a map, with a slash at its end; empty if there is none.
fn root(analysis: &Analysis) -> &str {
    let mut files = analysis.sources.files().map(|(_, file)| file.name.as_str());
    let folder = |name: &str| name.rfind('/').map_or(0, |at| at + 1);
    let Some(first) = files.next() else { return "" };
    let mut root = &first[..folder(first)];
    for file in files {
        while !file.starts_with(root) {
            root = &root[..folder(root.trim_end_matches('/'))];
        }
    }
    root
}

fn without_lines(name: Cow<'_, str>) -> Cow<'_, str> {
    let is_line = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !name.split('/').any(is_line) {
        return name;
    }
    let parts = name
        .split('/')
        .map(|part| if is_line(part) { "*" } else { part });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

/// The findings that are open on one side only, and those that are open on both: these at least since `day`, that of the older map.
pub(super) fn findings(
    old: &Analysis,
    new: &Analysis,
    follow: &Follow,
    day: Option<&str>,
) -> (Turned<FindingChange>, Vec<Still>) {
    let after = Keyed::of(new, |name| follow.key(name));
    let before = Keyed::of(old, |name| {
        follow.key_of_old(name, |key| after.by_key.contains_key(key))
    });
    let opened = alone((new, &after), &before);
    let closed = alone((old, &before), &after);
    let stayed = both((new, &after), &before).map(|finding| Still {
        name: finding.name.clone(),
        title: String::new(),
        since: day.map(str::to_owned),
    });
    let turned = Turned {
        open: new.open().count() - opened.len(),
        opened,
        closed,
    };
    (turned, stayed.collect())
}

/// The open findings of one side that are open on the other too.
fn both<'a>(
    (own, keys): (&'a Analysis, &'a Keyed<'a>),
    other: &'a Keyed<'_>,
) -> impl Iterator<Item = &'a Finding> {
    let keyed = own.findings.iter().zip(&keys.keys);
    let open = keyed.filter(|(finding, _)| !finding.is_settled());
    let open = open.filter(move |(_, key)| {
        let there = other.by_key.get(&**key);
        there.is_some_and(|there| !there.is_settled())
    });
    open.map(|(finding, _)| finding)
}

/// The names, in the newer map, of its topics and of its findings that an older one has open.
pub(super) fn open_names(
    old: &Analysis,
    new: &Analysis,
    follow: &Follow,
) -> [FxHashSet<String>; 2] {
    let (_, topics) = topics(old, new, follow, None);
    let (_, findings) = findings(old, new, follow, None);
    [topics, findings].map(|all| all.into_iter().map(|one| one.name).collect())
}

/// The open findings of one side that are not open on the other, in the order of their own side.
fn alone((own, keys): (&Analysis, &Keyed<'_>), other: &Keyed<'_>) -> Vec<FindingChange> {
    let keyed = own.findings.iter().zip(&keys.keys);
    let open = keyed.filter(|(finding, _)| !finding.is_settled());
    let changes = open.filter_map(|(finding, key)| {
        let cause = match other.by_key.get(key) {
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

/// The topics that only one side has, the heaviest first, and those that both have: these at least since `day`. To-do lists are left out.
pub(super) fn topics(
    old: &Analysis,
    new: &Analysis,
    follow: &Follow,
    day: Option<&str>,
) -> (Turned<TopicChange>, Vec<Still>) {
    // Each map makes its topics once, which is most of the time of a comparison. Both make them at the same time.
    side_by_side(&[old, new], |map| map.topics().len());
    let known: FxHashSet<Cow<'_, str>> =
        settled(new).map(|topic| follow.key(&topic.name)).collect();
    let key_of_old = |name| follow.key_of_old(name, |key| known.contains(key));
    let before: FxHashSet<Cow<'_, str>> =
        settled(old).map(|topic| key_of_old(&topic.name)).collect();
    let after = Keyed::of(new, |name| follow.key(name));
    let earlier = Keyed::of(old, |name| {
        follow.key_of_old(name, |key| after.by_key.contains_key(key))
    });
    let opened: Vec<TopicChange> = settled(new)
        .filter(|topic| !before.contains(&follow.key(&topic.name)))
        .map(|topic| change((topic, &after), &earlier))
        .collect();
    let closed = settled(old).filter(|topic| !known.contains(&key_of_old(&topic.name)));
    let stayed = settled(new).filter(|topic| before.contains(&follow.key(&topic.name)));
    let stayed = stayed.map(|topic| Still {
        name: topic.name.clone(),
        title: topic.title.clone(),
        since: day.map(str::to_owned),
    });
    let turned = Turned {
        open: settled(new).count() - opened.len(),
        opened,
        closed: closed
            .map(|topic| change((topic, &earlier), &after))
            .collect(),
    };
    (turned, stayed.collect())
}

/// The topics that people have to settle: all but the to-do lists.
fn settled(analysis: &Analysis) -> impl Iterator<Item = &Topic> {
    let topics = analysis.topics().iter();
    topics.filter(|topic| topic.kind != TopicKind::ToDo)
}

/// A topic that the other side does not have. Its cause is a decision if a decision on the other side settles one of its findings.
fn change((topic, own): (&Topic, &Keyed<'_>), other: &Keyed<'_>) -> TopicChange {
    let findings = topic.findings.iter();
    let mut others = findings.filter_map(|place| other.by_key.get(&own.keys[*place]));
    let settled = others.find(|finding| finding.is_settled());
    TopicChange {
        name: topic.name.clone(),
        title: topic.title.clone(),
        weight: topic.weight,
        cause: decided(settled.and_then(|finding| finding.verdict.as_deref())),
    }
}
