//! Turns a model into findings: the graph of the flows that stand, and the rules over it.

// In the order data flows: each may use only those above it.
pub mod graph;

pub(crate) mod decide;

pub mod rules;

pub mod topics;
