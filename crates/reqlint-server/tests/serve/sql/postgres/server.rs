//! A PostgreSQL server that a test starts: a folder of its own, a free port of loopback, a user without rights.

use super::programs::Programs;
use sqlx::PgPool;
use std::fs::{self, File};
use std::io;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server; it is stopped and its folder removed when it is dropped.
pub(super) struct Server {
    process: Child,
    port: u16,
    _folder: TempDir,
}

impl Server {
    /// Starts a server and waits until it answers.
    ///
    /// # Errors
    ///
    /// Why this machine can't run one.
    pub(super) async fn start() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let user = User::that_may_run_it(folder.path())?;
        let programs = Programs::find(folder.path(), user.is_some())?;
        if let Some(user) = user {
            let given = chown(folder.path(), Some(user.id), Some(user.group));
            given.map_err(|error| format!("{} can't be given to another user: {error}", folder.path().display()))?;
        }
        initdb(&programs, folder.path(), user)?;
        // another process may take the free port before the server does
        let mut why = String::new();
        for _ in 0..3 {
            let (mut process, port) = run(&programs, folder.path(), user)?;
            match answers(&mut process, port).await {
                Ok(()) => return Ok(Self { process, port, _folder: folder }),
                Err(error) => {
                    let _ = process.kill();
                    let _ = process.wait();
                    why = format!("{error}{}", last_line(&fs::read(folder.path().join("log")).unwrap_or_default()));
                }
            }
        }
        Err(why)
    }

    pub(super) fn address(&self) -> String {
        address(self.port)
    }

    /// Stops it at once.
    pub(super) fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn address(port: u16) -> String {
    format!("postgres://postgres@127.0.0.1:{port}/postgres")
}

fn initdb(programs: &Programs, folder: &Path, user: Option<User>) -> Result<(), String> {
    let made = command(&programs.initdb(), folder, user)
        .arg("--pgdata")
        .arg(folder.join("data"))
        .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
        .output()
        .map_err(|error| cannot_run(&programs.initdb(), user, error))?;
    match made.status.success() {
        true => Ok(()),
        false => Err(format!("initdb ended with {}{}", made.status, last_line(&made.stderr))),
    }
}

/// The server's process, and its port.
fn run(programs: &Programs, folder: &Path, user: Option<User>) -> Result<(Child, u16), String> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = listener.map_err(|error| format!("no port of loopback is free: {error}"))?.port();
    let log = File::create(folder.join("log")).map_err(|error| format!("the server can't have a log: {error}"))?;
    let process = command(&programs.postgres(), folder, user)
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "fsync=off"])
        .arg("-k")
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|error| cannot_run(&programs.postgres(), user, error))?;
    Ok((process, port))
}

async fn answers(process: &mut Child, port: u16) -> Result<(), String> {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if PgPool::connect(&address(port)).await.is_ok() {
            return Ok(());
        }
        if let Ok(Some(status)) = process.try_wait() {
            return Err(format!("the server ended with {status}"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("the server did not answer within {} s", PATIENCE.as_secs()))
}

fn command(program: &Path, folder: &Path, user: Option<User>) -> Command {
    let mut command = Command::new(program);
    // as root this also drops root's other groups
    if let Some(user) = user {
        command.uid(user.id).gid(user.group);
    }
    command.env("HOME", folder).stdin(Stdio::null());
    command
}

fn cannot_run(program: &Path, user: Option<User>, error: io::Error) -> String {
    let user = user.map(|user| format!(" as user {}", user.id)).unwrap_or_default();
    format!("{} can't be run{user}: {error}", program.display())
}

/// The last line that a program printed, to be put after a sentence.
fn last_line(printed: &[u8]) -> String {
    let printed = String::from_utf8_lossy(printed);
    printed.lines().rfind(|line| !line.trim().is_empty()).map(|line| format!(": {}", line.trim())).unwrap_or_default()
}

/// A user and its group, by number.
#[derive(Clone, Copy)]
struct User {
    id: u32,
    group: u32,
}

impl User {
    /// PostgreSQL refuses to run as root: then `postgres` runs it, else `nobody`, else any other user. `None` where the test
    /// itself has no rights; whoever runs the test owns the folder that it made.
    fn that_may_run_it(made: &Path) -> Result<Option<Self>, String> {
        let owner = fs::metadata(made).map_err(|error| format!("{}: {error}", made.display()))?.uid();
        if owner != 0 {
            return Ok(None);
        }
        let text = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
        let users: Vec<_> = text.lines().filter_map(Self::read).filter(|(_, user)| user.id != 0).collect();
        let named = |name| users.iter().find(|(known, _)| *known == name);
        match named("postgres").or(named("nobody")).or(users.first()) {
            Some((_, user)) => Ok(Some(*user)),
            None => Err("PostgreSQL refuses to run as root, and there is no other user in /etc/passwd".to_owned()),
        }
    }

    /// A line of `/etc/passwd`: name, password, user, group, and more.
    fn read(line: &str) -> Option<(&str, Self)> {
        let mut parts = line.split(':');
        let name = parts.next()?;
        let mut numbers = parts.skip(1).map_while(|number| number.parse().ok());
        Some((name, Self { id: numbers.next()?, group: numbers.next()? }))
    }
}
