//! The files of a map with changes tried on them, and the model of the changed files.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::ask;
use crate::exchange::edit::{FlowText, at};
use crate::exchange::mention::Form;
use crate::exchange::place;
use crate::read::model;
use crate::read::model::{Flow, FlowId, Id as _, Model, Origin, SystemId, is_arrow, sides};
use crate::read::source::{FileId, SourceSet, Span};
use crate::read::syntax::{Value, Written, matching_key};

/// The files with the changes made so far.
pub(super) struct Overlay<'a> {
    sources: Cow<'a, SourceSet>,
    model: Cow<'a, Model>,
    /// Notes for the user.
    pub(super) notes: Vec<String>,
}

/// A step: one change of one file.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Sets a key of the mapping at this way.
    Set(Vec<usize>, &'static str, Written),
    /// Removes the entry or item at this way.
    Remove(Vec<usize>),
    /// Adds an item to `flows`.
    Flow(Written),
    /// Adds fields to the system at this way.
    Fields(Vec<usize>, Vec<(String, Written)>),
}

impl<'a> Overlay<'a> {
    /// A map without changes yet.
    pub(super) fn of(sources: &'a SourceSet, model: &'a Model) -> Self {
        Self {
            sources: Cow::Borrowed(sources),
            model: Cow::Borrowed(model),
            notes: Vec::new(),
        }
    }

    /// The model of the files as they are now.
    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// The files with all changes.
    pub(super) fn into_sources(self) -> SourceSet {
        self.sources.into_owned()
    }

    /// A file to change.
    pub(super) fn text(&self, file: FileId) -> FlowText {
        let file = self.sources.file(file);
        FlowText::of(&file.name, &file.text)
    }

    /// Replaces the texts of these files, and reads the map again.
    pub(super) fn put(&mut self, texts: impl IntoIterator<Item = FlowText>) {
        let new: BTreeMap<String, String> = texts
            .into_iter()
            .map(|text| (text.name().to_owned(), text.text().to_owned()))
            .collect();
        let files = self.sources.files().map(|(_, file)| {
            let text = new.get(&file.name).unwrap_or(&file.text);
            (file.name.clone(), text.clone())
        });
        let sources = SourceSet::from_strings(files.collect::<Vec<_>>());
        self.model = Cow::Owned(model::load(&sources).0);
        self.sources = Cow::Owned(sources);
    }

    /// Makes these steps, each in its file.
    pub(super) fn take(&mut self, steps: BTreeMap<FileId, Vec<Step>>) -> Result<(), String> {
        let mut texts = Vec::new();
        for (file, steps) in steps {
            let mut text = self.text(file);
            let mut gone: Vec<Vec<usize>> = Vec::new();
            let mut later: Vec<Step> = Vec::new();
            for step in steps {
                match step {
                    Step::Remove(way) => gone.push(way),
                    Step::Flow(_) => later.push(step),
                    step => take(&mut text, step)?,
                }
            }
            // From the end, so that the ways to the others stay valid.
            gone.sort_unstable_by(|a, b| b.cmp(a));
            gone.dedup();
            for way in gone {
                text.remove(&way).map_err(|refusal| refusal.0)?;
            }
            for step in later {
                take(&mut text, step)?;
            }
            texts.push(text);
        }
        self.put(texts);
        Ok(())
    }

    /// The system with this id.
    pub(super) fn system(&self, id: &str) -> Result<SystemId, String> {
        let slugs = self.model().systems.iter().map(|(_, system)| &*system.slug);
        let found = ask::find(id, "system", slugs);
        found.map(SystemId::new).map_err(|unknown| unknown.0)
    }

    /// The system with this id, if some file declares it.
    pub(super) fn declared(&self, id: &str) -> Result<SystemId, String> {
        let system = self.system(id)?;
        let is_declared = self.model().systems[system].origin == Origin::Declared;
        is_declared
            .then_some(system)
            .ok_or_else(|| format!("no file declares the system `{id}`: it is only referred to"))
    }

    /// The flows that a text names: the flow with this id, or all flows between two systems.
    pub(super) fn flows(&self, id: &str) -> Vec<FlowId> {
        flows(self.model(), id)
    }

    /// The places at which a flow is written.
    pub(super) fn accounts(&self, flow: FlowId) -> Vec<Flow> {
        let flow = &self.model().flows[flow];
        if flow.accounts.is_empty() {
            vec![flow.clone()]
        } else {
            flow.accounts.to_vec()
        }
    }

    /// The way to a flow by the place at which it is written.
    pub(super) fn flow_way(&self, span: Span) -> Result<Vec<usize>, String> {
        let text = self.text(span.file);
        let documents = text.tree().map_err(|refusal| refusal.0)?;
        let way = place::flow(&documents, span);
        way.ok_or_else(|| format!("a flow in `{}` could not be found again", text.name()))
    }

    /// The way to a declared system, term or the like, and its form.
    pub(super) fn entry_way(
        &self,
        section: &str,
        span: Span,
    ) -> Result<(Form, Vec<usize>), String> {
        let text = self.text(span.file);
        let documents = text.tree().map_err(|refusal| refusal.0)?;
        let way = place::entry(&documents, section, span);
        way.ok_or_else(|| {
            format!(
                "an entry of `{section}` in `{}` could not be found again",
                text.name()
            )
        })
    }
}

/// The flows of a model that a text names: the flow with this id, or all flows between two systems.
pub(super) fn flows(model: &Model, id: &str) -> Vec<FlowId> {
    let key = |text: &str| matching_key(text);
    let all = || model.flows.iter();
    let exact = all().filter(|(_, flow)| *flow.slug == *id);
    let exact: Vec<FlowId> = exact.map(|(flow, _)| flow).collect();
    if !exact.is_empty() || !is_arrow(id) {
        return exact;
    }
    let Some((from, to)) = sides(id) else {
        return Vec::new();
    };
    let (from, to) = (key(&id[from]), key(&id[to]));
    let between = all().filter(|(_, flow)| {
        let end = |system: SystemId| key(&model.systems[system].slug);
        end(flow.from.id()) == from && end(flow.to.id()) == to
    });
    between.map(|(flow, _)| flow).collect()
}

fn take(text: &mut FlowText, step: Step) -> Result<(), String> {
    let done = match step {
        Step::Set(way, key, value) => text.set(&way, key, &value),
        Step::Flow(item) => text.add_to_section("flows", &Written::List(vec![item])),
        Step::Fields(way, fields) => return add_fields(text, &way, fields),
        Step::Remove(way) => text.remove(&way),
    };
    done.map_err(|refusal| refusal.0)
}

/// Adds fields to those that a system lists, in the same form.
fn add_fields(
    text: &mut FlowText,
    way: &[usize],
    fields: Vec<(String, Written)>,
) -> Result<(), String> {
    let place = {
        let documents = text.tree().map_err(|refusal| refusal.0)?;
        at(&documents, way).and_then(|node| match &node.value {
            Value::Mapping(entries) => entries
                .iter()
                .position(|(key, _)| key.text() == Some("fields"))
                .map(|place| (place, matches!(entries[place].1.value, Value::List(_)))),
            _ => None,
        })
    };
    let Some((place, is_list)) = place else {
        return Ok(());
    };
    let way: Vec<usize> = way.iter().copied().chain([place]).collect();
    for (id, said) in fields {
        let done = match (is_list, said) {
            (true, Written::Nothing) => text.add(&way, &Written::Text(id)),
            (true, said) => text.add(&way, &Written::Mapping(vec![(id, said)]).inline()),
            (false, Written::Nothing) => text.set(&way, &id, &Written::Nothing),
            (false, said) => text.set(&way, &id, &said.inline()),
        };
        done.map_err(|refusal| refusal.0)?;
    }
    Ok(())
}
