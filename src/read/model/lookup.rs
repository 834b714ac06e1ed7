//! Finds things by the names that findings print and people type: `system.field`, with dots in either id.

use super::id::{FieldId, SystemId};
use super::map::Model;
use crate::read::finding::{Finding, kind};
use crate::read::syntax::Decoder;

kind! {
    /// ## Finds
    /// Two fields with one printed name: `c` of the system `a.b`, and `b.c` of the system `a`.
    /// ## Why it matters
    /// Findings, pictures and decisions call both `a.b.c`, and nobody can tell which is meant.
    /// ## How to fix
    /// Rename one of the two fields, or one of the two systems.
    /// ## When it is fine
    /// Never.
    pub(crate) NAMES_ALIKE = "names-alike", Map, Error, "two fields that are printed alike"
}

/// Every way to read `name` as `system.field`, the longest id of a system first.
pub(crate) fn splits(name: &str) -> impl Iterator<Item = (&str, &str)> + Clone {
    let dots = name.rmatch_indices('.');
    dots.map(|(at, _)| (&name[..at], &name[at + 1..]))
}

impl Model {
    /// The system with this id, as declared.
    pub(crate) fn system_named(&self, slug: &str) -> Option<SystemId> {
        self.systems.search(|system| (*system.slug).cmp(slug))
    }

    /// The field whose name [`Model::field_name`] prints as `name`.
    pub(crate) fn field_named(&self, name: &str) -> Option<FieldId> {
        splits(name).find_map(|(system, field)| {
            let system = self.system_named(system)?;
            let mut fields = self.systems[system].fields.ids();
            fields.find(|id| &*self.fields[*id].slug == field)
        })
    }
}

/// Reports fields with the same printed name: `c` of `a.b`, and `b.c` of `a`.
pub(super) fn check(model: &Model, decoder: &mut Decoder<'_>) {
    for (id, field) in model.fields.iter() {
        // Only a field with a dot in its own id can have the same name as a field of a system with a longer id.
        if !field.slug.contains('.') {
            continue;
        }
        let name = model.field_name(id);
        let Some(other) = model.field_named(&name).filter(|other| *other != id) else {
            continue;
        };
        let [mine, theirs] = [id, other].map(|id| &*model.systems[model.fields[id].system].slug);
        let finding = Finding::at(&NAMES_ALIKE, &[&name], field.span, "printed alike")
            .message(format!(
                "a field of `{mine}` and a field of `{theirs}` are both called `{name}`"
            ))
            .also(model.fields[other].span, "the other")
            .subject("field", &*name)
            .help("rename one of the fields or systems, so that nobody takes one for the other");
        decoder.findings.push(finding);
    }
}
