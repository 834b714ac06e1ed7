//! Writes a decision into the files of its map.

use super::edit::{FlowText, Refusal, at};
use super::rename::Changed;
use crate::analysis::Analysis;
use crate::ask;
use crate::judge::topics;
use crate::read::finding::{Group, is_named};
use crate::read::model::{Date, DecisionStatus, Id as _, OrganisationId};
use crate::read::syntax::{Node, Value, Written, nearest};
use crate::words::shown;

/// A decision on a finding or topic.
#[derive(Debug, Clone, Default)]
pub struct Resolution {
    /// The name of a finding or topic, `*` allowed.
    pub name: String,
    /// The status of the decision.
    pub status: DecisionStatus,
    /// The reason.
    pub why: Option<String>,
    /// The organisation that decided.
    pub by: Option<String>,
    /// The action to take.
    pub action: Option<String>,
    /// The organisation that takes the action.
    pub owner: Option<String>,
    /// The day by which the action is done.
    pub due: Option<Date>,
    /// The last day of the decision: after it, the finding is open again.
    pub until: Option<Date>,
    /// True if it says all there is to say: a key of the earlier decision of the same name that it lacks is removed.
    pub is_whole: bool,
}

/// A written decision, with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The file before and after. The text before is empty if the file is new.
    pub file: Changed,
    /// True if the file is new.
    pub is_new: bool,
    /// True if a decision with this name existed and was changed.
    pub is_again: bool,
    /// The number of findings that the decision names.
    pub findings: usize,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// Writes a decision over the earlier one of the same name, else into the first file with decisions, else into `new_file`.
///
/// # Errors
/// If it names no finding and no topic, or an unknown organisation, or if the file cannot be changed.
pub fn decide(
    analysis: &Analysis,
    resolution: &Resolution,
    new_file: &str,
) -> Result<Decided, Refusal> {
    let findings = named(analysis, &resolution.name)?;
    let keys = keys(analysis, resolution)?;
    let mut files = analysis.sources.files();
    let mut place: Option<(FlowText, Option<Vec<usize>>)> = None;
    for (_, file) in &mut files {
        if !file.text.contains("decisions") {
            continue;
        }
        let text = FlowText::of(&file.name, &file.text);
        match known(&text.tree()?, &resolution.name) {
            Home::None => {}
            Home::Section if place.is_some() => {}
            Home::Section => place = Some((text, None)),
            Home::Decision(way) => {
                place = Some((text, Some(way)));
                break;
            }
        }
    }
    let there = analysis.sources.named(new_file).map(|(_, file)| file);
    let new_text = there.map_or("", |file| file.text.as_str());
    let is_new = place.is_none() && there.is_none();
    let (mut text, known) = place.unwrap_or_else(|| (FlowText::of(new_file, new_text), None));
    let old = text.text().to_owned();
    let is_again = known.is_some();
    match known {
        Some(way) => {
            for (key, value) in keys.iter().filter(|(key, _)| key != "finding") {
                text.set(&way, key, value)?;
            }
            if resolution.is_whole {
                without_others(&mut text, &way, &keys)?;
            }
        }
        None => text.add_to_section("decisions", &Written::List(vec![Written::Mapping(keys)]))?,
    }
    let mut notes = Vec::new();
    let model = analysis.model();
    let earlier = model.decisions.iter();
    let earlier = earlier.filter(|decision| *decision.finding != *resolution.name);
    let mut earlier = earlier.filter(|decision| is_named(&decision.finding, &resolution.name));
    if let Some(first) = earlier.next().filter(|_| !is_again) {
        notes.push(format!(
            "the decision on `{}` stands before this one and names it too: the first counts",
            first.finding
        ));
    }
    if resolution.until.is_some() && analysis.graph.when().as_of.or(model.about.as_of).is_none() {
        notes.push(
            "the map says no day, so the decision will not end: add `as_of` to the section `map`"
                .to_owned(),
        );
    }
    Ok(Decided {
        file: Changed {
            name: text.name().to_owned(),
            new: text.text().to_owned(),
            old,
        },
        is_new,
        is_again,
        findings,
        notes,
    })
}

/// The keys of a decision that say what was decided, without those of its evidence.
const SAID: [&str; 6] = ["why", "by", "action", "owner", "due", "until"];

/// Removes what the earlier decision at `way` says and the new one does not.
fn without_others(
    text: &mut FlowText,
    way: &[usize],
    keys: &[(String, Written)],
) -> Result<(), Refusal> {
    for key in SAID {
        if keys.iter().any(|(known, _)| known == key) {
            continue;
        }
        let place = {
            let documents = text.tree()?;
            at(&documents, way).and_then(|node| match &node.value {
                Value::Mapping(entries) => entries
                    .iter()
                    .position(|(name, _)| name.text() == Some(key)),
                _ => None,
            })
        };
        if let Some(place) = place {
            text.remove(&[way, &[place]].concat())?;
        }
    }
    Ok(())
}

/// The number of findings that a name stands for.
fn named(analysis: &Analysis, name: &str) -> Result<usize, Refusal> {
    let about_the_map = analysis.findings.iter();
    let about_the_map = about_the_map.filter(|finding| finding.kind.group != Group::Map);
    let count = about_the_map
        .clone()
        .filter(|finding| is_named(name, &finding.name))
        .count();
    if count > 0 {
        return Ok(count);
    }
    let all = topics::undecided(&analysis.graph, &analysis.findings);
    let topics = all.iter().filter(|topic| is_named(name, &topic.name));
    let places: std::collections::BTreeSet<usize> = topics
        .flat_map(|topic| topic.findings.iter().copied())
        .collect();
    if !places.is_empty() {
        return Ok(places.len());
    }
    let mut of_files = analysis.findings.iter();
    if of_files.any(|finding| finding.kind.group == Group::Map && is_named(name, &finding.name)) {
        return Err(Refusal(format!(
            "`{}` names only faults of the files, which no decision settles: mend them",
            shown(name)
        )));
    }
    let rule = name.split_once('/').map_or(name, |(rule, _)| rule);
    let names = about_the_map.map(|finding| finding.name.as_str());
    let names = names.chain(all.iter().map(|topic| topic.name.as_str()));
    let same: Vec<&str> = names
        .clone()
        .filter(|known| known.starts_with(rule))
        .collect();
    let near = if same.is_empty() {
        nearest(name, names)
    } else {
        nearest(name, same)
    };
    let hint = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`flowmap topics` and `flowmap check --format csv` list the names".to_owned(),
    };
    Err(Refusal(format!(
        "no finding or topic is called `{}`; {hint}",
        shown(name)
    )))
}

/// The keys of the decision, in the order of the format.
fn keys(analysis: &Analysis, resolution: &Resolution) -> Result<Vec<(String, Written)>, Refusal> {
    let model = analysis.model();
    let body = |id: &Option<String>| -> Result<Option<Written>, Refusal> {
        let Some(id) = id else { return Ok(None) };
        let slugs = model.organisations.iter().map(|(_, body)| &*body.slug);
        let found = ask::find(id, "organisation", slugs);
        let place = found.map_err(|unknown| Refusal(unknown.0))?;
        let slug = &model.organisations[OrganisationId::new(place)].slug;
        Ok(Some(Written::text(slug)))
    };
    let text = |text: &Option<String>| text.as_ref().map(Written::text);
    let day = |day: &Option<Date>| day.as_ref().map(Written::text);
    let keys = [
        ("finding", Some(Written::text(&resolution.name))),
        ("status", Some(Written::text(resolution.status.word()))),
        ("why", text(&resolution.why)),
        ("by", body(&resolution.by)?),
        ("action", text(&resolution.action)),
        ("owner", body(&resolution.owner)?),
        ("due", day(&resolution.due)),
        ("until", day(&resolution.until)),
    ];
    let said = keys.into_iter();
    let said = said.filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Ok(said.collect())
}

/// The place of a decision in a file.
enum Home {
    /// The file has no section for it.
    None,
    /// At the end of the section.
    Section,
    /// In place of the decision with the same name, at this way.
    Decision(Vec<usize>),
}

/// Finds the place of a decision of this name in a file.
fn known(documents: &[Node<'_>], name: &str) -> Home {
    let mut has_section = false;
    for (document, node) in documents.iter().enumerate() {
        let Value::Mapping(entries) = &node.value else {
            continue;
        };
        for (place, (key, value)) in entries.iter().enumerate() {
            if key.text() != Some("decisions") {
                continue;
            }
            has_section = true;
            for (item, decision) in value.items().iter().enumerate() {
                let Value::Mapping(keys) = &decision.value else {
                    continue;
                };
                let is_it = |(key, value): &(Node<'_>, Node<'_>)| {
                    key.text() == Some("finding") && value.text() == Some(name)
                };
                if keys.iter().any(is_it) {
                    return Home::Decision(vec![document, place, item]);
                }
            }
        }
    }
    if has_section {
        Home::Section
    } else {
        Home::None
    }
}
