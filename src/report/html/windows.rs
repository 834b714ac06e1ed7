//! The windows of one term on one axis.

use super::drawing;
use super::drawing::Axis;
use super::markup::Markup;
use crate::picture::typeface::Weight;
use crate::report::page::{Window, Windows};
use crate::words::first_few;

/// Height of the heading of a dimension, and of a window's lane.
const HEADING: f64 = 28.0;
const LANE: f64 = 42.0;
const BAR: f64 = 16.0;

pub(super) fn windows(windows: &Windows) -> Markup {
    let ends = windows.all.iter().flat_map(|window| {
        let high = window.high.map_or(f64::NAN, |high| high.1);
        [window.low.1, high]
    });
    let axis = Axis::over(windows.scale, ends);
    let mut lanes = Markup::default();
    let mut y = drawing::AXIS_HEIGHT;
    let mut heading = "";
    for window in &windows.all {
        if window.dimension != heading {
            heading = &window.dimension;
            lanes.push(&drawing::text(heading, 0.0, y + 19.0, "heading"));
            y += HEADING;
        }
        lanes.push(&lane(&axis, window, y));
        y += LANE;
    }
    let has_no_end = windows.all.iter().any(|window| window.high.is_none());
    let mut content = axis.draw(y, has_no_end);
    content.push(&lanes);
    drawing::drawing("chart windows", &windows.title, y + 4.0, content)
}

fn lane(axis: &Axis, window: &Window, y: f64) -> Markup {
    let room = drawing::LEFT - 30.0;
    let mut drawn = drawing::text(
        &drawing::fitted(&window.words, room, Weight::Bold),
        12.0,
        y + 15.0,
        "strong",
    );
    drawn.push(&drawing::text(&who(window, room), 12.0, y + 32.0, "quiet"));
    let top = y + 8.0;
    let (low, high) = (
        (axis.at(window.low.0), axis.at(window.low.1)),
        window.high.map(|high| (axis.at(high.0), axis.at(high.1))),
    );
    // The uncertain parts at either end.
    drawn.push(&drawing::bar(low.0, low.1, top, BAR, "maybe").into());
    match high {
        Some(high) => {
            if high.1 - high.0 > 1.5 {
                drawn.push(&drawing::bar(high.0, high.1, top, BAR, "maybe").into());
            }
            drawn.push(&drawing::bar(low.1, high.0, top, BAR, "surely").into());
        }
        None => {
            drawn.push(&drawing::bar(low.1, drawing::NO_END - 8.0, top, BAR, "surely").into());
            drawn.push(&drawing::arrow(drawing::NO_END, top + BAR / 2.0));
        }
    }
    drawn
}

/// The systems that use a window, as many as fit.
fn who(window: &Window, room: f64) -> String {
    let names: Vec<&str> = window.who.iter().map(|thing| thing.name.as_str()).collect();
    for shown in (1..=names.len()).rev() {
        let told = first_few(&names, shown);
        if drawing::width(&told) <= room {
            return told;
        }
    }
    match names.len() {
        0 | 1 => drawing::fitted(&names.concat(), room, Weight::Regular),
        count => format!("{count} systems"),
    }
}
