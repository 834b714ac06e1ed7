//! The live page as a reader sees it when files are saved.

use std::time::Duration;

use crate::chrome::{Chrome, Tab};
use crate::served::{Map, Way};

const SHOWN: &str = "document.querySelector('#own .picture')";

/// Waits until the page listens: from then on every save is reported.
fn settled(tab: &Tab<'_>) {
    tab.wait("document.querySelector('#live-bar') && document.documentElement.dataset.version");
}

pub(crate) fn redraw(chrome: &Chrome, way: Way) {
    let map = Map::new("redraw");
    let (tab, _served) = map.shown(chrome, way, "", (1280, 800));
    settled(&tab);
    assert_eq!(tab.complaints(), "");
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
    tab.click("document.querySelector('#larger')");
    tab.click("document.querySelector('#larger')");
    let camera = format!("{SHOWN}.querySelector('.stage > svg').style.transform");
    let before = tab.text(&camera);
    assert!(before.contains("scale"), "{before}");
    let corner = |id: &str| {
        tab.text(&format!("(r => `${{r.x.baseVal.value}} ${{r.y.baseVal.value}}`)(document.getElementById('own-system-{id}').querySelector('rect'))"))
    };
    let corners = ["council_return", "club_diary"].map(corner);
    map.change(
        "flows/owners/pools.yaml",
        "name: Turnstile counter",
        "name: Counting gates",
    );
    tab.wait(&format!("{SHOWN}.textContent.includes('Counting gates')"));
    assert_eq!(
        tab.text(&camera),
        before,
        "the picture stays where the reader has moved it"
    );
    assert_eq!(
        ["council_return", "club_diary"].map(corner),
        corners,
        "boxes keep their places"
    );
    // Things added and removed are reported for a moment.
    map.change(
        "flows/owners/sports_body.yaml",
        "fields: [visits]",
        "fields: []",
    );
    tab.wait("/gone/.test(document.querySelector('#live-told').textContent)");
    let told = tab.text("document.querySelector('#live-told').innerText");
    assert!(
        told.contains("sports_body.yaml") && told.contains("duplicated"),
        "{told}"
    );
    tab.keep("redraw");
    tab.wait("document.querySelector('#live-told').textContent === ''");
    map.write("flows/owners/school.yaml", "organisations: {school: Town school}\nsystems: {class_book: {owner: school, kind: record}}\n");
    tab.wait(&format!("{SHOWN}.textContent.includes('Town school')"));
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn broken(chrome: &Chrome, way: Way) {
    let map = Map::new("broken");
    let (tab, _served) = map.shown(chrome, way, "", (1280, 800));
    settled(&tab);
    let good = map.read("flows/owners/pools.yaml");
    map.change(
        "flows/owners/pools.yaml",
        "name: Turnstile counter",
        "name: \"Turnstile counter",
    );
    tab.wait("document.querySelector('#live-faults').textContent.includes('pools.yaml:')");
    tab.keep("broken");
    let said = tab.text("document.querySelector('#live-faults').innerText");
    for part in [
        "flows/owners/pools.yaml:8:",
        "The last good picture stays",
        "never closed",
        "Turnstile counter",
        "What to do",
    ] {
        assert!(said.contains(part), "`{part}` is not in {said}");
    }
    assert_eq!(
        tab.text("document.querySelector('#live-faults').getAttribute('role')"),
        "alert"
    );
    assert_eq!(
        tab.ask(&format!("{SHOWN}.textContent.includes('Swimming pools')")),
        true
    );
    map.write(
        "flows/owners/pools.yaml",
        &good.replace("Swimming pools", "Public pools"),
    );
    tab.wait(&format!("{SHOWN}.textContent.includes('Public pools')"));
    assert_eq!(
        tab.text("document.querySelector('#live-faults').textContent"),
        ""
    );
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn two(chrome: &Chrome) {
    let map = Map::new("two");
    let served = map.serve(None);
    let tabs = [
        chrome.open(&served.address, 1280, 800),
        chrome.open(&served.address, 900, 700),
    ];
    for tab in &tabs {
        settled(tab);
    }
    map.change(
        "flows/owners/council.yaml",
        "Town council",
        "County council",
    );
    for tab in &tabs {
        tab.wait("document.querySelector('#map').textContent.includes('County council')");
    }
    let shown = tabs
        .each_ref()
        .map(|tab| tab.text("document.documentElement.dataset.version"));
    assert_eq!(shown[0], shown[1]);
    for tab in &tabs {
        assert_eq!(tab.complaints(), "");
    }
}

/// A browser has six connections to one server. When the window that listens for all is closed, another takes over.
pub(crate) fn eight(chrome: &Chrome) {
    let map = Map::new("eight");
    let served = map.serve(None);
    let mut tabs: Vec<Tab<'_>> = Vec::new();
    for _ in 0..8 {
        let tab = chrome.open(&served.address, 900, 700);
        settled(&tab);
        tabs.push(tab);
    }
    let names = [
        "Town council",
        "County council",
        "City council",
        "Parish council",
    ];
    for pair in names.windows(2) {
        map.change("flows/owners/council.yaml", pair[0], pair[1]);
        for tab in &tabs {
            tab.wait(&format!(
                "document.querySelector('#map').textContent.includes('{}')",
                pair[1]
            ));
            tab.wait("document.querySelector('#live-told').textContent.includes('council.yaml')");
            assert_eq!(tab.complaints(), "");
        }
        drop(tabs.remove(0));
    }
    // A window opened later shows the same as the others.
    let late = chrome.open(&served.address, 900, 700);
    settled(&late);
    tabs.push(late);
    for tab in &tabs {
        tab.wait("document.querySelector('#map').textContent.includes('Parish council')");
    }
}

pub(crate) fn restart(chrome: &Chrome) {
    let map = Map::new("restart");
    let served = map.serve(None);
    let port = served.port();
    let tab = chrome.open(&served.address, 1280, 800);
    settled(&tab);
    drop(served);
    tab.wait("document.querySelector('#live').classList.contains('live-lost')");
    tab.keep("lost");
    map.change(
        "flows/owners/council.yaml",
        "Town council",
        "County council",
    );
    std::thread::sleep(Duration::from_millis(300));
    let served = map.serve(Some(port));
    tab.wait(
        "document.querySelector('#live').textContent.includes('open the address that it printed')",
    );
    // The new address lets the browser in, including its pages that are already open.
    let _new = chrome.open(&served.address, 1280, 800);
    tab.wait("document.querySelector('#map')?.textContent.includes('County council') && !document.querySelector('.live-lost')");
}

/// A map with texts that would have an effect in a page that did not escape them.
fn hostile_map(extra: &str) -> String {
    let texts = [
        "<img src=x onerror=complaints.push(1)>",
        "</script><script>complaints.push(2)</script>",
        "javascript:complaints.push(3)",
    ];
    let text = |place: usize| serde_json::to_string(texts[place % 3]).expect("a text is JSON");
    let lines = |count: usize, line: &dyn Fn(usize) -> String| {
        (0..count).map(line).collect::<Vec<_>>().join("\n")
    };
    let systems = lines(6, &|n| {
        let text = text(n);
        let field = format!("{{f: {{name: {text}, definition: {text}}}}}");
        format!(
            "  s{n}: {{name: {text}, owner: o{n}, kind: record, source: {text}, fields: {field}}}"
        )
    });
    let owners = lines(6, &|n| {
        format!("  o{n}: {{name: {}, kind: {}}}", text(n), text(n + 1))
    });
    let flows = lines(5, &|n| {
        format!(
            "  - {{from: s{n}, to: s{}, fields: [f], basis: {}, method: form}}",
            n + 1,
            text(n)
        )
    });
    let needs = format!(
        "needs: {{n: {{who: o1, question: {}, terms: [g]}}}}",
        text(1)
    );
    format!(
        "map: {{title: {}, about: {}}}\norganisations:\n{owners}\nsystems:\n{systems}\nflows:\n{flows}\n{needs}\n{extra}",
        text(0),
        text(1),
    )
}

pub(crate) fn hostile(chrome: &Chrome, way: Way) {
    let map = Map::new("hostile");
    for file in ["clubs", "council", "pools", "sports_body"] {
        map.write(&format!("flows/owners/{file}.yaml"), "map: {}\n");
    }
    map.write("flows/map.yaml", &hostile_map(""));
    let (tab, _served) = map.shown(chrome, way, "", (1280, 800));
    settled(&tab);
    let marker = tab.text("document.documentElement.dataset.version");
    map.write(
        "flows/map.yaml",
        &hostile_map("terms: {f: {name: \"<svg onload=complaints.push(4)>\"}}\n"),
    );
    tab.wait(&format!(
        "document.documentElement.dataset.version !== '{marker}'"
    ));
    map.write(
        "flows/map.yaml",
        &hostile_map("\"<img src=x onerror=complaints.push(5)>\": \"x\n"),
    );
    tab.wait("document.querySelector('#live-faults').textContent !== ''");
    tab.ask("(document.querySelectorAll('details').forEach(d => d.open = true), true)");
    tab.press("/", 0);
    tab.write("complaints");
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(
        tab.complaints(),
        "",
        "no script of the map has run, and none was even tried"
    );
    assert_eq!(tab.ask("document.querySelectorAll('img, script:not([src]), iframe, main [onerror], main [onload]').length"), 0);
}
