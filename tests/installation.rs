//! The installation: configuration, people, the server, crashes, the audit, copies.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails here fails rightly; one that is skipped says so"
)]

mod program;

use program::{Desk, settled};

fn me() -> String {
    nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name
}

/// A desk with one run that waits for its first task.
fn waiting() -> (Desk, String) {
    let desk = Desk::new();
    desk.understudy(&["new", "expense.sop.yaml"]).good();
    let run = desk.understudy(&["run", "expense.sop.yaml", "--start-only"]).good().run();
    (desk, run)
}

const EXPENSE: &[&str] = &["-s", "reason=Batteries", "-s", "amount=12.50", "-s", "receipt=R-1"];

fn complete(desk: &Desk, run: &str) -> program::Done {
    let task = format!("{run}/1");
    desk.understudy(&[&["task", "complete", &task], EXPENSE].concat())
}

#[test]
fn the_configuration_tells_where_each_value_comes_from_and_no_secret() {
    let desk = Desk::new();
    desk.write(
        "understudy.toml",
        "autonomy = 'confirm'\nconnectors = 'shop.yaml'\n[calendar]\ntimezone = 'Europe/Berlin'\n[secrets]\ncrm-token = 'hush'\n",
    );
    desk.write("shop.yaml", "connectors: {}");
    let told =
        desk.command(&["config"]).env("UNDERSTUDY_AUTONOMY", "human").env("UNDERSTUDY_DTA", "x").output().unwrap();
    let out = String::from_utf8(told.stdout).unwrap();
    insta::assert_snapshot!(settled(&out, &desk));
    let err = String::from_utf8(told.stderr).unwrap();
    assert!(err.contains("UNDERSTUDY_DTA is not read; did you mean `UNDERSTUDY_DATA`?"), "{err}");
    assert!(!out.contains("hush") && !err.contains("hush"));
    let flag = desk.understudy(&["config", "--json", "--data", "other.sqlite"]).good().json();
    assert_eq!(flag["values"]["data"]["origin"], "flag --data");
    assert_eq!(flag["values"]["autonomy"]["value"], "confirm");
}

#[test]
fn a_wrong_configuration_says_what_is_wrong_and_where() {
    for (text, words) in [
        ("\ndta = 'x'\n", "line 2, column 1: unknown field `dta`"),
        ("dta = 'x'", "did you mean `data`?"),
        ("autonomy = 'full'", "unknown variant `full`"),
        ("[people.ada]\ndelegate = 'bob'", "there is no person `bob`"),
        ("[people.ada]\nos_user = 'x'\n[people.bob]\nos_user = 'x'", "is already that of"),
        ("[people.ada]\nroles = ['Team Lead']", "is no"),
        ("people = 3", "line 1"),
        ("[calendar]\ntimezone = 'Europe/Atlantis'", "Atlantis"),
        ("= = =", "line 1"),
    ] {
        let desk = Desk::new();
        desk.write("understudy.toml", text);
        let done = desk.understudy(&["config"]);
        assert_eq!(done.code, 4, "{text}");
        assert!(done.err.contains(words), "{text}: {}", done.err);
    }
    let desk = Desk::new();
    let done = desk.understudy(&["config", "--config", "nowhere.toml"]);
    assert!(done.code == 4 && done.err.contains("nowhere.toml"), "{}", done.err);
}

#[test]
fn people_do_what_their_roles_allow() {
    let (desk, run) = waiting();
    // Somebody else may do it: a task that is left to nobody would be the owner's to settle.
    let bob = "[people.bob]\nos_user = 'somebody-else'\nroles = ['employee']\n";
    desk.write("understudy.toml", &format!("[people.ada]\nos_user = '{}'\nroles = ['team-lead']\n{bob}", me()));
    let done = complete(&desk, &run);
    assert_eq!(done.code, 3, "{}", done.err);
    assert!(done.err.contains("employee"), "{}", done.err);
    desk.write("understudy.toml", &format!("[people.ada]\nos_user = '{}'\nroles = ['employee']\n", me()));
    complete(&desk, &run).good();
    desk.write("understudy.toml", "[people.eve]\nos_user = 'nobody-here'\nroles = ['employee']\n");
    let stranger = desk.understudy(&["runs", "list", "--json"]);
    assert_eq!(stranger.code, 3);
    assert!(stranger.err.contains("unknown-account"), "{}", stranger.err);
}

#[test]
fn nobody_approves_their_own_not_even_alone() {
    let desk = Desk::new();
    desk.understudy(&["new", "expense.sop.yaml"]).good();
    let done = desk.told(&["run", "expense.sop.yaml"], "Chair\n240\nR-2\n").good();
    assert!(done.err.contains("nobody left"), "{}", done.err);
    assert!(done.out.ends_with("running\n"));
}

#[test]
fn commands_talk_to_the_server_that_holds_the_file() {
    let (desk, run) = waiting();
    let server = desk.serve();
    complete(&desk, &run).good();
    let other = desk.told(&["run", "expense.sop.yaml"], "Pens\n3\nR-3\n").good();
    assert!(other.out.ends_with(" completed\n"), "{}", other.err);
    let second = desk.understudy(&["serve", "--headless"]);
    assert_eq!(second.code, 4);
    assert!(second.err.contains("whose API is at"), "{}", second.err);
    assert_eq!(server.stop(), 0);
    assert!(!desk.path("data.sqlite.socket").exists());
    assert_eq!(desk.understudy(&["runs", "list", "--all", "--json"]).good().json().as_array().unwrap().len(), 2);
}

#[test]
fn a_killed_server_loses_nothing_and_keeps_nobody_waiting() {
    let (desk, run) = waiting();
    let server = desk.serve();
    let second = desk.understudy(&["run", "expense.sop.yaml", "--start-only"]).good().run();
    server.kill();
    complete(&desk, &run).good();
    complete(&desk, &second).good();
    desk.serve().kill();
    let server = desk.serve();
    desk.understudy(&["audit", "verify"]).good();
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_killed_run_goes_on() {
    let desk = Desk::new();
    desk.understudy(&["new", "expense.sop.yaml"]).good();
    let mut child = desk
        .command(&["run", "expense.sop.yaml"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    let run = lines.find_map(|line| line.unwrap().strip_prefix("Run ").map(str::to_owned)).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let done = desk.told(&["run", "--resume", &run], "Batteries\n12.50\nR-1\n").good();
    assert_eq!(done.out, format!("{run} completed\n"));
    desk.understudy(&["audit", "verify"]).good();
}

#[test]
fn a_journal_that_was_changed_or_cut_is_found() {
    let (desk, run) = waiting();
    let data = desk.path("data.sqlite");
    desk.understudy(&["audit", "checkpoint", "-o", "kept.json"]).good();
    std::fs::copy(&data, desk.path("before.sqlite")).unwrap();
    complete(&desk, &run).good();
    desk.understudy(&["audit", "checkpoint", "-o", "later.json"]).good();
    desk.understudy(&["audit", "verify", "--checkpoint", "kept.json"]).good();
    desk.understudy(&["audit", "verify", "--checkpoint", "later.json"]).good();

    let forged = std::fs::read_to_string(desk.path("later.json")).unwrap().replace("\"number\":", "\"number\":1");
    desk.write("forged.json", &forged);
    let tampered = desk.understudy(&["audit", "verify", "--checkpoint", "forged.json"]);
    assert_eq!(tampered.code, 1, "{}", tampered.err);
    assert!(tampered.out.contains("The audit fails: the checkpoint is wrong"), "{}", tampered.out);
    desk.write("garbage.json", "{}");
    assert_eq!(desk.understudy(&["audit", "verify", "--checkpoint", "garbage.json"]).code, 4);

    let rolled_back =
        |from: &str| ["audit", "verify", "--data", "before.sqlite", "--checkpoint", from].map(str::to_owned);
    let arguments = rolled_back("later.json");
    let found = desk.understudy(&arguments.each_ref().map(String::as_str));
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    assert!(found.out.contains("the ledger ends at entry"), "{}", found.out);
}

#[test]
fn everything_is_exported_with_what_verifying_it_needs() {
    let (desk, run) = waiting();
    let one = desk.understudy(&["export", &run]).good();
    let all = desk.understudy(&["export"]).good();
    assert!(one.out.lines().all(|line| line.contains("\"hash\"")));
    assert!(all.out.lines().count() > one.out.lines().count());
    desk.understudy(&["export", &run, "-o", "run.jsonl"]).good();
    assert_eq!(std::fs::read_to_string(desk.path("run.jsonl")).unwrap(), one.out);
    assert_eq!(desk.understudy(&["export", &run, "-o", "run.jsonl"]).code, 4);
    assert_eq!(desk.understudy(&["export", "nothing"]).code, 3);
}

#[test]
fn a_backup_is_restored_with_dispatch_paused_until_somebody_looked() {
    let (desk, run) = waiting();
    desk.understudy(&["backup", "copy.sqlite"]).good();
    assert_eq!(desk.understudy(&["backup", "copy.sqlite"]).code, 4);
    assert_eq!(desk.understudy(&["restore", "copy.sqlite"]).code, 4, "the data file is there");
    let restored = desk.understudy(&["restore", "copy.sqlite", "--data", "new/data.sqlite"]).good();
    assert!(restored.err.contains("Dispatch is paused"), "{}", restored.err);
    desk.understudy(&["restore", "--resume", "Nothing was under way.", "--data", "new/data.sqlite"]).good();
    let task = format!("{run}/1");
    desk.understudy(&[&["task", "complete", &task, "--data", "new/data.sqlite"], EXPENSE].concat()).good();
    desk.understudy(&["audit", "verify", "--data", "new/data.sqlite"]).good();
    desk.write("noise.sqlite", "This is no database.");
    assert_eq!(desk.understudy(&["restore", "noise.sqlite", "--data", "other.sqlite"]).code, 4);
    assert_eq!(desk.understudy(&["runs", "list", "--data", "noise.sqlite"]).code, 4);
}

#[test]
fn dispatch_is_resumed_only_for_a_reason_and_only_where_it_is_paused() {
    let (desk, _) = waiting();
    let here = desk.understudy(&["restore", "--resume", "Why not."]);
    assert_eq!(here.code, 3, "{}", here.err);
    assert!(here.err.contains("not paused"), "{}", here.err);
    desk.understudy(&["backup", "copy.sqlite"]).good();
    desk.understudy(&["restore", "copy.sqlite", "--data", "new.sqlite"]).good();
    let resume = |reason: &str| desk.understudy(&["restore", "--resume", reason, "--data", "new.sqlite"]);
    let silent = resume("  ");
    assert_eq!(silent.code, 3, "{}", silent.err);
    assert!(silent.err.contains("the reason"), "{}", silent.err);
    resume("Looked at it.").good();
    assert_eq!(resume("Again.").code, 3);
}

#[test]
fn whom_a_step_bars_may_not_skip_it_either() {
    let desk = Desk::new();
    desk.understudy(&["new", "expense.sop.yaml"]).good();
    let run = desk.told(&["run", "expense.sop.yaml"], "Chair\n240\nR-2\n").good().run();
    let skipped = desk.understudy(&["runs", "skip", &run, "approve", "--reason", "It is me."]);
    assert_eq!(skipped.code, 3, "{}", skipped.err);
    assert!(skipped.err.contains("started"), "{}", skipped.err);
    let shown = desk.understudy(&["runs", "show", &run]).good().out;
    assert!(!shown.contains("It is me."), "{shown}");
}

/// Root can read any file; that makes it nobody whom the file knows.
#[test]
fn another_account_that_can_open_the_file_takes_nothing_over() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let nobody = nix::unistd::User::from_name("nobody").unwrap();
    let Some(nobody) = nobody.filter(|_| nix::unistd::geteuid().is_root()) else {
        println!("skipped: needs root and the account `nobody`");
        return;
    };
    let desk = Desk::new();
    std::fs::set_permissions(desk.path(""), std::fs::Permissions::from_mode(0o777)).unwrap();
    let by_nobody = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.uid(nobody.uid.as_raw()).gid(nobody.gid.as_raw());
        command.output().unwrap()
    };
    assert!(by_nobody(&["new", "expense.sop.yaml"]).status.success());
    assert!(by_nobody(&["run", "expense.sop.yaml", "--start-only"]).status.success());
    let refused = desk.understudy(&["audit", "verify"]);
    assert!(
        refused.code != 0 && refused.err.contains("nobody this installation knows"),
        "{}{}",
        refused.out,
        refused.err
    );
    let listed = by_nobody(&["runs", "list", "--json"]);
    assert!(listed.status.success() && !listed.stdout.is_empty(), "{}", String::from_utf8_lossy(&listed.stderr));
}

/// Another account of the machine reaches the file only through the socket that the configuration names.
#[test]
fn another_account_works_through_the_shared_socket_without_reading_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let nobody = nix::unistd::User::from_name("nobody").unwrap();
    let switches = std::process::Command::new("setpriv").arg("--version").output().is_ok();
    let Some(nobody) = nobody.filter(|_| switches && nix::unistd::geteuid().is_root()) else {
        println!("skipped: needs root, setpriv and the account `nobody`");
        return;
    };
    let desk = Desk::new();
    let allow = |name: &str, mode: u32| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    std::fs::create_dir(desk.path("private")).unwrap();
    allow("private", 0o700);
    allow("", 0o755);
    desk.write(
        "understudy.toml",
        &format!(
            "data = 'private/data.sqlite'\nsocket = 'shared.socket'\n[people.ada]\nos_user = '{}'\nadministrator = true\n\
             roles = ['employee', 'team-lead']\n[people.other]\nos_user = 'nobody'\nroles = ['team-lead']\n",
            me()
        ),
    );
    allow("understudy.toml", 0o644);
    // The build's folder may be closed to others.
    std::fs::copy(env!("CARGO_BIN_EXE_understudy"), desk.path("understudy")).unwrap();
    let own = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.env_remove("UNDERSTUDY_DATA");
        command
    };
    assert!(own(&["new", "expense.sop.yaml"]).status().unwrap().success());
    let server = desk.serve_as(own(&["serve", "--headless"]));
    let begun = own(&["run", "expense.sop.yaml", "--start-only"]).output().unwrap();
    let run = String::from_utf8(begun.stdout).unwrap().split_whitespace().next().unwrap().to_owned();
    let task = format!("{run}/1");
    let set = ["-s", "reason=Chair", "-s", "amount=240", "-s", "receipt=R-2"];
    assert!(own(&[&["task", "complete", &task], &set[..]].concat()).output().unwrap().status.success());
    let other = |arguments: &[&str]| {
        let uid = nobody.uid.to_string();
        let gid = nobody.gid.to_string();
        let program = desk.path("understudy");
        let mut command = std::process::Command::new("setpriv");
        command.args(["--reuid", &uid, "--regid", &gid, "--clear-groups"]).arg(program).args(arguments);
        let output = command.current_dir(desk.folder.path()).env("HOME", desk.folder.path()).output().unwrap();
        (
            output.status.code(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    };
    let (code, list) = other(&["task", "list", "--json"]);
    assert_eq!(code, Some(0), "{list}");
    let tasks: serde_json::Value = serde_json::from_str(list.trim()).unwrap();
    let approve = format!("{run}/{}", tasks[0]["task"]);
    let (code, told) = other(&["task", "approve", &approve]);
    assert_eq!(code, Some(0), "{told}");
    let shown = String::from_utf8(own(&["runs", "show", &run]).output().unwrap().stdout).unwrap();
    assert!(shown.contains("completed") && shown.contains("other"), "{shown}");
    assert_eq!(server.stop(), 0);
    // Without the server there is no way to the file.
    let (code, told) = other(&["task", "list"]);
    assert_eq!(code, Some(4), "{told}");
}

#[test]
fn looking_makes_no_file() {
    let desk = Desk::new();
    for arguments in
        [&["runs", "list"][..], &["task", "list"], &["audit", "verify"], &["export"], &["show"], &["backup", "x"]]
    {
        let done = desk.understudy(arguments);
        assert_eq!(done.code, 4, "{arguments:?}");
        assert!(done.err.contains("there is no data file"), "{arguments:?}: {}", done.err);
    }
    assert!(!desk.path("data.sqlite").exists());
}

#[test]
fn the_data_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, _) = waiting();
    let mode = std::fs::metadata(desk.path("data.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn errors_are_json_where_json_is_asked_for() {
    let desk = Desk::new();
    let done = desk.understudy(&["runs", "list", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&done.err).unwrap();
    assert_eq!(told["error"]["code"], "unable");
}

#[test]
fn a_changed_byte_is_found_and_its_event_named() {
    let (desk, run) = waiting();
    complete(&desk, &run).good();
    desk.understudy(&["backup", "copy.sqlite"]).good();
    let mut bytes = std::fs::read(desk.path("copy.sqlite")).unwrap();
    let (before, after) = (b"Batteries", b"Batterie$");
    let places: Vec<usize> = (0..bytes.len() - before.len()).filter(|at| bytes[*at..].starts_with(before)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + after.len()].copy_from_slice(after);
    }
    std::fs::write(desk.path("copy.sqlite"), bytes).unwrap();
    let found = desk.understudy(&["audit", "verify", "--data", "copy.sqlite", "--json"]);
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    let broken = found.json()["broken"].as_str().unwrap().to_owned();
    assert!(broken.contains(&format!("of run {run}")) && broken.contains("not what was committed to"), "{broken}");
}

#[test]
fn what_a_run_held_is_erased_with_a_reason_and_the_chain_still_verifies() {
    let (desk, run) = waiting();
    let open = desk.understudy(&["audit", "erase", &run, "--reason", "He asked to be forgotten."]);
    assert_eq!(open.code, 3, "what is under way is not erased: {}{}", open.out, open.err);
    complete(&desk, &run).good();
    assert!(desk.understudy(&["export"]).good().out.contains("Batteries"));
    desk.understudy(&["audit", "erase", &run, "--reason", "He asked to be forgotten."]).good();
    let verified = desk.understudy(&["audit", "verify", "--json"]).good().json();
    assert!(verified["holds"] == true && verified["erased"].as_u64() > Some(0), "{verified}");
    let export = desk.understudy(&["export"]).good().out;
    assert!(export.contains("He asked to be forgotten.") && export.contains(&run) && !export.contains("Batteries"));
    assert_eq!(desk.understudy(&["runs", "show", &run]).code, 3);
    // An example of the procedure itself has the word as well.
    desk.understudy(&["backup", "copy.sqlite"]).good();
    let bytes = std::fs::read(desk.path("copy.sqlite")).unwrap();
    assert_eq!(bytes.windows(9).filter(|window| window == b"Batteries").count(), 1, "a copy holds what was erased");
}

#[test]
fn noise_at_the_socket_is_refused_and_harms_nobody() {
    use std::io::{Read, Write};
    let (desk, run) = waiting();
    let server = desk.serve();
    for noise in [
        &b"noise\n"[..],
        b"{\"act\": 1}\n",
        b"\"drop everything\"\n",
        b"\xff\xfe\n",
        b"{\"procedures\": null, \"person\": \"eve\"}\n",
    ] {
        let mut stream = std::os::unix::net::UnixStream::connect(desk.path("data.sqlite.socket")).unwrap();
        stream.write_all(noise).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.contains("bad-request"), "{reply}");
    }
    drop(std::os::unix::net::UnixStream::connect(desk.path("data.sqlite.socket")).unwrap());
    complete(&desk, &run).good();
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_server_without_its_certificate_says_so_and_ends() {
    let desk = Desk::new();
    desk.write("understudy.toml", "[server]\ntls = {certificate = 'none.pem', key = 'none.pem'}\n");
    let done = desk.understudy(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(done.code, 4, "{}", done.err);
    assert!(done.err.contains("the certificate") && done.err.contains("none.pem cannot be used"), "{}", done.err);
}

#[test]
fn whoever_administers_on_the_command_line_lets_somebody_set_a_new_password() {
    let desk = Desk::new();
    desk.write(
        "understudy.toml",
        "[server]\npublic_url = 'https://understudy.example.org/'\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8']\n",
    );
    let refused = desk.understudy(&["reset", "ana"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("ana"), "{}", refused.err);
    let me = desk.understudy(&["config", "--json"]).good().json()["person"].as_str().unwrap().to_owned();
    let alone = desk.understudy(&["reset", &me]).good();
    let server = desk.serve();
    let served = desk.understudy(&["reset", &me, "--json"]).good().json();
    for link in [alone.out.trim(), served["link"].as_str().unwrap()] {
        let secret = link.strip_prefix("https://understudy.example.org/reset#").unwrap();
        assert!(secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_hexdigit()), "{link}");
    }
    assert_eq!(server.stop(), 0);
    let ledger = desk.understudy(&["export"]).good().out;
    assert!(ledger.contains("link-given"), "{ledger}");
    assert!(!ledger.contains(alone.out.trim().rsplit('#').next().unwrap()), "the ledger has no secrets");
    desk.write("understudy.toml", "[server]\ntrusted_proxies = ['proxy']\n");
    let wrong = desk.understudy(&["config"]);
    assert!(wrong.code == 4 && wrong.err.contains("server.trusted_proxies: `proxy` is no address"), "{}", wrong.err);
}
