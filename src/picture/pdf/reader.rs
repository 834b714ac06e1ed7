//! A reader of our PDFs for tests. It checks the table of objects and finds the text that can be copied.

use std::collections::BTreeSet;

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// The content of a PDF.
pub(crate) struct Read {
    /// Its title.
    pub(crate) title: String,
    /// The characters of all glyphs on the page.
    pub(crate) letters: BTreeSet<char>,
    /// Width and height of the page, points.
    pub(crate) page: [f64; 2],
    /// The drawing instructions of the page, unpacked.
    pub(crate) content: String,
}

fn find(bytes: &[u8], word: &str) -> Option<usize> {
    bytes
        .windows(word.len())
        .position(|window| window == word.as_bytes())
}

fn number(text: &str) -> usize {
    let digits: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

impl Read {
    /// Reads a PDF as a strict reader does, through the table at its end.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"));
        let tail = String::from_utf8_lossy(&bytes[bytes.len() - 200..]).into_owned();
        let (_, at) = tail.rsplit_once("startxref").unwrap();
        let table = String::from_utf8_lossy(&bytes[number(at)..]).into_owned();
        assert!(table.starts_with("xref"));
        let mut objects = Vec::new();
        for (index, line) in table.lines().skip(3).enumerate() {
            let Some((offset, "00000 n")) = line.trim().split_once(' ') else {
                break;
            };
            let object = &bytes[number(offset)..];
            let head = format!("{} 0 obj", index + 1);
            assert!(
                object.starts_with(head.as_bytes()),
                "{head} is not where the table says"
            );
            let end = find(object, "\nendobj").unwrap();
            objects.push(&object[..end]);
        }
        assert!(objects.len() > 6);
        let mut read = Self {
            title: String::new(),
            letters: BTreeSet::new(),
            page: [0.0; 2],
            content: String::new(),
        };
        for object in objects {
            read.take(object);
        }
        read
    }

    fn take(&mut self, object: &[u8]) {
        let text = String::from_utf8_lossy(object).into_owned();
        if let Some((_, title)) = text.split_once("/Title (") {
            let (title, _) = title.split_once(")\n").unwrap();
            for c in ['(', ')', '\\'] {
                assert!(!title.contains(&format!("{c}{c}{c}")));
            }
            self.title = title
                .replace("\\(", "(")
                .replace("\\)", ")")
                .replace("\\\\", "\\");
        }
        if let Some((_, sides)) = text.split_once("/MediaBox [0 0 ") {
            let mut sides = sides
                .split([' ', ']'])
                .map(|side| side.parse().unwrap_or_default());
            self.page = [sides.next().unwrap(), sides.next().unwrap()];
        }
        let Some(start) = find(object, "stream\n") else {
            return;
        };
        let (_, length) = text.split_once("/Length ").unwrap();
        let packed = &object[start + 7..start + 7 + number(length)];
        let unpacked = decompress_to_vec_zlib(packed).unwrap();
        let Ok(unpacked) = String::from_utf8(unpacked) else {
            return;
        };
        if unpacked.contains("begincmap") {
            for line in unpacked.lines() {
                let Some((_, said)) = line.split_once("> <") else {
                    continue;
                };
                let digits = said.trim_end_matches('>');
                let units: Vec<u16> = digits
                    .as_bytes()
                    .chunks(4)
                    .map(|unit| {
                        u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap()
                    })
                    .collect();
                self.letters
                    .extend(String::from_utf16(&units).unwrap().chars());
            }
        } else if unpacked.contains(" cm\n") {
            self.content = unpacked;
        }
    }
}
