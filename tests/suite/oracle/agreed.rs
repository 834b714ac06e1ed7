//! Fields compared with the definition agreed for their term.

use flowmap::read::model::{FieldType, Model, Ref};

use super::Names;
use super::Oracle;
use super::Wanted;
use super::hold;
use super::meaning::{dates, do_not_convert};
use super::points::Universe;
use super::recipes::Small;
use super::tables::term;

const ORACLES: [Oracle; 1] = [("departs-from-agreed", departs_from_agreed)];

/// One-sided. Certain: another date that counts, codes that surely do not become those agreed, a length of time instead of an agreed date,
/// or other people if both sides state every dimension. Possible: any difference that some value of the unstated dimensions gives.
fn departs_from_agreed(model: &Model) -> Wanted {
    let universe = Universe::of(model);
    let (mut surely, mut perhaps) = (Names::new(), Names::new());
    for (id, field) in model.fields.iter() {
        let Some(term) = term(model, id) else {
            continue;
        };
        let Some(agreed) = model.terms[term].agreed.as_ref() else {
            continue;
        };
        let own = model.scope(id);
        let covers = agreed.covers.known();
        let differs = covers.is_some_and(|agreed| {
            universe.surely_leaves(own, |point| universe.may_cover(agreed, point))
                || universe.surely_leaves(agreed, |point| universe.may_cover(own, point))
        });
        let may_differ = covers.is_some_and(|agreed| universe.may_differ(own, agreed));
        let is_in_full =
            universe.is_in_full(own) && covers.is_some_and(|boxes| universe.is_in_full(boxes));
        let counts = covers
            .and_then(|boxes| dates(model, boxes))
            .zip(dates(model, own));
        let is_other_date = counts.is_some_and(|(agreed, own)| agreed != own);
        let codes = |codes: Option<&Ref<_>>| codes.map(Ref::id);
        let (is_lost, may_be_lost) = do_not_convert(
            model,
            codes(field.codes.known()),
            codes(agreed.codes.known()),
        );
        let kinds = field.kind.known().zip(agreed.kind.known());
        let is_no_date = kinds == Some((&FieldType::Duration, &FieldType::Date));
        let is_other_kind = kinds.is_some_and(|(own, agreed)| own != agreed);
        let units = field.unit.known().zip(agreed.unit.known());
        let is_other_unit = units.is_some_and(|(own, agreed)| own != agreed);
        let name = format!("{}/{}", model.field_name(id), model.terms[term].slug);
        if (differs && is_in_full) || is_other_date || is_lost || is_no_date {
            surely.insert(name.clone());
        }
        if may_differ || is_other_date || may_be_lost || is_other_kind || is_other_unit {
            perhaps.insert(name);
        }
    }
    Wanted { surely, perhaps }
}

#[test]
fn what_departs_from_what_was_agreed_is_what_plain_loops_find() {
    let mixed = (1..=100).map(|seed| (seed, Small::mixed(seed).text()));
    let peopled = (1000..=1100).map(|seed| (seed, Small::peopled(seed).text()));
    hold(&ORACLES, mixed.chain(peopled));
}
