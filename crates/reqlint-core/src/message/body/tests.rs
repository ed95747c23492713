use super::*;

/// A document as one line: `{a:{b:'x'},c:[1,2]}`.
pub(super) fn show(document: &Document, node: NodeIx, text: &[u8]) -> String {
    let children = || {
        document
            .children(node)
            .map(|c| {
                let key = document.key(c, text);
                let key = if key.is_empty() { String::new() } else { format!("{}:", String::from_utf8_lossy(&key)) };
                key + &show(document, c, text)
            })
            .collect::<Vec<_>>()
            .join(",")
    };
    let value = String::from_utf8_lossy(&document.value(node, text)).into_owned();
    match document.kind(node) {
        NodeKind::Object => format!("{{{}}}", children()),
        NodeKind::List => format!("[{}]", children()),
        NodeKind::Text => format!("'{value}'"),
        NodeKind::Number | NodeKind::Boolean | NodeKind::Null => value,
    }
}

fn read(text: &str, syntax: Syntax) -> String {
    let mut document = Document::default();
    document.read(text.as_bytes(), syntax);
    match &document.error {
        Some(error) => format!("{} at {}{}", error.message, error.at, if error.at_end { " (end)" } else { "" }),
        None => show(&document, 0, text.as_bytes()),
    }
}

#[test]
fn json() {
    let table = [
        (r#"{"a": {"b": "x"}, "c": [1, 2.5, true, null]}"#, "{a:{b:'x'},c:[1,2.5,true,null]}"),
        ("\u{feff}[]", "[]"),
        (r#" "a\"\u00e9\n" "#, "'a\"é\n'"),
        (r#"{"a\u0062": 1}"#, "{ab:1}"),
        ("", "the body ends where a value is expected at 0 (end)"),
        (r#"{"a": 1"#, "the body ends where a comma or `}` is expected at 7 (end)"),
        (r#"{"a": 1,}"#, "a member's name in double quotes is expected here at 8"),
        (r#"{'a': 1}"#, "a member's name in double quotes is expected here at 1"),
        (r#"{"a" 1}"#, "a colon is expected here at 5"),
        ("[1 2]", "a comma or `]` is expected here at 3"),
        ("{} x", "nothing more is expected here at 3"),
        (r#"{"a": 01}"#, "a comma or `}` is expected here at 7"),
        (r#"{"a": tru}"#, "a value is expected here at 6"),
        ("[\"a\tb\"]", "a control character in a text must be escaped at 3"),
        (r#"["a\q"]"#, "this is not a valid JSON escape at 3"),
        // RFC 8259 section 8.2 allows half of a surrogate pair
        (r#"["\ud800"]"#, "['\\ud800']"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Syntax::Json), expected, "{text}");
    }
}

#[test]
fn xml() {
    let table = [
        ("<P xmlns='x'><a>1</a><b><c>x &amp; y</c></b></P>", "{a:'1',b:{c:'x & y'}}"),
        ("<?xml version=\"1.0\"?>\n<P/>", "{}"),
        ("<P><a/><a>  </a></P>", "{a:'',a:'  '}"),
        ("<P><a><![CDATA[1 < 2]]></a></P>", "{a:'1 < 2'}"),
        ("<P><x:a>1</x:a></P>", "{a:'1'}"),
        ("<P><a>", "`<a>` is never closed at 6 (end)"),
        ("{}", "an element is expected here at 0"),
        ("<P/><Q/>", "a second root element at 4"),
        ("<P><a>&#65;&lt;&quot;</a></P>", "{a:'A<\"'}"),
        ("<P><a>&b;</a></P>", "this entity is not declared at 6"),
        ("<P><a>&#xZ;</a></P>", "this is no character at 6"),
        ("<P><a>&#0;</a></P>", "this is no character at 6"),
        ("<!DOCTYPE P [<!ENTITY b 'c'>]><P><a>&b;</a></P>", "the body has an entity of a document type at 36"),
        ("<!DOCTYPE P SYSTEM 'x'><P><a>&amp;</a></P>", "{a:'&'}"),
        ("<?xml version='1.0' encoding='utf-7'?><P/>", "the body is in another encoding than UTF-8 at 0"),
        (
            "<?xml version='1.0' encoding='ISO-8859-1'?><P><a>\u{e9}</a></P>",
            "the body is in another encoding than UTF-8 at 0",
        ),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><P/>", "{}"),
        ("<?xml version='1.0' encoding='Utf-16'?><P><a>\u{e9}</a></P>", "{a:'\u{e9}'}"),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Syntax::Xml), expected, "{text}");
    }
    assert!(read("<P><a></b></P>", Syntax::Xml).contains(" at "), "a wrong end tag has a place");
}

#[test]
fn forms() {
    assert_eq!(read("a=1&b=x+y%21&c", Syntax::Form), "{a:'1',b:'x y!',c:''}");
}

#[test]
fn a_text_that_was_cut_off_is_not_wrong() {
    let table = [
        (Syntax::Json, r#" {"a\u00e9": [1, -2.5e+3, true, false, null, "x\"\ud83d\ude00é"], "b": {}} "#),
        (Syntax::Xml, "<?xml version=\"1.0\"?><!-- c --><!DOCTYPE x><x a='1'><y>1 &amp; é</y><z/><![CDATA[<]]></x>"),
        (Syntax::Form, "a=1&b=%20"),
    ];
    for (syntax, text) in table {
        for end in 0..text.len() {
            let mut document = Document::default();
            document.read(&text.as_bytes()[..end], syntax);
            let cut = String::from_utf8_lossy(&text.as_bytes()[..end]).into_owned();
            assert!(document.error.is_none_or(|e| e.at_end), "{cut}");
        }
    }
}

#[test]
fn deep_nesting_is_bounded() {
    let deep = "[".repeat(10_000);
    assert_eq!(read(&deep, Syntax::Json), "the body is nested more than 256 deep at 256");
    assert!(read(&"<a>".repeat(10_000), Syntax::Xml).starts_with("the body is nested more than 256 deep"));
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(text in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..64)) {
        let mut document = Document::default();
        for syntax in [Syntax::Json, Syntax::Xml, Syntax::Form] {
            document.read(&text, syntax);
            for node in 0..document.nodes.len() {
                let node = u32::try_from(node).unwrap();
                let _ = (document.key(node, &text), document.value(node, &text));
                assert!(text.get(document.range(node)).is_some());
            }
        }
    }
}
