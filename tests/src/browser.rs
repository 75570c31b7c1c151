//! A visitor's browser without the screen: its cookies, its address on the net, and what visitors do.

use crate::world::{self, World};
use crate::{Reply, reply};
use domain::api::checkout::{Basket, OpenCheckout, SubmitContact, Submitted};
use domain::api::session::{Credentials, Session, SignIn, SignOut};
use domain::api::shop::{InLocale, ListProducts};
use domain::api::{self, Endpoint, Method};
use domain::checkout::{BasketLine, Checkout};
use domain::contact::ContactForm;
use domain::id::CheckoutId;
use domain::locale::Locale;
use domain::problem::Problem;
use domain::product::Product;
use domain::upload::{self, Upload};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A browser: a cookie jar and a client address of its own, so that no two tests share a throttle.
pub struct Browser {
    pub world: World,
    client: reqwest::Client,
    jar: Mutex<Vec<(String, String)>>,
    address: String,
    language: Locale,
}

impl Browser {
    /// A browser that never was here before.
    pub fn new(world: &World) -> Browser {
        let number = world::number();
        // A /64 of its own from the prefix for documentation.
        let address = format!(
            "2001:db8:{:x}:{:x}::1",
            number >> 16 & 0xffff,
            number & 0xffff
        );
        Browser {
            world: world.clone(),
            client: world::client(),
            jar: Mutex::default(),
            address,
            language: Locale::En,
        }
    }

    pub fn speaking(mut self, language: Locale) -> Browser {
        self.language = language;
        self
    }

    /// The same cookies seen from elsewhere on the net.
    pub fn from_address(mut self, address: &str) -> Browser {
        self.address = address.to_owned();
        self
    }

    pub fn language(&self) -> Locale {
        self.language
    }

    /// The address on the net that the shop counts this browser by.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Another browser that stole this one's cookies.
    pub fn stolen(&self) -> Browser {
        let thief = Browser::new(&self.world);
        for (name, value) in self.cookies() {
            thief.set_cookie(&name, &value);
        }
        thief
    }

    pub fn cookies(&self) -> Vec<(String, String)> {
        self.jar.lock().map(|jar| jar.clone()).unwrap_or_default()
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.cookies();
        cookies
            .into_iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value)
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        if let Ok(mut jar) = self.jar.lock() {
            jar.retain(|(other, _)| other != name);
            jar.push((name.to_owned(), value.to_owned()));
        }
    }

    pub fn drop_cookie(&self, name: &str) {
        if let Ok(mut jar) = self.jar.lock() {
            jar.retain(|(other, _)| other != name);
        }
    }

    /// A request with exactly these headers, beside the cookies and the client's address. Nothing is added for it.
    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<reqwest::Body>,
    ) -> Reply {
        let reply = self.exchange(method, path, headers, body.into()).await;
        let reply = reply.unwrap_or_else(|error| panic!("{method} {path}: {error:?}"));
        reply.examine(false);
        reply
    }

    /// A request that may fail, to a shop that may be down: no oracle is asked.
    pub async fn attempt(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Option<Reply> {
        self.exchange(method, path, headers, body.into()).await.ok()
    }

    /// What the app's own pages would send: JSON from the same origin.
    pub async fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        let mut headers = same_origin(self.world.url()).to_vec();
        if !body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        self.raw(method, path, &headers, body.to_owned()).await
    }

    /// Hands in a file as the app does; the name as its header says it.
    pub async fn upload(&self, method: &str, path: &str, name: &str, bytes: Vec<u8>) -> Reply {
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.push(("content-type", upload::MEDIA));
        headers.push((upload::NAME_HEADER, name));
        self.raw(method, path, &headers, bytes).await
    }

    /// Asks for a page as somebody who follows a link.
    pub async fn open(&self, path: &str) -> Reply {
        let headers = [("accept", "text/html"), ("sec-fetch-mode", "navigate")];
        self.raw("GET", path, &headers, "").await
    }

    /// Calls an endpoint as the app does. A success has the declared status.
    pub async fn call<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        request: &E::Request,
    ) -> Result<E::Response, Problem> {
        let reply = self.reply::<E>(params, query, request).await;
        if reply.status >= 400 {
            return Err(reply.problem());
        }
        reply.expect(E::STATUS);
        let body: &[u8] = if api::is_empty::<E::Response>() {
            b"null"
        } else {
            &reply.body
        };
        serde_json::from_slice(body).map_err(|error| panic!("{reply}: {error}"))
    }

    /// [`Browser::call`] for endpoints that only need their parameters.
    pub async fn get<E: Endpoint<Request = ()>>(
        &self,
        params: &E::Params,
        query: &E::Query,
    ) -> Result<E::Response, Problem> {
        self.call::<E>(params, query, &()).await
    }

    /// [`Browser::call`] for tests that look at the answer itself.
    pub async fn reply<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        request: &E::Request,
    ) -> Reply {
        let path = api::address::<E>(params, query, escape);
        let upload: &dyn std::any::Any = request;
        if let Some(upload) = upload.downcast_ref::<Upload>() {
            let name = escape(&upload.name);
            return self
                .upload(E::METHOD.name(), &path, &name, upload.bytes.clone())
                .await;
        }
        let body = match api::is_empty::<E::Request>() {
            true => String::new(),
            false => serde_json::to_string(request).expect("requests are JSON"),
        };
        self.send(E::METHOD.name(), &path, &body).await
    }

    pub async fn products(&self) -> Vec<Product> {
        let query = InLocale {
            locale: Some(self.language),
        };
        let products = self.get::<ListProducts>(&(), &query).await;
        let products = products.expect("everybody may see the products").items;
        assert!(!products.is_empty(), "the demo shop sells something");
        products
    }

    /// Puts the shop's first product into a basket and goes to the contact step.
    pub async fn open_checkout(&self) -> Checkout {
        let product = self.products().await.remove(0).id;
        let basket = Basket {
            lines: vec![BasketLine {
                product,
                quantity: 1,
            }],
        };
        let query = InLocale {
            locale: Some(self.language),
        };
        let opened = self.call::<OpenCheckout>(&(), &query, &basket).await;
        opened.expect("a basket of one product opens a checkout")
    }

    pub async fn submit_contact(
        &self,
        checkout: &CheckoutId,
        form: &ContactForm,
    ) -> Result<Submitted, Problem> {
        self.call::<SubmitContact>(checkout, &(), form).await
    }

    /// Opens a checkout and leaves these contact details.
    pub async fn leave(&self, form: &ContactForm) -> CheckoutId {
        let checkout = self.open_checkout().await.id;
        let submitted = self.submit_contact(&checkout, form).await;
        let submitted =
            submitted.unwrap_or_else(|problem| panic!("{form:?}: {:?}", reply::faults(&problem)));
        assert_eq!(
            (&submitted.id, &submitted.contact),
            (&checkout, form),
            "what was typed comes back"
        );
        checkout
    }

    /// Sends a request again for as long as the shop says it is busy, up to half a minute, as the forms do.
    pub async fn send_patiently(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Reply {
        let patience = Instant::now() + Duration::from_secs(30);
        loop {
            let reply = self.raw(method, path, headers, body.to_owned()).await;
            if reply.status != 503 || Instant::now() > patience {
                return reply;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Signs in as the form does.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Session, Problem> {
        let credentials = Credentials {
            email: email.into(),
            password: Some(password.into()),
            code: None,
            remember: false,
        };
        let body = serde_json::to_string(&credentials).expect("requests are JSON");
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.push(("content-type", "application/json"));
        let reply = self
            .send_patiently("POST", SignIn::PATH, &headers, &body)
            .await;
        match reply.status {
            200 => Ok(serde_json::from_slice(&reply.body)
                .unwrap_or_else(|error| panic!("{reply}: {error}"))),
            _ => Err(reply.problem()),
        }
    }

    pub async fn sign_out(&self) {
        let ended = self.call::<SignOut>(&(), &(), &()).await;
        ended.expect("anybody may sign out");
    }

    /// Who the shop takes this browser for.
    pub async fn session(&self) -> Session {
        let session = self.get::<api::session::GetSession>(&(), &()).await;
        session.expect("anybody may ask who is signed in")
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: reqwest::Body,
    ) -> reqwest::Result<Reply> {
        let name = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self
            .client
            .request(name, format!("{}{path}", self.world.url()))
            .header("cf-connecting-ip", &self.address)
            .body(body);
        if !headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("accept-language"))
        {
            request = request.header("accept-language", self.language.code());
        }
        let cookies: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty()
            && !headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("cookie"))
        {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let started = Instant::now();
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        self.keep_cookies(&headers);
        Ok(Reply {
            method: method.to_owned(),
            path: path.to_owned(),
            status,
            headers,
            body: answer.bytes().await?.to_vec(),
            took: started.elapsed(),
        })
    }

    fn keep_cookies(&self, headers: &reqwest::header::HeaderMap) {
        for line in headers.get_all("set-cookie") {
            let Ok(line) = line.to_str() else { continue };
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let gone = attributes
                .to_ascii_lowercase()
                .split(';')
                .any(|a| a.trim() == "max-age=0");
            if gone || value.is_empty() {
                self.drop_cookie(name.trim());
            } else {
                self.set_cookie(name.trim(), value.trim());
            }
        }
    }
}

/// The headers by which a browser shows that a request comes from the shop's own page.
pub fn same_origin(url: &str) -> [(&'static str, &str); 2] {
    [("sec-fetch-site", "same-origin"), ("origin", url)]
}

/// The path of a declared endpoint with its parameters filled in order.
pub fn fill(path: &str, ids: &[&str]) -> String {
    let mut ids = ids.iter();
    path.split('/')
        .map(|part| match part.starts_with('{') {
            true => *ids.next().expect("an id for each parameter"),
            false => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Percent-encodes a value for a query.
pub fn escape(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// True for methods that change something.
pub fn is_unsafe(method: Method) -> bool {
    method != Method::Get
}
