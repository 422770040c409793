//! People, their teams and roles.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::directory::{Absence, Directory, Upon};
use engine::{Person, Team};
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{IfMatch, Json, Path, Query, Tagged};
use crate::gate::{HoldsSecret, SignedIn};
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(read, change, remove))
        .routes(routes!(reset))
        .routes(routes!(teams))
        .routes(routes!(team, put_team, remove_team))
        .routes(routes!(roles))
}

/// A person, or a machine's account.
#[derive(Serialize, ToSchema)]
struct PersonSeen {
    id: String,
    name: String,
    /// The person's own.
    roles: Vec<String>,
    /// Those that the person is in.
    teams: Vec<String>,
    administrator: bool,
    editor: bool,
    auditor: bool,
    machine: bool,
    active: bool,
    /// Those that are not over.
    absences: Vec<AbsenceSeen>,
    /// Whether the person can sign in with a password.
    has_password: bool,
    /// What `If-Match` is to say for a change.
    etag: String,
}

/// A time in which somebody else stands in.
#[derive(Serialize, ToSchema)]
pub(super) struct AbsenceSeen {
    from: Timestamp,
    until: Option<Timestamp>,
    delegate: engine::screen::PersonNamed,
}

impl AbsenceSeen {
    pub fn of(directory: &Directory, absence: &Absence) -> Self {
        let delegate = engine::screen::PersonNamed::of(directory, &absence.delegate);
        AbsenceSeen { from: absence.from, until: absence.until, delegate }
    }
}

fn seen(server: &Server, person: &Person, with_password: &BTreeSet<PersonId>) -> PersonSeen {
    let directory = server.engine().directory();
    let now = server.engine().now();
    let coming = person.absences.iter().filter(|absence| absence.until.is_none_or(|until| until > now));
    let teams = directory.teams().filter(|team| team.members.contains(&person.id)).map(|team| team.id.clone());
    PersonSeen {
        id: person.id.to_string(),
        name: if person.name.is_empty() { person.id.to_string() } else { person.name.clone() },
        roles: person.roles.iter().map(ToString::to_string).collect(),
        teams: teams.collect(),
        administrator: person.administrator,
        editor: person.editor,
        auditor: person.auditor,
        machine: person.machine,
        active: person.active,
        absences: coming.map(|absence| AbsenceSeen::of(&directory, absence)).collect(),
        has_password: with_password.contains(&person.id),
        etag: person.etag(),
    }
}

async fn with_password(server: &Server) -> Result<BTreeSet<PersonId>, Problem> {
    Ok(server.engine().with_password().await?.into_iter().collect())
}

async fn one(server: &Server, id: &PersonId) -> Result<Tagged<PersonSeen>, Problem> {
    let directory = server.engine().directory();
    let nobody = || Problem::new("nothing-there", format!("there is no person `{id}`"));
    let person = directory.person(id).ok_or_else(nobody)?;
    Ok(Tagged(person.etag(), seen(server, person, &with_password(server).await?)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PeopleFilter {
    /// Part of the id or the name.
    q: Option<String>,
    role: Option<String>,
    active: Option<bool>,
}

/// Everybody, by id.
#[utoipa::path(get, path = "/people", tag = "people", params(PeopleFilter, Paging), responses((status = OK, body = Listed<PersonSeen>)))]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<PeopleFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<PersonSeen>>, Problem> {
    let people = server.engine().people(&signed.caller)?;
    let with_password = with_password(&server).await?;
    let words = filter.q.unwrap_or_default().to_lowercase();
    let found = people.iter().filter(|person| {
        let named = person.name.to_lowercase().contains(&words) || person.id.as_str().to_lowercase().contains(&words);
        let role = filter.role.as_ref().is_none_or(|role| person.roles.iter().any(|own| own.as_str() == role));
        named && role && filter.active.is_none_or(|active| active == person.active)
    });
    Ok(Json(Listed::part(&paging, found.map(|person| seen(&server, person, &with_password)))?))
}

/// What a person is to be; what is absent stays as it is, or is nothing where the person is new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonChange {
    name: Option<String>,
    roles: Option<BTreeSet<String>>,
    administrator: Option<bool>,
    editor: Option<bool>,
    auditor: Option<bool>,
    machine: Option<bool>,
    active: Option<bool>,
}

impl PersonChange {
    fn make(self, mut person: Person) -> Result<Person, Problem> {
        let PersonChange { name, roles, administrator, editor, auditor, machine, active } = self;
        if let Some(name) = name {
            if name.chars().count() > 200 || name.chars().any(char::is_control) {
                return Err(Problem::new("invalid", "a name has at most 200 characters on one line"));
            }
            person.name = name.trim().to_owned();
        }
        if let Some(roles) = roles {
            person.roles = roles.iter().map(|role| super::id("role", role)).collect::<Result<_, _>>()?;
        }
        person.administrator = administrator.unwrap_or(person.administrator);
        person.editor = editor.unwrap_or(person.editor);
        person.auditor = auditor.unwrap_or(person.auditor);
        person.machine = machine.unwrap_or(person.machine);
        person.active = active.unwrap_or(person.active);
        Ok(person)
    }
}

/// A new person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPerson {
    /// What the person signs in with, and what journals name the person by. It never changes.
    id: String,
    name: Option<String>,
    roles: Option<BTreeSet<String>>,
    administrator: Option<bool>,
    editor: Option<bool>,
    auditor: Option<bool>,
    machine: Option<bool>,
    active: Option<bool>,
}

/// Refuses what nobody could type or tell apart.
pub(super) fn judge_id(id: &str) -> Result<(), Problem> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    if id.is_empty() || id.len() > 80 || !id.chars().all(plain) {
        let words = "a person's id has 1 to 80 letters, digits and . - _ @ +";
        return Err(Problem::new("invalid", words));
    }
    Ok(())
}

/// Adds a person. A link to set a password is asked for separately.
#[utoipa::path(post, path = "/people", tag = "people", request_body = NewPerson, responses((status = CREATED, body = PersonSeen)))]
async fn add(State(server): State<Server>, signed: SignedIn, Json(new): Json<NewPerson>) -> Result<Response, Problem> {
    judge_id(&new.id)?;
    let NewPerson { id, name, roles, administrator, editor, auditor, machine, active } = new;
    let change = PersonChange { name, roles, administrator, editor, auditor, machine, active };
    let person = change.make(Person::new(&id))?;
    let id = PersonId::new(&id);
    server.engine().add_person(&signed.caller, person).await?;
    Ok((StatusCode::CREATED, one(&server, &id).await?).into_response())
}

/// The refusal of a change that was made upon an older state, with what is there now.
fn refused<T: Serialize>(problem: Problem, current: Option<T>) -> Problem {
    match current {
        Some(current) if problem.code == "changed-meanwhile" => {
            problem.with_current(serde_json::to_value(current).expect("it has a JSON form"))
        }
        Some(_) | None => problem,
    }
}

/// A person. The `ETag` is what a change is to match.
#[utoipa::path(get, path = "/people/{id}", tag = "people", params(("id" = String, Path)), responses((status = OK, body = PersonSeen)))]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Tagged<PersonSeen>, Problem> {
    server.engine().people(&signed.caller)?;
    one(&server, &PersonId::new(id)).await
}

/// Changes a person upon the state that `If-Match` names, or upon any with `*`. Refused as `changed-meanwhile`, with the
/// person as it is now, where somebody changed it since. Whoever is not active any more is signed out.
#[utoipa::path(patch, path = "/people/{id}", tag = "people", params(("id" = String, Path), ("If-Match" = String, Header)), request_body = PersonChange, responses((status = OK, body = PersonSeen)))]
async fn change(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    upon: IfMatch,
    Json(change): Json<PersonChange>,
) -> Result<Tagged<PersonSeen>, Problem> {
    let (id, upon) = (PersonId::new(id), upon.upon()?);
    let make = |person| change.make(person);
    match server.engine().change_person::<Problem>(&signed.caller, &id, upon, make).await {
        Ok(()) => one(&server, &id).await,
        Err(problem) => Err(refused(problem, one(&server, &id).await.ok().map(|Tagged(_, person)| person))),
    }
}

/// Takes a person out. What the person did stays in the journals.
#[utoipa::path(delete, path = "/people/{id}", tag = "people", params(("id" = String, Path)), responses((status = NO_CONTENT)))]
async fn remove(State(server): State<Server>, signed: SignedIn, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    server.engine().remove_person(&signed.caller, &PersonId::new(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A link that is shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct OneTimeLink {
    /// To be completed with the address that people reach the server at. Its secret follows the `#`, so that no server
    /// log ever has it.
    pub link: String,
    pub expires_at: Timestamp,
}

/// Makes a link by which the person sets a password, once, within a day.
#[utoipa::path(post, path = "/people/{id}/reset", tag = "people", params(("id" = String, Path)), responses((status = OK, body = OneTimeLink)))]
async fn reset(State(server): State<Server>, signed: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    let (secret, expires_at) = server.engine().offer_reset(&signed.caller, &PersonId::new(id)).await?;
    let link = format!("{}/reset#{secret}", server.options().public_url.as_deref().unwrap_or_default());
    let mut response = Json(OneTimeLink { link, expires_at }).into_response();
    response.extensions_mut().insert(HoldsSecret);
    Ok(response)
}

/// People who hold roles together.
#[derive(Serialize, ToSchema)]
struct TeamSeen {
    id: String,
    name: String,
    members: Vec<String>,
    roles: Vec<String>,
    /// What `If-Match` is to say for a change.
    etag: String,
}

impl From<Team> for TeamSeen {
    fn from(team: Team) -> Self {
        TeamSeen {
            etag: team.etag(),
            id: team.id,
            name: team.name,
            members: team.members.iter().map(ToString::to_string).collect(),
            roles: team.roles.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What a team is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TeamChange {
    name: String,
    members: BTreeSet<String>,
    roles: BTreeSet<String>,
}

/// All teams, by id.
#[utoipa::path(get, path = "/teams", tag = "people", params(Paging), responses((status = OK, body = Listed<TeamSeen>)))]
async fn teams(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<TeamSeen>>, Problem> {
    let teams = server.engine().teams(&signed.caller)?;
    Ok(Json(Listed::part(&paging, teams.into_iter().map(TeamSeen::from))?))
}

fn no_team(id: &str) -> Problem {
    Problem::new("nothing-there", format!("there is no team `{id}`"))
}

fn tagged(team: Team) -> Tagged<TeamSeen> {
    Tagged(team.etag(), team.into())
}

/// A team. The `ETag` is what a change is to match.
#[utoipa::path(get, path = "/teams/{id}", tag = "people", params(("id" = String, Path)), responses((status = OK, body = TeamSeen)))]
async fn team(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Tagged<TeamSeen>, Problem> {
    let found = server.engine().teams(&signed.caller)?.into_iter().find(|team| team.id == id);
    Ok(tagged(found.ok_or_else(|| no_team(&id))?))
}

/// Adds a team; or changes one, upon the state that `If-Match` names, or upon any with `*`. Refused as `changed-meanwhile`,
/// with the team as it is now, where somebody changed it since.
#[utoipa::path(put, path = "/teams/{id}", tag = "people", params(("id" = String, Path), ("If-Match" = Option<String>, Header)), request_body = TeamChange, responses((status = OK, body = TeamSeen)))]
async fn put_team(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    upon: IfMatch,
    Json(change): Json<TeamChange>,
) -> Result<Tagged<TeamSeen>, Problem> {
    let members = change.members.iter().map(PersonId::new).collect();
    let roles = change.roles.iter().map(|role| super::id("role", role)).collect::<Result<_, _>>()?;
    let team = Team { id: id.clone(), name: change.name, members, roles };
    let engine = server.engine();
    let kept = || engine.directory().team(&id).cloned();
    let upon = match kept().is_some() {
        true => upon.upon()?,
        false if upon.is_said() => upon.if_said(),
        false => Upon::Nothing,
    };
    match engine.put_team(&signed.caller, upon, team).await {
        Ok(()) => kept().map(tagged).ok_or_else(|| no_team(&id)),
        Err(error) => Err(refused(error.into(), kept().map(TeamSeen::from))),
    }
}

/// Takes a team away. Its members stay.
#[utoipa::path(delete, path = "/teams/{id}", tag = "people", params(("id" = String, Path)), responses((status = NO_CONTENT)))]
async fn remove_team(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    server.engine().remove_team(&signed.caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role of published procedures, or one that somebody holds.
#[derive(Serialize, ToSchema)]
struct RoleHeld {
    id: String,
    title: String,
    procedures: Vec<String>,
    /// Active people who hold it themselves or in a team.
    holders: Vec<engine::screen::PersonNamed>,
}

/// Every role, and who holds it.
#[utoipa::path(get, path = "/roles", tag = "people", params(Paging), responses((status = OK, body = Listed<RoleHeld>)))]
async fn roles(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<RoleHeld>>, Problem> {
    let directory = server.engine().directory();
    let roles = server.engine().roles(&signed.caller).await?.into_iter().map(|role| RoleHeld {
        title: role.title.unwrap_or_else(|| role.id.to_string()),
        id: role.id.to_string(),
        procedures: role.procedures.iter().map(ToString::to_string).collect(),
        holders: role.holders.iter().map(|id| engine::screen::PersonNamed::of(&directory, id)).collect(),
    });
    Ok(Json(Listed::part(&paging, roles)?))
}
