//! A decision of the room written into the files of its map.

use super::edit::{FlowText, Refusal};
use super::rename::Changed;
use crate::analysis::Analysis;
use crate::ask;
use crate::judge::topics;
use crate::read::finding::{Group, is_named};
use crate::read::model::{Date, DecisionStatus, Id as _, OrganisationId};
use crate::read::syntax::{Node, Value, Written, nearest};
use crate::words::shown;

/// What the room decided.
#[derive(Debug, Clone, Default)]
pub struct Resolution {
    /// The name of a finding or topic, `*` allowed.
    pub name: String,
    /// What was decided.
    pub status: DecisionStatus,
    /// The reason.
    pub why: Option<String>,
    /// The organisation that decided.
    pub by: Option<String>,
    /// What will be done.
    pub action: Option<String>,
    /// The organisation that will do it.
    pub owner: Option<String>,
    /// The day by which it is done.
    pub due: Option<Date>,
    /// After this day it is open again.
    pub until: Option<Date>,
}

/// What is written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The file before and after; before it is empty where it is new.
    pub file: Changed,
    /// True where the file is new.
    pub is_new: bool,
    /// True where a decision of this name was there already, and now says this.
    pub is_again: bool,
    /// How many findings it is about.
    pub findings: usize,
    /// What to know besides.
    pub notes: Vec<String>,
}

/// Writes a decision into the first file that has some, else into `new_file`.
///
/// # Errors
/// Where it names no finding and no topic, or an organisation that the map does not have; and where the file cannot be changed.
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

/// How many findings a name is about.
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

/// Where a decision goes in a file.
enum Home {
    /// There is no section for it.
    None,
    /// Below the others.
    Section,
    /// In the place of the one of its name: the way to that.
    Decision(Vec<usize>),
}

/// Whether a file has decisions, and where the one of this name stands.
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
