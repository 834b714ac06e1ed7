//! The relation of each field to a need at each point: by people, level, completeness and time.

use std::collections::BTreeSet;

use flowmap::read::model::{
    DataLevel, Every, Extent, FieldId, Flow, Id, Need, OrganisationId, Origin, ScopeBox, Stated,
    SystemId, SystemKind, TermId,
};

use super::world::World;
use crate::oracle::points::Point;
use crate::oracle::tables::{standing, term};

/// The degree to which a demand is met, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Given {
    Fit,
    Untold,
    Unfit,
}

/// The relation of a way to the time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Good,
    AtTimes,
    Open,
    Late,
}

fn reaches(extent: &Extent, place: i64) -> Option<bool> {
    match extent {
        Extent::All | Extent::Unstated => Some(true),
        Extent::Unknown => None,
        Extent::Leaves(leaves) => Some(leaves.has(place as usize)),
        Extent::Interval(stretch) => Some(stretch.low.min <= place && place < stretch.high.min),
    }
}

/// A need with one of its askers.
pub(super) struct Side<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) need: &'w Need,
    pub(super) who: OrganisationId,
    pub(super) asked: Vec<bool>,
}

impl Side<'_> {
    /// True if the need names no date that decides the period: then a source may count by any.
    pub(super) fn takes_any_date(&self) -> bool {
        let is_any =
            |scope: &ScopeBox| matches!(scope.0[self.world.basis], Extent::All | Extent::Unstated);
        let boxes = self.need.covers.known();
        boxes.is_none_or(|boxes| boxes.iter().all(is_any))
    }

    /// Whether one of these boxes covers a point: a dimension left out is everyone, and a dimension that the need does not state is no part
    /// of the comparison.
    pub(super) fn covers(&self, boxes: &[ScopeBox], point: &Point, by_date: bool) -> Option<bool> {
        let mut best = Some(false);
        for scope in boxes {
            let mut answer = Some(true);
            for (index, (extent, place)) in scope.0.iter().zip(point).enumerate() {
                if index == self.world.basis && !by_date {
                    continue;
                }
                match reaches(extent, *place) {
                    Some(false) => answer = Some(false),
                    None if self.asked[index] && answer == Some(true) => answer = None,
                    _ => {}
                }
            }
            best = match (best, answer) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, _) | (_, None) => None,
                _ => Some(false),
            };
        }
        best
    }

    pub(super) fn holds(&self, field: FieldId, point: &Point) -> Option<bool> {
        let by_date = !self.takes_any_date();
        self.covers(&self.world.known[field.index()], point, by_date)
    }

    pub(super) fn level(&self, field: FieldId) -> Given {
        let model = self.world.model;
        let system = &model.systems[model.fields[field].system];
        if self.need.level.known() != Some(&DataLevel::Record) {
            return Given::Fit;
        }
        match self.world.level[field.index()] {
            Some(DataLevel::Record) => Given::Fit,
            Some(DataLevel::Aggregate) => Given::Unfit,
            None => {
                let links = self.world.links(field);
                let mut flows = links.iter().map(|(_, _, flow)| flow);
                let is_untold = matches!(system.level, Stated::Unknown(_))
                    || system.kind.known() == Some(&SystemKind::Analysis)
                    || flows.any(|flow| matches!(flow.contains, Stated::Unknown(_)));
                if is_untold { Given::Untold } else { Given::Fit }
            }
        }
    }

    pub(super) fn complete(&self, field: FieldId) -> Given {
        let share = |text: String| {
            text.trim_end_matches(" %")
                .parse::<u32>()
                .expect("a number")
        };
        let filled = &self.world.model.fields[field].complete;
        let Some(wanted) = self.need.complete.known() else {
            return match filled {
                Stated::Unknown(_) => Given::Untold,
                _ => Given::Fit,
            };
        };
        match filled {
            Stated::Known(filled, _) if share(filled.to_string()) < share(wanted.to_string()) => {
                Given::Unfit
            }
            Stated::Unknown(_) => Given::Untold,
            _ => Given::Fit,
        }
    }

    pub(super) fn fit(&self, field: FieldId) -> Given {
        self.level(field).max(self.complete(field))
    }

    /// The relation to the time limit of each way that brings news of a point to a field.
    pub(super) fn times(&self, field: FieldId, point: &Point) -> Vec<Time> {
        let Some(within) = self.need.within.known() else {
            return Vec::new();
        };
        let limit = minutes(&within.to_string());
        // A way along which all is counted by one date serves a need that takes any.
        let dates: BTreeSet<i64> = if self.takes_any_date() {
            let points = self.world.points.iter();
            points.map(|point| point[self.world.basis]).collect()
        } else {
            BTreeSet::from([point[self.world.basis]])
        };
        let ways = dates.into_iter().flat_map(|date| {
            let mut dated = point.clone();
            dated[self.world.basis] = date;
            self.ways(field, &dated, &[])
        });
        let time = |(best, least, most): (i64, i64, Option<i64>)| match most {
            _ if best > limit => Time::Late,
            _ if least > limit => Time::AtTimes,
            Some(most) if most <= limit => Time::Good,
            _ => Time::Open,
        };
        ways.map(time).collect()
    }

    /// The age of each way: the best, then the least and the most of the worst.
    pub(super) fn ways(
        &self,
        field: FieldId,
        point: &Point,
        seen: &[FieldId],
    ) -> Vec<(i64, i64, Option<i64>)> {
        let model = self.world.model;
        if seen.contains(&field) || self.covers(model.scope(field), point, true) == Some(false) {
            return Vec::new();
        }
        let links = self.world.links(field);
        if links.is_empty() {
            let system = &model.systems[model.fields[field].system];
            return match system.captured.known() {
                Some(captured) => {
                    let captured = minutes(&captured.to_string());
                    vec![(captured, captured, Some(captured))]
                }
                None => vec![(0, 0, None)],
            };
        }
        let seen = [seen, &[field]].concat();
        let mut ways = Vec::new();
        for (from, _, flow) in links {
            let only = flow.only.known();
            if only.is_some_and(|only| self.covers(only, point, true) == Some(false)) {
                continue;
            }
            let lag = flow.lag.known().map(|lag| minutes(&lag.to_string()));
            let wait = flow.every.known().map(|every| match every {
                Every::Event => 0,
                Every::Period(period) => minutes(&period.to_string()),
            });
            for (best, least, most) in self.ways(from, point, &seen) {
                let hop = lag.zip(wait).map(|(lag, wait)| lag + wait);
                ways.push((
                    best + lag.unwrap_or(0),
                    least + lag.unwrap_or(0) + wait.unwrap_or(0),
                    most.zip(hop).map(|(most, hop)| most + hop),
                ));
            }
        }
        ways
    }

    pub(super) fn may(&self, field: FieldId, point: &Point) -> bool {
        let times = self.times(field, point);
        let is_late = !times.is_empty()
            && times
                .iter()
                .all(|time| matches!(time, Time::Late | Time::AtTimes));
        self.fit(field) != Given::Unfit && self.holds(field, point) != Some(false) && !is_late
    }

    pub(super) fn sure(&self, field: FieldId, point: &Point) -> bool {
        let times = self.times(field, point);
        let is_good = times.is_empty() || times.contains(&Time::Good);
        self.fit(field) == Given::Fit && self.holds(field, point) == Some(true) && is_good
    }

    pub(super) fn at_times(&self, field: FieldId, point: &Point) -> bool {
        let times = self.times(field, point);
        let comes =
            times.is_empty() || times.contains(&Time::Good) || times.contains(&Time::AtTimes);
        self.fit(field) == Given::Fit && self.holds(field, point) == Some(true) && comes
    }

    /// The points that one term must cover.
    pub(super) fn wanted(&self, usable: &[FieldId]) -> Vec<&Point> {
        let points = self.world.points.iter();
        if let Some(covers) = self.need.covers.known() {
            return points
                .filter(|point| self.covers(covers, point, true) == Some(true))
                .collect();
        }
        let mut fit: Vec<FieldId> = usable.to_vec();
        fit.retain(|field| self.fit(*field) != Given::Unfit);
        if fit.is_empty() {
            fit = usable.to_vec();
        }
        points
            .filter(|point| {
                fit.iter()
                    .any(|field| self.holds(*field, point) != Some(false))
            })
            .collect()
    }

    /// True if a flow may bring one of these points, whatever the date that counts it.
    pub(super) fn may_concern(&self, flow: &Flow, points: &[&Point]) -> bool {
        let model = self.world.model;
        let [from, to] = [&flow.from, &flow.to].map(|end| &model.systems[end.id()].covers);
        let mut points = points.iter();
        points.any(|point| {
            let limits = [
                from.known().map(|boxes| &**boxes),
                to.known().map(|boxes| &**boxes),
            ];
            let mut all = limits
                .into_iter()
                .chain([flow.only.known().map(|boxes| &**boxes)]);
            all.all(|boxes| {
                boxes.is_none_or(|boxes| self.covers(boxes, point, false) != Some(false))
            })
        })
    }

    /// True if two unlisted flows in a row may bring a term from a system that has it.
    pub(super) fn may_come_in_two_steps(&self, asked: TermId) -> bool {
        let (world, model) = (self.world, self.world.model);
        if model.terms[asked].is_identifier() {
            return false;
        }
        let holds = |system: SystemId| {
            let mut fields = model.systems[system].fields.ids();
            fields.any(|field| term(model, field) == Some(asked))
        };
        let open: Vec<&Flow> = standing(model)
            .filter(|flow| flow.fields.is_open())
            .collect();
        open.iter().any(|last| {
            let (between, to) = (last.from.id(), last.to.id());
            let system = &model.systems[between];
            let is_closed = system.lists_fields
                && system.kind.known() == Some(&SystemKind::Collection)
                && !holds(between);
            let is_first = |first: &&&Flow| {
                let from = first.from.id();
                first.to.id() == between && holds(from) && !world.owns(self.who, from)
            };
            world.owns(self.who, to)
                && !world.owns(self.who, between)
                && !is_closed
                && open.iter().any(|first| is_first(&first))
        })
    }

    /// The unlisted flows that may bring a term to the asker.
    pub(super) fn unlisted(&self, asked: TermId) -> Vec<&Flow> {
        let world = self.world;
        let model = world.model;
        let may_hold = |system: SystemId| {
            let mut fields = model.systems[system].fields.ids();
            let is_unnamed = model.systems[system].origin == Origin::Unnamed;
            let is_identifier = model.terms[asked].is_identifier();
            !(model.systems[system].lists_fields || is_identifier && is_unnamed)
                || fields.any(|field| term(model, field) == Some(asked))
        };
        let arrives = |flow: &&Flow| {
            let (from, to) = (flow.from.id(), flow.to.id());
            let is_own = world.owns(self.who, to) && !world.owns(self.who, from);
            let is_published = world.is_published(to) && !model.systems[to].lists_fields;
            let target = &model.systems[to];
            let is_closed = target.kind.known() == Some(&SystemKind::Collection)
                && target.lists_fields
                && !target
                    .fields
                    .ids()
                    .any(|field| term(model, field) == Some(asked));
            !is_closed && flow.fields.is_open() && (is_own || is_published) && may_hold(from)
        };
        standing(model).filter(arrives).collect()
    }
}

fn minutes(text: &str) -> i64 {
    let (number, unit) = text.split_once(' ').unwrap_or(("1", text));
    let number: i64 = number.parse().expect("a number of days or weeks");
    number * 24 * 60 * if unit.starts_with("week") { 7 } else { 1 }
}
