//! Fields of one term that are about different people.

use std::collections::BTreeSet;

use serde_json::json;

use super::inherited;
use super::inherited::told_once;
use super::rule;
use super::scopes::Packed;
use super::scopes::Scopes;
use super::scopes::Sharing;
use super::scopes::Side;
use super::scopes::differing;
use super::scopes::other_people;
use crate::judge::graph::FlowGraph;
use crate::judge::graph::Supply;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::FieldId;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::Relation;
use crate::read::model::ScopeBox;
use crate::read::model::TermId;
use crate::read::model::difference;
use crate::read::model::relations;

/// How many places and scopes one finding shows.
const MOST_SHOWN: usize = 8;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that are surely about different people: one covers people whom another does not. What is
    /// not stated is never held to differ. What fields merely have from their systems is told once, with the other terms it holds for.
    /// ## Why it matters
    /// Figures from the two cannot be added, subtracted or compared, although the fields go by one name.
    /// ## How to fix
    /// Agree whom the term is about (`agreed:` on the term), or keep two terms. Where the difference is right, say so in the definitions.
    /// ## When it is fine
    /// Where each system has its own task and nobody compares them. Record that as a decision on this finding.
    "different-scope", Definition, Warning, "fields of one term that are about different people", check
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let mut scopes = Scopes::of(graph);
    let mut clashes = Vec::new();
    let supply = Supply::of(graph);
    for term in graph.model().terms.ids() {
        if let Some(sharings) = scopes.of_term(&supply, term) {
            clashes.extend(finding(graph, &mut scopes, term, sharings));
        }
    }
    findings.extend(told_once(graph, clashes));
}

/// Two scopes of one term that differ, as places among its scopes. Whoever makes the difference is worked out anew when it is told.
#[derive(Clone, Copy)]
struct Pair {
    first: usize,
    second: usize,
}

/// Some people who make the difference of a pair, and a field that has them and one that has not.
struct Difference {
    people: ScopeBox,
    more: FieldId,
    less: FieldId,
}

impl Pair {
    /// The two, where they are in different systems and surely differ by more than a stretch of one dimension.
    fn of(
        model: &Model,
        scopes: &mut Scopes<'_>,
        sharings: &[Sharing],
        first: usize,
        second: usize,
    ) -> Option<Self> {
        let (a, b) = (&sharings[first], &sharings[second]);
        let is_pair = scopes.may_differ(a.scope, b.scope)
            && are_in_two_systems(model, a, b)
            && scopes.are_other_people(a.scope, b.scope);
        is_pair.then_some(Self { first, second })
    }

    fn difference(self, model: &Model, sharings: &[Sharing]) -> Difference {
        let (a, b) = (&sharings[self.first], &sharings[self.second]);
        // As they were compared: the lower number first.
        let (a, b) = if a.scope < b.scope { (a, b) } else { (b, a) };
        let (a, b) = (a.fields[0], b.fields[0]);
        let people = |field: FieldId| model.people(model.scope(field));
        let (people, side) = other_people(model, &people(a), &people(b))
            .expect("the two differed when they were found");
        let (more, less) = if side == Side::First { (a, b) } else { (b, a) };
        Difference { people, more, less }
    }
}

/// The scopes of one term that differ from some other, and the pairs that show it.
struct Clash {
    term: TermId,
    /// Those that differ.
    sharings: Packed,
    /// Places in `sharings`.
    pairs: Box<[Pair]>,
    certainty: Certainty,
}

/// What is found about a term, without its words yet.
fn finding(
    graph: &FlowGraph,
    scopes: &mut Scopes<'_>,
    term: TermId,
    sharings: Vec<Sharing>,
) -> Option<inherited::Clash> {
    let model = graph.model();
    let mut pairs: Vec<Pair> = Vec::new();
    let is_differing = differing(sharings.len(), |first, second| {
        let pair = Pair::of(model, scopes, &sharings, first, second);
        let differs = pair.is_some();
        if pairs.len() < MOST_SHOWN {
            pairs.extend(pair);
        }
        differs
    });
    pairs.first()?;
    let before = |index: usize| is_differing[..index].iter().filter(|is| **is).count();
    for pair in &mut pairs {
        (pair.first, pair.second) = (before(pair.first), before(pair.second));
    }
    let sharings: Vec<Sharing> = sharings
        .into_iter()
        .zip(&is_differing)
        .filter(|(_, is_differing)| **is_differing)
        .map(|(sharing, _)| sharing)
        .collect();
    let mut fields = sharings.iter().flat_map(|sharing| &sharing.fields);
    let is_sourced =
        fields.all(|field| model.systems[model.system_of(*field)].evidence.is_sourced());
    let certainty = if is_sourced {
        Certainty::Certain
    } else {
        Certainty::Likely
    };
    let span = place(model, sharings[0].fields[0]);
    let clash = Clash {
        term,
        sharings: Packed::of(&sharings),
        pairs: pairs.into(),
        certainty,
    };
    let whole = graph.clone();
    let told = move || told(whole.model(), &clash);
    let finding = Finding::later_whole(&KIND, &[&model.terms[term].slug], span, certainty, told);
    let fields = sharings.iter().flat_map(|sharing| &sharing.fields);
    Some(inherited::Clash::of(model, (term, 0), fields, finding))
}

fn told(model: &Model, clash: &Clash) -> Finding {
    let (sharings, pairs) = (&*clash.sharings.sharings(), &clash.pairs);
    let fields = || {
        sharings
            .iter()
            .flat_map(|sharing| sharing.fields.iter().copied())
    };
    let systems: BTreeSet<_> = fields().map(|field| model.system_of(field)).collect();
    let slug = &model.terms[clash.term].slug;
    let words: Vec<String> = sharings
        .iter()
        .map(|sharing| scope_words(model, sharing))
        .collect();
    let Difference { people, more, less } = pairs[0].difference(model, sharings);
    let people = model.parts_words(&[people], &model.people(model.scope(more)));
    let (counts, does_not) = (model.field_name(more), model.field_name(less));
    let places = sharings.iter().zip(&words).take(MOST_SHOWN);
    let mut places =
        places.map(|(sharing, words)| (place(model, sharing.fields[0]), words.clone()));
    let (span, label) = places.next().expect("a clash has scopes");
    let details = sharings.iter().zip(&words);
    let mut finding = Finding::at(&KIND, &[slug], span, label)
        .message(format!("`{slug}` is about different people in {} systems", systems.len()))
        .subject("term", &**slug)
        .subjects("fields", fields().map(|field| model.field_name(field)))
        .detail("scopes", details.map(|(sharing, words)| scope_detail(model, sharing, words)).collect::<Vec<_>>())
        .detail("pairs", pairs.iter().map(|pair| pair_detail(model, sharings, *pair)).collect::<Vec<_>>())
        .certainty(clash.certainty)
        .help(format!(
            "agree whom `{slug}` is about, or keep two terms; for example, `{counts}` counts and `{does_not}` does not: {people}"
        ))
        .ask(owner(model, less), format!("Should `{does_not}` cover these people too: {people}?"));
    for (span, label) in places {
        finding = finding.also(span, label);
    }
    finding
}

fn are_in_two_systems(model: &Model, a: &Sharing, b: &Sharing) -> bool {
    let system = |field: &FieldId| model.system_of(*field);
    let first = system(&a.fields[0]);
    a.fields
        .iter()
        .chain(&b.fields)
        .any(|field| system(field) != first)
}

/// Whom the fields of one scope are about, in words.
fn scope_words(model: &Model, sharing: &Sharing) -> String {
    model.boxes_words(&model.people(model.scope(sharing.fields[0])))
}

fn scope_detail(model: &Model, sharing: &Sharing, words: &str) -> serde_json::Value {
    let fields: Vec<String> = sharing
        .fields
        .iter()
        .map(|field| model.field_name(*field))
        .collect();
    json!({"scope": words, "fields": fields})
}

fn pair_detail(model: &Model, sharings: &[Sharing], pair: Pair) -> serde_json::Value {
    let (a, b) = (
        sharings[pair.first].fields[0],
        sharings[pair.second].fields[0],
    );
    let people = |field: FieldId| model.people(model.scope(field));
    let possible = relations(&people(a), &people(b), model.space());
    let words: Vec<&str> = possible.iter().copied().map(Relation::word).collect();
    let Difference {
        people: some,
        more,
        less,
    } = pair.difference(model, sharings);
    let back = difference(&people(less), &people(more), model.space(), Mode::Certain);
    json!({
        "fields": [model.field_name(a), model.field_name(b)],
        "relation": words,
        "only_in": model.field_name(more),
        "people": model.box_words(&some),
        "other_way": back.first().map(|people| model.box_words(people)),
    })
}

/// Where a field's scope is written: its own, its system's, or where it is declared.
pub(super) fn place(model: &Model, field: FieldId) -> crate::read::source::Span {
    let field = &model.fields[field];
    field
        .covers
        .span()
        .or(model.systems[field.system].covers.span())
        .unwrap_or(field.span)
}

/// The id of the organisation that answers for a field; empty where nobody is named.
pub(super) fn owner(model: &Model, field: FieldId) -> String {
    let owner = model.systems[model.system_of(field)].owner();
    owner
        .map(|owner| model.organisations[owner].slug.to_string())
        .unwrap_or_default()
}
