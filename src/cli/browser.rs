//! Opens an address in the browser of whoever started the program.

use std::process::Command;
use std::process::Stdio;

/// Programs that open an address, with what stands before it; the first that starts is left to it.
#[cfg(target_os = "macos")]
const OPENERS: [(&str, &[&str]); 1] = [("open", &[])];
#[cfg(target_os = "windows")]
const OPENERS: [(&str, &[&str]); 1] = [("rundll32", &["url.dll,FileProtocolHandler"])];
#[cfg(not(any(target_os = "macos", target_os = "windows")))]
const OPENERS: [(&str, &[&str]); 4] = [
    // Under Windows' own Linux, the browser is Windows'.
    ("wslview", &[]),
    ("xdg-open", &[]),
    ("gio", &["open"]),
    ("sensible-browser", &[]),
];

/// True where a program could be started that opens addresses. Nothing is waited for.
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
