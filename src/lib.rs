//! flowmap

pub mod source;
pub mod finding;
pub mod syntax;
pub mod model;
pub mod graph;
pub mod rules;
