//! The saved report contains a picture for each entry of its lists.

use std::collections::BTreeSet;

use flowmap::report::html;

use crate::real_map::REAL;

#[test]
fn whatever_the_lists_offer_has_a_picture_in_the_report() {
    let page = html::file(&REAL);
    let packed: BTreeSet<&str> = page
        .split("data-keys=\"")
        .skip(1)
        .flat_map(|rest| rest.split('"').next().unwrap_or_default().split(' '))
        .collect();
    let model = REAL.model();
    for (id, term) in model.terms.iter() {
        let mut fields = model.fields.iter();
        let is_used = fields.any(|(_, field)| field.term() == Some(id));
        let key = format!("term-{}", term.slug);
        assert!(packed.contains(&*key) || !is_used, "{key} has no picture");
    }
    let needs = model
        .needs
        .iter()
        .map(|(_, need)| format!("need-{}", need.slug));
    let cases = model
        .cases
        .iter()
        .map(|(_, case)| format!("case-{}", case.slug));
    let systems = model.systems.iter();
    let owners = systems.filter_map(|(_, system)| system.owner());
    let owners = owners.map(|owner| format!("organisation-{}", model.organisations[owner].slug));
    let whole = ["map", "duplicates", "mismatches", "gaps"].map(str::to_owned);
    for key in needs.chain(cases).chain(owners).chain(whole) {
        assert!(packed.contains(&*key), "{key} has no picture");
    }
    // The pictures that topics of the first screen lead to are there too.
    let topics = page.split("data-picture=\"").skip(1);
    for key in topics.filter_map(|rest| rest.split('"').next()) {
        let is_of_field = key.starts_with("field-");
        assert!(packed.contains(key) || is_of_field, "{key} has no picture");
    }
}
