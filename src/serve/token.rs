//! The token that a page must show before it may write: random bytes from the system, compared in constant time.

use std::fmt::Write as _;

use anyhow::Context;
use constant_time_eq::constant_time_eq;

/// A secret of one run of the program.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// A new one: 128 bits.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
        let mut text = String::with_capacity(32);
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The token as it stands in the page.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// True where `shown` is the token. The time taken does not tell which byte is wrong.
    pub(super) fn is(&self, shown: &[u8]) -> bool {
        constant_time_eq(self.0.as_bytes(), shown)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token")
    }
}
