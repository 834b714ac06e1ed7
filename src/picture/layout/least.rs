//! The size that a drawing has at least, from its columns alone, before their order is known.

use std::collections::BTreeSet;

use super::measure;
use super::net::Net;
use super::place::{LANE_BOX_GAP, LANE_GAP, NODE_GAP};
use super::route::{EMPTY, HEAD, LEAD};
use super::tree::{Container, Slot};
use crate::picture::views::diagram::Diagram;

/// The least width and height of the drawing, margins included. It may be larger, never smaller.
pub(super) fn size(diagram: &Diagram, net: &Net) -> (f64, f64) {
    let titles: Vec<f64> = diagram.groups.iter().map(measure::group_width).collect();
    let mut sizes = vec![(0.0, 0.0); net.parent.len()];
    for (size, extent) in sizes.iter_mut().zip(&net.extents) {
        *size = (extent.width, extent.height);
    }
    for container in net.tree.inside_out() {
        let is_group = container < net.tree.groups;
        let (width, height) = inner(net, container, &sizes);
        sizes[net.tree.slot(container)] = if is_group {
            (width.max(titles[container]), height + measure::BAND_HEIGHT)
        } else {
            (width, height)
        };
    }
    let pieces = net.tree.groups..net.tree.containers;
    let pieces = pieces.map(|container| sizes[net.tree.slot(container)]);
    let whole = pieces.fold((0.0, 0.0), |whole: (f64, f64), piece: (f64, f64)| {
        (whole.0.max(piece.0), whole.1.max(piece.1))
    });
    let margins = 2.0 * measure::MARGIN;
    (whole.0 + margins, whole.1 + margins)
}

/// The least size of the columns of a container.
fn inner(net: &Net, container: Container, sizes: &[(f64, f64)]) -> (f64, f64) {
    let columns = &net.columns[container];
    let between = EMPTY.min(LEAD + HEAD);
    let gaps = columns.len().saturating_sub(1) as f64 * between;
    columns.iter().fold((gaps, 0.0), |(width, height), column| {
        let widest = column.iter().map(|slot| sizes[*slot].0);
        let heights: f64 = column.iter().map(|slot| sizes[*slot].1).sum();
        (
            width + widest.fold(0.0, f64::max),
            f64::max(height, heights + gaps_between(net, column)),
        )
    })
}

/// The least sum of the gaps in a column, whatever its order.
fn gaps_between(net: &Net, column: &[Slot]) -> f64 {
    let boxes = column.iter().filter(|slot| !net.is_lane(**slot)).count() as f64;
    let lanes = least_lanes(net, column);
    if lanes == 0 {
        return (boxes - 1.0).max(0.0) * NODE_GAP;
    }
    (lanes - 1) as f64 * LANE_GAP + boxes * LANE_BOX_GAP
}

/// The number of lanes that a column has at least, however lines are merged: two that share no port cannot share a lane, nor can labels.
fn least_lanes(net: &Net, column: &[Slot]) -> usize {
    let mut ports = BTreeSet::new();
    let lanes = column.iter().filter(|slot| net.is_lane(**slot));
    let lanes = lanes.filter(|&&slot| {
        let edge = net.lane_edge[slot - net.tree.first_lane()];
        let [source, target] = net.bundles.of[edge];
        let is_alone = !ports.contains(&source) && !ports.contains(&target);
        if is_alone {
            ports.extend([source, target]);
        }
        is_alone || net.label_lane[edge] == Some(slot)
    });
    lanes.count()
}
