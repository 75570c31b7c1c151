//! Bodies made to hurt: huge, deep, packed or never ending. The next request must work as if nothing had been.

use std::time::{Duration, Instant};
use tests::contact::zoe;
use tests::world::email;
use tests::{Browser, Reply, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn post(
    visitor: &Browser,
    path: &str,
    kind: &str,
    more: &[(&str, &str)],
    body: Vec<u8>,
) -> Reply {
    let mut headers = tests::browser::same_origin(visitor.world.url()).to_vec();
    headers.push(("content-type", kind));
    headers.extend_from_slice(more);
    visitor.raw("POST", path, &headers, body).await
}

/// The shop is as well as before.
async fn still_well(visitor: &Browser) {
    let started = Instant::now();
    visitor.send("GET", "/api/health", "").await.expect(200);
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "health took {:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn t39_bodies_past_the_limit_are_refused_at_every_door() {
    let visitor = Browser::new(&World::get());
    let limit = domain::api::BODY_MAX;
    let exact = format!("{{\"lines\":[]{}}}", " ".repeat(limit - 12));
    assert_eq!(exact.len(), limit);
    post(
        &visitor,
        "/api/checkouts",
        "application/json",
        &[],
        exact.clone().into_bytes(),
    )
    .await
    .expect(422);
    let over = format!("{exact} ").into_bytes();
    for path in ["/api/checkouts", "/api/session"] {
        let reply = post(&visitor, path, "application/json", &[], over.clone()).await;
        reply.expect(413);
        assert_eq!(reply.problem().code, "too_large");
    }
    for size in [1_000_000, 50_000_000] {
        let started = Instant::now();
        let reply = post(
            &visitor,
            "/api/checkouts",
            "application/json",
            &[],
            vec![b'['; size],
        )
        .await;
        reply.expect(413);
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{size} bytes took {:?}",
            started.elapsed()
        );
        still_well(&visitor).await;
    }
}

#[tokio::test]
async fn t39_a_body_that_does_not_tell_its_length_is_cut_off() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let address = world.url().trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/checkouts HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         sec-fetch-site: same-origin\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // 80 kB, a little past the limit, in chunks.
    for _ in 0..20 {
        stream
            .write_all(format!("1000\r\n{}\r\n", " ".repeat(4096)).as_bytes())
            .await
            .unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.ok();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    still_well(&visitor).await;
}

#[tokio::test]
async fn t39_uploads_and_packed_bodies_find_no_door() {
    let visitor = Browser::new(&World::get());
    let part = "--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    let parts = format!("{}--x--\r\n", part.repeat(1_000)).into_bytes();
    let reply = post(
        &visitor,
        "/api/checkouts",
        "multipart/form-data; boundary=x",
        &[],
        parts,
    )
    .await;
    reply.expect(415);
    // A gzip stream that says `{"lines":[]}` is not read as JSON, whatever it would unpack to.
    let packed = vec![
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56, 0xca, 0xc9, 0xcc, 0x4b, 0x2d, 0x56, 0xb2,
        0x8a, 0x8e, 0xad, 5, 0,
    ];
    let reply = post(
        &visitor,
        "/api/checkouts",
        "application/json",
        &[("content-encoding", "gzip")],
        packed,
    )
    .await;
    assert!([400, 415].contains(&reply.status), "{reply}");
    let reply = post(
        &visitor,
        "/api/checkouts",
        "application/json; charset=utf-16",
        &[],
        b"{}".to_vec(),
    )
    .await;
    assert!([400, 415, 422].contains(&reply.status), "{reply}");
    still_well(&visitor).await;
}

#[tokio::test]
async fn t40_deep_json_is_refused_and_the_next_requests_succeed() {
    let visitor = Browser::new(&World::get());
    let deep = 60_000;
    for body in [
        "[".repeat(deep),
        format!("{}{}", "[".repeat(deep / 2), "]".repeat(deep / 2)),
        "{\"a\":".repeat(deep / 5),
        format!(
            "{{\"lines\":{}{}}}",
            "[".repeat(deep / 2 - 10),
            "]".repeat(deep / 2 - 10)
        ),
        format!(
            "{{\"lines\":[{}1{}]}}",
            "{\"product\":".repeat(5_000),
            "}".repeat(5_000)
        ),
        format!(
            "{{\"unknown\":{}{}}}",
            "[".repeat(deep / 2 - 10),
            "]".repeat(deep / 2 - 10)
        ),
    ] {
        let reply = post(
            &visitor,
            "/api/checkouts",
            "application/json",
            &[],
            body.into_bytes(),
        )
        .await;
        assert!([400, 422].contains(&reply.status), "{reply}");
    }
    for body in ["[".repeat(200_000), "{\"a\":".repeat(100_000)] {
        post(
            &visitor,
            "/api/checkouts",
            "application/json",
            &[],
            body.into_bytes(),
        )
        .await
        .expect(413);
    }
    for _ in 0..20 {
        visitor.leave(&zoe(&email("after-deep"))).await;
    }
}

#[tokio::test]
async fn t35_numbers_past_all_bounds_are_refused() {
    let visitor = Browser::new(&World::get());
    let product = visitor.products().await.remove(0).id;
    for number in [
        "1e309",
        "-1e309",
        "-0",
        "9223372036854775808",
        "18446744073709551616",
        "1e1",
        "4294967296",
        "0.1",
        "1E400",
    ] {
        let body = format!("{{\"lines\":[{{\"product\":\"{product}\",\"quantity\":{number}}}]}}");
        let reply = post(
            &visitor,
            "/api/checkouts",
            "application/json",
            &[],
            body.into_bytes(),
        )
        .await;
        assert!([400, 422].contains(&reply.status), "{number}: {reply}");
    }
    let long = format!(
        "{{\"lines\":[{{\"product\":\"{product}\",\"quantity\":{}}}]}}",
        "9".repeat(50_000)
    );
    let reply = post(
        &visitor,
        "/api/checkouts",
        "application/json",
        &[],
        long.into_bytes(),
    )
    .await;
    assert!([400, 422].contains(&reply.status), "{reply}");
}
