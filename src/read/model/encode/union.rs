//! Two maps in one: a newer map with the entries that only an older one has, for a picture that shows both.

use super::{document, field, keys, organisation, sections, system};
use crate::read::model::field::Field;
use crate::read::model::id::{Entity, Id as _};
use crate::read::model::map::Model;
use crate::read::model::member::Slugs;
use crate::read::model::statement::Statement;
use crate::read::syntax::Written;

/// The YAML of `new` with the organisations, systems, fields and flows of `old` that are `gone`, their ids as `slugs` writes them.
pub(crate) fn encode(
    new: &Model,
    (old, slugs): (&Model, &dyn Slugs),
    gone: &[Statement],
) -> String {
    let mut sections = sections(new);
    for statement in gone {
        match statement {
            Statement::Organisation(id) => {
                let entry = organisation(old, &old.organisations[*id]);
                extend(&mut sections, "organisations", entry);
            }
            Statement::System(id) => {
                let entry = system(old, &old.systems[*id]);
                extend(&mut sections, "systems", entry);
            }
            Statement::Field(id) => {
                let owner = old.system_of(*id);
                let owner = slugs.slug(Entity::System, owner.index());
                add_field(&mut sections, &owner, (old, &old.fields[*id]));
            }
            Statement::Flow(id) => {
                let flow = keys::flow(slugs, &old.flows[*id]).mapping();
                if let Some(Written::List(flows)) = section(&mut sections, "flows") {
                    flows.push(flow);
                }
            }
            _ => {}
        }
    }
    document(sections)
}

fn section<'s>(sections: &'s mut [super::Section], name: &str) -> Option<&'s mut Written> {
    let found = sections.iter_mut().find(|(known, _)| *known == name);
    found.map(|(_, entries)| entries)
}

/// Adds an entry to a section that maps ids to entries.
fn extend(sections: &mut [super::Section], name: &str, entry: Option<(String, Written)>) {
    if let Some(Written::Mapping(entries)) = section(sections, name) {
        entries.extend(entry);
    }
}

/// Adds a field to a system that lists fields.
fn add_field(sections: &mut [super::Section], owner: &str, (old, gone): (&Model, &Field)) {
    let Some(Written::Mapping(systems)) = section(sections, "systems") else {
        return;
    };
    let Some((_, Written::Mapping(keys))) = systems.iter_mut().find(|(slug, _)| slug == owner)
    else {
        return;
    };
    let Some((_, fields)) = keys.iter_mut().find(|(key, _)| key == "fields") else {
        return;
    };
    let listed = std::mem::replace(fields, Written::Nothing);
    let mut entries = match listed {
        Written::Inline(inner) => by_id(*inner),
        other => by_id(other),
    };
    entries.push((gone.slug.to_string(), field(old, gone)));
    *fields = Written::Mapping(entries);
}

/// The fields of a system as a mapping, if they are a list of ids.
fn by_id(fields: Written) -> Vec<(String, Written)> {
    match fields {
        Written::Mapping(entries) => entries,
        Written::List(ids) => {
            let ids = ids.into_iter().filter_map(|id| match id {
                Written::Text(id) => Some((id, Written::Nothing)),
                _ => None,
            });
            ids.collect()
        }
        _ => Vec::new(),
    }
}
