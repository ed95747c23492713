//! The pseudo-headers of HTTP/2 and HTTP/3, as developer tools show them: `:authority: api.example.com`.

use super::cursor::Line;
use super::fields::Fields;
use std::borrow::Cow;

/// What they mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pseudo<'a> {
    pub(super) method: Option<&'a [u8]>,
    pub(super) path: Option<&'a [u8]>,
    pub(super) scheme: Option<&'a [u8]>,
    pub(super) authority: Option<&'a [u8]>,
}

impl Pseudo<'_> {
    pub(super) fn is_any(&self) -> bool {
        [self.method, self.path, self.scheme, self.authority].iter().any(Option::is_some)
    }
}

/// Whether a request begins with one, and so without a request line.
pub(super) fn stands_here(line: &Line<'_>) -> bool {
    [":authority:", ":method:", ":path:", ":scheme:"].iter().any(|name| line.text.starts_with(name.as_bytes()))
}

/// Takes them from among the header lines.
pub(super) fn take<'a>(fields: &mut Fields<'a>) -> Pseudo<'a> {
    let mut pseudo = Pseudo::default();
    let mut kept = Vec::with_capacity(fields.list.len());
    let places = std::mem::take(&mut fields.places);
    for (field, place) in std::mem::take(&mut fields.list).into_iter().zip(places) {
        let slot = match &*field.name {
            b":method" => &mut pseudo.method,
            b":path" => &mut pseudo.path,
            b":scheme" => &mut pseudo.scheme,
            b":authority" => &mut pseudo.authority,
            _ => {
                kept.push((field, place));
                continue;
            }
        };
        if let Cow::Borrowed(value) = field.value {
            *slot = Some(value);
        }
    }
    (fields.list, fields.places) = kept.into_iter().unzip();
    pseudo
}
