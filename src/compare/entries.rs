//! The entries of two maps that came, went and changed, the most important first.

use std::collections::BTreeMap;

use super::differing;
use super::differing::{Differing, line};
use super::likely;
use super::matching::{Followed, Matching};
use super::words;
use super::words::Spoken;
use super::{Change, KeyChange, Matter, Turn};
use crate::read::model::{Entity, Id as _, Model, Slugs, Statement};

/// The changes of all entries that are not the same in both maps.
pub(super) fn changes(old: &Model, new: &Model, matching: &Matching) -> Vec<Change> {
    let followed = Followed {
        model: old,
        matching,
    };
    let said = Spoken {
        model: old,
        slugs: &followed,
    };
    let says = Spoken {
        model: new,
        slugs: new,
    };
    let likely = likely::pairs((&followed, new), matching);
    let of_gone: BTreeMap<Statement, Statement> = likely.iter().copied().collect();
    let of_came: BTreeMap<Statement, Statement> =
        likely.iter().map(|(gone, came)| (*came, *gone)).collect();
    let mut changes = Vec::new();
    for gone in &matching.gone {
        let likely = of_gone.get(gone).map(|came| id(new, new, *came));
        changes.push(Change {
            matter: whole(*gone),
            likely,
            text: words::gone(&said, *gone),
            place: old.place_of(*gone),
            ..bare(Turn::Gone, *gone, id(old, old, *gone))
        });
    }
    for came in &matching.came {
        let likely = of_came.get(came).map(|gone| id(old, old, *gone));
        changes.push(Change {
            matter: whole(*came),
            likely,
            text: words::came(&says, *came),
            place: new.place_of(*came),
            ..bare(Turn::Came, *came, id(new, new, *came))
        });
    }
    for (before, after) in &matching.pairs {
        changes.extend(pair((&followed, &said, *before), (new, &says, *after)));
    }
    changes.sort_by(|a, b| {
        let key = |change: &Change| (change.matter, change.turn, change.what);
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    changes
}

/// A change without contents yet.
fn bare(turn: Turn, statement: Statement, id: String) -> Change {
    Change {
        turn,
        matter: Matter::Other,
        what: word(statement),
        id,
        was: None,
        keys: Vec::new(),
        likely: None,
        text: String::new(),
        place: None,
    }
}

/// The change of an entry that both maps have; `None` if nothing differs.
fn pair(
    (old, said, before): (&Followed<'_>, &Spoken<'_>, Statement),
    (new, says, after): (&Model, &Spoken<'_>, Statement),
) -> Option<Change> {
    let is_renamed = is_renamed((old.model, before), (new, after));
    let mut keys = differing::keys((old, before), (new, after), is_renamed);
    if is_renamed && matches!(before, Statement::Flow(_)) {
        keys.retain(|one| one.key != "id");
    }
    if keys.is_empty() && !is_renamed {
        return None;
    }
    let turn = if keys.is_empty() {
        Turn::Renamed
    } else {
        Turn::Changed
    };
    let matters = keys.iter().map(|one| matter(&one.key, after));
    let text = if keys.is_empty() {
        words::renamed(says, after)
    } else {
        words::changed((said, before), (says, after), &keys, is_renamed)
    };
    let key = |one: &Differing| KeyChange {
        key: one.key.clone(),
        before: one.before.as_ref().map(line),
        after: one.after.as_ref().map(line),
    };
    Some(Change {
        matter: matters.min().unwrap_or(Matter::Names),
        was: is_renamed.then(|| id(old.model, old.model, before)),
        keys: keys.iter().map(key).collect(),
        text,
        place: new.place_of(after),
        ..bare(turn, after, id(new, new, after))
    })
}

/// True if an entry had another id. The name of a flow is made of the keys that tell it from other flows: only its own `id` counts.
fn is_renamed((old, before): (&Model, Statement), (new, after): (&Model, Statement)) -> bool {
    match (before, after) {
        (Statement::Flow(before), Statement::Flow(after)) => {
            let ids = (&old.flows[before].id, &new.flows[after].id);
            matches!(ids, (Some(was), Some(is)) if was != is)
        }
        _ => own(old, old, before) != own(new, new, after),
    }
}

/// The id of an entry alone: for a field without that of its system; empty for an entry without an id.
fn own(model: &Model, slugs: &dyn Slugs, statement: Statement) -> String {
    let slug = |entity, index| slugs.slug(entity, index).into_owned();
    match statement {
        Statement::Map | Statement::Mapping(_) | Statement::Decision(_) => String::new(),
        Statement::Dimension(id) => slug(Entity::Dimension, id.index()),
        Statement::Organisation(id) => slug(Entity::Organisation, id.index()),
        Statement::Term(id) | Statement::Agreed(id) => slug(Entity::Term, id.index()),
        Statement::CodeList(id) => slug(Entity::CodeList, id.index()),
        Statement::System(id) => slug(Entity::System, id.index()),
        Statement::Field(id) => slug(Entity::Field, id.index()),
        Statement::Flow(id) => model.flows[id].slug.to_string(),
        Statement::Need(id) => slug(Entity::Need, id.index()),
        Statement::Case(id) => slug(Entity::Case, id.index()),
        Statement::Scenario(id) => slug(Entity::Scenario, id.index()),
    }
}

/// The id of an entry for readers: `system.field` for a field, both ends for a crosswalk.
fn id(model: &Model, slugs: &dyn Slugs, statement: Statement) -> String {
    match statement {
        Statement::Map => "map".to_owned(),
        Statement::Field(id) => model.field_name(id),
        Statement::Mapping(place) => {
            let mapping = &model.mappings[place];
            let [from, to] =
                [&mapping.from, &mapping.to].map(|list| &model.code_lists[list.id()].slug);
            format!("{from}->{to}")
        }
        Statement::Decision(place) => model.decisions[place].finding.to_string(),
        other => own(model, slugs, other),
    }
}

/// The word for an entry's kind.
fn word(statement: Statement) -> &'static str {
    match statement {
        Statement::Map => "map",
        Statement::Dimension(_) => "dimension",
        Statement::Organisation(_) => "organisation",
        Statement::Term(_) | Statement::Agreed(_) => "term",
        Statement::CodeList(_) => "code list",
        Statement::Mapping(_) => "mapping",
        Statement::System(_) => "system",
        Statement::Field(_) => "field",
        Statement::Flow(_) => "flow",
        Statement::Need(_) => "need",
        Statement::Decision(_) => "decision",
        Statement::Case(_) => "case",
        Statement::Scenario(_) => "scenario",
    }
}

/// The class of the change of an entry that came or went.
fn whole(statement: Statement) -> Matter {
    match statement {
        Statement::Need(_) => Matter::Needs,
        Statement::System(_) | Statement::Flow(_) => Matter::Flows,
        Statement::Field(_) => Matter::Fields,
        Statement::Organisation(_) => Matter::Owners,
        Statement::Term(_)
        | Statement::Agreed(_)
        | Statement::CodeList(_)
        | Statement::Mapping(_) => Matter::Terms,
        Statement::Map
        | Statement::Dimension(_)
        | Statement::Decision(_)
        | Statement::Case(_)
        | Statement::Scenario(_) => Matter::Other,
    }
}

/// The class of a change of one key. A key that is not listed is in the last class, [`Matter::Other`].
fn matter(key: &str, statement: Statement) -> Matter {
    let key = key.rsplit('.').next().unwrap_or(key);
    match (key, statement) {
        ("source" | "confidence" | "notes" | "tags" | "disputed", _) => Matter::Evidence,
        ("name" | "title" | "about" | "was" | "id", _) => Matter::Names,
        (_, Statement::Need(_)) => Matter::Needs,
        ("fields" | "method" | "status" | "contains" | "identifiers", Statement::Flow(_)) => {
            Matter::Flows
        }
        ("owner" | "by" | "part_of" | "basis", _) | (_, Statement::Organisation(_)) => {
            Matter::Owners
        }
        (
            "covers" | "only" | "within" | "captured" | "lag" | "every" | "since" | "until"
            | "complete" | "required",
            _,
        ) => Matter::People,
        (
            "definition" | "agreed" | "term" | "type" | "codes" | "unit" | "of" | "broader"
            | "identifier",
            _,
        ) => Matter::Definitions,
        (_, Statement::CodeList(_) | Statement::Mapping(_)) => Matter::Terms,
        _ => Matter::Other,
    }
}
