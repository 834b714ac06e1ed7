//! A value passed unchanged into a field of another term.

use std::collections::BTreeSet;

use serde_json::json;

use super::facets::{certainty, firm};
use super::found::{Found, Names, about};
use super::rule;
use super::terms_contradict;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Contents, DataLevel, FieldId, FieldType, Flow, FlowId, How, Model, Passage, Ref, Stated,
    SystemKind, Term, TermId,
};
use crate::read::source::Span;

rule! {
    /// ## Finds
    /// A value that a flow passes as it is (`how: identity`, or no `how`) into a field of another term, where that term is not a `broader` one
    /// of the source's. Fields without a term and terms tagged `context` are left out; identifiers are not, unless the flow says that it
    /// disguises them. A flow that makes totals out of cases (`contains: aggregate`) changes the value. Where the glossary keeps the two
    /// terms apart, or a chain joins terms that it keeps apart, `terms-contradict` says so instead. It is never certain while `broader` is
    /// left out: the glossary may only lack it. Free text that passes between two kinds of one `broader` term is left out: told in words for
    /// one reader or another, it stays what that broader term means.
    /// ## Why it matters
    /// The receiver reads the value as something that it is not: a class is taken for a number, a day for another day.
    /// ## How to fix
    /// Say what happens on the way (`how: derived`, `how: aggregated`), give both fields one term, or write `broader:` at the narrower term.
    /// ## When it is fine
    /// Where the one term is a kind of the other: then `broader:` says so.
    "passed-into-another-term", Definition, Warning, "a value passed as it is into a field that means something else", find, tell
}

/// A value passed unchanged from a field of one term into a field of another.
struct Passed {
    flow: FlowId,
    /// Source and target.
    fields: [FieldId; 2],
    /// The terms of source and target.
    terms: [TermId; 2],
}
about!(Passed {
    name: [flow, &fields],
    subjects: [flow, &fields]
});

fn find(graph: &FlowGraph) -> Vec<Found<Passed>> {
    let model = graph.model();
    let told: BTreeSet<[TermId; 2]> = terms_contradict::joined(graph);
    let mut found = Vec::new();
    for (id, flow) in graph.flows() {
        for passage in flow.passages() {
            let Some(fields) = passed_as_it_is(model, flow, passage) else {
                continue;
            };
            let Some(terms @ [from, to]) = terms(model, flow, fields) else {
                continue;
            };
            if told.contains(&[from.min(to), from.max(to)]) || is_retold(model, fields, terms) {
                continue;
            }
            let how_sure = match is_broader(model, to, from) {
                Broader::Yes => continue,
                Broader::Unknown(_) => Certainty::CannotTell,
                Broader::No if !passage.word.is_empty() => {
                    let is_sourced = flow.is_sourced() && is_firm(&model.terms[from]);
                    certainty(model, &fields).max(firm(is_sourced))
                }
                Broader::No | Broader::LeftOut => Certainty::Likely,
            };
            let flow = id;
            let what = Passed {
                flow,
                fields,
                terms,
            };
            found.push(Found::sure(passage.span, how_sure, what));
        }
    }
    found
}

/// Source and target of a passage that carries a value unchanged.
fn passed_as_it_is(model: &Model, flow: &Flow, passage: &Passage) -> Option<[FieldId; 2]> {
    let [from] = passage.from[..] else {
        return None;
    };
    let is_of_totals = model.systems[flow.from.id()].level.known() == Some(&DataLevel::Aggregate);
    let makes_totals = flow.contains.known() == Some(&Contents::Aggregate) && !is_of_totals;
    let is_changed = makes_totals && passage.word.is_empty();
    (passage.how == How::Identity && !is_changed).then_some([from.id(), passage.to.id()])
}

/// True if both fields hold free text and their terms are kinds of one broader term.
fn is_retold(model: &Model, fields: [FieldId; 2], terms: [TermId; 2]) -> bool {
    let is_text = |field: FieldId| model.domain(field).kind == Some(FieldType::Text);
    let [from, to] = terms.map(|term| model.terms[term].broader.known().map(Ref::id));
    from.is_some() && from == to && fields.into_iter().all(is_text)
}

/// The terms of source and target, if they differ and can be compared.
fn terms(model: &Model, flow: &Flow, [from, to]: [FieldId; 2]) -> Option<[TermId; 2]> {
    let (from, to) = (model.term_of(from)?, model.term_of(to)?);
    let (source, target) = (&model.terms[from], &model.terms[to]);
    let is_compared = |term: &Term| {
        let is_plain_context = term.is_context() && !term.is_identifier();
        !term.is_placeholder && !is_plain_context
    };
    let is_disguised = matches!(
        flow.contains.known(),
        Some(Contents::Pseudonymised | Contents::Anonymous)
    ) || model.systems[flow.to.id()].kind.known() == Some(&SystemKind::Linkage);
    let is_same = from == to || (source.is_identifier() && is_disguised);
    (!is_same && is_compared(source) && is_compared(target)).then_some([from, to])
}

/// Whether one term is broader than another.
enum Broader {
    Yes,
    /// The glossary states `broader` for every term on the way up, and the last has none.
    No,
    /// `broader` is left out on the way up.
    LeftOut,
    /// `broader: unknown` is written at this term.
    Unknown(TermId),
}

/// Whether `other` is `term`'s broader term, directly or through others.
fn is_broader(model: &Model, other: TermId, term: TermId) -> Broader {
    let mut at = term;
    for _ in 0..model.terms.len() {
        match &model.terms[at].broader {
            Stated::Known(broader, _) if broader.id() == other => return Broader::Yes,
            Stated::Known(broader, _) => at = broader.id(),
            Stated::Absent(_) => return Broader::No,
            Stated::Unknown(_) => return Broader::Unknown(at),
            Stated::Unstated | Stated::NotShared(_) => return Broader::LeftOut,
        }
    }
    Broader::LeftOut
}

/// False if the glossary marks its entry as assumed.
fn is_firm(term: &Term) -> bool {
    term.evidence.is_bare() || term.evidence.is_sourced()
}

/// The place where a field states its term.
fn meaning(model: &Model, field: FieldId) -> Span {
    let field = &model.fields[field];
    field.term.span().unwrap_or(field.span)
}

fn tell(found: &Found<Passed>, names: &Names<'_>) -> Words {
    let model = names.model();
    let [from, to] = found.fields.map(|field| names.of(field));
    let [held, wanted] = found.terms.map(|term| names.of(term));
    let passed = format!("{from} is passed as it is into {to}");
    let message = match is_broader(model, found.terms[1], found.terms[0]) {
        Broader::Unknown(at) => format!(
            "{from} is passed as it is into {to}, which may mean something else. The term broader than {} is unknown",
            names.of(at)
        ),
        _ => format!("{passed}. The one means {held}, the other {wanted}"),
    };
    let mut words = Words::at(found.span, "passed as it is here");
    let shown = found.fields.into_iter().zip([&held, &wanted]);
    for (field, term) in shown {
        let label = format!("{} means {term}", names.of(field));
        words = words.also(meaning(model, field), label);
    }
    words
        .message(message)
        .detail("terms", json!(names.ids(found.terms)))
        .via(names.ids(found.fields))
        .help(format!(
            "say under `how:` what happens on the way, or give both fields one term. Where {held} is a kind of {wanted}, write `broader: {}` at it",
            names.id(found.terms[1])
        ))
        .ask(
            names.owner_of(found.fields[1]),
            format!("Does {to} hold the same as {from}, or something worked out from it?"),
        )
}
