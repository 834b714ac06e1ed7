//! Columns after an earlier drawing: boxes that stood in it keep their columns, and new boxes come to stand where their flows are short.

/// Cost of a backward flow, in columns.
const TURN: usize = 5;
/// Cost of a new column between others. It moves everything right of it.
const OPEN: usize = 1;
/// The kept columns may cost so much more than fresh ones, in percent; dearer ones are not kept.
const DEARER: usize = 130;
/// The additional cost that is allowed in any case, so that small drawings keep their columns too.
const SLACK: usize = 6;

/// The largest number of new boxes in a container.
const MOST_NEW: usize = 40;

/// The flows between the boxes of a container, each pair with the number of its flows.
type Arcs = [(usize, usize, i64)];

/// The boxes of a container.
pub(super) struct Boxes<'a> {
    /// The flows between them.
    pub(super) arcs: &'a Arcs,
    /// The flows that were not in the earlier drawing.
    pub(super) new_arcs: &'a [(usize, usize)],
    /// For each box, the number of its flows that come from outside and of those that go outside.
    pub(super) outside: &'a [[i32; 2]],
    /// The height of each.
    pub(super) heights: &'a [f64],
}

/// The columns of the boxes of a container. `kept` are those of the earlier drawing, from 0 without gaps, and `None` for a new box. `fresh`
/// are those without regard to it: they are the answer if keeping makes the lines much longer.
pub(super) fn stay(boxes: &Boxes<'_>, kept: &[Option<usize>], fresh: Vec<usize>) -> Vec<usize> {
    let new = kept.iter().filter(|column| column.is_none()).count();
    if new * 2 > kept.len() || new > MOST_NEW {
        return fresh;
    }
    let arcs = boxes.arcs;
    let mut column = inserted(boxes, kept);
    for &(from, to) in boxes.new_arcs {
        if column[from] >= column[to]
            && let Some(moved) = led_right(arcs, &column, (from, to))
            && cost(arcs, &moved) < cost(arcs, &column)
        {
            column = moved;
        }
    }
    close_up(&mut column);
    let is_dearer = cost(arcs, &column) * 100 > cost(arcs, &fresh) * DEARER + SLACK * 100;
    if is_dearer { fresh } else { column }
}

/// The known boxes in their columns, and each new one where its flows cost least. Those joined to boxes that have a column come first.
fn inserted(boxes: &Boxes<'_>, kept: &[Option<usize>]) -> Vec<usize> {
    let mut column = kept.to_vec();
    loop {
        let is_joined = |v: usize| {
            boxes.arcs.iter().any(|&(from, to, _)| {
                (from == v && column[to].is_some()) || (to == v && column[from].is_some())
            })
        };
        let new = |v: &usize| column[*v].is_none();
        let next = (0..column.len()).filter(new).find(|v| is_joined(*v));
        let Some(v) = next.or_else(|| (0..column.len()).find(new)) else {
            break;
        };
        let (at, is_opened) = best(boxes, &column, v);
        if is_opened {
            for c in column.iter_mut().flatten().filter(|c| **c >= at) {
                *c += 1;
            }
        }
        column[v] = Some(at);
    }
    column.into_iter().flatten().collect()
}

/// The column in which a new box costs least, and whether it is a new one. Of equal ones the shortest stack.
fn best(boxes: &Boxes<'_>, column: &[Option<usize>], v: usize) -> (usize, bool) {
    let count = column.iter().flatten().max().map_or(0, |last| last + 1);
    let price = |at: usize, is_opened: bool| {
        let place = |other: usize| {
            let own = column[other]?;
            Some(own + usize::from(is_opened && own >= at))
        };
        let [into, out] = boxes.outside[v].map(|flows| flows as usize);
        let last = count - usize::from(!is_opened);
        let mut price = into * at + out * (last - at) + if is_opened { OPEN } else { 0 };
        for &(from, to, weight) in boxes.arcs {
            let length = match (from == v, to == v) {
                (true, _) => place(to).map(|to| length(at, to)),
                (_, true) => place(from).map(|from| length(from, at)),
                _ => match (column[from], column[to]) {
                    (Some(from), Some(to)) if is_opened => {
                        let is_longer = from.min(to) < at && from.max(to) >= at;
                        Some(usize::from(is_longer))
                    }
                    _ => None,
                },
            };
            price += length.unwrap_or(0) * weight as usize;
        }
        price
    };
    let load = |at: usize| {
        let stack = column.iter().zip(boxes.heights);
        let stack = stack.filter(|(own, _)| **own == Some(at));
        stack.map(|(_, height)| *height).sum::<f64>()
    };
    let there = (0..count).map(|at| (price(at, false), load(at), at, false));
    let opened = (0..=count).map(|at| (price(at, true), 0.0, at, true));
    let best = there.chain(opened).min_by(|a, b| {
        let by_price = a.0.cmp(&b.0).then(a.3.cmp(&b.3));
        by_price.then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
    });
    best.map_or((0, true), |(_, _, at, is_opened)| (at, is_opened))
}

/// The columns with a flow that turns back led to the right: its target moves, and what lies after that as far as it must. `None` if the flow
/// closes a ring.
fn led_right(arcs: &Arcs, column: &[usize], (from, to): (usize, usize)) -> Option<Vec<usize>> {
    let mut moved = column.to_vec();
    moved[to] = moved[from] + 1;
    let mut left = vec![to];
    while let Some(v) = left.pop() {
        if v == from {
            return None;
        }
        for &(_, next, _) in arcs.iter().filter(|arc| arc.0 == v) {
            if column[v] < column[next] && moved[next] <= moved[v] {
                moved[next] = moved[v] + 1;
                left.push(next);
            }
        }
    }
    Some(moved)
}

/// The sum of the lengths of the flows.
fn cost(arcs: &Arcs, column: &[usize]) -> usize {
    let lengths = arcs.iter();
    let lengths = lengths.map(|arc| length(column[arc.0], column[arc.1]) * arc.2 as usize);
    lengths.sum()
}

fn length(from: usize, to: usize) -> usize {
    if from < to {
        to - from
    } else {
        TURN + from - to
    }
}

/// Removes empty columns.
fn close_up(column: &mut [usize]) {
    let mut used: Vec<usize> = column.to_vec();
    used.sort_unstable();
    used.dedup();
    for c in column.iter_mut() {
        *c = used.partition_point(|one| *one < *c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of boxes of one height whose flows stay inside; the last of them is new.
    fn of(arcs: &Arcs, kept: &[Option<usize>], fresh: &[usize]) -> Vec<usize> {
        let last = arcs.last().expect("there are flows");
        let boxes = Boxes {
            arcs,
            new_arcs: &[(last.0, last.1)],
            outside: &vec![[0, 0]; kept.len()],
            heights: &vec![50.0; kept.len()],
        };
        stay(&boxes, kept, fresh.to_vec())
    }

    #[test]
    fn a_new_box_stands_between_those_that_it_joins_and_moves_none_if_there_is_room() {
        // a -> b -> c, and a new one from a to c.
        let arcs = [(0, 1, 1), (1, 2, 1), (0, 3, 1), (3, 2, 1)];
        let kept = [Some(0), Some(1), Some(2), None];
        assert_eq!(of(&arcs, &kept, &[0, 1, 2, 1]), [0, 1, 2, 1]);
    }

    #[test]
    fn a_new_column_is_opened_where_there_is_no_room() {
        let arcs = [(0, 1, 1), (2, 0, 1)];
        assert_eq!(of(&arcs, &[Some(0), Some(1), None], &[1, 2, 0]), [1, 2, 0]);
    }

    #[test]
    fn a_new_flow_backwards_pushes_only_what_lies_after_it() {
        // Two chains of three; a new flow leads from the end of one to the begin of the other.
        let arcs = [(0, 1, 1), (1, 2, 1), (3, 4, 1), (4, 5, 1), (2, 3, 1)];
        let kept = [0, 1, 2, 0, 1, 2].map(Some);
        assert_eq!(of(&arcs, &kept, &[0, 1, 2, 3, 4, 5]), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_new_flow_that_closes_a_ring_turns_back_and_moves_none() {
        let arcs = [(0, 1, 1), (1, 2, 1), (2, 0, 1)];
        let kept = [0, 1, 2].map(Some);
        assert_eq!(of(&arcs, &kept, &[1, 2, 0]), [0, 1, 2]);
    }

    #[test]
    fn a_box_whose_flows_leave_its_organisation_stands_at_that_side() {
        let boxes = Boxes {
            arcs: &[(0, 1, 1)],
            new_arcs: &[],
            outside: &[[0, 0], [0, 0], [0, 1]],
            heights: &[50.0; 3],
        };
        let kept = [Some(0), Some(1), None];
        assert_eq!(stay(&boxes, &kept, vec![0, 1, 0]), [0, 1, 1]);
    }

    #[test]
    fn boxes_are_ranked_anew_if_most_are_new() {
        let arcs = [(0, 1, 1), (1, 2, 1), (2, 3, 1)];
        let kept = [Some(3), None, None, None];
        assert_eq!(of(&arcs, &kept, &[0, 1, 2, 3]), [0, 1, 2, 3]);
    }
}
