//! `-F`: a form of several parts (RFC 7578).

mod field;
mod parameters;
mod write;

use crate::read::files::Named;
use crate::read::shell::Said;
use crate::read::shell::{Remark, Word};
use field::{Content, Part};

/// The boundary between the parts. curl generates a new one for each request; this one is as long.
pub(super) const BOUNDARY: &str = "------------------------0123456789abcdefABCDEF";

/// A form as it is sent.
pub(super) struct Form {
    /// `None` where a part of it is in a file that was not read.
    pub(super) bytes: Option<Vec<u8>>,
    /// Whether its length is known before it is sent.
    pub(super) has_length: bool,
}

/// Writes the parts; `literal` ones (`--form-string`) know no `@`, `<` and `;type=`. `disposition` is what each part is
/// called unless it is in another one.
///
/// # Errors
/// Where curl refuses a part.
pub(super) fn write(
    parts: &[(bool, Word)],
    disposition: &str,
    is_escaped: bool,
    named: &Named<'_>,
    said: &mut Said,
) -> Result<Form, Remark> {
    let mut open: Vec<Part> = vec![Part::default()];
    for (literal, word) in parts {
        field::read(&mut open, *literal, word, named, said)?;
    }
    while open.len() > 1 {
        field::close(&mut open);
    }
    let root = open.pop().unwrap_or_default();
    let Content::Parts(parts) = &root.content else { return Ok(Form { bytes: Some(Vec::new()), has_length: true }) };
    let bytes = write::parts(parts, disposition, is_escaped);
    Ok(Form { bytes, has_length: parts.iter().all(Part::has_length) })
}
