//! Content that a reader of the page requests: the picture of a choice, the systems that must be told of one case, the effect of a change,
//! and the things to choose from in forms.

use serde::Serialize;

use super::Picture;
use super::blocks::{Writer, token};
use super::choice;
use super::choice::Choice;
use super::map;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::ask::case;
use crate::ask::case::Said;
use crate::picture::views::Basis;
use crate::read::model::{Model, Origin, Scenario};
use crate::report::page::{
    Block, Names, Since, Thing, ThingKind, case_blocks, changed_blocks, in_plain_words,
    tried_blocks,
};
use crate::whatif::Outcome;

/// The picture of the choice with this key, with its markup; `None` if the map has no such thing or there is nothing to draw. Boxes stay
/// near to their places in the `earlier` picture of the same choice.
pub(crate) fn asked(
    analysis: &Analysis,
    key: &str,
    earlier: Option<&Picture>,
) -> Option<(Picture, String)> {
    let choice = choice::named(analysis, key)?;
    figure(&Basis::of(analysis), &choice, earlier)
}

/// The picture before and after, with its markup.
pub(crate) fn asked_since(
    old: &Analysis,
    new: &Analysis,
    earlier: Option<&Picture>,
) -> Option<(Picture, String)> {
    let shown = choice::drawn_since(old, new, earlier)?;
    let html = map::chosen(&shown, &choice::changes()).into_string();
    Some((shown.picture, html))
}

/// The same for a choice.
pub(super) fn figure(
    basis: &Basis<'_>,
    choice: &Choice,
    earlier: Option<&Picture>,
) -> Option<(Picture, String)> {
    let shown = choice::drawn(basis, choice, earlier)?;
    let html = map::chosen(&shown, choice).into_string();
    Some((shown.picture, html))
}

/// The markup of the answer about one case.
///
/// # Errors
/// If the map does not have that case, or a dimension or value of it.
pub(crate) fn case(analysis: &Analysis, said: &Said) -> Result<String, Misunderstanding> {
    let answer = case::said(&analysis.graph, said)?;
    Ok(written(&case_blocks(&answer)))
}

/// The markup of the effect of changes that a reader tries.
pub(crate) fn tried(analysis: &Analysis, outcome: &Outcome) -> String {
    written(&tried_blocks(analysis, outcome))
}

/// The markup of the differences from an older map.
pub(crate) fn changed(analysis: &Analysis, since: Since<'_>) -> String {
    written(&changed_blocks(analysis, since))
}

/// Blocks without links to the pictures.
fn written(blocks: &[Block]) -> String {
    let writer = Writer {
        figures: &[],
        places: &map::Places::of(std::iter::empty()),
        title: "",
    };
    writer.blocks(blocks).into_string()
}

/// A thing to choose in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Offered {
    /// The word for its kind: `system`.
    kind: &'static str,
    /// Its id: `system.field` for a field.
    id: String,
    /// Its name for readers. No other thing of the list has the same.
    name: String,
    /// Its name in the script.
    key: String,
}

/// The things of these kinds that some file declares, by name.
pub(crate) fn things(analysis: &Analysis, kinds: &[String]) -> Vec<Offered> {
    let names = Names::of(analysis.model());
    let all = ids(analysis.model()).into_iter();
    let wanted = all.filter(|(kind, _)| kinds.iter().any(|word| word == kind.word()));
    let things = wanted.map(|(kind, id)| names.thing(kind, &id));
    let mut things: Vec<Thing> = things.collect();
    things.sort_by(|a, b| (&a.name, a.kind, &a.id).cmp(&(&b.name, b.kind, &b.id)));
    let mut offered: Vec<Offered> = Vec::with_capacity(things.len());
    let mut last: Option<(&str, ThingKind)> = None;
    for thing in &things {
        let kind = thing.kind.word();
        let is_second = last == Some((thing.name.as_str(), thing.kind));
        last = Some((thing.name.as_str(), thing.kind));
        let more = if is_second {
            format!(", {}", thing.id)
        } else {
            String::new()
        };
        offered.push(Offered {
            kind,
            id: thing.id.clone(),
            name: format!("{} ({kind}{more})", thing.name),
            key: token(thing),
        });
    }
    offered
}

/// A scenario of the map: changes to try together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OfferedScenario {
    /// Its id.
    id: String,
    /// Its name for readers. No other scenario of the list has the same.
    name: String,
    /// Its changes.
    changes: Vec<OfferedChange>,
}

/// A change of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OfferedChange {
    /// As the map has it.
    text: String,
    /// For readers.
    words: String,
}

/// The scenarios of the map, by name.
pub(crate) fn scenarios(analysis: &Analysis) -> Vec<OfferedScenario> {
    let model = analysis.model();
    let names = Names::of(model);
    let change = |text: &str| OfferedChange {
        text: text.to_owned(),
        words: in_plain_words(&names, text),
    };
    let mut all: Vec<OfferedScenario> = model
        .scenarios
        .iter()
        .map(|(_, scenario)| {
            let is_second =
                |other: &Scenario| other.name == scenario.name && other.slug != scenario.slug;
            let name = if model.scenarios.iter().any(|(_, other)| is_second(other)) {
                format!("{} ({})", scenario.name, scenario.slug)
            } else {
                scenario.name.to_string()
            };
            OfferedScenario {
                id: scenario.slug.to_string(),
                name,
                changes: scenario
                    .changes
                    .iter()
                    .map(|tried| change(&tried.text))
                    .collect(),
            }
        })
        .collect();
    all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    all
}

/// The declared things of a map.
fn ids(model: &Model) -> Vec<(ThingKind, String)> {
    let mut all: Vec<(ThingKind, String)> = Vec::new();
    let mut add = |kind, id: &str| all.push((kind, id.to_owned()));
    for (_, body) in model.organisations.iter() {
        if !body.is_placeholder {
            add(ThingKind::Organisation, &body.slug);
        }
    }
    for (_, system) in model.systems.iter() {
        if system.origin == Origin::Declared {
            add(ThingKind::System, &system.slug);
        }
    }
    for (id, field) in model.fields.iter() {
        if field.is_declared {
            add(ThingKind::Field, &model.field_name(id));
        }
    }
    for (_, flow) in model.flows.iter() {
        add(ThingKind::Flow, &flow.slug);
    }
    for (_, term) in model.terms.iter() {
        if !term.is_placeholder {
            add(ThingKind::Term, &term.slug);
        }
    }
    for (_, need) in model.needs.iter() {
        add(ThingKind::Need, &need.slug);
    }
    all
}
