//! The reasons against a need in plain words: terms that share a reason are told together.

use serde_json::Value;

use super::Under;
use super::key::Keys;
use super::tell::{first_fact, sentence};
use crate::judge::rules::unmet_need::reasons as told;
use crate::words::{counted, listed};

/// Limit on the reasons given for a need.
const MOST_REASONS: usize = 2;

/// The first reasons against a need, and the number of further ones: those that are known, then those that cannot be told, both in the
/// order in which they would have to be solved.
pub(super) fn reasons(keys: &Keys<'_>, under: &[Under<'_>]) -> String {
    let unmet = under
        .iter()
        .find_map(|one| one.detail.get("reasons")?.as_array());
    let mut unmet: Vec<Value> = unmet.into_iter().flatten().cloned().collect();
    unmet.sort_by_key(|reason| reason["reason"] == "cannot-tell");
    // Where a source says why, what may yet come by unlisted flows is no reason.
    if unmet
        .first()
        .is_some_and(|reason| reason["reason"] == "said-not")
    {
        unmet.retain(|reason| reason["reason"] != "cannot-tell");
    }
    let texts: Vec<String> = told(&unmet).map(|(text, _)| text).collect();
    let all = joined(texts.iter().map(String::as_str));
    if all.is_empty() {
        return first_fact(keys, under);
    }
    let shown = all.iter().take(MOST_REASONS);
    let mut told: Vec<String> = shown
        .map(|text| format!("{}.", sentence(keys, text)))
        .collect();
    if let more @ 1.. = all.len().saturating_sub(MOST_REASONS) {
        told.push(format!("And {}.", counted(more, "more reason")));
    }
    told.join(" ")
}

/// Texts that differ in a single id, the object of their sentence, as one text that lists these ids.
pub(crate) fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut groups: Vec<(Vec<&str>, Option<usize>, Vec<&str>)> = Vec::new();
    for text in texts {
        let parts: Vec<&str> = text.split('`').collect();
        let found = groups.iter_mut().find_map(|(frame, at, ids)| {
            let place = differing(frame, &parts)?;
            let fits = at.is_none_or(|at| at == place) && may_be_listed(frame, place);
            fits.then_some((place, at, ids))
        });
        match found {
            Some((place, at, ids)) => {
                *at = Some(place);
                ids.push(parts[place]);
            }
            None => groups.push((parts, None, Vec::new())),
        }
    }
    let words = groups.into_iter().map(|(frame, at, ids)| {
        let Some(at) = at else {
            return frame.join("`");
        };
        let all = std::iter::once(frame[at]).chain(ids);
        let all: Vec<String> = all.map(|id| format!("`{id}`")).collect();
        let (before, after) = (frame[..at].join("`"), frame[at + 1..].join("`"));
        format!("{before}{}{after}", listed(&all))
    });
    words.collect()
}

/// The place of the only id in which two texts differ.
fn differing(a: &[&str], b: &[&str]) -> Option<usize> {
    let differ = || a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b);
    let (place, _) = differ().next()?;
    (a.len() == b.len() && differ().count() == 1 && place % 2 == 1).then_some(place)
}

/// True if several ids may stand in this place: it is not the subject, and no word such as `it` refers to it.
fn may_be_listed(frame: &[&str], place: usize) -> bool {
    let after = frame[place + 1..].iter().step_by(2);
    let mut words = after.flat_map(|part| part.split(|c: char| !c.is_alphabetic()));
    !frame[place - 1].is_empty() && words.all(|word| word != "it")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn one_reason_is_told_once_for_all_its_terms() {
        let texts = [
            "`lfd` holds `a` for trusts. The question asks about clinics",
            "`lfd` holds `b` for trusts. The question asks about clinics",
            "no flow brings `a` to `x`. Only `s` holds it",
            "no flow brings `b` to `x`. Only `s` holds it",
            "`a` comes only as totals",
            "`b` comes only as totals",
            "`lfd` holds `c` for trusts. The question asks about clinics",
        ];
        assert_eq!(
            joined(texts.into_iter()),
            [
                "`lfd` holds `a`, `b` and `c` for trusts. The question asks about clinics",
                "no flow brings `a` to `x`. Only `s` holds it",
                "no flow brings `b` to `x`. Only `s` holds it",
                "`a` comes only as totals",
                "`b` comes only as totals",
            ]
        );
    }
}
