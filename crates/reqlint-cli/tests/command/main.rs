//! The command from outside: exit statuses, standard output and standard error.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bad_input;
mod curl;
mod documents;
mod formats;
mod lsp;
mod options;
mod run;
mod secrets;
