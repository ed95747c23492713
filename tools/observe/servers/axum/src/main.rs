//! The handler: 200 at /ok, else 404 or 405, each answer marked.
use axum::{body::Bytes, extract::Request, http::StatusCode, response::IntoResponse, Router};

async fn answer(request: Request) -> impl IntoResponse {
    let known = matches!(request.method().as_str(), "GET" | "HEAD" | "POST");
    let status = match request.uri().path() {
        "/ok" if known => StatusCode::OK,
        "/ok" => StatusCode::METHOD_NOT_ALLOWED,
        _ => StatusCode::NOT_FOUND,
    };
    let body = axum::body::to_bytes(request.into_body(), usize::MAX).await;
    (status, [("x-app", "1")], body.map_or(Bytes::new(), |_| Bytes::from("answered\n")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_default();
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    axum::serve(listener, Router::new().fallback(answer)).await
}
