//! Chooses the file for a new entry: that of its owner, else one in which its like stand.

use std::collections::BTreeMap;

use super::entries::FIELDS;
use super::{Proposed, WrittenMap};
use crate::read::syntax::{Written, close_key};

/// The text of a proposed key; empty if it has none.
pub(super) fn text<'p>(proposed: &'p Proposed, key: &str) -> &'p str {
    let found = proposed.keys.iter().find(|said| said.key == key);
    match found.map(|said| &said.value) {
        Some(Some(Written::Text(text))) => text,
        _ => "",
    }
}

/// The index of the file for a new entry; `None` if no file has its like.
pub(super) fn home(map: &WrittenMap, proposed: &Proposed) -> Option<usize> {
    if let [_] = map.files[..] {
        return Some(0);
    }
    match proposed.section {
        "systems" => of_owner(map, text(proposed, "owner")),
        "flows" => of_flow(map, text(proposed, "from"), text(proposed, "to")),
        FIELDS => map
            .find("systems", "", &proposed.owner)
            .map(|place| map.entries[place].file),
        "needs" => most(map, |place| {
            let entry = &map.entries[place];
            entry.section == "needs" && same(entry.text("who"), text(proposed, "who"))
        }),
        _ => None,
    }
    .or_else(|| most(map, |place| map.entries[place].section == proposed.section))
}

fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && close_key(a) == close_key(b)
}

/// The file with the systems of an owner, else the one that declares the owner.
fn of_owner(map: &WrittenMap, owner: &str) -> Option<usize> {
    let systems = most(map, |place| {
        let entry = &map.entries[place];
        entry.section == "systems" && same(entry.text("owner"), owner)
    });
    systems.or_else(|| {
        let place = map.find("organisations", "", owner)?;
        let file = map.entries[place].file;
        // A file of organisations alone is no home for systems.
        let mut others = map.entries.iter().filter(|entry| entry.file == file);
        others
            .any(|entry| entry.section != "organisations")
            .then_some(file)
    })
}

/// The file with the flows between two systems, else to the second, else the file of the second, else of the first.
fn of_flow(map: &WrittenMap, from: &str, to: &str) -> Option<usize> {
    let flows = |is: &dyn Fn(&str, &str) -> bool| {
        most(map, |place| {
            let entry = &map.entries[place];
            entry.section == "flows" && is(entry.text("from"), entry.text("to"))
        })
    };
    let declared = |id: &str| {
        let place = map.find("systems", "", id)?;
        Some(map.entries[place].file)
    };
    flows(&|a, b| same(a, from) && same(b, to))
        .or_else(|| flows(&|_, b| same(b, to)))
        .or_else(|| declared(to))
        .or_else(|| flows(&|a, _| same(a, from)))
        .or_else(|| declared(from))
}

/// The file with the most of these entries; of several, the first.
fn most(map: &WrittenMap, is_like: impl Fn(usize) -> bool) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for place in (0..map.entries.len()).filter(|place| is_like(*place)) {
        *counts.entry(map.entries[place].file).or_default() += 1;
    }
    let best = counts
        .into_iter()
        .max_by_key(|(file, count)| (*count, std::cmp::Reverse(*file)));
    best.map(|(file, _)| file)
}
