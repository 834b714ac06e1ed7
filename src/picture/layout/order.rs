//! Orders the boxes and lanes of every column so that few flows cross.
//!
//! Barycentre sweeps with the rows as ports (Sugiyama, Tagawa and Toda, 1981; Spoenemann et al., 2009), then
//! sifting, rerouting of whole lines (see `reroute`) and adjacent exchange, from several seeded starts; an organisation moves as one piece (Forster, 2004).

use super::after::Stood;
use super::net::{LEFT, Net, RIGHT};
use super::reach::Reaches;
use super::reroute;
use super::stacks::{Columns, Stacks};
use super::tree::Container;
use super::walk;
use crate::read::finding::side_by_side;

/// The number of links above which the sweeps leave out the finer moves.
const MANY: usize = 1500;
/// The number of starts that are polished if there are few links.
const POLISHED: usize = 4;
/// The number of starts that are polished if there are many links.
const POLISHED_OF_MANY: usize = 3;

/// The number of links from which lanes are not sifted.
const LANES_SIFTED: usize = 12_000;

/// The number of places that are tried for the lanes of one start, at most.
const WORK: usize = 700_000;
/// The number of link ends that the search for an order looks at: once it has, it takes the best order so far. Half of it is for the starts:
/// no start takes more than a quarter, and none begins once a quarter is used. Only drawings that nobody can read whole take more, such as
/// one of 900 organisations that are joined by thousands of flows.
const MOST_WORK: u64 = 48_000_000;

/// The number of links below which starts are tried one by one: threads would cost more than they save.
const FEW: usize = 60;
/// The number of starts that are tried at once.
const AT_ONCE: u64 = 4;

/// The number of passes for each start if there are few links, at most.
const PASSES: usize = 8;
/// The number of passes for each start if there are many links, at most.
const PASSES_OF_MANY: usize = 4;

/// The columns of the net in a good order, and the height of the middle of every slot in its piece.
pub(super) fn arrange(net: &Net) -> (Columns, Vec<f64>) {
    let mut found = swept(net);
    found.sort_by_key(|one| one.0);
    found.truncate(if many(net) {
        POLISHED_OF_MANY
    } else {
        POLISHED
    });
    let most = MOST_WORK / 2 / found.len().max(1) as u64;
    let polished = side_by_side(&found, |one| {
        polish(&mut Stacks::of(net, most), one.clone(), None)
    });
    let best = polished
        .into_iter()
        .min_by_key(|one| one.0)
        .expect("there is at least one start");
    settled(Stacks::of(net, 0), best)
}

/// The orders that sweeps find from several starts. Starts are tried side by side, and count in their order: the result is the same with any
/// number of threads.
fn swept(net: &Net) -> Vec<(u64, Columns)> {
    let links = net.links.len();
    let starts = (30_000 / (links + 60)).clamp(4, 24) as u64;
    let mut found: Vec<(u64, Columns)> = Vec::new();
    let (mut next, mut work) = (0, 0);
    while next < starts {
        // The first start is often perfect if there are few links.
        let several = if next == 0 || links < FEW { 1 } else { AT_ONCE };
        let some: Vec<u64> = (next..starts.min(next + several)).collect();
        next += several;
        let tried = side_by_side(&some, |start| {
            let mut stacks = Stacks::of(net, MOST_WORK / 4);
            begin(&mut stacks, *start);
            (sweep_to_and_fro(&mut stacks), stacks.work())
        });
        for (order, cost) in tried {
            let is_perfect = order.0 == 0;
            found.push(order);
            work += cost;
            if is_perfect || work > MOST_WORK / 4 {
                return found;
            }
        }
    }
    found
}

/// Puts the columns in their earlier order. If nothing is new, the order is as good as before, and everything stays in its place. Otherwise new
/// boxes and the lanes find their places among the others, which keep their order unless far fewer flows cross without that.
pub(super) fn keep(net: &Net, stood: &Stood) -> (Columns, Vec<f64>) {
    let heights = &stood.heights;
    let mut stacks = Stacks::of(net, MOST_WORK);
    for column in stacks.columns.iter_mut().flatten() {
        column.sort_by(|&a, &b| heights[a].total_cmp(&heights[b]));
    }
    stacks.restack_all();
    let found = (stacks.crossings(), stacks.columns.clone());
    let best = if stood.has_new {
        let calm = polish(&mut stacks, found, Some(&stood.may_move));
        let free = polish(&mut stacks, calm.clone(), None);
        if calm.0 * 100 > free.0 * MORE_CROSSINGS + 100 * SOME_CROSSINGS {
            free
        } else {
            calm
        }
    } else {
        found
    };
    settled(stacks, best)
}

/// An earlier order is kept if it has so many crossings of those that remain without it, in percent, ...
const MORE_CROSSINGS: u64 = 115;
/// ... and so many more.
const SOME_CROSSINGS: u64 = 3;

/// The columns of an order, and the height of the middle of every slot in them.
fn settled(mut stacks: Stacks<'_>, best: (u64, Columns)) -> (Columns, Vec<f64>) {
    stacks.columns = best.1;
    stacks.restack_all();
    stacks.into_parts()
}

/// Sets the order of a start. The first is the order of the input. Of the others, all from seeded random numbers, every second is a
/// shuffle, which is best if there are many flows, and the rest follow walks over the flows, which is best if there are few.
fn begin(stacks: &mut Stacks, start: u64) {
    stacks.columns.clone_from(&stacks.net.columns);
    if start > 0 {
        let place = match start % 4 {
            1 => walk::places(stacks.net, start, false),
            3 => walk::places(stacks.net, start, true),
            _ => walk::shuffle(stacks.net, start),
        };
        for column in stacks.columns.iter_mut().flatten() {
            column.sort_by_key(|&slot| place[slot]);
        }
    }
    stacks.restack_all();
}

/// Sweeps in both directions until there is no improvement. Returns the best order and its crossings.
fn sweep_to_and_fro(stacks: &mut Stacks) -> (u64, Columns) {
    let many = many(stacks.net);
    let (groups, containers) = (stacks.net.tree.groups, stacks.net.tree.containers);
    let mut best = (u64::MAX, Vec::new());
    let mut idle = 0;
    for round in 0..14 {
        for piece in groups..containers {
            sweep(stacks, piece, round % 2 == 0);
        }
        for container in 0..if many { 0 } else { containers } {
            sift(stacks, container, false, None);
            exchange(stacks, container, None);
        }
        let crossings = stacks.crossings();
        idle += 1;
        if crossings < best.0 {
            best = (crossings, stacks.columns.clone());
            idle = 0;
        }
        if idle >= 4 || best.0 == 0 || stacks.is_tired() {
            break;
        }
    }
    best
}

fn many(net: &Net) -> bool {
    net.links.len() > MANY
}

/// Sifts boxes, then lanes too, and exchanges neighbours, as long as that removes crossings. With `may_move` only those slots move; the others
/// keep their order.
fn polish(
    stacks: &mut Stacks,
    mut best: (u64, Columns),
    may_move: Option<&[bool]>,
) -> (u64, Columns) {
    stacks.columns.clone_from(&best.1);
    stacks.restack_all();
    let mut work = if stacks.net.links.len() < LANES_SIFTED {
        WORK
    } else {
        0
    };
    for pass in 0..if many(stacks.net) {
        PASSES_OF_MANY
    } else {
        PASSES
    } {
        if best.0 == 0 || stacks.is_tired() {
            break;
        }
        if work > 0 {
            reroute::reroute(stacks, &mut work);
        }
        for container in 0..stacks.net.tree.containers {
            sift(
                stacks,
                container,
                pass % 2 == 1 && stacks.net.links.len() < LANES_SIFTED,
                may_move,
            );
            exchange(stacks, container, may_move);
        }
        let crossings = stacks.crossings();
        if crossings < best.0 {
            best = (crossings, stacks.columns.clone());
        } else if pass > 0 {
            break;
        }
    }
    best
}

fn sweep(stacks: &mut Stacks, container: Container, forward: bool) {
    let count = stacks.columns[container].len();
    for step in 0..count {
        let column = if forward { step } else { count - 1 - step };
        sort(
            stacks,
            container,
            column,
            if forward { RIGHT } else { LEFT },
        );
        for index in 0..stacks.columns[container][column].len() {
            if let Some(inner) = stacks
                .net
                .tree
                .as_container(stacks.columns[container][column][index])
            {
                sweep(stacks, inner, forward);
            }
        }
    }
}

/// Sorts a column by the mean height of the link ends opposite each slot on one side.
fn sort(stacks: &mut Stacks, container: Container, column: usize, side: usize) {
    let mut keyed = Vec::with_capacity(stacks.columns[container][column].len());
    for &slot in &stacks.columns[container][column] {
        let ends = &stacks.net.touching[slot][side];
        let key = if ends.is_empty() {
            stacks.middle(slot)
        } else {
            ends.iter()
                .map(|&(link, end)| stacks.end_height(link, 1 - end))
                .sum::<f64>()
                / ends.len() as f64
        };
        keyed.push((key, slot));
    }
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (place, (_, slot)) in stacks.columns[container][column].iter_mut().zip(keyed) {
        *place = slot;
    }
    stacks.restack(container, column);
}

/// Moves each box to its best place in its column (Matuszewski, Schoenfeld and Molitor, 1999); with `may_move` only those.
fn sift(stacks: &mut Stacks, container: Container, lanes: bool, may_move: Option<&[bool]>) {
    let mut mine = Reaches::default();
    for column in 0..stacks.columns[container].len() {
        if stacks.columns[container][column].len() < 3 {
            continue;
        }
        let boxes: Vec<_> = stacks.columns[container][column]
            .iter()
            .copied()
            .filter(|&slot| lanes || !stacks.net.is_lane(slot))
            .filter(|&slot| may_move.is_none_or(|may| may[slot]))
            .collect();
        for slot in boxes {
            if stacks.is_tired() {
                return;
            }
            stacks.reaches(slot, &mut mine);
            let stack = &stacks.columns[container][column];
            let at = stack
                .iter()
                .position(|&s| s == slot)
                .expect("a box stays in its column");
            let (mut best, mut to, mut sum) = (0, at, 0);
            for place in (0..at).rev() {
                sum += stacks.gain(&mine, stack[place]);
                if sum > best {
                    (best, to) = (sum, place);
                }
            }
            sum = 0;
            for (place, &other) in stack.iter().enumerate().skip(at + 1) {
                sum -= stacks.gain(&mine, other);
                if sum > best {
                    (best, to) = (sum, place);
                }
            }
            if to != at {
                stacks.carry(container, column, at, to);
            }
        }
    }
}

/// Exchanges neighbours as long as that removes crossings; with `may_move` only where one of the two may.
fn exchange(stacks: &mut Stacks, container: Container, may_move: Option<&[bool]>) {
    for _ in 0..6 {
        let mut improved = false;
        for column in 0..stacks.columns[container].len() {
            for at in 1..stacks.columns[container][column].len() {
                let stack = &stacks.columns[container][column];
                if may_move.is_none_or(|may| may[stack[at - 1]] || may[stack[at]]) {
                    improved |= stacks.try_exchange(container, column, at);
                }
            }
        }
        if !improved || stacks.is_tired() {
            break;
        }
    }
}
