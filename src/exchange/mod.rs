//! Changes the text of flow files, and keeps their comments, order and style; and hands the map on to other programs.

pub mod edit;
pub(crate) mod entry;
pub(crate) mod handed_on;
pub mod ledger;
pub(crate) mod mention;
pub mod rename;
pub(crate) mod tables;
