//! The words of a dropped identifier.

use super::{Lost, holder, may_not_hold, place};
use crate::judge::graph::FlowGraph;
use crate::judge::rules::facets::has_source;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::{Certainty, Question, Words};
use crate::read::model::{Contents, Flow, How, Model, Stated, SystemId, TermId};

/// True if somebody wrote which identifiers pass, or that the data is disguised.
fn is_ruled_out(flow: &Flow) -> bool {
    let is_disguised = flow.contains.known() == Some(&Contents::Pseudonymised);
    is_disguised
        || matches!(
            flow.identifiers,
            Stated::Known(..) | Stated::Absent(_) | Stated::NotShared(_)
        )
}

/// True if an identifier of the target is a code that the owner of the source made for its own cases, so that it alone can tell whose it is.
fn is_code_of(graph: &FlowGraph, source: SystemId, target: SystemId) -> bool {
    let model = graph.model();
    let owner = model.systems[source].owner();
    let mut links = model.systems[target]
        .fields
        .ids()
        .filter(|field| {
            let term = model.term_of(*field);
            term.is_some_and(|term| model.terms[term].is_identifier())
        })
        .flat_map(|field| graph.links_in(field));
    links.any(|link| {
        let from = &model.systems[model.system_of(link.from)];
        link.how == How::Masked && from.owner() == owner
    })
}

/// The loss, the remedy, and the question.
struct Told {
    message: String,
    help: String,
    question: Question,
}

/// True if one of the two systems is only assumed to hold the first identifier.
fn is_assumed(found: &Lost, model: &Model) -> bool {
    let held = found.systems.into_iter();
    let mut held = held.filter_map(|system| holder(model, system, found.dropped[0]));
    held.any(|field| !has_source(model, field))
}

/// The words if it is not known which identifiers one of the two holds.
fn not_known(found: &Found<Lost>, names: &Names<'_>) -> Told {
    let [source, target] = found.systems;
    let (from, to) = (names.of(source), names.of(target));
    let unlisted = if found.linkage.may_hold_more(target) {
        target
    } else {
        source
    };
    let name = names.of(unlisted);
    Told {
        message: format!("it is not known whether cases of {from} can be found in {to}"),
        help: format!("list the identifiers that {name} holds among its `fields`"),
        question: Question::new(
            names.owner(unlisted),
            format!("Which identifiers does {name} hold?"),
        ),
    }
}

/// The verb and the identifiers for two systems that hold them: `hold A`, or `hold A, or may` if one of the two perhaps does not.
fn hold(found: &Found<Lost>, names: &Names<'_>, first: &str) -> String {
    let mut holders = found.systems.iter();
    let may_not_hold = holders.any(|system| {
        let holder = holder(names.model(), *system, found.dropped[0]);
        holder.is_some_and(|field| may_not_hold(names.graph, field))
    });
    if may_not_hold {
        format!("hold {first}, or may")
    } else if is_assumed(found, names.model()) {
        format!("hold {first}, or are assumed to")
    } else {
        format!("hold {}", names.few(&found.dropped))
    }
}

fn told(found: &Found<Lost>, names: &Names<'_>) -> Told {
    let [source, target] = found.systems;
    let (from, to) = (names.of(source), names.of(target));
    // The one that most systems hold: by another, few could find the case.
    let widest = found.linkage.widest(found.dropped.iter().copied());
    let first = names.of(widest.unwrap_or(found.dropped[0]));
    let dropped = names.few(&found.dropped);
    let pass = format!("pass {first} too, or an identifier from which it can be looked up");
    if found.are_held {
        let hold = hold(found, names, &first);
        return Told {
            message: format!(
                "the flow from {from} to {to} carries no identifier to find the case by, though both {hold}"
            ),
            help: pass,
            question: Question::new(
                names.owner(target),
                format!("By what does {to} find the case that {from} reports on?"),
            ),
        };
    }
    if found.certainty == Certainty::CannotTell {
        return not_known(found, names);
    }
    let kept: Vec<TermId> = found.linkage.held(target).keys().copied().collect();
    let holds = match kept.len() {
        0 => "no identifier".to_owned(),
        _ => format!("only {}", names.few(&kept)),
    };
    let model = names.model();
    let message = match model.systems[source].owner() {
        Some(owner) if is_code_of(names.graph, source, target) => format!(
            "only {} can find cases of {from} in {to}. It holds {holds}",
            names.of(owner)
        ),
        _ => format!("cases of {from} cannot be found in {to}. It holds {holds}"),
    };
    if is_ruled_out(&model.flows[found.flow]) {
        let do_not = if found.dropped.len() == 1 {
            "does not"
        } else {
            "do not"
        };
        return Told {
            message,
            help: format!(
                "agree who can match the two. By what is written here, {dropped} {do_not} pass"
            ),
            question: Question::new(
                names.owner(target),
                format!("Could {to} take {first} too, or which rule is against it?"),
            ),
        };
    }
    Told {
        message,
        help: pass,
        question: Question::new(
            names.owner(target),
            format!("Could {to} also take {first}?"),
        ),
    }
}

pub(super) fn tell(found: &Found<Lost>, names: &Names<'_>) -> Words {
    let Told {
        message,
        help,
        question,
    } = told(found, names);
    let model = names.model();
    let (span, label) = place(&model.flows[found.flow]);
    let words = Words::at(span, label)
        .message(message)
        .detail("dropped", names.ids(&found.dropped))
        .detail(
            "target_holds",
            names.ids(found.linkage.held(found.systems[1]).keys()),
        )
        .via(names.ids(found.systems))
        .help(help)
        .put(question);
    let shown = if found.are_held { 2 } else { 1 };
    let held = found.systems.into_iter().take(shown);
    let held = held.filter_map(|system| holder(model, system, found.dropped[0]));
    held.fold(words, |words, field| {
        words.also(model.fields[field].span, "held here")
    })
}
