//! A value whose people, codes or level change on its way while its last field states no change.

mod codes;
mod level;
mod people;
mod tell;

use std::collections::BTreeMap;

use self::codes::{carried, unconverted};
use self::level::{are_sourced, arrives_total, is_claimed_single, totals};
use self::tell::tell;
use super::facets::{firm, is_sourced, may_be_brought, may_mean_any, passed_at};
use super::found::{About, Found, Thing, Things};
use super::lacks::silent;
use super::rule;
use crate::judge::graph::{FlowGraph, Link};
use crate::read::finding::Certainty;
use crate::read::model::{Conversion, Crosswalks, Extent, FieldId, FlowId, How, Model};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A value that keeps its term along a path while what it means changes, so that what arrives is no longer what the last field says:
    /// a passage with an `only` lets through people whom the field says it leaves out; an `only` narrows the people and the field does not
    /// say so (it then cannot tell, unless the term's agreed definition does); totals arrive where the system says it holds single cases;
    /// or codes that passed through fields without codes cannot become those of the field. It points at the first passage on which the meaning
    /// changed. Whom an identifier or another context field is about is no finding, and neither is what arrives at a body without a named system.
    /// If all fields of a system have one scope, each flow has one finding for all of them. People whom nothing brings are found by
    /// `claims-more-than-received`, codes at the two ends of one flow by `codes-do-not-convert`.
    /// ## Why it matters
    /// The name stays and the meaning does not, which nobody notices who sees only the last field.
    /// ## How to fix
    /// State on the field whom it covers, or correct the passage.
    /// ## When it is fine
    /// Never without a word on the field.
    "meaning-changes-on-the-way", Definition, Warning, "a value whose meaning changes on its way without a word", find, tell
}

/// The change on one link.
enum Change {
    /// People arrive that the field states as left out.
    OthersArrive,
    /// Only some people pass, and the agreed definition of the term covers others too.
    AgreedLeftOut,
    /// Only some people pass, and the field does not state it.
    Narrowed,
    /// The codes that the value had at this field do not convert into those of the target.
    Codes(FieldId, Box<Conversion>),
    /// Totals arrive in a system that states single cases.
    Level,
}

impl Change {
    /// The word that tells this change from others on one flow or field, in the names of findings.
    fn slug(&self) -> &'static str {
        match self {
            Change::OthersArrive => "others-arrive",
            Change::AgreedLeftOut => "agreed-left-out",
            Change::Narrowed => "narrowed",
            Change::Codes(..) => "codes",
            Change::Level => "level",
        }
    }

    fn facet(&self) -> &'static str {
        match self {
            Change::OthersArrive | Change::AgreedLeftOut | Change::Narrowed => "covers",
            Change::Codes(..) => "codes",
            Change::Level => "level",
        }
    }

    /// True if the target itself makes the false statement; false if its system makes it for all its fields.
    fn is_of_field(&self, model: &Model, link: &Link) -> bool {
        match self {
            Change::Codes(..) => true,
            Change::Level => false,
            _ => model.fields[link.to].covers.known().is_some(),
        }
    }

    fn certainty(&self, graph: &FlowGraph, link: &Link) -> Certainty {
        let model = graph.model();
        match self {
            Change::Narrowed => Certainty::CannotTell,
            Change::Codes(_, conversion) if !conversion.is_sourced => Certainty::Likely,
            Change::OthersArrive | Change::AgreedLeftOut if brings_unknown(graph, link) => {
                Certainty::Likely
            }
            // Single cases may come from elsewhere.
            Change::Level if may_come_otherwise(graph, link.to) => Certainty::Likely,
            Change::Level if !are_sourced(graph, link) => Certainty::Likely,
            _ => firm(
                model.flows[link.flow].is_sourced()
                    && is_sourced(model, link.from)
                    && is_sourced(model, link.to),
            ),
        }
    }

    /// The place of the `only`, or of the passage.
    fn span(&self, model: &Model, link: &Link) -> Span {
        let only = model.flows[link.flow].only.span();
        let only = only.filter(|_| self.facet() == "covers");
        only.unwrap_or_else(|| passed_at(model, link))
    }
}

/// True if it is not known on some dimension whom the values that a link brings are about: of the field that they come from, or of one on the way to
/// it, this is `unknown`, or an unlisted flow may bring them.
fn brings_unknown(graph: &FlowGraph, link: &Link) -> bool {
    let arrivals = graph.arrivals();
    let is_unknown = |arrival| {
        let mut extents = arrivals.boxes(arrival).iter().flat_map(|scope| &scope.0);
        extents.any(|extent| *extent == Extent::Unknown)
    };
    is_unknown(arrivals.held(link.from))
        || way(graph, link).iter().any(|link| {
            let mut before = graph.links_in(link.from).iter();
            is_unknown(arrivals.claimed(link.from))
                || may_be_brought(graph, link.from)
                || before.any(|link| is_unknown(arrivals.claimed(link.from)))
        })
}

/// True if values of an unknown kind may reach a field: by an unlisted flow, or from a field that may mean any term.
fn may_come_otherwise(graph: &FlowGraph, field: FieldId) -> bool {
    let model = graph.model();
    let mut links = graph.links_in(field).iter();
    silent(graph, model.system_of(field)).is_some()
        || links.any(|link| may_mean_any(model, link.from))
}

/// A value whose meaning has changed on arrival.
struct Changed {
    /// One link, or several of one flow with the same change.
    links: Box<[Link]>,
    /// The field where the way of the value begins, for a finding on one field; `None` for a finding on a flow.
    origin: Option<FieldId>,
    change: Change,
}

impl About for Changed {
    fn name(&self) -> Vec<Thing> {
        match self.origin {
            Some(origin) => vec![
                self.links[0].to.into(),
                origin.into(),
                self.change.slug().into(),
            ],
            None => vec![self.links[0].flow.into(), self.change.slug().into()],
        }
    }

    fn subjects(&self, graph: &FlowGraph) -> Vec<(&'static str, Things)> {
        let fields = Things::many(self.links.iter().map(|link| link.to));
        let mut subjects = vec![("fields", fields)];
        if let Some(origin) = self.origin {
            subjects.extend([
                ("field", self.links[0].to.into()),
                ("origin", origin.into()),
            ]);
        } else {
            let origins = self.links.iter().map(|link| way(graph, link)[0].from);
            subjects.extend([
                ("flow", self.links[0].flow.into()),
                ("origins", Things::many(origins)),
            ]);
        }
        subjects
    }
}

fn find(graph: &FlowGraph) -> Vec<Found<Changed>> {
    let model = graph.model();
    let mut arriving = BTreeMap::new();
    let crosswalks = Crosswalks::of(model);
    let order = graph.order().fields();
    let totals = totals(graph, order);
    let carried = carried(graph, order);
    let mut groups: BTreeMap<(Group, &str), Vec<(Link, Change)>> = BTreeMap::new();
    let mut changed = |link: Link, change: Change| {
        let group = if change.is_of_field(model, &link) {
            Group::Field(link.to, way(graph, &link)[0].from)
        } else {
            Group::Flow(link.flow)
        };
        let group = groups.entry((group, change.slug())).or_default();
        group.push((link, change));
    };
    for field in model.fields.ids() {
        let links: Vec<Link> = kept(graph, field).collect();
        for link in &links {
            let of_people = people::change(graph, &mut arriving, link);
            let change = of_people.filter(|_| !graph.is_context(field)).or_else(|| {
                let (from, conversion) = unconverted(model, &crosswalks, &carried, link)?;
                Some(Change::Codes(from, conversion.into()))
            });
            if let Some(change) = change {
                changed(*link, change);
            }
        }
        if is_claimed_single(model, field)
            && links.iter().all(|link| arrives_total(model, &totals, link))
        {
            for link in links {
                changed(link, Change::Level);
            }
        }
    }
    let groups = groups.into_iter();
    groups
        .filter_map(|((group, _), changes)| finding(graph, group, changes))
        .collect()
}

/// The changes that are one finding, if they are of one kind: those that a field says of itself, by the field and the field where the way of
/// its value begins, or those that a system says for all its fields, by the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Field(FieldId, FieldId),
    Flow(FlowId),
}

/// The finding on changes of one kind in one group: as sure as the least sure of them. The surest is told first.
fn finding(
    graph: &FlowGraph,
    group: Group,
    mut changes: Vec<(Link, Change)>,
) -> Option<Found<Changed>> {
    changes.sort_by_cached_key(|(link, change)| change.certainty(graph, link));
    let (last, change) = changes.last()?;
    let certainty = change.certainty(graph, last);
    let origin = match group {
        Group::Field(_, origin) => Some(origin),
        Group::Flow(_) => None,
    };
    let (links, mut kinds): (Vec<Link>, Vec<Change>) = changes.into_iter().unzip();
    let change = kinds.swap_remove(0);
    let span = change.span(graph.model(), &links[0]);
    let what = Changed {
        links: links.into(),
        origin,
        change,
    };
    Some(Found::sure(span, certainty, what))
}

/// The links that bring a field the value of one field of the same term.
fn kept(graph: &FlowGraph, field: FieldId) -> impl Iterator<Item = Link> {
    let model = graph.model();
    let term = model.term_of(field);
    let links = graph.links_in(field).iter().copied();
    links.filter(move |link| {
        matches!(link.how, How::Identity | How::Derived)
            && term.is_some()
            && model.term_of(link.from) == term
    })
}

/// The links to `last`, which comes last, from the field that captured the value; or, if ways from several fields join, from the field in
/// which they do. Which of those ways is meant would otherwise depend on the ids.
fn way(graph: &FlowGraph, last: &Link) -> Vec<Link> {
    let mut way = vec![*last];
    while let Some(before) = single(graph, way[way.len() - 1].from) {
        if graph.is_captured(before.to) || way.iter().any(|link| link.from == before.from) {
            break;
        }
        way.push(before);
    }
    way.reverse();
    way
}

/// The link that brings a field its value, if all such links come from one field.
fn single(graph: &FlowGraph, field: FieldId) -> Option<Link> {
    let mut links = kept(graph, field);
    let first = links.next()?;
    links.all(|link| link.from == first.from).then_some(first)
}
