//! `reqlint rules import` from outside: what it writes, what it does the second time, and what it refuses.

use crate::run::{Folder, Ran};
use std::fs;

const SHOP: &str = "\
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
