//! The script of a page that works without a server: the same sources as those of the live page, in one scope, and the worker's as a text.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::report::html;

/// The parts of the live page that are loaded when they are first needed, by the names under which they are loaded.
const MODULES: [(&str, &str); 12] = [
    ("/asked.js", include_str!("../serve/assets/asked.js")),
    ("/case.js", include_str!("../serve/assets/case.js")),
    ("/compare.js", include_str!("../serve/assets/compare.js")),
    ("/decide.js", include_str!("../serve/assets/decide.js")),
    ("/dispute.js", include_str!("../serve/assets/dispute.js")),
    (EDITOR, include_str!("../serve/assets/editor.js")),
    ("/fields.js", include_str!("../serve/assets/fields.js")),
    ("/history.js", include_str!("../serve/assets/history.js")),
    ("/later.js", include_str!("../serve/assets/later.js")),
    ("/panel.js", include_str!("../serve/assets/panel.js")),
    ("/typed.js", include_str!("../serve/assets/typed.js")),
    ("/whatif.js", include_str!("../serve/assets/whatif.js")),
];

const EDITOR: &str = "/editor.js";

const LIVE: &str = include_str!("../serve/assets/live.js");

/// The own script of the page, in one scope.
const OWN: &str = concat!(
    include_str!("script/digits.js"),
    include_str!("script/engine.js"),
    include_str!("script/zip.js"),
    include_str!("script/kept.js"),
    include_str!("script/disk.js"),
    include_str!("script/workshop.js"),
    include_str!("script/tools.js"),
);

const WORKER: &str = concat!(
    "\"use strict\";\n",
    include_str!("script/digits.js"),
    include_str!("script/worker.js"),
);

/// The whole script.
pub(super) fn script() -> &'static str {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| {
        let mut text = "(() => {\n\"use strict\";\nconst MODULES = {\n".to_owned();
        for (name, source) in MODULES {
            // The editor is a packed module already.
            let own = (name != EDITOR).then(|| bare(source));
            let function = as_function(own.as_deref().unwrap_or(source));
            let _ = writeln!(text, "\"{name}\": {function},");
        }
        let worker = serde_json::to_string(&bare(WORKER)).expect("a text is always JSON");
        let [page, live, own] = [html::SCRIPT, LIVE, OWN].map(bare);
        let _ = write!(
            text,
            "}};\nconst WORKER = {worker};\nconst page = () => {{\n{page}}};\nconst live = () => {{\n{live}}};\n{own}}})();\n"
        );
        text
    });
    &SCRIPT
}

/// The styles of the live page.
pub(super) fn style() -> &'static str {
    concat!(
        include_str!("../serve/assets/live.css"),
        include_str!("../serve/assets/later.css"),
    )
}

/// A script without indentation, empty lines, and comments that fill a line: a fifth shorter. No text of the sources goes over several lines.
fn bare(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut is_comment = false;
    for line in source.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if is_comment || begins {
            is_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// A module as a function: its imports are what `load` gives for their names, and its exports are what it gives.
fn as_function(source: &str) -> String {
    let mut exported: Vec<String> = Vec::new();
    let mut body = String::with_capacity(source.len() + 64);
    for line in source.lines() {
        if let Some(import) = line.strip_prefix("import ") {
            let (names, from) = import.split_once(" from ").unwrap_or((import, ""));
            let from = from.trim_end_matches(';');
            let _ = writeln!(body, "const {names} = await load({from});");
        } else if let Some(function) = line.strip_prefix("export ") {
            let name = function.split(['(', ' ', '=']).nth(1).unwrap_or_default();
            exported.push(name.to_owned());
            let _ = writeln!(body, "{function}");
        } else if let Some((before, list)) = line.rsplit_once("export{") {
            // The end of a packed module.
            exported.extend(list.trim_end_matches("};").split(',').map(renamed));
            let _ = writeln!(body, "{before}");
        } else {
            let _ = writeln!(body, "{line}");
        }
    }
    let exported = exported.join(", ");
    format!("async load => {{\n{body}return {{ {exported} }};\n}}")
}

/// `a as b` of a packed module as a member of an object.
fn renamed(export: &str) -> String {
    match export.split_once(" as ") {
        Some((own, name)) => format!("{name}: {own}"),
        None => export.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_imported_or_exported_any_more_and_no_tag_ends_the_script() {
        for (name, source) in MODULES {
            let function = as_function(source);
            let mut lines = function.lines();
            let odd = lines.find(|line| {
                line.starts_with("import") || line.starts_with("export") || line.contains("export{")
            });
            assert_eq!(odd, None, "{name}");
            assert!(
                !function.ends_with("return {  };\n}"),
                "{name} gives nothing"
            );
        }
        for source in [html::SCRIPT, LIVE, OWN, WORKER] {
            let mut lines = source.lines();
            let is_open = |line: &&str| line.matches('`').count() % 2 == 1;
            assert_eq!(lines.find(is_open), None, "a text over several lines");
        }
        let script = script().to_lowercase();
        for tag in ["</script", "<script", "<!--", "import("] {
            assert!(!script.contains(tag), "{tag}");
        }
    }

    #[test]
    fn a_module_becomes_a_function() {
        let function =
            as_function("import { a } from \"/a.js\";\nexport function b(c) {\n  a(c);\n}");
        let expected = "async load => {\nconst { a } = await load(\"/a.js\");\nfunction b(c) {\n  a(c);\n}\nreturn { b };\n}";
        assert_eq!(function, expected);
        assert!(as_function("var x=1;export{x as y,z};").ends_with("return { y: x, z };\n}"));
    }
}
