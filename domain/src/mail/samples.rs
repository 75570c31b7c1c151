//! One mail of each kind, as the tests render them: with everyday values, and with hostile ones.

use super::{Bill, Change, Delivery, Letterhead, Mail, Payment, Rendered};
use crate::campaign::content::{Addressee, Content};
use crate::checkout::{self, Line};
use crate::contact::Address;
use crate::id::{Id, OrderId};
use crate::locale::Locale;
use crate::order::{PaymentMethod, Transfer};
use crate::product::Kind;
use crate::settings::{Seller, consent_text};
use crate::time::{Date, Moment, moment};

/// The texts that mails are made from.
pub(super) struct Stock {
    pub locale: Locale,
    pub shop: String,
    pub seller: Seller,
    pub contact_email: String,
    pub base_url: String,
    pub code: String,
    pub token: String,
    pub names: [String; 3],
    pub terms: String,
    pub waiver: String,
    pub transfer: Transfer,
    pub invoice: String,
    pub credit_note: String,
    /// A customer's first name, last name and organisation.
    pub customer: [String; 3],
}

const EN: [&str; 6] = [
    "Remote help, one hour",
    "Library of courses, one year",
    "The counter-keeper’s handbook",
    "1. The shop sells what its pages describe, at the prices shown there.\n2. The contract is made when the order is confirmed by email.\n\n3. Payment is due within ten days of the order.",
    "I ask that access begins at once, and I know that I lose my right of withdrawal as soon as it has been given.",
    "€5,000",
];

const FR: [&str; 6] = [
    "Assistance à distance, une heure",
    "Bibliothèque de cours, un an",
    "Le manuel du comptoir",
    "1. La boutique vend ce que ses pages décrivent, aux prix qui y figurent.\n2. Le contrat est conclu par la confirmation de la commande par e-mail.\n\n3. Le paiement est dû dans les dix jours de la commande.",
    "Je demande que l’accès commence aussitôt, et je sais que je perds mon droit de rétractation dès qu’il est donné.",
    "5\u{202f}000\u{a0}€",
];

const CAMPAIGN_SUBJECT_EN: &str = "{first_name|Hello}, the winter courses are here";
const CAMPAIGN_EN: &str = "# Winter at the counter

Hello {first_name|and welcome back},

The **winter courses** are in the library, {shop} wishes you *long evenings*. New this month:

- [Keeping a counter](https://shop.example.com/), for everyone who begins
- Accounts without tears, in three evenings

1. Open your space: {space}
2. Choose a course.

> “I came for one hour and stayed a year.”

## If you order for {organisation|your own use}

Ask for an invoice at checkout; nothing else is needed.

---

See you soon at {shop}
";
const CAMPAIGN_SUBJECT_FR: &str = "{prénom|Bonjour}, les cours d’hiver sont là";
const CAMPAIGN_FR: &str = "# L’hiver au comptoir

Bonjour {prénom|et bon retour},

Les **cours d’hiver** sont à la bibliothèque, {boutique} vous souhaite *de longues soirées*. Ce mois-ci :

- [Tenir un comptoir](https://shop.example.com/), pour débuter
- Les comptes sans larmes, en trois soirées

1. Ouvrez votre espace : {espace}
2. Choisissez un cours.

> « Venue pour une heure, j’y suis restée un an. »

## Pour les commandes de {organisation|particuliers}

Demandez une facture au moment de commander ; c’est tout.

---

À bientôt chez {boutique}
";

impl Stock {
    /// What a shop would really say.
    pub fn of(locale: Locale) -> Stock {
        let [service, access, download, terms, waiver, capital] = match locale {
            Locale::En => EN,
            Locale::Fr => FR,
        }
        .map(str::to_owned);
        Stock {
            locale,
            shop: "Comptoir".into(),
            seller: Seller {
                name: "Comptoir Exemple".into(),
                form: "SARL".into(),
                capital,
                address: Some(Address {
                    line1: "12 rue des Lilas".into(),
                    line2: None,
                    postcode: Some("75011".into()),
                    city: "Paris".into(),
                    region: None,
                    country: "FR".into(),
                }),
                siren: "303265045".into(),
                rcs: "RCS Paris".into(),
                vat_id: Some("FR40303265045".into()),
                ..Seller::default()
            },
            contact_email: "bonjour@example.com".into(),
            base_url: "https://shop.example.com".into(),
            code: "482913".into(),
            token: "Zk3v9Qw1x0YtB7mJ5cR2aHn8LpUe6SdF4gKoTiVwXyM".into(),
            names: [service, access, download],
            terms,
            waiver,
            transfer: Transfer {
                beneficiary: "Comptoir Exemple".into(),
                iban: "FR7630006000011234567890189".into(),
                bic: Some("AGRIFRPP".into()),
                reference: "CMD-1042".into(),
                amount: 122_799,
                due_at: 0,
            },
            invoice: "F-2026-0117".into(),
            credit_note: "A-2026-0003".into(),
            customer: ["Zoé".into(), "Lefèvre".into(), "Maison Lefèvre".into()],
        }
    }

    /// The same value wherever one can stand.
    pub fn hostile(locale: Locale, value: &str) -> Stock {
        let value = || value.to_owned();
        Stock {
            locale,
            shop: value(),
            seller: Seller {
                name: value(),
                form: value(),
                capital: value(),
                address: Some(Address {
                    line1: value(),
                    line2: Some(value()),
                    postcode: Some(value()),
                    city: value(),
                    region: Some(value()),
                    country: value(),
                }),
                siren: value(),
                rcs: value(),
                vat_id: Some(value()),
                ..Seller::default()
            },
            contact_email: value(),
            base_url: "https://shop.example.com".into(),
            code: value(),
            token: value(),
            names: [value(), value(), value()],
            terms: value(),
            waiver: value(),
            transfer: Transfer {
                beneficiary: value(),
                iban: value(),
                bic: Some(value()),
                reference: value(),
                amount: 122_799,
                due_at: 0,
            },
            invoice: value(),
            credit_note: value(),
            customer: [value(), value(), value()],
        }
    }

    fn letterhead(&self) -> Letterhead<'_> {
        Letterhead {
            shop: &self.shop,
            seller: &self.seller,
            contact_email: &self.contact_email,
            base_url: &self.base_url,
            locale: self.locale,
        }
    }

    /// A campaign's mail, which has no template: the shop writes it.
    pub fn campaign(&self) -> Rendered {
        let (subject, body) = match self.locale {
            Locale::En => (CAMPAIGN_SUBJECT_EN, CAMPAIGN_EN),
            Locale::Fr => (CAMPAIGN_SUBJECT_FR, CAMPAIGN_FR),
        };
        let content = Content::read(subject, body).unwrap();
        let [first_name, last_name, organisation] = &self.customer;
        let who = Addressee {
            first_name,
            last_name,
            organisation,
        };
        let unsubscribe = format!(
            "{}/unsubscribe#{}",
            self.base_url.trim_end_matches('/'),
            self.token
        );
        content.render(&who, &self.letterhead(), &unsubscribe)
    }

    /// Every mail there is, by the name of its file.
    pub fn each(&self, see: &mut dyn FnMut(&str, &Mail, &Letterhead)) {
        let letterhead = self.letterhead();
        self.each_of_accounts(&mut |name, mail| see(name, mail, &letterhead));
        self.each_of_orders(&mut |name, mail| see(name, mail, &letterhead));
        self.each_of_the_shop(&mut |name, mail| see(name, mail, &letterhead));
    }

    fn each_of_accounts(&self, see: &mut dyn FnMut(&str, &Mail)) {
        let token = &self.token;
        see("code", &Mail::Code { code: &self.code });
        see("reset", &Mail::Reset { token });
        see("staff_invitation", &Mail::StaffInvitation { token });
        for (name, ordered) in [("invitation", true), ("invitation-by_staff", false)] {
            see(name, &Mail::Invitation { token, ordered });
        }
        for (name, change) in [
            ("credentials_changed", Change::PasswordChanged),
            ("credentials_changed-password_set", Change::PasswordSet),
            ("credentials_changed-account_opened", Change::AccountOpened),
            ("credentials_changed-password_given", Change::PasswordGiven),
        ] {
            let at = noon();
            see(name, &Mail::CredentialsChanged { change, at });
        }
        for (name, current) in [("email_corrected", true), ("email_corrected-former", false)] {
            let at = noon();
            see(name, &Mail::EmailCorrected { current, at });
        }
        see("email_change", &Mail::EmailChange { token });
        let at = noon();
        see("email_change_asked", &Mail::EmailChangeAsked { at });
        see("email_changed", &Mail::EmailChanged { at });
        see("email_taken", &Mail::EmailTaken);
        let (token, words) = (self.token.as_str(), consent_text(self.locale, &self.shop));
        let words = words.as_str();
        see(
            "consent_confirmation",
            &Mail::ConsentConfirmation { token, words },
        );
        for (name, kept) in [("erased", Some((4, 2036))), ("erased-without_books", None)] {
            see(name, &Mail::Erased { kept, at });
        }
    }

    fn each_of_orders(&self, see: &mut dyn FnMut(&str, &Mail)) {
        let id = id();
        let lines = [
            self.line(0, 2, 6_000, 2000),
            self.line(1, 1, 108_900, 2000),
            self.line(2, 1, 1_899, 550),
        ];
        let (total, vat) = checkout::total(&lines);
        let order = Bill {
            id: &id,
            number: 1042,
            placed_at: noon(),
            lines: &lines,
            total,
            vat: &vat,
            currency: "EUR",
            payment: None,
            withdraw_until: None,
            token: Some(&self.token),
        };
        let unpaid = Bill {
            payment: Some(Payment {
                transfer: &self.transfer,
                due: day().plus(10),
            }),
            ..order
        };
        see(
            "order_placed",
            &Mail::OrderPlaced {
                order: Bill {
                    withdraw_until: Some(day().plus(14)),
                    ..unpaid
                },
                terms: &self.terms,
                waiver: Some(&self.waiver),
                withdrawal_form: true,
            },
        );
        see("payment_reminder", &Mail::PaymentReminder { order: unpaid });
        see("order_cancelled", &Mail::OrderCancelled { order });
        let delivered = self.delivered();
        see(
            "order_paid",
            &Mail::OrderPaid {
                order,
                invoice: Some(&self.invoice),
                completed: false,
                delivered: &delivered[..2],
            },
        );
        see("order_completed", &Mail::OrderCompleted { order });
        see(
            "order_refunded",
            &Mail::OrderRefunded {
                order,
                credit_note: &self.credit_note,
            },
        );
        let at = noon();
        see(
            "withdrawal_received",
            &Mail::WithdrawalReceived { order, at },
        );
        self.each_of_free_orders(&order, &delivered, see);
    }

    fn each_of_free_orders(
        &self,
        order: &Bill,
        delivered: &[Delivery],
        see: &mut dyn FnMut(&str, &Mail),
    ) {
        let lines = [self.line(2, 1, 0, 0)];
        let (total, vat) = checkout::total(&lines);
        let order = Bill {
            lines: &lines,
            total,
            vat: &vat,
            token: None,
            ..*order
        };
        see(
            "order_placed-free",
            &Mail::OrderPlaced {
                order,
                terms: &self.terms,
                waiver: Some(&self.waiver),
                withdrawal_form: false,
            },
        );
        for (name, delivered) in [
            ("order_paid-free", &delivered[1..2]),
            ("order_paid-each_kind", delivered),
        ] {
            let paid = Mail::OrderPaid {
                order,
                invoice: None,
                completed: true,
                delivered,
            };
            see(name, &paid);
        }
    }

    fn each_of_the_shop(&self, see: &mut dyn FnMut(&str, &Mail)) {
        let id = id();
        for (name, total, method) in [
            ("shop_order", 122_799, PaymentMethod::Transfer),
            ("shop_order-free", 0, PaymentMethod::Free),
        ] {
            let order = Mail::ShopOrder {
                id: &id,
                number: 1042,
                total,
                currency: "EUR",
                method,
            };
            see(name, &order);
        }
        see(
            "shop_withdrawal",
            &Mail::ShopWithdrawal {
                id: &id,
                number: 1042,
                at: noon(),
            },
        );
        let id = Id::new(1_795_000_000_000, [9; 10]);
        see(
            "conversation_answered",
            &Mail::ConversationAnswered { id: &id },
        );
        see("shop_message", &Mail::ShopMessage { id: &id });
        see("test", &Mail::Test { at: noon() });
    }

    fn line(&self, place: usize, quantity: u32, price: i64, vat_rate: u32) -> Line {
        let amount = price * i64::from(quantity);
        let rate = i64::from(vat_rate);
        Line {
            product: Id::new(1, [place as u8; 10]),
            name: self.names[place].clone(),
            kind: [Kind::Service, Kind::Access, Kind::Download][place],
            validity_days: None,
            quantity,
            price,
            vat_rate,
            amount,
            vat: (amount * rate * 2 + 10_000 + rate) / (2 * (10_000 + rate)),
        }
    }

    fn delivered(&self) -> [Delivery<'_>; 4] {
        let [service, access, download] = &self.names;
        let delivery = |name, kind, until| Delivery { name, kind, until };
        [
            delivery(access, Kind::Access, Some(day().plus(365))),
            delivery(download, Kind::Download, None),
            delivery(access, Kind::Access, None),
            delivery(service, Kind::Service, None),
        ]
    }
}

/// 12 November 2026, five past two in Paris.
fn noon() -> Moment {
    moment(1_794_488_700_000, 60)
}

fn day() -> Date {
    noon().date
}

fn id() -> OrderId {
    Id::new(1_794_488_700_000, [0x5c; 10])
}
