//! The forms of the live page, used by keyboard: a decision, a dispute, what if, a new id, and the chapter on what changed.

use crate::chrome::{Chrome, Tab};
use crate::served::{Map, Served, Way};

/// Opens the page of a map on the screen of an ordinary laptop.
fn opened<'c>(chrome: &'c Chrome, map: &Map, way: Way) -> (Tab<'c>, Option<Served>) {
    let (tab, served) = map.shown(chrome, way, "", (1366, 768));
    tab.wait("document.querySelector('#ask-whatif') && document.documentElement.dataset.version");
    tab.wait("document.querySelector('#own .picture')?.dataset.of === 'map'");
    (tab, served)
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

pub(crate) fn decide(chrome: &Chrome, way: Way) {
    let map = Map::new("decide");
    let before = map.read("flows/map.yaml");
    let (tab, _served) = opened(chrome, &map, way);
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
    let (tab, _served) = opened(chrome, &map, Way::Http);
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
            .starts_with("Decide: This is not answered today"),
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

pub(crate) fn dispute(chrome: &Chrome, way: Way) {
    let map = Map::new("dispute");
    let before = map.read("flows/owners/council.yaml");
    let (tab, _served) = opened(chrome, &map, way);
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
    // It can be taken back, and the file is as it was.
    take_back(&tab);
    tab.wait("document.querySelector('#history-status').textContent.startsWith('Taken back')");
    assert_eq!(
        map.read("flows/owners/council.yaml"),
        before,
        "byte for byte"
    );
    tab.wait("!document.querySelector('#sureness').textContent.includes('It takes four weeks')");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn what_if(chrome: &Chrome, way: Way) {
    let map = Map::new("whatif");
    let before = map.read("flows/owners/sports_body.yaml");
    let (tab, _served) = opened(chrome, &map, way);
    press_in_finding(&tab, "repeated-request/pools/visits", "What if …");
    tab.wait("document.querySelector('#whatif')?.open");
    crate::access::serious(&tab, "the form of what if");
    choose(&tab, "Survey of swimming (system)");
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
    choose(&tab, "Visits by children (term)");
    tab.ask("(document.querySelector('#whatif-value').focus(), true)");
    tab.write("age: 0..17");
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#whatif-result').innerText.includes('all agree on Visits by children')");
    added_on_a_day(&tab);
    assert_eq!(
        map.read("flows/owners/sports_body.yaml"),
        before,
        "nothing is written"
    );
    assert_eq!(tab.complaints(), "");
}

/// Writes the name of the thing to change.
fn choose(tab: &Tab<'_>, what: &str) {
    tab.ask("(document.querySelector('#whatif-what').focus(), document.querySelector('#whatif-what').select(), true)");
    tab.write(what);
}

/// A new flow on another day, without a word of the command line.
fn added_on_a_day(tab: &Tab<'_>) {
    tab.ask("(document.querySelectorAll('#whatif-tried button').forEach(b => b.click()), true)");
    choose(tab, "Turnstile counter (system)");
    tab.ask(
        "(() => { const list = document.querySelector('#whatif-change'); list.value = 'add'; list.dispatchEvent(new Event('change', {bubbles: true})); \
         document.querySelector('#whatif-day').value = '2026-10-01'; document.querySelector('#whatif-other').focus(); return true; })()",
    );
    tab.write("Survey of swimming (system)");
    tab_to(tab, "e.id === 'whatif-passed'");
    tab.write("visits");
    tab_to(tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#whatif-result').innerText.includes('this flow is added')");
    assert!(
        tab.text("document.querySelector('#whatif-result').innerText")
            .contains("the day is 2026-10-01")
    );
}

pub(crate) fn scenario(chrome: &Chrome, way: Way) {
    let map = Map::new("scenario");
    let tried = "scenarios:\n  one_return:\n    name: One return\n    changes:\n      - serve sports_survey from council_return\n      - \"agree child_visits covers={age: 0..17}\"\n";
    map.write("flows/scenarios.yaml", tried);
    let (tab, _served) = opened(chrome, &map, way);
    tab.ask("(document.querySelector('#ask-whatif').focus(), true)");
    tab.press("Enter", 0);
    tab.wait("document.querySelector('#whatif')?.open && document.querySelector('#whatif-scenario').checkVisibility()");
    crate::access::serious(&tab, "the scenarios of a map");
    tab.ask("(document.querySelector('#whatif-take').focus(), true)");
    tab.press("Enter", 0);
    status(&tab, "whatif", "Choose one of the map's scenarios first");
    assert_eq!(
        tab.text("[...document.activeElement.options].map(o => o.textContent).join('; ')"),
        "1 to choose; One return"
    );
    tab.ask("(document.activeElement.value = 'one_return', true)");
    tab_to(&tab, "e.id === 'whatif-take'");
    tab.press("Enter", 0);
    status(&tab, "whatif", "2 changes are in the list now");
    tab.keep("whatif-scenario");
    assert!(
        tab.text("document.querySelector('#whatif-tried').innerText")
            .starts_with("Survey of swimming gets its data from Monthly return to the council")
    );
    tab.press("Enter", 0);
    let result = "document.querySelector('#whatif-result').innerText";
    tab.wait(&format!(
        "{result}.includes('all agree on Visits by children')"
    ));
    assert!(tab.text(result).contains("gets its data from"));
    // One of the two alone.
    tab.ask("(document.querySelector('#whatif-tried button').focus(), true)");
    tab.press("Enter", 0);
    tab_to(&tab, "e.type === 'submit'");
    tab.press("Enter", 0);
    tab.wait(&format!(
        "{result}.includes('all agree on') && !{result}.includes('gets its data from')"
    ));
    assert_eq!(map.read("flows/scenarios.yaml"), tried);
    // A map that keeps none has no such part of the form.
    map.remove("flows/scenarios.yaml");
    tab.wait("document.querySelector('#live-told').textContent.includes('scenarios.yaml')");
    tab.press("Escape", 0);
    tab.ask("(document.querySelector('#ask-whatif').click(), true)");
    tab.wait("document.querySelector('#whatif').open && document.querySelector('#whatif-scenarios').hidden");
    assert_eq!(tab.complaints(), "");
}

pub(crate) fn rename(chrome: &Chrome, way: Way) {
    let map = Map::new("rename");
    let pools = "flows/owners/pools.yaml";
    let before = map.read(pools);
    let line = 1 + before
        .lines()
        .position(|line| line == "  turnstile:")
        .expect("the file declares it");
    let query = format!("file={pools}&line={line}&column=5");
    let (tab, _served) = map.shown(chrome, way, &query, (1366, 768));
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
    let (tab, _served) = opened(chrome, &map, Way::Http);
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
