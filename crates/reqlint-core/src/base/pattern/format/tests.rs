use super::*;

#[test]
fn an_address_is_one_whatever_its_length() {
    let texts = [
        "a@b.c",
        "@b.c",
        "a@.c",
        "a@b.",
        "a@b",
        "a.b@c",
        "a@b@c.d",
        "a @b.c",
        "a@b.c\u{7f}",
        "a@b..c",
        "a@b.c.",
        "é@b.c",
    ];
    for text in texts {
        let expected = matches!(text, "a@b.c" | "a@b..c" | "é@b.c");
        for length in 0..80 {
            let fill = "x".repeat(length);
            assert_eq!(
                email(format!("{fill}{text}").as_bytes()),
                expected || text == "@b.c" && length > 0,
                "{length} {text}"
            );
            let [front, back] = [text.replace('@', &format!("{fill}@")), format!("{text}{fill}")];
            assert_eq!(email(front.as_bytes()), expected || text == "@b.c" && length > 0, "{front}");
            assert_eq!(email(back.as_bytes()), expected || text.ends_with('.') && length > 0, "{back}");
        }
    }
}

#[test]
fn formats_hold_and_refuse() {
    let table: [(&str, &[&str], &[&str]); 13] = [
        ("integer", &["0", "-17", "123456789012345678901"], &["", "-", "1.5", "1e3", "x"]),
        ("number", &["0", "-1.5", "1e3"], &["", "x", "1.", ".5", "inf", "NaN", "0x1"]),
        (
            "uuid",
            &["12345678-1234-1234-1234-1234567890ab"],
            &["12345678-1234-1234-1234-1234567890a", "12345678x1234-1234-1234-1234567890ab"],
        ),
        (
            "email",
            &["joe@example.com", "a.b+c@x.y.z"],
            &["joe.example.com", "joe@", "@example.com", "a b@example.com", "user@localhost", "a@b@example.com"],
        ),
        (
            "url",
            &["http://wpc.0001.edgecastcdn.net/000001/dir/*", "https://[::1]:80/", "http://ä.example/ü?{x}|#!"],
            &[
                "www.example.com",
                "/a/b",
                "http://",
                "http:///x",
                "http://a b/",
                "http://a/b/c/d/e/f^",
                "http://a/\u{7f}",
                "http://a/b/c\n",
                "http://a/\"b/c/d/e/f",
                "://x",
            ],
        ),
        ("hostname", &["cdn.example.com", "localhost", "a.b."], &["", "-a.com", "a..b", "a b"]),
        ("ip", &["127.0.0.1", "::1"], &["256.0.0.1", "x"]),
        ("base64", &["aGk=", "aGk"], &["a", "!!"]),
        (
            "jwt",
            &["eyJhIjoxfQ.eyJiIjoyfQ.c2ln", "eyJhIjoxfQ.eyJiIjoyfQ."],
            &["a.b.c", "eyJhIjoxfQ.eyJiIjoyfQ", "", "eyJhIjoxfQ.eyJiIjoyfQ.x.y"],
        ),
        ("media-type", &["application/json", "text/xml; charset=utf-8"], &["json", "application/", "a/b/c"]),
        ("token", &["X-Foo", "a!b"], &["", "a b", "a:b"]),
        ("date", &["2024-02-29"], &["2023-02-29", "2024-02-29T00:00:00"]),
        ("boolean", &["true", "false"], &["True", "1"]),
    ];
    for (name, good, bad) in table {
        let format = Format::named(name).unwrap();
        for text in good {
            assert!(format.holds(text.as_bytes()), "{name}: {text}");
        }
        for text in bad {
            assert!(!format.holds(text.as_bytes()), "{name}: {text}");
        }
    }
}
