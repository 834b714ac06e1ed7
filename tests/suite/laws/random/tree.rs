//! A flow file as a tree that can be changed and written again.

use std::fmt::Write as _;

/// A value of a flow file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// A number, a boolean or a word of the format, written without quotes.
    Bare(String),
    /// A text, written in quotes.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping, in this order.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A value without quotes.
    pub(crate) fn bare(text: impl Into<String>) -> Self {
        Self::Bare(text.into())
    }

    /// A list of texts.
    pub(crate) fn texts(texts: &[&str]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(*text)).collect())
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value of a key that exists.
    pub(crate) fn at(&mut self, key: &str) -> &mut Tree {
        let Self::Map(entries) = self else {
            panic!("{key} is asked of something without keys")
        };
        let entry = entries.iter_mut().find(|(name, _)| name == key);
        &mut entry.expect("the key is there").1
    }

    /// As YAML.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Bare(text) => out.push_str(text),
            Self::Text(text) => write!(out, "{text:?}").expect("writing to a string"),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    write!(out, "{key:?}: ").expect("writing to a string");
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The whole tree, with mappings and lists reversed if `turns` accepts the key that holds them.
    pub(crate) fn reversed(&self, turns: &dyn Fn(&str) -> bool, key: &str) -> Tree {
        match self {
            Self::List(items) => {
                let mut items: Vec<Tree> =
                    items.iter().map(|item| item.reversed(turns, "")).collect();
                if turns(key) {
                    items.reverse();
                }
                Self::List(items)
            }
            Self::Map(entries) => {
                let turn =
                    |(key, value): &(String, Tree)| (key.clone(), value.reversed(turns, key));
                Self::Map(entries.iter().rev().map(turn).collect())
            }
            same => same.clone(),
        }
    }

    /// The whole tree, with `change` applied to each key and text.
    pub(crate) fn renamed(&self, change: &dyn Fn(&str) -> String) -> Tree {
        match self {
            Self::Text(text) => Self::Text(change(text)),
            Self::Bare(text) => Self::Bare(text.clone()),
            Self::List(items) => {
                Self::List(items.iter().map(|item| item.renamed(change)).collect())
            }
            Self::Map(entries) => {
                let rename = |(key, value): &(String, Tree)| (change(key), value.renamed(change));
                Self::Map(entries.iter().map(rename).collect())
            }
        }
    }
}
