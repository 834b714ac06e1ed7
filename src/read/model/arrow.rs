//! A flow written as an arrow: `ward record -> national data set`, alone, or in front of the keys of the flow.

use std::ops::Range;

use super::id::{Ref, SystemId};
use crate::read::source::Span;
use crate::read::syntax::{Decoder, Node, Value};

/// The ways in which people type an arrow.
const ARROWS: [&str; 4] = ["-->", "->", "=>", "→"];

/// An arrow in the place of a key, with the keys of its flow.
pub(super) struct Headed<'n, 'src> {
    /// The arrow.
    pub(super) key: &'n Node<'src>,
    /// The value after its colon. If the arrow is the only one, the keys beside it are added.
    pub(super) body: Node<'src>,
}

/// The two ends in the text of an arrow, without the spaces around them. `None` if it holds no arrow, or an end is missing.
pub(crate) fn sides(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (before, after) = ARROWS.iter().find_map(|arrow| text.split_once(arrow))?;
    let place = |part: &str| {
        let inner = part.trim();
        let start = inner.as_ptr() as usize - text.as_ptr() as usize;
        start..start + inner.len()
    };
    let (from, to) = (place(before), place(after));
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

/// True for a key that holds an arrow.
pub(crate) fn is_arrow(text: &str) -> bool {
    ARROWS.iter().any(|arrow| text.contains(arrow))
}

/// The arrows among the keys of a mapping, each with its value. None if `node` is no such mapping.
pub(super) fn headed<'n, 'src>(node: &'n Node<'src>) -> Vec<Headed<'n, 'src>> {
    let Value::Mapping(pairs) = &node.value else {
        return Vec::new();
    };
    let is_headed = |key: &Node<'_>| is_arrow(key.text().unwrap_or_default());
    let (arrows, beside): (Vec<_>, Vec<_>) = pairs.iter().partition(|(key, _)| is_headed(key));
    let is_alone = arrows.len() == 1;
    let headed = |(key, value): &'n (Node<'src>, Node<'src>)| {
        let mut body = value.clone();
        if is_alone && !beside.is_empty() {
            let beside = beside.iter().map(|pair| (*pair).clone());
            match &mut body.value {
                Value::Mapping(pairs) => pairs.extend(beside),
                Value::Null => body.value = Value::Mapping(beside.collect()),
                Value::List(_) => {
                    let name = Node {
                        span: key.span,
                        value: Value::Scalar("fields".into()),
                    };
                    let pairs = std::iter::once((name, body)).chain(beside);
                    body = Node {
                        span: value.span,
                        value: Value::Mapping(pairs.collect()),
                    };
                }
                Value::Scalar(_) => {}
            }
        }
        Headed { key, body }
    };
    arrows.into_iter().map(headed).collect()
}

/// The two systems that an arrow joins; `None`, with a finding, if the text does not have exactly one arrow.
pub(super) fn ends(
    decoder: &mut Decoder<'_>,
    node: &Node<'_>,
    text: &str,
) -> Option<(Ref<SystemId>, Ref<SystemId>)> {
    let Some((from, to)) = sides(text).map(|(from, to)| (&text[from], &text[to])) else {
        decoder.wrong_shape(
            node,
            "a flow",
            "an arrow or a mapping",
            "ward_record -> national_data_set",
        );
        return None;
    };
    if is_arrow(to) {
        let message = "a flow has one arrow, and this one has more";
        decoder.invalid(node.span, message, "write each flow on a line of its own");
        return None;
    }
    for end in [from, to] {
        if !names_an_end(decoder, end, node.span) {
            return None;
        }
    }
    let mut end = |text| Ref::new(decoder.spellings.number(text), node.span);
    Some((end(from), end(to)))
}

/// Returns false, with a finding, if `unknown` or a similar word is in the place of a system, because a flow needs both ends.
pub(super) fn names_an_end(decoder: &mut Decoder<'_>, text: &str, span: Span) -> bool {
    let is_word = matches!(text, "unknown" | "none" | "not-shared" | "all");
    if is_word {
        decoder.invalid(
            span,
            format!("a flow goes from one system to another, and `{text}` is none"),
            "write the id of an organisation where nobody knows which of its systems, or declare a system such as `not_known`",
        );
    }
    !is_word
}
