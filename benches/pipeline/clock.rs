//! Processor time, which other programs on the machine do not lengthen, and the most memory held.

use std::hint::black_box;

/// The processor time this thread has had, in milliseconds; the time of day where the system does not tell.
pub(crate) fn now() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || {
            let day = std::time::SystemTime::UNIX_EPOCH.elapsed();
            day.unwrap_or_default().as_secs_f64() * 1000.0
        },
        |nanoseconds| nanoseconds / 1e6,
    )
}

/// How long one run takes, in milliseconds, and what it yields.
pub(crate) fn once<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = now();
    let result = black_box(run());
    (now() - start, result)
}

/// How long a run takes, in milliseconds: the mean of as many as fill a fifth of a second, because the system counts processor time in
/// steps of some milliseconds.
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
