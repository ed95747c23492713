//! Files that are still being written: a run that is stopped leaves none of them behind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Lets a write fail, rather than end the run, where files may only be so large (`ulimit -f`).
pub(crate) fn fail_writes() {
    #[cfg(unix)]
    // where that can't be had, the run ends as it would have
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// A file that is removed if a signal stops the run before this is dropped.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    pub(super) fn new(path: &Path) -> Self {
        #[cfg(unix)]
        watch();
        with_files(|files| files.insert(path.to_owned()));
        Self(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        with_files(|files| files.remove(&self.0));
    }
}

fn with_files<T>(change: impl FnOnce(&mut BTreeSet<PathBuf>) -> T) -> T {
    change(&mut FILES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Waits, once for the run, for what stops it.
#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{iterator::Signals, low_level};
    use std::sync::Once;

    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let ignored = ignored();
        let stops = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
        let Ok(mut signals) = Signals::new(stops) else { return };
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                with_files(|files| {
                    for path in &*files {
                        let _ = std::fs::remove_file(path);
                    }
                    let _ = low_level::emulate_default_handler(signal);
                });
            }
        };
        // without a thread to wait in, the run ends as it would have
        let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(wait);
    });
}

/// The signals that are ignored, a bit each: whoever started the run (`nohup`, a shell's `&`) wants it to go on.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or_default()
}
