//! Time by the clock, and the most memory held.

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;

/// Milliseconds by the clock since the first call. Loading and checking use two threads, so that the processor time of one would tell too
/// little; on a machine with other work the clock tells too much.
pub(crate) fn now() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}

/// How long one run takes, in milliseconds, and what it yields.
pub(crate) fn once<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let result = black_box(run());
    (now() - start, result)
}

/// How long a run takes, in milliseconds: the mean of as many as fill a fifth of a second.
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

/// A figure of this process in MB; 0 where the system does not tell.
fn figure(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1024.0
}

/// The most memory this process has had.
pub(crate) fn peak() -> f64 {
    figure("VmHWM:")
}

/// The memory it has now.
pub(crate) fn held() -> f64 {
    figure("VmRSS:")
}
