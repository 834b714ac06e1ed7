//! The age of information by the calendar: values that arrive in a period are released after its end.
//!
//! A flow `every: quarter, lag: 6 weeks` releases what reached its source in a calendar quarter six weeks after the quarter's end. Flows in
//! a row follow the same calendar, so the day of the event decides. Every day of a year is tried, with events at its first minute. No flow
//! overtakes itself (a later arrival is released no sooner), so it is exact to take the first way to arrive and, of the sources of one
//! passage, the last. There is no clock: the year is 2025, without a leap day, begun on a Wednesday; the years after it count as equally
//! long. Weeks begin on Monday; quarters and years are those of the calendar. If a lag is a range, both the soonest and the latest age are
//! given.

use std::collections::{BTreeMap, BTreeSet};

use super::Ages;
use super::Step;
use super::bound::Bound;
use super::passing::Passing;
use crate::read::model::{Every, FieldId, Flow, Ref};

const DAY: i64 = 24 * 60;
/// Days of the year.
pub(super) const DAYS: i64 = 365;
const MONTHS: [(&str, i64); 12] = [
    ("January", 31),
    ("February", 28),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];
/// The first Monday of the year: 6 January.
const MONDAY: i64 = 5;
/// Limit on the fields upstream: above it there is no age by the calendar.
const MOST_FIELDS: usize = 500;

/// The ages over a year of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The smallest age, and the first day of the year with that age, counted from 0.
    pub least: (Bound, usize),
    /// Half of the days have this age or a smaller one.
    pub median: Bound,
    /// The largest age, and the first day with that age.
    pub most: (Bound, usize),
    /// True if another way may be sooner but cannot be worked out: a time is missing or a period is not of the calendar.
    pub may_be_sooner: bool,
}

/// The reason why there is no age by the calendar.
#[derive(Debug, Clone)]
pub enum NoCalendar {
    /// No flow on the way has a period, so the day makes no difference.
    NoPeriods,
    /// These steps state no time, or a period that is not of the calendar.
    Untold(Vec<Step>),
    /// No capture feeds it, or too many fields are upstream.
    Nothing,
}

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    Event,
    Day,
    Week,
    /// A number of months, counted from January.
    Months(i64),
}

impl Period {
    fn of(flow: &Flow) -> Option<Self> {
        let Every::Period(period) = flow.every.known()? else {
            return Some(Self::Event);
        };
        match &*period.written {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Months(1)),
            "quarter" => Some(Self::Months(3)),
            "year" => Some(Self::Months(12)),
            _ => None,
        }
    }

    /// The end of the period that contains the minute.
    fn end(self, at: i64) -> i64 {
        let day = at.div_euclid(DAY);
        let end = match self {
            Self::Event => return at,
            Self::Day => day + 1,
            Self::Week => day + 7 - (day - MONDAY).rem_euclid(7),
            Self::Months(months) => {
                let (year, day) = (day.div_euclid(DAYS), day.rem_euclid(DAYS));
                let mut end = 0;
                for period in MONTHS.chunks(months as usize) {
                    end += period.iter().map(|(_, days)| days).sum::<i64>();
                    if day < end {
                        break;
                    }
                }
                year * DAYS + end
            }
        };
        end * DAY
    }
}

/// `1 July`, for a day of the year counted from 0.
pub fn day_words(day: usize) -> String {
    let mut rest = day as i64;
    for (month, days) in MONTHS {
        if rest < days {
            return format!("{} {month}", rest + 1);
        }
        rest -= days;
    }
    day_words(day - DAYS as usize)
}

/// The change that a passage makes to the minute at which its sources arrive.
struct Hop {
    sources: Vec<FieldId>,
    period: Period,
    /// Shortest and longest.
    lag: [i64; 2],
}

/// A field upstream: the time of its capture, or the hops that bring it.
enum Arriving {
    Captured([i64; 2]),
    By(Vec<Hop>),
}

impl Ages<'_> {
    /// The age of a field over a year of events, by the calendar.
    ///
    /// # Errors
    /// If the age cannot be told.
    pub fn by_calendar(&self, field: FieldId) -> Result<Year, NoCalendar> {
        let (upstream, may_be_sooner) = self.upstream(field)?;
        let mut ages: [Vec<i64>; 2] = [Vec::new(), Vec::new()];
        for (pass, ages) in ages.iter_mut().enumerate() {
            for day in 0..DAYS {
                let start = day * DAY;
                let Some(arrival) = arrival(&upstream, field, start, pass) else {
                    return Err(NoCalendar::Nothing);
                };
                ages.push(arrival - start);
            }
        }
        let [soonest, latest] = ages;
        let bound = |least: i64, most: i64| Bound {
            least,
            most: Some(most),
        };
        let on = |day: usize| (bound(soonest[day], latest[day]), day);
        let days = 0..DAYS as usize;
        let least = days.clone().min_by_key(|day| (soonest[*day], latest[*day]));
        let most = days.min_by_key(|day| (-latest[*day], -soonest[*day]));
        let median = |ages: &[i64]| {
            let mut sorted = ages.to_vec();
            sorted.sort_unstable();
            sorted[sorted.len() / 2]
        };
        Ok(Year {
            least: on(least.unwrap_or(0)),
            median: bound(median(&soonest), median(&latest)),
            most: on(most.unwrap_or(0)),
            may_be_sooner,
        })
    }

    /// The fields that the value comes from, nearest first, with the hops that follow the calendar; and true if other hops were left out.
    fn upstream(&self, field: FieldId) -> Result<(Vec<(FieldId, Arriving)>, bool), NoCalendar> {
        let mut open = vec![field];
        let mut seen = BTreeSet::from([field]);
        let mut upstream = Vec::new();
        let (mut untold, mut is_periodic, mut may_be_sooner) = (Vec::new(), false, false);
        let mut next = 0;
        while let Some(at) = open.get(next).copied() {
            next += 1;
            let passings = self.graph.passings().reaching(at);
            let way = self.way(at);
            let Some(taken) = way.last().filter(|_| open.len() <= MOST_FIELDS) else {
                return Err(NoCalendar::Nothing);
            };
            let is_own = self.graph().model().fields[at].is_also_captured();
            // If a field is captured here and also passed, only the sooner of the two is used.
            may_be_sooner |= is_own && !passings.is_empty();
            if passings.is_empty() || (is_own && taken.by.is_none()) {
                match self.captured(at) {
                    Some(captured) => upstream.push((at, Arriving::Captured(captured))),
                    None => untold.push(*taken),
                }
                continue;
            }
            let mut hops = Vec::new();
            for passing in passings.iter().copied() {
                let is_taken = Some(passing) == taken.by;
                match self.hop(passing) {
                    Some(hop) if is_taken || self.is_told(&hop) => {
                        is_periodic |= hop.period != Period::Event;
                        let new = hop.sources.iter().filter(|source| seen.insert(**source));
                        open.extend(new);
                        hops.push(hop);
                    }
                    _ if is_taken => untold.push(*taken),
                    _ => may_be_sooner |= self.arrival(passing).is_some(),
                }
            }
            upstream.push((at, Arriving::By(hops)));
        }
        if !untold.is_empty() {
            return Err(NoCalendar::Untold(untold));
        }
        if !is_periodic {
            return Err(NoCalendar::NoPeriods);
        }
        Ok((upstream, may_be_sooner))
    }

    fn captured(&self, field: FieldId) -> Option<[i64; 2]> {
        let age = self.capture(field);
        Some([age.best.most?, age.worst.most?])
    }

    fn hop(&self, passing: Passing) -> Option<Hop> {
        let flow = &self.graph().model().flows[passing.flow];
        let lag = flow.lag.known()?;
        let sources = passing.passage(self.graph()).from.iter().map(Ref::id);
        Some(Hop {
            sources: sources.collect(),
            period: Period::of(flow)?,
            lag: [lag.shortest, lag.longest],
        })
    }

    /// True if every step before a hop that was not taken has a stated time and follows the calendar.
    fn is_told(&self, hop: &Hop) -> bool {
        let keeps = |step: &Step| match step.by {
            Some(by) => self.hop(by).is_some(),
            None => self.captured(step.field).is_some(),
        };
        hop.sources.iter().all(|source| {
            let way = self.way(*source);
            !way.is_empty() && way.iter().all(keeps)
        })
    }
}

/// The minute at which the field arrives for an event at minute `event`: rounds until nothing comes sooner, the furthest upstream first.
fn arrival(
    upstream: &[(FieldId, Arriving)],
    field: FieldId,
    event: i64,
    pass: usize,
) -> Option<i64> {
    let mut known: BTreeMap<FieldId, i64> = BTreeMap::new();
    loop {
        let mut is_changed = false;
        for (at, arriving) in upstream.iter().rev() {
            let now = match arriving {
                Arriving::Captured(captured) => Some(event + captured[pass]),
                Arriving::By(hops) => {
                    let of_hop = |hop: &Hop| {
                        let sources = hop.sources.iter().map(|source| known.get(source).copied());
                        let last = sources.collect::<Option<Vec<i64>>>()?.into_iter().max()?;
                        Some(hop.period.end(last) + hop.lag[pass])
                    };
                    hops.iter().filter_map(of_hop).min()
                }
            };
            if let Some(now) = now.filter(|now| known.get(at).is_none_or(|known| now < known)) {
                known.insert(*at, now);
                is_changed = true;
            }
        }
        if !is_changed {
            return known.get(&field).copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_where_the_calendar_says() {
        let day = |day: i64, period: Period| {
            let end = period.end(day * DAY) / DAY;
            day_words(end.rem_euclid(DAYS) as usize)
        };
        assert_eq!(
            day(0, Period::Week),
            "6 January",
            "1 January 2025 is a Wednesday"
        );
        assert_eq!(day(5, Period::Week), "13 January");
        assert_eq!(
            day(58, Period::Months(1)),
            "1 March",
            "28 February is the last"
        );
        assert_eq!(day(181, Period::Months(3)), "1 October", "from 1 July on");
        assert_eq!(day(272, Period::Months(3)), "1 October", "30 September");
        assert_eq!(day(364, Period::Months(12)), "1 January");
        assert_eq!(Period::Months(12).end(400 * DAY), 730 * DAY);
        assert_eq!(Period::Event.end(77), 77);
        assert_eq!(
            (day_words(181), day_words(272)),
            ("1 July".to_owned(), "30 September".to_owned())
        );
    }
}
