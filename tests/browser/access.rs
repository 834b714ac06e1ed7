//! The page by keyboard alone, and against the rules of WCAG that a program can check.

use std::path::Path;

use crate::chrome::{Chrome, Tab};
use crate::served::Map;
use crate::served::real_report;

const SHOWN: &str = "document.querySelector('#map .picture:not([hidden])')";

/// Presses Tab until `wanted` is true of the focused element.
fn tab_to(tab: &Tab<'_>, wanted: &str) {
    step_to(tab, wanted, 0);
}

/// Like [`tab_to`], with these modifiers: 8 (shift) goes back.
fn step_to(tab: &Tab<'_>, wanted: &str, modifiers: u32) {
    for _ in 0..80 {
        tab.press("Tab", modifiers);
        if tab.ask(&format!("Boolean((e => {wanted})(document.activeElement))")) == true {
            return;
        }
    }
    tab.keep("failed");
    panic!("`{wanted}` is never reached by Tab");
}

pub(crate) fn keyboard(chrome: &Chrome) {
    let map = Map::new("keyboard");
    let served = map.serve(None);
    let tab = chrome.open(&served.address, 1280, 800);
    tab.wait("document.querySelector('#live-bar')");
    tab.press("Tab", 0);
    assert_eq!(
        tab.text("document.activeElement.textContent"),
        "Skip to the map and the findings"
    );
    tab_to(&tab, "e.getAttribute('role') === 'tab'");
    tab.press("ArrowRight", 0);
    tab.wait(&format!("{SHOWN}.dataset.view === 'systems'"));
    // Into the picture, from box to box, and a journey is lit.
    tab_to(&tab, "e.closest('.stage') && e.matches('.system, .field')");
    let first = tab.text("document.activeElement.id");
    tab.press("ArrowRight", 0);
    tab.wait(&format!(
        "document.activeElement.id !== {first:?} && document.activeElement.closest('.stage')"
    ));
    tab.wait(&format!("{SHOWN}.classList.contains('dim')"));
    let is_marked = "(e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e.querySelector('rect')).strokeWidth !== '')(document.activeElement)";
    assert_eq!(tab.ask(is_marked), true);
    tab.press("Enter", 0);
    tab.wait("location.hash.includes('focus=')");
    tab.press("Escape", 0);
    tab.wait("!location.hash.includes('focus=')");
    // Search.
    tab.press("/", 0);
    tab.write("turn");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 0");
    tab.press("Enter", 0);
    // The hit is lit while the search keeps the focus for the next one; Tab goes on to its box.
    tab.wait(&format!(
        "document.activeElement.id === 'search' && {SHOWN}.querySelectorAll('.lit').length > 0"
    ));
    tab_to(&tab, "e.closest('.stage') && e.matches('.lit')");
    // To the place of a finding, into the editor, and out again: Tab is never caught.
    tab_to(&tab, "e.matches('details.finding summary')");
    tab.press("Enter", 0);
    tab_to(&tab, "e.matches('.live-place')");
    tab.press("Enter", 0);
    tab.wait("document.activeElement.id === 'edit-host' && document.activeElement.shadowRoot.activeElement?.matches('.cm-content')");
    tab.write("# by keyboard ");
    tab.press("s", 2);
    tab.wait("/^saved/.test(document.querySelector('#edit-status').textContent)");
    tab.press("Tab", 0);
    tab.wait("document.activeElement.id !== 'edit-host' || !document.activeElement.shadowRoot.activeElement?.matches('.cm-content')");
    step_to(&tab, "e.closest('#edit') && e.textContent === 'Close'", 8);
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#edit').hidden && document.activeElement.matches('.live-place, #live-edit')");
    assert_eq!(tab.complaints(), "");
}

/// Panics with the violations that axe-core calls serious or critical.
fn check(tab: &Tab<'_>, axe: &str, what: &str) {
    tab.ask(&format!("{axe}; true"));
    let found = tab.text(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)) \
         .map(v => `${v.id} (${v.impact}): ${v.help}\\n` + v.nodes.slice(0, 4).map(n => `    ${n.html.slice(0, 200)}\\n    ${n.failureSummary}`).join('\\n')).join('\\n'))",
    );
    assert!(found.is_empty(), "{what}:\n{found}");
}

pub(crate) fn axe(chrome: &Chrome) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js");
    let Ok(axe) = std::fs::read_to_string(&path) else {
        let is_required =
            std::env::var_os("FLOWMAP_BROWSER").is_some_and(|word| word == "required");
        assert!(!is_required, "axe-core is not in {}", path.display());
        crate::say(
            "axe-core is not in target/axe (npm install --prefix target/axe axe-core): its check was left out",
        );
        return;
    };
    let tab = chrome.open(&real_report(), 1280, 800);
    check(&tab, &axe, "the report");
    tab.click("document.querySelector('#tab-fields')");
    tab.ask("(document.querySelectorAll('details').forEach(d => d.open = true), true)");
    check(&tab, &axe, "the report with everything open");
    drop(tab);
    let map = Map::new("axe-live");
    let served = map.serve(None);
    let tab = chrome.open(
        &format!("{}edit?file=flows/map.yaml", served.address),
        1400,
        900,
    );
    tab.wait("document.querySelector('#edit-status')?.textContent.startsWith('saved ')");
    map.change(
        "flows/owners/council.yaml",
        "name: Monthly return to the council",
        "name: \"Monthly return",
    );
    tab.wait("document.querySelector('#live-faults').textContent !== ''");
    check(&tab, &axe, "the live page with a fault and the editor");
    map.change(
        "flows/owners/council.yaml",
        "name: \"Monthly return",
        "name: Return",
    );
    tab.wait("document.querySelector('#live-told').textContent !== ''");
    check(&tab, &axe, "the live page after a save");
}
