//! The token that a page must send before it may write: random bytes from the system, compared in constant time.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use constant_time_eq::constant_time_eq;

/// A secret of one run of the program.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// A new token of 128 bits.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new() -> anyhow::Result<Self> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
        let mut text = String::with_capacity(32);
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The token as text.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// True if `shown` is the token. The time taken does not reveal which byte is wrong.
    pub(super) fn is(&self, shown: &[u8]) -> bool {
        constant_time_eq(self.0.as_bytes(), shown)
    }
}

/// The secrets that let browsers in: one that the next browser uses up, and the pass that it gets.
#[derive(Debug)]
pub(super) struct Door {
    secret: Mutex<Token>,
    /// The value of the cookie in every later request.
    pub(super) pass: Token,
}

impl Door {
    /// A door with a new secret and a new pass.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new() -> anyhow::Result<Self> {
        Ok(Self {
            secret: Mutex::new(Token::new()?),
            pass: Token::new()?,
        })
    }

    /// The secret that lets the next browser in.
    pub(super) fn secret(&self) -> String {
        let secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        secret.text().to_owned()
    }

    /// True if `shown` is the secret. The secret is then used up, and another one takes its place.
    pub(super) fn open(&self, shown: &[u8]) -> bool {
        let mut secret = self.secret.lock().unwrap_or_else(PoisonError::into_inner);
        if !secret.is(shown) {
            return false;
        }
        let next = Token::new();
        let is_new = next.is_ok();
        if let Ok(next) = next {
            *secret = next;
        }
        is_new
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token")
    }
}
