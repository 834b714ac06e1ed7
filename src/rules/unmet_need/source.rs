//! Whether anything that the asker can use holds a term at all, and finely enough.

use super::reason::Reason;
use super::reason::listed;
use super::reason::owner;
use super::reason::systems;
use crate::graph::FlowGraph;
use crate::graph::Supply;
use crate::graph::is_own;
use crate::graph::survives;
use crate::model::DataLevel;
use crate::model::FieldId;
use crate::model::Flow;
use crate::model::How;
use crate::model::Need;
use crate::model::OrganisationId;
use crate::model::Stated;
use crate::model::Status;
use crate::model::SystemId;
use crate::model::TermId;

/// The sources fine enough for the need, or why there are none.
pub(super) fn fit(
    graph: &FlowGraph,
    supply: &Supply<'_>,
    need: &Need,
    who: OrganisationId,
    term: TermId,
) -> Result<Vec<FieldId>, Box<Reason>> {
    let usable = supply.usable(who, term);
    if usable.is_empty() {
        return Err(Box::new(no_source(graph, supply, who, term)));
    }
    if need.level.known() != Some(&DataLevel::Record) {
        return Ok(usable);
    }
    let of_level = |level: Option<DataLevel>| -> Vec<FieldId> {
        let fields = usable.iter().copied();
        fields
            .filter(|field| supply.level(*field) == level)
            .collect()
    };
    let single = of_level(Some(DataLevel::Record));
    let untold = of_level(None);
    match (single.is_empty(), untold.first()) {
        (false, _) => Ok(single),
        (true, Some(field)) => Err(Box::new(level_untold(graph, term, &untold, *field))),
        (true, None) => Err(Box::new(too_coarse(graph, supply, who, term, &usable))),
    }
}

fn level_untold(graph: &FlowGraph, term: TermId, untold: &[FieldId], field: FieldId) -> Reason {
    let model = graph.model();
    let system = model.fields[field].system;
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
    graph: &FlowGraph,
    supply: &Supply<'_>,
    who: OrganisationId,
    term: TermId,
    usable: &[FieldId],
) -> Reason {
    let model = graph.model();
    let held = supply.held(term).iter().copied();
    let finer: Vec<FieldId> = held
        .filter(|field| supply.level(*field) == Some(DataLevel::Record))
        .collect();
    let (slug, who) = (&model.terms[term].slug, &model.organisations[who].slug);
    let elsewhere = if finer.is_empty() {
        "no system is known to hold it case by case".to_owned()
    } else {
        format!("case by case it is held in {}", systems(model, &finer))
    };
    let nearest = model.fields[usable[0]].system;
    let text = format!(
        "`{slug}` is too coarse: the need is about single cases, and `{who}` has only totals ({}); {elsewhere}",
        systems(model, usable)
    );
    Reason::firm("too-coarse", text)
        .rests_on(&model.systems[nearest].evidence)
        .at(model.systems[nearest].span, "holds totals")
}

fn no_source(graph: &FlowGraph, supply: &Supply<'_>, who: OrganisationId, term: TermId) -> Reason {
    let model = graph.model();
    let held = supply.held(term);
    // In the order of the model, so that the fields of one system stand together.
    let mut holders: Vec<SystemId> = held
        .iter()
        .map(|field| model.fields[*field].system)
        .collect();
    holders.dedup();
    // What the asker's own systems have, they cannot use: it has run dry, or was taken out on the way.
    if holders.iter().any(|system| !is_own(model, *system, who)) {
        holders.retain(|system| !is_own(model, *system, who));
    }
    let arriving: Vec<&Flow> = supply
        .own_systems(who)
        .into_iter()
        .flat_map(|system| graph.flows_in(system))
        .map(|flow| &model.flows[*flow])
        .filter(|flow| !is_own(model, flow.from.id(), who))
        .collect();
    let may_hold = |flow: &Flow| {
        let source = flow.from.id();
        holders.binary_search(&source).is_ok() || !model.systems[source].lists_fields
    };
    if let Some(reason) = not_allowed(graph, who, term, &holders, &arriving) {
        return reason;
    }
    let (slug, asker) = (&model.terms[term].slug, &model.organisations[who].slug);
    let unlisted = arriving
        .iter()
        .find(|flow| flow.fields.is_open() && may_hold(flow));
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
    let names = holders
        .iter()
        .take(4)
        .map(|system| &*model.systems[*system].slug);
    let more = match holders.len().saturating_sub(4) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let text = format!(
        "no stated flow brings `{slug}` to `{asker}`{}; it is held in {}{more}",
        not_today(graph, supply, who, term),
        listed(names)
    );
    Reason::firm("no-source", text).at(model.fields[held[0]].span, "held here")
}

/// The flows that would bring a term to the asker and do not stand on this day, in words: ended, or not begun.
fn not_today(graph: &FlowGraph, supply: &Supply<'_>, who: OrganisationId, term: TermId) -> String {
    let model = graph.model();
    let own = supply.own_systems(who);
    let brings = |flow: &Flow| {
        own.contains(&flow.to.id())
            && (flow.fields.is_open()
                || flow
                    .passages()
                    .iter()
                    .any(|passage| model.fields[passage.to.id()].term() == Some(term)))
    };
    let idle = model
        .flows
        .iter()
        .filter(|(id, flow)| !graph.stands(*id) && brings(flow));
    let told: Vec<String> = idle
        .take(3)
        .map(|(_, flow)| format!("`{}` {}", flow.slug, standing(graph, flow)))
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
fn not_allowed(
    graph: &FlowGraph,
    who: OrganisationId,
    term: TermId,
    holders: &[SystemId],
    arriving: &[&Flow],
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
        let passed = |passage: &crate::model::Passage| {
            let source = passage.from.first();
            passage.how == How::Identity
                && source.is_some_and(|source| model.fields[source.id()].term() == Some(term))
        };
        let is_passed = flow.passages().iter().any(passed);
        let span = flow.identifiers.span().or_else(|| flow.contains.span())?;
        (survives(flow, term, is_passed) == Some(false)).then_some((span, "takes it out"))
    };
    let barred = arriving
        .iter()
        .filter(|flow| holders.binary_search(&flow.from.id()).is_ok())
        .find_map(|flow| Some((flow, bar(flow)?)));
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
