//! The program: parse, run, exit status.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    flowmap::cli::main()
}

/// In a browser there is no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
