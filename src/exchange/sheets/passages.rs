//! The fields that a flow passes as the text of a cell: `birth_date, date_of_death -> age_at_death (derived)`, one a line.

use super::cell::{Unread, items};
use super::pieces::{in_brackets, lines, plain, quoted, words_in};
use crate::read::model::{RECORDS, Shape, sides};
use crate::read::syntax::Written;

/// One field passed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Passed {
    from: Vec<String>,
    to: String,
    how: String,
}

/// The words for what happens to a value.
fn hows() -> &'static [&'static str] {
    let record = RECORDS.iter().find(|(name, _)| *name == "flows.fields");
    let key = record.and_then(|(_, record)| record.all().find(|key| key.name == "how"));
    match key.map(|key| key.shape) {
        Some(Shape::Choice(_, words)) => words,
        _ => &[],
    }
}

fn text(value: &Written) -> Option<String> {
    match value {
        Written::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The fields passed; `None` if the value is no list of them.
fn all(value: &Written) -> Option<Vec<Passed>> {
    let pair = |(from, to): &(String, Written)| {
        let to = match to {
            Written::Nothing => from.clone(),
            other => text(other)?,
        };
        Some(Passed {
            from: vec![from.clone()],
            to,
            how: String::new(),
        })
    };
    if let Written::Mapping(pairs) = value {
        return pairs.iter().map(pair).collect();
    }
    let mut found = Vec::new();
    for item in items(value) {
        match &item {
            Written::Text(id) => found.push(Passed {
                from: vec![id.clone()],
                to: id.clone(),
                how: String::new(),
            }),
            Written::Mapping(pairs) if pairs.iter().any(|(key, _)| key == "to") => {
                let get = |name: &str| pairs.iter().find(|(key, _)| key == name);
                let is_known = |key: &str| matches!(key, "from" | "to" | "how");
                if !pairs.iter().all(|(key, _)| is_known(key)) {
                    return None;
                }
                let to = text(&get("to")?.1)?;
                let from = match get("from").map(|(_, from)| from) {
                    None | Some(Written::Nothing) => vec![to.clone()],
                    Some(from) => {
                        let ids: Option<Vec<String>> = items(from).iter().map(text).collect();
                        ids?
                    }
                };
                let how = match get("how").map(|(_, how)| how) {
                    None | Some(Written::Nothing) => String::new(),
                    Some(how) => text(how)?,
                };
                found.push(Passed { from, to, how });
            }
            Written::Mapping(pairs) => {
                for one in pairs {
                    found.push(pair(one)?);
                }
            }
            _ => return None,
        }
    }
    Some(found)
}

/// An id, in quotes if it holds a mark of the notation.
fn id(text: &str) -> String {
    let is_odd = text.contains([',', ';', '(', '\n', '→']) || text.starts_with('"');
    if is_odd || text.contains("->") || text.contains("=>") {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// The text of the cell.
pub(super) fn shown(value: &Written) -> Option<String> {
    let lines = all(value)?.into_iter().map(|one| {
        let how = match one.how.as_str() {
            "" => String::new(),
            how => format!(" ({how})"),
        };
        let from: Vec<String> = one.from.iter().map(|from| id(from)).collect();
        if one.from == [one.to.as_str()] {
            format!("{}{how}", id(&one.to))
        } else {
            format!("{} -> {}{how}", from.join(", "), id(&one.to))
        }
    });
    let lines: Vec<String> = lines.collect();
    Some(lines.join("\n"))
}

/// Reads the text of a cell.
pub(super) fn read(text: &str) -> Result<Written, Vec<Unread>> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for line in lines(text) {
        let (body, how) = match in_brackets(line.trimmed) {
            (body, Some(how)) if is_how(how) => (body, how.to_owned()),
            (_, Some(how)) if !line.trimmed.starts_with('"') => {
                faults.push(line.unread(
                    format!("`{how}` is nothing that happens to a value"),
                    &format!("write one of these in the brackets: {}", hows().join(", ")),
                ));
                continue;
            }
            _ => (line.trimmed, String::new()),
        };
        let (from, to) = match sides(body).filter(|_| !body.starts_with('"')) {
            Some((from, to)) => (words_in(&body[from]), words_in(&body[to])),
            None if body.starts_with('"') => split_quoted(body),
            None => {
                for word in words_in(body) {
                    found.push(Passed {
                        from: vec![word.clone()],
                        to: word,
                        how: how.clone(),
                    });
                }
                continue;
            }
        };
        match &to[..] {
            [to] if !from.is_empty() => found.push(Passed {
                from,
                to: to.clone(),
                how,
            }),
            _ => faults.push(line.unread(
                format!("`{}` does not say one field that arrives", line.trimmed),
                "write the fields of the source, an arrow and one field of the target: `birth_date -> age (derived)`",
            )),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let passages: Vec<Written> = found.iter().map(written).collect();
    let is_text = |passage: &Written| matches!(passage, Written::Text(_));
    Ok(if passages.iter().all(is_text) {
        Written::List(passages).inline_if_short()
    } else {
        Written::List(passages)
    })
}

/// Source and target of a line that begins with a quoted id.
fn split_quoted(body: &str) -> (Vec<String>, Vec<String>) {
    let length = super::pieces::unquoted_length(body).unwrap_or(body.len());
    let rest = body[length..].trim();
    let from = words_in(&body[..length]);
    match sides(&format!("x {rest}")) {
        Some((_, to)) => {
            let shifted = format!("x {rest}");
            (from, words_in(&shifted[to]))
        }
        None => (from.clone(), from),
    }
}

fn is_how(word: &str) -> bool {
    hows().contains(&word)
        || matches!(
            word,
            "unknown" | "none" | "not-shared" | "copied" | "transformation" | "aggregation"
        )
}

/// The shortest form of a field passed.
fn written(one: &Passed) -> Written {
    let to = Written::text(&one.to);
    match &one.from[..] {
        [from] if one.how.is_empty() && *from == one.to => to,
        [from] if one.how.is_empty() && from != "to" => Written::Mapping(vec![(from.clone(), to)]),
        from => {
            let mut keys = Vec::new();
            let from = match from {
                [one] => Written::text(one),
                several => Written::texts(several),
            };
            keys.push(("from".to_owned(), from));
            keys.push(("to".to_owned(), to));
            if !one.how.is_empty() {
                keys.push(("how".to_owned(), Written::text(&one.how)));
            }
            Written::Mapping(keys).inline()
        }
    }
}

/// The fields passed, each with all its keys.
pub(super) fn normal(value: &Written) -> Written {
    match all(&plain(value)) {
        Some(all) => {
            let items = all.iter().map(|one| {
                Written::Mapping(vec![
                    ("from".to_owned(), plain(&Written::texts(&one.from))),
                    ("to".to_owned(), Written::text(&one.to)),
                    ("how".to_owned(), Written::text(&one.how)),
                ])
            });
            Written::List(items.collect())
        }
        None => plain(value),
    }
}
