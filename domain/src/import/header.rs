//! What a file's columns are called: our own export's, and those of Sylius, Shopify, PrestaShop, WooCommerce, Magento and
//! Bagisto, in English and French. Names are compared folded, the words joined by `_`.

use super::{Column, Source};
use crate::text::fold;

/// The names of each column, those that say most first: of two columns in a file that could be it, the first is.
const NAMES: [(Column, &str); 24] = [
    (
        Column::Email,
        "email user_email customer_email e_mail email_address e_mail_address mail adresse_e_mail adresse_email \
         adresse_mail courriel adresse_de_courriel billing_email email_billing email_facturation e_mail_facturation",
    ),
    (
        Column::LastName,
        "last_name lastname customer_last_name billing_last_name billing_lastname last_name_billing nom_de_famille \
         surname family_name nom_facturation nom",
    ),
    (
        Column::FirstName,
        "first_name firstname customer_first_name billing_first_name billing_firstname first_name_billing prenom \
         given_name prenom_facturation",
    ),
    (
        Column::FullName,
        "full_name fullname customer_name name nom_complet nom_du_client nom_et_prenom display_name client customer",
    ),
    (
        Column::Phone,
        "phone phone_number telephone customer_phone contact_number phone_mobile mobile_phone mobile tel \
         telephone_mobile telephone_portable portable numero_de_telephone billing_phone phone_billing \
         telephone_facturation default_address_phone",
    ),
    (
        Column::Organisation,
        "organisation organization company company_name societe entreprise raison_sociale default_address_company \
         billing_company company_billing societe_facturation",
    ),
    (
        Column::Locale,
        "locale language lang langue language_code locale_code iso_code_langue",
    ),
    (
        Column::Line1,
        "line1 address1 address_1 address_line_1 address_line1 street_address street default_address_address1 \
         billing_address_1 billing_address1 address_1_billing address_1_2_billing adresse_1 adresse_1_facturation \
         adresse_facturation address adresse rue",
    ),
    (
        Column::Line2,
        "line2 address2 address_2 address_line_2 address_line2 default_address_address2 billing_address_2 \
         billing_address2 address_2_billing adresse_2 adresse_2_facturation complement complement_d_adresse",
    ),
    (
        Column::Postcode,
        "postcode postal_code zip zip_code zipcode zip_postal_code code_postal cp default_address_zip \
         billing_postcode postcode_billing billing_zip code_postal_facturation",
    ),
    (
        Column::City,
        "city town ville localite default_address_city billing_city city_billing ville_facturation",
    ),
    (
        Column::Region,
        "region province_code state_code region_code state province state_province \
         default_address_province_code default_address_province billing_state state_code_billing state_billing etat",
    ),
    (
        Column::Country,
        "country_code country_id country default_address_country_code default_address_country country_region \
         country_name billing_country country_code_billing billing_country_code pays code_pays pays_facturation \
         country_billing",
    ),
    (
        Column::BillingVatId,
        "billing_vat_id vat_number vat_id tax_vat_number taxvat vat numero_de_tva numero_tva \
         tva_intracommunautaire n_tva billing_vat",
    ),
    (Column::BillingSiren, "billing_siren siren siret"),
    (
        Column::Groups,
        "groups group customer_group customer_group_code group_code group_name customer_groups tags groupe groupes \
         groupe_de_clients groupes_de_clients",
    ),
    (
        Column::Note,
        "note notes remarque remarques commentaire commentaires",
    ),
    (
        Column::Consent,
        "consent accepts_email_marketing accepts_marketing newsletter newsletter_0_1 lettre_d_information \
         subscribed_to_newsletter subscribed_to_news_letter is_subscribed news",
    ),
    (
        Column::Id,
        "id customer_id id_customer source_user_id user_id identifiant id_client",
    ),
    (Column::Verified, "verified is_verified confirmed_email"),
    (
        Column::CreatedAt,
        "created_at registration registration_date registration_date_yyyy_mm_dd user_registered date_registered \
         date_added customer_since inscription date_d_inscription",
    ),
    (
        Column::OrdersCount,
        "orders_count total_orders order_count orders commandes",
    ),
    (
        Column::OrdersTotal,
        "orders_total total_spent total_spend sales ventes revenue",
    ),
    (
        Column::LastOrderAt,
        "last_order_at last_order derniere_commande",
    ),
];

/// What only one shop's export has: of any of these sets, all names.
const SIGNS: [(Source, &[&str]); 6] = [
    (
        Source::Shopify,
        &[
            "accepts_email_marketing",
            "accepts_marketing",
            "default_address_address1",
            "total_spent tags",
        ],
    ),
    (
        Source::Magento,
        &[
            "disable_auto_group_change",
            "rp_token",
            "website entity_id",
            "address_default_billing",
            "customer_since web_site",
        ],
    ),
    (
        Source::WooCommerce,
        &[
            "user_registered user_email",
            "billing_first_name",
            "first_name_billing",
            "prenom_facturation",
            "total_spend aov",
        ],
    ),
    (
        Source::Bagisto,
        &[
            "customer_group_code",
            "subscribed_to_news_letter",
            "address_count order_count",
            "is_suspended",
        ],
    ),
    (
        Source::Sylius,
        &[
            "email_canonical",
            "subscribed_to_newsletter",
            "checkout_state token_value",
            "first_name phone_number birthday",
        ],
    ),
    (
        Source::PrestaShop,
        &[
            "id_customer",
            "social_title",
            "partner_offers",
            "titre_de_civilite",
            "offres_partenaires",
            "title news opt",
            "titles_id_mr_1_ms_2_else_0",
        ],
    ),
];

/// Names that only our own export gives.
const OWN: &str = "line1 line2 billing_organisation billing_vat_id billing_siren billing_line1 orders_count \
                   last_order_at organisation stage";

/// Recognises the shop a header comes from, and where its columns go.
pub(super) fn recognise(header: &[String]) -> (Option<Source>, Vec<Option<Column>>) {
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    let has = |name: &str| keys.iter().any(|key| key == name);
    if has("email") && OWN.split_whitespace().any(has) {
        let columns = keys.iter().map(|key| Column::parse(key));
        return (Some(Source::Comptoir), once(columns.collect()));
    }
    let source = SIGNS.iter().find(|(_, signs)| {
        let mut signs = signs.iter();
        signs.any(|sign| sign.split(' ').all(has))
    });
    let source = source.map(|(source, _)| *source);
    let mut columns = vec![None; keys.len()];
    for (column, names) in NAMES {
        let place = names
            .split_whitespace()
            .find_map(|name| keys.iter().position(|key| key == name));
        if let Some(free) = place.and_then(|place| columns.get_mut(place))
            && free.is_none()
        {
            *free = Some(column);
        }
    }
    let has_column = |columns: &[Option<Column>], wanted| columns.contains(&Some(wanted));
    // One name for both, or both in one.
    let both = [Column::LastName, Column::FirstName].map(|name| has_column(&columns, name));
    for column in &mut columns {
        match (*column, both) {
            (Some(Column::FullName), [true, true]) => *column = None,
            (Some(Column::LastName), [true, false]) => *column = Some(Column::FullName),
            _ => {}
        }
    }
    // Of an order: the whole address in one cell is nobody's first line, and its state no region.
    if source == Some(Source::Sylius) && has("checkout_state") {
        for column in &mut columns {
            if matches!(column, Some(Column::Line1 | Column::Region)) {
                *column = None;
            }
        }
    }
    (source, once(columns))
}

/// Each column once.
fn once(mut columns: Vec<Option<Column>>) -> Vec<Option<Column>> {
    let mut seen = Vec::new();
    for column in &mut columns {
        if column.is_some() && seen.contains(column) {
            *column = None;
        }
        seen.push(*column);
    }
    columns
}

/// A name as it is compared: letters and digits, folded.
fn key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a header comes to: its shop, and the columns found, in the file's order.
    fn found(header: &str, separator: char) -> (Option<Source>, String) {
        let names: Vec<String> = header
            .split(separator)
            .map(|name| name.trim_matches('"').to_owned())
            .collect();
        let (source, columns) = recognise(&names);
        let codes: Vec<&str> = columns
            .iter()
            .map(|column| column.map_or("-", Column::code))
            .collect();
        (source, codes.join(" "))
    }

    #[test]
    fn our_own_export_is_known_whole() {
        let header: Vec<&str> = Column::ALL.iter().map(|column| column.code()).collect();
        let (source, columns) = found(&header.join(","), ',');
        assert_eq!(
            (source, columns),
            (Some(Source::Comptoir), header.join(" "))
        );
    }

    #[test]
    fn shopify() {
        assert_eq!(
            found("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags", ','),
            (Some(Source::Shopify), "id first_name last_name email consent organisation line1 line2 city region country postcode - phone - orders_total orders_count note - groups".to_owned())
        );
        assert_eq!(
            found("First Name,Last Name,Email,Accepts Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Total Spent,Total Orders,Tags,Note,Tax Exempt", ','),
            (Some(Source::Shopify), "first_name last_name email consent organisation line1 line2 city - region - country postcode phone orders_total orders_count groups note -".to_owned())
        );
    }

    #[test]
    fn prestashop_in_both_languages_and_both_generations() {
        assert_eq!(
            found(
                "ID;\"Social title\";\"First name\";\"Last name\";\"Email address\";Sales;Enabled;Newsletter;\"Partner offers\";Registration;\"Last visit\"",
                ';'
            ),
            (
                Some(Source::PrestaShop),
                "id - first_name last_name email orders_total - consent - created_at -".to_owned()
            )
        );
        assert_eq!(
            found(
                "ID;\"Titre de civilité\";Prénom;Nom;\"Adresse e-mail\";Ventes;Activé;\"Lettre d'information\";\"Offres partenaires\";Inscription;\"Dernière visite\"",
                ';'
            ),
            (
                Some(Source::PrestaShop),
                "id - first_name last_name email orders_total - consent - created_at -".to_owned()
            )
        );
        assert_eq!(
            found(
                "ID;Title;Last name;First Name;Email address;Age;Enabled;News.;Opt.;Registration;Last visit;",
                ';'
            ),
            (
                Some(Source::PrestaShop),
                "id - last_name first_name email - - consent - created_at - -".to_owned()
            )
        );
        assert_eq!(
            found("id_customer,id_gender,company,siret,firstname,lastname,email,newsletter,address1,address2,postcode,city,phone,phone_mobile,vat_number", ','),
            (Some(Source::PrestaShop), "id - organisation billing_siren first_name last_name email consent line1 line2 postcode city phone - billing_vat_id".to_owned())
        );
    }

    #[test]
    fn woocommerce_users_orders_and_analytics() {
        assert_eq!(
            found("ID,customer_id,user_login,user_pass,user_nicename,user_email,user_url,user_registered,display_name,first_name,last_name,user_status,roles,locale,billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country", ','),
            (Some(Source::WooCommerce), "id - - - - email - created_at - first_name last_name - - locale - - organisation - phone line1 line2 postcode city region country".to_owned())
        );
        assert_eq!(
            found("Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing)", ','),
            (Some(Source::WooCommerce), "- - - - first_name last_name organisation line1 city region postcode country email phone".to_owned())
        );
        assert_eq!(
            found("Name,Username,Last active,Date registered,Email,Orders,Total spend,AOV,Country / Region,City,Region,Postal code", ','),
            (Some(Source::WooCommerce), "full_name - - created_at email orders_count orders_total - country city region postcode".to_owned())
        );
    }

    #[test]
    fn magento_main_file_addresses_and_grid() {
        assert_eq!(
            found("email,_website,_store,confirmation,created_at,created_in,disable_auto_group_change,dob,firstname,gender,group_id,lastname,middlename,password_hash,prefix,rp_token,rp_token_created_at,store_id,suffix,taxvat,updated_at,website_id,password", ','),
            (Some(Source::Magento), "email - - - created_at - - - first_name - - last_name - - - - - - - billing_vat_id - - -".to_owned())
        );
        assert_eq!(
            found("_website,_email,_entity_id,city,company,country_id,fax,firstname,lastname,middlename,postcode,prefix,region,region_id,street,suffix,telephone,vat_id,_address_default_billing_,_address_default_shipping_", ','),
            (Some(Source::Magento), "- email - city organisation country - first_name last_name - postcode - region - line1 - phone billing_vat_id - -".to_owned())
        );
        assert_eq!(
            found("ID,Name,Email,Group,Phone,ZIP,Country,State/Province,Customer Since,Web Site,Confirmed email,Street Address,City,Company", ','),
            (Some(Source::Magento), "id full_name email groups phone postcode country region created_at - verified line1 city organisation".to_owned())
        );
    }

    #[test]
    fn sylius_customers_and_orders() {
        assert_eq!(
            found(
                "id,customer_group,email,email_canonical,first_name,last_name,birthday,gender,created_at,phone_number,subscribed_to_newsletter",
                ','
            ),
            (
                Some(Source::Sylius),
                "id groups email - first_name last_name - - created_at phone consent".to_owned()
            )
        );
        assert_eq!(
            found(
                "Number,State,Product_list,Total,Currency_code,Checkout_completed_at,Checkout_state,Payment_state,Shipping_state,Token_value,Gender,Full_name,Email,Telephone,Address,Customer_ip,Notes",
                ','
            ),
            (
                Some(Source::Sylius),
                "- - - - - - - - - - - full_name email phone - - note".to_owned()
            )
        );
    }

    #[test]
    fn bagisto() {
        assert_eq!(
            found(
                "email,customer_group_code,first_name,last_name,phone,gender,date_of_birth",
                ','
            ),
            (
                Some(Source::Bagisto),
                "email groups first_name last_name phone - -".to_owned()
            )
        );
        assert_eq!(
            found(
                "Customer ID,Customer Name,Email,Contact Number,Status,Gender,Group,Suspended,Revenue,Order Count,Address Count",
                ','
            ),
            (
                Some(Source::Bagisto),
                "id full_name email phone - - groups - orders_total orders_count -".to_owned()
            )
        );
    }

    #[test]
    fn a_list_made_by_hand() {
        assert_eq!(
            found("Nom;Prénom;E-mail;Téléphone portable;Adresse;Code postal;Ville;Pays;Société;N° TVA", ';'),
            (None, "last_name first_name email phone line1 postcode city country organisation billing_vat_id".to_owned())
        );
        assert_eq!(found("Nom,Courriel", ',').1, "full_name email");
        assert_eq!(found("x,y,", ','), (None, "- - -".to_owned()));
    }
}
