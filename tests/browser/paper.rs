//! The report on paper: parts folded on the screen are open, with and without a script.

use serde_json::json;

use crate::chrome::Chrome;
use crate::served::real_report;

pub(crate) fn open(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    let height = |what: &str| {
        tab.ask(&format!(
            "document.querySelector('{what}').getBoundingClientRect().height"
        ))
        .as_f64()
        .unwrap_or_default()
    };
    let warning = "details.finding[data-level=warning]";
    let is_folded = format!("!document.querySelector('{warning} .places').checkVisibility()");
    assert_eq!(tab.ask(&is_folded), true, "on the screen it is folded");
    tab.call("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    // By the style alone: a browser that does not tell the script about printing prints the same.
    assert_eq!(
        tab.ask(&is_folded),
        false,
        "a finding is printed with its places"
    );
    assert!(
        height("details.card .chart") > 1.0,
        "a card is printed open"
    );
    // The questions for each organisation begin a new page.
    let breaks = tab.text("[...new Set([...document.querySelectorAll('#questions .sheet')].slice(1).map(s => getComputedStyle(s).breakBefore))].join()");
    assert_eq!(breaks, "page");
    for gone in ["#tools", ".chapters", ".show", ".lit-note, .caption"] {
        assert!(height(gone) < 1.0, "{gone} is of no use on paper");
    }
    // Every picture is printed, whichever is shown on the screen, and none is wider than its sheet.
    let pictures = tab.ask("[...document.querySelectorAll('#map .picture svg')].filter(s => { const r = s.getBoundingClientRect(); return r.height > 50 && r.width <= innerWidth; }).length");
    assert_eq!(pictures, 6);
    // The script opens the parts that an older browser would leave folded, and folds them again.
    let count = "document.querySelectorAll('details:not([open])').length";
    let before = tab.ask(count);
    tab.ask("dispatchEvent(new Event('beforeprint'))");
    assert_eq!(tab.ask(count), 0);
    tab.ask("dispatchEvent(new Event('afterprint'))");
    assert_eq!(tab.ask(count), before);
    assert_eq!(tab.complaints(), "");
}
