//! Lists a page at a time.

use engine::port::store::{Cursor, Page, Paged};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows of a page where the request does not say.
const USUAL: u16 = 50;

/// Most rows of a page.
const MOST: u16 = 200;

/// Which part of a list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// At most this many.
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 200, default = 50, required = false)]
    limit: u16,
    /// `next` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

fn usual() -> u16 {
    USUAL
}

impl Paging {
    /// Rows asked for, within what is allowed.
    pub fn limit(&self) -> usize {
        usize::from(self.limit.clamp(1, MOST))
    }

    /// The part as the engine's lists take it.
    pub fn page(&self) -> Page {
        Page { size: self.limit(), from: self.cursor.clone().map(Cursor) }
    }

    /// The cursor, for a list that counts its rows itself. Those cursors are numbers.
    pub fn after(&self) -> Result<u64, crate::Problem> {
        let Some(cursor) = &self.cursor else { return Ok(0) };
        let because = "the cursor of the page is not one of this list; begin with the first page";
        cursor.parse().map_err(|_| crate::Problem::new("bad-cursor", because))
    }
}

/// A part of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// Each row of the engine's page as this list shows it.
    pub fn of<R>(paged: Paged<R>, shown: impl FnMut(R) -> T) -> Self {
        Listed { items: paged.rows.into_iter().map(shown).collect(), next: paged.next.map(|cursor| cursor.0) }
    }

    /// A list that has but one page.
    pub fn whole(items: Vec<T>) -> Self {
        Listed { items, next: None }
    }

    /// A page of a list that is in memory: those from the cursor on.
    pub fn part(paging: &Paging, all: impl IntoIterator<Item = T>) -> Result<Self, crate::Problem> {
        let after = usize::try_from(paging.after()?).unwrap_or(usize::MAX);
        let mut rest = all.into_iter().skip(after);
        let items: Vec<T> = rest.by_ref().take(paging.limit()).collect();
        let next = rest.next().map(|_| (after + items.len()).to_string());
        Ok(Listed { items, next })
    }
}
