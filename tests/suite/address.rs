//! The address that a started `flowmap serve` prints; for the tests over connections and those in a browser.

use std::io::{BufRead, BufReader};
use std::process::Child;

/// The address that the program prints, `http://127.0.0.1:PORT`, and the secret in it that lets one browser in. Its output must be piped.
pub(crate) fn of(child: &mut Child) -> (String, String) {
    let mut line = String::new();
    let out = child.stdout.take().expect("its output is piped");
    BufReader::new(out)
        .read_line(&mut line)
        .expect("it says something");
    let (_, address) = line
        .split_once("http://127.0.0.1:")
        .unwrap_or_else(|| panic!("it says `{line}`"));
    let (port, secret) = address
        .trim()
        .split_once("/?open=")
        .unwrap_or_else(|| panic!("the address has a secret: `{line}`"));
    (format!("http://127.0.0.1:{port}"), secret.to_owned())
}
