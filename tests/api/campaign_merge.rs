//! A thousand mails of one campaign, each with values that are one customer's alone: none holds another's.

use domain::campaign::{CampaignForm, Outcome};
use std::collections::BTreeSet;
use tests::campaigning::{consenting, fill, letter, pace};
use tests::staff::Staff;
use tests::world::word;
use tests::{Browser, Mails, World};

const ALL: usize = 1_000;

/// The numbers that stand between a word and an `x`.
fn numbers<'a>(text: &'a str, word: &str) -> BTreeSet<&'a str> {
    text.split(word)
        .skip(1)
        .filter_map(|rest| rest.split_once('x'))
        .map(|(number, _)| number)
        .filter(|number| number.bytes().all(|b| b.is_ascii_digit()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mail_holds_its_own_customers_values_a_text_and_both_ways_out() {
    let world = World::get();
    pace(&world, 60_000).await;
    let owner = Staff::owner(&world).await;
    let name = word();
    let people = consenting(&world, &name, ALL).await;
    let ids = serde_json::to_string(&people).unwrap();
    let unique =
        "update customers set first_name = 'Prenom' || seq || 'x', last_name = 'Nom' || seq || 'x',
            organisation = case when seq % 3 = 0 then null else 'Maison' || seq || 'x' end,
            locale = case seq % 2 when 0 then 'en' else 'fr' end
        where id in (select value from json_each(?1))";
    world.database().rows(unique, &[&ids]).await;
    let group = owner.groups_as("Fusion").await;
    fill(&world, &group.id, &name, "true").await;
    let form = CampaignForm {
        subject_en: "For {first_name|you} {last_name|}".into(),
        body_en: "Dear {first_name|you} {last_name|}, of {organisation|your home}.".into(),
        ..letter(
            "Pour {prénom|vous} {nom|}",
            "Cher {prénom|vous} {nom|}, de {organisation|chez vous}.",
            &[&group],
        )
    };
    let draft = owner.drafts(&form).await;
    owner.sends(&draft).await;
    let done = owner.watches_campaign(&draft.id).await;
    assert_eq!(
        done.count(Outcome::Sent) as usize,
        ALL,
        "{:?}",
        done.figures
    );
    let sql = "select cast(seq as text), email, locale, organisation is null from customers
        where id in (select value from json_each(?1))";
    let rows = world.database().rows(sql, &[&ids]).await;
    let (mut tokens, mut subjects) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let [own, address, locale] = [0, 1, 2].map(|place| row[place].as_str().unwrap());
        let without = row[3].as_f64() == Some(1.0);
        let mails = Mails::get().of(address).await;
        let [mail] = mails.as_slice() else {
            panic!("{} mails to {address}", mails.len());
        };
        let message = &mail.message;
        for part in [&message.subject, &message.text, &message.html] {
            for word in ["Prenom", "Nom"] {
                assert_eq!(
                    numbers(part, word),
                    BTreeSet::from([own]),
                    "{word} in {mail}"
                );
            }
            assert!(
                numbers(part, "Maison").is_subset(&BTreeSet::from([own])),
                "{mail}"
            );
        }
        let (fallback, greeting) = match locale {
            "en" => ("your home", "Dear"),
            _ => ("chez vous", "Cher"),
        };
        for part in [&message.text, &message.html] {
            assert!(part.contains(greeting), "{mail}");
            assert_eq!(part.contains(fallback), without, "{mail}");
        }
        assert_eq!(message.to, [address]);
        let header = &message.headers["List-Unsubscribe"];
        let token = header.trim_matches(['<', '>']).rsplit('/').next().unwrap();
        assert_eq!(
            message.headers["List-Unsubscribe-Post"],
            "List-Unsubscribe=One-Click"
        );
        assert!(
            message.text.contains(token) && message.html.contains(token),
            "{mail}"
        );
        assert!(
            tokens.insert(token.to_owned()),
            "a way out is one customer's"
        );
        subjects.insert(message.subject.clone());
    }
    assert_eq!((rows.len(), tokens.len(), subjects.len()), (ALL, ALL, ALL));
    // Whose way out it is, the shop itself says.
    let first = rows[0][1].as_str().unwrap();
    let mail = Mails::get().wait(first, "campaign").await;
    Browser::new(&world).unsubscribes(&mail.token()).await;
    let left =
        "select email from customers where consent = 0 and id in (select value from json_each(?1))";
    let left = world.database().rows(left, &[&ids]).await;
    assert_eq!((left.len(), left[0][0].as_str()), (1, Some(first)));
}
