//! The page that says what is read of each format, and what is left out and why. It is made of the tables that the reading follows.

use std::fmt::Write as _;

use super::FORMATS;

/// The page, as Markdown.
pub(super) fn page() -> String {
    let mut page = "# Formats of other programs\n\n\
        `flowmap import FILE` knows the format of a file by its content; `--as FORMAT` names it. What a file says becomes a proposal: \
        flow-file entries with `confidence: reported` and the file as their source. Nothing that the file does not say is added. \
        Everything that is left out is counted and told with its reason, a key that stands in no table as well. Nothing in a file is run or fetched.\n\n\
        This page is made of the tables that the program follows; `flowmap import --formats` prints it.\n\n\
        | format | `--as` | editions |\n| --- | --- | --- |\n"
        .to_owned();
    for format in FORMATS {
        let _ = writeln!(
            page,
            "| {} | `{}` | {} |",
            format.title, format.name, format.editions
        );
    }
    page += "\nA file is refused whole if it is larger than 64 MB, also after unpacking (YAML: 16 MB), holds more than 4,000,000 values, nests deeper than its \
        reader allows (JSON 128, YAML and XML 64), has an XML document type, has a table of more than 1,000 columns, or copies YAML aliases without end.\n";
    for format in FORMATS {
        let _ = writeln!(
            page,
            "\n## {}\n\n| of | what | read as | left out because |\n| --- | --- | --- | --- |",
            format.title
        );
        for part in format.parts {
            for (keys, becomes) in part.read {
                let _ = writeln!(page, "| {} | {} | {becomes} |  |", part.of, quoted(keys));
            }
            for (keys, why) in part.left {
                let _ = writeln!(page, "| {} | {} |  | {why} |", part.of, quoted(keys));
            }
        }
    }
    page
}

/// Keys in backticks; a phrase of several words stays as it is.
fn quoted(keys: &str) -> String {
    let quote = |key: &str| {
        if key.contains(' ') {
            key.to_owned()
        } else {
            format!("`{key}`")
        }
    };
    keys.split(", ").map(quote).collect::<Vec<_>>().join(", ")
}
