//! Running again on each save.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use reqlint_folder::Saves;
use std::path::Path;

/// Runs, and then again whenever a rule file below the folder changes. Ends when the output is closed.
pub(super) fn each_save(
    folder: &Path,
    screen: &mut Screen,
    run: &mut dyn FnMut(&mut Screen) -> Result<Exit, Stop>,
) -> Result<Exit, Stop> {
    let mut saves = Saves::of(folder).map_err(|error| Stop::Usage {
        message: format!("`{}` can't be watched: {error}", folder.display()),
        help: Some("run without --watch".to_owned()),
    })?;
    loop {
        match run(screen) {
            Err(stop @ Stop::Output { .. }) => return Err(stop),
            Err(stop) => {
                stop.exit(screen);
            }
            Ok(_) => {}
        }
        screen.say(&format!("watching {}: runs again on each save\n", folder.display()));
        if !saves.wait() {
            return Ok(Exit::Clean);
        }
        screen.print("\n")?;
    }
}
