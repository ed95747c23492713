//! Running again on each save.

use crate::exit::{Exit, Stop};
use crate::screen::Screen;
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Editors save in several steps; what follows within this time belongs to the same save.
const STEPS: Duration = Duration::from_millis(30);

/// Runs, and then again whenever a rule file below the folder changes. Ends when nobody reads on.
pub(super) fn each_save(
    folder: &Path,
    screen: &mut Screen,
    run: &mut dyn FnMut(&mut Screen) -> Result<Exit, Stop>,
) -> Result<Exit, Stop> {
    let (send, saves) = channel();
    let report = move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| is_save(&event)) {
            // nobody listens any more once the run ends
            let _ = send.send(());
        }
    };
    let unwatchable = |error: notify::Error| Stop::Usage {
        message: format!("`{}` can't be watched: {error}", folder.display()),
        help: Some("run without --watch".to_owned()),
    };
    let mut watcher = notify::recommended_watcher(report).map_err(unwatchable)?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(unwatchable)?;
    loop {
        match run(screen) {
            Err(Stop::Output(error)) => return Err(Stop::Output(error)),
            Err(stop) => {
                stop.exit(screen);
            }
            Ok(_) => {}
        }
        screen.say(&format!("watching {}: runs again on each save\n", folder.display()));
        if !wait(&saves) {
            return Ok(Exit::Clean);
        }
        screen.print("\n")?;
    }
}

/// Waits for the end of the next save; `false` when none can come.
fn wait(saves: &Receiver<()>) -> bool {
    if saves.recv().is_err() {
        return false;
    }
    while saves.recv_timeout(STEPS).is_ok() {}
    true
}

fn is_save(event: &Event) -> bool {
    let is_change = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    is_change && event.paths.iter().any(|path| path.extension().is_none_or(|extension| extension == "toml"))
}
