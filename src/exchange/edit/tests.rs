//! Makes every kind of change at very many places: of the real map, of made-up maps, and of texts in every style.

use std::path::Path;

use super::{FlowText, at};
use crate::read::source::SourceSet;
use crate::read::syntax::{Node, Value, Written};

/// A text in every style of YAML in use.
const STYLES: &str = "\
# top
systems:
  # before a
  a:   # after a
    name: \"A: b\"   # after name
    fields: [x, 'y', {z: t}]   # after fields
    notes: >-
      Two lines
      of text.

    # before covers
    covers:
    - {k: v}
    - k: w
      l: m   # last
  b: {name: B, fields: [x]}
  c:
flows:
- a -> b: [x]
- from: a
  to: b
# end
";

/// The comments of a text that stand on lines of their own.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with('#')).collect()
}

/// The ways to all values, in file order.
fn ways(documents: &[Node<'_>]) -> Vec<Vec<usize>> {
    fn walk(node: &Node<'_>, way: &[usize], all: &mut Vec<Vec<usize>>) {
        all.push(way.to_vec());
        let children: Vec<&Node<'_>> = match &node.value {
            Value::Mapping(entries) => entries.iter().map(|(_, value)| value).collect(),
            Value::List(items) => items.iter().collect(),
            _ => Vec::new(),
        };
        for (place, child) in children.into_iter().enumerate() {
            walk(child, &[way, &[place]].concat(), all);
        }
    }
    let mut all = Vec::new();
    for (place, document) in documents.iter().enumerate() {
        walk(document, &[place], &mut all);
    }
    all
}

/// Tries every change at every `step`-th place. Returns the number made, and the beginnings of the values at which one was refused.
fn tried(text: &FlowText, step: usize) -> (usize, Vec<String>) {
    let documents = text.tree().expect("the text is whole");
    let (mut made, mut refused) = (0, Vec::new());
    let odd = Written::text("a: b # \"c\", [d]");
    for way in ways(&documents).into_iter().step_by(step) {
        let node = at(&documents, &way).expect("it was found there");
        let mut change = |is_taking: bool, act: &dyn Fn(&mut FlowText) -> bool| {
            let mut copy = text.clone();
            if !act(&mut copy) {
                assert_eq!(copy.text(), text.text(), "a refused change changes nothing");
                let value = &text.text()[node.span.start as usize..node.span.end as usize];
                refused.push(value.lines().next().unwrap_or_default().to_owned());
                return;
            }
            made += 1;
            assert_ne!(copy.text(), text.text());
            if !is_taking {
                assert_eq!(comments(text.text()), comments(copy.text()), "{way:?}");
            }
        };
        match &node.value {
            Value::Mapping(entries) if !entries.is_empty() => {
                change(false, &|copy| copy.set(&way, "zz new", &odd).is_ok());
                let list = Written::texts(["one", "two"]);
                change(false, &|copy| copy.set(&way, "zz list", &list).is_ok());
            }
            Value::List(items) if !items.is_empty() => {
                change(false, &|copy| copy.add(&way, &odd).is_ok());
            }
            Value::Scalar(_) if way.len() > 1 => {
                change(false, &|copy| copy.replace(&way, &odd).is_ok());
            }
            Value::Null if way.len() > 1 => {
                change(false, &|copy| copy.replace(&way, &odd).is_ok());
            }
            _ => {}
        }
        if way.len() > 2 {
            change(true, &|copy| copy.remove(&way).is_ok());
        }
    }
    (made, refused)
}

/// Two changes are refused, and leave the text as it is: one more item for a list that is indented no further than its key, and taking away
/// the only value of an arrow.
#[test]
fn changes_are_made_in_every_style_or_refused() {
    for end in ["\n", "\r\n"] {
        let text = FlowText::of("a.yaml", &STYLES.replace('\n', end));
        let (made, refused) = tried(&text, 1);
        assert!(made > 50, "{made}");
        assert_eq!(refused, ["{k: v}", "[x]"]);
    }
}

#[test]
fn the_real_map_can_be_changed_nearly_everywhere() {
    let flows = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let sources = SourceSet::read(&flows).expect("the real map is there");
    let (mut made, mut refused) = (0, 0);
    for (_, file) in sources.files() {
        let step = 1 + file.text.len() / 1500;
        let done = tried(&FlowText::of(&file.name, &file.text), step);
        made += done.0;
        refused += done.1.len();
    }
    assert!(made > 1000, "{made}");
    assert!(refused * 50 < made, "{refused} of {made} refused");
}

#[test]
fn a_section_is_added_where_there_is_none() {
    for (text, wanted) in [
        ("", "decisions:\n  - a\n"),
        (
            "systems: [x]\n# end\n",
            "systems: [x]\n# end\n\ndecisions:\n  - a\n",
        ),
        ("systems: [x]", "systems: [x]\n\ndecisions:\n  - a\n"),
        ("{systems: [x]}\n", "{systems: [x], decisions: [a]}\n"),
        (
            "decisions:   # none yet\nsystems: [x]\n",
            "decisions:   # none yet\n  - a\nsystems: [x]\n",
        ),
        ("decisions: [b]\n", "decisions: [b, a]\n"),
        ("decisions:\n- b\n", "decisions:\n- b\n- a\n"),
    ] {
        let mut file = FlowText::of("a.yaml", text);
        let added = file.add_to_section("decisions", &Written::List(vec![Written::text("a")]));
        added.expect(text);
        assert_eq!(file.text(), wanted);
    }
}

#[test]
fn what_cannot_be_changed_safely_is_refused() {
    let text = "a: &here {b: c}\nd: *here\n";
    let mut file = FlowText::of("a.yaml", text);
    assert!(file.set(&[0, 1], "b", &Written::text("x")).is_err());
    assert_eq!(file.text(), text);
    let mut broken = FlowText::of("a.yaml", "a: [b\nc: d\n");
    let refusal = broken
        .set(&[0], "e", &Written::text("x"))
        .expect_err("a fault");
    assert!(
        refusal.to_string().contains("fault in its line"),
        "{refusal}"
    );
}
