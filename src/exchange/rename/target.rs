//! The thing whose id changes: found by the user's words, and distinguished from all other things at each mention.

use clap::ValueEnum;

use super::meaning::implied;
use crate::analysis::Analysis;
use crate::ask;
use crate::exchange::edit::Refusal;
use crate::exchange::mention::{Mention, What};
use crate::read::model::{CodeListId, Entity, FieldId, Id as _, Model, Origin, SystemId};
use crate::read::syntax::{Decoder, matching_key};

/// A kind of thing that has an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Anything that holds data
    System,
    /// A body
    Organisation,
    /// A field, as `system.field`
    Field,
    /// An entry of the glossary
    Term,
    /// A closed list of codes
    CodeList,
    /// An axis
    Dimension,
    /// A question
    Need,
    /// A person or event
    Case,
    /// Changes to try
    Scenario,
    /// A flow with an id of its own, by that id or as `from->to#id`
    Flow,
    /// A value of a dimension, as `dimension.value`
    Value,
    /// A code of a code list, as `list.code`
    Code,
}

impl Kind {
    /// The kind of an entry; `None` for a flow, which has an id only if one is given.
    pub(super) fn of(entity: Entity) -> Option<Self> {
        let mut all = Self::value_variants().iter();
        all.find(|kind| kind.entity() == Some(entity)).copied()
    }

    /// The word for it on the command line: `code-list`.
    pub(crate) fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// The kind of entry; `None` for what stands inside an entry.
    fn entity(self) -> Option<Entity> {
        Some(match self {
            Kind::System => Entity::System,
            Kind::Organisation => Entity::Organisation,
            Kind::Field => Entity::Field,
            Kind::Term => Entity::Term,
            Kind::CodeList => Entity::CodeList,
            Kind::Dimension => Entity::Dimension,
            Kind::Need => Entity::Need,
            Kind::Case => Entity::Case,
            Kind::Scenario => Entity::Scenario,
            Kind::Flow | Kind::Value | Kind::Code => return None,
        })
    }
}

/// The thing whose id changes.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) entity: Entity,
    /// Its place in the table of its kind.
    pub(super) index: usize,
    /// Its id as declared.
    pub(super) slug: String,
    /// Its name in findings: `system.field` for a field.
    pub(super) name: String,
}

/// The ids of a kind, in the order of its table. Those of systems include the unnamed systems of organisations.
pub(super) fn slugs(model: &Model, entity: Entity) -> Vec<&str> {
    match entity {
        Entity::Organisation => model
            .organisations
            .iter()
            .map(|(_, one)| &*one.slug)
            .collect(),
        Entity::System => model.systems.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Field => model.fields.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Term => model.terms.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::CodeList => model.code_lists.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Dimension => model.dimensions.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Flow => model.flows.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Need => model.needs.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Case => model.cases.iter().map(|(_, one)| &*one.slug).collect(),
        Entity::Scenario => model.scenarios.iter().map(|(_, one)| &*one.slug).collect(),
    }
}

fn is_declared(model: &Model, entity: Entity, index: usize) -> bool {
    use crate::read::model::{CaseId, OrganisationId, TermId};
    match entity {
        Entity::Organisation => !model.organisations[OrganisationId::new(index)].is_placeholder,
        Entity::System => model.systems[SystemId::new(index)].origin == Origin::Declared,
        Entity::Term => !model.terms[TermId::new(index)].is_placeholder,
        Entity::CodeList => !model.code_lists[CodeListId::new(index)].is_placeholder,
        Entity::Case => !model.cases[CaseId::new(index)].is_placeholder,
        Entity::Field | Entity::Dimension | Entity::Flow | Entity::Need | Entity::Scenario => true,
    }
}

impl Target {
    /// The thing that `old` names.
    pub(super) fn find(
        analysis: &Analysis,
        kind: Option<Kind>,
        old: &str,
    ) -> Result<Self, Refusal> {
        let model = analysis.model();
        let wanted = kind.and_then(Kind::entity);
        let kinds = Entity::DECLARED.into_iter();
        let kinds = kinds.filter(|entity| wanted.is_none_or(|wanted| wanted == *entity));
        let mut found: Vec<Self> = Vec::new();
        let mut undeclared = None;
        for entity in kinds {
            let slugs = slugs(model, entity);
            let Some(index) = ask::position(old, &slugs.iter().copied()) else {
                continue;
            };
            let slug = slugs[index].to_owned();
            if is_declared(model, entity, index) {
                let name = slug.clone();
                found.push(Self {
                    entity,
                    index,
                    slug,
                    name,
                });
            } else {
                undeclared.get_or_insert((entity, slug));
            }
        }
        if wanted.is_none_or(|wanted| wanted == Entity::Field)
            && let Ok(field) = ask::find_field(&analysis.graph, old)
        {
            found.push(Self {
                entity: Entity::Field,
                index: field.index(),
                slug: model.fields[field].slug.to_string(),
                name: model.field_name(field),
            });
        }
        match (&found[..], undeclared) {
            ([one], _) => Ok(one.clone()),
            ([], Some((entity, slug))) => Err(Refusal(format!(
                "no file declares the {} `{slug}`: it is only referred to; declare it, or correct the references",
                entity.word()
            ))),
            ([], None) => Err(nothing(analysis, wanted, old)),
            ([first, second, ..], _) => Err(Refusal(format!(
                "`{old}` names {} and {}: add --kind {} or --kind {}",
                first.entity.noun(),
                second.entity.noun(),
                first.entity.word().replace(' ', "-"),
                second.entity.word().replace(' ', "-"),
            ))),
        }
    }

    /// The target, and the fields that take its id: fields that no file lists and that mean the term by their id have no id of their own.
    pub(super) fn with_companions(self, analysis: &Analysis) -> Vec<Self> {
        let model = analysis.model();
        let mut all = vec![self];
        if all[0].entity == Entity::Term {
            let fields = model.fields.iter();
            let unlisted = fields.filter(|(_, field)| {
                let term = implied(model, field);
                !field.is_declared && term.is_some_and(|term| term.index() == all[0].index)
            });
            let companions: Vec<Self> = unlisted
                .map(|(id, field)| Self {
                    entity: Entity::Field,
                    index: id.index(),
                    slug: field.slug.to_string(),
                    name: model.field_name(id),
                })
                .collect();
            all.extend(companions);
        }
        all
    }

    /// The new id, after checking that it is valid and that no other thing has it.
    pub(super) fn new_id(&self, analysis: &Analysis, new: &str) -> Result<String, Refusal> {
        let model = analysis.model();
        let mut new = new.trim();
        if self.entity == Entity::Field {
            let system = &model.systems[model.fields[FieldId::new(self.index)].system].slug;
            let inner = new.strip_prefix(&**system);
            new = inner
                .and_then(|inner| inner.strip_prefix('.'))
                .unwrap_or(new);
        }
        let mut decoder = Decoder::new(&analysis.sources);
        let span = crate::read::source::Span::default();
        if !decoder.is_id(new, span, self.entity.noun()) || new.chars().any(char::is_control) {
            return Err(Refusal(format!(
                "`{}` can be no id: take letters, digits and `_`, and none of the words unknown, none, not-shared and all",
                crate::words::shown(new)
            )));
        }
        let is_end = matches!(self.entity, Entity::System | Entity::Organisation);
        if is_end && crate::read::model::is_arrow(new) {
            return Err(Refusal(format!(
                "`{new}` can be no id: an arrow joins two systems"
            )));
        }
        if new == self.slug {
            return Err(Refusal(format!("`{}` is already called that", self.name)));
        }
        if let Some((entity, taken)) = self.taken(model, new) {
            return Err(Refusal(format!(
                "the {} `{taken}` has that id already, or one that differs only in spaces and hyphens: take another, or put the two together by hand",
                entity.word()
            )));
        }
        Ok(new.to_owned())
    }

    /// Another thing with this id, as ids are compared.
    fn taken(&self, model: &Model, new: &str) -> Option<(Entity, String)> {
        let key = matching_key(new);
        if self.entity == Entity::Field {
            let own = FieldId::new(self.index);
            let fields = model.systems[model.fields[own].system].fields.ids();
            let mut others = fields.filter(|field| *field != own);
            let taken = others.find(|field| matching_key(&model.fields[*field].slug) == key)?;
            return Some((Entity::Field, model.field_name(taken)));
        }
        let kinds: &[Entity] = match self.entity {
            // The end of a flow may name either.
            Entity::System | Entity::Organisation => &[Entity::System, Entity::Organisation],
            _ => std::slice::from_ref(&self.entity),
        };
        kinds.iter().find_map(|entity| {
            let all = slugs(model, *entity).into_iter().enumerate();
            let mut others = all.filter(|(index, slug)| {
                let is_own = *entity == self.entity && *index == self.index;
                // The unnamed system of an organisation has its id.
                let is_twin = self.entity == Entity::Organisation && **slug == *self.slug;
                !is_own && !is_twin
            });
            let taken = others.find(|(_, slug)| matching_key(slug) == key)?;
            Some((*entity, taken.1.to_owned()))
        })
    }

    /// Its name with the new id: `system.field` for a field.
    pub(super) fn renamed(&self, new: &str) -> String {
        match self.entity {
            Entity::Field => {
                let system = &self.name[..self.name.len() - self.slug.len()];
                format!("{system}{new}")
            }
            _ => new.to_owned(),
        }
    }
}

/// The refusal if nothing is called `old`.
fn nothing(analysis: &Analysis, wanted: Option<Entity>, old: &str) -> Refusal {
    if wanted.is_none_or(|wanted| wanted == Entity::Field)
        && old.contains('.')
        && let Err(misunderstanding) = ask::find_field(&analysis.graph, old)
    {
        return Refusal(misunderstanding.0);
    }
    let model = analysis.model();
    let kinds = Entity::DECLARED.into_iter();
    let kinds = kinds.filter(|entity| wanted.is_none_or(|wanted| wanted == *entity));
    let known: Vec<&str> = kinds.flat_map(|entity| slugs(model, entity)).collect();
    let what = wanted.map_or("thing", Entity::word);
    match ask::find(old, what, known.iter().copied()) {
        Err(misunderstanding) => Refusal(misunderstanding.0),
        Ok(_) => Refusal(format!(
            "`{old}` names several things: write it as it is declared"
        )),
    }
}

/// Distinguishes mentions of the target from mentions of other things.
pub(super) struct Found<'a> {
    model: &'a Model,
    target: &'a Target,
    key: String,
}

impl<'a> Found<'a> {
    pub(super) fn of(analysis: &'a Analysis, target: &'a Target) -> Self {
        Self {
            model: analysis.model(),
            target,
            key: matching_key(&target.slug),
        }
    }

    /// True if a mention names the target.
    pub(super) fn is(&self, mention: &Mention) -> bool {
        if matching_key(mention.id()) != self.key {
            return false;
        }
        match &mention.what {
            What::Id(entity) => *entity == self.target.entity && self.is_meant(mention.id()),
            What::End => self.is_end(mention.id()),
            What::Field(system) => {
                self.target.entity == Entity::Field && self.is_field(system, mention.id())
            }
            What::Finding | What::Value(_) | What::Code(_) => false,
        }
    }

    fn is_meant(&self, id: &str) -> bool {
        let slugs = slugs(self.model, self.target.entity);
        ask::position(id, &slugs.iter().copied()) == Some(self.target.index)
    }

    /// The system at an end of a flow.
    fn system(&self, id: &str) -> Option<SystemId> {
        let slugs = slugs(self.model, Entity::System);
        ask::position(id, &slugs.iter().copied()).map(SystemId::new)
    }

    fn is_end(&self, id: &str) -> bool {
        let system = self.system(id);
        let is_unnamed =
            system.is_none_or(|system| self.model.systems[system].origin == Origin::Unnamed);
        match self.target.entity {
            Entity::System => system.is_some_and(|system| system.index() == self.target.index),
            Entity::Organisation => is_unnamed && self.is_meant(id),
            _ => false,
        }
    }

    fn is_field(&self, system: &str, id: &str) -> bool {
        let own = FieldId::new(self.target.index);
        let home = self.model.fields[own].system;
        if self.system(system) != Some(home) {
            return false;
        }
        let fields: Vec<FieldId> = self.model.systems[home].fields.ids().collect();
        let slugs = fields.iter().map(|field| &*self.model.fields[*field].slug);
        ask::position(id, &slugs).is_some_and(|place| fields[place] == own)
    }
}
