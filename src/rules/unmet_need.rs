//! A need that no stated flow meets.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::rule;
use crate::finding::Certainty;
use crate::finding::Finding;
use crate::graph::FlowGraph;
use crate::model::Extent;
use crate::model::FieldId;
use crate::model::Id;
use crate::model::Mode;
use crate::model::Model;
use crate::model::Need;
use crate::model::OrganisationId;
use crate::model::ScopeBox;
use crate::model::SystemKind;
use crate::model::TermId;
use crate::model::difference;
use crate::source::Span;

rule! {
    /// ## Finds
    /// A need whose terms do not all reach those who must answer, for all the people it is about. They can use what their own systems hold and
    /// what is published. Reasons, each with its witness: no source (nothing they can use holds the term), people left out (in words), cannot tell
    /// (something is not stated, and is then a question).
    /// ## Why it matters
    /// Somebody is bound to answer and cannot.
    /// ## How to fix
    /// Add the flow that is missing, or widen the source; where the flow exists and is not drawn, draw it.
    /// ## When it is fine
    /// Where the need is no longer felt: delete it, or record a decision.
    "unmet-need", Gap, Warning, "a need that no stated flow meets", check
}

/// Why a need is not met.
struct Reason {
    word: &'static str,
    text: String,
    /// Set where it is only an open question: whom to ask what.
    question: Option<(String, String)>,
    place: Option<(Span, String)>,
}

fn check(graph: &FlowGraph, findings: &mut Vec<Finding>) {
    let held = held(graph.model());
    for (_, need) in graph.model().needs.iter() {
        let reasons = reasons(graph, need, &held);
        if !reasons.is_empty() {
            findings.push(finding(graph.model(), need, &reasons));
        }
    }
}

/// The fields that mean a term, for each term.
fn held(model: &Model) -> Vec<Vec<FieldId>> {
    let mut held = vec![Vec::new(); model.terms.len()];
    for (id, field) in model.fields.iter() {
        if let Some(term) = field.term() {
            held[term.index()].push(id);
        }
    }
    held
}

fn reasons(graph: &FlowGraph, need: &Need, held: &[Vec<FieldId>]) -> Vec<Reason> {
    let model = graph.model();
    let mut reasons = Vec::new();
    if need.who.is_empty() || need.terms.is_empty() {
        let lacking = if need.terms.is_empty() {
            "terms"
        } else {
            "who"
        };
        reasons.push(Reason {
            word: "cannot-tell",
            text: format!("the need does not say `{lacking}`"),
            question: Some((
                asker(model, need),
                format!(
                    "What does `{}` take: which terms, and who must answer?",
                    need.slug
                ),
            )),
            place: None,
        });
        return reasons;
    }
    for who in &need.who {
        for term in &need.terms {
            let usable = |field: &FieldId| is_usable(model, *field, who.id());
            let sources: Vec<FieldId> = held[term.id().index()]
                .iter()
                .filter(|field| usable(field))
                .copied()
                .collect();
            if sources.is_empty() {
                reasons.push(no_source(
                    graph,
                    need,
                    who.id(),
                    term.id(),
                    &held[term.id().index()],
                ));
            } else {
                reasons.extend(left_out(model, need, term.id(), &sources));
            }
        }
    }
    reasons
}

/// True where the organisation can use the field: it is in a system of its own or of its parts, or published.
fn is_usable(model: &Model, field: FieldId, who: OrganisationId) -> bool {
    let system = &model.systems[model.fields[field].system];
    let is_published = system.kind.known() == Some(&SystemKind::Publication);
    is_published
        || system
            .owner()
            .is_some_and(|owner| model.is_part_of(owner, who))
}

fn no_source(
    graph: &FlowGraph,
    need: &Need,
    who: OrganisationId,
    term: TermId,
    held: &[FieldId],
) -> Reason {
    let model = graph.model();
    let (term_slug, who_slug) = (&model.terms[term].slug, &model.organisations[who].slug);
    let systems: BTreeSet<&str> = held
        .iter()
        .map(|field| &*model.systems[model.fields[*field].system].slug)
        .collect();
    let unlisted = graph.flows().find(|(_, flow)| {
        let is_own = |system| {
            let owner = model.systems[system].owner();
            owner.is_some_and(|owner| model.is_part_of(owner, who))
        };
        let is_here = is_own(flow.to.id()) && !is_own(flow.from.id());
        is_here && flow.fields.is_open()
    });
    if let Some((_, flow)) = unlisted {
        let to = model.systems[flow.from.id()]
            .owner()
            .map(|owner| model.organisations[owner].slug.to_string());
        return Reason {
            word: "cannot-tell",
            text: format!(
                "nothing stated brings `{term_slug}` to `{who_slug}`, but the flow `{}` lists no fields",
                flow.slug
            ),
            question: Some((
                to.unwrap_or_default(),
                format!("Does the flow `{}` pass `{term_slug}`?", flow.slug),
            )),
            place: Some((flow.from.span, "this flow lists no fields".to_owned())),
        };
    }
    let text = match systems.len() {
        0 => format!("nothing in the map holds `{term_slug}`"),
        _ => format!(
            "no stated flow brings `{term_slug}` to `{who_slug}`; it is held in {}",
            listed(&systems)
        ),
    };
    let place = held
        .first()
        .map(|field| (model.fields[*field].span, "held here".to_owned()));
    let _ = need;
    Reason {
        word: "no-source",
        text,
        question: None,
        place,
    }
}

/// `a, b, c and 4 more`.
fn listed(names: &BTreeSet<&str>) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(4)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - shown.len();
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

/// Whom the need is about and the sources do not cover.
fn left_out(model: &Model, need: &Need, term: TermId, sources: &[FieldId]) -> Option<Reason> {
    let wanted = need.covers.known()?;
    let slug = &model.terms[term].slug;
    let mut covered: Vec<ScopeBox> = Vec::new();
    for source in sources {
        covered.extend(
            model
                .scope(*source)
                .iter()
                .map(|scope| unasked(wanted, scope)),
        );
    }
    let missing = difference(wanted, &covered, model.space(), Mode::Certain);
    let nearest = sources[0];
    let systems: BTreeSet<&str> = sources
        .iter()
        .map(|field| &*model.systems[model.fields[*field].system].slug)
        .collect();
    if !missing.is_empty() {
        return Some(Reason {
            word: "people-left-out",
            text: format!(
                "`{slug}` leaves out people: {} (it comes from {})",
                model.parts_words(&missing, wanted),
                listed(&systems)
            ),
            question: None,
            place: Some((
                super::different_scope::place(model, nearest),
                "whom the source covers".to_owned(),
            )),
        });
    }
    if difference(wanted, &covered, model.space(), Mode::Possible).is_empty() {
        return None;
    }
    let dimensions = open_dimensions(model, wanted, &covered);
    let owner = super::different_scope::owner(model, nearest);
    let system = &model.systems[model.fields[nearest].system].slug;
    Some(Reason {
        word: "cannot-tell",
        text: format!(
            "whether `{slug}` covers everyone cannot be told: by {dimensions} the source does not say ({})",
            listed(&systems)
        ),
        question: Some((
            owner,
            format!("Whom does `{system}` cover, by {dimensions}?"),
        )),
        place: Some((
            super::different_scope::place(model, nearest),
            "whom the source covers".to_owned(),
        )),
    })
}

/// A source's box with `all` on each dimension that neither it nor the need speaks of: nobody asked about it.
fn unasked(wanted: &[ScopeBox], scope: &ScopeBox) -> ScopeBox {
    let is_asked = |index: usize| wanted.iter().any(|wanted| wanted.0[index].is_stated());
    let extents = scope.0.iter().enumerate();
    ScopeBox(
        extents
            .map(|(index, extent)| {
                if extent.is_stated() || is_asked(index) {
                    extent.clone()
                } else {
                    Extent::All
                }
            })
            .collect(),
    )
}

/// The dimensions on which the answer hangs.
fn open_dimensions(model: &Model, wanted: &[ScopeBox], covered: &[ScopeBox]) -> String {
    let is_open = |index: usize| {
        covered
            .iter()
            .chain(wanted)
            .any(|scope| !scope.0[index].is_stated())
    };
    let names: Vec<String> = model
        .dimensions
        .iter()
        .filter(|(id, _)| is_open(id.index()))
        .map(|(_, dimension)| dimension.name.to_string())
        .collect();
    if names.is_empty() {
        "where the stretches end".to_owned()
    } else {
        names.join(", ")
    }
}

fn asker(model: &Model, need: &Need) -> String {
    need.who
        .first()
        .map(|who| model.organisations[who.id()].slug.to_string())
        .unwrap_or_default()
}

fn finding(model: &Model, need: &Need, reasons: &[Reason]) -> Finding {
    // What is certain is told first; open questions follow.
    let firm: Vec<&Reason> = reasons
        .iter()
        .filter(|reason| reason.question.is_none())
        .collect();
    let main = firm.first().copied().unwrap_or(&reasons[0]);
    let who: Vec<String> = need
        .who
        .iter()
        .map(|who| format!("`{}`", model.organisations[who.id()].slug))
        .collect();
    let message = if firm.is_empty() {
        format!(
            "whether the need `{}` is met cannot be told: {}",
            need.slug, main.text
        )
    } else {
        format!("the need `{}` is not met: {}", need.slug, main.text)
    };
    let certainty = match (firm.is_empty(), need.evidence.is_sourced()) {
        (true, _) => Certainty::CannotTell,
        (false, true) => Certainty::Certain,
        (false, false) => Certainty::Likely,
    };
    let others: Vec<String> = reasons
        .iter()
        .filter(|reason| !std::ptr::eq(*reason, main))
        .map(|reason| reason.text.clone())
        .collect();
    let help = match others.len() {
        0 => "add the flow or the scope that is missing, or ask".to_owned(),
        _ => format!(
            "add the flow or the scope that is missing; besides: {}",
            others.join("; ")
        ),
    };
    let all: Vec<Value> = reasons
        .iter()
        .map(|reason| json!({"reason": reason.word, "text": reason.text}))
        .collect();
    let label = if need.question.is_empty() {
        format!("needed by {}", who.join(", "))
    } else {
        format!("needed by {}: {}", who.join(", "), need.question)
    };
    let mut finding = Finding::at(&KIND, &[&need.slug], need.span, label)
        .message(message)
        .subject("need", &*need.slug)
        .detail("reasons", all)
        .certainty(certainty)
        .help(help);
    let mut shown: BTreeSet<Span> = BTreeSet::new();
    for (span, label) in reasons
        .iter()
        .filter_map(|reason| reason.place.clone())
        .take(6)
    {
        if shown.insert(span) {
            finding = finding.also(span, label);
        }
    }
    match reasons.iter().find_map(|reason| reason.question.clone()) {
        Some((to, text)) => finding.ask(to, text),
        None => finding.ask(
            asker(model, need),
            format!("Who could supply what is missing for `{}`?", need.slug),
        ),
    }
}
