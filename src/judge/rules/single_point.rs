//! A system, flow or person on which a need wholly depends.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::rule;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Pillar;
use crate::judge::graph::Supply;
use crate::judge::graph::is_own;
use crate::judge::graph::pillars;
use crate::judge::graph::routes;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Model;
use crate::read::model::Need;
use crate::read::model::NeedId;
use crate::read::model::OrganisationId;
use crate::read::model::Origin;
use crate::read::model::SystemId;
use crate::read::model::TermId;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A system, a person (`by`) or a flow passed by hand that is on every way by which a term of some need can arrive, for the people the need is about:
    /// a person always; a system or a manual step where several ways all pass through it, or where several needs depend on it. One need with one straight
    /// way is plain to see, and not meant. Where a term arrives by several ways, `ways` tells how many
    /// there are and how many of them share no system.
    /// Only ways that bring the same thing count as alternatives: another term, another code list or a filter that leaves out some of the people
    /// makes no second way. The asker's own systems are not meant, and neither are needs that have no source anyway.
    /// It is only likely where a flow of which nobody has said what it passes may lead past it.
    /// ## Why it matters
    /// Where it fails, the question cannot be answered at all, and a second route that only looks like one hides that.
    /// ## How to fix
    /// Add a second way that brings the same, or agree what happens when this one fails.
    /// ## When it is fine
    /// Where there is one register by law: accept it, and know what depends on it.
    "single-point", Gap, Note, "a system, flow or person on which a need wholly depends", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    if model.needs.is_empty() {
        return;
    }
    let supply = Supply::of(graph);
    // What depends on each: need by need, the terms.
    let mut leaning: BTreeMap<Pillar, Needs> = BTreeMap::new();
    let mut hidden: BTreeSet<Pillar> = BTreeSet::new();
    let mut doubtful: BTreeSet<Pillar> = BTreeSet::new();
    for (id, need) in model.needs.iter() {
        for who in need.who.iter().map(crate::read::model::Ref::id) {
            for found in depends_on(graph, &supply, need, who) {
                let (pillar, term) = (found.pillar, found.term);
                if found.has_forks || matches!(pillar, Pillar::Person(_)) {
                    hidden.insert(pillar);
                }
                if found.is_doubtful {
                    doubtful.insert(pillar);
                }
                let needs = leaning.entry(pillar).or_default();
                needs.entry(id).or_default().insert(term, found.ways);
            }
        }
    }
    for (pillar, needs) in leaning {
        if needs.len() < 2 && !hidden.contains(&pillar) {
            continue;
        }
        findings.push(finding(model, pillar, &needs, doubtful.contains(&pillar)));
    }
}

/// What depends on something: need by need the terms, each with its ways.
type Needs = BTreeMap<NeedId, BTreeMap<TermId, Ways>>;

/// By how many ways a term arrives, and how many of them share no system; `None` where there are too many to tell apart.
type Ways = Option<[usize; 2]>;

/// Something on which one term of an answer hangs.
struct Leaning {
    pillar: Pillar,
    term: TermId,
    ways: Ways,
    has_forks: bool,
    /// True where a flow of which nobody has said what it passes may lead past it.
    is_doubtful: bool,
}

/// What one asker's answer hangs on, with the term that does.
fn depends_on(
    graph: &FlowGraph,
    supply: &Supply<'_>,
    need: &Need,
    who: OrganisationId,
) -> Vec<Leaning> {
    let model = graph.model();
    let terms = || need.terms.iter().map(crate::read::model::Ref::id);
    let mut found = Vec::new();
    for term in terms() {
        let sources = supply.adequate(need, who, term);
        // Without any source the need has no answer that could fail.
        if sources.is_empty() {
            return Vec::new();
        }
        if model.terms[term].is_context() {
            continue;
        }
        let people = need.covers.known().map_or(&[][..], |people| people);
        let dependence = pillars(graph, &sources, people);
        let has_forks = dependence.has_forks;
        let pillars: Vec<Pillar> = dependence.pillars.into_iter().collect();
        if !pillars
            .iter()
            .any(|pillar| is_worth_telling(model, *pillar, who))
        {
            continue;
        }
        let is_counted = |system| !is_own(model, system, who);
        let ways = routes(graph, &sources, people, is_counted);
        let ways = ways.map(|ways| [ways.0.len(), ways.independent()]);
        for pillar in &pillars {
            if is_worth_telling(model, *pillar, who) {
                found.push(Leaning {
                    pillar: *pillar,
                    term,
                    ways,
                    has_forks,
                    is_doubtful: may_be_passed_by(graph, *pillar, term, &sources, &pillars),
                });
            }
        }
    }
    found
}

/// True where a flow of which nobody has said what it passes may bring the term past the pillar: from a system that may hold it to one on
/// the way.
fn may_be_passed_by(
    graph: &FlowGraph,
    pillar: Pillar,
    term: TermId,
    sources: &[FieldId],
    on_the_way: &[Pillar],
) -> bool {
    let model = graph.model();
    let ends = sources.iter().map(|field| model.system_of(*field));
    let on_the_way = on_the_way.iter().filter_map(|other| match other {
        Pillar::System(system) => Some(*system),
        _ => None,
    });
    // What holds the term and hangs on the pillar itself leads past nothing.
    let may_hold = |system: SystemId| {
        let fields = model.systems[system].fields.ids();
        let held: Vec<FieldId> = fields
            .filter(|field| model.term_of(*field) == Some(term))
            .collect();
        if held.is_empty() {
            !model.systems[system].lists_fields
        } else {
            let dependence = pillars(graph, &held, &[]);
            !dependence.pillars.contains(&pillar)
        }
    };
    ends.chain(on_the_way).any(|system| {
        let mut flows = graph.flows_in(system).iter().map(|id| &model.flows[*id]);
        Pillar::System(system) != pillar
            && flows.any(|flow| {
                let from = flow.from.id();
                flow.fields.is_open() && Pillar::System(from) != pillar && may_hold(from)
            })
    })
}

/// Systems of others, whoever supplies, and flows passed by hand by nobody named: the other flows go with their systems.
fn is_worth_telling(model: &Model, pillar: Pillar, who: OrganisationId) -> bool {
    match pillar {
        Pillar::System(system) => !is_own(model, system, who),
        Pillar::Person(person) => !model.is_part_of(person, who),
        Pillar::Flow(flow) => {
            let flow = &model.flows[flow];
            flow.is_by_hand() && flow.by.known().is_none()
        }
    }
}

fn finding(model: &Model, pillar: Pillar, needs: &Needs, is_doubtful: bool) -> Finding {
    let (slug, span, what, owner, is_sourced) = pillar_words(model, pillar);
    let slugs: Vec<String> = needs
        .keys()
        .map(|need| model.needs[*need].slug.to_string())
        .collect();
    let terms: BTreeSet<&str> = needs
        .values()
        .flat_map(BTreeMap::keys)
        .map(|term| &*model.terms[*term].slug)
        .collect();
    let counted = match slugs.len() {
        1 => format!("the need `{}` depends", slugs[0]),
        many => format!("{many} needs depend"),
    };
    let all_sourced = is_sourced
        && !is_doubtful
        && needs
            .keys()
            .all(|need| model.needs[*need].evidence.is_sourced());
    let by_need: serde_json::Map<String, Value> = needs
        .iter()
        .map(|(need, terms)| {
            let terms: Vec<&str> = terms.keys().map(|term| &*model.terms[*term].slug).collect();
            (model.needs[*need].slug.to_string(), json!(terms))
        })
        .collect();
    let question = match pillar {
        Pillar::Person(_) => format!("Who does the work of `{slug}` when nobody there can?"),
        _ => format!("What happens when `{slug}` fails, and who would notice?"),
    };
    let mut finding = Finding::at(&KIND, &[&slug], span, "everything passes here")
        .message(format!(
            "{counted} wholly on {what} `{slug}` for `{}`{}",
            terms.into_iter().collect::<Vec<&str>>().join("`, `"),
            ways_words(needs)
        ))
        .subject("node", &slug)
        .subjects("needs", slugs)
        .detail("terms", by_need)
        .certainty(if all_sourced {
            Certainty::Certain
        } else {
            Certainty::Likely
        })
        .help("add a second way that brings the same, or agree what happens when this one fails")
        .ask(owner, question);
    let ways = ways_detail(model, needs);
    if !ways.is_empty() {
        finding = finding.detail("ways", ways);
    }
    for need in needs.keys().take(4) {
        finding = finding.also(model.needs[*need].span, "needed here");
    }
    finding
}

/// `; 2 ways bring it, and all pass there`, where one term of one need has several.
fn ways_words(needs: &Needs) -> String {
    let mut ways = needs.values().flat_map(BTreeMap::values);
    match (ways.next(), ways.next()) {
        (Some(Some([many, _])), None) if *many > 1 => {
            format!("; {many} ways bring it, and all pass there")
        }
        _ => String::new(),
    }
}

/// Need by need and term by term, where there are several ways: how many, and how many of them share no system.
fn ways_detail(model: &Model, needs: &Needs) -> serde_json::Map<String, Value> {
    let of_terms = |terms: &BTreeMap<TermId, Ways>| -> serde_json::Map<String, Value> {
        let told = terms.iter().filter_map(|(term, ways)| {
            let [ways, apart] = (*ways).filter(|[ways, _]| *ways > 1)?;
            let told = json!({"count": ways, "independent": apart});
            Some((model.terms[*term].slug.to_string(), told))
        });
        told.collect()
    };
    let by_need = needs.iter().map(|(need, terms)| {
        let slug = model.needs[*need].slug.to_string();
        (slug, of_terms(terms))
    });
    let by_need = by_need.filter(|(_, terms)| !terms.is_empty());
    by_need
        .map(|(need, terms)| (need, Value::Object(terms)))
        .collect()
}

/// Its id, place, what it is, whom to ask, and whether what is said of it has a source.
fn pillar_words(model: &Model, pillar: Pillar) -> (String, Span, &'static str, String, bool) {
    let organisation = |id: OrganisationId| model.organisations[id].slug.to_string();
    match pillar {
        Pillar::System(id) => {
            let system = &model.systems[id];
            let owner = system.owner().map(organisation).unwrap_or_default();
            let is_sourced = system.origin == Origin::Declared && system.evidence.is_sourced();
            let what = "the system";
            (
                system.slug.to_string(),
                system.span,
                what,
                owner,
                is_sourced,
            )
        }
        Pillar::Flow(id) => {
            let flow = &model.flows[id];
            let owner = model.systems[flow.from.id()].owner();
            let owner = owner.map(organisation).unwrap_or_default();
            let is_sourced = flow.evidence.is_sourced();
            let what = "the flow passed by hand";
            (
                flow.slug.to_string(),
                flow.from.span,
                what,
                owner,
                is_sourced,
            )
        }
        Pillar::Person(id) => {
            let person = &model.organisations[id];
            let is_sourced = person.evidence.is_sourced();
            let what = "the work of";
            (
                person.slug.to_string(),
                person.span,
                what,
                organisation(id),
                is_sourced,
            )
        }
    }
}
