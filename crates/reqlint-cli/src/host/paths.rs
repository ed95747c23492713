//! Which file a path leads to.

use std::fs;
use std::path::Path;

/// Whether two paths lead to one regular file, be it there or not.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| match fs::canonicalize(path) {
        Ok(whole) => (!whole.exists() || whole.is_file()).then_some(whole),
        // a link to what isn't there yet is written through
        Err(_) if let Ok(target) = fs::read_link(path) => Some(fs::canonicalize(folder(path)).ok()?.join(target)),
        Err(_) => {
            let folder = fs::canonicalize(folder(path)).ok()?;
            Some(folder.join(path.file_name()?))
        }
    };
    matches!((whole(a), whole(b)), (Some(a), Some(b)) if a == b)
}

/// The folder that a path is in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
