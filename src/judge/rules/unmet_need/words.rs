//! The words of one reason: each sentence names one source, and is true of it.

use std::cmp::Reverse;

use super::fitness::{fitness, own_narrower};
use super::near::{Near, Nearness};
use super::people;
use super::reason::{Few, Reason, Why, has_only_totals};
use super::time;
use super::{Unmet, absent};
use crate::judge::graph::{Supply, Timeliness, minutes_words};
use crate::judge::rules::facets::has_source;
use crate::judge::rules::found::{Found, Names};
use crate::read::finding::Question;
use crate::read::model::{DataLevel, FlowId, Need, OrganisationId, Origin, Ref, SystemId, TermId};
use crate::words::{and_more, first_few, shown};

/// Limit on the identifiers that are named.
const MOST_NAMED: usize = 4;

/// A reason in words.
pub(super) struct Told<'r> {
    pub(super) reason: &'r Reason,
    pub(super) parts: Parts,
    /// An imperative; empty if the text says enough.
    pub(super) help: String,
}

/// The sentences of a reason.
#[derive(Default)]
pub(super) struct Parts {
    /// A fragment with its witness.
    pub(super) text: String,
    /// The label of its place.
    pub(super) label: &'static str,
    /// The askers for whom it holds; empty if it holds for all, or if the text names them.
    pub(super) who: Vec<OrganisationId>,
    /// The substitute; empty if there is none.
    pub(super) near: String,
    /// True if the term would not help even if it came, because its source shares no identifier with what the asker has.
    pub(super) is_no_help: bool,
    /// True if the question lacks its end: to whom something is to be passed on.
    pub(super) is_to_be_passed_on: bool,
    /// The organisation to ask, and the question, if it is an open question.
    pub(super) question: Option<Question>,
}

impl Parts {
    pub(super) fn told(text: String, label: &'static str) -> Self {
        Self {
            text,
            label,
            ..Self::default()
        }
    }

    pub(super) fn asking(text: String, label: &'static str, to: String, question: String) -> Self {
        Self {
            question: Some(Question::new(to, question)),
            ..Self::told(text, label)
        }
    }

    /// The same with this question to this organisation, if it has none.
    pub(super) fn or_ask(mut self, to: String, question: String) -> Self {
        self.question.get_or_insert(Question::new(to, question));
        self
    }

    /// The same with a question that says to whom something is to be passed on.
    fn passed_to(mut self, reason: &Reason, need: &Need, names: &Names<'_>) -> Self {
        if let (true, Some(question)) = (self.is_to_be_passed_on, &mut self.question) {
            let whom: Vec<OrganisationId> = match reason.who {
                Some(who) => vec![who],
                None => need.who.iter().map(Ref::id).collect(),
            };
            let whom = names.few(whom);
            question.text = match &*whom {
                "" => format!("{}?", question.text),
                _ => format!("{} to {whom}?", question.text),
            };
        }
        self
    }

    /// The same with the nearest field or system, and the question about it.
    pub(super) fn with(mut self, near: Option<&Near>, term: TermId, names: &Names<'_>) -> Self {
        let Some(near) = near else { return self };
        let system = names.model().system_of(near.field);
        self.near = near_words(*near, term, names);
        if self.question.is_none() {
            let (term, field) = (names.of(term), names.of(near.field));
            let question = match near.nearness {
                Nearness::Held => {
                    self.is_to_be_passed_on = true;
                    format!("Could {} pass on {term}", names.of(system))
                }
                _ => format!("Can {field} answer for {term}?"),
            };
            self.question = Some(Question::new(names.owner(system), question));
        }
        self
    }
}

/// `a` holds the narrower term `t` (`a.t`).
fn near_words(near: Near, term: TermId, names: &Names<'_>) -> String {
    let model = names.model();
    let system = names.of(model.system_of(near.field));
    let other = model.term_of(near.field).unwrap_or(term);
    let other = names.of(other);
    let supply = Supply::of(names.graph);
    let by_case = match supply.level(near.field) {
        Some(DataLevel::Record) => " case by case",
        _ => "",
    };
    let holds = if has_source(model, near.field) {
        "holds"
    } else {
        "is assumed to hold"
    };
    match near.nearness {
        Nearness::Narrower => format!("{system} {holds} the narrower term {other}{by_case}"),
        Nearness::Broader => format!("{system} {holds} the broader term {other}{by_case}"),
        Nearness::Related => format!("{system} {holds} the related term {other}{by_case}"),
        Nearness::WorkedOut => {
            format!(
                "{system} {holds} {other}, which is worked out from {}",
                names.of(term)
            )
        }
        Nearness::Held => format!("{system} {holds} it{by_case}"),
    }
}

pub(super) fn told<'r>(reason: &'r Reason, found: &Found<Unmet>, names: &Names<'_>) -> Told<'r> {
    let need = &names.model().needs[found.need];
    let parts = match &reason.why {
        Why::Incomplete => incomplete(found, need, names),
        Why::SaidNot => {
            let why = shown(need.unmet.trim());
            let text = format!("by its source, it is not answered today: “{why}”");
            Parts::told(text, "said not to be met")
        }
        Why::PeopleLeftOut {
            term,
            missing,
            nearest,
            ..
        } if has_only_totals(&found.reasons, (*term, *nearest), need, names.model()) => {
            people::not_even_totals(*nearest, missing, need, names)
        }
        Why::PeopleLeftOut { .. }
        | Why::CountedOtherwise { .. }
        | Why::PeopleUnknown { .. }
        | Why::TooManyBoxes(..)
        | Why::PerhapsTwice { .. } => people::words(reason, need, names),
        Why::TooCoarse { .. }
        | Why::LevelUnknown { .. }
        | Why::TooIncomplete { .. }
        | Why::CompleteUnknown { .. } => match own_narrower(reason, names) {
            Some(parts) => parts,
            None => fitness(&reason.why, found, need, names),
        },
        Why::Late(late) => time::words(late, need, names),
        Why::WithinUnknown => own_question(
            need,
            names,
            "the need does not know how soon it is wanted",
            format!(
                "How soon after the event is {} wanted?",
                names.of(found.need)
            ),
        ),
        Why::Unlinked { .. } | Why::LinkUnstated { .. } | Why::InParts { .. } => {
            link(&reason.why, need, names)
        }
        Why::NowhereHeld { term, near } => absent::nowhere(*term, near.as_ref(), need, names),
        Why::Unlisted { .. } => absent::unlisted(&reason.why, need, names),
        Why::NoSource {
            term, who, nearest, ..
        } => {
            let parts = absent::words(&reason.why, names);
            match apart(need, (*term, *who), *nearest, names) {
                Some(own) => absent::no_help(parts, own, *nearest, names),
                None => parts,
            }
        }
        _ => absent::words(&reason.why, names),
    };
    Told {
        reason,
        help: help(&reason.why, need, names),
        parts: parts.passed_to(reason, need, names),
    }
}

/// The asker's own source of another term of a need about single cases, if the cases of the nearest source of this term cannot be linked with those
/// of any such source.
fn apart(
    need: &Need,
    (term, who): (TermId, OrganisationId),
    nearest: SystemId,
    names: &Names<'_>,
) -> Option<SystemId> {
    let model = names.model();
    let supply = Supply::of(names.graph);
    if need.level.known() != Some(&DataLevel::Record) || model.terms[term].is_identifier() {
        return None;
    }
    let others = need.terms().iter().map(Ref::id);
    let others = others.filter(|other| *other != term && !model.terms[*other].is_identifier());
    let mut own = others.filter_map(|other| {
        let fields = supply.usable(who, other).into_iter();
        let fields = fields.filter(|field| supply.level(*field) == Some(DataLevel::Record));
        let systems: Vec<SystemId> = fields.map(|field| model.system_of(field)).collect();
        let first = systems.first().copied()?;
        // Another system of the asker may hold the identifiers of both.
        let mut all = supply.own_systems(who);
        all.extend(&systems);
        all.push(nearest);
        let groups = supply.linkage().groups(&all, false);
        let of_nearest = groups.last()?;
        let is_apart = |own: &SystemId| supply.linkage().links(*own, nearest) == Some(false);
        let own = all.iter().zip(&groups);
        let mut own = own.filter(|(system, _)| systems.contains(system));
        own.all(|(system, group)| group != of_nearest && is_apart(system))
            .then_some(first)
    });
    own.next()
}

/// A reason that only the askers can settle.
pub(super) fn own_question(need: &Need, names: &Names<'_>, text: &str, question: String) -> Parts {
    Parts::asking(text.to_owned(), "", asker(need, names), question)
}

fn incomplete(found: &Found<Unmet>, need: &Need, names: &Names<'_>) -> Parts {
    let need_name = names.of(found.need);
    let question = format!("What does {need_name} take: which terms, and who must answer?");
    let text = if need.terms().is_empty() {
        "it names no terms that could be compared with what is collected"
    } else {
        "it does not say who must answer"
    };
    own_question(need, names, text, question)
}

fn help(why: &Why, need: &Need, names: &Names<'_>) -> String {
    match why {
        Why::Incomplete => {
            "name its terms and who must answer, or decide that it stays a wish".to_owned()
        }
        Why::Late(late) if late.verdict != Timeliness::CannotTell => {
            let within = need.within.known().map_or(0, |within| within.longest);
            let missed = minutes_words(late.age.worst.least - within);
            format!("save at least {missed} on the way")
        }
        Why::Unlinked { systems, .. } => {
            let [a, b] = systems.map(|system| names.of(system));
            format!("let {b} receive an identifier that {a} holds, or the reverse")
        }
        Why::CountedOtherwise {
            nearest,
            wanted,
            dimension,
            ..
        } => {
            let wanted = people::basis_words(names.model(), *dimension, wanted);
            let nearest = names.of(*nearest);
            format!("ask whether {nearest} can also count by {wanted}")
        }
        _ => String::new(),
    }
}

/// The words if the sources cannot be linked.
fn link(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    let both = |terms: &[TermId; 2], systems: &[SystemId; 2]| {
        let ([one, other], [a, b]) = (terms.map(|id| names.of(id)), systems.map(|id| names.of(id)));
        (format!("{one} in {a} and {other} in {b}"), a, b)
    };
    match why {
        Why::Unlinked {
            terms,
            systems,
            identifiers,
            missing,
        } => {
            let (what, ..) = both(terms, systems);
            let whom = people::whom(names.model(), missing, need);
            let [first, second] = identifiers.each_ref().map(|terms| identified(terms, names));
            let text = format!(
                "{what} cannot be linked case by case{whom}. The one source holds {first}, the other {second}"
            );
            Parts::told(text, "shares no identifier")
        }
        Why::LinkUnstated {
            terms,
            systems,
            open,
        } => {
            let (what, a, b) = both(terms, systems);
            let text = format!("nobody has said what links {what}");
            let label = "which identifiers it holds is not stated";
            if let Some(source) = only_source(*open, names) {
                let other = if *open == systems[0] { b } else { a };
                let (from, to) = (names.of(source), names.of(*open));
                let question =
                    format!("By what can what {from} passes to {to} be matched with {other}?");
                return Parts::asking(text, label, names.owner(source), question);
            }
            let question = format!("Which identifiers do {a} and {b} hold in common?");
            Parts::asking(text, label, names.owner(*open), question)
        }
        Why::InParts { .. } => in_parts(why, names),
        _ => Parts::default(),
    }
}

/// The one system that passes something to a body of which no system is named: it knows what is passed.
fn only_source(system: SystemId, names: &Names<'_>) -> Option<SystemId> {
    let model = names.model();
    let flows = names.graph.flows_in(system);
    let source = |flow: &FlowId| model.flows[*flow].from.id();
    let first = flows.first().map(source)?;
    let is_only = flows.iter().all(|flow| source(flow) == first);
    (is_only && model.systems[system].origin == Origin::Unnamed).then_some(first)
}

/// The words if totals of several sources would have to be put together.
fn in_parts(why: &Why, names: &Names<'_>) -> Parts {
    let Why::InParts {
        systems: [fullest, other],
        held,
        brought,
        elsewhere,
    } = why
    else {
        return Parts::default();
    };
    let [first, second] = [fullest, other].map(|system| names.of(*system));
    let (held, brought) = (names.few(held), names.few(brought));
    let rest = if elsewhere.is_empty() {
        ""
    } else {
        ". Further sources hold the rest"
    };
    let text = format!(
        "no one source holds all of it together. {first} holds {held}, and {second} holds {brought}{rest}"
    );
    let question = format!("Could {first} give {brought} too, in the same tables?");
    Parts::asking(text, "holds a part of it", names.owner(*fullest), question)
}

/// `a`, `b`, `c`, `d` and 4 more.
pub(super) fn few(systems: &Few, names: &Names<'_>) -> String {
    names.list(&systems.first) + &and_more(systems.more)
}

/// Identifiers by name.
fn identified(terms: &[TermId], names: &Names<'_>) -> String {
    if terms.is_empty() {
        return "no identifier".to_owned();
    }
    let mut terms: Vec<String> = terms.iter().map(|term| names.of(*term)).collect();
    terms.sort();
    first_few(terms, MOST_NAMED)
}

/// The asker with the most systems of its own, which can do most about it; the first of equals, and empty if there is none.
pub(super) fn asker(need: &Need, names: &Names<'_>) -> String {
    let model = names.model();
    let owned = |who: OrganisationId| {
        let systems = model.systems.iter();
        systems
            .filter(|(_, system)| system.owner() == Some(who))
            .count()
    };
    let who = need.who.iter().map(Ref::id);
    let who = who.min_by_key(|who| Reverse(owned(*who)));
    who.map_or_else(String::new, |who| names.id(who))
}
