//! Input with the highest cost for its size: seconds, peak memory and exit status of whole commands, each in a process with limits.
//!
//! `cargo bench --bench hostile` runs every case; `-- unions` runs those with that word in their names. `FLOWMAP_PROGRAM=path` measures
//! another build of the program, such as the one before a change. A process that takes more than [`MOST_SECONDS`] or [`MOST_MEMORY_KB`] is
//! ended.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod imports;
mod maps;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use self::imports::{IMPORTS, Import};
use self::maps::Files;

/// The time after which a process is killed.
const MOST_SECONDS: u64 = 60;
/// Address space of a process, in kilobytes.
const MOST_MEMORY_KB: u64 = 10_000_000;
/// The interval at which the memory of a process is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// A command on a map.
struct Case {
    name: &'static str,
    make: fn(&Path),
    /// The command's words; the map is in the folder `map`.
    command: &'static str,
}

macro_rules! case {
    ($name:literal, $map:expr, $command:literal) => {
        Case {
            name: $name,
            make: |folder| write(folder, &$map),
            command: $command,
        }
    };
}

const CASES: [Case; 35] = [
    case!(
        "unions of boxes: 4 systems x 20 boxes x 15 ranges",
        maps::unions(4, 20, 15),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 5 x 12 x 15",
        maps::unions(5, 12, 15),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 5 x 12 x 5",
        maps::unions(5, 12, 5),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 40 x 40 x 8",
        maps::unions(40, 40, 8),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 400 x 45 x 3",
        maps::unions(400, 45, 3),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 1500 x 12 x 3",
        maps::unions(1500, 12, 3),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 4 x 4000 x 3",
        maps::unions(4, 4000, 3),
        "check map --format json"
    ),
    case!(
        "unions of boxes: the answer definitions",
        maps::unions(4, 20, 15),
        "definitions died map"
    ),
    case!(
        "unions of boxes: 2 x 700 x 15, a needed term",
        maps::unions_needed(2, 700, 15),
        "check map --format json"
    ),
    case!(
        "unions of boxes: 202 that together are 1, 15 ranges",
        maps::too_many_boxes(200, 15),
        "check map --format json"
    ),
    case!(
        "unions of boxes: two chains of 6 flows, each about 20 boxes",
        maps::filtered(6, 20),
        "check map --format json"
    ),
    case!(
        "complete graph of 80 systems",
        maps::complete(80),
        "check map --format json"
    ),
    case!(
        "complete graph of 150 systems",
        maps::complete(150),
        "check map --format json"
    ),
    case!(
        "complete graph of 150 systems, unlisted",
        maps::complete_unlisted(150),
        "check map --format json"
    ),
    case!(
        "8,000 misspelt references",
        maps::misspelt(8_000),
        "check map --format json"
    ),
    case!(
        "cover: 150 collections x 120 needs",
        maps::covering(150, 120),
        "cover map"
    ),
    case!(
        "timetable: a chain of 10,000",
        maps::chain(10_000),
        "timetable deaths map"
    ),
    case!(
        "check: a chain of 10,000",
        maps::chain(10_000),
        "check map --format json"
    ),
    case!(
        "200,000 systems on one line",
        maps::one_line(200_000),
        "check map --format json"
    ),
    case!(
        "200,000 systems on one line, text",
        maps::one_line(200_000),
        "check map"
    ),
    case!(
        "32,000 values of a dimension",
        maps::values(32_000),
        "check map --format json"
    ),
    case!(
        "3,000 code lists of one term",
        maps::lists(3_000),
        "check map --format json"
    ),
    case!(
        "16,000 mapping pairs",
        maps::pairs(16_000),
        "check map --format json"
    ),
    case!(
        "100,000 mapping pairs",
        maps::pairs(100_000),
        "check map --format json"
    ),
    case!(
        "an unclosed quote over 10 MB",
        maps::quote(10_000_000),
        "check map --format json"
    ),
    case!(
        "20,000 starred decisions",
        maps::decisions(20_000),
        "check map --format json"
    ),
    case!(
        "10,000 needs: report",
        maps::needs(10_000),
        "report map --output out"
    ),
    case!(
        "10,000 needs: check",
        maps::needs(10_000),
        "check map --format json"
    ),
    case!(
        "1,000,000 flows between two systems",
        maps::twins(1_000_000),
        "check map --format json"
    ),
    case!(
        "1,000,000 copies of one flow",
        maps::copies(1_000_000),
        "check map --format json"
    ),
    Case {
        name: "folders whose links fan out, 18 levels",
        make: fan_out,
        command: "check map",
    },
    Case {
        name: "generate, 12,000 fields: json",
        make: |folder| generated(folder, 12_000),
        command: "check map --format json",
    },
    Case {
        name: "generate, 12,000 fields: sarif",
        make: |folder| generated(folder, 12_000),
        command: "check map --format sarif",
    },
    Case {
        name: "generate, 12,000 fields: csv",
        make: |folder| generated(folder, 12_000),
        command: "check map --format csv",
    },
    Case {
        name: "generate, 1,000,000 fields: json",
        make: |folder| generated(folder, 1_000_000),
        command: "check map --format json",
    },
];

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    println!(
        "| case | map | seconds | peak MB | exit | output |\n| --- | --- | --- | --- | --- | --- |"
    );
    for case in &CASES {
        if words.iter().all(|word| case.name.contains(word.as_str())) {
            println!("{}", line(case.name, case.make, case.command));
        }
    }
    for import in &IMPORTS {
        if words.iter().all(|word| import.name.contains(word.as_str())) {
            imported(import);
        }
    }
}

/// Prints the line of a file that is imported; nothing for a sample that is not there.
fn imported(import: &Import) {
    let Some(bytes) = (import.bytes)() else {
        return;
    };
    let make = |folder: &Path| {
        write(folder, &imports::map(import.fields));
        let given = folder.join("given");
        std::fs::create_dir_all(&given).expect("a folder can be made");
        std::fs::write(given.join(import.file), &bytes).expect("a file can be written");
    };
    let command = format!("import given/{} map", import.file);
    println!("{}", line(import.name, make, &command));
}

/// The line of a command on the map, and on the file that is imported, which `make` puts into a folder.
fn line(name: &str, make: impl Fn(&Path), command: &str) -> String {
    let folder = std::env::temp_dir().join(format!("flowmap-hostile-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    make(&folder);
    let size = size(&folder.join("map")) + size(&folder.join("given"));
    let run = run(&folder, command);
    let output = std::fs::metadata(folder.join("printed")).map_or(0, |file| file.len());
    drop(std::fs::remove_dir_all(&folder));
    format!(
        "| {name} | {:.2} MB | {:.2} | {:.0} | {} | {:.1} MB |",
        size as f64 / 1e6,
        run.seconds,
        run.peak_megabytes,
        run.end,
        output as f64 / 1e6,
    )
}

/// Time, memory and exit of one run of the program.
struct Run {
    seconds: f64,
    peak_megabytes: f64,
    end: String,
}

/// Runs the program with these words in the folder, and ends it if it exceeds a limit.
fn run(folder: &Path, words: &str) -> Run {
    let program = std::env::var_os("FLOWMAP_PROGRAM").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_flowmap")),
        PathBuf::from,
    );
    let printed = std::fs::File::create(folder.join("printed")).expect("a file can be made");
    let start = Instant::now();
    let child = Command::new("sh")
        .args([
            "-c",
            &format!("ulimit -v {MOST_MEMORY_KB}; exec \"$0\" \"$@\""),
        ])
        .arg(program)
        .args(words.split(' '))
        .current_dir(folder)
        .stdout(printed)
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts");
    watched(child, start)
}

fn watched(mut child: Child, start: Instant) -> Run {
    let mut peak_megabytes: f64 = 0.0;
    let mut is_late = false;
    let status = loop {
        if let Some(status) = child.try_wait().expect("the process can be waited for") {
            break status;
        }
        peak_megabytes = peak_megabytes.max(peak(child.id()));
        if start.elapsed().as_secs() >= MOST_SECONDS && !is_late {
            is_late = true;
            drop(child.kill());
        }
        std::thread::sleep(LOOK);
    };
    let end = match status.code() {
        _ if is_late => "out of time".to_owned(),
        Some(code) => code.to_string(),
        None => "killed, out of memory".to_owned(),
    };
    Run {
        seconds: start.elapsed().as_secs_f64(),
        peak_megabytes,
        end,
    }
}

/// The peak memory of a process so far, in MB.
fn peak(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

fn write(folder: &Path, files: &Files) {
    for (name, text) in files {
        let path = folder.join("map").join(name);
        std::fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
}

fn generated(folder: &Path, fields: usize) {
    write(
        folder,
        &flowmap::sample::generate(&flowmap::sample::Recipe { fields, seed: 7 }).files,
    );
}

/// Folders `0` to `18`, each with two links to the next, and a file in the last.
fn fan_out(folder: &Path) {
    const LEVELS: usize = 18;
    for level in 0..=LEVELS {
        std::fs::create_dir_all(folder.join(format!("map/{level}"))).expect("a folder can be made");
    }
    #[cfg(unix)]
    for level in 0..LEVELS {
        for link in ["a", "b"] {
            let next = format!("../{}", level + 1);
            std::os::unix::fs::symlink(next, folder.join(format!("map/{level}/{link}")))
                .expect("a link can be made");
        }
    }
    std::fs::write(
        folder.join(format!("map/{LEVELS}/map.yaml")),
        "systems: {a: A}\n",
    )
    .expect("a file can be written");
}

fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let entries = entries
        .filter_map(|entry| Some((entry.as_ref().ok()?.path(), entry.ok()?.metadata().ok()?)));
    entries
        .map(|(path, kind)| {
            if kind.is_dir() {
                size(&path)
            } else {
                kind.len()
            }
        })
        .sum()
}
