//! The document reads like a good procedure on every surface, and what an author wrote stays data.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::document::{Procedure, Step, StepId};
use procedure::read::{Spelling, read};
use procedure::render;
use procedure::template::Template;

const RETURN: &str = include_str!("documents/damaged-item-return.sop.yaml");
const EVERYTHING: &str = include_str!("documents/everything.sop.yaml");

struct Tables;

impl procedure::read::Pack for Tables {
    fn text(&self, path: &str) -> Option<String> {
        (path == "rules.csv").then(|| "violation,score,action\nnone,any,\"No, nothing\"\nany,>= 3,Closure\n".to_owned())
    }
}

fn document(text: &str) -> Procedure {
    read(text, Spelling::Yaml, &Tables).clean().unwrap_or_else(|found| panic!("{found:#?}"))
}

/// A document with one step a person does by these instructions.
fn instructed(instructions: &str) -> Procedure {
    let mut procedure = document(
        "procedure: 1\nid: one\ntitle: One\nroles: {clerk: Works.}\nsteps: [{id: do, title: Do, person: {role: clerk}}]\n",
    );
    procedure.steps[0].instructions = Some(Template::plain(instructions));
    procedure
}

fn first(procedure: &mut Procedure) -> &mut Step {
    &mut procedure.steps[0]
}

#[test]
fn a_return_reads_as_markdown() {
    insta::assert_snapshot!(render::markdown(&document(RETURN)));
}

#[test]
fn every_kind_of_step_reads_as_markdown() {
    insta::assert_snapshot!(render::markdown(&document(EVERYTHING)));
}

#[test]
fn every_kind_of_step_reads_as_text() {
    insta::assert_snapshot!(render::text(&document(EVERYTHING), 100));
}

#[test]
fn every_kind_of_step_reads_as_html() {
    insta::assert_snapshot!(render::page(&document(EVERYTHING)));
}

#[test]
fn one_step_reads_alone_for_a_run_screen() {
    let procedure = document(EVERYTHING);
    let step = |id: &str| render::step_in_words(&procedure, &id.parse::<StepId>().unwrap());
    let inspect = step("inspect").unwrap();
    insta::assert_snapshot!(format!("{} {}\n{}\n\n{}", inspect.number, inspect.title, inspect.who, inspect.text));
    assert_eq!(step("rma").unwrap().number, "3b.1");
    assert_eq!(step("ask-again").unwrap().number, "E1.1");
    assert_eq!(step("look").unwrap().number, "5.3");
    assert!(step("nowhere").is_none());
}

#[test]
fn html_from_authors_and_dangerous_links_are_dropped() {
    let hostile = "<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n<div onclick=\"x()\">\nblock\n</div>\n\n\
                   [x](javascript:alert(1)) [y](data:text/html,hi) [z](HTTPS://ok.example/\"onmouseover=alert(1)) ![pic](https://evil.example/track.png)";
    let procedure = instructed(hostile);
    for html in [render::html(&procedure), render::page(&procedure)] {
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("onclick="), "{html}");
        assert!(
            !html.contains("javascript:") && !html.contains("data:text") && !html.contains("evil.example"),
            "{html}"
        );
        assert!(!html.contains("\"onmouseover"), "{html}");
        assert!(html.contains("href=\"HTTPS://ok.example/"), "{html}");
    }
    let markdown = render::markdown(&procedure);
    assert!(!markdown.contains("javascript:") && !markdown.contains("<script"), "{markdown}");
}

#[test]
fn titles_and_values_are_escaped_everywhere() {
    let mut procedure = instructed("fine");
    procedure.title = "# A *bold* <b>title</b> | & `code`".to_owned();
    first(&mut procedure).title = Template::plain("</section><script>1</script>");
    let html = render::page(&procedure);
    assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
    let markdown = render::markdown(&procedure);
    assert!(markdown.starts_with("# # A \\*bold\\* \\<b\\>title"), "{markdown}");
}

#[test]
fn no_text_of_a_document_steers_a_terminal() {
    let mut procedure = instructed("red: \u{1b}[31m and a bell \u{7}");
    procedure.title = "\u{1b}]0;owned\u{7}".to_owned();
    let text = render::text(&procedure, 80);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
}

#[test]
fn lines_keep_to_the_width_where_words_allow() {
    let text = render::text(&document(EVERYTHING), 60);
    let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 60).collect();
    assert_eq!(long, Vec::<&str>::new());
}

#[test]
fn hostile_nesting_in_prose_ends_quickly() {
    for unit in ["> ", "- ", "*_", "[", "**a", "`", "| a |\n", "<", "1. ", "![x]("] {
        let procedure = instructed(&unit.repeat(30_000 / unit.len()));
        let size = render::html(&procedure).len() + render::markdown(&procedure).len();
        assert!(size < 4_000_000, "{unit:?} gives {size} bytes");
        render::text(&procedure, 80);
    }
}

#[test]
fn an_empty_document_and_one_that_refers_to_nothing_render() {
    let mut procedure = document(EVERYTHING);
    procedure.roles.clear();
    procedure.data.clear();
    procedure.settings.clear();
    procedure.exceptions.clear();
    procedure.outcomes.clear();
    assert!(render::markdown(&procedure).contains("the exception “unknown order” is raised"));
    procedure.steps.clear();
    assert!(render::markdown(&procedure).contains("There are no steps."));
    render::text(&procedure, 0);
    render::page(&procedure);
}

#[test]
fn rendered_markdown_reads_back_as_the_same_words() {
    // What the printer escapes, a Markdown reader gives back: the words of the text output, in their order.
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let procedure = instructed("a_b * c * `x|y` 1. not a list # no heading <tag> &amp; ~~x~~ \\* | pipe");
    let mut again = procedure.clone();
    let markdown = render::markdown(&procedure);
    first(&mut again).instructions = Some(Template::plain(&markdown));
    let shown = render::text(&again, 400);
    let original = words(&render::text(&procedure, 400));
    assert!(words(&shown).windows(original.len()).any(|part| part == original), "{shown}");
}
