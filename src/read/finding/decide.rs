//! What the room decided about a finding, kept with the map.

use crate::read::source::Span;

/// A decision that matched a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `open`, `in-hand`, `accepted`, `disputed` or `closed`.
    pub status: String,
    /// Why, as written.
    pub why: String,
    /// The organisation that decided; empty where not said.
    pub(crate) by: String,
    /// The day after which it is open again, as written; empty where not said.
    pub(crate) until: String,
    /// Where the decision stands.
    pub(crate) span: Span,
}

impl Verdict {
    /// True for `accepted` and `closed`: the finding is listed but no longer counts.
    pub(crate) fn settles(&self) -> bool {
        matches!(self.status.as_str(), "accepted" | "closed")
    }
}

/// True where `name` matches `pattern`, in which `*` stands for any run of characters.
pub(crate) fn is_named(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        assert!(is_named(
            "repeated-request/provider/*",
            "repeated-request/provider/date_of_death"
        ));
        assert!(is_named(
            "*/date_of_death",
            "repeated-request/provider/date_of_death"
        ));
        assert!(is_named("unowned/epr", "unowned/epr"));
        assert!(!is_named("unowned/epr", "unowned/epr2"));
        assert!(!is_named("unowned/*x", "unowned/epr"));
        assert!(!is_named("a*b*a", "aba".repeat(0).as_str()));
    }
}
