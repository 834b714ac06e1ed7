//! The pictures of the page: all of them, those on request, and folded ones.

use std::time::Duration;

use serde_json::json;

use crate::chrome::Chrome;
use crate::served::Map;
use crate::served::real_report;

const SHOWN: &str = "document.querySelector('#map .picture:not([hidden])')";

pub(crate) fn tabs(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    let words = tab
        .text("[...document.querySelectorAll('#tabs button')].map(b => b.textContent).join(' ')");
    assert_eq!(
        words,
        "Organisations Systems Fields Duplicates Mismatches Gaps"
    );
    for view in ["duplicates", "mismatches", "gaps"] {
        tab.click(&format!("document.querySelector('#tab-{view}')"));
        tab.wait(&format!("{SHOWN}.dataset.view === '{view}'"));
        let letter = view[..1].to_uppercase();
        let marks = tab.ask(&format!(
            "[...{SHOWN}.querySelectorAll('.badge text')].filter(t => t.textContent === '{letter}').length"
        ));
        assert!(
            marks.as_u64().is_some_and(|count| count > 3),
            "{view}: {marks}"
        );
        // All of it is on the screen, and no tool has moved.
        tab.wait(&format!(
            "(s => {{ const r = s.querySelector('.drawing').getBoundingClientRect(), o = s.getBoundingClientRect(); \
             return r.left >= o.left && r.right <= o.right + 1 && r.top >= o.top - 1 && r.bottom <= o.bottom + 1; }})({SHOWN}.querySelector('.stage'))"
        ));
        tab.keep(&format!("tab-{view}"));
        tab.hover(&format!("{SHOWN}.querySelector('.field')"));
        tab.wait(&format!(
            "{SHOWN}.querySelectorAll('.field.lit').length > 0"
        ));
    }
    let rows = tab.ask(
        "new Set([...document.querySelectorAll('#tools > *')].filter(e => e.offsetWidth && !e.matches('#left')).map(e => Math.round((e.getBoundingClientRect().top + e.getBoundingClientRect().bottom) / 20))).size",
    );
    assert_eq!(rows, 1, "the tools stand in one row at 1366 pixels");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn lit_in_the_report(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.click("document.querySelector('#term-date_of_death .show')");
    tab.wait(&format!(
        "{SHOWN}.dataset.view === 'fields' && {SHOWN}.querySelectorAll('.field.lit').length > 10 && {SHOWN}.querySelectorAll('.flow.lit').length > 5"
    ));
    tab.wait(
        "document.querySelector('#told').textContent.includes('the journey of Date of death')",
    );
    // No stated flow brings the answer to one of them: the page says so, and lights the systems that hold it.
    let is_said = "document.querySelector('#told').textContent.startsWith('Nothing stated brings the answer to ')";
    let count = tab.ask("document.querySelectorAll('#needs tr[id] .show').length");
    let mut needs = 0..count.as_u64().unwrap_or_default();
    let unbrought = needs.find(|need| {
        tab.click(&format!(
            "document.querySelectorAll('#needs tr[id] .show')[{need}]"
        ));
        std::thread::sleep(Duration::from_millis(400));
        tab.ask(is_said) == true
    });
    assert!(
        unbrought.is_some(),
        "of {count} needs none lacks all sources"
    );
    tab.wait(&format!(
        "{SHOWN}.querySelector('.lit-note').checkVisibility() && {SHOWN}.querySelector('.lit-note').textContent.includes('where it is held')"
    ));
    tab.wait(&format!(
        "{SHOWN}.dataset.view === 'fields' && {SHOWN}.querySelectorAll('.field.lit').length > 0"
    ));
    tab.keep("sources-lit");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn drawn_when_asked(chrome: &Chrome) {
    let map = Map::new("asked");
    let served = map.serve(None);
    let tab = chrome.open(&served.address, 1366, 768);
    tab.wait("document.documentElement.dataset.version && window.flowmap.draw");
    // If the reader wants no movement, nothing glides: the page jumps to its target.
    tab.call(
        "Emulation.setEmulatedMedia",
        &json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}),
    );
    tab.click("document.querySelector('#term-visits .show')");
    tab.wait(&format!("{SHOWN}.dataset.view === 'journey'"));
    assert_eq!(
        tab.text("document.querySelector('#tab-journey').textContent"),
        "Journey: Visits"
    );
    tab.wait("location.hash.includes('of=term-visits')");
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
        "{SHOWN}.dataset.view === 'journey' && {SHOWN}.textContent.includes('Counting gates')"
    ));
    // Loaded again by its address, it is drawn again.
    let address = tab.text("location.href");
    let other = chrome.open(&address, 1366, 768);
    other.wait(&format!(
        "{SHOWN}.dataset.view === 'journey' && {SHOWN}.textContent.includes('Counting gates')"
    ));
    drop(other);
    // The picture of a need's sources takes its place.
    tab.click("document.querySelector('#needs tr[id] .show')");
    tab.wait(&format!("{SHOWN}.dataset.view === 'need'"));
    assert_eq!(
        tab.ask("document.querySelectorAll('#tabs button').length"),
        7
    );
    let heading = tab.text("document.querySelector('#tab-need').textContent");
    assert!(heading.starts_with("Sources: "), "{heading}");
    // A picture of something that the map no longer has is removed.
    let text = map.read("flows/map.yaml");
    let start = text.find("\nneeds:").expect("the first map has needs");
    map.write("flows/map.yaml", &text[..=start]);
    tab.wait("document.querySelectorAll('#tabs button').length === 6");
    tab.wait(&format!("{SHOWN}.dataset.view === 'organisations'"));
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
    tab.click("document.querySelector('#tab-fields')");
    tab.wait(&format!(
        "{SHOWN}.querySelector('#fields-organisation-middle') && !{SHOWN}.querySelector('#fields-system-s7')"
    ));
    // The journey goes through the folded box and leaves it at the right field only.
    tab.hover("document.getElementById('fields-field-start.a')");
    tab.wait("document.getElementById('fields-field-end.a').classList.contains('lit')");
    let lit = |id: &str| {
        tab.ask(&format!(
            "document.getElementById('{id}').classList.contains('lit')"
        ))
    };
    assert_eq!(lit("fields-organisation-middle"), true);
    assert_eq!(lit("fields-field-end.b"), false);
    let note = tab.text(&format!("{SHOWN}.querySelector('.lit-note').innerText"));
    assert_eq!(note, "In folded boxes: Middle body: 2 fields of 2 systems");
    tab.keep("folded");
    // The folded box itself: everything that goes in and out of it.
    tab.hover("document.getElementById('fields-organisation-middle')");
    tab.wait(
        "['fields-field-start.a', 'fields-field-end.a', 'fields-field-end.b'].every(id => document.getElementById(id).classList.contains('lit'))",
    );
    assert_eq!(lit("fields-field-start.b"), false);
    // A field in a folded box is found, and its journey lit.
    tab.press("/", 0);
    tab.write("s8.f1");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 0");
    tab.press("Enter", 0);
    tab.wait("document.getElementById('fields-field-start.a').classList.contains('lit')");
    assert_eq!(lit("fields-organisation-middle"), true);
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn touch(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 800, 1100);
    tab.call(
        "Emulation.setTouchEmulationEnabled",
        &json!({"enabled": true, "maxTouchPoints": 2}),
    );
    tab.ask("(document.querySelector('#tab-systems').click(), true)");
    tab.ask("(document.querySelector('#map').scrollIntoView(), true)");
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
    // A tap lights the same as hovering.
    let at = middle("document.getElementById('systems-system-mhsds')");
    let (x, y) = (
        at[0].as_f64().unwrap_or_default(),
        at[1].as_f64().unwrap_or_default(),
    );
    fingers("touchStart", &[(x, y)]);
    fingers("touchEnd", &[]);
    tab.wait(&format!(
        "{SHOWN}.classList.contains('dim') && {SHOWN}.querySelectorAll('.system.lit').length > 1"
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
    for (view, words) in [
        ("systems", "the map names no system"),
        (
            "duplicates",
            "Nothing was found to be collected more than once",
        ),
        ("mismatches", "Nothing was found to be defined differently"),
        ("gaps", "Nothing was found to be missing"),
    ] {
        tab.click(&format!("document.querySelector('#tab-{view}')"));
        let said = tab.text(&format!("{SHOWN}.querySelector('.stage').innerText"));
        assert!(said.contains(words), "{view}: {said}");
    }
    tab.press("/", 0);
    tab.write("x");
    tab.wait("document.querySelector('#hits').textContent === 'nothing found'");
    assert_eq!(tab.complaints(), "");
}
