//! Changes the text of flow files, and keeps their comments, order and style.

pub(crate) mod dispute;
pub mod edit;
pub(crate) mod entry;
pub mod ledger;
pub(crate) mod mention;
pub(crate) mod place;
pub mod rename;
