//! The page that works without a server, opened from the disk as people who may install nothing open it.

use std::path::Path;
use std::time::Instant;

use crate::chrome::{Chrome, Tab};
use crate::served::{Map, engine, real_report};

const SHOWN: &str = "document.querySelector('#own .picture')";
const POOLS: &str = "flows/owners/pools.yaml";
/// The largest page, in bytes.
const LARGEST: u64 = 5_000_000;

/// The address of a page of this map, written into its folder.
fn made(map: &Map, of: &[&str]) -> String {
    let engine = engine().expect("an engine was built");
    let engine = engine.to_string_lossy();
    let mut arguments = vec!["page", "-o", "workshop.html", "--engine", &engine];
    arguments.extend(of);
    map.run(&arguments);
    map.address("workshop.html")
}

fn settled(tab: &Tab<'_>) {
    tab.wait("document.querySelector('#live-bar #open-folder')");
    tab.wait(&format!("{SHOWN}?.dataset.of === 'map'"));
}

/// Asks the engine as the page does; gives the answer.
fn ask(tab: &Tab<'_>, path: &str, body: &str) -> serde_json::Value {
    tab.ask(&format!("window.flowmap.way.ask({path:?}, {body})"))
}

/// Replaces a text in a file, as a save of the editor does.
fn save(tab: &Tab<'_>, file: &str, from: &str, to: &str) -> serde_json::Value {
    tab.ask(&format!(
        "(async () => {{ const ask = window.flowmap.way.ask; const {{data}} = await ask('/edit/open', {{file: {file:?}}}); \
         return ask('/edit/save', {{file: {file:?}, was: data.mark, text: data.text.replace({from:?}, {to:?})}}); }})()"
    ))
}

/// The names of everything that the page has loaded.
fn requests(tab: &Tab<'_>) -> String {
    tab.text("performance.getEntriesByType('resource').map(one => one.name).filter(name => !name.startsWith('blob:')).join(' ')")
}

pub(crate) fn opens(chrome: &Chrome) {
    let map = Map::new("workshop");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let address = made(&map, &[&root.to_string_lossy()]);
    let size = map.size("workshop.html");
    assert!(size <= LARGEST, "{size} bytes");
    let start = Instant::now();
    let tab = chrome.open(&address, 1280, 800);
    settled(&tab);
    let first = start.elapsed();
    crate::say(&format!(
        "the page of the real map: {size} bytes, first picture after {} ms",
        first.as_millis()
    ));
    // A picture on demand, the form of a case, and the editor.
    let drawn = ask(&tab, "/draw", "{of: 'need-n_deaths_by_provider'}");
    assert!(drawn["status"] == 200 || drawn["status"] == 404, "{drawn}");
    tab.click("document.querySelector('#live-case')");
    tab.wait("document.querySelectorAll('#case-fields [data-dimension]').length > 0");
    tab.press("Escape", 0);
    tab.click("document.querySelector('#live-edit')");
    tab.wait("document.querySelector('#edit-status')?.textContent.includes('no faults')");
    tab.keep("workshop");
    // The report is the same, byte for byte, as the one that the program writes.
    drop(real_report());
    let native = std::fs::read_to_string(root.with_file_name("target/browser/real/report.html"));
    let made = tab.text(
        "new Promise(done => { const make = URL.createObjectURL; URL.createObjectURL = blob => (blob.text().then(done), make(blob)); \
         document.querySelector('#save-report').click(); })",
    );
    assert!(
        made == native.expect("the report was written"),
        "the engine writes another report than the program"
    );
    assert_eq!(requests(&tab), "", "no network");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn begins(chrome: &Chrome) {
    let map = Map::new("workshop-first");
    let tab = chrome.open(&made(&map, &[]), 1280, 800);
    settled(&tab);
    assert!(
        tab.text(&format!("{SHOWN}.textContent"))
            .contains("Turnstile counter")
    );
    let start = Instant::now();
    let saved = save(
        &tab,
        POOLS,
        "name: Turnstile counter",
        "name: Counting gates",
    );
    assert_eq!(saved["status"], 200, "{saved}");
    tab.wait(&format!("{SHOWN}.textContent.includes('Counting gates')"));
    crate::say(&format!(
        "from an edit to its picture: {} ms",
        start.elapsed().as_millis()
    ));
    tab.wait("document.querySelector('#kept').textContent.startsWith('1 file changed')");
    // A text that another has saved meanwhile is not overwritten.
    let late = ask(
        &tab,
        "/edit/save",
        &format!("{{file: {POOLS:?}, was: 'of-old', text: ''}}"),
    );
    assert_eq!(late["status"], 409, "{late}");
    let outside = ask(
        &tab,
        "/edit/save",
        "{file: '../a.yaml', was: null, text: ''}",
    );
    assert_eq!(outside["status"], 403, "{outside}");
    // A reload loses nothing, and what is kept can be erased.
    tab.go(&map.address("workshop.html"));
    settled(&tab);
    tab.wait(&format!("{SHOWN}.textContent.includes('Counting gates')"));
    tab.wait("!document.querySelector('#forget').hidden");
    assert_eq!(tab.complaints(), "");
    tab.click("document.querySelector('#forget')");
    tab.wait(&format!(
        "{SHOWN}?.textContent.includes('Turnstile counter')"
    ));
    settled(&tab);
    assert_eq!(requests(&tab), "", "no network");
}
