//! Reads the changed files again: they must be the same map but for one id.

use super::target::Target;
use crate::analysis::Analysis;
use crate::exchange::edit::{FlowText, Refusal};
use crate::read::model;
use crate::read::model::{
    CaseId, CodeListId, DimensionId, Entity, FieldId, Id as _, Model, NeedId, OrganisationId,
    Origin, ScenarioId, SystemId, TermId,
};
use crate::read::source::SourceSet;
use crate::read::syntax::{Node, Value};

/// # Errors
/// If the content of the files differs in anything else.
pub(super) fn check(
    analysis: &Analysis,
    after: &SourceSet,
    targets: &[Target],
    new: &str,
) -> Result<(), Refusal> {
    same(analysis, after, &targets[0].name, |changed| {
        // Fields before their term: they are found by the new id.
        let mut back = targets.iter().rev();
        back.all(|target| take_back(analysis.model(), changed, target, new))
    })
}

/// Checks that the changed files say the same as the map, once `take_back` has put the old id into their model again.
///
/// # Errors
/// If the content of the files differs in anything else.
pub(super) fn same(
    analysis: &Analysis,
    after: &SourceSet,
    name: &str,
    take_back: impl Fn(&mut Model) -> bool,
) -> Result<(), Refusal> {
    let (mut changed, findings) = model::load(after);
    let is_found = take_back(&mut changed);
    let faults = |findings: &[crate::read::finding::Finding]| {
        let of_files = findings.iter();
        of_files
            .filter(|finding| {
                model::KINDS
                    .iter()
                    .any(|kind| kind.name == finding.kind.name)
            })
            .count()
    };
    let is_same = is_found
        && said(analysis.model()) == said(&changed)
        && faults(&findings) <= faults(&analysis.findings);
    if is_same {
        return Ok(());
    }
    Err(Refusal(format!(
        "`{name}` cannot be renamed safely: the map would then say something else; rename it in an editor"
    )))
}

/// Gives the thing its old id in the model again, with the name made of it and its earlier former ids.
fn take_back(before: &Model, model: &mut Model, target: &Target, new: &str) -> bool {
    let old = target.slug.as_str();
    macro_rules! named {
        ($table:ident, $id:ident) => {{
            let found = model.$table.iter().find(|(_, one)| &*one.slug == new);
            let Some(index) = found.map(|(id, _)| id.index()) else {
                return false;
            };
            let one = &mut model.$table[$id::new(index)];
            one.slug = old.into();
            one.was = before.$table[$id::new(target.index)].was.clone();
            if &*one.name == new {
                one.name = old.into();
            }
        }};
    }
    match target.entity {
        Entity::System => named!(systems, SystemId),
        Entity::Organisation => {
            named!(organisations, OrganisationId);
            let systems = model.systems.iter();
            let unnamed = systems.filter(|(_, system)| system.origin == Origin::Unnamed);
            let unnamed: Vec<SystemId> = unnamed
                .filter(|(_, system)| &*system.slug == new)
                .map(|(id, _)| id)
                .collect();
            for system in unnamed {
                model.systems[system].slug = old.into();
            }
        }
        Entity::Term => named!(terms, TermId),
        Entity::CodeList => named!(code_lists, CodeListId),
        Entity::Case => named!(cases, CaseId),
        Entity::Scenario => named!(scenarios, ScenarioId),
        Entity::Dimension => {
            let found = model.dimensions.iter().find(|(_, one)| &*one.slug == new);
            let Some(index) = found.map(|(id, _)| id.index()) else {
                return false;
            };
            let one = &mut model.dimensions[DimensionId::new(index)];
            one.slug = old.into();
            one.was = before.dimensions[DimensionId::new(target.index)]
                .was
                .clone();
            if *one.name == new.replace('_', " ") {
                one.name = old.replace('_', " ").into();
            }
        }
        Entity::Need => {
            let found = model.needs.iter().find(|(_, one)| &*one.slug == new);
            let Some(index) = found.map(|(id, _)| id.index()) else {
                return false;
            };
            let one = &mut model.needs[NeedId::new(index)];
            one.slug = old.into();
            one.was = before.needs[NeedId::new(target.index)].was.clone();
        }
        Entity::Field => {
            let Some(field) = model.field_named(&target.renamed(new)) else {
                return false;
            };
            model.fields[field].slug = old.into();
            model.fields[field].was = before.fields[FieldId::new(target.index)].was.clone();
        }
        Entity::Flow => return false,
    }
    true
}

/// The whole content of a map in sorted order, without decisions and scenarios, whose texts hold ids.
fn said(model: &Model) -> String {
    let text = FlowText::of("map.yaml", &model::encode(model));
    let documents = text.tree().unwrap_or_default();
    let mut sections: Vec<String> = Vec::new();
    for document in &documents {
        let Value::Mapping(entries) = &document.value else {
            continue;
        };
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            if matches!(name, "decisions" | "scenarios") {
                continue;
            }
            let mut items: Vec<String> = match &value.value {
                Value::List(items) => items.iter().map(plain).collect(),
                _ => vec![plain(value)],
            };
            items.sort();
            sections.push(format!("{name} {items:?}"));
        }
    }
    sections.join("\n")
}

/// A node as text, its keys sorted.
fn plain(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "~".to_owned(),
        Value::Scalar(text) => format!("{text:?}"),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            format!("[{}]", items.join(","))
        }
        Value::Mapping(entries) => {
            let said = entries.iter();
            let mut said: Vec<String> = said
                .map(|(key, value)| format!("{}:{}", plain(key), plain(value)))
                .collect();
            said.sort();
            if said.is_empty() {
                return "~".to_owned();
            }
            format!("{{{}}}", said.join(","))
        }
    }
}
