//! No secret is printed, wherever it stands.

use crate::run::Folder;

#[test]
fn a_secret_is_never_shown() {
    let folder = Folder::new("secrets")
        .with(
            "a.http",
            "GET https://me:hidden1@api.edgecast.com/a b?token=hidden2 HTTP/1.1\n\
             Authorization: TOK: \"hidden3\" hidden4\n\
             Authorization hidden5 hidden6\n\
             Cookie : session=hidden7\n\
             X-Api-Key:\n hidden8\n\
             Content-Type: application/json\n\n\
             {\"password\":\"hidden9\",\"token\": hidden10}\n",
        )
        .with("b.http", "Authorization: Bearer hidden11\nGET / HTTP/1.1\n")
        .with("c.ndjson", "{\"method\":\"GET\",\"target\":\"/a b?token=hidden12\",\"headers\":[[\"Authorization\",\"hidden13\"],[\"X\",hidden14]]}\n");
    for format in ["text", "json", "ndjson"] {
        for pack in ["edgecast", "http"] {
            let ran =
                folder.check(&[".", "--format", format, "--pack", pack, "--checklist", "--fact", "token-known=false"]);
            for text in [&ran.out, &ran.err] {
                let shown = text.find("hidden").map(|at| text[at.saturating_sub(200)..at + 20].to_owned());
                assert_eq!(shown, None, "--format {format} --pack {pack}");
            }
        }
    }
}
