//! New ids for what stands inside an entry: the own id of a flow, values of dimensions, codes of code lists.

use flowmap::exchange::rename::{Kind, rename};

use crate::edits::{analyse, changed, comments, counts, files_of, real_map};

/// A map in which a flow has an id, and values and codes are named in every place that the format has for them.
const INSIDE: &str = "\
dimensions:
  setting: {values: {ward: [acute, long_stay], home: }}   # two
  sex: [f, m]
code_lists:
  manner: {values: {N: Natural, U: Unnatural}}
  cause: [N, X]
mappings:
  - {from: manner, to: cause, pairs: {N: {N: exact}, U: X}}
organisations: {a: A, b: B}
terms: {t: {agreed: {covers: {setting: [acute, home]}}}}
systems:
  one: {owner: a, covers: {setting: acute}, fields: [t]}
  two: {owner: b, covers: [{setting: [acute], sex: f}, {setting: home}], fields: [t]}
flows:
  - one -> two: {id: monthly, fields: [t], only: {setting: acute}}
  - {from: one, to: two, id: yearly, fields: [t]}
cases: {c: {covers: {setting: acute}}}
scenarios:
  s: {changes: [\"retire one->two#monthly\", \"agree t covers={setting: acute}\"]}
";

fn renamed_inside(kind: Option<Kind>, old: &str, new: &str) -> Result<String, String> {
    let map = analyse(&[("map.yaml".to_owned(), INSIDE.to_owned())]);
    let renamed = rename(&map, kind, old, new).map_err(|why| why.to_string())?;
    assert_eq!(renamed.files.len(), 1);
    Ok(renamed.files[0].new.clone())
}

#[test]
fn a_value_is_renamed_in_boxes_cases_and_scenarios() {
    let text = renamed_inside(None, "setting.acute", "short_stay").expect("renamed");
    assert_eq!(text, INSIDE.replace("acute", "short_stay"));
    let text = renamed_inside(Some(Kind::Value), "setting.ward", "hospital").expect("renamed");
    assert_eq!(text, INSIDE.replace("ward", "hospital"));
}

#[test]
fn a_code_is_renamed_in_its_list_and_in_the_crosswalks_of_that_list() {
    let text = renamed_inside(None, "cause.N", "natural").expect("renamed");
    let wanted = INSIDE
        .replace("cause: [N, X]", "cause: [natural, X]")
        .replace("N: {N: exact}", "N: {natural: exact}");
    assert_eq!(text, wanted);
    let text = renamed_inside(None, "manner.U", "V").expect("renamed");
    let wanted = INSIDE
        .replace("U: Unnatural", "V: Unnatural")
        .replace("U: X", "V: X");
    assert_eq!(text, wanted);
}

#[test]
fn the_id_of_a_flow_is_renamed_and_kept_as_its_former_one() {
    let text = renamed_inside(None, "monthly", "each_month").expect("renamed");
    let wanted = INSIDE
        .replace("id: monthly", "id: each_month")
        .replace(
            "only: {setting: acute}}",
            "only: {setting: acute}, was: monthly}",
        )
        .replace("#monthly", "#each_month");
    assert_eq!(text, wanted);
    let text = renamed_inside(Some(Kind::Flow), "one->two#yearly", "annual").expect("renamed");
    let wanted = INSIDE.replace(
        "id: yearly, fields: [t]",
        "id: annual, fields: [t], was: yearly",
    );
    assert_eq!(text, wanted);
}

#[test]
fn what_stands_inside_an_entry_is_refused_in_one_clear_line() {
    for (kind, old, new, word) in [
        (None, "setting.acut", "x", "there is no"),
        (
            Some(Kind::Value),
            "setting.acut",
            "x",
            "did you mean `setting.acute`",
        ),
        (
            Some(Kind::Code),
            "manner.Z",
            "x",
            "there is no code of a code list `manner.Z`",
        ),
        (Some(Kind::Flow), "montly", "x", "monthly"),
        (None, "setting.acute", "home", "has that id already"),
        (None, "setting.acute", "acute", "already called that"),
        (None, "monthly", "yearly", "has that id already"),
        (None, "manner.N", "U", "has that id already"),
        (None, "setting.acute", "unknown", "can be no id"),
    ] {
        let why = renamed_inside(kind, old, new).expect_err(old);
        assert!(why.contains(word), "{old} to {new}: {why}");
        assert!(!why.contains('\n'), "{why}");
    }
}

#[test]
fn values_and_codes_of_the_real_map_are_renamed_without_another_change() {
    let map = real_map();
    let before = counts(&map);
    for (kind, old, new) in [
        (Kind::Value, "setting.inpatient", "in_hospital"),
        (Kind::Value, "setting.prison", "in_prison"),
        (Kind::Value, "legal_status.section_136", "s136"),
        (Kind::Code, "pds_notification_status.U", "R"),
        (Kind::Code, "person_death_date_verification.2", "two"),
    ] {
        let renamed =
            rename(&map, Some(kind), old, new).unwrap_or_else(|why| panic!("{old}: {why}"));
        let files = changed(&map, &renamed);
        assert_eq!(comments(&files), comments(&files_of(&map)), "{old}");
        assert_eq!(counts(&analyse(&files)), before, "{old}");
    }
}
