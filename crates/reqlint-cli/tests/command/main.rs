//! The command from outside: exit statuses, standard output and standard error.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[cfg(unix)]
mod ask;
mod bad_input;
mod baseline;
mod bruno;
mod calibrate;
mod causes;
mod counts;
mod curl;
mod diagnose;
mod documents;
mod environments;
mod exceptions;
mod explain;
mod fix;
mod formats;
mod guide;
mod hostile;
mod import;
mod judged;
mod lsp;
mod next;
mod options;
mod outputs;
mod project;
mod readme;
mod rule_files;
mod rules_new;
mod rules_test;
mod run;
mod same_report;
mod secrets;
#[cfg(unix)]
mod stopped;
