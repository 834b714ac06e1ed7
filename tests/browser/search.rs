//! Search while typing, as a reader uses it.

use crate::chrome::{Chrome, Tab};
use crate::served::real_report;

const SHOWN: &str = "document.querySelector('#own .picture')";

/// The offers of the list, from the top, one on each line.
fn offered(tab: &Tab<'_>) -> String {
    tab.text("[...document.querySelectorAll('#found [role=option]')].map(o => o.textContent).join('\\n')")
}

fn clear(tab: &Tab<'_>) {
    tab.press("Escape", 0);
    tab.wait("document.querySelector('#search').value === ''");
}

pub(crate) fn by_name_id_and_term(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.press("/", 0);
    // The id of a system whose name does not contain it, and the id of a field.
    tab.write("mhsds");
    tab.wait("document.querySelectorAll('#found [role=option]').length > 2");
    let found = offered(&tab);
    assert!(
        found.starts_with("Mental Health Services Data Set system"),
        "{found}"
    );
    clear(&tab);
    tab.write("mhsds.person_death");
    tab.wait("document.querySelectorAll('#found [role=option]').length === 1");
    let found = offered(&tab);
    assert!(found.contains("PersDeathDate"), "{found}");
    clear(&tab);
    // A field by its meaning, which is in neither its name nor its id.
    tab.write("mental health act");
    tab.wait("[...document.querySelectorAll('#found [role=option]')].length > 0");
    tab.ask("(document.querySelector('#search').select(), true)");
    tab.write("date of death");
    tab.wait("/found/.test(document.querySelector('#hits').textContent)");
    let count = tab.text("document.querySelector('#hits').textContent");
    assert_eq!(
        tab.text("document.querySelector('#told').textContent"),
        count,
        "the number is announced"
    );
    let means = tab.ask("(() => { const i = document.querySelector('#search'); const seen = []; \
        for (let n = 0; n < 60; n++) { i.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'})); seen.push(document.querySelector('#told').textContent); } \
        return seen.some(t => t.includes('PersDeathDate')); })()");
    assert_eq!(means, true, "a field that means it is among the hits");
    clear(&tab);
    tab.write("zzzz");
    tab.wait("document.querySelector('#told').textContent === 'nothing found'");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn through(chrome: &Chrome) {
    let tab = chrome.open(&real_report(), 1366, 768);
    tab.press("/", 0);
    tab.write("mhsds");
    tab.wait("document.querySelector('#hits').textContent.endsWith(' found')");
    let all = tab.text("document.querySelector('#hits').textContent.split(' ')[0]");
    let at = |number: &str| {
        tab.wait(&format!(
            "document.querySelector('#hits').textContent === '{number} of {all}' && document.activeElement.id === 'search'"
        ));
        // The hit is announced.
        tab.wait(&format!(
            "document.querySelector('#told').textContent.startsWith('{number} of {all}: ')"
        ));
    };
    tab.press("Enter", 0);
    at("1");
    tab.wait(&format!("{SHOWN}.dataset.of === 'system-mhsds'"));
    // From the system to one of its fields: the picture changes with the hit.
    tab.press("Enter", 0);
    at("2");
    tab.wait(&format!(
        "{SHOWN}.dataset.of !== 'system-mhsds' && location.hash.includes('focus=field-mhsds.')"
    ));
    tab.wait(&format!("{SHOWN}.querySelectorAll('.lit').length > 0"));
    tab.keep("search-through");
    tab.press("Enter", 8);
    at("1");
    tab.press("Enter", 8);
    at(&all);
    tab.press("Escape", 0);
    tab.wait(
        "document.querySelector('#search').value === '' && document.querySelector('#hits').textContent === ''"
    );
    tab.wait("!location.hash.includes('focus=')");
    assert_eq!(tab.complaints(), "");
}
