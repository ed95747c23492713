//! How a HAR file is told from other JSON.

use crate::read::definition::Sniff;
use crate::read::members::holds;

/// A JSON object that has an object `log`, wherever that comes among its members.
pub(super) fn sniff(start: &[u8]) -> Sniff {
    holds(start, &|name, value| name == b"log" && value.starts_with(b"{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_found_wherever_it_is() {
        let table = [
            (r#"{"log":{"#, Sniff::Yes),
            (
                r#"{ "_comment" : "a \"log\":{ b\\" , "x": [{"log": {}}, "]"], "n": -1.5, "t": true, "log" : {"#,
                Sniff::Yes,
            ),
            (r#"{"log""#, Sniff::More),
            (r#"{"a": {"log": {"#, Sniff::More),
            (r#"{"log":"a line","stream":"stdout"}"#, Sniff::No),
            (r#"{"method":"GET","target":"/"}"#, Sniff::No),
            (r#"{"method":"GET","x":{"log":{}}}"#, Sniff::No),
            (r#"{log:{}}"#, Sniff::No),
            (r#"{"log" {}}"#, Sniff::No),
            ("{", Sniff::More),
            ("[{\"log\":{}}]", Sniff::No),
            ("", Sniff::No),
        ];
        for (text, expected) in table {
            assert_eq!(sniff(text.as_bytes()), expected, "{text}");
        }
    }
}
