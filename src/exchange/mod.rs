//! Flow files that the program changes: their text keeps its comments, its order and the way it is written.

pub mod edit;
pub mod ledger;
mod mention;
pub mod rename;
