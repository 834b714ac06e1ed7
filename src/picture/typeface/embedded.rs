//! The typeface cut down to some letters, as a font file that a browser takes: WOFF, whose tables are packed.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use skrifa::FontRef;
use skrifa::MetadataProvider;
use subsetter::GlyphRemapper;

/// A table of a font file: its name of four letters, and its bytes.
type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The letters of a page that may say anything: every Latin letter, and the signs that texts take.
const LATIN: [std::ops::RangeInclusive<u32>; 7] = [
    0x20..=0x7E,
    0xA0..=0x17F,
    0x218..=0x21B,
    0x2010..=0x2027,
    0x2030..=0x205E,
    0x20A0..=0x22FF,
    0x25A0..=0x25FF,
];
/// The level of compression of tables, from 0 to 10.
const PACKING: u8 = 8;

/// The rules by which a page or picture shows `letters` in both cuts of the typeface, even if the typeface is not installed.
pub(crate) fn rules(letters: &BTreeSet<char>) -> String {
    let rule = |bytes: &[u8], weight: &str| {
        let font = BASE64_STANDARD.encode(packed(&cut(bytes, letters)));
        format!(
            "@font-face{{font-family:\"{}\";font-weight:{weight};src:url(data:font/woff;base64,{font})}}\n",
            super::FAMILY
        )
    };
    format!(
        "{}{}",
        rule(super::REGULAR, "normal"),
        rule(super::BOLD, "bold")
    )
}

/// Every Latin letter, for a page that may come to say anything.
pub(crate) fn latin() -> BTreeSet<char> {
    let codes = LATIN.into_iter().flatten();
    codes.filter_map(char::from_u32).collect()
}

/// A TrueType file as WOFF (version 1).
fn packed(font: &[u8]) -> Vec<u8> {
    let tables = tables(font);
    let count = tables.len();
    let mut directory = Vec::new();
    let mut body = Vec::new();
    for (tag, bytes) in &tables {
        let small = compress_to_vec_zlib(bytes, PACKING);
        let kept = if small.len() < bytes.len() {
            &small
        } else {
            bytes
        };
        let at = 44 + 20 * count + body.len();
        directory.extend(tag);
        for value in [at as u32, kept.len() as u32, bytes.len() as u32, sum(bytes)] {
            directory.extend(value.to_be_bytes());
        }
        body.extend(kept);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let length = (44 + directory.len() + body.len()) as u32;
    let mut out = b"wOFF".to_vec();
    for value in [
        0x0001_0000,
        length,
        (count as u32) << 16,
        font.len() as u32,
        0x0001_0000,
    ] {
        out.extend(value.to_be_bytes());
    }
    // No description, no private part.
    out.extend([0; 20]);
    out.extend(directory);
    out.extend(body);
    out
}

/// The checksum of a whole font file (a constant of the format).
const WHOLE: u32 = 0xB1B0_AFBA;
/// The tables that a browser needs and the subsetter leaves out.
const KEPT: [&[u8; 4]; 2] = [b"OS/2", b"name"];

/// A TrueType file with those of `letters` that the font in `bytes` has. `bytes` is one of the embedded fonts.
///
/// It has no kerning: letters have the distances that [`super::width`] measures.
pub(crate) fn cut(bytes: &[u8], letters: &BTreeSet<char>) -> Vec<u8> {
    let font = FontRef::new(bytes).expect("the embedded font is a valid TrueType file");
    let charmap = font.charmap();
    let mut glyphs = GlyphRemapper::new();
    let codes: Vec<(u32, u32)> = letters
        .iter()
        .filter_map(|c| {
            let glyph = charmap.map(*c)?.to_u32() as u16;
            Some((u32::from(*c), u32::from(glyphs.remap(glyph))))
        })
        .collect();
    let cut = subsetter::subset(bytes, 0, &glyphs).expect("the fonts of this room can be cut down");
    let whole = tables(bytes);
    let mut kept = tables(&cut);
    for tag in KEPT {
        kept.insert(*tag, whole[tag].clone());
    }
    kept.insert(*b"cmap", character_map(&codes));
    let mut names = vec![0; 32];
    // Version 3 has no glyph names.
    names[..4].copy_from_slice(&0x0003_0000_u32.to_be_bytes());
    kept.insert(*b"post", names);
    joined(kept)
}

fn long(bytes: &[u8], at: usize) -> usize {
    bytes[at..at + 4]
        .iter()
        .fold(0, |value, byte| value << 8 | usize::from(*byte))
}

/// The tables of a font file.
fn tables(bytes: &[u8]) -> Tables {
    let count = usize::from(bytes[4]) << 8 | usize::from(bytes[5]);
    let records = bytes[12..].chunks(16).take(count);
    records
        .map(|record| {
            let tag = [record[0], record[1], record[2], record[3]];
            let (start, length) = (long(record, 8), long(record, 12));
            (tag, bytes[start..start + length].to_vec())
        })
        .collect()
}

/// The map from characters to glyphs: one table of format 12, a group for each character.
fn character_map(codes: &[(u32, u32)]) -> Vec<u8> {
    let mut out = Vec::new();
    for word in [0_u16, 1, 3, 10] {
        out.extend(word.to_be_bytes());
    }
    out.extend(12_u32.to_be_bytes());
    out.extend([0, 12, 0, 0]);
    let count = codes.len() as u32;
    for value in [16 + 12 * count, 0, count] {
        out.extend(value.to_be_bytes());
    }
    for (code, glyph) in codes {
        for value in [code, code, glyph] {
            out.extend(value.to_be_bytes());
        }
    }
    out
}

fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, word| {
        let mut whole = [0; 4];
        whole[..word.len()].copy_from_slice(word);
        sum.wrapping_add(u32::from_be_bytes(whole))
    })
}

/// A font file of these tables, with the checksums of the format.
fn joined(mut tables: Tables) -> Vec<u8> {
    let head = tables.get_mut(b"head").expect("every font has a head");
    head[8..12].fill(0);
    let count = tables.len() as u16;
    let power = count.ilog2();
    let search = 16 << power;
    let mut out = 0x0001_0000_u32.to_be_bytes().to_vec();
    for word in [count, search, power as u16, count * 16 - search] {
        out.extend(word.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    let mut adjusted = 0;
    for (tag, bytes) in &tables {
        out.extend(tag);
        for value in [sum(bytes), at as u32, bytes.len() as u32] {
            out.extend(value.to_be_bytes());
        }
        if tag == b"head" {
            adjusted = at + 8;
        }
        at += bytes.len().next_multiple_of(4);
    }
    for bytes in tables.values() {
        out.extend(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = WHOLE.wrapping_sub(sum(&out));
    out[adjusted..adjusted + 4].copy_from_slice(&adjustment.to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};

    use super::*;

    #[test]
    fn a_packed_font_says_where_its_tables_are_and_unpacks_to_the_same() {
        let font = cut(super::super::REGULAR, &"Deaths".chars().collect());
        let small = packed(&font);
        assert!(small.starts_with(b"wOFF") && small.len() < font.len());
        assert_eq!(long(&small, 8), small.len());
        assert_eq!(long(&small, 16), font.len());
        let whole = tables(&font);
        let records = small[44..].chunks(20).take(whole.len());
        for (record, (tag, bytes)) in records.zip(&whole) {
            assert_eq!(&record[..4], tag);
            let (at, length) = (long(record, 4), long(record, 8));
            let kept = &small[at..at + length];
            let unpacked = if length < bytes.len() {
                miniz_oxide::inflate::decompress_to_vec_zlib(kept).unwrap()
            } else {
                kept.to_vec()
            };
            assert_eq!(&unpacked, bytes);
            assert_eq!(long(record, 16) as u32, sum(bytes));
        }
    }

    #[test]
    fn the_letters_asked_for_are_there_as_wide_as_before_and_no_others() {
        for bytes in [
            super::super::REGULAR,
            super::super::BOLD,
            super::super::fallback::ARABIC,
        ] {
            let letters: BTreeSet<char> = "Deaths éسج中".chars().collect();
            let small = cut(bytes, &letters);
            assert!(small.len() < 12_000, "{} bytes", small.len());
            assert_eq!(sum(&small), WHOLE);
            let (whole, small) = (FontRef::new(bytes).unwrap(), FontRef::new(&small).unwrap());
            let wide = |font: &FontRef<'_>, c: char| {
                let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
                font.charmap()
                    .map(c)
                    .and_then(|glyph| metrics.advance_width(glyph))
            };
            for c in letters {
                assert_eq!(wide(&whole, c), wide(&small, c), "{c}");
            }
            assert_eq!(small.charmap().map('Z'), None);
        }
    }
}
