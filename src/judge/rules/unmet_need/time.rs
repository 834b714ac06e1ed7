//! The words of a reason about time.

use super::reason::Late;
use super::words::Parts;
use crate::judge::graph::{Bound, Step, Timeliness};
use crate::judge::rules::found::Names;
use crate::read::model::{Duration, Flow, FlowId, Need, Origin, Status};
use crate::words::capital;

/// The words for terms that come too late.
pub(super) fn words(late: &Late, need: &Need, names: &Names<'_>) -> Parts {
    let terms = names.list(&late.terms);
    let within = need.within.known().map(ToString::to_string);
    let within = within.unwrap_or_default();
    let often = match late.verdict {
        Timeliness::Never => "always comes too late",
        Timeliness::Sometimes | Timeliness::Always => "sometimes comes too late",
        Timeliness::CannotTell => {
            // An answer for others than those asked about would settle nothing.
            let whom = match need.covers.known() {
                Some(_) => ", for the people whom the need is about",
                None => "",
            };
            let (lacking, question) = untold(&late.blamed, whom, names);
            let rest = match late.besides {
                Some((by, age)) => {
                    let (flow, span) = (names.of(by), span_words(age.best, age.worst));
                    // How often it runs may be open; how long it takes is told whole.
                    let lag = names.model().flows[by].lag.known();
                    let lag = lag.filter(|lag| {
                        let is_range = lag.longest > lag.shortest && !lag.is_without_delay();
                        age.worst.most.is_none() && is_range
                    });
                    let span = lag.map_or(span, Duration::words);
                    if age.worst.most.is_none() {
                        format!("{flow} alone takes {span}. Some other step states no time")
                    } else {
                        format!("By {flow} it comes after {span}. For other ways no time is stated")
                    }
                }
                None => capital(&lacking),
            };
            let text = format!("{terms} is wanted within {within}. {rest}");
            let question = format!("{question}{}", onward(late, names));
            let model = names.model();
            let blamed = model.system_of(late.blamed.field);
            let last = late.way.last().map(|step| model.system_of(step.field));
            // If a body has no system of its own, the receiver of the news knows best how soon it comes.
            let is_unnamed = model.systems[blamed].origin == Origin::Unnamed;
            let (asked, question) = match last.filter(|last| is_unnamed && *last != blamed) {
                Some(last) => {
                    let last_name = names.of(last);
                    (
                        last,
                        format!(
                            "How soon after the event does {last_name} usually have {terms}{whom}?"
                        ),
                    )
                }
                None => (blamed, question),
            };
            return Parts::asking(text, "its time is not stated", names.owner(asked), question);
        }
    };
    let slowest = step_words(&late.blamed, names);
    let text = format!(
        "{terms} {often}: after {}, wanted within {within}. The slowest step is {slowest}",
        way_words(late, names)
    );
    Parts::told(text, "the slowest step")
}

/// The time of the whole way. If it is that of one flow whose source gives no number, it is told in the words of the source.
fn way_words(late: &Late, names: &Names<'_>) -> String {
    let (best, worst) = (late.age.best, late.age.worst);
    let lags = late.way.iter().filter_map(|step| step.by);
    let mut lags = lags.filter_map(|by| names.model().flows[by.flow].lag.known());
    let whole = lags.find(|lag| {
        lag.is_unnumbered()
            && !lag.is_without_delay()
            && best.least == lag.shortest
            && worst.most == Some(lag.longest)
    });
    whole.map_or_else(|| span_words(best, worst), Duration::words)
}

/// A further question on the steps after the one that states no time, if one of these states none either.
fn onward(late: &Late, names: &Names<'_>) -> String {
    let model = names.model();
    let after = late
        .way
        .iter()
        .skip_while(|step| step.field != late.blamed.field);
    let mut open = after.skip(1).filter_map(|step| {
        let flow = &model.flows[step.by?.flow];
        let is_open = flow.lag.known().is_none() || flow.every.known().is_none();
        is_open.then_some(flow)
    });
    open.next().map_or_else(String::new, |flow| {
        format!(
            " And how soon after that does {} have it?",
            names.of(flow.to.id())
        )
    })
}

/// `2 days to 12.1 months`.
fn span_words(best: Bound, worst: Bound) -> String {
    let is_open = worst.most.is_none();
    let (best, worst) = (best.words(), worst.words());
    if best == worst || is_open {
        best
    } else {
        format!("{best} to {worst}")
    }
}

/// The facts not stated about a step, and the question to ask.
fn untold(step: &Step, whom: &str, names: &Names<'_>) -> (String, String) {
    let model = names.model();
    let field = &model.fields[step.field];
    let Some(by) = step.by else {
        let system = names.of(field.system);
        return (
            format!("how long after the event it is in {system} is not stated"),
            format!(
                "How soon after the event does {system} usually have {}{whom}?",
                model
                    .term_of(step.field)
                    .map_or_else(|| names.own(step.field), |term| names.of(term))
            ),
        );
    };
    let (flow, name) = (&model.flows[by.flow], names.of(by.flow));
    match (flow.every.known(), flow.lag.known()) {
        (None, None) => (
            format!("neither how often {name} runs nor how long it takes is stated"),
            format!("How often does {name} run, and how soon is its data usable?"),
        ),
        (None, Some(_)) => (
            format!("how often {name} runs is not stated"),
            format!("How often does {name} run?"),
        ),
        _ => (
            format!("how long {name} takes is not stated"),
            format!("How soon after the event, or the period, is the data of {name} usable?"),
        ),
    }
}

fn step_words(step: &Step, names: &Names<'_>) -> String {
    match step.by {
        Some(by) => names.of(by.flow),
        None => {
            let system = names.model().system_of(step.field);
            format!("the capture in {}", names.of(system))
        }
    }
}

/// The flows that would bring a term but do not stand; empty if there are none.
pub(super) fn on_this_day(idle: &[FlowId], names: &Names<'_>) -> String {
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

/// The reason why a flow does not stand.
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
