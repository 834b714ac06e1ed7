//! The things whose ids stand at a place of a file.

use super::target::{Kind, slugs};
use crate::analysis::Analysis;
use crate::ask;
use crate::exchange::edit::FlowText;
use crate::exchange::mention::{Mention, What, mentions};
use crate::read::model::{
    Axis, CodeListId, DimensionId, Entity, FieldId, Id as _, Origin, SystemId,
};

/// The things whose ids stand at byte `at` of a text: two, if one spelling names a field of both ends of a flow.
pub(crate) fn named_at(analysis: &Analysis, text: &str, at: usize) -> Vec<(Kind, String)> {
    let file = FlowText::of("text.yaml", text);
    let all = mentions(&file).unwrap_or_default();
    let here = all.iter().filter(|mention| {
        let (start, end) = (mention.span.start as usize, mention.span.end as usize);
        let is_plain = end - start == mention.text.len();
        let part = start + mention.part.start..=start + mention.part.end;
        (start..=end).contains(&at) && (!is_plain || part.contains(&at))
    });
    let mut found: Vec<(Kind, String)> = Vec::new();
    for mention in here {
        let named = named(analysis, mention);
        found.extend(named.filter(|one| !found.contains(one)));
    }
    found
}

/// The thing that a mention names: its kind, and its id as declared.
pub(super) fn named(analysis: &Analysis, mention: &Mention) -> Option<(Kind, String)> {
    let model = analysis.model();
    let of = |entity: Entity, id: &str| {
        let slugs = slugs(model, entity);
        let index = ask::position(id, &slugs.iter().copied())?;
        Some((index, slugs[index].to_owned()))
    };
    match &mention.what {
        What::Id(entity) => Some((Kind::of(*entity)?, of(*entity, mention.id())?.1)),
        What::End => {
            let system = of(Entity::System, mention.id());
            let is_own =
                |index: usize| model.systems[SystemId::new(index)].origin != Origin::Unnamed;
            match system.filter(|(index, _)| is_own(*index)) {
                Some((_, slug)) => Some((Kind::System, slug)),
                None => Some((
                    Kind::Organisation,
                    of(Entity::Organisation, mention.id())?.1,
                )),
            }
        }
        What::Field(system) => {
            let (system, _) = of(Entity::System, system)?;
            let fields = model.systems[SystemId::new(system)].fields.ids();
            let fields: Vec<FieldId> = fields.collect();
            let slugs = fields.iter().map(|field| &*model.fields[*field].slug);
            let place = ask::position(mention.id(), &slugs)?;
            Some((Kind::Field, model.field_name(fields[place])))
        }
        What::Value(dimension) => {
            let (dimension, slug) = of(Entity::Dimension, dimension)?;
            let axis = &model.dimensions[DimensionId::new(dimension)].axis;
            let Axis::Values(values) = axis else {
                return None;
            };
            let value = values.find(mention.id())?;
            Some((Kind::Value, format!("{slug}.{}", value.slug)))
        }
        What::Code(list) => {
            let (list, slug) = of(Entity::CodeList, list)?;
            let codes = &model.code_lists[CodeListId::new(list)].values;
            let code = codes.iter().find(|code| *code.code == *mention.id())?;
            Some((Kind::Code, format!("{slug}.{}", code.code)))
        }
        What::Finding => None,
    }
}
