//! A value whose people, codes or level change on its way while its last field states no change.

mod codes;
mod level;
mod people;
mod tell;

use std::collections::BTreeMap;

use self::codes::{carried, unconverted};
use self::level::{arrives_total, is_claimed_single, totals};
use self::tell::tell;
use super::facets::{firm, is_sourced, passed_at};
use super::found::{About, Found, Thing, Things};
use super::rule;
use crate::judge::graph::{FlowGraph, Link};
use crate::read::finding::Certainty;
use crate::read::model::{Conversion, Crosswalks, FieldId, FlowId, How, Model};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A value that keeps its term along a path while what it means changes, so that what arrives is no longer what the last field says:
    /// a passage with an `only` lets through people whom the field says it leaves out; an `only` narrows the people and the field does not
    /// say so (it then cannot tell, unless the term's agreed definition does); totals arrive where the system says it holds single cases;
    /// or codes that passed through fields without codes cannot become those of the field. It points at the first passage on which the meaning
    /// changed. What a system says for all its fields is one finding for each flow. People whom nothing brings are found by
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

    fn certainty(&self, model: &Model, link: &Link) -> Certainty {
        match self {
            Change::Narrowed => Certainty::CannotTell,
            Change::Codes(_, conversion) if !conversion.is_sourced => Certainty::Likely,
            _ => firm(
                model.flows[link.flow].evidence.is_sourced()
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

/// A value whose meaning has changed on arrival.
struct Changed {
    /// One link, or several of one flow with the same change.
    links: Box<[Link]>,
    /// The field that captured the value, for a finding on one field; `None` for a finding on a flow.
    origin: Option<FieldId>,
    change: Change,
}

impl About for Changed {
    fn name(&self) -> Vec<Thing> {
        match self.origin {
            Some(origin) => vec![self.links[0].to.into(), origin.into()],
            None => vec![self.links[0].flow.into()],
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
    let mut found = Vec::new();
    let mut by_flow: BTreeMap<(FlowId, &str), (Vec<Link>, Change)> = BTreeMap::new();
    let mut changed = |link: Link, change: Change| {
        if change.is_of_field(model, &link) {
            let origin = way(graph, &link)[0].from;
            found.push(finding(model, vec![link], Some(origin), change));
        } else {
            let key = (link.flow, change.facet());
            let (links, _) = by_flow.entry(key).or_insert_with(|| (Vec::new(), change));
            links.push(link);
        }
    };
    for field in model.fields.ids() {
        let links: Vec<Link> = kept(graph, field).collect();
        for link in &links {
            let change = people::change(graph, &mut arriving, link).or_else(|| {
                let (from, conversion) = unconverted(model, &crosswalks, &carried, link)?;
                Some(Change::Codes(from, conversion.into()))
            });
            if let Some(change) = change {
                changed(*link, change);
            }
        }
        if let Some(first) = links.first()
            && is_claimed_single(model, field)
            && links.iter().all(|link| arrives_total(model, &totals, link))
        {
            changed(*first, Change::Level);
        }
    }
    let of_flows = by_flow.into_values();
    found.extend(of_flows.map(|(links, change)| finding(model, links, None, change)));
    found
}

fn finding(
    model: &Model,
    links: Vec<Link>,
    origin: Option<FieldId>,
    change: Change,
) -> Found<Changed> {
    let span = change.span(model, &links[0]);
    let certainty = change.certainty(model, &links[0]);
    let links = links.into();
    let what = Changed {
        links,
        origin,
        change,
    };
    Found::sure(span, certainty, what)
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

/// The links from the field that captured the value to `last`, which comes last.
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
