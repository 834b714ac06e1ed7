//! Hostile and odd workbooks: refused in one line, or read within bounds; nothing in them is run.

use std::io::Write as _;

use flowmap::analysis::Analysis;
use flowmap::exchange::sheets;
use flowmap::read::source::Given;
use rust_xlsxwriter::{Formula, Workbook};

use flowmap::exchange::sheets::Taking;

use super::{MAP, WHOLE, analysis, exported, given, imported, read, write};

/// A zip archive of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).expect("a part");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// Demands that a file is refused in one line that holds this word.
fn check_refused(name: &str, bytes: Vec<u8>, word: &str) {
    let map = analysis(MAP);
    let file = Given::File(name.to_owned(), bytes);
    let refusal = sheets::proposal(&map, &file, Taking::default()).expect_err("it is refused");
    let told = refusal.to_string();
    assert!(told.contains(word), "{told}");
    assert_eq!(told.lines().count(), 1);
    assert!(told.contains(name), "{told}");
}

fn notes(map: &Analysis, bytes: Vec<u8>) -> Vec<String> {
    let proposal = sheets::proposal(map, &given(bytes), Taking::default()).expect("it is read");
    proposal.notes().to_vec()
}

#[test]
fn a_workbook_that_unfolds_without_end_is_refused() {
    let zeros = vec![b' '; 300 * 1024 * 1024];
    check_refused(
        "bomb.xlsx",
        zipped(&[("xl/workbook.xml", &zeros)]),
        "256 MiB",
    );
}

#[test]
fn an_ods_file_that_repeats_a_cell_without_end_is_refused() {
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let row =
        format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    let content = format!(
        "<office:document-content><table:table table:name=\"Systems\">{row}</table:table></office:document-content>"
    );
    let bytes = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ]);
    check_refused("repeats.ods", bytes, "cells");
}

/// A sheet of an .ods file with these rows of cells.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Systems\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = b"<manifest:manifest></manifest:manifest>";
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn a_list_of_more_rows_than_anybody_can_check_is_refused() {
    let row = "<table:table-row table:number-rows-repeated=\"300000\"><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    check_refused("rows.ods", ods(row), "250,000 rows");
    check_refused(
        "rows.csv",
        "x\n".repeat(300_000).into_bytes(),
        "250,000 rows",
    );
}

#[test]
fn an_ods_file_is_read_with_its_dates_numbers_and_empty_rows() {
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let rows = [
        format!("<table:table-row>{}{}{}</table:table-row>", text("Id"), text("Name"), text("Notes")),
        "<table:table-row table:number-rows-repeated=\"1000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>".to_owned(),
        format!(
            "<table:table-row>{}{}<table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-31\"><text:p>31/03/26</text:p></table:table-cell></table:table-row>",
            text("bare"),
            text("A bare one")
        ),
        "<table:table-row table:number-rows-repeated=\"1040000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    let map = analysis(MAP);
    let file = Given::File("map.ods".to_owned(), ods(&rows.concat()));
    let proposal = sheets::proposal(&map, &file, Taking::default()).expect("it is read");
    let made = proposal.made(&map, "n.yaml").expect("it is made");
    let new = &made.files[0].new;
    assert!(
        new.contains("bare: {name: A bare one, notes: 2026-03-31}"),
        "{new}"
    );
}

#[test]
fn archives_old_workbooks_and_damage_are_refused() {
    check_refused(
        "other.xlsx",
        zipped(&[("readme.txt", b"hello")]),
        "no workbook",
    );
    check_refused(
        "old.xls",
        vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1],
        "older workbook",
    );
    check_refused(
        "cut.xlsx",
        exported(&analysis(MAP))[..2000].to_vec(),
        "damaged",
    );
    check_refused("binary.csv", vec![b'a', 0, b'b', b'\n'], "no text");
    let xml = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><workbook>&b;</workbook>";
    check_refused(
        "entities.xlsx",
        zipped(&[("xl/workbook.xml", xml)]),
        "entities.xlsx",
    );
}

#[test]
fn a_formula_is_never_worked_out_and_is_told() {
    let map = analysis(MAP);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Systems").expect("a name");
    for (column, head) in ["Id", "Name"].into_iter().enumerate() {
        page.write_string(0, column as u16, head).expect("a cell");
    }
    page.write_string(1, 0, "bare").expect("a cell");
    let formula = Formula::new("=WEBSERVICE(\"http://example.org\")").set_result("The last result");
    page.write_formula(1, 1, formula).expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let told = notes(&map, bytes.clone()).join("\n");
    assert!(
        told.contains("sheet Systems, cell B2 holds a formula"),
        "{told}"
    );
    let made = imported(&map, bytes).expect("it is made");
    assert!(
        made.files[0].new.contains("bare: The last result\n"),
        "{}",
        made.files[0].new
    );
}

#[test]
fn a_formula_without_a_result_is_a_fault() {
    let map = analysis(MAP);
    for result in ["#N/A", "#REF!"] {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.set_name("Systems").expect("a name");
        page.write_string(0, 0, "Id").expect("a cell");
        page.write_string(0, 1, "Owner").expect("a cell");
        page.write_string(1, 0, "herd_book").expect("a cell");
        let formula = Formula::new("=A1").set_result(result);
        page.write_formula(1, 1, formula).expect("a cell");
        let unmade = imported(&map, book.save_to_buffer().expect("a workbook"));
        let unmade = unmade.expect_err("it has no result");
        assert_eq!(unmade.findings[0].message, "this formula has no result");
    }
}

#[test]
fn macros_and_links_to_other_files_are_told() {
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(exported(&analysis(MAP)))).expect("an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect("a part");
        let mut bytes = Vec::new();
        std::io::copy(&mut part, &mut bytes).expect("its bytes");
        parts.push((part.name().expect("a name").into_owned(), bytes));
    }
    parts.push(("xl/vbaProject.bin".to_owned(), b"Sub Auto_Open()".to_vec()));
    parts.push((
        "xl/externalLinks/externalLink1.xml".to_owned(),
        b"<x/>".to_vec(),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let map = analysis(MAP);
    let told = notes(&map, zipped(&parts)).join("\n");
    assert!(told.contains("macros: they were not run"), "{told}");
    assert!(told.contains("other files: they were not opened"), "{told}");
}

#[test]
fn a_cell_at_the_end_of_a_sheet_takes_no_memory_for_those_before_it() {
    let map = analysis(MAP);
    let mut sheets = read(&exported(&map));
    sheets.retain(|(name, _)| name == "Systems");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("Systems").expect("a name");
    for (row, cells) in sheets[0].1.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            page.write_string(row as u32, column as u16, text)
                .expect("a cell");
        }
    }
    page.write_string(1_048_575, 0, "last").expect("a cell");
    let made = imported(&map, book.save_to_buffer().expect("a workbook")).expect("it is made");
    assert!(
        made.files[0].new.contains("\n  last:\n"),
        "{}",
        made.files[0].new
    );
}

#[test]
fn texts_that_look_like_formulas_come_back_as_they_were() {
    let map = analysis(
        "systems:\n  a: {name: \"=cmd()\", notes: \"'+1\"}\n  b: \"@x\"\n  c: \"-5\"\n  d: \"''=x\"\n",
    );
    let files = sheets::csv_files(&map.sources);
    let (_, bytes) = files
        .iter()
        .find(|(name, _)| name == "systems.csv")
        .expect("a file");
    let text = String::from_utf8(bytes.clone()).expect("text");
    assert!(
        text.contains("'=cmd()") && !text.contains(",=cmd()"),
        "{text}"
    );
    let proposal =
        sheets::proposal(&map, &Given::Folder("x".to_owned(), files), WHOLE).expect("read");
    assert!(
        proposal
            .made(&map, "n.yaml")
            .expect("made")
            .files
            .is_empty()
    );
    assert!(
        imported(&map, write(&read(&exported(&map))))
            .expect("made")
            .files
            .is_empty()
    );
}

#[test]
fn csv_files_in_old_encodings_and_with_other_separators_are_read() {
    let map = analysis("systems:\n  a: A\n");
    let text = "Id;Name\r\na;Straße für “Kühe”\r\n";
    let latin = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [latin, wide, bare, text.replace(';', "\t").into_bytes()] {
        let file = Given::File("Systems.csv".to_owned(), bytes);
        let proposal = sheets::proposal(&map, &file, Taking::default()).expect("it is read");
        let made = proposal.made(&map, "n.yaml").expect("it is made");
        assert_eq!(made.files[0].new, "systems:\n  a: Straße für “Kühe”\n");
    }
}
