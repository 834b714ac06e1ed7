//! The report and the live page in a real browser, one Chromium for each test that runs at the same time.
//!
//! If no Chromium is installed, the tests are left out, and the run says which; with `FLOWMAP_BROWSER=required`, as in `.ci/run`, that is a
//! failure. axe-core is expected in `target/axe` (`.ci/run` puts it there). Pictures are kept in `target/browser`.

#![expect(clippy::print_stdout, reason = "this is its own test runner")]

mod access;
#[path = "../suite/address.rs"]
mod address;
mod asked;
mod bridge;
mod chrome;
mod edit;
mod figures;
mod files;
mod forms;
mod hands;
mod history;
mod kept;
mod letters;
mod live;
mod page;
mod paper;
mod pictures;
mod search;
mod served;
mod side_by_side;
mod typed;
mod workshop;

use std::process::ExitCode;

use self::chrome::Chrome;
use self::served::Way;

/// A test by name.
type Test = (&'static str, fn(&Chrome));

const TESTS: [Test; 73] = [
    (
        "the first screen has title, figures, topics and picture",
        page::first_screen,
    ),
    ("search finds as one types", page::search),
    (
        "a field's journey lights up and all else fades",
        page::journey,
    ),
    ("lines that run together light together", page::bundle),
    ("a finding leads to its place in the picture", page::finding),
    ("the view is in the address", page::address),
    (
        "without script the pictures and tables are there",
        page::without_script,
    ),
    ("the report is printed on paper", page::print),
    (
        "a save redraws the picture and keeps the reader's place",
        |chrome| live::redraw(chrome, Way::Http),
    ),
    ("a broken file leaves the last good picture", |chrome| {
        live::broken(chrome, Way::Http);
    }),
    ("two browsers show the same", live::two),
    ("eight windows of one browser are all live", live::eight),
    ("a browser outlives the program", live::restart),
    ("a hostile map is only text", |chrome| {
        live::hostile(chrome, Way::Http);
    }),
    ("the editor marks, completes, goes and saves", |chrome| {
        edit::write(chrome, Way::Http);
    }),
    ("two who save the same file see both texts", |chrome| {
        edit::conflict(chrome, Way::Http);
    }),
    ("a finding's place opens the editor there", |chrome| {
        edit::place(chrome, Way::Http);
    }),
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
    ("a new file is named in a dialog of the page", |chrome| {
        edit::dialog(chrome, Way::Http);
    }),
    ("a save is told and taken back", |chrome| {
        history::take_back(chrome, Way::Http);
    }),
    (
        "a questionnaire is saved, and its answers are shown and written",
        |chrome| {
            asked::questionnaire(chrome, Way::Http);
        },
    ),
    ("the map is compared with a file", |chrome| {
        asked::compared(chrome, Way::Http);
    }),
    ("a finding is decided in a form", |chrome| {
        forms::decide(chrome, Way::Http);
    }),
    ("a topic is decided in a form", forms::decide_topic),
    ("a statement is disputed in a form", |chrome| {
        forms::dispute(chrome, Way::Http);
    }),
    ("a change is tried and nothing is written", |chrome| {
        forms::what_if(chrome, Way::Http);
    }),
    (
        "a scenario of the map is tried, and changed first",
        |chrome| {
            forms::scenario(chrome, Way::Http);
        },
    ),
    ("an id is renamed in the editor", |chrome| {
        forms::rename(chrome, Way::Http);
    }),
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
        |chrome| edit::typing(chrome, Way::Http),
    ),
    ("axe-core finds no serious fault", access::axe),
    ("a save redraws the picture, in a workshop file", |chrome| {
        live::redraw(chrome, Way::Workshop);
    }),
    (
        "a broken file leaves the last good picture, in a workshop file",
        |chrome| live::broken(chrome, Way::Workshop),
    ),
    ("a hostile map is only text, in a workshop file", |chrome| {
        live::hostile(chrome, Way::Workshop);
    }),
    (
        "a save is told and taken back, in a workshop file",
        |chrome| history::take_back(chrome, Way::Workshop),
    ),
    (
        "the editor marks, completes, goes and saves, in a workshop file",
        |chrome| edit::write(chrome, Way::Workshop),
    ),
    (
        "two who save the same file see both texts, in a workshop file",
        |chrome| edit::conflict(chrome, Way::Workshop),
    ),
    ("faults are gone to first, in a workshop file", |chrome| {
        edit::typing(chrome, Way::Workshop);
    }),
    (
        "a finding's place opens the editor there, in a workshop file",
        |chrome| edit::place(chrome, Way::Workshop),
    ),
    (
        "a new file is named in a dialog, in a workshop file",
        |chrome| edit::dialog(chrome, Way::Workshop),
    ),
    (
        "a finding is decided in a form, in a workshop file",
        |chrome| forms::decide(chrome, Way::Workshop),
    ),
    (
        "a statement is disputed in a form, in a workshop file",
        |chrome| forms::dispute(chrome, Way::Workshop),
    ),
    ("a change is tried, in a workshop file", |chrome| {
        forms::what_if(chrome, Way::Workshop);
    }),
    ("a scenario is tried, in a workshop file", |chrome| {
        forms::scenario(chrome, Way::Workshop);
    }),
    (
        "an id is renamed in the editor, in a workshop file",
        |chrome| forms::rename(chrome, Way::Workshop),
    ),
    ("what is typed outlives a reload", |chrome| {
        typed::outlives(chrome, Way::Http);
    }),
    (
        "what is typed outlives a reload, in a workshop file",
        |chrome| typed::outlives(chrome, Way::Workshop),
    ),
    (
        "a workshop warns whoever closes it before the map is in a file",
        workshop::closed,
    ),
    (
        "a workshop in a browser that saves no files in place loses nothing",
        workshop::without_handles,
    ),
    (
        "files and folders are dropped on a workshop",
        workshop::dropped,
    ),
    (
        "a questionnaire is saved, and its answers are shown and written, in a workshop file",
        |chrome| asked::questionnaire(chrome, Way::Workshop),
    ),
    (
        "the map is compared with a file, in a workshop file",
        |chrome| {
            asked::compared(chrome, Way::Workshop);
        },
    ),
    (
        "a workshop opens from the disk with the real map",
        workshop::opens,
    ),
    (
        "a workshop begins with a small map and keeps what is changed",
        workshop::begins,
    ),
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
    // Figures take minutes and prove nothing: they are printed where they are asked for.
    let figures: Test = ("figures of a workshop file", figures::figures);
    let is_asked = std::env::var_os("FLOWMAP_FIGURES").is_some() && is_wanted(figures.0);
    let tests: Vec<Test> = tests
        .into_iter()
        .chain(is_asked.then_some(figures))
        .collect();
    println!("\nrunning {} tests", tests.len());
    let is_engine_there = served::engine().is_some();
    let (tests, without): (Vec<Test>, Vec<Test>) = tests
        .into_iter()
        .partition(|(name, _)| is_engine_there || !name.contains("workshop"));
    if !without.is_empty() {
        println!(
            "\nno engine is built for browsers (`flowmap page` says how to build it), so these tests were left out"
        );
        if !left_out(&without, "no engine is built") {
            return ExitCode::FAILURE;
        }
    }
    let Some(program) = chrome::installed() else {
        println!(
            "\nno Chromium is installed (Debian: apt-get install chromium), so these tests were left out"
        );
        let is_right = left_out(&tests, "no Chromium is installed");
        return ExitCode::from(u8::from(!is_right));
    };
    // Figures are measured with nothing else running.
    let browsers = if is_asked { 1 } else { side_by_side::usual() };
    let failed = side_by_side::run(&tests, program, browsers);
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

/// Says that tests were left out, and why; false if they had to be run.
fn left_out(tests: &[Test], why: &str) -> bool {
    let is_required = std::env::var_os("FLOWMAP_BROWSER").is_some_and(|word| word == "required");
    for (name, _) in tests {
        println!(
            "test {name} ... {}",
            if is_required {
                "FAILED".to_owned()
            } else {
                format!("ignored, {why}")
            }
        );
    }
    let (word, failed, ignored) = if is_required {
        ("FAILED", tests.len(), 0)
    } else {
        ("ok", 0, tests.len())
    };
    println!(
        "test result: {word}. 0 passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out\n"
    );
    !is_required
}
