//! Pairs of terms that may mean the same.

use std::collections::BTreeSet;

use super::LEAST;
use super::Suggestion;
use super::Thing;
use super::answer;
use super::counted;
use super::described;
use super::element::Element;
use super::matcher::Matcher;
use super::notes;
use super::row;
use super::vocabulary::Vocabulary;
use crate::ask::{Answer, Row};
use crate::read::model::{Model, Ref, TermId};

/// The pairs of terms nearest to each other, the nearest first; for each term at most `top`.
pub(super) fn of_terms(model: &Model, top: usize) -> Answer {
    let terms: Vec<TermId> = model
        .terms
        .iter()
        .filter(|(_, term)| !term.is_placeholder)
        .map(|(id, _)| id)
        .collect();
    let elements: Vec<Element> = terms
        .iter()
        .map(|term| described::term(model, *term))
        .collect();
    let matcher = Matcher::new(Vocabulary::built_in(), &elements, &[]);
    let mut pairs: Vec<(TermId, Suggestion)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (term, question) in terms.iter().zip(&elements) {
        let near = matcher.ranked(question).into_iter().filter(|found| {
            let other = terms[found.candidate];
            found.score >= LEAST && other != *term && may_be_one(model, *term, other)
        });
        for parts in near.take(top) {
            let other = terms[parts.candidate];
            if seen.insert((*term.min(&other), *term.max(&other))) {
                let thing = Thing::Term(other);
                let by = None;
                pairs.push((*term, Suggestion { thing, by, parts }));
            }
        }
    }
    pairs.sort_by(|a, b| b.1.parts.score.total_cmp(&a.1.parts.score));
    let rows: Vec<Row> = pairs
        .iter()
        .map(|(term, suggestion)| {
            let own = &model.terms[*term];
            row(model, &own.slug, own.span, suggestion)
        })
        .collect();
    let title = format!(
        "{} of terms that may mean the same: nearest first, scores and their parts in percent",
        counted(rows.len(), "pair")
    );
    answer("term", title, rows, notes())
}

/// False if the map says that two terms are not the same: they describe different things, or one is a kind of the other.
fn may_be_one(model: &Model, one: TermId, two: TermId) -> bool {
    let of = |term: TermId| model.terms[term].of.known();
    let other_things = matches!((of(one), of(two)), (Some(one), Some(two)) if one != two);
    !other_things && !is_kind_of(model, one, two) && !is_kind_of(model, two, one)
}

fn is_kind_of(model: &Model, narrow: TermId, broad: TermId) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = Some(narrow);
    while let Some(term) = at.filter(|term| seen.insert(*term)) {
        if term == broad {
            return true;
        }
        at = model.terms[term].broader.known().map(Ref::id);
    }
    false
}
