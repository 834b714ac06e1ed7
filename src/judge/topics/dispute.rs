//! The words of accounts that contradict each other.

use super::key::{Keys, disputes};
use super::{Under, is_contradiction};
use crate::words::counted;

/// Limit on the accounts that a topic quotes; the rest are counted.
const MOST_QUOTED: usize = 3;

/// The accounts under a topic, one sentence each, such as `On Deaths in the yearly report, the ministry says “410”.`; empty if there are none.
pub(super) fn accounts(keys: &Keys<'_>, under: &[Under<'_>]) -> String {
    let contradictions = under.iter().filter(|one| is_contradiction(one));
    let told = contradictions.flat_map(|one| {
        let about = about(keys, one);
        disputes(&one.detail).iter().map(move |dispute| {
            let says = dispute["says"].as_str().unwrap_or_default();
            match dispute["by"].as_str() {
                Some(by) => {
                    let by = keys.body(by);
                    format!("On {about}, {by} says “{says}”.")
                }
                None => format!("On {about}, it is also said “{says}”."),
            }
        })
    });
    let mut told: Vec<String> = told.collect();
    let more = told.len().saturating_sub(MOST_QUOTED);
    told.truncate(MOST_QUOTED);
    if more > 0 {
        told.push(format!("And {}.", counted(more, "more account")));
    }
    told.join(" ")
}

/// The name of the field, flow or system that the accounts are about.
fn about(keys: &Keys<'_>, one: &Under<'_>) -> String {
    let model = keys.model;
    if let [field, ..] = *one.things.fields {
        return keys.called(&model.field_name(field));
    }
    if let [flow, ..] = *one.things.flows {
        let flow = &model.flows[flow];
        let [from, to] = [&flow.from, &flow.to].map(|end| &model.systems[end.id()].name);
        return format!("the flow from {from} to {to}");
    }
    let system = one.things.systems.first();
    system.map_or_else(
        || "the map".to_owned(),
        |system| model.systems[*system].name.to_string(),
    )
}
