#![doc = include_str!("ARCHITECTURE.md")]

/// A map is made of very many small pieces, made and dropped by several threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

// The rooms in the order data flows: each may use only those above it.
pub mod source;

pub mod finding;

pub mod syntax;

pub mod model;

pub mod graph;

pub mod rules;

pub mod queries;

pub mod analysis;

pub mod views;

pub mod typeface;

pub mod layout;

pub mod render;

pub mod graphviz;

pub mod generate;

pub mod assist;

pub mod server;

pub mod cli;
