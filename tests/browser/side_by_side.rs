//! Runs tests side by side, each with a browser to itself.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Test;
use crate::chrome::Chrome;

/// The most browsers at a time: each has half a dozen processes.
const MOST: usize = 4;

/// The number of browsers at a time: `RUST_TEST_THREADS` says it, as for other tests, or it is the number of processors, 4 at most.
pub(crate) fn usual() -> usize {
    let asked = std::env::var("RUST_TEST_THREADS").ok();
    let processors = || std::thread::available_parallelism().map_or(1, NonZero::get);
    asked
        .and_then(|asked| asked.parse().ok())
        .unwrap_or_else(|| processors().min(MOST))
        .max(1)
}

/// Runs the tests with as many browsers, and prints the result of each; returns how many failed.
pub(crate) fn run(tests: &[Test], program: &str, browsers: usize) -> usize {
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..browsers.min(tests.len()) {
            scope.spawn(|| {
                let mut browser = Chrome::start(program);
                while let Some((name, test)) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let is_right = catch_unwind(AssertUnwindSafe(|| test(&browser))).is_ok();
                    crate::say(&format!(
                        "test {name} ... {}",
                        if is_right { "ok" } else { "FAILED" }
                    ));
                    if !is_right {
                        failed.fetch_add(1, Ordering::Relaxed);
                        // The next test starts with a fresh browser.
                        drop(browser);
                        browser = Chrome::start(program);
                    }
                }
            });
        }
    });
    failed.into_inner()
}
