//! A PostgreSQL server that the test starts, in a folder of its own, on a socket of that folder and a free port.

use super::{QUERIES, TABLES, decides};
use crate::support::{echo, edgecast, request, right, send, serve};
use axum::Router;
use reqlint_server::{FactLookup, ReqlintLayer, SqlFacts};
use sqlx::PgPool;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A server; it is stopped and its folder removed when it is dropped.
struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts a server, and waits until it answers.
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let user = server_user();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let made = as_user(&program("initdb"), user)
            .arg("--pgdata")
            .arg(&data)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .output()
            .unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = as_user(&program("postgres"), user)
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-c", "fsync=off"])
            .arg("-k")
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { process, folder, port };
        for _ in 0..600 {
            if PgPool::connect(&server.address()).await.is_ok() {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server in {} does not answer", server.folder.path().display());
    }

    fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it at once.
    fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A program of PostgreSQL: Debian keeps them out of the way.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    folders.splice(0..0, versions.map(|version| version.path().join("bin")));
    let found = folders.into_iter().map(|folder| folder.join(name)).find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("there is no {name}: this test needs PostgreSQL (apt-get install postgresql)"))
}

/// PostgreSQL refuses to run as root: who runs it then, as user and group.
fn server_user() -> Option<(u32, u32)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let is_root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
    if !is_root {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let user = users.lines().find(|line| line.starts_with("postgres:")).unwrap();
    let mut numbers = user.split(':').skip(2).map(|number| number.parse().unwrap());
    Some((numbers.next().unwrap(), numbers.next().unwrap()))
}

fn as_user(program: &Path, user: Option<(u32, u32)>) -> Command {
    let Some((user, group)) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]).arg(program);
    command
}

#[tokio::test]
async fn postgres_tells_facts_and_may_go_away() {
    let mut server = Server::start().await;
    let pool = PgPool::connect(&server.address()).await.unwrap();
    sqlx::raw_sql(TABLES).execute(&pool).await.unwrap();
    decides(SqlFacts::connect(&server.address(), QUERIES).await.unwrap()).await;

    // an array is a list; text is cast where a column is no text
    let more = [
        ("user-methods", "select array_agg(method) from grants where account = {path.account}"),
        ("account-outstanding", "select outstanding from accounts where 51 = {path.EdgeCNAMEID}::bigint"),
    ];
    let facts = SqlFacts::connect(&server.address(), more).await.unwrap();
    let lookup = FactLookup::new(facts).keep(Duration::ZERO).time_limit(Duration::from_secs(2));
    let layer = ReqlintLayer::new(edgecast()).facts(lookup).unwrap();
    let address = serve(Router::new().fallback(echo).layer(layer)).await;
    let get = request("DELETE /v2/mcc/customers/0001/cnames/51", &right(), "");
    assert_eq!(send(address, &get).await.status, 403);

    // nothing is written
    let writes = [("account-status", "insert into accounts values ({path.account}) returning 'active'")];
    let error = SqlFacts::connect(&server.address(), writes).await.unwrap_err().to_string();
    assert!(error.starts_with("the query of `account-status`: "), "{error}");

    let error = SqlFacts::connect(&server.address(), [("account-status", "select stattus from accounts")]).await;
    assert!(error.unwrap_err().to_string().contains("stattus"));

    drop(pool);
    server.stop();
    assert_eq!(send(address, &get).await.status, 200, "the fact stays unknown");
    let error = SqlFacts::connect(&server.address(), QUERIES).await.unwrap_err().to_string();
    assert!(error.starts_with("the database can't be opened: "), "{error}");
}
