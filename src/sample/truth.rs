//! The truth about a generated map: findings that must be there as they are described, and findings that must not.
use crate::read::finding::Certainty;
use serde_json::Value;
use serde_json::json;

/// A finding that must be there, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planted {
    /// The rule that must find it, or be silent.
    pub rule: &'static str,
    /// The finding's name: its rule and its subjects.
    pub name: String,
    /// How sure the finding must be; `None` = a trap: it must not be found at all.
    pub certainty: Option<Certainty>,
    /// What the finding must say, such as its class or reason: JSON pointers into its printed form, with the value there.
    pub shows: Vec<(&'static str, Value)>,
}

impl Planted {
    /// As one line of the file of truths.
    fn told(&self) -> Value {
        let shows: serde_json::Map<String, Value> = self
            .shows
            .iter()
            .map(|(pointer, value)| ((*pointer).to_owned(), value.clone()))
            .collect();
        json!({
            "rule": self.rule,
            "name": self.name,
            "expect": if self.certainty.is_some() { "found" } else { "not-found" },
            "certainty": self.certainty.map(Certainty::word),
            "shows": shows,
        })
    }
}

/// The truth as a JSON document, one finding or trap a line.
pub fn document(planted: &[Planted]) -> String {
    let lines: Vec<String> = planted
        .iter()
        .map(|planted| format!("  {}", planted.told()))
        .collect();
    format!("{{\"planted\": [\n{}\n]}}\n", lines.join(",\n"))
}
