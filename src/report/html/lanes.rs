//! The times at which organisations know, as swim-lanes: a lane for each organisation, a bar from the earliest to the latest for each
//! system.

use super::drawing;
use super::drawing::Axis;
use super::markup::{Markup, Tag};
use crate::picture::typeface::Weight;
use crate::report::page::{Lane, Lanes, Scale};

/// Height of an organisation's name, and of a system's row.
const HEADING: f64 = 26.0;
const ROW: f64 = 40.0;
const BAR: f64 = 14.0;

pub(super) fn lanes(lanes: &Lanes) -> Markup {
    let axis = Axis::over(
        Scale::Time,
        lanes.lanes.iter().map(|lane| lane.worst as f64),
    );
    let mut drawn = Markup::default();
    let mut y = drawing::AXIS_HEIGHT;
    let mut owner = None;
    for (place, lane) in lanes.lanes.iter().enumerate() {
        if place == 0 || owner != lane.organisation.as_ref() {
            owner = lane.organisation.as_ref();
            let name = owner.map_or("No owner is stated", |owner| owner.name.as_str());
            drawn.push(&drawing::rule(0.0, y, drawing::WIDTH, y, "lane"));
            let room = drawing::LEFT - 20.0;
            let name = drawing::fitted(name, room, Weight::Bold);
            drawn.push(&drawing::text(&name, 0.0, y + 19.0, "heading"));
            y += HEADING;
        }
        drawn.push(&row(&axis, lane, y));
        y += ROW;
    }
    let mut content = axis.draw(y, false);
    content.push(&drawn);
    drawing::drawing("chart lanes", &lanes.title, y + 4.0, content)
}

fn row(axis: &Axis, lane: &Lane, y: f64) -> Markup {
    let name = drawing::fitted(&lane.system.name, drawing::LEFT - 30.0, Weight::Regular);
    let mut drawn = drawing::text(&name, 12.0, y + 13.0, "name");
    let (from, to) = (axis.at(lane.best as f64), axis.at(lane.worst as f64));
    drawn.push(
        &drawing::bar(from, to, y + 2.0, BAR, "surely")
            .child(Tag::new("title").text(&lane.words))
            .into(),
    );
    if let Some(mean) = lane.mean {
        let x = axis.at(mean as f64);
        drawn.push(&drawing::rule(x, y - 1.0, x, y + BAR + 5.0, "mean"));
    }
    if lane.is_open {
        let middle = y + 2.0 + BAR / 2.0;
        drawn.push(&drawing::rule(
            to,
            middle,
            drawing::NO_END - 8.0,
            middle,
            "open",
        ));
        drawn.push(&drawing::arrow(drawing::NO_END, middle));
    }
    let words_width = drawing::width(&lane.words);
    let x = from.min(drawing::NO_END - words_width).max(drawing::LEFT);
    drawn.push(&drawing::text(&lane.words, x, y + 30.0, "quiet"));
    drawn
}
