//! Changes the text of flow files, and keeps their comments, order and style; hands the map on to other programs, and reads their files as
//! proposals.

#[cfg(not(target_arch = "wasm32"))]
pub mod dictionary;
pub mod edit;
pub(crate) mod entry;
#[cfg(not(target_arch = "wasm32"))]
pub mod foreign;
pub(crate) mod handed_on;
pub mod ledger;
pub(crate) mod mention;
#[cfg(not(target_arch = "wasm32"))]
pub mod proposed;
#[cfg(not(target_arch = "wasm32"))]
pub mod questionnaire;
pub mod rename;
#[cfg(not(target_arch = "wasm32"))]
pub mod sheets;
