//! A shop of the test's own, for tests that kill it, start it wrongly or turn its clock.

use crate::world::{self, Owner, World};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server in a process group of its own, with a database of its own.
pub struct Server {
    pub world: World,
    state: PathBuf,
    port: u16,
    child: Option<Child>,
    log: PathBuf,
}

impl Server {
    /// Makes a database with the demo shop in it, and serves it once it is ready.
    pub async fn start(name: &str) -> Server {
        let mut server = Server::prepared(name);
        server.serve(&[]);
        server.ready().await;
        server
    }

    /// A database with the demo shop in it, not served yet.
    pub fn prepared(name: &str) -> Server {
        let folder = Path::new(&world::setting("COMPTOIR_ROOT"))
            .join("target/test-state")
            .join(name);
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        let state = folder.join("state");
        let serve = words();
        let prepared = Command::new(&serve[0])
            .args(["prepare", "--state"])
            .arg(&state)
            .stdin(Stdio::null())
            .output()
            .expect("the xtask runs");
        assert!(
            prepared.status.success(),
            "{}",
            String::from_utf8_lossy(&prepared.stderr)
        );
        let port = free_port();
        Server {
            world: World::at(&format!("http://localhost:{port}"), owner(&prepared.stdout)),
            state,
            port,
            child: None,
            log: folder.join("log"),
        }
    }

    /// Starts the server on its port, with more flags.
    pub fn serve(&mut self, flags: &[&str]) {
        use std::os::unix::process::CommandExt;
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.log)
            .expect("a log");
        let serve = words();
        let child = Command::new(&serve[0])
            .args(&serve[1..])
            .args(["--port", &self.port.to_string(), "--state"])
            .arg(&self.state)
            .args(flags)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .process_group(0)
            .spawn()
            .expect("the server starts");
        self.child = Some(child);
    }

    /// Waits until it answers at all, rightly or wrongly.
    pub async fn answers(&mut self) {
        let patience = Instant::now() + Duration::from_secs(60);
        let client = world::client();
        let health = format!("{}/api/health", self.world.url());
        while client.get(&health).send().await.is_err() {
            let ended = self
                .child
                .as_mut()
                .is_none_or(|child| !matches!(child.try_wait(), Ok(None)));
            assert!(
                !ended && Instant::now() < patience,
                "the server does not answer:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until it serves.
    pub async fn ready(&mut self) {
        self.answers().await;
        let client = world::client();
        let health = format!("{}/api/health", self.world.url());
        let status = client
            .get(&health)
            .send()
            .await
            .map(|answer| answer.status().as_u16());
        assert_eq!(
            status.ok(),
            Some(200),
            "the server is not well:\n{}",
            self.log()
        );
    }

    /// The folder it keeps everything in.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// What it printed.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Waits until it printed such a line: wrangler passes the Worker's words on a little later.
    pub async fn logs(&self, line: impl Fn(&str) -> bool) {
        let patience = Instant::now() + Duration::from_secs(10);
        while !self.log().lines().any(&line) {
            assert!(
                Instant::now() < patience,
                "no such line in the log:\n{}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// `kill -9` of everything it is made of, at once.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let group = format!("-{}", child.id());
            Command::new("kill")
                .args(["-KILL", "--", &group])
                .status()
                .expect("kill runs");
            child.wait().ok();
            // The dead let go of the port one after the other.
            let patience = Instant::now() + Duration::from_secs(10);
            while TcpListener::bind(("127.0.0.1", self.port)).is_err() && Instant::now() < patience
            {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The command line that serves, in words.
fn words() -> Vec<String> {
    world::setting("COMPTOIR_SERVE")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// The owner that `prepare` printed: `owner: …` and `password: …`.
fn owner(printed: &[u8]) -> Owner {
    let printed = String::from_utf8_lossy(printed).into_owned();
    let after = |label: &str| {
        let line = printed.lines().find_map(|line| line.strip_prefix(label));
        line.unwrap_or_else(|| panic!("no {label} in {printed}"))
            .trim()
            .to_owned()
    };
    Owner {
        email: after("owner:"),
        password: after("password:"),
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("a port").port()
}
