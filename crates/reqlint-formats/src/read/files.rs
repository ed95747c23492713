//! Files that requests name.

use crate::read::bounds::{MAX_BODY, mebibytes};
use reqlint_core::Time;
use std::io;

/// Reads a file that a request names; whether it may is the host's business.
pub type Files<'f> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'f;

/// What the file names in a request refer to, and what else the host knows of it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Named<'f> {
    /// Reads files, where that is allowed.
    pub(crate) files: Option<&'f Files<'f>>,
    /// The content of standard input (`-`), if it is known.
    pub(crate) stdin: Option<&'f [u8]>,
    /// When the request is sent, if that is known.
    pub(crate) now: Option<Time>,
}

impl Named<'_> {
    /// What a file holds.
    ///
    /// # Errors
    /// A sentence that says why that isn't known.
    pub(crate) fn read(&self, name: &[u8]) -> Result<Vec<u8>, String> {
        let name = String::from_utf8_lossy(name);
        if name == "-" {
            return self.stdin.map(<[u8]>::to_vec).ok_or_else(|| "standard input is not read".to_owned());
        }
        let quoted = quoted(&name);
        let unread = || format!("{quoted} is not read: pass --read-files to read it");
        let read = self.files.ok_or_else(unread)?;
        match read(&name) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Err(unread()),
            Ok(bytes) if bytes.len() > MAX_BODY => {
                Err(format!("{quoted} is larger than {}: it is not read", mebibytes(MAX_BODY)))
            }
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(format!("{quoted} does not exist")),
            Err(error) => Err(format!("{quoted} can't be read: {error}")),
        }
    }
}

/// A name is quoted if it ends like a file's: a token after `@` looks like a file's name as well.
fn quoted(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_ending = (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_ending { format!("the file `{name}`") } else { "the file named here".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_not_read() {
        let missing = |_: &str| Err(io::Error::from(io::ErrorKind::NotFound));
        let large = |_: &str| Ok(vec![0; MAX_BODY + 1]);
        let table: [(&str, Option<&Files<'_>>, &str); 6] = [
            ("a/b.json", None, "the file `a/b.json` is not read: pass --read-files to read it"),
            ("s3cr3t", None, "the file named here is not read: pass --read-files to read it"),
            ("eyJh.eyJi.c2lnbmF0dXJl", None, "the file named here is not read: pass --read-files to read it"),
            ("-", Some(&missing), "standard input is not read"),
            ("b.json", Some(&missing), "the file `b.json` does not exist"),
            ("b.json", Some(&large), "the file `b.json` is larger than 16 MiB: it is not read"),
        ];
        for (name, files, message) in table {
            let named = Named { files, ..Named::default() };
            assert_eq!(named.read(name.as_bytes()).unwrap_err(), message, "{name}");
        }
    }
}
