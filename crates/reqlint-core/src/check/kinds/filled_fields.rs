//! `filled-fields`. Looks at: the catalogue's required fields. Fails when: one is present but blank (empty, only spaces,
//! null, `[]`) and must not be. Skips when: no required field is present.
//!
//! ```toml
//! check = "filled-fields"
//! ```

use crate::api::catalogue::{Field, Required};
use crate::base::text::{SmolStr, joined};
use crate::check::kinds::each_required::{EachRequired, Requirement};
use crate::subject::fields::{FieldPart, Problem};

pub(crate) type FilledFields = EachRequired<NotBlank>;

#[derive(Debug)]
pub(crate) struct NotBlank;

impl Requirement for NotBlank {
    const PROBLEM: Problem = Problem::Blank;
    const HOLDS: &'static str = "is not blank";

    fn detail(_part: FieldPart, name: &str, field: &Field) -> SmolStr {
        let is_optional = matches!(field.required, Required::Never);
        joined(["`", name, if is_optional { "` may not be blank" } else { "` is required and blank" }])
    }
}
