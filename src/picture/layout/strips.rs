//! Chooses the position of the labels of flows between neighbouring columns: in a strip of text along the left or the right side of the
//! channel, clear of all upright lines.

use std::collections::BTreeMap;

use super::measure;
use super::measure::Wrapped;
use super::net::{LEFT, RIGHT};
use super::tracks::Wire;

/// Least distance between two texts of one strip. It may be below 0, because a text has some space inside its own lines.
const GAP: f64 = -0.5;

/// A label in a strip.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    pub(super) edge: usize,
    /// The strip of the label: on the left of the channel, by the source, or on the right, by the target.
    pub(super) side: usize,
    /// The height of its middle.
    pub(super) height: f64,
    pub(super) text: Wrapped,
}

/// Puts labels into the strips. `labelled` holds, for each wire whose flow has its label in this channel, the flow and the text. Returns
/// the labels and the widths of the two strips.
pub(super) fn fill(
    wires: &[Wire],
    labelled: &[Option<(usize, &Wrapped)>],
) -> (Vec<Beside>, [f64; 2]) {
    let mut flows_at = BTreeMap::<usize, usize>::new();
    for port in wires.iter().flat_map(|wire| wire.ports) {
        *flows_at.entry(port).or_default() += 1;
    }
    let mut all: Vec<Beside> = Vec::new();
    let mut widths = [0.0; 2];
    for (wire, label) in wires.iter().zip(labelled) {
        let Some((edge, text)) = *label else {
            continue;
        };
        let shared = wire.ports.map(|port| flows_at[&port] > 1);
        let candidate = |text: &Wrapped, side: usize| {
            let end = usize::from(wire.sides[0] != side);
            let beside = Beside {
                edge,
                side,
                height: wire.heights[end],
                text: text.clone(),
            };
            let clash = all.iter().any(|other| other.clashes(&beside));
            (
                4 * u8::from(clash) + 2 * u8::from(shared[end]) + u8::from(side == LEFT),
                beside,
            )
        };
        let better = |a: (u8, Beside), b: (u8, Beside)| if b.0 < a.0 { b } else { a };
        let mut best = better(candidate(text, RIGHT), candidate(text, LEFT));
        if best.0 >= 2 && text.lines.len() > 1 {
            let flat = flat(text);
            best = better(
                best,
                better(candidate(&flat, RIGHT), candidate(&flat, LEFT)),
            );
        }
        let (_, beside) = best;
        widths[beside.side] = f64::max(widths[beside.side], beside.text.width);
        all.push(beside);
    }
    (all, widths)
}

impl Beside {
    fn clashes(&self, other: &Self) -> bool {
        let apart = (self.height - other.height).abs();
        self.side == other.side && apart < f64::midpoint(self.text.height, other.text.height) + GAP
    }
}

/// The text on as few lines as possible.
fn flat(text: &Wrapped) -> Wrapped {
    measure::label(&text.lines.join(" "), true)
}
