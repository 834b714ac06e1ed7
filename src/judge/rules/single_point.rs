//! A system, flow or person that a need wholly depends on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::found::{About, Found, Names, Thing, Things, how_sure};
use super::rule;
use crate::judge::graph::{Demand, FlowGraph, Grade, Pillar, Supply, is_own, pillars, routes};
use crate::read::finding::Words;
use crate::read::model::{
    FieldId, Model, Need, NeedId, OrganisationId, Origin, Ref, Stated, SystemId, TermId,
    is_unknown_in_part,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A system, a person (`by`) or a flow passed by hand that is on every way by which a term of some need can arrive, for the people the need is about:
    /// a person always; a system or a manual step where several ways all pass through it, or where several needs depend on it. One need with one straight
    /// way is plain to see, and not meant. Where a term arrives by several ways, `ways` tells how many
    /// there are and how many of them share no system.
    /// Only ways that bring the same thing count as alternatives: another term, another code list or a filter that leaves out some of the people
    /// makes no second way. The asker's own systems are not meant, and neither are needs that have no source anyway.
    /// It is only likely where a flow of which nobody has said what it passes may lead past it, or where one of the needs perhaps has no answer anyway.
    /// ## Why it matters
    /// Where it fails, the question cannot be answered at all, and a second route that only looks like one hides that.
    /// ## How to fix
    /// Add a second way that brings the same, or agree what happens when this one fails.
    /// ## When it is fine
    /// Where there is one register by law: accept it, and know what depends on it.
    "single-point", Gap, Note, "a system, flow or person on which a need wholly depends", find, tell
}

/// A pillar that needs wholly depend on.
struct SinglePoint {
    node: Pillar,
    needs: Needs,
}

/// For each need, the terms that depend on a pillar, each with its ways.
type Needs = BTreeMap<NeedId, BTreeMap<TermId, Ways>>;

/// The number of ways by which a term arrives, and the number of them that share no system; `None` if there are too many to count.
type Ways = Option<[usize; 2]>;

impl From<Pillar> for Thing {
    fn from(pillar: Pillar) -> Self {
        match pillar {
            Pillar::System(id) => id.into(),
            Pillar::Flow(id) => id.into(),
            Pillar::Person(id) => id.into(),
        }
    }
}

impl About for SinglePoint {
    fn name(&self) -> Vec<Thing> {
        vec![self.node.into()]
    }

    fn subjects(&self, _: &FlowGraph) -> Vec<(&'static str, Things)> {
        let needs = Things::many(self.needs.keys());
        vec![("node", self.node.into()), ("needs", needs)]
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<SinglePoint>> {
    let model = graph.model();
    if model.needs.is_empty() {
        return Vec::new();
    }
    let mut by_pillar: BTreeMap<Pillar, Dependents> = BTreeMap::new();
    for (id, need) in model.needs.iter() {
        let demand = Demand::of(graph, need);
        for who in &need.who {
            for found in depends_on(graph, &demand, need, who.id()) {
                let all = by_pillar.entry(found.pillar).or_default();
                all.is_hidden |= found.has_forks || matches!(found.pillar, Pillar::Person(_));
                all.is_doubtful |= found.is_doubtful;
                let terms = all.needs.entry(id).or_default();
                terms.insert(found.term, found.ways);
            }
        }
    }
    let told = by_pillar
        .into_iter()
        .filter(|(_, all)| all.needs.len() > 1 || all.is_hidden);
    let found = told.map(|(node, all)| {
        let (span, is_sourced) = declaration(model, node);
        let mut needs = all.needs.keys().map(|need| &model.needs[*need]);
        let is_sourced = is_sourced && needs.all(|need| need.evidence.is_sourced());
        let needs = all.needs;
        // A system with unknown fields may hold the term elsewhere.
        let is_open = Supply::of(graph).has_unknowns();
        let certainty = how_sure(true, is_sourced && !all.is_doubtful && !is_open);
        Found::sure(span, certainty, SinglePoint { node, needs })
    });
    found.collect()
}

/// The needs and terms that depend on one pillar.
#[derive(Default)]
struct Dependents {
    needs: Needs,
    /// True if the pillar is a person, or several ways to one of the terms all pass through it.
    is_hidden: bool,
    /// True if an unlisted flow may bring one of the terms by another way.
    is_doubtful: bool,
}

/// One term of a need that wholly depends on a pillar.
struct Dependent {
    pillar: Pillar,
    term: TermId,
    ways: Ways,
    /// True if there is a choice anywhere on the way to the term.
    has_forks: bool,
    /// True if an unlisted flow may bring the term by a way that avoids the pillar.
    is_doubtful: bool,
}

/// The pillars of one asker's answer, each with the term that depends on it.
fn depends_on(
    graph: &FlowGraph,
    demand: &Demand<'_>,
    need: &Need,
    who: OrganisationId,
) -> Vec<Dependent> {
    let model = graph.model();
    let mut found: Vec<Dependent> = Vec::new();
    // A source that only may be enough.
    let may_lack = |field: &FieldId| {
        let is_known = !demand.may_leave_out(&[*field]) || !demand.left_out(&[*field]).is_empty();
        !is_known || demand.grade(*field) == Grade::Untold
    };
    let mut may_have_no_answer = false;
    for term in need.terms().iter().map(Ref::id) {
        let sources = demand.adequate(who, term);
        // Without any source the need has no answer that could fail.
        if sources.is_empty() {
            return Vec::new();
        }
        may_have_no_answer |= sources.iter().all(may_lack);
        if model.terms[term].is_context() {
            continue;
        }
        let people = demand.people().unwrap_or_default();
        let dependence = pillars(graph, &sources, people);
        let all = &dependence.pillars;
        let mut told = all
            .iter()
            .copied()
            .filter(|pillar| is_meant(model, *pillar, who))
            .peekable();
        if told.peek().is_none() {
            continue;
        }
        let is_counted = |system| !is_own(model, system, who);
        let ways = routes(graph, &sources, people, is_counted);
        let ways = ways.map(|ways| [ways.0.len(), ways.independent()]);
        // A source that only may be enough is one more way, or none.
        let may_be_context = matches!(model.terms[term].identifier, Stated::Unknown(_));
        let is_unsure = may_be_context
            || is_unknown_in_part(&need.covers)
            || sources.iter().any(may_lack)
            || Supply::of(graph).perhaps(who, term).next().is_some();
        found.extend(told.map(|pillar| Dependent {
            pillar,
            term,
            ways,
            has_forks: dependence.has_forks,
            is_doubtful: is_unsure || may_be_passed_by(graph, pillar, term, &sources, all),
        }));
    }
    for dependent in &mut found {
        dependent.is_doubtful |= may_have_no_answer;
    }
    found
}

/// True if an unlisted flow may bring the term by a way that avoids the pillar: from a system that may hold the term to one on the way.
fn may_be_passed_by(
    graph: &FlowGraph,
    pillar: Pillar,
    term: TermId,
    sources: &[FieldId],
    on_the_way: &BTreeSet<Pillar>,
) -> bool {
    let model = graph.model();
    let ends = sources.iter().map(|field| model.system_of(*field));
    let on_the_way = on_the_way.iter().filter_map(|other| match other {
        Pillar::System(system) => Some(*system),
        _ => None,
    });
    // A system whose own value depends on the pillar does not avoid it.
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

/// True for systems and people of others, and for flows passed by hand by a person who is not named. The other flows depend on their
/// systems.
fn is_meant(model: &Model, pillar: Pillar, who: OrganisationId) -> bool {
    match pillar {
        Pillar::System(system) => !is_own(model, system, who),
        Pillar::Person(person) => !model.is_part_of(person, who),
        Pillar::Flow(flow) => {
            let flow = &model.flows[flow];
            flow.is_by_hand() && flow.by.known().is_none()
        }
    }
}

/// The place where a pillar is declared, and whether the declaration has a source.
fn declaration(model: &Model, pillar: Pillar) -> (Span, bool) {
    match pillar {
        Pillar::System(id) => {
            let system = &model.systems[id];
            let is_declared = system.origin == Origin::Declared;
            (system.span, is_declared && system.is_sourced())
        }
        Pillar::Flow(id) => {
            let flow = &model.flows[id];
            (flow.from.span, flow.is_sourced())
        }
        Pillar::Person(id) => {
            let person = &model.organisations[id];
            (person.span, person.evidence.is_sourced())
        }
    }
}

fn tell(found: &Found<SinglePoint>, names: &Names<'_>) -> Words {
    let (model, needs, node) = (names.model(), &found.needs, names.of(found.node));
    let (what, owner) = match found.node {
        Pillar::System(id) => ("the system", names.owner(id)),
        Pillar::Flow(id) => {
            let from = model.flows[id].from.id();
            ("the flow passed by hand", names.owner(from))
        }
        Pillar::Person(id) => ("the work of", names.id(id)),
    };
    let question = match found.node {
        Pillar::Person(_) => format!("Who does the work of {node} when nobody there can?"),
        _ => format!("What happens when {node} fails, and who would notice?"),
    };
    let counted = match needs.len() {
        1 => format!("the need {} depends", names.list(needs.keys())),
        many => format!("{many} needs depend"),
    };
    let terms: BTreeSet<&TermId> = needs.values().flat_map(BTreeMap::keys).collect();
    let by_need = needs
        .iter()
        .map(|(need, terms)| (names.id(need), json!(names.ids(terms.keys()))));
    let mut words = Words::at(found.span, "everything passes here")
        .message(format!(
            "{counted} wholly on {what} {node} for {}{}",
            names.few(terms),
            ways_words(needs)
        ))
        .detail("terms", by_need.collect::<Map<String, Value>>())
        .help("add a second way that brings the same, or agree what happens when this one fails")
        .ask(owner, question);
    let ways = ways_detail(names, needs);
    if !ways.is_empty() {
        words = words.detail("ways", ways);
    }
    for need in needs.keys().take(4) {
        words = words.also(model.needs[*need].span, "needed here");
    }
    words
}

/// `. All 2 ways to it pass there`, if there is only one term of one need and it has several ways.
fn ways_words(needs: &Needs) -> String {
    let mut ways = needs.values().flat_map(BTreeMap::values);
    match (ways.next(), ways.next()) {
        (Some(Some([many, _])), None) if *many > 1 => {
            format!(". All {many} ways to it pass there")
        }
        _ => String::new(),
    }
}

/// For each need and term with several ways: their number, and the number of them that share no system.
fn ways_detail(names: &Names<'_>, needs: &Needs) -> Map<String, Value> {
    let of_terms = |terms: &BTreeMap<TermId, Ways>| -> Map<String, Value> {
        let told = terms.iter().filter_map(|(term, ways)| {
            let [ways, apart] = ways.filter(|[ways, _]| *ways > 1)?;
            Some((names.id(term), json!({"count": ways, "independent": apart})))
        });
        told.collect()
    };
    let by_need = needs
        .iter()
        .map(|(need, terms)| (names.id(need), of_terms(terms)));
    by_need
        .filter(|(_, terms)| !terms.is_empty())
        .map(|(need, terms)| (need, terms.into()))
        .collect()
}
