//! Opens an address in the user's browser.

use std::process::{Command, Stdio};

/// Programs that open an address, each with the arguments before it. The first that starts is used.
#[cfg(target_os = "macos")]
const OPENERS: [(&str, &[&str]); 1] = [("open", &[])];
#[cfg(target_os = "windows")]
const OPENERS: [(&str, &[&str]); 1] = [("rundll32", &["url.dll,FileProtocolHandler"])];
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
const OPENERS: [(&str, &[&str]); 4] = [
    // Under WSL the browser is that of Windows.
    ("wslview", &[]),
    ("xdg-open", &[]),
    ("gio", &["open"]),
    ("sensible-browser", &[]),
];

/// Starts such a program without waiting for its end. True if one was started.
pub(super) fn open(address: &str) -> bool {
    OPENERS.iter().any(|(program, before)| {
        Command::new(program)
            .args(*before)
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .is_ok()
    })
}
