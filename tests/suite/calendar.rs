//! Ages by the calendar compared with a walk from day to day, on made-up maps with joins and other ways.

use std::fmt::Write as _;

use flowmap::judge::graph::{Ages, NoCalendar};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::graph::Dice;
use crate::graph::field;
use crate::graph::read;

const DAY: i64 = 24 * 60;
const EVERY: [&str; 6] = ["event", "day", "week", "month", "quarter", "year"];

/// One flow of a made-up map: from the fields of one system to the field of another.
struct Way {
    from: usize,
    both: bool,
    to: usize,
    every: usize,
    lag: i64,
}

/// Systems in a row, each with fields `a` and `b`; ways lead only forward, to `a` or, if the target's number is odd, to `b`.
struct Row {
    captured: Vec<i64>,
    ways: Vec<Way>,
}

impl Row {
    fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let systems = 3 + dice.below(4);
        let captured = (0..systems).map(|_| dice.below(9) as i64).collect();
        let mut ways = Vec::new();
        for from in 0..systems {
            for to in from + 1..systems {
                if dice.below(100) < 55 {
                    ways.push(Way {
                        from,
                        both: dice.below(3) == 0,
                        to,
                        every: dice.below(6),
                        lag: dice.below(60) as i64,
                    });
                }
            }
        }
        Self { captured, ways }
    }

    fn target(to: usize) -> &'static str {
        if to.is_multiple_of(2) { "a" } else { "b" }
    }

    fn text(&self) -> String {
        let mut text = String::from("organisations: {o: O}\nterms: {t: T}\nsystems:\n");
        for (system, captured) in self.captured.iter().enumerate() {
            writeln!(
                text,
                "  s{system}: {{kind: record, owner: o, captured: {captured} days, fields: {{a: {{term: t}}, b: {{term: t}}}}}}"
            )
            .expect("writing to a string");
        }
        text += "flows:\n";
        for way in &self.ways {
            let from = if way.both { "a, b" } else { "a" };
            writeln!(
                text,
                "  - {{from: s{}, to: s{}, fields: [{{from: [{from}], to: {}}}], every: {}, lag: {} days}}",
                way.from,
                way.to,
                Self::target(way.to),
                EVERY[way.every],
                way.lag
            )
            .expect("writing to a string");
        }
        text
    }

    /// The day on which a field arrives for an event on a day of the year, by walking from day to day to the end of each period.
    fn there(&self, system: usize, name: &str, event: i64) -> i64 {
        let into: Vec<&Way> = self
            .ways
            .iter()
            .filter(|way| way.to == system && Self::target(system) == name)
            .collect();
        if into.is_empty() {
            return event + self.captured[system];
        }
        let of_way = |way: &&Way| {
            let mut day = self.there(way.from, "a", event);
            if way.both {
                day = day.max(self.there(way.from, "b", event));
            }
            if way.every > 0 {
                day += 1;
                while !begins(way.every, day) {
                    day += 1;
                }
            }
            day + way.lag
        };
        into.iter().map(of_way).min().expect("there is a way")
    }
}

/// Whether a period begins on a day counted from the first of 2025, in years of equal length.
fn begins(every: usize, day: i64) -> bool {
    let start = date(2025, 1, 1);
    let of_year: Date = start + (day % 365).days();
    match EVERY[every] {
        "day" => true,
        "week" => (start + day.days()).weekday() == Weekday::Monday,
        "month" => of_year.day() == 1,
        "quarter" => of_year.day() == 1 && [1, 4, 7, 10].contains(&of_year.month()),
        _ => of_year.day() == 1 && of_year.month() == 1,
    }
}

#[test]
fn the_calendar_is_that_of_a_walk_through_the_days() {
    let (mut told, mut tight) = (0, 0);
    for seed in 0..200 {
        let row = Row::of(seed);
        let analysis = read(&row.text());
        let ages = Ages::of(&analysis.graph);
        let last = row.captured.len() - 1;
        let name = Row::target(last);
        let id = field(&analysis, &format!("s{last}.{name}"));
        let year = match ages.by_calendar(id) {
            Ok(year) => year,
            Err(NoCalendar::NoPeriods) => continue,
            Err(trouble) => panic!("seed {seed}: {trouble:?}\n{}", row.text()),
        };
        let walked: Vec<i64> = (0..365)
            .map(|event| (row.there(last, name, event) - event) * DAY)
            .collect();
        let mut sorted = walked.clone();
        sorted.sort_unstable();
        let at = format!("seed {seed}\n{}", row.text());
        assert_eq!(
            (year.least.0.least, year.least.0.most),
            (sorted[0], Some(sorted[0])),
            "{at}"
        );
        assert_eq!(year.median.least, sorted[182], "{at}");
        assert_eq!(year.most.0.most, Some(sorted[364]), "{at}");
        assert_eq!(walked[year.least.1], sorted[0], "{at}");
        assert_eq!(walked[year.most.1], sorted[364], "{at}");
        assert!(!year.may_be_sooner, "{at}");
        // It is within the bounds of rounds at any time.
        let age = ages.age(id).expect("all is stated");
        assert!(age.best.least <= year.least.0.least, "{at}");
        assert!(year.most.0.most <= age.worst.most, "{at}");
        told += 1;
        tight += usize::from(year.most.0.most < age.worst.most);
    }
    assert!(told > 30 && tight > 10, "{told}, {tight}");
}
