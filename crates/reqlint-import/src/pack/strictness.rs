//! What the rule language can't say of blank values and bodies yet, operation by operation.

use crate::api::{Api, Field, Operation, place};
use crate::framework::{Answer, Framework};
use crate::loss::Lost;

/// What a part of a request is made of: JSON has null and lists, a query has texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Typed,
    Texts,
}

pub(crate) fn note(api: &mut Api, framework: Option<&Framework>) {
    // what is accepted there is a warning of the pack, which refuses nothing
    let accepts = |mistake| framework.and_then(|f| f.answer(mistake)) == Some(Answer::Accepted);
    let is_lenient = ["missing", "blank", "type", "bounds", "query-value", "path-value", "number-in-quotes"].into_iter().any(accepts);
    for operation in &mut api.operations {
        if is_lenient {
            operation.lose(Lost::Framework, "");
        }
        let values = if operation.accepts.iter().any(|a| a == "form") { Values::Texts } else { Values::Typed };
        let fields: Vec<_> = operation.body_fields.clone();
        fields.iter().for_each(|field| blanks(operation, "body", field, values));
        for field in operation.path_fields.clone().into_iter().filter(Field::has_tests) {
            // an empty segment is no parameter
            if field.blank.spaces == field.required && !may_be_blank(&field) {
                operation.lose(Lost::Blank, place("path", &field.steps));
            }
        }
        for field in operation.query_fields.clone() {
            blanks(operation, "query", &field, Values::Texts);
        }
    }
}

fn blanks(operation: &mut Operation, part: &str, field: &Field, values: Values) {
    // refused are all blank values of a required field, unless it may be blank; of others none
    let refuses = field.required && !may_be_blank(field);
    let of = field.blank;
    if values == Values::Typed && of.null == refuses {
        operation.lose(Lost::Null, place(part, &field.steps));
    }
    let is_list = values == Values::Typed && of.no_items == refuses;
    if of.empty == refuses || of.spaces == refuses || is_list {
        operation.lose(Lost::Blank, place(part, &field.steps));
    }
}

/// Whether a required field may be blank: if some blank value is right.
pub(crate) fn may_be_blank(field: &Field) -> bool {
    let blank = field.blank;
    blank.null || blank.empty || blank.no_items
}
