//! The forms of the live page, used by keyboard: a decision, a dispute, what if, a new id, and the chapter on what changed.

use crate::chrome::{Chrome, Tab};
use crate::served::Map;

/// Opens the page of a map on the screen of an ordinary laptop.
fn opened<'c>(chrome: &'c Chrome, address: &str) -> Tab<'c> {
    let tab = chrome.open(address, 1366, 768);
    tab.wait("document.querySelector('#ask-whatif') && document.documentElement.dataset.version");
    tab.wait("document.querySelector('#own .picture')?.dataset.of === 'map'");
    tab
}

/// Opens the finding with this name and presses the button of that text in it.
fn press_in_finding(tab: &Tab<'_>, name: &str, button: &str) {
    let finding = format!(
        "[...document.querySelectorAll('details.finding')].find(f => f.querySelector('.how code').textContent === {name:?})"
    );
    tab.ask(&format!(
        "({finding}.querySelector('summary').focus(), true)"
    ));
    tab.press("Enter", 0);
    let wanted = format!(
        "[...({finding}?.querySelectorAll('.live-acts button') ?? [])].find(b => b.textContent === {button:?})"
    );
    tab.wait(&format!("{wanted}?.checkVisibility()"));
    tab.ask(&format!("({wanted}.focus(), true)"));
    tab.press("Enter", 0);
}

/// Moves the focus with Tab until it is on the field or button with this id.
fn tab_to(tab: &Tab<'_>, wanted: &str) {
    for _ in 0..40 {
        if tab.ask(&format!("Boolean((e => {wanted})(document.activeElement))")) == true {
            return;
        }
        tab.press("Tab", 0);
    }
    tab.keep("failed");
    panic!("`{wanted}` is never reached by Tab");
}

fn status(tab: &Tab<'_>, form: &str, words: &str) {
    tab.wait(&format!(
        "document.querySelector('#{form}-status')?.textContent.includes({words:?})"
    ));
}

pub(crate) fn decide(chrome: &Chrome) {
    let map = Map::new("decide");
    let served = map.serve(None);
    let before = map.read("flows/map.yaml");
    let tab = opened(chrome, &served.address);
    press_in_finding(&tab, "repeated-request/pools/visits", "Decide …");
    tab.wait("document.querySelector('#decide')?.open && document.activeElement.id === 'decide-status-of'");
    crate::access::serious(&tab, "the form of a decision");
    tab_to(&tab, "e.id === 'decide-by'");
    tab.ask("(document.activeElement.value = 'council', true)");
    tab_to(&tab, "e.id === 'decide-why'");
    tab.write("Two duties: both stand");
    tab_to(&tab, "e.id === 'decide-action'");
    tab.write("Ask for one return");
    tab_to(&tab, "e.id === 'decide-owner'");
    tab.ask("(document.activeElement.value = 'sports_body', document.querySelector('#decide-due').value = '2026-03-01', true)");
    tab.keep("decide");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    status(&tab, "decide", "Written to flows/map.yaml");
    let text = map.read("flows/map.yaml");
    for line in [
        "  - finding: repeated-request/pools/visits",
        "    status: in-hand",
        "    why: \"Two duties: both stand\"",
        "    by: council",
        "    action: Ask for one return",
        "    owner: sports_body",
        "    due: 2026-03-01",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    assert!(text.contains("# What the room has decided"), "{text}");
    // The page shows it, and the focus goes back to the finding.
    tab.wait("document.querySelector('#decided')?.textContent.includes('Ask for one return')");
    tab.press("Escape", 0);
    tab.wait("document.activeElement.closest('details.finding')");
    // The form shows a decision that is written already.
    press_in_finding(&tab, "parallel-recording/child_visits", "Decide …");
    tab.wait("document.querySelector('#decide').open");
    tab.wait("document.querySelector('#decide-why').value.startsWith('The clubs count')");
    assert_eq!(
        tab.text("document.querySelector('#decide-status-of').value"),
        "accepted"
    );
    tab.press("Escape", 0);
    take_back(&tab);
    tab.wait("document.querySelector('#history-status').textContent.startsWith('Taken back')");
    assert_eq!(map.read("flows/map.yaml"), before, "byte for byte");
    assert_eq!(tab.complaints(), "");
}

/// Takes back the newest save.
fn take_back(tab: &Tab<'_>) {
    tab.ask("(document.querySelectorAll('dialog[open]').forEach(d => d.close()), true)");
    tab.click("document.querySelector('#live-history')");
    tab.wait("document.querySelector('#history-list button')");
    tab.ask("(document.querySelector('#history-list button').focus(), true)");
    tab.press("Enter", 0);
}

pub(crate) fn decide_topic(chrome: &Chrome) {
    let map = Map::new("decide-topic");
    let served = map.serve(None);
    let tab = opened(chrome, &served.address);
    tab.press("t", 0);
    tab.wait("document.activeElement.matches('#topics summary')");
    tab.press("Enter", 0);
    tab.wait("document.activeElement.parentElement.querySelector('.live-acts button')");
    tab_to(
        &tab,
        "e.closest('#topics .live-acts') && e.textContent === 'Decide …'",
    );
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#decide')?.open");
    assert!(
        tab.text("document.querySelector('#decide-heading').textContent")
            .starts_with("Decide: This cannot be answered today"),
    );
    tab.ask("(document.querySelector('#decide-status-of').value = 'accepted', true)");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    status(&tab, "decide", "Written to");
    let text = map.read("flows/map.yaml");
    assert!(
        text.contains("- finding: need/visitors_from_elsewhere\n    status: accepted\n"),
        "{text}"
    );
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn dispute(chrome: &Chrome) {
    let map = Map::new("dispute");
    let served = map.serve(None);
    let tab = opened(chrome, &served.address);
    tab.ask("(document.querySelector('#ask-dispute').focus(), true)");
    tab.press("Enter", 0);
    tab.wait(
        "document.querySelector('#dispute')?.open && document.activeElement.id === 'dispute-what'",
    );
    crate::access::serious(&tab, "the form of a dispute");
    tab_to(&tab, "e.id === 'dispute-says'");
    tab.write("It takes four weeks");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    status(&tab, "dispute", "Choose a thing of the map");
    tab.write("Turnstile counter → Monthly return to the council (flow)");
    tab.ask(
        "(document.querySelector('#dispute-by').value = 'pools', \
         document.querySelector('#dispute-source').value = 'Letter of May', true)",
    );
    tab.keep("dispute");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    status(&tab, "dispute", "Written to flows/owners/council.yaml");
    let text = map.read("flows/owners/council.yaml");
    assert!(
        text.contains(
            "    disputed: {by: pools, says: It takes four weeks, source: Letter of May}\n"
        ),
        "{text}"
    );
    tab.wait("document.querySelector('#sureness').textContent.includes('It takes four weeks')");
    tab.press("Escape", 0);
    tab.wait("document.activeElement.id === 'ask-dispute'");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn what_if(chrome: &Chrome) {
    let map = Map::new("whatif");
    let served = map.serve(None);
    let before = map.read("flows/owners/sports_body.yaml");
    let tab = opened(chrome, &served.address);
    press_in_finding(&tab, "repeated-request/pools/visits", "What if …");
    tab.wait("document.querySelector('#whatif')?.open");
    crate::access::serious(&tab, "the form of what if");
    let choose = |what: &str| {
        tab.ask("(document.querySelector('#whatif-what').focus(), document.querySelector('#whatif-what').select(), true)");
        tab.write(what);
    };
    choose("Survey of swimming (system)");
    tab_to(&tab, "e.id === 'whatif-change'");
    tab.ask(
        "(document.activeElement.value = 'serve', document.activeElement.dispatchEvent(new Event('change', {bubbles: true})), true)",
    );
    tab_to(&tab, "e.id === 'whatif-other'");
    tab.write("Monthly return to the council (system)");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#whatif-result table')");
    tab.keep("whatif");
    let rows = tab.text("[...document.querySelectorAll('#whatif-result table')[0].querySelectorAll('tbody tr')].map(r => r.innerText.replace(/\\s+/g, ' ')).join('; ')");
    assert_eq!(rows.matches(';').count(), 3, "four figures: {rows}");
    assert!(rows.starts_with("Requests that ask again"), "{rows}");
    let all = tab.text("document.querySelector('#whatif-result').innerText");
    assert!(
        all.contains("Survey of swimming gets its data from Monthly return to the council"),
        "{all}"
    );
    assert!(all.contains("Nothing is written"), "{all}");
    crate::access::serious(&tab, "the answer to what if");
    // Together with a second change.
    tab.ask("([...document.querySelectorAll('#whatif button')].find(b => b.textContent === 'And also …').focus(), true)");
    tab.press("Enter", 0);
    tab.wait(
        "document.querySelector('#whatif-tried li') && document.activeElement.id === 'whatif-what'",
    );
    choose("Visits by children (term)");
    tab.ask("(document.querySelector('#whatif-value').focus(), true)");
    tab.write("age: 0..17");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#whatif-result').innerText.includes('all agree on Visits by children')");
    assert_eq!(
        map.read("flows/owners/sports_body.yaml"),
        before,
        "nothing is written"
    );
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn rename(chrome: &Chrome) {
    let map = Map::new("rename");
    let served = map.serve(None);
    let pools = "flows/owners/pools.yaml";
    let before = map.read(pools);
    let line = 1 + before
        .lines()
        .position(|line| line == "  turnstile:")
        .expect("the file declares it");
    let tab = chrome.open(
        &format!("{}edit?file={pools}&line={line}&column=5", served.address),
        1366,
        768,
    );
    tab.wait("document.querySelector('#edit-status')?.textContent.includes('no faults')");
    tab.press("F2", 0);
    tab.wait("document.querySelector('#ask')?.open");
    assert_eq!(
        tab.text("document.querySelector('#ask-heading').textContent"),
        "Rename the system turnstile"
    );
    crate::access::serious(&tab, "the dialog of a new id");
    tab.ask("(document.querySelector('#ask-input').select(), true)");
    tab.write("gate_counter");
    tab.keep("rename");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#edit-status').textContent.includes('turnstile is now gate_counter')");
    let text = map.read(pools);
    assert!(
        text.contains("  gate_counter:\n") && text.contains("    was: turnstile\n"),
        "{text}"
    );
    assert!(text.contains("# written in the course"), "{text}");
    for file in ["council", "sports_body"] {
        let text = map.read(&format!("flows/owners/{file}.yaml"));
        assert!(text.contains("from: gate_counter"), "{text}");
    }
    // One save, taken back as one.
    take_back(&tab);
    tab.wait("document.querySelector('#history-status').textContent.startsWith('Taken back')");
    assert_eq!(map.read(pools), before);
    assert!(
        map.read("flows/owners/council.yaml")
            .contains("from: turnstile")
    );
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn what_changed(chrome: &Chrome) {
    let map = Map::new("what-changed");
    map.run(&["snapshot", "winter"]);
    map.change(
        "flows/owners/pools.yaml",
        "name: Turnstile counter",
        "name: Counting gates",
    );
    let served = map.serve(None);
    let tab = opened(chrome, &served.address);
    let chapter = "document.querySelector('#changes')";
    tab.wait(&format!(
        "{chapter}?.textContent.includes('Compared with the map of 2026-01-15.')"
    ));
    assert!(
        tab.text(&format!("{chapter}.innerText"))
            .contains("Counting gates")
    );
    // A save changes the chapter too.
    map.change(
        "flows/owners/council.yaml",
        "    every: month\n",
        "    every: week\n",
    );
    tab.wait(&format!("{chapter}.innerText.includes('each week')"));
    tab.ask(&format!(
        "({chapter}.querySelector('a.show').focus(), true)"
    ));
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#own .picture').dataset.of === 'changes'");
    tab.wait("document.querySelector('#own .picture').textContent.includes('~ Counting gates')");
    tab.keep("what-changed");
    assert_eq!(tab.complaints(), "");
}
