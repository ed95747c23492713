//! Requests of a collection of Bruno, as Bruno 4.1.0 sent them.

use crate::run::Folder;

const REQUEST: &str = "meta {\n  name: one\n}\nget {\n  url: http://h.example/{{v}}/{{only}}/{{e}}\n  auth: inherit\n}\nheaders {\n  X-Own: {{v}}\n}\n";

fn collection(name: &str) -> Folder {
    Folder::new(name)
        .with("bruno.json", "{\"version\": \"1\", \"name\": \"c\", \"type\": \"collection\"}")
        .with(
            "collection.bru",
            "headers {\n  X-From: collection\n  X-Col: {{v}}\n  x-lower: col\n}\nauth {\n  mode: bearer\n}\nauth:bearer {\n  token: t-{{v}}\n}\nvars:pre-request {\n  v: collection\n  only: c\n  e: collection\n}\n",
        )
        .with("environments/dev.bru", "vars {\n  e: env\n  v: env\n}\n")
        .with(
            "a/folder.bru",
            "headers {\n  X-From: folder-a\n  X-Lower: folder\n}\nauth {\n  mode: basic\n}\nauth:basic {\n  username: u\n  password: {{e}}\n}\nvars:pre-request {\n  v: folder-a\n}\n",
        )
        .with("a/b/folder.bru", "headers {\n  X-From: folder-b\n}\nauth {\n  mode: inherit\n}\n")
        .with("none/folder.bru", "auth {\n  mode: none\n}\n")
        .with("top.bru", REQUEST)
        .with("none/n.bru", REQUEST)
        .with("a/b/one.bru", REQUEST)
        .with("a/b/two.bru", REQUEST.replace("auth: inherit", "auth: none").replace("X-Own: {{v}}", "X-FROM: own"))
        .with("a/in.bru", REQUEST.replace("X-Own: {{v}}", "Authorization: own"))
}

#[test]
fn headers_variables_and_authorization_of_collection_and_folders_come_to_a_request() {
    const TOP: &str = "GET /env/c/env HTTP/1.1\r\nHost: h.example\r\nX-From: collection\r\nX-Col: env\r\nx-lower: col\r\nX-Own: env\r\nAuthorization: Bearer t-env\r\n\r\n";
    let folder = collection("bruno-collection");
    for (file, sent) in [
        ("top.bru", TOP),
        ("none/n.bru", TOP),
        (
            "a/b/one.bru",
            "GET /folder-a/c/env HTTP/1.1\r\nHost: h.example\r\nX-From: folder-b\r\nX-Col: folder-a\r\nx-lower: folder\r\nX-Own: folder-a\r\nAuthorization: Basic dTplbnY=\r\n\r\n",
        ),
        (
            "a/b/two.bru",
            "GET /folder-a/c/env HTTP/1.1\r\nHost: h.example\r\nX-From: own\r\nX-Col: folder-a\r\nx-lower: folder\r\n\r\n",
        ),
        (
            "a/in.bru",
            "GET /folder-a/c/env HTTP/1.1\r\nHost: h.example\r\nX-From: folder-a\r\nX-Col: folder-a\r\nx-lower: folder\r\nAuthorization: Basic dTplbnY=\r\n\r\n",
        ),
    ] {
        let ran = folder.run(&["convert", file, "--env", "dev"]);
        assert_eq!(ran.out, sent, "{file} {ran:?}");
    }
}

#[test]
fn outside_a_collection_a_request_inherits_nothing() {
    let folder = Folder::new("bruno-alone")
        .with("collection.bru", "headers {\n  X-From: collection\n}\n")
        .with("one.bru", REQUEST);
    let ran = folder.run(&["convert", "one.bru"]);
    assert!(!ran.out.contains("X-From"), "{ran:?}");
    assert!(ran.err.contains("what the collection says of authorization is not visible here"), "{ran:?}");
    // settings that can't be read set nothing
    let broken = Folder::new("bruno-broken")
        .with("bruno.json", "")
        .with("collection.bru", "headers {\n  A")
        .with("one.bru", REQUEST);
    let ran = broken.run(&["convert", "one.bru"]);
    assert!(ran.exit == 0 && ran.out.contains("GET /{{v}}/{{only}}/{{e}} HTTP/1.1"), "{ran:?}");
}
