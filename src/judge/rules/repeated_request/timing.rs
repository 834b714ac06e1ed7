//! Whether what one collection could pass on would reach the other too late for it (methods 2.2 d, 4.3).

use crate::judge::graph::FlowGraph;
use crate::judge::graph::Request;
use crate::read::model::Every;
use crate::read::model::Id;
use crate::read::model::Model;
use crate::read::model::NeedId;
use crate::read::model::SystemId;
use crate::read::model::TermId;

/// A way that exists and is surely too slow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Late {
    /// The fields on the quickest way.
    pub(super) way: Vec<String>,
    /// In words: how long it takes, and how soon the value is wanted.
    pub(super) words: String,
}

/// The way from one request's field to the other's, where even the quickest surely comes later than the other collection
/// needs the value; `None` where it is in time or that cannot be told.
pub(super) fn lateness(
    graph: &FlowGraph,
    hurry: &Hurry,
    from: &Request,
    to: &Request,
) -> Option<Late> {
    let model = graph.model();
    // Two sources may hold the value at different times, and nothing says how different.
    if from.source != to.source {
        return None;
    }
    let (least, way) = graph.least_time(from.field, to.field)?;
    let first = model.flows[from.flow].lag.known();
    let least = least.saturating_add(first.map_or(0, |lag| lag.shortest));
    let (limit, why) = limit(model, hurry, to)?;
    (least > limit).then(|| Late {
        way: way.iter().map(|field| model.field_name(*field)).collect(),
        words: format!("it takes {} or more, against {why}", days(least)),
    })
}

/// How long after the event the other collection needs the value at the latest, and what says so: the strictest need of
/// its owner, else how soon its own request brings it at the latest.
fn limit(model: &Model, hurry: &Hurry, request: &Request) -> Option<(i64, String)> {
    let needed = hurry.strictest(model, request.collection, request.term);
    if let Some((longest, need)) = needed {
        return Some((longest, format!("{} that `{need}` allows", days(longest))));
    }
    let flow = &model.flows[request.flow];
    let period = match flow.every.known()? {
        Every::Event => 0,
        Every::Period(period) => period.longest,
    };
    let longest = period + flow.lag.known()?.longest;
    Some((
        longest,
        format!("{} at most when it is asked for directly", days(longest)),
    ))
}

/// The needs that are in a hurry, by what they ask for.
pub(super) struct Hurry {
    /// For each term, in the order of the model.
    by_term: Vec<Vec<NeedId>>,
}

impl Hurry {
    /// Of a whole map.
    pub(super) fn of(model: &Model) -> Self {
        let mut by_term = vec![Vec::new(); model.terms.len()];
        for (id, need) in model.needs.iter() {
            if need.within.known().is_none() {
                continue;
            }
            for term in &need.terms {
                by_term[term.id().index()].push(id);
            }
        }
        Self { by_term }
    }

    /// The shortest time that a need of the collection's owner for the term allows, and the need's id.
    fn strictest<'m>(
        &self,
        model: &'m Model,
        collection: SystemId,
        term: TermId,
    ) -> Option<(i64, &'m str)> {
        let owner = model.systems[collection].owner()?;
        let needs = self.by_term[term.index()]
            .iter()
            .map(|id| &model.needs[*id]);
        let own = needs.filter(|need| need.who.iter().any(|who| model.is_part_of(owner, who.id())));
        own.filter_map(|need| Some((need.within.known()?.longest, &*need.slug)))
            .min()
    }
}

/// Minutes in words: whole days, or hours where there are fewer than two days of them.
fn days(minutes: i64) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    match minutes {
        0 => "no time".to_owned(),
        minutes if minutes >= 2 * DAY => format!("{} days", minutes / DAY),
        DAY => "1 day".to_owned(),
        minutes if minutes >= 2 * HOUR => format!("{} hours", minutes / HOUR),
        minutes => format!("{minutes} minutes"),
    }
}
