//! What lies around a command: the clock, the screen, a shell's words, and how a run ends.

pub(crate) mod clock;
pub(crate) mod screen;
pub(crate) mod shell;

pub(crate) mod exit;
