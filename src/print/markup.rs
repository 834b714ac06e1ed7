//! XML and HTML as text: the only place where strings for them are escaped.

use crate::words::clean;

/// `text` escaped for use between tags and inside quoted attributes, on one line.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// ` key="value"`, escaped.
pub(crate) fn attribute(key: &str, value: &str) -> String {
    format!(" {key}=\"{}\"", escape(value))
}
