//! Finds lines indented with characters other than plain spaces, and replaces them.

use super::line::odd_indent;
use super::mend::Edit;

/// The edits that replace all other indentation by plain spaces. A tab reaches to the next multiple of `width`.
pub(super) fn plain_indents(text: &str, width: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if odd_indent(line).is_some() {
            let mut column = 0;
            let indent = line.len() - line.trim_start().len();
            for (at, c) in line[..indent]
                .char_indices()
                .filter(|(_, c)| *c != '\u{feff}')
            {
                let step = if c == '\t' { width - column % width } else { 1 };
                if c != ' ' {
                    edits.push(Edit::Remove(start + at..start + at + c.len_utf8()));
                    edits.push(Edit::Insert(start + at, " ".repeat(step)));
                }
                column += step;
            }
        }
        start += line.len();
    }
    edits
}

/// The number of lines indented with characters other than spaces.
pub(super) fn odd_lines(text: &str) -> usize {
    text.lines()
        .filter(|line| odd_indent(line).is_some())
        .count()
}

/// The first line indented with a space of another width, which YAML takes for a letter and does not report.
pub(super) fn wide_space(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let odd = odd_indent(line).filter(|at| !line[*at..].starts_with('\t'));
        if let Some(at) = odd {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}
