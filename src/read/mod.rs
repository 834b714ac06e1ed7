//! Files to model: texts from the disk, trees with places, and a typed model in which every reference is resolved.

// In the order data flows: each may use only those above it.
pub mod source;

pub mod finding;

pub mod syntax;

pub mod model;
