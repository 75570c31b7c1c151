//! A letter as HTML: tables and inline styles as mail readers want them, the colours of `style/tokens.css`; nothing remote but the
//! pictures of a campaign.
//! Markup comes from constants alone; every other text goes through [`Page::text`], the one place that escapes.

mod flow;

use super::letter::{Block, Leaving, Letter, Table};
use crate::locale::Locale;

/// The whole document.
pub(super) fn document(letter: &Letter, locale: Locale) -> String {
    let mut page = Page(String::with_capacity(8 * 1024));
    page.markup("<!doctype html>\n<html lang=\"")
        .markup(locale.code())
        .markup(HEAD)
        .text(&letter.subject)
        .markup(STYLE)
        .markup(locale.code())
        .markup(FRAME)
        .text(&letter.shop)
        .markup(CARD);
    if !letter.title.is_empty() {
        page.title(&letter.title);
    }
    for block in &letter.blocks {
        page.block(block);
    }
    page.markup("</td></tr>\n<tr><td class=\"m\" style=\"padding:16px 21px 8px;color:#465255;font-size:13px;line-height:20px\">\n");
    if let Some(leaving) = &letter.leaving {
        page.leaving(leaving);
    }
    for line in &letter.footer {
        page.text(line).markup("<br>\n");
    }
    page.markup("</td></tr>\n</table>\n</td></tr></table>\n</div>\n</body>\n</html>\n");
    page.0
}

const HEAD: &str = r#"">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>"#;

/// The dark colours, for readers that know the media query; the others show the light ones, all of which are set inline.
const STYLE: &str = r#"</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .g { background: #11181A !important; }
  .s { background: #192225 !important; border-color: #303C40 !important; }
  .k { background: #0C1214 !important; }
  .i { color: #E7ECEC !important; }
  .m { color: #B1BDBF !important; }
  .r { border-color: #738488 !important; }
  .l { border-color: #303C40 !important; }
  .b { background: #5FC4AB !important; }
  .b a { color: #06251F !important; }
  .a { color: #5FC4AB !important; }
}
@media print { .g { background: #FFFFFF !important; } }
</style>
</head>
<body class="g" style="margin:0;padding:0;background:#F1F4F4;-webkit-text-size-adjust:100%">
<div lang=""#;

const FRAME: &str = r#"" class="g i" style="background:#F1F4F4;color:#172022;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif;font-size:16px;line-height:24px">
<table role="presentation" class="g" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#F1F4F4"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;text-align:left;table-layout:fixed;word-wrap:break-word;overflow-wrap:break-word">
<tr><td class="i r" style="padding:0 21px 10px;border-bottom:3px double #7A878A;color:#172022;font-family:'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,'Book Antiqua',Georgia,serif;font-size:23px;line-height:30px">"#;

const CARD: &str = r#"</td></tr>
<tr><td style="height:16px;font-size:0;line-height:16px">&nbsp;</td></tr>
<tr><td class="s i" style="padding:24px 20px;background:#FFFFFF;border:1px solid #D3DADB;border-radius:8px;color:#172022">
"#;

const TITLE: &str = r#"<h1 class="i" style="margin:0 0 16px;color:#172022;font-family:'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,'Book Antiqua',Georgia,serif;font-size:28px;line-height:34px;font-weight:500">"#;

struct Page(String);

impl Page {
    /// What is ours: constants only, as the type says.
    fn markup(&mut self, markup: &'static str) -> &mut Page {
        self.0.push_str(markup);
        self
    }

    /// What is said: fit for an element's content and for an attribute in double quotes.
    fn text(&mut self, text: &str) -> &mut Page {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(c),
            }
        }
        self
    }

    fn title(&mut self, title: &str) {
        self.markup(TITLE).text(title).markup("</h1>\n");
    }

    fn leaving(&mut self, leaving: &Leaving) {
        self.text(&leaving.why)
            .markup("<br>\n<a class=\"a\" href=\"")
            .text(&leaving.link)
            .markup("\" style=\"display:inline-block;padding:4px 0 12px;color:#0B5D4E;font-weight:600\">")
            .text(&leaving.label)
            .markup("</a><br>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                self.markup("<h2 class=\"i\" style=\"margin:28px 0 8px;color:#172022;font-size:19px;line-height:26px;font-weight:600\">")
                    .text(heading)
                    .markup("</h2>\n");
            }
            Block::Paragraph(paragraph) => {
                self.markup("<p style=\"margin:0 0 16px\">")
                    .text(paragraph)
                    .markup("</p>\n");
            }
            Block::Flow(blocks) => self.flow(blocks),
            Block::Facts(facts) => self.facts(facts),
            Block::Bill(table) => self.bill(table),
            Block::Button { label, link } => self.button(label, link),
            Block::Document(lines) => self.document(lines),
            Block::Code(code) => {
                self.markup("<p class=\"k i\" style=\"margin:0 0 16px;padding:16px 8px;background:#E6EBEB;border-radius:4px;color:#172022;font-family:ui-monospace,'Cascadia Mono',Menlo,'DejaVu Sans Mono',monospace;font-size:34px;line-height:40px;letter-spacing:6px;text-align:center\">")
                    .text(code)
                    .markup("</p>\n");
            }
        }
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        self.markup(TABLE);
        for (label, value) in facts {
            self.markup("<tr><th scope=\"row\" class=\"m l\" width=\"36%\" style=\"padding:6px 12px 6px 0;border-bottom:1px solid #D3DADB;color:#465255;font-size:14px;font-weight:400;text-align:left;vertical-align:top\">")
                .text(label)
                .markup("</th><td class=\"i l\" style=\"padding:6px 0;border-bottom:1px solid #D3DADB;color:#172022;font-weight:600;vertical-align:top;font-variant-numeric:tabular-nums\">")
                .text(value)
                .markup("</td></tr>\n");
        }
        self.markup("</table>\n");
    }

    fn bill(&mut self, table: &Table) {
        self.markup(BILL)
            .markup("<tr><th scope=\"col\" class=\"m\" style=\"padding:0 12px 6px 0;color:#465255;font-size:13px;font-weight:400;text-align:left\">")
            .text(&table.item)
            .markup("</th><th scope=\"col\" class=\"m\" style=\"padding:0 0 6px;color:#465255;font-size:13px;font-weight:400;text-align:right;white-space:nowrap\">")
            .text(&table.amount)
            .markup("</th></tr>\n");
        for row in &table.rows {
            self.markup("<tr><td class=\"i l\" style=\"padding:8px 12px 8px 0;border-top:1px solid #D3DADB;color:#172022;vertical-align:top;overflow-wrap:anywhere;word-break:break-word\">")
                .text(&row.name)
                .markup("<br><span class=\"m\" style=\"color:#465255;font-size:14px\">")
                .text(&row.detail)
                .markup("</span></td><td class=\"i l\" style=\"padding:8px 0;border-top:1px solid #D3DADB;color:#172022;text-align:right;white-space:nowrap;vertical-align:top;font-variant-numeric:tabular-nums\">")
                .text(&row.amount)
                .markup("</td></tr>\n");
        }
        let (label, amount) = &table.total;
        self.markup("<tr><th scope=\"row\" class=\"i r\" style=\"padding:10px 12px 2px 0;border-top:3px double #7A878A;color:#172022;font-weight:600;text-align:left\">")
            .text(label)
            .markup("</th><td class=\"i r\" style=\"padding:10px 0 2px;border-top:3px double #7A878A;color:#172022;font-size:19px;font-weight:600;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums\">")
            .text(amount)
            .markup("</td></tr>\n");
        for (label, amount) in &table.shares {
            self.markup("<tr><th scope=\"row\" class=\"m\" style=\"padding:2px 12px 2px 0;color:#465255;font-size:14px;font-weight:400;text-align:left\">")
                .text(label)
                .markup("</th><td class=\"m\" style=\"padding:2px 0;color:#465255;font-size:14px;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums\">")
                .text(amount)
                .markup("</td></tr>\n");
        }
        self.markup("</table>\n");
    }

    /// The link is written out too: for readers without buttons, and so that one sees where it goes.
    fn button(&mut self, label: &str, link: &str) {
        self.markup("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:20px 0 8px\"><tr><td class=\"b\" style=\"background:#0B5D4E;border-radius:4px\"><a href=\"")
            .text(link)
            .markup("\" style=\"display:inline-block;padding:12px 20px;color:#FFFFFF;font-weight:600;text-decoration:none\">")
            .text(label)
            .markup("</a></td></tr></table>\n<p class=\"m\" style=\"margin:0 0 16px;color:#465255;font-size:13px;line-height:20px;word-break:break-all\">")
            .text(link)
            .markup("</p>\n");
    }

    fn document(&mut self, lines: &[String]) {
        self.markup("<div class=\"k i\" style=\"margin:0 0 16px;padding:16px;background:#E6EBEB;border-radius:4px;color:#172022;font-size:14px;line-height:22px\">");
        for (place, line) in lines.iter().enumerate() {
            if place > 0 {
                self.markup("<br>\n");
            }
            self.text(line);
        }
        self.markup("</div>\n");
    }
}

/// Two columns in fixed parts.
const TABLE: &str = "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px;border-collapse:collapse;table-layout:fixed\">\n";

/// Amounts keep to one line, names take the rest.
const BILL: &str = "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px;border-collapse:collapse\">\n";
