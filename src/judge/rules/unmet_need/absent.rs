//! The words of a reason that nothing which the asker can use holds a term.

use super::reason::Why;
use super::time;
use super::words::Parts;
use crate::judge::rules::facets::has_source;
use crate::judge::rules::found::Names;
use crate::read::finding::Question;
use crate::read::model::{
    DataLevel, FlowId, Model, Need, OrganisationId, Stated, SystemId, TermId,
};

/// The words if nothing that the asker can use holds a term.
pub(super) fn words(why: &Why, names: &Names<'_>) -> Parts {
    let reach = |term: TermId, who: OrganisationId| (names.of(term), names.of(who));
    match why {
        Why::NoSource {
            term,
            who,
            nearest,
            others,
            idle,
            near,
        } => {
            let (name, who) = reach(*term, *who);
            let idle = time::on_this_day(idle, names);
            let is_assumed = is_assumed(names.model(), *term, *nearest);
            let (owner, nearest) = (names.owner(*nearest), names.of(*nearest));
            let held = match (others, is_assumed) {
                (0, false) => format!("Only {nearest} holds it"),
                (0, true) => format!("Only {nearest} is assumed to hold it"),
                (_, false) => format!("The nearest source is {nearest}"),
                (_, true) => {
                    format!("The nearest source is {nearest}, which is assumed to hold it")
                }
            };
            let text = format!("no stated flow brings {name} to {who}{idle}. {held}");
            let parts = Parts::told(text, "held here").with(near.as_ref(), *term, names);
            parts.or_ask(owner, format!("Could {nearest} pass on {name} to {who}?"))
        }
        Why::PerhapsHeld {
            term,
            who,
            system,
            key,
        } => {
            let asker = names.id(*who);
            let ((term, who), name) = (reach(*term, *who), names.of(*system));
            let unknown = match (*key, names.model().systems[*system].owner()) {
                ("owner", None) => format!("Nobody has said who owns {name}"),
                ("owner", Some(owner)) => {
                    let owner = names.of(owner);
                    format!("Nobody has said whether {owner}, which owns {name}, is part of {who}")
                }
                ("kind", _) => format!("Nobody has said whether {name} is published"),
                ("fields", _) => format!("Nobody has said which fields {name} has"),
                _ => format!("Nobody has said what some fields of {name} mean"),
            };
            let text = format!("what is stated does not bring all of {term} to {who}. {unknown}");
            // A system without an owner can be asked nothing: the asker is asked whose it is.
            let (asked, question) = match names.owner(*system) {
                owner if owner.is_empty() => (asker, format!("Who owns {name}?")),
                owner => (owner, format!("Can {who} have {term} from {name}?")),
            };
            Parts::asking(text, "something is unknown here", asked, question)
        }
        Why::NotAllowed { term, who, flow } => not_allowed(*term, *who, *flow, names),
        Why::NowhereHeld { term, near } => {
            let text = format!("nothing in the map holds {}", names.of(*term));
            Parts::told(text, "").with(near.as_ref(), *term, names)
        }
        _ => Parts::default(),
    }
}

/// The same, if the cases of the nearest source cannot be linked with those of the asker's own source of the rest. The question is then by what they
/// could be.
pub(super) fn no_help(parts: Parts, own: SystemId, nearest: SystemId, names: &Names<'_>) -> Parts {
    let [own, near] = [own, nearest].map(|system| names.of(system));
    let text = format!("{}. {near} and {own} share no identifier", parts.text);
    let question = format!("By what could a case in {near} be matched with one in {own}?");
    let question = Question::new(names.owner(nearest), question);
    Parts {
        text,
        question: Some(question),
        is_no_help: true,
        is_to_be_passed_on: false,
        ..parts
    }
}

/// True if no field of the system surely holds the term: each is only assumed.
fn is_assumed(model: &Model, term: TermId, system: SystemId) -> bool {
    let fields = model.systems[system].fields.ids();
    let mut held = fields
        .filter(|field| model.term_of(*field) == Some(term))
        .peekable();
    held.peek().is_some() && held.all(|field| !has_source(model, field))
}

/// The words if a flow that lists no fields may bring a term.
pub(super) fn unlisted(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    let Why::Unlisted {
        term,
        who,
        flow,
        has_some,
        leaves_some_out,
    } = why
    else {
        return Parts::default();
    };
    let (model, term, who, name) = (
        names.model(),
        names.of(*term),
        names.of(*who),
        names.of(*flow),
    );
    let begins = if *has_some {
        format!("what is stated does not bring all of {term} to {who}")
    } else {
        format!("nothing stated brings {term} to {who}")
    };
    let stated = &model.flows[*flow];
    let about = if *leaves_some_out {
        ", and does not cover everyone"
    } else {
        ""
    };
    // Cases that arrive without an identifier cannot be told apart, whatever else is passed.
    let is_by_case = need.level.known() == Some(&DataLevel::Record);
    let without = match stated.identifiers {
        Stated::Absent(_) if is_by_case => ". It carries no identifier",
        _ => "",
    };
    let text = format!("{begins}. The flow {name} lists no fields{about}{without}");
    let passes = format!("pass {term}");
    let question = match stated.status {
        Stated::Unknown(_) => format!("Does the flow {name} still run, and does it {passes}?"),
        _ if stated.evidence.is_sourced() => format!("Does the flow {name} {passes}?"),
        _ => format!("Is there a flow {name}, and does it {passes}?"),
    };
    let asked = stated.from.id();
    Parts::asking(
        text,
        "this flow lists no fields",
        names.owner(asked),
        question,
    )
}

/// The words if a flow takes the term out, or may not pass it on.
fn not_allowed(term: TermId, who: OrganisationId, flow: FlowId, names: &Names<'_>) -> Parts {
    let model = names.model();
    let (passed, name) = (&model.flows[flow], names.of(flow));
    let is_barred = matches!(passed.fields, Stated::NotShared(_));
    let holds = if is_assumed(model, term, passed.from.id()) {
        "is assumed to hold it"
    } else {
        "holds it"
    };
    let [source, target] = [&passed.from, &passed.to].map(|end| names.of(end.id()));
    let (term, who) = (names.of(term), names.of(who));
    if is_barred {
        let text = format!(
            "{term} may not reach {who}. {source} {holds}, and the flow {name} may not pass it on"
        );
        let question = format!("By which rule may the flow {name} not pass {term}?");
        let asked = names.owner(passed.from.id());
        return Parts::asking(text, "may not pass on its fields", asked, question);
    }
    let text =
        format!("{term} does not reach {who}. {source} {holds}, and the flow {name} leaves it out");
    let question = format!("Could {target} take {term} too, or which rule is against it?");
    Parts::asking(text, "leaves it out", names.owner(passed.to.id()), question)
}
