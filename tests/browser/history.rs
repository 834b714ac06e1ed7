//! Saves made while the page is open, taken back by a person.

use crate::chrome::Chrome;
use crate::served::{Map, Way};

pub(crate) fn take_back(chrome: &Chrome, way: Way) {
    let map = Map::new("history");
    let (tab, _served) = map.shown(chrome, way, "", (1280, 800));
    tab.wait("document.querySelector('#live-history') && document.documentElement.dataset.version");
    tab.click("document.querySelector('#live-history')");
    tab.wait("document.querySelector('#history')?.textContent.includes('Nothing was saved')");
    tab.press("Escape", 0);
    let file = "flows/owners/pools.yaml";
    let before = map.read(file);
    map.change(
        file,
        "name: Turnstile counter",
        "name: Counting <b>gates</b>",
    );
    let shown = "document.querySelector('#map .picture:not([hidden])')";
    tab.wait(&format!("{shown}.textContent.includes('gates')"));
    tab.click("document.querySelector('#live-history')");
    // The name of a map is only text.
    tab.wait(
        "document.querySelector('#history-list')?.textContent.includes('Counting <b>gates</b>')",
    );
    let told = tab.text("document.querySelector('#history-list').innerText");
    assert!(
        told.contains(file) && told.contains("Turnstile counter"),
        "{told}"
    );
    tab.keep("history");
    tab.click("document.querySelector('#history-list button')");
    tab.wait("document.querySelector('#history-status').textContent.startsWith('Taken back')");
    assert_eq!(map.read(file), before, "byte for byte");
    tab.wait(&format!(
        "{shown}.textContent.includes('Turnstile counter')"
    ));
    tab.wait("document.querySelectorAll('#history-list > li').length === 2");
    tab.keep("history-taken-back");
    assert_eq!(tab.complaints(), "");
}
