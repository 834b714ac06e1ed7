//! One entry of a section: an id, followed by a name alone or by a mapping of keys.

use super::shape::Record;
use super::stated;
use crate::read::syntax::{Decoder, Node, Value, Values};

/// One entry of a section that maps ids to things.
pub(super) struct Entry<'n, 'src> {
    /// The id.
    pub(super) slug: String,
    /// Its name; the id if none is written.
    pub(super) name: Box<str>,
    /// Its keys; `None` if only a name is written.
    pub(super) values: Option<Values<'n, 'src>>,
    /// False if its value cannot be read.
    pub(super) is_readable: bool,
}

impl<'n, 'src> Entry<'n, 'src> {
    /// Reads an entry of the kind that `record` describes; `None`, with a finding, if the id is not a text.
    pub(super) fn read(
        decoder: &mut Decoder<'_>,
        key: &Node<'_>,
        node: &'n Node<'src>,
        record: &'static Record,
    ) -> Option<Self> {
        let slug = decoder.id(key, record.what)?;
        if let Value::Scalar(name) = &node.value {
            if let Some(key) = assigned(name, record) {
                decoder.no_colon(node, key);
                let name = slug.as_str().into();
                return Some(Self {
                    slug,
                    name,
                    values: None,
                    is_readable: false,
                });
            }
            let name = stated::name(name, &slug);
            return Some(Self {
                slug,
                name,
                values: None,
                is_readable: true,
            });
        }
        let values = decoder.record(node, record);
        let written = values.as_ref().and_then(|values| values.get("name"));
        let name = written.and_then(|node| decoder.text(node, "a name"));
        let name = stated::name(name.as_deref().unwrap_or(&slug), &slug);
        let is_readable = values.is_some();
        Some(Self {
            slug,
            name,
            values,
            is_readable,
        })
    }
}

/// The key in `owner = school`, which people type instead of `owner: school`.
fn assigned<'t>(text: &'t str, record: &Record) -> Option<&'t str> {
    let key = text.split_once('=')?.0.trim();
    record.all().any(|known| known.name == key).then_some(key)
}
