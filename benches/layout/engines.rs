//! Runs the two engines on a diagram and measures the time, the peak memory and the drawing of each.

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flowmap::picture::scene::Places;
use flowmap::picture::views::diagram::Diagram;
use flowmap::picture::{dot, graphviz, layout};

/// The number of repetitions of a run. The shortest counts.
const RUNS: usize = 5;
/// The time after which no further run is begun.
const ENOUGH: Duration = Duration::from_secs(5);
/// The interval at which a running `dot` is looked at.
const LOOK: Duration = Duration::from_micros(500);

/// A drawing and its cost.
pub(crate) struct Run {
    pub(crate) places: Places,
    /// The shortest of the runs.
    pub(crate) milliseconds: f64,
    /// The least processor time, which other programs disturb less; 0 if the system does not report it.
    pub(crate) processor_milliseconds: f64,
    /// The peak memory of the process; 0 if the system does not report it.
    pub(crate) megabytes: f64,
}

/// Runs our own layout in this process. Panics if a second run places anything elsewhere.
pub(crate) fn own(diagram: &Diagram) -> Run {
    let mut best = Duration::MAX;
    let mut busy = f64::INFINITY;
    let mut places: Option<Places> = None;
    let begin = Instant::now();
    for _ in 0..RUNS {
        let before = processor_time("self");
        let start = Instant::now();
        let placed = black_box(layout::place(black_box(diagram)));
        best = best.min(start.elapsed());
        busy = busy.min(processor_time("self") - before);
        if let Some(before) = places.replace(placed) {
            assert!(places.as_ref() == Some(&before), "two runs, two drawings");
        }
        if begin.elapsed() > ENOUGH {
            break;
        }
    }
    Run {
        places: places.expect("it ran at least once"),
        milliseconds: best.as_secs_f64() * 1000.0,
        processor_milliseconds: busy,
        megabytes: peak("self").unwrap_or(0.0),
    }
}

/// Runs an installed `dot`, including the start of the program and its JSON; otherwise returns the reason in one line.
pub(crate) fn graphviz(diagram: &Diagram) -> Result<Run, String> {
    let unplaced = layout::unplaced(diagram);
    let text = dot::render(diagram, &unplaced);
    let outcome =
        graphviz::place(diagram, &unplaced, &text, "dot").map_err(|fault| format!("{fault:#}"))?;
    let (mut best, mut busy, mut megabytes) = (Duration::MAX, f64::INFINITY, 0.0_f64);
    let begin = Instant::now();
    for _ in 0..RUNS {
        let watched =
            watched(&text).map_err(|fault| format!("dot could not be watched: {fault}"))?;
        best = best.min(watched.time);
        busy = busy.min(watched.processor_milliseconds);
        megabytes = megabytes.max(watched.megabytes);
        if begin.elapsed() > ENOUGH {
            break;
        }
    }
    Ok(Run {
        places: outcome.places,
        milliseconds: best.as_secs_f64() * 1000.0,
        processor_milliseconds: busy,
        megabytes,
    })
}

/// One run of `dot` without its output: its time, and the measurements while it ran.
struct Watched {
    time: Duration,
    processor_milliseconds: f64,
    megabytes: f64,
}

fn watched(text: &str) -> std::io::Result<Watched> {
    let start = Instant::now();
    let mut child = Command::new("dot")
        .arg("-Tjson")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    let process = child.id().to_string();
    let (mut busy, mut megabytes) = (0.0_f64, 0.0_f64);
    while child.try_wait()?.is_none() {
        megabytes = megabytes.max(peak(&process).unwrap_or(0.0));
        busy = busy.max(processor_time(&process));
        thread::sleep(LOOK);
    }
    Ok(Watched {
        time: start.elapsed(),
        processor_milliseconds: busy,
        megabytes,
    })
}

/// The processor time of the first thread of a process, in milliseconds.
fn processor_time(process: &str) -> f64 {
    // The count of a running thread is updated when it yields.
    thread::yield_now();
    let status = std::fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap_or_default();
    let nanoseconds = status.split_whitespace().next();
    nanoseconds
        .and_then(|word| word.parse::<f64>().ok())
        .unwrap_or(0.0)
        / 1e6
}

/// The number of crossings that `dot` itself counts in its final order, before it draws a curve; `None` if it does not report it. Its
/// curves then cross about as often or more.
pub(crate) fn crossings_dot_counts(text: &str) -> Option<usize> {
    let mut child = Command::new("dot")
        .args(["-v", "-Tdot"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    // The wanted lines look like `mincross flowmap: 3 crossings, 0.00 secs.`
    said.lines()
        .filter_map(|line| line.strip_prefix("mincross "))
        .filter_map(|line| {
            line.split_once(" crossings, ")?
                .0
                .rsplit(' ')
                .next()?
                .parse()
                .ok()
        })
        .next_back()
}

/// The peak memory of a process so far, in MB.
fn peak(process: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// The load of the machine, and the version of its `dot`.
pub(crate) fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split_whitespace().take(2).collect();
    let version = Command::new("dot").arg("-V").output();
    let version = version.map_or_else(
        |_| "no dot installed".to_owned(),
        |output| String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    );
    format!(
        "{cores} cores, load over 1 and 5 minutes {}; {version}",
        load.join(" and ")
    )
}
