//! `required-fields`. Looks at: the catalogue's required fields. Fails when: one is missing. Skips when: the endpoint
//! requires none there, or the body can't be read.
//!
//! ```toml
//! [check.required-fields]
//! in = ["body"]
//! ```

use crate::api::catalogue::Field;
use crate::base::text::{SmolStr, joined};
use crate::check::kinds::each_required::{EachRequired, Requirement};
use crate::subject::fields::{FieldPart, Problem};

pub(crate) type RequiredFields = EachRequired<Present>;

#[derive(Debug)]
pub(crate) struct Present;

impl Requirement for Present {
    const PROBLEM: Problem = Problem::Missing;
    const HOLDS: &'static str = "is present";

    fn detail(part: FieldPart, name: &str, _field: &Field) -> SmolStr {
        let what = match part {
            FieldPart::Path => "path parameter",
            FieldPart::Query => "query parameter",
            FieldPart::Body => "field",
        };
        joined(["the ", what, " `", name.strip_prefix("query.").unwrap_or(name), "` is missing"])
    }
}
