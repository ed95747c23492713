//! Programs whose command lines are read, and where they are called in a text: behind prompts, in pipes, in prose.

pub(in crate::read) mod call;
mod program;
pub(in crate::read) mod windows;

pub(in crate::read) use program::Program;

/// The program whose command a line is.
pub(in crate::read) fn called(line: &[u8]) -> Option<&'static str> {
    Program::ALL.iter().find(|program| call::is_in(line, **program, true)).map(|program| program.name())
}
