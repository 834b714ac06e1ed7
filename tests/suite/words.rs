//! Texts for readers are plain English: names and no ids, short sentences, no jargon. Checked in the report, the page, the pictures and
//! every finding of the real map and of all cases.

use std::collections::BTreeSet;

use flowmap::picture::views::diagram::Diagram;
use flowmap::report::{html, markdown};

use crate::expectation::{analysis, printed};
use crate::form;
use crate::plurals::folders;
use crate::real_map::REAL;

/// The most words of one sentence.
const MOST_WORDS: usize = 30;
/// The mean length of all sentences stays below this, in words.
const MEAN_WORDS: usize = 18;
/// More commas than this make a list of names, not a sentence.
const MOST_COMMAS: usize = 8;
/// Jargon that no finding uses.
const BANNED: [&str; 9] = [
    "a way",
    "stretch",
    "stretches",
    "told",
    "asked about",
    "image",
    "witness",
    "hop",
    "hops",
];
/// One text, and its source.
struct Said {
    by: String,
    text: String,
}

/// The sentences of a text. A text between backticks counts as one word.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut is_code = false;
    let letters: Vec<char> = text.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        is_code ^= *letter == '`';
        sentences[0].push(if is_code && *letter == ' ' {
            '_'
        } else {
            *letter
        });
        let is_end = matches!(letter, '.' | '?' | '!') && !is_code;
        if is_end && letters.get(index + 1).is_none_or(|next| *next == ' ') {
            sentences.insert(0, String::new());
        }
    }
    sentences.retain(|sentence| !sentence.trim().is_empty());
    sentences
}

fn words(sentence: &str) -> usize {
    let has_letter = |word: &&str| word.chars().any(char::is_alphanumeric);
    sentence.split_whitespace().filter(has_letter).count()
}

/// The words of the text, without marks around them.
fn bare(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'');
    let words = text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// The faults of a text that only has to be plain: a sentence that is too long, a word of jargon.
fn jargon(said: &Said) -> Vec<String> {
    let mut wrong = Vec::new();
    for sentence in sentences(&without_quotes(&said.text)) {
        let count = words(&sentence);
        let is_list = sentence.matches(", ").count() > MOST_COMMAS;
        if count > MOST_WORDS && !is_list {
            wrong.push(format!("{}: {count} words: {sentence}", said.by));
        }
    }
    let text = bare(&without_names(&without_quotes(&said.text)));
    let is_finding = said.by.contains('/');
    for banned in BANNED.iter().filter(|_| is_finding) {
        if text.contains(&format!(" {banned} ")) {
            wrong.push(format!("{}: says “{banned}”: {}", said.by, said.text));
        }
    }
    wrong
}

/// The text without its parts between quotation marks, which are the map's own words.
fn without_quotes(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '\u{201c}' => depth += 1,
            '\u{201d}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The text without the names that the real map gives to its code lists, which come from the map.
fn without_names(text: &str) -> String {
    let lists = REAL.model().code_lists.iter();
    lists.fold(text.to_owned(), |text, (_, list)| {
        text.replace(&*list.name, "")
    })
}

/// The text without intended code: names of findings, and lines of YAML such as `covers: all`.
fn without_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let kept = parts.filter(|(place, part)| place % 2 == 0 || !part.contains(['/', ':']));
    kept.map(|(_, part)| part).collect()
}

/// Ids in a text for readers: words with an underscore, and the ids of organisations and systems that no name contains.
fn ids(said: &Said) -> Vec<String> {
    let model = REAL.model();
    let bodies = model.organisations.iter();
    let bodies = bodies.map(|(_, body)| (&*body.slug, &*body.name));
    let systems = model.systems.iter();
    let systems = systems.map(|(_, system)| (&*system.slug, &*system.name));
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (slug, name) in bodies.chain(systems) {
        // Values of dimensions are words without a name.
        if slug != name && !ORDINARY.contains(&slug) {
            known.insert(slug);
        }
    }
    // A command line is no text.
    if said.text.contains("flowmap case ") {
        return Vec::new();
    }
    let mut text = without_code(&said.text);
    // The words of a field's own id, if it has no name.
    for (_, field) in model.fields.iter() {
        let words = field.slug.replace('_', " ");
        if words.contains(' ') {
            text = text.replace(&words, "");
        }
    }
    let is_id = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_own = word.chars().all(|c| c.is_uppercase() || c == '_');
        word.contains('_') && !is_own || word.contains("->") || known.contains(word)
    };
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '.' | '(' | ')' | '/'));
    let found = words.filter(is_id);
    found
        .map(|word| format!("{}: shows the id {word}: {}", said.by, said.text))
        .collect()
}

/// Ids of the real map that are ordinary words too.
const ORDINARY: [&str; 13] = [
    "at",
    "public",
    "police",
    "coroners",
    "registration",
    "inquest",
    "lampard",
    "hospital",
    "family",
    "informant",
    "nsft",
    "kmpt",
    "parliament",
];

/// Every line of the Markdown report with its finding, if any. Cells of tables are separate texts.
fn report_lines() -> Vec<Said> {
    let text = markdown::report(&REAL);
    let mut by = "report".to_owned();
    let mut said = Vec::new();
    let mut add = |by: &str, text: &str| {
        said.push(Said {
            by: by.to_owned(),
            text: text.replace('\\', ""),
        });
    };
    let mut heading: Option<&str> = None;
    for line in text.lines() {
        if let Some(anchor) = line.strip_prefix("<a id=\"") {
            anchor.trim_end_matches("\"></a>").clone_into(&mut by);
            continue;
        }
        if line.starts_with("## ") {
            "report".clone_into(&mut by);
        }
        if line.starts_with('`') && line.contains("`: ") {
            line.split('`')
                .nth(1)
                .unwrap_or_default()
                .clone_into(&mut by);
            if let Some(heading) = heading.take() {
                add(&by, heading);
            }
            continue;
        }
        if by.starts_with("finding-") && line.starts_with("### ") {
            heading = Some(line.split_once(". ").map_or(line, |(_, rest)| rest));
            continue;
        }
        if let Some(row) = line.strip_prefix('|') {
            row.split(" | ")
                .for_each(|cell| add("table", cell.trim_matches([' ', '|'])));
        } else if let Some(place) = line.strip_prefix("- ").filter(|_| by.contains('/')) {
            add(
                &by,
                place.split_once(": ").map_or(place, |(_, label)| label),
            );
        } else if by.contains('/') && line.starts_with("**") {
            add(&by, line.split_once(":** ").map_or(line, |(_, text)| text));
        } else if !line.starts_with("![") {
            // A step ends with its findings.
            add(&by, line.split(" (finding [").next().unwrap_or_default());
        }
    }
    said
}

/// The texts in the pictures of the page and beside them.
fn picture_texts() -> Vec<Said> {
    let mut said = Vec::new();
    for picture in html::pictures(&REAL) {
        let (view, diagram) = picture.shown();
        for text in of_diagram(diagram) {
            said.push(Said {
                by: format!("picture {}", view.word()),
                text,
            });
        }
    }
    said
}

fn of_diagram(diagram: &Diagram) -> Vec<String> {
    let mut all = vec![diagram.title.clone()];
    all.extend(diagram.notes.iter().cloned());
    all.extend(diagram.groups.iter().map(|group| group.title.clone()));
    for node in &diagram.nodes {
        all.extend([&node.title, &node.subtitle, &node.detail].map(Clone::clone));
        for row in &node.rows {
            all.extend([row.title.clone(), row.detail.clone()]);
        }
    }
    for edge in &diagram.edges {
        all.extend([edge.label.clone(), edge.detail.clone()]);
    }
    all.extend(diagram.told.iter().map(|told| told.text.clone()));
    all
}

/// The text of the page without its script, its style, code and places.
fn page_texts() -> Vec<Said> {
    let page = html::file(&REAL);
    let page = page
        .replacen(html::SCRIPT, "", 1)
        .replacen(html::style(), "", 1);
    let page = page.replacen("<!DOCTYPE html>", "", 1);
    let document = roxmltree::Document::parse(&page).expect("the page is well formed");
    let texts = document.descendants().filter(roxmltree::Node::is_text);
    let is_read = |node: &roxmltree::Node<'_, '_>| {
        let mut around = node.ancestors();
        !around.any(|one| ["code", "script", "style", "pre"].contains(&one.tag_name().name()))
    };
    let is_place = |text: &str| text.contains(".yaml");
    let texts = texts.filter(is_read).filter_map(|node| node.text());
    let texts = texts.filter(|text| !is_place(text));
    texts
        .map(|text| Said {
            by: "page".to_owned(),
            text: text.to_owned(),
        })
        .collect()
}

/// The message, labels, help and question of every finding of every case, in ids.
fn of_cases() -> Vec<Said> {
    let mut said = Vec::new();
    for (folder, _) in folders("tests/cases") {
        for (file, _) in folders(&folder) {
            if !file.contains(".yaml") {
                continue;
            }
            let analysis = analysis(form::sources(&file));
            let mut rule = String::new();
            let mut add = |rule: &str, text: &str| {
                said.push(Said {
                    by: format!("{file}: {rule}"),
                    text: text.to_owned(),
                });
            };
            for line in printed(&analysis).lines() {
                if let Some((kind, message)) = header(line) {
                    kind.clone_into(&mut rule);
                    add(&rule, message);
                } else if let Some(help) = line.trim_start().strip_prefix("= help: ") {
                    add(&rule, help);
                } else if let Some(question) = line.trim_start().strip_prefix("= question: ") {
                    add(
                        &rule,
                        question.split_once(": ").map_or(question, |(_, text)| text),
                    );
                }
            }
            for finding in &analysis.findings {
                let labels = finding.places.iter().map(|place| place.label.as_str());
                labels.for_each(|label| add(finding.kind.name, label));
            }
        }
    }
    said
}

/// `warning[stale]: the flow …` as the rule and the message.
fn header(line: &str) -> Option<(&str, &str)> {
    let (level, rest) = line.split_once('[')?;
    let is_level = ["error", "warning", "note"].contains(&level);
    rest.split_once("]: ").filter(|_| is_level)
}

/// True for the longest texts of a map itself, which the program does not write.
fn is_of_the_map(text: &str) -> bool {
    let model = REAL.model();
    let has = |words: &str| !words.is_empty() && text.contains(words);
    has(&model.about.about)
        || model.terms.iter().any(|(_, term)| {
            let definition = term.definition.known();
            definition.is_some_and(|definition| has(definition))
        })
}

fn fail(mut wrong: Vec<String>) {
    wrong.sort();
    wrong.dedup();
    let count = wrong.len();
    wrong.truncate(400);
    assert!(wrong.is_empty(), "{count} faults:\n{}", wrong.join("\n"));
}

#[test]
fn the_report_of_the_real_map_speaks_in_short_plain_sentences() {
    let all = report_lines();
    let is_ours = |said: &&Said| said.by != "table" && !is_of_the_map(&said.text);
    let ours = || all.iter().filter(is_ours);
    fail(ours().flat_map(jargon).collect());
    let lengths: Vec<usize> = ours()
        .flat_map(|said| sentences(&said.text))
        .map(|sentence| words(&sentence))
        .filter(|count| *count > 2)
        .collect();
    let mean = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
    assert!(lengths.len() > 500, "{} sentences", lengths.len());
    assert!(mean < MEAN_WORDS as f64, "the mean is {mean:.1} words");
}

#[test]
fn the_findings_of_every_case_speak_in_short_plain_sentences() {
    let all = of_cases();
    assert!(all.len() > 1_000, "{} texts", all.len());
    fail(all.iter().flat_map(jargon).collect());
}

#[test]
fn report_page_and_pictures_show_names_and_no_ids() {
    let mut all = report_lines();
    all.extend(picture_texts());
    all.extend(page_texts());
    fail(all.iter().flat_map(ids).collect());
}
