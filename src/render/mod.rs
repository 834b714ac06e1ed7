//! What leaves the program, written out: findings, pages and placed diagrams as text or bytes, by pure functions of plain data.

pub mod answer;
mod card;
pub mod csv;
pub mod dot;
pub mod drawio;
mod gathered;
#[cfg(test)]
mod hostile;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod markup;
pub mod mermaid;
pub mod palette;
pub mod paper;
pub mod pdf;
pub mod png;
pub mod reference;
#[cfg(test)]
pub(crate) mod samples;
pub mod sarif;
pub mod scene_json;
pub mod schema;
pub mod svg;
mod table;
pub mod terminal;
pub mod typeset;
mod wording;
pub mod xlsx;
