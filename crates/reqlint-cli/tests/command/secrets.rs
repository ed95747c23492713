//! No secret is printed, wherever it is.

use crate::run::{Folder, file_formats};
use reqlint_formats::OutputFormat;

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
    let folder = folder
        .with(
            "d.sh",
            "curl -u 'me:hidden21' -b 'session=hidden22' -H 'X-Api-Key: hidden23' --oauth2-bearer hidden24 \\\n  \
             -d '{\"password\":\"hidden25\"}' 'https://me:hidden26@api.edgecast.com/a b?token=hidden27'\n\
             curl -H 'Authorization: hidden28\n\
             curl --no-such=hidden29 -H'Authorization: hidden30' https://x/\n\
             curl -e 'https://me:hidden31@x/' -F 'password=hidden32' -F 'token=@/hidden33' https://api.edgecast.com/\n",
        )
        .with("e.cmd", "curl ^\"https://api.edgecast.com/?token=hidden41^\" ^\n  -H ^\"Authorization: TOK: hidden42^\"\n")
        .with(
            "f.har",
            "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"https://me:hidden51@api.edgecast.com/a?token=hidden52\",\
             \"headers\":[{\"name\":\"authorization\",\"value\":\"hidden53\"},{\"name\":\"cookie\",\"value\":\"a=hidden54\"}],\
             \"postData\":{\"text\":\"{\\\"password\\\":\\\"hidden55\\\"}\"}},\"response\":{\"status\":403,\"headers\":[{\"name\":\"set-cookie\",\
             \"value\":\"a=hidden56\"}],\"content\":{\"text\":\"hidden57\"}}},{\"request\":{\"method\":\"hidden58",
        )
        .with(
            "g.http",
            "@token = hidden61\n@password = hidden62\nPOST https://api.edgecast.com/a b?token={{token}}\nAuthorization: TOK: {{token}}\n\n\
             {\"password\": \"{{password}}\"}\n",
        )
        .with("h.txt", "> GET /a b?token=hidden71 HTTP/1.1\n> Authorization: Bearer hidden72\n>\n")
        .with("i.txt", ":path: /a b?token=hidden73\n:authority: api.edgecast.com\ncookie: a=hidden74\n")
        .with(
            "j.ndjson",
            "{\"request_method\":\"GET\",\"request_uri\":\"/a b?token=hidden81\",\"http_authorization\":\"hidden82\",\"http_cookie\":\"a=hidden83\"}\n\
             {\"request\":{\"method\":\"GET\",\"uri\":\"/a?token=hidden84\",\"headers\":{\"authorization\":\"hidden85\"}}}\n",
        );
    // where no one expects one
    let folder = folder
        .with(
            "k.sh",
            "curl -d @hidden91 https://api.edgecast.com/\n\
             curl --data-urlencode p@hidden92 -xme:hidden93 -zhidden94 -b hidden95 -H @hidden96 https://api.edgecast.com/\n\
             curl --hidden97HIDDEN https://api.edgecast.com/\n\
             curl -T hidden98 --oauth2-bearer hidden99 https://api.edgecast.com/a\n\
             curl -d @- https://api.edgecast.com/ <<END\n{\"password\": \"hidden100\"}\nEND\n",
        )
        .with(
            "l.http",
            "@hidden = hidden110\n# Authorization: hidden111\nPOST https://api.edgecast.com/a b?token={{hidden}}\n\n< hidden112\n",
        )
        .with(
            "m.har",
            "{\"log\":{\"comment\":\"hidden120\",\"entries\":[{\"comment\":\"hidden121\",\"request\":{\"method\":\"POST\",\
             \"url\":\"https://api.edgecast.com/a b\",\"headers\":[],\"cookies\":[{\"name\":\"a\",\"value\":\"hidden122\"}],\
             \"queryString\":[{\"name\":\"token\",\"value\":\"hidden123\"}],\"postData\":{\"mimeType\":\"a/b\",\
             \"params\":[{\"name\":\"password\",\"value\":\"hidden124\"}]}}}]}}",
        )
        .with(
            "n.ndjson",
            "{\"method\":\"GET\",\"target\":\"/a b\",\"facts\":{\"account-status\":\"hidden130\"}}\n\
             {\"method\":\"GET\",\"target\":\"/a b\",\"facts\":{\"token-known\":\"hidden131\"}}\n\
             {\"method\":\"GET\",\"target\":\"/a b\",\"now\":\"hidden132\",\"body_base64\":\"hidden-133\",\"more\":\"hidden134\"}\n\
             {\"request_method\":\"GET\",\"request_uri\":\"/a b\",\"remote_user\":\"hidden135\",\"http_x_api_key\":\"hidden136\",\"time\":\"hidden137\"}\n",
        );
    for pack in ["edgecast", "http"] {
        // the files are where no folder is read
        let folder_of_results = Folder::new(&format!("secrets-results-{pack}"));
        let output =
            |format: OutputFormat| format!("--output={format}:{}", folder_of_results.path(format.name()).display());
        let outputs: Vec<_> = file_formats().map(output).collect();
        let mut words = vec![".", "--pack", pack, "--checklist", "--fact", "token-known=false"];
        words.extend(outputs.iter().map(String::as_str));
        let ran = folder.check(&words);
        let mut texts = vec![("text", ran.out), ("errors", ran.err)];
        texts.extend(file_formats().map(|format| (format.name(), folder_of_results.read(format.name()))));
        for (name, text) in texts {
            assert!(text.len() > 300, "{name}: {text}");
            // the name of a variable is not a secret
            let text = text.replace("are replaced: hidden", "");
            let shown = text.find("hidden").map(|at| text[at.saturating_sub(200)..at + 20].to_owned());
            assert_eq!(shown, None, "{name}, --pack {pack}");
        }
    }
}
