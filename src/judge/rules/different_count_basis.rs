//! Fields of one term that assign cases to a period by different dates.

use std::cmp::Reverse;
use std::sync::Arc;

use serde_json::json;

use super::different_scope::place;
use super::facets::{MOST_SHOWN, are_apart, by_term, certainty, is_sourced};
use super::found::{Found, Names, about};
use super::rule;
use super::scopes::by_scope;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Words;
use crate::read::model::{
    Basis, DimensionId, Extent, FieldId, Leaves, Model, TermId, extent_words,
};
use crate::words::few;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, whose cases are put into a period by different dates: by the day it happened in one, by the day
    /// it was registered in another. The dimension `counted_by` says so. `all`, for records in which no date decides, differs from none.
    /// ## Why it matters
    /// Totals of one year differ although the definitions agree: what lies between the two dates moves cases from one period to the next.
    /// How many depends on how long that takes, which is a distribution and not a number.
    /// ## How to fix
    /// Agree which date decides, or publish both with the distribution of the time between them.
    /// ## When it is fine
    /// Where each figure names its date wherever it is shown.
    "different-count-basis", Definition, Warning, "fields of one term counted by different dates", find, tell
}

fn find(graph: &FlowGraph) -> Vec<Found<DifferentBasis>> {
    let model = graph.model();
    let Some((dimension, _)) = model.count_basis() else {
        return Vec::new();
    };
    let scopes = model.scopes().iter();
    let basis = scopes.map(|scope| Model::basis_of_boxes(dimension, scope));
    let basis: Vec<Basis> = basis.collect();
    let asked: Arc<[(Leaves, usize)]> = asked(model, dimension).into();
    let terms = by_term(graph).filter(|(term, _)| !model.terms[*term].is_context());
    let found = terms.filter_map(|(term, fields)| {
        let mut bases: Vec<(&Leaves, Vec<FieldId>)> = Vec::new();
        for field in fields {
            let Basis::By(leaves) = &basis[model.scope_number(*field) as usize] else {
                continue;
            };
            match bases.iter_mut().find(|(known, _)| *known == leaves) {
                Some((_, fields)) => fields.push(*field),
                None => bases.push((leaves, vec![*field])),
            }
        }
        let fields = bases.iter().flat_map(|(_, fields)| fields);
        let fields: Box<[FieldId]> = fields.copied().collect();
        let mut rest = fields.iter().skip(1);
        if bases.len() < 2 || !rest.any(|field| are_apart(model, *field, fields[0])) {
            return None;
        }
        let (span, certainty) = (place(model, fields[0]), certainty(model, &fields));
        let what = DifferentBasis {
            term,
            fields,
            asked: asked.clone(),
        };
        Some(Found::sure(span, certainty, what))
    });
    found.collect()
}

/// The dates by which needs ask for figures to be counted, each with the number of those needs.
fn asked(model: &Model, dimension: DimensionId) -> Vec<(Leaves, usize)> {
    let mut asked: Vec<(Leaves, usize)> = Vec::new();
    for (_, need) in model.needs.iter() {
        let people = need.covers.known();
        let basis = people.map(|boxes| Model::basis_of_boxes(dimension, boxes));
        let Some(Basis::By(leaves)) = basis else {
            continue;
        };
        match asked.iter_mut().find(|(known, _)| *known == leaves) {
            Some((_, count)) => *count += 1,
            None => asked.push((leaves, 1)),
        }
    }
    asked
}

/// Fields of one term that are counted by different dates.
struct DifferentBasis {
    term: TermId,
    /// The fields; those counted by the same dates are adjacent.
    fields: Box<[FieldId]>,
    /// The dates that needs of the map ask for, each with the number of those needs.
    asked: Arc<[(Leaves, usize)]>,
}
about!(DifferentBasis {
    name: [term],
    subjects: [term, &fields]
});

fn tell(found: &Found<DifferentBasis>, names: &Names<'_>) -> Words {
    let (model, term) = (names.model(), names.of(found.term));
    let (dimension, axis) = model
        .count_basis()
        .expect("fields are counted by a date only where the map has the dimension");
    let bases = by_scope(model, &found.fields, |scope| {
        Model::basis_of_boxes(dimension, scope)
    });
    // The date that most needs ask for is the one to agree on, if some field has it.
    let asked_for = |basis: &Basis| {
        let mut asked = found.asked.iter();
        let by = asked.find(|(dates, _)| matches!(basis, Basis::By(leaves) if leaves == dates));
        by.map_or(0, |(_, count)| *count)
    };
    let wanted =
        (0..bases.len()).max_by_key(|place| (asked_for(&bases[*place].0), Reverse(*place)));
    let wanted = wanted.unwrap_or_default();
    let bases = bases.into_iter().map(|(basis, fields)| match basis {
        Basis::By(leaves) => (
            extent_words(axis, &Extent::Leaves(leaves)).unwrap_or_default(),
            fields,
        ),
        _ => (String::new(), fields),
    });
    let bases: Vec<(String, &[FieldId])> = bases.collect();
    let dates: Vec<String> = bases.iter().map(|(dates, _)| dates.clone()).collect();
    let places = bases.iter().take(MOST_SHOWN).map(|(dates, fields)| {
        let more = match fields.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let label = format!("{}{more}: by “{dates}”", names.of(fields[0]));
        (place(model, fields[0]), label)
    });
    let detail = bases.iter();
    let detail =
        detail.map(|(dates, fields)| json!({"counted_by": dates, "fields": names.ids(*fields)}));
    let other = usize::from(wanted == 0);
    let (asked, question) = question(
        names,
        [other, wanted].map(|place| (&*bases[place].0, bases[place].1)),
    );
    Words::shown(places)
        .message(format!("{term} is counted by {} different dates: {}", dates.len(), few(&dates)))
        .detail("bases", detail.collect::<Vec<_>>())
        .help(format!("agree which date counts {term}, or publish both. One case can fall into one year by “{}” and into another by “{}”", dates[wanted], dates[other]))
        .ask(asked, question)
}

/// The organisation to ask, and the question by which date both could count; of the fields of each date one with a source.
fn question(names: &Names<'_>, dates: [(&str, &[FieldId]); 2]) -> (String, String) {
    let surest = |(date, fields): (&str, &[FieldId])| {
        // Whoever only passes on the figures of others cannot count them otherwise: those others are asked.
        let counted_by = |field: FieldId| {
            let owner = names.owner_of(field);
            let mut makers = names
                .graph
                .values_in(field)
                .map(|link| names.owner_of(link.from));
            makers.find(|maker| !maker.is_empty() && *maker != owner)
        };
        let rank = |field: &&FieldId| {
            let field = **field;
            (
                counted_by(field).is_some(),
                !is_sourced(names.model(), field),
            )
        };
        let field = *fields.iter().min_by_key(rank).expect("a date has a field");
        let counts = format!("{} counts by “{date}”", names.of(field));
        let mut asked: Vec<String> = vec![names.owner_of(field)];
        asked.extend(counted_by(field));
        (counts, asked)
    };
    let [(counts, asked), (second, other)] = dates.map(surest);
    let (first, too) = names.asked(asked.into_iter().chain(other));
    let question =
        format!("{counts}, and {second}. By which date that both hold could both be counted?{too}");
    (first, question)
}
