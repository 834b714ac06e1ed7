//! Terms asked twice, recorded twice, or needed and missing.

use flowmap::read::model::{
    FieldId, Flow, How, Model, OrganisationId, Ref, Stated, SystemId, SystemKind, TermId,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::points::Universe;
use super::recipes::Small;
use super::tables::{is_context, pairs, reached, standing, term, values};

const ORACLES: [Oracle; 3] = [
    ("repeated-request", repeated_request),
    ("parallel-recording", parallel_recording),
    ("unmet-need", unmet_need),
];

fn owner(model: &Model, system: SystemId) -> Option<OrganisationId> {
    model.systems[system].owner.known().map(Ref::id)
}

fn are_one(model: &Model, a: OrganisationId, b: OrganisationId) -> bool {
    model.is_part_of(a, b) || model.is_part_of(b, a)
}

/// True if a standing flow is unlisted: it may pass anything.
fn is_silent(model: &Model) -> bool {
    standing(model).any(|flow| flow.fields.is_open())
}

/// True if both surely cover the same person.
fn surely_share(model: &Model, universe: &Universe, a: FieldId, b: FieldId) -> bool {
    universe.points().iter().any(|point| {
        [a, b].into_iter().all(|field| {
            let mut boxes = model.scope(field).iter();
            boxes.any(|scope| universe.covers(scope, point) == Some(true))
        })
    })
}

/// True if some value of one system's fields reaches the other, however it is changed.
fn reaches(model: &Model, from: SystemId, to: SystemId) -> bool {
    let links: Vec<(FieldId, FieldId)> = values(model)
        .iter()
        .map(|(from, to, _)| (*from, *to))
        .collect();
    model.systems[from].fields.ids().any(|field| {
        reached(field, &links)
            .iter()
            .any(|other| model.fields[*other].system == to)
    })
}

/// One value that a respondent supplies.
struct Request<'m> {
    respondent: OrganisationId,
    term: TermId,
    from: FieldId,
    to: SystemId,
    flow: &'m Flow,
    how: How,
}

fn requests(model: &Model) -> Vec<Request<'_>> {
    let mut requests = Vec::new();
    for flow in standing(model) {
        let respondent = match &flow.by {
            Stated::Known(by, _) => Some(by.id()),
            Stated::Unstated => owner(model, flow.from.id()),
            _ => None,
        };
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how != How::Influence)
        {
            for from in &passage.from {
                let asked = respondent.zip(term(model, passage.to.id()));
                requests.extend(asked.map(|(respondent, term)| Request {
                    respondent,
                    term,
                    from: from.id(),
                    to: flow.to.id(),
                    flow,
                    how: passage.how,
                }));
            }
        }
    }
    requests
}

/// One-sided. Certain: one organisation passes a term unchanged to two collections of others, about people that surely overlap, and nothing
/// of one collection reaches the other. Possible: an organisation, or a part of it, passes a term to two systems.
fn repeated_request(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    let requests = requests(model);
    for a in &requests {
        for b in &requests {
            let is_pair = a.to != b.to && a.term == b.term && !is_context(model, Some(a.term));
            if !is_pair || !are_one(model, a.respondent, b.respondent) {
                continue;
            }
            for respondent in [a.respondent, b.respondent] {
                let body = &model.organisations[respondent].slug;
                perhaps.insert(format!("{body}/{}", model.terms[a.term].slug));
            }
            let is_plain = [a, b].into_iter().all(|request| {
                let (flow, to) = (request.flow, &model.systems[request.to]);
                let is_of_others = owner(model, request.to)
                    .is_some_and(|owner| !are_one(model, owner, request.respondent));
                let is_whole = matches!(flow.only, Stated::Unstated);
                let is_asked = flow.justified.is_none() && flow.same_submission.known().is_none();
                request.how == How::Identity
                    && term(model, request.from) == Some(request.term)
                    && to.kind.known() == Some(&SystemKind::Collection)
                    && is_of_others
                    && is_whole
                    && is_asked
            });
            if is_plain
                && a.respondent == b.respondent
                && !is_silent(model)
                && surely_share(model, &universe, a.from, b.from)
                && !reaches(model, a.to, b.to)
                && !reaches(model, b.to, a.to)
            {
                let body = &model.organisations[a.respondent].slug;
                surely.insert(format!("{body}/{}", model.terms[a.term].slug));
            }
        }
    }
    Wanted { surely, perhaps }
}

/// One-sided. Certain: two record systems of separate organisations, neither fed by anything and neither reaching the other. Possible: a
/// term in systems of two organisations.
fn parallel_recording(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let fed: Vec<FieldId> = values(model).iter().map(|(_, to, _)| *to).collect();
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (id, a, b) in pairs(model) {
        let system = |field: FieldId| model.fields[field].system;
        let owners = owner(model, system(a)).zip(owner(model, system(b)));
        let are_apart = owners.is_some_and(|(a, b)| !are_one(model, a, b));
        if !are_apart || is_context(model, Some(id)) {
            continue;
        }
        let name = model.terms[id].slug.to_string();
        let is_recorded = |field: FieldId| {
            let kind = model.systems[system(field)].kind.known();
            kind == Some(&SystemKind::Record)
                && model.fields[field].is_declared
                && !fed.contains(&field)
        };
        let totals = |field: FieldId| model.systems[system(field)].level.known().is_some();
        if is_recorded(a)
            && is_recorded(b)
            && !totals(a)
            && !totals(b)
            && !is_silent(model)
            && surely_share(model, &universe, a, b)
            && !reaches(model, system(a), system(b))
            && !reaches(model, system(b), system(a))
        {
            surely.insert(name.clone());
        }
        perhaps.insert(name);
    }
    Wanted { surely, perhaps }
}

/// One-sided. Certain: a need for a term that no system of the asker and no publication holds. Refuted: a need for a single term, without
/// stated people or time limit, that a system of each asker records.
fn unmet_need(model: &Model) -> Wanted {
    let fed: Vec<FieldId> = values(model).iter().map(|(_, to, _)| *to).collect();
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    let is_kind_of = |mut term: TermId, asked: TermId| {
        for _ in 0..model.terms.len() {
            match model.terms[term].broader.known() {
                Some(broader) if term != asked => term = broader.id(),
                _ => break,
            }
        }
        term == asked
    };
    for (_, need) in model.needs.iter() {
        let is_without = |asked: TermId, who: OrganisationId| {
            !model.fields.iter().any(|(id, field)| {
                let system = &model.systems[field.system];
                let owns =
                    owner(model, field.system).is_none_or(|owner| are_one(model, owner, who));
                let is_published =
                    matches!(system.kind.known(), None | Some(SystemKind::Publication));
                (owns || is_published)
                    && term(model, id).is_some_and(|term| is_kind_of(term, asked))
            })
        };
        let records = |asked: TermId, who: OrganisationId| {
            model.fields.iter().any(|(id, field)| {
                let is_record =
                    model.systems[field.system].kind.known() == Some(&SystemKind::Record);
                let is_own = owner(model, field.system) == Some(who) && is_record;
                is_own && field.is_declared && term(model, id) == Some(asked) && !fed.contains(&id)
            })
        };
        let asked = need
            .terms()
            .iter()
            .flat_map(|term| need.who.iter().map(|who| (term.id(), who.id())));
        let asked: Vec<(TermId, OrganisationId)> = asked.collect();
        if !is_silent(model) && asked.iter().any(|(term, who)| is_without(*term, *who)) {
            surely.insert(need.slug.to_string());
        }
        let is_plain = need.terms().len() == 1
            && matches!(need.covers, Stated::Unstated)
            && matches!(need.level, Stated::Unstated)
            && matches!(need.within, Stated::Unstated);
        if !(is_plain && asked.iter().all(|(term, who)| records(*term, *who))) {
            perhaps.insert(need.slug.to_string());
        }
    }
    Wanted { surely, perhaps }
}

#[test]
fn what_is_asked_twice_or_needed_is_what_plain_loops_find() {
    let routed = (1..=50).map(|seed| (seed, Small::routed(seed).text()));
    let asked = (500..=550).map(|seed| (seed, Small::asked(seed).text()));
    let mixed = (1000..=1050).map(|seed| (seed, Small::mixed(seed).text()));
    hold(&ORACLES, routed.chain(asked).chain(mixed));
}
