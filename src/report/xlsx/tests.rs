//! Reads the workbook back with another library, as a spreadsheet program would.

use std::io::Cursor;

use calamine::Data;
use calamine::Range;
use calamine::Reader;
use calamine::Xlsx;

use super::render;
use crate::analysis::{Analysis, Options};
use crate::read::source::SourceSet;

const MAP: &str = r#"
map:
  title: "=cmd()"
organisations:
  school: {name: "=1+1"}
  region: "+Region"
systems:
  register:
    name: "@SUM(A1)"
    owner: school
    fields:
      pupil: {name: "-2+3", definition: "=HYPERLINK(\"http://example.org\")", type: identifier}
      absent: "=A1"
  census: {owner: region, fields: {absent: {definition: "Days away"}}}
flows:
  - {from: register, to: census, fields: [absent], every: month}
needs:
  away: {who: region, question: "=How many?", terms: [absent]}
  sick: {who: region, question: Why, terms: [illness]}
"#;

fn analysis(text: &str) -> Analysis {
    Analysis::of(
        SourceSet::from_strings([("map.yaml", text)]),
        Options::default(),
    )
}

fn sheets(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheets()
}

fn column<'r>(range: &'r Range<Data>, word: &str) -> Vec<&'r Data> {
    let rows: Vec<&[Data]> = range.rows().collect();
    let at = rows[0].iter().position(|cell| *cell == word).unwrap();
    rows[1..].iter().map(|row| &row[at]).collect()
}

#[test]
fn every_sheet_is_there_with_a_row_for_each_thing() {
    let analysis = analysis(MAP);
    let read = sheets(render(&analysis, None).unwrap());
    let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "topics",
            "findings",
            "flows",
            "fields",
            "crosswalk",
            "needs",
            "questions"
        ]
    );
    let rows = |at: usize| read[at].1.height() - 1;
    assert_eq!(rows(1), analysis.findings.len());
    assert_eq!((rows(2), rows(3), rows(5)), (1, 3, 2));
    assert!(rows(1) > 0 && rows(4) > 0 && rows(6) > 0);
    assert_eq!(column(&read[5].1, "state"), ["met", "not met"]);
    assert_eq!(column(&read[2].1, "from organisation"), ["=1+1"]);
    assert_eq!(column(&read[2].1, "method"), ["not stated"]);
    let told = column(&read[1].1, "name").into_iter();
    let names = analysis.findings.iter().map(|one| one.name.clone());
    assert!(told.map(ToString::to_string).eq(names));
}

#[test]
fn nothing_the_map_says_is_a_formula() {
    let bytes = render(&analysis(MAP), None).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut texts = 0;
    for name in book.sheet_names() {
        assert!(
            book.worksheet_formula(&name)
                .unwrap()
                .used_cells()
                .next()
                .is_none()
        );
        let range = book.worksheet_range(&name).unwrap();
        texts += range
            .used_cells()
            .filter(|(.., cell)| matches!(cell, Data::String(text) if text.starts_with(['=', '+', '-', '@'])))
            .count();
    }
    assert!(texts > 6, "only {texts} such texts were kept");
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    assert_eq!(
        render(&analysis(MAP), None).unwrap(),
        render(&analysis(MAP), None).unwrap()
    );
}

#[test]
fn an_empty_map_and_hostile_names_still_make_a_workbook() {
    assert_eq!(sheets(render(&analysis(""), None).unwrap()).len(), 7);
    let names = crate::picture::samples::HOSTILE.map(|name| serde_json::to_string(name).unwrap());
    let mut lines = vec!["organisations:".to_owned()];
    let bodies = names.iter().enumerate();
    lines.extend(bodies.map(|(place, name)| format!("  o{place}: {{name: {name}}}")));
    lines.push(format!("  long: {{name: {}}}", "W".repeat(40_000)));
    lines.push("systems:".to_owned());
    lines.extend(
        (0..names.len()).map(|place| format!("  s{place}: {{owner: o{place}, fields: [x]}}")),
    );
    lines.push("  huge: {owner: long, fields: [x]}".to_owned());
    let text = lines.join("\n");
    let read = sheets(render(&analysis(&text), None).unwrap());
    let shown = column(&read[3].1, "organisation");
    assert!(
        shown.contains(&&Data::String("say \"hello\"".into())),
        "{shown:?}"
    );
    assert!(shown.contains(&&Data::String("سجل المرضى (المستشفى)".into())));
    let longest = shown.iter().map(|cell| cell.to_string().len()).max();
    assert_eq!(longest, Some(32_766 + '…'.len_utf8()));
}

#[test]
fn who_has_answered_is_a_sheet_once_somebody_has() {
    let has_sheet = |text: &str| {
        let read = sheets(render(&analysis(text), None).unwrap());
        read.into_iter().find(|(name, _)| name == "answered")
    };
    assert!(has_sheet(MAP).is_none());
    let answered = MAP.replace(
        "    owner: school\n",
        "    owner: school\n    confidence: confirmed\n    source: answer of school, 2026-03-31\n",
    );
    let (_, range) = has_sheet(&answered).expect("there is a sheet");
    let days = column(&range, "answered on");
    assert!(days.iter().any(|day| **day == "2026-03-31"), "{days:?}");
}
