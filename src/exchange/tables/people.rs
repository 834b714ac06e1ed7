//! The tables of whom data is about: dimensions, and scopes as unions of boxes.

use std::io;

use super::{Out, Resolved, Table, row, stated, text, whole};
use crate::read::model::{Axis, Dimension, DimensionId, End, Extent, Id, Statement};

pub(super) static DIMENSIONS: Table = Table {
    name: "dimensions",
    about: "The properties by which people or cases are told apart.",
    has_evidence: true,
    columns: &[
        text("id", "its id"),
        text("name", "its name"),
        text("kind", "`values` or `range`"),
        text("unit", "the unit of a range"),
        whole("ticks", "how many ticks of `boxes` are one unit"),
    ],
    rows: dimensions,
};

fn dimensions(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    for (id, one) in map.model().dimensions.iter() {
        let (kind, unit, ticks) = match &one.axis {
            Axis::Values(_) => ("values", "", String::new()),
            Axis::Range(unit) => ("range", unit.name(), unit.ticks().to_string()),
        };
        let cells = [
            one.slug.to_string(),
            one.name.to_string(),
            kind.to_owned(),
            unit.to_owned(),
            ticks,
        ];
        stated(out, cells, Statement::Dimension(id), &one.evidence)?;
    }
    Ok(())
}

/// The ids of the narrowest values of a dimension, in their order. A value with one narrower value has the same leaf; the narrower comes later.
fn leaves(dimension: &Dimension) -> Vec<&str> {
    let Axis::Values(values) = &dimension.axis else {
        return Vec::new();
    };
    let mut leaves = vec![""; values.leaves];
    for value in values.values.iter().filter(|value| value.leaves.len() == 1) {
        leaves[value.leaves.start] = &value.slug;
    }
    leaves
}

pub(super) static DIMENSION_VALUES: Table = Table {
    name: "dimension_values",
    about: "The values of each dimension: one row for each narrowest value at or below a value.",
    has_evidence: false,
    columns: &[
        text("dimension", "the dimension"),
        text("value", "a value, broad or narrow"),
        text(
            "narrowest",
            "a value at or below it that has none below itself",
        ),
    ],
    rows: |map, out| {
        for (_, dimension) in map.model().dimensions.iter() {
            let names = leaves(dimension);
            let Axis::Values(values) = &dimension.axis else {
                continue;
            };
            for value in &values.values {
                for leaf in value.leaves.clone() {
                    row(&mut *out, [&*dimension.slug, &value.slug, names[leaf]])?;
                }
            }
        }
        Ok(())
    },
};

pub(super) static SCOPES: Table = Table {
    name: "scopes",
    about: "Whom something is about: a union of boxes. One row for each box.",
    has_evidence: false,
    columns: &[
        whole(
            "scope",
            "the number of the scope; equal scopes have one number",
        ),
        whole("box", "the place of the box in the scope, from 1"),
        text("words", "the box in words"),
    ],
    rows: |map, out| {
        for (number, scope) in map.scopes.iter().enumerate() {
            for (place, one) in (1_usize..).zip(scope.iter()) {
                let words = map.model().box_words(one);
                row(&mut *out, [number.to_string(), place.to_string(), words])?;
            }
        }
        Ok(())
    },
};

pub(super) static BOXES: Table = Table {
    name: "boxes",
    about: "What a box states on each dimension. A dimension without a row is not stated: presumed everyone, never surely so. An end of an \
            interval may be uncertain, since 30 days can be counted by the calendar or by the clock, and then lies between two numbers of ticks.",
    has_evidence: false,
    columns: &[
        whole("scope", "the scope"),
        whole("box", "the box"),
        text("dimension", "the dimension"),
        text(
            "extent",
            "`all`, `values` (see `box_values`), `interval` or `unknown`",
        ),
        whole(
            "low_least",
            "the least number of ticks at which the interval may start",
        ),
        whole("low_most", "the largest"),
        whole(
            "high_least",
            "the least number of ticks at which it may end, itself not included; empty = open",
        ),
        whole("high_most", "the largest"),
    ],
    rows: boxes,
};

/// Calls `each` for all that the boxes state, with the numbers of scope and box, and the dimension.
fn each_stated(
    map: &Resolved<'_>,
    mut each: impl FnMut([String; 2], &Dimension, &Extent) -> io::Result<()>,
) -> io::Result<()> {
    for (number, scope) in map.scopes.iter().enumerate() {
        for (place, one) in (1_usize..).zip(scope.iter()) {
            for (index, extent) in one.0.iter().enumerate() {
                if *extent != Extent::Unstated {
                    let dimension = &map.model().dimensions[DimensionId::new(index)];
                    each([number.to_string(), place.to_string()], dimension, extent)?;
                }
            }
        }
    }
    Ok(())
}

fn boxes(map: &Resolved<'_>, out: Out<'_>) -> io::Result<()> {
    let end = |end: End| match end {
        End::OPEN => [String::new(), String::new()],
        End { min, max } => [min.to_string(), max.to_string()],
    };
    each_stated(map, |numbers, dimension, extent| {
        let [scope, place] = numbers;
        let none = || [String::new(), String::new()];
        let (word, [low, high]) = match extent {
            Extent::Unstated | Extent::Unknown => ("unknown", [none(), none()]),
            Extent::All => ("all", [none(), none()]),
            Extent::Leaves(_) => ("values", [none(), none()]),
            Extent::Interval(interval) => ("interval", [end(interval.low), end(interval.high)]),
        };
        let cells = [scope, place, dimension.slug.to_string(), word.to_owned()];
        row(&mut *out, cells.into_iter().chain(low).chain(high))
    })
}

pub(super) static BOX_VALUES: Table = Table {
    name: "box_values",
    about: "The values of a box, where it names values: the narrowest ones.",
    has_evidence: false,
    columns: &[
        whole("scope", "the scope"),
        whole("box", "the box"),
        text("dimension", "the dimension"),
        text("value", "a narrowest value"),
    ],
    rows: |map, out| {
        each_stated(map, |[scope, place], dimension, extent| {
            let Extent::Leaves(held) = extent else {
                return Ok(());
            };
            for (leaf, name) in leaves(dimension).into_iter().enumerate() {
                if held.has(leaf) {
                    row(&mut *out, [&*scope, &place, &dimension.slug, name])?;
                }
            }
            Ok(())
        })
    },
};
