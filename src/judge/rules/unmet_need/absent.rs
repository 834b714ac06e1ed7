//! The words of a reason that nothing which the asker can use holds a term.

use std::cmp::Reverse;

use super::near::{self, Near};
use super::reason::Why;
use super::time;
use super::words::{Parts, asker};
use crate::judge::graph::Supply;
use crate::judge::rules::facets::has_source;
use crate::judge::rules::found::Names;
use crate::read::finding::Question;
use crate::read::model::{
    DataLevel, FlowId, Model, Need, OrganisationId, Ref, Stated, SystemId, TermId,
};
use crate::words::first_few;

/// Limit on the kinds of a term that are named.
const MOST_KINDS: usize = 6;

/// The words if nothing that the asker can use holds a term.
pub(super) fn words(why: &Why, names: &Names<'_>) -> Parts {
    let reach = |term: TermId, who: OrganisationId| (names.of(term), names.of(who));
    match why {
        Why::NoSource { .. } => no_source(why, names),
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
        _ => Parts::default(),
    }
}

/// The words if no flow brings what others hold.
fn no_source(why: &Why, names: &Names<'_>) -> Parts {
    let Why::NoSource {
        term,
        who,
        nearest,
        leaves_some_out,
        is_doubtful,
        others,
        idle,
        near,
    } = why
    else {
        return Parts::default();
    };
    let (name, who) = (names.of(*term), names.of(*who));
    let idle = time::on_this_day(idle, names);
    let is_assumed = is_assumed(names.model(), *term, *nearest);
    let (owner, nearest) = (names.owner(*nearest), names.of(*nearest));
    let whom = if *leaves_some_out {
        " for some of them"
    } else {
        ""
    };
    let held = match (others, is_assumed) {
        _ if *is_doubtful => {
            format!(
                "The nearest source is {nearest}{whom}, and whether it still gets it is not known"
            )
        }
        (0, false) => format!("Only {nearest} holds it{whom}"),
        (0, true) => format!("Only {nearest} is assumed to hold it{whom}"),
        (_, false) if *leaves_some_out => {
            format!("The nearest source is {nearest}, which holds it for some of them")
        }
        (_, false) => format!("The nearest source is {nearest}"),
        (_, true) => format!("The nearest source is {nearest}, which is assumed to hold it{whom}"),
    };
    let text = format!("no stated flow brings {name} to {who}{idle}. {held}");
    let question = if *is_doubtful {
        format!("Does {nearest} still get {name}, and could it pass it on to {who}?")
    } else {
        format!("Could {nearest} pass on {name} to {who}?")
    };
    match near {
        // A related term in another system does not answer the need, so the owner of the nearest source is asked.
        Some(_) if *is_doubtful => Parts::asking(text, "perhaps held here", owner, question).with(
            near.as_ref(),
            *term,
            names,
        ),
        _ => Parts::told(text, "held here")
            .with(near.as_ref(), *term, names)
            .or_ask(owner, question),
    }
}

/// The words if no field means a term. Where its kinds are held apart, what is missing is somebody who brings them together.
pub(super) fn nowhere(term: TermId, near: Option<&Near>, need: &Need, names: &Names<'_>) -> Parts {
    let name = names.of(term);
    let kinds = near::kinds(&Supply::of(names.graph), term);
    if kinds.len() < 2 {
        let text = format!("nothing in the map holds {name}");
        let question = format!("Who could give {name}?");
        let parts = Parts::told(text, "").with(near, term, names);
        return parts.or_ask(asker(need, names), question);
    }
    let model = names.model();
    let holders = kinds.iter().map(|field| {
        let (system, kind) = (model.system_of(*field), near::kind(model, *field, term));
        let holds = if has_source(model, *field) {
            "holds"
        } else {
            "is assumed to hold"
        };
        format!("{} {holds} {}", names.of(system), names.of(kind))
    });
    let holders: Vec<String> = holders.take(MOST_KINDS).collect();
    let kinds: Vec<TermId> = kinds
        .iter()
        .map(|field| near::kind(model, *field, term))
        .collect();
    // The asker who has the most of them knows best what is lacking.
    let supply = Supply::of(names.graph);
    let has = |who: OrganisationId| {
        let usable = |kind: &&TermId| !supply.usable(who, **kind).is_empty();
        kinds.iter().filter(usable).count()
    };
    let askers = need.who.iter().map(Ref::id);
    let asked = askers.min_by_key(|who| Reverse(has(*who)));
    let asked = asked.map_or_else(String::new, |who| names.id(who));
    let kinds = first_few(kinds.iter().map(|kind| names.of(*kind)), MOST_KINDS);
    let text =
        format!("nothing in the map holds {name} as a whole. Its kinds are held apart: {kinds}");
    let question = format!("Who could bring together {kinds}?");
    Parts {
        near: holders.join(". "),
        ..Parts::asking(text, "", asked, question)
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
