//! Fields of one term that are about different people.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::comparable::{Comparable, Dimensions};
use super::differing::differing;
use super::facets::MOST_SHOWN;
use super::found::{Found, Names, about};
use super::inherited::{OfTerm, told_once, with_others};
use super::rule;
use super::scopes::{Scopes, Sharing, Side, by_scope, certainty, other_people};
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::{Certainty, Words};
use crate::read::model::{FieldId, Mode, Model, Relation, ScopeBox, TermId, difference, relations};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, that are surely about different people: one covers people whom another does not. What is
    /// not stated is never held to differ. A dimension counts only where it is part of the term: where the `covers` of a field or of the agreed
    /// definition states it, where both fields are totals, or where a need asks about it and draws on both fields. That two systems cover
    /// different people is otherwise no difference of their terms. A difference is told once, with the other terms it holds for.
    /// ## Why it matters
    /// Figures from the two cannot be added, subtracted or compared, although the fields go by one name.
    /// ## How to fix
    /// Agree whom the term is about (`agreed:` on the term), or keep two terms. Where the difference is right, say so in the definitions.
    /// ## When it is fine
    /// Where each system has its own task and nobody compares them. Record that as a decision on this finding.
    "different-scope", Definition, Warning, "fields of one term that are about different people", find, tell
}

fn find(graph: &FlowGraph) -> Vec<Found<DifferentScope>> {
    let model = graph.model();
    let (mut scopes, supply) = (Scopes::of(graph), Supply::of(graph));
    let mut found = Vec::new();
    for term in model.terms.ids() {
        if let Some((comparable, sharings)) = scopes.of_term(&supply, term) {
            found.extend(of_term(model, &mut scopes, term, &comparable, &sharings));
        }
    }
    told_once(model, found)
}

/// Two fields about different people: `more` covers some people that `less` does not.
struct Pair {
    more: FieldId,
    less: FieldId,
    /// The dimensions on which the two are compared.
    by: Dimensions,
}

impl Pair {
    /// A pair of the first field of each, if the two are in different systems and surely differ by more than a stretch of one dimension.
    fn of(
        model: &Model,
        scopes: &mut Scopes<'_>,
        comparable: &Comparable<'_>,
        a: &Sharing,
        b: &Sharing,
    ) -> Option<Self> {
        if !are_in_two_systems(model, a, b) {
            return None;
        }
        let by = scopes.compared(comparable, a, b)?;
        let (first, second) = (a.fields[0], b.fields[0]);
        let (more, less) = match scopes.other_people(by, a.scope, b.scope)? {
            Side::First => (first, second),
            Side::Second => (second, first),
        };
        Some(Self { more, less, by })
    }

    /// Some of the people that make the difference.
    fn people(&self, model: &Model) -> ScopeBox {
        let people = |field: FieldId| model.people(model.scope(field));
        let people = other_people(model, self.by, &people(self.more), &people(self.less));
        people.expect("the two differed when they were found")
    }
}

/// Fields of one term, each about other people than at least one other field.
struct DifferentScope {
    term: TermId,
    /// The fields; those of one scope are adjacent.
    fields: Box<[FieldId]>,
    /// The first pairs that differ.
    pairs: Box<[Pair]>,
    /// The first pairs that have too many boxes to compare.
    too_many: Box<[[FieldId; 2]]>,
    /// Other terms with the same difference.
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
    model: &Model,
    scopes: &mut Scopes<'_>,
    term: TermId,
    comparable: &Comparable<'_>,
    sharings: &[Sharing],
) -> Option<Found<DifferentScope>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut too_many: Vec<[FieldId; 2]> = Vec::new();
    let is_differing = differing(sharings.len(), |first, second| {
        let pair = Pair::of(
            model,
            scopes,
            comparable,
            &sharings[first],
            &sharings[second],
        );
        let two = [first, second].map(|index| &sharings[index]);
        if too_many.len() < MOST_SHOWN && scopes.are_too_many(two[0].scope, two[1].scope) {
            too_many.push(two.map(|sharing| sharing.fields[0]));
        }
        let differs = pair.is_some();
        if pairs.len() < MOST_SHOWN {
            pairs.extend(pair);
        }
        differs
    });
    if pairs.is_empty() {
        return not_compared(model, term, too_many);
    }
    let differing = sharings.iter().zip(is_differing).filter(|(_, is)| *is);
    let fields = differing.flat_map(|(sharing, _)| &sharing.fields);
    let fields: Box<[FieldId]> = fields.copied().collect();
    let (span, certainty) = (place(model, fields[0]), certainty(model, &fields));
    let what = DifferentScope {
        term,
        fields,
        pairs: pairs.into(),
        too_many: too_many.into(),
        also: Vec::new(),
    };
    Some(Found::sure(span, certainty, what))
}

/// A finding that the difference cannot be told, if no two fields surely differ and some have too many boxes to compare.
fn not_compared(
    model: &Model,
    term: TermId,
    too_many: Vec<[FieldId; 2]>,
) -> Option<Found<DifferentScope>> {
    let fields: BTreeSet<FieldId> = too_many.iter().flatten().copied().collect();
    let span = place(model, *fields.first()?);
    let what = DifferentScope {
        term,
        fields: fields.into_iter().collect(),
        pairs: Box::default(),
        too_many: too_many.into(),
        also: Vec::new(),
    };
    Some(Found::sure(span, Certainty::CannotTell, what))
}

fn tell(found: &Found<DifferentScope>, names: &Names<'_>) -> Words {
    let model = names.model();
    let Some(pair) = found.pairs.first() else {
        return tell_too_many(found, names);
    };
    let term = names.of(found.term);
    let systems: BTreeSet<_> = found
        .fields
        .iter()
        .map(|field| model.system_of(*field))
        .collect();
    let scopes = by_scope(model, &found.fields, |scope| model.people(scope));
    let places = scopes.iter().take(MOST_SHOWN);
    let places = places.map(|(people, fields)| {
        let label = format!(
            "{}: {}",
            names.of(model.system_of(fields[0])),
            model.short_words(people)
        );
        (place(model, fields[0]), label)
    });
    let places: Vec<(Span, String)> = places.collect();
    let scopes: Vec<(String, &[FieldId])> = scopes
        .iter()
        .map(|(people, fields)| (model.boxes_words(people), *fields))
        .collect();
    let details = scopes.iter();
    let details =
        details.map(|(words, fields)| json!({"scope": words, "fields": names.ids(*fields)}));
    let others = model.people(model.scope(pair.less));
    let people = model.groups_words(&[pair.people(model)], &others);
    let [counts, does_not] = names.two(pair.more, pair.less);
    let words = Words::shown(places)
        .message(format!("{term} is held for different people in {} systems", systems.len()))
        .detail("scopes", details.collect::<Vec<_>>())
        .detail("pairs", found.pairs.iter().map(|pair| pair_detail(names, pair)).collect::<Vec<_>>())
        .help(format!(
            "agree whom {term} is for, or keep two terms. They differ on some people ({people}). {counts} covers them and {does_not} does not"
        ))
        .ask(names.owner_of(pair.less), format!("Should {does_not} cover these people too ({people})?"));
    let too_many = found.too_many.iter().map(|two| names.ids(two));
    let too_many: Vec<Value> = too_many.map(Value::from).collect();
    let words = if too_many.is_empty() {
        words
    } else {
        words.detail("too_many_boxes", too_many)
    };
    with_others(words, &found.also, names)
}

fn tell_too_many(found: &Found<DifferentScope>, names: &Names<'_>) -> Words {
    let model = names.model();
    let [first, second] = found.too_many[0];
    let label = |field: FieldId| match model.people(model.scope(field)).len() {
        1 => "1 group of people".to_owned(),
        count => format!("{count} groups of people"),
    };
    let fields = found.fields.iter().take(MOST_SHOWN);
    let words = Words::shown(fields.map(|field| (place(model, *field), label(*field))))
        .message(format!(
            "{} and {} state too many groups of people to compare",
            names.of(first),
            names.of(second)
        ))
        .detail(
            "too_many_boxes",
            found
                .too_many
                .iter()
                .map(|two| Value::from(names.ids(two)))
                .collect::<Vec<_>>(),
        )
        .help("say in fewer groups whom they cover, or by fewer dimensions")
        .ask(
            names.owner_of(first),
            format!("Whom does {} cover, in fewer groups?", names.of(first)),
        );
    with_others(words, &found.also, names)
}

fn are_in_two_systems(model: &Model, a: &Sharing, b: &Sharing) -> bool {
    let system = |field: &FieldId| model.system_of(*field);
    let first = system(&a.fields[0]);
    let mut fields = a.fields.iter().chain(&b.fields);
    fields.any(|field| system(field) != first)
}

fn pair_detail(names: &Names<'_>, pair: &Pair) -> Value {
    let model = names.model();
    // Keep the order of the model.
    let fields = [pair.more.min(pair.less), pair.more.max(pair.less)];
    let [a, b] = fields.map(|field| model.people(model.scope(field)));
    let possible = relations(&a, &b, model.space());
    let relation: Vec<&str> = possible.iter().copied().map(Relation::word).collect();
    let (more, less) = if pair.more == fields[0] {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let back = difference(less, more, model.space(), Mode::Certain);
    json!({
        "fields": names.ids(fields),
        "relation": relation,
        "only_in": names.id(pair.more),
        "people": model.box_words(&pair.people(model)),
        "other_way": back.first().map(|people| model.box_words(people)),
    })
}

/// The place of a field's scope: its own, its system's, or its declaration.
pub(super) fn place(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field
        .covers
        .span()
        .or(model.systems[field.system].covers.span())
        .unwrap_or(field.span)
}
