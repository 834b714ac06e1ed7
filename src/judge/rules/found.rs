//! The findings of a rule as ids and values; the words are made when a reader needs them.

use std::ops::Deref;

use crate::judge::graph::FlowGraph;
use crate::read::finding::{Certainty, Depth, Finding, Kind, Subject, Words, marked_body};
use crate::read::model::{
    CodeListId, DimensionId, FieldId, FieldType, FlowId, Model, NeedId, OrganisationId, Ref,
    SystemId, TermId,
};
use crate::read::source::Span;
use crate::words::{few, readable};

/// A thing that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Thing {
    CodeList(CodeListId),
    Dimension(DimensionId),
    Field(FieldId),
    /// A field by its own id, without its system's.
    FieldAlone(FieldId),
    Flow(FlowId),
    Need(NeedId),
    Organisation(OrganisationId),
    System(SystemId),
    Term(TermId),
    /// An id that is in no table of the map, such as the name of fields in several systems.
    Id(Box<str>),
}

macro_rules! things {
    ($($id:ident => $thing:ident),+ $(,)?) => {
        $(impl From<$id> for Thing {
            fn from(id: $id) -> Self {
                Thing::$thing(id)
            }
        }

        impl From<&$id> for Thing {
            fn from(id: &$id) -> Self {
                Thing::$thing(*id)
            }
        })+
    };
}
things! {
    CodeListId => CodeList, DimensionId => Dimension, FieldId => Field, FlowId => Flow, NeedId => Need,
    OrganisationId => Organisation, SystemId => System, TermId => Term,
}

impl From<&Box<str>> for Thing {
    fn from(id: &Box<str>) -> Self {
        Thing::Id(id.clone())
    }
}

impl From<&str> for Thing {
    fn from(id: &str) -> Self {
        Thing::Id(id.into())
    }
}

impl Thing {
    /// Its id as written; `system.field` for a field.
    pub(super) fn slug(&self, model: &Model) -> String {
        match self {
            Thing::CodeList(id) => model.code_lists[*id].slug.to_string(),
            Thing::Dimension(id) => model.dimensions[*id].slug.to_string(),
            Thing::Field(id) => model.field_name(*id),
            Thing::FieldAlone(id) => model.fields[*id].slug.to_string(),
            Thing::Flow(id) => model.flows[*id].slug.to_string(),
            Thing::Need(id) => model.needs[*id].slug.to_string(),
            Thing::Organisation(id) => model.organisations[*id].slug.to_string(),
            Thing::System(id) => model.systems[*id].slug.to_string(),
            Thing::Term(id) => model.terms[*id].slug.to_string(),
            Thing::Id(id) => id.to_string(),
        }
    }
}

/// One or several things in a role.
pub(super) enum Things {
    One(Thing),
    Many(Vec<Thing>),
}

impl<T: Into<Thing>> From<T> for Things {
    fn from(thing: T) -> Self {
        Things::One(thing.into())
    }
}

impl Things {
    /// Several things.
    pub(super) fn many(things: impl IntoIterator<Item = impl Into<Thing>>) -> Self {
        Things::Many(things.into_iter().map(Into::into).collect())
    }
}

/// The subject of a finding: it gives the finding its name and its subjects.
pub(super) trait About: Send + Sync + 'static {
    /// The things whose ids complete the finding's name, in their order.
    fn name(&self) -> Vec<Thing>;

    /// The things it is about, by role.
    fn subjects(&self, graph: &FlowGraph) -> Vec<(&'static str, Things)>;
}

/// Implements [`About`] with the fields of a struct: `about!(Lost { name: [flow], subjects: [flow, &systems] })`. A subject's role is the
/// name of its field; `&` marks a field that holds several things.
macro_rules! about {
    ($what:ident { name: [$($($name:ident)? $(&$names:ident)?),*], subjects: [$($($one:ident)? $(&$many:ident)?),* $(,)?] }) => {
        impl $crate::judge::rules::found::About for $what {
            fn name(&self) -> Vec<$crate::judge::rules::found::Thing> {
                let name = std::iter::empty();
                $($(let name = name.chain([(&self.$name).into()]);)? $(let name = name.chain(self.$names.iter().map(Into::into));)?)*
                name.collect()
            }

            fn subjects(
                &self,
                _: &$crate::judge::graph::FlowGraph,
            ) -> Vec<(&'static str, $crate::judge::rules::found::Things)> {
                vec![$($((stringify!($one), (&self.$one).into()))? $((stringify!($many), $crate::judge::rules::found::Things::many(&self.$many)))?),*]
            }
        }
    };
}
pub(super) use about;

/// One finding without its words: its place, its certainty, and the ids and values that the words are made from.
pub(super) struct Found<T> {
    /// The main place.
    pub(super) span: Span,
    /// Its certainty.
    pub(super) certainty: Certainty,
    /// The contents of the finding.
    pub(super) what: T,
}

impl<T> Found<T> {
    /// A certain finding at `span`.
    pub(super) fn certain(span: Span, what: T) -> Self {
        Self::sure(span, Certainty::Certain, what)
    }

    /// A finding at `span` with the certainty `certainty`.
    pub(super) fn sure(span: Span, certainty: Certainty, what: T) -> Self {
        Self {
            span,
            certainty,
            what,
        }
    }
}

/// The certainty of a finding: `is_known` says that it follows from statements, `is_sourced` that all of these have a source.
pub(super) fn how_sure(is_known: bool, is_sourced: bool) -> Certainty {
    match (is_known, is_sourced) {
        (false, _) => Certainty::CannotTell,
        (true, false) => Certainty::Likely,
        (true, true) => Certainty::Certain,
    }
}

impl<T> Deref for Found<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}

/// The map for a rule's `tell`: the graph, and the one way to print the name of a thing.
pub(super) struct Names<'g> {
    /// The graph.
    pub(super) graph: &'g FlowGraph,
    depth: Depth,
}

impl<'g> Names<'g> {
    /// The model.
    pub(super) fn model(&self) -> &'g Model {
        self.graph.model()
    }

    /// A part of a finding's text that takes long to render: empty if only the brief text is wanted.
    pub(super) fn in_full<T: Default>(&self, render: impl FnOnce() -> T) -> T {
        match self.depth {
            Depth::Full => render(),
            Depth::Brief => T::default(),
        }
    }

    /// A thing's id, without backticks: for subjects, details and paths.
    pub(super) fn id(&self, thing: impl Into<Thing>) -> String {
        thing.into().slug(self.model())
    }

    /// The ids of several things, in their order.
    pub(super) fn ids<T: Into<Thing>>(&self, things: impl IntoIterator<Item = T>) -> Vec<String> {
        things.into_iter().map(|thing| self.id(thing)).collect()
    }

    /// A thing's name in a sentence: its id in backticks.
    pub(super) fn of(&self, thing: impl Into<Thing>) -> String {
        format!("`{}`", self.id(thing))
    }

    /// The name of an organisation in a sentence, by its id: marked if a system has the same id.
    pub(super) fn body(&self, id: &str) -> String {
        let systems = &self.model().systems;
        marked_body(
            id,
            systems.search(|system| (*system.slug).cmp(id)).is_some(),
        )
    }

    /// The first of these organisations, by their ids, and a sentence that names the others too; both empty if there are none.
    pub(super) fn asked(&self, bodies: impl IntoIterator<Item = String>) -> (String, String) {
        let mut known: Vec<String> = Vec::new();
        for body in bodies {
            if !body.is_empty() && !known.contains(&body) {
                known.push(body);
            }
        }
        let others = known.iter().skip(1).map(|body| self.body(body));
        let others: Vec<String> = others.collect();
        let also = match &others[..] {
            [] => String::new(),
            others => format!(" Ask {} too.", few(others)),
        };
        (known.into_iter().next().unwrap_or_default(), also)
    }

    /// The names of several things in a sentence, between commas.
    pub(super) fn list<T: Into<Thing>>(&self, things: impl IntoIterator<Item = T>) -> String {
        let names = things.into_iter().map(|thing| self.of(thing));
        names.collect::<Vec<_>>().join(", ")
    }

    /// At most three names in a sentence, the others counted.
    pub(super) fn few<T: Into<Thing>>(&self, things: impl IntoIterator<Item = T>) -> String {
        let names = things.into_iter().map(|thing| self.of(thing));
        few(&names.collect::<Vec<_>>())
    }

    /// The name of a field alone, without its system's, in plain words.
    pub(super) fn own(&self, field: FieldId) -> String {
        let field = &self.model().fields[field];
        let name = field.name.as_deref();
        name.map_or_else(|| readable(&field.slug), str::to_owned)
    }

    /// At most three names of fields alone, the others counted.
    pub(super) fn few_own<'f>(&self, fields: impl IntoIterator<Item = &'f FieldId>) -> String {
        let names = fields.into_iter().map(|field| self.own(*field));
        few(&names.collect::<Vec<_>>())
    }

    /// Two fields in a sentence: by their systems, if these differ.
    pub(super) fn two(&self, a: FieldId, b: FieldId) -> [String; 2] {
        let system = |field: FieldId| self.model().system_of(field);
        if system(a) == system(b) {
            [a, b].map(|field| self.own(field))
        } else {
            // A system may have several fields of one term, or numbers of a narrower one: its name is used only if it has one.
            let has_twin = |field: FieldId| {
                let model = self.model();
                let term = model.term_of(field);
                let mut others = model.systems[system(field)].fields.ids();
                others.any(|other| {
                    let of_other = model.term_of(other);
                    other != field
                        && (of_other == term
                            || are_numbers(model, field, other)
                                && is_narrower(model, of_other, term))
                })
            };
            [a, b].map(|field| {
                if has_twin(field) {
                    self.of(field)
                } else {
                    self.of(system(field))
                }
            })
        }
    }

    /// The id of a system's owner; empty if none is named.
    pub(super) fn owner(&self, system: SystemId) -> String {
        let owner = self.model().systems[system].owner();
        owner.map_or_else(String::new, |owner| self.id(owner))
    }

    /// The id of the owner of a field's system; empty if none is named.
    pub(super) fn owner_of(&self, field: FieldId) -> String {
        self.owner(self.model().system_of(field))
    }

    fn subject(&self, things: Things) -> Subject {
        match things {
            Things::One(thing) => Subject::One(self.id(thing)),
            Things::Many(things) => {
                let mut ids = self.ids(things);
                ids.sort();
                ids.dedup();
                Subject::Many(ids)
            }
        }
    }
}

/// True if the finding is about a term, a code list or a need that is disputed. Each rule checks its other statements itself.
fn rests_on_a_dispute(graph: &FlowGraph, what: &impl About) -> bool {
    let model = graph.model();
    let is_disputed = |thing: &Thing| {
        let evidence = match thing {
            Thing::Term(id) => {
                let agreed = model.terms[*id].agreed.as_deref();
                if agreed.is_some_and(|agreed| !agreed.evidence.disputes().is_empty()) {
                    return true;
                }
                &model.terms[*id].evidence
            }
            Thing::CodeList(id) => &model.code_lists[*id].evidence,
            Thing::Need(id) => &model.needs[*id].evidence,
            _ => return false,
        };
        !evidence.disputes().is_empty()
    };
    let mut subjects = what.subjects(graph).into_iter();
    subjects.any(|(_, things)| match things {
        Things::One(thing) => is_disputed(&thing),
        Things::Many(things) => things.iter().any(is_disputed),
    })
}

/// The findings of one rule. `find` finds them; `tell` makes the words of one finding when it is first read, except its subjects, which
/// follow from the finding.
pub(super) fn findings<T: About>(
    kind: &'static Kind,
    graph: &FlowGraph,
    find: fn(&FlowGraph) -> Vec<Found<T>>,
    tell: fn(&Found<T>, &Names<'_>) -> Words,
) -> Vec<Finding> {
    let model = graph.model();
    // A finding about a dispute itself stays as certain.
    let may_doubt = kind.name != "accounts-differ" && model.disputed().next().is_some();
    let finding = |mut found: Found<T>| {
        if may_doubt && rests_on_a_dispute(graph, &found.what) {
            found.certainty = found.certainty.max(Certainty::Likely);
        }
        let ids: Vec<String> = found.name().iter().map(|thing| thing.slug(model)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (span, certainty, whole) = (found.span, found.certainty, graph.clone());
        Finding::later(kind, &ids, span, certainty, move |depth| {
            let names = Names {
                graph: &whole,
                depth,
            };
            let subjects = found.subjects(&whole).into_iter();
            let subjects = subjects.map(|(role, things)| (role, names.subject(things)));
            Words {
                subjects: subjects.collect(),
                ..tell(&found, &names)
            }
        })
    };
    find(graph).into_iter().map(finding).collect()
}

/// True if both fields hold numbers.
fn are_numbers(model: &Model, a: FieldId, b: FieldId) -> bool {
    let is_number = |field: FieldId| model.fields[field].kind.known() == Some(&FieldType::Number);
    is_number(a) && is_number(b)
}

/// True if one of two terms is the broader of the other.
fn is_narrower(model: &Model, a: Option<TermId>, b: Option<TermId>) -> bool {
    let above = |term: TermId| model.terms[term].broader.known().map(Ref::id);
    let is_above = |a: Option<TermId>, b: Option<TermId>| a.is_some() && b.and_then(above) == a;
    is_above(a, b) || is_above(b, a)
}
