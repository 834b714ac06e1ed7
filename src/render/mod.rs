//! What leaves the program, written out: findings, pages and placed diagrams as text or bytes, by pure functions of plain data.

pub mod dot;
pub mod json;
pub mod markdown;
pub mod palette;
pub mod png;
#[cfg(test)]
pub(crate) mod samples;
pub mod scene_json;
pub mod svg;
pub mod terminal;
mod wording;
