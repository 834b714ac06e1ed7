//! Removes small steps from long lines: neighbouring lanes of one flow are levelled if their columns have space.

use super::net::Net;
use super::place::Heights;
use super::tree::{Container, Slot};

/// Levels the lanes of one container. Every lane stays between its neighbours.
pub(super) fn straighten(heights: &mut Heights, net: &Net, container: Container) {
    let mut place = std::collections::BTreeMap::new();
    let mut edges: Vec<usize> = Vec::new();
    for column in &net.columns[container] {
        for (index, &slot) in column.iter().enumerate() {
            if net.is_lane(slot) {
                place.insert(slot, index);
                edges.push(net.lane_edge[slot - net.tree.first_lane()]);
            }
        }
    }
    edges.sort_unstable();
    edges.dedup();
    for edge in edges {
        for chain in chains(net, container, edge) {
            let before = steps(heights, net, &chain);
            let old: Vec<f64> = chain.lanes.iter().map(|&lane| heights.top[lane]).collect();
            level(heights, net, container, &chain, &place);
            if steps(heights, net, &chain) >= before {
                for (&lane, top) in chain.lanes.iter().zip(old) {
                    heights.top[lane] = top;
                }
            }
        }
    }
}

/// Consecutive lanes of one flow without a turn, and the links before, between and after them.
struct Chain {
    lanes: Vec<Slot>,
    links: Vec<usize>,
}

fn chains(net: &Net, container: Container, edge: usize) -> Vec<Chain> {
    let mut chains = Vec::new();
    let mut chain = Chain {
        lanes: Vec::new(),
        links: Vec::new(),
    };
    for &index in &net.path[edge] {
        let link = &net.links[index];
        let straight = link.container == container && !link.turns();
        if straight {
            chain.links.push(index);
        }
        let next = link.ends[1].slot;
        let goes_on = net.is_lane(next) && net.parent[next] == Some(container);
        if !straight || !goes_on {
            let done = std::mem::replace(
                &mut chain,
                Chain {
                    lanes: Vec::new(),
                    links: Vec::new(),
                },
            );
            chains.push(done);
        }
        if goes_on {
            chain.lanes.push(next);
        }
    }
    chains.push(chain);
    chains.retain(|chain| !chain.lanes.is_empty());
    chains
}

/// The number of links at the lanes that are not level; those of other flows in the lanes count too.
fn steps(heights: &Heights, net: &Net, chain: &Chain) -> usize {
    let at_lanes = chain
        .lanes
        .iter()
        .flat_map(|&lane| net.touching[lane].iter().flatten());
    let mut links: Vec<usize> = at_lanes.map(|&(link, _)| link).collect();
    links.sort_unstable();
    links.dedup();
    let is_uneven = |&&index: &&usize| {
        let link = &net.links[index];
        !link.turns() && (heights.end(net, link, 0) - heights.end(net, link, 1)).abs() > 0.01
    };
    links.iter().filter(is_uneven).count()
}

/// Levels runs of lanes. Each run is as long as some height is free in all its columns.
fn level(
    heights: &mut Heights,
    net: &Net,
    container: Container,
    chain: &Chain,
    place: &std::collections::BTreeMap<Slot, usize>,
) {
    let free = |heights: &Heights, lane: Slot| {
        let column = &net.columns[container][net.column[lane]];
        let at = place[&lane];
        let half = heights.height[lane] / 2.0;
        let low = if at > 0 {
            heights.top[column[at - 1]] + heights.step(net, column[at - 1], lane)
        } else {
            f64::NEG_INFINITY
        };
        let high = column.get(at + 1).map_or(f64::INFINITY, |&below| {
            heights.top[below] - heights.step(net, lane, below)
        });
        (low + half, high + half)
    };
    let end = |heights: &Heights, link: Option<&usize>, lane: Slot, far: usize| {
        let link = &net.links[*link?];
        (link.ends[1 - far].slot == lane).then(|| heights.end(net, link, far))
    };
    let mut first = 0;
    while first < chain.lanes.len() {
        let (mut low, mut high) = free(heights, chain.lanes[first]);
        let mut last = first;
        while let Some(&next) = chain.lanes.get(last + 1) {
            let (l, h) = free(heights, next);
            if low.max(l) > high.min(h) {
                break;
            }
            (low, high) = (low.max(l), high.min(h));
            last += 1;
        }
        let (a, b) = (chain.lanes[first], chain.lanes[last]);
        let before = chain
            .links
            .iter()
            .find(|&&link| net.links[link].ends[1].slot == a);
        let after = chain
            .links
            .iter()
            .find(|&&link| net.links[link].ends[0].slot == b);
        let now = heights.top[a] + heights.height[a] / 2.0;
        let wanted = [end(heights, before, a, 0), end(heights, after, b, 1)];
        let fits = |y: &f64| low <= *y && *y <= high;
        let y = wanted
            .into_iter()
            .flatten()
            .find(fits)
            .unwrap_or_else(|| now.max(low).min(high));
        for &lane in &chain.lanes[first..=last] {
            heights.top[lane] = y - heights.height[lane] / 2.0;
        }
        first = last + 1;
    }
}
