//! Forms in parts (`multipart/form-data`): what readers may take in different ways doesn't reach the service.

use super::depot::{STORE, behind, layer, says};
use reqlint_server::{WhenClosed, WhenUnknown};

/// A part of a form whose boundary is `x`.
fn part(head: &str, value: &str) -> String {
    format!("--x\r\n{head}\r\n\r\n{value}\r\n")
}

fn named(name: &str) -> String {
    format!("Content-Disposition: form-data; name=\"{name}\"")
}

/// A form that is right, and says a country.
fn country(value: &str) -> String {
    part(&named("country"), value) + "--x--\r\n"
}

const FORM: &str = "multipart/form-data; boundary=x";

#[tokio::test]
async fn parts_are_judged_as_members() {
    let address = behind(layer()).await;
    let head = STORE.replace("application/json", FORM);
    for (body, status) in [
        (country("DE"), 200),
        (country("US"), 400),
        (part(&named("country"), "DE") + &country("US"), 400),
        (part(&named("country"), "US") + &country("DE"), 400),
        (part(&format!("{}; filename=\"a.txt\"\r\nContent-Type: text/plain", named("country")), "US") + "--x--", 400),
        (part("content-disposition:form-data;NAME=country", "US") + "--x--", 400),
        (part(&named("sender"), "a sender with a long name") + "--x--", 400),
        // what clients send
        (
            part(&format!("{}; filename=\"a b.jpg\"\r\nContent-Type: image/jpeg", named("file")), "\0\r\n\n--")
                + "--x--",
            200,
        ),
        (part(&format!("{}; filename*=UTF-8''a%20b", named("file")), "") + "--x--\r\n", 200),
        (part(&format!("{}\r\nContent-Type: text/plain; charset=utf-8", named("country")), "DE") + "--x--", 200),
        (part(&format!("{}\r\nContent-Type: text/plain; charset=ISO-8859-1", named("country")), "DE") + "--x--", 200),
        (part(&format!("{}\r\nContent-Type: text/plain; charset=ISO-8859-1", named("country")), "US") + "--x--", 400),
        (part(&format!("{}\r\nContent-Type: text/plain; charset=ISO-8859-1", named("note")), "\u{e9}") + "--x--", 415),
        (part(&format!("{}\r\nContent-Transfer-Encoding: binary", named("country")), "DE") + "--x--", 200),
        (country("DE").replace("\r\n", "\n"), 200),
        (country("US").replace("\r\n", "\n"), 400),
        ("--x--\r\n".to_owned(), 200),
    ] {
        let answer = says(address, &head, &body).await;
        assert_eq!(answer.status, status, "{body} {answer:?}");
    }
}

#[tokio::test]
async fn no_form_in_parts_is_passed_that_readers_take_in_different_ways() {
    let wrong = part(&named("country"), "US");
    let us = |head: &str| part(head, "US") + "--x--";
    let bodies = [
        // the end, and what comes after it or before the first part
        wrong.clone(),
        country("US") + "more",
        country("DE") + &country("US"),
        format!("text{}", country("US")),
        format!("text\n{}", country("US")),
        format!("{}\r\n\r\nUS\r\n{}", format_args!("text--x\r\n{}", named("country")), country("DE")),
        // where a part ends
        format!("--x\r\n{}\r\n\r\nDE\n--x\r\n{}\r\n\r\n\r\n--x--", named("country"), named("note")),
        country("DE\r\n--xy"),
        country("DE\r--x"),
        // where its head ends
        us(&format!("{}\n\nX: y", named("country"))),
        us(&named("country").replace("; ", ";\r\n ")),
        // which name counts
        us("Content-Disposition: form-data; filename=\"; name=note\"; name=country; name=note"),
        us("Content-Disposition: form-data; name=note; name=country"),
        us("Content-Disposition: form-data; name=note; name*=utf-8''country"),
        us("Content-Disposition: form-data; name=\"c\\ountry\""),
        us("Content-Disposition: form-data; name=\"c%6Funtry\""),
        us(&format!("{}\r\n{}", named("note"), named("country"))),
        // in which encoding it is
        us(&format!("{}\r\nContent-Type: text/plain; charset=utf-7", named("country"))),
        us(&format!("{}\r\nContent-Transfer-Encoding: base64", named("country"))),
        part(&named("_charset_"), "utf-7") + &us(&named("country")),
    ];
    let head = STORE.replace("application/json", FORM);
    let strict = layer().when_closed(WhenClosed::Pass).when_unknown(WhenUnknown::Refuse);
    for address in [behind(layer()).await, behind(strict).await] {
        for body in &bodies {
            let answer = says(address, &head, body).await;
            assert_eq!(answer.status, 415, "{body} {answer:?}");
        }
        // which boundary counts
        for types in [
            "multipart/form-data; boundary=x; boundary=y",
            "multipart/form-data; boundary=\"x\\y\"",
            "multipart/form-data; boundary = x",
            "multipart/form-data",
        ] {
            let answer = says(address, &STORE.replace("application/json", types), &country("US")).await;
            assert_eq!(answer.status, 415, "{types} {answer:?}");
        }
        let both = format!("{}--y\r\n{}\r\n\r\nUS\r\n--y--\r\n--x--", part(&named("country"), "DE"), named("country"));
        let quoted = "multipart/form-data; a=\"; boundary=x\"; boundary=y";
        assert_eq!(says(address, &STORE.replace("application/json", quoted), &both).await.status, 415);
    }
    let open = behind(layer().when_closed(WhenClosed::Pass)).await;
    assert_eq!(says(open, &head, &bodies[0]).await.status, 200);
    // where no rule looks into it, nothing is asked of it
    let address = behind(layer()).await;
    let other = head.replace("/v1/boxes", "/v1/hours").replace("POST", "PUT");
    assert_eq!(says(address, &other, &bodies[0]).await.status, 200);
}

#[tokio::test]
async fn groups_hold_whichever_of_repeated_members_is_read() {
    let address = behind(layer()).await;
    let head = STORE.replace("/v1/boxes", "/v1/calls");
    for (body, status) in [
        (r#"{"phone":"5"}"#, 200),
        (r#"{"phone":"5","phone":"6"}"#, 200),
        (r#"{"phone":"5","mail":null}"#, 200),
        (r#"{"phone":"5","phone":null}"#, 400),
        (r#"{"phone":null,"phone":"5"}"#, 400),
        (r#"{"phone":"5","mail":null,"mail":"a"}"#, 400),
        (r#"{"phone":"5","from":1,"to":2}"#, 200),
        (r#"{"phone":"5","from":1,"to":2,"to":null}"#, 400),
        (r#"{"phone":"5","from":null,"from":1}"#, 400),
    ] {
        let answer = says(address, &head, body).await;
        assert_eq!(answer.status, status, "{body} {answer:?}");
    }
}
