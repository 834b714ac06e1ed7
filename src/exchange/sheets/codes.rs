//! The codes of a code list and the pairs of a mapping as the text of a cell, one a line.

use super::cell::{Unread, item_text, items};
use super::pieces::{around_equals, in_brackets, lines, quoted};
use crate::read::syntax::Written;

/// `code = meaning`, one a line; a code without a meaning stands alone.
pub(super) fn codes(value: &Written) -> Option<String> {
    let part = |text: &str| {
        if text.contains(['\n', '=']) || text.starts_with('"') || text.trim() != text {
            quoted(text)
        } else {
            text.to_owned()
        }
    };
    let lines: Option<Vec<String>> = match value {
        Written::List(items) => {
            let texts = items.iter().map(|item| match item {
                Written::Text(text) => Some(part(text)),
                _ => None,
            });
            texts.collect()
        }
        Written::Mapping(pairs) => {
            let lines = pairs.iter().map(|(code, meaning)| match meaning {
                Written::Nothing => Some(part(code)),
                Written::Text(meaning) => Some(format!("{} = {}", part(code), part(meaning))),
                _ => None,
            });
            lines.collect()
        }
        _ => None,
    };
    Some(lines?.join("\n"))
}

pub(super) fn read_codes(text: &str) -> Written {
    let pairs = lines(text).map(|line| {
        let (code, meaning) = around_equals(line.trimmed);
        let meaning = meaning.map_or(Written::Nothing, Written::Text);
        (code, meaning)
    });
    let pairs: Vec<(String, Written)> = pairs.collect();
    if pairs
        .iter()
        .all(|(_, meaning)| *meaning == Written::Nothing)
    {
        return Written::texts(pairs.into_iter().map(|(code, _)| code));
    }
    Written::Mapping(pairs)
}

pub(super) fn normal_pair(to: &Written) -> Written {
    match to {
        Written::Mapping(all) => Written::Mapping(all.clone()),
        other => Written::Mapping(
            items(other)
                .iter()
                .map(|item| (item_text(item), Written::Nothing))
                .collect(),
        ),
    }
}

/// `code = code (exact)`, one pair a line.
pub(super) fn pairs(value: &Written, words: &[&str]) -> Option<String> {
    let Written::Mapping(all) = value else {
        return None;
    };
    let part = |text: &str| {
        let is_odd = text.contains(['\n', '=', '(']) || text.starts_with('"');
        if is_odd || text.trim() != text {
            quoted(text)
        } else {
            text.to_owned()
        }
    };
    let mut lines = Vec::new();
    for (code, to) in all {
        let Written::Mapping(targets) = normal_pair(to) else {
            return None;
        };
        for (target, how) in targets {
            let how = match how {
                Written::Nothing => String::new(),
                Written::Text(how) if words.contains(&how.as_str()) => format!(" ({how})"),
                _ => return None,
            };
            lines.push(format!("{} = {}{how}", part(code), part(&target)));
        }
    }
    Some(lines.join("\n"))
}

pub(super) fn read_pairs(text: &str, words: &[&str]) -> Result<Written, Vec<Unread>> {
    let mut all: Vec<(String, Vec<(String, Written)>)> = Vec::new();
    let mut faults = Vec::new();
    for line in lines(text) {
        let (body, how) = in_brackets(line.trimmed);
        let (body, how) = match how {
            Some(how) if words.contains(&how) => (body, Written::text(how)),
            _ => (line.trimmed, Written::Nothing),
        };
        let (code, Some(target)) = around_equals(body) else {
            faults.push(line.unread(
                format!("`{}` maps no code to another", line.trimmed),
                "write `code = code`, with how they correspond in brackets: `N = natural_causes (exact)`",
            ));
            continue;
        };
        let place = all.iter().position(|(known, _)| *known == code);
        match place {
            Some(place) => all[place].1.push((target, how)),
            None => all.push((code, vec![(target, how)])),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let pairs = all.into_iter().map(|(code, targets)| {
        let is_bare = targets.iter().all(|(_, how)| *how == Written::Nothing);
        let value = match &targets[..] {
            [(one, Written::Nothing)] => Written::text(one),
            _ if is_bare => Written::texts(targets.iter().map(|(target, _)| target)),
            _ => Written::Mapping(targets).inline(),
        };
        (code, value)
    });
    Ok(Written::Mapping(pairs.collect()))
}
