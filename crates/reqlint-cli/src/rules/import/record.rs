//! What the last import wrote: by it the next one knows which files were changed since.

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::{fs, io};

/// The file of the record, in the pack's folder. Hidden: it is no part of the pack.
const FILE: &str = ".import";

const HEADING: &str = "# What `reqlint rules import` wrote, by which it knows files that were changed since.\n";

/// Paths from the pack's folder, each with a digest of its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record(pub(super) BTreeMap<String, u64>);

impl Record {
    /// Reads the record of a folder; an empty one if there is none.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        match fs::read_to_string(folder.join(FILE)) {
            Ok(text) => Ok(Self::of(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    fn of(text: &str) -> Self {
        let line = |line: &str| {
            let (digest, path) = line.split_once("  ")?;
            // what is removed is in the folder
            let is_inside = Path::new(path).components().all(|step| matches!(step, Component::Normal(_)));
            if !is_inside {
                return None;
            }
            Some((path.to_owned(), u64::from_str_radix(digest, 16).ok()?))
        };
        Self(text.lines().filter_map(line).collect())
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let lines = self.0.iter().map(|(path, digest)| format!("{digest:016x}  {path}\n"));
        crate::host::replacement::replace(
            &folder.join(FILE),
            (HEADING.to_owned() + &lines.collect::<String>()).as_bytes(),
        )
    }
}

/// FNV-1a: it only has to notice a change, and to stay the same from release to release.
pub(super) fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Record::read(folder.path()).unwrap(), Record::default());
        let record =
            Record(BTreeMap::from([("endpoints/a b.toml".to_owned(), digest("x")), ("pack.toml".to_owned(), 0)]));
        record.write(folder.path()).unwrap();
        assert_eq!(Record::read(folder.path()).unwrap(), record);
    }
}
