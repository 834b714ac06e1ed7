//! Runs `dot`: text in, JSON out, with a time limit.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use anyhow::anyhow;
use anyhow::bail;

/// The largest number of warnings kept: a large map can give a thousand equal ones.
const MOST_WARNINGS: usize = 40;
const PATIENCE: Duration = Duration::from_millis(5);

/// The output of the program.
pub(super) struct Answer {
    /// Its JSON; empty if it failed completely.
    pub(super) output: Vec<u8>,
    /// The relevant complaints, whatever its exit status.
    pub(super) warnings: Vec<String>,
}

/// Runs `program -Tjson` on `text`. A failing exit status is not an error as long as something was written.
pub(super) fn dot(program: &OsStr, text: &str, limit: Duration) -> anyhow::Result<Answer> {
    answer(Command::new(program).arg("-Tjson"), text, limit)
}

fn answer(command: &mut Command, text: &str, limit: Duration) -> anyhow::Result<Answer> {
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = spawned.map_err(|fault| not_started(command.get_program(), &fault))?;
    let mut input = child.stdin.take().context("Graphviz takes no input")?;
    let text = text.as_bytes().to_vec();
    // A program that stops reading early says why on stderr, so a broken pipe is ignored.
    let writer = thread::spawn(move || drop(input.write_all(&text)));
    let output = reader(child.stdout.take().context("Graphviz gives no output")?);
    let complaints = reader(child.stderr.take().context("Graphviz gives no errors")?);
    let finished = wait(&mut child, limit)?;
    let killed = finished.is_none();
    let collect = |handle: JoinHandle<Vec<u8>>| handle.join().unwrap_or_default();
    if killed {
        bail!(
            "Graphviz took longer than {} seconds on this picture; leave --engine away, or narrow the view",
            limit.as_secs()
        );
    }
    let (output, complaints) = (collect(output), collect(complaints));
    drop(writer.join());
    let complaints = String::from_utf8_lossy(&complaints).into_owned();
    let failed = finished.is_some_and(|status| !status.success());
    if output.is_empty() {
        let first = complaints
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("it wrote nothing");
        bail!("Graphviz could not place this picture: {}", first.trim());
    }
    Ok(Answer {
        output,
        warnings: warnings(&complaints, failed),
    })
}

fn not_started(program: &OsStr, fault: &std::io::Error) -> anyhow::Error {
    let name = program.to_string_lossy();
    match fault.kind() {
        ErrorKind::NotFound => anyhow!(
            "`{name}` is not installed (it comes with Graphviz): leave --engine away to use flowmap's own layout"
        ),
        _ => anyhow!(
            "`{name}` could not be started ({fault}): leave --engine away to use flowmap's own layout"
        ),
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // Output before a fault is still useful.
        drop(pipe.read_to_end(&mut bytes));
        bytes
    })
}

/// Waits for the program to end. Kills it and returns `None` if it takes longer than `limit`.
fn wait(child: &mut Child, limit: Duration) -> anyhow::Result<Option<std::process::ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child
            .try_wait()
            .context("Graphviz could not be waited for")?
        {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            drop(child.kill());
            drop(child.wait());
            return Ok(None);
        }
        thread::sleep(PATIENCE);
    }
}

/// The relevant complaints: losses and errors, or everything if the program failed. Left out are complaints that a text is wider than its
/// cell, which come wherever our typeface is not installed.
fn warnings(complaints: &str, failed: bool) -> Vec<String> {
    let telling = |line: &&str| {
        let small = line.to_lowercase();
        let harmless =
            small.contains("cell size too small") || small.contains("size too small for label");
        !harmless
            && (failed
                || ["lost", "trouble", "warning", "error"]
                    .iter()
                    .any(|word| small.contains(word)))
    };
    let mut kept: Vec<String> = complaints
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .filter(telling)
        .map(str::to_owned)
        .collect();
    if kept.len() > MOST_WARNINGS {
        let more = kept.len() - MOST_WARNINGS;
        kept.truncate(MOST_WARNINGS);
        kept.push(format!("… and {more} more lines from Graphviz"));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_says_what_to_do() {
        let fault = dot(
            OsStr::new("no-such-dot-here"),
            "digraph {}",
            Duration::from_secs(1),
        )
        .err()
        .unwrap()
        .to_string();
        assert!(
            fault.contains("`no-such-dot-here` is not installed")
                && fault.contains("leave --engine away"),
            "{fault}"
        );
        assert_eq!(fault.lines().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_end_is_stopped() {
        let start = Instant::now();
        let endless = Command::new("sleep")
            .arg("30")
            .ask(Duration::from_millis(200));
        let fault = endless.err().unwrap().to_string();
        assert!(fault.contains("took longer than"), "{fault}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[cfg(unix)]
    #[test]
    fn much_output_and_a_failing_status_are_both_read() {
        let script = "head -c 300000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' '\\n' >&2; \
                      echo 'Error: lost a b edge' >&2; exit 1";
        let answer = Command::new("sh")
            .args(["-c", script])
            .ask(Duration::from_secs(20))
            .unwrap();
        assert_eq!(answer.output.len(), 300_000);
        assert_eq!(answer.warnings, ["Error: lost a b edge"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_writes_nothing_is_quoted() {
        let script = "cat >/dev/null; echo 'syntax error in line 1' >&2; exit 1";
        let fault = Command::new("sh")
            .args(["-c", script])
            .ask(Duration::from_secs(20));
        let said = fault.err().unwrap().to_string();
        assert_eq!(
            said,
            "Graphviz could not place this picture: syntax error in line 1"
        );
    }

    #[test]
    fn a_thousand_complaints_are_summed_up_and_harmless_ones_dropped() {
        let many = "Warning: trouble in init_rank\n".repeat(1000)
            + "Warning: cell size too small for content\n";
        let kept = warnings(&many, true);
        assert_eq!(kept.len(), MOST_WARNINGS + 1);
        assert_eq!(kept.last().unwrap(), "… and 960 more lines from Graphviz");
    }

    trait Ask {
        fn ask(&mut self, limit: Duration) -> anyhow::Result<Answer>;
    }

    impl Ask for Command {
        /// Gives the program more input than a pipe holds.
        fn ask(&mut self, limit: Duration) -> anyhow::Result<Answer> {
            answer(self, &"x".repeat(300_000), limit)
        }
    }
}
