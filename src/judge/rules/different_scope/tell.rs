//! The words of fields that are about different people.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::pool::{are_totals, fed};
use super::{DifferentScope, Pair, place};
use crate::judge::rules::comparable::Dimensions;
use crate::judge::rules::facets::MOST_SHOWN;
use crate::judge::rules::found::{Found, Names};
use crate::judge::rules::inherited::with_others;
use crate::judge::rules::scopes::{Scopes, by_scope};
use crate::read::finding::{Asks, Question, Words};
use crate::read::model::{
    Axis, DimensionId, FieldId, Id, Mode, Model, Relation, ScopeBox, TermId, difference,
    leaves_some, relations,
};
use crate::read::source::Span;
use crate::words::{counted, few, lowered};

pub(super) fn tell(found: &Found<DifferentScope>, names: &Names<'_>) -> Words {
    let model = names.model();
    let Some(pair) = found.pairs.first() else {
        return match found.unknown {
            Some(unknown) => tell_unknown(found, unknown, names),
            None => tell_too_many(found, names),
        };
    };
    let term = names.of(found.term);
    let systems: BTreeSet<_> = found
        .fields
        .iter()
        .map(|field| model.system_of(*field))
        .collect();
    let scopes = by_scope(model, &found.fields, |scope| model.people(scope));
    let people_of = |field: FieldId| Scopes::people_of(names.graph, field);
    let places = scopes.iter().take(MOST_SHOWN);
    let places = places.map(|(_, fields)| {
        let label = format!(
            "{}: {}",
            names.of(model.system_of(fields[0])),
            model.short_words(&people_of(fields[0]))
        );
        (place(model, fields[0]), label)
    });
    let places: Vec<(Span, String)> = places.collect();
    let details = || {
        let details = scopes.iter().map(|(_, fields)| {
            let words = model.boxes_words(&people_of(fields[0]));
            json!({"scope": words, "fields": names.ids(*fields)})
        });
        details.collect::<Vec<_>>()
    };
    let pairs = || {
        let details = found.pairs.iter().map(|pair| pair_detail(names, pair));
        details.collect::<Vec<_>>()
    };
    let (help, to, question) = advice(names, found.term, pair);
    let words = Words::shown(places)
        .message(format!(
            "{term} is held for different people in {} systems",
            systems.len()
        ))
        .detail("scopes", names.in_full(details))
        .detail("pairs", names.in_full(pairs))
        .help(format!(
            "agree whom {term} is for, or keep two terms. {help}"
        ))
        .ask(names.owner_of(to), question);
    let too_many = found.too_many.iter().map(|two| names.ids(two));
    let too_many: Vec<Value> = too_many.map(Value::from).collect();
    let words = if too_many.is_empty() {
        words
    } else {
        words.detail("too_many_boxes", too_many)
    };
    with_others(words, &found.also, names)
}

/// Limit on the dimensions on which people are named.
const MOST_LIMITS: usize = 2;

/// The people by whom two fields differ, in words: those whom the first covers and the second does not, and the other way round.
struct Differing {
    people: String,
    /// The same people, by one dimension.
    shortly: String,
    back: Option<String>,
}

impl Differing {
    fn of(names: &Names<'_>, pair: &Pair) -> Self {
        let model = names.model();
        let [more, less] =
            [pair.more, pair.less].map(|field| Scopes::people_of(names.graph, field));
        // What the fields themselves state comes first: it is part of what they mean.
        let own = pair.by_own(model);
        let by = [own, pair.by.without(own)];
        let words = |most: usize| {
            only_in(model, &by, [&more, &less], most).unwrap_or_else(|| {
                model.groups_words(std::slice::from_ref(&pair.people(names.graph)), &less)
            })
        };
        Self {
            people: words(MOST_LIMITS),
            shortly: words(1),
            back: only_in(model, &by, [&less, &more], 1),
        }
    }
}

/// The names of the dimensions by which two fields are about other people, those that the fields state first.
fn differing_by(names: &Names<'_>, pair: &Pair) -> String {
    let model = names.model();
    let [more, less] = [pair.more, pair.less].map(|field| Scopes::people_of(names.graph, field));
    let own = pair.by_own(model);
    let group = pair.people(names.graph);
    let mut told: Vec<String> = Vec::new();
    for by in [own, pair.by.without(own)] {
        for (id, dimension) in model.dimensions.iter() {
            let at = id.index();
            let differs = || {
                let is_alone = |boxes: &[ScopeBox], others: &[ScopeBox]| {
                    let [boxes, others] = [boxes, others].map(|boxes| -> Vec<ScopeBox> {
                        boxes.iter().map(|scope| scope.alone(at)).collect()
                    });
                    leaves_some(&boxes, &others, model.space(), Mode::Certain)
                };
                is_alone(&more, &less) || is_alone(&less, &more)
            };
            let values = matches!(dimension.axis, Axis::Values(_));
            if values && by.meets(id.into()) && differs() {
                told.push(lowered(&dimension.name));
            }
        }
    }
    if told.is_empty() {
        let apart = model.dimensions.iter().filter(|(id, _)| {
            let mut others = less.iter();
            others.any(|other| other.0[id.index()].overlaps(&group.0[id.index()]) == Some(false))
        });
        told.extend(apart.map(|(_, dimension)| lowered(&dimension.name)));
    }
    few(&told)
}

/// The values that some of `boxes` have and none of `others`, by dimension, in the order of `by`; `None` if on no dimension alone there are any. At most so many dimensions are named.
fn only_in(
    model: &Model,
    by: &[Dimensions],
    [boxes, others]: [&[ScopeBox]; 2],
    most: usize,
) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    let values = by.iter().flat_map(|by| {
        let dimensions = model.dimensions.iter();
        dimensions.filter(|(id, dimension)| {
            matches!(dimension.axis, Axis::Values(_)) && by.meets((*id).into())
        })
    });
    for (id, _) in values {
        let at = id.index();
        let is_stated = |scope: &&ScopeBox| scope.0[at].is_stated();
        if !others.iter().all(|scope| is_stated(&scope)) {
            continue;
        }
        let here: Vec<ScopeBox> = boxes
            .iter()
            .filter(is_stated)
            .map(|scope| scope.alone(at))
            .collect();
        let there: Vec<ScopeBox> = others.iter().map(|scope| scope.alone(at)).collect();
        let rest = difference(&here, &there, model.space(), Mode::Certain);
        if !rest.is_empty() {
            told.push(model.groups_words(&rest, &there));
        }
    }
    let more = told.len().saturating_sub(most);
    told.truncate(most);
    if more > 0 {
        told.push(counted(more, "more limit"));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// The advice where it rests on an assumption who exactly is left out: what is told is by what the two differ.
fn unsure_advice(names: &Names<'_>, term: &str, pair: &Pair) -> (String, FieldId, String) {
    let [one, other] = names.two(pair.more, pair.less);
    let by = differing_by(names, pair);
    let said = format!(
        "For example, {one} and {other} do not take in the same people. They differ by {by}"
    );
    let question = format!(
        "Which people should {term} take in? {one} and {other} do not agree. They differ by {by}."
    );
    (said, pair.less, question)
}

/// The people by whom two fields differ, and which of the two covers them.
fn sides(pair: &Pair, [counts, does_not]: [&str; 2], people: &str, back: Option<String>) -> String {
    match back {
        Some(back) if pair.is_written => {
            format!(
                "They differ on some people ({people}). {counts} covers them and {does_not} does not. The reverse holds for these ({back})"
            )
        }
        _ if pair.is_written => format!(
            "They differ on some people ({people}). {counts} covers them and {does_not} does not"
        ),
        _ => format!(
            "They differ on some people ({people}). {does_not} leaves them out, and {counts} does not say that it does"
        ),
    }
}

/// The advice on the people who make the difference, the field whose owner is asked, and the question.
fn advice(names: &Names<'_>, term: TermId, pair: &Pair) -> (String, FieldId, String) {
    let (model, term) = (names.model(), names.of(term));
    if !pair.is_sure && fed(names.graph, pair).is_none() {
        return unsure_advice(names, &term, pair);
    }
    let Differing {
        people,
        shortly,
        back,
    } = Differing::of(names, pair);
    let [counts, does_not] = names.two(pair.more, pair.less);
    let both = match &back {
        Some(back) if pair.is_written => {
            format!("They differ on some people ({shortly}). The reverse holds for these ({back}).")
        }
        _ => format!("They differ on some people ({people})."),
    };
    let said = sides(pair, [&counts, &does_not], &people, back);
    let group = pair.people(names.graph);
    let others = Scopes::people_of(names.graph, pair.less);
    let compared = |differing: &str| {
        format!("Does anyone add or compare {term} of {counts} and {does_not}? {differing}")
    };
    let (to, question) = if pair.is_as_totals {
        match fed(names.graph, pair) {
            Some(target) => {
                let [source, receiver] = if target == pair.less {
                    [&counts, &does_not]
                } else {
                    [&does_not, &counts]
                };
                let question = format!(
                    "{receiver} takes this from {source}. How does it allow for the people by whom the two differ ({people})?"
                );
                (target, question)
            }
            None => (pair.less, compared(&both)),
        }
    } else if is_beyond(model, pair.less, &others, &group) && are_totals(names.graph, pair) {
        (pair.less, compared(&both))
    } else if is_beyond(model, pair.less, &others, &group) {
        (
            pair.more,
            format!("Could {counts} show {term} without these ({people})?"),
        )
    } else if pair.is_written {
        (
            pair.less,
            format!(
                "{counts} covers some whom {does_not} leaves out. They are these ({shortly}). Which should hold for {term}?"
            ),
        )
    } else {
        (
            pair.more,
            format!("Does {term} in {counts} include these ({shortly})?"),
        )
    };
    (said, to, question)
}

/// True if the owner of a field does not deal with these people at all: on a dimension on which the field leaves them out, none of the
/// owner's systems covers any of them. Such an owner is not asked to take them in.
fn is_beyond(model: &Model, field: FieldId, others: &[ScopeBox], group: &ScopeBox) -> bool {
    let Some(owner) = model.systems[model.system_of(field)].owner() else {
        return false;
    };
    let own = model.systems.iter();
    let own: Vec<&[ScopeBox]> = own
        .filter(|(_, system)| system.owner() == Some(owner))
        .filter_map(|(_, system)| system.covers.known().map(|boxes| &**boxes))
        .collect();
    model.dimensions.iter().any(|(id, dimension)| {
        let at = |scope: &ScopeBox| scope.0[id.index()].overlaps(&group.0[id.index()]);
        let is_apart = |boxes: &[ScopeBox]| boxes.iter().all(|scope| at(scope) == Some(false));
        matches!(dimension.axis, Axis::Values(_))
            && is_apart(others)
            && own.iter().all(|boxes| is_apart(boxes))
    })
}

fn tell_unknown(
    found: &Found<DifferentScope>,
    (says, unknown, dimension): (FieldId, FieldId, DimensionId),
    names: &Names<'_>,
) -> Words {
    let model = names.model();
    let (term, name) = (
        names.of(found.term),
        lowered(&model.dimensions[dimension].name),
    );
    let [one, other] = names.two(says, unknown);
    let words = Words::shown([
        (
            place(model, says),
            model.short_words(&model.people(model.scope(says))),
        ),
        (place(model, unknown), format!("not known ({name})")),
    ])
    .message(format!(
        "it is not known whether {term} is held for the same people in {one} and {other} ({name})"
    ))
    .detail(
        "unknown",
        json!({"field": names.id(unknown), "dimension": names.id(dimension)}),
    )
    .help(format!(
        "find out whom {other} covers ({name}), and write it under `covers`"
    ))
    .put(
        Question::new(
            names.owner_of(unknown),
            format!("Whom does {other} cover ({name})?"),
        )
        .about(Asks::People {
            system: names.id(model.system_of(unknown)),
            limits: vec![name],
        }),
    );
    with_others(words, &found.also, names)
}

fn tell_too_many(found: &Found<DifferentScope>, names: &Names<'_>) -> Words {
    let model = names.model();
    let [first, second] = found.too_many[0];
    let label = |field: FieldId| match model.people(model.scope(field)).len() {
        1 => "1 group of people".to_owned(),
        count => format!("{count} groups of people"),
    };
    let fields = found.fields.iter().take(MOST_SHOWN);
    let words = Words::shown(fields.map(|field| (place(model, *field), label(*field))))
        .message(format!(
            "{} and {} state too many groups of people to compare",
            names.of(first),
            names.of(second)
        ))
        .detail(
            "too_many_boxes",
            found
                .too_many
                .iter()
                .map(|two| Value::from(names.ids(two)))
                .collect::<Vec<_>>(),
        )
        .help("say in fewer groups whom they cover, or by fewer dimensions")
        .ask(
            names.owner_of(first),
            format!("Whom does {} cover, in fewer groups?", names.of(first)),
        );
    with_others(words, &found.also, names)
}

fn pair_detail(names: &Names<'_>, pair: &Pair) -> Value {
    let model = names.model();
    // In the order of the model.
    let fields = [pair.more.min(pair.less), pair.more.max(pair.less)];
    let [a, b] = fields.map(|field| Scopes::people_of(names.graph, field));
    let possible = relations(&a, &b, model.space());
    let relation: Vec<&str> = possible.iter().copied().map(Relation::word).collect();
    let (more, less) = if pair.more == fields[0] {
        (&a, &b)
    } else {
        (&b, &a)
    };
    let back = difference(less, more, model.space(), Mode::Certain);
    json!({
        "fields": names.ids(fields),
        "relation": relation,
        "only_in": names.id(pair.more),
        "people": model.box_words(&pair.people(names.graph)),
        "presumed": !pair.is_written,
        "other_way": back.first().map(|people| model.box_words(people)),
    })
}
