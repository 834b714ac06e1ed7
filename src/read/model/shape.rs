//! The shapes of values: the reference page names them, the JSON Schema spells them out, the editor completes them.

use std::fmt;

use super::id::Entity;
use crate::read::syntax;

/// One key of a [`Record`].
pub type Key = syntax::Key<Shape>;

/// The keys of one kind of entry.
pub type Record = syntax::Record<Shape>;

/// The form of the value of a key. A noun in it is the value's name in messages: `a definition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The version of the format: 1.
    Version,
    /// A text.
    Text(&'static str),
    /// A text that is compared with others.
    Word(&'static str),
    /// A text, or a list of texts.
    Texts,
    /// A list of words.
    Words,
    /// A whole number from 1.
    Number,
    /// A share of all cases, in percent.
    Percent,
    /// `true` or `false`.
    Truth(&'static str),
    /// A day.
    Date,
    /// A length of time.
    Duration,
    /// A frequency: one of these words, or a length of time.
    Every(&'static [&'static str]),
    /// One of a closed set of words.
    Choice(&'static str, &'static [&'static str]),
    /// The id of an entity.
    Id(Entity),
    /// The id of the system at one end of a flow, or of the organisation that owns it.
    End,
    /// The id of an entity, or a list of ids.
    IdOrIds(Entity),
    /// A list of ids, with the noun for one of them.
    Ids(Entity, &'static str),
    /// Fields of a flow's source.
    SourceFields,
    /// A field of a flow's target.
    TargetField,
    /// A box, or a list of boxes.
    Boxes,
    /// An agreed definition.
    Agreed,
    /// The disputes of a statement.
    Disputes,
    /// The values of a dimension.
    Values,
    /// The codes of a code list.
    Codes,
    /// Pairs of codes, with the words for their relation.
    Pairs(&'static [&'static str]),
    /// The fields of a system.
    Fields,
    /// The fields that a flow passes.
    Passages,
    /// The name of a finding or topic, in which `*` stands for any run of characters.
    Finding,
    /// The section about the map itself.
    Map,
    /// A section that maps ids to entities.
    Entries(Entity, Short),
    /// A section that is a list, with the plural of its items.
    Items(&'static str),
}

/// The short form of an entity in its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// Its name.
    Name,
    /// Its question.
    Question,
    /// Its values.
    Values,
    /// Its codes.
    Codes,
}

impl Shape {
    /// The noun for one value in messages.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Shape::Text(noun)
            | Shape::Word(noun)
            | Shape::Truth(noun)
            | Shape::Choice(noun, _)
            | Shape::Ids(_, noun) => noun,
            Shape::Id(entity) | Shape::IdOrIds(entity) => entity.noun(),
            _ => "",
        }
    }
}

/// Writes the shape as on the reference page.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Version => f.write_str("1"),
            Shape::Text(_) => f.write_str("text"),
            Shape::Word(_) => f.write_str("word"),
            Shape::Texts => f.write_str("text, or a list of texts"),
            Shape::Words => f.write_str("list of words"),
            Shape::Number => f.write_str("number"),
            Shape::Percent => f.write_str("percent"),
            Shape::Truth(_) => f.write_str("true | false"),
            Shape::Date => f.write_str("date"),
            Shape::Duration => f.write_str("duration"),
            Shape::Every(words) => write!(f, "{} | duration", words.join(" | ")),
            Shape::Choice(_, words) => f.write_str(&words.join(" | ")),
            Shape::Id(entity) => f.write_str(entity.word()),
            Shape::End => f.write_str("system, or organisation"),
            Shape::IdOrIds(entity) => write!(f, "{}, or list of them", entity.word()),
            Shape::Ids(entity, _) => write!(f, "list of {}s", entity.word()),
            Shape::SourceFields => f.write_str("field of the source, or list of them"),
            Shape::TargetField => f.write_str("field of the target"),
            Shape::Boxes => f.write_str("box, or list of boxes"),
            Shape::Agreed => f.write_str("an agreed definition"),
            Shape::Disputes => {
                f.write_str("text, or `{by: …, says: …, source: …}`, or a list of them")
            }
            Shape::Values => {
                f.write_str("list of ids, or a mapping from a broader id to those below it")
            }
            Shape::Codes => f.write_str("mapping from code to meaning, or list of codes"),
            Shape::Pairs(words) => write!(
                f,
                "mapping from code to code, or to a mapping from code to {}",
                words.join(" | ")
            ),
            Shape::Fields => {
                f.write_str("list of ids, or mapping from id to nothing, a term or a field")
            }
            Shape::Passages => {
                f.write_str("list of ids, of `id: target id`, or of `{from: …, to: …, how: …}`")
            }
            Shape::Finding => f.write_str("name of a finding or topic, `*` allowed"),
            Shape::Map => f.write_str("the map's title and date"),
            Shape::Entries(entity, short) => {
                let short = match short {
                    Short::Name => "a name or ",
                    Short::Question => "a question or ",
                    Short::Values | Short::Codes => "",
                };
                write!(f, "mapping from id to {short}{}", entity.noun())
            }
            Shape::Items(items) => write!(f, "list of {items}"),
        }
    }
}
