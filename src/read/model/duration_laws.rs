//! Tests how often durations fit in a year.

use super::duration::{Duration, Every};

#[test]
fn a_year_has_so_many_of_each_period() {
    let times = |text: &str| {
        let every = Every::parse(text).expect("it says how often");
        every
            .times_a_year()
            .map(|times| (times * 100.0).round() / 100.0)
    };
    let expected = [
        ("event", None),
        ("day", Some(365.0)),
        ("week", Some(52.0)),
        ("7 days", Some(52.0)),
        ("2 weeks", Some(26.0)),
        ("month", Some(12.0)),
        ("1..2 months", Some(8.0)),
        ("quarter", Some(4.0)),
        ("6 months", Some(2.0)),
        ("year", Some(1.0)),
        ("18 months", Some(0.67)),
        ("1 working day", Some(260.0)),
        ("2 working days", Some(130.0)),
        ("5 working days", Some(52.0)),
        ("10 days", Some(36.5)),
        ("12 hours", Some(730.0)),
    ];
    for (every, expected) in expected {
        assert_eq!(times(every), expected, "{every}");
    }
}

#[test]
fn the_mean_of_a_period_follows_the_calendar() {
    let hours = |text: &str| Duration::parse(text).map(|duration| duration.mean as f64 / 60.0);
    assert_eq!(hours("1 month"), Some(730.5));
    assert_eq!(hours("1 year"), Some(8_766.0));
    assert_eq!(hours("5 working days"), Some(168.0));
    assert_eq!(hours("2..4 weeks"), Some(504.0));
}
