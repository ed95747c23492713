//! What lies around a command: the clock, the screen, files that it writes, a shell's words, and how a run ends.

pub(crate) mod clock;
pub(crate) mod paths;
pub(crate) mod replacement;
pub(crate) mod screen;
pub(crate) mod shell;
pub(crate) mod unfinished;

pub(crate) mod exit;
