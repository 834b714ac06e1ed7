//! The report on paper: parts folded on the screen are open, with and without a script.

use serde_json::json;

use crate::chrome;
use crate::chrome::{Chrome, Tab};
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
    // Everything that may be printed is chosen for this. The style alone decides: a browser that runs no script before printing prints the
    // same.
    tab.ask("(document.querySelectorAll('[data-unprinted]').forEach(e => e.removeAttribute('data-unprinted')), true)");
    assert_eq!(
        tab.ask(&is_folded),
        false,
        "a finding is printed with its places"
    );
    assert!(
        height("details.card .chart") > 1.0,
        "a card is printed open"
    );
    // The questions for each organisation begin a new page if that is chosen.
    let breaks = "[...new Set([...document.querySelectorAll('#questions .sheet')].slice(1).map(s => getComputedStyle(s).breakBefore))].join()";
    assert_eq!(tab.text(breaks), "auto");
    tab.ask("(document.documentElement.classList.add('apart'), true)");
    assert_eq!(tab.text(breaks), "page");
    for gone in ["#tools", ".chapters", ".show", ".lit-note, .caption"] {
        assert!(height(gone) < 1.0, "{gone} is of no use on paper");
    }
    // The pictures of the whole map are printed, whichever is shown on the screen, and none is wider than its sheet.
    let pictures = tab.ask("[...document.querySelectorAll('#map .picture svg')].filter(s => { const r = s.getBoundingClientRect(); return r.height > 50 && r.width <= innerWidth; }).length");
    assert_eq!(pictures, 4);
    // The script opens the parts that an older browser would leave folded, and folds them again.
    let count = "document.querySelectorAll('details:not([open])').length";
    let before = tab.ask(count);
    tab.ask("dispatchEvent(new Event('beforeprint'))");
    assert_eq!(tab.ask(count), 0);
    tab.ask("dispatchEvent(new Event('afterprint'))");
    assert_eq!(tab.ask(count), before);
    assert_eq!(tab.complaints(), "");
}

/// The pages of a printed page, and its text by page where `pdftotext` is installed.
fn printed(tab: &Tab<'_>, name: &str) -> usize {
    let printed = tab.call(
        "Page.printToPDF",
        &json!({"printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69, "generateTaggedPDF": true}),
    );
    let pdf = chrome::decoded(printed["data"].as_str().unwrap_or_default());
    chrome::keep(name, &pdf);
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("/StructTreeRoot"), "the PDF has tags");
    ["/Type /Page\n", "/Type /Page>", "/Type /Page "]
        .iter()
        .map(|page| text.matches(page).count())
        .sum()
}

pub(crate) fn pages(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.wait("document.querySelector('#own .picture')");
    // By themselves the summary, the topics, the pictures, the needs and the questions are printed, in this order.
    tab.ask("(dispatchEvent(new Event('beforeprint')), true)");
    let order = tab.text("[...document.querySelectorAll('section[id]')].filter(s => !s.dataset.unprinted && !s.hasAttribute('data-unprinted')).map(s => s.id).join(' ')");
    assert_eq!(order, "answer topics map needs questions");
    tab.ask("(dispatchEvent(new Event('afterprint')), true)");
    let few = printed(&tab, "real.pdf");
    assert!((8..=40).contains(&few), "{few} pages");
    // More is a choice.
    tab.ask("(window.print = () => {}, true)");
    tab.click("document.querySelector('#print')");
    tab.click("document.querySelector('#print-glossary')");
    tab.click("document.querySelector('#print-now')");
    tab.wait("!document.querySelector('#printing').open");
    let more = printed(&tab, "real-with-terms.pdf");
    assert!(more > few, "{more} pages with the terms, {few} without");
    assert_eq!(tab.complaints(), "");
}
