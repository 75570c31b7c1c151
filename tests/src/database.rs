//! The shop's database, looked at from outside through the explorer API of local workerd.

use crate::world;
use serde_json::{Value, json};

/// D1 as the shop sees it, without the shop.
pub struct Database {
    address: String,
}

impl Database {
    pub(crate) fn of(url: &str) -> Database {
        let id = world::setting("COMPTOIR_DATABASE_ID");
        Database {
            address: format!("{url}/cdn-cgi/local/explorer/api/d1/database/{id}/raw"),
        }
    }

    /// Every row of a statement, column by column. Parameters are bound as text.
    pub async fn rows(&self, sql: &str, params: &[&str]) -> Vec<Vec<Value>> {
        self.result(sql, params)
            .await
            .unwrap_or_else(|error| panic!("{sql}\n{error}"))
    }

    /// The same for a statement that may be refused.
    pub async fn try_rows(&self, sql: &str, params: &[&str]) -> Result<Vec<Vec<Value>>, String> {
        self.result(sql, params).await
    }

    /// The one number a statement gives.
    pub async fn number(&self, sql: &str, params: &[&str]) -> i64 {
        let rows = self.rows(sql, params).await;
        rows.first()
            .and_then(|row| row.first())
            .and_then(|value| value.as_i64().or_else(|| value.as_f64().map(|n| n as i64)))
            .unwrap_or_else(|| panic!("{sql} gave no number but {rows:?}"))
    }

    /// How SQLite would run a statement, one line a step. The statement is not run; its parameters need no value.
    pub async fn plan(&self, sql: &str) -> Vec<String> {
        let highest = (1..=100)
            .rev()
            .find(|n| sql.contains(&format!("?{n}")))
            .unwrap_or(0);
        let params = vec!["0"; highest];
        let rows = self
            .rows(&format!("explain query plan {sql}"), &params)
            .await;
        rows.iter()
            .filter_map(|row| row.last().and_then(Value::as_str).map(str::to_owned))
            .collect()
    }

    /// Rows that running a statement reads. It is run, so it must be one that changes nothing with these parameters.
    pub async fn cost(&self, sql: &str, params: &[&str]) -> i64 {
        let answer = self.answer(sql, params).await;
        let answer = answer.unwrap_or_else(|error| panic!("{sql}\n{error}"));
        answer["meta"]["rows_read"]
            .as_i64()
            .expect("D1 tells the rows read")
    }

    async fn result(&self, sql: &str, params: &[&str]) -> Result<Vec<Vec<Value>>, String> {
        let answer = self.answer(sql, params).await?;
        let rows = answer["results"]["rows"].as_array().cloned();
        let rows = rows.unwrap_or_default();
        Ok(rows
            .into_iter()
            .map(|row| row.as_array().cloned().unwrap_or_default())
            .collect())
    }

    async fn answer(&self, sql: &str, params: &[&str]) -> Result<Value, String> {
        let body = json!({ "sql": sql, "params": params }).to_string();
        let answer = world::client()
            .post(&self.address)
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .map_err(|error| error.to_string())?;
        let text = answer.text().await.map_err(|error| error.to_string())?;
        let mut value: Value = serde_json::from_str(&text).map_err(|_| text.clone())?;
        if value["success"] != json!(true) {
            return Err(text);
        }
        Ok(value["result"][0].take())
    }
}
