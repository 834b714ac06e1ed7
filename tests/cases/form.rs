//! The file of a case: the flow files, and the marks for the expected findings. `README.md` describes the form.

use flowmap::read::source::SourceSet;

use crate::expectation::read;

/// Opens a mark at the end of a line: `# expect: kind`, or several kinds separated by commas.
const MARK: &str = "# expect: ";

/// Opens each file of a case with several files.
const FILE: &str = "# file: ";

/// The sign for a NUL byte: a file with a real one would be binary to every tool that shows it.
const NUL_PICTURE: char = '\u{2400}';

/// A finding's main place: file, line and kind.
pub(crate) type Place = (String, usize, String);

/// The case's text, cut into its flow files: name, first line (the `# file:` line, if there is one) and lines.
fn parts(path: &str) -> Vec<(String, String, Vec<String>)> {
    let text = read(path);
    let own_name = path.rsplit('/').next().expect("a path has a last part");
    let mut parts: Vec<(String, String, Vec<String>)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(FILE) {
            let name = rest.split_whitespace().next().expect("a file has a name");
            parts.push((name.to_owned(), line.to_owned(), Vec::new()));
            continue;
        }
        if parts.is_empty() {
            parts.push((own_name.to_owned(), String::new(), Vec::new()));
        }
        let (_, _, lines) = parts.last_mut().expect("a file was begun");
        lines.push(line.to_owned());
    }
    parts
}

/// The flow files of the case at this path in the package's folder.
pub(crate) fn sources(path: &str) -> SourceSet {
    let parts = parts(path).into_iter();
    SourceSet::from_strings(parts.map(|(name, _, lines)| {
        let text = lines.concat().replace(NUL_PICTURE, "\0");
        (name, text)
    }))
}

/// The places where the case expects a finding, sorted. A kind expected twice in a line is listed twice.
pub(crate) fn marks(path: &str) -> Vec<Place> {
    let mut marks = Vec::new();
    for (name, opening, lines) in parts(path) {
        let lines = lines.iter().enumerate();
        let lines = lines.map(|(index, line)| (index + 1, line));
        // An empty file has no line to carry its mark.
        for (number, line) in lines.chain([(1, &opening)]) {
            let Some((_, kinds)) = line.split_once(MARK) else {
                continue;
            };
            // If a comment would change the fault, the mark is on the line above.
            let number = number + usize::from(line.trim_start().starts_with(MARK));
            let kinds = kinds.trim().split(", ");
            marks.extend(kinds.map(|kind| (name.clone(), number, kind.to_owned())));
        }
    }
    marks.sort();
    marks
}
