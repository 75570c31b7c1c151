//! Files as they are handed in: what lies, names a path or is too much is refused; what breaks off leaves nothing; what
//! nothing takes up is swept away.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::document::UploadDocument;
use domain::upload::{SIZE_MAX, WAITING_FOR, WAITING_MAX};
use tests::browser::same_origin;
use tests::handing_in::pdf;
use tests::staff::Staff;
use tests::world::now;
use tests::{Server, World};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn rows(world: &World, account: &str) -> i64 {
    let sql =
        "select count(*) from blobs b join accounts a on a.id = b.account_id where a.email = ?1";
    world.database().number(sql, &[account]).await
}

#[tokio::test]
async fn a_file_is_kept_under_its_name_and_kind() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    let kept = clerk.hands_in("Mode d’emploi (été).PDF", &pdf("été")).await;
    assert_eq!(kept.name, "Mode d’emploi (été).PDF");
    assert_eq!(kept.kind.extension(), "pdf");
    assert_eq!(kept.size as usize, pdf("été").len());
    assert!(world.holds(&kept).await);
}

#[tokio::test]
async fn what_lies_or_runs_or_names_a_path_is_refused_with_its_reason_and_leaves_nothing() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    let good = pdf("x");
    for (name, bytes, told) in [
        ("a.png", &good[..], "file: lies"),
        ("a.pdf", b"MZ\x90\0", "file: active"),
        ("a.html", b"<p>x", "file: active"),
        ("a.svg", b"<svg onload=alert(1)>", "file: active"),
        ("a.pdf", b"", "file: empty"),
        ("a.psd", b"8BPS", "file: unsupported"),
        ("a.pdf", &good[..20], "file: damaged"),
        ("../a.pdf", &good, "name: path"),
        ("..%2fa.pdf/", &good, "name: path"),
        ("a\\b.pdf", &good, "name: path"),
        ("a\0.pdf", &good, "name: control_chars"),
        ("a\r\nb.pdf", &good, "name: control_chars"),
        ("fdp\u{202e}exe.pdf", &good, "name: control_chars"),
        ("", &good, "name: required"),
    ] {
        let reply = clerk.hand_in(name, bytes).await;
        assert_eq!(reply.expect(422).faults()[0], told, "{name:?}");
    }
    let reply = clerk
        .upload("POST", UploadDocument::PATH, "%ff.pdf", good.clone())
        .await;
    assert_eq!(reply.expect(422).faults(), ["name: control_chars"]);
    assert_eq!(rows(&world, &clerk.email).await, 0);
}

#[tokio::test]
async fn t39_ten_megabytes_are_kept_and_no_byte_more() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    let kept = clerk.hands_in("a.txt", &vec![b'a'; SIZE_MAX]).await;
    assert_eq!(kept.size as usize, SIZE_MAX);
    let reply = clerk.hand_in("a.txt", &vec![b'a'; SIZE_MAX + 1]).await;
    assert_eq!(reply.expect(413).problem().code, "too_large");
    assert_eq!(rows(&world, &clerk.email).await, 1);
}

#[tokio::test]
async fn a_form_of_another_kind_is_no_upload() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    for kind in [
        "",
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/pdf",
    ] {
        let mut headers = same_origin(world.url()).to_vec();
        headers.push(("file-name", "a.pdf"));
        if !kind.is_empty() {
            headers.push(("content-type", kind));
        }
        let reply = clerk
            .raw("POST", UploadDocument::PATH, &headers, pdf("x"))
            .await;
        assert_eq!(reply.status, 415, "{kind} {reply}");
    }
    assert_eq!(rows(&world, &clerk.email).await, 0);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    let address = world.url().trim_start_matches("http://").to_owned();
    let cookies = clerk.cookies();
    let cookies: Vec<String> = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/octet-stream\r\nfile-name: a.txt\r\n\
         sec-fetch-site: same-origin\r\ncookie: {}\r\ncontent-length: 1000000\r\n\r\n",
        UploadDocument::PATH,
        cookies.join("; ")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b'a'; 400_000]).await.unwrap();
    stream.shutdown().await.unwrap();
    // What the shop says to a half, if anything, it has said by now.
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    // The same browser goes on as if nothing had been.
    clerk.hands_in("b.txt", b"whole").await;
    assert_eq!(rows(&world, &clerk.email).await, 1);
}

#[tokio::test]
async fn only_so_many_uploads_wait_for_one_account() {
    let world = World::get();
    let clerk = Staff::of_role(&world, Role::Manager).await;
    for _ in 0..WAITING_MAX {
        clerk.hands_in("a.txt", b"a").await;
    }
    let reply = clerk.hand_in("a.txt", b"a").await;
    assert_eq!(reply.expect(422).faults(), ["file: too_many"]);
    let other = Staff::of_role(&world, Role::Manager).await;
    other.hands_in("a.txt", b"a").await;
}

#[tokio::test]
async fn the_sweep_deletes_what_nothing_took_up_within_a_day() {
    let server = Server::start("uploads").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let (old, young) = (
        owner.hands_in("old.txt", b"old").await,
        owner.hands_in("young.txt", b"young").await,
    );
    assert!(world.holds(&old).await && world.holds(&young).await);
    let database = world.database();
    let aged = "update blobs set at = at - 3600000 where id = ?1";
    database.rows(aged, &[old.id.as_str()]).await;
    let at = now() + WAITING_FOR - 1_800_000;
    world.sweep_at(at).await;
    assert!(!world.holds(&old).await && world.holds(&young).await);
    assert_eq!(database.number("select count(*) from blobs", &[]).await, 1);
    // Nothing to do is no mistake.
    world.sweep_at(at).await;
    assert!(world.holds(&young).await);
}

#[tokio::test]
async fn a_crash_between_the_row_and_the_object_heals_by_the_sweep() {
    let server = Server::start("uploads-crash").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    let kept = owner.hands_in("a.txt", b"a").await;
    let database = world.database();
    // A row without an object: the shop ended before it was written.
    let sql = "insert into blobs (id, account_id, name, kind, size, state, at) values ('00000000-0000-7000-8000-000000000000', 'x', 'b.txt', 'txt', 1, 'waiting', 0)";
    database.rows(sql, &[]).await;
    // An object whose row was told to go, and the shop ended before it went.
    database
        .rows(
            "update blobs set state = 'doomed' where id = ?1",
            &[kept.id.as_str()],
        )
        .await;
    world.sweep_at(now()).await;
    assert!(!world.holds(&kept).await);
    assert_eq!(
        database
            .number("select count(*) from blobs where id <> 'none'", &[])
            .await,
        0
    );
}
