//! Runs the command in a folder of its own.

use reqlint_formats::OutputFormat;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

pub(crate) const CLEAN: &str = "GET /v2/mcc/customers/0001/cnames/httplarge HTTP/1.1\n\
Host: api.edgecast.com\n\
Authorization: TOK: 12345678-1234-1234-1234-1234567890ab\n\
Accept: application/json\n";

pub(crate) const BROKEN: &str = "GET /v2/mcc/customers/0001/cnames/httplarge/ HTTP/1.1\n\
Host: api.edgecast.com\n\
Authorization: TOK: 12345678-1234-1234-1234-1234567890ab\n\
Accept: application/json\n";

/// The formats that programs read: all but the one for people, which is printed anyway.
pub(crate) fn file_formats() -> impl Iterator<Item = OutputFormat> {
    OutputFormat::ALL.iter().copied().filter(|format| *format != OutputFormat::Text)
}

/// A folder that a test has to itself.
pub(crate) struct Folder(PathBuf);

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The same folder with another file in it.
    pub(crate) fn again(&self, name: &str, text: &str) -> &Self {
        fs::write(self.0.join(name), text).unwrap();
        self
    }

    /// A copy of a folder of this crate's tests.
    pub(crate) fn with_copy(self, folder: &str) -> Self {
        copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder), &self.0.join(folder));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// `reqlint check` with these words.
    pub(crate) fn check(&self, words: &[&str]) -> Ran {
        self.check_stdin(words, "")
    }

    pub(crate) fn check_stdin(&self, words: &[&str], text: &str) -> Ran {
        let mut child = self.spawn(words);
        // a run that stops early closes its end of the pipe
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        Ran::of(child)
    }

    /// `reqlint check` with a standard output that no one reads.
    pub(crate) fn check_unread(&self, words: &[&str]) -> Ran {
        let mut child = self.spawn(words);
        drop(child.stdout.take());
        Ran::of(child)
    }

    /// A file that a run wrote.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn spawn(&self, words: &[&str]) -> Child {
        self.start(&[&["check"], words].concat())
    }

    /// `reqlint` with these words.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        Ran::of(self.start(words))
    }

    /// `reqlint` with these words, in a folder below.
    pub(crate) fn run_in(&self, folder: &str, words: &[&str]) -> Ran {
        Ran::of(self.start_in(folder, words))
    }

    /// `reqlint` with these words, and answers to what it asks.
    pub(crate) fn run_stdin(&self, words: &[&str], text: &str) -> Ran {
        let mut child = self.start(words);
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        Ran::of(child)
    }

    /// `reqlint` with these words, still running.
    pub(crate) fn start(&self, words: &[&str]) -> Child {
        self.start_in(".", words)
    }

    fn start_in(&self, folder: &str, words: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reqlint"));
        command.args(words).current_dir(self.0.join(folder));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl Ran {
    pub(crate) fn of(child: Child) -> Self {
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts the exit status, and what standard error says.
    #[track_caller]
    pub(crate) fn fails_with(&self, said: &[&str]) {
        assert_eq!(self.exit, 2, "{self:?}");
        for said in said {
            assert!(self.err.contains(said), "{said:?} is not said in\n{}", self.err);
        }
    }

    /// How many errors standard error has, findings not counted.
    pub(crate) fn errors(&self) -> usize {
        self.err.lines().filter(|line| line.starts_with("error: ") || line.starts_with("error[E")).count()
    }
}
