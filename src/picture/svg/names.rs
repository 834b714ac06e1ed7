//! The `id` attribute of every part of a picture, made from the ids of the map.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::picture::views::diagram::{Diagram, End, NodeKind, RowKind};

/// The ids of a diagram's parts, parallel to its lists. Each is a valid XML name, and all are different.
///
/// An id of letters, digits, `-`, `_` and `.` is unchanged after its prefix, so that a page can find the element of `gp.patients` as
/// `system-gp.patients`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    /// `organisation-…` for each group.
    pub(crate) groups: Vec<String>,
    /// `system-…` for each node; `organisation-…` and `need-…` for nodes of those kinds.
    pub(crate) nodes: Vec<String>,
    /// `field-…` for each row of each node; `organisation-…` for the rows of a list.
    pub(crate) rows: Vec<Vec<String>>,
    /// `flow-…` for each edge.
    pub(crate) edges: Vec<String>,
    /// `definition-…`, one a row of the chart.
    pub(crate) chart: Vec<String>,
    prefix: String,
}

impl Names {
    /// The ids of all parts of `diagram` for a picture alone.
    pub(crate) fn of(diagram: &Diagram) -> Self {
        Self::among(diagram, "")
    }

    /// The ids of all parts of `diagram` for a page with other pictures. Each begins with `prefix`.
    pub(crate) fn among(diagram: &Diagram, prefix: &str) -> Self {
        let mut taken = BTreeSet::new();
        let prefix = safe(prefix);
        let mut name =
            |kind: &str, id: &str| unique(&mut taken, &format!("{prefix}{kind}-{}", safe(id)));
        Self {
            groups: diagram
                .groups
                .iter()
                .map(|group| name("organisation", &group.id))
                .collect(),
            nodes: diagram
                .nodes
                .iter()
                .map(|node| name(kind_word(node.kind), &node.id))
                .collect(),
            rows: diagram
                .nodes
                .iter()
                .map(|node| {
                    let rows = node.rows.iter();
                    rows.map(|row| name(row_word(row.kind), &row.id)).collect()
                })
                .collect(),
            edges: diagram
                .edges
                .iter()
                .map(|edge| name("flow", &edge.id))
                .collect(),
            chart: diagram
                .chart
                .iter()
                .flat_map(|chart| &chart.rows)
                .map(|row| name("definition", &row.id))
                .collect(),
            prefix,
        }
    }

    /// The id of a part outside the diagram, such as the title of the picture.
    pub(super) fn of_picture(&self, part: &str) -> String {
        format!("{}{part}", self.prefix)
    }

    /// The id of the row or box at which a flow ends.
    pub(crate) fn end(&self, end: End) -> &str {
        match end.row {
            Some(row) => &self.rows[end.node][row],
            None => &self.nodes[end.node],
        }
    }
}

/// The word for a kind of box.
pub(super) fn kind_word(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::System => "system",
        NodeKind::Organisation => "organisation",
        NodeKind::Need => "need",
        NodeKind::Remark => "remark",
        NodeKind::List => "list",
    }
}

/// The word for a kind of row.
fn row_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Field => "field",
        RowKind::Organisation => "organisation",
    }
}

/// An id in which every character that an `id` attribute cannot hold is escaped.
pub(crate) fn safe(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            out.push(c);
        } else {
            let _ = write!(out, "_{:x}_", u32::from(c));
        }
    }
    out
}

fn unique(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut name = wanted.to_owned();
    let mut copy = 2;
    while !taken.insert(name.clone()) {
        name = format!("{wanted}-{copy}");
        copy += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ids_stay_and_others_become_safe() {
        assert_eq!(safe("gp.patients-2_a"), "gp.patients-2_a");
        assert_eq!(safe("a b\"<é"), "a_20_b_22__3c__e9_");
    }

    #[test]
    fn like_ids_are_told_apart() {
        let mut taken = BTreeSet::new();
        let names: Vec<_> = ["a", "a", "a-2"]
            .iter()
            .map(|id| unique(&mut taken, id))
            .collect();
        assert_eq!(names, ["a", "a-2", "a-2-2"]);
    }
}
