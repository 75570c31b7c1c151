//! Other programs: run to the end, or started, watched and surely stopped.

use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// Runs a program to its end, its output on the terminal; a failure is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| missing(command, error))?;
    succeeded(command, status)
}

/// Runs a program and gives what it printed; on a failure the error holds the end of what it said.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing(command, error))?;
    if !done.status.success() {
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        bail!("`{}` failed:\n{}", name(command), tail(&said, 30));
    }
    String::from_utf8(done.stdout).with_context(|| format!("`{}` printed no text", name(command)))
}

/// Whether a program is there and ends well; nothing is shown.
pub fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The last lines of a text.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.trim_end().lines().collect();
    let from = all.len().saturating_sub(lines);
    all.get(from..).unwrap_or_default().join("\n")
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", name(command))
}

fn missing(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    if error.kind() == ErrorKind::NotFound {
        anyhow!("`{program}` is missing: install it and put it on the PATH")
    } else {
        anyhow!("`{program}` could not be started: {error}")
    }
}

/// The program and its first arguments, as an error shows them.
fn name(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .take(6)
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words
        .iter()
        .map(|word| word.rsplit('/').next().unwrap_or(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Which process group a started program lives in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Its own: nothing it starts can outlive `stop`.
    Own,
    /// Ours: whoever kills our whole group kills it too, even with `kill -9`.
    Ours,
}

/// A program that runs beside us until it is stopped or dropped.
pub struct Running {
    child: Child,
    group: Group,
}

/// What has to be stopped if we are: process id and group.
static STARTED: Mutex<Vec<(u32, Group)>> = Mutex::new(Vec::new());

impl Running {
    /// Starts a program and remembers that it has to be stopped.
    pub fn start(command: &mut Command, group: Group) -> Result<Running> {
        if group == Group::Own {
            command.process_group(0);
        }
        // Under the lock: while a signal is stopping everything, nothing new may start.
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| missing(command, error))?;
        started.push((child.id(), group));
        drop(started);
        Ok(Running { child, group })
    }

    /// Whether the program has ended by itself.
    pub fn ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// The memory, in bytes, that processes of this name hold, of all that the program started.
    pub fn memory(&self, name: &str) -> u64 {
        let held = |pid: &u32| {
            let of = |file: &str| std::fs::read_to_string(format!("/proc/{pid}/{file}"));
            let status = of("status")
                .ok()
                .filter(|_| of("comm").is_ok_and(|comm| comm.trim() == name))?;
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmRSS:"))?;
            line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
        };
        let below = descendants(self.child.id());
        below.iter().filter_map(held).sum::<u64>() * 1024
    }

    /// Stops the program and everything it started.
    pub fn stop(&mut self) {
        let id = self.child.id();
        end(id, self.group);
        self.child.wait().ok();
        if let Ok(mut started) = STARTED.lock() {
            started.retain(|(other, _)| *other != id);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// On Ctrl-C and SIGTERM: stop what was started, then end.
pub fn stop_on_signals() {
    ctrlc::set_handler(|| {
        // The lock is held to the end, see `Running::start`.
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, group) in started.drain(..) {
            end(id, group);
        }
        std::process::exit(130);
    })
    .ok();
}

/// Stops everything that was started and not yet stopped.
pub fn stop_all() {
    let started: Vec<(u32, Group)> = match STARTED.lock() {
        Ok(mut list) => list.drain(..).collect(),
        Err(_) => return,
    };
    for (id, group) in started {
        end(id, group);
    }
}

/// Asks a process to end, and after a while makes it and all that it started end.
fn end(id: u32, group: Group) {
    let below = descendants(id);
    match group {
        Group::Own => kill("TERM", &format!("-{id}")),
        Group::Ours => kill("TERM", &id.to_string()),
    }
    let patience = Instant::now() + Duration::from_secs(4);
    while below.iter().chain([&id]).any(|pid| alive(*pid)) && Instant::now() < patience {
        sleep(Duration::from_millis(20));
    }
    for pid in below.into_iter().chain([id]).filter(|pid| alive(*pid)) {
        kill("KILL", &pid.to_string());
    }
    if group == Group::Own {
        kill("KILL", &format!("-{id}"));
    }
}

fn kill(name: &str, target: &str) {
    works(Command::new("kill").args([&format!("-{name}"), "--", target]));
}

/// Whether a process exists and is more than a zombie.
fn alive(pid: u32) -> bool {
    processes().iter().any(|process| process.pid == pid)
}

struct Process {
    pid: u32,
    parent: u32,
}

fn descendants(of: u32) -> Vec<u32> {
    let all = processes();
    let mut found = vec![of];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(all.iter().filter(|p| p.parent == parent).map(|p| p.pid));
        next += 1;
    }
    found.remove(0);
    found
}

/// Every living process of the machine, zombies left out.
fn processes() -> Vec<Process> {
    let Ok(listed) = output(Command::new("ps").args(["-A", "-o", "pid=,ppid=,stat="])) else {
        return Vec::new();
    };
    listed
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let pid = words.next()?.parse().ok()?;
            let parent = words.next()?.parse().ok()?;
            let state = words.next()?;
            (!state.starts_with('Z')).then_some(Process { pid, parent })
        })
        .collect()
}
