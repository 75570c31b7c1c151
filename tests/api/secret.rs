//! A missing secret: the Worker refuses to serve anything, and says in its log which one.

use tests::{Browser, Server};

#[tokio::test]
async fn without_a_secret_nothing_is_served_and_the_log_names_it() {
    let mut server = Server::prepared("secret");
    for secret in ["PASSWORD_PEPPER", "DEVICE_KEY"] {
        server.serve(&["--without", secret]);
        server.answers().await;
        let visitor = Browser::new(&server.world);
        for (method, path) in [
            ("GET", "/api/health"),
            ("GET", "/api/products"),
            ("POST", "/api/session"),
            ("GET", "/"),
            ("GET", "/checkout"),
        ] {
            let headers = [
                ("sec-fetch-site", "same-origin"),
                ("content-type", "application/json"),
            ];
            let reply = visitor
                .attempt(method, path, &headers, b"{}".to_vec())
                .await
                .expect("an answer");
            reply.expect(503);
            assert_eq!(reply.problem().code, "secrets", "{reply}");
            assert!(reply.header("retry-after").is_some(), "{reply}");
            assert!(
                !reply.text().contains(secret),
                "which one is missing is for the log: {reply}"
            );
            for (name, value) in domain::headers::SECURITY {
                assert_eq!(reply.header(name), Some(*value), "{name}");
            }
        }
        server
            .logs(|line| line.contains("refused to serve") && line.contains(secret))
            .await;
        server.kill();
    }
    server.serve(&[]);
    server.ready().await;
}

#[tokio::test]
async fn a_webhook_secret_that_is_none_stops_the_shop_and_its_absence_does_not() {
    let mut server = Server::prepared("webhook-secret");
    server.serve(&["--var", "MAIL_WEBHOOK_SECRET:whsec_short"]);
    server.answers().await;
    let visitor = Browser::new(&server.world);
    let reply = visitor.attempt("GET", "/api/health", &[], Vec::new()).await;
    reply.expect("an answer").expect(503);
    server
        .logs(|line| line.contains("refused to serve") && line.contains("MAIL_WEBHOOK_SECRET"))
        .await;
    server.kill();
    server.serve(&["--without", "MAIL_WEBHOOK_SECRET"]);
    server.ready().await;
    let now = tests::mail_events::seconds().to_string();
    let message = tests::mail_events::Message::made("msg-nobodys", &now, "{}");
    visitor.tells(&message).await.expect(401);
}
