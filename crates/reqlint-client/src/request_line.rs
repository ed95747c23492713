//! A request on one line: `PUT api.example.com/v2/orders`.

use reqlint_core::Exchange;
use reqlint_core::base::escape::plain_bytes;
use reqlint_core::explain::Masked;

/// How much of a target is shown, in characters.
const MAX_TARGET: usize = 200;

/// Method, host and target of an exchange, as `masked` shows them.
pub(crate) fn request_line(exchange: &Exchange<'_>, masked: &Masked) -> String {
    let authority = masked.authority.shown();
    let host = match exchange.request.headers.get("host") {
        Some(host) if authority.is_empty() => host,
        _ => &authority,
    };
    let mut target = plain_bytes(&masked.target.shown());
    if let Some((cut, _)) = target.char_indices().nth(MAX_TARGET) {
        target.truncate(cut);
        target.push('…');
    }
    format!("{} {}{target}", plain_bytes(&exchange.request.method), plain_bytes(host))
}
