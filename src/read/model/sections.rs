//! Finds the sections of a file from its lines without indentation, before it is parsed.

use super::shape::Record;

/// False if the file certainly has no section of that name: every line without indentation is blank, a comment, a separator or item, or
/// begins another section. A file in brackets, or with quoted, unknown or misspelt keys, may have the section.
pub(super) fn may_be_written(text: &str, section: &str, file: &Record) -> bool {
    let mut is_below_section = false;
    for line in text.lines() {
        let (Some(first), rest) = (line.bytes().next(), line.trim_end()) else {
            continue;
        };
        match first {
            b' ' | b'#' | b'\r' => {}
            // The items of a list may have the same indentation as their section.
            b'-' if rest == "---" => is_below_section = false,
            b'-' if is_below_section && !rest.starts_with("---") => {}
            _ => {
                let name = rest.split_once(':').map(|(name, _)| name);
                let is_other =
                    |name: &str| name != section && file.all().any(|section| section.name == name);
                if !name.is_some_and(is_other) {
                    return true;
                }
                is_below_section = true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_be_written;
    use crate::read::model::FILE;

    fn may(text: &str) -> bool {
        may_be_written(text, "dimensions", FILE)
    }

    #[test]
    fn a_file_of_other_sections_surely_has_none() {
        assert!(!may(
            "# dimensions: none here\nsystems:\n  dimensions:\n    name: x\nflows:\n- {from: a, to: b}\n---\nneeds: {}\n"
        ));
    }

    #[test]
    fn whatever_may_be_read_as_the_section_is_looked_at() {
        for text in [
            "systems: {}\ndimensions: {age: {unit: years}}\n",
            "dimension: {}\n",
            "{dimensions: {}}\n",
            "\"dimensions\": {}\n",
            "- dimensions: {}\n",
            "\tdimensions: {}\n",
            "\u{feff}dimensions: {}\n",
            "systems:\n- a\n---\n- dimensions: {}\n",
            "systems: {}\n--- {dimensions: {}}\n",
            "systems: {}\n...\ndimensions: {}\n",
        ] {
            assert!(may(text), "{text}");
        }
    }
}
