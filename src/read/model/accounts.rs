//! One flow written more than once, for instance by its sender and its receiver: one flow with several accounts.
//!
//! Two flows between the same systems are accounts of one flow unless something distinguishes them: ids of their own, the method, the
//! status, the days on which they are valid, the act of supplying, the people (`only`), or the fields. A flow that lists no fields is never
//! an account of one that does, because it may pass something else.

use std::collections::BTreeMap;

use super::encode;
use super::flow::Flow;
use super::id::Ref;
use super::manner::Status;
use super::map::Model;
use super::member::Accounted as _;
use super::scope::overlap;
use super::stated::Stated;
use crate::read::syntax;
use crate::read::syntax::Written;

/// The largest number of flows of one passage that are compared with each of the others.
const MOST_COMPARED: usize = 64;
/// Keys in which accounts may differ without contradicting each other: names, reasons and remarks.
const OWN: [&str; 9] = [
    "from",
    "to",
    "id",
    "purpose",
    "justified",
    "same_submission",
    "was",
    "notes",
    "tags",
];

/// A key on which the accounts of a flow differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The key.
    pub(crate) key: String,
    /// The key and value of each account, in YAML; `None` if the account leaves the key out.
    pub(crate) said: Vec<Option<String>>,
}

/// The flows between two systems, in the order of their text. Accounts of one flow become one.
pub(super) fn united(model: &Model, flows: Vec<Flow>) -> Vec<Flow> {
    let mut group: Vec<usize> = (0..flows.len()).collect();
    for alike in by_passage(&flows).into_values() {
        for (place, later) in alike.iter().enumerate() {
            for earlier in alike[..place].iter().take(MOST_COMPARED) {
                let (a, b) = (root(&group, *earlier), root(&group, *later));
                if a != b && is_one(&flows[*earlier], &flows[*later]) {
                    group[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<Flow>> = BTreeMap::new();
    for (index, flow) in flows.into_iter().enumerate() {
        groups.entry(root(&group, index)).or_default().push(flow);
    }
    let flows = groups.into_values();
    flows.map(|accounts| one(model, accounts)).collect()
}

fn root(group: &[usize], mut at: usize) -> usize {
    while group[at] != at {
        at = group[at];
    }
    at
}

/// The flows by their id, or by each pair of fields that they pass; those that list no fields are together.
fn by_passage(flows: &[Flow]) -> BTreeMap<Passed<'_>, Vec<usize>> {
    let mut alike: BTreeMap<Passed<'_>, Vec<usize>> = BTreeMap::new();
    for (index, flow) in flows.iter().enumerate() {
        let mut add = |passed| {
            let flows = alike.entry(passed).or_default();
            if flows.last() != Some(&index) {
                flows.push(index);
            }
        };
        if let Some(id) = &flow.id {
            add(Passed::Named(id));
        }
        if flow.passages().is_empty() {
            add(Passed::Nothing);
        }
        for passage in flow.passages() {
            let from = passage.from.first().map(Ref::id);
            add(Passed::Field(from, passage.to.id()));
        }
    }
    alike
}

/// A mark of a flow. Only flows that share one can be accounts of one flow.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Passed<'f> {
    Named(&'f str),
    Nothing,
    Field(Option<super::id::FieldId>, super::id::FieldId),
}

/// True if nothing distinguishes two flows with a common mark.
fn is_one(a: &Flow, b: &Flow) -> bool {
    if let (Some(a), Some(b)) = (&a.id, &b.id) {
        return a == b;
    }
    let status = |flow: &Flow| flow.status.known().copied().unwrap_or(Status::Current);
    let ends_before = |a: &Flow, b: &Flow| {
        let days = a.until.known().zip(b.since.known());
        days.is_some_and(|(until, since)| until <= since)
    };
    let is_apart = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| a != b);
    let method = |flow: &Flow| flow.method.known().map(|method| method.word());
    let people = (a.only.known(), b.only.known());
    status(a) == status(b)
        && !ends_before(a, b)
        && !ends_before(b, a)
        && !is_apart(method(a), method(b))
        && !is_apart(a.submission(), b.submission())
        && !matches!(people, (Some(a), Some(b)) if overlap(a, b) == Some(false))
}

/// Makes one flow from several accounts. The surest account counts; the others fill the keys that it leaves out. If accounts contradict
/// each other, the flow is only assumed.
fn one(model: &Model, mut accounts: Vec<Flow>) -> Flow {
    if accounts.len() == 1 {
        return accounts.swap_remove(0);
    }
    // The sort is stable: equally sure accounts keep the order of their text.
    accounts.sort_by_key(|flow| std::cmp::Reverse(flow.evidence.confidence));
    let mut whole = accounts[0].clone();
    for other in &accounts[1..] {
        whole.complete(other);
        if let (Stated::Known(passages, _), Stated::Known(more, _)) =
            (&mut whole.fields, &other.fields)
        {
            for passage in more {
                let same = |known: &super::passage::Passage| {
                    known.to.id() == passage.to.id()
                        && known
                            .from
                            .iter()
                            .map(Ref::id)
                            .eq(passage.from.iter().map(Ref::id))
                };
                if !passages.iter().any(same) {
                    passages.push(passage.clone());
                }
            }
        }
        whole.evidence.join(&other.evidence);
        whole.span = whole.span.min(other.span);
    }
    accounts.sort_by_cached_key(|flow| encode::flow(model, flow));
    whole.accounts = accounts.into();
    if !differences(model, &whole).is_empty() {
        whole.evidence.doubt();
    }
    whole
}

/// The keys on which the accounts of a flow differ, in the order of the format. A key that an account leaves out, or whose value is
/// `unknown`, is no difference.
pub(crate) fn differences(model: &Model, flow: &Flow) -> Vec<Difference> {
    let written: Vec<Vec<(String, Written)>> = flow
        .accounts
        .iter()
        .map(|account| match encode::flow(model, account) {
            Written::Mapping(keys) => keys,
            _ => Vec::new(),
        })
        .collect();
    let mut known: Vec<&str> = Vec::new();
    for (key, _) in written.iter().flatten() {
        let is_own = OWN.contains(&&**key) || matches!(&**key, "source" | "confidence");
        if !is_own && !known.contains(&&**key) {
            known.push(key);
        }
    }
    let order = |key: &&str| {
        Flow::RECORD
            .keys
            .iter()
            .position(|known| known.name == *key)
    };
    known.sort_by_key(order);
    let difference = |key: &str| {
        let of = |keys: &Vec<(String, Written)>| {
            let value = keys.iter().find(|(name, _)| name == key)?;
            (value.1 != Written::text("unknown")).then(|| value.1.clone())
        };
        let values: Vec<Option<Written>> = written.iter().map(of).collect();
        let mut stated = values.iter().flatten().map(sorted);
        let first = stated.next()?;
        if stated.all(|other| other == first) {
            return None;
        }
        let said = values.into_iter().map(|value| {
            let entry = vec![(key.to_owned(), value?.inline())];
            Some(syntax::write(&Written::Mapping(entry)).trim().to_owned())
        });
        Some(Difference {
            key: key.to_owned(),
            said: said.collect(),
        })
    };
    known.into_iter().filter_map(difference).collect()
}

/// A value with its list sorted, because accounts may list the same fields in another order.
fn sorted(value: &Written) -> Vec<Written> {
    let mut items = match value {
        Written::Inline(inner) => return sorted(inner),
        Written::List(items) => items.clone(),
        other => vec![other.clone()],
    };
    items.sort();
    items
}

/// The ends of the names of several flows between the same systems: the id, else the first field that no other of the flows fills, else the
/// method. They depend only on the flows, so names stay when files are split or put in another order.
pub(super) fn endings(model: &Model, flows: &[Flow]) -> Vec<String> {
    let mut fillers: BTreeMap<&str, usize> = BTreeMap::new();
    for flow in flows {
        for field in filled(model, flow) {
            *fillers.entry(field).or_default() += 1;
        }
    }
    let ending = |flow: &Flow| {
        let own = filled(model, flow)
            .into_iter()
            .find(|field| fillers[field] == 1);
        let field = own.map(ToOwned::to_owned);
        let method = || flow.method.known().map(|method| method.word().to_owned());
        let status = || flow.status.known().map(|status| status.word().to_owned());
        let id = flow.id.as_deref().map(ToOwned::to_owned);
        id.or(field).or_else(method).or_else(status)
    };
    // What else tells apart several flows that have none of these: the people that they pass.
    let are_several = flows.iter().filter(|flow| ending(flow).is_none()).count() > 1;
    let people = |flow: &Flow| {
        let only = flow.only.known().filter(|_| are_several)?;
        let words = model.boxes_words(only);
        let parts = words.split(|letter: char| !letter.is_alphanumeric());
        let parts: Vec<String> = parts
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .collect();
        Some(parts.join("_"))
    };
    let mut endings: Vec<String> = Vec::new();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for flow in flows {
        // Flows with the same ending are numbered in the order of their text.
        let ending = ending(flow)
            .or_else(|| people(flow))
            .unwrap_or_else(|| "unlisted".to_owned());
        let times = used.entry(ending.clone()).or_default();
        *times += 1;
        endings.push(match *times {
            1 => ending,
            number => format!("{ending}, {number}"),
        });
    }
    endings
}

/// The ids of the fields that a flow fills, sorted.
fn filled<'m>(model: &'m Model, flow: &Flow) -> Vec<&'m str> {
    let passages = flow.passages().iter();
    let mut fields: Vec<&str> = passages
        .map(|passage| &*model.fields[passage.to.id()].slug)
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}
