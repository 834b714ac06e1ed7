//! Fields of one term with different meanings: their types and units, the date that counts them, the code lists, the terms that a chain of
//! values joins, the names that two terms share.

use std::collections::{BTreeMap, BTreeSet};

use flowmap::read::model::{
    CodeListId, Extent, Field, FieldId, FieldType, How, Id, Model, Predicate, Ref, ScopeBox, TermId,
};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::recipes::Small;
use super::tables::{is_context, pairs, reached, standing, term, values};

const ORACLES: [Oracle; 5] = [
    ("different-type", different_type),
    ("different-count-basis", different_count_basis),
    ("same-name-other-term", same_name_other_term),
    ("terms-contradict", terms_contradict),
    ("codes-do-not-convert", codes_do_not_convert),
];

fn is_stretch(field: &Field) -> bool {
    matches!(
        field.kind.known(),
        Some(FieldType::Duration | FieldType::Number)
    )
}

/// True if two units measure time, one by the clock and one by the calendar.
fn is_clock_and_calendar(a: &str, b: &str) -> bool {
    let clock = ["hours", "minutes", "days"];
    (a == "months" && clock.contains(&b)) || (b == "months" && clock.contains(&a))
}

/// One-sided. Certain: a date against a length of time, and months against a clock unit, at one level. Possible: any pair of different
/// types or units (except date and datetime), of one term or at the two ends of a flow.
fn different_type(model: &Model) -> Wanted {
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    let joined = values(model)
        .into_iter()
        .filter_map(|(a, b, _)| Some((term(model, b)?, a, b)));
    for (is_pair, (term, a, b)) in pairs(model)
        .into_iter()
        .map(|pair| (true, pair))
        .chain(joined.map(|pair| (false, pair)))
    {
        let name = model.terms[term].slug.to_string();
        let level = |id: FieldId| model.systems[model.fields[id].system].level.known();
        let is_one_level = level(a) == level(b);
        let (a, b) = (&model.fields[a], &model.fields[b]);
        let is_date = |field: &Field| {
            matches!(
                field.kind.known(),
                Some(FieldType::Date | FieldType::Datetime)
            )
        };
        let is_long = |field: &Field| field.kind.known() == Some(&FieldType::Duration);
        let (here, there) = (a.kind.known(), b.kind.known());
        let units = a.unit.known().zip(b.unit.known());
        let is_uneven = units.is_some_and(|(a, b)| is_clock_and_calendar(a, b));
        let is_clash = (is_date(a) && is_long(b)) || (is_date(b) && is_long(a));
        if is_pair
            && is_one_level
            && !model.terms[term].is_identifier()
            && (is_clash || (is_uneven && here == there && is_stretch(a)))
        {
            surely.insert(name.clone());
        }
        let says = |field: &Field| field.kind.known().is_some() || field.unit.known().is_some();
        let is_other_type = here != there && !(is_date(a) && is_date(b));
        if says(a) && says(b) && (is_other_type || units.is_some_and(|(a, b)| a != b)) {
            perhaps.insert(name);
        }
    }
    Wanted { surely, perhaps }
}

/// The leaves of the dates by which a field with these boxes counts, over all boxes; `None` if some box does not state them or has no
/// counting date.
pub(super) fn dates(model: &Model, boxes: &[ScopeBox]) -> Option<Vec<bool>> {
    let (id, dimension) = model
        .dimensions
        .iter()
        .find(|(_, dimension)| &*dimension.slug == "counted_by")?;
    let flowmap::read::model::Axis::Values(values) = &dimension.axis else {
        return None;
    };
    let mut dates = vec![false; values.leaves];
    for scope in boxes {
        let Extent::Leaves(leaves) = &scope.0[id.index()] else {
            return None;
        };
        for (leaf, date) in dates.iter_mut().enumerate() {
            *date |= leaves.has(leaf);
        }
    }
    Some(dates)
}

/// Exact. Identifiers and plain context are not counted.
fn different_count_basis(model: &Model) -> Wanted {
    let mut names = Names::new();
    let counted = |term| !is_context(model, Some(term));
    for (term, a, b) in pairs(model).into_iter().filter(|(term, ..)| counted(*term)) {
        let both = dates(model, model.scope(a)).zip(dates(model, model.scope(b)));
        if both.is_some_and(|(a, b)| a != b) {
            names.insert(model.terms[term].slug.to_string());
        }
    }
    Wanted::exactly(names)
}

/// Exact.
fn same_name_other_term(model: &Model) -> Wanted {
    let mut names = Names::new();
    for (a, here) in model.fields.iter() {
        for (b, there) in model.fields.iter() {
            let terms = term(model, a).zip(term(model, b));
            let is_other = terms.is_some_and(|(a, b)| a != b);
            let is_meant = !is_context(model, term(model, a)) && !is_context(model, term(model, b));
            if here.slug == there.slug && here.system != there.system && is_other && is_meant {
                names.insert(here.slug.to_string());
            }
        }
    }
    Wanted::exactly(names)
}

/// The terms above one, nearest first.
fn above(model: &Model, mut term: TermId) -> Vec<TermId> {
    let mut above = Vec::new();
    while let Some(broader) = model.terms[term].broader.known() {
        term = broader.id();
        if above.contains(&term) {
            break;
        }
        above.push(term);
    }
    above
}

/// One-sided. Certain: terms that one value passed unchanged joins. Possible: terms that some chain of such values joins, read in either
/// direction.
fn terms_contradict(model: &Model) -> Wanted {
    let mut steps: Vec<(TermId, TermId)> = Vec::new();
    for passage in standing(model).flat_map(flowmap::read::model::Flow::passages) {
        if let (How::Identity, [from]) = (passage.how, &passage.from[..]) {
            steps.extend(term(model, from.id()).zip(term(model, passage.to.id())));
        }
    }
    let is_of_others = |(a, b): (TermId, TermId)| {
        let of = |term: TermId| model.terms[term].of.known();
        of(a).zip(of(b)).is_some_and(|(a, b)| a != b)
    };
    let name = |(a, b): (TermId, TermId)| {
        let mut slugs = [&*model.terms[a].slug, &*model.terms[b].slug];
        slugs.sort_unstable();
        slugs.join("/")
    };
    let is_narrowed = |(from, to): (TermId, TermId)| above(model, to).contains(&from);
    let is_widened = |(from, to): (TermId, TermId)| above(model, from).contains(&to);
    let certain = steps
        .iter()
        .filter(|step| is_narrowed(**step) || (is_of_others(**step) && !is_widened(**step)));
    let surely: Names = certain.map(|step| name(*step)).collect();
    let both_ways: Vec<(TermId, TermId)> = steps
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .collect();
    let mut perhaps = surely.clone();
    for a in model.terms.ids() {
        let joined = reached(a, &both_ways).into_iter().map(|b| (a, b));
        perhaps.extend(joined.filter(|pair| is_of_others(*pair)).map(name));
    }
    Wanted { surely, perhaps }
}

/// The image of a code in another list.
#[derive(Clone, PartialEq, Eq)]
enum Image {
    Code(String),
    Unsure,
    Nothing,
}

/// The images of one list's codes in another by the mappings between the two, read in either direction; `None` if there are none.
fn one_step(model: &Model, from: CodeListId, to: CodeListId) -> Option<BTreeMap<String, Image>> {
    let mut pairs: Vec<(&str, &str, Predicate)> = Vec::new();
    for mapping in &model.mappings {
        for pair in &mapping.pairs {
            if (mapping.from.id(), mapping.to.id()) == (from, to) {
                pairs.push((&pair.from.0, &pair.to.0, pair.predicate));
            } else if (mapping.to.id(), mapping.from.id()) == (from, to) {
                let predicate = match pair.predicate {
                    Predicate::Broad => Predicate::Narrow,
                    Predicate::Narrow => Predicate::Broad,
                    other => other,
                };
                pairs.push((&pair.to.0, &pair.from.0, predicate));
            }
        }
    }
    let image = |code: &str| {
        let of = |wanted: &[Predicate]| -> Vec<&str> {
            let rows = pairs.iter().filter(|(from, ..)| *from == code);
            let rows = rows.filter(|(_, _, predicate)| wanted.contains(predicate));
            rows.map(|(_, to, _)| *to).collect()
        };
        let (images, parts) = (
            of(&[Predicate::Exact, Predicate::Broad]),
            of(&[Predicate::Narrow]),
        );
        match images[..] {
            [to] => Image::Code(to.to_owned()),
            [] if parts.is_empty() && !of(&[Predicate::Close, Predicate::Related]).is_empty() => {
                Image::Unsure
            }
            _ => Image::Nothing,
        }
    };
    let codes = model.code_lists[from].values.iter();
    (!pairs.is_empty()).then(|| {
        codes
            .map(|code| (code.code.to_string(), image(&code.code)))
            .collect()
    })
}

/// For each way of mappings from one list to another, whether it carries every code over, and whether that is beyond doubt: a later mapping
/// may join what an earlier one splits.
fn ways(model: &Model, from: CodeListId, to: CodeListId) -> Vec<(bool, bool)> {
    let codes = model.code_lists[from].values.iter();
    let start: Vec<Image> = codes
        .map(|code| Image::Code(code.code.to_string()))
        .collect();
    let mut begun = vec![(from, start, vec![from])];
    let mut done = Vec::new();
    while let Some((at, images, seen)) = begun.pop() {
        if at == to {
            let is_lost = images.contains(&Image::Nothing);
            let is_carried = !is_lost && !images.contains(&Image::Unsure);
            done.push((is_carried, is_carried || (is_lost && seen.len() == 2)));
            continue;
        }
        for next in model.code_lists.ids().filter(|next| !seen.contains(next)) {
            let Some(step) = one_step(model, at, next) else {
                continue;
            };
            let images = images.iter().map(|image| match image {
                Image::Code(code) => step.get(code).cloned().unwrap_or(Image::Nothing),
                other => other.clone(),
            });
            begun.push((next, images.collect(), [seen.clone(), vec![next]].concat()));
        }
    }
    done
}

/// Whether the codes of one list do not convert into those of another: surely, perhaps.
pub(super) fn do_not_convert(
    model: &Model,
    from: Option<CodeListId>,
    to: Option<CodeListId>,
) -> (bool, bool) {
    let Some((from, to)) = from.zip(to).filter(|(from, to)| from != to) else {
        return (false, false);
    };
    let ways = ways(model, from, to);
    let is_lost = !ways.is_empty() && !ways.contains(&(true, true));
    (is_lost && ways.iter().all(|(_, is_sure)| *is_sure), is_lost)
}

/// One-sided if a way leaves a code uncertain. Certain: each way from one list to the other is one mapping that loses or splits a code.
/// Possible: there are ways and none carries all codes over. It covers values that a flow passes, and fields of one term that is no
/// identifier. For two fields whose lists a flow joins, the finding may be on the flow alone.
fn codes_do_not_convert(model: &Model) -> Wanted {
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    let mut add = |name: String, (is_sure, is_possible): (bool, bool)| {
        if is_sure {
            surely.insert(name.clone());
        }
        if is_possible {
            perhaps.insert(name);
        }
    };
    let codes = |field: FieldId| model.fields[field].codes.known().map(Ref::id);
    let mut joined = BTreeSet::new();
    for flow in standing(model) {
        for passage in flow
            .passages()
            .iter()
            .filter(|passage| passage.how != How::Influence)
        {
            for from in &passage.from {
                let (from, to) = (from.id(), passage.to.id());
                joined.extend([(codes(from), codes(to)), (codes(to), codes(from))]);
                let name = format!("{}/{}", flow.slug, model.fields[to].slug);
                let (is_sure, is_possible) = do_not_convert(model, codes(from), codes(to));
                add(name, (is_sure && passage.how == How::Identity, is_possible));
            }
        }
    }
    for (term, a, b) in pairs(model) {
        let is_meant = !model.terms[term].is_identifier();
        for (from, to) in [(a, b), (b, a)].into_iter().filter(|_| is_meant) {
            let (is_sure, is_possible) = do_not_convert(model, codes(from), codes(to));
            let is_sure = is_sure && !joined.contains(&(codes(a), codes(b)));
            add(model.terms[term].slug.to_string(), (is_sure, is_possible));
        }
    }
    Wanted { surely, perhaps }
}

#[test]
fn what_fields_of_one_term_mean_differs_where_plain_loops_say_so() {
    let mixed = (1..=200).map(|seed| (seed, Small::mixed(seed).text()));
    hold(&ORACLES, mixed);
}
