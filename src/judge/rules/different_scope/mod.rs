//! Fields of one term that are about different people.

mod pool;
mod sides;
mod tell;

use std::collections::BTreeSet;

use self::pool::{Pool, are_flag_and_class, says_whom};
use super::apart::other_people;
use super::comparable::{Comparable, Dimensions};
use super::differing::differing;
use super::facets::{MOST_SHOWN, firm};
use super::found::{Found, about};
use super::inherited::{OfTerm, told_once};
use super::rule;
use super::scopes::{Reading, Scopes, Side};
use super::sharing::{Sharing, certainty};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Certainty;
use crate::read::model::{DimensionId, FieldId, Model, ScopeBox, TermId, may_share};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that are about different people: one covers people whom another does not. A dimension that one
    /// of two fields leaves out is read as everyone whom its flows bring, and the finding is then only likely; of one that neither states nothing
    /// is said. Where one is written as `unknown`, it cannot tell. Where it is `unknown` whose a system is, or whether a field gets values today, it is
    /// only likely. A dimension counts only where it is part of the term: where the `covers` of a
    /// field or of the agreed definition states it, where both fields are totals of some people in common, or where a need asks about it and draws on both fields. That two
    /// systems cover different people is otherwise no difference of their terms, and neither is that a body's own record covers fewer people than
    /// a collection, nor that the figures of a part of a body are about that part alone, nor that a yes or no is about fewer than a class is. A
    /// difference is told once, with the other terms it holds for.
    /// ## Why it matters
    /// Figures from the two cannot be added, subtracted or compared, although the fields go by one name.
    /// ## How to fix
    /// Agree whom the term is about (`agreed:` on the term), or keep two terms. Where the difference is right, say so in the definitions.
    /// ## When it is fine
    /// Where each system has its own task and nobody compares them. Record that as a decision on this finding.
    "different-scope", Definition, Warning, "fields of one term that are about different people", find, tell::tell
}

/// The number of pairs of a term with too many boxes to compare after which no more are compared: that there are such pairs is told.
const MOST_GIVEN_UP: usize = 20_000;

fn find(graph: &FlowGraph) -> Vec<Found<DifferentScope>> {
    let model = graph.model();
    let (mut scopes, supply) = (Scopes::of(graph), Supply::of(graph));
    let mut found = Vec::new();
    for term in model.terms.ids() {
        if let Some((comparable, sharings)) = scopes.of_term(&supply, term) {
            found.extend(of_term(graph, &mut scopes, term, &comparable, &sharings));
        }
    }
    told_once(model, found)
}

/// Two fields about different people: `more` covers some whom `less` does not.
struct Pair {
    more: FieldId,
    less: FieldId,
    /// The dimensions on which the two are compared.
    by: Dimensions,
    /// False if they differ only once a dimension left out is read as everyone.
    is_written: bool,
    /// True if they are compared only as totals of some people in common.
    is_as_totals: bool,
    /// True if the two differ as they are written, and all that they rest on has a source.
    is_sure: bool,
}

impl Pair {
    /// A pair of one field of each in different systems, if they differ by more than a stretch of one dimension.
    fn of(
        model: &Model,
        scopes: &mut Scopes<'_>,
        comparable: &Comparable<'_>,
        a: &Sharing,
        b: &Sharing,
    ) -> Option<Self> {
        let [first, second] = a.in_two_systems(b, model)?;
        if are_flag_and_class(model, first, second) {
            return None;
        }
        let is_sure = a.is_sure(first) && b.is_sure(second);
        let by = scopes.compared(comparable, a, b)?;
        let own = scopes
            .of_own_people(first)
            .and(scopes.of_own_people(second));
        let by = by.without(own);
        let presumed = scopes.other_people(Reading::Presumed, by, a.scope, b.scope);
        if presumed == [false; 2] {
            return None;
        }
        // Totals about wholly different people are not totals of the same thing.
        let stated = comparable.stated(&a.standing, &b.standing);
        let is_as_totals =
            scopes.other_people(Reading::Presumed, stated, a.scope, b.scope) == [false; 2];
        if is_as_totals && !may_share(scopes.people(first), scopes.people(second)) {
            return None;
        }
        let written = scopes.other_people(Reading::AsWritten, by, a.scope, b.scope);
        let is_written = written != [false; 2];
        // A body's own record is about the people it looks after. That a collection covers others too is no difference of a term.
        let sides = if is_written { written } else { presumed };
        let is_first_more = match (sides, a.standing.is_record, b.standing.is_record) {
            ([true, false], false, true) | ([false, true], true, false) => return None,
            ([true, true], true, false) => true,
            ([true, true], false, true) => false,
            ([true, true], ..) => says_whom(model, second) || !says_whom(model, first),
            ([is_first, _], ..) => is_first,
        };
        let (more, less) = if is_first_more {
            (first, second)
        } else {
            (second, first)
        };
        Some(Self {
            more,
            less,
            by,
            is_written,
            is_as_totals,
            is_sure: is_sure && is_written && scopes.is_known(a) && scopes.is_known(b),
        })
    }

    /// The dimensions of the comparison that one of the two fields itself states.
    fn by_own(&self, model: &Model) -> Dimensions {
        let stated = |field: FieldId| {
            let covers = model.fields[field].covers.known();
            covers.map_or_else(Dimensions::default, |boxes| Dimensions::stated(boxes))
        };
        self.by.in_common(stated(self.more).and(stated(self.less)))
    }

    /// Some of the people who make the difference.
    fn people(&self, graph: &FlowGraph) -> ScopeBox {
        let model = graph.model();
        let written = |field: FieldId| model.people(model.scope(field));
        let presumed = |field: FieldId| Scopes::people_of(graph, field);
        let [more, less] = [self.more, self.less].map(|field| {
            if self.is_written {
                written(field)
            } else {
                presumed(field)
            }
        });
        other_people(model, self.by, &more, &less).expect("the two differed when they were found")
    }
}

/// Fields of one term, each of which is about other people than some other one.
struct DifferentScope {
    term: TermId,
    /// Fields of one scope are adjacent; fields with a stated scope come first.
    fields: Box<[FieldId]>,
    /// The first pairs that differ.
    pairs: Box<[Pair]>,
    /// The first pairs that have too many boxes to compare.
    too_many: Box<[[FieldId; 2]]>,
    /// Set if no pair differs: two fields, and a dimension on which the first states whom it covers and the second does not know.
    unknown: Option<(FieldId, FieldId, DimensionId)>,
    /// The other terms for which the same holds.
    also: Vec<TermId>,
}
about!(DifferentScope {
    name: [term],
    subjects: [term, &fields]
});

impl OfTerm for DifferentScope {
    fn term(&self) -> TermId {
        self.term
    }

    fn fields(&self) -> &[FieldId] {
        &self.fields
    }

    fn also(&mut self) -> &mut Vec<TermId> {
        &mut self.also
    }
}

fn of_term(
    graph: &FlowGraph,
    scopes: &mut Scopes<'_>,
    term: TermId,
    comparable: &Comparable<'_>,
    sharings: &[Sharing],
) -> Option<Found<DifferentScope>> {
    let model = graph.model();
    let mut pool = Pool::default();
    let mut too_many: Vec<[FieldId; 2]> = Vec::new();
    let mut unknown = None;
    let mut given_up = 0;
    let is_differing = differing(sharings.len(), |first, second| {
        if given_up > MOST_GIVEN_UP {
            return false;
        }
        let two = [&sharings[first], &sharings[second]];
        let pair = Pair::of(model, scopes, comparable, two[0], two[1]);
        if scopes.are_too_many(two[0].scope, two[1].scope) {
            given_up += 1;
            if too_many.len() < MOST_SHOWN {
                too_many.push(two.map(|sharing| sharing.fields[0]));
            }
        }
        let is_open = |[a, b]: [FieldId; 2]| !are_flag_and_class(model, a, b);
        if pair.is_none()
            && unknown.is_none()
            && two[0].in_two_systems(two[1], model).is_some_and(is_open)
        {
            unknown = doubt(scopes, comparable, two);
        }
        let differs = pair.is_some();
        pool.add(graph, pair);
        differs
    });
    let is_sure = pool.is_sure;
    let pairs = pool.best(graph, scopes);
    if pairs.is_empty() {
        return not_compared(model, term, too_many, unknown);
    }
    let those = sharings.iter().zip(&is_differing).filter(|(_, is)| **is);
    let mut those: Vec<&Sharing> = those.map(|(sharing, _)| sharing).collect();
    those.sort_by_key(|sharing| scopes.is_silent(sharing));
    let fields = those.into_iter().flat_map(|sharing| &sharing.fields);
    let fields: Box<[FieldId]> = fields.copied().collect();
    // All of them are told, so the finding is no surer than the least sure of them; and only if each differs from another as it is written.
    let mut certainty = certainty(&Supply::of(graph), &fields).max(firm(is_sure));
    if certainty == Certainty::Certain {
        let as_written = differing(sharings.len(), |first, second| {
            let two = [&sharings[first], &sharings[second]];
            let pair = Pair::of(model, scopes, comparable, two[0], two[1]);
            pair.is_some_and(|pair| pair.is_written)
        });
        certainty = certainty.max(firm(as_written == is_differing));
    }
    // The example is the first thing that is read.
    certainty = certainty.max(firm(pairs[0].is_sure || !is_sure));
    let span = place(model, fields[0]);
    let what = DifferentScope {
        term,
        fields,
        pairs: pairs.into(),
        too_many: too_many.into(),
        unknown: None,
        also: Vec::new(),
    };
    Some(Found::sure(span, certainty, what))
}

/// The first fields of two sharings, if one of the two does not know whom it covers on a dimension; the field that does know comes first.
fn doubt(
    scopes: &Scopes<'_>,
    comparable: &Comparable<'_>,
    [a, b]: [&Sharing; 2],
) -> Option<(FieldId, FieldId, DimensionId)> {
    let (dimension, side) = scopes.doubt(comparable, a, b)?;
    let [first, second] = [a.fields[0], b.fields[0]];
    Some(match side {
        Side::First => (second, first, dimension),
        Side::Second => (first, second, dimension),
    })
}

/// The finding if no two fields differ: it cannot be told, because some have too many boxes to compare or do not know whom they cover.
fn not_compared(
    model: &Model,
    term: TermId,
    too_many: Vec<[FieldId; 2]>,
    unknown: Option<(FieldId, FieldId, DimensionId)>,
) -> Option<Found<DifferentScope>> {
    let mut fields: BTreeSet<FieldId> = too_many.iter().flatten().copied().collect();
    let unknown = unknown.filter(|_| fields.is_empty());
    fields.extend(unknown.iter().flat_map(|(one, other, _)| [*one, *other]));
    let span = place(model, *fields.first()?);
    let what = DifferentScope {
        term,
        fields: fields.into_iter().collect(),
        pairs: Box::default(),
        too_many: too_many.into(),
        unknown,
        also: Vec::new(),
    };
    Some(Found::sure(span, Certainty::CannotTell, what))
}

/// The place of a field's scope: its own, its system's, or that of the field's declaration.
pub(super) fn place(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field
        .covers
        .span()
        .or(model.systems[field.system].covers.span())
        .unwrap_or(field.span)
}
