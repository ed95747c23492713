//! `reqlint rules import` from outside: what it writes, what it does the second time, and what it refuses.

use crate::run::{Folder, Ran};
use std::fs;

/// A description of an API with one operation.
pub(crate) const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop API, version: '1'}
servers: [{url: 'https://api.shop.example/v1'}]
paths:
  /orders/{id}:
    get:
      tags: [orders]
      operationId: readOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
      responses: {'400': {description: refused}}
";

fn import(folder: &Folder, more: &[&str]) -> Ran {
    folder.run(&[&["rules", "import", "openapi", "shop.yaml", "--out", "rules/shop"], more].concat())
}

fn text(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path(path)).unwrap()
}

#[test]
fn a_description_becomes_a_pack_that_judges() {
    let folder = Folder::new("import").with("shop.yaml", SHOP);
    let ran = import(&folder, &[]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("Shop API (OpenAPI 3.1.0): 1 of 1 operation is held exactly"), "{}", ran.out);
    assert_eq!(folder.run(&["rules", "test", "rules/shop"]).exit, 0);
    let check = |id: &str| {
        let url = format!("https://api.shop.example/v1/orders/{id}");
        folder.run(&["check", "--rules", "rules/shop", "--", "curl", &url])
    };
    assert_eq!(check("17").exit, 0);
    let ran = check("seventeen");
    assert_eq!(ran.exit, 1);
    assert!(ran.out.contains("path-parameter-invalid") && ran.out.contains("400"), "{}", ran.out);
}

#[test]
fn importing_again_keeps_what_was_changed_by_hand() {
    let folder = Folder::new("import-again").with("shop.yaml", SHOP);
    import(&folder, &[]);
    let ran = import(&folder, &[]);
    assert!(ran.out.starts_with("0 files written, "), "{}", ran.out);

    // a rule is reworded and another removed; the description changes, too
    let rule = "rules/shop/400-bad-request/path-parameter-invalid.toml";
    let own = text(&folder, rule).replace("Each parameter", "Every parameter");
    folder.again(rule, &own);
    fs::remove_file(folder.path("rules/shop/warnings/trailing-slash.toml")).unwrap();
    folder.again("shop.yaml", &SHOP.replace("/orders/", "/sales/").replace("[orders]", "[sales]"));

    let endpoints = "rules/shop/endpoints/orders.toml";
    let ran = import(&folder, &["--dry-run"]);
    assert!(
        ran.out.contains("would be written") && text(&folder, endpoints).contains("/v1/orders/{id}"),
        "{}",
        ran.out
    );

    let ran = import(&folder, &[]);
    let (kept, gone) = (
        "kept     rules/shop/400-bad-request/path-parameter-invalid.toml",
        "removed  rules/shop/endpoints/orders.toml",
    );
    for said in [
        kept,
        "-title  = \"Every parameter",
        "+GET /v1/sales/none",
        gone,
        "trailing-slash.toml: it was removed by hand",
        "2 kept",
    ] {
        assert!(ran.out.contains(said), "{said} in {}", ran.out);
    }
    assert_eq!(text(&folder, rule), own);
    assert!(
        !folder.path(endpoints).exists() && text(&folder, "rules/shop/endpoints/sales.toml").contains("/v1/sales/{id}")
    );

    // it stays so, until it is to be replaced
    assert!(import(&folder, &[]).out.contains("2 kept"));
    assert!(import(&folder, &["--force"]).out.contains("2 files written"));
    assert!(text(&folder, rule).contains("Each parameter"));
}

#[test]
fn a_file_that_was_there_before_is_kept() {
    let folder = Folder::new("import-before").with("shop.yaml", SHOP).with("rules/shop/pack.toml", "title = 'Mine'\n");
    let ran = import(&folder, &[]);
    assert!(ran.out.contains("kept     rules/shop/pack.toml"), "{}", ran.out);
    assert_eq!(text(&folder, "rules/shop/pack.toml"), "title = 'Mine'\n");
}

#[test]
fn a_record_of_elsewhere_removes_nothing() {
    let folder = Folder::new("import-elsewhere").with("shop.yaml", SHOP).with("rules/mine.txt", "");
    folder.run(&["rules", "import", "openapi", "shop.yaml", "--out", "rules/shop"]);
    // the digest of an empty text
    folder.again("rules/shop/.import", "cbf29ce484222325  ../mine.txt\n");
    import(&folder, &["--force"]);
    assert!(folder.path("rules/mine.txt").exists());
}

#[test]
fn mistakes_are_shown_under_a_caret() {
    let folder = Folder::new("import-refused").with("shop.yaml", "openapi: 3.0.0\npaths: {/a: {get: {}}\n");
    let ran = import(&folder, &[]);
    assert_eq!(ran.exit, 2);
    let lines: Vec<_> = ran.err.lines().collect();
    assert!(lines.iter().any(|line| line.contains("shop.yaml:2:")), "{}", ran.err);
    assert!(lines.iter().any(|line| line.contains("paths: {/a")) && ran.err.contains('^'), "{}", ran.err);
    import(&folder, &["--framework", "fastapy"]).fails_with(&["it was not measured what `fastapy` answers", "fastapi"]);
    folder.run(&["rules", "import", "openapi", "no.yaml", "--out", "x"]).fails_with(&["no.yaml"]);
}

#[test]
fn references_are_read_from_the_folder_of_the_description() {
    let description = SHOP.replace("{type: integer}", "{$ref: 'parts/id.yaml#/Id'}");
    let folder = Folder::new("import-parts").with("api/shop.yaml", &description);
    let run = || folder.run(&["rules", "import", "openapi", "api/shop.yaml", "--out", "shop"]);
    let ran = run();
    assert!(ran.out.contains("references that lead nowhere: `parts/id.yaml#/Id`"), "{}", ran.out);
    fs::create_dir_all(folder.path("api/parts")).unwrap();
    folder.again("api/parts/id.yaml", "Id: {type: integer, minimum: 1}\n");
    let ran = run();
    assert!(ran.out.contains("1 of 1 operation is held exactly"), "{}", ran.out);
    assert!(text(&folder, "shop/endpoints/orders.toml").contains("at-least = 1"));
}

/// A collection with secrets wherever it can have one.
const COLLECTION: &str = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
  "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "HUSH"}]},
  "variable": [{"key": "baseUrl", "value": "https://joe:HUSH@api.shop.example/v1"}],
  "item": [{"name": "Read order", "request": {"method": "GET", "url": "{{baseUrl}}/orders/:id?page=HUSH"},
    "response": [{"code": 401, "body": "{\"code\": \"x\", \"message\": \"HUSH\"}"}]}]}"#;

#[test]
fn a_collection_becomes_a_pack_that_warns() {
    let folder = Folder::new("import-postman").with("shop.json", COLLECTION);
    let run = |more: &[&str]| {
        folder.run(&[&["rules", "import", "postman", "shop.json", "--out", "rules/shop"], more].concat())
    };
    let ran = run(&["--dry-run"]);
    assert!(ran.exit == 0 && ran.out.contains("would be written") && !folder.path("rules").exists(), "{}", ran.out);
    let ran = run(&[]);
    assert!(ran.out.contains("Shop (Postman collection 2.1): 1 endpoint from 2 requests"), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("HUSH"), "{}", ran.out);
    let tested = folder.run(&["rules", "test", "rules/shop"]);
    assert_eq!(tested.exit, 0, "{}{}", tested.out, tested.err);
    let check = |url: &str| {
        folder.run(&["check", "--rules", "rules/shop", "--", "curl", "-H", "Authorization: Bearer abc", url])
    };
    let ran = check("https://api.shop.example/v1/orders/17?other=1");
    assert!(ran.exit == 0 && !ran.out.contains("not-seen"), "{}", ran.out);
    let ran = check("https://api.shop.example/v1/order/17");
    assert!(
        ran.out.contains("endpoint-not-seen") && ran.out.contains("That doesn't show that the API has none."),
        "{}",
        ran.out
    );

    // what a person adds stays
    let own = text(&folder, "rules/shop/endpoints/orders.toml").replace("page = {}", "page = { is = \"integer\" }");
    folder.again("rules/shop/endpoints/orders.toml", &own);
    assert!(run(&[]).out.contains("1 kept, since they were changed by hand"));
    assert_eq!(text(&folder, "rules/shop/endpoints/orders.toml"), own);
    run(&["--framework", "fastapy"]).fails_with(&["it was not measured what `fastapy` answers"]);
    folder.again("shop.json", "{\"requests\": [], \"order\": []}");
    run(&[]).fails_with(&["this is a collection in format 1", "Collection v2.1"]);
}

#[test]
fn recordings_become_one_pack() {
    let entry = |url: &str, status: u16| {
        format!(
            "{{\"log\": {{\"entries\": [{{\"request\": {{\"method\": \"GET\", \"url\": \"{url}\", \"headers\": \
             [{{\"name\": \"Authorization\", \"value\": \"Bearer HUSH\"}}]}}, \"response\": {{\"status\": {status}, \"headers\": []}}}}]}}}}"
        )
    };
    let folder = Folder::new("import-har")
        .with("a.har", entry("https://api.shop.example/orders/17?page=HUSH", 200))
        .with("b.har", entry("https://api.other.example/users", 200))
        .with("c.har", entry("https://api.shop.example/ordres", 404));
    let import = |files: &[&str], more: &[&str]| {
        folder.run(&[&["rules", "import", "har"], files, &["--out", "shop"], more].concat())
    };
    let ran = import(&["a.har", "b.har", "c.har"], &[]);
    assert!(
        ran.out.contains("2 endpoints from 3 requests") && ran.out.contains("/ordres: 404"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(text(&folder, "shop/endpoints/orders.toml").contains("path   = \"/orders/{order}\""));
    assert!(text(&folder, "shop/endpoints/users.toml").contains("/users"));
    let ran = import(&["a.har", "b.har", "c.har"], &["--host", "api.shop.example"]);
    assert!(ran.out.contains("removed  shop/endpoints/users.toml"), "{}", ran.out);
    for file in ["pack.toml", "endpoints/orders.toml", "import-report.txt", ".import"] {
        assert!(!text(&folder, &format!("shop/{file}")).contains("HUSH"), "{file}");
    }
    import(&["c.har"], &[]).fails_with(&["no answer shows that there is an endpoint"]);
    import(&["no.har"], &[]).fails_with(&["no.har"]);
    import(&[], &[]).fails_with(&["FILE"]);
}

#[test]
fn a_host_is_a_bare_name() {
    for (host, said) in [
        ("https://api.own.example", "did you mean `api.own.example`?"),
        ("localhost:9000", "did you mean `localhost`?"),
        ("api.own.example/v1", "did you mean `api.own.example`?"),
        ("two words", "write a name such as"),
    ] {
        let folder = Folder::new("import-host").with("shop.yaml", SHOP);
        let ran = import(&folder, &["--host", host]);
        assert_eq!((ran.exit, ran.out.as_str()), (2, ""), "{host}");
        assert!(ran.err.contains(said), "{host}: {}", ran.err);
        assert!(!folder.path("rules").exists(), "{host}");
    }
    let folder = Folder::new("import-host").with("shop.yaml", SHOP);
    assert_eq!(import(&folder, &["--host", "*.Own.example"]).exit, 0);
    assert!(text(&folder, "rules/shop/pack.toml").contains("*.own.example"));
}

#[test]
fn a_pack_that_does_not_load_is_no_success() {
    let folder = Folder::new("import-unloadable").with("shop.yaml", SHOP).with("rules/shop/pack.toml", "title = 1\n");
    let ran = import(&folder, &[]);
    assert_eq!(ran.exit, 2, "{}", ran.out);
    assert!(ran.err.contains("can't be loaded") && ran.err.contains("pack.toml"), "{}", ran.err);
    assert!(!ran.out.contains("Try the pack"), "{}", ran.out);
}

#[test]
fn schemes_of_http_are_asked_for() {
    let described = |security: &str| {
        SHOP.replace("      tags:", &format!("      security: {security}\n      tags:"))
            + "components:\n  securitySchemes:\n    token: {type: http, scheme: bearer}\n    login: {type: http, scheme: basic}\n\
               \x20   key: {type: apiKey, in: header, name: Authorization}\n    grant: {type: oauth2, flows: {}}\n"
    };
    // which values of Authorization are enough
    for (security, enough, refused) in [
        ("[{token: []}]", vec!["Bearer abc", "bEARER abc"], vec!["Basic YTpi", "Bearer", "abc"]),
        ("[{token: []}, {login: []}]", vec!["Bearer abc", "basic YTpi"], vec!["Digest abc", "abc"]),
        ("[{token: []}, {key: []}]", vec!["Bearer abc", "abc"], vec![]),
        ("[{token: []}, {grant: []}]", vec!["Bearer abc", "DPoP abc"], vec![]),
        ("[{token: []}, {}]", vec!["Basic YTpi"], vec![]),
    ] {
        let folder = Folder::new("import-schemes").with("shop.yaml", described(security));
        let ran = import(&folder, &[]);
        assert_eq!(ran.exit, 0, "{security}: {}", ran.err);
        assert_eq!(folder.run(&["rules", "test", "rules/shop"]).exit, 0, "{security}");
        let values = enough.into_iter().map(|value| (value, 0)).chain(refused.into_iter().map(|value| (value, 1)));
        for (value, exit) in values {
            let header = format!("Authorization: {value}");
            let url = "https://api.shop.example/v1/orders/17";
            let ran = folder.run(&["check", "--rules", "rules/shop", "--", "curl", "-H", &header, url]);
            assert_eq!(ran.exit, exit, "{security} {value}: {}", ran.out);
        }
    }
}

#[test]
fn a_pack_judges_a_host_of_ones_own() {
    let closed = SHOP.replace("type: integer", "enum: [open, paid]");
    let folder = Folder::new("import-own-host").with("shop.yaml", closed);
    assert_eq!(import(&folder, &[]).exit, 0);
    let check = |host: &str, id: &str, more: &[&str]| {
        let url = format!("https://{host}/v1/orders/{id}");
        folder.run(&[&["check", "--rules", "rules/shop"], more, &["--", "curl", &url]].concat())
    };
    let ran = check("own.example", "open", &["--pack", "shop"]);
    assert_eq!(ran.exit, 0, "{}", ran.out);
    for (host, more) in [("own.example", &["--pack", "shop"][..]), ("api.shop.example", &[])] {
        let ran = check(host, "lost", more);
        assert_eq!(ran.exit, 1, "{}", ran.out);
        assert!(ran.out.contains("`{id}` is `open` or `paid`") && !ran.out.contains("it is on"), "{}", ran.out);
    }
}
