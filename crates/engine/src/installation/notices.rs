//! What was said to people, and how far they have read it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, Paged};

/// A word to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticeItem {
    pub at: Timestamp,
    pub run: String,
    pub step: Option<String>,
    /// The role that it was said to; absent where it was said to the person.
    pub role: Option<String>,
    pub subject: Option<String>,
    pub text: String,
    pub read: bool,
}

/// How far a person has read stands in a fact of this name: it is theirs, and nothing follows from it.
fn fact(caller: &Caller) -> String {
    format!("notices read by {}", caller.person)
}

impl Engine {
    /// What was said to the person and to their roles, newest first.
    pub async fn notice_items(&self, caller: &Caller, page: &Page) -> Result<Paged<NoticeItem>, Error> {
        let found = self.notices(caller, page).await?;
        let read = self.store().fact(&fact(caller)).await?;
        let read = read.and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<Timestamp>().ok());
        let rows = found.rows.into_iter().map(|notice| NoticeItem {
            read: read.is_some_and(|read| notice.at <= read),
            at: notice.at,
            run: notice.run.to_string(),
            step: notice.step.map(|step| step.to_string()),
            role: notice.role.map(|role| role.to_string()),
            subject: notice.subject,
            text: notice.text,
        });
        Ok(Paged { rows: rows.collect(), next: found.next })
    }

    /// Notes that the person has read everything up to a moment.
    pub async fn read_notices(&self, caller: &Caller, until: Timestamp) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Inbox(&caller.person), "note what you read")?;
        let until = until.min(self.now());
        Ok(self.store().keep_fact(&fact(caller), Some(until.to_string().as_bytes())).await?)
    }
}
