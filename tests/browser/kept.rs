//! Folders of tests, files that people look at, and bytes as browsers send them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A new folder below the system's temporary folder, which no other test has.
pub(crate) fn folder(name: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(format!("flowmap-{name}-{process}-{count}"));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    folder
}

/// Keeps a file in `target/browser/`.
pub(crate) fn keep(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser");
    std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
    std::fs::write(folder.join(name), bytes).expect("the picture can be kept");
}

/// Base64 as browsers send it.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').collect();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for four in letters.chunks(4) {
        let word =
            four.iter().fold(0, |word, byte| word << 6 | value(*byte)) << (6 * (4 - four.len()));
        bytes.extend(word.to_be_bytes().into_iter().skip(1).take(four.len() - 1));
    }
    bytes
}
