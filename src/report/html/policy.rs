//! The browser's permissions for the page: run its one script, use its one style and the letters in it, draw pictures that the script makes,
//! load nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest as _;
use sha2::Sha256;

/// The content security policy of a page that stands alone, with the hashes of its own script and style.
pub(super) fn of_file(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

/// The policy of a page with the engine in it: it may also run the engine, in a worker that the page itself makes.
pub(super) fn of_workshop(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}' 'wasm-unsafe-eval'; worker-src blob:; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

fn hash(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-4, the example of "abc".
        assert_eq!(
            hash("abc"),
            "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
        );
    }
}
