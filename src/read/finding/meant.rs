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

/// The mark before the id of an organisation in a text, where a system has the same id: `org:ncish`. Selectors of pictures have the same mark.
const BODY: &str = "org:";

/// The id of an organisation as a text names it.
pub(crate) fn marked_body(id: &str, is_shared: bool) -> String {
    format!("`{}{id}`", if is_shared { BODY } else { "" })
}

/// The id of the organisation that a marked id of a text means; `None` if it is not marked.
pub(crate) fn body_meant(id: &str) -> Option<&str> {
    id.strip_prefix(BODY)
}
