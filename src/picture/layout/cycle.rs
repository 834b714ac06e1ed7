//! Chooses the flows that run backwards in a cycle: greedy feedback arc set (Eades, Lin and Smyth, 1993).

/// An order of `count` boxes in which few of the weighted `arcs` point backwards. Ties keep the input order.
///
/// Sinks go to the end and sources to the front. The next of the others is the one with the greatest surplus of outgoing weight.
pub(super) fn sequence(count: usize, arcs: &[(usize, usize, i64)]) -> Vec<usize> {
    let mut touching = vec![Vec::new(); count];
    let mut outgoing = vec![0i64; count];
    let mut incoming = vec![0i64; count];
    for &(from, to, weight) in arcs {
        if from != to {
            touching[from].push((to, weight, true));
            touching[to].push((from, weight, false));
            outgoing[from] += weight;
            incoming[to] += weight;
        }
    }
    let mut left: std::collections::BTreeSet<(i64, usize)> = (0..count)
        .map(|v| (key(outgoing[v], incoming[v]), v))
        .collect();
    let (mut head, mut tail) = (Vec::with_capacity(count), Vec::new());
    while let Some(&(first, v)) = left.first() {
        // Keys sort sources first, then sinks, then the others by falling surplus.
        left.remove(&(first, v));
        if first == SINK {
            tail.push(v);
        } else {
            head.push(v);
        }
        let key_of_v = key(outgoing[v], incoming[v]);
        debug_assert_eq!(key_of_v, first);
        for &(other, weight, leaves) in &touching[v] {
            let old = (key(outgoing[other], incoming[other]), other);
            if !left.remove(&old) {
                continue;
            }
            if leaves {
                incoming[other] -= weight;
            } else {
                outgoing[other] -= weight;
            }
            left.insert((key(outgoing[other], incoming[other]), other));
        }
    }
    tail.reverse();
    head.extend(tail);
    head
}

const SOURCE: i64 = i64::MIN;
const SINK: i64 = i64::MIN + 1;

fn key(outgoing: i64, incoming: i64) -> i64 {
    if incoming == 0 {
        SOURCE
    } else if outgoing == 0 {
        SINK
    } else {
        incoming - outgoing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_has_one_backward_flow_and_a_chain_none() {
        let back = |order: &[usize], arcs: &[(usize, usize, i64)]| {
            let at = |v: usize| order.iter().position(|&o| o == v).unwrap();
            arcs.iter().filter(|a| at(a.0) > at(a.1)).count()
        };
        let ring = [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 0, 1)];
        assert_eq!(back(&sequence(4, &ring), &ring), 1);
        let chain = [(3, 2, 1), (2, 1, 1), (1, 0, 1)];
        assert_eq!(sequence(4, &chain), vec![3, 2, 1, 0]);
    }
}
