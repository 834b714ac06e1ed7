//! Places a diagram on the page: systems in columns from left to right, organisations around them, flows in channels between. Layered
//! drawing after Sugiyama, Tagawa and Toda (1981); see `README.md`.

mod after;
mod area;
mod bundle;
#[cfg(test)]
mod bundled;
pub mod checks;
mod columns;
mod condense;
mod crossing;
mod cycle;
mod fill;
mod fit;
mod jogs;
mod joints;
mod label;
mod least;
pub(crate) mod measure;
mod net;
mod order;
mod overlaps;
mod pack;
mod place;
mod ports;
pub mod quality;
mod rank;
mod reach;
mod reroute;
mod route;
mod stack;
mod stacks;
mod stay;
#[cfg(test)]
mod steady;
mod straighten;
mod stretch;
mod strips;
#[cfg(test)]
mod tests;
mod tracks;
mod tree;
mod trunk;
mod unplaced;
mod walk;

use crate::picture::scene::{Places, Point, Rect};
use crate::picture::views::diagram::Diagram;
use crate::picture::wording;
use after::Earlier;
use measure::Wrapped;
use net::Net;
use place::Heights;
use route::Routes;
use stacks::Columns;

pub(crate) use unplaced::Unplaced;
pub(crate) use unplaced::UnplacedNode;
pub use unplaced::unplaced;

/// Places everything in a diagram. Never fails, and loses no flow whose systems exist; a flow that names no system of the diagram keeps an
/// empty line.
pub fn place(diagram: &Diagram) -> Places {
    placed(diagram, Net::of(diagram, None), None)
}

/// Places a diagram after an earlier version of it: boxes keep their columns and their order in them as far as the flows stay short and cause
/// few crossings. If the two have
/// little in common, the result is that of [`place`].
pub fn place_after(diagram: &Diagram, earlier: (&Diagram, &Places)) -> Places {
    let earlier = Earlier::of(diagram, earlier);
    placed(
        diagram,
        Net::of(diagram, earlier.as_ref()),
        earlier.as_ref(),
    )
}

/// Places a diagram, after an earlier version if there is one. `None` if the columns alone show that the drawing is wider or higher than `most`. A drawing within it is always placed; one
/// beyond it may be.
pub fn place_within(
    diagram: &Diagram,
    earlier: Option<(&Diagram, &Places)>,
    most: (f64, f64),
) -> Option<Places> {
    let earlier = earlier.and_then(|earlier| Earlier::of(diagram, earlier));
    let net = Net::of(diagram, earlier.as_ref());
    let least = least::size(diagram, &net);
    let is_beyond = least.0 > most.0 + ROUNDING || least.1 > most.1 + ROUNDING;
    (!is_beyond).then(|| placed(diagram, net, earlier.as_ref()))
}

/// The least difference between two sizes that rounding cannot explain.
const ROUNDING: f64 = 0.5;

fn placed(diagram: &Diagram, net: Net, earlier: Option<&Earlier<'_>>) -> Places {
    let stood = earlier.map(|earlier| earlier.stood(&net));
    let found = match stood {
        Some(stood) => order::keep(&net, &stood),
        None => order::arrange(&net),
    };
    places(diagram, net, found)
}

/// The places of a net, given the order of its columns and the heights that follow from it.
fn places(diagram: &Diagram, mut net: Net, (columns, middle): (Columns, Vec<f64>)) -> Places {
    net.columns = columns;
    trunk::merge(&mut net);
    ports::spread(&mut net, &middle);
    let texts = texts(diagram, &net);
    let mut heights = Heights::of(&net, &texts);
    for container in net.tree.inside_out() {
        heights.place(&net, container);
    }
    let titles: Vec<f64> = diagram.groups.iter().map(measure::group_width).collect();
    let routes = Routes::of(&net, &heights, &texts, &titles);
    let (corners, size) = corners(&net, &heights, &routes);
    let mut places = Places {
        width: size.x,
        height: size.y,
        ..Places::default()
    };
    let rect = |slot: usize| Rect {
        x: corners[slot].x,
        y: corners[slot].y,
        w: routes.width[slot],
        h: heights.height[slot],
    };
    places.nodes = (0..net.tree.nodes).map(rect).collect();
    places.groups = (0..net.tree.groups)
        .map(|group| rect(net.tree.slot(group)))
        .collect();
    places.rows = diagram
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| {
            rows(
                places.nodes[index],
                net.extents[index].header,
                node.rows.len(),
            )
        })
        .collect();
    places.lines = (0..diagram.edges.len())
        .map(|edge| routes.line(edge, &corners))
        .collect();
    places.joins = joints::joins(&diagram.edges, &net.bundles, &places.lines);
    label::stand(&mut places, &texts, routes.labels(&corners));
    fill::fill(diagram, &mut places);
    places
}

/// The texts of the labels: on one line in a lane of their own, otherwise as narrow as possible.
fn texts(diagram: &Diagram, net: &Net) -> Vec<Option<Wrapped>> {
    let text = |(edge, flow): (usize, &crate::picture::views::diagram::Edge)| {
        if flow.label.trim().is_empty() || net.path[edge].is_empty() {
            return None;
        }
        let words = wording::label_text(flow);
        Some(measure::label(&words, net.label_lane[edge].is_some()))
    };
    diagram.edges.iter().enumerate().map(text).collect()
}

/// The top left corner of every slot on the page, and the size of the page.
fn corners(net: &Net, heights: &Heights, routes: &Routes) -> (Vec<Point>, Point) {
    let pieces: Vec<usize> = (net.tree.groups..net.tree.containers)
        .map(|container| net.tree.slot(container))
        .collect();
    let sizes: Vec<(f64, f64)> = pieces
        .iter()
        .map(|&slot| (routes.width[slot], heights.height[slot]))
        .collect();
    let (places, size) = pack::pack(&sizes);
    let mut corners = vec![Point::default(); net.parent.len()];
    for (&slot, place) in pieces.iter().zip(&places) {
        corners[slot] = Point {
            x: place.x + measure::MARGIN,
            y: place.y + measure::MARGIN,
        };
    }
    let outside_in: Vec<usize> = net.tree.inside_out().collect();
    for &container in outside_in.iter().rev() {
        let corner = corners[net.tree.slot(container)];
        for &slot in net.columns[container].iter().flatten() {
            corners[slot] = Point {
                x: corner.x + routes.left[slot],
                y: corner.y + heights.top[slot],
            };
        }
    }
    (
        corners,
        Point {
            x: size.0 + 2.0 * measure::MARGIN,
            y: size.1 + 2.0 * measure::MARGIN,
        },
    )
}

/// The rectangles of a system's rows.
fn rows(node: Rect, header: f64, count: usize) -> Vec<Rect> {
    let top = |row: usize| node.y + header + measure::ROW_HEIGHT * row as f64;
    (0..count)
        .map(|row| Rect {
            x: node.x,
            y: top(row),
            w: node.w,
            h: measure::ROW_HEIGHT,
        })
        .collect()
}
