//! The one integration binary: a module for each border of the program, and one for the tree of sources itself.
//!
//! Expectations are in files; `UPDATE=1 cargo test` rewrites them, and the difference is read before it is committed.

mod address;
mod answers;
mod calendar;
mod case;
mod cases;
mod cli;
mod compare;
mod costly;
mod edits;
mod expectation;
mod faults;
mod folder;
mod foreign;
#[path = "../cases/form.rs"]
mod form;
mod graph;
mod handed_on;
mod hostile;
mod inside;
mod laws;
mod layers;
mod licences;
mod links;
mod map_schema;
mod oracle;
mod planted;
mod plurals;
mod put;
mod readers;
mod reading;
mod real_map;
mod report;
mod robust;
mod routes;
mod rules;
mod said;
mod saved;
mod server;
mod sheets;
mod tidy;
mod timetable;
mod told;
mod topics;
mod views;
mod whatif;
mod words;
mod yaml;
