//! Merges one system into another: its fields, its people and its flows.

use std::collections::{BTreeMap, BTreeSet};

use super::overlay::{Overlay, Step};
use super::retire::{Steps, of_system, without_flow, without_system};
use crate::read::model::{
    FieldId, Flow, Model, Passage, Ref, Stated, SystemId, written_boxes, written_field,
    written_flow,
};
use crate::read::syntax::{Written, matching_key};

/// For each field of the removed system, the id of its field in the other.
type Names = BTreeMap<FieldId, String>;

/// Merges the first system into the second.
pub(super) fn merge(overlay: &mut Overlay<'_>, one: &str, other: &str) -> Result<(), String> {
    let (gone, kept) = (overlay.declared(one)?, overlay.declared(other)?);
    let mut steps = Steps::new();
    let mut notes = Vec::new();
    let (names, new) = fields(overlay.model(), gone, kept);
    let home = &overlay.model().systems[kept];
    let (_, way) = overlay.entry_way("systems", home.span)?;
    let of_home = steps.entry(home.span.file).or_default();
    if home.lists_fields && !new.is_empty() {
        of_home.push(Step::Fields(way.clone(), new));
    }
    match people(overlay.model(), gone, kept) {
        Some(people) => of_home.push(Step::Set(way, "covers", people)),
        None => notes.push(format!(
            "whom `{one}` or `{other}` is about is not stated, so `{other}` keeps the people that it has"
        )),
    }
    parts(overlay, gone, kept, &mut steps)?;
    without_system(overlay, gone, &mut steps)?;
    let mut passed = passed(overlay.model());
    for id in of_system(overlay, gone) {
        without_flow(overlay, id, &mut steps)?;
        for account in overlay.accounts(id) {
            let added = moved(overlay.model(), &account, (gone, kept), &names, &mut passed);
            if let Some(flow) = added {
                let of_file = steps.entry(account.span.file).or_default();
                of_file.push(Step::Flow(flow));
            }
        }
    }
    overlay.notes.extend(notes);
    overlay.take(steps)
}

/// The names of the removed system's fields in the kept system, and the fields that the kept system gains.
fn fields(model: &Model, gone: SystemId, kept: SystemId) -> (Names, Vec<(String, Written)>) {
    let own: Vec<FieldId> = model.systems[kept].fields.ids().collect();
    let mut taken: BTreeSet<String> = own
        .iter()
        .map(|field| matching_key(&model.fields[*field].slug))
        .collect();
    let mut names = Names::new();
    let mut new = Vec::new();
    for id in model.systems[gone].fields.ids() {
        let field = &model.fields[id];
        let term = field.term();
        let same = own.iter().find(|own| {
            let own = &model.fields[**own];
            match (own.term(), term) {
                (Some(own), Some(term)) => own == term,
                (None, None) => matching_key(&own.slug) == matching_key(&field.slug),
                _ => false,
            }
        });
        if let Some(same) = same {
            names.insert(id, model.fields[*same].slug.to_string());
            continue;
        }
        let mut name = field.slug.to_string();
        if !taken.insert(matching_key(&name)) {
            name = format!("{}_{name}", model.systems[gone].slug);
            taken.insert(matching_key(&name));
        }
        let said = match (written_field(model, field), term) {
            // A new id no longer implies its term.
            (Written::Nothing, Some(term)) if name != *field.slug => {
                Written::text(&model.terms[term].slug)
            }
            (said, _) => said,
        };
        names.insert(id, name.clone());
        new.push((name, said));
    }
    (names, new)
}

/// The people of both; `None` if one of the two does not state them.
fn people(model: &Model, gone: SystemId, kept: SystemId) -> Option<Written> {
    let [one, other] = [gone, kept].map(|system| &model.systems[system].covers);
    match (one, other) {
        (Stated::Known(one, _), Stated::Known(other, _)) => {
            let more = one.iter().filter(|scope| !other.contains(scope));
            let all: Vec<_> = other.iter().chain(more).cloned().collect();
            Some(written_boxes(model, &all))
        }
        _ => None,
    }
}

/// Makes the parts of the removed system parts of the kept one.
fn parts(
    overlay: &Overlay<'_>,
    gone: SystemId,
    kept: SystemId,
    steps: &mut Steps,
) -> Result<(), String> {
    let model = overlay.model();
    for (id, part) in model.systems.iter() {
        if part.part_of.known().map(Ref::id) == Some(gone) && id != kept {
            let (_, way) = overlay.entry_way("systems", part.span)?;
            let slug = Written::text(&model.systems[kept].slug);
            let of_file = steps.entry(part.span.file).or_default();
            of_file.push(Step::Set(way, "part_of", slug));
        }
    }
    Ok(())
}

/// The ids of the fields that each system passes to each other one.
type Passed = BTreeMap<(SystemId, SystemId), BTreeSet<String>>;

fn passed(model: &Model) -> Passed {
    let mut passed = Passed::new();
    for (_, flow) in model.flows.iter() {
        let fields = passed.entry((flow.from.id(), flow.to.id())).or_default();
        let targets = flow.passages().iter().map(|passage| passage.to.id());
        fields.extend(targets.map(|field| model.fields[field].slug.to_string()));
    }
    passed
}

/// A flow of the removed system as a flow of the kept one, with the fields that do not pass between the two yet. `None` if none is left.
fn moved(
    model: &Model,
    flow: &Flow,
    (gone, kept): (SystemId, SystemId),
    names: &Names,
    passed: &mut Passed,
) -> Option<Written> {
    let end = |system: SystemId| if system == gone { kept } else { system };
    let (from, to) = (end(flow.from.id()), end(flow.to.id()));
    if from == to {
        return None;
    }
    let is_joined = passed.contains_key(&(from, to));
    let Written::Mapping(mut keys) = written_flow(model, flow) else {
        return None;
    };
    let known = passed.entry((from, to)).or_default();
    let passages = flow.passages().iter().filter_map(|passage| {
        let name = |field: &Ref<FieldId>| match names.get(&field.id()) {
            Some(name) => name.clone(),
            None => model.fields[field.id()].slug.to_string(),
        };
        let target = name(&passage.to);
        let is_new = known.insert(target.clone());
        is_new.then(|| written_passage(passage, passage.from.iter().map(name).collect(), target))
    });
    let passages: Vec<Written> = passages.collect();
    if passages.is_empty() && (is_joined || !flow.passages().is_empty()) {
        return None;
    }
    let slug = |system: SystemId| Written::text(&model.systems[system].slug);
    keys.retain(|(key, _)| !matches!(key.as_str(), "from" | "to" | "fields" | "id"));
    let mut all = vec![("from".to_owned(), slug(from)), ("to".to_owned(), slug(to))];
    if is_joined {
        let id = format!("from_{}", model.systems[gone].slug);
        all.push(("id".to_owned(), Written::Text(id)));
    }
    if !passages.is_empty() {
        all.push(("fields".to_owned(), Written::List(passages)));
    }
    all.extend(keys);
    Some(Written::Mapping(all))
}

/// A passage between fields of these names.
pub(super) fn written_passage(passage: &Passage, from: Vec<String>, to: String) -> Written {
    let pair = |key: &str, value: Written| (key.to_owned(), value);
    let mut keys = vec![
        pair("from", Written::texts(from)),
        pair("to", Written::Text(to)),
    ];
    if !passage.word.is_empty() {
        keys.push(pair("how", Written::text(passage.word)));
    }
    Written::Mapping(keys).inline()
}
