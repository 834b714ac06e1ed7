//! Whether what a flow says it passes is what the field it reaches says of its people.

use std::collections::BTreeMap;

use super::Change;
use super::firmness;
use crate::judge::graph::Arrival;
use crate::judge::graph::Arrivals;
use crate::judge::graph::Link;
use crate::judge::graph::Unfiltered;
use crate::judge::graph::let_through_on_any_date;
use crate::read::finding::Certainty;
use crate::read::model::Extent;
use crate::read::model::FlowId;
use crate::read::model::Id;
use crate::read::model::Mode;
use crate::read::model::Model;
use crate::read::model::ScopeBox;
use crate::read::model::difference;

pub(super) fn people(
    model: &Model,
    arrivals: &Arrivals,
    judged: &mut BTreeMap<(Arrival, FlowId, Arrival), Vec<ScopeBox>>,
    link: &Link,
) -> Option<Change> {
    let only = model.flows[link.flow].only.known()?;
    let (held, claimed) = (arrivals.held(link.from), arrivals.claimed(link.to));
    let more = judged.entry((held, link.flow, claimed)).or_insert_with(|| {
        let passed = let_through_on_any_date(model, only, arrivals.boxes(held), Unfiltered::Open);
        difference(
            &passed,
            arrivals.boxes(claimed),
            model.space(),
            Mode::Certain,
        )
    });
    let at = model.flows[link.flow].only.span()?;
    if !more.is_empty() {
        let people = model.parts_words(more, arrivals.boxes(held));
        return Some(Change {
            facet: "covers",
            what: format!("people arrive whom it says it leaves out: {people}"),
            help: format!(
                "cover these people, or narrow the `only` of `{}`",
                model.flows[link.flow].slug
            ),
            certainty: firmness(model, link),
            at,
        });
    }
    let narrowed = silently_narrowed(model, arrivals, link, only)?;
    let agreed = agreed_people(model, arrivals, link);
    Some(Change {
        facet: "covers",
        what: match &agreed {
            Some(people) => {
                format!("people are left out whom the agreed definition covers: {people}")
            }
            None => format!("only some pass, and it does not say so: {narrowed}"),
        },
        help: "state whom it covers".to_owned(),
        certainty: if agreed.is_some() {
            firmness(model, link)
        } else {
            Certainty::CannotTell
        },
        at,
    })
}

/// Whom a flow's `only` lets through, where its source has more people on a dimension of which the target says nothing.
fn silently_narrowed(
    model: &Model,
    arrivals: &Arrivals,
    link: &Link,
    only: &[ScopeBox],
) -> Option<String> {
    let (held, claimed) = (
        arrivals.boxes(arrivals.held(link.from)),
        arrivals.boxes(arrivals.claimed(link.to)),
    );
    let only = model.people(only);
    let is_open = |index: usize| claimed.iter().any(|scope| !scope.0[index].is_stated());
    let mut told = only.clone();
    let mut is_narrowed = false;
    for id in model.dimensions.ids() {
        let index = id.index();
        let narrows = is_open(index)
            && only.iter().all(|filter| filter.0[index].is_stated())
            && held.iter().any(|scope| {
                only.iter().all(|filter| {
                    !scope.0[index]
                        .minus(&filter.0[index], &model.space().0[index], Mode::Certain)
                        .is_empty()
                })
            });
        if narrows {
            is_narrowed = true;
        } else {
            for filter in &mut told {
                filter.0[index] = Extent::Unstated;
            }
        }
    }
    is_narrowed.then(|| model.boxes_words(&told))
}

/// People whom the agreed definition of the term covers and what arrives surely does not.
fn agreed_people(model: &Model, arrivals: &Arrivals, link: &Link) -> Option<String> {
    let term = model.term_of(link.to)?;
    let agreed = model.terms[term].agreed.as_deref()?.covers.known()?;
    let agreed = model.people(agreed);
    let brought = arrivals.brought(link);
    let rest = difference(
        &agreed,
        arrivals.boxes(brought),
        model.space(),
        Mode::Certain,
    );
    (!rest.is_empty()).then(|| model.parts_words(&rest, &agreed))
}
