//! The files that a run writes, held against those that it reads.

use super::CheckArgs;
use crate::host::exit::Stop;
use crate::host::paths::is_same;
use std::path::{Path, PathBuf};

/// Refuses to write over something that is read, or twice to one file, before anything is opened.
///
/// # Errors
/// What can't be right.
pub(super) fn refuse_clashes(args: &CheckArgs, baseline: Option<&Path>) -> Result<(), Stop> {
    let written: Vec<&Path> = written(args).collect();
    let inputs = args.inputs.iter().map(PathBuf::as_path).filter(|input| *input != Path::new("-"));
    let read: Vec<&Path> = inputs.chain(args.common.facts_file.as_deref()).chain(baseline).collect();
    for (at, path) in written.iter().enumerate() {
        let shown = path.display();
        if read.iter().any(|input| is_same(input, path)) {
            let help = "what is read is not written over: name another file".to_owned();
            return Err(Stop::Usage {
                message: format!("`{shown}` is read in this run, and would be written"),
                help: Some(help),
            });
        }
        if written.iter().take(at).any(|other| is_same(other, path)) {
            let help = "give each output a file of its own".to_owned();
            return Err(Stop::Usage { message: format!("`{shown}` would be written twice"), help: Some(help) });
        }
    }
    Ok(())
}

/// What a run writes: it isn't read as requests where it lies in a folder of them.
pub(super) fn written(args: &CheckArgs) -> impl Iterator<Item = &Path> {
    let outputs = args.output.iter().map(|output| output.path.as_path());
    outputs.chain(args.write_baseline.as_deref())
}
