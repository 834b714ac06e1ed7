//! Findings and answers as text: for a terminal, as JSON, CSV, Markdown, SARIF and `JUnit`. Pure functions of plain data.

pub mod answer;
mod card;
pub mod csv;
mod gathered;
pub mod json;
pub mod junit;
pub mod markdown;
pub(crate) mod markup;
pub mod reference;
pub mod sarif;
pub mod schema;
pub(crate) mod table;
pub mod terminal;
