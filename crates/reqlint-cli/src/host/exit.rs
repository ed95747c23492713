//! How a run ends.

use crate::host::screen::Screen;
use reqlint_core::Diagnostics;
use reqlint_folder::said;
use reqlint_formats::ReadError;
use reqlint_formats::write::text;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The exit status of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: everything was read, and nothing is broken.
    Clean,
    /// 1: a request is broken, or not judged where that is required.
    Broken,
    /// 2: something could not be read or run.
    Failed,
}

/// Why a run stops before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Something that was typed can't be right.
    Usage { message: String, help: Option<String> },
    /// A file can't be read.
    Unreadable(Vec<ReadError>),
    /// A text can't be understood; and the line of its place.
    Line(ReadError, String),
    /// The rule files can't be loaded.
    Diagnostics(Diagnostics),
    /// The output is closed (a pipe), or writing failed; and what was met until then, in a run that judges requests.
    Output { error: io::Error, met: Option<Exit> },
}

impl Stop {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Stop::Usage { message: message.into(), help: None }
    }

    /// A file or folder that can't be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        let input = Some(path.to_string_lossy().into_owned());
        Stop::Unreadable(vec![ReadError { input, place: None, message: said(error), help: None }])
    }

    /// A file that can't be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        let input = Some(path.to_string_lossy().into_owned());
        let message = format!("it can't be written: {error}");
        Stop::Unreadable(vec![ReadError { input, place: None, message, help: None }])
    }

    /// A stop that comes after a record was judged.
    pub(crate) fn after(self, judged: Exit) -> Self {
        match self {
            Stop::Output { error, met } => Stop::Output { error, met: met.max(Some(judged)) },
            stop => stop,
        }
    }

    /// Says why, and gives the exit status. A pipe that was closed is no news to whoever closed it, but a broken request that
    /// was met counts, and so do requests that were not judged.
    pub(crate) fn exit(self, screen: &mut Screen) -> Exit {
        let said = match &self {
            Stop::Usage { message, help } => text::error(message, help.as_deref()),
            Stop::Unreadable(errors) => errors.iter().map(text::read_error).collect::<Vec<_>>().join("\n"),
            Stop::Line(error, line) => text::unreadable_line(error, line),
            Stop::Diagnostics(mistakes) => text::diagnostics(mistakes),
            Stop::Output { error, met } if error.kind() == io::ErrorKind::BrokenPipe => {
                return match met {
                    None => Exit::Clean,
                    Some(Exit::Broken) => Exit::Broken,
                    Some(Exit::Clean | Exit::Failed) => Exit::Failed,
                };
            }
            Stop::Output { error, .. } => text::error(&format!("the results can't be written: {error}"), None),
        };
        screen.say(&said);
        Exit::Failed
    }
}

/// Why there is no result for a record.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The record can't be read or judged: the others still can.
    Record(ReadError),
    /// The run stops.
    Run(Stop),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::Record(error)
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        Failure::Run(stop)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Run(error.into())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output { error, met: None }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
