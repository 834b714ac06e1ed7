//! Two pieces of work side by side.

/// The results of both, worked out side by side where there are threads.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn both<A, B: Send + Default>(
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().unwrap_or_default())
    })
}

/// The results of both.
#[cfg(target_arch = "wasm32")]
pub(super) fn both<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}
