//! A value whose people, codes or level change on its way without the last field saying so.

use std::collections::BTreeMap;

use serde_json::json;

use super::claims_more_than_received::passed_at;
use super::claims_more_than_received::way_names;
use super::different_scope::owner;
use super::different_scope::place;
use super::facets::is_sourced;
use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::Arrival;
use crate::graph::Arrivals;
use crate::graph::FlowGraph;
use crate::graph::Link;
use crate::model::CodeListId;
use crate::model::Contents;
use crate::model::Crosswalks;
use crate::model::DataLevel;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::FlowId;
use crate::model::How;
use crate::model::Id;
use crate::model::Mode;
use crate::model::Model;
use crate::model::Ref;
use crate::model::ScopeBox;
use crate::model::difference;
use crate::source::Span;

rule! {
    /// ## Finds
    /// A value that keeps its term along a path while what it means changes, so that what arrives is no longer what the last field says:
    /// a passage with an `only` lets through people whom the field says it leaves out; an `only` narrows the people and the field does not
    /// say so (it then cannot tell, unless the term's agreed definition does); totals arrive where the system says it holds single cases;
    /// or codes that crossed a stretch without codes cannot become those of the field. It points at the first passage on which the meaning
    /// changed. What a system says for all its fields is one finding for each flow. People whom nothing brings are found by `claims-more-than-received`, codes at the two ends of one flow by
    /// `codes-do-not-convert`.
    /// ## Why it matters
    /// The name stays and the meaning does not, which nobody notices who sees only the last field.
    /// ## How to fix
    /// State on the field whom it covers, or correct the passage.
    /// ## When it is fine
    /// Never without a word on the field.
    "meaning-changes-on-the-way", Definition, Warning, "a value whose meaning changes on its way without a word", check
}

/// What changed.
struct Change {
    facet: &'static str,
    what: String,
    help: String,
    certainty: Certainty,
    at: Span,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut arrivals = Arrivals::of(graph);
    let mut judged: BTreeMap<(Arrival, FlowId, Arrival), Vec<ScopeBox>> = BTreeMap::new();
    let crosswalks = Crosswalks::of(model);
    let order = graph.in_order();
    let totals = totals(graph, &order);
    let carried = carried(graph, &order);
    let mut changes: Vec<(Link, Change)> = Vec::new();
    for field in model.fields.ids() {
        let links: Vec<Link> = kept(graph, field).collect();
        for link in &links {
            let people = people(model, &mut arrivals, &mut judged, link);
            let change = people.or_else(|| codes(model, &crosswalks, &carried, link));
            changes.extend(change.map(|change| (*link, change)));
        }
        if let Some(first) = links.first()
            && is_claimed_single(model, field)
            && links.iter().all(|link| arrives_total(model, &totals, link))
        {
            changes.push((*first, level(model, first)));
        }
    }
    tell(graph, changes, findings);
}

/// One finding for each field that says of itself what is not so; one for each flow, where its system says it for all.
fn tell(graph: &FlowGraph, changes: Vec<(Link, Change)>, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut by_flow: BTreeMap<(FlowId, &str), (Vec<Link>, Change)> = BTreeMap::new();
    for (link, change) in changes {
        let is_own = change.facet == "codes" || model.fields[link.to].covers.known().is_some();
        if is_own && change.facet != "level" {
            findings.push(finding(graph, &[link], &change));
            continue;
        }
        let entry = by_flow
            .entry((link.flow, change.facet))
            .or_insert_with(|| (Vec::new(), change));
        entry.0.push(link);
    }
    for (links, change) in by_flow.values() {
        findings.push(finding(graph, links, change));
    }
}

/// The links by which a value reaches a field and stays the value of one term.
fn kept(graph: &FlowGraph, field: FieldId) -> impl Iterator<Item = Link> {
    let model = graph.model();
    let term = model.fields[field].term();
    let links = graph.links_in(field).into_iter();
    links.filter(move |link| {
        matches!(link.how, How::Identity | How::Derived)
            && term.is_some()
            && model.fields[link.from].term() == term
    })
}

fn people(
    model: &Model,
    arrivals: &mut Arrivals,
    judged: &mut BTreeMap<(Arrival, FlowId, Arrival), Vec<ScopeBox>>,
    link: &Link,
) -> Option<Change> {
    let only = model.flows[link.flow].only.known()?;
    let (held, claimed) = (arrivals.held(link.from), arrivals.claimed(link.to));
    let more = judged.entry((held, link.flow, claimed)).or_insert_with(|| {
        let passed = said_to_pass(model, arrivals.boxes(held), only);
        difference(
            &passed,
            arrivals.boxes(claimed),
            model.space(),
            Mode::Certain,
        )
    });
    let at = model.flows[link.flow].only.span()?;
    if !more.is_empty() {
        let people = model.parts_words(more, arrivals.boxes(held));
        return Some(Change {
            facet: "covers",
            what: format!("people arrive whom it says it leaves out: {people}"),
            help: format!(
                "cover these people, or narrow the `only` of `{}`",
                model.flows[link.flow].slug
            ),
            certainty: firmness(model, link),
            at,
        });
    }
    let narrowed = silently_narrowed(model, arrivals, link, only)?;
    let agreed = agreed_people(model, arrivals, link);
    Some(Change {
        facet: "covers",
        what: match &agreed {
            Some(people) => {
                format!("people are left out whom the agreed definition covers: {people}")
            }
            None => format!("only some pass, and it does not say so: {narrowed}"),
        },
        help: "state whom it covers".to_owned(),
        certainty: if agreed.is_some() {
            firmness(model, link)
        } else {
            Certainty::CannotTell
        },
        at,
    })
}

/// Whom a flow surely passes, as far as its `only` speaks of them.
fn said_to_pass(model: &Model, held: &[ScopeBox], only: &[ScopeBox]) -> Vec<ScopeBox> {
    let mut passed = Vec::new();
    for filter in model.people(only) {
        for scope in held {
            let mut part = scope.filtered(&filter);
            for (extent, said) in part.0.iter_mut().zip(&filter.0) {
                if !said.is_stated() {
                    *extent = Extent::Unstated;
                }
            }
            let is_new =
                scope.overlaps(&filter.as_filter()) != Some(false) && !passed.contains(&part);
            if is_new {
                passed.push(part);
            }
        }
    }
    passed
}

/// Whom a flow's `only` lets through, where its source has more people on a dimension of which the target says nothing.
fn silently_narrowed(
    model: &Model,
    arrivals: &Arrivals,
    link: &Link,
    only: &[ScopeBox],
) -> Option<String> {
    let (held, claimed) = (
        arrivals.boxes(arrivals.held(link.from)),
        arrivals.boxes(arrivals.claimed(link.to)),
    );
    let only = model.people(only);
    let is_open = |index: usize| claimed.iter().any(|scope| !scope.0[index].is_stated());
    let mut told = only.clone();
    let mut is_narrowed = false;
    for id in model.dimensions.ids() {
        let index = id.index();
        let narrows = is_open(index)
            && only.iter().all(|filter| filter.0[index].is_stated())
            && held.iter().any(|scope| {
                only.iter().all(|filter| {
                    !scope.0[index]
                        .minus(&filter.0[index], &model.space().0[index], Mode::Certain)
                        .is_empty()
                })
            });
        if narrows {
            is_narrowed = true;
        } else {
            for filter in &mut told {
                filter.0[index] = Extent::Unstated;
            }
        }
    }
    is_narrowed.then(|| model.boxes_words(&told))
}

/// People whom the agreed definition of the term covers and what arrives surely does not.
fn agreed_people(model: &Model, arrivals: &mut Arrivals, link: &Link) -> Option<String> {
    let term = model.fields[link.to].term()?;
    let agreed = model.terms[term].agreed.as_deref()?.covers.known()?;
    let agreed = model.people(agreed);
    let brought = arrivals.brought(model, link);
    let rest = difference(
        &agreed,
        arrivals.boxes(brought),
        model.space(),
        Mode::Certain,
    );
    (!rest.is_empty()).then(|| model.parts_words(&rest, &agreed))
}

/// For each field, whether its values are surely totals: its system says so, or says nothing and all that reaches it is.
fn totals(graph: &FlowGraph, order: &[FieldId]) -> Vec<bool> {
    let model = graph.model();
    let mut totals = vec![false; model.fields.len()];
    for field in order {
        totals[field.index()] = match level_of(model, *field) {
            Some(level) => level == DataLevel::Aggregate,
            None => {
                let links: Vec<Link> = kept(graph, *field).collect();
                !links.is_empty() && links.iter().all(|link| arrives_total(model, &totals, link))
            }
        };
    }
    totals
}

fn level_of(model: &Model, field: FieldId) -> Option<DataLevel> {
    model.systems[model.fields[field].system]
        .level
        .known()
        .copied()
}

fn is_claimed_single(model: &Model, field: FieldId) -> bool {
    level_of(model, field) == Some(DataLevel::Record)
}

fn arrives_total(model: &Model, totals: &[bool], link: &Link) -> bool {
    let contains = model.flows[link.flow].contains.known();
    totals[link.from.index()] || contains == Some(&Contents::Aggregate)
}

fn level(model: &Model, link: &Link) -> Change {
    let to = model.field_name(link.to);
    let system = &model.systems[model.fields[link.to].system].slug;
    Change {
        facet: "level",
        what: format!("totals arrive, and `{system}` says it holds single cases"),
        help: format!(
            "get `{to}` from where single cases are held, or let `{system}` have `level: aggregate`"
        ),
        certainty: firmness(model, link),
        at: passed_at(model, link),
    }
}

/// For each field without codes, the codes its value had when it last had some.
fn carried(graph: &FlowGraph, order: &[FieldId]) -> Vec<Option<(CodeListId, FieldId)>> {
    let model = graph.model();
    let mut carried = vec![None; model.fields.len()];
    for field in order {
        if model.fields[*field].codes.span().is_some() {
            continue;
        }
        let mut known = kept(graph, *field).map(|link| match codes_of(model, link.from) {
            Some(list) => Some((list, link.from)),
            None => carried[link.from.index()],
        });
        let first = known.next().flatten();
        if known.all(|other| other.map(|(list, _)| list) == first.map(|(list, _)| list)) {
            carried[field.index()] = first;
        }
    }
    carried
}

fn codes_of(model: &Model, field: FieldId) -> Option<CodeListId> {
    model.fields[field].codes.known().map(Ref::id)
}

fn codes(
    model: &Model,
    crosswalks: &Crosswalks<'_>,
    carried: &[Option<(CodeListId, FieldId)>],
    link: &Link,
) -> Option<Change> {
    let (list, origin) = carried[link.from.index()]?;
    let own = codes_of(model, link.to)?;
    let conversion = crosswalks.convert(list, own);
    if conversion.verdict.is_computable() != Some(false) {
        return None;
    }
    let (origin, to) = (model.field_name(origin), model.field_name(link.to));
    Some(Change {
        facet: "codes",
        what: format!(
            "the codes of `{origin}` cannot become those of `{to}`: {}",
            conversion.fault()
        ),
        help: format!(
            "say at which step the codes `{}` come about, and from what",
            model.code_lists[own].slug
        ),
        certainty: if conversion.is_sourced {
            firmness(model, link)
        } else {
            Certainty::Likely
        },
        at: passed_at(model, link),
    })
}

fn firmness(model: &Model, link: &Link) -> Certainty {
    let is_firm = model.flows[link.flow].evidence.is_sourced()
        && is_sourced(model, link.from)
        && is_sourced(model, link.to);
    if is_firm {
        Certainty::Certain
    } else {
        Certainty::Likely
    }
}

/// The way from where the value was captured to this link.
fn way(graph: &FlowGraph, last: &Link) -> Vec<Link> {
    let mut way = vec![*last];
    while let Some(before) = kept(graph, way[way.len() - 1].from).next() {
        if graph.is_captured(before.to) || way.iter().any(|link| link.from == before.from) {
            break;
        }
        way.push(before);
    }
    way.reverse();
    way
}

/// One link, or several of one flow to which the same happens.
fn finding(graph: &FlowGraph, links: &[Link], change: &Change) -> Finding {
    let model = graph.model();
    let link = &links[0];
    let way = way(graph, link);
    let (field, origin) = (model.field_name(link.to), model.field_name(way[0].from));
    let flow = &model.flows[link.flow];
    let is_of_field = change.facet == "codes"
        || model.fields[link.to].covers.known().is_some() && change.facet != "level";
    let asked = match change.certainty {
        Certainty::CannotTell => format!("Whom does `{field}` cover?"),
        _ => format!("Is `{field}` still what `{origin}` is?"),
    };
    let ids: [&str; 2] = [&field, &origin];
    let (ids, more) = match links.len() - 1 {
        _ if is_of_field => (&ids[..], String::new()),
        0 => (&[&*flow.slug][..], String::new()),
        1 => (&[&*flow.slug][..], " (and so for 1 more field)".to_owned()),
        more => (
            &[&*flow.slug][..],
            format!(" (and so for {more} more fields)"),
        ),
    };
    let mut finding = Finding::at(&KIND, ids, change.at, "changes here")
        .message(format!(
            "`{field}` is not what `{origin}` is{more}: {}",
            change.what
        ))
        .subjects("fields", links.iter().map(|link| model.field_name(link.to)))
        .detail("facet", change.facet)
        .detail(
            "changed_on",
            json!({"flow": flow.slug, "from": model.field_name(link.from), "to": field}),
        )
        .certainty(change.certainty)
        .also(
            place(model, link.to),
            format!(
                "what `{}` says",
                model.systems[model.fields[link.to].system].slug
            ),
        )
        .via(way_names(model, &way))
        .help(change.help.clone())
        .ask(owner(model, link.to), asked);
    finding = if is_of_field {
        finding.subject("field", field).subject("origin", origin)
    } else {
        finding.subject("flow", &*flow.slug)
    };
    finding
}
