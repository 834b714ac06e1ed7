//! Takes out the lanes of one flow and puts them back with the fewest crossings: the best path while all else stays, found column by column
//! as a shortest path.
//!
//! Sifting moves one lane at a time and cannot move a long line past another; this can (compare the blocks of Bachmaier, Brandenburg,
//! Brunner and Huebner, 2010).

use super::stacks::Stacks;
use super::tree::{Container, Slot};

/// Lanes of one flow in neighbouring columns of one container.
struct Run {
    container: Container,
    lanes: Vec<Slot>,
    /// The links before, between and after the lanes.
    links: Vec<usize>,
}

/// Reroutes every flow once, within the allowed work: one unit for every pair of places that is compared.
pub(super) fn reroute(stacks: &mut Stacks, work: &mut usize) {
    let mut place = vec![0; stacks.net.parent.len()];
    for column in stacks.columns.iter().flatten() {
        for (at, &slot) in column.iter().enumerate() {
            place[slot] = at;
        }
    }
    for edge in 0..stacks.net.path.len() {
        for run in runs(stacks, edge) {
            let cells = run.lanes.windows(2).map(|pair| {
                let lengths = [pair[0], pair[1]].map(|lane| column_of(stacks, &run, lane).len());
                lengths[0] * lengths[1]
            });
            let cells = cells.sum::<usize>() + 50 * run.lanes.len();
            if *work < cells {
                *work = 0;
                return;
            }
            *work -= cells;
            improve(stacks, &mut place, &run);
        }
    }
}

/// The runs of lanes of a flow.
fn runs(stacks: &Stacks, edge: usize) -> Vec<Run> {
    let net = stacks.net;
    let mut runs: Vec<Run> = Vec::new();
    let path = &net.path[edge];
    for (step, &index) in path.iter().enumerate().skip(1) {
        let lane = net.links[index].ends[0].slot;
        let container = net.parent[lane].expect("a lane stands in a container");
        let before = path[step - 1];
        match runs.last_mut() {
            Some(run) if run.container == container && net.links[before].container == container => {
                run.lanes.push(lane);
                run.links.push(index);
            }
            _ => runs.push(Run {
                container,
                lanes: vec![lane],
                links: vec![before, index],
            }),
        }
    }
    runs
}

fn column_of<'a>(stacks: &'a Stacks, run: &Run, lane: Slot) -> &'a [Slot] {
    &stacks.columns[run.container][stacks.net.column[lane]]
}

/// Moves the lanes of a run to their best places if that removes crossings.
fn improve(stacks: &mut Stacks, place: &mut [usize], run: &Run) {
    let before: u64 = run
        .links
        .iter()
        .map(|&link| stacks.crossings_of(link))
        .sum();
    if before == 0 {
        return;
    }
    let old: Vec<usize> = run.lanes.iter().map(|&lane| place[lane]).collect();
    let new = best_way(stacks, place, run, &old);
    if new == old {
        return;
    }
    stand(stacks, place, run, &new);
    let after: u64 = run
        .links
        .iter()
        .map(|&link| stacks.crossings_of(link))
        .sum();
    if after >= before {
        stand(stacks, place, run, &old);
    }
}

fn stand(stacks: &mut Stacks, place: &mut [usize], run: &Run, to: &[usize]) {
    for (&lane, &to) in run.lanes.iter().zip(to) {
        let column = stacks.net.column[lane];
        stacks.carry(run.container, column, place[lane], to);
        for (at, &slot) in stacks.columns[run.container][column].iter().enumerate() {
            place[slot] = at;
        }
    }
}

/// The places of the lanes on the path with the fewest crossings, counted without the lanes themselves.
fn best_way(stacks: &Stacks, place: &[usize], run: &Run, old: &[usize]) -> Vec<usize> {
    let sizes: Vec<usize> = run
        .lanes
        .iter()
        .map(|&lane| column_of(stacks, run, lane).len())
        .collect();
    let mut costs = end_costs(stacks, place, run, 0, sizes[0]);
    let mut came: Vec<Vec<usize>> = Vec::new();
    for step in 1..sizes.len() {
        let table = between(stacks, place, run, step, [sizes[step - 1], sizes[step]]);
        let mut next = vec![(u32::MAX, usize::MAX); sizes[step]];
        for (from, &cost) in costs.iter().enumerate() {
            let row = &table[from * sizes[step]..(from + 1) * sizes[step]];
            for (best, more) in next.iter_mut().zip(row) {
                let whole = cost + more;
                if whole < best.0 || (whole == best.0 && from == old[step - 1]) {
                    *best = (whole, from);
                }
            }
        }
        costs = next.iter().map(|best| best.0).collect();
        came.push(next.iter().map(|best| best.1).collect());
    }
    let last = end_costs(stacks, place, run, 1, sizes[sizes.len() - 1]);
    let mut at = (0..last.len())
        .min_by_key(|&at| (costs[at] + last[at], at.abs_diff(old[old.len() - 1])))
        .expect("a lane has a place");
    let mut way = vec![at];
    for from in came.iter().rev() {
        at = from[at];
        way.push(at);
    }
    way.reverse();
    way
}

/// The cost of the first link (`end` 0) or the last (1) of the run, for each place of the lane at it.
fn end_costs(stacks: &Stacks, place: &[usize], run: &Run, end: usize, size: usize) -> Vec<u32> {
    let index = if end == 0 {
        run.links[0]
    } else {
        run.links[run.links.len() - 1]
    };
    let link = &stacks.net.links[index];
    let mut steps = vec![0i64; size + 1];
    if link.container != run.container {
        return vec![0; size];
    }
    let (near, far) = (1 - end, end);
    let lane = link.ends[near].slot;
    let (side, fixed_side) = (link.ends[near].side, link.ends[far].side);
    let fixed = stacks.end_height(index, far);
    // The sums of `base` and the steps up to `p` give the cost for a lane below the first `p` others.
    let mut base = 0i64;
    for &other in stacks.channel(index) {
        if other == index {
            continue;
        }
        let ends = &stacks.net.links[other].ends;
        for (one, terminal) in ends.iter().enumerate() {
            if terminal.side != side {
                continue;
            }
            let at = position(stacks, place, other, one, lane) + 1;
            let height = if link.turns() {
                stacks.end_height(other, one)
            } else if ends[1 - one].side == fixed_side {
                stacks.end_height(other, 1 - one)
            } else {
                continue;
            };
            // The links cross if the lane is on the other side of the place than the fixed end is of the height.
            if height < fixed {
                base += 1;
                steps[at] -= 1;
            } else if height > fixed {
                steps[at] += 1;
            }
        }
    }
    steps[..size]
        .iter()
        .map(|step| {
            base += step;
            base.max(0) as u32
        })
        .collect()
}

/// The place of the end of a link in the lane's column, counted without the lane.
fn position(stacks: &Stacks, place: &[usize], link: usize, end: usize, lane: Slot) -> usize {
    let at = place[stacks.stands_at(link, end)];
    at - usize::from(at > place[lane])
}

/// The cost of the link before this lane for each pair of places. The place of this lane varies fastest.
fn between(
    stacks: &Stacks,
    place: &[usize],
    run: &Run,
    step: usize,
    [rows, columns]: [usize; 2],
) -> Vec<u32> {
    let index = run.links[step];
    let link = &stacks.net.links[index];
    let (from, to) = (run.lanes[step - 1], run.lanes[step]);
    let side = link.ends[0].side;
    let mut table = vec![0i32; rows * columns];
    let (mut over_from, mut over_to) = (vec![0i32; rows + 1], vec![0i32; columns + 1]);
    let (mut turns_from, mut turns_to) = (vec![0i32; rows + 1], vec![0i32; columns + 1]);
    for &other in stacks.channel(index) {
        if other == index {
            continue;
        }
        let ends = &stacks.net.links[other].ends;
        if ends[0].side == ends[1].side {
            let (lane, turns) = if ends[0].side == side {
                (from, &mut turns_from)
            } else {
                (to, &mut turns_to)
            };
            let [a, b] = [0, 1].map(|end| position(stacks, place, other, end, lane) + 1);
            turns[a.min(b)] += 1;
            turns[a.max(b)] -= 1;
            continue;
        }
        let near = usize::from(ends[0].side != side);
        let i = position(stacks, place, other, near, from) + 1;
        let j = position(stacks, place, other, 1 - near, to) + 1;
        over_from[i] += 1;
        over_to[j] += 1;
        if i < rows && j < columns {
            table[i * columns + j] += 1;
        }
    }
    let sums = |steps: &[i32]| -> Vec<i32> {
        let sum = |total: &mut i32, step: &i32| {
            *total += step;
            Some(*total)
        };
        steps.iter().scan(0, sum).collect()
    };
    let (over_from, over_to) = (sums(&over_from), sums(&over_to));
    let (turns_from, turns_to) = (sums(&turns_from), sums(&turns_to));
    // The links above both places. The crossed links are those above only one of them.
    let mut above = vec![0i32; columns];
    let mut costs = vec![0u32; rows * columns];
    for row in 0..rows {
        let mut along = 0;
        for column in 0..columns {
            along += table[row * columns + column];
            above[column] += along;
            let crossed = over_from[row] + over_to[column] - 2 * above[column];
            costs[row * columns + column] =
                (crossed + turns_from[row] + turns_to[column]).max(0) as u32;
        }
    }
    costs
}
