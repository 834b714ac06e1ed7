//! Decides which texts can be ids.

use super::Node;
use super::decode::Decoder;
use super::nearest;
use crate::read::source::Span;

impl Decoder<'_> {
    /// Reads an id of `what`; `None`, with a finding, if it is empty or a reserved word.
    pub(crate) fn id(&mut self, node: &Node<'_>, what: &str) -> Option<String> {
        let id = self.text(node, &format!("the id of {what}"))?;
        if self.is_id(&id, node.span, what) {
            Some(id)
        } else {
            None
        }
    }

    /// True if `id` can be the id of `what`. Otherwise a finding says what to write instead.
    pub(crate) fn is_id(&mut self, id: &str, span: Span, what: &str) -> bool {
        let (message, instead) = if nearest::matching_key(id).is_empty() {
            (format!("the id of {what} is empty"), "an id")
        } else {
            let instead = match id {
                "unknown" => "`not_known`",
                "none" => "`no_one` or `nothing`",
                "not-shared" => "`withheld`",
                "all" => "`everyone`",
                _ => return true,
            };
            let meant = format!("`{id}` cannot be {what}: it stands for a value everywhere");
            (meant, instead)
        };
        let help = format!("write {instead}; what people read goes under `name`");
        let help = if what.contains("value") {
            format!("write {instead}")
        } else {
            help
        };
        self.invalid(span, message, help);
        false
    }

    /// Reports a `since` after its `until`, at both places.
    pub(crate) fn backwards(&mut self, (begins, since): (Span, &str), (ends, until): (Span, &str)) {
        let message = format!("this ends on {until}, before it begins on {since}");
        self.invalid(
            begins,
            message,
            "put the two dates the other way round, or correct one of them",
        );
        if let Some(finding) = self.findings.pop() {
            self.findings.push(finding.also(ends, "the last day"));
        }
    }
}
