//! The token that a page shows to be allowed to write: chance from the system, compared without telling how far it was right.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::Context;

/// A secret of one run of the program.
#[derive(Clone)]
pub(super) struct Token(String);

impl Token {
    /// A new one: 128 bits.
    ///
    /// # Errors
    /// When the system has no chance to give.
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

    /// True where `shown` is the token; takes as long whatever is wrong with it.
    pub(super) fn is(&self, shown: &[u8]) -> bool {
        let own = self.0.as_bytes();
        let mut difference = own.len() ^ shown.len();
        for (index, byte) in own.iter().enumerate() {
            difference |= usize::from(byte ^ shown.get(index).copied().unwrap_or_default());
        }
        std::hint::black_box(difference) == 0
    }
}

/// What lets browsers in: a secret that one of them uses up, and the pass that it gets.
#[derive(Debug)]
pub(super) struct Door {
    secret: Mutex<Token>,
    /// What every later request carries as a cookie.
    pub(super) pass: Token,
}

impl Door {
    /// A door with a secret of its own.
    ///
    /// # Errors
    /// When the system has no chance to give.
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

    /// True where `shown` is the secret, which then is used up: another one takes its place.
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
