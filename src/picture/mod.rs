//! Analysis to pictures: a view chooses what is shown, the layout places it, and a writer for each format draws it.

// In the order data flows: each may use only those above it.
pub mod views;

pub mod typeface;

pub mod scene;

pub mod layout;

pub(crate) mod wording;

pub mod style;

pub mod paper;

pub mod typeset;

pub mod svg;

pub mod png;

pub mod pdf;

pub mod dot;

pub mod drawio;

pub mod mermaid;

pub mod scene_json;

pub mod graphviz;

#[cfg(test)]
mod hostile;
#[cfg(test)]
pub(crate) mod samples;
