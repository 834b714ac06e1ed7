//! XML as a tree, in the manner of FHIR.

use std::collections::BTreeMap;

use super::tree::{MOST_VALUES, Tree, Unreadable, Value};

/// The deepest nesting of XML elements that is read.
const DEEPEST: usize = 64;

/// The most attributes of one XML element. The reader compares each with all others of its element.
const MOST_ATTRIBUTES: usize = 200;

/// The start of an element with too many attributes.
fn crowded(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        let rest = &text[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        let skipped = skipped.iter().find(|(begin, _)| rest.starts_with(begin));
        if let Some((_, end)) = skipped {
            at = start + rest.find(end)? + end.len();
            continue;
        }
        let mut count = 0;
        let mut quote = None;
        let end = rest.bytes().position(|byte| match (quote, byte) {
            (Some(open), _) => {
                quote = (byte != open).then_some(open);
                false
            }
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                count += 1;
                false
            }
            (None, _) => byte == b'>',
        });
        if count > MOST_ATTRIBUTES {
            return Some(start);
        }
        at = start + end? + 1;
    }
    None
}

/// The tree of an XML text in the manner of FHIR: an element with a `value` attribute and nothing inside is a text, each other element a
/// mapping of its children. The root's name stands under `resourceType`. A text with a document type is refused, so no entity is ever
/// unfolded or fetched.
pub(super) fn read(text: &str) -> Result<Tree, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = crowded(text) {
        let words = format!("an element has more than {MOST_ATTRIBUTES} attributes");
        return Err((at, words));
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_VALUES as u32,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(text, options).map_err(|error| {
        let place = error.pos();
        let before = text.split_inclusive('\n').take(place.row as usize - 1);
        let before: usize = before.map(str::len).sum();
        let words = match error {
            roxmltree::Error::DtdDetected => {
                "it has a document type (`<!DOCTYPE`), and none is read, because entities can unfold without end"
                    .to_owned()
            }
            other => other.to_string(),
        };
        let words = words.split(" at ").next().unwrap_or_default().to_owned();
        (before.min(text.len()), words)
    })?;
    resource(document.root_element(), 0)
}

fn of_element(element: roxmltree::Node<'_, '_>, depth: usize) -> Result<Tree, Unreadable> {
    let at = element.range().start as u32;
    if depth > DEEPEST {
        let words = format!("elements are nested more than {DEEPEST} deep");
        return Err((at as usize, words));
    }
    let children = || element.children().filter(roxmltree::Node::is_element);
    let said = element.attribute("value");
    if let Some(text) = said.filter(|_| children().next().is_none()) {
        return Ok(Tree {
            at,
            value: Value::Text(text.to_owned()),
        });
    }
    let mut entries: Vec<(String, Tree)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let attributes = element.attributes().filter(|one| one.name() != "value");
    for attribute in attributes {
        let value = Value::Text(attribute.value().to_owned());
        entries.push((attribute.name().to_owned(), Tree { at, value }));
    }
    for child in children() {
        let name = child.tag_name().name();
        // A resource inside another stands one level deeper than in JSON, in an element with its own name.
        let tree = match child.first_element_child() {
            Some(inner) if name == "resource" => resource(inner, depth + 2)?,
            _ => of_element(child, depth + 1)?,
        };
        let place = *places.entry(name.to_owned()).or_insert(entries.len());
        match entries.get_mut(place).map(|(_, first)| first) {
            None => entries.push((name.to_owned(), tree)),
            Some(first) => match &mut first.value {
                Value::List(items) => items.push(tree),
                _ => {
                    let one = first.clone();
                    first.value = Value::List(vec![one, tree]);
                }
            },
        }
    }
    Ok(Tree {
        at,
        value: Value::Mapping(entries),
    })
}

/// An element as a resource: its name stands under `resourceType`.
fn resource(element: roxmltree::Node<'_, '_>, depth: usize) -> Result<Tree, Unreadable> {
    let mut tree = of_element(element, depth)?;
    let name = Tree {
        at: tree.at,
        value: Value::Text(element.tag_name().name().to_owned()),
    };
    if let Value::Mapping(entries) = &mut tree.value {
        entries.insert(0, ("resourceType".to_owned(), name));
    }
    Ok(tree)
}
