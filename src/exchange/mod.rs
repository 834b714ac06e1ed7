//! Changes the text of flow files, and keeps their comments, order and style; hands the map on to other programs, and reads their files as
//! proposals.

#[cfg(not(target_arch = "wasm32"))]
pub mod dictionary;
pub(crate) mod dispute;
pub mod edit;
pub(crate) mod entry;
#[cfg(not(target_arch = "wasm32"))]
pub mod foreign;
pub(crate) mod handed_on;
pub mod ledger;
pub(crate) mod mention;
pub(crate) mod place;
pub mod proposed;
pub mod questionnaire;
pub mod rename;
pub mod sheets;
pub(crate) mod tables;
