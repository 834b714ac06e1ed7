//! The words for the collection that could best serve the others.

use serde_json::Value;
use serde_json::json;

use super::super::server::{Obstacle, Serving, arrival};
use crate::judge::graph::{Request, Supply};
use crate::judge::rules::found::Names;
use crate::read::finding::Question;
use crate::read::model::{Duration, ScopeBox, SystemId, TermId};
use crate::words::{capital, plural, shown};

/// Limit on the obstacles that are told.
const MOST_TOLD: usize = 3;

/// The next step, as an imperative sentence; if there is an obstacle, only that.
pub(super) fn advice(names: &Names<'_>, serving: &Serving<'_>) -> String {
    let server = names.of(serving.server.collection);
    let Some((other, _)) = serving.obstacles.first() else {
        let time = if is_no_later(names, serving) {
            ", and has it no later"
        } else {
            ""
        };
        return format!(
            "let {server} pass {} on to {}: it covers the same people{time}",
            names.of(serving.server.term),
            others(names, serving)
        );
    };
    // The same may stand in the way of several.
    let mut told: Vec<String> = Vec::new();
    for (other, obstacle) in &serving.obstacles {
        let why = capital(&why(names, serving.server, other, obstacle));
        if !told.contains(&why) {
            told.push(why);
        }
    }
    let more = told.len().saturating_sub(MOST_TOLD);
    told.truncate(MOST_TOLD);
    let more = match more {
        0 => String::new(),
        more => format!(
            ". {} in the way",
            plural(more, "more thing stands", "more things stand")
        ),
    };
    format!(
        "settle what stands in the way of asking once. {}{more}{}",
        told.join(". "),
        bases(names, serving.server, other)
    )
}

/// The legal bases of two requests, if they state different ones: which is why neither can simply end.
fn bases(names: &Names<'_>, server: &Request, other: &Request) -> String {
    let flows = &names.model().flows;
    let [here, there] = [server, other].map(|request| flows[request.flow].basis.known());
    match (here, there) {
        (Some(here), Some(there)) if here != there => {
            let [here, there] = [here, there].map(|basis| shown(basis.trim()));
            format!(". Each has a basis of its own: “{here}” and “{there}”")
        }
        _ => String::new(),
    }
}

/// True if the server surely has the value as early as all others.
fn is_no_later(names: &Names<'_>, serving: &Serving<'_>) -> bool {
    let time = |request: &Request| arrival(&names.model().flows[request.flow]);
    let Some((_, server)) = time(serving.server) else {
        return false;
    };
    let mut others = serving.others.iter();
    others.all(|other| time(other).is_some_and(|(soonest, _)| server <= soonest))
}

/// The organisation to ask, and the question: about the first obstacle, or whether one collection could serve the others.
pub(super) fn question(names: &Names<'_>, serving: &Serving<'_>) -> Question {
    let is_blocked = |other: &&Request| {
        let mut obstacles = serving.obstacles.iter();
        obstacles.any(|(of, _)| of.collection == other.collection)
    };
    let is_narrow = matches!(
        serving.obstacles.first(),
        Some((_, Obstacle::LacksPeople(_)))
    );
    if is_narrow && serving.others.len() > 1 && serving.others.iter().all(is_blocked) {
        // None could serve all others: which pair is worth the effort is for those who ask to say.
        let mut all = vec![serving.server.collection];
        all.extend(serving.others.iter().map(|other| other.collection));
        all.sort_unstable();
        let term = names.of(serving.server.term);
        let text = format!(
            "Which of {} could take {term} from another of them?",
            names.few(&all)
        );
        return Question::new(names.owner(serving.server.collection), text);
    }
    match serving.obstacles.first() {
        Some((other, obstacle)) => obstructed(names, serving.server, other, obstacle),
        None => {
            let first = serving.others.first();
            let to = first.map_or_else(String::new, |other| names.owner(other.collection));
            let text = format!(
                "Could {} take {} from {} instead of asking again?",
                others(names, serving),
                names.of(serving.server.term),
                names.of(serving.server.collection),
            );
            Question::new(to, text)
        }
    }
}

fn obstructed(
    names: &Names<'_>,
    server: &Request,
    other: &Request,
    obstacle: &Obstacle,
) -> Question {
    let term = names.of(server.term);
    let [here, there] = [server, other].map(|request| names.of(request.collection));
    let text = match obstacle {
        Obstacle::UnstatedPeople => format!("Does {here} cover everyone whom {there} is about?"),
        Obstacle::TooManyBoxes => format!("Whom does {here} cover, in fewer groups?"),
        Obstacle::LacksPeople(_) => {
            format!("Could {there} take {term} from {here} for the people whom both cover?")
        }
        Obstacle::Later => format!("Could {here} have {term} as early as {there} needs it?"),
        Obstacle::UntoldTime => format!("How soon after the event does {here} have {term}?"),
        Obstacle::OtherCodes => format!("Could {there} use the code list of {here} for {term}?"),
        Obstacle::OtherType => {
            format!("Could {there} take {term} in the form in which {here} holds it?")
        }
        Obstacle::NoIdentifier => match offered(names, [server, other]) {
            Some((taker, identifier)) => {
                let [identifier, system] = [names.of(identifier), names.of(taker)];
                let text =
                    format!("Could {system} take {identifier} too, or which rule is against it?");
                return Question::new(names.owner(taker), text);
            }
            None => format!("Does {there} need {term} of cases that {here} has too?"),
        },
        Obstacle::NotShared => {
            format!("By which rule may {here} not pass {term} on to {there}?")
        }
    };
    let is_for_other = matches!(
        obstacle,
        Obstacle::OtherCodes
            | Obstacle::OtherType
            | Obstacle::NoIdentifier
            | Obstacle::LacksPeople(_)
    );
    let asked = if is_for_other { other } else { server };
    Question::new(names.owner(asked.collection), text)
}

/// The identifier by which the cases of two collections could be matched, and the one that lacks it: the number that most systems hold, if one of the two
/// surely holds it. A name is none: two people may share it, and it is often left out on purpose. A number that few hold, such as that of an incident,
/// would bring others no nearer.
fn offered(names: &Names<'_>, requests: [&Request; 2]) -> Option<(SystemId, TermId)> {
    let supply = Supply::of(names.graph);
    let widest = supply.linkage().number()?;
    let holds = |request: &Request| {
        let held = supply.linkage().held(request.collection);
        held.get(&widest) == Some(&true)
    };
    match requests.map(holds) {
        [true, false] => Some((requests[1].collection, widest)),
        [false, true] => Some((requests[0].collection, widest)),
        _ => None,
    }
}

/// The people missing at the server, by the dimensions that distinguish them.
fn some_people(names: &Names<'_>, missing: &[ScopeBox], server: &Request) -> String {
    let model = names.model();
    model.groups_words(missing, model.scope(server.field))
}

/// `` `a`, `b` and `c` ``.
fn others(names: &Names<'_>, serving: &Serving<'_>) -> String {
    match &serving.others[..] {
        [rest @ .., last] if !rest.is_empty() => {
            let rest = rest.iter().map(|other| other.collection);
            format!("{} and {}", names.list(rest), names.of(last.collection))
        }
        others => names.list(others.iter().map(|other| other.collection)),
    }
}

pub(super) fn detail(names: &Names<'_>, serving: &Serving<'_>) -> Value {
    let in_the_way = serving.obstacles.iter().map(|(other, obstacle)| {
        let why = why(names, serving.server, other, obstacle);
        json!({"for": names.id(other.collection), "why": why})
    });
    json!({
        "collection": names.id(serving.server.collection),
        "in_the_way": in_the_way.collect::<Vec<_>>(),
    })
}

fn why(names: &Names<'_>, server: &Request, other: &Request, obstacle: &Obstacle) -> String {
    let model = names.model();
    let [here, there] = [server, other].map(|request| names.of(request.collection));
    match obstacle {
        Obstacle::UnstatedPeople => {
            format!("nobody has said whether {here} covers everyone that {there} asks about")
        }
        Obstacle::TooManyBoxes => {
            format!("{here} and {there} state too many groups of people to compare")
        }
        Obstacle::LacksPeople(missing) => {
            let missing = some_people(names, missing, server);
            format!("{here} leaves out people of {there} ({missing})")
        }
        Obstacle::Later => {
            let lags = [server, other].map(|request| &model.flows[request.flow].lag);
            let [lag, limit] = lags.map(|lag| lag.known().map(Duration::after).unwrap_or_default());
            format!("{here} has it {lag}, {there} {limit}")
        }
        Obstacle::UntoldTime => format!("nobody has said how soon {here} has it"),
        Obstacle::OtherCodes => format!("{here} and {there} use different code lists"),
        Obstacle::OtherType => format!("{here} and {there} hold different types of value"),
        Obstacle::NoIdentifier => {
            format!("{here} and {there} share no identifier")
        }
        Obstacle::NotShared => format!("{here} may not pass it on to {there}"),
    }
}
