//! Decides the meaning of an id in a finding if an organisation and a system share it.

use super::{Finding, Subject};

impl Finding {
    /// True if an id that an organisation and a system share means the organisation: the finding names it in a role of organisations, or is
    /// about no system, field or flow.
    pub(crate) fn means_a_body(&self, id: &str) -> bool {
        let is_body = |role: &str| {
            let bodies = [
                "respondent",
                "respondents",
                "owner",
                "organisation",
                "organisations",
            ];
            bodies.contains(&role)
        };
        let is_here = |subject: &Subject| match subject {
            Subject::One(one) => one == id,
            Subject::Many(ids) => ids.iter().any(|one| one == id),
        };
        let mut roles = self.subjects.iter();
        let is_subject = roles.any(|(role, subject)| is_body(role) && is_here(subject));
        let held = [
            "system",
            "systems",
            "collections",
            "field",
            "fields",
            "flow",
        ];
        is_subject || !held.iter().any(|role| self.subjects.contains_key(role))
    }
}

/// True if the id at `place` of a text, cut at its backticks, names a body although a system has the same id: its sentence asks it ("Ask them
/// too"), or says that it says or supplies something.
pub(crate) fn names_a_body(parts: &[&str], place: usize) -> bool {
    let mut is_asked = false;
    for words in parts[..place].iter().rev().step_by(2) {
        let own = words.rsplit(['.', '?', '!']).next().unwrap_or_default();
        is_asked = own.trim_start().to_lowercase().starts_with("ask ");
        if is_asked || own.len() < words.len() {
            break;
        }
    }
    let after = parts.get(place + 1).copied().unwrap_or_default();
    let verbs = [" says ", " say ", " supplies "];
    is_asked || verbs.iter().any(|verb| after.starts_with(verb))
}
