//! Addresses for the things of a map, where a format wants addresses and a map has ids.

use std::fmt::Write as _;

use crate::read::model::{FieldId, Model};

/// The start of every address.
#[derive(Debug, Clone)]
pub(crate) struct Base(String);

impl Base {
    /// The start if none is given. The domain `invalid` is reserved, so no address leads to somebody else's page.
    pub(crate) const USUAL: &'static str = "https://flowmap.invalid/";

    /// Reads a start such as `https://data.example.org/map/`; a slash is added where it does not end in `/`, `#` or `:`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once(':').unwrap_or(("", ""));
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&()*+,;=%".contains(c);
        if !is_scheme || rest.is_empty() || !rest.chars().all(is_plain) {
            return Err("write an address such as https://data.example.org/map/".to_owned());
        }
        let end = if text.ends_with(['/', '#', ':']) {
            ""
        } else {
            "/"
        };
        Ok(Self(format!("{text}{end}")))
    }

    /// The start itself.
    pub(super) fn start(&self) -> &str {
        &self.0
    }

    /// The address of a thing.
    pub(super) fn of(&self, kind: &str, id: &str) -> String {
        format!("{}{kind}/{}", self.0, encoded(id))
    }

    /// The address of a thing inside another.
    pub(super) fn within(&self, kind: &str, outer: &str, id: &str) -> String {
        format!("{}{kind}/{}/{}", self.0, encoded(outer), encoded(id))
    }

    /// The address of a field.
    pub(super) fn field(&self, model: &Model, field: FieldId) -> String {
        let system = &model.systems[model.system_of(field)].slug;
        self.within("field", system, &model.fields[field].slug)
    }
}

/// An id as one part of an address: every byte but ASCII letters, digits, `-`, `.`, `_` and `~` as `%XX`.
pub(super) fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_breaks_out_of_its_part_of_an_address() {
        assert_eq!(encoded("a b/c.d\n\"é"), "a%20b%2Fc.d%0A%22%C3%A9");
        let base = Base::parse("https://x.example/map").expect("an address");
        assert_eq!(
            base.within("field", "a/b", "c"),
            "https://x.example/map/field/a%2Fb/c"
        );
    }

    #[test]
    fn a_start_that_is_no_address_is_refused() {
        for text in ["", "map", "https:", "http://a b/", "http://a/\"", "1a:b"] {
            assert!(Base::parse(text).is_err(), "{text}");
        }
    }
}
