//! The host that is typed for a pack: a bare name, as packs have it.

use crate::host::exit::Stop;
use reqlint_core::{Loaded, PackSource, SourceFile};

/// The host in lower case.
///
/// # Errors
/// When a pack can't have it, as with a scheme, a port or a path.
pub(super) fn name(typed: &str) -> Result<String, Stop> {
    let host = typed.to_ascii_lowercase();
    if is_host(&host) {
        return Ok(host);
    }
    let bare = bare(&host);
    let help = if bare != host && is_host(bare) {
        format!(
            "did you mean `{bare}`? A pack names its hosts without scheme, port and path, and judges them at any port"
        )
    } else {
        "write a name such as api.example.com, or *.example.com; no scheme, port or path".to_owned()
    };
    Err(Stop::Usage { message: format!("--host: `{typed}` is not the name of a host"), help: Some(help) })
}

/// Whether a pack with this host loads.
fn is_host(host: &str) -> bool {
    let text = format!("title = \"A pack\"\nhosts = [{host:?}]\n");
    let files = vec![SourceFile { path: "pack/pack.toml".to_owned(), text }];
    Loaded::from(vec![PackSource { name: "pack".to_owned(), root: "pack".to_owned(), files }]).errors.is_empty()
}

/// The name in a URL or in a host with a port.
fn bare(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}
