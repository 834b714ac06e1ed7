#![doc = include_str!("ARCHITECTURE.md")]
#![cfg_attr(
    target_arch = "wasm32",
    expect(
        dead_code,
        unused_imports,
        reason = "the engine has no use for the command line's part"
    )
)]

/// A map is made of very many small pieces, made and dropped by several threads.
#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

// The rooms in the order data flows: each may use only those above it.
mod words;

mod escape;

pub mod read;

pub mod judge;

pub mod ask;

pub mod analysis;

pub mod compare;

pub mod exchange;

pub mod whatif;

pub mod print;

pub mod picture;

pub mod report;

pub mod sample;

pub mod live;

pub mod engine;

pub mod workshop;

#[cfg(not(target_arch = "wasm32"))]
pub mod serve;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
