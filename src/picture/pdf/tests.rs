//! Tests of the PDF as a reader sees it.

use super::reader::Read;
use super::render;
use crate::picture::paper::Paper;

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"100\" font-family=\"Open Sans\">\
    <rect width=\"400\" height=\"100\" fill=\"#FFFFFF\"/><path d=\"M10 10H90\" stroke=\"#37474F\" stroke-dasharray=\"4 2\" fill=\"none\"/>\
    <rect width=\"9\" height=\"9\" fill=\"#FF0000\" fill-opacity=\"0.5\"/>\
    <text x=\"10\" y=\"26\" font-size=\"20\" fill=\"#000000\">Deaths é</text>\
    <text x=\"10\" y=\"60\" font-size=\"20\" font-weight=\"bold\">سجل שלום</text></svg>";

#[test]
fn the_page_is_as_large_as_the_picture_or_as_the_sheet() {
    let read = Read::of(&render(PICTURE, "Map", None).unwrap());
    assert_eq!((read.page, &*read.title), ([300.0, 75.0], "Map"));
    let sheet = Paper::A4.sheet(400.0, 100.0);
    let read = Read::of(&render(PICTURE, "Map", Some(sheet)).unwrap());
    let [width, height] = read.page;
    assert!((width - 841.89).abs() < 0.01 && (height - 595.28).abs() < 0.01);
}

#[test]
fn lines_are_lines_and_text_is_text_that_can_be_copied() {
    let read = Read::of(&render(PICTURE, "Map", None).unwrap());
    for letter in "Deathsé سجلשלום".chars() {
        assert!(read.letters.contains(&letter), "{letter}");
    }
    assert!(read.content.contains("[4 2] 0 d"), "{}", read.content);
    assert!(read.content.contains("/ActualText"), "{}", read.content);
    assert!(read.content.contains("/O0 gs"), "{}", read.content);
    assert!(read.content.contains(" TJ"), "{}", read.content);
}

#[test]
fn only_the_letters_on_the_page_are_embedded() {
    let bytes = render(PICTURE, "Map", None).unwrap();
    assert!(bytes.len() < 30_000, "{} bytes", bytes.len());
    assert_eq!(bytes, render(PICTURE, "Map", None).unwrap());
    assert!(render("<svg", "", None).is_err());
}
