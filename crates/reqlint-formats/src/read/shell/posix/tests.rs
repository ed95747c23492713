use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Vec<String> {
    let (command, _) = command(text.as_bytes(), 0, Context::default()).unwrap();
    command.words.iter().map(|word| String::from_utf8_lossy(&word.text).into_owned()).collect()
}

#[test]
fn words_of_a_shell() {
    let table: [(&str, &[&str]); 16] = [
        ("curl -H 'a: b'\\''c' x", &["curl", "-H", "a: b'c", "x"]),
        (r#"curl "a\"b\n$T" y"#, &["curl", "a\"b\\n${T}", "y"]),
        ("curl \\\n  x # note\n", &["curl", "x"]),
        ("curl \\\r\n  x", &["curl", "x"]),
        ("curl \\  \n  x", &["curl", "x"]),
        ("curl x\n  -H 'a: b'", &["curl", "x", "-H", "a: b"]),
        ("curl x\n---\ny", &["curl", "x"]),
        ("curl $'it\\'s \\u00e9\\n'", &["curl", "it's é\n"]),
        ("curl x | jq .", &["curl", "x"]),
        ("curl x 2>/dev/null >out -s", &["curl", "x", "-s"]),
        ("curl x?a=1&b=2", &["curl", "x?a=1"]),
        ("curl \"Bearer $(get token (x))\" `y`", &["curl", "Bearer <command>", "<command>"]),
        ("curl ${T:-x}$1$", &["curl", "${T}${1}$"]),
        ("curl “a b” ‘c d’", &["curl", "a b", "c d"]),
        ("curl {{host}}/a \"${{x}}\"", &["curl", "{{host}}/a", "${{x}}"]),
        ("curl '' \"\"", &["curl", "", ""]),
    ];
    for (text, expected) in table {
        assert_eq!(words(text), expected, "{text}");
    }
    for text in ["curl 'a", "curl \"a", "curl $'a\\'", "curl $(a", "curl ${a", "curl `a", "curl “a"] {
        assert!(command(text.as_bytes(), 0, Context::default()).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn shlex_agrees(text in "[a-z'\" \\\\]{0,24}") {
        let ours = command(text.as_bytes(), 0, Context::default()).ok().map(|(command, _)| {
            command.words.into_iter().map(|word| String::from_utf8(word.text).unwrap()).collect::<Vec<_>>()
        });
        // a backslash at the very end is nothing to a shell that waits for another line
        prop_assume!(!text.ends_with('\\'));
        prop_assert_eq!(ours, shlex::split(&text));
    }

    #[test]
    fn any_bytes_split(text in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Ok((_, next)) = command(&text, 0, Context::default()) {
            prop_assert!(next <= text.len() && (next > 0 || text.is_empty()));
        }
    }
}
