//! Fields of one term whose values cannot be worked out from each other: type, unit, bands.

use std::collections::BTreeMap;

use serde_json::json;

use super::different_scope::owner;
use super::facets::MOST_PAIRS;
use super::facets::MOST_SHOWN;
use super::facets::are_apart;
use super::facets::by_term;
use super::facets::certainty;
use super::facets::single_passages;
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::Certainty;
use crate::read::finding::Finding;
use crate::read::model::CodeListId;
use crate::read::model::Computable;
use crate::read::model::Domain;
use crate::read::model::FieldId;
use crate::read::model::How;
use crate::read::model::Model;
use crate::read::model::Ref;
use crate::read::model::TermId;
use crate::read::model::crossing;
use crate::read::model::is_same_unit;
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, of which neither can be worked out from the other: a date and a length of time, days and
    /// months, bands that cross. Where one way works (a date and time gives a date, hours give minutes, single cases can be counted) it says
    /// nothing. It also looks along each flow that no person types again: a value passed as it is although the unit differs at the two ends,
    /// or into a type that it does not give.
    /// ## Why it matters
    /// The figures cannot be brought together, however carefully; and a number that keeps its value and changes its unit is wrong.
    /// ## How to fix
    /// Agree the finer form, from which the others follow, and collect that.
    /// ## When it is fine
    /// Where the two are different things: then they are two terms.
    "different-type", Definition, Warning, "fields of one term whose values cannot be worked out from each other", check
}

/// Fields that state the same about their values.
struct Shape<'m> {
    domain: Domain<'m>,
    bands: Option<CodeListId>,
    fields: Vec<FieldId>,
}

/// Two fields whose values do not fit.
struct Clash {
    fields: (FieldId, FieldId),
    why: String,
    certainty: Certainty,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let model = graph.model();
    let mut clashes: BTreeMap<TermId, Vec<Clash>> = BTreeMap::new();
    for (term, fields) in by_term(graph) {
        let shapes = shapes(model, fields);
        clashes.insert(term, between(model, &shapes));
    }
    for (term, clash) in along_flows(graph) {
        clashes.entry(term).or_default().push(clash);
    }
    for (term, clashes) in clashes {
        findings.extend(finding(model, term, clashes));
    }
}

fn shapes<'m>(model: &'m Model, fields: &[FieldId]) -> Vec<Shape<'m>> {
    let mut shapes: Vec<Shape<'m>> = Vec::new();
    for field in fields {
        let domain = model.domain(*field);
        if domain.kind.is_none() && domain.unit.is_none() {
            continue;
        }
        let bands = model.fields[*field].codes.known().map(Ref::id);
        match shapes
            .iter_mut()
            .find(|shape| shape.domain == domain && shape.bands == bands)
        {
            Some(shape) => shape.fields.push(*field),
            None => shapes.push(Shape {
                domain,
                bands,
                fields: vec![*field],
            }),
        }
    }
    shapes
}

fn between(model: &Model, shapes: &[Shape<'_>]) -> Vec<Clash> {
    let mut clashes = Vec::new();
    for (index, first) in shapes.iter().enumerate() {
        for second in &shapes[index + 1..] {
            let apart = first.fields.iter().find_map(|a| {
                let b = second.fields.iter().find(|b| are_apart(model, *a, **b))?;
                Some((*a, *b))
            });
            if let Some(fields) = apart {
                clashes.extend(clash(model, first, second, fields));
            }
        }
    }
    clashes
}

fn clash(
    model: &Model,
    first: &Shape<'_>,
    second: &Shape<'_>,
    fields: (FieldId, FieldId),
) -> Option<Clash> {
    if let Some(why) = crossed(model, first, second) {
        let certainty = certainty(model, &[fields.0, fields.1]);
        return Some(Clash {
            fields,
            why,
            certainty,
        });
    }
    let (there, back) = (
        first.domain.gives(&second.domain),
        second.domain.gives(&first.domain),
    );
    let (why, certainty) = match (there, back) {
        (Computable::Yes, _) | (_, Computable::Yes) => return None,
        (Computable::No(why), Computable::No(_)) => (why, certainty(model, &[fields.0, fields.1])),
        (Computable::CannotTell(why), _) | (_, Computable::CannotTell(why)) => {
            (why, Certainty::CannotTell)
        }
    };
    Some(Clash {
        fields,
        why: why.to_owned(),
        certainty,
    })
}

/// Two lists of bands of which neither fits inside the other.
fn crossed(model: &Model, first: &Shape<'_>, second: &Shape<'_>) -> Option<String> {
    let (a, b) = (
        &model.code_lists[first.bands?],
        &model.code_lists[second.bands?],
    );
    let there = crossing(a, b)??;
    let back = crossing(b, a)??;
    Some(format!(
        "the bands cross: `{}` of `{}` lies in no band of `{}`, nor `{}` the other way",
        there.code, a.slug, b.slug, back.code
    ))
}

/// What flows carry to a field that cannot be worked out from it, by the term of the field: a unit that changes while the value stays, or a
/// type that does not give the other. What a person types again may have been known otherwise.
fn along_flows(graph: &FlowGraph) -> Vec<(TermId, Clash)> {
    let model = graph.model();
    let mut found = Vec::new();
    for (flow, from, passage) in single_passages(graph) {
        let to = passage.to.id();
        let Some(term) = model.term_of(to) else {
            continue;
        };
        if model.flows[flow].is_by_hand() {
            continue;
        }
        let stated = certainty(model, &[from, to]);
        let (own, wanted) = (model.domain(from), model.domain(to));
        let relabelled = match (own.unit, wanted.unit) {
            (Some(a), Some(b)) if passage.how == How::Identity && !is_same_unit(a, b) => {
                Some(format!("the value is passed as it is, from {a} to {b}"))
            }
            _ => None,
        };
        let (why, certainty) = match (relabelled, own.gives(&wanted)) {
            // Where nobody wrote `how`, it may well be converted.
            (Some(why), _) if passage.word.is_empty() => (why, Certainty::CannotTell),
            (Some(why), _) => (why, stated),
            (None, Computable::Yes) => continue,
            (None, Computable::No(why)) => (format!("{why}, and no other way is stated"), stated),
            (None, Computable::CannotTell(why)) => (why.to_owned(), Certainty::CannotTell),
        };
        let fields = (from, to);
        found.push((
            term,
            Clash {
                fields,
                why,
                certainty,
            },
        ));
    }
    found.sort_by_key(|(term, clash)| (*term, clash.fields));
    found
}

fn finding(model: &Model, term: TermId, mut clashes: Vec<Clash>) -> Option<Finding> {
    if clashes
        .iter()
        .any(|clash| clash.certainty != Certainty::CannotTell)
    {
        clashes.retain(|clash| clash.certainty != Certainty::CannotTell);
    }
    let first = clashes.first()?;
    let mut fields: Vec<FieldId> = clashes
        .iter()
        .flat_map(|clash| [clash.fields.0, clash.fields.1])
        .collect();
    fields.sort_unstable();
    fields.dedup();
    let slug = &model.terms[term].slug;
    let label = |field: FieldId| format!("`{}`: {}", model.field_name(field), told(model, field));
    let (a, b) = (
        model.field_name(first.fields.0),
        model.field_name(first.fields.1),
    );
    let certainty = clashes.iter().map(|clash| clash.certainty).min()?;
    let message = if certainty == Certainty::CannotTell {
        format!(
            "whether values of `{slug}` can be worked out from each other cannot be told: {}",
            first.why
        )
    } else {
        format!(
            "values of `{slug}` cannot be worked out from each other: {}",
            first.why
        )
    };
    let pairs: Vec<_> = clashes
        .iter()
        .take(MOST_PAIRS)
        .map(|clash| json!({"fields": [model.field_name(clash.fields.0), model.field_name(clash.fields.1)], "why": clash.why}))
        .collect();
    let help = if certainty == Certainty::CannotTell {
        format!("find out how `{a}` and `{b}` correspond, and write it down")
    } else {
        format!(
            "agree one form of `{slug}` from which the others follow; for example, `{a}` ({}) and `{b}` ({}) do not",
            told(model, first.fields.0),
            told(model, first.fields.1)
        )
    };
    let mut finding = Finding::at(&KIND, &[slug], span(model, fields[0]), label(fields[0]))
        .message(message)
        .subject("term", &**slug)
        .subjects(
            "fields",
            fields.iter().map(|field| model.field_name(*field)),
        )
        .detail("pairs", pairs)
        .certainty(certainty)
        .help(help)
        .ask(
            owner(model, first.fields.1),
            format!("Could `{b}` be held in a form from which `{a}` can be worked out?"),
        );
    for field in fields.iter().skip(1).take(MOST_SHOWN - 1) {
        finding = finding.also(span(model, *field), label(*field));
    }
    Some(finding)
}

/// The type, unit and code list of a field in words.
fn told(model: &Model, field: FieldId) -> String {
    let words = model.domain(field).words();
    match model.fields[field].codes.known() {
        Some(list) => format!("{words} of `{}`", model.code_lists[list.id()].slug),
        None => words,
    }
}

fn span(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field
        .kind
        .span()
        .or(field.unit.span())
        .or(field.codes.span())
        .unwrap_or(field.span)
}
