//! The pictures of the page: each choice has its own.

use std::time::Duration;

use serde_json::json;

use crate::chrome::{Chrome, Tab};
use crate::served::Map;
use crate::served::real_report;

const SHOWN: &str = "document.querySelector('#own .picture')";

/// The letters of the picture shown, in pixels on the screen: the smallest.
const SMALLEST: &str = "(() => { const svg = document.querySelector('#own svg'); const k = new DOMMatrix(getComputedStyle(svg).transform).a; \
    return k * Math.min(...[...svg.querySelectorAll('.drawing text')].map(t => parseFloat(getComputedStyle(t).fontSize))); })()";

fn smallest(tab: &Tab<'_>) -> f64 {
    tab.ask(SMALLEST).as_f64().unwrap_or_default()
}

/// Chooses an entry of a list as a reader does.
fn pick(tab: &Tab<'_>, list: &str, value: &str) {
    tab.ask(&format!(
        "(s => {{ s.value = {value:?}; s.dispatchEvent(new Event('change', {{bubbles: true}})); return s.value === {value:?} || s.value === ''; }})(document.querySelector('#{list}'))"
    ));
}

/// Each choice in the saved report has a picture of its own, with letters that can be read.
pub(crate) fn chosen(chrome: &Chrome) {
    for (width, height) in [(1366, 768), (1920, 1080)] {
        let tab = chrome.open(&real_report(), width, height);
        tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
        assert!(smallest(&tab) >= 9.0, "the whole map: {}", smallest(&tab));
        let case = tab.text("document.querySelector('#by-case').options[1].value");
        let question = tab.text("document.querySelector('#by-question').options[1].value");
        for (list, value) in [
            ("by-organisation", "organisation-cqc"),
            ("by-organisation", "organisation-nhse"),
            ("by-term", "term-date_of_death"),
            ("by-term", "term-post_discharge_death"),
            ("by-question", question.as_str()),
            ("by-case", case.as_str()),
        ] {
            pick(&tab, list, value);
            tab.wait(&format!(
                "{SHOWN}.dataset.of === {value:?} && location.hash.includes('of=')"
            ));
            assert!(
                smallest(&tab) >= 12.0,
                "{value} at {width}: {}",
                smallest(&tab)
            );
            tab.keep(&format!("chosen-{value}-{width}"));
            // As much as can be read is never too small to be read.
            tab.click("document.querySelector('#whole')");
            for _ in 0..6 {
                tab.click("document.querySelector('#smaller')");
            }
            assert!(
                smallest(&tab) >= 9.0,
                "{value} at {width}: {}",
                smallest(&tab)
            );
        }
        for topic in 0..10 {
            let summary =
                format!("document.querySelectorAll('#topics details > summary')[{topic}]");
            tab.click(&summary);
            tab.wait(&format!(
                "{SHOWN}.dataset.of === {summary}.parentElement.dataset.picture && {summary}.parentElement.open"
            ));
            assert!(
                smallest(&tab) >= 12.0,
                "topic {topic} at {width}: {}",
                smallest(&tab)
            );
        }
        tab.keep(&format!("topic-{width}"));
        assert_eq!(tab.complaints(), "");
    }
}

/// The way back from a picture: the button, Escape and the browser's own.
pub(crate) fn back(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    let is = |of: &str| tab.wait(&format!("{SHOWN}?.dataset.of === '{of}'"));
    is("map");
    assert_eq!(tab.ask("document.querySelector('#back').hidden"), true);
    // The way in: an organisation's box.
    tab.click(&format!(
        "{SHOWN}.querySelector('#own-organisation-cqc rect')"
    ));
    is("organisation-cqc");
    let shown = tab.text("document.querySelector('#shown').textContent");
    assert!(shown.contains("Care Quality Commission"), "{shown}");
    tab.click("document.querySelector('#back')");
    is("map");
    pick(&tab, "by-term", "term-date_of_death");
    is("term-date_of_death");
    pick(&tab, "by-organisation", "organisation-nhse");
    is("organisation-nhse");
    tab.press("Escape", 0);
    is("term-date_of_death");
    tab.ask("(history.back(), true)");
    is("map");
    tab.ask("(history.forward(), true)");
    is("term-date_of_death");
    tab.click("document.querySelector('#map-whole')");
    is("map");
    assert_eq!(tab.complaints(), "");
}

/// The picture of the whole map has a box or a row for every organisation on the list, and all of them are on the screen.
pub(crate) fn every_organisation(chrome: &Chrome) {
    for (width, height) in [(1366, 768), (1920, 1080)] {
        let tab = chrome.open(&real_report(), width, height);
        tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
        let lacking = tab.text(
            "(() => { const stage = document.querySelector('#own .stage').getBoundingClientRect(); \
             const isSeen = e => { const r = e?.getBoundingClientRect(); return r && r.left >= stage.left && r.right <= stage.right && r.top >= stage.top && r.bottom <= stage.bottom; }; \
             const bodies = [...document.querySelectorAll('#by-organisation option')].map(o => o.value).filter(v => v); \
             return bodies.length >= 40 ? bodies.filter(v => !isSeen(document.getElementById(`own-${v}`))).join(' ') : 'few'; })()",
        );
        assert_eq!(lacking, "", "at {width} not on the screen");
        assert!(smallest(&tab) >= 9.0, "at {width}: {}", smallest(&tab));
        tab.keep(&format!("whole-{width}"));
        let row = "document.querySelector('#own .list .field')";
        let body = tab.text(&format!("{row}.id"));
        tab.click(row);
        tab.wait(&format!(
            "{SHOWN}.dataset.of === '{}'",
            &body["own-".len()..]
        ));
        assert_eq!(tab.complaints(), "");
    }
}

/// A term in many systems keeps its chart: a row with words and a bar for each field.
pub(crate) fn every_definition(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    for term in ["nhs_number", "date_of_death", "cause_of_death"] {
        pick(&tab, "by-term", &format!("term-{term}"));
        tab.wait(&format!("{SHOWN}.dataset.of === 'term-{term}'"));
        let fields = tab.ask(&format!(
            "document.querySelector('#term-{term}').dataset.things.split(' ').filter(t => t.startsWith('field-')).length"
        ));
        let rows = tab.ask(&format!(
            "{SHOWN}.querySelectorAll('[id^=\"own-definition-\"]:not([id^=\"own-definition-agreed\"])').length"
        ));
        assert_eq!(rows, fields, "{term}");
        assert!(smallest(&tab) >= 12.0, "{term}: {}", smallest(&tab));
        let is_first_seen = "(r => r.left >= 0 && r.bottom < innerHeight)(document.querySelector('#own .definition text').getBoundingClientRect())";
        assert_eq!(
            tab.ask(is_first_seen),
            true,
            "{term} begins with its first row"
        );
        tab.keep(&format!("definitions-{term}"));
    }
    assert_eq!(tab.complaints(), "");
}

/// The picture shown is saved and copied as it is seen.
pub(crate) fn taken(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    pick(&tab, "by-organisation", "organisation-cqc");
    tab.wait(&format!("{SHOWN}.dataset.of === 'organisation-cqc'"));
    // The files are caught where the browser would write them.
    tab.ask("(window.taken = [], window.blobs = [], URL.createObjectURL = blob => { blobs.push(blob); return 'blob:kept'; }, HTMLAnchorElement.prototype.click = function () { taken.push(this.download); }, true)");
    tab.click("document.querySelector('#save-svg')");
    tab.wait("taken.length === 1");
    assert_eq!(
        tab.text("taken[0]"),
        "Care Quality Commission what it keeps gives and takes.svg"
    );
    let svg = tab.text("blobs[0].text()");
    for part in ["<svg", "Care Quality Commission", "<style>", ".box-name"] {
        assert!(svg.contains(part), "{part} is not in {}", &svg[..400]);
    }
    assert!(!svg.contains("var("), "colours stand in the file");
    tab.click("document.querySelector('#save-png')");
    tab.wait("taken.length === 2 && blobs[1].type === 'image/png' && blobs[1].size > 10000");
    let wide = tab.ask("createImageBitmap(blobs[1]).then(b => b.width)");
    assert!(wide.as_u64().is_some_and(|wide| wide > 1200), "{wide}");
    tab.ask("(Object.defineProperty(navigator, 'clipboard', {value: {write: async items => { window.copied = await items[0].getType('image/png'); }}}), true)");
    tab.click("document.querySelector('#copy')");
    tab.wait("window.copied?.size > 10000 && document.querySelector('#told').textContent === 'The picture is copied.'");
    assert_eq!(tab.complaints(), "");
}

/// A live page draws each choice from the files as they are.
pub(crate) fn drawn_when_asked(chrome: &Chrome) {
    let map = Map::new("asked");
    let served = map.serve(None);
    let tab = chrome.open(&served.address, 1366, 768);
    tab.wait(&format!(
        "document.documentElement.dataset.version && {SHOWN}?.dataset.of === 'map'"
    ));
    let is_clear = "(() => { const bar = document.querySelector('#live-bar').getBoundingClientRect(); \
        const isUnder = e => { const r = e.getBoundingClientRect(); return r.bottom > bar.top && r.top < bar.bottom && r.right > bar.left; }; \
        return bar.bottom <= innerHeight && ![...document.querySelectorAll('#own .stage, #own .caption p, #own .caption li')].some(isUnder); })()";
    assert_eq!(
        tab.ask(is_clear),
        true,
        "the live bar covers the picture or its caption"
    );
    // If the reader wants no movement, nothing glides: the page jumps to its target.
    tab.call(
        "Emulation.setEmulatedMedia",
        &json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}),
    );
    tab.click("document.querySelector('#term-visits .show')");
    tab.wait(&format!("{SHOWN}.dataset.of === 'term-visits'"));
    assert_eq!(
        tab.text("document.querySelector('#shown').textContent"),
        "Journey: Visits"
    );
    tab.wait("location.hash.includes('of=term-visits') && scrollY === 0");
    tab.keep("asked");
    // It lights up like the others.
    tab.hover(&format!("{SHOWN}.querySelector('.field')"));
    tab.wait(&format!(
        "{SHOWN}.querySelectorAll('.field.lit').length > 0"
    ));
    // A save redraws it, and it stays the shown picture.
    map.change(
        "flows/owners/pools.yaml",
        "name: Turnstile counter",
        "name: Counting gates",
    );
    tab.wait(&format!(
        "{SHOWN}.dataset.of === 'term-visits' && {SHOWN}.textContent.includes('Counting gates')"
    ));
    // Loaded again by its address, it is drawn again.
    let address = tab.text("location.href");
    let other = chrome.open(&address, 1366, 768);
    other.wait(&format!(
        "{SHOWN}?.dataset.of === 'term-visits' && {SHOWN}.textContent.includes('Counting gates')"
    ));
    drop(other);
    tab.click("document.querySelector('#needs tr[id] .show')");
    tab.wait(&format!("{SHOWN}.dataset.of.startsWith('need-')"));
    let heading = tab.text("document.querySelector('#shown').textContent");
    assert!(heading.starts_with("Sources: "), "{heading}");
    // Of something that the map no longer has there is no picture: the whole map is shown.
    let text = map.read("flows/map.yaml");
    let start = text.find("\nneeds:").expect("the first map has needs");
    map.write("flows/map.yaml", &text[..=start]);
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    assert_eq!(tab.complaints(), "");
}

/// Three organisations: one with 45 systems of 50 fields each, which is folded, between two with one system.
fn large() -> String {
    let fields: Vec<String> = (0..50).map(|n| format!("f{n}")).collect();
    let fields = fields.join(", ");
    let systems: Vec<String> = (0..45)
        .map(|n| format!("  s{n}: {{name: System {n}, owner: middle, fields: [{fields}]}}"))
        .collect();
    format!(
        "organisations: {{first: First body, middle: Middle body, last: Last body}}\nterms: {{t: {{name: Thing}}}}\nsystems:\n\
         \x20 start: {{name: Start, owner: first, fields: [a: {{term: t}}, b]}}\n  end: {{name: End, owner: last, fields: [a, b]}}\n{}\n\
         flows:\n  - {{from: start, to: s7, fields: [a: f1]}}\n  - {{from: s7, to: s8, fields: [f1]}}\n  - {{from: s8, to: end, fields: [f1: a]}}\n\
         \x20 - {{from: s9, to: end, fields: [f2: b]}}\n",
        systems.join("\n")
    )
}

pub(crate) fn folded(chrome: &Chrome) {
    let map = Map::new("folded");
    for file in ["clubs", "council", "pools", "sports_body"] {
        map.write(&format!("flows/owners/{file}.yaml"), "map: {}\n");
    }
    map.write("flows/map.yaml", &large());
    let tab = chrome.open(&map.report(), 1366, 768);
    tab.wait(&format!(
        "{SHOWN}?.dataset.of === 'map' && {SHOWN}.querySelector('#own-organisation-middle')"
    ));
    // 45 systems cannot be read on one screen: their organisation is one box.
    assert_eq!(
        tab.ask(&format!("{SHOWN}.querySelector('#own-system-s7') === null")),
        true
    );
    let says = tab.text(&format!("{SHOWN}.querySelector('.caption').textContent"));
    assert!(says.contains("Middle body (45 systems)"), "{says}");
    // The journey of a field goes through the folded box.
    tab.press("/", 0);
    tab.write("s8.f1");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 0");
    tab.press("Enter", 0);
    tab.wait(&format!(
        "{SHOWN}.dataset.of === 'system-s8' && {SHOWN}.querySelectorAll('.lit').length > 1"
    ));
    tab.keep("folded");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn touch(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 800, 1100);
    tab.call(
        "Emulation.setTouchEmulationEnabled",
        &json!({"enabled": true, "maxTouchPoints": 2}),
    );
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    tab.ask("(document.querySelector('#map').scrollIntoView({behavior: 'instant'}), true)");
    let middle = |element: &str| {
        tab.ask(&format!(
            "(r => [r.left + r.width / 2, r.top + r.height / 2])(({element}).getBoundingClientRect())"
        ))
    };
    let fingers = |kind: &str, points: &[(f64, f64)]| {
        let points: Vec<_> = points
            .iter()
            .enumerate()
            .map(|(id, (x, y))| json!({"x": x, "y": y, "id": id}))
            .collect();
        tab.call(
            "Input.dispatchTouchEvent",
            &json!({"type": kind, "touchPoints": points}),
        );
    };
    // In a picture of systems a tap lights the same as hovering.
    pick(&tab, "by-organisation", "organisation-moj");
    tab.wait(&format!(
        "{SHOWN}.dataset.of === 'organisation-moj' && {SHOWN}.querySelector('.system')"
    ));
    // Its name, for the mark of a finding in the box leads to the finding.
    let at = tab.ask(&format!(
        "(r => [r.left + r.width / 4, r.top + r.height / 8])([...{SHOWN}.querySelectorAll('.system')].find(e => {{ const r = e.getBoundingClientRect(), s = e.closest('.stage').getBoundingClientRect(); const x = r.left + r.width / 4, y = r.top + r.height / 8; return y > s.top && y < s.bottom && x > s.left && x < s.right; }}).getBoundingClientRect())"
    ));
    let [x, y] = [0, 1].map(|place| at[place].as_f64().unwrap_or_default());
    fingers("touchStart", &[(x, y)]);
    fingers("touchEnd", &[]);
    tab.wait(&format!(
        "{SHOWN}.classList.contains('dim') && {SHOWN}.querySelectorAll('.systems .lit').length > 1"
    ));
    tab.keep("touch");
    // Two fingers enlarge the picture and not the page.
    let size = format!(
        "new DOMMatrix(getComputedStyle({SHOWN}.querySelector('.stage > svg')).transform).a"
    );
    let before = tab.ask(&size).as_f64().unwrap_or_default();
    let y = middle(&format!("{SHOWN}.querySelector('.stage')"))[1]
        .as_f64()
        .unwrap_or_default();
    fingers("touchStart", &[(300.0, y)]);
    fingers("touchStart", &[(300.0, y), (400.0, y)]);
    for step in 1..=8 {
        let by = f64::from(step) * 10.0;
        fingers("touchMove", &[(300.0 - by, y), (400.0 + by, y)]);
    }
    fingers("touchEnd", &[]);
    let after = tab.ask(&size).as_f64().unwrap_or_default();
    assert!(after > before * 1.8, "{before} to {after}");
    assert_eq!(tab.ask("visualViewport.scale"), 1);
    // One finger still scrolls the page.
    tab.ask("(scrollTo({top: 0, behavior: 'instant'}), true)");
    fingers("touchStart", &[(400.0, 700.0)]);
    for step in 1..=10 {
        fingers("touchMove", &[(400.0, 700.0 - f64::from(step) * 40.0)]);
        std::thread::sleep(Duration::from_millis(30));
    }
    fingers("touchEnd", &[]);
    tab.wait("scrollY > 100");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn of_nothing(chrome: &Chrome) {
    let map = Map::new("nothing");
    for file in ["clubs", "council", "pools", "sports_body"] {
        map.write(&format!("flows/owners/{file}.yaml"), "map: {}\n");
    }
    map.write("flows/map.yaml", "map: {title: Nothing yet}\n");
    let tab = chrome.open(&map.report(), 1366, 768);
    let says = |words: &str| {
        tab.wait(&format!(
            "document.querySelector('#own').innerText.includes('{words}')"
        ));
    };
    says("the map names no system");
    for (family, words) in [
        (
            "duplication",
            "Nothing was found to be collected more than once",
        ),
        ("definition", "Nothing was found to be defined differently"),
        ("gap", "Nothing was found to be missing"),
    ] {
        tab.click(&format!("document.querySelector('.figure.{family} a')"));
        says(words);
    }
    tab.press("/", 0);
    tab.write("x");
    tab.wait("document.querySelector('#hits').textContent === 'nothing found'");
    assert_eq!(tab.complaints(), "");
}
