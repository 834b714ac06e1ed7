//! Gives every container its width and every line its points: columns and channels from left to right.

use super::measure;
use super::measure::Wrapped;
use super::net::{LEFT, Net, RIGHT, Terminal};
use super::place::Heights;
use super::strips;
use super::strips::Beside;
use super::tracks;
use super::tracks::{Passing, Tracks, Wire};
use super::tree::{Container, Slot};
use crate::picture::scene::{Label, Point, Rect};

/// Distance between two tracks.
const TRACK: f64 = 7.0;
/// Empty space between a column and the first track left of it, for the arrow head.
pub(super) const HEAD: f64 = 12.0;
/// Empty space between a column and the first track right of it.
pub(super) const LEAD: f64 = 9.0;
/// Width of a channel between two columns that holds no line.
pub(super) const EMPTY: f64 = 24.0;

/// One channel: its position, its tracks and its labels.
#[derive(Debug, Default)]
struct Channel {
    links: Vec<usize>,
    tracks: Tracks,
    /// Widths of the label strips along its left and right side.
    strips: [f64; 2],
    /// Left edge, relative to that of its container.
    left: f64,
    width: f64,
    beside: Vec<Beside>,
}

/// The widths of containers and the content of channels.
#[derive(Debug)]
pub(super) struct Routes<'a> {
    net: &'a Net,
    heights: &'a Heights,
    texts: &'a [Option<Wrapped>],
    channels: Vec<Vec<Channel>>,
    /// For each container, the left edges and widths of its columns, relative to its own left edge.
    columns: Vec<Vec<(f64, f64)>>,
    /// For each slot, its left edge, relative to that of its container.
    pub(super) left: Vec<f64>,
    /// For each slot, its width.
    pub(super) width: Vec<f64>,
}

impl<'a> Routes<'a> {
    pub(super) fn of(
        net: &'a Net,
        heights: &'a Heights,
        texts: &'a [Option<Wrapped>],
        titles: &[f64],
    ) -> Self {
        let mut channels: Vec<Vec<Channel>> = net
            .columns
            .iter()
            .map(|columns| (0..=columns.len()).map(|_| Channel::default()).collect())
            .collect();
        for (index, link) in net.links.iter().enumerate() {
            channels[link.container][link.channel].links.push(index);
        }
        let mut width = vec![0.0; net.parent.len()];
        for (slot, extent) in width.iter_mut().zip(&net.extents) {
            *slot = extent.width;
        }
        let columns = vec![Vec::new(); net.columns.len()];
        let mut routes = Self {
            net,
            heights,
            texts,
            channels,
            columns,
            left: vec![0.0; width.len()],
            width,
        };
        for container in net.tree.inside_out() {
            for channel in 0..routes.channels[container].len() {
                routes.fill(container, channel);
            }
            routes.spread(container, titles.get(container).copied());
        }
        routes
    }

    /// Routes one channel and reserves space for the labels in it.
    fn fill(&mut self, container: Container, channel: usize) {
        let links = std::mem::take(&mut self.channels[container][channel].links);
        let wires: Vec<Wire> = links
            .iter()
            .map(|&index| {
                let link = &self.net.links[index];
                Wire {
                    heights: [
                        self.heights.end(self.net, link, 0),
                        self.heights.end(self.net, link, 1),
                    ],
                    sides: [link.ends[0].side, link.ends[1].side],
                    ports: link.ends.map(|end| self.port_number(&end)),
                }
            })
            .collect();
        let labelled: Vec<Option<(usize, &Wrapped)>> = links
            .iter()
            .map(|&index| {
                let edge = self.net.links[index].edge;
                let here = self.net.path[edge].len() == 1;
                Some((edge, self.texts[edge].as_ref().filter(|_| here)?))
            })
            .collect();
        let (beside, strips) = strips::fill(&wires, &labelled);
        self.channels[container][channel] = Channel {
            links,
            tracks: tracks::assign(&wires, &self.passing(container, channel)),
            strips,
            beside,
            ..Channel::default()
        };
    }

    /// The number of the port at an end of a link. The links of a lane meet at its end as those of a bundle do at its port.
    fn port_number(&self, end: &Terminal) -> usize {
        let lanes = self.net.bundles.rows.len();
        end.bundle.unwrap_or(lanes + end.slot)
    }

    /// The lines that run straight through a channel at the edge of a container, because they turn outside it.
    fn passing(&self, container: Container, channel: usize) -> Vec<Passing> {
        let (net, last) = (self.net, self.net.columns[container].len());
        let mut found = Vec::new();
        for (side, at) in [(RIGHT, 0), (LEFT, last)] {
            if at != channel {
                continue;
            }
            for &(link, end) in &net.touching[net.tree.slot(container)][side] {
                let end = net.links[link].ends[end];
                found.push(Passing {
                    height: self.heights.below(net, &end, container),
                    port: self.port_number(&end),
                });
            }
        }
        found
    }

    /// Sets the widths of columns and channels, and the left edges of everything in them.
    fn spread(&mut self, container: Container, title: Option<f64>) {
        let is_group = container < self.net.tree.groups;
        let count = self.net.columns[container].len();
        let mut x = 0.0;
        let mut places = Vec::with_capacity(count);
        for at in 0..=count {
            let outer = at == 0 || at == count;
            let channel = &mut self.channels[container][at];
            let strips: f64 = channel
                .strips
                .iter()
                .filter(|&&strip| strip > 0.0)
                .map(|strip| strip + 6.0)
                .sum();
            let tracks = channel.tracks.count as f64;
            channel.left = x;
            channel.width = if tracks + strips > 0.0 {
                LEAD + HEAD + strips + (tracks - 1.0).max(0.0) * TRACK
            } else if !outer {
                EMPTY
            } else if is_group {
                measure::GROUP_PADDING
            } else {
                0.0
            };
            x += channel.width;
            if at < count {
                let width = self.column_width(container, at);
                places.push((x, width));
                x += width;
            }
        }
        let least = title.unwrap_or(0.0);
        let shift = if count == 0 {
            0.0
        } else {
            ((least - x) / 2.0).max(0.0)
        };
        for channel in &mut self.channels[container] {
            channel.left += shift;
        }
        for (at, place) in places.iter_mut().enumerate() {
            place.0 += shift;
            for &slot in &self.net.columns[container][at] {
                if self.net.is_lane(slot) || (is_group && slot < self.net.tree.nodes) {
                    self.width[slot] = place.1;
                }
                self.left[slot] = place.0 + ((place.1 - self.width[slot]) / 2.0).floor();
            }
        }
        self.columns[container] = places;
        self.width[self.net.tree.slot(container)] = x.max(least);
    }

    fn column_width(&self, container: Container, at: usize) -> f64 {
        let stack = &self.net.columns[container][at];
        let boxes = stack.iter().map(|&slot| self.width[slot]);
        let labels = stack
            .iter()
            .filter_map(|&slot| self.carried(slot))
            .map(|text| text.width + 8.0);
        boxes.chain(labels).fold(0.0, f64::max)
    }

    /// The label in a lane.
    fn carried(&self, slot: Slot) -> Option<&Wrapped> {
        let edge = *self
            .net
            .lane_edge
            .get(slot.checked_sub(self.net.tree.first_lane())?)?;
        if self.net.label_lane[edge] == Some(slot) {
            self.texts[edge].as_ref()
        } else {
            None
        }
    }

    /// The points of the line of a flow. `corners` are the top left corners of all slots on the page.
    pub(super) fn line(&self, edge: usize, corners: &[Point]) -> Vec<Point> {
        let path = &self.net.path[edge];
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
            return Vec::new();
        };
        let mut points = vec![self.port(&self.net.links[first].ends[0], corners)];
        let mut y = points[0].y;
        for &index in path {
            let link = &self.net.links[index];
            let channel = &self.channels[link.container][link.channel];
            let corner = corners[self.net.tree.slot(link.container)];
            let at = channel
                .links
                .binary_search(&index)
                .expect("links are listed in order");
            let bends = &channel.tracks.bends[at];
            for (step, &(track, leave)) in bends.iter().enumerate() {
                let x = corner.x + channel.track(track);
                points.push(Point { x, y });
                y = if step + 1 == bends.len() {
                    self.heights.end(self.net, link, 1)
                } else {
                    leave
                } + corner.y;
                points.push(Point { x, y });
            }
        }
        let end = self.port(&self.net.links[last].ends[1], corners);
        points.push(Point { x: end.x, y });
        tidy(points)
    }

    fn port(&self, terminal: &Terminal, corners: &[Point]) -> Point {
        let corner = corners[terminal.slot];
        let x = if terminal.side == LEFT {
            corner.x + self.width[terminal.slot]
        } else {
            corner.x
        };
        Point {
            x,
            y: corner.y + self.heights.height[terminal.slot] / 2.0 + terminal.offset,
        }
    }

    /// The label of each flow with a reserved position.
    pub(super) fn labels(&self, corners: &[Point]) -> Vec<Option<Label>> {
        let label = |text: &Wrapped, x: f64, y: f64| {
            let rect = Rect {
                x,
                y,
                w: text.width,
                h: text.height,
            };
            Some(Label {
                rect,
                lines: text.lines.clone(),
            })
        };
        let mut places = vec![None; self.texts.len()];
        for (container, channels) in self.channels.iter().enumerate() {
            let corner = corners[self.net.tree.slot(container)];
            for channel in channels {
                for beside in &channel.beside {
                    let text = &beside.text;
                    let x = if beside.side == LEFT {
                        channel.left + LEAD - 4.0
                    } else {
                        channel.left + channel.width - HEAD - text.width
                    };
                    let y = corner.y + beside.height - text.height / 2.0;
                    places[beside.edge] = label(text, corner.x + x, y);
                }
            }
        }
        for (edge, lane) in self.net.label_lane.iter().enumerate() {
            if let (Some(lane), Some(text)) = (lane, &self.texts[edge]) {
                let corner = corners[*lane];
                let x = corner.x + ((self.width[*lane] - text.width) / 2.0).floor();
                places[edge] = label(text, x, corner.y);
            }
        }
        places
    }
}

impl Channel {
    /// The middle of a track, relative to the container's left edge.
    fn track(&self, track: usize) -> f64 {
        let strip = if self.strips[LEFT] > 0.0 {
            self.strips[LEFT] + 6.0
        } else {
            0.0
        };
        self.left + LEAD + strip + track as f64 * TRACK
    }
}

/// The line without points that are between their neighbours on a straight segment.
fn tidy(points: Vec<Point>) -> Vec<Point> {
    let same = |a: f64, b: f64| (a - b).abs() < 0.01;
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept
            .last()
            .is_some_and(|last| same(last.x, point.x) && same(last.y, point.y))
        {
            continue;
        }
        while let [.., a, b] = kept[..] {
            let flat = same(a.y, b.y) && same(b.y, point.y) && (b.x - a.x) * (point.x - b.x) > 0.0;
            let upright =
                same(a.x, b.x) && same(b.x, point.x) && (b.y - a.y) * (point.y - b.y) > 0.0;
            if !flat && !upright {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
