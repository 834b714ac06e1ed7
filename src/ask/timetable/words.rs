//! The words of a timetable for a hop, for a way not taken, and for the time left.

use super::Table;
use crate::judge::graph::{Age, Order, Step, Timeliness, minutes_words};
use crate::read::model::{Duration, Every, FieldId, FlowId, ScopeBox};

impl Table<'_> {
    /// The way in which a field is filled: when it is captured, or how often and how fast its flow brings it.
    pub(super) fn by_words(&self, field: FieldId, flow: Option<FlowId>) -> String {
        let model = self.graph.model();
        let system = &model.systems[model.system_of(field)];
        match flow {
            None if !system.is_filled_by_others() => "origin not stated".to_owned(),
            None => system.captured.known().map_or_else(
                || "captured".to_owned(),
                |captured| format!("captured within {captured}"),
            ),
            Some(flow) => {
                let flow = &model.flows[flow];
                let every = flow.every.known().map(Every::words);
                let lag = flow.lag.known().map(|lag| {
                    if lag.is_without_delay() {
                        lag.words()
                    } else {
                        format!("lag {lag}")
                    }
                });
                format!(
                    "{}, {}",
                    every.unwrap_or_else(|| "how often not stated".to_owned()),
                    lag.unwrap_or_else(|| "lag not stated".to_owned())
                )
            }
        }
    }

    /// `a->b`, or the place of capture.
    pub(super) fn hop_name(&self, step: &Step) -> String {
        let model = self.graph.model();
        match step.by {
            Some(by) => format!("`{}`", model.flows[by.flow].slug),
            None => {
                let system = model.system_of(step.field);
                format!("the capture in `{}`", model.systems[system].slug)
            }
        }
    }

    /// The people that the flow of a step passes on, if its `only` states them.
    pub(super) fn only_words(&self, step: &Step) -> Option<String> {
        let model = self.graph.model();
        let only = model.flows[step.by?.flow].only.known()?;
        let only: Vec<ScopeBox> = only.iter().cloned().collect();
        Some(format!("brings only {}", model.boxes_words(&only)))
    }

    /// The reason why a step has no place in the calendar.
    pub(super) fn untold_words(&self, step: &Step) -> String {
        let model = self.graph.model();
        let name = self.hop_name(step);
        let Some(by) = step.by else {
            return format!("how long {name} takes is not stated");
        };
        let flow = &model.flows[by.flow];
        match (flow.every.known(), flow.lag.known()) {
            (None, _) => format!("how often {name} runs is not stated"),
            (_, None) => format!("how long {name} takes is not stated"),
            (Some(every), _) => {
                format!(
                    "{name} runs {}, which is no period of the calendar",
                    every.words()
                )
            }
        }
    }
}

/// Compares a way that was not taken with the one that was.
pub(super) fn not_taken(order: Order) -> &'static str {
    match order {
        Order::Sooner => "comes sooner",
        Order::Same => "comes at the same time",
        Order::Later => "comes later, not taken",
        Order::SoonerAtBest => "neither is better: sooner at best, later at worst",
        Order::SoonerAtWorst => "neither is better: later at best, sooner at worst",
        Order::CannotTell => "cannot tell which comes first",
    }
}

/// Compares a further field that is needed with the one that is waited for.
pub(super) fn needed(order: Order) -> &'static str {
    match order {
        Order::Sooner => "there before",
        Order::Same => "there at the same time",
        Order::Later => "waited for",
        Order::SoonerAtBest => "waited for at worst",
        Order::SoonerAtWorst => "waited for at best",
        Order::CannotTell => "cannot tell which is waited for",
    }
}

/// The time left within the time allowed, or the time lacking.
pub(super) fn slack(age: &Age, within: &Duration) -> String {
    let limit = within.longest;
    match age.within(within) {
        Timeliness::Always => match limit - age.worst.most.unwrap_or(limit) {
            0 => "in time, nothing to spare".to_owned(),
            spare => format!("in time, {} to spare", minutes_words(spare)),
        },
        Timeliness::Sometimes => match age.worst.most {
            Some(most) => format!("sometimes late, by up to {}", minutes_words(most - limit)),
            None => format!(
                "sometimes late, by {} or more",
                minutes_words(age.worst.least - limit)
            ),
        },
        Timeliness::Never => format!(
            "always late, by {} or more",
            minutes_words(age.best.least - limit)
        ),
        Timeliness::CannotTell => "cannot tell".to_owned(),
    }
}
