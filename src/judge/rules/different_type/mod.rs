//! Fields of one term whose values cannot be worked out from each other: type, unit, bands.

mod tell;

use std::collections::{BTreeMap, BTreeSet};

use super::comparable::drawn;
use super::facets::{MOST_PAIRS, are_apart, by_term, certainty, firm, is_sourced, single_passages};
use super::found::{Found, about};
use super::rule;
use crate::judge::graph::{FlowGraph, Supply};
use crate::read::finding::Certainty;
use crate::read::model::{
    Code, CodeListId, Computable, Domain, FieldId, FieldType, How, Model, Ref, TermId, crossing,
    is_same_unit,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// Fields of one term, in different systems, of which neither can be worked out from the other: a date and a length of time, days and
    /// months, bands that cross. Where one way works (a date and time gives a date, hours give minutes, single cases can be counted) it says
    /// nothing. A code can be written out as text, but free text gives no code: it asks about the two, unless a flow says that the text is
    /// worked out from the code (`how: derived`), and of context never. It asks only about terms that some need asks for; where needs use
    /// several fields together, only about those. A yes or
    /// no beside a finer field of its term in the same system is left out. It also looks along each flow that no person types again: a value passed
    /// as it is although the unit differs at the two ends, or into a type that it does not give.
    /// ## Why it matters
    /// The figures cannot be brought together, however carefully; and a number that keeps its value and changes its unit is wrong.
    /// ## How to fix
    /// Agree the finer form, from which the others follow, and collect that.
    /// ## When it is fine
    /// Where the two are different things: then they are two terms.
    "different-type", Definition, Warning, "fields of one term whose values cannot be worked out from each other", find, tell::tell
}

fn find(graph: &FlowGraph) -> Vec<Found<DifferentType>> {
    let model = graph.model();
    let (written_out, supply) = (written_out(graph), Supply::of(graph));
    let mut clashes: BTreeMap<TermId, Vec<Clash>> = BTreeMap::new();
    for (term, fields) in by_term(graph) {
        let fields: Vec<FieldId> = fields
            .iter()
            .copied()
            .filter(|field| !has_finer(model, fields, *field))
            // The type of a field that somebody marked as assumed is not compared: its owner has not stated it, whatever else a source says of it.
            .filter(|field| !model.fields[*field].evidence.is_assumed())
            .collect();
        let together: Vec<Vec<FieldId>> = model
            .needs
            .iter()
            .filter(|(_, need)| need.terms().iter().any(|asked| asked.id() == term))
            .map(|(need, _)| drawn(model, &supply, need, term))
            .collect();
        let mut between = between(model, &shapes(model, &fields), &written_out, &together);
        if model.terms[term].is_context() {
            // Whether free text that travels with everything fits a code is no question to settle.
            between.retain(|clash| {
                let [a, b] = clash.fields.map(|field| model.domain(field));
                !is_code_against_text(&a, &b)
            });
        }
        clashes.insert(term, between);
    }
    for (term, clash) in along_flows(graph) {
        clashes.entry(term).or_default().push(clash);
    }
    let asked: BTreeSet<TermId> = model
        .needs
        .iter()
        .flat_map(|(_, need)| need.terms().iter().map(Ref::id))
        .collect();
    let found = clashes.into_iter();
    let found = found.filter_map(|(term, clashes)| of_term(model, term, clashes));
    // If no need asks for the term, nobody has to bring its values together.
    let is_open = |one: &Found<DifferentType>| {
        one.certainty == Certainty::CannotTell && !asked.contains(&one.term)
    };
    found.filter(|one| !is_open(one)).collect()
}

/// True for a yes or no beside another field of its term in the same system, which says more.
fn has_finer(model: &Model, fields: &[FieldId], field: FieldId) -> bool {
    let is_truth = |field: FieldId| model.domain(field).kind == Some(FieldType::Boolean);
    let mut others = fields
        .iter()
        .filter(|other| !are_apart(model, **other, field));
    is_truth(field) && others.any(|other| !is_truth(*other))
}

/// Fields with the same statements about their values.
struct Shape<'m> {
    domain: Domain<'m>,
    bands: Option<CodeListId>,
    fields: Vec<FieldId>,
}

/// Two fields whose values do not fit.
struct Clash {
    fields: [FieldId; 2],
    why: Why,
    certainty: Certainty,
}

/// The reason why the values of two fields do not fit.
enum Why {
    /// Neither list of bands fits inside the other.
    BandsCross,
    /// The value is passed unchanged and the unit changes.
    UnitChanges,
    /// Neither value can be worked out from the other, or no rule for it is stated.
    Gives(&'static str),
    /// A flow fills the second field from the first, whose value does not give it.
    Passed(&'static str),
}

/// Fields of one term whose values cannot be worked out from each other.
struct DifferentType {
    term: TermId,
    /// In the order of the model.
    fields: Box<[FieldId]>,
    clashes: Box<[Clash]>,
}
about!(DifferentType {
    name: [term],
    subjects: [term, &fields]
});

fn of_term(model: &Model, term: TermId, mut clashes: Vec<Clash>) -> Option<Found<DifferentType>> {
    let certainty = clashes.iter().map(|clash| clash.certainty).min()?;
    if certainty != Certainty::CannotTell {
        clashes.retain(|clash| clash.certainty != Certainty::CannotTell);
    }
    let mut fields: Vec<FieldId> = clashes.iter().flat_map(|clash| clash.fields).collect();
    fields.sort_unstable();
    fields.dedup();
    // The first clash is told: one that is as sure as the finding.
    clashes.sort_by_key(|clash| clash.certainty);
    clashes.truncate(MOST_PAIRS);
    let span = span(model, fields[0]);
    let what = DifferentType {
        term,
        fields: fields.into(),
        clashes: clashes.into(),
    };
    Some(Found::sure(span, certainty, what))
}

fn shapes<'m>(model: &'m Model, fields: &[FieldId]) -> Vec<Shape<'m>> {
    let mut shapes: Vec<Shape<'m>> = Vec::new();
    for field in fields {
        let domain = model.domain(*field);
        if domain.kind.is_none() && domain.unit.is_none() {
            continue;
        }
        let bands = model.fields[*field].codes.known().map(Ref::id);
        let is_alike = |shape: &&mut Shape<'_>| shape.domain == domain && shape.bands == bands;
        match shapes.iter_mut().find(is_alike) {
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

/// The pairs of fields in which a flow derives the second, a free text, from the first.
fn written_out(graph: &FlowGraph) -> BTreeSet<(FieldId, FieldId)> {
    let passages = single_passages(graph);
    let derived = passages.filter(|(.., passage)| passage.how == How::Derived);
    let pairs = derived.map(|(_, from, passage)| (from, passage.to.id()));
    let is_text = |field: FieldId| graph.model().domain(field).kind == Some(FieldType::Text);
    pairs.filter(|(_, to)| is_text(*to)).collect()
}

fn between(
    model: &Model,
    shapes: &[Shape<'_>],
    written_out: &BTreeSet<(FieldId, FieldId)>,
    together: &[Vec<FieldId>],
) -> Vec<Clash> {
    let is_told = |a: FieldId, b: FieldId| {
        are_apart(model, a, b) && !written_out.contains(&(a, b)) && !written_out.contains(&(b, a))
    };
    let mut clashes = Vec::new();
    for (index, first) in shapes.iter().enumerate() {
        for second in &shapes[index + 1..] {
            let two = |is_meant: fn(&Model, FieldId) -> bool| {
                let [first, second] = [first, second].map(|shape| {
                    let fields = shape.fields.iter().copied();
                    fields.filter(move |field| is_meant(model, *field))
                });
                first.clone().find_map(|a| {
                    let b = second.clone().find(|b| is_told(a, *b))?;
                    Some([a, b])
                })
            };
            // Fields with a source go first: the surest pair decides how sure the clash is.
            let apart = two(is_sourced).or_else(|| two(|_, _| true));
            let Some(clash) = apart.and_then(|fields| clash(model, first, second, fields)) else {
                continue;
            };
            // Where needs bring values together, whether forms fit is a question about those.
            let are_any = together.iter().any(|fields| fields.len() > 1);
            let fields = match clash.certainty {
                Certainty::CannotTell if are_any => {
                    drawn_together(first, second, together, is_told)
                }
                _ => Some(clash.fields),
            };
            clashes.extend(fields.map(|fields| Clash { fields, ..clash }));
        }
    }
    clashes
}

/// A field of each that some need has to use together.
fn drawn_together(
    first: &Shape<'_>,
    second: &Shape<'_>,
    together: &[Vec<FieldId>],
    is_told: impl Fn(FieldId, FieldId) -> bool,
) -> Option<[FieldId; 2]> {
    together.iter().find_map(|fields| {
        let of = |shape: &Shape<'_>| -> Vec<FieldId> {
            let held = shape.fields.iter().copied();
            held.filter(|field| fields.binary_search(field).is_ok())
                .collect()
        };
        let second = of(second);
        of(first).into_iter().find_map(|a| {
            let b = second.iter().find(|b| is_told(a, **b))?;
            Some([a, *b])
        })
    })
}

/// True if one is a code and the other free text.
fn is_code_against_text(a: &Domain<'_>, b: &Domain<'_>) -> bool {
    let kinds = [a.kind, b.kind];
    kinds.contains(&Some(FieldType::Code)) && kinds.contains(&Some(FieldType::Text))
}

fn clash(
    model: &Model,
    first: &Shape<'_>,
    second: &Shape<'_>,
    fields: [FieldId; 2],
) -> Option<Clash> {
    let (a, b) = (&first.domain, &second.domain);
    let (why, certainty) = if crossed(model, first.bands, second.bands).is_some() {
        (Why::BandsCross, certainty(model, &fields))
    } else {
        match (a.gives(b), b.gives(a)) {
            (Computable::CannotTell(why), _) | (_, Computable::CannotTell(why))
                if is_code_against_text(a, b) =>
            {
                (Why::Gives(why), Certainty::CannotTell)
            }
            (Computable::Yes, _) | (_, Computable::Yes) => return None,
            (Computable::No(why), Computable::No(_)) => {
                (Why::Gives(why), certainty(model, &fields))
            }
            (Computable::CannotTell(why), _) | (_, Computable::CannotTell(why)) => {
                (Why::Gives(why), Certainty::CannotTell)
            }
        }
    };
    Some(Clash {
        fields,
        why,
        certainty,
    })
}

/// The bands of either list that lie in no band of the other, if neither list fits inside the other.
fn crossed(
    model: &Model,
    first: Option<CodeListId>,
    second: Option<CodeListId>,
) -> Option<[&Code; 2]> {
    let (a, b) = (&model.code_lists[first?], &model.code_lists[second?]);
    Some([crossing(a, b)??, crossing(b, a)??])
}

/// Clashes along flows, by the term of the target: a unit that changes while the value stays, or a source type that does not give the
/// target type. Values typed again by hand are left out, because the person may have known the value from elsewhere.
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
        let is_stated = model.flows[flow].is_sourced() && !passage.is_how_unknown();
        let stated = certainty(model, &[from, to]).max(firm(is_stated));
        let (own, wanted) = (model.domain(from), model.domain(to));
        let units = own.unit.zip(wanted.unit);
        let unit_changes =
            passage.how == How::Identity && units.is_some_and(|(a, b)| !is_same_unit(a, b));
        let (why, certainty) = match own.gives(&wanted) {
            // Without `how`, the value may well be converted.
            _ if unit_changes && passage.word.is_empty() => {
                (Why::UnitChanges, Certainty::CannotTell)
            }
            _ if unit_changes => (Why::UnitChanges, stated),
            Computable::Yes => continue,
            Computable::No(why) => (Why::Passed(why), stated),
            Computable::CannotTell(why) => (Why::Gives(why), Certainty::CannotTell),
        };
        let clash = Clash {
            fields: [from, to],
            why,
            certainty,
        };
        found.push((term, clash));
    }
    found.sort_by_key(|(term, clash)| (*term, clash.fields));
    found
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
