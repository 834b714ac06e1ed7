//! What leaves the program, written out: findings, pages and placed diagrams as text or bytes, by pure functions of plain data.

pub mod answer;
mod card;
pub mod dot;
mod gathered;
pub mod json;
pub mod markdown;
pub mod palette;
pub mod png;
pub mod reference;
#[cfg(test)]
pub(crate) mod samples;
pub mod scene_json;
pub mod schema;
pub mod svg;
pub mod terminal;
mod wording;
