//! Selectors: short words for a part of the map, such as `org:NHS England`, `+epr` or `*.nhs_number`.

use std::collections::BTreeSet;

use super::basis::Basis;
use super::touched::Touched;
use super::words::is_drawn;
use crate::analysis::Analysis;
use crate::ask::Misunderstanding;
use crate::read::finding::is_named;
use crate::read::model::{Field, FieldId, Id, Model, OrganisationId, SystemId, splits};
use crate::read::syntax::{matching_key, nearest};
use crate::words::names;

/// The syntax of selectors, for help texts and errors.
pub(crate) const HELP: &str = "\
A selector is the id or name of an organisation, system or term, a field as `system.field`, or one of
org:NAME, system:NAME, term:NAME, tag:NAME, finding:NUMBER. `*` stands for any letters: `cqc*`, `*.nhs_number`.
`+x` adds all that feeds x, `x+` all that x feeds, `+x+` both. Several are joined by commas; a name
with a comma stands in double quotes inside single ones ('\"Health, Dept of\"'), or has a backslash before the comma.";

/// A part of the map: whole systems, and single fields of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) systems: BTreeSet<SystemId>,
    pub(super) fields: BTreeSet<FieldId>,
    /// Findings named by number, as indices into the list of findings.
    pub(super) findings: BTreeSet<usize>,
}

impl Chosen {
    /// The systems that are chosen, and those of chosen fields.
    pub(super) fn homes(&self, model: &Model) -> BTreeSet<SystemId> {
        let of_fields = self.fields.iter().map(|field| model.fields[*field].system);
        self.systems.iter().copied().chain(of_fields).collect()
    }

    pub(super) fn has_field(&self, model: &Model, field: FieldId) -> bool {
        self.fields.contains(&field) || self.systems.contains(&model.fields[field].system)
    }

    fn add(&mut self, other: Chosen) {
        self.systems.extend(other.systems);
        self.fields.extend(other.fields);
        self.findings.extend(other.findings);
    }
}

/// The part of the map that these selectors choose. Each may itself be several, joined by commas.
///
/// # Errors
/// If a selector chooses nothing. The error says what was written, offers similar names, and explains selectors.
pub(super) fn choose(basis: &Basis<'_>, selectors: &[String]) -> Result<Chosen, Misunderstanding> {
    let mut chosen = Chosen::default();
    for part in selectors.iter().flat_map(|selector| names(selector)) {
        chosen.add(one(basis, &part)?);
    }
    Ok(chosen)
}

fn one(basis: &Basis<'_>, written: &str) -> Result<Chosen, Misunderstanding> {
    let analysis = basis.analysis;
    let (up, rest) = match written.strip_prefix('+') {
        Some(rest) => (usize::MAX, rest),
        None => (0, written),
    };
    let (down, word) = match rest.strip_suffix('+') {
        Some(rest) => (usize::MAX, rest),
        None => (0, rest),
    };
    let found = named(basis, word.trim())
        .filter(|found| !found.systems.is_empty() || !found.fields.is_empty())
        .ok_or_else(|| nothing(analysis, written, word.trim()))?;
    Ok(around(analysis, &found, up, down))
}

/// The part of the map that a word without its `+` names.
fn named(basis: &Basis<'_>, word: &str) -> Option<Chosen> {
    let model = basis.analysis.model();
    let Some((kind, name)) = word.split_once(':') else {
        let found = plain(model, word);
        return Some(found);
    };
    let name = name.trim();
    Some(match kind.trim() {
        "org" | "organisation" => organisations(model, name),
        "system" => systems(model, name),
        "field" => fields(model, name),
        "term" => terms(model, name),
        "tag" => tagged(model, name),
        "finding" => finding(basis.touched(), name.trim_start_matches('#').parse().ok()?),
        // A name may hold a colon.
        _ => plain(model, word),
    })
}

/// The things with that id or name: fields by `system.field`, else organisations and systems, else terms.
fn plain(model: &Model, word: &str) -> Chosen {
    let mut found = organisations(model, word);
    found.add(systems(model, word));
    if found == Chosen::default() {
        found = fields(model, word);
    }
    if found == Chosen::default() {
        found = terms(model, word);
    }
    found
}

/// True if a pattern names a thing by its id or its name. Capitals, spaces, hyphens and underscores do not matter.
fn is_called(pattern: &str, slug: &str, name: &str) -> bool {
    let pattern = matching_key(pattern);
    is_named(&pattern, &matching_key(slug)) || is_named(&pattern, &matching_key(name))
}

/// All systems of the organisations with that name, and of their parts.
fn organisations(model: &Model, name: &str) -> Chosen {
    let bodies: Vec<OrganisationId> = model
        .organisations
        .iter()
        .filter(|(_, body)| is_called(name, &body.slug, &body.name))
        .map(|(id, _)| id)
        .collect();
    let is_theirs = |owner| bodies.iter().any(|body| model.is_part_of(owner, *body));
    let systems = model.systems.iter();
    Chosen {
        systems: systems
            .filter(|(_, system)| system.owner().is_some_and(is_theirs))
            .map(|(id, _)| id)
            .collect(),
        ..Chosen::default()
    }
}

fn systems(model: &Model, name: &str) -> Chosen {
    let systems = model.systems.iter();
    Chosen {
        systems: systems
            .filter(|(_, system)| is_called(name, &system.slug, &system.name))
            .map(|(id, _)| id)
            .collect(),
        ..Chosen::default()
    }
}

fn fields(model: &Model, name: &str) -> Chosen {
    let called = |(system, field): (&str, &str)| {
        let is_called = |id: &FieldId| {
            let stated = &model.fields[*id];
            let home = &model.systems[stated.system];
            let own_name = stated.name.as_deref().unwrap_or(&stated.slug);
            is_called(system, &home.slug, &home.name) && is_called(field, &stated.slug, own_name)
        };
        model.fields.ids().filter(is_called).collect()
    };
    let found: Option<BTreeSet<FieldId>> = splits(name)
        .map(called)
        .find(|found: &BTreeSet<FieldId>| !found.is_empty());
    Chosen {
        fields: found.unwrap_or_default(),
        ..Chosen::default()
    }
}

fn terms(model: &Model, name: &str) -> Chosen {
    let terms = model.terms.iter();
    let meant: Vec<bool> = terms
        .map(|(_, term)| is_called(name, &term.slug, &term.name))
        .collect();
    let is_meant = |(id, field): (FieldId, &Field)| {
        let term = field.term()?;
        meant[term.index()].then_some(id)
    };
    Chosen {
        fields: model.fields.iter().filter_map(is_meant).collect(),
        ..Chosen::default()
    }
}

/// The things with a tag: systems, fields, and everything of an organisation or a term with it.
fn tagged(model: &Model, tag: &str) -> Chosen {
    let has = |tags: &[String]| tags.iter().any(|one| is_called(tag, one, one));
    let mut chosen = Chosen::default();
    for (_, body) in model
        .organisations
        .iter()
        .filter(|(_, body)| has(body.evidence.tags()))
    {
        chosen.add(organisations(model, &body.slug));
    }
    for (_, term) in model
        .terms
        .iter()
        .filter(|(_, term)| has(term.evidence.tags()))
    {
        chosen.add(terms(model, &term.slug));
    }
    let systems = model.systems.iter();
    chosen.systems.extend(
        systems
            .filter(|(_, system)| has(system.evidence.tags()))
            .map(|(id, _)| id),
    );
    let fields = model.fields.iter();
    chosen.fields.extend(
        fields
            .filter(|(_, field)| has(field.evidence.tags()))
            .map(|(id, _)| id),
    );
    for (_, flow) in model
        .flows
        .iter()
        .filter(|(_, flow)| has(flow.evidence.tags()))
    {
        chosen.systems.extend([flow.from.id(), flow.to.id()]);
    }
    chosen
}

/// The things that the finding of that number is about.
fn finding(touched: &[Touched], number: usize) -> Chosen {
    let found = touched.iter().filter(|touched| touched.index + 1 == number);
    let mut chosen = Chosen::default();
    for touched in found {
        chosen.findings.insert(touched.index);
        chosen.systems.extend(&touched.systems);
        chosen.fields.extend(&touched.fields);
        chosen.fields.extend(&touched.context);
    }
    chosen
}

/// The chosen part, the things that feed it in at most `up` steps, and those that it feeds in at most `down` steps.
pub(super) fn around(analysis: &Analysis, start: &Chosen, up: usize, down: usize) -> Chosen {
    let mut all = start.clone();
    for (is_up, depth) in [(true, up), (false, down)] {
        let mut systems: Vec<SystemId> = start.systems.iter().copied().collect();
        let mut seen: BTreeSet<SystemId> = start.systems.clone();
        let mut fields: Vec<FieldId> = start.fields.iter().copied().collect();
        let mut known: BTreeSet<FieldId> = start.fields.clone();
        for _ in 0..depth {
            systems = beyond(analysis, &systems, is_up);
            systems.retain(|system| seen.insert(*system));
            fields = fields
                .iter()
                .flat_map(|field| steps(analysis, *field, is_up))
                .filter(|field| known.insert(*field))
                .collect();
            if systems.is_empty() && fields.is_empty() {
                break;
            }
        }
        all.systems.extend(seen);
        all.fields.extend(known);
    }
    all
}

/// The systems that feed one of these, or that they feed.
fn beyond(analysis: &Analysis, systems: &[SystemId], is_up: bool) -> Vec<SystemId> {
    let model = analysis.model();
    let mut is_here = vec![false; model.systems.len()];
    for system in systems {
        is_here[system.index()] = true;
    }
    let drawn = model.flows.iter().filter(|(id, _)| is_drawn(analysis, *id));
    let ends = drawn.map(|(_, flow)| (flow.from.id(), flow.to.id()));
    let ends = ends.map(|(from, to)| if is_up { (to, from) } else { (from, to) });
    ends.filter(|(near, _)| is_here[near.index()])
        .map(|(_, far)| far)
        .collect()
}

fn steps(analysis: &Analysis, field: FieldId, is_up: bool) -> Vec<FieldId> {
    let graph = &analysis.graph;
    let links = if is_up {
        graph.links_in(field)
    } else {
        graph.links_out(field)
    };
    links
        .iter()
        .map(|link| if is_up { link.from } else { link.to })
        .collect()
}

fn nothing(analysis: &Analysis, written: &str, word: &str) -> Misunderstanding {
    let model = analysis.model();
    let bare = word.split_once(':').map_or(word, |(_, name)| name).trim();
    let slugs = model.organisations.iter().map(|(_, body)| &*body.slug);
    let slugs = slugs.chain(model.systems.iter().map(|(_, system)| &*system.slug));
    let slugs = slugs.chain(model.terms.iter().map(|(_, term)| &*term.slug));
    let names = model.organisations.iter().map(|(_, body)| &*body.name);
    let names = names.chain(model.systems.iter().map(|(_, system)| &*system.name));
    let near = match bare.rsplit_once('.') {
        Some((_, field)) => {
            let fields: Vec<String> = model.fields.ids().map(|id| model.field_name(id)).collect();
            let mut near = near(bare, fields.iter().map(String::as_str));
            if near.is_empty() {
                let is_like = |name: &&String| name.ends_with(&format!(".{field}"));
                near = fields.iter().filter(is_like).take(3).cloned().collect();
            }
            near
        }
        None => near(bare, slugs.chain(names)),
    };
    let hint = if near.is_empty() {
        String::new()
    } else {
        format!("; did you mean `{}`?", near.join("`, `"))
    };
    let selector = if written == word {
        String::new()
    } else {
        format!(" (in `{written}`)")
    };
    Misunderstanding(format!(
        "`{word}`{selector} chooses nothing of this map{hint}\n{HELP}"
    ))
}

fn near<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut near: Vec<String> = Vec::new();
    for one in nearest(word, known) {
        if !near.iter().any(|other| other == one) {
            near.push(one.to_owned());
        }
    }
    near
}
