//! Maps with the highest cost for their size, each made by a formula. People may type, paste or import such maps without bad intent.
//!
//! The test `hostile` of `tests/suite` reads small maps of the same formulas.

use std::fmt::Write;

/// The files of a map: their names and texts.
pub(crate) type Files = Vec<(String, String)>;

fn one(text: String) -> Files {
    vec![("map.yaml".to_owned(), text)]
}

/// Adds one line.
macro_rules! line {
    ($text:expr, $($words:tt)*) => {
        writeln!($text, $($words)*).expect("a text takes a line")
    };
}

/// Collections that hold one term, each about a union of boxes over ranges of years.
pub(crate) fn unions(systems: usize, boxes: usize, dimensions: usize) -> Files {
    let mut numbers = fastrand::Rng::with_seed(13);
    let mut text = String::from("dimensions:\n");
    for dimension in 0..dimensions {
        line!(text, "  d{dimension}: {{range: years}}");
    }
    text.push_str("terms:\n  died: {definition: The day on which somebody died}\nsystems:\n");
    for system in 0..systems {
        line!(
            text,
            "  s{system}:\n    kind: collection\n    level: aggregate\n    covers:"
        );
        for _ in 0..boxes {
            let extents = (0..dimensions).map(|dimension| {
                let low = numbers.usize(..20);
                format!("d{dimension}: {low}..{}", low + 40 + numbers.usize(..40))
            });
            line!(
                text,
                "      - {{{}}}",
                extents.collect::<Vec<_>>().join(", ")
            );
        }
        line!(text, "    fields: [died]");
    }
    one(text)
}

/// Two collections about the same people, one in one box and the other in very many boxes, none of which is enough alone; and a need for
/// the people of the second.
pub(crate) fn too_many_boxes(boxes: usize, dimensions: usize) -> Files {
    let mut numbers = fastrand::Rng::with_seed(13);
    let mut text = String::from("dimensions:\n");
    for dimension in 0..dimensions {
        line!(text, "  d{dimension}: {{range: years}}");
    }
    let whole = (0..dimensions).map(|dimension| format!("d{dimension}: 0..99"));
    let whole = whole.collect::<Vec<_>>().join(", ");
    text.push_str("terms:\n  died: {definition: The day on which somebody died}\n");
    text.push_str("organisations: {office: The office}\nneeds:\n");
    line!(
        text,
        "  deaths: {{who: office, question: How many?, terms: [died], covers: {{{whole}}}}}"
    );
    text.push_str("systems:\n  one:\n    kind: collection\n    level: aggregate\n");
    line!(text, "    covers: {{{whole}}}\n    fields: [died]");
    text.push_str(
        "  many:\n    kind: collection\n    level: aggregate\n    owner: office\n    covers:\n",
    );
    for _ in 0..boxes {
        let extents = (0..dimensions).map(|dimension| {
            let low = numbers.usize(1..30);
            format!("d{dimension}: {low}..{}", low + 30 + numbers.usize(..30))
        });
        line!(
            text,
            "      - {{{}}}",
            extents.collect::<Vec<_>>().join(", ")
        );
    }
    for half in ["0..49", "50..99"] {
        line!(text, "      - {{{}}}", whole.replacen("0..99", half, 1));
    }
    text.push_str("    fields: [died]\n");
    one(text)
}

/// The maps of [`unions`], with flows between the systems and a need about some of the people.
pub(crate) fn unions_needed(systems: usize, boxes: usize, dimensions: usize) -> Files {
    let mut files = unions(systems, boxes, dimensions);
    let text = &mut files[0].1;
    text.push_str("flows:\n");
    for system in 1..systems {
        line!(
            text,
            "  - {{from: s{}, to: s{system}, fields: [died]}}",
            system - 1
        );
    }
    text.push_str("organisations: {office: The office}\nneeds:\n");
    text.push_str(
        "  deaths: {who: office, question: How many?, terms: [died], covers: {d0: 10..70}}\n",
    );
    files
}

/// Two chains of systems from one origin to one end, each flow about the people of many boxes.
pub(crate) fn filtered(hops: usize, boxes: usize) -> Files {
    let mut numbers = fastrand::Rng::with_seed(13);
    let mut text = String::from(
        "dimensions:\n  age: {range: years}\n  stay: {range: days}\nterms:\n  died: The day of death\nsystems:\n",
    );
    line!(
        text,
        "  origin: {{kind: record, fields: [died]}}\n  end: {{kind: collection, fields: [died]}}"
    );
    for (chain, hop) in ["a", "b"]
        .iter()
        .flat_map(|chain| (0..hops).map(move |hop| (chain, hop)))
    {
        line!(text, "  {chain}{hop}: {{kind: record, fields: [died]}}");
    }
    text.push_str("flows:\n");
    for chain in ["a", "b"] {
        for hop in 0..=hops {
            let from = if hop == 0 {
                "origin".to_owned()
            } else {
                format!("{chain}{}", hop - 1)
            };
            let to = if hop == hops {
                "end".to_owned()
            } else {
                format!("{chain}{hop}")
            };
            let only = (0..boxes).map(|_| {
                let low = numbers.usize(..50);
                format!("{{age: {low}..{}, stay: {low}..{}}}", low + 40, low + 60)
            });
            let only: Vec<String> = only.collect();
            line!(
                text,
                "  - {{from: {from}, to: {to}, fields: [died], only: [{}]}}",
                only.join(", ")
            );
        }
    }
    one(text)
}

/// Systems that each pass a field to all others.
pub(crate) fn complete(systems: usize) -> Files {
    let mut text = String::from(
        "dimensions:\n  setting: [ward, home]\nterms:\n  died: The day of death\nsystems:\n",
    );
    for system in 0..systems {
        line!(text, "  s{system}: {{kind: collection, fields: [died]}}");
    }
    text.push_str("flows:\n");
    for from in 0..systems {
        for to in (0..systems).filter(|to| *to != from) {
            line!(text, "  - {{from: s{from}, to: s{to}, fields: [died]}}");
        }
    }
    one(text)
}

/// Systems joined in the same way, by flows without fields.
pub(crate) fn complete_unlisted(systems: usize) -> Files {
    let mut text = String::from("flows:\n");
    for from in 0..systems {
        for to in (0..systems).filter(|to| *to != from) {
            line!(text, "  - s{from} -> s{to}");
        }
    }
    one(text)
}

/// As many references that name nothing as systems, each a slip away from one of them.
pub(crate) fn misspelt(references: usize) -> Files {
    let mut text = String::from("systems:\n");
    for system in 0..references {
        line!(text, "  register_of_district_{system}: Register {system}");
    }
    text.push_str("  centre: The centre\nflows:\n");
    for system in 0..references {
        line!(text, "  - registre_of_district_{system} -> centre");
    }
    one(text)
}

/// Collections that each hold some of the terms of the needs, so that no small choice of them is obviously best.
pub(crate) fn covering(collections: usize, needs: usize) -> Files {
    let mut numbers = fastrand::Rng::with_seed(13);
    let mut text = String::from("organisations:\n  office: The office\nsystems:\n");
    for collection in 0..collections {
        let held: Vec<String> = (0..needs)
            .filter(|_| numbers.usize(..12) == 0)
            .map(|term| format!("t{term}"))
            .collect();
        line!(
            text,
            "  c{collection}: {{kind: collection, owner: office, fields: [x{collection}{}{}]}}",
            if held.is_empty() { "" } else { ", " },
            held.join(", ")
        );
    }
    text.push_str("terms:\n");
    for term in 0..needs {
        line!(text, "  t{term}: Term {term}");
    }
    text.push_str("needs:\n");
    for need in 0..needs {
        line!(
            text,
            "  n{need}: {{who: office, question: How many {need}?, terms: [t{need}]}}"
        );
    }
    one(text)
}

/// A field that is passed from system to system, with a delay at each step.
pub(crate) fn chain(systems: usize) -> Files {
    let mut text = String::from("organisations:\n  office: The office\nsystems:\n");
    for system in 0..systems {
        let owner = if system + 1 == systems {
            "owner: office, "
        } else {
            ""
        };
        line!(text, "  s{system}: {{{owner}kind: record, fields: [died]}}");
    }
    text.push_str("terms:\n  died: The day of death\nflows:\n");
    for system in 1..systems {
        line!(
            text,
            "  - {{from: s{}, to: s{system}, fields: [died], every: month, lag: 2 weeks}}",
            system - 1
        );
    }
    line!(
        text,
        "needs:\n  deaths: {{who: office, question: How many died?, terms: [died], within: 3 months}}"
    );
    one(text)
}

/// A whole map on one line.
pub(crate) fn one_line(systems: usize) -> Files {
    let systems: Vec<String> = (0..systems)
        .map(|system| format!("s{system}: System {system}"))
        .collect();
    one(format!("systems: {{{}}}\n", systems.join(", ")))
}

/// A dimension of many values, and systems that cover them by name.
pub(crate) fn values(values: usize) -> Files {
    let names: Vec<String> = (0..values).map(|value| format!("place_{value}")).collect();
    let mut text = format!(
        "dimensions:\n  place: {{values: [{}]}}\nsystems:\n",
        names.join(", ")
    );
    for system in 0..values / 10 {
        line!(
            text,
            "  s{system}: {{kind: collection, covers: {{place: [place_{system}, place_{}]}}, fields: [died]}}",
            system + 1
        );
    }
    one(text)
}

/// Code lists that share one code, each of a system with a field of the same term.
pub(crate) fn lists(lists: usize) -> Files {
    let mut text = String::from("organisations: {o: O}\nterms: {x: X}\ncode_lists:\n");
    for list in 0..lists {
        line!(text, "  l{list}: [a{list}, b]");
    }
    text.push_str("systems:\n");
    for list in 0..lists {
        line!(
            text,
            "  s{list}: {{owner: o, fields: {{x: {{type: code, codes: l{list}}}}}}}"
        );
    }
    one(text)
}

/// Two code lists and a mapping between them with this many pairs.
pub(crate) fn pairs(pairs: usize) -> Files {
    let mut text = String::new();
    text.push_str("code_lists:\n");
    for list in ["old", "new"] {
        line!(text, "  {list}:\n    values:");
        for code in 0..pairs {
            line!(text, "      {list}{code}: Cause {code}");
        }
    }
    text.push_str("mappings:\n  - from: old\n    to: new\n    pairs:\n");
    for code in 0..pairs {
        line!(text, "      old{code}: {{new{code}: exact}}");
    }
    text.push_str("terms:\n  cause: Cause of death\nsystems:\n");
    text.push_str("  a: {kind: collection, fields: {cause: {codes: old, type: code}}}\n");
    text.push_str("  b: {kind: collection, fields: {cause: {codes: new, type: code}}}\n");
    text.push_str("flows:\n  - {from: a, to: b, fields: [cause]}\n");
    one(text)
}

/// A quote that is opened near the start of a long file and never closed.
pub(crate) fn quote(bytes: usize) -> Files {
    let mut text = String::from("systems:\n  first: {name: \"The first}\n");
    let mut system = 0;
    while text.len() < bytes {
        line!(
            text,
            "  s{system}: {{name: System {system}, fields: [died, born]}}"
        );
        system += 1;
    }
    one(text)
}

/// Decisions with stars, and as many findings that they could name.
pub(crate) fn decisions(decisions: usize) -> Files {
    let mut text = String::from("organisations:\n  office: The office\nsystems:\n");
    for system in 0..decisions {
        line!(text, "  s{system}: {{kind: record, fields: [x{system}]}}");
    }
    text.push_str("decisions:\n");
    for decision in 0..decisions {
        line!(
            text,
            "  - {{finding: \"*owned/s{decision}\", status: accepted, why: Settled}}"
        );
    }
    one(text)
}

/// Needs that ask for one of ten terms.
pub(crate) fn needs(needs: usize) -> Files {
    let mut text = String::from(
        "organisations:\n  office: The office\nsystems:\n  a: {kind: collection, owner: office, fields: [t0, t1, t2, t3, t4]}\nterms:\n",
    );
    for term in 0..10 {
        line!(text, "  t{term}: Term {term}");
    }
    text.push_str("needs:\n");
    for need in 0..needs {
        line!(
            text,
            "  n{need}: {{who: office, question: How many {need}?, terms: [t{}], within: 3 months}}",
            need % 10
        );
    }
    one(text)
}

/// Two systems joined by this many flows.
pub(crate) fn twins(flows: usize) -> Files {
    let mut text = String::from("systems: {a: A, b: B}\nflows:\n");
    for flow in 0..flows {
        line!(text, "  - {{from: a, to: b, fields: [x{flow}]}}");
    }
    one(text)
}

/// One flow, written this many times.
pub(crate) fn copies(flows: usize) -> Files {
    let mut text = String::from("systems: {a: A, b: B}\nflows:\n");
    for _ in 0..flows {
        line!(text, "  - a -> b");
    }
    one(text)
}
