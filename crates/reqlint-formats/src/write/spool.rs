//! Text that waits for what is written before it.

use super::harmless::harmless;
use serde_json::Value;
use std::io::{self, Seek, Write};
use tempfile::SpooledTempFile;

/// How much is held in memory, in bytes; what is longer is in a temporary file without a name, which ends with the process.
const IN_MEMORY: usize = 1024 * 1024;

/// Text in the order in which it came.
pub(super) struct Spool(SpooledTempFile);

impl Default for Spool {
    fn default() -> Self {
        // where there is no file system, as in a browser, memory is all there is
        Self(SpooledTempFile::new(if cfg!(target_family = "wasm") { usize::MAX } else { IN_MEMORY }))
    }
}

impl Spool {
    pub(super) fn add(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// Writes all of it.
    pub(super) fn copy_to(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.0.rewind()?;
        io::copy(&mut self.0, out).map(drop)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The items of a JSON list that waits, indented as they will be.
pub(super) struct JsonItems {
    indent: &'static str,
    spool: Spool,
    is_empty: bool,
}

impl JsonItems {
    /// `indent` is that of the items: two spaces more than that of the line which the list begins on.
    pub(super) fn new(indent: &'static str) -> Self {
        Self { indent, spool: Spool::default(), is_empty: true }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub(super) fn add(&mut self, item: &Value) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.is_empty, false) { "" } else { "," };
        self.spool.add(&format!("{comma}\n{}{}", self.indent, indented(item, self.indent)))
    }

    /// Writes the list, without a line break at its end.
    pub(super) fn copy_to(self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_empty {
            return out.write_all(b"[]");
        }
        out.write_all(b"[")?;
        self.spool.copy_to(out)?;
        write!(out, "\n{}]", self.indent.get(2..).unwrap_or_default())
    }
}

/// A JSON value over several lines, all but the first of which are indented.
pub(super) fn indented(value: &Value, indent: &str) -> String {
    harmless(format!("{value:#}")).replace('\n', &format!("\n{indent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_comes_back_in_order() {
        let mut spool = Spool::default();
        let pieces: Vec<String> = (0..200_000).map(|number| format!("{number}\n")).collect();
        pieces.iter().for_each(|piece| spool.add(piece).unwrap());
        let mut out = Vec::new();
        spool.copy_to(&mut out).unwrap();
        assert!(out.len() > IN_MEMORY);
        assert_eq!(out, pieces.concat().into_bytes());
    }
}
