//! Fields that mean a term by their id alone: a new id must not change what they mean.

use std::collections::BTreeMap;

use super::target::Target;
use crate::analysis::Analysis;
use crate::exchange::edit::Refusal;
use crate::exchange::mention::Mention;
use crate::read::model::{Entity, Field, FieldId, Id as _, Model, Stated, TermId};
use crate::read::syntax::close_key;

/// The fields that must state their term, by file and place, each with the term.
pub(super) struct Implied(BTreeMap<(String, u32), String>);

/// The term that a field means by its id alone.
pub(super) fn implied(model: &Model, field: &Field) -> Option<TermId> {
    match &field.term {
        Stated::Known(term, span) if *span == field.span => {
            let is_alike = close_key(&model.terms[term.id()].slug) == close_key(&field.slug);
            is_alike.then(|| term.id())
        }
        _ => None,
    }
}

impl Implied {
    /// The fields that no longer mean their term by their id once the target has its new id.
    pub(super) fn by(analysis: &Analysis, target: &Target, new: &str) -> Result<Self, Refusal> {
        let model = analysis.model();
        let mut all = BTreeMap::new();
        let key = close_key(new);
        for (id, field) in model.fields.iter() {
            let is_own = target.entity == Entity::Field && id == FieldId::new(target.index);
            let term = implied(model, field);
            let loses = match target.entity {
                Entity::Field => term.filter(|_| is_own && key != close_key(&field.slug)),
                Entity::Term => term
                    .filter(|term| term.index() == target.index && key != close_key(&field.slug)),
                _ => None,
            };
            if let Some(term) = loses {
                if !field.is_declared {
                    // It takes on the new id of its term.
                    if target.entity == Entity::Term {
                        continue;
                    }
                    return Err(unlisted(model, id));
                }
                let file = &analysis.sources.file(field.span.file).name;
                let term = match target.entity {
                    Entity::Term => new.to_owned(),
                    _ => model.terms[term].slug.to_string(),
                };
                all.insert((file.clone(), field.span.start), term);
            }
            let gains = match target.entity {
                Entity::Field if is_own => {
                    let mut terms = model.terms.iter().map(|(_, term)| &term.slug);
                    terms.any(|slug| close_key(slug) == key)
                }
                Entity::Term => close_key(&field.slug) == key,
                _ => false,
            };
            if gains && matches!(field.term, Stated::Unstated) {
                return Err(Refusal(format!(
                    "`{}` says no term, and with this id it would mean the term `{new}`: give it a term first, or take another id",
                    model.field_name(id)
                )));
            }
        }
        Ok(Self(all))
    }

    /// The term that a field must state in its declaration.
    pub(super) fn term(&self, file: &str, mention: &Mention) -> Option<&str> {
        let found = self.0.get(&(file.to_owned(), mention.span.start));
        found.map(String::as_str)
    }
}

fn unlisted(model: &Model, field: FieldId) -> Refusal {
    let system = &model.systems[model.fields[field].system].slug;
    Refusal(format!(
        "`{}` means its term by its id alone, and no file lists it: list the fields of `{system}` first",
        model.field_name(field)
    ))
}
