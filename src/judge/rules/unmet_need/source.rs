//! Whether anything that the asker can use holds a term at all, and finely enough.

use std::cell::OnceCell;

use super::reason::Reason;
use super::reason::listed;
use super::reason::owner;
use super::reason::systems;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Supply;
use crate::judge::graph::survives;
use crate::read::model::DataLevel;
use crate::read::model::FieldId;
use crate::read::model::Flow;
use crate::read::model::FlowId;
use crate::read::model::How;
use crate::read::model::Id;
use crate::read::model::Need;
use crate::read::model::OrganisationId;
use crate::read::model::Stated;
use crate::read::model::Status;
use crate::read::model::SystemId;
use crate::read::model::TermId;

/// What many needs ask again of one map: about a term, and about whoever must answer.
pub(super) struct Sources<'g> {
    graph: &'g FlowGraph,
    supply: Supply<'g>,
    /// For each term, the systems that hold it: each once, in order.
    holders: Vec<OnceCell<Box<[SystemId]>>>,
    /// For each term, where it is held case by case, in words.
    cases: Vec<OnceCell<String>>,
    /// The flows that do not stand, by the system they would lead to.
    idle: Vec<(SystemId, FlowId)>,
    /// For each organisation, what it has and is brought.
    own: Vec<OnceCell<Own>>,
}

/// What an organisation has and is brought.
struct Own {
    /// The systems of it and its parts: sorted.
    systems: Box<[SystemId]>,
    /// The flows that others send to them.
    arriving: Box<[FlowId]>,
    /// The flows into them that do not stand, in the order of the model.
    idle: Box<[FlowId]>,
}

impl<'g> Sources<'g> {
    /// Of a whole map.
    pub(super) fn of(graph: &'g FlowGraph) -> Self {
        let model = graph.model();
        let idle = model.flows.iter().filter(|(id, _)| !graph.stands(*id));
        let mut idle: Vec<(SystemId, FlowId)> = idle.map(|(id, flow)| (flow.to.id(), id)).collect();
        idle.sort_unstable();
        Self {
            graph,
            idle,
            supply: Supply::of(graph),
            holders: vec![OnceCell::new(); model.terms.len()],
            cases: vec![OnceCell::new(); model.terms.len()],
            own: (0..model.organisations.len())
                .map(|_| OnceCell::new())
                .collect(),
        }
    }

    /// What can be used.
    pub(super) fn supply(&self) -> &Supply<'g> {
        &self.supply
    }

    fn holders(&self, term: TermId) -> &[SystemId] {
        self.holders[term.index()].get_or_init(|| {
            let fields = self.supply.held(term).iter();
            // In the order of the model the fields of one system stand together.
            let systems = fields.map(|field| self.graph.model().system_of(*field));
            let mut systems: Vec<SystemId> = systems.collect();
            systems.dedup();
            systems.into()
        })
    }

    /// Where a term is held case by case.
    fn cases(&self, term: TermId) -> &str {
        self.cases[term.index()].get_or_init(|| {
            let held = self.supply.held(term).iter().copied();
            let is_fine = |field: &FieldId| self.supply.level(*field) == Some(DataLevel::Record);
            let finer: Vec<FieldId> = held.filter(is_fine).collect();
            if finer.is_empty() {
                return "no system is known to hold it case by case".to_owned();
            }
            let systems = systems(self.graph.model(), &finer);
            format!("case by case it is held in {systems}")
        })
    }

    /// The flows into a system that do not stand.
    fn idle_into(&self, system: SystemId) -> impl Iterator<Item = FlowId> {
        let start = self.idle.partition_point(|(to, _)| *to < system);
        let rest = self.idle[start..].iter();
        rest.take_while(move |(to, _)| *to == system)
            .map(|(_, flow)| *flow)
    }

    fn own(&self, who: OrganisationId) -> &Own {
        self.own[who.index()].get_or_init(|| {
            let mut systems = self.supply.own_systems(who);
            systems.sort_unstable();
            let flows = systems
                .iter()
                .flat_map(|system| self.graph.flows_in(*system));
            let source = |flow: &FlowId| self.graph.model().flows[*flow].from.id();
            let arriving = flows.filter(|flow| systems.binary_search(&source(flow)).is_err());
            let idle = systems.iter().flat_map(|system| self.idle_into(*system));
            let mut idle: Vec<FlowId> = idle.collect();
            idle.sort_unstable();
            Own {
                idle: idle.into(),
                arriving: arriving.copied().collect(),
                systems: systems.into(),
            }
        })
    }

    /// The sources fine enough for the need, or why there are none.
    pub(super) fn fit(
        &self,
        need: &Need,
        who: OrganisationId,
        term: TermId,
    ) -> Result<Vec<FieldId>, Box<Reason>> {
        let needs_cases = need.level.known() == Some(&DataLevel::Record);
        let fitting = if needs_cases {
            self.supply.usable_at(&[Some(DataLevel::Record)], who, term)
        } else {
            self.supply.usable(who, term)
        };
        if !fitting.is_empty() {
            return Ok(fitting);
        }
        let untold = self.supply.usable_at(&[None], who, term);
        if let Some(field) = untold.first() {
            return Err(Box::new(level_untold(self.graph, term, &untold, *field)));
        }
        let totals = self.supply.usable(who, term);
        Err(Box::new(if totals.is_empty() {
            no_source(self, who, term)
        } else {
            too_coarse(self, who, term, &totals)
        }))
    }
}

/// Systems that hold a term, and are another's.
struct Holders<'a> {
    all: &'a [SystemId],
    /// Left out: sorted.
    own: &'a [SystemId],
}

impl<'a> Holders<'a> {
    /// What the asker's own systems have, they cannot use: it has run dry, or was taken out on the way. They count only where there are no others.
    fn of(all: &'a [SystemId], own: &'a [SystemId]) -> Self {
        let others = Self { all, own };
        if others.count() > 0 {
            return others;
        }
        Self { all, own: &[] }
    }

    fn contains(&self, system: SystemId) -> bool {
        self.all.binary_search(&system).is_ok() && self.own.binary_search(&system).is_err()
    }

    fn count(&self) -> usize {
        let own = self.own.iter();
        let among = own.filter(|system| self.all.binary_search(system).is_ok());
        self.all.len() - among.count()
    }

    /// In order.
    fn iter(&self) -> impl Iterator<Item = SystemId> {
        let all = self.all.iter().copied();
        all.filter(|system| self.own.binary_search(system).is_err())
    }
}

fn level_untold(graph: &FlowGraph, term: TermId, untold: &[FieldId], field: FieldId) -> Reason {
    let model = graph.model();
    let system = model.system_of(field);
    let (slug, span) = (&model.systems[system].slug, model.systems[system].span);
    let term = &model.terms[term].slug;
    Reason::open(
        format!(
            "whether `{term}` comes case by case cannot be told: no `level` is stated for {}",
            systems(model, untold)
        ),
        owner(model, system),
        format!("Does `{slug}` hold `{term}` case by case, or only totals?"),
    )
    .at(span, "no `level` here")
}

fn too_coarse(
    sources: &Sources<'_>,
    who: OrganisationId,
    term: TermId,
    usable: &[FieldId],
) -> Reason {
    let model = sources.graph.model();
    let (slug, who) = (&model.terms[term].slug, &model.organisations[who].slug);
    let nearest = model.system_of(usable[0]);
    let text = format!(
        "`{slug}` is too coarse: the need is about single cases, and `{who}` has only totals ({}); {}",
        systems(model, usable),
        sources.cases(term)
    );
    Reason::firm("too-coarse", text)
        .rests_on(&model.systems[nearest].evidence)
        .at(model.systems[nearest].span, "holds totals")
}

fn no_source(sources: &Sources<'_>, who: OrganisationId, term: TermId) -> Reason {
    let (graph, supply) = (sources.graph, &sources.supply);
    let model = graph.model();
    let held = supply.held(term);
    let own = sources.own(who);
    let holders = Holders::of(sources.holders(term), &own.systems);
    let arriving = || own.arriving.iter().map(|flow| &model.flows[*flow]);
    let may_hold = |flow: &Flow| {
        let source = flow.from.id();
        holders.contains(source) || !model.systems[source].lists_fields
    };
    if let Some(reason) = not_allowed(graph, who, term, &holders, arriving()) {
        return reason;
    }
    let (slug, asker) = (&model.terms[term].slug, &model.organisations[who].slug);
    let mut arriving = arriving();
    let unlisted = arriving.find(|flow| flow.fields.is_open() && may_hold(flow));
    if let Some(flow) = unlisted {
        return Reason::open(
            format!(
                "nothing stated brings `{slug}` to `{asker}`, but the flow `{}` lists no fields",
                flow.slug
            ),
            owner(model, flow.from.id()),
            format!("Does the flow `{}` pass `{slug}`?", flow.slug),
        )
        .at(flow.from.span, "this flow lists no fields");
    }
    if held.is_empty() {
        return Reason::firm("no-source", format!("nothing in the map holds `{slug}`"));
    }
    let first = holders.iter().take(4);
    let names = first.map(|system| &*model.systems[system].slug);
    let more = match holders.count().saturating_sub(4) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let text = format!(
        "no stated flow brings `{slug}` to `{asker}`{}; it is held in {}{more}",
        not_today(sources, who, term),
        listed(names)
    );
    Reason::firm("no-source", text).at(model.fields[held[0]].span, "held here")
}

/// The flows that would bring a term to the asker and do not stand on this day, in words: ended, or not begun.
fn not_today(sources: &Sources<'_>, who: OrganisationId, term: TermId) -> String {
    let graph = sources.graph;
    let model = graph.model();
    let brings = |flow: &Flow| {
        let mut passages = flow.passages().iter();
        flow.fields.is_open()
            || passages.any(|passage| model.term_of(passage.to.id()) == Some(term))
    };
    let idle = sources.own(who).idle.iter().map(|flow| &model.flows[*flow]);
    let told: Vec<String> = idle
        .filter(|flow| brings(flow))
        .take(3)
        .map(|flow| format!("`{}` {}", flow.slug, standing(graph, flow)))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(" on this day ({})", told.join(", "))
    }
}

/// Why a flow does not stand.
fn standing(graph: &FlowGraph, flow: &Flow) -> String {
    let day = graph.when().as_of.or(graph.model().about.as_of);
    match (flow.since.known(), flow.until.known(), day) {
        (_, Some(until), Some(day)) if *until < day => format!("ended on {until}"),
        (Some(since), _, Some(day)) if *since > day => format!("begins on {since}"),
        _ => match flow.status.known() {
            Some(Status::Ended) => "has ended".to_owned(),
            Some(status) => format!("is only {}", status.word()),
            None => "does not stand".to_owned(),
        },
    }
}

/// A flow from a holder that may not pass the term on, or takes out the identifier it is.
fn not_allowed<'m>(
    graph: &'m FlowGraph,
    who: OrganisationId,
    term: TermId,
    holders: &Holders<'_>,
    arriving: impl Iterator<Item = &'m Flow>,
) -> Option<Reason> {
    let model = graph.model();
    let (slug, asker) = (&model.terms[term].slug, &model.organisations[who].slug);
    let is_identifier = model.terms[term].is_identifier;
    let bar = |flow: &Flow| {
        if let Stated::NotShared(span) = flow.fields {
            return Some((span, "may not pass on its fields"));
        }
        if !is_identifier {
            return None;
        }
        let passed = |passage: &crate::read::model::Passage| {
            let source = passage.from.first();
            passage.how == How::Identity
                && source.is_some_and(|source| model.term_of(source.id()) == Some(term))
        };
        let is_passed = flow.passages().iter().any(passed);
        let span = flow.identifiers.span().or_else(|| flow.contains.span())?;
        (survives(flow, term, is_passed) == Some(false)).then_some((span, "takes it out"))
    };
    let mut passed = arriving.filter(|flow| holders.contains(flow.from.id()));
    let barred = passed.find_map(|flow| Some((flow, bar(flow)?)));
    let (flow, (span, label)) = barred?;
    let source = &model.systems[flow.from.id()].slug;
    let does = if flow.fields.is_open() || !is_identifier {
        "may not pass it on"
    } else {
        "takes it out"
    };
    let text = format!(
        "`{slug}` is not allowed to reach `{asker}`: `{source}` holds it, and the flow `{}` {does}",
        flow.slug
    );
    let reason = Reason::firm("not-allowed", text).rests_on(&flow.evidence);
    Some(reason.at(span, label))
}
