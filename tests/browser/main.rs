//! The report and the live page in a real browser, one Chromium for all tests.
//!
//! If no Chromium is installed, the tests are left out, and the run says which; with `FLOWMAP_BROWSER=required`, as in `.ci/run`, that is a
//! failure. axe-core is expected in `target/axe` (`.ci/run` puts it there). Pictures are kept in `target/browser`.

#![expect(clippy::print_stdout, reason = "this is its own test runner")]

mod access;
#[path = "../suite/address.rs"]
mod address;
mod chrome;
mod edit;
mod files;
mod forms;
mod history;
mod letters;
mod live;
mod page;
mod paper;
mod pictures;
mod search;
mod served;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use self::chrome::Chrome;

/// A test by name.
type Test = (&'static str, fn(&Chrome));

const TESTS: [Test; 46] = [
    (
        "the first screen has title, figures, topics and picture",
        page::first_screen,
    ),
    ("search finds as one types", page::search),
    (
        "a field's journey lights up and all else fades",
        page::journey,
    ),
    ("a finding leads to its place in the picture", page::finding),
    ("the view is in the address", page::address),
    (
        "without script the pictures and tables are there",
        page::without_script,
    ),
    ("the report is printed on paper", page::print),
    (
        "a save redraws the picture and keeps the reader's place",
        live::redraw,
    ),
    ("a broken file leaves the last good picture", live::broken),
    ("two browsers show the same", live::two),
    ("eight windows of one browser are all live", live::eight),
    ("a browser outlives the program", live::restart),
    ("a hostile map is only text", live::hostile),
    ("the editor marks, completes, goes and saves", edit::write),
    ("two who save the same file see both texts", edit::conflict),
    ("a finding's place opens the editor there", edit::place),
    (
        "whatever is chosen has a picture with letters that can be read",
        pictures::chosen,
    ),
    (
        "button, Escape and the browser lead back to the picture before",
        pictures::back,
    ),
    (
        "the whole map names every organisation, and each is a way in",
        pictures::every_organisation,
    ),
    (
        "a term of many fields shows each with its words and bar",
        pictures::every_definition,
    ),
    ("the picture is saved and copied", pictures::taken),
    (
        "a term's journey and a question's sources are drawn live",
        pictures::drawn_when_asked,
    ),
    (
        "a journey goes through folded boxes and says so",
        pictures::folded,
    ),
    (
        "a picture of nothing says that it is one",
        pictures::of_nothing,
    ),
    (
        "letters come along with every picture and page",
        letters::travel,
    ),
    ("fingers light, enlarge and scroll", pictures::touch),
    (
        "search finds by name, id and meaning",
        search::by_name_id_and_term,
    ),
    ("Enter goes through what was found", search::through),
    ("what is folded is printed open", paper::open),
    ("three browsers, however a file is saved", files::three),
    (
        "files are renamed, deleted and come back",
        files::come_and_go,
    ),
    ("lines that end as on Windows stay so", files::windows),
    ("a new file is named in a dialog of the page", edit::dialog),
    ("a save is told and taken back", history::take_back),
    ("a finding is decided in a form", forms::decide),
    ("a topic is decided in a form", forms::decide_topic),
    ("a statement is disputed in a form", forms::dispute),
    ("a change is tried and nothing is written", forms::what_if),
    ("an id is renamed in the editor", forms::rename),
    (
        "what changed since the newest snapshot is told and drawn",
        forms::what_changed,
    ),
    ("everything works by keyboard alone", access::keyboard),
    ("the first screen has few stops for Tab", access::stops),
    (
        "a phone shows topics, findings and questions",
        access::phone,
    ),
    ("the real map is printed on few pages", paper::pages),
    (
        "faults are gone to first, and typing is told truly",
        edit::typing,
    ),
    ("axe-core finds no serious fault", access::axe),
];

fn main() -> ExitCode {
    // `cargo test NAME` runs the tests whose name contains it, as elsewhere.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let is_wanted =
        |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    let tests: Vec<Test> = TESTS
        .into_iter()
        .filter(|(name, _)| is_wanted(name))
        .collect();
    println!("\nrunning {} tests", tests.len());
    let Some(program) = chrome::installed() else {
        return left_out(&tests);
    };
    let mut failed = 0;
    let mut browser = Chrome::start(program);
    for (name, test) in &tests {
        let is_right = catch_unwind(AssertUnwindSafe(|| test(&browser))).is_ok();
        println!("test {name} ... {}", if is_right { "ok" } else { "FAILED" });
        if !is_right {
            failed += 1;
            // The next test starts with a fresh browser.
            drop(browser);
            browser = Chrome::start(program);
        }
    }
    let passed = tests.len() - failed;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out\n"
    );
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Prints a message that is no test's result.
fn say(words: &str) {
    println!("{words}");
}

fn left_out(tests: &[Test]) -> ExitCode {
    let is_required = std::env::var_os("FLOWMAP_BROWSER").is_some_and(|word| word == "required");
    for (name, _) in tests {
        println!(
            "test {name} ... {}",
            if is_required {
                "FAILED"
            } else {
                "ignored, no Chromium is installed"
            }
        );
    }
    let (word, failed, ignored) = if is_required {
        ("FAILED", tests.len(), 0)
    } else {
        ("ok", 0, tests.len())
    };
    println!(
        "\nno Chromium is installed (Debian: apt-get install chromium), so these tests were left out"
    );
    println!(
        "test result: {word}. 0 passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out\n"
    );
    if is_required {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
