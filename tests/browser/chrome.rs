//! A headless Chromium driven over its debugging pipe (`--remote-debugging-pipe`): JSON messages that end with NUL.
//!
//! The pipe is two named pipes that a shell ties to descriptors 3 and 4, so that neither a library nor unsafe code is needed.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use serde_json::Value;
use serde_json::json;

use crate::bridge;
use crate::kept;
pub(crate) use crate::kept::{decoded, keep};

/// The longest wait for anything in the browser. One answer may take six times as long: axe-core reads ten thousand elements.
const PATIENCE: Duration = Duration::from_secs(30);
/// Collects the complaints of a page: errors of its script, breaches of its policy.
pub(crate) const COLLECT: &str = "window.complaints ??= []; addEventListener('error', e => complaints.push(String(e.message))); \
    addEventListener('unhandledrejection', e => complaints.push(String(e.reason))); \
    addEventListener('securitypolicyviolation', e => complaints.push(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));";
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The program to drive, if one is installed.
pub(crate) fn installed() -> Option<&'static str> {
    PROGRAMS.into_iter().find(|program| {
        let version = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    })
}

/// A running browser.
pub(crate) struct Chrome {
    child: Child,
    folder: PathBuf,
    to: std::cell::RefCell<File>,
    from: Receiver<Value>,
    count: Cell<u64>,
    /// The dialogs of the browser that were answered with yes, by their kinds.
    pub(crate) shown: std::cell::RefCell<Vec<String>>,
}

impl Drop for Chrome {
    fn drop(&mut self) {
        drop(self.child.kill().and_then(|()| self.child.wait()));
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Chrome {
    pub(crate) fn start(program: &str) -> Self {
        Self::start_with(program, None)
    }

    /// The same beside another, with settings of fontconfig.
    pub(crate) fn start_with(program: &str, fonts: Option<&Path>) -> Self {
        let folder = kept::folder("browser");
        let (to, from) = (folder.join("to"), folder.join("from"));
        let made = Command::new("mkfifo")
            .arg(&to)
            .arg(&from)
            .status()
            .expect("mkfifo is there");
        assert!(made.success(), "pipes can be made");
        let mut command = Command::new("sh");
        let child = command
            .envs(fonts.map(|file| ("FONTCONFIG_FILE", file)))
            .arg("-c")
            .arg("to=$1; from=$2; shift 2; exec \"$@\" 3<\"$to\" 4>\"$from\"")
            .arg("sh")
            .args([&to, &from])
            .arg(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-features=Translate,MediaRouter,OptimizationHints",
                "--hide-scrollbars",
                "--window-size=1280,800",
                "--remote-debugging-pipe",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.join("profile").display()
            ))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        // Each opens when the shell opens its other end.
        let to = File::options()
            .write(true)
            .open(&to)
            .expect("the pipe opens");
        let from = BufReader::new(File::open(&from).expect("the pipe opens"));
        Self {
            child,
            folder,
            to: to.into(),
            from: listen(from),
            count: Cell::new(0),
            shown: std::cell::RefCell::default(),
        }
    }

    /// Sends a command to the browser, or to one of its pages, and returns its result.
    pub(crate) fn call(&self, session: Option<&str>, method: &str, parameters: &Value) -> Value {
        let id = self.count.get() + 1;
        self.count.set(id);
        let mut message = json!({"id": id, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut to = self.to.borrow_mut();
        write!(to, "{message}\0").expect("the browser listens");
        to.flush().expect("the browser listens");
        let start = Instant::now();
        while let Some(left) = (6 * PATIENCE).checked_sub(start.elapsed()) {
            let Ok(answer) = self.from.recv_timeout(left) else {
                break;
            };
            if answer["id"] == id {
                // A page that is being replaced answers nothing, and its nodes are gone.
                let said = answer["error"]["message"].as_str().unwrap_or_default();
                if said.contains("navigated or closed") || said.contains("Could not find node") {
                    return json!({"result": {"value": null}});
                }
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            self.answer_page(&mut to, &answer);
        }
        panic!("the browser did not answer {method}");
    }

    /// Answers dialogs of a page (`confirm`, leaving a page) with yes, and a page that asks for the disk; otherwise the page would wait for ever.
    fn answer_page(&self, to: &mut File, event: &Value) {
        let (method, parameters) = if event["method"] == "Page.javascriptDialogOpening" {
            let kind = event["params"]["type"].as_str().unwrap_or_default();
            self.shown.borrow_mut().push(kind.to_owned());
            ("Page.handleJavaScriptDialog", json!({"accept": true}))
        } else if let Some(answer) = bridge::answer(event) {
            ("Runtime.evaluate", json!({"expression": answer}))
        } else {
            return;
        };
        let id = self.count.get() + 1;
        self.count.set(id);
        let message = json!({"id": id, "method": method, "params": parameters, "sessionId": event["sessionId"]});
        write!(to, "{message}\0").expect("the browser listens");
    }

    /// A new tab at this address, in a window of this size.
    pub(crate) fn open(&self, address: &str, width: u32, height: u32) -> Tab<'_> {
        self.open_with(address, (width, height), COLLECT)
    }

    /// The same with this script run before any of the page.
    pub(crate) fn open_with(
        &self,
        address: &str,
        (width, height): (u32, u32),
        script: &str,
    ) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", &json!({"url": "about:blank"}));
        let target = target["targetId"].as_str().expect("a tab").to_owned();
        let attached = self.call(
            None,
            "Target.attachToTarget",
            &json!({"targetId": target, "flatten": true}),
        );
        let tab = Tab {
            chrome: self,
            target,
            session: attached["sessionId"]
                .as_str()
                .expect("a session")
                .to_owned(),
        };
        tab.call("Page.enable", &json!({}));
        tab.call("Runtime.enable", &json!({}));
        tab.call(
            "Emulation.setFocusEmulationEnabled",
            &json!({"enabled": true}),
        );
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        tab.call("Emulation.setDeviceMetricsOverride", &size);
        // Installed before any script of the page runs, so that no complaint is missed.
        tab.call(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({"source": script}),
        );
        tab.go(&crate::served::entering(address));
        tab
    }
}

/// Reads messages on their own thread.
fn listen(mut from: BufReader<File>) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut message = Vec::new();
        while from
            .read_until(0, &mut message)
            .is_ok_and(|count| count > 0)
        {
            message.pop();
            let Ok(value) = serde_json::from_slice(&message) else {
                continue;
            };
            if sender.send(value).is_err() {
                break;
            }
            message.clear();
        }
    });
    receiver
}

/// A tab, closed with the test.
pub(crate) struct Tab<'c> {
    chrome: &'c Chrome,
    target: String,
    session: String,
}

impl Drop for Tab<'_> {
    fn drop(&mut self) {
        // If the test has failed, the browser may no longer answer.
        if !std::thread::panicking() {
            self.chrome.call(
                None,
                "Target.closeTarget",
                &json!({"targetId": self.target}),
            );
        }
    }
}

impl Tab<'_> {
    pub(crate) fn call(&self, method: &str, parameters: &Value) -> Value {
        self.chrome.call(Some(&self.session), method, parameters)
    }

    /// Loads an address and waits until the page is complete.
    pub(crate) fn go(&self, address: &str) {
        let gone = self.call("Page.navigate", &json!({"url": address}));
        assert!(gone["errorText"].is_null(), "{address}: {gone}");
        self.wait("document.readyState === 'complete'");
    }

    /// The value of an expression in the page; promises are awaited.
    pub(crate) fn ask(&self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        let answer = self.call("Runtime.evaluate", &asked);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}\n{:#}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].clone()
    }

    pub(crate) fn text(&self, expression: &str) -> String {
        let value = self.ask(expression);
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Waits until an expression is true. One that reads something of an element which is not there at the moment is not true yet.
    pub(crate) fn wait(&self, expression: &str) {
        let start = Instant::now();
        let tried = format!("(() => {{ try {{ return !!({expression}) }} catch {{}} }})()");
        while start.elapsed() < PATIENCE {
            if self.ask(&tried) == true {
                return;
            }
            std::thread::sleep(Duration::from_millis(15));
        }
        self.keep("failed");
        panic!(
            "this never came true: {expression}\nfocus: {}",
            self.text("document.activeElement?.outerHTML.slice(0, 200)")
        );
    }

    /// Presses a key, named as in `KeyboardEvent.key`, with these modifiers (1 alt, 2 control, 8 shift).
    pub(crate) fn press(&self, key: &str, modifiers: u32) {
        let code = match key {
            "Backspace" => 8,
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            " " => 32,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "Home" => 36,
            "End" => 35,
            "F2" => 113,
            "F8" => 119,
            "F12" => 123,
            // Only letters and digits have the code of their letter: that of `#` is that of End.
            letter if letter.chars().all(char::is_alphanumeric) => letter
                .to_ascii_uppercase()
                .bytes()
                .next()
                .map_or(0, u32::from),
            _ => 0,
        };
        let mut event = json!({"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers});
        if key == "Enter" {
            event["type"] = json!("keyDown");
            event["text"] = json!("\r");
        } else if key.chars().count() == 1 && modifiers & 2 == 0 {
            event["type"] = json!("keyDown");
            event["text"] = json!(key);
        }
        self.call("Input.dispatchKeyEvent", &event);
        event["type"] = json!("keyUp");
        if let Some(event) = event.as_object_mut() {
            event.remove("text");
        }
        self.call("Input.dispatchKeyEvent", &event);
    }

    /// Types a text, letter by letter.
    pub(crate) fn write(&self, text: &str) {
        for letter in text.chars() {
            match letter {
                '\n' => self.press("Enter", 0),
                letter => self.press(&letter.to_string(), 0),
            }
        }
    }

    /// Clicks the middle of an element.
    pub(crate) fn click(&self, element: &str) {
        let middle = self.ask(&format!(
            "(() => {{ const e = {element}; e.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
             const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; }})()"
        ));
        self.point("mouseMoved", &middle);
        self.point("mousePressed", &middle);
        self.point("mouseReleased", &middle);
    }

    /// Moves the pointer over an element.
    pub(crate) fn hover(&self, element: &str) {
        let middle = self.ask(&format!(
            "(() => {{ const r = ({element}).getBoundingClientRect(); return [r.left + r.width / 2, r.top + Math.min(r.height / 2, 10)]; }})()"
        ));
        self.point("mouseMoved", &middle);
    }

    /// Sends an event of the mouse at a place of the window.
    pub(crate) fn point(&self, what: &str, at: &Value) {
        let button = if what == "mouseMoved" { "none" } else { "left" };
        let event =
            json!({"type": what, "x": at[0], "y": at[1], "button": button, "clickCount": 1});
        self.call("Input.dispatchMouseEvent", &event);
    }

    /// The complaints of the page: errors of its script, breaches of its policy.
    pub(crate) fn complaints(&self) -> String {
        self.text("complaints.join('\\n')")
    }

    /// Keeps a picture of the tab as `target/browser/NAME.png`, for people to look at.
    pub(crate) fn keep(&self, name: &str) {
        let shot = self.call("Page.captureScreenshot", &json!({"format": "png"}));
        keep(
            &format!("{name}.png"),
            &decoded(shot["data"].as_str().unwrap_or_default()),
        );
    }
}
