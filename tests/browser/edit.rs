//! The editor in the page, used as a person uses it.

use crate::chrome::{Chrome, Tab};
use crate::served::{Map, Way};

pub(crate) const POOLS: &str = "flows/owners/pools.yaml";

/// A part of the editor.
pub(crate) fn inner(selector: &str) -> String {
    format!("document.querySelector('#edit-host').shadowRoot.querySelector({selector:?})")
}

pub(crate) fn status(tab: &Tab<'_>, words: &str) {
    tab.wait(&format!(
        "document.querySelector('#edit-status')?.textContent.includes({words:?})"
    ));
}

pub(crate) fn write(chrome: &Chrome, way: Way) {
    let map = Map::new("write");
    let before = map.read(POOLS);
    let query = format!("file={POOLS}&line=9&column=5");
    let (tab, _served) = map.shown(chrome, way, &query, (1400, 900));
    status(&tab, "saved flows/owners/pools.yaml; no faults");
    let room = "['#topics', '#own .picture'].every(s => document.querySelector(s)?.getBoundingClientRect().width > 400)";
    tab.wait(room);
    tab.wait(&format!(
        "{}.textContent.includes('Turnstile counter')",
        inner(".cm-content")
    ));
    marks(&tab);
    completes(&tab);
    goes(&tab);
    assert_eq!(map.read(POOLS), before, "nothing was saved");
    // Saved byte for byte, including comments, and the page is redrawn.
    tab.press("End", 0);
    tab.press("Enter", 0);
    tab.write("notes: counted by gate");
    tab.press("s", 2);
    status(&tab, "saved flows/map.yaml");
    let text = map.read("flows/map.yaml");
    assert!(
        text.contains("  visits:\n    notes: counted by gate\n    name: Visits\n")
            && text.contains("# The glossary"),
        "{text}"
    );
    assert_eq!(tab.complaints(), "");
}

fn marks(tab: &Tab<'_>) {
    // Line 9 is `    owner: pools`: a mistake in its key is underlined while typing.
    tab.write("x");
    tab.wait(&format!("{} !== null", inner(".cm-lintRange-error")));
    status(tab, "not saved; 1 fault");
    tab.keep("edit-fault");
    tab.press("z", 2);
    status(tab, "no faults");
}

fn completes(tab: &Tab<'_>) {
    // Completion: a new key after the end of the line, then its value.
    tab.press("End", 0);
    tab.press("Enter", 0);
    tab.write("par");
    tab.wait(&format!(
        "{}?.textContent.includes('part_of')",
        inner(".cm-tooltip-autocomplete")
    ));
    tab.keep("edit-complete");
    // CodeMirror ignores keys for a short time, in case they were meant for the text.
    std::thread::sleep(std::time::Duration::from_millis(200));
    // Enter is a new line and never the offer; Tab takes it. What is typed now is undone by itself.
    std::thread::sleep(std::time::Duration::from_millis(700));
    tab.press("Enter", 0);
    tab.wait(&format!("{} === null", inner(".cm-tooltip-autocomplete")));
    assert_eq!(
        tab.text(&format!("{}.textContent.trim()", inner(".cm-activeLine"))),
        "",
        "Enter made a new line"
    );
    tab.press("z", 2);
    tab.press("End", 0);
    tab.press("Backspace", 0);
    tab.write("r");
    tab.wait(&format!(
        "{}?.textContent.includes('part_of')",
        inner(".cm-tooltip-autocomplete")
    ));
    std::thread::sleep(std::time::Duration::from_millis(200));
    tab.press("Tab", 0);
    tab.wait(&format!(
        "{}?.textContent.includes('sports_survey')",
        inner(".cm-tooltip-autocomplete")
    ));
    tab.press("Escape", 0);
    for _ in 0..10 {
        if tab
            .text("document.querySelector('#edit-status').textContent")
            .starts_with("saved")
        {
            break;
        }
        tab.press("z", 2);
    }
    status(tab, "saved");
}

fn goes(tab: &Tab<'_>) {
    // To a declaration: `pools` in `owner: pools` in line 4 of this file, then a term in another file.
    tab.press("F12", 0);
    tab.wait(&format!(
        "{}?.textContent.includes('pools: {{name')",
        inner(".cm-activeLine")
    ));
    let line = format!(
        "{}.textContent.startsWith('      visits:')",
        inner(".cm-activeLine")
    );
    while tab.ask(&line) != true {
        tab.press("ArrowDown", 0);
    }
    // To the first letter of the line.
    tab.press("Home", 0);
    for _ in 0..2 {
        tab.press("ArrowRight", 0);
    }
    tab.press("F12", 0);
    tab.wait("document.querySelector('#edit-file').value === 'flows/map.yaml'");
    tab.wait(&format!(
        "{}?.textContent.trim() === 'visits:'",
        inner(".cm-activeLine")
    ));
}

/// Moves the cursor to the end of the first line with this text.
pub(crate) fn end_of(tab: &Tab<'_>, text: &str) {
    tab.click(&format!(
        "[...document.querySelector('#edit-host').shadowRoot.querySelectorAll('.cm-line')].find(l => l.textContent.includes({text:?}))"
    ));
    tab.press("End", 0);
}

pub(crate) fn conflict(chrome: &Chrome, way: Way) {
    let map = Map::new("conflict");
    let query = format!("file={POOLS}");
    let (tab, _served) = map.shown(chrome, way, &query, (1400, 900));
    status(&tab, "saved");
    // Not edited here: the version saved by another program is taken over.
    map.change(POOLS, "Turnstile counter", "Counting gates");
    tab.wait(&format!(
        "{}.textContent.includes('Counting gates')",
        inner(".cm-content")
    ));
    // The file is edited here in other lines: both edits are kept, and nothing is asked.
    tab.write("# mine ");
    map.change(POOLS, "Counting gates", "Infrared gates");
    tab.wait(&format!(
        "{0}.textContent.includes('Infrared gates') && {0}.textContent.includes('# mine ')",
        inner(".cm-content")
    ));
    status(&tab, "and their lines are taken in");
    assert!(!map.read(POOLS).contains("# mine "), "nothing was saved");
    tab.press("s", 2);
    status(&tab, "saved flows/owners/pools.yaml");
    let both = map.read(POOLS);
    assert!(
        both.starts_with("# mine ") && both.contains("Infrared gates"),
        "{both}"
    );
    // Edited here in the same line: both versions are shown, and nothing is lost.
    end_of(&tab, "Infrared gates");
    tab.write(" # ours");
    map.change(POOLS, "Infrared gates", "Electric eye");
    tab.wait("document.querySelectorAll('#edit-choice button').length === 3");
    tab.wait(&format!(
        "{}.textContent.includes('Electric eye')",
        inner(".cm-mergeView")
    ));
    tab.keep("conflict");
    assert!(
        tab.text(&format!("{}.textContent", inner(".cm-mergeView")))
            .contains(" # ours")
    );
    assert!(
        map.read(POOLS).contains("Electric eye"),
        "nothing was overwritten"
    );
    tab.click("[...document.querySelectorAll('#edit-choice button')].find(b => b.textContent.includes('at the right'))");
    status(&tab, "saved flows/owners/pools.yaml");
    let text = map.read(POOLS);
    assert!(text.contains("Infrared gates # ours"), "{text}");
    tab.wait("document.querySelectorAll('#edit-choice button').length === 0");
    if way == Way::Http {
        at_one_moment(&tab, &map);
    }
    assert_eq!(tab.complaints(), "");
}

/// Another program saves at the same moment: the server refuses the save, and only edits of the same line are asked about.
fn at_one_moment(tab: &Tab<'_>, map: &Map) {
    tab.ask("(window.realFetch = fetch, window.fetch = (u, o) => u.endsWith('/open') ? new Promise(() => {}) : realFetch(u, o), true)");
    end_of(tab, "# mine");
    tab.write("x");
    map.change(POOLS, "# ours", "# theirs");
    tab.press("s", 2);
    status(tab, "with what another has changed in it meanwhile");
    let text = map.read(POOLS);
    assert!(
        text.contains("# theirs") && text.lines().next().is_some_and(|line| line.ends_with('x')),
        "{text}"
    );
    end_of(tab, "Infrared gates");
    tab.write("y");
    map.change(POOLS, "Infrared gates", "Light barrier");
    tab.press("s", 2);
    tab.wait("document.querySelectorAll('#edit-choice button').length === 3");
    assert!(map.read(POOLS).contains("Light barrier"));
    tab.click("[...document.querySelectorAll('#edit-choice button')].find(b => b.textContent.includes('on the disk'))");
    tab.wait(&format!(
        "{}.textContent.includes('Light barrier')",
        inner(".cm-content")
    ));
}

/// F8 goes to faults before warnings, the light of the page is true, and the result of a save calls things by their names.
pub(crate) fn typing(chrome: &Chrome, way: Way) {
    let map = Map::new("typing");
    let query = format!("file={POOLS}");
    let (tab, _served) = map.shown(chrome, way, &query, (1366, 768));
    status(&tab, "saved");
    let light = "document.querySelector('.live-state').textContent";
    tab.wait(&format!("{light} === 'Live: shows the files as they are'"));
    // Something to discuss, and below it a fault: F8 goes to the fault and says what it is.
    let text = map.read(POOLS);
    end_of(&tab, "owner: pools");
    tab.write("x");
    tab.press("End", 2);
    tab.write("xkind: 1");
    tab.wait(&format!(
        "{} !== null && {} !== null",
        inner(".cm-lintRange-error"),
        inner(".cm-lintRange-warning")
    ));
    tab.press("Home", 2);
    tab.press("F8", 0);
    tab.wait(&format!(
        "{}.textContent.includes('xkind: 1')",
        inner(".cm-activeLine")
    ));
    status(&tab, "xkind");
    let wide = tab
        .ask("(e => e.scrollWidth <= e.clientWidth + 1)(document.querySelector('#edit-status'))");
    assert_eq!(wide, true, "what is wrong is not cut off");
    // The fault that was found before saving is reported for the saved text too.
    tab.press("s", 2);
    status(&tab, "saved flows/owners/pools.yaml; 1 fault");
    map.write(POOLS, &text);
    status(&tab, "no faults");
    // A broken file: the page says from when its picture is, and how much is wrong since.
    map.change(
        POOLS,
        "name: Turnstile counter",
        "name: \"Turnstile counter",
    );
    tab.wait(&format!(
        "/^Showing \\d\\d.\\d\\d.*, 1 fault since$/.test({light})"
    ));
    let fits = "(e => e.getBoundingClientRect().right <= document.querySelector('#edit').getBoundingClientRect().left + 1 && [...e.querySelectorAll('pre, p')].every(p => p.scrollWidth <= p.clientWidth + 1))(document.querySelector('#live-faults'))";
    assert_eq!(tab.ask(fits), true, "faults wrap");
    tab.keep("held");
    map.write(POOLS, &text.replace("Turnstile counter", "Counting gates"));
    tab.wait(&format!("{light} === 'Live: shows the files as they are'"));
    told_by_name(&tab, &map);
    assert_eq!(tab.complaints(), "");
}

/// The result of a save calls things by their names, is beside the picture and not over it, and stays until it is touched.
fn told_by_name(tab: &Tab<'_>, map: &Map) {
    map.change(
        "flows/owners/sports_body.yaml",
        "fields: [visits]",
        "fields: []",
    );
    let told = "document.querySelector('#live-told')";
    tab.wait(&format!("/gone/.test({told}.textContent)"));
    let words = tab.text(&format!("{told}.innerText"));
    assert!(!words.contains('`'), "{words}");
    assert!(words.contains("Swimming pools"), "{words}");
    tab.wait(&format!(
        "{told}.getBoundingClientRect().bottom <= document.querySelector('#own').getBoundingClientRect().top + 1 && {told}.getBoundingClientRect().height > 0"
    ));
    tab.keep("told");
    tab.click(&format!("{told}.querySelector('p')"));
    tab.wait(&format!("{told}.textContent === ''"));
}

pub(crate) fn place(chrome: &Chrome, way: Way) {
    let map = Map::new("place");
    let (tab, _served) = map.shown(chrome, way, "", (1400, 900));
    tab.wait("document.querySelector('.live-place')");
    tab.ask("(document.querySelectorAll('details').forEach(d => d.open = true), true)");
    let place = "[...document.querySelectorAll('#findings .live-place')].find(b => b.textContent.includes('council.yaml'))";
    let named = tab.text(&format!("{place}.textContent"));
    tab.click(place);
    tab.wait("document.querySelector('#edit-file')?.value === 'flows/owners/council.yaml'");
    let line = named.split(':').nth(1).expect("a line").to_owned();
    tab.wait(&format!(
        "{}?.textContent === {line:?}",
        inner(".cm-activeLineGutter.cm-gutterElement")
    ));
    tab.keep("place");
    // On leaving, the focus is where it was.
    tab.click(
        "[...document.querySelectorAll('#edit button')].find(b => b.textContent === 'Close')",
    );
    tab.wait("document.activeElement.matches('.live-place')");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn dialog(chrome: &Chrome, way: Way) {
    let map = Map::new("dialog");
    let query = format!("file={POOLS}");
    let (tab, _served) = map.shown(chrome, way, &query, (1400, 900));
    status(&tab, "saved");
    let begin =
        "[...document.querySelectorAll('#edit button')].find(b => b.textContent === 'New file')";
    let is_back = "document.activeElement.textContent === 'New file'";
    // Escape leaves it, and the focus is where it was.
    tab.click(begin);
    tab.wait("document.activeElement.id === 'ask-input'");
    assert_eq!(
        tab.text("getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"),
        "new",
        "what is likely to be changed is chosen"
    );
    tab.keep("new-file");
    tab.press("Escape", 0);
    tab.wait(&format!("!document.querySelector('#ask') && {is_back}"));
    // Tab stays inside it.
    tab.press("Enter", 0);
    tab.wait("document.activeElement.id === 'ask-input'");
    for modifiers in [0, 8] {
        for _ in 0..4 {
            tab.press("Tab", modifiers);
            assert_eq!(
                tab.ask("document.activeElement.closest('#ask') !== null"),
                true
            );
        }
    }
    tab.ask("(document.querySelector('#ask-input').focus(), true)");
    // A name that is not of a flow file, one that exists already, and one that is accepted.
    let name = |name: &str| {
        tab.ask("(document.querySelector('#ask-input').select(), true)");
        tab.write(name);
        tab.press("Enter", 0);
    };
    name("flows/notes.txt");
    tab.wait("document.querySelector('#ask-wrong').textContent.includes('.yaml')");
    name(POOLS);
    tab.wait("document.querySelector('#ask-wrong').textContent.includes('there already')");
    // A name without an ending gets that of a flow file.
    name("flows/owners/school");
    status(&tab, "a new file");
    tab.wait("document.querySelector('#edit-file').value === 'flows/owners/school.yaml'");
    tab.write("organisations: {school: Town school}");
    // An unsaved text is not left without a question; Escape stays with it.
    let close =
        "[...document.querySelectorAll('#edit button')].find(b => b.textContent === 'Close')";
    tab.click(close);
    tab.wait("document.querySelector('#ask')?.textContent.includes('flows/owners/school.yaml is not saved')");
    tab.keep("not-saved");
    tab.press("Escape", 0);
    tab.wait("!document.querySelector('#ask') && !document.querySelector('#edit').hidden");
    tab.click(&inner(".cm-content"));
    tab.press("s", 2);
    status(&tab, "saved flows/owners/school.yaml");
    assert!(map.read("flows/owners/school.yaml").contains("Town school"));
    tab.press("End", 0);
    tab.write(" # lost");
    tab.click(close);
    tab.wait("document.querySelector('#ask')");
    tab.click("document.querySelector('#ask [type=submit]')");
    tab.wait("document.querySelector('#edit').hidden");
    assert!(!map.read("flows/owners/school.yaml").contains("lost"));
    assert_eq!(tab.complaints(), "");
}
