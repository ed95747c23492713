//! The rules of a pack: what the catalogue asks for, each with the status that the description gives.

use super::examples::{self, Broken};
use super::groups::{Family, WaysIn, groups};
use super::{credentials, headers, toml, whole};
use crate::api::{Api, Body, Field, Operation};
use crate::framework::{Answer, Framework};
use std::borrow::Cow;

/// A rule that isn't proved yet: examples are tried in turn.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) title: Cow<'static, str>,
    pub(super) why: Cow<'static, str>,
    pub(super) fix: String,
    pub(super) answer: Option<Answer>,
    /// The operations that it is about; all, if there are neither tags nor endpoints.
    pub(super) tags: Vec<String>,
    pub(super) endpoints: Vec<String>,
    /// The ids of the operations that have the tags.
    pub(super) tagged: Vec<String>,
    pub(super) check: String,
    /// Beginnings of the ids of rules that explain the same mistake better.
    pub(super) waits_for: &'static str,
    /// Whether without it a schema isn't held.
    pub(super) is_about_schemas: bool,
    /// A request that fails, and one that passes.
    pub(super) examples: Vec<(String, String)>,
}

/// What a rule is, whichever status answers it.
struct Plan<'p> {
    id: &'static str,
    title: &'static str,
    why: &'static str,
    fix: &'static str,
    check: &'static str,
    /// Which status is meant where an operation gives several.
    order: &'static [u16],
    family: Family,
    /// The framework's column.
    mistake: &'static str,
    broken: Broken,
    concerns: &'p dyn Fn(&Operation) -> bool,
}

const MEDIA_TYPE: &str = "media-type-not-accepted";

/// Every rule that the API gives rise to.
pub(super) fn drafts(api: &Api, ways_in: &WaysIn, framework: Option<&Framework>) -> Vec<Draft> {
    let mut all = whole::drafts(api, framework);
    for plan in plans() {
        let concerned: Vec<_> = api.operations.iter().filter(|o| (plan.concerns)(o)).collect();
        let groups = groups(&concerned, plan.family, plan.order, framework, plan.mistake);
        // tags are those of several rules, and the catalogue doesn't say whom these are about
        let is_named = match plan.broken {
            Broken::NoBody | Broken::Body => true,
            Broken::Shape => api.operations.iter().any(|o| o.null.is_some() || o.takes_any_shape),
            _ => false,
        };
        for (group, number) in groups.into_iter().zip(0..) {
            all.push(Draft {
                tagged: ids(&group.operations),
                id: variant(plan.id, group.answer, number),
                title: plan.title.into(),
                why: plan.why.into(),
                fix: plan.fix.to_owned(),
                answer: group.answer,
                tags: if is_named { Vec::new() } else { group.tags },
                endpoints: if is_named { ids(&group.operations) } else { Vec::new() },
                check: check_of(api, &plan, framework),
                // what is labelled as another format can't be read as that
                waits_for: if plan.broken == Broken::Syntax { MEDIA_TYPE } else { "" },
                is_about_schemas: plan.family == Family::Invalid,
                examples: examples::of(api, &group.operations, plan.broken),
            });
        }
    }
    all.extend(credentials::drafts(api, ways_in, framework));
    all.extend(headers::drafts(api, framework));
    all
}

pub(super) fn ids(operations: &[&Operation]) -> Vec<String> {
    operations.iter().map(|operation| operation.id.clone()).collect()
}

/// The check of a rule. Some frameworks read a number in quotes as a number.
fn check_of(api: &Api, plan: &Plan<'_>, framework: Option<&Framework>) -> String {
    let reads_quotes = framework.and_then(|f| f.answer("number-in-quotes")) == Some(Answer::Accepted);
    if plan.broken == Broken::Value && reads_quotes {
        return "[check.field-values]\nin           = [\"body\"]\nnumeric-text = \"accept\"\n".to_owned();
    }
    let null = api.operations.iter().find_map(|operation| operation.null.as_deref());
    plan.check.replace("{null}", &toml::quoted(null.unwrap_or_default()))
}

/// The id of a rule; those that only differ in their answer are told apart by it.
pub(super) fn variant(id: &str, answer: Option<Answer>, number: usize) -> String {
    match (number, answer) {
        (0, _) => id.to_owned(),
        (_, Some(Answer::Status(status))) => format!("{id}-{status}"),
        (_, Some(Answer::Accepted)) => format!("{id}-accepted"),
        (_, None) => format!("{id}-undocumented"),
    }
}

fn plans() -> Vec<Plan<'static>> {
    fn body_asks(o: &Operation) -> bool {
        o.body_fields.iter().any(|f| f.required) || o.asked.member
    }
    fn reads_json(o: &Operation) -> bool {
        let takes_json = o.accepts.is_empty() || o.accepts.iter().any(|a| a.ends_with("json"));
        takes_json && matches!(o.body, Body::Object { .. } | Body::List { .. })
    }
    const INVALID: &[u16] = &[422, 400];
    const UNREAD: &[u16] = &[400, 422];
    let plan = |id, title, why, fix, check, order, mistake, broken, concerns| Plan {
        id,
        title,
        why,
        fix,
        check,
        order,
        family: Family::Invalid,
        mistake,
        broken,
        concerns,
    };
    vec![
        plan(
            "body-unreadable",
            "The body is written in the format that Content-Type names",
            "The body can't be read in the format that Content-Type names.",
            "Send a well-formed body, and name its format in Content-Type.",
            "[check.body-format]\ntests = [\"syntax\"]\n",
            UNREAD,
            "syntax",
            Broken::Syntax,
            &reads_json,
        ),
        plan(
            "body-of-wrong-shape",
            "The body is an object or a list, whichever the endpoint takes",
            "The endpoint takes an object where a list was sent, or the other way round.",
            "Send the object itself rather than a list with it, or the other way round.",
            "[check.body-format]\ntests = [\"shape\"]\n",
            INVALID,
            "shape",
            Broken::Shape,
            &|o| reads_json(o) && o.null.is_none() && !o.takes_any_shape,
        ),
        plan(
            "body-of-wrong-shape-or-null",
            "The body is null, or an object or a list, whichever the endpoint takes",
            "The endpoint takes an object where a list was sent, or the other way round.",
            "Send the object itself rather than a list with it, or the other way round.",
            "[[check.any]]\nbody-format = { tests = [\"shape\"] }\n[[check.any]]\nvalue = { of = \"body\", is = {null} }\n",
            INVALID,
            "shape",
            Broken::Shape,
            &|o| reads_json(o) && o.null.is_some(),
        ),
        plan(
            "body-missing",
            "The request has a body",
            "This endpoint requires a body.",
            "Send a body.",
            "[check.value]\nof      = \"body\"\npresent = true\n",
            UNREAD,
            "no-body",
            Broken::NoBody,
            &needs_body,
        ),
        plan(
            "body-not-taken",
            "The request has no body",
            "The description has a form without members here, so that no body can be right.",
            "Send the request without a body.",
            "[check.value]\nof      = \"body\"\npresent = false\n",
            INVALID,
            "unknown-member",
            Broken::Body,
            &|o| o.body == Body::Nothing,
        ),
        plan(
            "field-missing",
            "The body has all required members",
            "This endpoint requires `{field}` in the body.",
            "Add `{field}` to the body.",
            "[check.required-fields]\nin = [\"body\"]\n",
            INVALID,
            "missing",
            Broken::Missing,
            &body_asks,
        ),
        plan(
            "members-not-together",
            "Of each group of members as many are there as the description says",
            "Of members that belong together the description says: {expected}.",
            "Change the members so that {expected}.",
            "[check.field-groups]\nin = [\"body\"]\n",
            INVALID,
            "missing",
            Broken::Group,
            &|o| !o.groups.is_empty() || o.asked.groups,
        ),
        plan(
            "object-of-no-variant",
            "Each object of the body has one of the forms that the description gives it",
            "The description has several forms of an object here, and what was sent has none of them, or more than it may have.",
            "Change the object to one of these forms: {allowed}.",
            "[check.field-variants]\n",
            INVALID,
            "missing",
            Broken::Variant,
            &|o| o.asked.variant,
        ),
        plan(
            "member-unknown",
            "The body has no members that the description doesn't have",
            "The description has no `{field}` here, and lets no other members through.",
            "Remove `{field}`, or correct its name.",
            "[check.known-fields]\nin = [\"body\"]\n",
            INVALID,
            "unknown-member",
            Broken::Member,
            &|o| o.is_closed || o.asked.closed || o.body_fields.iter().any(|f| f.closed == Some(true)),
        ),
        plan(
            "field-invalid",
            "Each member of the body is what the description says",
            "`{field}` is not what the description says.",
            "Set `{field}` to {expected}.",
            "[check.field-values]\nin = [\"body\"]\n",
            INVALID,
            "type",
            Broken::Value,
            &|o| o.body_fields.iter().any(Field::has_tests) || o.asked.value,
        ),
        plan(
            "query-parameter-missing",
            "The request has all required query parameters",
            "This endpoint requires `{field}` in the query.",
            "Add `{field}` to the query.",
            "[check.required-fields]\nin = [\"query\"]\n",
            INVALID,
            "query-value",
            Broken::QueryMissing,
            &|o| o.query_fields.iter().any(|f| f.required),
        ),
        plan(
            "query-parameter-invalid",
            "Each query parameter is what the description says",
            "`{field}` is not what the description says.",
            "Set `{field}` to {expected}.",
            "[check.field-values]\nin = [\"query\"]\n",
            INVALID,
            "query-value",
            Broken::QueryValue,
            &|o| o.query_fields.iter().any(Field::has_tests),
        ),
        plan(
            "path-parameter-invalid",
            "Each parameter in the path is what the description says",
            "`{field}` is not what the description says.",
            "Replace `{field}` with {expected}.",
            "[check.field-values]\nin = [\"path\"]\n",
            INVALID,
            "path-value",
            Broken::PathValue,
            // a parameter with listed values decides whether the path fits
            &|o| o.path_fields.iter().any(|field| field.has_tests() && !o.goes_by(field)),
        ),
        Plan {
            family: Family::MediaType,
            ..plan(
                MEDIA_TYPE,
                "Content-Type names a format that the endpoint takes",
                "The endpoint doesn't take a body of this media type.",
                "Send the body in a format that the endpoint takes, and name it in Content-Type.",
                "[check.body-format]\ntests = [\"media-type\"]\n",
                &[415],
                "media-type",
                Broken::MediaType,
                &|o| !o.accepts.is_empty(),
            )
        },
    ]
}

/// Whether a body has to be there that no required member asks for.
pub(super) fn needs_body(operation: &Operation) -> bool {
    use crate::api::Step;
    let asks = operation
        .body_fields
        .iter()
        .any(|f| f.required && matches!(f.steps.as_slice(), [Step::Member(_)] | [Step::Items, Step::Member(_)]));
    operation.body.is_required() && !asks && !operation.asked.body
}
