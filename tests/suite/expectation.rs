//! Expectations kept in files: compared, or rewritten if `UPDATE=1` is set.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use flowmap::analysis::{Analysis, Options};
use flowmap::print::terminal;
use flowmap::read::source::SourceSet;

/// A path below the package's folder.
pub(crate) fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file in the package's folder, with line ends as committed.
pub(crate) fn read(path: &str) -> String {
    let text = std::fs::read_to_string(package(path));
    text.unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The analysis of these files with default options.
pub(crate) fn analysis(sources: SourceSet) -> Analysis {
    Analysis::of(sources, Options::default())
}

/// The output of `flowmap check` about them, without colour and without numbers, which change when other findings come or go.
pub(crate) fn printed(analysis: &Analysis) -> String {
    let style = terminal::Style {
        numbered: false,
        ..terminal::Style::default()
    };
    terminal::render(analysis, style)
}

/// Demands that the file at `path` holds `actual`; with `UPDATE=1` it is rewritten instead.
pub(crate) fn check_expectation(path: &str, actual: &str) {
    let expected = std::fs::read_to_string(package(path)).unwrap_or_default();
    if expected.replace("\r\n", "\n") == actual {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(package(path), actual).unwrap_or_else(|error| panic!("{path}: {error}"));
        return;
    }
    panic!(
        "{path} is not what is printed now; read the difference, then run `UPDATE=1 cargo test`\n{}",
        difference(&expected, actual)
    );
}

/// The lines from the first that differs to the last.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let backwards = old[same..].iter().rev().zip(new[same..].iter().rev());
    let tail = backwards.take_while(|(a, b)| a == b).count();
    let mut text = format!("from line {}:\n", same + 1);
    for (sign, lines) in [
        ('-', &old[same..old.len() - tail]),
        ('+', &new[same..new.len() - tail]),
    ] {
        for line in lines {
            writeln!(text, "{sign} {line}").expect("writing to a string");
        }
    }
    text
}
