//! Lists of fields that bodies made for themselves.

use std::fmt::Write as _;

use flowmap::analysis::Analysis;
use flowmap::exchange::dictionary::{Dictionary, Meaning, Reading, read};
use flowmap::read::source::Given;
use rust_xlsxwriter::{Format, Workbook};

use super::{MAP, analysis};

fn list(name: &str, bytes: Vec<u8>, columns: &[(&str, &str)]) -> (Analysis, Dictionary) {
    let map = analysis(MAP);
    let reading = Reading {
        system: "bare".to_owned(),
        columns: columns
            .iter()
            .map(|(word, head)| ((*word).to_owned(), (*head).to_owned()))
            .collect(),
        ..Reading::default()
    };
    let file = Given::File(name.to_owned(), bytes);
    let list = read(&map, &file, &reading).unwrap_or_else(|refusal| panic!("{refusal}"));
    (map, list)
}

/// The headings by what they are taken for.
fn taken(list: &Dictionary) -> Vec<(Meaning, &str)> {
    let columns = list.columns.iter();
    let mut taken: Vec<(Meaning, &str)> = columns
        .filter_map(|column| Some((column.meaning?, column.heading.as_str())))
        .collect();
    taken.sort();
    taken
}

/// The changed text of the map.
fn made(map: &Analysis, list: &Dictionary) -> String {
    let made = list.proposal.made(map, "new.yaml");
    let made = made.unwrap_or_else(|unmade| panic!("{:#?}", unmade.findings));
    made.files[0].new.clone()
}

#[test]
fn a_list_with_a_title_merged_cells_and_empty_rows() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.merge_range(
        0,
        0,
        0,
        3,
        "Data dictionary of the dairy, version 2",
        &Format::new(),
    )
    .expect("cells");
    page.merge_range(2, 0, 2, 1, "Item", &Format::new())
        .expect("cells");
    page.merge_range(2, 2, 2, 3, "Values", &Format::new())
        .expect("cells");
    for (column, head) in ["Field Name", "Description", "Data type", "Mandatory?"]
        .into_iter()
        .enumerate()
    {
        page.write_string(3, column as u16, head).expect("a cell");
    }
    for (row, cells) in [
        (
            6,
            ["Cow number", "The number on the ear", "varchar(20)", "Yes"],
        ),
        (9, ["Milk", "Litres a day, on average", "decimal", "No"]),
    ] {
        for (column, text) in cells.into_iter().enumerate() {
            page.write_string(row, column as u16, text).expect("a cell");
        }
    }
    let (map, list) = list(
        "dairy.xlsx",
        book.save_to_buffer().expect("a workbook"),
        &[],
    );
    assert_eq!(list.header, 4);
    assert_eq!(
        taken(&list)[..3],
        [
            (Meaning::Name, "Field Name"),
            (Meaning::Definition, "Description"),
            (Meaning::Type, "Data type")
        ]
    );
    let text = made(&map, &list);
    assert!(text.contains("cow_number:"), "{text}");
    assert!(text.contains("definition: The number on the ear"), "{text}");
    assert!(
        text.contains("type: text") && text.contains("required: true"),
        "{text}"
    );
    assert!(text.contains("source: dairy.xlsx"), "{text}");
    assert_eq!(list.flag().split(',').count(), taken(&list).len());
}

#[test]
fn columns_are_told_by_their_values_or_by_the_user() {
    let text = "Feldname;Art;Bedeutung\nkuh_nr;integer;Die Nummer auf der Marke am Ohr der Kuh\nmilch;float;Wie viele Liter Milch sie am Tag gibt\n";
    let (_, list) = list("kuh.csv", text.as_bytes().to_vec(), &[]);
    assert_eq!(
        taken(&list),
        [
            (Meaning::Name, "Feldname"),
            (Meaning::Definition, "Bedeutung"),
            (Meaning::Type, "Art")
        ]
    );
    let (map, list) = super::lists::list(
        "kuh.csv",
        text.as_bytes().to_vec(),
        &[("name", "Bedeutung"), ("definition", "")],
    );
    assert_eq!(
        taken(&list),
        [(Meaning::Name, "Bedeutung"), (Meaning::Type, "Art")]
    );
    assert!(made(&map, &list).contains("die_nummer_auf_der_marke_am_ohr_der_kuh"));
}

#[test]
fn a_column_that_is_not_there_is_refused_with_the_nearest() {
    let map = analysis(MAP);
    let reading = Reading {
        system: "bare".to_owned(),
        columns: vec![("name".to_owned(), "Fieldnam".to_owned())],
        ..Reading::default()
    };
    let file = Given::File("a.csv".to_owned(), b"Fieldname,Type\nx,text\n".to_vec());
    let refusal = read(&map, &file, &reading).expect_err("there is no such column");
    assert!(
        refusal.to_string().contains("did you mean `Fieldname`?"),
        "{refusal}"
    );
}

#[test]
fn fields_that_the_map_has_keep_what_it_says_of_them() {
    let text = "system field,Name,Type,Definition\nx,herd_size,text,Other words\nx,Kind,number,What kind\n";
    let map = analysis(MAP);
    let reading = Reading {
        system: "register".to_owned(),
        ..Reading::default()
    };
    let file = Given::File("a.csv".to_owned(), text.as_bytes().to_vec());
    let list = read(&map, &file, &reading).expect("it is read");
    let new = made(&map, &list);
    assert!(new.contains("type: code"), "{new}");
    assert!(new.contains("definition: Other words"), "{new}");
}

#[test]
fn five_thousand_rows_in_utf_16_are_read() {
    let mut text = "Variable\tLabel\tType\n".to_owned();
    for number in 0..5000 {
        let _ = writeln!(text, "v{number}\tGrößte Zahl {number}\tnumeric");
    }
    let bytes: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let (map, list) = list("wide.csv", bytes, &[]);
    assert_eq!(list.rows, 5000);
    let text = made(&map, &list);
    assert_eq!(text.matches("Größte Zahl").count(), 5000);
}

#[test]
fn a_list_that_no_system_has_is_refused_in_a_line() {
    let mut text = String::from("Field name,Description\n");
    for number in 0..=40_000 {
        writeln!(text, "field_{number},").expect("text");
    }
    let reading = Reading {
        system: "bare".to_owned(),
        ..Reading::default()
    };
    let file = Given::File("long.csv".to_owned(), text.into_bytes());
    let refusal = read(&analysis(MAP), &file, &reading).expect_err("it is too long");
    assert!(
        refusal.to_string().contains("more than 40,000 fields"),
        "{refusal}"
    );
}
