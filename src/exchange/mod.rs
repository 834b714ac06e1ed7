//! Changes the text of flow files, and keeps their comments, order and style.

pub mod edit;
pub(crate) mod entry;
pub mod ledger;
pub(crate) mod mention;
pub mod rename;
