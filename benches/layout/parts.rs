//! The parts of generated diagrams, and random numbers for making them.

use flowmap::picture::views::diagram::{Edge, End, Group, LineStyle, Node, Outline, Row};

/// Random numbers, the same in every run (Knuth's constants for a linear congruential generator).
pub(crate) struct Lot(u64);

impl Lot {
    /// A generator with different numbers for every seed.
    pub(crate) fn new(seed: u64) -> Lot {
        Lot(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1)
    }

    /// A number from 0 to `limit - 1`; 0 if `limit` is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    /// One of the choices.
    pub(crate) fn one_of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.below(choice.len())]
    }
}

/// A system with this many rows, in that group.
pub(crate) fn node(number: usize, rows: usize, group: Option<usize>) -> Node {
    let row = |row: usize| Row {
        id: format!("s{number}.{row}"),
        title: format!("field {row}"),
        identifier: false,
        detail: String::new(),
        badges: Vec::new(),
        ..Row::default()
    };
    Node {
        id: format!("s{number}"),
        title: format!("s{number}"),
        subtitle: String::new(),
        group,
        rows: (0..rows).map(row).collect(),
        outline: Outline::Solid,
        detail: String::new(),
        badges: Vec::new(),
        ..Node::default()
    }
}

/// A flow between the boxes as a whole.
pub(crate) fn plain_edge(number: usize, from: usize, to: usize, label: &str) -> Edge {
    edge(number, whole(from), whole(to), label)
}

/// A flow between two ends.
pub(crate) fn edge(number: usize, from: End, to: End, label: &str) -> Edge {
    Edge {
        id: format!("f{number}"),
        from,
        to,
        label: label.to_owned(),
        line: LineStyle::Electronic,
        count: 1,
        detail: String::new(),
        ..Edge::default()
    }
}

/// The end at a box as a whole.
pub(crate) fn whole(node: usize) -> End {
    End { node, row: None }
}

/// The end at a row of a box.
pub(crate) fn row(node: usize, row: usize) -> End {
    End {
        node,
        row: Some(row),
    }
}

/// An organisation, which may be inside another.
pub(crate) fn group(number: usize, title: &str, parent: Option<usize>) -> Group {
    Group {
        id: format!("o{number}"),
        title: title.to_owned(),
        parent,
        outline: Outline::Solid,
    }
}
