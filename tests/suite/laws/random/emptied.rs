//! The fields that hold nothing once a system is retired.

use std::collections::BTreeSet;

use super::tree::Tree;

/// A field by the ids of its system and itself.
type Field = (String, String);

/// The passages of all flows: the source fields and the target of each.
fn passages(map: &Tree) -> Vec<(Vec<Field>, Field)> {
    let mut found = Vec::new();
    let Some(Tree::List(flows)) = map.get("flows") else {
        return found;
    };
    for flow in flows {
        let end = |key: &str| match flow.get(key) {
            Some(Tree::Text(id)) => id.clone(),
            _ => String::new(),
        };
        let (source, target) = (end("from"), end("to"));
        let Some(Tree::List(passages)) = flow.get("fields") else {
            continue;
        };
        for passage in passages {
            let sources: Vec<&Tree> = match passage.get("from") {
                Some(Tree::List(fields)) => fields.iter().collect(),
                one => one.into_iter().collect(),
            };
            let sources = sources.into_iter().filter_map(|field| match field {
                Tree::Text(field) => Some((source.clone(), field.clone())),
                _ => None,
            });
            if let Some(Tree::Text(field)) = passage.get("to") {
                found.push((sources.collect(), (target.clone(), field.clone())));
            }
        }
    }
    found
}

/// The fields that flows fill.
fn filled(map: &Tree) -> BTreeSet<Field> {
    passages(map).into_iter().map(|(_, to)| to).collect()
}

/// Those of the fields `filled` that some field outside reaches, so that they do not only pass values round among themselves.
fn reached(map: &Tree, filled: &BTreeSet<Field>) -> BTreeSet<Field> {
    let (passages, mut reached) = (passages(map), BTreeSet::new());
    loop {
        let count = reached.len();
        for (sources, to) in &passages {
            let mut sources = sources.iter();
            if sources.all(|from| reached.contains(from) || !filled.contains(from)) {
                reached.insert(to.clone());
            }
        }
        if reached.len() == count {
            return reached;
        }
    }
}

/// The map after the retirement, without the fields that only the retired flows filled, by whatever way: they hold nothing.
pub(super) fn with_emptied(before: &Tree, after: &Tree) -> Tree {
    let was = filled(before);
    let (known, left) = (reached(before, &was), reached(after, &was));
    let lost: BTreeSet<&Field> = known.difference(&left).collect();
    let mut map = after.clone();
    loop {
        let (is, before) = (filled(&map), map.clone());
        if let Tree::Map(systems) = map.at("systems") {
            for (system, keys) in systems {
                if let Tree::Map(fields) = keys.at("fields") {
                    fields.retain(|(field, _)| {
                        let name = (system.clone(), field.clone());
                        !lost.contains(&name) && (!was.contains(&name) || is.contains(&name))
                    });
                }
            }
        }
        drop_passages(&mut map);
        if map == before {
            return map;
        }
    }
}

/// Removes the passages from and to fields that no longer exist.
fn drop_passages(map: &mut Tree) {
    let held = map.clone();
    if let Tree::List(flows) = map.at("flows") {
        for flow in flows.iter_mut().filter(|flow| flow.get("fields").is_some()) {
            let end = |key: &str| match flow.get(key) {
                Some(Tree::Text(id)) => id.clone(),
                _ => String::new(),
            };
            let (from, to) = (end("from"), end("to"));
            let has = |system: &str, field: &Tree| {
                let fields = held
                    .get("systems")
                    .and_then(|systems| systems.get(system)?.get("fields"));
                let Tree::Text(field) = field else {
                    return false;
                };
                fields.is_some_and(|fields| fields.get(field).is_some())
            };
            if let Tree::List(passages) = flow.at("fields") {
                passages.retain(|passage| {
                    let has_all = |system: &str, key: &str| match passage.get(key) {
                        Some(Tree::List(fields)) => fields.iter().all(|field| has(system, field)),
                        Some(field) => has(system, field),
                        None => true,
                    };
                    has_all(&from, "from") && has_all(&to, "to")
                });
            }
        }
    }
}
