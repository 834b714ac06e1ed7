//! A field that is neither captured nor fed.

use super::found::{Found, Names, about};
use super::rule;
use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Words};
use crate::read::model::{
    Contents, DataLevel, FieldId, FieldType, Flow, FlowId, Origin, Ref, SystemId, SystemKind,
    overlap,
};
use crate::read::syntax::nearest;
use crate::words::counted;

rule! {
    /// ## Finds
    /// A field that no stated flow fills, in a system where nothing is first captured: a publication, an analysis or a linkage. One finding a
    /// system, with all such fields. A number in totals is made where they are made: where flows bring cases or figures about the same people it is
    /// counted or worked out from them, and not meant. It cannot be told where a flow reaches the system and lists no fields; nor where the
    /// system gives a field a definition of its own, and what it receives may do to work it out: a class of cases, a rate, a yes or no.
    /// ## Why it matters
    /// The figure comes from somewhere. While that is not known nobody can say what it means, how old it is or whom it covers.
    /// ## How to fix
    /// Add the flow that brings it, or list the field in the flow that does.
    /// ## When it is fine
    /// Where the system does capture it: give it the kind that fits, such as `collection`.
    "missing-origin", Gap, Warning, "a field that is neither captured nor fed", find, tell
}

/// A system with at least one field that nothing is known to fill.
struct Unfilled {
    system: SystemId,
    fields: Box<[FieldId]>,
    doubt: Doubt,
}
about!(Unfilled {
    name: [system],
    subjects: [system, &fields]
});

/// The sources that may fill the fields after all.
enum Doubt {
    /// This flow lists no fields, and may bring them.
    Unlisted(FlowId),
    /// Their system may work out all of them.
    WorkedOut,
    /// Nothing fills them, but their system may work out these other fields.
    Others(Box<[FieldId]>),
}

fn find(graph: &FlowGraph) -> Vec<Found<Unfilled>> {
    let model = graph.model();
    let systems = model.systems.iter();
    let captures_nothing = systems
        .filter(|(_, system)| system.origin == Origin::Declared && !system.is_filled_by_others());
    let found = captures_nothing.filter_map(|(system, _)| {
        let (fields, doubt) = unfilled(graph, system)?;
        let certainty = match doubt {
            Doubt::Others(_) => Certainty::Certain,
            Doubt::Unlisted(_) | Doubt::WorkedOut => Certainty::CannotTell,
        };
        let span = model.fields[*fields.first()?].span;
        let unfilled = Unfilled {
            system,
            fields: fields.into(),
            doubt,
        };
        Some(Found::sure(span, certainty, unfilled))
    });
    found.collect()
}

/// The fields of a system that nothing is known to fill.
fn unfilled(graph: &FlowGraph, system: SystemId) -> Option<(Vec<FieldId>, Doubt)> {
    let model = graph.model();
    let is_fed = |field: FieldId| {
        let mut links = graph.links_in(field).iter();
        links.any(|link| link.how.is_direct()) || model.fields[field].is_also_captured()
    };
    let is_context = |field: FieldId| {
        let term = model.term_of(field);
        term.is_some_and(|term| model.terms[term].is_context())
    };
    let fields = model.systems[system].fields.ids();
    let unfed = fields
        .filter(|field| !is_context(*field) && !is_fed(*field) && !is_misspelt(graph, *field))
        .map(|field| (field, made_here(graph, field)))
        .filter(|(_, made)| *made != Made::Surely);
    let unfed: Vec<(FieldId, Made)> = unfed.collect();
    if unfed.is_empty() {
        return None;
    }
    let all = || unfed.iter().map(|(field, _)| *field).collect();
    let mut arriving = graph.flows_in(system).iter();
    if let Some(flow) = arriving.find(|flow| model.flows[**flow].fields.is_open()) {
        return Some((all(), Doubt::Unlisted(*flow)));
    }
    let with = |wanted: Made| -> Vec<FieldId> {
        let fields = unfed.iter().filter(|(_, made)| *made == wanted);
        fields.map(|(field, _)| *field).collect()
    };
    let unsaid = with(Made::Unsaid);
    if unsaid.is_empty() {
        return Some((all(), Doubt::WorkedOut));
    }
    Some((unsaid, Doubt::Others(with(Made::Perhaps).into())))
}

/// Whether the values of a field are made in its system.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    Surely,
    /// The system defines the field itself, and receives fields that it may work it out from.
    Perhaps,
    /// Nothing states it.
    Unsaid,
}

/// Whether the system can count or work out the field from the listed fields that reach it and are about the same people.
fn made_here(graph: &FlowGraph, id: FieldId) -> Made {
    let model = graph.model();
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    let brings = |flow: &FlowId| {
        let flow = &model.flows[*flow];
        let passages = flow.passages().iter();
        let values = passages.filter(|passage| passage.how.is_direct());
        let mut sources = values.flat_map(|passage| &passage.from).map(Ref::id);
        let is_open = flow.fields.is_open();
        let is_same =
            |source: FieldId| overlap(model.scope(source), model.scope(id)) != Some(false);
        is_open && brings_cases(graph, flow) || sources.any(is_same)
    };
    if !graph.flows_in(field.system).iter().any(brings) {
        return Made::Unsaid;
    }
    let holds_totals = match system.level.known() {
        Some(level) => *level == DataLevel::Aggregate,
        None => system.kind.known() == Some(&SystemKind::Publication),
    };
    match field.kind.known() {
        Some(FieldType::Number) if holds_totals => Made::Surely,
        // A system does not work out a text, a day or an identifier.
        Some(FieldType::Text | FieldType::Date | FieldType::Datetime | FieldType::Identifier) => {
            Made::Unsaid
        }
        _ if field.definition.known().is_some() => Made::Perhaps,
        _ => Made::Unsaid,
    }
}

/// True if nothing states that a flow brings totals.
fn brings_cases(graph: &FlowGraph, flow: &Flow) -> bool {
    let source = graph.model().systems[flow.from.id()].level.known();
    flow.contains.known() != Some(&Contents::Aggregate) && source != Some(&DataLevel::Aggregate)
}

/// True for a field that is not declared, and for one that a flow seems to name by another spelling: other findings report both.
fn is_misspelt(graph: &FlowGraph, id: FieldId) -> bool {
    let model = graph.model();
    let field = &model.fields[id];
    let system = &model.systems[field.system];
    if !system.lists_fields {
        return false;
    }
    let fields = system.fields.ids().map(|id| &model.fields[id]);
    let others = fields.filter(|field| !field.is_declared);
    let others: Vec<&str> = others.map(|field| &*field.slug).collect();
    !field.is_declared || !nearest(&field.slug, others.iter().copied()).is_empty()
}

fn tell(found: &Found<Unfilled>, names: &Names<'_>) -> Words {
    let model = names.model();
    let system = names.of(found.system);
    let kind = model.systems[found.system].kind.known();
    let kind = kind.map_or("", |kind| word(*kind));
    let fields = &found.fields;
    let (what, it, listed) = match &**fields {
        [field] => (names.of(*field), "it", names.of(*field)),
        _ => (
            format!("{} fields of {system}", fields.len()),
            "them",
            format!("these fields of {system} ({})", names.few_own(fields)),
        ),
    };
    let come = match fields.len() {
        1 => format!("Where does {listed} come from?"),
        _ => format!("Where do {listed} come from?"),
    };
    let words = Words::at(found.span, "no flow brings this").detail("kind", kind);
    match &found.doubt {
        Doubt::Unlisted(flow) => words
            .message(format!(
                "nothing says where {what} come{} from",
                if fields.len() == 1 { "s" } else { "" }
            ))
            .also(model.flows[*flow].from.span, "this flow lists no fields")
            .help(format!("list the `fields` of the flow {}", names.of(*flow)))
            .ask(names.owner(found.system), come),
        Doubt::WorkedOut => words
            .message(format!(
                "no flow brings {what}, unless {system} works {it} out"
            ))
            .help("say what it is worked out from, in the flow that brings that: `{from: […], to: …, how: derived}`")
            .ask(
                names.owner(found.system),
                format!("From what does {system} work out {}?", names.few_own(fields)),
            ),
        Doubt::Others(others) => {
            let help = "add the flow that brings it, or list the field in the flow that does";
            let words = words
                .message(format!(
                    "no flow brings {what}, and {} records nothing itself",
                    a_kind(kind)
                ))
                .ask(names.owner(found.system), come);
            if others.is_empty() {
                return words.help(help);
            }
            let mut perhaps = names.ids(others);
            perhaps.sort();
            words.detail("perhaps_made_here", perhaps).help(format!(
                "{help}. Say too from what {} may be worked out",
                counted(others.len(), "more field")
            ))
        }
    }
}

/// The kind with its article.
fn a_kind(kind: &str) -> String {
    match kind {
        "analysis" => "an analysis".to_owned(),
        kind => format!("a {kind}"),
    }
}

fn word(kind: SystemKind) -> &'static str {
    match kind {
        SystemKind::Publication => "publication",
        SystemKind::Linkage => "linkage",
        _ => "analysis",
    }
}
