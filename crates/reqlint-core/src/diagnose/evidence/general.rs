//! What a status means at any API (RFC 9110, 6585, 7725 …): its checklist where no pack has one.

use super::draft::Draft;
use crate::diagnose::causes::Cause;

/// A status: its name, and what may be the cause, each with what to do.
type Status = (u16, &'static str, &'static [(&'static str, &'static str)]);

const STATUSES: &[Status] = &[
    (
        400,
        "Bad Request",
        &[
            (
                "the body is not valid JSON, or Content-Type says something else",
                "Read the body with a JSON parser, and name its format in Content-Type.",
            ),
            (
                "a field or parameter is missing or has a wrong value",
                "Compare the request with the documentation's example, field by field.",
            ),
            ("plain HTTP was sent to a port that takes TLS", "Begin the URL with https://."),
        ],
    ),
    (
        401,
        "Unauthorized",
        &[
            (
                "no credentials are sent, or the Authorization header was lost on the way",
                "Send the Authorization header, and check for proxies and redirects that drop it.",
            ),
            (
                "the scheme is another one than WWW-Authenticate asks for",
                "Use the scheme that the answer's WWW-Authenticate names.",
            ),
            ("the token has expired, or is one of another environment", "Get a new token for this environment."),
        ],
    ),
    (
        402,
        "Payment Required",
        &[("the account has no means of payment, or its quota is used up", "Look at the account's plan and quota.")],
    ),
    (
        403,
        "Forbidden",
        &[
            ("the credentials are known, and may not do this", "Let the owner grant the permission or scope."),
            (
                "a token against forged requests (CSRF) is missing",
                "Send the token and the session's cookie, or use an API token.",
            ),
            (
                "a firewall or an allow list refuses the sender",
                "Look at the page in the answer, and at the sender's address.",
            ),
        ],
    ),
    (
        404,
        "Not Found",
        &[
            (
                "the path is wrong: version, prefix, plural, slash at the end",
                "Compare the path with the documentation.",
            ),
            ("the resource doesn't exist, or the credentials may not see it", "List what the credentials may see."),
        ],
    ),
    (
        405,
        "Method Not Allowed",
        &[
            ("the resource takes other methods", "Use one that the answer's Allow lists."),
            ("a redirect turned POST into GET", "Send the request to where the redirect leads."),
        ],
    ),
    (
        406,
        "Not Acceptable",
        &[("the API has no answer of a type that Accept takes", "Ask for application/json, or */*.")],
    ),
    (
        407,
        "Proxy Authentication Required",
        &[("the proxy asks for credentials", "Give the client the proxy's user and password.")],
    ),
    (
        408,
        "Request Timeout",
        &[(
            "the request came too slowly, or its body is shorter than Content-Length says",
            "Check Content-Length, and send it again.",
        )],
    ),
    (
        409,
        "Conflict",
        &[
            ("the resource exists already", "Update it, or use another name."),
            ("the resource was changed in the meantime", "Get it again, and send the change with its present version."),
        ],
    ),
    (
        410,
        "Gone",
        &[("the resource or this version of the API was removed", "Look for the version that took its place.")],
    ),
    (411, "Length Required", &[("Content-Length is missing", "Send Content-Length, 0 where there is no body.")]),
    (
        412,
        "Precondition Failed",
        &[(
            "the condition in If-Match or If-Unmodified-Since doesn't hold",
            "Get the resource again, and use its present ETag.",
        )],
    ),
    (
        413,
        "Content Too Large",
        &[("the body is larger than the server takes", "Send less at once, or let the administrator raise the limit.")],
    ),
    (414, "URI Too Long", &[("the URL is longer than the server takes", "Send the parameters in the body.")]),
    (
        415,
        "Unsupported Media Type",
        &[
            (
                "Content-Type is missing, or is not one that the API takes (curl -d sends a form unless told otherwise)",
                "Send the Content-Type that the documentation names, mostly application/json.",
            ),
            ("Content-Encoding is not one that the API takes", "Send the body without compression."),
        ],
    ),
    (
        416,
        "Range Not Satisfiable",
        &[("Range asks for bytes that the resource doesn't have", "Ask for its length first.")],
    ),
    (
        417,
        "Expectation Failed",
        &[("the server doesn't know Expect: 100-continue", "Send the request without Expect.")],
    ),
    (
        421,
        "Misdirected Request",
        &[(
            "the connection is for another host",
            "Open a new connection, and check the Host header against the TLS name.",
        )],
    ),
    (
        422,
        "Unprocessable Content",
        &[(
            "the body can be read, and a field is missing or has a wrong value",
            "Look in the answer for the field's name.",
        )],
    ),
    (423, "Locked", &[("the resource is locked", "Unlock it, or wait.")]),
    (424, "Failed Dependency", &[("another request that this one needs failed", "Look at that one first.")]),
    (
        425,
        "Too Early",
        &[("the request was sent before the TLS handshake was done", "Send it again without early data.")],
    ),
    (426, "Upgrade Required", &[("the server takes another protocol", "Use the one that the answer's Upgrade names.")]),
    (
        428,
        "Precondition Required",
        &[("the API takes this only with a condition", "Send If-Match with the resource's ETag.")],
    ),
    (
        429,
        "Too Many Requests",
        &[("a limit on requests is reached", "Wait as long as Retry-After says, and send fewer at once.")],
    ),
    (
        431,
        "Request Header Fields Too Large",
        &[(
            "the headers are larger than the server takes, mostly by cookies or a token",
            "Delete cookies, or send a smaller token.",
        )],
    ),
    (
        451,
        "Unavailable For Legal Reasons",
        &[("the resource is blocked for legal reasons", "Ask whoever the answer names.")],
    ),
    (
        500,
        "Internal Server Error",
        &[
            (
                "the program failed on this request: often an unexpected type or a missing field",
                "Compare the request with one that works.",
            ),
            ("the server has a fault of its own", "Send it again later, then ask the API's support."),
        ],
    ),
    (
        501,
        "Not Implemented",
        &[(
            "the server doesn't know the method or a feature of the request",
            "Check the method's spelling and Transfer-Encoding.",
        )],
    ),
    (
        502,
        "Bad Gateway",
        &[(
            "the server behind the gateway closed or answered with what isn't HTTP",
            "Check that the gateway speaks the right protocol to the right port; send it again later.",
        )],
    ),
    (
        503,
        "Service Unavailable",
        &[("the server is overloaded or under maintenance", "Wait as long as Retry-After says.")],
    ),
    (
        504,
        "Gateway Timeout",
        &[("the server behind the gateway was too slow", "Ask for less at once, or send it again later.")],
    ),
    (
        505,
        "HTTP Version Not Supported",
        &[(
            "the request line names a version that the server doesn't know, or holds a raw space",
            "Percent-encode the target.",
        )],
    ),
    (507, "Insufficient Storage", &[("the server has no space left", "Let the administrator free some.")]),
    (508, "Loop Detected", &[("the resource refers to itself", "Look for a reference in a circle.")]),
    (
        510,
        "Not Extended",
        &[("the request lacks an extension that the server asks for", "Look in the answer for its name.")],
    ),
    (
        511,
        "Network Authentication Required",
        &[("the network wants a log-in before it lets requests through", "Log in to the network in a browser.")],
    ),
];

/// The name of a status, and what may be its cause at any API.
pub(in crate::diagnose) fn checklist(status: u16) -> Option<(&'static str, Vec<Cause>)> {
    let (_, title, items) = STATUSES.iter().find(|(number, ..)| *number == status)?;
    let cause =
        |(title, fix): &(&str, &str)| Draft::new("answer/status", *title).fix(*fix).because(*title).cause(status);
    Some((title, items.iter().map(cause).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_in_order_and_have_items() {
        assert!(STATUSES.is_sorted_by_key(|(number, ..)| *number));
        assert!(STATUSES.iter().all(|(_, title, items)| !title.is_empty() && !items.is_empty()));
        assert!(checklist(415).is_some_and(|(title, items)| title == "Unsupported Media Type" && items.len() == 2));
        assert!(checklist(299).is_none());
    }
}
