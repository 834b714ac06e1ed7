//! A clash card in text and JSON: a wide table cut into parts that fit a page, and windows drawn on one axis.

use std::fmt::Write as _;

use serde_json::Value;
use serde_json::json;

use crate::ask::{Bar, Card, CardCell, Stretch, Windows};
use crate::read::source::{SourceSet, Span};
use crate::words::shown;

/// The fewest characters between two ticks of an axis.
const TICK: usize = 9;

/// The axes of a card, one below the other; empty if it has no windows.
pub(super) fn axes(card: &Card) -> String {
    card.windows.iter().map(axis).collect()
}

/// One axis: a line of ticks, evenly spaced whatever their distance, and a bar for each field.
fn axis(windows: &Windows) -> String {
    let ticks = ticks(windows);
    let labels: Vec<String> = ticks
        .iter()
        .map(|tick| super::answer::number(*tick))
        .collect();
    let widest = labels.iter().map(String::len).max().unwrap_or(0);
    let step = TICK.max(widest + 1);
    let names = windows
        .bars
        .iter()
        .map(|bar| shown(&bar.field).chars().count());
    let indent = names.max().unwrap_or(0) + 4;
    let unit = match windows.unit.as_str() {
        "" => String::new(),
        unit => format!("in {}, ", shown(unit)),
    };
    let mut out = format!("\n{} ({unit}not to scale)\n", shown(&windows.dimension));
    let mut line = " ".repeat(indent);
    for label in &labels {
        let _ = write!(line, "{label:<step$}");
    }
    out.push_str(line.trim_end());
    out.push('\n');
    for bar in &windows.bars {
        let drawn = drawn(bar, &ticks, step);
        let field = shown(&bar.field);
        let gap = " ".repeat(indent - 2 - field.chars().count());
        let _ = writeln!(out, "  {field}{gap}{}", drawn.trim_end());
    }
    out
}

/// All ends of all stretches, each once, in order.
fn ticks(windows: &Windows) -> Vec<f64> {
    let stretches = windows.bars.iter().flat_map(|bar| &bar.stretches);
    let mut ticks: Vec<f64> = stretches
        .flat_map(|stretch| {
            [
                Some(stretch.from_least),
                Some(stretch.from_most),
                stretch.to_least,
                stretch.to_most,
            ]
        })
        .flatten()
        .collect();
    ticks.sort_by(f64::total_cmp);
    ticks.dedup();
    ticks
}

/// `=` for the certain part of a stretch, `~` for the possible part, `>` for no end.
fn drawn(bar: &Bar, ticks: &[f64], step: usize) -> String {
    if bar.stretches.is_empty() {
        return "not stated".to_owned();
    }
    let at = |value: f64| {
        let tick = ticks.iter().position(|tick| tick.total_cmp(&value).is_eq());
        tick.expect("every end is a tick") * step
    };
    let end = |value: Option<f64>| value.map_or(ticks.len() * step, at);
    let mut line = vec![' '; ticks.len() * step + 1];
    for stretch in &bar.stretches {
        let Stretch {
            from_least,
            from_most,
            to_least,
            to_most,
        } = *stretch;
        let (start, stop) = (at(from_least), end(to_most));
        for (column, sign) in line.iter_mut().enumerate().take(stop).skip(start) {
            let is_sure = column >= at(from_most) && column < end(to_least);
            if is_sure {
                *sign = '=';
            } else if *sign == ' ' {
                *sign = '~';
            }
        }
        for edge in [start, at(from_most), end(to_least), stop] {
            line[edge] = '|';
        }
        if to_most.is_none() {
            line[stop] = '>';
        }
    }
    line.into_iter().collect()
}

/// The card as JSON: fields, rows with a cell for each field (statement, relation, place), and the windows.
pub(super) fn json(sources: &SourceSet, card: &Card) -> Value {
    let place = |span: Span| {
        let position = sources.position(span);
        json!({"file": sources.file(span.file).name, "line": position.line, "column": position.column})
    };
    let cell = |cell: &CardCell| json!({"says": cell.says, "relation": cell.relation, "place": place(cell.place)});
    let rows = card.rows.iter().map(|row| {
        let cells: Vec<Value> = row.cells.iter().map(cell).collect();
        json!({"facet": row.facet, "cells": cells})
    });
    let stretch = |stretch: &Stretch| json!({"from_least": stretch.from_least, "from_most": stretch.from_most, "to_least": stretch.to_least, "to_most": stretch.to_most});
    let windows = card.windows.iter().map(|windows| {
        let bars = windows.bars.iter().map(|bar| {
            let stretches: Vec<Value> = bar.stretches.iter().map(stretch).collect();
            json!({"field": bar.field, "stretches": stretches})
        });
        let bars: Vec<Value> = bars.collect();
        json!({"dimension": windows.dimension, "unit": windows.unit, "bars": bars})
    });
    let (rows, windows): (Vec<Value>, Vec<Value>) = (rows.collect(), windows.collect());
    json!({"fields": card.fields, "rows": rows, "windows": windows})
}
