//! Gives each box its column: network simplex (Gansner, Koutsofios, North and Vo, 1993).

/// A constraint that `to` is at least `least` columns right of `from`. Each further column costs `weight`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) least: i32,
    pub(super) weight: i32,
}

/// Columns for `count` boxes, the leftmost 0, with the smallest weighted sum of lengths that the pivots reach.
///
/// The spans must have no cycle and join all boxes into one piece. Boxes that are not joined are each ranked from 0.
pub(super) fn columns(count: usize, spans: &[Span]) -> Vec<i32> {
    let mut tree = Tree::new(count, spans);
    tree.rank_by_longest_path();
    tree.span_tightly();
    let limit = 4 * count + 50;
    for _ in 0..limit {
        if !tree.pivot() {
            break;
        }
    }
    let least = tree.rank.iter().copied().min().unwrap_or(0);
    tree.rank.iter().map(|rank| rank - least).collect()
}

/// The ranks and a spanning tree of tight spans.
struct Tree<'a> {
    spans: &'a [Span],
    touching: Vec<Vec<usize>>,
    rank: Vec<i32>,
    tight: Vec<bool>,
    search_from: usize,
}

impl<'a> Tree<'a> {
    fn new(count: usize, spans: &'a [Span]) -> Self {
        let mut touching = vec![Vec::new(); count];
        for (index, span) in spans.iter().enumerate() {
            touching[span.from].push(index);
            touching[span.to].push(index);
        }
        Self {
            spans,
            touching,
            rank: vec![0; count],
            tight: vec![false; spans.len()],
            search_from: 0,
        }
    }

    fn slack(&self, span: usize) -> i32 {
        let s = self.spans[span];
        self.rank[s.to] - self.rank[s.from] - s.least
    }

    /// Puts every box as far left as its spans allow.
    fn rank_by_longest_path(&mut self) {
        let mut waiting = vec![0usize; self.rank.len()];
        for span in self.spans {
            waiting[span.to] += 1;
        }
        let mut ready: Vec<usize> = (0..self.rank.len()).filter(|&v| waiting[v] == 0).collect();
        let mut next = 0;
        while next < ready.len() {
            let v = ready[next];
            next += 1;
            for &index in &self.touching[v] {
                let span = self.spans[index];
                if span.from != v {
                    continue;
                }
                self.rank[span.to] = self.rank[span.to].max(self.rank[v] + span.least);
                waiting[span.to] -= 1;
                if waiting[span.to] == 0 {
                    ready.push(span.to);
                }
            }
        }
    }

    /// Grows a tree of tight spans over every box. Whole subtrees are moved until the next box can be joined.
    fn span_tightly(&mut self) {
        let count = self.rank.len();
        let mut reached = vec![false; count];
        for start in 0..count {
            if reached[start] {
                continue;
            }
            let mut members = vec![start];
            reached[start] = true;
            self.absorb(&mut members, &mut reached);
            while let Some(span) = self.nearest(&members, &reached) {
                let s = self.spans[span];
                let slack = self.slack(span);
                let shift = if reached[s.from] { slack } else { -slack };
                for &member in &members {
                    self.rank[member] += shift;
                }
                let outside = if reached[s.from] { s.to } else { s.from };
                reached[outside] = true;
                self.tight[span] = true;
                members.push(outside);
                self.absorb(&mut members, &mut reached);
            }
        }
    }

    /// Adds to the tree all boxes that tight spans join to `members`.
    fn absorb(&mut self, members: &mut Vec<usize>, reached: &mut [bool]) {
        let mut next = 0;
        while next < members.len() {
            let v = members[next];
            next += 1;
            for at in 0..self.touching[v].len() {
                let index = self.touching[v][at];
                let s = self.spans[index];
                let other = if s.from == v { s.to } else { s.from };
                if !reached[other] && self.slack(index) == 0 {
                    reached[other] = true;
                    self.tight[index] = true;
                    members.push(other);
                }
            }
        }
    }

    /// The span with the least slack from the members to a box outside them.
    fn nearest(&self, members: &[usize], reached: &[bool]) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        for &v in members {
            for &index in &self.touching[v] {
                let s = self.spans[index];
                if reached[s.from] != reached[s.to] {
                    let candidate = (self.slack(index), index);
                    if best.is_none_or(|b| candidate < b) {
                        best = Some(candidate);
                    }
                }
            }
        }
        best.map(|b| b.1)
    }

    /// Exchanges one tree span for a better one. Returns false if none has a negative cut value.
    fn pivot(&mut self) -> bool {
        let walk = Walk::over(self);
        let total = self.spans.len();
        let leaving = (0..total)
            .map(|k| (self.search_from + k) % total.max(1))
            .find(|&index| self.tight[index] && walk.cut(self.spans[index]) < 0);
        let Some(leaving) = leaving else {
            return false;
        };
        self.search_from = leaving;
        let s = self.spans[leaving];
        let lower = if walk.parent[s.to] == s.from {
            s.to
        } else {
            s.from
        };
        let tail_side_is_lower = lower == s.from;
        let mut entering: Option<(i32, usize)> = None;
        for (index, span) in self.spans.iter().enumerate() {
            let (from_low, to_low) = (walk.below(span.from, lower), walk.below(span.to, lower));
            let crosses_back = if tail_side_is_lower {
                !from_low && to_low
            } else {
                from_low && !to_low
            };
            if crosses_back && !self.tight[index] {
                let candidate = (self.slack(index), index);
                if entering.is_none_or(|b| candidate < b) {
                    entering = Some(candidate);
                }
            }
        }
        let Some((slack, entering)) = entering else {
            return false;
        };
        let shift = if tail_side_is_lower { -slack } else { slack };
        for v in 0..self.rank.len() {
            if walk.below(v, lower) {
                self.rank[v] += shift;
            }
        }
        self.tight[leaving] = false;
        self.tight[entering] = true;
        true
    }
}

/// A depth-first walk of the tree: parents, numbering, and the cut value of the span from each box to its parent.
struct Walk {
    parent: Vec<usize>,
    first: Vec<usize>,
    last: Vec<usize>,
    value: Vec<i64>,
}

impl Walk {
    fn over(tree: &Tree) -> Self {
        let count = tree.rank.len();
        let mut walk = Self {
            parent: vec![usize::MAX; count],
            first: vec![usize::MAX; count],
            last: vec![0; count],
            value: vec![0; count],
        };
        let mut order = Vec::with_capacity(count);
        let mut via = vec![usize::MAX; count];
        for root in 0..count {
            if walk.first[root] != usize::MAX {
                continue;
            }
            let mut stack = vec![(root, 0usize)];
            walk.first[root] = order.len();
            order.push(root);
            while let Some((v, at)) = stack.pop() {
                let Some(&index) = tree.touching[v].get(at) else {
                    walk.last[v] = order.len();
                    continue;
                };
                stack.push((v, at + 1));
                let s = tree.spans[index];
                let other = if s.from == v { s.to } else { s.from };
                if tree.tight[index] && walk.first[other] == usize::MAX {
                    walk.parent[other] = v;
                    via[other] = index;
                    walk.first[other] = order.len();
                    order.push(other);
                    stack.push((other, 0));
                }
            }
        }
        // The net weight that leaves a subtree, summed upwards. Spans inside a subtree cancel out.
        for &v in order.iter().rev() {
            for &index in &tree.touching[v] {
                let s = tree.spans[index];
                walk.value[v] += i64::from(if s.from == v { s.weight } else { -s.weight });
            }
            if walk.parent[v] != usize::MAX {
                let own = walk.value[v];
                walk.value[walk.parent[v]] += own;
            }
        }
        walk
    }

    fn below(&self, v: usize, top: usize) -> bool {
        self.first[top] <= self.first[v] && self.first[v] < self.last[top]
    }

    /// The cut value of a tree span: the weight from its tail side to its head side, less the weight back.
    fn cut(&self, span: Span) -> i64 {
        if self.parent[span.to] == span.from {
            -self.value[span.to]
        } else {
            self.value[span.from]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: usize, to: usize) -> Span {
        Span {
            from,
            to,
            least: 1,
            weight: 1,
        }
    }

    #[test]
    fn a_late_source_stands_next_to_its_target() {
        let spans = [span(0, 1), span(1, 2), span(2, 3), span(4, 3)];
        assert_eq!(columns(5, &spans), vec![0, 1, 2, 3, 2]);
    }

    #[test]
    fn the_sum_of_lengths_is_the_least_possible() {
        // The example of the paper: a-b-c-d-h and a-e-g-h, a-f-g.
        let spans = [
            span(0, 1),
            span(1, 2),
            span(2, 3),
            span(3, 7),
            span(0, 4),
            span(0, 5),
            span(4, 6),
            span(5, 6),
            span(6, 7),
        ];
        let rank = columns(8, &spans);
        let total: i32 = spans.iter().map(|s| rank[s.to] - rank[s.from]).sum();
        assert_eq!(total, 10);
    }
}
