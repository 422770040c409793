//! What every store must do: one function a law. A store that passes is a store.
//!
//! `contract_tests!` makes one test of each law. A law panics when it is broken; `tests/flaws.rs` shows that they do.

mod changes;
mod commits;
mod effects;
mod installation;
mod lists;
mod passing;
pub mod sample;
mod trail;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use engine::port::Store;

/// A store without anything in it.
pub type Fresh = Arc<dyn Store>;
type Checked = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A law's name and the function that checks it.
pub struct Law {
    pub name: &'static str,
    pub check: fn(Fresh) -> Checked,
}

macro_rules! laws {
    ($($module:ident::$law:ident),* $(,)?) => {
        /// Every law.
        pub const LAWS: &[Law] = &[
            $(Law { name: stringify!($law), check: |store| Box::pin($module::$law(store)) }),*
        ];

        /// One test for each law. `$fresh` gives a new store every time.
        #[macro_export]
        macro_rules! contract_tests {
            ($fresh:expr) => {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                    async fn $law() {
                        $crate::store_contract::check(stringify!($law), $fresh).await;
                    }
                )*
            };
        }
    };
}

laws! {
    commits::what_is_committed_is_read_back_exactly,
    commits::a_journal_is_read_in_parts,
    commits::a_stale_commit_is_refused_and_changes_nothing,
    commits::of_racing_commits_exactly_one_wins,
    commits::a_refused_commit_spoils_no_other,
    commits::events_with_a_gap_are_refused,
    commits::the_origin_comes_with_the_first_commit_alone,
    commits::a_taken_claim_refuses_the_whole_commit,
    commits::rows_follow_every_difference,
    effects::an_attempt_begins_once,
    effects::a_commit_leaves_what_was_begun,
    effects::one_once_key_has_one_request_under_way,
    effects::a_kept_result_stands_for_a_later_request,
    effects::a_doubtful_request_holds_up_other_runs,
    lists::runs_are_found_by_what_they_are,
    lists::pages_give_every_run_once,
    lists::tasks_come_in_the_order_of_the_inbox,
    lists::tasks_are_found_by_words_procedure_role_and_due_moment,
    lists::open_runs_are_found_by_their_version,
    lists::what_goes_on_of_a_procedure_is_counted,
    lists::the_ledger_is_looked_through_from_its_end,
    lists::timers_come_in_the_order_of_time,
    lists::effects_are_listed_by_pages,
    lists::notices_reach_whom_they_are_for,
    lists::a_foreign_cursor_is_refused,
    changes::a_change_is_written_and_entered,
    changes::a_claim_refuses_the_whole_change,
    changes::publications_are_numbered_without_a_gap,
    changes::dead_letters_are_kept,
    trail::the_ledger_has_no_gap_and_verifies,
    trail::a_checkpoint_finds_another_history,
    trail::erased_content_leaves_the_chain_whole,
    trail::an_open_run_is_not_erased,
    passing::a_row_is_kept_until_it_is_replaced_or_taken,
    passing::of_several_who_begin_the_same_one_is_first,
    passing::what_was_ended_is_not_renewed,
    passing::an_owners_rows_end_together_with_a_change,
    passing::what_has_passed_is_swept,
    installation::attachments_are_their_content,
    installation::content_stays_while_a_journal_names_it_or_somebody_just_brought_it,
    installation::content_stays_while_its_owner_holds_it,
    installation::only_one_process_has_the_lease,
    installation::facts_are_kept_and_forgotten,
}

/// Checks one law by its name.
///
/// # Panics
/// When the law is broken, or there is none of that name.
pub async fn check(name: &str, store: Fresh) {
    let law = LAWS.iter().find(|law| law.name == name).expect("the macro names only laws that are there");
    (law.check)(store).await;
}
