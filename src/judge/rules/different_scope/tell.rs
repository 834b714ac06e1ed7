//! The words of fields that are about different people.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::pool::{are_totals, fed};
use super::sides::{Differing, differing_by, named, sides};
use super::{DifferentScope, Pair, place};
use crate::judge::graph::Supply;
use crate::judge::rules::facets::MOST_SHOWN;
use crate::judge::rules::found::{Found, Names};
use crate::judge::rules::inherited::with_others;
use crate::judge::rules::scopes::{Scopes, by_scope};
use crate::judge::rules::sharing::certainty;
use crate::read::finding::{Asks, Certainty, Question, Words};
use crate::read::model::{
    Axis, DimensionId, FieldId, Id, Mode, Model, Relation, ScopeBox, TermId, difference, relations,
};
use crate::read::source::Span;
use crate::words::lowered;

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
    let asked = match to {
        Asked::Owner(field) => names.owner_of(field),
        Asked::Room => String::new(),
    };
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
        .ask(asked, question);
    let too_many = found.too_many.iter().map(|two| names.ids(two));
    let too_many: Vec<Value> = too_many.map(Value::from).collect();
    let words = if too_many.is_empty() {
        words
    } else {
        words.detail("too_many_boxes", too_many)
    };
    with_others(words, &found.also, names)
}

/// The advice where it rests on an assumption who exactly is left out: what is told is by what the two differ.
fn unsure_advice(names: &Names<'_>, pair: &Pair) -> (String, Asked, String) {
    let [one, other] = named(names, pair);
    let by = differing_by(names, pair);
    let said = format!(
        "For example, {one} and {other} do not take in the same people. They differ by {by}"
    );
    // Whom the less sure of the two takes in is a question of fact.
    let model = names.model();
    let supply = Supply::of(names.graph);
    let is_sure = |field: FieldId| certainty(&supply, &[field]) == Certainty::Certain;
    let gaps = |field: FieldId| {
        let extents = model.scope(field).iter().flat_map(|scope| &scope.0);
        extents.filter(|extent| !extent.is_stated()).count()
    };
    let doubt = |field: FieldId| (!is_sure(field), gaps(field));
    let (open, its) = if doubt(pair.less) > doubt(pair.more) {
        (pair.less, &other)
    } else {
        (pair.more, &one)
    };
    let question = format!("Whom does {its} take in? {one} and {other} seem to differ by {by}.");
    (said, Asked::Owner(open), question)
}

/// The organisation to ask.
enum Asked {
    /// The owner of a field.
    Owner(FieldId),
    /// The room, which decides what a term means for all who use it.
    Room,
}

/// The advice on the people who make the difference, the organisation to ask, and the question.
fn advice(names: &Names<'_>, term: TermId, pair: &Pair) -> (String, Asked, String) {
    let (model, term) = (names.model(), names.of(term));
    if !pair.is_sure && fed(names.graph, pair).is_none() {
        return unsure_advice(names, pair);
    }
    let Differing {
        people,
        shortly,
        back,
    } = Differing::of(names, pair);
    let [counts, does_not] = named(names, pair);
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
                (Asked::Owner(target), question)
            }
            None => (Asked::Room, compared(&both)),
        }
    } else if is_beyond(model, pair.less, &others, &group) && are_totals(names.graph, pair) {
        (Asked::Room, compared(&both))
    } else if is_beyond(model, pair.less, &others, &group) {
        (
            Asked::Owner(pair.more),
            format!("Could {counts} show {term} without these ({people})?"),
        )
    } else if pair.is_written {
        (
            Asked::Room,
            format!(
                "{counts} covers some whom {does_not} leaves out. They are these ({shortly}). Which should hold for {term}?"
            ),
        )
    } else {
        (
            Asked::Owner(pair.more),
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
