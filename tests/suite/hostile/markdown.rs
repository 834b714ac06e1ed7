//! Markdown that a hostile map must not break out of, as read by two independent programs.

use comrak::nodes::NodeValue;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::{COMMANDS, arguments, map, run};
use crate::folder::Folder;

/// Texts that break out of careless Markdown, each on its own: table cells must hold them too.
const STINGS: [&str; 10] = [
    "`",
    "``![p](http://e/p)`[l](javascript:x)",
    "![p](http://e/p)",
    "[l](javascript:alert) [r][r] [^1]",
    "<script>x</script><img src=x><a href='x'>&lt;b&gt;",
    "|a|b\\|c\\",
    "\n\n# heading\n\n- item\n\n```\nfence\n```\nx",
    "\r\n    code\r\n\r\n---\r\n===\r\nx",
    "*_~~$#>+-1) =",
    " <http://e> &amp; \\` `x` `` x",
];

/// Links, pictures, HTML and headings of a text, and the number of cells in each row of each table.
#[derive(Debug, Default, PartialEq)]
struct Parts {
    links: Vec<String>,
    images: Vec<String>,
    html: Vec<String>,
    headings: usize,
    rows: Vec<Vec<usize>>,
    code_blocks: usize,
    rules: usize,
}

/// The parts that pulldown-cmark reads.
fn one(text: &str) -> Parts {
    let mut parts = Parts::default();
    for event in pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => parts.links.push(dest_url.to_string()),
            Event::Start(Tag::Image { dest_url, .. }) => parts.images.push(dest_url.to_string()),
            Event::Start(Tag::Heading { .. }) => parts.headings += 1,
            Event::Start(Tag::CodeBlock(_)) => parts.code_blocks += 1,
            Event::Rule => parts.rules += 1,
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim();
                if html != "</a>" {
                    parts.html.push(html.replace("</a>", ""));
                }
            }
            Event::Start(Tag::Table(_)) => parts.rows.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some(rows) = parts.rows.last_mut() {
                    rows.push(0);
                }
            }
            Event::End(TagEnd::TableCell) => {
                if let Some(cells) = parts.rows.last_mut().and_then(|rows| rows.last_mut()) {
                    *cells += 1;
                }
            }
            _ => {}
        }
    }
    parts
}

/// The parts that comrak reads.
fn other(text: &str) -> Parts {
    let arena = comrak::Arena::new();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    let mut parts = Parts::default();
    for node in comrak::parse_document(&arena, text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Link(link) => parts.links.push(link.url.clone()),
            NodeValue::Image(link) => parts.images.push(link.url.clone()),
            NodeValue::Heading(_) => parts.headings += 1,
            NodeValue::CodeBlock(_) => parts.code_blocks += 1,
            NodeValue::ThematicBreak => parts.rules += 1,
            NodeValue::HtmlBlock(html) => parts.html.push(html.literal.trim().replace("</a>", "")),
            NodeValue::HtmlInline(html) if html != "</a>" => parts.html.push(html.clone()),
            NodeValue::Table(_) => parts.rows.push(Vec::new()),
            NodeValue::TableRow(_) => {
                let cells = node.children().count();
                if let Some(rows) = parts.rows.last_mut() {
                    rows.push(cells);
                }
            }
            _ => {}
        }
    }
    parts
}

/// The number of unescaped bars of each row. Programs cut or fill rows, so the text is counted too.
fn cells_as_written(text: &str) -> Vec<Vec<usize>> {
    let mut tables: Vec<Vec<usize>> = Vec::new();
    let mut is_in = false;
    let mut is_fenced = false;
    for line in text.lines() {
        is_fenced ^= line.starts_with("```");
        if line.starts_with('|') && !is_fenced {
            if !is_in {
                tables.push(Vec::new());
            }
            let table = tables.last_mut().expect("it was just begun");
            table.push(line.matches('|').count() - 1);
        }
        is_in = line.starts_with('|') && !is_fenced;
    }
    tables
}

/// Demands that both programs read the same parts as for the map without a sting, and rows of equal length.
fn check(name: &str, text: &str, plain: &str) {
    let (expected, expected_other) = (one(plain), other(plain));
    for (program, seen, expected) in [
        ("pulldown-cmark", one(text), expected),
        ("comrak", other(text), expected_other),
    ] {
        let why = format!("{name}, as {program} reads it:\n{text}");
        assert_eq!(seen.images, expected.images, "pictures in {why}");
        assert_eq!(seen.headings, expected.headings, "headings in {why}");
        assert_eq!(
            seen.code_blocks, expected.code_blocks,
            "code blocks in {why}"
        );
        assert_eq!(seen.rules, expected.rules, "rules in {why}");
        let own = |link: &&String| !link.starts_with("#finding-");
        assert_eq!(seen.links.iter().find(own), None, "links in {why}");
        for html in &seen.html {
            let id = html
                .strip_prefix("<a id=\"finding-")
                .and_then(|rest| rest.strip_suffix("\">"));
            let is_own = id.is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(is_own, "{html} in {why}");
        }
        for table in &seen.rows {
            assert!(
                table.iter().all(|cells| *cells == table[0]),
                "{table:?} in {why}"
            );
        }
        assert_eq!(seen.rows.len(), expected.rows.len(), "tables in {why}");
    }
    for table in cells_as_written(text) {
        assert!(
            table.iter().all(|cells| *cells == table[0]),
            "{table:?} in {name}:\n{text}"
        );
    }
}

/// The output for a sting, with letters in front that keep the order of ids.
fn printed(sting: &str, command: &[&str]) -> String {
    let folder = Folder::new("hostile-markdown");
    folder.write(
        &format!("map/a{}.yaml", sting.replace('/', "")),
        map(sting).as_bytes(),
    );
    let mut arguments = arguments(command, sting);
    arguments.extend(["map", "--format", "markdown"].map(str::to_owned));
    let output = run(&folder, &arguments);
    String::from_utf8(output.stdout).expect("it is text")
}

#[test]
fn nothing_breaks_out_of_the_markdown_of_any_answer() {
    for command in COMMANDS
        .iter()
        .filter(|command| **command != ["unify", "--yaml"])
    {
        let plain = printed("x", command);
        assert!(plain.starts_with('#'), "{command:?}: {plain}");
        for sting in STINGS {
            check(
                &format!("{command:?} {sting:?}"),
                &printed(sting, command),
                &plain,
            );
        }
    }
}

#[test]
fn nothing_breaks_out_of_the_markdown_of_the_report() {
    let report = |sting: &str| {
        let folder = Folder::new("hostile-report-markdown");
        folder.write(
            &format!("map/a{}.yaml", sting.replace('/', "")),
            map(sting).as_bytes(),
        );
        run(&folder, &["report", "map", "-o", "out"].map(str::to_owned));
        ["out/report.md", "out/findings.md"]
            .map(|file| String::from_utf8(folder.read(file)).expect("it is text"))
    };
    let plain = report("x");
    for sting in STINGS {
        for (text, plain) in report(sting).iter().zip(&plain) {
            check(&format!("the report of {sting:?}"), text, plain);
        }
    }
}
