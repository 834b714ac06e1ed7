//! Running text that marks the names of things, so that a page can print their names and link to them.

use std::collections::BTreeMap;

use crate::read::finding::{Finding, Subject, body_meant};
use crate::read::model::{Field, Model, SystemId};
pub(crate) use crate::words::readable;
use crate::words::{capital, lowered};

/// The kind of thing that a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ThingKind {
    /// An organisation.
    Organisation,
    /// A system.
    System,
    /// A field, whose id is `system.field`.
    Field,
    /// A flow.
    Flow,
    /// A term.
    Term,
    /// A need.
    Need,
}

impl ThingKind {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            ThingKind::Organisation => "organisation",
            ThingKind::System => "system",
            ThingKind::Field => "field",
            ThingKind::Flow => "flow",
            ThingKind::Term => "term",
            ThingKind::Need => "need",
        }
    }
}

/// A thing of the map, by id and by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Thing {
    /// Its kind.
    pub(crate) kind: ThingKind,
    /// Its id in the map.
    pub(crate) id: String,
    /// Its name for readers.
    pub(crate) name: String,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Words(String),
    /// A thing of the map.
    Thing(Thing),
    /// A word of the files that is no thing, such as a code.
    Code(String),
    /// The finding of this number.
    Finding(usize),
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text(pub Vec<Piece>);

impl Text {
    /// Plain words.
    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self(vec![Piece::Words(words.into())])
    }

    /// Appends words.
    #[must_use]
    pub(crate) fn and(mut self, words: impl Into<String>) -> Self {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// Appends a thing.
    #[must_use]
    pub(crate) fn thing(mut self, thing: Thing) -> Self {
        self.0.push(Piece::Thing(thing));
        self
    }

    /// Appends text.
    #[must_use]
    pub(crate) fn then(mut self, more: Text) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Things with commas between.
    pub(crate) fn things(things: impl IntoIterator<Item = Thing>) -> Self {
        let mut text = Self::default();
        for thing in things {
            if !text.0.is_empty() {
                text.0.push(Piece::Words(", ".to_owned()));
            }
            text.0.push(Piece::Thing(thing));
        }
        text
    }

    /// Numbers of findings with commas between.
    pub(crate) fn findings(numbers: impl IntoIterator<Item = usize>) -> Self {
        let mut text = Self::default();
        for number in numbers {
            if !text.0.is_empty() {
                text.0.push(Piece::Words(", ".to_owned()));
            }
            text.0.push(Piece::Finding(number));
        }
        text
    }

    /// Capitalises the first letter, if the text begins with words or with a name in small letters. A name such as `eCDOP` stays.
    #[must_use]
    pub(crate) fn capital(mut self) -> Self {
        match self.0.first_mut() {
            Some(Piece::Words(words)) => *words = capital(words),
            Some(Piece::Thing(thing)) => {
                let mut first = thing.name.split_whitespace().next().unwrap_or("").chars();
                if first.all(|letter| !letter.is_uppercase()) {
                    thing.name = capital(&thing.name);
                }
            }
            _ => {}
        }
        self
    }

    /// True if there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.0
            .iter()
            .all(|piece| matches!(piece, Piece::Words(words) if words.is_empty()))
    }

    /// The text without any marks, for screen readers.
    pub(crate) fn plain(&self) -> String {
        let said = |piece: &Piece| match piece {
            Piece::Words(words) | Piece::Code(words) => words.clone(),
            Piece::Thing(thing) => thing.name.clone(),
            Piece::Finding(number) => format!("finding {number}"),
        };
        self.0.iter().map(said).collect()
    }
}

impl From<Thing> for Text {
    fn from(thing: Thing) -> Self {
        Self(vec![Piece::Thing(thing)])
    }
}

/// The names of all things in a map.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    model: &'a Model,
    known: BTreeMap<String, Vec<Thing>>,
    /// The names of code lists and dimensions, which have no entry in the report.
    plain: BTreeMap<&'a str, String>,
    /// The names of things that only another map has.
    former: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    /// The names of `model`.
    pub(crate) fn of(model: &'a Model) -> Self {
        let mut names = Self {
            model,
            known: BTreeMap::new(),
            plain: plain(model),
            former: BTreeMap::new(),
        };
        for (_, body) in model.organisations.iter() {
            names.add(ThingKind::Organisation, &body.slug, &body.name);
        }
        for (_, system) in model.systems.iter() {
            names.add(ThingKind::System, &system.slug, &system.name);
        }
        for (id, field) in model.fields.iter() {
            let own = field_name(model, field);
            let name = format!("{own} in {}", system_name(model, field.system));
            names.add(ThingKind::Field, &model.field_name(id), &name);
        }
        for (_, flow) in model.flows.iter() {
            let end = |system| system_name(model, system);
            let name = format!("{} → {}", end(flow.from.id()), end(flow.to.id()));
            names.add(ThingKind::Flow, &flow.slug, &name);
        }
        for (_, term) in model.terms.iter() {
            names.add(ThingKind::Term, &term.slug, &term.name);
        }
        for (_, need) in model.needs.iter() {
            names.add(ThingKind::Need, &need.slug, &need.quoted());
        }
        names
    }

    /// Adds the names of another map: as words, because its things have no place in this report.
    pub(crate) fn also(&mut self, other: &'a Model) {
        let others = Names::of(other);
        let known = others.known.into_iter();
        self.former = known
            .filter(|(id, _)| !self.known.contains_key(id))
            .filter_map(|(id, things)| Some((id, things.into_iter().next()?.name)))
            .collect();
        for (id, name) in others.plain {
            self.plain.entry(id).or_insert(name);
        }
    }

    fn add(&mut self, kind: ThingKind, id: &str, name: &str) {
        let name = if name == id {
            readable(name)
        } else {
            name.to_owned()
        };
        let thing = Thing {
            kind,
            id: id.to_owned(),
            name,
        };
        self.known.entry(thing.id.clone()).or_default().push(thing);
    }

    /// The thing of this kind and id; a thing that the map lacks has its id as its name.
    pub(crate) fn thing(&self, kind: ThingKind, id: &str) -> Thing {
        let all = self.known.get(id).map_or(&[][..], Vec::as_slice);
        let found = all.iter().find(|thing| thing.kind == kind);
        found.cloned().unwrap_or_else(|| Thing {
            kind,
            id: id.to_owned(),
            name: id.to_owned(),
        })
    }

    /// The name of a field alone, without its system's.
    pub(crate) fn own_name(&self, field: crate::read::model::FieldId) -> String {
        field_name(self.model, &self.model.fields[field])
    }

    /// The things a finding is about, each once, in the order of its roles.
    pub(crate) fn subjects(&self, finding: &Finding) -> Vec<Thing> {
        let mut things: Vec<Thing> = Vec::new();
        for (role, subject) in &finding.subjects {
            let ids = match subject {
                Subject::One(id) => std::slice::from_ref(id),
                Subject::Many(ids) => ids,
            };
            for id in ids {
                let thing = self.in_role(role, id);
                things.extend(thing.filter(|thing| !things.contains(thing)));
            }
        }
        things
    }

    fn in_role(&self, role: &str, id: &str) -> Option<Thing> {
        let all = self.known.get(id)?;
        let kind = kind_of_role(role);
        let of_kind = all.iter().find(|thing| Some(thing.kind) == kind);
        of_kind.or(all.first()).cloned()
    }

    /// The words of a finding, with ids in backticks as things: an id with several meanings means the subject of the finding.
    pub(crate) fn told(&self, words: &str, finding: Option<&Finding>) -> Text {
        let parts: Vec<&str> = words.split('`').collect();
        if parts.len().is_multiple_of(2) {
            // A backtick without a pair: nothing is quoted.
            return Text::words(words);
        }
        let piece = |(index, part): (usize, &&str)| {
            if index % 2 == 0 {
                return Piece::Words((*part).to_owned());
            }
            let named = self.plain.get(part).or_else(|| self.former.get(*part));
            let body = body_meant(part).and_then(|id| self.body(id)).cloned();
            let meant = body.or_else(|| self.meant(part, finding));
            match (meant, named) {
                (Some(thing), _) => Piece::Thing(thing),
                (None, Some(name)) => Piece::Words(name.clone()),
                (None, None) => Piece::Code((*part).to_owned()),
            }
        };
        let pieces = parts.iter().enumerate().map(piece);
        Text(
            pieces
                .filter(|piece| !matches!(piece, Piece::Words(words) if words.is_empty()))
                .collect(),
        )
    }

    /// The organisation with this id.
    fn body(&self, id: &str) -> Option<&Thing> {
        let mut all = self.known.get(id)?.iter();
        all.find(|thing| thing.kind == ThingKind::Organisation)
    }

    fn meant(&self, id: &str, finding: Option<&Finding>) -> Option<Thing> {
        let all = self.known.get(id)?;
        if all.len() == 1 {
            return all.first().cloned();
        }
        let is_subject = |subject: &Subject| match subject {
            Subject::One(one) => one == id,
            Subject::Many(ids) => ids.iter().any(|one| one == id),
        };
        let roles = finding.into_iter().flat_map(|finding| &finding.subjects);
        let kind = roles
            .filter(|(_, subject)| is_subject(subject))
            .find_map(|(role, _)| kind_of_role(role));
        let is_system = finding.is_some_and(|finding| !finding.means_a_body(id));
        let kind = kind.or(is_system.then_some(ThingKind::System));
        let of_kind = all.iter().find(|thing| Some(thing.kind) == kind);
        of_kind.or(all.first()).cloned()
    }

    /// The name of a code list or a dimension; any other id as words.
    pub(crate) fn plain(&self, id: &str) -> String {
        let name = self.plain.get(id).cloned();
        name.unwrap_or_else(|| readable(id))
    }
}

/// The names of code lists and dimensions by their ids.
fn plain(model: &Model) -> BTreeMap<&str, String> {
    let lists = model.code_lists.iter();
    let lists = lists.map(|(_, list)| (&*list.slug, &*list.name));
    let dimensions = model.dimensions.iter();
    let dimensions = dimensions.map(|(_, dimension)| (&*dimension.slug, &*dimension.name));
    let named = |(slug, name): (&'_ str, &str)| match name {
        name if name == slug => readable(name),
        name => name.to_owned(),
    };
    let all = dimensions.chain(lists);
    all.map(|(slug, name)| (slug, named((slug, name))))
        .collect()
}

/// The name of a field; its id in words if it has none, with the capitals of its term if the two have the same words.
fn field_name(model: &Model, field: &Field) -> String {
    if let Some(name) = &field.name {
        return name.to_string();
    }
    let own = readable(&field.slug);
    let term = field.term().map(|term| lowered(&model.terms[term].name));
    term.filter(|term| term.eq_ignore_ascii_case(&own))
        .unwrap_or(own)
}

/// The name of a system; its id in words if it has none.
fn system_name(model: &Model, id: SystemId) -> String {
    let system = &model.systems[id];
    if system.name == system.slug {
        readable(&system.name)
    } else {
        system.name.to_string()
    }
}

fn kind_of_role(role: &str) -> Option<ThingKind> {
    Some(match role {
        "respondent" | "respondents" | "owner" | "organisation" | "organisations" => {
            ThingKind::Organisation
        }
        "system" | "systems" | "collection" | "collections" => ThingKind::System,
        "field" | "fields" => ThingKind::Field,
        "flow" | "flows" => ThingKind::Flow,
        "term" | "terms" => ThingKind::Term,
        "need" | "needs" => ThingKind::Need,
        _ => return None,
    })
}
