//! Flow files that the program changes: their text keeps its comments, its order and the way it is written.

pub mod edit;
pub(crate) mod entry;
pub mod ledger;
pub(crate) mod mention;
pub mod rename;
