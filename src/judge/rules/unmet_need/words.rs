//! The words of one reason.

use super::Unmet;
use super::reason::{Few, Late, Reason, Why};
use crate::judge::graph::{Bound, Step, Timeliness, minutes_words};
use crate::judge::rules::found::{Found, Names};
use crate::read::model::{Every, Flow, FlowId, Need, OrganisationId, Stated, Status, TermId};

/// How many identifiers are written out.
const MOST_NAMED: usize = 4;

/// A reason in words.
pub(super) struct Told<'r> {
    pub(super) reason: &'r Reason,
    /// A fragment with its witness.
    pub(super) text: String,
    /// Why its place is shown.
    pub(super) label: &'static str,
    /// An imperative; empty where the text says enough.
    pub(super) help: String,
    /// Set where it is an open question: the organisation to ask, and the question.
    pub(super) question: Option<(String, String)>,
}

pub(super) fn told<'r>(reason: &'r Reason, found: &Found<Unmet>, names: &Names<'_>) -> Told<'r> {
    let need = &names.model().needs[found.need];
    let (text, label, question) = match &reason.why {
        Why::Incomplete => {
            let lacking = if need.terms.is_empty() {
                "terms"
            } else {
                "who"
            };
            let question = format!(
                "What does {} take: which terms, and who must answer?",
                names.of(found.need)
            );
            let text = format!("the need does not say `{lacking}`");
            (text, "", Some((asker(need, names), question)))
        }
        Why::PeopleLeftOut { .. }
        | Why::PeopleUnstated { .. }
        | Why::TooManyBoxes(..)
        | Why::PerhapsTwice { .. } => people(&reason.why, need, names),
        Why::Late(late) => time(late, need, names),
        Why::Unlinked { .. } | Why::LinkUnstated { .. } => link(&reason.why, names),
        _ => source(&reason.why, names),
    };
    let help = match &reason.why {
        Why::Late(late) if late.verdict != Timeliness::CannotTell => {
            let within = need.within.known().map_or(0, |within| within.longest);
            let missed = minutes_words(late.age.worst.least - within);
            format!("save at least {missed} on the way")
        }
        Why::Unlinked { systems, .. } => {
            let [a, b] = systems.map(|system| names.of(system));
            format!("let {b} receive an identifier that {a} holds, or the reverse")
        }
        _ => String::new(),
    };
    Told {
        reason,
        text,
        label,
        help,
        question,
    }
}

/// The text of a reason, why its place is shown, and what to ask whom.
type Parts = (String, &'static str, Option<(String, String)>);

/// Where nothing that the asker can use holds a term finely enough.
fn source(why: &Why, names: &Names<'_>) -> Parts {
    let model = names.model();
    let reach = |term: TermId, who: OrganisationId| (names.of(term), names.of(who));
    match why {
        Why::NoSource {
            term,
            who,
            holders,
            idle,
        } => {
            let (term, who) = reach(*term, *who);
            let idle = on_this_day(idle, names);
            let holders = few(holders, names);
            let text =
                format!("no stated flow brings {term} to {who}{idle}; it is held in {holders}");
            (text, "held here", None)
        }
        Why::Unlisted { term, who, flow } => {
            let ((term, who), name) = (reach(*term, *who), names.of(*flow));
            let text = format!(
                "nothing stated brings {term} to {who}, but the flow {name} lists no fields"
            );
            let owner = names.owner(model.flows[*flow].from.id());
            let question = format!("Does the flow {name} pass {term}?");
            (text, "this flow lists no fields", Some((owner, question)))
        }
        Why::NotAllowed { term, who, flow } => not_allowed(*term, *who, *flow, names),
        Why::LevelUnstated {
            term,
            systems,
            nearest,
        } => {
            let (term, systems) = (names.of(*term), few(systems, names));
            let text = format!(
                "whether {term} comes case by case cannot be told: no `level` is stated for {systems}"
            );
            let nearest_name = names.of(*nearest);
            let question = format!("Does {nearest_name} hold {term} case by case, or only totals?");
            let question = (names.owner(*nearest), question);
            (text, "no `level` here", Some(question))
        }
        Why::TooCoarse {
            term,
            who,
            totals,
            cases,
        } => {
            let (term, who) = reach(*term, *who);
            let cases = if cases.first.is_empty() {
                "no system is known to hold it case by case".to_owned()
            } else {
                format!("case by case it is held in {}", few(cases, names))
            };
            let totals = few(totals, names);
            let text = format!(
                "{term} is too coarse: the need is about single cases, and {who} has only totals ({totals}); {cases}"
            );
            (text, "holds totals", None)
        }
        Why::NowhereHeld { term } => {
            let text = format!("nothing in the map holds {}", names.of(*term));
            (text, "", None)
        }
        _ => Parts::default(),
    }
}

/// Where a flow takes the term out, or may not pass it on.
fn not_allowed(term: TermId, who: OrganisationId, flow: FlowId, names: &Names<'_>) -> Parts {
    let model = names.model();
    let (passed, name) = (&model.flows[flow], names.of(flow));
    let does = if passed.fields.is_open() || !model.terms[term].is_identifier {
        "may not pass it on"
    } else {
        "takes it out"
    };
    let label = match passed.fields {
        Stated::NotShared(_) => "may not pass on its fields",
        _ => "takes it out",
    };
    let (term, who, source) = (names.of(term), names.of(who), names.of(passed.from.id()));
    let text = format!(
        "{term} is not allowed to reach {who}: {source} holds it, and the flow {name} {does}"
    );
    (text, label, None)
}

/// Where the sources leave people out, or perhaps count some twice.
fn people(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    let model = names.model();
    match why {
        Why::PeopleLeftOut {
            term,
            missing,
            systems,
        } => {
            let wanted = need.covers.known().map_or(&[][..], |wanted| wanted);
            let text = format!(
                "{} leaves out people: {} (it comes from {})",
                names.of(*term),
                model.parts_words(missing, wanted),
                few(systems, names)
            );
            (text, "whom the source covers", None)
        }
        Why::PeopleUnstated {
            term,
            dimensions,
            systems,
            nearest,
        } => {
            let by = dimensions.iter().map(|id| &*model.dimensions[*id].name);
            let by = match by.collect::<Vec<_>>().join(", ") {
                none if none.is_empty() => "where the stretches end".to_owned(),
                by => by,
            };
            let text = format!(
                "whether {} covers everyone cannot be told: by {by} the source does not say ({})",
                names.of(*term),
                few(systems, names)
            );
            let question = format!("Whom does {} cover, by {by}?", names.of(*nearest));
            let question = (names.owner(*nearest), question);
            (text, "whom the source covers", Some(question))
        }
        Why::TooManyBoxes(term, systems, nearest) => {
            let text = format!(
                "whether {} covers everyone cannot be told: `covers` has too many boxes to compare ({})",
                names.of(*term),
                few(systems, names)
            );
            let question = format!(
                "Whom does {} cover, said in fewer boxes?",
                names.of(*nearest)
            );
            let question = (names.owner(*nearest), question);
            (text, "too many boxes", Some(question))
        }
        Why::PerhapsTwice {
            term,
            systems,
            first,
        } => {
            let (term, systems) = (names.of(*term), few(systems, names));
            let text = format!(
                "whether {term} counts everyone once cannot be told: no source alone covers everyone, and {systems} may share people and cannot be linked"
            );
            let question = format!("Which of the people in {systems} are counted in both?");
            (text, "covers a part", Some((names.owner(*first), question)))
        }
        _ => Parts::default(),
    }
}

/// Where the sources cannot be linked.
fn link(why: &Why, names: &Names<'_>) -> Parts {
    match why {
        Why::Unlinked {
            terms,
            systems,
            identifiers,
        } => {
            let ([one, other], [a, b]) =
                (terms.map(|id| names.of(id)), systems.map(|id| names.of(id)));
            let [first, second] = identifiers.each_ref().map(|terms| identified(terms, names));
            let text = format!(
                "{one} in {a} and {other} in {b} cannot be linked case by case: {a} holds {first}, {b} holds {second}"
            );
            (text, "shares no identifier", None)
        }
        Why::LinkUnstated {
            terms,
            systems,
            open,
        } => {
            let ([one, other], [a, b]) =
                (terms.map(|id| names.of(id)), systems.map(|id| names.of(id)));
            let text = format!(
                "whether {one} in {a} and {other} in {b} can be linked case by case cannot be told"
            );
            let question = format!("Which identifiers do {a} and {b} hold in common?");
            let label = "which identifiers it holds is not stated";
            (text, label, Some((names.owner(*open), question)))
        }
        _ => Parts::default(),
    }
}

/// Where terms come too late.
fn time(late: &Late, need: &Need, names: &Names<'_>) -> Parts {
    let (terms, age) = (names.list(&late.terms), &late.age);
    let within = need.within.known().map(ToString::to_string);
    let within = within.unwrap_or_default();
    let known = if age.worst == Bound::UNKNOWN {
        "nothing on the way is stated".to_owned()
    } else {
        let (best, worst) = (age.best.words(), age.worst.words());
        format!("{best} at best, {worst} at worst")
    };
    let often = match late.verdict {
        Timeliness::Never => "always",
        Timeliness::Sometimes | Timeliness::Always => "sometimes",
        Timeliness::CannotTell => {
            let (lacking, question) = untold(&late.blamed, names);
            let text = format!(
                "whether {terms} arrives within {within} of the event cannot be told: {lacking} ({known})"
            );
            let owner = names.owner(names.model().system_of(late.blamed.field));
            return (text, "its time is not stated", Some((owner, question)));
        }
    };
    let slowest = step_words(&late.blamed, names);
    let text = format!(
        "{terms} {often} too late for {within} after the event: {known}; the slowest hop is {slowest}"
    );
    (text, "the slowest hop", None)
}

/// The facts that are not stated about a step, and the question to ask.
fn untold(step: &Step, names: &Names<'_>) -> (String, String) {
    let model = names.model();
    let field = &model.fields[step.field];
    let Some(by) = step.by else {
        let (field, system) = (&field.slug, names.of(field.system));
        return (
            format!("how long after the event it is in {system} is not stated"),
            format!("How long after the event is `{field}` usually in {system}?"),
        );
    };
    let (flow, name) = (&model.flows[by.flow], names.of(by.flow));
    match (flow.every.known(), flow.lag.known()) {
        (None, None) => (
            format!("neither how often {name} runs nor how long it takes is stated"),
            format!("How often does {name} run, and how long after is the data usable?"),
        ),
        (None, Some(_)) => (
            format!("how often {name} runs is not stated"),
            format!("How often does {name} run?"),
        ),
        _ => (
            format!("how long {name} takes is not stated"),
            format!(
                "How long after the end of the period, or the event, is what {name} brings usable?"
            ),
        ),
    }
}

/// `a->b` (every year, lag 11..12 months).
fn step_words(step: &Step, names: &Names<'_>) -> String {
    let model = names.model();
    let Some(by) = step.by else {
        let system = model.system_of(step.field);
        let captured = model.systems[system].captured.known();
        let captured = captured.map(ToString::to_string).unwrap_or_default();
        let system = names.of(system);
        return format!("the capture in {system} ({captured} after the event)");
    };
    let flow = &model.flows[by.flow];
    let every = flow
        .every
        .known()
        .map_or_else(|| "how often is not stated".to_owned(), Every::words);
    let lag = match &flow.lag {
        Stated::Known(lag, _) => format!("lag {lag}"),
        _ => "lag not stated".to_owned(),
    };
    format!("{} ({every}, {lag})", names.of(by.flow))
}

/// The flows that would bring a term and do not stand; empty where there are none.
fn on_this_day(idle: &[FlowId], names: &Names<'_>) -> String {
    let idle = idle.iter().map(|flow| {
        let standing = standing(names, &names.model().flows[*flow]);
        format!("{} {standing}", names.of(*flow))
    });
    let idle = idle.collect::<Vec<_>>();
    if idle.is_empty() {
        String::new()
    } else {
        format!(" on this day ({})", idle.join(", "))
    }
}

/// Why a flow does not stand.
fn standing(names: &Names<'_>, flow: &Flow) -> String {
    let day = names.graph.when().as_of.or(names.model().about.as_of);
    match (flow.since.known(), flow.until.known(), day) {
        (_, Some(until), Some(day)) if *until < day => format!("ended on {until}"),
        (Some(since), _, Some(day)) if *since > day => format!("begins on {since}"),
        _ => match flow.status.known() {
            Some(Status::Ended) => "has ended".to_owned(),
            Some(status) => format!("is only {}", status.word()),
            None => "does not stand".to_owned(),
        },
    }
}

/// `a`, `b`, `c`, `d` and 4 more.
fn few(systems: &Few, names: &Names<'_>) -> String {
    and_more(names.list(&systems.first), systems.more)
}

/// Identifiers by name.
fn identified(terms: &[TermId], names: &Names<'_>) -> String {
    if terms.is_empty() {
        return "no identifier".to_owned();
    }
    let mut terms: Vec<String> = terms.iter().map(|term| names.of(*term)).collect();
    terms.sort();
    let more = terms.len().saturating_sub(MOST_NAMED);
    terms.truncate(MOST_NAMED);
    and_more(terms.join(", "), more)
}

fn and_more(shown: String, more: usize) -> String {
    match more {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The first of those who must answer; empty where there is none.
pub(super) fn asker(need: &Need, names: &Names<'_>) -> String {
    let who = need.who.first();
    who.map_or_else(String::new, |who| names.id(who.id()))
}
