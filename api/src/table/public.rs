//! What everybody may read.

use crate::operation::{Operation, get};
use crate::resources::{
    articles, changes, fronts, placing, problems, search, standing, titles, topics,
};

pub(super) fn operations() -> Vec<Operation> {
    let mut all = titles();
    all.extend(articles());
    all
}

fn titles() -> Vec<Operation> {
    vec![
        get("/openapi.json", "openapi", "This document").does(problems::document),
        get("/problems", "listProblems", "Kinds of problems").does(problems::list),
        get("/problems/{problem}", "showProblem", "A kind of problem").does(problems::show),
        get("/titles", "listTitles", "The titles of the network").does(titles::list),
        get("/titles/{title}", "showTitle", "A title").does(titles::show),
        get(
            "/titles/{title}/sections",
            "listSections",
            "Sections of a title",
        )
        .does(standing::sections),
        get(
            "/titles/{title}/sections/{section}",
            "showSection",
            "A section",
        )
        .does(standing::section),
        get("/titles/{title}/topics/{topic}", "showTopic", "A topic").does(topics::show),
        get("/titles/{title}/topics", "listTopics", "Topics of a title").does(topics::list),
        get(
            "/titles/{title}/pages",
            "listPages",
            "Standing pages of a title",
        )
        .does(standing::pages),
        get(
            "/titles/{title}/pages/{page}",
            "showPage",
            "A standing page",
        )
        .does(standing::page),
        get(
            "/titles/{title}/front",
            "showFront",
            "What is pinned on a title’s front",
        )
        .does(fronts::show),
        get(
            "/titles/{title}/front/{slot}/{position}",
            "showPin",
            "What is pinned to a place of a title’s front",
        )
        .does(fronts::one),
        get(
            "/titles/{title}/redirects",
            "followAddress",
            "Where an address of a title leads, former ones too",
        )
        .asks("path=/2026/03/02/ferry-service-resumes")
        .does(articles::redirect),
        get("/contributors", "listContributors", "People credited").does(standing::contributors),
        get(
            "/contributors/{contributor}",
            "showContributor",
            "A person credited",
        )
        .does(standing::contributor),
    ]
}

fn articles() -> Vec<Operation> {
    vec![
        get(
            "/titles/{title}/articles",
            "listArticles",
            "Published articles of a title, newest first",
        )
        .does(articles::list),
        get(
            "/search",
            "search",
            "Published articles found by their words, of a title or of the whole network",
        )
        .asks("q=ferry&order=newest")
        .also(&[404])
        .does(search::published),
        get(
            "/articles/{article}",
            "showArticle",
            "A published article as readers see it",
        )
        .also(&[410])
        .does(articles::show),
        get(
            "/articles/{article}/revisions",
            "listRevisions",
            "Revisions of a published article, newest first",
        )
        .does(articles::revisions),
        get(
            "/articles/{article}/revisions/{revision}",
            "showRevision",
            "A revision as readers see it",
        )
        .does(articles::revision),
        get(
            "/articles/{article}/placements",
            "listPlacements",
            "Where a published article is shown",
        )
        .does(placing::list),
        get(
            "/articles/{article}/placements/{title}",
            "showPlacement",
            "Where a published article is shown on a title",
        )
        .does(placing::one),
        get(
            "/changes",
            "listChanges",
            "What readers could see change, in order",
        )
        .does(changes::list),
    ]
}
