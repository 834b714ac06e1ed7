//! Time by the clock, and memory.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;

/// Milliseconds by the clock since the first call. Loading and checking use two threads, so the processor time of one of them is too
/// little; on a machine with other work the clock shows too much.
pub(crate) fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

/// The time of one run, in milliseconds, and its result.
pub(crate) fn once<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let result = black_box(run());
    (now() - start, result)
}

/// The time of a run, in milliseconds: the mean of as many runs as fill a fifth of a second.
pub(crate) fn mean<T>(mut run: impl FnMut() -> T) -> f64 {
    let start = now();
    let mut runs = 0.0;
    loop {
        drop(black_box(run()));
        runs += 1.0;
        let time = now() - start;
        if time > 200.0 || runs > 200.0 {
            return time / runs;
        }
    }
}

/// A figure of this process in MB; 0 if the system does not report it.
fn figure(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

/// The peak memory of this process.
pub(crate) fn peak() -> f64 {
    figure("VmHWM:")
}

/// The present memory of this process.
pub(crate) fn held() -> f64 {
    figure("VmRSS:")
}
