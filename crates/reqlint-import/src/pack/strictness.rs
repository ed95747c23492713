//! Where a framework is more lenient than the description: what it accepts is a warning of the pack, which refuses nothing.

use crate::api::Api;
use crate::framework::{Answer, Framework};
use crate::loss::Lost;

const MISTAKES: [&str; 7] =
    ["missing", "type", "bounds", "query-value", "path-value", "number-in-quotes", "unknown-member"];

pub(crate) fn note(api: &mut Api, framework: &Framework) {
    if MISTAKES.into_iter().any(|mistake| framework.answer(mistake) == Some(Answer::Accepted)) {
        api.operations.iter_mut().for_each(|operation| operation.lose(Lost::Framework, ""));
    }
}
