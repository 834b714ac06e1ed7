//! The words of a reason about people, kept short: the details name all of them.

use super::reason::{Reason, Why};
use super::words::{Parts, asker, few};
use crate::judge::graph::{Supply, is_own};
use crate::judge::rules::found::Names;
use crate::read::finding::{Asks, Question};
use crate::read::model::{
    Axis, Basis, DimensionId, Extent, Id, Leaves, Mode, Model, Need, Origin, ScopeBox, SystemId,
    TermId, extent_words, leaves_some,
};
use crate::words::{first_few, listed, lowered};

/// Limit on the values of a dimension that are named.
const MOST_VALUES: usize = 2;

pub(super) fn words(reason: &Reason, need: &Need, names: &Names<'_>) -> Parts {
    let model = names.model();
    match &reason.why {
        Why::PeopleLeftOut { .. } => left_out(reason, need, names),
        Why::CountedOtherwise {
            term,
            dimension,
            nearest,
            counted,
            wanted,
        } => {
            let [counted, wanted] =
                [counted, wanted].map(|basis| basis_words(model, *dimension, basis));
            let text = format!(
                "{} counts {} by {counted}. The question asks by {wanted}",
                names.of(*nearest),
                names.of(*term)
            );
            let question = format!("Could {} also count by {wanted}?", names.of(*nearest));
            Parts::asking(
                text,
                "by which date it counts",
                names.owner(*nearest),
                question,
            )
        }
        why => doubt(why, need, names),
    }
}

/// The words for people whom the nearest source leaves out.
fn left_out(reason: &Reason, need: &Need, names: &Names<'_>) -> Parts {
    let (
        model,
        Why::PeopleLeftOut {
            term,
            missing,
            nearest,
            others,
            apart,
            near,
        },
    ) = (names.model(), &reason.why)
    else {
        return Parts::default();
    };
    let owner = names.owner(*nearest);
    // An asker without a named system has only what it is sent: it leaves nobody out itself.
    let receiver = reason.who.filter(|who| {
        is_own(model, *nearest, *who) && model.systems[*nearest].origin == Origin::Unnamed
    });
    let (term_name, nearest) = (names.of(*term), names.of(*nearest));
    // Systems that no asker can use may hold it: they are no sources here.
    let first = if *others {
        "No source at hand gives"
    } else {
        "Nothing at hand gives"
    };
    if let Some((dimension, held, wanted)) = apart {
        let [held, wanted] = [held, wanted].map(|extent| said(model, *dimension, extent));
        let dimension = &model.dimensions[*dimension].name;
        let text = format!(
            "{nearest} holds {term_name} for {held} ({dimension}). The question asks about {wanted}"
        );
        let parts = Parts::told(text, "whom the source covers");
        let question = format!("Who could give {term_name} for {wanted}?");
        return parts
            .with(near.as_ref(), *term, names)
            .or_ask(asker(need, names), question);
    }
    let groups = groups(model, missing, need);
    let (text, question) = match receiver {
        Some(who) => {
            let who = names.of(who);
            (
                format!("{term_name} reaches {who} only for some. It leaves out {groups}"),
                format!("Who could give {term_name} to {who} for the people left out ({groups})?"),
            )
        }
        None => (
            format!("{nearest} leaves out {groups}. {first} their {term_name}"),
            format!("Could {nearest} give {term_name} for the people it leaves out ({groups})?"),
        ),
    };
    let mut parts = Parts::told(text, "whom the source covers").with(near.as_ref(), *term, names);
    if let Some(near) = near
        && leaves_some(
            missing,
            model.scope(near.field),
            model.space(),
            Mode::Certain,
        )
    {
        parts.near += ", for some of them";
    }
    parts.or_ask(owner, question)
}

/// The words for the people whom a source of totals leaves out as well.
pub(super) fn not_even_totals(
    nearest: SystemId,
    missing: &[ScopeBox],
    need: &Need,
    names: &Names<'_>,
) -> Parts {
    let groups = groups(names.model(), missing, need);
    let text = format!("the totals of {} leave out {groups}", names.of(nearest));
    Parts::told(text, "whom the source covers")
}

/// The words for a doubt about the people that the sources cover.
fn doubt(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    match why {
        Why::PeopleUnknown { .. } => unknown(why, need, names),
        Why::TooManyBoxes(term, systems, nearest) => {
            let text = format!(
                "{} {} too many groups of people to compare for {}",
                few(systems, names),
                if systems.first.len() == 1 {
                    "states"
                } else {
                    "state"
                },
                names.of(*term),
            );
            let question = format!("Whom does {} cover, in fewer groups?", names.of(*nearest));
            Parts::asking(text, "too many boxes", names.owner(*nearest), question)
        }
        Why::PerhapsTwice {
            term,
            systems,
            first,
        } => {
            let (term, systems) = (names.of(*term), few(systems, names));
            let text = format!(
                "only {systems} together hold {term} for everyone, and they may share people"
            );
            let question = format!("Which people do {systems} count twice?");
            Parts::asking(text, "covers a part", names.owner(*first), question)
        }
        _ => Parts::default(),
    }
}

/// The words if it is not known whom the sources cover, or whom the need asks about.
fn unknown(why: &Why, need: &Need, names: &Names<'_>) -> Parts {
    let Why::PeopleUnknown {
        term,
        by_sources,
        by_need,
        systems,
        nearest,
    } = why
    else {
        return Parts::default();
    };
    let is_of_need = by_sources.is_empty() && !by_need.is_empty();
    let open = if is_of_need { by_need } else { by_sources };
    let limits = open
        .iter()
        .map(|id| names.model().dimensions[*id].name.to_string());
    let limits: Vec<String> = limits.collect();
    let by = match first_few(limits.iter().cloned(), MOST_VALUES) {
        by if by.is_empty() => "where the stretches end".to_owned(),
        by => by,
    };
    if is_of_need {
        let text = format!("the need does not know whom it asks about ({by})");
        let question = format!("Whom is the question about ({by})?");
        return Parts::asking(text, "whom the source covers", asker(need, names), question);
    }
    if systems.first.len() == 1 && systems.more == 0 && may_get_nothing(*nearest, *term, names) {
        let (term, nearest, owner) = (names.of(*term), names.of(*nearest), names.owner(*nearest));
        let text = format!("it is not known whether {nearest} gets {term} today");
        let question = format!("Does {nearest} get {term} today, and for whom?");
        return Parts::asking(text, "perhaps gets it", owner, question);
    }
    let hold = match systems.first.len() {
        1 => "holds",
        _ => "hold",
    };
    let (term, systems) = (names.of(*term), few(systems, names));
    let text = format!("it is not known for whom {systems} {hold} {term} ({by})");
    let question = format!("Whom does {} cover ({by})?", names.of(*nearest));
    let system = names.id(*nearest);
    let question = Question::new(names.owner(*nearest), question);
    Parts {
        question: Some(question.about(Asks::People { system, limits })),
        ..Parts::told(text, "whom the source covers")
    }
}

/// True if no field of the system surely gets values of the term.
fn may_get_nothing(system: SystemId, term: TermId, names: &Names<'_>) -> bool {
    let (model, supply) = (names.model(), Supply::of(names.graph));
    let fields = model.systems[system].fields.ids();
    let mut fields = fields.filter(|field| model.term_of(*field) == Some(term));
    fields.all(|field| supply.may_be_empty(field))
}

/// ` for those whose age is 18 years or more`; empty if it is about everyone.
pub(super) fn whom(model: &Model, missing: &[ScopeBox], need: &Need) -> String {
    if missing.is_empty() {
        return String::new();
    }
    format!(" for {}", groups(model, missing, need))
}

/// One or two groups, if one limit each tells whom; else the one that needs the fewest words. The details have the others.
fn groups(model: &Model, missing: &[ScopeBox], need: &Need) -> String {
    let whole = need.covers.known().map_or(&[][..], |boxes| boxes);
    let mut groups: Vec<(usize, String)> = Vec::new();
    for part in missing {
        let group = group(model, part, whole);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let shortest = groups
        .iter()
        .min_by_key(|(limits, words)| (*limits, words.len()));
    let Some((_, first)) = shortest else {
        return String::new();
    };
    match groups.len() {
        1 => first.clone(),
        2 if groups.iter().all(|(limits, _)| *limits <= 1) => {
            let words: Vec<String> = groups.iter().map(|(_, words)| words.clone()).collect();
            words.join(", and ")
        }
        _ => format!(
            "{}, among others",
            shared_limit(model, missing, whole).unwrap_or_else(|| first.clone())
        ),
    }
}

/// The limit that most people of several groups have in common, if several groups have it: a group with few limits is taken as large.
fn shared_limit(model: &Model, missing: &[ScopeBox], whole: &[ScopeBox]) -> Option<String> {
    let mut limits: Vec<(DimensionId, &Extent, usize, u64)> = Vec::new();
    for part in missing {
        let here = differing(model, part, whole);
        let size = 1_u64 << 32_usize.saturating_sub(here.len());
        for id in here {
            let extent = &part.0[id.index()];
            let mut known = limits.iter_mut();
            match known.find(|(of, same, ..)| (*of, *same) == (id, extent)) {
                Some((_, _, groups, all)) => {
                    *groups += 1;
                    *all += size;
                }
                None => limits.push((id, extent, 1, size)),
            }
        }
    }
    let several = limits.iter().filter(|(_, _, groups, _)| *groups > 1);
    let (id, extent, ..) = several.rev().max_by_key(|(_, _, _, size)| *size)?;
    let name = lowered(&model.dimensions[*id].name);
    let words = either(model, *id, extent);
    Some(format!("some of those whose {name} is {words}"))
}

/// The dimensions that distinguish a part from the box of the need that contains it.
fn differing(model: &Model, part: &ScopeBox, whole: &[ScopeBox]) -> Vec<DimensionId> {
    let differing = |of: &ScopeBox| -> Vec<DimensionId> {
        let ids = model.dimensions.ids();
        // `All` is no difference: the need leaves the dimension out, or dates do not matter.
        let differs = |id: &DimensionId| {
            let here = &part.0[id.index()];
            *here != Extent::All && *here != of.0[id.index()]
        };
        ids.filter(differs).collect()
    };
    let within = whole.iter().filter(|of| part.overlaps(of) != Some(false));
    within
        .map(differing)
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

/// The words that distinguish a part from the box of the need that contains it, and the number of dimensions.
fn group(model: &Model, part: &ScopeBox, whole: &[ScopeBox]) -> (usize, String) {
    let limits = differing(model, part, whole);
    let told = limits.iter().map(|id| {
        let words = either(model, *id, &part.0[id.index()]);
        let name = lowered(&model.dimensions[*id].name);
        format!("those whose {name} is {words}")
    });
    let told: Vec<String> = told.collect();
    let count = told.len();
    match count {
        0 => (0, "everyone asked about".to_owned()),
        1 => (1, told.concat()),
        _ => {
            // The other limits are in the details.
            let shortest = told.iter().min_by_key(|words| words.len());
            (
                count,
                format!("some of {}", shortest.cloned().unwrap_or_default()),
            )
        }
    }
}

/// An extent in words for readers.
fn said(model: &Model, id: DimensionId, extent: &Extent) -> String {
    let dimension = &model.dimensions[id];
    match (&dimension.axis, extent) {
        (Axis::Values(_), Extent::Leaves(leaves)) => leaf_words(model, id, leaves),
        _ => extent_words(dimension, extent).unwrap_or_else(|| "everyone".to_owned()),
    }
}

/// An extent in words, its values as alternatives.
fn either(model: &Model, id: DimensionId, extent: &Extent) -> String {
    let Extent::Leaves(leaves) = extent else {
        return said(model, id, extent);
    };
    let words = values(model, id, leaves);
    match &words[..] {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// Values in words for readers.
fn leaf_words(model: &Model, dimension: DimensionId, leaves: &Leaves) -> String {
    listed(&values(model, dimension, leaves))
}

/// The names of the values; of many, the first and a count.
fn values(model: &Model, dimension: DimensionId, leaves: &Leaves) -> Vec<String> {
    let Axis::Values(values) = &model.dimensions[dimension].axis else {
        return Vec::new();
    };
    let mut words: Vec<String> = values
        .fewest(leaves)
        .iter()
        .map(|word| word.replace('_', " "))
        .collect();
    let more = words.len().saturating_sub(MOST_VALUES);
    if more > 1 {
        words.truncate(MOST_VALUES);
        words.push(format!("{more} more"));
    }
    words
}

/// The dates that count a case.
pub(super) fn basis_words(model: &Model, dimension: DimensionId, basis: &Basis) -> String {
    match basis {
        Basis::By(leaves) => leaf_words(model, dimension, leaves),
        Basis::Every => "every date".to_owned(),
        Basis::Unstated => "a date that is not stated".to_owned(),
    }
}
